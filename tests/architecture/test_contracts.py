"""The import contracts of pyproject.toml hold, and each can fail."""

from __future__ import annotations

import subprocess
import sys
from copy import deepcopy
from functools import cache
from pathlib import Path

import grimp
import pytest
from importlinter.application.use_cases import read_user_options
from importlinter.configuration import configure
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.domain.contract import Contract

ROOT = Path(__file__).resolve().parents[2]
KINDS: dict[str, type[Contract]] = {
    "acyclic_siblings": AcyclicSiblingsContract,
    "forbidden": ForbiddenContract,
    "layers": LayersContract,
}

# For each contract an import that it must not let pass: importer, imported.
WRONG = {
    "The core's door for other projects is not the app's: it imports the rooms": (
        "planner.overview.overview",
        "planner.domain.api",
    ),
    "Imports run one way": ("planner.storage.snapshot", "planner.ui.base"),
    "Inside the domain too, room by room": ("planner.domain.basics.money", "planner.domain.book"),
    "Inside the plan too: the adopted one, a plan found, money that does not suffice, the search, debts, the engine": (
        "planner.domain.payoff.engine.model",
        "planner.domain.payoff.search.orders",
    ),
    "Inside the screen too: what runs, what opens, what is shown, what all of it is made of": (
        "planner.ui.dialogs.help",
        "planner.ui.screens.shell.main",
    ),
    "Screens open the screens below them only": (
        "planner.ui.screens.loans.page",
        "planner.ui.screens.plan.page",
    ),
    "No circles among siblings": ("planner.ui.screens.loans.loan_records", "planner.ui.screens.loans.loan"),
    "The domain is pure: no storage, screen, clock, translation or input and output": (
        "planner.domain.basics.money",
        "sqlite3",
    ),
    "The ORM stays in storage": ("planner.services.loans", "sqlmodel"),
    "Rows never leave storage": ("planner.overview.plan", "planner.storage.mapped"),
    "Words and screens change nothing past the services": ("planner.ui.app", "planner.storage.store"),
    "Services do not speak": ("planner.services.loans", "planner.words.reminders"),
}


@cache
def graph() -> grimp.ImportGraph:
    """All imports of the house, also those inside functions and for types only."""
    return grimp.build_graph("planner", include_external_packages=True)


@cache
def contracts() -> dict[str, Contract]:
    """Each contract by its name."""
    configure()
    options = read_user_options(str(ROOT / "pyproject.toml"))
    return {
        one["name"]: KINDS[one["type"]](one["name"], options.session_options, one) for one in options.contracts_options
    }


def kept(name: str, imports: grimp.ImportGraph) -> bool:
    """Whether the contract holds for these imports."""
    return contracts()[name].check(deepcopy(imports), verbose=False).kept


def test_import_contracts_are_kept() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_contract_has_an_import_that_breaks_it() -> None:
    assert contracts().keys() == WRONG.keys()


@pytest.mark.parametrize("name", WRONG)
def test_a_contract_can_fail(name: str) -> None:
    importer, imported = WRONG[name]
    wrong = deepcopy(graph())
    if imported not in wrong.modules:
        wrong.add_module(imported, is_squashed=True)
    assert not wrong.direct_import_exists(importer=importer, imported=imported)
    wrong.add_import(importer=importer, imported=imported)
    assert kept(name, graph())
    assert not kept(name, wrong)


@pytest.mark.parametrize("room", ["domain", "ui", "ui.screens"])
def test_a_new_room_must_find_its_layer(room: str) -> None:
    (name,) = [
        name for name, one in contracts().items() if f"planner.{room}" in one.contract_options.get("containers", ())
    ]
    grown = deepcopy(graph())
    grown.add_module(f"planner.{room}.attic")
    assert kept(name, graph())
    assert not kept(name, grown)


def test_migrations_import_nothing_of_the_app() -> None:
    revisions = list((ROOT / "migrations" / "versions").glob("*.py"))
    assert revisions
    for revision in revisions:
        imports = [line for line in revision.read_text("utf-8").splitlines() if line.startswith(("import ", "from "))]
        assert not [line for line in imports if "planner" in line], revision.name
