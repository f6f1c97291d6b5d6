"""An export is whole, private, and never over the database, its backups, or a file that nobody was asked about."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from planner.errors import PlannerError
from planner.services import exports, maintenance, targets
from planner.storage.store import Store
from tests.make.exported import dump_to


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where exports go."""
    made = tmp_path / "exports"
    made.mkdir()
    return made


def refusal(path: Path, target: Path, *, over: bool = True) -> str:
    with pytest.raises(PlannerError) as caught:
        dump_to(path, target, over=over)
    assert str(target) in str(caught.value)
    return caught.value.code


def test_a_file_that_is_there_is_replaced_only_when_asked_and_is_private_then(store: Store, folder: Path) -> None:
    file = folder / "all.json"
    file.write_text("mine", "utf-8")
    file.chmod(0o644)
    assert refusal(store.path, file, over=False) == "export.exists"
    assert file.read_text("utf-8") == "mine"
    dump_to(store.path, file, over=True)
    assert file.read_text("utf-8") == exports.dump(store.path) + "\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(folder.iterdir()) == [file]


def test_a_link_leads_to_the_file_that_is_written(store: Store, folder: Path) -> None:
    file, link = folder / "all.json", folder / "link.json"
    file.touch()
    link.symlink_to(file)
    dump_to(store.path, link, over=True)
    assert link.is_symlink()
    assert file.stat().st_size > 0


@pytest.mark.parametrize("kind", ["name", "wal", "shm", "journal", "soft", "hard", "backup", "link to backup", "among"])
def test_neither_the_database_nor_a_backup_is_written_over(store: Store, folder: Path, kind: str) -> None:
    copy = maintenance.backup(store.path)
    soft, hard, second = folder / "soft", folder / "hard", folder / "second"
    soft.symlink_to(store.path)
    os.link(store.path, hard)
    os.link(copy, second)
    target = {
        "name": folder / ".." / "planner.db",
        "soft": soft,
        "hard": hard,
        "backup": copy,
        "link to backup": second,
        "among": copy.with_name("new.json"),
    }.get(kind, Path(f"{store.path}-{kind}"))
    before = store.path.read_bytes(), copy.read_bytes()
    assert refusal(store.path, target).startswith("export.onto_")
    assert (store.path.read_bytes(), copy.read_bytes()) == before


def test_what_cannot_be_written_leaves_nothing_behind(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    assert refusal(store.path, folder / "nowhere" / "x.json") == "export.unwritable"
    assert refusal(store.path, folder) == "export.is_folder"
    old = folder / "old.json"
    old.write_text("mine", "utf-8")
    monkeypatch.setattr(os, "fsync", full)
    assert refusal(store.path, old) == "export.unwritable"
    assert old.read_text("utf-8") == "mine"
    assert list(folder.iterdir()) == [old]


def test_a_pipe_that_nobody_reads_is_told_and_a_device_is_written_to(store: Store, folder: Path) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    assert refusal(store.path, pipe) == "export.unwritable"
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    targets.write(store.path, pipe, ["text", b"\n"])
    assert os.read(reader, 10) == b"text\n"
    os.close(reader)
    dump_to(store.path, Path(os.devnull))
    assert Path(os.devnull).is_char_device()


def test_the_database_is_let_go_where_writing_fails(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def writelines(self, lines: Iterable[str]) -> None:
            next(iter(lines))
            raise OSError(errno.ENOSPC, "full")

        def close(self) -> None:
            pass

    monkeypatch.setattr(Path, "open", lambda *_given, **_named: closing(Full()))
    with pytest.raises(PlannerError) as caught:  # which holds on to all that the failed call had in hand
        dump_to(store.path, folder / "all.json")
    monkeypatch.undo()
    assert caught.value.code == "export.unwritable"
    assert can_be_written(store.path)


def can_be_written(path: Path) -> bool:
    """Whether nobody is reading: a commit would have to wait for that."""
    with closing(sqlite3.connect(path, timeout=0)) as connection:
        connection.execute("INSERT INTO setting (key, value) VALUES ('any', 'x')")
        connection.commit()
    return True


def test_a_slow_pipe_does_not_hold_the_database(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe, opened, free = folder / "pipe", os.open, []
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    def spied(file: Path, flags: int, *more: int) -> int:
        if file == pipe:
            free.append(can_be_written(store.path))
        return opened(file, flags, *more)

    text = exports.dump(store.path)
    with monkeypatch.context() as patched:
        patched.setattr(os, "open", spied)
        dump_to(store.path, pipe)
    assert free == [True]
    assert os.read(reader, 100_000).decode() == text + "\n"
    os.close(reader)


def test_what_a_killed_export_left_goes_with_the_next_one(store: Store, folder: Path) -> None:
    left = folder / "all.json.0.partial"
    left.write_text("half", "utf-8")
    assert dump_to(store.path, folder / "all.json").is_file()
    assert not left.exists()
