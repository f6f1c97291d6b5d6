"""A thousand exports that somebody has changed: each is restored or refused with a reason; then the book answers."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from planner.demo import book as demo
from planner.services import exports
from planner.storage.store import Store
from tests.attack import books
from tests.attack.books import check_tidy
from tests.attack.harness import NEVER, TODAY, Failed, command
from tests.attack.values import strange
from tests.make.databases import content
from tests.storage.make_dump import fill

Document = dict[str, Any]
LIMIT = 20.0  # seconds
ASKED = (("status",), ("due",), ("remind",), ("review",), ("plan", "--quick"), ("check",), ("export", "json"))


@cache
def document(make: Callable[[Path], object]) -> Document:
    """An export of the book that ``make`` writes."""
    found: Document = json.loads(exports.dump(books.made(make)))
    return found


def filled(path: Path) -> None:
    """Rows in every table."""
    store = Store(path)
    fill(store)
    store.close()


def of_demo(path: Path) -> None:
    """The demo's person."""
    demo.create(path, TODAY, "zh")


# -- changes -------------------------------------------------------------------------------------------------------


def _table(rng: random.Random, document: Document) -> tuple[str, dict[str, Any]]:
    name = rng.choice(sorted(name for name, table in document["tables"].items() if table["rows"]))
    return name, document["tables"][name]


def values(rng: random.Random, document: Document) -> str:
    """A few values are such as no form takes."""
    done = []
    for _ in range(rng.choice([1, 1, 1, 2, 4])):
        name, table = _table(rng, document)
        column = rng.randrange(len(table["columns"]))
        value = _strange(rng)
        rng.choice(table["rows"])[column] = value
        done.append(f"{name}.{table['columns'][column]} = {str(value)[:40]!r}")
    return "; ".join(done)


def _strange(rng: random.Random) -> Any:
    """A value that a document can hold."""
    value = strange(rng)
    return rng.choice(["[1]", "\ud800", 2.0, [None], {"x": []}]) if isinstance(value, bytes) else value


def swapped(rng: random.Random, document: Document) -> str:
    """Values of one column stand in another, or rows in another table."""
    name, table = _table(rng, document)
    row = rng.choice(table["rows"])
    one, other = rng.randrange(len(row)), rng.randrange(len(row))
    row[one], row[other] = row[other], row[one]
    return f"{name}: {table['columns'][one]} and {table['columns'][other]} swapped"


def rows(rng: random.Random, document: Document) -> str:
    """Rows are missing, doubled, too long, too short, or something else."""
    name, table = _table(rng, document)
    place = rng.randrange(len(table["rows"]))
    row = table["rows"][place]
    how = rng.randrange(6)
    if how == 0:
        del table["rows"][place]
    elif how == 1:
        table["rows"].append(list(row))
    elif how == 2:
        table["rows"].append([10**6, *row[1:]])
    elif how == 3:
        row.append(1)
    elif how == 4:
        row.pop()
    else:
        table["rows"][place] = rng.choice([None, {}, "x", [], 5, [[]] * len(row)])
    return f"{name} {place + 1}, way {how}"


def parts(rng: random.Random, document: Document) -> str:
    """A part of the document is missing or something else."""
    key = rng.choice(sorted(document))
    value: Any = rng.choice([None, [], {}, "x", -1, 10**30, True, "0005", "0000", "９", 1.5])
    where: dict[str, Any] = document
    if rng.random() < 0.5 and isinstance(document[key], dict):
        where, key = document[key], rng.choice(sorted(document[key]))
    if rng.random() < 0.4:
        del where[key]
        return f"without {key}"
    where[key] = value
    return f"{key} = {value!r}"


def columns(rng: random.Random, document: Document) -> str:
    """Columns are missing, doubled, renamed."""
    name, table = _table(rng, document)
    place = rng.randrange(len(table["columns"]))
    old = table["columns"][place]
    new = rng.choice([None, "id", "", "x) --", 5, old.upper(), table["columns"][0]])
    if rng.random() < 0.3:
        del table["columns"][place]
        return f"{name} without {old}"
    table["columns"][place] = new
    return f"{name}: {old} is {new!r}"


def inside(rng: random.Random, document: Document) -> str:
    """What a text of the document holds as a document of its own is another: plans, reviews, the journal."""
    name, table = rng.choice(
        [(name, table) for name, table in document["tables"].items() if any(map(_nested, table["rows"]))]
    )
    row = rng.choice([row for row in table["rows"] if _nested(row)])
    column = rng.choice(_nested(row))
    held = json.loads(row[column])
    where, key = _leaf(rng, held)
    value = where[key] = _strange(rng)
    row[column] = json.dumps(held)
    return f"{name}.{table['columns'][column]}: {key} = {str(value)[:40]!r}"


def _nested(row: list[Any]) -> list[int]:
    return [place for place, value in enumerate(row) if isinstance(value, str) and _holds(value)]


def _holds(text: str) -> bool:
    """Whether it is a list or a mapping with something in it."""
    with suppress(ValueError):
        found = json.loads(text)
        return isinstance(found, list | dict) and bool(found)
    return False


def _leaf(rng: random.Random, held: Any) -> tuple[Any, Any]:
    """A place inside, at any depth."""
    while True:
        key = rng.choice(sorted(held) if isinstance(held, dict) else range(len(held)))
        below = held[key]
        if not isinstance(below, dict | list) or not below or rng.random() < 0.15:
            return held, key
        held = below


def text(rng: random.Random, document: Document) -> str:
    """The file itself is cut, or a sign of it is another."""
    return "as text"


def _as_bytes(rng: random.Random, document: Document, way: object) -> bytes:
    """The file of the document."""
    whole = json.dumps(document, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")
    if way is not text:
        return whole
    place = rng.randrange(len(whole))
    how = rng.randrange(5)
    changed = bytearray(whole)
    if how == 0:
        return whole[:place]
    if how == 1:
        changed[place] ^= rng.randint(1, 255)
    elif how == 2:
        changed[place:place] = rng.choice([b"[" * 100_000, b'"', b"\0", b"{}", b"1e999", b"9" * 10_000])
    elif how == 3:
        return whole.decode().encode("utf-16")
    else:
        return b"{" * rng.choice([1, 1_000, 200_000])
    return bytes(changed)


WAYS: tuple[Callable[[random.Random, Document], str], ...] = (
    values, rows, values, swapped, inside, values, parts, columns, inside, values, text,
)  # fmt: skip

# -- what becomes of it --------------------------------------------------------------------------------------------


def attack(rng: random.Random, number: int, folder: Path) -> None:
    """One change, taken over into a new file."""
    way, make = WAYS[number % len(WAYS)], (filled, of_demo, filled)[number // len(WAYS) % 3]
    given = deepcopy(document(make))
    done = f"{way.__name__}: {way(rng, given)}"
    file = folder / "export.json"
    file.write_bytes(_as_bytes(rng, given, way))
    (folder / "home").mkdir()
    path = folder / "home" / "planner.db"
    try:
        _take_over(path, file, folder)
    except Failed as failed:
        raise Failed(failed.kind, f"{failed.detail} [{done}]") from failed


def _take_over(path: Path, file: Path, folder: Path) -> None:
    before = file.read_bytes()
    answer = command(path, "import", str(file), folder=folder, limit=LIMIT)
    if file.read_bytes() != before:
        raise Failed("the export itself is changed")
    if answer.status not in (0, 1):
        raise Failed(f"import ends with {answer.status}", answer.text[:200])
    if answer.status:
        _check_refused(path, answer.text)
    else:
        for words in ASKED:
            said = command(path, *words, folder=folder, limit=LIMIT)
            if said.status and words[0] != "review":
                raise Failed(f"what was restored cannot be used, {words[0]}", said.text[:300])
    if path.exists():
        check_tidy(path)


def _check_refused(path: Path, said: str) -> None:
    """It is one line with a reason, and nothing has come in."""
    if not said.strip() or len(said) > 1_000:
        raise Failed("a refusal is not a line", f"{len(said)} signs: {said[:200]!r}")
    if any(bad in said for bad in NEVER):
        raise Failed("a refusal is none", said)
    if path.exists() and any(found for name, found in content(path).items() if name != "alembic_version"):
        raise Failed("what was refused is there in part")
