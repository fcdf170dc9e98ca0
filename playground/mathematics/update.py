"""The lines of the update: rate, penalties, clipping, the optimizer's own, decay and limits. No Qt."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from engine import OPTIMIZERS
from engine.analysis.ledger import UpdateStage
from playground.mathematics.line import Line
from playground.mathematics.place import BIAS, Place
from playground.mathematics.subject import Subject, exact


def update(subject: Subject) -> Iterator[Line]:
    """Yield the lines of the update: of all, of a layer, of a neuron's parameters, or of one."""
    place = subject.place
    if place is None:
        yield rate(subject)
        yield from _norm(subject)
    elif place.neuron is None:
        yield _matrix(subject, place.layer)
    elif place.source is None:
        for source in subject.sources(place):
            yield list(parameter(subject, Place(place.layer, place.neuron, source)))[-1]
    else:
        yield from parameter(subject, place)


def rate(subject: Subject) -> Line:
    """Return the learning rate as the schedule has it."""
    training, progress = subject.ledger.experiment.training, subject.ledger.progress
    t, value = progress.epoch, subject.rate()
    settings = subject.settings(("learning_rate", "decay_epochs", "decay_factor", "warmup_epochs"))
    if t < training.warmup_epochs:
        return subject.line("warmup", "eta", value, {**settings, "t": t}, None)
    values = {**settings, "t": t - training.warmup_epochs, "cuts": progress.rate.cuts}
    return subject.line(f"schedule.{training.schedule}", "eta", value, values, None)


def _norm(subject: Subject) -> Iterator[Line]:
    """Yield the norm of the whole gradient where it is clipped."""
    if subject.ledger.experiment.training.clip_norm > 0.0:
        g = _before_norm(subject)
        yield subject.line("norm_g", "norm_g", _norm_of(g), {"g": g}, None)


def _before_norm(subject: Subject) -> Any:
    """Return the gradient as it is when its norm is clipped."""
    g = subject.ledger.update.gradient
    kinds = _keyed(subject)
    for key, stage in kinds:
        if key == "clip_norm":
            break
        if stage.kind in ("penalty", "mask", "clip"):
            g = stage.value
    return g


def _norm_of(g: Any) -> Any:
    with np.errstate(all="ignore"):
        return np.sqrt(g.dot(g))


def _keyed(subject: Subject) -> list[tuple[str, UpdateStage]]:
    """Return the stages of the update, each with the key of its formula; several can be of one kind."""
    training = subject.ledger.experiment.training
    queues = {
        "penalty": [name for name in ("l2", "l1") if getattr(training, name) > 0.0],
        "clip": [name for name in ("clip_value", "clip_norm") if getattr(training, name) > 0.0],
        "mask": ["frozen", "frozen.after"],
        "decay": ["weight_decay"],
        "step": ["step"],
        "stop": ["stop"],
        "limit": ["max_norm"] * len(subject.ledger.layers),
    }
    return [(queues[stage.kind].pop(0), stage) for stage in subject.ledger.update.stages]


def _matrix(subject: Subject, index: int) -> Line:
    one = subject.layer(index)
    after = subject.theta(subject.ledger.update.after, index)
    return subject.line("", "W", after[:, : one.W.shape[1]], {}, Place(index), index)


def parameter(subject: Subject, place: Place) -> Iterator[Line]:
    """Yield the lines of one weight's or bias's update, from its gradient to its new value."""
    walk = _Walk(subject, place)
    for key, stage in _keyed(subject):
        yield from walk.lines(key, stage)


class _Walk:
    """Goes through the stages of an update with one parameter and its gradient."""

    def __init__(self, subject: Subject, place: Place) -> None:
        self.subject, self.place = subject, place
        self.update, self.at = subject.ledger.update, subject.index(place)
        self.g, self.theta = self.update.gradient[self.at], self.update.before[self.at]
        self.limited = 0  # layers whose norms have been limited
        training = subject.ledger.experiment.training
        self.kind = OPTIMIZERS[training.optimizer]
        own = self.kind.weight_decay if training.weight_decay is None else training.weight_decay
        self.settings = subject.settings(("l1", "l2", "clip_value", "clip_norm", "max_norm"))
        self.settings |= {"eta": subject.rate(), **exact({"weight_decay": own})}

    def lines(self, key: str, stage: UpdateStage) -> Iterator[Line]:
        """Yield the lines of a stage: none where it does not concern this parameter."""
        after = stage.value[self.at]
        if stage.kind == "step":
            yield from self._step(after)
            return
        if stage.kind == "limit":
            self.limited += 1
        if self._concerns(key, after):
            yield from self._extra(key)
            values = {**self.settings, "g": self.g, "weight": self.theta, "theta_before": self._before()}
            if key == "l1" and self.theta == 0.0:
                key = "l1.zero"
            target = "g" if stage.kind in ("penalty", "clip") or key == "frozen" else "weight"
            if key == "frozen.after":
                target = "theta"
            if key in ("clip_norm", "max_norm"):
                values |= {"norm_g": _norm_of(_before_norm(self.subject)), "norm_w": self._row_norm()}
            yield self.subject.line(key, target, after, values, self.place, self.place.layer)
        if stage.kind in ("penalty", "clip") or key == "frozen":
            self.g = after
        else:
            self.theta = after

    def _before(self) -> Any:
        return self.update.before[self.at]

    def _concerns(self, key: str, after: Any) -> bool:
        """Whether a stage does anything to this parameter, or might have done."""
        if key in ("l1", "l2", "weight_decay"):
            return self.place.source != BIAS
        if key in ("frozen", "frozen.after"):
            return bool(self.subject.ledger.progress.masks.fixed[self.at])
        if key == "stop":
            return bool(after != self.theta)
        if key == "max_norm":
            return self.limited == self.place.layer + 1 and self.place.source != BIAS
        return True

    def _row_norm(self) -> Any:
        """Return the norm of the weights into the neuron, before it is limited."""
        return _norm_of(self._row())

    def _row(self) -> Any:
        values = self.update.before
        for stage in self.update.stages:
            if stage.kind == "limit":
                break
            if stage.kind in ("decay", "step", "stop"):
                values = stage.value
        assert self.place.neuron is not None
        return self.subject.theta(values, self.place.layer)[self.place.neuron, :-1]

    def _extra(self, key: str) -> Iterator[Line]:
        """Yield the norm that a limit needs."""
        if key == "max_norm":
            row = self._row()
            at, layer = Place(self.place.layer, self.place.neuron), self.place.layer
            yield self.subject.line("norm_w", "norm_w", _norm_of(row), {"weights": row}, at, layer)

    def _step(self, after: Any) -> Iterator[Line]:
        """Yield the optimizer's own lines."""
        training = self.subject.ledger.experiment.training
        values: dict[str, Any] = {
            **self.subject.settings(self.kind.hyperparameters),
            **self._quantities(self.update.moments_before),
            "eta": self.subject.rate(),
            "g": self.g,
            "theta": self.theta,
        }
        new = {**self._quantities(self.update.moments_after), "theta": after}
        for number, text in enumerate(self.kind.lines, 1):
            target = text.split(" = ")[0]
            key = f"optimizer.{training.optimizer}.{number}"
            line = self.subject.computed(key, target, dict(values), self.place, self.place.layer)
            if target in new and not self._was_stopped():
                line = self.subject.line(key, target, new[target], dict(values), self.place, self.place.layer)
            values[target] = line.value
            yield line
        self.theta = after

    def _quantities(self, moments: Any) -> dict[str, Any]:
        """Return this parameter's share of what the optimizer remembers."""
        own = {letter: moments[name][self.at] for letter, name in self.kind.letters.items()}
        return {"t": self.update.count, **self.update.scalars_after, **own}

    def _was_stopped(self) -> bool:
        """Whether L1 stopped the parameter at zero, and its momentum with it."""
        stops = [stage.value for stage in self.update.stages if stage.kind == "stop"]
        steps = [stage.value for stage in self.update.stages if stage.kind == "step"]
        return bool(stops and stops[0][self.at] != steps[0][self.at])
