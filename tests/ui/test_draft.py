"""Drafts of forms: a few writes a second at most, and what is not in the file yet is less than a moment old."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.services.drafts import Drafts
from planner.storage import drafts as files
from planner.ui.forms.draft import PAUSE, Draft

OPENED = {"amount": "", "note": "", "on": "2026-11-23"}


class Clock:
    """Calls that wait for their time."""

    def __init__(self) -> None:
        self.waiting: list[tuple[float, Callable[[], None]]] = []

    def later(self, seconds: float, call: Callable[[], None]) -> None:
        self.waiting.append((seconds, call))

    def pass_by(self) -> None:
        waiting, self.waiting = self.waiting, []
        for _, call in waiting:
            call()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "book.db"


def typed(draft: Draft, text: str) -> None:
    for end in range(1, len(text) + 1):
        draft.keep(OPENED | {"amount": text[:end]}, {"amount"}, {})


def test_typing_waits_once_and_is_then_in_the_file_with_the_latest_text(path: Path) -> None:
    clock = Clock()
    draft = Draft(Drafts(path), "pay", OPENED, clock.later)
    typed(draft, "12000")
    assert files.read(path) == {}
    assert [seconds for seconds, _ in clock.waiting] == [PAUSE]
    assert PAUSE <= 0.5
    clock.pass_by()
    assert files.read(path) == {"pay": {"amount": "12000"}}
    typed(draft, "13000")
    assert len(clock.waiting) == 1
    clock.pass_by()
    assert files.read(path) == {"pay": {"amount": "13000"}}


def test_what_was_only_filled_in_is_kept_where_it_differs_from_how_the_form_opened(path: Path) -> None:
    draft = Draft(Drafts(path), "pay", OPENED, Clock().later)
    draft.keep(OPENED | {"note": "x"}, set(), {})
    draft.flush()
    assert files.read(path) == {}
    draft.keep({"amount": "", "note": "x", "on": "2026-11-23"}, {"amount"}, {"product": "huabei"})
    draft.flush()
    assert files.read(path) == {"pay": {"amount": "", "note": "x", "product": "huabei"}}


def test_a_form_without_a_name_keeps_nothing(path: Path) -> None:
    clock = Clock()
    draft = Draft(Drafts(path), "", OPENED, clock.later)
    typed(draft, "12")
    draft.flush()
    assert not clock.waiting
    assert files.read(path) == {}


def test_a_draft_is_found_again_until_it_is_dropped(path: Path) -> None:
    first = Draft(Drafts(path), "pay", OPENED, Clock().later)
    assert first.found == {}
    typed(first, "12")
    first.flush()
    again = Draft(Drafts(path), "pay", OPENED, Clock().later)
    assert again.found == {"amount": "12"}
    again.drop()
    assert again.found == {}
    assert not files.file_of(path).exists()


def test_nothing_new_is_not_written_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[object] = []
    write = files.write

    def counted(*given: Any) -> None:
        written.append(given)
        write(*given)

    monkeypatch.setattr(files, "write", counted)
    draft = Draft(Drafts(path), "pay", OPENED, Clock().later)
    for _ in range(3):
        typed(draft, "1")
        draft.flush()
    assert len(written) == 1
