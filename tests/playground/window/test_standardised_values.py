"""Values that are learned in standardised units and shown in their own; and advice where they should be."""

from dataclasses import replace

import numpy as np
import pytest
from hands import SMALL, at_rest, click, control, notice, until

from engine import DataSpec
from playground.observers.close_up import AskCloseUp, CloseUp
from playground.observers.divergence import hard_values
from playground.observers.field import Field
from playground.observers.hardest import Hardest
from playground.observers.plane import frame_of, placed, scale_of
from playground.observers.scores import Scores

POINTS = tuple((k % 6 - 2.0, k // 6 - 2.0, 100.0 + 20.0 * k) for k in range(30))
RAW = replace(SMALL, data=DataSpec(dataset="own", points=POINTS, labels="values"))
STANDARDISED = replace(RAW, data=replace(RAW.data, standardise_values=True))


@pytest.fixture
def window(open_window):
    return open_window(STANDARDISED)


def own(snapshot, X):
    """What the network predicts at some places, in the values' own units."""
    network = snapshot_network(snapshot)
    return snapshot.data.values.to_own(network.predict(X)[:, 0])


def snapshot_network(snapshot):
    from engine import Trainer

    trainer = Trainer(snapshot.experiment)
    trainer.run(snapshot.epoch)
    return trainer.network


def test_what_is_seen_of_them_is_in_their_own_units(window):
    window.output.open("hardest")
    window.session.play(3)
    snapshot = at_rest(window.session)
    field = snapshot.get(Field)
    corners = np.array([field.area[::2], field.area[1::2]])
    shown = field.values[0, 0, 0], field.values[0, -1, -1]
    np.testing.assert_allclose(shown, own(snapshot, corners), rtol=1e-4)
    assert scale_of(snapshot.experiment, snapshot.data) == pytest.approx((390.0, 290.0))
    assert window.boundary._bar._text[1] == ("≥ 680", "390", "≤ 100")
    for point in snapshot.get(Hardest).points:
        assert any(point.label == pytest.approx(y) and point.x == (x1, x2) for x1, x2, y in POINTS)
        assert point.predicted == pytest.approx(own(snapshot, np.array([point.x]))[0])
    y = placed(snapshot.data.train, snapshot.experiment.data, snapshot.data.values).y
    assert set(np.round(y, 6)) <= {y for *_, y in POINTS}


def test_errors_are_in_their_own_units_and_the_loss_says_that_it_is_not(window):
    window.output.open("metrics")
    window.session.play(2)
    snapshot = at_rest(window.session)
    train = snapshot.data.train
    truth = snapshot.data.values.to_own(train.y)
    error = own(snapshot, train.X) - truth
    scores = snapshot.get(Scores).train
    assert scores.mae == pytest.approx(np.abs(error).mean())
    assert scores.rmse == pytest.approx(np.sqrt((error**2).mean()))
    assert "standardised" in control(window, "transport.train_loss").toolTip()
    window.output.open("loss")
    assert "standardised" in control(window, "plot.loss")._labels["left"]
    assert snapshot.metrics.train_loss < 10.0


def test_the_map_and_the_close_up_of_the_output_are_that_of_the_plot(window):
    window.session.look_at("test", (AskCloseUp((len(SMALL.network.hidden), 0)),))
    at_rest(window.session)
    until(lambda: window.session.snapshot.get(CloseUp) is not None)
    close_up = window.session.snapshot.get(CloseUp)
    assert (close_up.middle, close_up.reach) == pytest.approx((390.0, 290.0))
    assert 0.0 < close_up.low < close_up.high < 1000.0


def test_a_switch_standardises_them_and_undo_takes_it_back(open_window):
    window = open_window(RAW)
    assert not control(window, "data.standardise_values").isChecked()
    assert window.data._advice.isVisible()
    assert "100" in window.data._advice.text()
    click(window, "data.standardise_values")
    at_rest(window.session)
    assert window.session.experiment.data.standardises
    assert not window.data._advice.isVisible()
    assert window.session.undo_stack.undoText() == "standardise the values"
    window.session.undo_stack.undo()
    assert window.session.experiment == RAW
    at_rest(window.session)
    assert "standardised" not in control(window, "transport.train_loss").toolTip()


def test_advice_comes_with_values_that_are_hard_to_learn_and_only_then(open_window):
    window = open_window(SMALL)
    window.session.apply(replace(window.session.experiment, data=RAW.data), "load points", "Loaded.")
    at_rest(window.session)
    assert "Values from 100 to 680 are hard to learn" in notice(window)
    assert notice(window).startswith("Loaded.")


@pytest.mark.parametrize(
    ("values", "hard"),
    [
        ((-1.0, 1.0), False),
        ((0.0, 8.0), False),
        ((3.0, 760.0), True),
        ((5.0, 5.01), True),
        ((-40.0, 1.0), True),
    ],
)
def test_values_are_hard_to_learn_where_they_are_large_or_hardly_differ(values, hard):
    points = tuple((k * 1.0, 0.0, y) for k, y in enumerate(values))
    data = DataSpec(dataset="own", points=points, labels="values")
    assert hard_values(data) == (values if hard else None)
    assert hard_values(replace(data, standardise_values=True)) is None
    assert hard_values(replace(data, dataset="plane")) is None


def test_along_a_line_the_frame_has_the_values_own_units():
    from engine import Trainer
    from engine.experiment import with_data

    data = replace(STANDARDISED.data, points=tuple((x, 0.0, y) for x, _, y in POINTS), one_input=True)
    trainer = Trainer(with_data(STANDARDISED, data))
    *_, bottom, top = frame_of(trainer.experiment, trainer.data)
    assert bottom <= 100.0
    assert top >= 680.0


def test_the_name_of_the_loss_axis_is_in_the_middle_of_it(window):
    axis = control(window, "plot.loss").axes["left"]
    at_rest(window.session)
    name = axis.label.mapRectToParent(axis.label.boundingRect())
    assert name.center().y() == pytest.approx(axis.size().height() / 2.0, abs=6.0)
    assert name.top() >= -6.0
