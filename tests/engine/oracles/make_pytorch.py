"""Write pytorch_gradients.json and pytorch_training.json: what PyTorch computes, in float64.

Usage: python tests/engine/oracles/make_pytorch.py    (pip install torch; the files say which version it was)

Parameters and gradients are flat, in the engine's order: layer after layer, neuron after neuron, a neuron's
bias after its weights. Settings have the names of the engine's TrainSpec; what is not named is DEFAULTS.
Wherever PyTorch has the thing itself, PyTorch computes it; what it has not, or has only nearly, is written
out here from its definition, and a comment says so.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise, product
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils import clip_grad_value_, clip_grads_with_norm_, get_total_norm
from torch.optim import SGD, Adagrad, Adam, AdamW, NAdam, RMSprop
from torch.optim.lr_scheduler import CosineAnnealingLR, ExponentialLR, LambdaLR, LinearLR, StepLR
from torch.optim.lr_scheduler import ReduceLROnPlateau as OnPlateau

Layers = list[tuple[Tensor, Tensor]]  # (W, b)
Settings = dict[str, float | str | None]
Loss = Callable[[Tensor, Tensor], Tensor]  # of outputs and targets: one number for every sample

ACTIVATIONS = {
    "linear": lambda z: z,
    "relu": torch.relu,
    "leaky_relu": functional.leaky_relu,
    "elu": functional.elu,
    "selu": functional.selu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softplus": functional.softplus,
    "swish": functional.silu,
    "gelu": lambda z: functional.gelu(z, approximate="tanh"),
    "mish": functional.mish,
    "sine": torch.sin,
}
OUTPUTS = {"linear": ACTIVATIONS["linear"], "sigmoid": torch.sigmoid, "tanh": torch.tanh}

DEFAULTS: Settings = {
    "learning_rate": 0.03,
    "momentum": 0.9,
    "beta1": 0.9,
    "beta2": 0.999,
    "rho": 0.9,
    "epsilon": 1e-8,
    "weight_decay": None,
    "schedule": "constant",
    "decay_epochs": 100,
    "decay_factor": 0.5,
    "plateau_epochs": 10,
    "warmup_epochs": 0,
    "l1": 0.0,
    "l2": 0.0,
    "clip_value": 0.0,
    "clip_norm": 0.0,
    "max_norm": 0.0,
}
# At these rates the loss neither stands still nor runs away; at those of the plateau it goes up and down.
RATES = {
    "sgd": 0.3,
    "momentum": 0.05,
    "nesterov": 0.05,
    "adagrad": 0.1,
    "rmsprop": 0.01,
    "adam": 0.02,
    "adamw": 0.02,
    "nadam": 0.02,
}
PLATEAU_RATES = {
    "sgd": 2.0,
    "momentum": 0.5,
    "nesterov": 0.45,
    "adagrad": 1.0,
    "rmsprop": 0.25,
    "adam": 0.2,
    "adamw": 0.3,
    "nadam": 0.7,
}
SCHEDULES: dict[str, Settings] = {
    "constant": {},
    "step": {"decay_epochs": 7},
    "exponential": {"decay_epochs": 7, "decay_factor": 0.4},
    "cosine": {"decay_epochs": 25},
    "inverse_time": {"decay_epochs": 7},
    "plateau": {"plateau_epochs": 2},
}
OF_ADAM: list[Settings] = [{"beta1": 0.8}, {"beta2": 0.99}, {"epsilon": 1e-3}]
OTHER_SETTINGS: dict[str, list[Settings]] = {
    "sgd": [],
    "momentum": [{"momentum": 0.5}],
    "nesterov": [{"momentum": 0.5}],
    "adagrad": [{"epsilon": 1e-3}],
    "rmsprop": [{"rho": 0.95}, {"epsilon": 1e-3}],
    "adam": OF_ADAM,
    "adamw": [*OF_ADAM, {"weight_decay": 0.0}],
    "nadam": OF_ADAM,
}
REGULARISATION: list[Settings] = [
    {"l1": 0.02},
    {"l2": 0.1},
    {"clip_value": 0.05},
    {"clip_norm": 0.1},
    {"max_norm": 1.2},
    {  # all at once, each so that it matters: this is where their order shows
        "l1": 0.01,
        "l2": 0.02,
        "clip_value": 0.1,
        "clip_norm": 0.2,
        "weight_decay": 0.02,
        "max_norm": 0.9,
    },
]
BATCHES = [slice(0, 4), slice(4, 8), slice(8, 10)]  # three steps an epoch, the third smaller
STEPS = 100


def numbers(*shape: int) -> Tensor:
    """Draw numbers that a file writes with three digits."""
    return (torch.randn(*shape, dtype=torch.float64) * 1000).round() / 1000


def start(sizes: tuple[int, ...]) -> Layers:
    """Draw W and b of every layer."""
    drawn = [numbers(out, into + 1) for into, out in pairwise(sizes)]
    return [(one[:, :-1].clone().requires_grad_(), one[:, -1].clone().requires_grad_()) for one in drawn]


def copied(layers: Layers) -> Layers:
    return [(W.detach().clone().requires_grad_(), b.detach().clone().requires_grad_()) for W, b in layers]


def logits(layers: Layers, activation: str, X: Tensor) -> Tensor:
    A = X
    for W, b in layers[:-1]:
        A = ACTIVATIONS[activation](functional.linear(A, W, b))
    return functional.linear(A, *layers[-1])


def flat(pairs: Layers) -> list[float]:
    """Thirteen digits of every number: more would only make the file longer."""
    together = torch.cat([torch.cat([W, b[:, None]], dim=1).flatten() for W, b in pairs])
    return [float(f"{x:.13g}") for x in together.tolist()]


# --- losses and gradients


def summed(elementwise: Callable[..., Tensor], **options: float) -> Loss:
    """A loss that PyTorch has for single outputs, summed over them."""
    return lambda Y_hat, Y: elementwise(Y_hat, Y, reduction="none", **options).sum(dim=1)


def squared(Y_hat: Tensor, Y: Tensor) -> Tensor:
    return 0.5 * functional.mse_loss(Y_hat, Y, reduction="none").sum(dim=1)


def hinge(Y_hat: Tensor, Y: Tensor) -> Tensor:
    # PyTorch has it not: max(0, 1 − y ŷ) of every output, one versus the rest
    return torch.relu(1 - Y * Y_hat).sum(dim=1)


OF_NUMBERS: list[tuple[Settings, Loss]] = [
    ({"loss": "squared"}, squared),
    ({"loss": "absolute"}, summed(functional.l1_loss)),
    ({"loss": "huber"}, summed(functional.huber_loss, delta=1.0)),
    ({"loss": "huber", "huber_delta": 0.4}, summed(functional.huber_loss, delta=0.4)),
]


@dataclass(frozen=True)
class Head:
    """What follows the last layer: the mean loss is loss(g(z), targets), averaged over the samples."""

    problem: str
    output: str
    training: Settings
    loss: Loss
    targets: Tensor
    outputs: int

    def mean_loss(self, Z: Tensor) -> Tensor:
        # PyTorch's cross-entropies take logits
        Y_hat = Z if "cross_entropy" in self.training["loss"] else OUTPUTS[self.output](Z)
        return self.loss(Y_hat, self.targets).mean()


def heads(labels: dict[str, Tensor]) -> Iterator[Head]:
    one_hot = {
        "binary": functional.one_hot(labels["binary"])[:, 1:].double(),
        "multiclass": functional.one_hot(labels["multiclass"]).double(),
    }
    for problem, output in product(labels, OUTPUTS):
        targets = labels[problem] if problem == "regression" else one_hot[problem]
        if problem != "regression" and output == "tanh":
            targets = 2 * targets - 1
        for training, loss in OF_NUMBERS:
            yield Head(problem, output, training, loss, targets, targets.shape[1])
    for problem, output in product(one_hot, ("linear", "tanh")):
        targets = 2 * one_hot[problem] - 1
        yield Head(problem, output, {"loss": "hinge"}, hinge, targets, targets.shape[1])
    for smoothing, training in ((0.0, {}), (0.1, {"label_smoothing": 0.1})):
        # of these two PyTorch smooths for the softmax only
        smooth = (1 - smoothing) * one_hot["binary"] + smoothing / 2
        loss = summed(functional.binary_cross_entropy_with_logits)
        yield Head("binary", "sigmoid", {"loss": "binary_cross_entropy", **training}, loss, smooth, 1)
        loss = partial(functional.cross_entropy, reduction="none", label_smoothing=smoothing)
        for problem, outputs in (("binary", 2), ("multiclass", 3)):
            settings: Settings = {"loss": "categorical_cross_entropy", **training}
            yield Head(problem, "softmax", settings, loss, labels[problem], outputs)


def gradients() -> dict[str, object]:
    """Loss and gradient of networks 2-3-2-n on five samples, for every hidden activation and every head."""
    torch.manual_seed(0)
    X = numbers(5, 2)
    labels = {
        "binary": torch.tensor([0, 1, 1, 0, 1]),
        "multiclass": torch.tensor([2, 0, 1, 1, 2]),
        "regression": numbers(5, 2),
    }
    starts = {outputs: start((2, 3, 2, outputs)) for outputs in (1, 2, 3)}

    def found(head: Head, activation: str) -> dict[str, object]:
        layers = starts[head.outputs]
        loss = head.mean_loss(logits(layers, activation, X))
        slopes = torch.autograd.grad(loss, [one for pair in layers for one in pair])
        return {"loss": loss.item(), "gradient": flat(list(zip(slopes[::2], slopes[1::2], strict=True)))}

    return {
        "X": X.tolist(),
        "y": {problem: y.tolist() for problem, y in labels.items()},
        "start": {outputs: flat(layers) for outputs, layers in starts.items()},
        "heads": [
            {
                "problem": head.problem,
                "output": head.output,
                "training": head.training,
                # what another δ changes is at the output: there one hidden activation will do
                "found": {
                    activation: found(head, activation)
                    for activation in (["tanh"] if "huber_delta" in head.training else ACTIVATIONS)
                },
            }
            for head in heads(labels)
        ],
    }


# --- training


# These decay the weights in PyTorch as here, decoupled: to plain SGD a decay in the gradient is the same.
DRIVING = {"momentum_buffer", "exp_avg"}
DECAY_THEMSELVES = ("sgd", "adamw", "nadam")


def optimizer_of(name: str, layers: Layers, s: Settings) -> torch.optim.Optimizer:
    rate, betas, epsilon = s["learning_rate"], (s["beta1"], s["beta2"]), s["epsilon"]
    decay = s["weight_decay"] if name in DECAY_THEMSELVES else 0.0
    groups = [
        {"params": [W for W, _ in layers], "weight_decay": decay},
        {"params": [b for _, b in layers], "weight_decay": 0.0},
    ]
    return {
        "sgd": lambda: SGD(groups, rate),
        "momentum": lambda: SGD(groups, rate, momentum=s["momentum"]),
        "nesterov": lambda: SGD(groups, rate, momentum=s["momentum"], nesterov=True),
        "adagrad": lambda: Adagrad(groups, rate, eps=epsilon),
        "rmsprop": lambda: RMSprop(groups, rate, alpha=s["rho"], eps=epsilon),
        "adam": lambda: Adam(groups, rate, betas, epsilon),
        "adamw": lambda: AdamW(groups, rate, betas, epsilon),
        "nadam": lambda: NAdam(groups, rate, betas, epsilon, decoupled_weight_decay=True),
    }[name]()


class Schedule:
    """PyTorch's schedulers: LinearLR through the epochs of the warm-up, and the schedule from there on."""

    def __init__(self, optimizer: torch.optim.Optimizer, s: Settings) -> None:
        self.optimizer, self.settings, self.epoch = optimizer, s, 0
        self.cuts, self.closest = 0, float("inf")  # on plateaus; and how near a loss came to the best
        w = s["warmup_epochs"]
        self.scheduler = self.after_the_warmup() if w == 0 else LinearLR(optimizer, 1 / w, 1.0, w - 1)

    def after_the_warmup(self) -> object:
        s, optimizer = self.settings, self.optimizer
        T, factor, patience = s["decay_epochs"], s["decay_factor"], s["plateau_epochs"]
        return {
            "constant": lambda: LambdaLR(optimizer, lambda _: 1.0),
            "step": lambda: StepLR(optimizer, T, factor),
            "exponential": lambda: ExponentialLR(optimizer, factor ** (1 / T)),
            "cosine": lambda: CosineAnnealingLR(optimizer, T),
            "inverse_time": lambda: LambdaLR(optimizer, lambda t: 1 / (1 + t / T)),
            "plateau": lambda: OnPlateau(optimizer, "min", factor, patience, threshold=0.0, eps=0.0),
        }[s["schedule"]]()

    def end_epoch(self, mean_loss: float) -> None:
        self.epoch += 1
        w, T = self.settings["warmup_epochs"], self.settings["decay_epochs"]
        if self.epoch == w:
            self.scheduler = self.after_the_warmup()
        elif isinstance(self.scheduler, OnPlateau):
            best, before = self.scheduler.best, self.optimizer.param_groups[0]["lr"]
            self.closest = min(self.closest, abs(mean_loss / best - 1.0))
            self.scheduler.step(mean_loss)
            self.cuts += self.optimizer.param_groups[0]["lr"] < before
        elif not (isinstance(self.scheduler, CosineAnnealingLR) and self.epoch > w + T):
            self.scheduler.step()  # PyTorch's cosine would rise again after T epochs


def penalise(layers: Layers, s: Settings) -> None:
    """Add the slopes of ½ l2 Σ w² and l1 Σ |w|; at w = 0, where |w| has many, the sum nearest to zero."""
    for W, _ in layers:
        W.grad += s["l2"] * W.detach() + s["l1"] * W.detach().sign()
        at_zero = W.detach() == 0
        W.grad[at_zero] = functional.softshrink(W.grad[at_zero], s["l1"])


def clip(layers: Layers, s: Settings) -> None:
    parameters = [one for pair in layers for one in pair]
    if s["clip_value"]:
        clip_grad_value_(parameters, s["clip_value"])
    if s["clip_norm"]:
        # PyTorch divides by the norm + 1e-6
        norm = get_total_norm([one.grad for one in parameters])
        clip_grads_with_norm_(parameters, s["clip_norm"], norm - 1e-6)


def shorten(layers: Layers, longest: float) -> None:
    """Make rows of W that are longer than that so long; PyTorch's renorm divides by the norm + 1e-7."""
    for W, _ in layers:
        length = torch.linalg.vector_norm(W, dim=1, keepdim=True)
        W *= torch.where(length > longest, longest / length, 1.0)


def train(optimizer: str, s: Settings, X: Tensor, y: Tensor, first: Layers) -> dict[int, Layers]:
    """Return the parameters after each of the steps that are kept."""
    s = {**DEFAULTS, **s}
    if s["weight_decay"] is None:
        s["weight_decay"] = 0.01 if optimizer == "adamw" else 0.0
    layers, after = copied(first), {}
    stepper = optimizer_of(optimizer, layers, s)
    schedule = Schedule(stepper, s)

    def mean_loss(part: slice) -> Tensor:
        Z = logits(layers, "tanh", X[part])[:, 0]
        return functional.binary_cross_entropy_with_logits(Z, y[part].double())

    for step in range(1, STEPS + 1):
        stepper.zero_grad()
        mean_loss(BATCHES[(step - 1) % 3]).backward()
        before = copied(layers)
        with torch.no_grad():
            penalise(layers, s)
            clip(layers, s)
            if s["weight_decay"] and optimizer not in DECAY_THEMSELVES:
                for W, _ in layers:
                    W *= 1 - stepper.param_groups[0]["lr"] * s["weight_decay"]
            stepper.step()
            if s["l1"]:  # a step across zero ends there
                for (W, _), (W_before, _) in zip(layers, before, strict=True):
                    crossed = W * W_before < 0
                    W[crossed] = 0.0
                    for name in DRIVING & set(stepper.state[W]):  # and what drove it there is gone
                        stepper.state[W][name][crossed] = 0.0
            if s["max_norm"]:
                shorten(layers, s["max_norm"])
            after[step] = copied(layers)
            if step % 3 == 0:
                schedule.end_epoch(mean_loss(slice(0, 10)).item())
    if s["schedule"] == "plateau":
        # the rate does fall, and a rounding error does not decide when
        assert schedule.cuts > 0
        assert schedule.closest > 1e-5
    return after


def training() -> dict[str, object]:
    """Train 2-3-2-1, tanh and sigmoid, for 100 steps on batches of 4 out of 10 samples: the third has 2."""
    torch.manual_seed(1)
    X, y = numbers(10, 2), torch.arange(10) % 2
    first = start((2, 3, 2, 1))

    def run(optimizer: str, settings: Settings, *steps: int) -> dict[str, object]:
        settings = {"learning_rate": RATES[optimizer], **settings}
        after = train(optimizer, settings, X, y, first)
        return {
            "training": {"optimizer": optimizer, **settings},
            "after": {step: flat(after[step]) for step in steps},
        }

    optimizers = [run(name, {}, 1, 2, 5, 10, 50, 100) for name in RATES]
    for name, others in OTHER_SETTINGS.items():
        optimizers += [run(name, other, 1, 10, 100) for other in (*others, {"weight_decay": 0.1})]
    schedules = []
    for (schedule, settings), warmup, name in product(SCHEDULES.items(), (0, 5), RATES):
        chosen: Settings = {"schedule": schedule, "warmup_epochs": warmup, **settings}
        if schedule == "plateau":
            chosen["learning_rate"] = PLATEAU_RATES[name]
        schedules.append(run(name, chosen, 20, 100))
    regularisation = [
        run(name, settings, 1, 10, 100) for name in ("sgd", "momentum", "adam") for settings in REGULARISATION
    ]
    return {
        "X": X.tolist(),
        "y": y.tolist(),
        "start": flat(first),
        "batch_size": 4,
        "optimizers": optimizers,
        "schedules": schedules,
        "regularisation": regularisation,
        "plateaus": plateaus(),
    }


def plateaus() -> dict[str, object]:
    """The rate after each of 60 losses, whole numbers with many ties, for several patiences."""
    torch.manual_seed(2)
    losses = (torch.randint(0, 40, (60,)) + torch.arange(60, 0, -1)).double().tolist()
    rates = {}
    for patience in (1, 2, 5):
        optimizer = SGD([torch.zeros(1)], lr=1.0)
        scheduler = OnPlateau(optimizer, "min", 0.5, patience, threshold=0.0, eps=0.0)
        rates[patience] = []
        for loss in losses:
            scheduler.step(loss)
            rates[patience].append(optimizer.param_groups[0]["lr"])
    return {"losses": losses, "decay_factor": 0.5, "rates": rates}


def write(name: str, made: dict[str, object]) -> None:
    made = {"made_by": f"PyTorch {torch.__version__}", **made}
    lines = json.dumps(made, separators=(",", ":")).replace("},", "},\n")
    Path(__file__).with_name(name).write_text(lines + "\n")


if __name__ == "__main__":
    torch.set_default_dtype(torch.float64)  # what NAdam keeps of its momenta would have seven digits
    write("pytorch_gradients.json", gradients())
    write("pytorch_training.json", training())
