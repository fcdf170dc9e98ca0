"""The lines of the update: rate, penalties, clipping, the optimizer's own, decay and limits. No Qt."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from engine import OPTIMIZERS
from engine.analysis.ledger import UpdateStage
from engine.analysis.tracer import next_batch
from engine.base.recipes import Array
from playground.mathematics.line import Line
from playground.mathematics.place import BIAS, Place
from playground.mathematics.subject import Subject, exact

ON_WEIGHTS = ("l1", "l2", "weight_decay", "stop", "norm_w", "max_norm")  # biases are left alone


def update(subject: Subject) -> Iterator[Line]:
    """Yield the lines of the update: of all, of a layer, of a neuron's parameters, or of one."""
    place = subject.place
    if place is None:
        yield _rate(subject)
        if subject.ledger.experiment.training.clip_norm > 0.0:
            g = _before(subject, "clip_norm", "gradient")
            yield subject.line("norm_g", "norm_g", _norm(g), {"g": g}, None)
    elif place.neuron is None:
        after = subject.ledger.split(subject.ledger.update.after)[place.layer]
        yield subject.line("", "W", after[:, :-1], {}, place, place.layer)
        yield subject.line("", "b", after[:, -1], {}, place, place.layer)
    elif place.source is None:
        for source in subject.sources(place):
            yield [*_Parameter(subject, Place(place.layer, place.neuron, source)).lines()][-1]
    else:
        yield from _Parameter(subject, place).lines()


def _rate(subject: Subject) -> Line:
    """Return the learning rate as the schedule has it."""
    ledger = subject.ledger
    training, progress = ledger.experiment.training, ledger.progress
    epoch = next_batch(progress, ledger.experiment)[1] if ledger.part == "batch" else progress.epoch
    values = subject.settings(("learning_rate", "decay_epochs", "decay_factor", "warmup_epochs"))
    values |= {"t": epoch, "cuts": progress.rate.cuts}
    if epoch < training.warmup_epochs:
        return subject.line("warmup", "eta", subject.rate(), values, None)
    values["t"] -= training.warmup_epochs
    return subject.line(f"schedule.{training.schedule}", "eta", subject.rate(), values, None)


def _keyed(subject: Subject) -> Iterator[tuple[str, UpdateStage]]:
    """Yield the stages of the update, each with the key of its formula."""
    training = subject.ledger.experiment.training
    several = {
        "penalty": [name for name in ("l2", "l1") if getattr(training, name) > 0.0],
        "clip": [name for name in ("clip_value", "clip_norm") if getattr(training, name) > 0.0],
        "mask": ["frozen", "frozen.after"],
    }
    keys = {"decay": "weight_decay", "limit": "max_norm"}
    for stage in subject.ledger.update.stages:
        of_kind = several.get(stage.kind)
        yield of_kind.pop(0) if of_kind else keys.get(stage.kind, stage.kind), stage


def _before(subject: Subject, before: str, of: str) -> Array:
    """Return the gradient or the parameters as they are before a stage."""
    found = subject.ledger.update.gradient if of == "gradient" else subject.ledger.update.before
    for key, stage in _keyed(subject):
        if key == before:
            break
        if stage.of == of:
            found = stage.value
    return found


def _norm(numbers: Array) -> Any:
    with np.errstate(all="ignore"):
        return np.sqrt(numbers.dot(numbers))


class _Parameter:
    """Follows one weight or bias, and its gradient, through the stages of an update."""

    def __init__(self, subject: Subject, place: Place) -> None:
        self.subject, self.place, self.at = subject, place, subject.index(place)
        ledger = subject.ledger
        self.update, training = ledger.update, ledger.experiment.training
        self.g, self.theta = self.update.gradient[self.at], self.update.before[self.at]
        self.fixed = bool(ledger.progress.masks.fixed[self.at])
        self.kind, self.name = OPTIMIZERS[training.optimizer], training.optimizer
        decay = self.kind.weight_decay if training.weight_decay is None else training.weight_decay
        self.settings = subject.settings(("l1", "l2", "clip_value", "clip_norm", "max_norm"))
        self.settings |= {"eta": subject.rate(), **exact({"weight_decay": decay})}

    def lines(self) -> Iterator[Line]:
        """Yield the lines from its gradient to its new value."""
        for key, stage in _keyed(self.subject):
            after = stage.value[self.at]
            if key == "step":
                yield from self._step(after)
            elif self._is_concerned(key, stage):
                yield from self._stage(key, after)
            if stage.of == "gradient":
                self.g = after
            else:
                self.theta = after

    def _is_concerned(self, key: str, stage: UpdateStage) -> bool:
        """Whether a stage does anything to this parameter, or could have."""
        if key in ON_WEIGHTS and self.place.source == BIAS:
            return False
        if key in ("frozen", "frozen.after"):
            return self.fixed
        if key in ("stop", "flush"):
            return bool(stage.value[self.at] != self.theta)
        return stage.layer in (None, self.place.layer)

    def _stage(self, key: str, after: Any) -> Iterator[Line]:
        """Yield the line of a stage, and one of the norm that it needs."""
        values = {**self.settings, "g": self.g, "weight": self.theta}
        target = "g" if key in ("l1", "l2", "frozen", "clip_value", "clip_norm") else "weight"
        match key:
            case "l1" if self.theta == 0.0:
                key = "l1.zero"
            case "clip_norm":
                values["norm_g"] = _norm(_before(self.subject, key, "gradient"))
            case "max_norm":
                assert self.place.neuron is not None
                parameters = _before(self.subject, key, "parameters")
                row = self.subject.ledger.split(parameters)[self.place.layer][self.place.neuron, :-1]
                values["norm_w"] = _norm(row)
                neuron = Place(self.place.layer, self.place.neuron)
                yield self._line("norm_w", "norm_w", values["norm_w"], {"weights": row}, neuron)
            case "frozen.after":
                values["theta_before"], target = self.update.before[self.at], "theta"
        yield self._line(key, target, after, values)

    def _step(self, after: Any) -> Iterator[Line]:
        """Yield the optimizer's own lines."""
        values = {
            **self.subject.settings(self.kind.hyperparameters),
            **self._remembered(self.update.moments_before),
            "eta": self.subject.rate(),
            "g": self.g,
            "theta": self.theta,
        }
        new = {**self._remembered(self.update.moments_after), "theta": after}
        if self._was_stopped(after):
            new = {"theta": after}  # the moments are no longer what these lines made them
        for number, text in enumerate(self.kind.lines, 1):
            key, target = f"optimizer.{self.name}.{number}", text.split(" = ")[0]
            line = self._line(key, target, new.get(target), dict(values))
            values[target] = line.value
            yield line

    def _remembered(self, moments: Mapping[str, Array]) -> dict[str, Any]:
        """Return this parameter's share of what the optimizer remembers."""
        own = {letter: moments[name][self.at] for letter, name in self.kind.letters.items()}
        return {"t": self.update.count, **self.update.scalars_after, **own}

    def _was_stopped(self, after: Any) -> bool:
        """Whether L1 stopped the parameter at zero, and its momentum with it."""
        stops = [stage.value[self.at] for stage in self.update.stages if stage.kind == "stop"]
        return bool(stops) and bool(stops[0] != after)

    def _line(
        self, key: str, target: str, value: Any, values: Mapping[str, Any], place: Place | None = None
    ) -> Line:
        """Return a line; without a value, it is computed."""
        place = place or self.place
        if value is None:
            return self.subject.computed(key, target, values, place, place.layer)
        return self.subject.line(key, target, value, values, place, place.layer)
