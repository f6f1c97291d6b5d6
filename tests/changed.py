"""Prints the tests of what changed since the branch left main, for ``make fast``.

``planner/a/b/c.py`` is tested by ``tests/a/b``, or by the nearest room above it that there is; the screens, by
``tests/flows``. The laws of the house are always tested; everything is, when a change touches what all tests stand on.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[1]
ALWAYS = "tests/architecture"
EVERYTHING = "tests"
ELSEWHERE = {"exporters": "services", "migrations": "storage", "seeds": "storage/shipped"}
BESIDES = {"ui": "flows"}  # tested there too


def _git(*words: str) -> list[str]:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.split("\0") if "-z" in words else done.stdout.split()


def changed() -> list[str]:
    """Paths that differ from the commit where the branch left main, committed or not, new files included."""
    left = next((found for main in ("origin/main", "main") for found in _git("merge-base", "HEAD", main)), "HEAD")
    paths = _git("diff", "--name-only", "-z", left) + _git("ls-files", "--others", "--exclude-standard", "-z")
    return [path for path in paths if path]


def tests_of(path: str) -> Iterator[str]:
    """The tests to run when ``path`` changed; none for a page of text."""
    parts = list(PurePosixPath(path).parts)
    if parts[0] == "tests":
        yield from _of_a_test(path)
    elif path.endswith((".py", ".tcss", ".toml", ".json")) and len(parts) > 1:
        yield from _of_a_room(parts[1:-1] if parts[0] == "planner" else parts[:1])


def _of_a_room(rooms: list[str]) -> Iterator[str]:
    first = rooms[0] if rooms else ""
    if first in BESIDES:
        yield f"tests/{BESIDES[first]}"
    if first and not (ROOT / "tests" / first).is_dir():
        rooms = [ELSEWHERE[first]] if first in ELSEWHERE else []
        if first in BESIDES:
            return
    while rooms and not (ROOT / "tests").joinpath(*rooms).is_dir():
        rooms = rooms[:-1]
    yield "/".join(["tests", *rooms])


def _of_a_test(path: str) -> Iterator[str]:
    place = PurePosixPath(path)
    if place.name.startswith("test_"):
        if (ROOT / path).exists():
            yield path
    elif place.parts[1] != "bench" and place.name != "changed.py":
        yield str(place.parent) if len(place.parts) > 2 and place.parts[1] != "make" else EVERYTHING


def chosen(paths: Iterable[str]) -> list[str]:
    """What pytest is given, in order and without what another of them holds."""
    found = {ALWAYS, *(test for path in paths for test in tests_of(path))}
    return sorted(one for one in found if not any(str(above) in found for above in PurePosixPath(one).parents))


if __name__ == "__main__":
    sys.stdout.write(" ".join(chosen(changed())) + "\n")
