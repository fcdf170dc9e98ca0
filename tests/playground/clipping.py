"""Finds text that has no room: what a widget writes, against the place that it has for it."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
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

from playground.widgets.network_heads import ShortChoice
from playground.widgets.network_inputs import FeatureNode


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
    texts = [
        (i, str(header.model().headerData(i, header.orientation()) or ""))
        for i in range(header.count())
        if not header.isSectionHidden(i)
    ]
    metrics = QFontMetrics(header.font())
    return [text for i, text in texts if metrics.horizontalAdvance(text) > header.sectionSize(i)]


def all_windows():
    return [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.width() > 1]
