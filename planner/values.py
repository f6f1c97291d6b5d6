"""``dataclass`` as in the standard library, whose constructor is compiled when the first value is made.

The standard one writes and compiles six methods for every class at its import: 0.8 ms each, half of the time that a
command took from its start to its answer, most of it for classes of which that command never made a value. Here
``__eq__``, ``__hash__`` and ``__repr__`` are plain functions, and ``__init__`` waits. The fields are the standard ones,
so ``replace``, ``fields`` and ``asdict`` of ``dataclasses`` work as ever; tests compare the two, case by case.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

_ABSENT: Any = object()

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # checkers see the standard one
else:

    def dataclass(
        cls: type | None = None, /, *, frozen: bool = False, slots: bool = False, eq: bool = True
    ) -> type | Callable[[type], type]:
        """Make a class one of values, as ``dataclasses.dataclass`` does with these options; there are no others.

        Not for a class that inherits from a dataclass of the standard library, or from which one inherits.
        """

        def made(cls: type) -> type:
            return _made(cls, frozen, slots, eq)

        return made if cls is None else made(cls)


def _made(cls: type, frozen: bool, slots: bool, eq: bool) -> Any:
    cls.__doc__ = cls.__doc__ or cls.__name__  # else dataclasses would work out a signature for it
    value: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
    methods: dict[str, Any] = {"__init__": _first_init(value), "__repr__": _repr}
    if eq:
        fields = dataclasses.fields(value)
        key = _key([field.name for field in fields if field.compare])
        methods |= {"__eq__": _eq(key), "__hash__": _hash(key) if frozen else None}
    if frozen:
        methods |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
        methods |= {"__getstate__": _state, "__setstate__": _restore} if slots else {}
    for name, method in methods.items():
        if name not in vars(value):
            setattr(value, name, method)
    return value


def _first_init(cls: Any) -> Callable[..., None]:
    def __init__(self: Any, *given: Any, **named: Any) -> None:
        cls.__init__ = _init(cls)
        cls.__init__(self, *given, **named)

    return __init__


def _init(cls: Any) -> Any:
    """The constructor of a class, which sets a slot by its descriptor: past ``__setattr__``, and faster than it."""
    scope: dict[str, Any] = {"_set": object.__setattr__, "_ABSENT": _ABSENT}
    takes, does = ["self"], []
    for field in dataclasses.fields(cls):
        name, value = field.name, field.name
        if field.default_factory is not dataclasses.MISSING:
            scope[f"_make_{name}"] = field.default_factory
            value = f"_make_{name}() if {name} is _ABSENT else {name}" if field.init else f"_make_{name}()"
        if field.init:
            takes.append(name + _default(field, scope))
        elif value == name:
            continue  # no value yet: __post_init__ gives it one
        slot: Any = getattr(cls, name, None)
        if hasattr(slot, "__objclass__") and hasattr(slot, "__set__"):
            scope[f"_set_{name}"] = slot.__set__
            does.append(f"_set_{name}(self, {value})")
        else:
            does.append(f"_set(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        does.append("self.__post_init__()")
    text = "\n    ".join([f"def __init__({', '.join(takes)}):", *(does or ["pass"])])
    exec(text, scope)
    made = scope["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _default(field: dataclasses.Field[Any], scope: dict[str, Any]) -> str:
    if field.default is not dataclasses.MISSING:
        scope[f"_default_{field.name}"] = field.default
        return f"=_default_{field.name}"
    return "" if field.default_factory is dataclasses.MISSING else "=_ABSENT"


def _key(names: list[str]) -> Callable[[Any], Any]:
    """What two equal values have in common: a tuple of these attributes."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _eq(key: Callable[[Any], Any]) -> Callable[[Any, object], Any]:
    def __eq__(self: Any, other: object) -> Any:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _hash(key: Callable[[Any], Any]) -> Callable[[Any], int]:
    def __hash__(self: Any) -> int:
        return hash(key(self))

    return __hash__


@recursive_repr()
def _repr(self: Any) -> str:
    shown = (f"{one.name}={getattr(self, one.name)!r}" for one in dataclasses.fields(self) if one.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse_to_set(self: Any, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
