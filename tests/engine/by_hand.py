"""One training step in plain Python floats, formula by formula, to hold a ledger against.

Nothing here is the engine's: every formula is written once more, as a textbook has it, without arrays. A
number comes with the largest term that it was summed from: that is what its rounding is measured by.
"""

import math
from dataclasses import dataclass

TINY = 1e-30  # a difference below this is none


@dataclass(frozen=True)
class Number:
    """A value, and the size of the largest term that went into it."""

    value: float
    size: float

    def __mul__(self, other: "Number") -> "Number":
        return Number(self.value * other.value, self.size * other.size)


def number(value: float) -> Number:
    return Number(float(value), abs(float(value)))


def total(terms: list[Number]) -> Number:
    return Number(math.fsum(one.value for one in terms), max((one.size for one in terms), default=0.0))


# -- activations: g and g′ -----------------------------------------------------------------------


def sigma(z: float) -> float:
    return 1.0 / (1.0 + math.exp(-z)) if z >= 0.0 else math.exp(z) / (1.0 + math.exp(z))


def softplus(z: float) -> float:
    return max(z, 0.0) + math.log1p(math.exp(-abs(z)))


def exp_below(z: float) -> float:
    return math.exp(min(z, 0.0))


SELU_A, SELU_L = 1.6732632423543772, 1.0507009873554805


def gelu_slope(z: float) -> float:
    t = math.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3))
    u = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * z * z)
    return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * u


def mish_slope(z: float) -> float:
    t = math.tanh(softplus(z))
    return t + z * (1 - t * t) * sigma(z)


ACTIVATIONS = {
    "linear": (lambda z: z, lambda z: 1.0),
    "relu": (lambda z: max(0.0, z), lambda z: float(z > 0)),
    "leaky_relu": (lambda z: max(0.01 * z, z), lambda z: 1.0 if z > 0 else 0.01),
    "elu": (lambda z: z if z > 0 else math.expm1(z), exp_below),
    "selu": (
        lambda z: SELU_L * z if z > 0 else SELU_L * SELU_A * math.expm1(z),
        lambda z: SELU_L if z > 0 else SELU_L * SELU_A * math.exp(z),
    ),
    "sigmoid": (sigma, lambda z: sigma(z) * sigma(-z)),
    "tanh": (math.tanh, lambda z: 1 - math.tanh(z) ** 2),
    "softplus": (softplus, sigma),
    "swish": (lambda z: z * sigma(z), lambda z: sigma(z) + z * sigma(z) * sigma(-z)),
    "gelu": (
        lambda z: 0.5 * z * (1 + math.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3))),
        gelu_slope,
    ),
    "mish": (lambda z: z * math.tanh(softplus(z)), mish_slope),
    "sine": (math.sin, math.cos),
}


def softmax(z: list[float]) -> list[float]:
    powers = [math.exp(one - max(z)) for one in z]
    return [one / sum(powers) for one in powers]


FEATURES = {
    "x1": lambda x1, x2: x1,
    "x2": lambda x1, x2: x2,
    "x1_squared": lambda x1, x2: x1**2,
    "x2_squared": lambda x1, x2: x2**2,
    "x1_x2": lambda x1, x2: x1 * x2,
    "sin_x1": lambda x1, x2: math.sin(x1),
    "sin_x2": lambda x1, x2: math.sin(x2),
    "cos_x1": lambda x1, x2: math.cos(x1),
    "cos_x2": lambda x1, x2: math.cos(x2),
    "radius": lambda x1, x2: math.sqrt(x1 * x1 + x2 * x2),
    "angle": lambda x1, x2: math.atan2(x2, x1),
}


# -- losses: L from z and ŷ, and ∂L/∂ŷ ---------------------------------------------------------


def huber(e: float, delta: float) -> float:
    return 0.5 * e * e if abs(e) <= delta else delta * (abs(e) - 0.5 * delta)


def log_softmax(z: list[float]) -> list[float]:
    top = max(z)
    rest = math.log(math.fsum(math.exp(one - top) for one in z))
    return [one - top - rest for one in z]


LOSSES = {
    "squared": lambda z, a, y, _: 0.5 * math.fsum((p - t) ** 2 for p, t in zip(a, y, strict=True)),
    "absolute": lambda z, a, y, _: math.fsum(abs(p - t) for p, t in zip(a, y, strict=True)),
    "huber": lambda z, a, y, spec: math.fsum(
        huber(p - t, spec.huber_delta) for p, t in zip(a, y, strict=True)
    ),
    "binary_cross_entropy": lambda z, a, y, _: y[0] * softplus(-z[0]) + (1 - y[0]) * softplus(z[0]),
    "categorical_cross_entropy": lambda z, a, y, _: (
        -math.fsum(t * log for t, log in zip(y, log_softmax(z), strict=True))
    ),
    "hinge": lambda z, a, y, _: math.fsum(max(0.0, 1 - t * p) for p, t in zip(a, y, strict=True)),
}
LOSS_SLOPES = {
    "squared": lambda p, t, _: p - t,
    "absolute": lambda p, t, _: float((p > t) - (p < t)),
    "huber": lambda p, t, spec: min(max(p - t, -spec.huber_delta), spec.huber_delta),
    "hinge": lambda p, t, _: -t if t * p < 1 else 0.0,
}
MATCHED = {
    ("squared", "linear"),
    ("binary_cross_entropy", "sigmoid"),
    ("categorical_cross_entropy", "softmax"),
}
SMOOTHED = {"binary_cross_entropy", "categorical_cross_entropy"}


def target(y: object, task: object, spec: object) -> list[float]:
    """What the outputs should be for one label, or for one or more values."""
    kind, size = task.problem.kind, task.problem.size
    if kind == "regression":
        return [float(one) for one in y] if getattr(y, "shape", ()) else [float(y)]
    single = kind == "binary" and task.output != "softmax"
    ones = [float(y)] if single else [float(y == k) for k in range(size)]
    if task.loss == "hinge" or task.output == "tanh":
        return [2 * one - 1 for one in ones]
    s = spec.label_smoothing if task.loss in SMOOTHED else 0.0
    return [(1 - s) * one + s / size for one in ones]


# -- schedules and optimizers ------------------------------------------------------------------

SCHEDULES = {
    "constant": lambda spec, t, cuts: 1.0,
    "step": lambda spec, t, cuts: spec.decay_factor ** math.floor(t / spec.decay_epochs),
    "exponential": lambda spec, t, cuts: spec.decay_factor ** (t / spec.decay_epochs),
    "cosine": lambda spec, t, cuts: (
        0.5 * (1 + math.cos(math.pi * t / spec.decay_epochs)) if t < spec.decay_epochs else 0.0
    ),
    "inverse_time": lambda spec, t, cuts: 1 / (1 + t / spec.decay_epochs),
    "plateau": lambda spec, t, cuts: spec.decay_factor**cuts,
}


def rate_of(spec: object, epoch: int, cuts: int) -> float:
    if epoch < spec.warmup_epochs:
        return spec.learning_rate * (epoch + 1) / spec.warmup_epochs
    return spec.learning_rate * SCHEDULES[spec.schedule](spec, epoch - spec.warmup_epochs, cuts)


def velocity(spec: object, v: float, g: float) -> list[Number]:
    return [number(spec.momentum * v), number(g)]


# each: the terms of every moment, from its old value and g; and the step, from g and the new moments
MOMENTS = {
    "velocity": velocity,
    "first": lambda spec, m, g: [number(spec.beta1 * m), number((1 - spec.beta1) * g)],
    "second": lambda spec, v, g: [number(spec.beta2 * v), number((1 - spec.beta2) * g * g)],
    "adagrad squares": lambda spec, v, g: [number(v), number(g * g)],
    "rmsprop squares": lambda spec, v, g: [number(spec.rho * v), number((1 - spec.rho) * g * g)],
}


def adam_step(spec: object, t: int, g: float, moments: dict[str, float]) -> list[float]:
    m = moments["first"] / (1 - spec.beta1**t)
    v = moments["second"] / (1 - spec.beta2**t)
    return [m / (math.sqrt(v) + spec.epsilon)]


def nadam_momentum(spec: object, t: int) -> float:
    return spec.beta1 * (1 - 0.5 * 0.96 ** (0.004 * t))


def nadam_step(spec: object, t: int, g: float, moments: dict[str, float]) -> list[float]:
    product = math.prod(nadam_momentum(spec, i) for i in range(1, t + 1))
    now, ahead = nadam_momentum(spec, t), nadam_momentum(spec, t + 1)
    below = math.sqrt(moments["second"] / (1 - spec.beta2**t)) + spec.epsilon
    return [
        ahead * moments["first"] / (1 - product * ahead) / below,
        (1 - now) * g / (1 - product) / below,
    ]


def scaled_step(spec: object, t: int, g: float, moments: dict[str, float]) -> list[float]:
    return [g / (math.sqrt(moments["squares"]) + spec.epsilon)]


STEPS = {
    "sgd": lambda spec, t, g, moments: [g],
    "momentum": lambda spec, t, g, moments: [moments["velocity"]],
    "nesterov": lambda spec, t, g, moments: [g, spec.momentum * moments["velocity"]],
    "adagrad": scaled_step,
    "rmsprop": scaled_step,
    "adam": adam_step,
    "adamw": adam_step,
    "nadam": nadam_step,
}
DECAY = {"adamw": 0.01}
