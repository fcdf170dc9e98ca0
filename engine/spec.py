"""What an experiment is: frozen dataclasses, checked once, at the door.

An `Experiment` says everything that training needs, so that the same experiment gives the same bits.
It is changed by replacement: `replace(experiment, seed=1)`. A value that makes no sense is refused with
a ValueError of one line: which field, what it was, what it may be.
"""

from dataclasses import dataclass, field, fields
from itertools import pairwise
from numbers import Integral, Real
from typing import Any

from engine.activations import ACTIVATIONS
from engine.datasets import DATASETS
from engine.features import check_feature
from engine.initializers import INITIALIZERS, SCALE
from engine.losses import LOSSES, resolve
from engine.memory import check_memory
from engine.optimizers import OPTIMIZERS
from engine.schedules import SCHEDULES


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
    "imbalance": Range(0.0, 0.95),
    "width": Range(1, 10_000, whole=True),
    "dropout": Range(0.0, 0.95),
    "layers": Range(0, 100, whole=True),
    "init_scale": Range(0.0, 100.0),
    "init_bias": Range(-100.0, 100.0),
    "learning_rate": Range(0.0, 1_000.0, above=True),
    "batch_size": Range(1, 1_000_000, whole=True),
    "label_smoothing": Range(0.0, 0.9),
    "huber_delta": Range(0.0, 100.0, above=True),
    "momentum": Range(0.0, 0.9999),
    "beta1": Range(0.0, 0.9999),
    "beta2": Range(0.0, 0.999999),
    "rho": Range(0.0, 0.999999),
    "epsilon": Range(0.0, 1.0, above=True),
    "decay_epochs": Range(1, 1_000_000, whole=True),
    "decay_factor": Range(0.0, 1.0, above=True),
    "plateau_epochs": Range(1, 1_000_000, whole=True),
    "warmup_epochs": Range(0, 1_000_000, whole=True),
    "l1": Range(0.0, 100.0),
    "l2": Range(0.0, 100.0),
    "weight_decay": Range(0.0, 100.0),
    "clip_norm": Range(0.0, 1_000_000.0),
    "clip_value": Range(0.0, 1_000_000.0),
    "max_norm": Range(0.0, 1_000_000.0),
    "epochs": Range(1, 1_000_000_000, whole=True),
    "target_loss": Range(0.0, 1_000_000.0),
    "target_accuracy": Range(0.0, 1.0),
    "patience": Range(1, 1_000_000, whole=True),
    "seed": Range(0, 2**31 - 1, whole=True),
    "weights_seed": Range(0, 2**31 - 1, whole=True),
}
# Weights and biases together: beyond it one training step takes longer than anyone watches.
MAX_PARAMETERS = 20_000_000
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


def _check_numbers(spec: object, *names: str, optional: tuple[str, ...] = ()) -> None:
    """Check the fields of these names; those that are `optional` may also be None."""
    for name in (*names, *(name for name in optional if getattr(spec, name) is not None)):
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
    imbalance : float
        From 0, all classes alike, to 0.95: class k is (1 − imbalance) times as frequent as class k − 1.
        Regression does not look at it.
    """

    dataset: str = "spiral"
    samples: int = 500
    noise: float = 0.0
    test_fraction: float = 0.5
    classes: int = 3
    imbalance: float = 0.0

    def __post_init__(self) -> None:
        check_choice("dataset", self.dataset, tuple(DATASETS))
        _check_numbers(self, "samples", "noise", "test_fraction", "classes", "imbalance")

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
    """One hidden layer.

    Attributes
    ----------
    width : int
        How many neurons.
    activation : str
        A name in `engine.ACTIVATIONS` that a hidden layer may have.
    dropout : float
        The share of its outputs that each training step leaves out, at random; none at evaluation.
    """

    width: int = 8
    activation: str = "tanh"
    dropout: float = 0.0

    def __post_init__(self) -> None:
        _check_numbers(self, "width", "dropout")
        check_choice("activation", self.activation, hidden_activations())


@dataclass(frozen=True)
class NetworkSpec:
    """The inputs, the hidden layers and the output of a network.

    Attributes
    ----------
    features : tuple of str
        Names in `engine.FEATURES` or formulas such as "=x1*sin(x2)", at least one; not used where data are
        passed in.
    hidden : tuple of LayerSpec
        From the input's side; may be empty.
    output : str
        The output's activation, or "auto": what the problem asks for.
    initializer : str
        A name in `engine.INITIALIZERS`.
    init_scale : float
        What `uniform`, `normal` and `constant` take: the largest size, the deviation, the value.
    init_bias : float or None
        What every bias starts from; None for the initialiser's own choice.
    """

    features: tuple[str, ...] = ("x1", "x2")
    hidden: tuple[LayerSpec, ...] = (LayerSpec(), LayerSpec())
    output: str = "auto"
    initializer: str = "glorot_uniform"
    init_scale: float = SCALE
    init_bias: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "features", _as_tuple("features", self.features))
        object.__setattr__(self, "hidden", _as_tuple("hidden", self.hidden))
        for feature in self.features:
            check_feature(feature)
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
        _check_numbers(self, "init_scale", optional=("init_bias",))
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
    label_smoothing : float
        s: class targets become (1 − s) y + s / K. Only the cross-entropies look at it (Szegedy et al., 2016).
    huber_delta : float
        δ: where the Huber loss turns from a parabola into a straight line.
    optimizer : str
        A name in `engine.OPTIMIZERS`.
    learning_rate : float
        η, above 0.
    momentum, beta1, beta2, rho, epsilon : float
        The optimizers' hyper-parameters μ, β₁, β₂, ρ and ε; which of them one has, it says itself.
    schedule : str
        A name in `engine.SCHEDULES`: how η changes from epoch to epoch.
    decay_epochs, decay_factor, plateau_epochs
        The schedules' T, γ and patience; which of them one has, it says itself.
    warmup_epochs : int
        Over so many first epochs η rises in even steps to its full size, before any schedule.
    batch_size : int
        Samples in a mini-batch; as many as there are, or more, is full-batch training.
    l1, l2 : float
        Factors of the penalties Σ|w| and ½ Σw² over the weights, never the biases.
    weight_decay : float or None
        λ of decoupled weight decay, w ← w − η λ w; None for the optimizer's own: 0.01 with adamw, else 0.
    clip_value, clip_norm : float
        The largest size of one number of the gradient, and of its 2-norm; 0 for no limit.
    max_norm : float
        The largest 2-norm of the weights into one neuron; 0 for no limit.
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
    label_smoothing: float = 0.0
    huber_delta: float = 1.0
    momentum: float = 0.9
    beta1: float = 0.9
    beta2: float = 0.999
    rho: float = 0.9
    epsilon: float = 1e-8
    schedule: str = "constant"
    decay_epochs: int = 100
    decay_factor: float = 0.5
    plateau_epochs: int = 10
    warmup_epochs: int = 0
    weight_decay: float | None = None
    clip_value: float = 0.0
    clip_norm: float = 0.0
    max_norm: float = 0.0

    def __post_init__(self) -> None:
        check_choice("loss", self.loss, ("auto", *LOSSES))
        check_choice("optimizer", self.optimizer, tuple(OPTIMIZERS))
        check_choice("schedule", self.schedule, tuple(SCHEDULES))
        check_choice("dtype", self.dtype, DTYPES)
        check_flag("shuffle", self.shuffle)
        numbers = (one.name for one in fields(self) if one.name in RANGES and one.name != "weight_decay")
        _check_numbers(self, *numbers, optional=("weight_decay",))


@dataclass(frozen=True)
class StopSpec:
    """When training ends by itself; None for never. Divergence always ends it.

    Attributes
    ----------
    epochs : int or None
        At this epoch.
    target_loss : float or None
        As soon as the loss is this small, on the test samples, or the train samples where none are held out.
    target_accuracy : float or None
        As soon as that share of these samples is classified right; regression does not look at it.
    patience : int or None
        After so many epochs without a smaller loss.
    """

    epochs: int | None = None
    target_loss: float | None = None
    target_accuracy: float | None = None
    patience: int | None = None

    def __post_init__(self) -> None:
        _check_numbers(self, optional=tuple(one.name for one in fields(self)))

    @property
    def watches(self) -> bool:
        """Whether it needs to know the metrics of every epoch."""
        return not (self.target_loss is self.target_accuracy is self.patience is None)


@dataclass(frozen=True)
class Experiment:
    """Data, network, training, seed and stop rules: all that decides what will happen.

    The seed draws the data, the first weights and the order of the samples, each from a stream of its
    own: another noise level leaves the first weights as they are.

    Attributes
    ----------
    data : DataSpec
    network : NetworkSpec
    training : TrainSpec
    seed : int
    stop : StopSpec
    weights_seed : int or None
        Draws, instead of the seed, all but the data: first weights, the order of the samples and dropout. So
        the same data can be learned from another start. None for the seed.
    """

    data: DataSpec = field(default_factory=DataSpec)
    network: NetworkSpec = field(default_factory=NetworkSpec)
    training: TrainSpec = field(default_factory=TrainSpec)
    seed: int = 0
    stop: StopSpec = field(default_factory=StopSpec)
    weights_seed: int | None = None

    def __post_init__(self) -> None:
        kinds = {"data": DataSpec, "network": NetworkSpec, "training": TrainSpec, "stop": StopSpec}
        for name, kind in kinds.items():
            if not isinstance(getattr(self, name), kind):
                raise ValueError(f"{name} must be a {kind.__name__}, got {getattr(self, name)!r}")
        _check_numbers(self, "seed", optional=("weights_seed",))
        # with the widths known, what training takes is known before any of it is taken
        dataset = DATASETS[self.data.dataset]
        outputs = self.data.classes if dataset.problem == "multiclass" else 1
        sizes = (*self.network.sizes[:-1], outputs)
        check_size(sizes)
        check_memory(sizes, self.training.batch_size, self.data.samples, self.training.dtype)

    @property
    def training_seed(self) -> int:
        """The seed of all but the data."""
        return self.seed if self.weights_seed is None else self.weights_seed

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
