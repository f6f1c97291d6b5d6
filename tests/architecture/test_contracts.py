"""The import contracts of pyproject.toml hold, and hold what they say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_import_contracts_are_kept() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_migrations_import_nothing_of_the_app() -> None:
    for revision in (ROOT / "migrations" / "versions").glob("*.py"):
        assert "planner" not in revision.read_text(encoding="utf-8"), revision.name
