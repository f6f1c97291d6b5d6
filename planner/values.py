"""``dataclass`` as in the standard library, at a tenth of its price when a program starts.

The standard one writes and compiles six methods for every class at its import, and loads ``inspect`` for that: half of
the time that a command took from its start to its answer, most of it for classes of which that command never made a
value. Here ``__eq__``, ``__hash__`` and ``__repr__`` are plain functions, and a constructor is compiled for a class of
which many values are made. ``replace``, ``fields`` and ``is_dataclass`` are here, too; those of ``dataclasses``, and
``asdict``, know these classes as well. Tests compare the two, case by case.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from operator import attrgetter
from reprlib import recursive_repr
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any

_ABSENT: Any = object()
_PARTS = "__parts__"  # of a class: its fields by name, those that it inherits first
_PLAIN = 8  # so many values are made before a constructor is compiled: that costs as much as making thirty

if TYPE_CHECKING:  # checkers see the standard ones
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import fields as fields
    from dataclasses import is_dataclass as is_dataclass
    from dataclasses import replace as replace
else:

    def dataclass(
        cls: type | None = None,
        /,
        *,
        frozen: bool = False,
        slots: bool = False,
        eq: bool = True,
        repr: bool = True,  # noqa: A002 - its name in the standard library
        order: bool = False,
    ) -> type | Callable[[type], type]:
        """Make a class one of values, as ``dataclasses.dataclass`` does with these options; there are no others.

        Not for a class that inherits from a dataclass of the standard library, or from which one inherits.
        """

        def made(cls: type) -> type:
            return _made(cls, frozen, slots, eq, repr, order)

        return made if cls is None else made(cls)

    def field(
        *,
        default: Any = _ABSENT,
        default_factory: Any = _ABSENT,
        init: bool = True,
        repr: bool = True,  # noqa: A002 - its name in the standard library
        compare: bool = True,
    ) -> Any:
        """What is to be known of a field besides its type, as for ``dataclasses.field``."""
        return _Part(default, default_factory, init, repr, compare)

    def fields(of: Any) -> tuple[Any, ...]:
        """The fields of a class or of a value, in their order: each has its ``name``, ``type``, ``init`` …

        Raises TypeError for anything that is not one of values.
        """
        parts = getattr(of, _PARTS, None)
        if parts is None:
            raise TypeError("must be called with a dataclass type or instance")
        return tuple(parts.values())

    def is_dataclass(of: Any) -> bool:
        """Whether it is a class of values or such a value."""
        return hasattr(of, _PARTS)

    def replace(value: Any, /, **changes: Any) -> Any:
        """The same value with some fields changed; made by its constructor, which checks it again.

        Raises TypeError for a field that there is not, ValueError for one that the constructor does not take.
        """
        for part in getattr(value, _PARTS).values():
            if not part.init:
                if part.name in changes:
                    said = "is declared with init=False, it cannot be specified with replace()"
                    raise ValueError(f"field {part.name} {said}")
            elif part.name not in changes:
                changes[part.name] = getattr(value, part.name)
        return value.__class__(**changes)


class _Part:
    """A field."""

    __slots__ = ("compare", "default", "factory", "init", "name", "shown", "type")

    def __init__(self, default: Any, factory: Any, init: bool, shown: bool, compare: bool) -> None:
        self.default, self.factory = default, factory
        self.init, self.shown, self.compare = init, shown, compare
        self.name, self.type = "", ""

    @property
    def standard(self) -> Any:
        """The same of the standard library, before it has a name."""
        from dataclasses import MISSING, field

        default = MISSING if self.default is _ABSENT else self.default
        factory = MISSING if self.factory is _ABSENT else self.factory
        # checkers know only calls with either of the two
        of_it: dict[str, Any] = {"default": default, "default_factory": factory}
        return field(**of_it, init=self.init, repr=self.shown, compare=self.compare)


class _Standard:
    """``__dataclass_fields__``, by which the standard library knows a dataclass: made when it is asked."""

    def __init__(self, owner: list[type], parts: dict[str, _Part]) -> None:
        self._owner, self._parts = owner, parts

    def __get__(self, _value: object, _cls: type) -> Any:
        import dataclasses

        body = {"__annotations__": {part.name: part.type for part in self._parts.values()}}
        body |= {part.name: part.standard for part in self._parts.values()}
        (owner,) = self._owner
        twin: Any = dataclasses.dataclass(init=False, repr=False, eq=False)(type(owner.__name__, (), body))
        type.__setattr__(owner, "__dataclass_fields__", twin.__dataclass_fields__)
        return twin.__dataclass_fields__


def _made(cls: type, frozen: bool, slots: bool, eq: bool, shown: bool, order: bool) -> Any:
    own = _own_parts(cls)
    parts = {name: part for base in cls.__mro__[:0:-1] for name, part in vars(base).get(_PARTS, {}).items()} | own
    owner: list[Any] = []  # the class, once it is made
    methods: dict[str, Any] = {
        _PARTS: parts,
        "__dataclass_fields__": _Standard(owner, parts),
        "__match_args__": tuple([name for name, part in parts.items() if part.init]),
        "__init__": _first_init(owner, parts),
    }
    if shown:
        methods["__repr__"] = _repr
    if eq:
        key = _key([name for name, part in parts.items() if part.compare])
        methods |= {"__eq__": _compared(key, operator.eq), "__hash__": _hash(key) if frozen else None}
        if order:
            signs = operator.lt, operator.le, operator.gt, operator.ge
            methods |= {f"__{sign.__name__}__": _compared(key, sign) for sign in signs}
    if frozen:
        methods |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
        methods |= {"__getstate__": _state, "__setstate__": _restore} if slots else {}
    methods = {name: method for name, method in methods.items() if name not in vars(cls)}
    if slots:
        cls = _with_slots(cls, own, methods)
    else:
        for name, method in methods.items():
            setattr(cls, name, method)
    owner.append(cls)
    return cls


def _own_parts(cls: type) -> dict[str, _Part]:
    """The fields that the body of a class names; what it says there of their defaults no longer stands in it."""
    found = {}
    for name, kind in vars(cls).get("__annotations__", {}).items():
        if str(kind).startswith(("ClassVar", "typing.ClassVar")):
            continue
        part = getattr(cls, name, _ABSENT)
        if not isinstance(part, _Part):  # a default, its own or that of a class before it; not the slot of one
            part = _Part(_ABSENT if isinstance(part, MemberDescriptorType) else part, _ABSENT, True, True, True)
        elif part.default is not _ABSENT:
            setattr(cls, name, part.default)
        else:
            delattr(cls, name)
        if part.default is not _ABSENT and part.default.__class__.__hash__ is None:
            raise ValueError(f"mutable default {type(part.default)} for field {name} is not allowed")
        part.name, part.type = name, kind
        found[name] = part
    return found


def _with_slots(cls: type, own: Iterable[str], methods: dict[str, Any]) -> type:
    """The same class with a slot for each of its fields: slots cannot be added to one that is made."""
    left_out = {"__dict__", "__weakref__", *own}
    body = {name: value for name, value in vars(cls).items() if name not in left_out}
    made = type(cls)(cls.__name__, cls.__bases__, body | methods | {"__slots__": tuple(own)})
    made.__qualname__ = cls.__qualname__
    return made


def _first_init(owner: list[Any], parts: dict[str, _Part]) -> Callable[..., None]:
    taken = [name for name, part in parts.items() if part.init]
    left = _PLAIN

    def __init__(self: Any, *given: Any, **named: Any) -> None:
        nonlocal left
        left -= 1
        (cls,) = owner
        if left < 0 or not _filled(self, parts, taken, given, named):
            cls.__init__ = _init(cls, parts)
            cls.__init__(self, *given, **named)
        elif hasattr(cls, "__post_init__"):
            self.__post_init__()

    return __init__


def _filled(
    value: Any, parts: dict[str, _Part], taken: list[str], given: tuple[Any, ...], named: dict[str, Any]
) -> bool:
    """Set all fields; False where they were not given as they should be, which the compiled constructor will say."""
    by_place = dict(zip(taken, given))  # noqa: B905 - what is too much is asked in the next line
    if len(given) > len(taken) or not named.keys() <= set(taken[len(given) :]):
        return False
    all_given = by_place | named
    for name, part in parts.items():
        held = all_given.get(name, _ABSENT)
        if held is _ABSENT:
            held = part.default if part.factory is _ABSENT else part.factory()
        if held is not _ABSENT:
            object.__setattr__(value, name, held)
        elif part.init:
            return False
    return True


def _init(cls: Any, parts: dict[str, _Part]) -> Any:
    """The constructor of a class, which knows several ways past a ``__setattr__`` that refuses.

    Where none refuses it sets a field as anybody would. Else a value with slots has, while it is being made, another
    class of the same slots that refuses nothing: half the time of setting each slot by its descriptor, which is left
    for those of a class that inherits.
    """
    scope: dict[str, Any] = {"_set": object.__setattr__, "_ABSENT": _ABSENT, "_cls": cls}
    takes, plainly, past = ["self"], [], []
    for name, part in parts.items():
        value = name
        if part.factory is not _ABSENT:
            scope[f"_make_{name}"] = part.factory
            value = f"_make_{name}() if {name} is _ABSENT else {name}" if part.init else f"_make_{name}()"
        elif part.default is not _ABSENT:
            scope[f"_default_{name}"] = part.default
            value = name if part.init else f"_default_{name}"
        if part.init:
            takes.append(name + _default(part))
        elif value == name:
            continue  # no value yet: __post_init__ gives it one
        plainly.append(f"self.{name} = {value}")
        slot: Any = getattr(cls, name, None)
        if hasattr(slot, "__objclass__") and hasattr(slot, "__set__"):
            scope[f"_set_{name}"] = slot.__set__
            past.append(f"_set_{name}(self, {value})")
        else:
            past.append(f"_set(self, {name!r}, {value})")
    does = plainly if cls.__setattr__ is object.__setattr__ else past
    if does is past and past and (twin := _twin(cls)) is not None:
        scope |= {"_twin": twin, "_become": vars(object)["__class__"].__set__}
        as_twin = ["_become(self, _twin)", *plainly, "self.__class__ = _cls"]
        does = ["if self.__class__ is _cls:", *_within(as_twin), "else:", *_within(past)]
    if hasattr(cls, "__post_init__"):
        does = [*does, "self.__post_init__()"]
    text = "\n    ".join([f"def __init__({', '.join(takes)}):", *(does or ["pass"])])
    exec(text, scope)
    made = scope["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _within(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _twin(cls: type) -> type | None:
    """A class of the same slots that refuses nothing; None where it could not lend itself."""
    slots = vars(cls).get("__slots__")
    return (
        type(cls.__name__, (), {"__slots__": slots}) if slots and type(cls) is type and cls.__base__ is object else None
    )


def _default(part: _Part) -> str:
    if part.default is not _ABSENT:
        return f"=_default_{part.name}"
    return "" if part.factory is _ABSENT else "=_ABSENT"


def _key(names: list[str]) -> Callable[[Any], Any]:
    """What two equal values have in common: a tuple of these attributes."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _compared(key: Callable[[Any], Any], sign: Callable[[Any, Any], bool]) -> Callable[[Any, object], Any]:
    def compare(self: Any, other: object) -> Any:
        return sign(key(self), key(other)) if other.__class__ is self.__class__ else NotImplemented

    return compare


def _hash(key: Callable[[Any], Any]) -> Callable[[Any], int]:
    def __hash__(self: Any) -> int:
        return hash(key(self))

    return __hash__


@recursive_repr()
def _repr(self: Any) -> str:
    shown = (f"{name}={getattr(self, name)!r}" for name, part in getattr(self, _PARTS).items() if part.shown)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse_to_set(self: Any, name: str, value: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: Any, name: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in getattr(self, _PARTS)]


def _restore(self: Any, state: list[Any]) -> None:
    for name, value in zip(getattr(self, _PARTS), state, strict=True):
        object.__setattr__(self, name, value)
