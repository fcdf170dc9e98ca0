"""The metrics panel: what is said of classes or values beyond the loss, for train and test side by side."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from engine import ClassScores, Problem
from playground import theme
from playground.figures import share_text
from playground.snapshot import Scores, Snapshot
from playground.theme import MARKERS, Theme, class_colour
from playground.widgets.controls import Choice
from playground.widgets.legend import draw_marker

ROW = 18.0
HEAD = 24.0
NAME = 70.0  # the width of a row's name
COLUMN = 46.0  # of figures
WIDEST, HIGHEST = 46.0, 26.0  # cells of a confusion matrix
MARK = 14.0  # beside a row of one
GAP = 16.0
LEAST = 24.0  # a cell this wide is worth its place
CENTRE = Qt.AlignmentFlag.AlignCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class MetricsPanel(QWidget):
    """Figures by class and a confusion matrix, or R² and errors, painted in one go.

    Train and test are side by side where there is room for both; or else one of them is chosen.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plot.metrics")
        self.setAccessibleName("Metrics")
        self.setToolTip(
            "Precision: of those said to be of a class, the share that are. Recall: of those of a class, "
            "the share that is found. F1 is between the two. On the right each row is a true class, each "
            "column what was said. Where test is much worse than train, the network has learned by heart."
        )
        self._theme: Theme = theme.LIGHT
        self.scores: tuple[Scores, Scores | None] | None = None
        self._problem = Problem("binary", 2)
        self.part = Choice(
            "plot.metrics_part", "Metrics of", "Whose metrics: of the held-out points, or of those learned.",
            {"test": ("test", "What counts."), "train": ("train", "What was learned from.")},
        )  # fmt: skip
        self.part.setParent(self)
        self.part.setMinimumHeight(22)
        self.part.setGeometry(0, 0, 66, 22)
        self.part.chosen.connect(lambda _: self.update())

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = colours
        self.update()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the scores that a snapshot brings."""
        if snapshot.answers.scores is self.scores:
            return
        self.scores, self._problem = snapshot.answers.scores, snapshot.problem
        self.setAccessibleDescription("; ".join(words_of(self.scores)))
        self._settle()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        """Offer a choice where there is one to make."""
        there = self.scores is not None and self.scores[1] is not None
        self.part.setVisible(there and self._problem.kind != "regression" and not self._room_for_both())

    def _room_for_both(self) -> bool:
        one = NAME + 3.0 * COLUMN + GAP + MARK + LEAST * self._problem.size
        return self.width() >= 2.0 * one + 2.0 * GAP

    def minimumSizeHint(self) -> QSize:
        return QSize(300, 100)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.scores is None:
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(self.rect(), CENTRE, "…")
        elif isinstance(self.scores[0], ClassScores):
            self._paint_classes(painter, self.scores)
        else:
            self._paint_table(painter, 0.0, regression_rows(self.scores))
        painter.end()

    def _paint_classes(self, painter: QPainter, scores: tuple[Scores, Scores | None]) -> None:
        some = [(name, one) for name, one in zip(("train", "test"), scores, strict=True) if one is not None]
        if len(some) > 1 and not self._room_for_both():
            some = [one for one in some if one[0] == self.part.name()]
        width = (self.width() - 2.0 * GAP * (len(some) - 1)) / len(some)
        for k, (name, one) in enumerate(some):
            room = QRectF(k * (width + 2.0 * GAP), 0.0, width, float(self.height()))
            if isinstance(one, ClassScores):
                self._paint_part(painter, room, "" if not self.part.isHidden() else name, one)

    def _paint_part(self, painter: QPainter, room: QRectF, name: str, one: ClassScores) -> None:
        """The title, then figures on the left and the confusion matrix on the right."""
        head = QRectF(room.left(), room.top(), NAME, 22.0)
        self._text(painter, head, LEFT, name, bold=True)
        total = f"accuracy {share_text(one.accuracy)}    ROC AUC {figure(one.auc)}"
        self._text(painter, QRectF(head.right(), head.top(), room.width() - NAME, 22.0), LEFT, total)
        below = room.adjusted(0.0, HEAD, 0.0, 0.0)
        self._paint_figures(painter, below, one)
        self._paint_matrix(painter, below.adjusted(NAME + 3.0 * COLUMN + GAP, 0.0, 0.0, 0.0), one)

    # -- figures by class --------------------------------------------------------------------

    def _paint_figures(self, painter: QPainter, room: QRectF, one: ClassScores) -> None:
        """Precision, recall and F1 of every class, and their means."""
        row = min(ROW, room.height() / (self._problem.size + 2.0))
        lines: list[tuple[str, ...]] = [("precis.", "recall", "F1")]
        lines += [
            tuple(map(figure, figures)) for figures in zip(one.precision, one.recall, one.f1, strict=True)
        ]
        lines.append(tuple(map(figure, (one.macro_precision, one.macro_recall, one.macro_f1))))
        for k, line in enumerate(lines):
            y = room.top() + k * row
            for column, text in enumerate(line):
                cell = QRectF(room.left() + NAME + column * COLUMN, y, COLUMN, row)
                self._text(painter, cell, RIGHT, text, muted=k == 0)
            if 0 < k < len(lines) - 1:
                self._mark(painter, QPointF(room.left() + 6.0, y + row / 2.0), k - 1)
            name = "" if k == 0 else "mean" if k == len(lines) - 1 else f"class {k - 1}"
            self._text(painter, QRectF(room.left() + MARK, y, NAME, row), LEFT, name, muted=name == "mean")

    def _mark(self, painter: QPainter, spot: QPointF, k: int) -> None:
        colour = class_colour(self._theme, self._problem.kind, k)
        painter.setPen(QPen(QColor(colour), 1.0))
        painter.setBrush(QColor(colour))
        draw_marker(painter, MARKERS[k % len(MARKERS)], spot, 8.0)

    # -- the confusion matrix ----------------------------------------------------------------

    def _paint_matrix(self, painter: QPainter, room: QRectF, one: ClassScores) -> None:
        """A row for each true class, a column for each predicted one; the fuller, the larger the share."""
        size, counts = len(one.confusion), one.confusion
        totals = np.maximum(counts.sum(axis=1), 1)
        width = min(WIDEST, (room.width() - MARK - 1.0) / size)
        height = min(HIGHEST, (room.height() - 20.0) / size)
        if width < 12.0:
            return
        for k in range(size):
            middle = room.left() + MARK + (k + 0.5) * width
            self._mark(painter, QPointF(middle, room.top() + 9.0), k)
            self._mark(painter, QPointF(room.left() + 5.0, room.top() + 18.0 + (k + 0.5) * height), k)
        for row, column in np.ndindex(size, size):
            cell = QRectF(
                room.left() + MARK + column * width, room.top() + 18.0 + row * height, width, height
            )
            count = int(counts[row, column])
            painter.setPen(QPen(QColor(self._theme.border), 1.0))
            painter.setBrush(self._shade(count / totals[row], row == column))
            painter.drawRect(cell)
            self._text(painter, cell, CENTRE, _count(count, width), small=width < 30.0 or count > 999)

    def _shade(self, share: float, right: bool) -> QColor:
        """The ground of a cell: what is right in one colour, errors in another, both quiet."""
        panel = QColor(self._theme.panel)
        end = QColor(self._theme.field_positive if right else self._theme.field_negative)
        pairs = zip(
            (panel.red(), panel.green(), panel.blue()), (end.red(), end.green(), end.blue()), strict=True
        )
        return QColor(*(round(a + share * (b - a)) for a, b in pairs))

    # -- a regression ------------------------------------------------------------------------

    def _paint_table(self, painter: QPainter, top: float, rows: list[tuple[str, str, str]]) -> None:
        column = 100.0
        for k, (name, *figures) in enumerate(rows):
            y = top + k * (ROW + 4.0)
            self._text(painter, QRectF(0.0, y, NAME + 160.0, ROW), LEFT, name, muted=True)
            for side, text in enumerate(figures):
                room = QRectF(NAME + 130.0 + side * column - column, y, column, ROW)
                self._text(painter, room.translated(column / 2.0, 0.0), RIGHT, text, bold=k == 0)

    def _text(
        self, painter: QPainter, room: QRectF, where: Qt.AlignmentFlag, text: str,
        bold: bool = False, muted: bool = False, small: bool = False,
    ) -> None:  # fmt: skip
        font = QFont(self.font())
        font.setBold(bold)
        if small:
            font.setPixelSize(10)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted if muted else self._theme.text))
        painter.drawText(room, where, text)


def _count(count: int, cell: float) -> str:
    return f"{count:,}" if count < 10_000 or cell > 40.0 else f"{count / 1000:.0f}k"


def figure(value: float | None) -> str:
    """Write a share with three digits; rounded down, so that 1.000 is perfect."""
    return "–" if value is None else f"{np.floor(value * 1000.0 + 1e-9) / 1000.0:.3f}"


def number(value: float | None) -> str:
    """Write a measure of error."""
    return "–" if value is None else f"{value:.4g}".replace("-", "−")


def regression_rows(scores: tuple[Scores, Scores | None]) -> list[tuple[str, str, str]]:
    """Return the table of a regression: a name, the figure on train, the figure on test."""

    def pair(name: str) -> tuple[str, str]:
        train, test = (getattr(one, name, None) for one in scores)
        return number(train), number(test)

    return [
        ("", "train", "test"),
        ("R²: variance explained", *pair("r2")),
        ("mean absolute error", *pair("mae")),
        ("root mean squared error", *pair("rmse")),
    ]


def words_of(scores: tuple[Scores, Scores | None] | None) -> list[str]:
    """Say the scores in words, for who cannot see the table."""
    said = []
    for name, one in zip(("train", "test"), scores or (), strict=False):
        if isinstance(one, ClassScores):
            said.append(f"{name}: accuracy {share_text(one.accuracy)}, macro F1 {figure(one.macro_f1)}")
        elif one is not None:
            said.append(f"{name}: R² {number(one.r2)}, RMSE {number(one.rmse)}")
    return said
