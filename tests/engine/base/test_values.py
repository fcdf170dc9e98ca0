"""A frozen dataclass of `engine.base.values` can do what the standard one can."""

import copy
import dataclasses
import inspect
import pickle
from dataclasses import FrozenInstanceError, asdict, field, fields, replace

import msgspec
import pytest

from engine.base import values


def declared(dataclass):
    """The same class, declared by a decorator."""

    class Value:
        """All kinds of fields."""

        first: int
        second: str = "two"
        third: list[int] = field(default_factory=list, compare=False)
        fourth: float = field(default=4.0, repr=False)
        only: bool = field(default=False, kw_only=True)

    return dataclass(frozen=True)(Value)


Ours, Standard = declared(values.dataclass), declared(dataclasses.dataclass)
Value = Ours  # where pickle looks for it
Ours.__qualname__ = Standard.__qualname__ = "Value"

ARGUMENTS = [
    ((1,), {}),
    ((1, "b", [3], 0.5), {"only": True}),
    ((), {"first": 1, "fourth": float("nan")}),
    ((1,), {"third": [1, 2]}),
    ((2, "two"), {}),
]
MADE = [(Ours(*given, **named), Standard(*given, **named)) for given, named in ARGUMENTS]


@values.dataclass(frozen=True, eq=False)
class Same:
    number: int

    def __post_init__(self):
        object.__setattr__(self, "number", abs(self.number))

    def __repr__(self):
        return f"the same {self.number}"


@pytest.mark.parametrize(("ours", "standard"), MADE)
def test_it_has_the_fields_and_the_text_of_the_standard_one(ours, standard):
    assert repr(ours) == repr(standard)
    assert repr(asdict(ours)) == repr(asdict(standard))
    assert list(vars(ours)) == list(vars(standard))
    assert [one.name for one in fields(ours)] == [one.name for one in fields(standard)]
    assert repr(replace(ours, second="other")) == repr(replace(standard, second="other"))
    assert type(ours).__match_args__ == type(standard).__match_args__


@pytest.mark.parametrize(("ours", "standard"), MADE)
@pytest.mark.parametrize(("other", "other_standard"), MADE)
def test_it_compares_as_the_standard_one_does(ours, standard, other, other_standard):
    assert (ours == other) == (standard == other_standard)
    assert (hash(ours) == hash(other)) == (hash(standard) == hash(other_standard))
    assert ours != standard


def test_a_value_that_is_not_compared_is_equal_to_itself_alone():
    one = Same(1)
    assert one == one
    assert one != Same(1)
    assert len({one, Same(1), one}) == 2


def test_what_a_class_says_itself_stays():
    assert repr(Same(-1)) == "the same 1"


def test_default_values_are_made_anew():
    assert Ours(1).third is not Ours(1).third


@pytest.mark.parametrize("value", [Ours(1), Same(1)])
def test_it_is_frozen(value):
    name = fields(value)[0].name
    with pytest.raises(FrozenInstanceError, match=f"cannot assign to field '{name}'"):
        setattr(value, name, 2)
    with pytest.raises(FrozenInstanceError, match=f"cannot delete field '{name}'"):
        delattr(value, name)
    with pytest.raises(FrozenInstanceError):
        value.new = 1
    assert getattr(value, name) == 1


@pytest.mark.parametrize(
    ("given", "named", "said"),
    [
        ((), {}, "missing a required argument: 'first'"),
        ((1,), {"fifth": 5}, "got an unexpected keyword argument 'fifth'"),
        ((1,), {"first": 1}, "multiple values for argument 'first'"),
        ((1, "b", [], 4.0, True), {}, "too many positional arguments"),
    ],
)
def test_wrong_arguments_are_refused(given, named, said):
    with pytest.raises(TypeError):
        Standard(*given, **named)
    with pytest.raises(TypeError, match=f"^Value: {said}$"):
        Ours(*given, **named)


def test_its_signature_can_be_read():
    ours, standard = inspect.signature(Ours), inspect.signature(Standard)
    assert [(one.name, one.kind) for one in ours.parameters.values()] == [
        (one.name, one.kind) for one in standard.parameters.values()
    ]
    assert (ours.parameters["second"].default, ours.parameters["second"].annotation) == ("two", str)


def test_it_is_copied_pickled_matched_and_decoded():
    value = Ours(1, "b", [3], 0.5, only=True)
    assert copy.copy(value) == copy.deepcopy(value) == value
    assert pickle.loads(pickle.dumps(value)) == value
    match value:
        case Ours(first, second):
            assert (first, second) == (1, "b")
    decoded = msgspec.json.decode(msgspec.json.encode(value), type=Ours)
    assert decoded == value
    with pytest.raises(FrozenInstanceError):
        decoded.first = 2
