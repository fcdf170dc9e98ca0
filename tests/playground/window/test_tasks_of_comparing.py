"""Tasks in which runs are compared, done by hand in the window, each action counted: see `test_tasks.py`."""

from hands import at_rest, control, until
from person import KEY

from playground.widgets.runs.race_dialog import RaceDialog


def epochs_of(person):
    value = person.window.compare.lanes.value
    return [lane.snapshot.epoch for lane in value.lanes] if value is not None else [0]


def test_l2_of_0_and_of_0_03_on_the_same_points(person, within):
    person.press(KEY.Key_F4)
    person.click("runs.side_by_side")
    page = person.window.compare.page
    assert page.title.text() == "Differs: L2 only (0 | 0.03)"
    until(lambda: page.lanes is not None)
    person.press(KEY.Key_Space)
    until(lambda: min(epochs_of(person)) >= 100)
    person.press(KEY.Key_Space)
    until(lambda: not page.lanes.busy)
    first, second = (lane.snapshot for lane in page.lanes.lanes)
    assert (first.epoch, first.experiment.data) == (second.epoch, second.experiment.data)
    assert first.metrics.train_loss != second.metrics.train_loss
    person.click("compare.b_take")
    until(lambda: person.window.session.experiment.training.l2 == 0.03)
    assert at_rest(person.window.session).epoch == second.epoch
    within("compare L2 of 0 and 0.03, and continue with one of them", 6)


def test_which_of_four_optimisers_is_first_under_a_loss_of_0_1(person, within):
    person.choose("data.dataset", "circle")
    person.press(KEY.Key_F4)
    person.click("runs.race")
    dialog = until(lambda: person.window.findChild(RaceDialog))
    person.click("race.start", dialog)
    page = person.window.compare.page
    until(lambda: page.lanes is not None and page.lanes.winners)
    person.press(KEY.Key_Space)
    until(lambda: page.note.text().startswith("First"))
    winner = page.lanes.lanes[page.lanes.winners[0]]
    curve = winner.snapshot.curves.test
    below = [epoch for epoch, loss in zip(curve.epochs, curve.values, strict=True) if loss <= 0.1]
    assert below[0] == winner.arrival.epoch
    assert control(page, f"compare.{'abcd'[page.lanes.winners[0]]}_take").isEnabled()
    within("which of four optimisers is first under a loss of 0.1", 6)
