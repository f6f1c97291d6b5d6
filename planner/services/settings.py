"""What the person chose: language, theme, review day …"""

from __future__ import annotations

from collections.abc import Mapping

from planner.storage.store import OpResult, Store, Write


def put(store: Store, **values: str | None) -> OpResult[None]:
    """Set each named setting; None removes it."""
    with store.write("settings.put") as write:
        put_all(write, values)
    return write.result(None)


def put_all(write: Write, values: Mapping[str, str | None]) -> None:
    """The same inside an open write."""
    for name, value in values.items():
        write.put_setting(name, value)
