"""Every state of the window that a person sees, by name: to be pictured, and checked for clipped text."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import kept_runs
import lane_states as lanes
import maths_states as does
from hands import EXPLOSIVE, SMALL, at_rest, control, press, settled, trained, until
from maths_states import maths
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from engine import FEATURES, OWN, DataSpec, Experiment, LayerSpec, NetworkSpec, StopSpec, TrainSpec
from playground.classroom.choice import presets
from playground.files.examples import preset
from playground.mathematics.moments import Phase
from playground.observers.close_up import CloseUp
from playground.session.notices import Notice
from playground.widgets.output.hardest import HardestPoints

EPOCHS = 150


def _hidden(*widths: int, activation: str = "tanh") -> NetworkSpec:
    return NetworkSpec(hidden=tuple(LayerSpec(width, activation) for width in widths))


SPIRAL = Experiment(data=DataSpec(dataset="spiral"), network=_hidden(8, 8))
CLASSES = Experiment(data=DataSpec(dataset="spirals", classes=6, noise=0.05), network=_hidden(8, 6))
VALUES = Experiment(data=DataSpec(dataset="bumps"), network=_hidden(6, 4))
DEEP = replace(SPIRAL, network=replace(_hidden(*6 * (8,)), features=tuple(FEATURES)[:7]))
SIGMOID = replace(SPIRAL, network=_hidden(*8 * (4,), activation="sigmoid"))
ZEROS = replace(SPIRAL, network=replace(_hidden(4, activation="relu"), initializer="zeros"))
WIDE = replace(SPIRAL, network=_hidden(64, 128))
FORMULA = replace(SPIRAL, network=replace(_hidden(8, 4), features=("x1", "x2", "=sin(3*x1)*x2^2+exp(-x1^2)")))
EMPTY = Experiment(data=DataSpec(dataset=OWN))
STOPPED = replace(SPIRAL, stop=StopSpec(epochs=50), training=TrainSpec(optimizer="adam", schedule="cosine"))
CSV = "x;y;kind\n" + "\n".join(
    f"{k / 7:.3f};{(k * k) % 11 - 5};{'cat' if k % 2 else 'dog'}" if k % 5 else f"{k};what?;cat"
    for k in range(40)
)
ERROR = (
    "data.noise is 3.5, but must be a number from 0 to 1: “three-and-a-half-times-as-noisy.json” was not "
    "opened, and the experiment in the window stays as it is."
)


@dataclass(frozen=True)
class State:
    """A state: an experiment, epochs of training, and what a person does then."""

    experiment: Experiment
    act: Callable[..., object] | None = None
    epochs: int = EPOCHS
    playing: bool = False


def _go_back(window) -> None:
    """To an epoch of the past, of a long line."""
    window.time.go_to(EPOCHS // 3)
    at_rest(window.session)


def _branch(window) -> None:
    """A line that leaves another, and stands in its own past."""
    _go_back(window)
    window.session.play(EPOCHS)
    at_rest(window.session)
    window.time.walk("far", False)
    at_rest(window.session)


def _wait(window) -> None:
    until(lambda: settled(window.session))
    QApplication.processEvents()


def _hover(window) -> None:
    window.network.drawing.point_at((0, 2))
    _wait(window)
    until(lambda: window.session.snapshot.get(CloseUp) is not None)


def _weight(window) -> None:
    from playground.widgets.network.canvas import Edge

    window.network.drawing.point_at(Edge(1, 3, 4))
    _wait(window)


def _card(window) -> None:
    drawing = window.network.drawing
    drawing.opened.emit(1, 2, 1)
    _wait(window)


def _focus(window) -> None:
    window.network.drawing.setFocus(Qt.FocusReason.TabFocusReason)
    press(window, Qt.Key.Key_Down)
    _wait(window)


def _formula(window) -> None:
    control(window, "network.more_inputs").click()
    control(window, "network.own_formula").click()
    window.findChild(type(control(window, "features.formula")), "features.formula").setText("x1 +* x2")
    press(window, Qt.Key.Key_Return)


def _preview(window) -> None:
    QApplication.clipboard().setText(CSV)
    window.own.paste()


def _probe(window) -> None:
    window.boundary.probe_by_keys()
    for _ in range(9):
        window.boundary.prober.walk(1, 1)
    until(lambda: window.boundary.prober.card.isVisible())
    _wait(window)


def _read(window) -> None:
    plot = window.loss._plot
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(20):
        press(window, Qt.Key.Key_Left)


def _switch(*names: str) -> Callable[..., object]:
    def act(window) -> None:
        for name in names:
            window.boundary.options.switches[name].setChecked(True)
        _wait(window)

    return act


def _tab(name: str) -> Callable[..., object]:
    def act(window) -> None:
        window.output.open(name)
        _wait(window)

    return act


def _hardest(window) -> None:
    window.output.open("hardest")
    _wait(window)
    page = window.output.get(HardestPoints)
    until(lambda: page._model.points)
    page.table.selectRow(2)
    _wait(window)


def _diverge(window) -> None:
    window.session.play(500)
    until(lambda: (event := window.findChild(QWidget, "event")) is not None and event.isVisible())
    at_rest(window.session)


def _say(level: str, text: str) -> Callable[..., object]:
    return lambda window: window.session.notices.show(Notice(level, text))


def _refuse(window) -> None:
    window.session.edit("training.batch_size", "training", batch_size=0)


def _restore(window) -> None:
    from playground.controllers.autosaver import Autosaver, Slot
    from playground.files.autosave import Recovered

    saver = Autosaver.__new__(Autosaver)  # which would find nothing that was left
    super(Autosaver, saver).__init__(window)
    saver._window, saver._restored = window, False
    saver._answered = lambda *_: None
    written = datetime(2026, 11, 20, 14, 5).timestamp()
    left = Recovered(Experiment(), path=Path("lesson.json"), written=written)
    saver._offer(Slot(None, None, left))


def _class(name: str) -> Callable[..., object]:
    return lambda window: window.session.gate.choose(presets()[name])


def _class_dialog(window) -> None:
    window.session.gate.choose(presets()["watch_only"])
    window.class_mode.choose()


def _guide(window) -> None:
    from playground.widgets.dialogs.user_guide import UserGuide

    window.guide.show_user_guide()
    window.findChild(UserGuide).search.setText("test loss")


def _full(window) -> None:
    size = window.size()
    window.full_screen.toggle()
    QApplication.processEvents()
    window.resize(size)  # as if the screen were so large


def _health(figure: str) -> Callable[..., object]:
    def act(window) -> None:
        from playground.widgets.output.health import HealthPanel

        window.output.open("health")
        window.output.get(HealthPanel).figure.setCurrentText(figure)

    return act


def _both(*acts: Callable[..., object]) -> Callable[..., object]:
    return lambda window: [act(window) for act in acts]


def _diagnosed(window) -> None:
    until(lambda: window.diagnosis._found)


def _worksheet(window) -> None:
    from playground.widgets.dialogs.worksheet import WorksheetDialog

    window.worksheets.open()
    dialog = until(lambda: window.findChild(WorksheetDialog))
    until(lambda: not dialog.page._image.isNull() and not dialog._timer.isActive())


def _runs(window) -> None:
    """Show some kept runs, a group of starts among them, and choose one."""
    library = window.session.keeping.library
    for k in range(12):
        figures = {
            "test_loss": 0.4 / (k + 1),
            "test_accuracy": 0.8 + 0.01 * k,
            "best_loss": 0.1,
            "best_epoch": 90,
        }
        named = {"name": "A name of some length", "note": "I expected it to overfit", "starred": True}
        words = named if k % 4 == 0 else {}
        group = "starts" if 3 < k < 9 else ""
        kept = kept_runs.run(k, group=group, worked=k % 2 == 0, **figures, **words)
        library.put(kept)
    window.views.show("runs")
    table = window.runs.table
    until(lambda: len(table.runs.lines) == 13 and all(map(table.runs.shown, range(6))))
    table.selectRow(4)  # the first of the group, named and starred
    until(lambda: window.runs.details.open.isEnabled())


STATES: dict[str, State] = {
    "start": State(Experiment(), epochs=0),
    "training": State(SPIRAL, playing=True),
    "trained": State(SPIRAL, epochs=600),
    "neuron": State(SPIRAL, _hover),
    "weight": State(SPIRAL, _weight),
    "card": State(SPIRAL, _card),
    "keyboard": State(SPIRAL, _focus),
    "drawer": State(STOPPED, lambda window: window.training.toggle_drawer(), epochs=20),
    "gallery": State(Experiment(), lambda window: window.data._dataset.showPopup(), epochs=0),
    "drawing": State(CLASSES, lambda window: window.drawing.toggle()),
    "own": State(EMPTY, lambda window: window.drawing.toggle(), epochs=0),
    "table": State(replace(SPIRAL, data=DataSpec(dataset=OWN, points=((1.0, 2.5, 0.0), (-3.25, 0.125, 1.0)))),
                   lambda window: window.own.open_table(), epochs=0),
    "csv": State(Experiment(), _preview, epochs=0),
    "probe": State(CLASSES, _probe),
    "view": State(SPIRAL, lambda window: control(window, "plot.view").click()),
    "discrete": State(CLASSES, _switch("discrete")),
    "doubt": State(SPIRAL, _switch("uncertainty")),
    "errors": State(CLASSES, _switch("errors"), epochs=20),
    "loss": State(SPIRAL, _read),
    "past": State(SPIRAL, _go_back),
    "branch": State(SPIRAL, _branch),
    "memorised": State(preset("overfitting"), epochs=1500),
    "accuracy": State(SPIRAL, _tab("accuracy")),
    "metrics": State(SPIRAL, _tab("metrics")),
    "metrics-classes": State(CLASSES, _tab("metrics")),
    "metrics-values": State(VALUES, _tab("metrics")),
    "hardest": State(SPIRAL, _hardest),
    "health": State(DEEP, _health("ratio")),
    "histograms": State(DEEP, _health("histograms")),
    "folds": State(SPIRAL, _switch("folds")),
    "regression": State(VALUES),
    "classes": State(CLASSES, epochs=400),
    "wide": State(WIDE, epochs=3),
    "deep": State(DEEP),
    "formula": State(FORMULA, _formula),
    "diverged": State(EXPLOSIVE, _diverge, epochs=0),
    "error": State(SPIRAL, _say("error", ERROR)),
    "warning": State(SPIRAL, _say("warning", "The learning rate is high: the loss rises again and again.")),
    "refused": State(SPIRAL, _refuse, epochs=0),
    "examples": State(Experiment(), lambda window: window.documents.show_examples(), epochs=0),
    "first-start": State(Experiment(), lambda window: window.first_start.offer(), epochs=0),
    "user-guide": State(Experiment(), _guide, epochs=0),
    "picture": State(SPIRAL, lambda window: window.pictures.open()),
    "film": State(SPIRAL, lambda window: window.films.open()),
    "report": State(SPIRAL, lambda window: window.reports.open()),
    "about": State(Experiment(), lambda window: window.guide.show_about(), epochs=0),
    "error-report": State(Experiment(), lambda window: window.guide.show_errors(), epochs=0),
    "keys": State(Experiment(), lambda window: window.guide.show_keys(), epochs=0),
    "restore": State(Experiment(), _restore, epochs=0),
    "class-first-steps": State(SPIRAL, _class("first_steps")),
    "class-watch-only": State(SPIRAL, _class("watch_only")),
    "class-dialog": State(SPIRAL, _class_dialog, epochs=0),
    "full-screen": State(SPIRAL, _full),
    "maths": State(SPIRAL, maths()),
    "maths-training": State(SPIRAL, maths(), playing=True),
    "maths-first": State(SPIRAL, maths(does.moment(Phase.SAMPLE))),
    "maths-forward": State(SPIRAL, maths(does.moment(Phase.FORWARD, 1))),
    "maths-loss": State(SPIRAL, maths(does.moment(Phase.LOSS))),
    "maths-backward": State(SPIRAL, maths(does.moment(Phase.BACKWARD, 1))),
    "maths-gradient": State(STOPPED, maths(does.moment(Phase.GRADIENT)), epochs=20),
    "maths-update": State(STOPPED, maths(does.moment(Phase.UPDATE)), epochs=20),
    "maths-weight": State(SPIRAL, maths(does.place(1, 2, 3), does.moment(Phase.GRADIENT))),
    "maths-batch": State(SPIRAL, maths(does.place(0, 1), part="batch")),
    "maths-test": State(SPIRAL, maths(part="test")),
    "maths-gradients": State(SPIRAL, maths(does.lines("gradients"))),
    "maths-updates": State(SPIRAL, maths(does.lines("updates"))),
    "maths-signals": State(SPIRAL, maths(does.lines("signals"))),
    "maths-code": State(SPIRAL, maths(does.push("maths.code"), does.moment(Phase.FORWARD, 0))),
    "maths-matrices": State(SPIRAL, maths(does.push("maths.matrices"), does.moment(Phase.FORWARD, 1))),
    "maths-symbols": State(SPIRAL, maths(does.push("maths.symbols"), does.moment(Phase.BACKWARD, 1))),
    "maths-neuron": State(SPIRAL, maths(does.place(0, 2), does.page("neuron"))),
    "maths-no-neuron": State(SPIRAL, maths(does.page("neuron"))),
    "maths-layers": State(SPIRAL, maths(does.page("layers"))),
    "maths-check": State(SPIRAL, maths(does.page("gradients"))),
    "maths-checked": State(SPIRAL, maths(does.checked)),
    "maths-classes": State(CLASSES, maths(does.moment(Phase.LOSS))),
    "maths-large": State(DEEP, maths(does.moment(Phase.FORWARD, 5)), epochs=10),
    "maths-sigmoid": State(SIGMOID, maths(does.lines("gradients")), epochs=20),
    "maths-diverged": State(EXPLOSIVE, _both(_diverge, maths()), epochs=0),
    "maths-empty": State(EMPTY, maths(), epochs=0),
    "maths-step": State(SPIRAL, maths(_tab("step"))),
    "build-gradients": State(SPIRAL, does.lines("gradients")),
    "nothing-learned": State(ZEROS, _diagnosed, epochs=60),
    "why": State(ZEROS, _both(_diagnosed, lambda window: window.diagnosis.explain()), epochs=60),
    "weights-table": State(SPIRAL, lambda window: window.given_weights.open(), epochs=0),
    "worksheet": State(SMALL, _worksheet, epochs=20),
    "runs": State(SPIRAL, _runs, epochs=0),
    "runs-empty": State(SPIRAL, lambda window: window.views.show("runs"), epochs=0),
    "side-by-side": State(SPIRAL, lanes.side_by_side, epochs=0),
    "side-by-side-deep": State(DEEP, lanes.side_by_side, epochs=0),
    "race": State(SPIRAL, lanes.race("sgd", "momentum", "rmsprop", "adam"), epochs=0),
    "race-eight": State(CLASSES, lanes.race(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 30.0), epochs=0),
    "race-dialog": State(SPIRAL, lanes.race_dialog, epochs=0),
}  # fmt: skip


def enter(window, name: str) -> None:
    """Bring a window, made with the state's experiment, into the state."""
    state = STATES[name]
    if state.epochs:
        window.session.play(None if state.playing else state.epochs)
        if state.playing:
            trained(window.session, state.epochs)
        else:
            at_rest(window.session)
    if state.act is not None:
        state.act(window)
    for _ in range(3):
        QApplication.processEvents()
    if not state.playing:
        until(lambda: window.session.settled)


def leave() -> None:
    """Close what lies over the window."""
    from PySide6.QtWidgets import QToolTip

    QToolTip.hideText()
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
