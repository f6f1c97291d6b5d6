"""``planner.values.dataclass`` gives what the standard library's gives, and compiles nothing before it is needed."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import re
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

import pytest

from planner import values
from tests.architecture.test_contracts import ROOT

OPTIONS = [
    {},
    {"frozen": True},
    {"slots": True},
    {"frozen": True, "slots": True},
    {"slots": True, "eq": False},
    {"frozen": True, "slots": True, "order": True},
]


def made(of: Any, options: dict[str, Any]) -> Any:
    """One class with all that the house uses, by the standard module or ours."""
    dataclass, field = of.dataclass, of.field

    class Sample:
        kind: ClassVar[str] = "sample"
        id: int
        name: str = "none"
        tags: list[str] = field(default_factory=list)
        note: str = field(default="", compare=False, repr=False)
        memo: dict[str, int] = field(default_factory=dict, init=False, compare=False)
        size: int = field(init=False, compare=False)

        def __post_init__(self) -> None:
            if self.id < 0:
                raise ValueError(self.id)
            object.__setattr__(self, "size", len(self.name))

    return dataclass(**options)(Sample)


@pytest.fixture(params=OPTIONS, ids=str)
def both(request: pytest.FixtureRequest) -> tuple[Any, Any]:
    """The standard class and ours, with the same options."""
    return made(dataclasses, request.param), made(values, request.param)


def outcome(run: Callable[[], object]) -> object:
    """What it gives, or the error it raises."""
    try:
        return run()
    except Exception as error:  # noqa: BLE001 - the error is what is compared
        return type(error), re.sub(r"^\S*?(Sample\S* )", r"\1", str(error))


def changed(one: Any, name: str) -> str:
    setattr(one, name, 5)
    return repr(one)


def deleted(one: Any) -> bool:
    del one.name
    return hasattr(one, "name")


LOOKS: dict[str, Callable[[Any], object]] = {
    "by place": lambda of: repr(of(1, "a", ["x"], "n")),
    "by name": lambda of: repr(of(id=1, note="n")),
    "parts that are not shown": lambda of: (of(1, "ab", note="n").note, of(1, "ab").size, of(1).memo),
    "its own list each": lambda of: of(1).tags is of(1).tags,
    "nothing given": lambda of: of(),
    "too much given": lambda of: of(1, "a", [], "n", 5),
    "an unknown name": lambda of: of(1, nme="a"),
    "refused by itself": lambda of: of(-1),
    "equal": lambda of: (of(1) == of(1), of(1) == of(2), of(1, note="n") == of(1), of(1) == 1),
    "hashed": lambda of: hash(of(1, tags=("t",))) == hash(of(1, tags=("t",), note="n")),
    "hashed as its parts": lambda of: hash(of(1, tags=("t",))) == hash((1, "none", ("t",))),
    "ordered": lambda of: sorted([of(2), of(1, "b"), of(1, "a")])[0].name,
    "compared": lambda of: (of(1) < of(2), of(1) <= of(1), of(2) > of(1), of(1) >= of(2)),
    "ordered with others": lambda of: of(1) < 1,
    "a part twice": lambda of: of(1, "a", name="b"),
    "replaced": lambda of: repr(dataclasses.replace(of(1, "a"), id=2)),
    "its fields": lambda of: [(one.name, one.type, one.init) for one in dataclasses.fields(of)],
    "changed": lambda of: changed(of(1), "id"),
    "an attribute taken": lambda of: deleted(of(1)),
    "copied": lambda of: repr(copy.copy(of(1, "a"))),
    "matched": lambda of: of.__match_args__,
    "a dictionary": lambda of: hasattr(of(1), "__dict__"),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_it_is_what_the_standard_one_is(look: Callable[[Any], object], both: tuple[Any, Any]) -> None:
    standard, ours = both
    if look in (LOOKS["hashed"], LOOKS["hashed as its parts"]) and standard.__eq__ is object.__eq__:
        pytest.skip("hashed by identity")
    assert outcome(lambda: look(ours)) == outcome(lambda: look(standard))


@values.dataclass(frozen=True, slots=True)
class Single:
    """One part only, at the top of a module so that it can be pickled."""

    on: str


@values.dataclass(frozen=True)
class Base:
    """What others inherit from."""

    id: int = 0


@values.dataclass(frozen=True)
class Derived(Base):
    """One part more."""

    name: str = ""


def test_a_value_of_one_part_is_hashed_and_kept_as_any_other() -> None:
    assert hash(Single("a")) == hash(("a",))
    assert pickle.loads(pickle.dumps(Single("a"))) == Single("a")


def test_inherited_parts_come_first_and_kinds_differ() -> None:
    assert repr(Derived(1, "a")) == "Derived(id=1, name='a')"
    assert (Derived(1) == Base(1), Base(1) == Derived(1), Base(1) == Base(1)) == (False, False, True)


def test_what_was_replaced_is_checked_again() -> None:
    sample = made(values, {"frozen": True})
    assert repr(values.replace(sample(1, "a"), id=2)) == repr(sample(2, "a"))


@pytest.mark.parametrize("wrong", [{"nme": "b"}, {"size": 1}, {"id": -1}], ids=str)
def test_what_cannot_be_replaced_is_refused_in_the_same_words(wrong: dict[str, Any]) -> None:
    sample = made(values, {"frozen": True})
    ours, standard = (outcome(partial(of, sample(1), **wrong)) for of in (values.replace, dataclasses.replace))
    assert ours == standard


def test_fields_are_told_of_classes_and_values_of_this_kind_only() -> None:
    sample = made(values, {"slots": True})
    names = ["id", "name", "tags", "note", "memo", "size"]
    assert [one.name for one in values.fields(sample)] == [one.name for one in values.fields(sample(1))] == names
    assert values.is_dataclass(sample(1))
    assert dataclasses.asdict(sample(1))["name"] == "none"
    assert not values.is_dataclass(names)
    with pytest.raises(TypeError):
        values.fields(names)  # type: ignore[arg-type]


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_constructor_that_was_compiled_is_as_the_first_one(
    look: Callable[[Any], object], both: tuple[Any, Any]
) -> None:
    ours = both[1]
    if look in (LOOKS["hashed"], LOOKS["hashed as its parts"]) and ours.__eq__ is object.__eq__:
        pytest.skip("hashed by identity")
    first = outcome(lambda: look(ours))
    made_before = [ours(one) for one in range(20)]
    assert outcome(lambda: look(ours)) == first
    assert made_before[0] == ours(0) or ours.__eq__ is object.__eq__


def test_what_is_secret_is_not_shown() -> None:
    assert "secret" not in repr(made(values, {"repr": False})(1, "secret"))


def test_a_list_is_no_default() -> None:
    with pytest.raises(ValueError, match="mutable default"):

        @values.dataclass
        class _Wrong:
            held: list[int] = []


def test_no_module_of_the_app_has_the_standard_dataclass() -> None:
    """Neither it nor what goes with it: mixed, one would take the other's field for a default."""
    imports = re.compile(r"^\s*from dataclasses import (?!asdict$)", re.MULTILINE)
    files = (ROOT / "planner").rglob("*.py")
    standard = {str(file.relative_to(ROOT)) for file in files if imports.search(file.read_text("utf-8"))}
    assert standard == {"planner/values.py"}
