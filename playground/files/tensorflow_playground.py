"""An experiment from the address bar of TensorFlow Playground (playground.tensorflow.org). No Qt.

What its engine does is carried over: two classes are learned by a tanh output with a squared error, weights
start uniform between ±0.5 and biases at 0.1, and the points keep their order. Its random numbers are its own.
"""

import re
import zlib
from typing import NamedTuple, TypeVar
from urllib.parse import unquote, unquote_plus

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, Range, SpecError, TrainSpec
from playground.files.atomic import FileError
from playground.texts import tensorflow_playground as texts
from playground.texts.numbers import ENGLISH
from playground.texts.reading import read_number
from playground.texts.settings import OR, range_words
from playground.texts.text import beginning

LONGEST = 20_000  # characters of a text that is looked through, and of an address
PAIRS = r"[\w.]+=[^&\s\"'<>#]*"
SITE = re.compile(rf"playground\.tensorflow\.org[\w./\\?=-]*(?:#({PAIRS}(?:&{PAIRS})*)?)?", re.IGNORECASE)
_ESCAPED = re.compile(r"playground\.tensorflow\.org[\w./\\?=-]*(?:%2F)*(?:%23|#\w+%3D)", re.IGNORECASE)
BARE = re.compile(rf"#({PAIRS}(?:&{PAIRS})*)")  # what stands after the name of the site, alone
OF_ITS_OWN = "networkShape=", "percTrainData=", "regDataset=", "activation=", "dataset="

CLASSES = {"circle": "circle", "xor": "xor", "gauss": "gaussian", "spiral": "spiral"}
VALUES = {"reg-plane": "plane", "reg-gauss": "bumps"}
SAMPLES = {"classification": 500, "regression": 1200}
FEATURES = {
    "x": "x1", "y": "x2", "xSquared": "x1_squared", "ySquared": "x2_squared", "xTimesY": "x1_x2",
    "sinX": "sin_x1", "sinY": "sin_x2", "cosX": "=cos(x1)", "cosY": "=cos(x2)",
}  # fmt: skip
SHOWN_AT_FIRST = ("x", "y")
SILENT = ("showTestData", "collectStats", "hideText")  # they change no experiment, and nothing is missed
HIDES = "_hide"
MOST_NAMED = 5  # settings that are not known
LONGEST_SHOWN = 40  # characters of a name or a value in a sentence
T = TypeVar("T")


class Carried(NamedTuple):
    """An experiment, and what of the address is not in it, in words."""

    experiment: Experiment
    left_out: str


def holds_address(text: str) -> bool:
    """Return whether a text has an address of TensorFlow Playground in it, or the settings of one."""
    return _settings_in(text) is not None


def read_address(text: str) -> Carried:
    """Return the experiment of the address in a text.

    Raises
    ------
    FileError
        If the text has none, or one of its values is not allowed: one line.
    """
    settings = _Settings(_settings_in(text) or "")
    problem = settings.choice("problem", {name: name for name in SAMPLES}, "classification")
    kind = settings.choice("dataset", CLASSES, "circle"), settings.choice("regDataset", VALUES, "reg-plane")
    try:
        experiment = Experiment(
            data=_data(settings, problem, kind[problem == "regression"]),
            network=_network(settings, problem),
            training=_training(settings),
            seed=_seed(settings.text("seed")),
        )
    except SpecError as error:
        raise FileError(texts.NOT_SO(why=error)) from error
    return Carried(experiment, "; ".join(_left_out(settings)))


def _settings_in(text: str) -> str | None:
    """Return what stands after the # of the first address in a text; None if there is none."""
    text = text[:LONGEST].replace("&amp;", "&")  # in a page; html.unescape would read &regDataset as ®Dataset
    if _ESCAPED.search(text):  # as in a link that leads over another page
        text = unquote(text)
    if found := SITE.search(text):
        return found[1] or ""
    bare = next((one[1] for one in BARE.finditer(text) if any(name in one[1] for name in OF_ITS_OWN)), None)
    return bare if bare is not None and "&" in bare else None


class _Settings:
    """The settings of an address, read one by one."""

    def __init__(self, settings: str) -> None:
        pairs = [pair.partition("=") for pair in settings.split("&") if pair]
        self._values = {name: unquote_plus(value).strip() for name, _, value in pairs}
        self.unread = [name for name, value in self._values.items() if value]

    def text(self, name: str) -> str:
        """Return a value as it stands; "" if there is none."""
        if name in self.unread:
            self.unread.remove(name)
        return self._values.get(name, "")

    def choice(self, name: str, choices: dict[str, T], usual: str) -> T:
        """Return what one of some names stands for."""
        value = self.text(name) or usual
        if value not in choices:
            raise self._refusal(name, value, OR().join(choices))
        return choices[value]

    def switch(self, name: str, usual: bool) -> bool:
        """Return whether something is on."""
        return self.choice(name, {"true": True, "false": False}, str(usual).lower())

    def number(self, name: str, usual: float, allowed: Range) -> float:
        """Return a number within a range."""
        value = self.text(name)
        number = read_number(value, ENGLISH) if value else usual
        fits = number is not None and allowed.low <= number <= allowed.high
        if number is None or not fits or (allowed.whole and not number.is_integer()):
            raise self._refusal(name, value, range_words(allowed))
        return number

    def shape(self, name: str, usual: tuple[int, ...]) -> tuple[int, ...]:
        """Return the widths of the hidden layers; an empty value means that there are none."""
        if name not in self._values:
            return usual
        value = self.text(name)
        widths = value.split(",") if value else []
        if not all(re.fullmatch(r"[1-9]\d{0,5}", width.strip(), re.ASCII) for width in widths):
            raise self._refusal(name, value, texts.A_SHAPE())
        return tuple(int(width) for width in widths)

    @staticmethod
    def _refusal(name: str, value: str, allowed: str) -> FileError:
        value = " ".join(beginning(value, LONGEST_SHOWN).split())
        return FileError(texts.BAD_VALUE(name=name, allowed=allowed, value=value))


def _data(settings: _Settings, problem: str, dataset: str) -> DataSpec:
    noise = settings.number("noise", 0.0, Range(0.0, 100.0))
    training = settings.number("percTrainData", 50.0, Range(10.0, 100.0))
    return DataSpec(
        dataset=dataset,
        samples=SAMPLES[problem],
        noise=round(noise / 100.0, 12),
        test_fraction=round(1.0 - training / 100.0, 12),
    )


def _network(settings: _Settings, problem: str) -> NetworkSpec:
    activation = settings.choice(
        "activation", {name: name for name in ("relu", "tanh", "sigmoid", "linear")}, "tanh"
    )
    on = [ours for theirs, ours in FEATURES.items() if settings.switch(theirs, theirs in SHOWN_AT_FIRST)]
    return NetworkSpec(
        features=tuple(on),
        hidden=tuple(LayerSpec(width, activation) for width in settings.shape("networkShape", (4, 2))),
        output="linear" if problem == "regression" else "tanh",
        initializer="zeros" if settings.switch("initZero", usual=False) else "uniform",
    )


def _training(settings: _Settings) -> TrainSpec:
    penalty = settings.choice("regularization", {name: name for name in ("none", "L1", "L2")}, "none")
    rate = settings.number("regularizationRate", 0.0, Range(0.0, 100.0))
    return TrainSpec(
        loss="squared",
        learning_rate=settings.number("learningRate", 0.03, Range(1e-12, 1000.0)),
        batch_size=int(settings.number("batchSize", 10.0, Range(1, 1_000_000, whole=True))),
        l1=rate if penalty == "L1" else 0.0,
        l2=rate if penalty == "L2" else 0.0,
        shuffle=False,
    )


def _seed(text: str) -> int:
    """Return a seed of ours for one of theirs, a text: always the same one."""
    digits = re.fullmatch(r"(?:0?\.)?(\d{1,9})", text, re.ASCII)
    return int(digits[1]) if digits else zlib.crc32(text.encode()) & 0x7FFFFFFF if text else 0


def _left_out(settings: _Settings) -> list[str]:
    """Return what was not carried over."""
    left: list[str] = [texts.RANDOM_NUMBERS()]
    if settings.switch("discretize", usual=False):
        left.append(texts.DISCRETE())
    for name in SILENT:
        settings.text(name)
    if settings.text("tutorial"):
        left.append(texts.TUTORIAL())
    unknown = [name[:LONGEST_SHOWN] for name in settings.unread if not name.endswith(HIDES)]
    if len(unknown) < len(settings.unread):
        left.append(texts.HIDDEN())
    return left + unknown[:MOST_NAMED]
