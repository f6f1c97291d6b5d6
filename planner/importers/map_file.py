"""A map of columns as a file of its own, to be handed on: what a person has pointed at, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from planner.domain.basics.text import clean
from planner.errors import PlannerError
from planner.importers.maps import FIELDS, SIGNS, SORTS
from planner.importers.pointed import LEAST, MOST, entry_of

FORMAT, VERSION = "planner-columns", 1
MOST_BYTES = 1 << 20
_BEGINNING = 4096  # bytes in which a file names its format
_LONGEST = 200  # characters of a name
_KEYS = {"code", "zh", "en", "sort", "bank", "known_by", "signs", "columns"}


def is_map(data: bytes) -> bool:
    """Whether the content of a file begins as ``text_of`` writes it."""
    return f'"{FORMAT}"'.encode() in data[:_BEGINNING]


def text_of(entry: Mapping[str, Any]) -> str:
    """The file of one map, as ``pointed.entry_of`` makes it: JSON with a line for each thing that it says."""
    return json.dumps({"format": FORMAT, "version": VERSION, "map": entry}, ensure_ascii=False, indent=2) + "\n"


def entry_in(data: bytes) -> dict[str, Any]:
    """The map in a file, as it is kept. Wordings, which stand in the maps that come with the planner, are not taken.

    Raises:
        PlannerError: ``import.map_file`` for what is no such file, or of a later version; ``import.map_part`` with the
            ``part`` that is wrong, its ``value`` and what is ``wanted``.
    """
    try:
        document = json.loads(data[: MOST_BYTES + 1])
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict) or document.get("format") != FORMAT or document.get("version") != VERSION:
        raise PlannerError("import.map_file", field="path", version=VERSION)
    entry = document.get("map")
    if not isinstance(entry, dict):
        raise _wrong("map", entry, "{ … }")
    unknown = sorted(set(map(str, entry)) - _KEYS)
    if unknown:
        raise _wrong(unknown[0], entry[unknown[0]], ", ".join(sorted(_KEYS)))
    names, columns = _names(entry), _columns(entry)
    strange = [name for name in columns.values() if name not in names]
    if strange:
        raise _wrong("columns", strange[0], "known_by")
    sort = _one_of("sort", entry.get("sort"), SORTS)
    bank = _text("bank", entry.get("bank", ""), least=sort == "card")
    signs = _one_of("signs", entry.get("signs", "none"), SIGNS)
    title = _text("zh", entry.get("zh") or entry.get("en"))
    return entry_of(names, columns, title=title, sort=sort, bank=bank, signs=signs)


def _names(entry: Mapping[str, Any]) -> tuple[str, ...]:
    known = entry.get("known_by")
    if not (isinstance(known, list) and len(known) == 1 and isinstance(known[0], list)):
        raise _wrong("known_by", known, "[[ … ]]")
    names = tuple(_text("known_by", name) for name in known[0])
    if not LEAST <= len(set(names)) <= MOST:
        raise _wrong("known_by", len(set(names)), f"{LEAST}–{MOST}")
    return names


def _columns(entry: Mapping[str, Any]) -> dict[str, str]:
    given = entry.get("columns")
    if not isinstance(given, dict):
        raise _wrong("columns", given, "{ … }")
    found = {}
    for field, names in given.items():
        _one_of("columns", field, FIELDS)
        if not (isinstance(names, list) and len(names) == 1):
            raise _wrong(f"columns.{field}", names, "[ … ]")
        found[field] = _text(f"columns.{field}", names[0])
    if "on" not in found or not {"amount", "received", "spent"} & found.keys():
        raise _wrong("columns", ", ".join(found), "on + amount | received | spent")
    return found


def _text(part: str, value: object, *, least: bool = True) -> str:
    text = clean(value).strip() if isinstance(value, str) else ""
    if not isinstance(value, str) or len(text) > _LONGEST or (least and not text):
        raise _wrong(part, value, f"1–{_LONGEST}" if least else f"0–{_LONGEST}")
    return text


def _one_of(part: str, value: object, known: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in known:
        raise _wrong(part, value, ", ".join(known))
    return value


def _wrong(part: str, value: object, wanted: str) -> PlannerError:
    shown = json.dumps(value, ensure_ascii=False)
    return PlannerError("import.map_part", field="path", part=part, value=clean(shown)[:60], wanted=wanted)
