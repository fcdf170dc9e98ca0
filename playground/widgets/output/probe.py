"""The probe: what the network predicts at the place under the pointer, or where the arrow keys have led."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from engine import DataSpec, Problem
from playground.observers.plane import DEFAULT_SCALE
from playground.observers.probe import Probe
from playground.observers.samples import Point
from playground.observers.snapshot import Snapshot
from playground.style import palette
from playground.style.palette import MARKERS, Theme, class_colour
from playground.style.scaling import real
from playground.texts import output as texts
from playground.texts.names import class_label, class_name, has_names, loss_name, number_names, target_name
from playground.texts.numbers import USUAL_SPANS, coordinate_text, loss_text, score_text, value_text
from playground.widgets.plots.plot import Plot
from playground.widgets.plots.readout_card import Card, CardRow

REST_MS = 250  # after which a resting pointer starts the probe
ASK_MS = 16  # between two questions: a frame
REACH = 8.0  # pixels from a point that counts as pointed at
STEPS = 80  # of the arrow keys across the plot
LEAP = 5  # times as many with Shift


class Prober(QObject):
    """Asks for a place, and shows the answer on a card.

    Signals
    -------
    asked ()
        Another place is probed, or none.
    """

    asked = Signal()

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot)
        self._plot = plot
        self._theme: Theme = palette.LIGHT
        self.card = Card("plot.probe", texts.PROBE())
        self.place: QPointF | None = None  # in the plane, where there is one
        self.by_keys = False
        self.off = False  # whether probing is hidden for a class
        self._waiting: QPointF | None = None  # in the viewport
        self._rest, self._send = QTimer(self), QTimer(self)
        for timer, wait, act in ((self._rest, REST_MS, self._begin), (self._send, ASK_MS, self._ask)):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(act)
        plot.pointed.connect(self._point)
        plot.viewport().installEventFilter(self)

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = colours
        self.card.apply_theme(colours)

    @property
    def quiet(self) -> bool:
        """Whether the pointer has another use, such as drawing: its cursor then differs."""
        return self.off or bool(self._plot.viewport().cursor().shape() != Qt.CursorShape.ArrowCursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.CursorChange and self.quiet:
            self.end()
        return super().eventFilter(watched, event)

    # -- where -------------------------------------------------------------------------------

    def _point(self, where: QPointF | None) -> None:
        if self.by_keys:
            return
        inside = where is not None and self._plot.view_box.sceneBoundingRect().contains(
            self._plot.mapToScene(where.toPoint())
        )
        busy = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if where is None or not inside or busy or self.quiet:
            self.end()
        elif self.place is not None:
            self._go_to(self._plot.plane_of(where))
        else:
            self._waiting = where
            self._rest.start()

    def _begin(self) -> None:
        if self._waiting is not None and not self.quiet:
            self._go_to(self._plot.plane_of(self._waiting))

    def _go_to(self, place: QPointF) -> None:
        self.place = place
        if not self._send.isActive():
            self._send.start()
        if self.card.lines and self.card.isVisible():
            self._place_card()

    def _ask(self) -> None:
        if self.place is not None:
            self.asked.emit()

    @property
    def reach(self) -> float:
        """How near a point must be to count as pointed at, in the plane."""
        return real(REACH) * float(self._plot.view_box.viewPixelSize()[0])

    def walk(self, dx: int, dy: int, leap: bool = False) -> None:
        """Move the probe by keys, by so many steps from its place or from the middle."""
        if self.off:
            return
        (left, right), (bottom, top) = self._plot.view_box.viewRange()
        middle = QPointF((left + right) / 2.0, (bottom + top) / 2.0)
        here = middle if self.place is None else self.place
        step = (right - left) / STEPS * (LEAP if leap else 1)
        x = min(max(here.x() + dx * step, left), right)
        self.by_keys = True
        y = min(max(here.y() + dy * step * self._plot.aspect, bottom), top)
        self._go_to(QPointF(x, y))

    def end(self) -> None:
        """Stop probing."""
        self._rest.stop()
        self._send.stop()
        self._waiting = None
        self.by_keys = False
        if self.place is not None:
            self.place = None
            self.asked.emit()
        self.card.hide()

    # -- what --------------------------------------------------------------------------------

    def show_answer(
        self, probe: Probe | None, snapshot: Snapshot, scale: tuple[float, float] = DEFAULT_SCALE
    ) -> None:
        """Show what the network predicts at the probed place."""
        if probe is None or self.place is None or not self._plot.isVisible():
            return
        data = snapshot.experiment.data
        self.card.lines = lines_of(probe, snapshot.problem, data, self._theme, scale, snapshot.spans)
        self._place_card()
        self.card.update()

    def _place_card(self) -> None:
        assert self.place is not None
        spot = self._plot.place_of(self.place).toPoint()
        self.card.show_lines(self.card.lines, self._plot.viewport(), spot)


def lines_of(
    probe: Probe, problem: Problem, data: DataSpec, colours: Theme,
    scale: tuple[float, float] = DEFAULT_SCALE, spans: tuple[float, float] = USUAL_SPANS,
) -> tuple[CardRow, ...]:  # fmt: skip
    """Return an answer in words: the place, the prediction, and how a sample there fares.

    Values have a colour on the `scale`; coordinates are written as a frame that spans so much needs them.
    """
    axes = number_names(data)[: len(probe.x)]
    place = [(axis, coordinate_text(*one)) for axis, *one in zip(axes, probe.x, spans, strict=False)]
    if has_names(data):
        lines = [CardRow(axis, value, bold=True) for axis, value in place]
    else:
        lines = [
            CardRow("   ".join(texts.COORDINATE(axis=axis, value=value) for axis, value in place), bold=True)
        ]
    if problem.kind == "regression":
        lines.append(CardRow(texts.PREDICTION(), value_text(probe.predicted)))
    else:
        predicted = int(probe.predicted)
        for k in range(problem.size):
            lines.append(_class_line(probe, problem, data, k, predicted, colours))
        if len(probe.outputs) == 1 and probe.probabilities is None:
            lines.append(CardRow(texts.OUTPUT(), value_text(probe.outputs[0])))
    if probe.point is not None:
        lines += point_lines(probe.point, problem, data, colours, scale)
    return tuple(lines)


def _class_line(
    probe: Probe, problem: Problem, data: DataSpec, k: int, predicted: int, colours: Theme
) -> CardRow:
    share = probe.probabilities[k] if probe.probabilities is not None else None
    figure = "" if share is None else score_text(share)
    if share is None and len(probe.outputs) > 1:
        figure = value_text(probe.outputs[k])
    elif share is None:
        figure = texts.PREDICTED() if k == predicted else ""
    return CardRow(
        class_name(data, k), figure, MARKERS[k % len(MARKERS)], class_colour(colours, problem.kind, k), share,
        bold=k == predicted,
    )  # fmt: skip


def point_lines(
    point: Point, problem: Problem, data: DataSpec, colours: Theme, scale: tuple[float, float] = DEFAULT_SCALE
) -> list[CardRow]:
    """Return which sample it is, what it should be, and its loss."""
    name = (texts.TEST_POINT if point.part == "test" else texts.TRAINING_POINT)(n=point.index + 1)
    if problem.kind == "regression":
        colour = palette.value_colour(colours, (point.label - scale[0]) / scale[1])
        lines = [CardRow(name, "", MARKERS[0], colour, bold=True, hollow=point.part == "test")]
        lines.append(CardRow(target_name(data), value_text(point.label)))
    else:
        label = int(point.label)
        colour, marker = class_colour(colours, problem.kind, label), MARKERS[label % len(MARKERS)]
        lines = [CardRow(name, "", marker, colour, bold=True, hollow=point.part == "test")]
        verdict = texts.RIGHT if point.label == point.predicted else texts.WRONG
        lines.append(CardRow(texts.LABEL_IS(label=class_label(data, label)), verdict()))
    return [*lines, CardRow(loss_name(data), loss_text(point.loss))]
