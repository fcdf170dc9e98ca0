"""Finds text that has no room: what a widget writes, against the place that it has for it."""

import itertools

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPicture
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QWidget,
)

from playground.widgets.network.heads import ShortChoice
from playground.widgets.network.inputs import FeatureNode
from playground.widgets.plots.plot import Plot


def room_for_text(widget):
    """Return (text, the width it needs, the width it has) of what a widget writes on one line."""
    metrics, style = QFontMetrics(widget.font()), widget.style()
    if isinstance(widget, (ShortChoice, FeatureNode)):
        return []  # they write shorter names where they must
    if isinstance(widget, QCheckBox):
        box = style.pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth, None, widget) + 4
        return [(widget.text(), metrics.horizontalAdvance(plain(widget.text())), widget.width() - box)]
    if isinstance(widget, QPushButton):
        if not widget.text():
            return []
        icon = 0 if widget.icon().isNull() else widget.iconSize().width() + 4
        return [(widget.text(), metrics.horizontalAdvance(plain(widget.text())) + icon, widget.width() - 4)]
    if isinstance(widget, QComboBox):
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        field = style.subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, widget)
        icon = 0 if widget.itemIcon(widget.currentIndex()).isNull() else widget.iconSize().width() + 4
        texts = [widget.itemText(i) for i in range(widget.count())] if widget.count() < 30 else []
        return [(text, metrics.horizontalAdvance(text) + icon, field.width()) for text in texts]
    if isinstance(widget, QAbstractSpinBox):
        line = widget.findChild(QLineEdit)
        return [(line.text(), metrics.horizontalAdvance(line.text()), line.width() - 4)]
    if isinstance(widget, QLabel) and not widget.wordWrap() and not widget.text().startswith("<"):
        return [(widget.text(), metrics.horizontalAdvance(widget.text()), widget.width())]
    return []


def plain(text):
    return text.replace("&", "")


def clipped(root):
    """Return what is written in a window and has no room."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or not widget.width() or named(widget).startswith("qt_"):
            continue
        for text, needs, has in room_for_text(widget):
            if needs > has + 1:
                found.append(f"{named(widget)}: “{text}” needs {needs} of {has} pixels")
        if isinstance(widget, (QLabel, QAbstractButton, QComboBox, QAbstractSpinBox)) and text_of(widget):
            high = QFontMetrics(widget.font()).height() - 3  # letters do not fill a line
            if isinstance(widget, QLabel) and widget.wordWrap():
                high = widget.heightForWidth(widget.width()) - 3
            if widget.height() < high:
                found.append(f"{named(widget)}: “{text_of(widget)}” is {high} high in {widget.height()}")
            if not reachable(widget):
                found.append(f"{named(widget)}: “{text_of(widget)}” reaches out of its panel")
        if isinstance(widget, QTabBar):
            seen = [i for i in range(widget.count()) if widget.isTabVisible(i)]
            found += [f"tab {widget.tabText(i)}" for i in seen if tab_is_clipped(widget, i)]
        if isinstance(widget, QHeaderView) and widget.model() is not None:
            found += [f"heading {text}" for text in clipped_headings(widget)]
    return found + axis_texts_that_touch(root)


def axis_texts(axis):
    """Return (place, text) of every number on an axis, and of its name: what was drawn last."""
    picture = QPicture()
    painter = QPainter(picture)
    specs = axis.generateDrawSpecs(painter)
    painter.end()
    texts = [(rect, text) for rect, _, text in specs[2]] if specs is not None else []
    if axis.labelText and axis.label.isVisible():
        name = axis.label.mapRectToParent(axis.label.boundingRect())
        # there is some air around it
        texts.append((name.adjusted(4.0, 4.0, -4.0, -4.0), axis.labelText))
    return texts


def axis_texts_that_touch(root):
    """Return what is written on the axes of plots and lies on something else there, or is cut."""
    found = []
    for plot in root.findChildren(Plot):
        if not plot.isVisible():
            continue
        for axis in plot.axes.values():
            texts = axis_texts(axis)
            for (one, text), (other, another) in itertools.combinations(texts, 2):
                if one.intersects(other):
                    found.append(f"{named(plot)}: “{text}” lies on “{another}”")
            frame = QRectF(plot.viewport().rect()).adjusted(1.0, 0.0, 0.0, -1.0)
            for rect, text in texts:
                place = axis.mapRectToScene(rect)
                if place.left() < frame.left() or place.bottom() > frame.bottom():
                    found.append(f"{named(plot)}: “{text}” is cut")
    return found


def named(widget):
    return widget.objectName() or f"{type(widget).__name__} in {widget.parentWidget().objectName()}"


def text_of(widget):
    return widget.currentText() if isinstance(widget, QComboBox) else widget.text()


def reachable(widget):
    """Whether all of a widget is seen, or can be scrolled to."""
    parent, place = widget.parentWidget(), QRect(widget.geometry())
    while parent is not None and not widget.isWindow():
        if isinstance(parent.parentWidget(), QScrollArea) and parent is parent.parentWidget().viewport():
            return True
        if not parent.rect().adjusted(-1, -1, 1, 1).contains(place):
            return False
        if parent.isWindow():
            return True
        place.translate(parent.pos())
        parent = parent.parentWidget()
    return True


def tab_is_clipped(bar, i):
    return QFontMetrics(bar.font()).horizontalAdvance(bar.tabText(i)) > bar.tabRect(i).width() or (
        bar.tabRect(i).right() > bar.width()
    )


def clipped_headings(header):
    if header.orientation() != Qt.Orientation.Horizontal:
        return []
    shown = [i for i in range(header.count()) if not header.isSectionHidden(i)]
    narrow = [i for i in shown if header.sectionSizeHint(i) > header.sectionSize(i)]
    return [str(header.model().headerData(i, header.orientation()) or "") for i in narrow]


def all_windows():
    return [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.width() > 1]
