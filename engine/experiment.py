"""The experiment: frozen dataclasses, checked once, when they are made.

An `Experiment` holds everything that training depends on: the same experiment gives the same bits, as long as
numpy's matrix products do (the same BLAS kernel, with as many threads). It is changed by replacement,
`replace(experiment, seed=1)`. A value that is not allowed raises a `SpecError` of one line: which field, what
was given, what is allowed. Fields that a person can set are declared with their range, group and order: see
`base/settings.py`.
"""

from dataclasses import asdict, field, replace
from typing import Any, ClassVar

from engine.activations import ACTIVATIONS
from engine.base.checks import WEIGHT, Range, SpecError, check_kind, quoted
from engine.base.limits import check_memory, check_size
from engine.base.settings import Setting, check_settings, choice, number, seed_number, settings, switch
from engine.base.values import dataclass
from engine.data_spec import DataSpec
from engine.features import FEATURES, check_feature, needs_x2
from engine.initializers import INITIALIZERS, SCALE
from engine.losses import LOSSES, resolve
from engine.optimizers import OPTIMIZERS
from engine.schedules import SCHEDULES

DTYPES = ("float64", "float32")
SEEDS = Range(0, 2**31 - 1, whole=True)
LAYERS = Range(0, 100, whole=True)  # hidden layers
Weights = tuple[tuple[tuple[float, ...], ...], ...]


def hidden_activations() -> tuple[str, ...]:
    """Return the names of the activations that a hidden layer can have."""
    return tuple(name for name, activation in ACTIVATIONS.items() if activation.hidden)


def output_activations() -> tuple[str, ...]:
    """Return the names of the activations that the output can have."""
    return tuple(name for name, activation in ACTIVATIONS.items() if activation.output)


@dataclass(frozen=True)
class LayerSpec:
    """One hidden layer.

    Attributes
    ----------
    width : int
        How many neurons.
    activation : str
        One of `hidden_activations()`.
    dropout : float
        The share of its outputs that each training step drops at random; evaluation drops none.
    """

    part: ClassVar[str] = "layer"

    width: int = number(8, Range(1, 10_000, whole=True), group="layer")
    activation: str = choice("tanh", hidden_activations, group="layer")
    dropout: float = number(0.0, Range(0.0, 0.95), group="regularisation", order=2)

    def __post_init__(self) -> None:
        check_settings(self)


@dataclass(frozen=True)
class NetworkSpec:
    """The inputs, the hidden layers and the output of a network.

    Attributes
    ----------
    features : tuple of str
        Names in `engine.FEATURES` or formulas such as "=x1*sin(x2)", at least one; not used if data are
        passed in.
    hidden : tuple of LayerSpec
        In order from the inputs; may be empty.
    output : str
        The output's activation, or "auto" for the one that suits the problem.
    initializer : str
        A name in `engine.INITIALIZERS`.
    init_scale : float
        The s of `uniform`, `normal` and `constant`: the bound, the standard deviation, the value.
    init_bias : float or None
        The starting value of every bias; None for the initialiser's own.
    weights : tuple of tuple of tuple of float
        Starting weights set by hand: for each layer, the output last, a row [weights…, bias] for each neuron.
        Empty to draw them. That they fit the network is checked when training is set up: only then is the
        number of outputs known.
    """

    part: ClassVar[str] = "network"

    features: tuple[str, ...] = ("x1", "x2")
    hidden: tuple[LayerSpec, ...] = (LayerSpec(), LayerSpec())
    output: str = choice("auto", lambda: ("auto", *output_activations()), group="network")
    initializer: str = choice("glorot_uniform", lambda: tuple(INITIALIZERS), group="strip", order=6)
    init_scale: float = number(SCALE, Range(0.0, 100.0), group="start")
    init_bias: float | None = number(None, Range(-100.0, 100.0), group="start")
    weights: Weights = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "features", _as_tuple("features", self.features))
        object.__setattr__(self, "hidden", _as_tuple("hidden", self.hidden))
        for feature in self.features:
            check_feature(feature)
        if not self.features:
            message = "features is empty: a network needs at least one input"
            raise SpecError(message, field="features", value=self.features)
        if len(set(self.features)) < len(self.features):
            message = f"features must differ, got {', '.join(self.features)}"
            raise SpecError(message, field="features", value=self.features)
        LAYERS.check("layers", len(self.hidden), "number of hidden layers")
        for layer in self.hidden:
            if not isinstance(layer, LayerSpec):
                message = f"hidden must hold LayerSpec, got {quoted(layer)}"
                raise SpecError(message, field="hidden", value=layer)
        check_settings(self)
        check_size(self.sizes)
        object.__setattr__(self, "weights", _as_weights(self.weights))

    @property
    def sizes(self) -> tuple[int, ...]:
        """Inputs, neurons of every hidden layer, and one output, the fewest a problem can need."""
        return (len(self.features), *(layer.width for layer in self.hidden), 1)

    @property
    def unset(self) -> tuple[str, ...]:
        """The fields that files leave out while they are at their defaults, for versions without them."""
        return () if self.weights else ("weights",)


@dataclass(frozen=True)
class TrainSpec:
    """How the network learns; all of it can change during training.

    Attributes
    ----------
    loss : str
        A name in `engine.LOSSES`, or "auto" for the one that suits the problem and the output.
    label_smoothing : float
        s: class targets become (1 − s) y + s / K. Only for the cross-entropies (Szegedy et al., 2016).
    huber_delta : float
        δ: the error at which the Huber loss changes from a parabola to a straight line.
    optimizer : str
        A name in `engine.OPTIMIZERS`.
    learning_rate : float
        η, above 0.
    momentum, beta1, beta2, rho, epsilon : float
        The optimizers' μ, β₁, β₂, ρ and ε; each optimizer names those it reads in its `hyperparameters`.
    schedule : str
        A name in `engine.SCHEDULES`: how η changes from epoch to epoch.
    decay_epochs, decay_factor
        The schedules' T and γ; each schedule names those it reads in its `hyperparameters`.
    plateau_epochs : int
        After more than this many epochs in a row without a smaller training loss, η is multiplied by γ.
    warmup_epochs : int
        Over this many epochs at the start, η rises in even steps to its full value, before any schedule.
    batch_size : int
        Samples in a mini-batch; the number of training samples, or more, gives full-batch training.
    l1, l2 : float
        Factors of the penalties Σ|w| and ½ Σw² over all weights; biases are not penalised.
    weight_decay : float or None
        λ of decoupled weight decay, w ← w − η λ w; None for the optimizer's own: 0.01 for AdamW, else 0.
    clip_value, clip_norm : float
        The largest absolute value of a gradient component, and the largest 2-norm of the gradient; 0 for no
        limit.
    max_norm : float
        The largest 2-norm of the weights into any neuron; 0 for no limit.
    shuffle : bool
        Whether each epoch goes through the samples in a new order.
    dtype : {"float64", "float32"}
    """

    part: ClassVar[str] = "training"

    loss: str = choice("auto", lambda: ("auto", *LOSSES), group="strip", order=3)
    optimizer: str = choice("sgd", lambda: tuple(OPTIMIZERS), group="strip", order=2)
    learning_rate: float = number(0.03, Range(0.0, 1_000.0, above=True), group="strip", order=0)
    batch_size: int = number(10, Range(1, 1_000_000, whole=True), group="strip", order=1)
    l1: float = number(0.0, Range(0.0, 100.0), group="strip", order=4)
    l2: float = number(0.0, Range(0.0, 100.0), group="strip", order=5)
    shuffle: bool = switch(True, group="numbers", order=1)
    dtype: str = choice("float64", lambda: DTYPES, group="numbers", order=0)
    label_smoothing: float = number(0.0, Range(0.0, 0.9), group="loss")
    huber_delta: float = number(1.0, Range(0.0, 100.0, above=True), group="loss")
    momentum: float = number(0.9, Range(0.0, 0.9999), group="optimizer")
    beta1: float = number(0.9, Range(0.0, 0.9999), group="optimizer")
    beta2: float = number(0.999, Range(0.0, 0.999999), group="optimizer")
    rho: float = number(0.9, Range(0.0, 0.999999), group="optimizer")
    epsilon: float = number(1e-8, Range(1e-30, 1.0), group="optimizer")
    schedule: str = choice("constant", lambda: tuple(SCHEDULES), group="schedule")
    decay_epochs: int = number(100, Range(1, 1_000_000, whole=True), group="schedule")
    decay_factor: float = number(0.5, Range(0.0, 1.0, above=True), group="schedule")
    plateau_epochs: int = number(10, Range(1, 1_000_000, whole=True), group="schedule")
    warmup_epochs: int = number(0, Range(0, 1_000_000, whole=True), group="schedule", typical=5)
    weight_decay: float | None = number(None, Range(0.0, 100.0), group="regularisation", typical=0.01)
    clip_value: float = number(0.0, Range(0.0, 1e6), group="regularisation", order=1, typical=1.0)
    clip_norm: float = number(0.0, Range(0.0, 1e6), group="regularisation", order=0, typical=1.0)
    max_norm: float = number(0.0, Range(0.0, 1e6), group="regularisation", order=1, typical=1.0)

    def __post_init__(self) -> None:
        check_settings(self)


@dataclass(frozen=True)
class StopSpec:
    """When training stops by itself; None switches a rule off. Divergence always stops it.

    Attributes
    ----------
    epochs : int or None
        At this epoch; no effect once training is past it.
    target_loss : float or None
        As soon as the loss is this small, on the test samples, or on the training samples if there are no
        test samples.
    target_accuracy : float or None
        As soon as this share of the same samples is classified correctly; regression ignores it.
    patience : int or None
        After this many epochs without a smaller loss.
    """

    part: ClassVar[str] = "stop"

    epochs: int | None = number(None, Range(1, 1_000_000_000, whole=True), group="stop", typical=1000)
    target_loss: float | None = number(None, Range(0.0, 1e6), group="stop", typical=0.1)
    target_accuracy: float | None = number(None, Range(0.0, 1.0), group="stop", typical=0.95)
    patience: int | None = number(None, Range(1, 1_000_000, whole=True), group="stop", typical=50)

    def __post_init__(self) -> None:
        check_settings(self)

    @property
    def watches(self) -> bool:
        """Whether it needs the metrics of every epoch."""
        return not (self.target_loss is self.target_accuracy is self.patience is None)


@dataclass(frozen=True)
class Experiment:
    """Data, network, training, seed and stop rules: everything that decides what happens.

    The seed sets the data, the starting weights and the order of the samples, each with its own random
    stream: a different noise level leaves the starting weights unchanged.

    Attributes
    ----------
    data : DataSpec
    network : NetworkSpec
    training : TrainSpec
    seed : int
    stop : StopSpec
    weights_seed : int or None
        Replaces `seed` for everything random but the data: starting weights, the order of the samples and
        dropout. So the same data can be learned from different starting weights. None to use `seed`.
    """

    part: ClassVar[str] = "experiment"

    data: DataSpec = field(default_factory=DataSpec)
    network: NetworkSpec = field(default_factory=NetworkSpec)
    training: TrainSpec = field(default_factory=TrainSpec)
    seed: int = seed_number(0, SEEDS, group="data")
    stop: StopSpec = field(default_factory=StopSpec)
    weights_seed: int | None = seed_number(None, SEEDS, group="start")

    def __post_init__(self) -> None:
        kinds = {"data": DataSpec, "network": NetworkSpec, "training": TrainSpec, "stop": StopSpec}
        for name, kind in kinds.items():
            check_kind(name, getattr(self, name), kind)
        check_settings(self)
        self._check_inputs()
        # the widths decide how much memory training takes, so it is checked before any is allocated
        sizes = (*self.network.sizes[:-1], self.data.outputs)
        check_size(sizes)
        check_memory(sizes, self.training.batch_size, self.data.count, self.training.dtype)

    def _check_inputs(self) -> None:
        """Raise a SpecError for a feature made of x₂ where the data have one input."""
        if 1 in self.data.columns:
            return
        for feature in self.network.features:
            if needs_x2(feature):
                allowed = tuple(name for name, one in FEATURES.items() if not one.needs_x2)
                message = (
                    f"feature {quoted(feature)} needs x2, but the data have one input, x1: choose "
                    f"{', '.join(allowed)}, or a formula of x1"
                )
                raise SpecError(message, field="features", value=feature, allowed=allowed)

    @property
    def training_seed(self) -> int:
        """The seed of everything random but the data."""
        return self.seed if self.weights_seed is None else self.weights_seed

    def head(self) -> tuple[str, str]:
        """Return output and loss, with "auto" resolved for this experiment's own data set.

        Returns
        -------
        (output, loss) : tuple of str

        Raises
        ------
        SpecError
            If they are not compatible with each other or with the data.
        """
        return resolve(self.data.problem, self.network.output, self.training.loss)


SPECS = (DataSpec, NetworkSpec, LayerSpec, TrainSpec, StopSpec, Experiment)
SETTINGS = tuple(one for spec in SPECS for one in settings(spec))
# the range of every number in an experiment, and of the number of hidden layers
RANGES = {one.name: one.range for one in SETTINGS if one.range is not None} | {"layers": LAYERS}


def settings_in(group: str) -> tuple[Setting, ...]:
    """Return the settings of a group, from all parts of an experiment, in display order.

    Examples
    --------
    >>> [one.name for one in settings_in("numbers")]
    ['dtype', 'shuffle']
    """
    return tuple(sorted((one for one in SETTINGS if one.group == group), key=lambda one: one.order))


def unread(experiment: Experiment) -> set[str]:
    """Return the names of the settings that nothing in this experiment reads.

    Examples
    --------
    >>> "momentum" in unread(Experiment())
    True
    >>> "momentum" in unread(Experiment(training=TrainSpec(optimizer="momentum")))
    False
    """
    data, training = experiment.data, experiment.training
    loss, initializer = LOSSES[experiment.head()[1]], INITIALIZERS[experiment.network.initializer]
    in_use = (OPTIMIZERS[training.optimizer], SCHEDULES[training.schedule], loss)
    names = {
        name
        for registry in (OPTIMIZERS, SCHEDULES, LOSSES)
        for one in registry.values()
        for name in one.hyperparameters
    }
    names -= {name for one in in_use for name in one.hyperparameters}
    read = {
        "label_smoothing": loss.smooths,
        "init_scale": initializer.scaled,
        "samples": not data.own,
        "noise": not data.own,
        "classes": not data.own and data.problem == "multiclass",
        "imbalance": not data.own and data.problem != "regression",
        "labels": data.own,
        "one_input": data.own,
        "standardise_values": data.own and data.labels == "values",
    }
    return names | {name for name, is_read in read.items() if not is_read}


def _as_tuple(field: str, value: Any, name: str = "") -> tuple[Any, ...]:
    if isinstance(value, (tuple, list)):
        return tuple(value)
    raise SpecError(f"{name or field} must be a tuple, got {quoted(value)}", field=field, value=value)


def _is_weight(value: Any) -> bool:
    """Whether a value is certainly fine: an experiment with many weights is copied at every change."""
    return type(value) is float and WEIGHT.low <= value <= WEIGHT.high


def _as_weights(value: Any) -> Weights:
    """Return starting weights as tuples of floats, or raise a SpecError for what is no such number."""

    def row(i: int, j: int, numbers: Any) -> tuple[float, ...]:
        name = f"weights[{i}][{j}]"
        return tuple(
            one if _is_weight(one) else float(WEIGHT.check("weights", one, f"{name}[{k}]"))
            for k, one in enumerate(_as_tuple("weights", numbers, name))
        )

    def layer(i: int, rows: Any) -> tuple[tuple[float, ...], ...]:
        return tuple(row(i, j, one) for j, one in enumerate(_as_tuple("weights", rows, f"weights[{i}]")))

    return tuple(layer(i, one) for i, one in enumerate(_as_tuple("weights", value)))


def as_dict(experiment: Experiment) -> dict[str, Any]:
    """Return what `asdict` does, with the very points: to copy thousands of tuples takes long."""
    data = experiment.data
    plain = asdict(replace(experiment, data=replace(data, points=())))
    plain["data"] |= {"points": data.points, "test_points": data.test_points}
    return plain


def written(experiment: Experiment) -> dict[str, Any]:
    """Return what files hold of an experiment.

    What earlier versions do not know is left out while it is at its default, so that they can read it.
    """
    plain = as_dict(experiment)
    for part in (experiment.data, experiment.network):
        for name in part.unset:
            del plain[part.part][name]
    return plain


def with_data(experiment: Experiment, data: DataSpec) -> Experiment:
    """Return the experiment with other data; where they have one input, features made of x₂ go.

    If none is left, x₁ is the input.
    """
    network = experiment.network
    if 1 not in data.columns and any(map(needs_x2, network.features)):
        features = tuple(name for name in network.features if not needs_x2(name)) or ("x1",)
        network = replace(network, features=features, weights=())
    return replace(experiment, data=data, network=network)


def with_head(experiment: Experiment, loss: str, output: str) -> Experiment:
    """Return the experiment with this loss and output."""
    training, network = experiment.training, experiment.network
    return replace(experiment, training=replace(training, loss=loss), network=replace(network, output=output))
