"""Why training stops: every rule alone and together, its message, and how training continues."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from cases import retrained, split, trainer_on, weights

from engine import LayerSpec, Metrics, Split, Stopped, StopSpec
from engine.training.stopping import PatienceState


def at_once():
    return True


def stopping(trainer, **rules):
    """The trainer with these stop rules and no others."""
    trainer.configure(replace(trainer.experiment, stop=StopSpec(**rules)))
    return trainer


def at_rest(trainer):
    """The trainer with all its parameters frozen: no epoch is better than the first."""
    for layer in range(len(trainer.network.layers)):
        trainer.freeze(layer)
    return trainer


def without_test(problem="binary"):
    data = split(problem)
    empty = replace(data.test, X=data.test.X[:0], y=data.test.y[:0])
    return trainer_on(problem, data=Split(data.train, empty))


def seen(losses, accuracies=None, held_out=True, **rules):
    """Let the stop rules see one epoch after another; return their answers."""
    patience, spec, answers = PatienceState(), StopSpec(**rules), []
    for epoch, loss in enumerate(losses, 1):
        accuracy = None if accuracies is None else accuracies[epoch - 1]
        metrics = Metrics(loss, None, accuracy, None)
        if held_out:
            metrics = Metrics(9.0, loss, 0.25, accuracy)
        answers.append(patience.see(spec, epoch, metrics))
    return answers


def reasons(answers):
    return [why and why.reason for why in answers]


# -- without a rule ------------------------------------------------------------------------------


@pytest.mark.parametrize("epochs", [2, 1_000])
def test_without_a_rule_all_epochs_are_trained(epochs):
    trainer = trainer_on(hidden=())
    assert trainer.run(epochs=epochs) == Stopped("all_epochs", f"All {epochs:,} epochs are done.")
    assert trainer.epoch == epochs


def test_an_interrupt_says_in_which_epoch():
    trainer, batches = trainer_on(batch_size=5), itertools.count(1)
    stopped = trainer.run(epochs=9, interrupt=lambda: next(batches) == 5)
    assert stopped == Stopped("interrupt", "Interrupted in epoch 2.")
    assert (trainer.epoch, trainer.steps) == (1, 5)


def test_an_interrupt_with_the_last_mini_batch_of_all_interrupts_nothing():
    trainer = trainer_on(batch_size=12)
    assert trainer.run(epochs=1, interrupt=at_once).reason == "all_epochs"
    assert trainer.epoch == 1


def test_a_rule_comes_before_an_interrupt():
    trainer = stopping(trainer_on(batch_size=12), epochs=1)
    assert trainer.run(epochs=9, interrupt=at_once).reason == "epochs"


@pytest.mark.parametrize(
    ("reason", "by_rule"),
    [
        ("epochs", True),
        ("target_loss", True),
        ("target_accuracy", True),
        ("patience", True),
        ("divergence", False),
        ("interrupt", False),
        ("all_epochs", False),
    ],
)
def test_a_rule_is_what_the_experiment_asks_for(reason, by_rule):
    assert Stopped(reason, "").by_rule is by_rule


def test_rules_do_not_change_what_is_learned():
    free, watched = trainer_on(), stopping(trainer_on(), target_loss=0.0, patience=1_000)
    for trainer in (free, watched):
        trainer.run(epochs=5)
    np.testing.assert_array_equal(weights(free), weights(watched))


# -- at an epoch ---------------------------------------------------------------------------------


def test_it_stops_at_exactly_the_epoch_and_not_again():
    trainer = stopping(trainer_on(), epochs=3)
    assert trainer.run(epochs=2).reason == "all_epochs"
    assert trainer.run(epochs=100) == Stopped("epochs", "Stopped at epoch 3, as requested.")
    assert trainer.epoch == 3
    assert trainer.run(epochs=100).reason == "all_epochs"
    assert trainer.epoch == 103


def test_the_rule_is_named_where_all_epochs_are_done_as_well():
    assert stopping(trainer_on(), epochs=3).run(epochs=3).reason == "epochs"


def test_it_stops_again_after_a_reset():
    trainer = stopping(trainer_on(), epochs=2)
    for _ in range(2):
        assert trainer.run(epochs=100).reason == "epochs"
        trainer.reset()


def test_steps_count_towards_the_epoch():
    trainer = stopping(trainer_on(batch_size=5), epochs=2)
    for _ in range(4):
        trainer.step()
    assert trainer.run(epochs=100).reason == "epochs"
    assert trainer.epoch == 2


def test_a_large_epoch_is_written_in_groups():
    watch = PatienceState()
    assert watch.see(StopSpec(epochs=12_000), 11_999, None) is None
    assert (
        watch.see(StopSpec(epochs=12_000), 12_000, None).message == "Stopped at epoch 12,000, as requested."
    )


# -- at a loss or an accuracy --------------------------------------------------------------------


def test_it_stops_at_the_first_epoch_whose_test_loss_is_small_enough():
    said = seen([0.5, 0.3000001, 0.3, 0.2], target_loss=0.3)
    assert reasons(said) == [None, None, "target_loss", "target_loss"]
    assert said[2].message == "Stopped at epoch 3: the test loss 0.3 is at most 0.3."
    assert said[3].message == "Stopped at epoch 4: the test loss 0.2 is at most 0.3."


def test_without_test_samples_it_looks_at_the_train_loss():
    said = seen([0.5, 0.12345], held_out=False, target_loss=0.2)
    assert said[1].message == "Stopped at epoch 2: the train loss 0.1235 is at most 0.2."


def test_a_target_of_nothing_is_one():
    assert reasons(seen([1e-300, 0.0], target_loss=0.0)) == [None, "target_loss"]


def test_it_stops_at_the_first_epoch_whose_test_accuracy_is_large_enough():
    said = seen([1.0] * 3, [0.5, 0.8999, 0.9], target_accuracy=0.9)
    assert reasons(said) == [None, None, "target_accuracy"]
    assert said[2].message.startswith("Stopped at epoch 3: the test accuracy 90.0% is at least 90%.")


def test_without_test_samples_it_looks_at_the_train_accuracy():
    said = seen([1.0], [1.0], held_out=False, target_accuracy=1.0)
    assert said[0].message.startswith("Stopped at epoch 1: the train accuracy 100.0% is at least 100%.")


@pytest.mark.parametrize("held_out", [True, False])
def test_regression_has_no_accuracy_to_reach(held_out):
    assert reasons(seen([1.0, 0.5], held_out=held_out, target_accuracy=0.0)) == [None, None]


@pytest.mark.parametrize("make", [trainer_on, without_test], ids=["test", "train"])
def test_training_ends_at_the_epoch_that_reaches_the_loss(make):
    free, losses = make(), []

    def note(metrics):
        losses.append(metrics.train_loss if metrics.test_loss is None else metrics.test_loss)

    free.run(epochs=20, each_epoch=note)
    target = sorted(losses)[10]
    first = next(i for i, loss in enumerate(losses, 1) if loss <= target)
    trainer = stopping(make(), target_loss=target)
    stopped = trainer.run(epochs=100)
    assert (stopped.reason, trainer.epoch) == ("target_loss", first)
    assert (" test " if make is trainer_on else " train ") in stopped.message


def test_training_ends_at_the_epoch_that_reaches_the_accuracy():
    trainer = stopping(trainer_on(learning_rate=0.3, data=easy()), target_accuracy=1.0)
    assert trainer.run(epochs=1_000).reason == "target_accuracy"
    assert trainer.metrics().test_accuracy == 1.0
    assert trainer.epoch > 1
    earlier = trainer_on(learning_rate=0.3, data=easy())
    earlier.run(epochs=trainer.epoch - 1)
    assert earlier.metrics().test_accuracy < 1.0


def easy():
    data = split(train=40, test=20)
    return Split(
        replace(data.train, y=(data.train.X[:, 0] > 0).astype(int)),
        replace(data.test, y=(data.test.X[:, 0] > 0).astype(int)),
    )


# -- out of patience -----------------------------------------------------------------------------


def test_patience_counts_epochs_without_a_smaller_loss():
    said = seen([0.5, 0.4, 0.4, 0.41, 0.3, 0.3, 0.31, 0.32], patience=3)
    assert reasons(said) == [None] * 7 + ["patience"]
    assert said[7].message == "Stopped at epoch 8: the test loss has not improved on 0.3 for 3 epochs."


def test_an_equal_loss_is_no_smaller_one_and_the_least_smaller_one_is():
    less = math.nextafter(0.5, 0.0)
    assert reasons(seen([0.5, 0.5], patience=1)) == [None, "patience"]
    assert reasons(seen([0.5, less, math.nextafter(less, 0.0)], patience=1)) == [None] * 3


def test_a_patience_of_one_is_one_epoch():
    said = seen([0.5, 0.6], patience=1)
    assert said[1].message == "Stopped at epoch 2: the test loss has not improved on 0.5 for 1 epoch."


def test_a_loss_that_is_no_number_is_no_smaller_one():
    assert reasons(seen([0.5, math.nan, math.nan, 0.4], patience=2)) == [None, None, "patience", None]


def test_a_loss_without_bound_uses_patience_up():
    assert reasons(seen([math.inf] * 2, patience=2)) == [None, "patience"]


def test_patience_starts_again_after_a_stop():
    said = seen([0.5] * 10, patience=3)
    assert reasons(said) == [None, None, None, "patience", None, None, "patience", None, None, "patience"]


def test_what_was_best_before_a_stop_is_still_to_be_beaten():
    said = seen([0.5, 0.6, 0.6, 0.55, 0.52], patience=2)
    assert reasons(said) == [None, None, "patience", None, "patience"]
    assert "improved on 0.5 for" in said[4].message


@pytest.mark.parametrize("make", [trainer_on, without_test], ids=["test", "train"])
def test_training_ends_when_patience_does_and_continues_when_asked_to(make):
    trainer = stopping(at_rest(make()), patience=4)
    for epoch in (5, 9, 13):
        stopped = trainer.run(epochs=100)
        assert (stopped.reason, trainer.epoch) == ("patience", epoch)
    assert (" test loss " if make is trainer_on else " train loss ") in stopped.message


def test_patience_is_used_up_across_runs_and_steps():
    trainer = stopping(at_rest(trainer_on(batch_size=5)), patience=4)
    for _ in range(4):
        assert trainer.run(epochs=1).reason == "all_epochs"
    for _ in range(2):
        trainer.step()
    assert trainer.run(epochs=1, interrupt=at_once).reason == "patience"
    assert trainer.epoch == 5


def test_a_reset_gives_patience_back():
    trainer = stopping(at_rest(trainer_on()), patience=4)
    trainer.run(epochs=4)
    trainer.reset()
    at_rest(trainer)
    assert trainer.run(epochs=100).reason == "patience"
    assert trainer.epoch == 5


OTHER_KINDS = [
    ({"loss": "squared"}, {"loss": "auto"}),
    ({"loss": "huber", "huber_delta": 0.1}, {"loss": "huber", "huber_delta": 1.0}),
    ({"label_smoothing": 0.0}, {"label_smoothing": 0.8}),
]


@pytest.mark.parametrize(("before", "after"), OTHER_KINDS, ids=str)
def test_a_loss_of_a_different_kind_is_not_compared_with_those_before(before, after):
    # the best of one kind can be out of reach for another, however well it goes
    trainer = trainer_on(data=easy(), batch_size=40, learning_rate=0.1, schedule="plateau", plateau_epochs=2)
    trainer.configure(retrained(trainer, **before))
    stopping(trainer, patience=3).run(epochs=50)
    best, losses = trainer.metrics().test_loss, []
    trainer.configure(retrained(trainer, **after))
    stopped = trainer.run(epochs=10, each_epoch=lambda metrics: losses.append(metrics.test_loss))
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] > best
    assert (stopped.reason, trainer.learning_rate) == ("all_epochs", 0.1)


def test_the_loss_on_other_samples_is_not_compared_with_those_before():
    trainer = stopping(trainer_on(data=easy(), batch_size=40, learning_rate=0.1), patience=3)
    trainer.run(epochs=50)
    best, losses = trainer.metrics().test_loss, []
    data = easy()
    turned = Split(*(replace(part, y=1 - part.y) for part in (data.train, data.test)))
    assert trainer.use(turned) is False
    stopped = trainer.run(epochs=10, each_epoch=lambda metrics: losses.append(metrics.test_loss))
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] > best
    assert stopped.reason == "all_epochs"


# -- several rules -------------------------------------------------------------------------------


ALL = {"epochs": 4, "target_loss": 0.1, "target_accuracy": 0.9, "patience": 2}


@pytest.mark.parametrize(
    ("losses", "accuracies", "expected"),
    [
        ([1.0, 0.9, 0.8, 0.7], [0.5] * 4, [None, None, None, "epochs"]),
        ([1.0, 0.1, 0.8], [0.5] * 3, [None, "target_loss", None]),
        ([1.0, 0.9, 0.8, 0.7], [0.5, 0.5, 0.9, 0.5], [None, None, "target_accuracy", "epochs"]),
        ([1.0, 1.0, 1.0, 0.7], [0.5] * 4, [None, None, "patience", "epochs"]),
    ],
)
def test_the_rule_that_is_met_first_is_named(losses, accuracies, expected):
    assert reasons(seen(losses, accuracies, **ALL)) == expected


def test_of_rules_met_at_once_what_was_reached_is_named():
    assert reasons(seen([0.1], [0.9], epochs=1, target_loss=0.1, target_accuracy=0.9)) == ["target_loss"]
    assert reasons(seen([0.2], [0.9], epochs=1, target_loss=0.1, target_accuracy=0.9)) == ["target_accuracy"]
    assert reasons(seen([0.2, 0.2], epochs=2, patience=1)) == [None, "patience"]


def test_an_epoch_that_reaches_a_target_is_one_that_patience_has_seen():
    said = seen([0.5, 0.1, 0.2, 0.2], target_loss=0.1, patience=2)
    assert reasons(said) == [None, "target_loss", None, "patience"]
    assert "improved on 0.1 for" in said[3].message


# -- rules that change ---------------------------------------------------------------------------


def test_rules_change_without_a_break():
    trainer, untouched = trainer_on(batch_size=5), trainer_on(batch_size=5)
    for one in (trainer, untouched):
        one.step()
    kept = replace(trainer.experiment, stop=StopSpec(epochs=2))
    assert trainer.configure(kept) is False
    assert (trainer.steps, trainer.epoch) == (1, 0)
    assert trainer.run(epochs=9).reason == "epochs"
    untouched.run(epochs=2)
    np.testing.assert_array_equal(weights(trainer), weights(untouched))


def test_a_rule_that_is_taken_back_stops_nothing():
    trainer = stopping(trainer_on(), epochs=3, target_loss=1e6)
    assert trainer.run(epochs=9).reason == "target_loss"
    assert stopping(trainer, epochs=3).run(epochs=9).reason == "epochs"
    assert stopping(trainer).run(epochs=9).reason == "all_epochs"


def test_an_epoch_that_is_past_is_never_met():
    trainer = trainer_on()
    trainer.run(epochs=5)
    assert stopping(trainer, epochs=3).run(epochs=9).reason == "all_epochs"


def test_shorter_patience_counts_what_has_been_waited():
    trainer = stopping(at_rest(trainer_on()), patience=100)
    trainer.run(epochs=5)
    stopping(trainer, patience=2)
    assert trainer.run(epochs=100).reason == "patience"
    assert trainer.epoch == 6


def test_patience_begins_when_it_is_asked_for():
    trainer = at_rest(trainer_on())
    trainer.run(epochs=50)
    stopping(trainer, patience=3)
    assert trainer.run(epochs=100).reason == "patience"
    assert trainer.epoch == 54


# -- divergence ----------------------------------------------------------------------------------


DEEP = (LayerSpec(4, "relu"), LayerSpec(3, "linear"))


def running_away(rate=100.0, hidden=DEEP, **training):
    data = split("regression", train=40)
    return trainer_on("regression", hidden=hidden, data=data, learning_rate=rate, **training)


@pytest.mark.parametrize("rules", [{}, {"epochs": 999}, {"patience": 1}, {"target_loss": 1e6}], ids=str)
def test_divergence_is_why_it_stopped_whatever_the_rules(rules):
    trainer = stopping(running_away(), **rules)
    stopped = trainer.run(epochs=1_000)
    where = trainer.diverged
    assert stopped == Stopped(
        "divergence",
        f"Training diverged in epoch {where.epoch}: a {where.what} is not finite after step {where.steps}.",
    )


@pytest.mark.parametrize("hidden", [(), DEEP], ids=len)
@pytest.mark.parametrize("batch_size", [1, 2, 40])
def test_steps_and_runs_say_the_same(batch_size, hidden):
    # without hidden layers weights grow slowly, and their squares are past all numbers long before they are
    stepped, run = (running_away(10.0, hidden=hidden, batch_size=batch_size) for _ in range(2))
    while stepped.diverged is None and stepped.epoch < 1_000:
        stepped.step()
    assert run.run(epochs=1_000, each_epoch=lambda _: None).reason == "divergence"
    assert replace(run.diverged, kept=stepped.diverged.kept) == stepped.diverged


@pytest.mark.parametrize("watched", [True, False])
def test_a_loss_that_is_no_number_is_one_where_it_is_watched(watched):
    data = split("regression")
    far = Split(*(replace(part, X=1e200 * part.X) for part in (data.train, data.test)))
    trainer = at_rest(trainer_on("regression", hidden=(), data=far))
    rules = {"patience": 100} if watched else {"epochs": 100}
    stopped = stopping(trainer, **rules).run(epochs=3)
    if watched:
        message = "Training diverged in epoch 1: a loss is not finite after step 1."
        assert stopped == Stopped("divergence", message)
        assert (trainer.diverged.epoch, trainer.diverged.steps, trainer.diverged.what) == (1, 1, "loss")
    else:
        assert (stopped.reason, trainer.diverged) == ("all_epochs", None)


def test_after_divergence_rules_hold_again():
    trainer = stopping(running_away(), epochs=30)
    assert trainer.run(epochs=1_000).reason == "divergence"
    trainer.configure(retrained(trainer, learning_rate=1e-4))
    assert trainer.run(epochs=1_000).reason == "epochs"
    assert trainer.diverged is None


@pytest.mark.parametrize("rate", [1.0, 10.0, 100.0])
@pytest.mark.parametrize("steps", [1, 10, 20, 30])
def test_the_step_of_divergence_comes_after_the_change_that_caused_it(steps, rate):
    stepped, run = (running_away(0.001, batch_size=1, shuffle=False) for _ in range(2))
    for trainer in (stepped, run):
        for _ in range(steps):
            trainer.step()
        trainer.configure(retrained(trainer, learning_rate=rate))
    finite = stepped.steps
    while stepped.diverged is None and stepped.epoch < 100:
        finite = stepped.steps
        stepped.step()
    assert stepped.diverged.steps == finite + 1
    assert run.run(epochs=1_000, each_epoch=lambda _: None).reason == "divergence"
    assert replace(run.diverged, kept=stepped.diverged.kept) == stepped.diverged


def test_an_interrupted_run_that_has_diverged_says_so():
    trainer, batches = running_away(batch_size=1), itertools.count(1)
    stopped = trainer.run(epochs=9, interrupt=lambda: next(batches) == 30)
    assert stopped.reason == "divergence"
    assert np.isfinite(weights(trainer)).all()
