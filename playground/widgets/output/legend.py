"""The boundary plot's legend: the markers of the classes, of training points and of test points."""

from operator import itemgetter

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.observers.plane import is_line
from playground.observers.snapshot import Snapshot
from playground.style import palette
from playground.style.palette import MARKERS, Theme
from playground.style.scaling import Slow, fit, px, real, scale
from playground.texts import output as texts
from playground.texts.names import class_label, class_name, part_name
from playground.widgets.controls.base import literal
from playground.widgets.plots.markers import draw_marker

ROW = 20
MARK = 10.0
CURVE = "_"  # pyqtgraph's name of a short line
AIR = Slow(12)  # between two entries
MOST_ROWS = 3  # where names are so long that they need more, they are cut short
# times larger than usual, text leaves out the numbers of points where that saves a line, then "class" too
BRIEF = 1.5
WIDTHS = (160.0, 110.0, 70.0)  # to which names are cut

Entry = tuple[str, str, bool, str]  # marker, colour, filled, text


class Legend(QWidget):
    """Markers and names side by side, on as many lines as they need, painted in one go."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []  # with their whole texts
        self._brief: list[list[Entry]] = []  # without the numbers of points; without "class" either
        self._parts: list[Entry] = []  # without classes
        self._drawing = False
        self._rows: list[Entry] = []  # one of these, cut to the room
        self._note = ""
        self._theme = palette.LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        fit(self._settle)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many lines as the entries need."""
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        # words are not worth a line where lines are high: the plot gets it
        ways = [self._entries]
        if scale() >= BRIEF:
            ways = [self._parts] if self._drawing else [self._entries, *self._brief]
        self._rows, y = min((self._fitted(entries) for entries in ways), key=itemgetter(1))
        self.setToolTip(
            "" if self._rows == self._entries else literal("\n".join(text for *_, text in self._entries))
        )
        height = round(y) + px(ROW)
        if height != self.height():
            self.setFixedHeight(height)

    def _fitted(self, entries: list[Entry]) -> tuple[list[Entry], float]:
        """Return entries cut so that they take few lines, and where the last line begins."""
        for width in (self.width() - real(20.0), *map(real, WIDTHS)):
            rows = [(*entry[:3], self._cut(entry[3], width)) for entry in entries]
            *_, (_, y) = [(0.0, 0.0), *self._places(rows)]
            if y < MOST_ROWS * px(ROW):
                break
        return rows, y

    def _cut(self, text: str, width: float) -> str:
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(round(width), 1))

    def _places(self, rows: list[Entry]) -> list[tuple[float, float]]:
        """Return where each entry begins, and the note."""
        metrics = self.fontMetrics()
        widths = [real(20.0) + metrics.horizontalAdvance(text) for *_, text in rows]
        widths += [metrics.horizontalAdvance(self._note)] if self._note else []
        places, x, y = [], 0.0, 0.0
        for width in widths:
            if x > 0.0 and x + width > self.width():
                x, y = 0.0, y + px(ROW)
            places.append((x, y))
            x += width + real(AIR)
        return places

    def show_note(self, text: str) -> None:
        """Show a note after the entries."""
        if text != self._note:
            self._note = text
            self._settle()
            self.update()

    def show_drawing(self, drawing: bool) -> None:
        """Leave the classes out where lines are high: what one draws with has their markers too."""
        self._drawing = drawing
        self._settle()
        self.update()

    def show_data(self, snapshot: Snapshot, colours: Theme) -> None:
        """Show the classes and the numbers of points."""
        self._theme = colours
        problem, data, spec = snapshot.problem, snapshot.data, snapshot.experiment.data
        classes = 0 if problem.kind == "regression" else problem.size
        self._entries, brief, briefest = [], [], []
        for k in range(classes):
            mark = MARKERS[k], palette.class_colour(colours, problem.kind, k), True
            self._entries.append((*mark, class_name(spec, k)))
            brief.append((*mark, class_name(spec, k)))
            briefest.append((*mark, class_label(spec, k)))
        self._brief, self._parts = [brief, briefest], []
        for part, points, filled in (("train", data.train, True), ("test", data.test, False)):
            mark, name = (MARKERS[0], colours.muted, filled), part_name(part)
            self._entries.append((*mark, texts.POINTS_OF(part=name, n=len(points))))
            for entries in (*self._brief, self._parts):
                entries.append((*mark, name))
        if is_line(spec):
            for entries in (self._entries, *self._brief, self._parts):
                entries.append((CURVE, colours.contour, True, texts.OUTPUT()))
        self.setAccessibleName(texts.LEGEND(entries=", ".join(text for *_, text in self._entries)))
        self._settle()
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places, row = self._places(self._rows), px(ROW)
        for (marker, colour, filled, text), (x, y) in zip(self._rows, places, strict=False):
            painter.setPen(QPen(QColor(colour), real(1.6)))
            painter.setBrush(QBrush(QColor(colour)) if filled else Qt.BrushStyle.NoBrush)
            draw_marker(painter, marker, QPointF(x + real(7.0), y + 0.5 * row), real(MARK))
            painter.setPen(QColor(self._theme.text))
            room = QRectF(x + real(18.0), y, self.width(), row)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        if self._note:
            x, y = places[-1]
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(QRectF(x, y, self.width(), row), Qt.AlignmentFlag.AlignVCenter, self._note)
        painter.end()
