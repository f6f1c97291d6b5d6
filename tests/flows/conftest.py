"""Databases for the flow tests: made once in a session, copied for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planner.overview import keeping
from planner.proof import remote
from tests.flows.driver_textual import ask_once, draw_when_asked, parse_once, style_parts_once, take_new_styles_only
from tests.make import people
from tests.make.templates import Templates


@pytest.fixture(autouse=True)
def no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plans are not proven unless a test asks for it: that takes seconds."""
    monkeypatch.setattr(remote, "SECONDS", 0)


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """No session works out what the next one starts with, unless a test calls for it: it would take seconds of all."""
    keep = keeping.keep
    monkeypatch.setattr(keeping, "keep", lambda *_: None)
    return keep


@pytest.fixture(autouse=True, scope="session")
def _less_to_do() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        ask_once(patch)
        parse_once(patch)
        style_parts_once(patch)
        take_new_styles_only(patch)
        draw_when_asked(patch)
        yield


@pytest.fixture
def fresh(templates: Templates, tmp_path: Path) -> Path:
    """A database that was never opened."""
    return templates.empty(tmp_path / "fresh.db")


@pytest.fixture
def empty(templates: Templates, tmp_path: Path) -> Path:
    """The first questions are answered, nothing is entered."""
    return templates.copy("nobody", people.nobody, tmp_path / "empty.db")


@pytest.fixture
def hostile(templates: Templates, tmp_path: Path) -> Path:
    """Seven borrowings with hostile names."""
    return templates.copy("hostile", people.hostile, tmp_path / "hostile.db")


@pytest.fixture
def orderly(templates: Templates, tmp_path: Path) -> Path:
    """Seven lenders, all paid in time."""
    return templates.copy("orderly", people.orderly, tmp_path / "orderly.db")


@pytest.fixture
def demo(templates: Templates, tmp_path: Path) -> Path:
    """The demo's person."""
    return templates.demo(tmp_path / "demo.db", people.TODAY, "zh")


@pytest.fixture(autouse=True)
def _looks_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another window has written is looked for when a test says so, not by the clock."""
    monkeypatch.setattr("planner.ui.app.LOOK_SECONDS", 3600)
