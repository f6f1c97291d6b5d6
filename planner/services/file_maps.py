"""What the columns of a file say, as a person has pointed at them: kept among the settings, and so in every export."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from planner.importers.maps import map_of
from planner.importers.pointed import PREFIX
from planner.services import settings
from planner.storage.store import OpResult, Store


def keep(store: Store, entry: Mapping[str, Any]) -> OpResult[None]:
    """Keep a map of columns; it takes the place of one for the same columns.

    Raises:
        PlannerError: ``import.map`` for one that cannot be read.
    """
    code = map_of(entry).code
    with store.write("import.map_keep", name=entry["zh"]) as write:
        settings.put_all(write, {PREFIX + code: json.dumps(entry, ensure_ascii=False, sort_keys=True)})
    return write.result(None)


def forget(store: Store, code: str) -> OpResult[None]:
    """Forget a map of columns; what was imported by it stays."""
    with store.write("import.map_forget", name=code) as write:
        settings.put_all(write, {PREFIX + code: None})
    return write.result(None)
