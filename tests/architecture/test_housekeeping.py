"""The development lock fits the ranges of pyproject.toml, and ``make fast`` chooses the tests of what changed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.changed import chosen

ROOT = Path(__file__).resolve().parents[2]


def test_the_lock_names_every_direct_dependency_within_its_range() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = (ROOT / "constraints-dev.txt").read_text("utf-8").splitlines()
    locked = dict(line.split("==") for line in lines if not line.startswith("#"))
    extras = project["optional-dependencies"]
    wanted = [Requirement(one) for one in [*project["dependencies"], *extras["proof"], *extras["dev"]]]
    for one in wanted:
        if one.name != project["name"]:
            names = {name.lower(): version for name, version in locked.items()}
            assert names[one.name.lower()] in one.specifier, one


@pytest.mark.parametrize(
    ("path", "tests"),
    [
        ("planner/domain/schedule/methods.py", ["tests/architecture", "tests/domain/schedule"]),
        ("planner/domain/book.py", ["tests/architecture", "tests/domain"]),
        ("planner/importers/alipay.py", ["tests/architecture", "tests/importers"]),
        ("migrations/versions/0001_first.py", ["tests/architecture", "tests/storage"]),
        ("seeds/rules.toml", ["tests/architecture", "tests/storage/shipped"]),
        ("planner/errors.py", ["tests"]),
        ("tests/make/accounts.py", ["tests"]),
        ("tests/domain/schedule/test_fees.py", ["tests/architecture", "tests/domain/schedule/test_fees.py"]),
        ("tests/bench/bench_plan.py", ["tests/architecture"]),
        ("README.md", ["tests/architecture"]),
    ],
)
def test_what_changed_is_what_is_tested(path: str, tests: list[str]) -> None:
    assert chosen([path]) == tests


def test_a_screen_is_tested_by_keys_too() -> None:
    tests = chosen(["planner/ui/screens/loans/loan.py"])
    assert "tests/flows" in tests
    assert "tests" not in tests
