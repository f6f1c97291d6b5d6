"""Databases for the flow tests: made once in a session, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from planner import clock, i18n
from planner.proof import remote
from tests.make import people

Maker = Callable[[Path], Path]


@pytest.fixture(autouse=True)
def no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plans are not proven unless a test asks for it: that takes seconds."""
    monkeypatch.setattr(remote, "SECONDS", 0)


class Templates:
    """Each kind of database, made at its first use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def copy(self, make: Maker, to: Path) -> Path:
        """A fresh copy at ``to``."""
        template = self.folder / f"{make.__name__}.db"
        if not template.exists():
            clock.fix(people.TODAY)
            i18n.use("zh")
            make(template.with_suffix(".making")).rename(template)
        shutil.copy(template, to)
        return to


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Templates(tmp_path_factory.mktemp("people"))


@pytest.fixture
def fresh(templates: Templates, tmp_path: Path) -> Path:
    """A database that was never opened."""
    return templates.copy(people.fresh, tmp_path / "fresh.db")


@pytest.fixture
def empty(templates: Templates, tmp_path: Path) -> Path:
    """The first questions are answered, nothing is entered."""
    return templates.copy(people.nobody, tmp_path / "empty.db")


@pytest.fixture
def hostile(templates: Templates, tmp_path: Path) -> Path:
    """Seven borrowings with hostile names."""
    return templates.copy(people.hostile, tmp_path / "hostile.db")


@pytest.fixture
def orderly(templates: Templates, tmp_path: Path) -> Path:
    """Seven lenders, all paid in time."""
    return templates.copy(people.orderly, tmp_path / "orderly.db")
