"""Worksheets: a step with round numbers, that comes out the same for everybody who calculates it."""

from dataclasses import replace

import numpy as np
import pytest

from engine import (
    ACTIVATIONS,
    OPTIMIZERS,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Problem,
    Trainer,
    TrainSpec,
)
from playground.exports.document import Heading, PageBreak, Paragraph, Picture, Table, to_html
from playground.exports.worksheet import Kind, TooLargeError, exercise, worksheet

BINARY = Problem("binary", 2)
WEIGHTS = (((0.5123, 0.4, -0.8), (0.9, 1.0, 0.1)), ((-1.2, 1.1, -0.3),))
TWO = Experiment(
    network=NetworkSpec(hidden=(LayerSpec(2, "sigmoid"),)), training=TrainSpec(learning_rate=0.1)
)


def made(experiment=TWO, weights=WEIGHTS, problem=BINARY, x=(1.0, -0.51234), y=1.0, decimals=2, seed=0):
    return exercise(experiment, weights, problem, np.array(x), y, decimals, seed)


def texts_of(document):
    """All that is written in its tables."""
    rows = [row for one in document.blocks if isinstance(one, Table) for row in (*one.rows, one.header)]
    return [cell for row in rows for cell in row]


def test_it_starts_from_the_numbers_of_the_window_as_they_are_rounded():
    ledger = made().ledger
    assert ledger.layers[0].W.tolist() == [[0.51, 0.4], [0.9, 1.0]]
    assert ledger.layers[0].inputs[:, 0].tolist() == [1.0, -0.51]
    assert ledger.update.rate == 0.1


def test_a_seed_gives_another_exercise_of_the_same_kind_and_always_the_same():
    first, again, other = (made(seed=seed).ledger for seed in (3, 3, 4))
    assert (first.update.after == again.update.after).all()
    assert (first.update.before != other.update.before).any()
    assert [layer.W.shape for layer in first.layers] == [layer.W.shape for layer in made().ledger.layers]
    drawn = np.concatenate([first.update.before * 10.0, first.X[0] * 2.0])
    assert drawn.round(9).tolist() == drawn.round().tolist()  # tenths, and halves
    assert (first.update.before != 0.0).all()


def test_the_working_has_every_number_and_gaps_have_none_that_is_to_be_found():
    one = made()
    result = f"{one.ledger.layers[0].z[0, 0]:.2f}".replace("-", "−")
    working, gaps = (worksheet(one, kind) for kind in (Kind.WORKING, Kind.GAPS))
    assert any(text.startswith("z₁ = 0.51·1.00") and text.endswith(result) for text in texts_of(working))
    given = next(k for k, one in enumerate(gaps.blocks) if one == Heading("Forward: hidden layer 1"))
    found = [row[-1] for block in gaps.blocks[given:] if isinstance(block, Table) for row in block.rows]
    assert len(found) > 20
    assert all(text.endswith(" = ____________") for text in found)
    assert not any(result in text for text in texts_of(gaps))


def test_answers_are_on_a_sheet_of_their_own_and_are_all_that_was_to_be_found():
    one = made()
    document = worksheet(one, Kind.GAPS_AND_ANSWERS)
    at = next(k for k, block in enumerate(document.blocks) if isinstance(block, PageBreak))
    sheet, answers = document.blocks[:at], document.blocks[at:]
    asked = [row for block in sheet if isinstance(block, Table) for row in block.rows if "____" in row[-1]]
    told = [row[-1] for block in answers if isinstance(block, Table) for row in block.rows]
    assert len(told) >= len(asked) > 20
    for row in asked:
        target = row[-1].partition(" = ")[0]
        assert any(text.startswith(f"{target} = ") for text in told)
    assert not any("____" in text for text in told)


def test_every_layer_is_walked_forward_and_back():
    headings = [one.text for one in worksheet(made(), Kind.WORKING).blocks if isinstance(one, Heading)]
    assert headings == [
        "Given",
        "Forward: hidden layer 1",
        "Forward: output",
        "Loss",
        "Error: output",
        "Error: hidden layer 1",
        "Gradient: hidden layer 1",
        "Gradient: output",
        "Update: hidden layer 1",
        "Update: output",
    ]


def test_formulas_are_pictures_that_say_what_they_show():
    pictures = [one for one in worksheet(made(), Kind.GAPS).blocks if isinstance(one, Picture)]
    assert len(pictures) >= 8
    assert all(one.is_svg and one.text and 0.0 < one.share <= 1.0 for one in pictures)


@pytest.mark.parametrize("activation", [name for name, one in ACTIVATIONS.items() if one.hidden])
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_every_activation_can_be_calculated(activation, optimizer):
    hidden = (LayerSpec(2, activation, dropout=0.5),)
    experiment = replace(TWO, network=NetworkSpec(hidden=hidden), training=TrainSpec(optimizer=optimizer))
    document = worksheet(made(experiment, seed=1), Kind.GAPS_AND_ANSWERS)
    assert "nan" not in to_html(document)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_what_an_optimizer_remembers_is_said_to_be_zero(optimizer):
    experiment = replace(TWO, training=TrainSpec(optimizer=optimizer))
    said = [
        one.text for one in worksheet(made(experiment), Kind.WORKING).blocks if isinstance(one, Paragraph)
    ]
    remembers = bool(OPTIMIZERS[optimizer].moment_names)
    assert ("It is the optimiser's first step, t = 1: what it remembers is 0." in said) is remembers


SETTINGS = {
    "optimizer": "adam", "l1": 0.02, "l2": 0.01, "clip_value": 0.5, "weight_decay": 0.03, "max_norm": 3.0,
}  # fmt: skip


@pytest.mark.parametrize("kind", Kind)
def test_all_that_stands_in_a_formula_is_given(kind):
    given = texts_of(worksheet(made(replace(TWO, training=TrainSpec(**SETTINGS))), kind))
    wanted = {"β₁ = 0.9", "β₂ = 0.999", "ε = 10⁻⁸", "l₁ = 0.02", "l₂ = 0.01", "c = 0.5", "c = 3", "λ = 0.03"}
    assert wanted <= set(given)
    assert not any(text.startswith("η = ") for text in given)  # it stands beside the sample


def test_what_stands_in_no_formula_is_not_given():
    assert not any(" = " in text for text in texts_of(worksheet(made(), Kind.GAPS)) if "____" not in text)
    selu = replace(TWO, network=NetworkSpec(hidden=(LayerSpec(2, "selu"),)))
    assert {"λ = 1.05", "α = 1.67"} <= set(texts_of(worksheet(made(selu), Kind.GAPS)))


@pytest.mark.parametrize(("loss", "said"), [("squared", False), ("binary_cross_entropy", True)])
def test_which_logarithm_it_is_is_said_where_there_is_one(loss, said):
    one = made(replace(TWO, training=TrainSpec(loss=loss)))
    assert (
        Paragraph("log is the natural logarithm.", small=True) in worksheet(one, Kind.GAPS).blocks
    ) is said


def test_classes_and_values_have_their_own_targets():
    softmax = replace(TWO, network=NetworkSpec(hidden=()))
    one = made(softmax, ((tuple([0.1] * 3),) * 3,), Problem("multiclass", 3), y=2.0)
    assert one.ledger.Y[:, 0].tolist() == [0.0, 0.0, 1.0]
    assert {"y1", "y2", "y3"} <= set(texts_of(worksheet(one, Kind.GAPS)))
    value = made(softmax, (((0.1, 0.2, 0.3),),), Problem("regression", 1), y=0.256)
    assert value.ledger.Y.item() == 0.26


def test_what_nobody_calculates_by_hand_is_refused_in_one_line():
    trainer = Trainer(Experiment(network=NetworkSpec(hidden=(LayerSpec(8), LayerSpec(8)))))
    weights = tuple(tuple(map(tuple, layer.theta.tolist())) for layer in trainer.network.layers)
    with pytest.raises(TooLargeError, match=r"up to 60 weights and biases; this network has 105\."):
        made(trainer.experiment, weights)


def test_the_title_can_be_chosen():
    assert worksheet(made(), Kind.GAPS).title == "One step of backpropagation"
    assert worksheet(made(), Kind.GAPS, "Homework 3").title == "Homework 3"
