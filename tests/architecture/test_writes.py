"""Services write values: which table and which columns keep them is known to ``storage`` alone."""

from __future__ import annotations

import ast
from pathlib import Path

import planner.services
from planner.storage.row_verbs import ByName

BY_NAME = {name for name in vars(ByName) if not name.startswith("_")} - {"connection"}


def test_no_service_writes_by_the_name_of_a_table() -> None:
    (folder,) = planner.services.__path__
    called = [
        f"{module.name}:{call.lineno} {call.func.attr}"
        for module in sorted(Path(folder).glob("*.py"))
        for call in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "write"
        and call.func.attr in BY_NAME
    ]
    assert called == []
