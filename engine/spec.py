"""What an experiment is: frozen dataclasses, checked once, at the door.

An `Experiment` says everything that training needs, so that the same experiment gives the same bits.
It is changed by replacement: `replace(experiment, seed=1)`. A value that makes no sense is refused with
a ValueError of one line: which field, what it was, what it may be.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from numbers import Integral, Real
from typing import Any

from engine.activations import ACTIVATIONS
from engine.datasets import DATASETS
from engine.features import FEATURES
from engine.initializers import INITIALIZERS
from engine.losses import LOSSES, resolve
from engine.optimizers import OPTIMIZERS


@dataclass(frozen=True)
class Range:
    """The values a number may take: from `low` to `high`, both included unless `above`."""

    low: float
    high: float
    whole: bool = False
    above: bool = False

    def check(self, name: str, value: Any) -> Any:
        """Return `value` as an int or float in this range, or raise a ValueError that says what may stand."""
        number = self._number(value)
        if number is None or not self._holds(number):
            raise ValueError(f"{name} must be {self}, got {value!r}")
        return number

    def _number(self, value: Any) -> float | int | None:
        if isinstance(value, bool):
            return None
        if self.whole:
            return int(value) if isinstance(value, Integral) else None
        try:
            return float(value) if isinstance(value, Real) else None
        except OverflowError:
            return None

    def _holds(self, number: float) -> bool:
        # true of no NaN, and of no infinity: both ends are finite
        return number <= self.high and (number > self.low if self.above else number >= self.low)

    def __str__(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        if self.above:
            return f"{kind} above {self.low:g} and at most {self.high:,.10g}"
        return f"{kind} from {self.low:,.10g} to {self.high:,.10g}"


RANGES: dict[str, Range] = {
    "samples": Range(10, 100_000, whole=True),
    "noise": Range(0.0, 1.0),
    "test_fraction": Range(0.0, 0.9),
    "classes": Range(3, 6, whole=True),
    "width": Range(1, 10_000, whole=True),
    "layers": Range(0, 100, whole=True),
    "learning_rate": Range(0.0, 1_000.0, above=True),
    "batch_size": Range(1, 1_000_000, whole=True),
    "l1": Range(0.0, 100.0),
    "l2": Range(0.0, 100.0),
    "seed": Range(0, 2**31 - 1, whole=True),
}
# Weights and biases together: beyond it one training step takes longer than anyone watches.
MAX_PARAMETERS = 20_000_000
# Activations of one mini-batch: training holds four numbers for each, 3 GB of float64 at most.
MAX_ACTIVATIONS = 100_000_000
DTYPES = ("float64", "float32")


def check_choice(name: str, value: Any, choices: tuple[str, ...]) -> None:
    """Raise a ValueError, with the nearest name, unless `value` is one of `choices`."""
    if value in choices:
        return
    from difflib import get_close_matches  # here: only a mistake needs it

    near = get_close_matches(value, choices, n=1) if isinstance(value, str) else []
    hint = f"did you mean {near[0]}?" if near else "choose " + ", ".join(choices)
    raise ValueError(f"{name} {value!r} is not known: {hint}")


def check_flag(name: str, value: Any) -> None:
    """Raise a ValueError unless `value` is True or False."""
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be true or false, got {value!r}")


def _check_numbers(spec: object, *names: str) -> None:
    for name in names:
        # the one place where a frozen spec is written: 3 becomes 3.0 where any number may stand, and
        # numpy's numbers become Python's
        object.__setattr__(spec, name, RANGES[name].check(name, getattr(spec, name)))


def hidden_activations() -> tuple[str, ...]:
    """Return the names of the activations a hidden layer may have."""
    return tuple(name for name, one in ACTIVATIONS.items() if one.hidden)


def output_activations() -> tuple[str, ...]:
    """Return the names of the activations the output may have."""
    return tuple(name for name, one in ACTIVATIONS.items() if one.output)


@dataclass(frozen=True)
class DataSpec:
    """Which points are drawn.

    Attributes
    ----------
    dataset : str
        A name in `engine.DATASETS`.
    samples : int
        Train and test samples together.
    noise : float
        From 0 to 1; what it disturbs, the data set says.
    test_fraction : float
        The share of the samples that is held out.
    classes : int
        How many classes the many-class data sets have; the others do not look at it.
    """

    dataset: str = "spiral"
    samples: int = 500
    noise: float = 0.0
    test_fraction: float = 0.5
    classes: int = 3

    def __post_init__(self) -> None:
        check_choice("dataset", self.dataset, tuple(DATASETS))
        _check_numbers(self, "samples", "noise", "test_fraction", "classes")

    @property
    def test_samples(self) -> int:
        """How many samples are held out; at least one is left to train."""
        return min(round(self.samples * self.test_fraction), self.samples - 1)

    @property
    def train_samples(self) -> int:
        """How many samples there are to learn from."""
        return self.samples - self.test_samples


@dataclass(frozen=True)
class LayerSpec:
    """One hidden layer: how many neurons, and their activation."""

    width: int = 8
    activation: str = "tanh"

    def __post_init__(self) -> None:
        _check_numbers(self, "width")
        check_choice("activation", self.activation, hidden_activations())


@dataclass(frozen=True)
class NetworkSpec:
    """The inputs, the hidden layers and the output of a network.

    Attributes
    ----------
    features : tuple of str
        Names in `engine.FEATURES`, at least one; not used where data are passed in.
    hidden : tuple of LayerSpec
        From the input's side; may be empty.
    output : str
        The output's activation, or "auto": what the problem asks for.
    initializer : str
        A name in `engine.INITIALIZERS`.
    """

    features: tuple[str, ...] = ("x1", "x2")
    hidden: tuple[LayerSpec, ...] = (LayerSpec(), LayerSpec())
    output: str = "auto"
    initializer: str = "glorot_uniform"

    def __post_init__(self) -> None:
        object.__setattr__(self, "features", _as_tuple("features", self.features))
        object.__setattr__(self, "hidden", _as_tuple("hidden", self.hidden))
        for feature in self.features:
            check_choice("feature", feature, tuple(FEATURES))
        if not self.features:
            raise ValueError("features is empty: a network needs at least one input")
        if len(set(self.features)) < len(self.features):
            raise ValueError(f"features must differ, got {', '.join(self.features)}")
        RANGES["layers"].check("number of hidden layers", len(self.hidden))
        for layer in self.hidden:
            if not isinstance(layer, LayerSpec):
                raise ValueError(f"hidden must hold LayerSpec, got {layer!r}")
        check_choice("output", self.output, ("auto", *output_activations()))
        check_choice("initializer", self.initializer, tuple(INITIALIZERS))
        check_size(self.sizes)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Inputs, neurons of every hidden layer, and the one output that every problem has at least."""
        return (len(self.features), *(layer.width for layer in self.hidden), 1)


@dataclass(frozen=True)
class TrainSpec:
    """How the network learns; every one of these may change while it does.

    Attributes
    ----------
    loss : str
        A name in `engine.LOSSES`, or "auto": what the problem and the output ask for.
    optimizer : str
        A name in `engine.OPTIMIZERS`.
    learning_rate : float
        η, above 0.
    batch_size : int
        Samples in a mini-batch; as many as there are, or more, is full-batch training.
    l1, l2 : float
        Factors of the penalties Σ|w| and ½ Σw² over the weights, never the biases.
    shuffle : bool
        Whether each epoch takes the samples in a new order.
    dtype : {"float64", "float32"}
    """

    loss: str = "auto"
    optimizer: str = "sgd"
    learning_rate: float = 0.03
    batch_size: int = 10
    l1: float = 0.0
    l2: float = 0.0
    shuffle: bool = True
    dtype: str = "float64"

    def __post_init__(self) -> None:
        check_choice("loss", self.loss, ("auto", *LOSSES))
        check_choice("optimizer", self.optimizer, tuple(OPTIMIZERS))
        _check_numbers(self, "learning_rate", "batch_size", "l1", "l2")
        check_flag("shuffle", self.shuffle)
        check_choice("dtype", self.dtype, DTYPES)


@dataclass(frozen=True)
class Experiment:
    """Data, network, training and seed: all that decides what will happen.

    The seed draws the data, the first weights and the order of the samples, each from a stream of its
    own: another noise level leaves the first weights as they are.
    """

    data: DataSpec = field(default_factory=DataSpec)
    network: NetworkSpec = field(default_factory=NetworkSpec)
    training: TrainSpec = field(default_factory=TrainSpec)
    seed: int = 0

    def __post_init__(self) -> None:
        for name, kind in (("data", DataSpec), ("network", NetworkSpec), ("training", TrainSpec)):
            if not isinstance(getattr(self, name), kind):
                raise ValueError(f"{name} must be a {kind.__name__}, got {getattr(self, name)!r}")
        _check_numbers(self, "seed")
        dataset = DATASETS[self.data.dataset]
        outputs = self.data.classes if dataset.problem == "multiclass" else 1
        sizes = (*self.network.sizes[:-1], outputs)
        check_size(sizes)
        check_batch(sizes, min(self.training.batch_size, self.data.train_samples))

    def head(self) -> tuple[str, str]:
        """Return (output, loss) for this experiment's own data set, "auto" settled.

        Raises
        ------
        ValueError
            Where the two do not fit each other or the data set.
        """
        return resolve(DATASETS[self.data.dataset].problem, self.network.output, self.training.loss)


def check_size(sizes: tuple[int, ...]) -> None:
    """Raise a ValueError where a network of these layer sizes has too many parameters to be taken."""
    count = parameter_count(sizes)
    if count > MAX_PARAMETERS:
        raise ValueError(
            f"the network would have {count:,} weights and biases, at most {MAX_PARAMETERS:,} fit: "
            "make its layers narrower or fewer"
        )


def check_batch(sizes: tuple[int, ...], samples: int) -> None:
    """Raise a ValueError where a mini-batch takes too much memory in a network of these layer sizes."""
    count = samples * sum(width + 1 for width in sizes[1:])
    if count > MAX_ACTIVATIONS:
        raise ValueError(
            f"a mini-batch of {samples:,} samples would fill {count:,} numbers in this network, "
            f"at most {MAX_ACTIVATIONS:,} fit: make batch_size smaller or the layers narrower"
        )


def parameter_count(sizes: tuple[int, ...]) -> int:
    """Return how many weights and biases a network of these layer sizes has.

    Examples
    --------
    >>> parameter_count((2, 4, 2, 1))
    25
    """
    return sum(fan_out * (fan_in + 1) for fan_in, fan_out in pairwise(sizes))


def _as_tuple(name: str, value: Any) -> tuple[Any, ...]:
    if isinstance(value, (tuple, list)):
        return tuple(value)
    raise ValueError(f"{name} must be a tuple, got {value!r}")
