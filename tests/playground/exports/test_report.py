"""What a report says: what was set, what differs first, and what came out."""

from dataclasses import replace

import pytest
from hands import EXPLOSIVE, SMALL
from snapshots import snapshot_of

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, StopSpec, TrainSpec
from playground.exports.document import Columns, Document, Heading, Note, Paragraph, Picture, Table
from playground.exports.report import report
from playground.exports.settings_list import settings_of
from playground.observers.events import EventKind
from playground.observers.history import History
from playground.texts.numbers import loss_text, share_text

PNG = b"\x89PNG"


def blocks_of(document):
    """All blocks, those in columns too, in the order of reading."""
    found = []
    for one in document.blocks:
        found += [block for column in one.columns for block in column] if isinstance(one, Columns) else [one]
    return found


def tables(document):
    return [one for one in blocks_of(document) if isinstance(one, Table)]


def sentences(document):
    return [one.text for one in blocks_of(document) if isinstance(one, Paragraph)]


def changed(experiment):
    return {one.label: (one.value, one.default) for one in settings_of(experiment) if one.differs}


# -- what was set --------------------------------------------------------------------------------


def test_nothing_differs_in_the_first_experiment():
    assert changed(Experiment()) == {}
    assert "Every setting is at its default." in sentences(report(snapshot_of(Experiment()), "t"))


def test_what_differs_comes_first_with_its_default_beside_it():
    experiment = replace(
        SMALL, training=TrainSpec(learning_rate=0.5, optimizer="momentum", loss="squared"), seed=1234
    )
    document = report(snapshot_of(experiment), "t")
    table = tables(document)[0]
    assert {row[0]: row[1:] for row in table.rows} == {
        "Data set": ("Gaussian", "spiral"),
        "Samples": ("60", "500"),
        "Hidden layers": ("4 tanh, 3 tanh", "2 × 8 tanh"),
        "Optimiser": ("momentum", "SGD"),
        "Learning rate η": ("0.5", "0.03"),
        "Loss": ("squared error", "auto: binary cross-entropy"),
        "Seed": ("1234", "0"),
    }
    rest = sentences(document)[-1]
    assert "Momentum μ 0.9" in rest
    assert "Learning rate" not in rest


def test_what_nothing_reads_is_not_listed():
    names = {one.label for one in settings_of(Experiment())}
    assert "Momentum μ" not in names
    assert "Classes" not in names
    own = DataSpec("own", points=((0.0, 0.0, 0.0), (1.0, 1.0, 1.0)))
    assert not {"Samples", "Noise", "Imbalance"} & {one.label for one in settings_of(Experiment(own))}


def test_no_two_settings_are_called_the_same():
    experiment = Experiment(
        DataSpec("blobs"),
        training=TrainSpec(schedule="plateau", optimizer="adam"),
        stop=StopSpec(10, 0.1, 0.9, 5),
    )
    names = [one.label for one in settings_of(experiment)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("hidden", "words"),
    [
        ((), "none"),
        ((LayerSpec(1, "relu"),), "1 ReLU"),
        ((LayerSpec(5),) * 12, "12 × 5 tanh"),
        ((LayerSpec(5), LayerSpec(5, dropout=0.25)), "5 tanh, 5 tanh (dropout 0.25)"),
    ],
)
def test_hidden_layers_are_told_in_a_few_words(hidden, words):
    assert changed(Experiment(network=NetworkSpec(hidden=hidden)))["Hidden layers"] == (words, "2 × 8 tanh")


def test_a_batch_of_all_points_is_called_all():
    assert changed(replace(SMALL, training=TrainSpec(batch_size=1000)))["Batch size"][0] == "all"


def test_what_is_switched_off_is_no_default_worth_a_word():
    rest = sentences(report(snapshot_of(Experiment()), "t"))[-1]
    assert "off" not in rest
    assert changed(Experiment(stop=StopSpec(epochs=100)))["Pause at epoch"] == ("100", "off")


def test_what_follows_from_something_else_is_not_called_off():
    assert changed(Experiment(weights_seed=7))["Seed of the starting weights"] == ("7", "the data’s seed")
    first = Experiment()
    own = replace(first, training=TrainSpec(optimizer="adamw", weight_decay=0.5))
    assert changed(own)["Decay λ"] == ("0.5", "off")
    shown = {one.label: one.value for one in settings_of(replace(own, training=TrainSpec(optimizer="adamw")))}
    assert shown["Decay λ"] == "auto: 0.01"


def with_changes(count):
    history = History()
    history.add(0, snapshot_of(SMALL).metrics)
    for k in range(count):
        given = {"name": "learning_rate", "before": 0.1 * k, "after": 0.1 * (k + 1)}
        history.add_events((10 * k + 1, 1000.0 + k), [(EventKind.SETTING, given)], change=k + 1)
    return replace(snapshot_of(SMALL), curves=history.curves())


def test_what_was_done_during_training_is_told_with_its_epoch():
    document = report(with_changes(2), "t")
    (changes,) = [one for one in tables(document) if "Changed during training" in one.header]
    assert changes.rows == (("1,000", "η 0.1 (before: 0)"), ("1,001", "η 0.2 (before: 0.1)"))
    assert not [text for text in sentences(document) if "not listed" in text]


def test_of_many_changes_the_last_ones_are_listed():
    document = report(with_changes(11), "t")
    (changes,) = [one for one in tables(document) if "Changed during training" in one.header]
    assert [row[0] for row in changes.rows] == [f"1,{k:03}" for k in range(3, 11)]
    assert "3 earlier changes are not listed." in sentences(document)


def test_where_nothing_was_done_there_is_no_table_of_it():
    assert len(tables(report(snapshot_of(SMALL), "t"))) == 2


# -- what came out -------------------------------------------------------------------------------


def test_the_figures_are_those_of_the_snapshot():
    snapshot = snapshot_of(SMALL, epochs=3)
    document = report(snapshot, "My report")
    rows = {row[0]: row[1:] for row in tables(document)[-1].rows}
    m = snapshot.metrics
    assert document.title == "My report"
    assert rows["Loss"] == (loss_text(m.train_loss), loss_text(m.test_loss))
    assert rows["Accuracy"] == (share_text(m.train_accuracy), share_text(m.test_accuracy))
    assert rows["Points"] == ("30", "30")
    assert "Trained for 3 epochs (9 steps), with 31 weights and biases." in sentences(document)
    best = f"The best test loss was {loss_text(snapshot.curves.best[1])}, at epoch {snapshot.curves.best[0]}."
    assert best in sentences(document)


def test_a_best_loss_that_is_counted_from_a_change_says_so():
    snapshot = snapshot_of(SMALL, epochs=3)
    changed = replace(snapshot, curves=replace(snapshot.curves, best=(3, 0.5), best_since=2))
    said = "The best test loss since the change at epoch 2 was 0.5000, at epoch 3."
    assert said in sentences(report(changed, "My report"))


def test_regression_has_r_squared_and_no_accuracy():
    rows = {row[0] for row in tables(report(snapshot_of(Experiment(DataSpec("plane"))), "t"))[-1].rows}
    assert "R²" in rows
    assert "Accuracy" not in rows


def test_without_test_points_the_best_training_loss_counts():
    data = replace(SMALL.data, test_fraction=0.0)
    document = report(snapshot_of(replace(SMALL, data=data), epochs=2), "t")
    assert {row[0]: row[1:] for row in tables(document)[-1].rows}["Points"] == ("60", "0")
    assert any(text.startswith("The best training loss was") for text in sentences(document))


def test_before_training_it_says_so():
    assert "Not trained yet: these are the starting weights." in sentences(report(snapshot_of(SMALL), "t"))


def test_a_step_within_an_epoch_is_not_taken_for_its_end():
    snapshot = replace(snapshot_of(SMALL, epochs=2), position=(1, 3, 10), steps=7)
    assert any(
        text.startswith("Trained for 7 steps, into epoch 3,") for text in sentences(report(snapshot, "t"))
    )


def test_a_divergence_is_told_with_the_weights_that_are_kept():
    from engine import Trainer

    trainer = Trainer(EXPLOSIVE)
    trainer.run(1000, each_epoch=lambda _: None)
    snapshot = replace(snapshot_of(EXPLOSIVE), diverged=trainer.diverged, steps=trainer.diverged.steps)
    said = " ".join(sentences(report(snapshot, "t")))
    assert "Training diverged: after" in said
    assert "Training is back at" in said


def test_no_points_give_a_report_without_figures():
    experiment = replace(SMALL, data=DataSpec("own"))
    snapshot = replace(snapshot_of(SMALL), experiment=experiment, curves=History().curves())
    assert isinstance(report(snapshot, "t"), Document)


# -- the rest ------------------------------------------------------------------------------------


def test_pictures_are_named_and_those_that_are_not_there_leave_no_gap():
    every = {name: PNG + name.encode() for name in ("output", "network", "curves")}
    document = report(snapshot_of(SMALL), "t", pictures=every)
    assert [one.content for one in document.pictures()] == [
        every[name] for name in ("network", "output", "curves")
    ]
    assert all(one.text for one in document.pictures())
    assert report(snapshot_of(SMALL), "t", pictures={"curves": PNG}).pictures()[0].content == PNG
    assert report(snapshot_of(SMALL), "t").pictures() == ()


def test_a_note_stands_under_its_own_heading_and_an_empty_one_has_none():
    blocks = blocks_of(report(snapshot_of(SMALL), "t", "  first\nsecond\n"))
    at = blocks.index(Note("  first\nsecond"))
    assert blocks[at - 1] == Heading("Note")
    assert not [one for one in blocks_of(report(snapshot_of(SMALL), "t", " \n")) if isinstance(one, Note)]


def test_the_date_is_there_if_it_is_given():
    assert sentences(report(snapshot_of(SMALL), "t", when="26 November 2026"))[0].endswith(
        ", 26 November 2026"
    )
    assert "None" not in sentences(report(snapshot_of(SMALL), "t"))[0]


def test_what_there_was_to_do_stands_at_the_head():
    assert sentences(report(snapshot_of(SMALL), "t", task="Remove neurons."))[1] == "Remove neurons."


def test_it_is_to_fit_on_one_page():
    assert report(snapshot_of(SMALL), "t").one_page


def test_a_picture_in_a_report_has_words():
    (picture,) = report(snapshot_of(SMALL), "t", pictures={"network": PNG}).pictures()
    assert isinstance(picture, Picture)
    assert picture.caption == picture.text == "The network after training"
