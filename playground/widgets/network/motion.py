"""The motion of the drawing when layers and neurons come and go: from one layout to the next."""

from dataclasses import replace

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal

from playground.style import motion
from playground.widgets.network.layout import Column, Layout


class LayoutMotion(QObject):
    """Leads from the layout that is drawn to a new one, at once or in a moment.

    Signals
    -------
    moved ()
        Everything is to be placed, and drawn, as `layout` has it.

    Attributes
    ----------
    layout : Layout
        What is drawn now; in between, where everything is on its way.
    """

    moved = Signal()

    def __init__(self, parent: QObject, layout: Layout) -> None:
        super().__init__(parent)
        self.layout = self._begin = self._end = layout
        self._way = QVariantAnimation(self)
        self._way.setStartValue(0.0)
        self._way.setEndValue(1.0)
        self._way.setDuration(motion.MILLISECONDS)
        self._way.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._way.valueChanged.connect(self._move)

    def go(self, layout: Layout, smoothly: bool) -> None:
        """Draw another layout from now on; `smoothly` where layers or neurons have come or gone."""
        self._end = layout
        if smoothly and not motion.reduced():
            self._way.stop()
            self._begin = self.layout
            self._move(0.0)  # at once: what is drawn has the new columns from now on
            self._way.start()
        elif not self.is_moving:  # a motion under way leads to the new layout
            self._move(1.0)

    @property
    def is_moving(self) -> bool:
        """Whether a motion is under way."""
        return self._way.state() == QVariantAnimation.State.Running

    def _move(self, share: float) -> None:
        self.layout = between(self._begin, self._end, share)
        self.moved.emit()


def between(begin: Layout, end: Layout, share: float) -> Layout:
    """Return a layout on the way: a new layer unfolds out of the output, a new neuron out of the last one."""
    if share >= 1.0:
        return end
    last = len(begin.columns) - 1
    sources = [begin.columns[min(k, last)] for k in range(len(end.columns) - 1)] + [begin.columns[last]]
    columns = tuple(_on_the_way(*pair, share) for pair in zip(sources, end.columns, strict=True))
    return replace(end, columns=columns)


def _on_the_way(begin: Column, end: Column, share: float) -> Column:
    rows = tuple(
        _mixed(begin.rows[min(max(end.first + k - begin.first, 0), len(begin.rows) - 1)], row, share)
        for k, row in enumerate(end.rows)
    )
    node = round(_mixed(begin.node, end.node, share))
    return replace(end, centre=_mixed(begin.centre, end.centre, share), rows=rows, node=node)


def _mixed(begin: float, end: float, share: float) -> float:
    return begin + share * (end - begin)
