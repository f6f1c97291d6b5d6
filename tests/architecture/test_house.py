"""Every room says what it is, and every test module tests something."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.test_contracts import ROOT

PACKAGES = sorted(file.relative_to(ROOT) for file in (ROOT / "planner").rglob("__init__.py"))
MODULES = sorted(file.relative_to(ROOT) for file in (ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("file", PACKAGES, ids=str)
def test_every_package_says_what_it_is(file: Path) -> None:
    assert ast.get_docstring(ast.parse((ROOT / file).read_text("utf-8")))


def test_no_test_module_is_empty() -> None:
    empty = [str(file) for file in MODULES if not names_of_tests(ROOT / file)]
    assert not empty


def names_of_tests(file: Path) -> list[str]:
    """The names of the tests of a module, those inside classes too."""
    functions = (
        node
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return [function.name for function in functions if function.name.startswith("test_")]
