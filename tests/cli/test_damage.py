"""Damaged files and slips in paths: every command names them, with the backup that helps, and changes nothing."""

from __future__ import annotations

import os
import random
import shutil
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from planner.cli.main import run
from planner.errors import PlannerError
from planner.services import maintenance, settings
from planner.storage import backup as making
from planner.storage.store import Store
from tests.make.templates import Templates
from tests.storage import make_dump

LOOKING = (["status"], ["due"], ["remind"], ["cash"], ["plan", "--quick"], ["export", "json"], ["check"], ["backup"])
_PAGE = 4096


def filled(path: Path) -> None:
    opened = Store(path)
    make_dump.fill(opened)
    opened.close()


@pytest.fixture
def book(path: Path, templates: Templates) -> Path:
    """Rows in every table, and a backup of them."""
    templates.copy("filled", filled, path)
    maintenance.backup(path)
    return path


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """The status of a command in English and what it says on standard error."""
    status = run([*words, "--lang", "en"])
    return status, capsys.readouterr().err


# -- what is damaged -----------------------------------------------------------------------------------------------


def root(path: Path, name: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        page: int = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
    return page


def put(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def by_hand(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            connection.execute(statement)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "a header overwritten": lambda path: put(path, 0, b"x" * 100),
    "cut in the middle": lambda path: os.truncate(path, path.stat().st_size // 2),
    "cut to nothing": lambda path: os.truncate(path, 0),
    "cut to a byte": lambda path: os.truncate(path, 1),
    "a page of zeros": lambda path: put(path, (root(path, "repayment") - 1) * _PAGE, bytes(_PAGE)),
    "a table missing": lambda path: by_hand(path, "DROP TABLE draw"),
    "the revision missing": lambda path: by_hand(path, "DELETE FROM alembic_version"),
    "a revision before the first": lambda path: by_hand(path, "UPDATE alembic_version SET version_num = '0000'"),
    "a column missing": lambda path: by_hand(
        path, "UPDATE sqlite_master SET sql = replace(sql, 'paid_on', 'paid_no') WHERE name = 'repayment'"
    ),
    "a table whose name is no text": lambda path: by_hand(
        path, "UPDATE sqlite_master SET sql = CAST(x'ff' AS TEXT), name = CAST(x'ff41fe' AS TEXT) WHERE name = 'draw'"
    ),
    "a text that is none": lambda path: by_hand(path, "UPDATE loan SET name = CAST(x'ff41fe' AS TEXT)"),
    "a method that is none": lambda path: by_hand(path, "UPDATE loan SET method = 'none'"),
    "a lender missing": lambda path: by_hand(path, "PRAGMA foreign_keys = OFF", "DELETE FROM lender"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_named_by_every_command_with_the_backup_that_mends_it(
    book: Path, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    DAMAGE[damage](book)
    content = book.read_bytes()
    (copy,) = (book.parent / "backups").iterdir()
    for words in LOOKING:
        if words == ["export", "json"] and damage in ("a method that is none", "a lender missing"):
            continue  # what can be read is taken out as it is
        status, said = told(capsys, *words, "--db", str(book))
        assert (status, words) == (1, words)
        assert f"planner restore {copy} --db {book}" in said, (words, said)
        assert "nexpected" not in said
    assert book.read_bytes() == content
    assert run(["restore", str(copy), "--db", str(book)]) == 0
    assert told(capsys, "check", "--db", str(book)) == (0, "")


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE kept_standing",
        "DROP TABLE kept_day",
        "ALTER TABLE kept_day RENAME COLUMN answers TO gone",
    ],
)
def test_tables_of_answers_that_are_missing_are_damage(
    book: Path, capsys: pytest.CaptureFixture[str], statement: str
) -> None:
    by_hand(book, "PRAGMA legacy_alter_table = ON", statement)
    content = book.read_bytes()
    for words in (["status"], ["due"], ["check"], ["backup"]):
        status, said = told(capsys, *words, "--db", str(book))
        assert (status, words) == (1, words)
        assert "planner restore " in said
        assert "nexpected" not in said
    assert book.read_bytes() == content


@pytest.mark.parametrize("statement", ["DROP TABLE kept_answer", "ALTER TABLE kept_answer RENAME COLUMN told TO gone"])
def test_without_the_table_of_whole_answers_nothing_can_be_written_which_is_damage(
    book: Path, capsys: pytest.CaptureFixture[str], statement: str
) -> None:
    by_hand(book, "PRAGMA legacy_alter_table = ON", statement)
    for words in (["check"], ["backup"]):
        status, said = told(capsys, *words, "--db", str(book))
        assert (status, words) == (1, words)
        assert "planner restore " in said
        assert "nexpected" not in said


def test_without_a_good_backup_that_is_said(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy,) = (book.parent / "backups").iterdir()
    os.truncate(copy, 0)
    os.truncate(book, 100)
    status, said = told(capsys, "status", "--db", str(book))
    assert status == 1
    assert f"no good backup of it in {copy.parent}" in said


def ways(chance: random.Random, content: bytes) -> Iterator[bytes]:
    """The file, damaged at random."""
    pages = len(content) // _PAGE
    while True:
        kind, page = chance.randrange(4), chance.randrange(pages) * _PAGE
        if kind == 0:
            yield content[: chance.randrange(len(content))]
        elif kind == 1:
            yield content[:page] + bytes(_PAGE) + content[page + _PAGE :]
        elif kind == 2:
            yield content[:page] + chance.randbytes(_PAGE) + content[page + _PAGE :]
        else:
            at = chance.randrange(100) if chance.random() < 0.5 else chance.randrange(len(content))
            yield content[:at] + chance.randbytes(1) + content[at + 1 :]


def test_damage_at_random_is_never_unexpected(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(16)
    damaged = ways(chance, book.read_bytes())
    for _ in range(40):
        for beside in ("-wal", "-shm"):
            Path(f"{book}{beside}").unlink(missing_ok=True)
        content = next(damaged)
        book.write_bytes(content)
        words = LOOKING[chance.randrange(len(LOOKING))]
        status, said = told(capsys, *words, "--db", str(book), "--today", "2026-11-23")
        assert status in (0, 1)
        assert "nexpected" not in said, said
        assert book.read_bytes() == content


# -- what is not there ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["--db", "PLANNER_DB"])
def test_a_slip_in_the_path_is_told_and_makes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    for place in (tmp_path / "my.db", tmp_path / "typo" / "my.db"):
        monkeypatch.setenv("PLANNER_DB", str(place) if by == "PLANNER_DB" else "/nowhere")
        for words in LOOKING:
            status, said = told(capsys, *words, *(["--db", str(place)] if by == "--db" else []))
            assert (status, said) == (1, f"planner: There is no file {place}, and nothing was made; check the path\n")
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_has_gone_is_told_with_its_backup(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book.unlink()
    for words in (["status"], ["import", "x.csv"], []):  # without a command: the app
        status, said = told(capsys, *words, "--db", str(book))
        assert status == 1
        assert "planner restore" in said
    assert not book.exists()


@pytest.mark.parametrize("by", ["--db", "PLANNER_DB"])
def test_an_empty_path_never_means_the_own_data(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    monkeypatch.setenv("PLANNER_DB", "" if by == "PLANNER_DB" else "/nowhere")
    status, said = told(capsys, "status", *(["--db", ""] if by == "--db" else []))
    assert (status, said.split(" is empty")[0]) == (1, f"planner: {by}")


def test_without_any_data_yet_it_is_said_how_to_begin(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PLANNER_DB")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("planner.paths.default_database", lambda: tmp_path / "planner" / "planner.db")
    status, said = told(capsys, "remind")
    assert status == 1
    assert "no data yet" in said
    assert "planner --demo" in said
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_file_is_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe, plug = tmp_path / "pipe", tmp_path / "socket"
    os.mkfifo(pipe)
    with socket.socket(socket.AF_UNIX) as listening:
        monkeypatch.chdir(tmp_path)  # the name of a socket is short
        listening.bind("socket")
    for place in (pipe, plug, tmp_path, Path(os.devnull)):
        for words in (["status"], ["import", "x.csv"], ["restore", "x.json"]):
            status, said = told(capsys, *words, "--db", str(place))
            assert status == 1
            assert str(place) in said
            assert "name a database file" in said
    for place in (pipe, plug, Path("/dev/zero")):
        assert told(capsys, "import", str(place), "--db", str(tmp_path / "new.db"))[0] == 1


# -- the commands --------------------------------------------------------------------------------------------------


def test_an_export_over_a_file_wants_force(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["export", "json", "--db", str(book), "-o", str(tmp_path / "all.json")]
    assert told(capsys, *words)[0] == 0
    status, said = told(capsys, *words)
    assert status == 1
    assert "--force" in said
    assert told(capsys, *words, "--force")[0] == 0


def test_restore_tells_what_it_did_and_lists_what_can_be_restored(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["restore", "--db", str(book), "--lang", "en"]) == 0
    listed = capsys.readouterr().out
    (copy,) = (book.parent / "backups").iterdir()
    assert f"planner restore {copy} --db {book}" in listed
    with Store(book).write("settings.put") as write:
        write.connection.execute("INSERT INTO setting (key, value) VALUES ('later', '1')")
    assert run(["restore", str(copy), "--db", str(book), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "kept as a backup" in said
    assert "steps: 1, loans and records: 0" in said
    shutil.rmtree(copy.parent)
    assert run(["restore", "--db", str(book), "--lang", "en"]) == 0
    assert "no good backup" in capsys.readouterr().out
    assert run(["restore", "--db", f"{book}.typo", "--lang", "en"]) == 1
    assert f"There is no file {book}.typo" in capsys.readouterr().err


def test_commands_that_look_leave_the_log_of_an_earlier_version(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    by_hand(book, "PRAGMA journal_mode = WAL")
    was = book.read_bytes()
    for words in LOOKING:
        assert told(capsys, *words, "--db", str(book)) == (0, "")
    assert book.read_bytes() == was
    assert not list(book.parent.glob("planner.db-*"))


def test_a_format_that_nobody_knows_is_damage_and_no_question_of_rights(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(book, 18, b"\xff")  # SQLite only reads such a file
    (copy,) = (book.parent / "backups").iterdir()
    with pytest.raises(PlannerError) as caught:
        settings.put(Store(book), a="1")
    assert caught.value.code == "store.damaged"
    for words in (["check"], ["backup"]):
        status, said = told(capsys, *words, "--db", str(book))
        assert status == 1
        assert f"planner restore {copy} --db {book}" in said
    assert list((book.parent / "backups").iterdir()) == [copy]
    assert run(["restore", str(copy), "--db", str(book)]) == 0
    settings.put(Store(book), a="1")


@pytest.mark.skipif(sys.platform != "linux", reason="names are UTF-8 there")
def test_a_name_that_is_no_text_is_no_damage(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = book.rename(Path(os.fsdecode(os.fsencode(book.parent) + b"/\xff.db")))
    put(other, 18, b"\2")
    put(other, 19, b"\2")  # the log of an earlier version
    assert told(capsys, "check", "--db", str(other)) == (0, "")
    settings.put(Store(other), a="1")
    assert other.read_bytes()[18:20] == b"\1\1"


def test_what_cannot_be_brought_up_to_date_names_the_newest_backup_that_can(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((make_dump.FOLDER / "0005.sql").read_text("utf-8"))
    copy = making.make(path)
    by_hand(path, "CREATE TABLE asset (made_by TEXT)")  # a later revision makes one of that name
    making.make(path)
    status, said = told(capsys, "status", "--db", str(path))
    assert status == 1
    assert f"planner restore {copy} --db {path}" in said
    assert not list(path.parent.glob("*.partial*"))
