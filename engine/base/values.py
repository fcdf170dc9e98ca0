"""Frozen dataclasses that cost little to declare: a program that has a hundred of them starts sooner.

The standard decorator writes and compiles up to six functions for each class, which takes 0.3 ms. Here all
classes share the functions below, which read the fields. `fields`, `replace`, `asdict`, `copy` and `pickle`
work as ever. Making a value takes a microsecond longer: what training makes again and again is declared with
the standard decorator, and so is what can change.

>>> @dataclass(frozen=True)
... class Place:
...     x: float
...     y: float = 0.0
>>> Place(1.0)
Place(x=1.0, y=0.0)
>>> Place(1.0) == Place(x=1.0, y=0.0)
True
>>> Place()
Traceback (most recent call last):
...
TypeError: Place: missing a required argument: 'x'
"""

import dataclasses
import inspect
from dataclasses import MISSING, FrozenInstanceError
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:  # to a type checker it is the standard one
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen, eq=True):
        """Make a class a frozen dataclass; a method that the class has itself stays."""
        assert frozen, "what can change is declared with the standard decorator"

        def make(kind):
            own = set(vars(kind))
            dataclasses.dataclass(init=False, repr=False, eq=False)(kind)
            for name, shared in (_SHARED | _COMPARING if eq else _SHARED).items():
                if name not in own:
                    setattr(kind, name, shared)
            return kind

        return make


@cache
def _fields(kind: Any) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(kind)


def _init(self: Any, *given: object, **named: object) -> None:
    kind: Any = type(self)
    asked = dict(zip(kind.__match_args__, given, strict=False), **named)
    unused = len(given) + len(named)
    values = {}
    for one in _fields(kind):
        if one.name in asked:
            values[one.name] = asked[one.name]
            unused -= 1
        elif one.default is not MISSING:
            values[one.name] = one.default
        elif one.default_factory is not MISSING:
            values[one.name] = one.default_factory()
        else:
            _refuse(kind, given, named)
    if unused:
        _refuse(kind, given, named)
    self.__dict__.update(values)
    if hasattr(kind, "__post_init__"):
        self.__post_init__()


def _refuse(kind: type, given: tuple[object, ...], named: dict[str, object]) -> NoReturn:
    """Raise a TypeError that says which argument is missing, unknown or one too many."""
    try:
        inspect.signature(kind).bind(*given, **named)
    except TypeError as error:
        raise TypeError(f"{kind.__name__}: {error}") from None
    raise AssertionError(f"{kind.__name__} takes these arguments")


class _Signature:
    """The arguments of a class, listed when somebody asks for them."""

    def __get__(self, _: object, kind: Any) -> inspect.Signature:
        Parameter = inspect.Parameter
        arguments = []
        for one in sorted(_fields(kind), key=lambda one: one.kw_only is True):
            way = Parameter.KEYWORD_ONLY if one.kw_only else Parameter.POSITIONAL_OR_KEYWORD
            default = one.default if one.default_factory is MISSING else one.default_factory
            if default is MISSING:
                default = Parameter.empty
            arguments.append(Parameter(one.name, way, default=default, annotation=one.type))
        return inspect.Signature(arguments)


def _repr(self: object) -> str:
    kind: Any = type(self)
    shown = (f"{one.name}={getattr(self, one.name)!r}" for one in _fields(kind) if one.repr)
    return f"{kind.__qualname__}({', '.join(shown)})"


def _set(_: object, name: str, _value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(_: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _compared(value: Any) -> tuple[object, ...]:
    return tuple([getattr(value, one.name) for one in _fields(value.__class__) if one.compare])


def _equal(self: object, other: object) -> bool:
    return _compared(self) == _compared(other) if type(other) is type(self) else NotImplemented


def _hash(self: object) -> int:
    return hash(_compared(self))


_SHARED = {
    "__init__": _init,
    "__signature__": _Signature(),
    "__repr__": _repr,
    "__setattr__": _set,
    "__delattr__": _delete,
}
_COMPARING = {"__eq__": _equal, "__hash__": _hash}
