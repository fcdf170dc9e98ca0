"""What a person does to bring the Maths view into a state that is to be pictured."""

from collections.abc import Callable

from hands import control, settled, until
from PySide6.QtWidgets import QApplication

from engine.analysis.ledger import Ledger
from playground.mathematics.moments import Moment, Phase
from playground.mathematics.place import Place
from playground.observers.ledger import AskLedger

Act = Callable[..., object]


def maths(*acts: Act, part: str = "train") -> Act:
    """Open the view, and do some more there."""

    def act(window) -> None:
        window.views.show("maths")
        window.mathematics.choose(AskLedger(part))
        _wait(window)
        for one in acts:
            one(window)
            _wait(window)

    return act


def _wait(window) -> None:
    until(lambda: settled(window.session))
    if window.session.experiment.data.count:
        until(lambda: window.session.snapshot.get(Ledger) is not None)
    QApplication.processEvents()


def page(name: str) -> Act:
    """Open a page."""
    return lambda window: window.mathematics.open_page(name)


def place(layer: int, neuron: int, source: int | None = None) -> Act:
    """Choose a neuron or a weight."""
    return lambda window: window.mathematics.choose_place(Place(layer, neuron, source))


def moment(phase: Phase, layer: int | None = None) -> Act:
    """Go through the step up to a moment."""

    def act(window) -> None:
        stepping = window.mathematics.stepping
        for _ in range(40):
            if stepping.moment == Moment(phase, layer):
                return
            stepping.forward()
            until(lambda: not stepping.awaits and settled(window.session))

    return act


def lines(name: str) -> Act:
    """Have the lines of the network show other numbers."""
    return lambda window: control(window, "network.lines").show_name(name) or window.network.show_lines(name)


def push(*names: str) -> Act:
    """Click on buttons."""
    return lambda window: [control(window, name).click() for name in names]


def checked(window) -> None:
    """Check the gradients."""
    window.mathematics.open_page("gradients")
    control(window, "gradients.check").click()
    until(lambda: not control(window, "gradients.stop").isVisible())
