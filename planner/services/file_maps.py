"""What the columns of a file say, as a person has pointed at them: kept among the settings, and so in every export."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from planner.domain.basics.text import clean
from planner.errors import PlannerError
from planner.importers.maps import map_of
from planner.importers.pointed import PREFIX, named_map
from planner.services import settings
from planner.storage import snapshot
from planner.storage.store import OpResult, Store, Write

LONGEST = 60
"""Characters of a name."""


def keep(store: Store, entry: Mapping[str, Any]) -> OpResult[None]:
    """Keep a map of columns; it takes the place of one for the same columns.

    Raises:
        PlannerError: ``import.map`` for one that cannot be read.
    """
    code = map_of(entry).code
    with store.write("import.map_keep", name=entry["zh"]) as write:
        settings.put_all(write, {PREFIX + code: _text(entry)})
    return write.result(None)


def rename(store: Store, code: str, name: str) -> OpResult[None]:
    """Call a map of columns otherwise, in both languages.

    Raises:
        PlannerError: ``import.map_no_name``, ``import.map_name_long``; ``import.map_unknown`` for one that is gone.
    """
    name = clean(name).strip()
    if not name:
        raise PlannerError("import.map_no_name", field="title")
    if len(name) > LONGEST:
        raise PlannerError("import.map_name_long", field="title", length=len(name), most=LONGEST)
    with store.write("import.map_rename", name=name) as write:
        entry = _kept(write, code)
        write.tell(before=entry["zh"])
        settings.put_all(write, {PREFIX + code: _text(entry | {"zh": name, "en": name})})
    return write.result(None)


def forget(store: Store, code: str) -> OpResult[None]:
    """Forget a map of columns; what was imported by it stays.

    Raises:
        PlannerError: ``import.map_unknown`` for one that is gone.
    """
    with store.write("import.map_forget") as write:
        write.tell(name=_kept(write, code)["zh"])
        settings.put_all(write, {PREFIX + code: None})
    return write.result(None)


def _kept(write: Write, code: str) -> dict[str, Any]:
    return named_map(snapshot.settings(write.connection), code)


def _text(entry: Mapping[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False, sort_keys=True)
