from itertools import product

import numpy as np
import pytest
from cases import retrained, trainer_on
from pytorch import TRAINING, assert_trained_alike, title

from engine import OPTIMIZERS, SCHEDULES, TrainSpec
from engine.schedules import RateState

RUNS = TRAINING["schedules"]
PLATEAUS = TRAINING["plateaus"]
ETA = 0.02  # a rate at which the loss falls in every epoch
SETTINGS = {"decay_epochs": 4, "decay_factor": 0.5, "plateau_epochs": 2}
OTHERS = {"decay_epochs": 3, "decay_factor": 0.25, "plateau_epochs": 1}
ROOT = 0.7071067811865476  # √½

# What η is multiplied with, epoch after epoch, with these settings
FACTORS = {
    "constant": [1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    "step": [1, 1, 1, 1, 1 / 2, 1 / 2, 1 / 2, 1 / 2, 1 / 4, 1 / 4],
    "exponential": [1, ROOT**0.5, ROOT, ROOT**1.5, 1 / 2, ROOT**2.5, ROOT**3, ROOT**3.5, 1 / 4, ROOT**4.5],
    "cosine": [1, (1 + ROOT) / 2, 1 / 2, (1 - ROOT) / 2, 0, 0, 0, 0, 0, 0],
    "inverse_time": [1, 4 / 5, 4 / 6, 4 / 7, 4 / 8, 4 / 9, 4 / 10, 4 / 11, 4 / 12, 4 / 13],
    "plateau": [1, 1, 1, 1, 1, 1, 1, 1, 1, 1],  # without a plateau
}


def trainer_with(**training):
    """A trainer whose epochs have one mini-batch."""
    return trainer_on(**{"batch_size": 12, "learning_rate": ETA, **SETTINGS, **training})


def applied(trainer, epochs):
    """The rates that gradient descent really moves the parameters with, epoch after epoch."""
    rates, parameters = [], trainer.network.parameters
    for _ in range(epochs):
        pairs = trainer.gradients(trainer.data.train.X, trainer.data.train.y)
        gradient = np.concatenate([np.column_stack(pair).ravel() for pair in pairs])
        before = parameters.copy()
        trainer.run()
        rates.append((before - parameters).dot(gradient) / gradient.dot(gradient))
    return np.array(rates)


def told(trainer, epochs):
    """The rates that the trainer says it has, epoch after epoch."""
    rates = []
    for _ in range(epochs):
        rates.append(trainer.learning_rate)
        trainer.run()
    return np.array(rates)


def paced(losses, **training):
    """The rates of the epochs that end with these losses, and of the one after them; η = 1."""
    spec, pace = TrainSpec(learning_rate=1.0, **training), RateState()
    rates = [pace.rate(spec, 0)]
    for epoch, loss in enumerate(losses, start=1):
        pace.see(spec, epoch, loss)
        rates.append(pace.rate(spec, epoch))
    return rates


def forgetting(**training):
    """A trainer that has learnt, and now has so large a penalty that its loss rises in every epoch."""
    trainer = trainer_with(learning_rate=0.5)
    trainer.run(epochs=100)
    changes = {"schedule": "plateau", "l2": 10.0, "learning_rate": 0.01}
    trainer.configure(retrained(trainer, **changes, **training))
    return trainer


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_the_rate_of_every_epoch_is_that_of_the_formula(schedule):
    expected = ETA * np.array(FACTORS[schedule])
    np.testing.assert_allclose(applied(trainer_with(schedule=schedule), 10), expected, rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(told(trainer_with(schedule=schedule), 10), expected, rtol=1e-14, atol=1e-17)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_warm_up_rises_in_even_steps_to_the_full_rate_where_the_schedule_begins(schedule):
    warmed = {"schedule": schedule, "warmup_epochs": 4}
    expected = ETA * np.array([1 / 4, 2 / 4, 3 / 4, 1, *FACTORS[schedule]])
    np.testing.assert_allclose(applied(trainer_with(**warmed), 14), expected, rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(told(trainer_with(**warmed), 14), expected, rtol=1e-14, atol=1e-17)


@pytest.mark.parametrize("epochs", [1, 2, 7, 100])
def test_however_long_a_warm_up_is_it_ends_at_the_full_rate(epochs):
    spec = TrainSpec(learning_rate=ETA, warmup_epochs=epochs)
    rates = [RateState().rate(spec, epoch) for epoch in range(epochs + 1)]
    assert rates[0] == pytest.approx(ETA / epochs, rel=1e-15)
    assert rates[-2] == rates[-1] == ETA
    assert sorted(rates) == rates


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_within_an_epoch_the_rate_stays_the_same(schedule):
    trainer = trainer_with(schedule=schedule, warmup_epochs=2, batch_size=5)
    whole = told(trainer_with(schedule=schedule, warmup_epochs=2), 5)
    rates = []
    for _ in range(5 * 3):
        rates.append(trainer.learning_rate)
        trainer.step()
    np.testing.assert_array_equal(rates, np.repeat(whole, 3))


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_different_learning_rate_scales_all_that_follows(schedule):
    plain, changed = (trainer_with(schedule=schedule, warmup_epochs=2) for _ in range(2))
    for trainer in (plain, changed):
        trainer.run(epochs=5)
    changed.configure(retrained(changed, learning_rate=ETA / 4))
    np.testing.assert_array_equal(4 * told(changed, 5), told(plain, 5))


def test_a_different_learning_rate_keeps_what_plateaus_have_cut():
    plain, changed = forgetting(), forgetting()
    for trainer in (plain, changed):
        trainer.run(epochs=5)
    assert changed.learning_rate == 0.01 / 2
    changed.configure(retrained(changed, learning_rate=0.01 / 4))
    assert changed.learning_rate == 0.01 / 8
    # a quarter of the rate is a quarter of the way, but the loss rises all the same
    np.testing.assert_array_equal(4 * told(changed, 5), told(plain, 5))


@pytest.mark.parametrize(
    ("old", "new"), [pair for pair in product(SCHEDULES, SCHEDULES) if len(set(pair)) == 2]
)
def test_a_different_schedule_continues_from_the_epochs_there_are(old, new):
    trainer = trainer_with(schedule=old)
    trainer.run(epochs=3)
    trainer.configure(retrained(trainer, schedule=new))
    np.testing.assert_allclose(told(trainer, 7), ETA * np.array(FACTORS[new][3:]), rtol=1e-14, atol=1e-17)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_reset_begins_it_anew(schedule):
    trainer = trainer_with(schedule=schedule, warmup_epochs=2)
    first = told(trainer, 9)
    trainer.reset()
    np.testing.assert_array_equal(told(trainer, 9), first)


def test_a_reset_takes_back_what_plateaus_have_cut():
    trainer = forgetting()
    trainer.run(epochs=20)
    assert trainer.learning_rate < 0.01
    trainer.reset()
    assert trainer.learning_rate == 0.01


def test_chosen_again_plateau_has_cut_nothing():
    trainer = forgetting()
    trainer.run(epochs=20)
    for schedule in ("constant", "plateau"):
        trainer.configure(retrained(trainer, schedule=schedule))
        assert trainer.learning_rate == 0.01


@pytest.mark.parametrize("decay_factor", [1e-3, 0.5, 1.0])
@pytest.mark.parametrize("decay_epochs", [1, 3, 1_000_000])
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_after_the_warm_up_the_rate_never_rises_and_is_never_below_zero(schedule, decay_epochs, decay_factor):
    spec = TrainSpec(
        learning_rate=1.0, schedule=schedule, decay_epochs=decay_epochs, decay_factor=decay_factor
    )
    rates = [RateState(cuts=n).rate(spec, n) for n in (*range(50), 10**3, 10**6, 10**9)]
    assert rates[0] == 1.0
    assert sorted(rates, reverse=True) == rates
    assert rates[-1] >= 0.0


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_it_reads_the_settings_it_names_and_no_other(schedule, setting):
    settings = {"schedule": schedule, **SETTINGS}
    usual = paced(PLATEAUS["losses"], **settings)
    other = paced(PLATEAUS["losses"], **{**settings, setting: OTHERS[setting]})
    assert (other != usual) == (setting in SCHEDULES[schedule].hyperparameters)


@pytest.mark.parametrize("patience", PLATEAUS["rates"])
def test_plateaus_are_those_of_pytorch(patience):
    settings = {"decay_factor": PLATEAUS["decay_factor"], "plateau_epochs": int(patience)}
    rates = paced(PLATEAUS["losses"], schedule="plateau", **settings)
    assert rates == [1.0, *PLATEAUS["rates"][patience]]


@pytest.mark.parametrize(
    ("losses", "rates"),
    [
        ([9, 8, 7, 6, 5, 4, 3, 2], [1, 1, 1, 1, 1, 1, 1, 1, 1]),  # always better
        ([9, 9, 9, 9, 9, 9, 9, 9], [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25]),  # as good as ever is not better
        ([5, 9, 8, 7, 6, 6, 6, 6], [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25]),  # nor is better than the last
        ([9, 9, 9, 8, 8, 8, 7, 7], [1, 1, 1, 1, 1, 1, 1, 1, 1]),  # two in a row are not more than two
        ([9, 9, 9, 9, 8, 9, 9, 9], [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25]),  # after a cut it counts anew
    ],
)
def test_a_plateau_is_more_epochs_than_its_patience_without_a_loss_below_the_best(losses, rates):
    assert paced(losses, schedule="plateau", decay_factor=0.5, plateau_epochs=2) == rates


def test_a_plateau_cuts_the_rate_that_is_applied():
    expected = 0.01 * np.array([1, 1, 1, 1, 1 / 2, 1 / 2, 1 / 2, 1 / 4, 1 / 4])
    np.testing.assert_allclose(applied(forgetting(), 9), expected, rtol=1e-9)


def test_the_epochs_of_the_warm_up_are_not_part_of_a_plateau():
    settings = {"schedule": "plateau", "decay_factor": 0.5, "plateau_epochs": 1, "warmup_epochs": 4}
    rising = [1, 1 / 4, 2 / 4, 3 / 4, 1][1:]
    assert paced([1, 2, 3, 4, 9, 9, 9], **settings) == [*rising, 1, 1, 1, 0.5]
    assert paced([1, 1, 1, 1, 4, 3, 2], **settings) == [*rising, 1, 1, 1, 1]  # nor is their loss the best


def test_pytorch_has_trained_with_every_schedule_and_every_optimizer_warmed_up_and_not():
    trained = {
        (one["training"]["optimizer"], one["training"]["schedule"], one["training"]["warmup_epochs"] > 0)
        for one in RUNS
    }
    assert trained >= set(product(OPTIMIZERS, SCHEDULES, (False, True)))


@pytest.mark.parametrize("one", RUNS, ids=title)
def test_a_hundred_steps_of_a_network_are_those_of_pytorch(one):
    assert_trained_alike(one)


def test_a_different_loss_is_waited_for_from_its_first_epoch_on():
    pace = RateState(best=0.5, waited=3, cuts=2)
    pace.forget()
    assert pace == RateState(cuts=2)
