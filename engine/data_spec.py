"""The part of an experiment that says what is learned: a generator with its settings, or own points."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.base.checks import Range
from engine.base.settings import check_settings, choice, number, switch
from engine.base.values import dataclass
from engine.datasets import DATASETS
from engine.points import (
    COLUMNS,
    FEWEST_TO_TEST,
    LABELS,
    MOST_CLASSES,
    OWN,
    Points,
    check_one_input,
    checked,
    checked_indices,
    checked_names,
    count_classes,
    edited,
    with_origins,
)


@dataclass(frozen=True)
class DataSpec:
    """The data: a generator with its settings, or a person's own points.

    Attributes
    ----------
    dataset : str
        A name in `engine.DATASETS`, or "own" for `points`; own points use only `test_fraction` and `labels`
        besides.
    samples : int
        Training and test samples together.
    noise : float
        From 0 to 1; its effect depends on the data set.
    test_fraction : float
        The share of the samples held out for testing; of own points, that of each class, unless there are
        fewer than 20: all of these are for training.
    classes : int
        How many classes the many-class data sets have; all others ignore it.
    imbalance : float
        From 0, for classes of equal size before noise mixes them, to 0.95: class k is (1 − imbalance) times
        as frequent as class k − 1. Regression ignores it.
    points : tuple of (float, float, float)
        Own points: x₁, x₂, and a class or a value; at most 100,000. The other data sets ignore them.
    labels : {"classes", "values"}
        Whether own points have classes, 0 to 5, or values, for regression.
    column_names : tuple of str
        What x₁, x₂ and the target of own points are called, in this order; empty where they have no names.
    class_names : tuple of str
        What the classes of own points are called, from class 0 on; empty where they have no names.
    test_points : tuple of int
        Indices of the own points that are test points, in rising order, whatever `test_fraction` is; empty
        to draw them. At least one point is left to train on: the last. Those beyond the last point are
        dropped; whoever edits points keeps them true by `edited`.
    one_input : bool
        Whether own values depend on x₁ alone; x₂ is then 0 for every point.
    standardise_values : bool
        Whether own values are trained on in standardised units: less their mean, divided by their standard
        deviation, both of the training points alone. Outputs and losses are then in these units:
        `Split.values` gives own ones.
    """

    part: ClassVar[str] = "data"
    # a file leaves them out while they are at their defaults, so that earlier versions can read it
    added: ClassVar[tuple[str, ...]] = (
        "column_names",
        "class_names",
        "test_points",
        "one_input",
        "standardise_values",
    )

    dataset: str = choice("spiral", lambda: (*DATASETS, OWN), group="data")
    samples: int = number(500, Range(10, 100_000, whole=True), group="data")
    noise: float = number(0.0, Range(0.0, 1.0), group="data")
    test_fraction: float = number(0.5, Range(0.0, 0.9), group="data")
    classes: int = number(3, Range(3, 6, whole=True), group="data")
    imbalance: float = number(0.0, Range(0.0, 0.95), group="data")
    points: Points = ()
    labels: str = choice("classes", lambda: LABELS, group="points")
    column_names: tuple[str, ...] = ()
    class_names: tuple[str, ...] = ()
    test_points: tuple[int, ...] = ()
    one_input: bool = switch(False, group="points")
    standardise_values: bool = switch(False, group="points")

    def __post_init__(self) -> None:
        check_settings(self)
        object.__setattr__(self, "points", checked(self.points, self.labels))
        object.__setattr__(self, "column_names", checked_names("column_names", self.column_names, COLUMNS))
        object.__setattr__(
            self, "class_names", checked_names("class_names", self.class_names, range(MOST_CLASSES + 1))
        )
        if self.one_input:
            check_one_input(self.points, self.labels)
        object.__setattr__(self, "test_points", checked_indices(self.test_points, len(self.points)))

    def edited(
        self, origins: Sequence[int] | NDArray[Any], new: Mapping[int, Any] | None = None
    ) -> "DataSpec":
        """Return the data with edited own points; chosen test points remain test points.

        Parameters
        ----------
        origins : sequence of int
            The former index of each point, −1 for one that is added: where test points are chosen, it is a
            training point.
        new : dict of int to (float, float, float), optional
            Those that are added or changed, by their index from now on.

        Examples
        --------
        >>> data = DataSpec("own", points=((0, 0, 0), (1, 1, 1), (2, 2, 0)), test_points=(1,))
        >>> fewer = data.edited([1, 2])
        >>> fewer.points, fewer.test_points
        (((1.0, 1.0, 1.0), (2.0, 2.0, 0.0)), (0,))
        >>> data.edited([0, 1, 2, -1], {3: (3, 3, 1)}).test_points
        (1,)
        """
        places = np.asarray(origins, dtype=np.intp)
        points = edited(self.points, places, new or {}, self.labels)
        return replace(self, points=points, test_points=with_origins(self.test_points, places))

    @property
    def unset(self) -> tuple[str, ...]:
        """Which of the fields that were `added` are at their defaults."""
        first = DataSpec()
        return tuple(name for name in self.added if getattr(self, name) == getattr(first, name))

    @property
    def own(self) -> bool:
        """Whether the points are a person's own."""
        return self.dataset == OWN

    @property
    def columns(self) -> tuple[int, ...]:
        """Which numbers of a point (x₁, x₂, target) there are: (0, 2) with one input."""
        return (0, 2) if self.own and self.one_input else (0, 1, 2)

    @property
    def standardises(self) -> bool:
        """Whether the network learns standardised values, and its outputs are such."""
        return self.own and self.labels == "values" and self.standardise_values

    @property
    def is_split(self) -> bool:
        """Whether some points may be for testing: fewer than 20 own ones are not, unless they are chosen."""
        return not self.own or bool(self.test_points) or len(self.points) >= FEWEST_TO_TEST

    @property
    def count(self) -> int:
        """How many samples there are, training and test samples together."""
        return len(self.points) if self.own else self.samples

    @cached_property
    def problem(self) -> str:
        """The kind of target: "binary", "multiclass" or "regression"."""
        if not self.own:
            return DATASETS[self.dataset].problem
        if self.labels == "values":
            return "regression"
        return "binary" if self.class_count == 2 else "multiclass"

    @cached_property
    def class_count(self) -> int:
        """How many classes there are, where there are classes."""
        if self.own:
            return count_classes(self.points)
        return self.classes if self.problem == "multiclass" else 2

    @property
    def outputs(self) -> int:
        """The fewest outputs that a network can have for them."""
        return self.class_count if self.problem == "multiclass" else 1

    @property
    def test_samples(self) -> int:
        """How many of a generator's samples are test samples; at least one is left to train on."""
        return min(round(self.samples * self.test_fraction), self.samples - 1)

    @property
    def train_samples(self) -> int:
        """How many of a generator's samples are training samples."""
        return self.samples - self.test_samples
