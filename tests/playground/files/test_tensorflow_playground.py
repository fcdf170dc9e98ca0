"""Addresses of TensorFlow Playground; what they mean is from its source: state.ts, nn.ts, dataset.ts."""

from dataclasses import replace
from urllib.parse import quote

import numpy as np
import pytest

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer, TrainSpec
from playground import cli
from playground.files import share
from playground.files.atomic import FileError
from playground.files.tensorflow_playground import holds_address, read_address

SITE = "https://playground.tensorflow.org/"
WHOLE = (
    f"{SITE}#activation=tanh&batchSize=10&dataset=spiral&regDataset=reg-plane&learningRate=0.03"
    "&regularizationRate=0&noise=0&networkShape=4,2&seed=0.12345&showTestData=false&discretize=false"
    "&percTrainData=50&x=true&y=true&xTimesY=false&xSquared=false&ySquared=false&cosX=false&sinX=false"
    "&cosY=false&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false"
)
# what its address stands for where nothing else is said
USUAL = Experiment(
    data=DataSpec(dataset="circle", samples=500, noise=0.0, test_fraction=0.5),
    network=NetworkSpec(
        features=("x1", "x2"),
        hidden=(LayerSpec(4, "tanh"), LayerSpec(2, "tanh")),
        output="tanh",
        initializer="uniform",
    ),
    training=TrainSpec(loss="squared", learning_rate=0.03, batch_size=10, shuffle=False),
)


def of(settings):
    return read_address(f"{SITE}#{settings}").experiment


def data(**changes):
    return replace(USUAL, data=replace(USUAL.data, **changes))


def network(**changes):
    return replace(USUAL, network=replace(USUAL.network, **changes))


def training(**changes):
    return replace(USUAL, training=replace(USUAL.training, **changes))


def test_a_whole_address_becomes_its_experiment():
    assert read_address(WHOLE).experiment == replace(data(dataset="spiral"), seed=12345)


@pytest.mark.parametrize("text", [SITE, SITE + "#", "see playground.tensorflow.org for more"])
def test_an_address_without_settings_is_the_experiment_that_it_opens_with(text):
    assert read_address(text).experiment == USUAL


REGRESSION = replace(data(dataset="plane", samples=1200), network=replace(USUAL.network, output="linear"))


@pytest.mark.parametrize(
    ("settings", "experiment"),
    [
        ("dataset=circle&x=true", USUAL),
        ("dataset=xor&noise=25", data(dataset="xor", noise=0.25)),
        ("dataset=gauss&noise=50", data(dataset="gaussian", noise=0.5)),
        ("dataset=spiral&percTrainData=80", data(dataset="spiral", test_fraction=0.2)),
        ("problem=regression", REGRESSION),
        (
            "problem=regression&regDataset=reg-gauss&dataset=xor",
            replace(REGRESSION, data=replace(REGRESSION.data, dataset="bumps")),
        ),
        ("activation=relu", network(hidden=(LayerSpec(4, "relu"), LayerSpec(2, "relu")))),
        ("activation=sigmoid&networkShape=8", network(hidden=(LayerSpec(8, "sigmoid"),))),
        ("networkShape=8,7,6,5,4,3", network(hidden=tuple(LayerSpec(k, "tanh") for k in (8, 7, 6, 5, 4, 3)))),
        ("networkShape=3%2C2", network(hidden=(LayerSpec(3, "tanh"), LayerSpec(2, "tanh")))),
        ("networkShape=&activation=linear", network(hidden=())),
        ("initZero=true", network(initializer="zeros")),
        (
            "x=false&xSquared=true&ySquared=true&xTimesY=true",
            network(features=("x2", "x1_squared", "x2_squared", "x1_x2")),
        ),
        ("sinX=true&sinY=true", network(features=("x1", "x2", "sin_x1", "sin_x2"))),
        ("y=false&cosX=true&cosY=true", network(features=("x1", "=cos(x1)", "=cos(x2)"))),
        ("regularization=L1&regularizationRate=0.003", training(l1=0.003)),
        ("regularization=L2&regularizationRate=0.1", training(l2=0.1)),
        ("regularization=none&regularizationRate=0.1", USUAL),
        ("regularizationRate=0.1", USUAL),
        ("learningRate=0.00001&batchSize=30", training(learning_rate=1e-5, batch_size=30)),
        ("learningRate=1e-3", training(learning_rate=1e-3)),
        ("learningRate=&dataset=", USUAL),
        ("seed=7", replace(USUAL, seed=7)),
    ],
)
def test_each_setting_is_carried_over(settings, experiment):
    assert of(settings) == experiment


def test_a_seed_of_letters_is_always_the_same_one():
    assert of("seed=hello") == of("seed=hello") != of("seed=other")
    assert 0 <= of("seed=" + "9" * 30).seed < 2**31


def test_the_network_starts_and_learns_as_theirs_does():
    trainer = Trainer(of("dataset=gauss&regularization=L2&regularizationRate=0.1&seed=3"))
    for layer in trainer.network.layers:
        assert np.all(layer.b == 0.1)
        assert np.all(np.abs(layer.W) <= 0.5)
    X, y = trainer.data.train.X[:10], trainer.data.train.y[:10]
    a, W = [X], [layer.W.copy() for layer in trainer.network.layers]
    b = [layer.b.copy() for layer in trainer.network.layers]
    for weights, biases in zip(W, b, strict=True):
        a.append(np.tanh(a[-1] @ weights.T + biases))
    delta = (a[-1] - np.where(y[:, None] == 1, 1.0, -1.0)) * (1.0 - a[-1] ** 2)
    trainer.step()  # the first ten points, in their order
    for i in reversed(range(3)):
        step = delta.T @ a[i] / 10.0 + 0.1 * W[i]
        np.testing.assert_allclose(trainer.network.layers[i].W, W[i] - 0.03 * step, rtol=1e-12)
        np.testing.assert_allclose(trainer.network.layers[i].b, b[i] - 0.03 * delta.mean(axis=0), rtol=1e-12)
        delta = delta @ W[i] * (1.0 - a[i] ** 2)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("dataset=moons", "dataset must be circle or xor or gauss or spiral, not “moons”"),
        ("activation=gelu", "activation must be relu or tanh or sigmoid or linear, not “gelu”"),
        ("learningRate=fast", "learningRate must be a number from 1e-12 to 1,000, not “fast”"),
        ("learningRate=0", "learningRate must be a number"),
        ("learningRate=NaN", "learningRate must be a number"),
        ("batchSize=2.5", "batchSize must be a whole number from 1 to 1,000,000, not “2.5”"),
        ("noise=-1", "noise must be a number from 0 to 100, not “-1”"),
        ("percTrainData=0", "percTrainData must be a number from 10 to 100, not “0”"),
        ("networkShape=4,0", "networkShape must be numbers of neurons such as 4,2, not “4,0”"),
        ("networkShape=4,,2", "networkShape must be"),
        ("networkShape=" + ",".join(["9"] * 400), "TensorFlow Playground's address:"),
        ("networkShape=999999", "TensorFlow Playground's address:"),
        ("x=maybe", "x must be true or false, not “maybe”"),
        ("x=false&y=false", "a network needs at least one input"),
        ("problem=clustering", "problem must be classification or regression"),
        ("regularization=L3", "regularization must be none or L1 or L2"),
    ],
)
def test_a_bad_value_is_named_in_one_line(settings, said):
    with pytest.raises(FileError) as error:
        of(settings)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 300


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("dataset=xor", []),
        ("showTestData=true&collectStats=true&hideText=true", []),
        ("discretize=true", ["discretize"]),
        ("playButton_hide=true&dataset_hide=true", ["what it hides"]),
        ("tutorial=linear", ["its tutorial"]),
        ("colour=red&size=3", ["colour", "size"]),
    ],
)
def test_what_could_not_be_carried_over_is_said(settings, said):
    first, *others = read_address(f"{SITE}#{settings}").left_out.split("; ")
    assert "random numbers" in first
    assert len(others) == len(said)
    assert all(word in one for word, one in zip(said, others, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        f"Look at this:\n> {WHOLE}\nIsn't it nice?",
        WHOLE.removeprefix("https://"),
        WHOLE.removeprefix(SITE),
        f'<a href="{WHOLE.replace("&", "&amp;")}">spiral</a>',
        f"[InternetShortcut]\r\nURL={WHOLE}\r\n",
        WHOLE.replace("https://playground.tensorflow.org/", "http://playground.tensorflow.org/?utm=x"),
        WHOLE.replace("https://", "https:/"),  # as a path has it
    ],
)
def test_an_address_is_found_within_a_text(text):
    assert holds_address(text)
    assert share.holds_experiment(text)
    assert share.document_from_text(text).experiment == read_address(WHOLE).experiment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x1,x2,y\n1,2,0\n",
        "#activation",
        "https://example.org/#a=b&c=d",
        "# dataset=iris\n1 2 0\n",
        "#dataset=own",
    ],
)
def test_other_texts_have_no_address(text):
    assert not holds_address(text)


def test_a_shared_text_of_ours_comes_first():
    text = f"like {WHOLE}: {share.to_text(Experiment(seed=5))}"
    assert share.document_from_text(text).experiment == Experiment(seed=5)
    assert share.left_out(text) == ""


@pytest.mark.parametrize("name", ["note.txt", "spiral.url", "page.html"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_with_an_address_is_told_from_an_experiment(tmp_path, name, encoding):
    file = tmp_path / name
    file.write_text(f"see {WHOLE}", encoding=encoding)
    assert share.document_from_text(share.text_at(file)).experiment == read_address(WHOLE).experiment


def test_an_experiment_file_is_no_text_with_an_experiment(tmp_path):
    file = tmp_path / "lesson.json"
    file.write_text('{"format": 1}')
    assert share.text_at(file) == share.text_at(tmp_path / "missing.txt") == ""


@pytest.mark.parametrize("given", ["address", "file"])
def test_the_command_line_trains_an_address(tmp_path, capsys, given):
    file = tmp_path / "note.txt"
    file.write_text(WHOLE)
    assert cli.main(["train", WHOLE if given == "address" else str(file), "--epochs", "2", "--json"]) == 0
    out, err = capsys.readouterr()
    assert '"epoch": 2' in out
    assert "random numbers" in err
    assert len(err.splitlines()) == 1


def test_the_command_line_refuses_a_bad_address_in_one_line(capsys):
    assert cli.main(["train", f"{SITE}#noise=loud"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_an_address_that_is_escaped_as_a_whole_is_the_same():
    settings = WHOLE.partition("#")[2]
    link = f"https://example.org/url?q=https%3A%2F%2Fplayground.tensorflow.org%2F%23{quote(settings)}"
    for text in (link, f"{SITE}%23{settings}", f"{SITE}%23{quote(settings)}", f"{SITE}#{quote(settings)}"):
        assert read_address(text).experiment == read_address(WHOLE).experiment
