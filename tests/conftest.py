"""Nothing of the machine decides a test: fixed day, fixed language, no home folder, no animation."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["TEXTUAL_ANIMATIONS"] = "none"


from planner import clock, i18n
from planner.i18n import format as fmt
from planner.storage.store import Store
from tests.make import followed
from tests.make.examples import PROFILE
from tests.make.templates import Templates

TODAY = date(2026, 11, 23)
settings.register_profile("planner", PROFILE)
settings.load_profile("planner")


def pytest_collection_finish() -> None:
    """What is loaded by now stays till the end: no look for garbage goes through it again, and one comes seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # with Python's own numbers a sixth of the whole run is looking


@pytest.fixture(scope="session")
def _unopened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the databases of tests that name none would be: a folder for each took longer than most tests do."""
    folder = tmp_path_factory.mktemp("unopened")
    return (folder / f"default-{number}.db" for number in count())


@pytest.fixture(autouse=True)
def _pinned(monkeypatch: pytest.MonkeyPatch, _unopened: Iterator[Path]) -> Iterator[None]:
    monkeypatch.delenv("PLANNER_TODAY", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", os.devnull)  # no demo is kept, and none that is there is taken
    monkeypatch.setenv("PLANNER_DB", str(next(_unopened)))
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    clock.fix(TODAY)
    i18n.use("zh")
    fmt.mask(False)
    yield
    clock.fix(None)
    i18n.use("zh")
    fmt.mask(False)


@pytest.fixture(autouse=True)
def _patient(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may take longer over a key than a person would wait; no test is about that patience."""
    if "flows" in request.path.parts:
        monkeypatch.setattr("planner.ui.keyboard.typeahead.PATIENCE", 20.0)


@pytest.fixture(autouse=True)
def _followed_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the domain no plan is followed again, nor what it lacks looked for again, in one process."""
    if not {"flows", "services", "overview", "cli"}.isdisjoint(request.path.parts):
        followed.patch(monkeypatch)


@pytest.fixture
def today() -> date:
    """The day that tests take for today: a Monday."""
    return TODAY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a database of the test's own would be."""
    return tmp_path / "planner.db"


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Databases that many tests begin with: made once in a process, copied for each test."""
    return Templates(tmp_path_factory.mktemp("templates"))


@pytest.fixture
def store(path: Path, templates: Templates) -> Iterator[Store]:
    """An empty database of the test's own."""
    store = Store(templates.empty(path))
    yield store
    store.close()
