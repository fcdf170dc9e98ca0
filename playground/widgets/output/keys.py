"""The keys of the output plot: arrows move it or the probe, + and − zoom, Home goes back."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from playground.widgets.controls.base import is_override
from playground.widgets.output.marks import Marks
from playground.widgets.output.probe import Prober
from playground.widgets.output.viewport import Viewport
from playground.widgets.plots.plot import Plot

ZOOM = 1.25
_K = Qt.Key
ARROWS = {_K.Key_Left: (-1, 0), _K.Key_Right: (1, 0), _K.Key_Up: (0, 1), _K.Key_Down: (0, -1)}
ZOOMS = {_K.Key_Plus: 1.0 / ZOOM, _K.Key_Equal: 1.0 / ZOOM, _K.Key_Minus: ZOOM}
KEYS = (*ARROWS, *ZOOMS, _K.Key_Home)


class PlotKeys(QObject):
    """Handles the keys that are pressed while a plot has the focus.

    Parameters
    ----------
    plot : Plot
    viewport : Viewport
        It is zoomed and moved.
    prober : Prober
        It is moved, once probing by keys has begun.
    marks : Marks
        They lose the probe's mark when it ends.
    """

    def __init__(self, plot: Plot, viewport: Viewport, prober: Prober, marks: Marks) -> None:
        super().__init__(plot)
        self._plot, self._viewport, self._prober, self._marks = plot, viewport, prober, marks
        plot.installEventFilter(self)

    def probe(self) -> None:
        """Start or stop probing with the arrow keys."""
        if self._prober.by_keys:
            self._end_probing()
            return
        self._plot.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._prober.walk(0, 0)

    def _end_probing(self) -> None:
        self._prober.end()
        self._marks.show_spot("probed", None)
        self._marks.show_spot("hovered", None)
        self._plot.window().setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if is_override(event, KEYS) or (self._prober.by_keys and self._is_probing(event)):
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._press(event):
            return True
        if event.type() == QEvent.Type.FocusOut and self._prober.by_keys:
            self._prober.end()
            self._marks.show_spot("probed", None)
        return super().eventFilter(watched, event)

    @staticmethod
    def _is_probing(event: QEvent) -> bool:
        """Whether a shortcut is about to take a key that the probe needs."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        leaps = event.modifiers() == Qt.KeyboardModifier.ShiftModifier and event.key() in ARROWS
        return leaps or event.key() == Qt.Key.Key_Escape

    def _press(self, event: QKeyEvent) -> bool:
        """Handle a key; return whether it was one of the plot's."""
        key = Qt.Key(event.key())
        if key in ARROWS and self._prober.by_keys:
            self._prober.walk(*ARROWS[key], leap=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in ARROWS:
            self._viewport.pan(*ARROWS[key])
        elif key in ZOOMS:
            self._viewport.zoom(ZOOMS[key])
        elif key == Qt.Key.Key_Home:
            self._viewport.home()
        elif key == Qt.Key.Key_Escape and self._prober.by_keys:
            self._end_probing()
        else:
            return False
        return True
