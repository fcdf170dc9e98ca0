"""What an experiment is: frozen dataclasses, checked once, at the door.

An `Experiment` says everything that training needs, so that the same experiment gives the same bits.
It is changed by replacement: `replace(experiment, seed=1)`. A value that makes no sense is refused with
a ValueError of one line: which field, what it was, what it may be.
"""

from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from engine.activations import ACTIVATIONS
from engine.base.checks import check_choice, check_flag, check_kind, said
from engine.base.limits import check_memory, check_size
from engine.base.ranges import Range
from engine.datasets import DATASETS
from engine.features import check_feature
from engine.initializers import INITIALIZERS, SCALE
from engine.losses import LOSSES, resolve
from engine.optimizers import OPTIMIZERS
from engine.points import LABELS, OWN, Points, checked, count_classes
from engine.schedules import SCHEDULES

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
    "epsilon": Range(1e-30, 1.0),
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
DTYPES = ("float64", "float32")


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
    """Which points are drawn by a generator, or the points that a person has drawn.

    Attributes
    ----------
    dataset : str
        A name in `engine.DATASETS`, or "own": `points`, to which only `test_fraction` and `labels` matter.
    samples : int
        Train and test samples together.
    noise : float
        From 0 to 1; what it disturbs, the data set says.
    test_fraction : float
        The share of the samples that is held out.
    classes : int
        How many classes the many-class data sets have; the others do not look at it.
    imbalance : float
        From 0, as the data set draws them, alike before noise mixes them, to 0.95: class k is
        (1 − imbalance) times as frequent as class k − 1.
        Regression does not look at it.
    points : tuple of (float, float, float)
        Own points: x₁, x₂, and a class or a value; at most 10,000. The other data sets do not look at them.
    labels : {"classes", "values"}
        What own points have: classes from 0 to 5, or values, for regression.
    """

    dataset: str = "spiral"
    samples: int = 500
    noise: float = 0.0
    test_fraction: float = 0.5
    classes: int = 3
    imbalance: float = 0.0
    points: Points = ()
    labels: str = "classes"

    def __post_init__(self) -> None:
        check_choice("dataset", self.dataset, (*DATASETS, OWN))
        _check_numbers(self, "samples", "noise", "test_fraction", "classes", "imbalance")
        check_choice("labels", self.labels, LABELS)
        object.__setattr__(self, "points", checked(self.points, self.labels))

    @property
    def own(self) -> bool:
        """Whether the points are a person's own."""
        return self.dataset == OWN

    @property
    def count(self) -> int:
        """How many samples there are, train and test together."""
        return len(self.points) if self.own else self.samples

    @cached_property
    def problem(self) -> str:
        """What kind of target there is: "binary", "multiclass" or "regression"."""
        if not self.own:
            return DATASETS[self.dataset].problem
        if self.labels == "values":
            return "regression"
        return "binary" if self.class_count == 2 else "multiclass"

    @cached_property
    def class_count(self) -> int:
        """How many classes there are to tell apart, where there are classes."""
        if self.own:
            return count_classes(self.points)
        return self.classes if self.problem == "multiclass" else 2

    @property
    def test_samples(self) -> int:
        """How many samples a generator's set holds out; at least one is left to train."""
        return min(round(self.samples * self.test_fraction), self.samples - 1)

    @property
    def train_samples(self) -> int:
        """How many samples of a generator's set there are to learn from."""
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
                raise ValueError(f"hidden must hold LayerSpec, got {said(layer)}")
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
        The optimizers' μ, β₁, β₂, ρ and ε; which of them an optimizer reads stands in its `hyperparameters`.
    schedule : str
        A name in `engine.SCHEDULES`: how η changes from epoch to epoch.
    decay_epochs, decay_factor
        The schedules' T and γ; which of them a schedule reads stands in its `hyperparameters`.
    plateau_epochs : int
        After more than so many epochs in a row without a smaller train loss, η is multiplied with γ.
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
        When it comes to this epoch; where training is past it, it goes on.
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
            check_kind(name, getattr(self, name), kind)
        _check_numbers(self, "seed", optional=("weights_seed",))
        # with the widths known, what training takes is known before any of it is taken
        outputs = self.data.class_count if self.data.problem == "multiclass" else 1
        sizes = (*self.network.sizes[:-1], outputs)
        check_size(sizes)
        check_memory(sizes, self.training.batch_size, self.data.count, self.training.dtype)

    @property
    def training_seed(self) -> int:
        """The seed of all but the data."""
        return self.seed if self.weights_seed is None else self.weights_seed

    def head(self) -> tuple[str, str]:
        """Settle output and loss for this experiment's own data set.

        Returns
        -------
        (output, loss) : tuple of str
            With "auto" settled.

        Raises
        ------
        ValueError
            Where the two do not fit each other or the data set.
        """
        return resolve(self.data.problem, self.network.output, self.training.loss)


def _as_tuple(name: str, value: Any) -> tuple[Any, ...]:
    if isinstance(value, (tuple, list)):
        return tuple(value)
    raise ValueError(f"{name} must be a tuple, got {said(value)}")


def with_head(experiment: Experiment, loss: str, output: str) -> Experiment:
    training, network = experiment.training, experiment.network
    return replace(experiment, training=replace(training, loss=loss), network=replace(network, output=output))
