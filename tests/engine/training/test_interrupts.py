"""A run that is interrupted, after a mini-batch or where it evaluates, goes on as if it never was."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from cases import CHUNK, everything, retrained, small_chunks, split, trainer_on, weights

from engine import Divergence, LayerSpec, Samples, Split, State, StopSpec, Trainer


@pytest.fixture(autouse=True, scope="module")
def evaluated_in_chunks():
    with small_chunks():
        yield


def pieces(trainer):
    return -(-(len(trainer.data.train) + len(trainer.data.test)) // CHUNK)


def at_once():
    return True


def is_evaluating(trainer):
    done, count, _ = trainer.position
    return done == count


def evaluating(trainer, each_epoch=None):
    """The trainer, interrupted where it evaluates at the end of its first epoch, with one chunk done."""
    stopped = trainer.run(1, lambda: is_evaluating(trainer), each_epoch)
    assert (stopped.reason, trainer.epoch, is_evaluating(trainer)) == ("interrupt", 0, True)
    return trainer


class Counted:
    """An interrupt that counts how often it is asked, and never interrupts."""

    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return False


def asked(trainer, epochs=1, each_epoch=None):
    """How often a run asks its interrupt."""
    count = Counted()
    trainer.run(epochs, count, each_epoch)
    return count.count


def restored(trainer):
    return Trainer.restore(State.from_bytes(trainer.state().to_bytes()))


# -- where it is interrupted -----------------------------------------------------------------

WATCHED = {
    "each epoch": ({}, lambda _: None),
    "schedule": ({"training": {"schedule": "plateau"}}, None),
    "patience": ({"stop": StopSpec(patience=9)}, None),
    "target": ({"stop": StopSpec(target_loss=0.0)}, None),
}


def watched(how, **training):
    """A trainer whose loss is watched, and what is called at the end of each epoch."""
    settings, each_epoch = WATCHED[how]
    trainer = trainer_on(batch_size=5, **settings.get("training", {}) | training)
    trainer.configure(replace(trainer.experiment, stop=settings.get("stop", StopSpec())))
    return trainer, each_epoch


@pytest.mark.parametrize("how", WATCHED)
def test_it_is_asked_after_every_mini_batch_and_between_the_chunks(how):
    trainer, each_epoch = watched(how)
    first = asked(trainer, each_epoch=each_epoch)
    assert first == (pieces(trainer) - 1) + 3 + (pieces(trainer) - 1)  # the first loss, an epoch, its loss
    assert asked(trainer, 2, each_epoch) == 2 * (3 + pieces(trainer) - 1)


def test_an_unwatched_run_evaluates_nothing():
    trainer = trainer_on(batch_size=5)
    assert asked(trainer, 4) == 4 * 3


@pytest.mark.parametrize("how", WATCHED)
def test_every_run_gets_on_by_a_mini_batch_or_a_chunk(how):
    (trainer, each_epoch), (other, _) = watched(how), watched(how)
    runs = 1
    while trainer.run(2 - trainer.epoch, at_once, each_epoch).reason == "interrupt":
        runs += 1
    # the first chunk at an epoch's end comes with its last mini-batch, what follows the last chunk with it
    assert runs == asked(other, 2, each_epoch) - 2 + 1
    assert everything(trainer) == everything(other)


@pytest.mark.parametrize("how", WATCHED)
def test_an_epoch_counts_once_it_has_been_evaluated(how):
    trainer, each_epoch = watched(how)
    stopped = trainer.run(3, lambda: is_evaluating(trainer), each_epoch)
    assert (stopped.reason, stopped.message) == ("interrupt", "Interrupted in epoch 1.")
    assert (trainer.epoch, trainer.steps, trainer.position) == (0, 3, (3, 3, 5))
    trained = weights(trainer)
    assert asked(trainer, 1, each_epoch) == pieces(trainer) - 2  # one chunk is done
    assert (trainer.epoch, trainer.steps, trainer.position) == (1, 3, (0, 3, 5))
    np.testing.assert_array_equal(weights(trainer), trained)


def test_interrupted_before_the_first_epoch_nothing_has_begun():
    trainer, each_epoch = watched("each epoch")
    untouched = everything(trainer)
    assert trainer.run(3, at_once, each_epoch).message == "Interrupted in epoch 1."
    assert everything(trainer) == untouched
    assert asked(trainer, 1, each_epoch) == (pieces(trainer) - 2) + 3 + (pieces(trainer) - 1)


def test_a_run_that_was_told_once_to_stop_does_not_ask_again():
    trainer, each_epoch = watched("each epoch")
    answers = []

    def once():
        answers.append(is_evaluating(trainer) and True not in answers)
        return answers[-1]

    assert trainer.run(2, once, each_epoch).reason == "interrupt"
    assert (trainer.epoch, trainer.steps, answers[-1]) == (0, 3, True)


def test_after_the_last_chunk_the_interrupt_with_it_comes_too_late():
    trainer, each_epoch = watched("each epoch")
    count = itertools.count(1)
    last = asked(watched("each epoch")[0], 1, each_epoch)
    assert trainer.run(1, lambda: next(count) > last, each_epoch).reason == "all_epochs"


def test_an_exception_in_an_evaluation_loses_nothing_but_the_evaluation():
    trainer, each_epoch = watched("each epoch")
    whole = watched("each epoch")[0]

    def break_off():
        if is_evaluating(trainer):
            raise KeyboardInterrupt
        return False

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            trainer.run(1, break_off, each_epoch)
    for one in (trainer, whole):
        one.run(2 - one.epoch, None, each_epoch)
    assert everything(trainer) == everything(whole)


# -- saved there -----------------------------------------------------------------------------


@pytest.mark.parametrize("how", WATCHED)
def test_saved_where_it_evaluates_it_evaluates_from_the_start(how):
    trainer, each_epoch = watched(how, optimizer="adam")
    again = restored(evaluating(trainer, each_epoch))
    assert everything(again) == everything(trainer)
    assert asked(again, 1, each_epoch) == pieces(trainer) - 1
    trainer.run(1, None, each_epoch)
    assert everything(again) == everything(trainer)


def test_a_state_is_not_past_the_end_of_its_epoch():
    state = evaluating(*watched("each epoch")).state()
    for name, value in (("next_batch", 4), ("sample", 1), ("begun", False)):
        with pytest.raises(ValueError, match="the state"):
            Trainer.restore(State(state.facts | {name: value}, state.arrays))


# -- changed there ---------------------------------------------------------------------------


def reports(trainer, epochs=1):
    """What a run reports, and how often it asks its interrupt."""
    seen, count = [], Counted()
    trainer.run(epochs, count, seen.append)
    return seen, count.count


OTHER_WEIGHTS = {
    "set": lambda trainer: trainer.set_parameters(0.5 * weights(trainer)),
    "written": lambda trainer: trainer.network.layers[0].W.__setitem__((0, 0), 0.25),
    "silenced": lambda trainer: trainer.silence(0, 1),
}
SAME_WEIGHTS = {
    "frozen": lambda trainer: trainer.freeze(0, 1),
    "rate": lambda trainer: trainer.configure(retrained(trainer, learning_rate=0.5)),
    "optimizer": lambda trainer: trainer.configure(retrained(trainer, optimizer="adam")),
    "penalty": lambda trainer: trainer.configure(retrained(trainer, l2=0.5)),
    "schedule": lambda trainer: trainer.configure(retrained(trainer, schedule="plateau")),
    "stop": lambda trainer: trainer.configure(replace(trainer.experiment, stop=StopSpec(patience=9))),
}
OTHER_LOSS = {
    "loss": lambda trainer: trainer.configure(retrained(trainer, loss="squared")),
    "smoothing": lambda trainer: trainer.configure(retrained(trainer, label_smoothing=0.2)),
}
OTHER_EPOCH = {
    "batch size": lambda trainer: trainer.configure(retrained(trainer, batch_size=4)),
    "shuffle": lambda trainer: trainer.configure(retrained(trainer, shuffle=False)),
    "neuron": lambda trainer: trainer.add_neuron(0),
    "layer": lambda trainer: trainer.configure(
        replace(trainer.experiment, network=replace(trainer.experiment.network, hidden=(LayerSpec(4),))), True
    ),
    "samples": lambda trainer: trainer.use(split(train=14, test=9)),
    "reset": Trainer.reset,
}


@pytest.mark.parametrize("change", OTHER_WEIGHTS)
def test_changed_weights_are_evaluated_from_the_start(change):
    trainer, _ = watched("each epoch")
    OTHER_WEIGHTS[change](evaluating(trainer, print))
    seen, count = reports(trainer)
    assert seen == [trainer.metrics()]
    assert (trainer.epoch, trainer.steps, count) == (1, 3, pieces(trainer) - 1)


@pytest.mark.parametrize("change", SAME_WEIGHTS)
def test_the_evaluation_of_unchanged_weights_goes_on(change):
    trainer, _ = watched("each epoch")
    SAME_WEIGHTS[change](evaluating(trainer, print))
    seen, count = reports(trainer)
    assert seen == [trainer.metrics()]
    assert (trainer.epoch, trainer.steps, count) == (1, 3, pieces(trainer) - 2)


@pytest.mark.parametrize("change", OTHER_LOSS)
def test_a_changed_loss_is_the_one_that_is_reported(change):
    trainer, _ = watched("each epoch")
    OTHER_LOSS[change](evaluating(trainer, print))
    seen, _ = reports(trainer)
    assert seen == [restored(trainer).metrics()]
    assert (trainer.epoch, trainer.steps) == (1, 3)


@pytest.mark.parametrize("change", OTHER_EPOCH)
def test_what_restarts_an_epoch_restarts_it_there_too(change):
    trainer, _ = watched("each epoch")
    OTHER_EPOCH[change](evaluating(trainer, print))
    assert (trainer.epoch, trainer.position[0]) == (0, 0)
    before, count = trainer.steps, trainer.position[1]
    seen, _ = reports(trainer)
    assert seen == [trainer.metrics()]
    assert (trainer.epoch, trainer.steps) == (1, before + count)


@pytest.mark.parametrize("how", ["schedule", "patience", "target"])
@pytest.mark.parametrize("of", ["batch", "sample"])
def test_a_step_ends_the_epoch_first(of, how):
    trainer, whole = evaluating(watched(how)[0]), watched(how)[0]
    whole.run(1)
    for _ in range(2):
        for one in (trainer, whole):
            one.step(of)
        assert everything(trainer) == everything(whole)
    assert trainer.epoch == 1


def test_a_step_to_the_end_of_the_epoch_ends_it():
    trainer, whole = evaluating(watched("patience")[0]), watched("patience")[0]
    trainer.step("epoch")
    whole.run(1)
    assert everything(trainer) == everything(whole)


# -- an interrupt that changes the experiment itself -------------------------------------------

CHANGES = OTHER_WEIGHTS | SAME_WEIGHTS | OTHER_LOSS | OTHER_EPOCH


@pytest.mark.parametrize("before", [True, False], ids=["before the first epoch", "after it"])
@pytest.mark.parametrize("change", CHANGES)
def test_an_interrupt_may_change_the_experiment_while_it_is_evaluated(change, before):
    trainer, seen, count = watched("each epoch")[0], [], Counted()

    def interrupt():
        if is_evaluating(trainer) or before:
            count()
            if count.count == 2:
                CHANGES[change](trainer)
        return False

    def report(metrics):
        assert metrics == trainer.metrics()
        seen.append(trainer.epoch)

    assert trainer.run(3, interrupt, report).reason == "all_epochs"
    assert seen == [1, 2, 3]


@pytest.mark.parametrize("change", CHANGES)
def test_an_interrupt_that_changes_the_experiment_may_interrupt_as_well(change):
    trainer = watched("each epoch")[0]

    def interrupt():
        if is_evaluating(trainer):
            CHANGES[change](trainer)
            return True
        return False

    assert trainer.run(3, interrupt, lambda _: None).reason == "interrupt"
    assert trainer.epoch == 0
    seen, _ = reports(trainer)
    assert seen == [trainer.metrics()]


# -- divergence ------------------------------------------------------------------------------


def too_large(**training):
    """A trainer whose weights stay finite while the square of an error is too large for a number."""
    samples = Samples(np.ones((12, 1)), np.full(12, 1e160))
    return trainer_on(hidden=(), data=Split(samples, samples), batch_size=5, **training)


def interrupted_evaluations(trainer, each_epoch):
    """Train until it diverges, interrupted between all chunks."""
    for _ in range(99):
        if trainer.run(5, lambda: is_evaluating(trainer), each_epoch).reason == "divergence":
            return trainer
    raise AssertionError


@pytest.mark.parametrize("between", [lambda _: None, Trainer.metrics, Trainer.scores, Trainer.state])
def test_a_loss_that_is_not_finite_is_found_at_the_same_step(between):
    whole, trainer = too_large(), evaluating(too_large(), print)
    whole.run(5, None, print)
    assert whole.diverged == Divergence(epoch=1, steps=1, what="loss", kept=0)
    between(trainer)
    interrupted_evaluations(trainer, print)
    assert everything(trainer) == everything(whole)


@pytest.mark.parametrize("advance", [Trainer.run, Trainer.step])
def test_weights_set_by_hand_while_it_evaluates_are_not_blamed_on_a_step_before(advance):
    trainer = trainer_on("regression", batch_size=5, schedule="plateau")
    trainer.freeze(0, 0)
    evaluating(trainer).network.parameters[:] = 1e200
    advance(trainer)
    assert trainer.diverged == Divergence(epoch=1, steps=3, what="loss", kept=0)
    np.testing.assert_array_equal(weights(trainer)[trainer.frozen], 1e200)


def test_nor_are_those_set_before_a_first_loss_is_known():
    trainer = trainer_on(batch_size=5)
    trainer.run(1)
    trainer.network.parameters[:] = np.nan
    assert trainer.run(1, at_once, print).reason == "interrupt"
    assert np.isnan(weights(trainer)).all()
    assert trainer.run(1, None, print).reason == "divergence"


def test_the_samples_with_the_largest_loss_tell_the_step():
    y = np.zeros(12)
    y[7] = 1e160
    samples = Samples(np.ones((12, 1)), y)
    trainer = trainer_on(hidden=(), data=Split(samples, samples), batch_size=5, learning_rate=1e-12)
    trainer.run(1, None, print)
    assert trainer.diverged == Divergence(epoch=1, steps=1, what="loss", kept=0)


def test_a_weight_that_is_not_finite_is_found_before_anything_is_evaluated():
    trainer = trainer_on(batch_size=5)
    trainer.run(1, None, print)
    trainer.network.parameters[0] = np.nan
    assert asked(trainer, 1, print) == 3
    assert trainer.diverged.what == "weight"


@pytest.mark.parametrize("of", ["batch", "sample"])
def test_a_step_that_ends_the_epoch_in_divergence_is_none(of):
    trainer = evaluating(too_large(schedule="plateau"))
    trainer.step(of)
    assert trainer.diverged == Divergence(epoch=1, steps=1, what="loss", kept=0)
    assert (trainer.steps, trainer.sample) == (3, 0)


def test_interrupted_without_being_watched_it_diverges_at_the_end_of_every_slice():
    trainer = trainer_on("regression", batch_size=5)
    trainer.run(1)
    good = weights(trainer)
    trainer.network.parameters[:] = 1e200
    assert trainer.run(1, at_once).reason == "divergence"
    assert trainer.diverged == Divergence(epoch=2, steps=4, what="weight", kept=1)
    np.testing.assert_array_equal(weights(trainer), good)
