"""An experiment as a text to paste: nothing is lost, and no text does harm."""

import base64
import json
import random
import string
import tracemalloc
import zlib
from dataclasses import replace

import numpy as np
import pytest

from engine import (
    DATASETS,
    INITIALIZERS,
    MOST_POINTS,
    OPTIMIZERS,
    SCHEDULES,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    StopSpec,
    TrainSpec,
    hidden_activations,
)
from playground.files import share
from playground.files.atomic import FileError
from playground.files.examples import preset, presets
from playground.files.experiments import encode
from playground.files.share import MARK, document_from_text, to_text


def packed(content):
    return MARK + base64.urlsafe_b64encode(zlib.compress(content)).decode()


def some_experiment(rng):
    """Any experiment, from a seed."""
    points = tuple((rng.uniform(-6, 6), rng.uniform(-6, 6), rng.choice((0.0, 1.0))) for _ in range(20))
    own = rng.random() < 0.2
    labels = rng.choice(("classes", "values")) if own else "classes"
    return Experiment(
        data=DataSpec(
            dataset="own" if own else rng.choice(list(DATASETS)),
            samples=rng.randint(10, 5000),
            noise=rng.random(),
            test_fraction=rng.uniform(0.0, 0.9),
            classes=rng.randint(3, 6),
            points=points if own else (),
            labels=labels,
        ),
        network=NetworkSpec(
            features=tuple(rng.sample(["x1", "x2", "x1_squared", "=x1*sin(3*x2)"], rng.randint(1, 4))),
            hidden=tuple(
                LayerSpec(rng.randint(1, 40), rng.choice(hidden_activations()), rng.choice((0.0, 0.25)))
                for _ in range(rng.randint(0, 6))
            ),
            initializer=rng.choice(list(INITIALIZERS)),
            init_bias=rng.choice((None, 0.0, 0.1)),
        ),
        training=TrainSpec(
            optimizer=rng.choice(list(OPTIMIZERS)),
            learning_rate=rng.uniform(1e-5, 10.0),
            batch_size=rng.randint(1, 1000),
            schedule=rng.choice(list(SCHEDULES)),
            shuffle=rng.random() < 0.5,
            weight_decay=rng.choice((None, 0.0, 0.3)),
        ),
        seed=rng.randint(0, 2**31 - 1),
        stop=StopSpec(epochs=rng.choice((None, 7)), target_loss=rng.choice((None, 0.177))),
        weights_seed=rng.choice((None, 0, 12)),
    )


@pytest.mark.parametrize("seed", range(200))
def test_a_text_gives_back_the_very_experiment(seed):
    one = some_experiment(random.Random(seed))
    text = to_text(one)
    assert document_from_text(text).experiment == one
    assert text.startswith(MARK)
    assert set(text.removeprefix(MARK)) <= set(string.ascii_letters + string.digits + "-_")


@pytest.mark.parametrize("name", [one.name for one in presets()])
def test_every_example_fits_into_a_chat(name):
    text = to_text(preset(name))
    assert document_from_text(text).experiment == preset(name)
    # a table brings its points along: still one message of a chat
    assert len(text) < (2_000 if preset(name).data.own else 280)


def test_the_first_experiment_is_the_shortest_text():
    assert len(to_text(Experiment())) < 20


@pytest.mark.parametrize(
    "around",
    [
        "{}", "  {}\n", "`{}`", "```\n{}\n```", '"{}"', "<{}>", "“{}”", "‘{}’", "Try {} and see.",
        "Try this:\n\n{}\n\nThanks", "{}.", "({}),", "> {}", "> > Try\n> > {}\n> Thanks", "*{}*", "_{}_",
        'A text that begins with "NP1:" holds one: {}', "NP1:{}", "NP1:zzzz {}", "{} NP1:zzzz",
        "a\u200b {}\u200b b",
    ],
)  # fmt: skip
def test_what_a_chat_puts_around_it_does_not_matter(around):
    assert document_from_text(around.replace("{}", to_text(preset("warm-up")))).experiment == preset(
        "warm-up"
    )


def test_broken_lines_are_put_together():
    text = to_text(preset("warm-up"))
    assert document_from_text(
        "\r\n".join(text[i : i + 20] for i in range(0, len(text), 20))
    ).experiment == preset("warm-up")


@pytest.mark.parametrize("end", ["\r\n", "\n> ", "\n> > ", "\n  > ", " \n", "\u200b", "\u00ad"])
@pytest.mark.parametrize("after", ["", ".", "\n> thanks", " a", " ab", " abc", " abcd"])
def test_lines_that_were_broken_in_a_quotation_are_put_together(end, after):
    text = to_text(preset("warm-up"))
    lines = [text[i : i + 19] for i in range(0, len(text), 19)]
    assert document_from_text("Look:" + end + end.join(lines) + after).experiment == preset("warm-up")


FULL_OF_MARKS = {
    "marks": MARK * 30_000,
    "words": (MARK + "a ") * 20_000,
    "quotations": "\n> " * 30_000 + MARK,
    "letters": MARK + "a " * 70_000,
}


@pytest.mark.parametrize("what", FULL_OF_MARKS)
def test_a_text_full_of_marks_is_looked_through_once_and_refused(what, monkeypatch):
    text, tried, document = FULL_OF_MARKS[what], [], share._document
    monkeypatch.setattr(share, "_document", lambda words: (tried.append(len(words)), document(words))[1])
    with pytest.raises(FileError):
        document_from_text(text)
    assert len(tried) <= share.MOST_TRIED
    assert sum(tried) <= len(text)  # no letter is read for one mark after the other


def test_the_text_of_a_file_is_understood_as_well():
    assert document_from_text(encode(preset("spiral")).decode()).experiment == preset("spiral")


HOSTILE = {
    "nothing": "",
    "prose": "Dear class, please look at this.",
    "only the mark": MARK,
    "another format": "NP2:abc",
    "not base64": MARK + "äöü!",
    "not compressed": MARK + "aGVsbG8",
    "compressed nonsense": packed(b"\xff\xfe nonsense"),
    "a list": packed(b"[]"),
    "a number": packed(b"1" * 5000),
    "deep": packed(b"[" * 100_000),
    "deep object": packed(b'{"data":' * 50_000),
    "deep file": '{"data":' * 50_000,
    "unknown name": packed(b'{"colour": 3}'),
    "unknown\nname": packed(json.dumps({"a\nb\x1b[31m" * 300: 3}).encode()),
    "wrong kind": packed(b'{"seed": "x"}'),
    "out of range": packed(b'{"data": {"samples": 1000000000}}'),
    "huge network": packed(b'{"network": {"hidden": [{"width": 10000}, {"width": 10000}]}}'),
    "not a number": packed(b'{"training": {"learning_rate": NaN}}'),
    "infinite": packed(b'{"training": {"learning_rate": 1e999}}'),
    "own format": packed(b'{"format": 1}'),
    "does not fit": packed(b'{"network": {"output": "softmax"}, "training": {"loss": "squared"}}'),
    "a file's text, cut": encode(Experiment()).decode()[:50],
    "lone surrogate": "{\ud800",
    "too long": MARK + "A" * 2_000_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_any_other_text_is_refused_in_one_clear_line(text):
    with pytest.raises(FileError) as refused:
        document_from_text(text)
    said = str(refused.value)
    assert "\n" not in said
    assert said.isprintable()
    assert "lipboard" in said
    assert len(said) < 300


def test_every_cut_and_every_changed_letter_is_noticed_or_harmless():
    text, rng = to_text(preset("warm-up")), random.Random(4)
    for length in range(len(text)):
        with pytest.raises(FileError):
            document_from_text(text[:length])
    for i in range(len(MARK), len(text)):
        other = rng.choice([c for c in string.ascii_letters + string.digits if c != text[i]])
        try:
            changed = document_from_text(text[:i] + other + text[i + 1 :]).experiment
        except FileError:
            continue
        assert changed == preset("warm-up")  # bits beyond the last byte


def test_a_short_text_that_unfolds_to_gigabytes_takes_no_memory():
    bomb = packed(b" " * 200_000_000)
    tracemalloc.start()
    with pytest.raises(FileError, match="too long to be an experiment"):
        document_from_text(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def test_many_own_points_are_shared_too():
    rng = random.Random(1)
    points = tuple((rng.uniform(-6, 6), rng.uniform(-6, 6), float(i % 2)) for i in range(10_000))
    one = replace(Experiment(), data=DataSpec(dataset="own", points=points))
    assert document_from_text(to_text(one)).experiment == one


def test_more_points_than_a_text_holds_are_refused_with_another_way():
    rng = np.random.default_rng(1)
    points = np.column_stack([rng.uniform(-6, 6, (MOST_POINTS, 2)), rng.uniform(-1, 1, MOST_POINTS)]).tolist()
    one = replace(Experiment(), data=DataSpec(dataset="own", points=points, labels="values"))
    with pytest.raises(FileError, match=r"100,000 points are too many for a text to share: save the experi"):
        to_text(one)


def test_as_many_points_as_are_drawn_by_hand_are_shared():
    rng = np.random.default_rng(1)
    points = np.column_stack([rng.uniform(-6, 6, (MOST_POINTS, 2)).round(3), rng.integers(0, 2, MOST_POINTS)])
    one = replace(Experiment(), data=DataSpec("own", points=points.tolist(), test_points=(0, 5)))
    assert document_from_text(to_text(one)).experiment == one
