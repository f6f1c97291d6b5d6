"""A full disk is told as one, at whatever it is noticed; and what is told is what stands in the file."""

from __future__ import annotations

import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from planner.errors import PlannerError
from planner.services.drafts import Drafts
from planner.storage import drafts, snapshot
from planner.storage.store import Store
from tests.make import databases


@contextmanager
def largest(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes: to SQLite an error of reading or writing like any other."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def put(store: Store, key: str) -> None:
    with store.write("settings.put") as write:
        write.add("setting", key=key, value="x" * 6000)


def test_each_write_is_whole_or_told_as_a_full_disk(store: Store, path: Path) -> None:
    put(store, "a")
    told = {}
    for room in range(0, 60_000, 4000):
        key = f"b{room}"
        with largest(path.stat().st_size + room):
            try:
                put(store, key)
                told[key] = "saved"
            except PlannerError as error:
                told[key] = error.code
    assert set(told.values()) == {"saved", "store.full"}
    assert set(snapshot.read_settings(path)) == {"a"} | {key for key, what in told.items() if what == "saved"}


def test_an_undo_without_room_is_told_and_leaves_all(store: Store, path: Path) -> None:
    put(store, "a")
    with store.write("settings.put") as write:
        write.remove("setting", 1)
    before = databases.content(path)
    with largest(1), pytest.raises(PlannerError) as caught:
        store.undo()
    assert caught.value.code == "store.full"
    assert databases.content(path) == before
    assert store.undo() is not None


def test_drafts_without_room_are_told_and_tried_again(path: Path) -> None:
    kept = Drafts(path)
    kept.put("form", {"note": "x" * 100})
    with largest(50):
        kept.flush()
    assert kept.unkept is not None
    assert kept.unkept.code == "store.draft_full"
    assert list(path.parent.iterdir()) == []
    kept.flush()
    assert kept.unkept is None
    assert drafts.read(path) == {"form": {"note": "x" * 100}}


def test_what_is_saved_is_not_offered_again_even_without_room(path: Path) -> None:
    kept = Drafts(path)
    kept.put("saved", {"note": "x" * 100})
    kept.put("other", {"note": "y"})
    kept.flush()
    with largest(5):
        file = drafts.file_of(path)
        file.chmod(0o600)
        kept.drop("saved")
    assert kept.unkept is not None or json.loads(file.read_text()) == {"other": {"note": "y"}}
    kept.flush()
    assert drafts.read(path) == {"other": {"note": "y"}}


def test_two_windows_keep_their_drafts_beside_each_other(path: Path) -> None:
    one, other = Drafts(path), Drafts(path)
    assert one.get("a") == other.get("b") == {}
    one.put("a", {"note": "1"})
    one.flush()
    other.put("b", {"note": "2"})
    other.flush()
    one.drop("a")
    assert drafts.read(path) == {"b": {"note": "2"}}
