"""What each setting does to learning, in words; ranges and formulas are the engine's. No Qt."""

from collections.abc import Iterable, Iterator, Mapping

from engine import (
    ACTIVATIONS,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    RANGES,
    SCHEDULES,
    Initializer,
    Loss,
    Optimizer,
    Range,
    Schedule,
    Setting,
    SpecError,
)
from engine.base.checks import quoted
from playground.texts.numbers import localised
from playground.texts.text import ControlWords, Text, escaped

SETTINGS: dict[str, ControlWords] = {
    "learning_rate": ControlWords(
        "Learning rate η",
        "How far each step moves the weights. Too high: the loss jumps or explodes. Too low: it hardly "
        "falls.",
        formula="θ ← θ − η g",
    ),
    "batch_size": ControlWords(
        "Batch size",
        "Samples averaged per step. Small: many noisy steps. Large: few smooth ones. “all” takes every "
        "training point.",
        formula="g = mean of ∂L/∂θ over the batch",
    ),
    "optimizer": ControlWords(
        "Optimiser",
        "How a gradient becomes a step. SGD goes straight downhill; momentum rolls through small dents and "
        "flat stretches; Adam and its relatives give each weight its own step size, and learn faster where "
        "slopes differ.",
    ),
    "loss": ControlWords(
        "Loss",
        "The number training tries to lower. auto: cross-entropy for classes, squared error for values, or "
        "what the chosen output needs.",
    ),
    "l1": ControlWords(
        "L1",
        "A penalty on the size of weights: pushes those that matter little to zero.",
        formula="loss + L1 · Σ |w|",
    ),
    "l2": ControlWords(
        "L2",
        "A penalty on the squares of weights: keeps them small and the boundary smooth, against overfitting.",
        formula="loss + ½ · L2 · Σ w²",
    ),
    "initializer": ControlWords(
        "Initialiser",
        "How the starting weights are drawn. Too large: neurons saturate. Too small: signals fade. All "
        "equal: neurons stay identical. Restarts training.",
    ),
    "momentum": ControlWords(
        "Momentum μ",
        "How much of the last step is added to the next: steps in one direction add up and zigzag less. Too "
        "close to 1, it overshoots.",
        formula="v ← μ v + g,  θ ← θ − η v",
    ),
    "beta1": ControlWords(
        "β₁",
        "How long Adam remembers the direction of earlier gradients. Closer to 1 is smoother.",
        formula="m ← β₁ m + (1 − β₁) g",
    ),
    "beta2": ControlWords(
        "β₂",
        "How long Adam remembers the size of earlier gradients, which it divides by.",
        formula="v ← β₂ v + (1 − β₂) g²",
    ),
    "rho": ControlWords(
        "Decay ρ",
        "How long RMSprop remembers the size of earlier gradients, which it divides by.",
        formula="v ← ρ v + (1 − ρ) g²",
    ),
    "epsilon": ControlWords(
        "ε",
        "Added to what each step is divided by. Larger: smaller steps along flat directions.",
        formula="θ ← θ − η g / (√v + ε)",
    ),
    "schedule": ControlWords(
        "Schedule",
        "How the learning rate changes from epoch to epoch: large steps first, small ones later.",
    ),
    "decay_epochs": ControlWords(
        "Epochs T",
        "Time scale of the schedule, in epochs.",
    ),
    "decay_factor": ControlWords(
        "Factor γ",
        "What the schedule multiplies the learning rate by each time.",
        formula="η γ^(t/T)",
    ),
    "plateau_epochs": ControlWords(
        "Patience",
        "The learning rate is lowered after this many epochs without a smaller training loss.",
    ),
    "warmup_epochs": ControlWords(
        "Warm-up",
        "The learning rate rises to its full value over this many epochs at the start.",
        formula="η (t + 1) / T",
    ),
    "label_smoothing": ControlWords(
        "Smoothing",
        "Moves targets from certainty towards an even guess, so the network stays less sure of itself.",
        formula="y ← (1 − s) y + s / K",
    ),
    "huber_delta": ControlWords(
        "Huber δ",
        "Errors beyond δ count by their size, not its square, so outliers pull less.",
        formula="½ e² for |e| ≤ δ, δ (|e| − ½ δ) beyond",
    ),
    "weight_decay": ControlWords(
        "Decay λ",
        "Shrinks every weight by η·λ of itself at each step, apart from the gradient. Off: the optimiser's "
        "own value, which is 0 except for AdamW.",
        formula="θ ← θ − η λ θ",
    ),
    "clip_norm": ControlWords(
        "Clip norm",
        "Limits the gradient's length (0: no limit), so one bad step can't wreck the network.",
        formula="g ← g · c / |g| where |g| > c",
    ),
    "clip_value": ControlWords(
        "Clip value",
        "Limits each number of the gradient (0: no limit).",
        formula="−c ≤ g ≤ c",
    ),
    "max_norm": ControlWords(
        "Max-norm",
        "Limits the norm of the weights into each neuron (0: no limit).",
        formula="|w| ≤ c",
    ),
    "dropout": ControlWords(
        "Dropout",
        "The share of a layer's neurons left out at random in each training step, so no neuron can rely on "
        "another: against overfitting. The window always shows the whole network.",
        formula="a ← a / (1 − p), or 0 with probability p",
    ),
    "init_scale": ControlWords(
        "Scale s",
        "How large the starting weights are. Too small: signals fade. Too large: neurons saturate.",
    ),
    "init_bias": ControlWords(
        "Bias",
        "The starting value of every bias. Off: the initialiser's own choice.",
    ),
    "weights_seed": ControlWords(
        "Own seed",
        "Sets the starting weights, the order of the samples and dropout: a different start on the same "
        "data. Off: the seed of the data.",
    ),
    "shuffle": ControlWords(
        "Shuffle",
        "Takes the samples in a new order each epoch. In a fixed order, steps repeat themselves.",
    ),
    "dtype": ControlWords(
        "Precision",
        "How precisely the engine computes: float32 is faster with wide layers. Restarts training.",
    ),
    "epochs": ControlWords(
        "At epoch",
        "Training pauses at this epoch; Play continues.",
    ),
    "target_loss": ControlWords(
        "Loss",
        "Training pauses as soon as the test loss is this small; without test points, the training loss.",
    ),
    "target_accuracy": ControlWords(
        "Accuracy",
        "Training pauses as soon as this share of the test points is classified correctly.",
    ),
    "patience": ControlWords(
        "Patience",
        "Training pauses after this many epochs without a smaller test loss.",
    ),
}

# fields whose other words stand elsewhere
CALLED = {
    "samples": Text("Samples"),
    "noise": Text("Noise"),
    "imbalance": Text("Imbalance"),
    "test_fraction": Text("Test fraction"),
    "classes": Text("Classes"),
    "seed": Text("Seed"),
    "width": Text("Neurons"),
    "output": Text("Output"),
    "weight": Text("A weight or bias"),
}
UNDESCRIBED = Text("The {label} in {formulas}.")
ALLOWED = Text("Allowed: {range}.")
NO_INPUTS = Text("At least one input must stay on.")
OUT_OF_RANGE = Text("{label} must be {allowed}, got {value}")
NOT_FOR_DATA = Text("{label} {value} cannot be used for {problem}: choose {choices}, or auto")
NOT_TOGETHER = Text("{label} {value} cannot be used with loss {loss}: choose output {choices}, or auto")
OR = Text(" or ")
AUTO = Text("auto")
AUTO_IS = Text("auto: {text}")
CROSS_ENTROPY = Text("cross-entropy")
AUTO_HINT = Text("What the problem and the output need.")
PRECISIONS: dict[str, Text] = {
    "float64": Text("float64: 15 digits"),
    "float32": Text("float32: 7 digits"),
}
# the registries in which the choices of a setting have a label and a formula
CHOICES: dict[str, Mapping[str, Initializer | Loss | type[Optimizer] | Schedule]] = {
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
    "loss": LOSSES,
    "initializer": INITIALIZERS,
}
WHOLE_NUMBER, NUMBER = Text("a whole number"), Text("a number")
BETWEEN = Text("{kind} from {low:,.10g} to {high:,.10g}")
ABOVE = Text("{kind} above {low:g} and at most {high:,.10g}")
PROBLEMS = {
    "binary": Text("two classes"),
    "multiclass": Text("several classes"),
    "regression": Text("regression"),
}


def words(name: str) -> ControlWords:
    """Return the words for a setting; one that has none here is described by the formulas that read it."""
    if name in SETTINGS:
        return SETTINGS[name]
    label = name.replace("_", " ")
    return ControlWords(
        label, UNDESCRIBED(label=label, formulas="; ".join(f"{who}: {what}" for who, what in readers(name)))
    )


def refusal(error: ValueError) -> str:
    """Return why a value was refused, in the words of the window."""
    if not isinstance(error, SpecError):
        return _sentence(str(error))
    if error.field == "features" and error.value == ():
        return NO_INPUTS()
    if error.conflict is not None:
        return _conflict(error.field, str(error.value), error.allowed, *error.conflict)
    if isinstance(error.allowed, Range) and (error.field in CALLED or error.field in SETTINGS):
        label = CALLED[error.field]() if error.field in CALLED else SETTINGS[error.field].label
        return OUT_OF_RANGE(label=label, allowed=range_words(error.allowed), value=_shown(error.value))
    return _sentence(str(error))


def range_words(allowed: Range) -> str:
    """Return which numbers a range allows."""
    kind = (WHOLE_NUMBER if allowed.whole else NUMBER)()
    return (ABOVE if allowed.above else BETWEEN)(kind=kind, low=allowed.low, high=allowed.high)


def _shown(value: object) -> str:
    """Return a refused value as it is quoted, with the marks of the window if it is a number."""
    return localised(quoted(value)) if isinstance(value, (int, float)) else quoted(value)


def _conflict(field: str, value: str, allowed: object, other: str, its_value: str) -> str:
    """Return that output and loss cannot be used together, or one of them not with the data."""
    names = {name: one.label for registry in (ACTIVATIONS, LOSSES) for name, one in registry.items()}
    label = SETTINGS["loss"].label if field == "loss" else CALLED[field]()
    choices = OR().join(names[one] for one in allowed) if isinstance(allowed, tuple) else ""
    if other == "problem":
        return NOT_FOR_DATA(label=label, value=names[value], problem=PROBLEMS[its_value](), choices=choices)
    return NOT_TOGETHER(label=label, value=names[value], loss=names[its_value], choices=choices)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def options(setting: Setting) -> dict[str, tuple[str, str]]:
    """Return a label and a hint for each name that a choice offers; without words, the name itself."""
    registry = CHOICES.get(setting.name, {})
    known = {name: (one.label, one.formula) for name, one in registry.items()}
    known |= {name: (text(), "") for name, text in PRECISIONS.items()}
    known["auto"] = AUTO(), AUTO_HINT()
    return {name: known.get(name, (name, "")) for name in setting.names()}


def short_loss(name: str) -> str:
    """Return the name of a loss where there is little room."""
    cross_entropies = {"binary_cross_entropy", "categorical_cross_entropy"}
    return CROSS_ENTROPY() if name in cross_entropies else LOSSES[name].label


def readers(name: str) -> Iterator[tuple[str, str]]:
    """Yield the label and the formula of everything that reads a hyperparameter."""
    for registry in (OPTIMIZERS, SCHEDULES, LOSSES):
        for one in registry.values():
            if name in one.hyperparameters:
                yield one.label, one.formula


def more_of(name: str) -> str:
    """Return a setting's range and the formulas that it stands in, as HTML."""
    parts = [f"<p>{ALLOWED(range=range_words(RANGES[name]))}</p>"] if name in RANGES else []
    return "".join(parts) + table(readers(name))


def table(rows: Iterable[tuple[str, str]]) -> str:
    """Return rows of a name and what belongs to it, as HTML; "" without rows."""
    lines = "".join(
        f"<tr><td style='padding-right:12px'><b>{escaped(name)}</b></td><td>{escaped(what)}</td></tr>"
        for name, what in rows
    )
    return f"<table>{lines}</table>" if lines else ""
