"""States in which several runs train on one clock: what a person does to come into them."""

from hands import control, until

from playground.observers.lanes import Goal
from playground.widgets.runs.race_dialog import Race

EPOCHS = 40


def _trained(window):
    """Wait until all have trained for a while, or have arrived."""
    lanes = window.compare.lanes

    def done():
        value = lanes.value
        if value is None or not value.lanes[0].snapshot.steps:
            return False
        return not lanes.playing or min(one.snapshot.epoch for one in value.lanes) >= EPOCHS

    until(done)
    lanes.pause()
    until(lambda: lanes.settled)


def side_by_side(window):
    """The run in hand beside itself with another L2, after some training."""
    window.views.show("runs")
    control(window, "runs.side_by_side").click()
    window.compare.lanes.play()
    _trained(window)


def race(*values, loss=0.6):
    """Return what starts a race of optimisers or rates, and lets it go on for a while."""
    what = "optimizer" if isinstance(values[0], str) else "learning_rate"

    def act(window):
        window.views.show("runs")
        window.compare.start_race(Race(what, values, Goal(loss)))
        _trained(window)

    return act


def race_dialog(window):
    """The dialog that sets up a race."""
    window.views.show("runs")
    window.compare.ask_race()
