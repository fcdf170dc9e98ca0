"""The metrics panel: scores of classes or values beyond the loss, training and test points side by side."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QToolTip

from engine import ClassScores, DataSpec, Problem, Split
from playground.observers.scores import AskScores, Scores
from playground.observers.snapshot import Snapshot
from playground.style import palette, sizes
from playground.style.palette import MARKERS, Theme, class_colour
from playground.style.scaling import fit, px, real
from playground.texts import old
from playground.texts import output as texts
from playground.texts.names import class_name, part_name
from playground.texts.numbers import score_text, share_text, short_count_text
from playground.widgets.controls import Choice, prepare
from playground.widgets.controls.base import explain, literal
from playground.widgets.output.page import Page
from playground.widgets.output.score_rows import class_figures, described, regression_rows
from playground.widgets.plots.markers import draw_marker

ROW = 18.0
HEAD = 24
TIGHT = 1.0  # the least height of a row, in heights of a line
LEAST_WIDTH = 230
PART = 66  # the width of the choice between training and test points
NAME = 70.0  # the width of a row's name
COLUMN = 46.0  # of figures
WIDEST, HIGHEST = 46.0, 26.0  # cells of a confusion matrix
MARK = 14.0  # beside a row of one
GAP = 16.0
LEAST = 24.0  # the least width of a cell where both parts are shown
NARROWEST = 12.0  # where cells beside the figures would be narrower, they are below
TOP, LOW = 18.0, 20.0  # the marks above a confusion matrix, and the height of its cells there
CENTRE = Qt.AlignmentFlag.AlignCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class MetricsPanel(Page):
    """Figures by class and a confusion matrix, or R² and errors, painted in one go.

    Both parts are side by side where there is room; otherwise one of them is chosen.
    """

    asks = (AskScores(),)
    scrolls = True  # a table of many classes needs more room than a small screen has

    def __init__(self) -> None:
        super().__init__()
        prepare(self, "plot.metrics")
        self._theme: Theme = palette.LIGHT
        self._cells: list[tuple[QRectF, str]] = []  # of the confusion matrices, and what each says
        self.scores: Scores | None = None
        self._problem, self._data = Problem("binary", 2), DataSpec()
        self._old = False  # whether newer scores are being computed
        self._empty = ""  # why there are no scores, if there can be none
        self.part = Choice(
            "plot.metrics_part",
            {
                "test": (part_name("test"), texts.OF_TEST()),
                "train": (part_name("train"), texts.OF_TRAIN()),
            },
        )  # fmt: skip
        self.part.setParent(self)
        self._least = QSize()
        fit(self.part.setMinimumHeight, HEAD - 2)
        fit(self._settle)
        self.part.chosen.connect(lambda _: self.update())

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = colours
        self.update()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the scores that a snapshot brings."""
        empty = nothing_in(snapshot.data)
        scores = snapshot.get(Scores)
        is_old = scores is not None and snapshot.is_old(scores.step)
        if scores is self.scores and (empty, is_old) == (self._empty, self._old):
            return
        self.scores, self._problem, self._empty = scores, snapshot.problem, empty
        self._data, self._old = snapshot.experiment.data, is_old
        note = old.FIGURES() if is_old else ""
        explain(self, note=note)
        self.setAccessibleDescription("; ".join(filter(None, [*described(self.scores), note])))
        self._settle()
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        """Show the choice where only one part fits."""
        self.part.setGeometry(0, 0, px(PART), px(HEAD - 2))
        tested = self.scores is not None and self.scores.test is not None
        self.part.setVisible(tested and self._problem.kind != "regression" and not self._room_for_both())
        least = self.minimumSizeHint()
        if least != self._least:  # the matrix has moved beside the figures, or below them
            self._least = least
            self.updateGeometry()

    def _room_for_both(self) -> bool:
        one = real(NAME + 3.0 * COLUMN + GAP + MARK + LEAST * self._problem.size)
        return self.width() >= 2.0 * one + 2.0 * real(GAP)

    def minimumSizeHint(self) -> QSize:
        lines = self._problem.size + 2 if self._problem.kind != "regression" else 4
        below = real(GAP + TOP + LOW * self._problem.size) if self._matrix_below() else 0.0
        return QSize(px(LEAST_WIDTH), px(HEAD) + round(lines * self._tight() + below))

    def _matrix_below(self) -> bool:
        """Whether a confusion matrix would have no room beside the figures."""
        if self.scores is None or self._problem.kind == "regression":
            return False
        two = self.scores.test is not None and self._room_for_both()
        width = (self.width() - 2.0 * real(GAP)) / 2.0 if two else float(self.width())
        beside = width - real(NAME + 3.0 * COLUMN + GAP + MARK) - 1.0
        return beside < real(NARROWEST) * self._problem.size

    def _tight(self) -> float:
        """Return the least height of a row: that of its text."""
        return TIGHT * self.fontMetrics().height()

    def event(self, event: QEvent) -> bool:
        """Say what is pointed at in a confusion matrix, with whole names."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = QPointF(event.pos())
            said = next((text for cell, text in self._cells if cell.contains(place)), "")
            if said:
                QToolTip.showText(event.globalPos(), literal(said), self)
                return True
        return super().event(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        self._cells.clear()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.scores is None:
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(self.rect(), CENTRE, self._empty or "…")
        elif isinstance(self.scores.train, ClassScores):
            self._paint_classes(painter, self.scores)
        else:
            self._paint_values(painter, self.scores)
        painter.end()

    def _paint_classes(self, painter: QPainter, scores: Scores) -> None:
        some = [(part, one) for part, one in scores.parts() if one is not None]
        if len(some) > 1 and not self._room_for_both():
            some = [one for one in some if one[0] == self.part.name()]
        gap = 2.0 * real(GAP)
        width = (self.width() - gap * (len(some) - 1)) / len(some)
        for k, (part, one) in enumerate(some):
            room = QRectF(k * (width + gap), 0.0, width, float(self.height()))
            if isinstance(one, ClassScores):
                self._paint_part(painter, room, "" if not self.part.isHidden() else part_name(part), one)

    def _paint_part(self, painter: QPainter, room: QRectF, name: str, scores: ClassScores) -> None:
        """Draw the title, then figures on the left and the confusion matrix on the right, or below."""
        head = QRectF(room.left(), room.top(), real(NAME), px(HEAD - 2))
        self._text(painter, head, LEFT, name, bold=True)
        totals = {"accuracy": share_text(scores.accuracy), "auc": score_text(scores.auc)}
        total, free = texts.TOTALS(**totals), room.width() - head.width()
        if painter.fontMetrics().horizontalAdvance(total) > free:
            total = texts.TOTALS_SHORT(**totals)
        self._text(painter, QRectF(head.topRight(), QSizeF(free, head.height())), LEFT, total)
        below = room.adjusted(0.0, px(HEAD), 0.0, 0.0)
        if self._matrix_below():
            low = room.bottom() - real(TOP + LOW * self._problem.size)
            self._paint_figures(
                painter, QRectF(below.topLeft(), QPointF(room.right(), low - real(GAP))), scores
            )
            self._paint_matrix(painter, QRectF(QPointF(room.left(), low), room.bottomRight()), scores)
            return
        self._paint_figures(painter, below, scores)
        self._paint_matrix(painter, below.adjusted(real(NAME + 3.0 * COLUMN + GAP), 0.0, 0.0, 0.0), scores)

    # -- figures by class --------------------------------------------------------------------

    def _paint_figures(self, painter: QPainter, room: QRectF, scores: ClassScores) -> None:
        """Draw precision, recall and F1 of every class, and their means."""
        row = min(real(ROW), max(room.height() / (self._problem.size + 2.0), self._tight()))
        lines: list[tuple[str, ...]] = [(texts.PRECISION_SHORT(), texts.RECALL(), texts.F1())]
        lines += class_figures(scores)
        means = scores.macro_precision, scores.macro_recall, scores.macro_f1
        lines.append(tuple(map(score_text, means)))
        for k, line in enumerate(lines):
            y = room.top() + k * row
            for column, text in enumerate(line):
                cell = QRectF(room.left() + real(NAME + column * COLUMN), y, real(COLUMN), row)
                self._text(painter, cell, RIGHT, text, muted=k == 0)
            if 0 < k < len(lines) - 1:
                self._mark(painter, QPointF(room.left() + real(6.0), y + row / 2.0), k - 1)
            last = k == len(lines) - 1
            name = self._corner() if k == 0 else texts.MEAN() if last else class_name(self._data, k - 1)
            place = QRectF(room.left() + real(MARK), y, real(NAME), row)
            self._cells.append((place, name))
            name = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, round(place.width()))
            self._text(painter, place, LEFT, name, muted=last)

    def _corner(self) -> str:
        """Return what stands above the names of the rows."""
        return old.EARLIER() if self._old else ""

    def _mark(self, painter: QPainter, spot: QPointF, k: int) -> None:
        colour = class_colour(self._theme, self._problem.kind, k)
        painter.setPen(QPen(QColor(colour), 1.0))
        painter.setBrush(QColor(colour))
        draw_marker(painter, MARKERS[k % len(MARKERS)], spot, real(8.0))

    # -- the confusion matrix ----------------------------------------------------------------

    def _paint_matrix(self, painter: QPainter, room: QRectF, scores: ClassScores) -> None:
        """Draw a row for each true class, a column for each predicted one; larger shares are darker."""
        size, counts = len(scores.confusion), scores.confusion
        totals = np.maximum(counts.sum(axis=1), 1)
        mark, top = real(MARK), room.top() + real(TOP)
        width = min(real(WIDEST), (room.width() - mark - 1.0) / size)
        height = min(real(HIGHEST), (room.bottom() - top - 2.0) / size)
        for k in range(size):
            middle = room.left() + mark + (k + 0.5) * width
            self._mark(painter, QPointF(middle, room.top() + real(9.0)), k)
            self._mark(painter, QPointF(room.left() + real(5.0), top + (k + 0.5) * height), k)
        for row, column in np.ndindex(size, size):
            cell = QRectF(room.left() + mark + column * width, top + row * height, width, height)
            count = int(counts[row, column])
            names = class_name(self._data, row), class_name(self._data, column)
            self._cells.append((cell, texts.CONFUSED(n=count, true=names[0], predicted=names[1])))
            painter.setPen(QPen(QColor(self._theme.border), 1.0))
            painter.setBrush(self._shade(count / totals[row], row == column))
            painter.drawRect(cell)
            self._text(
                painter,
                cell,
                CENTRE,
                short_count_text(count, brief=width <= 40.0),
                small=width < real(30.0) or count > 999,
                colour=self._theme.text,
            )

    def _shade(self, share: float, right: bool) -> QColor:
        """Return the background of a cell: one quiet colour for correct predictions, another for errors."""
        panel = QColor(self._theme.panel)
        end = QColor(self._theme.field_positive if right else self._theme.field_negative)
        pairs = zip(
            (panel.red(), panel.green(), panel.blue()), (end.red(), end.green(), end.blue()), strict=True
        )
        return QColor(*(round(a + share * (b - a)) for a, b in pairs))

    # -- regression --------------------------------------------------------------------------

    def _paint_values(self, painter: QPainter, scores: Scores) -> None:
        """Draw R² and the errors of both parts."""
        line, metrics = real(ROW + 4.0), painter.fontMetrics()
        for short in (False, True):
            rows = regression_rows(scores, short)
            name_width = max(metrics.horizontalAdvance(name) for name, *_ in rows) + real(8.0)
            if self.width() - name_width >= 2.0 * metrics.horizontalAdvance(" −0.00000"):
                break
        column = min(real(100.0), (self.width() - name_width) / 2.0)
        for k, (name, *figures) in enumerate(rows):
            y = k * line
            self._text(
                painter, QRectF(0.0, y, name_width, line), LEFT, name if k else self._corner(), muted=True
            )
            for side, text in enumerate(figures):
                room = QRectF(name_width + side * column, y, column, line)
                self._text(painter, room, RIGHT, text, bold=k == 0)

    def _text(
        self, painter: QPainter, room: QRectF, where: Qt.AlignmentFlag, text: str,
        bold: bool = False, muted: bool = False, small: bool = False, colour: str = "",
    ) -> None:  # fmt: skip
        font = QFont(self.font())
        font.setBold(bold)
        if small:
            font.setPixelSize(px(sizes.SMALL_FONT))
        painter.setFont(font)
        colour = colour or (self._theme.muted if muted or self._old else self._theme.text)
        painter.setPen(QColor(colour))
        painter.drawText(room, where, text)


def nothing_in(data: Split) -> str:
    """Return why some data have no scores, or ""."""
    if len(data.train):
        return ""
    return texts.NO_TRAINING_POINTS() if len(data.test) else texts.NO_POINTS()
