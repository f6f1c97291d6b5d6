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
    revisions = list((ROOT / "migrations" / "versions").glob("*.py"))
    assert revisions
    for revision in revisions:
        imports = [line for line in revision.read_text("utf-8").splitlines() if line.startswith(("import ", "from "))]
        assert not [line for line in imports if "planner" in line], revision.name
