"""What a person at the window does, and sees: clicks, keys, and waiting until something happens."""

import time

from PySide6.QtCore import (
    QEvent,
    QEventLoop,
    QLibraryInfo,
    QMimeData,
    QPoint,
    QPointF,
    Qt,
    QUrl,
    QVersionNumber,
)
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QTextDocumentFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QListView, QWidget

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, TrainSpec
from playground.observers.plane import AskPlane
from playground.session.session import Session

PATIENCE = 60.0  # seconds until something that must happen is given up, on a slow machine that is busy
SMALL = Experiment(
    data=DataSpec(dataset="gaussian", samples=60), network=NetworkSpec(hidden=(LayerSpec(4), LayerSpec(3)))
)
# A learning rate that no network survives.
EXPLOSIVE = Experiment(
    data=DataSpec(dataset="plane"),
    network=NetworkSpec(hidden=(LayerSpec(8, "relu"),)),
    training=TrainSpec(learning_rate=1000.0),
)


def until(happened, seconds=PATIENCE):
    """Let the program run until something is so; return what made it so."""
    limit = time.monotonic() + seconds
    while not (result := happened()):
        assert time.monotonic() < limit, "it did not happen"
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        QTest.qWait(1)
    return result


def opened_session(experiment):
    session = Session(experiment)
    session.look_at("plot", (AskPlane(),))
    session.begin()
    until(lambda: settled(session))
    return session


def settled(session):
    """Whether everything asked for has been done, and shown; at rest with every value exact."""
    return session.settled


def at_rest(session):
    """Wait until everything is done, training paused and every value exact; return the last snapshot."""
    until(lambda: session.settled and not session.playing and not session.snapshot.busy)
    return session.snapshot


def trained(session, epochs=1):
    """Wait until some more epochs of the present run are shown."""
    until(lambda: settled(session))
    goal = session.snapshot.epoch + epochs
    until(lambda: session.snapshot.epoch >= goal)


def bring_to_front(window):
    window.activateWindow()
    until(window.isActiveWindow)
    until(lambda: settled(window.session))
    QApplication.processEvents()  # the layout follows what the first snapshot has shown: the bar's width


def places(window):
    """Return where everything is."""
    return {
        (one.objectName(), id(one)): one.geometry().getRect()
        for one in window.findChildren(QWidget)
        if one.isVisible() and one.parentWidget() is not None
    }


def at_last(look):
    """Return what there is to see once it stays so: after another text size, say, it takes some rounds."""
    seen = []

    def stays():
        seen.append(look())
        return len(seen) >= 10 and all(one == seen[-1] for one in seen[-10:])

    until(stays)
    return seen[-1]


def places_at_rest(window):
    """Return where everything is once a window shows what it asked for, and that stays so."""
    session = getattr(window, "session", None)
    until(lambda: session is None or session.settled)
    return at_last(lambda: places(window))


def control(window, name):
    found = window.findChild(QWidget, name)
    assert found is not None, f"there is no {name}"
    return found


def click(window, name):
    widget = control(window, name)
    assert widget.isVisible(), f"{name} is hidden"
    assert widget.isEnabled(), f"{name} is disabled"
    # a check box is hit on its box, not beside its text
    place = QPoint(10, widget.height() // 2) if not isinstance(widget, QAbstractSpinBox) else QPoint(12, 12)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def press(window, key, modifier=Qt.KeyboardModifier.NoModifier):
    """Press a key, wherever the focus is."""
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def type_in(window, name, text):
    """Click into a number, replace it, and press Enter."""
    spin = control(window, name)
    QTest.mouseClick(spin.lineEdit(), Qt.MouseButton.LeftButton)
    assert spin.hasFocus()
    spin.selectAll()
    key_in(spin, text)
    QTest.keyClick(spin, Qt.Key.Key_Return)


def choose(window, name, label):
    """Open a list by a click, walk to an entry, and take it with Enter."""
    combo = control(window, name)
    assert isinstance(combo, QComboBox)
    QTest.mouseClick(combo, Qt.MouseButton.LeftButton)
    view = combo.view()
    assert QTest.qWaitForWindowExposed(view.window())
    QTest.keyClick(view, Qt.Key.Key_Home)
    following = Qt.Key.Key_Down if isinstance(view, QListView) else Qt.Key.Key_Right  # in a gallery
    for _ in range(combo.findText(label)):
        QTest.keyClick(view, following)
    QTest.keyClick(view, Qt.Key.Key_Return)
    until(lambda: not view.isVisible() and window.isActiveWindow())
    assert combo.currentText() == label


def drag_event(kind, place, data):
    """What Qt sends a window over which something is dragged, or dropped, at a place in whole pixels."""
    # from 6.12 on Qt warns of whole pixels, and before it knew nothing else of what has not yet been dropped
    exact = kind is QDropEvent or QLibraryInfo.version() >= QVersionNumber(6, 12)
    how = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    return kind(QPointF(place) if exact else place, *how)


def files_dragged(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(window, *paths):
    """Drag files over the window, and let go where they are welcome; return whether they are."""
    data, place = files_dragged(*paths), window.rect().center()
    enter = drag_event(QDragEnterEvent, place, data)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, drag_event(QDropEvent, place, data))
    return enter.isAccepted()


def csv_dialog_of(window):
    """The dialog that a table has opened, in front; None where there is none."""
    dialog = window.findChild(QWidget, "csv")
    if dialog is not None:
        until(dialog.isActiveWindow)
    return dialog


def neuron_place(window, layer, neuron):
    """Where a neuron is in the drawing of the network."""
    return window.network.drawing.place_of((layer, neuron))


def weight_place(window, layer, neuron, source):
    """A place on the line of a weight, near the neuron it leads to, where no other line is as near."""
    line = window.network.drawing.painting.gaps[layer]._lines[neuron, source]
    return line.pointAt(0.9 if abs(line.dy()) > 1.0 else 0.5).toPoint()


def point_at(window, place):
    """Move the pointer to a place in the drawing of the network."""
    QTest.mouseMove(window.network.drawing, place)
    QApplication.processEvents()


def click_at(window, place):
    """Click at a place in the drawing of the network."""
    none = Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(window.network.drawing, Qt.MouseButton.LeftButton, none, place)


def corners(lines):
    """The points that some `Lines` draw, polyline by polyline."""
    return [[point.toTuple() for point in polygon] for polygon in lines._polygons]


def notice(window):
    """What the line at the foot of the window says."""
    return window.notices.text.text()


def plain(html):
    """Return the text of a tooltip or of What's This, a line each paragraph."""
    return QTextDocumentFragment.fromHtml(html).toPlainText().strip()


def key_in(widget, text):
    """Type a text of any script, as a keyboard of its country does."""
    for one in text:
        if one.isascii():
            QTest.keyClicks(widget, one)
        else:
            event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, one)
            QApplication.sendEvent(widget, event)
