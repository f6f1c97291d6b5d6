"""A file that a person names: read whole, or refused for its size before that."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest

from planner.errors import PlannerError
from planner.overview.given import content

MOST = 3_000_000


def no_more(_begins: bytes, size: int) -> None:
    if size > MOST:
        raise PlannerError("import.too_large", size=size)


def test_what_is_too_large_is_refused_by_its_beginning_and_the_size_that_the_system_tells(tmp_path: Path) -> None:
    file = tmp_path / "bill.csv"
    with file.open("wb") as hollow:
        hollow.write(b"head")
        hollow.truncate(500_000_000)
    asked: list[tuple[bytes, int]] = []

    def check(begins: bytes, size: int) -> None:
        asked.append((begins[:4], size))
        no_more(begins, size)

    with pytest.raises(PlannerError) as error:
        content(file, check)
    assert error.value.code == "import.too_large"
    assert asked == [(b"head", 500_000_000)]


@pytest.mark.parametrize("size", [0, 1, MOST])
def test_what_is_not_is_read_whole(size: int, tmp_path: Path) -> None:
    file = tmp_path / "bill.csv"
    file.write_bytes(b"x" * size)
    assert content(file, no_more) == b"x" * size


def piped(pipe: Path, parts: int) -> bytes:
    """What is read of a pipe into which somebody writes so many millions of bytes."""
    os.mkfifo(pipe)
    there = Event()

    def write() -> None:
        with suppress(BrokenPipeError), pipe.open("wb", buffering=0) as end:
            there.set()
            for _ in range(parts):
                end.write(b"x" * 1_000_000)

    holding = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)  # else the writer would wait for a reader
    writer = Thread(target=write, daemon=True)
    writer.start()
    there.wait()
    try:
        return content(pipe, no_more)
    finally:
        os.close(holding)
        writer.join()


def test_a_pipe_is_refused_as_soon_as_too_much_has_come(tmp_path: Path) -> None:
    assert len(piped(tmp_path / "some", 2)) == 2_000_000
    with pytest.raises(PlannerError) as error:
        piped(tmp_path / "much", 60)
    assert error.value.code == "import.too_large"
    assert int(str(error.value.params["size"])) <= MOST + 2_000_000
