"""``planner lock`` and ``unlock``, and what every other command does with a locked file."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from planner import i18n
from planner.cli import passphrase
from planner.cli.main import run
from planner.services import loans, locking, maintenance
from planner.storage import drafts, schema, seal, sqlite
from planner.storage.store import Store
from tests.make import databases, seals
from tests.make.seals import PASSPHRASE

Type = Callable[..., list[str]]


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> dict[bytes, seal.Seal]:
    monkeypatch.delenv(passphrase.VARIABLE, raising=False)
    return seals.forget(monkeypatch)


@pytest.fixture
def book(store: Store) -> Path:
    loans.add(store, databases.level())
    store.close()
    return store.path


@pytest.fixture
def locked(book: Path, known: dict[bytes, seal.Seal]) -> Path:
    """A locked file whose passphrase this process has not heard yet."""
    seals.lock(book)
    known.clear()
    return book


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Type:
    """What a person at a terminal answers, one after the other; the prompts that they saw."""

    def will_type(*answers: str) -> list[str]:
        asked: list[str] = []
        left = iter(answers)

        def answer(prompt: str) -> str:
            asked.append(prompt)
            for given in left:
                return given
            raise EOFError

        monkeypatch.setattr(passphrase, "has_terminal", lambda: True)
        monkeypatch.setattr(passphrase, "getpass", answer)
        return asked

    return will_type


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """As under cron: there is no terminal."""
    monkeypatch.setattr(passphrase, "has_terminal", lambda: False)


def keep(folder: Path, text: str, mode: int = 0o600) -> str:
    file = folder / "passphrase"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return str(file)


def test_a_file_is_locked_asked_for_and_unlocked(
    book: Path, known: dict[bytes, seal.Seal], types: Type, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = maintenance.backup(book)
    (book.parent / "planner-2026-11-23.json").write_text("{}")
    asked = types(PASSPHRASE, PASSPHRASE)
    assert run(["lock", "--db", str(book), "--lang", "en"]) == 0
    told = capsys.readouterr()
    assert len(asked) == 2
    assert "at least 8 characters" in asked[0]
    assert "nobody can open it" in told.err
    assert f"1 backup is locked with the same passphrase:\n  {copy}" in told.out
    assert "planner-2026-11-23.json" in told.out
    assert PASSPHRASE not in told.out + told.err
    known.clear()
    asked = types(PASSPHRASE)
    assert run(["status", "--json", "--db", str(book)]) == 0
    assert json.loads(capsys.readouterr().out)["debt_minor"] > 0  # the prompt is not in the document
    assert [str(book) in prompt for prompt in asked] == [True]
    known.clear()
    types(PASSPHRASE)
    assert run(["check", "--db", str(book), "--lang", "en"]) == 0
    assert "locked with a passphrase" in capsys.readouterr().out
    known.clear()
    types(PASSPHRASE)
    assert run(["unlock", "--db", str(book), "--lang", "en"]) == 0
    told = capsys.readouterr()
    assert f"1 backup is unlocked, too:\n  {copy}" in told.out
    assert not locking.is_locked(book)
    assert not locking.is_locked(copy)
    assert run(["check", "--db", str(book), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "not locked" in said
    assert "Nothing wrong was found" in said  # and no more than that
    assert "Looked at: the structure of the file" in said
    assert "sound" not in said


def test_three_wrong_ones_change_nothing(locked: Path, types: Type, capsys: pytest.CaptureFixture[str]) -> None:
    whole = locked.read_bytes()
    asked = types("wrong", "wrong too", "still wrong", PASSPHRASE)
    assert run(["unlock", "--db", str(locked), "--lang", "en"]) == 1
    assert len(asked) == 3
    assert capsys.readouterr().err.splitlines()[:2] == [
        "This passphrase does not open it; 2 more tries.",
        "This passphrase does not open it; 1 more try.",
    ]
    assert locked.read_bytes() == whole
    types("wrong", PASSPHRASE)
    assert run(["status", "--db", str(locked)]) == 0


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("short", "short"), "at least 8"),
        ((PASSPHRASE, "another", "one thing", "other thing", "third thing", ""), "differed three times"),
        ((PASSPHRASE,), "No passphrase"),
    ],
)
def test_a_new_passphrase_is_typed_twice_the_same(
    book: Path, types: Type, capsys: pytest.CaptureFixture[str], typed: tuple[str, ...], told: str
) -> None:
    types(*typed)
    assert run(["lock", "--db", str(book), "--lang", "en"]) == 1
    assert told in capsys.readouterr().err
    assert not locking.is_locked(book)


def test_a_locked_file_gets_another_passphrase(
    locked: Path, known: dict[bytes, seal.Seal], types: Type, capsys: pytest.CaptureFixture[str]
) -> None:
    types(PASSPHRASE)
    assert run(["lock", "--db", str(locked), "--lang", "en"]) == 0
    assert "--change" in capsys.readouterr().out
    known.clear()
    types(PASSPHRASE, "quite another", "quite another")
    assert run(["lock", "--change", "--db", str(locked)]) == 0
    known.clear()
    types("quite another")
    assert run(["status", "--db", str(locked)]) == 0


def test_backups_that_a_killed_lock_has_left_are_locked_the_next_time(
    book: Path, types: Type, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = maintenance.backup(book)
    types(PASSPHRASE, PASSPHRASE)
    assert run(["lock", "--backups", "keep", "--db", str(book), "--lang", "en"]) == 0
    assert f"left as it is" in capsys.readouterr().out  # noqa: F541
    assert not locking.is_locked(copy)
    assert run(["lock", "--db", str(book), "--lang", "en"]) == 0
    assert str(copy) in capsys.readouterr().out
    assert locking.is_locked(copy)


COMMANDS = (
    *("status", "due", "plan", "cash", "remind", "review", "check", "maps", "backup"),
    *("export json", "unlock", "lock"),
)


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_where_nobody_can_be_asked_every_command_says_so_in_one_line(
    locked: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    for command in COMMANDS:
        assert run([*command.split(), "--db", str(locked), "--lang", language]) == 1
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.count("\n") == 1
        assert str(locked) in told.err
        assert passphrase.VARIABLE in told.err


@pytest.mark.usefixtures("nobody")
def test_a_script_names_a_file_that_only_its_owner_reads(
    locked: Path,
    known: dict[bytes, seal.Seal],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(passphrase.VARIABLE, keep(tmp_path, PASSPHRASE + "\nsecond line\n"))
    assert run(["remind", "--db", str(locked)]) == 0
    known.clear()
    assert run(["export", "json", "-o", str(tmp_path / "out.json"), "--db", str(locked), "--lang", "en"]) == 0
    assert "plain text" in capsys.readouterr().out
    assert "某某银行" in (tmp_path / "out.json").read_text("utf-8")
    known.clear()
    assert run(["unlock", "--db", str(locked)]) == 0
    assert run(["lock", "--db", str(locked)]) == 0
    assert locking.is_locked(locked)


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize(
    ("text", "mode", "told"),
    [
        (PASSPHRASE, 0o640, "chmod 600"),
        ("", 0o600, "empty"),
        ("\n" + PASSPHRASE, 0o600, "empty"),
        ("some other passphrase", 0o600, "does not open"),
        (None, 0, "cannot be read"),
    ],
)
def test_what_is_wrong_with_that_file_is_told(
    locked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    text: str | None, mode: int, told: str,
) -> None:  # fmt: skip
    name = str(tmp_path / "missing") if text is None else keep(tmp_path, text, mode)
    monkeypatch.setenv(passphrase.VARIABLE, name)
    assert run(["status", "--db", str(locked), "--lang", "en"]) == 1
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("terminal_there", "answered", "told"),
    [(False, True, "needs a terminal"), (True, None, "No passphrase"), (True, False, "does not open")],
)
def test_the_app_asks_on_a_screen_of_its_own(
    locked: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    terminal_there: bool, answered: bool | None, told: str,
) -> None:  # fmt: skip
    from planner.ui.entrance import Entrance

    monkeypatch.setattr(sys.stdin, "isatty", lambda: terminal_there)
    monkeypatch.setattr(Entrance, "run", lambda _: answered)
    assert run(["--db", str(locked), "--lang", "en"]) == 1
    assert told in capsys.readouterr().err


def test_what_is_being_written_is_told_of(book: Path, types: Type, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(book, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        types(PASSPHRASE, PASSPHRASE)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sqlite, "BUSY_MS", 10)
            assert run(["lock", "--db", str(book), "--lang", "en"]) == 1
    assert "open elsewhere" in capsys.readouterr().err
    assert not locking.is_locked(book)


def test_without_the_extra_it_says_what_to_install(
    book: Path, types: Type, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drafts.write(book, {"form": {"field": "x"}})
    monkeypatch.setattr(seal, "available", lambda: False)
    asked = types(PASSPHRASE, PASSPHRASE)
    assert run(["lock", "--db", str(book), "--lang", "en"]) == 1
    assert "install '.[lock]'" in capsys.readouterr().err
    assert asked == []
    assert run(["status", "--db", str(book)]) == 0
    assert drafts.read(book) == {"form": {"field": "x"}}


IN_TERMINAL = """
import os, sys
os.open(sys.argv[1], os.O_RDWR)  # the first terminal that the leader of a session opens is its own
from planner.storage import seal
seal._ROUNDS = 1
from planner.cli.main import run
sys.exit(run(sys.argv[2:]))
"""


@pytest.fixture
def terminal() -> Iterator[tuple[int, str]]:
    """A terminal: the side of the person, and the name of the other."""
    person, program = os.openpty()
    yield person, os.ttyname(program)
    for side in (person, program):
        with suppress(OSError):
            os.close(side)


def test_a_terminal_asks_past_the_pipe_and_echoes_nothing(locked: Path, terminal: tuple[int, str]) -> None:
    person, name = terminal
    words = ["status", "--json", "--db", str(locked), "--lang", "zh"]
    with subprocess.Popen(
        [sys.executable, "-c", IN_TERMINAL, name, *words],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    ) as process:  # fmt: skip
        seen = b""
        while "口令：".encode() not in seen:
            seen += os.read(person, 1000)
        os.write(person, PASSPHRASE.encode() + b"\n")
        out, err = process.communicate(timeout=20)
    assert process.returncode == 0, err
    assert json.loads(out)["debt_minor"] > 0
    os.set_blocking(person, False)
    with suppress(BlockingIOError, OSError):
        seen += os.read(person, 1000)
    assert "Pfeffer".encode() not in seen + err  # noqa: UP012


def twice_locked(book: Path, known: dict[bytes, seal.Seal]) -> Path:
    """Locked with ``PASSPHRASE``, with a backup that has an earlier one; this process has heard none of them."""
    locking.lock(book, "an earlier one", locking.Backups.KEEP)
    copy = maintenance.backup(book)
    seals.lock(book)
    known.clear()
    return copy


def test_restore_asks_for_the_passphrase_of_the_database_and_then_for_that_of_the_backup(
    book: Path, known: dict[bytes, seal.Seal], types: Type, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = twice_locked(book, known)
    types(PASSPHRASE)
    assert run(["restore", "--db", str(book), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "locked with another passphrase" in told
    assert f"planner restore {copy} --db {book}" in told
    known.clear()
    asked = types(PASSPHRASE, "wrong", "an earlier one")
    assert run(["restore", str(copy), "--db", str(book), "--lang", "en"]) == 0
    assert [str(copy) in prompt for prompt in asked] == [False, True, True]
    assert "opened by its present passphrase" in capsys.readouterr().out
    known.clear()
    types(PASSPHRASE)
    assert run(["status", "--db", str(book)]) == 0
    book.unlink()
    known.clear()
    asked = types("an earlier one")
    assert run(["restore", str(copy), "--db", str(book), "--lang", "en"]) == 0
    assert "the passphrase of the backup that was restored opens it" in capsys.readouterr().out
    assert locking.is_locked(book)
    assert run(["unlock", "--backups", "keep", "--db", str(book)]) == 0
    assert run(["restore", str(copy), "--db", str(book), "--lang", "en"]) == 0
    assert "still is not" in capsys.readouterr().out
    assert not locking.is_locked(book)


def test_a_wrong_passphrase_restores_nothing_and_says_what_can_be_done(
    book: Path, known: dict[bytes, seal.Seal], types: Type, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = twice_locked(book, known)
    whole = book.read_bytes()
    types("wrong", "wrong", "wrong")
    assert run(["restore", str(copy), "--db", str(book), "--lang", "en"]) == 1
    assert "move it away" in capsys.readouterr().err
    types(PASSPHRASE, "wrong", "wrong", "wrong")
    assert run(["restore", str(copy), "--db", str(book), "--lang", "en"]) == 1
    assert f"does not open {copy}" in capsys.readouterr().err
    assert book.read_bytes() == whole


def test_the_file_of_a_script_opens_the_backup_too_or_a_person_is_asked(
    book: Path, known: dict[bytes, seal.Seal], tmp_path: Path, types: Type,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    copy = twice_locked(book, known)
    monkeypatch.setenv(passphrase.VARIABLE, keep(tmp_path, PASSPHRASE))
    asked = types("an earlier one")
    assert run(["restore", str(copy), "--db", str(book)]) == 0
    assert len(asked) == 1
    known.clear()
    monkeypatch.setattr(passphrase, "has_terminal", lambda: False)
    assert run(["restore", str(copy), "--db", str(book), "--lang", "en"]) == 1
    assert f"does not open {copy}" in capsys.readouterr().err
    assert run(["backup", "--db", str(book), "--lang", "en"]) == 0
    same = maintenance.backup(book)
    known.clear()
    assert run(["restore", str(same), "--db", str(book)]) == 0


def test_an_export_is_imported_into_a_locked_file(
    book: Path, known: dict[bytes, seal.Seal], tmp_path: Path, types: Type
) -> None:
    file = tmp_path / "all.json"
    assert run(["export", "json", "-o", str(file), "--db", str(book)]) == 0
    fresh = tmp_path / "fresh.db"
    schema.ensure(fresh)
    seals.lock(fresh)
    known.clear()
    asked = types(PASSPHRASE)
    assert run(["import", str(file), "--db", str(fresh)]) == 0
    assert len(asked) == 1
    assert locking.is_locked(fresh)
    assert maintenance.backup(fresh)


@pytest.mark.parametrize("at", [20, 4096 * 3 + 100])
def test_a_damaged_locked_file_is_called_damaged_and_the_backup_named(
    book: Path, known: dict[bytes, seal.Seal], types: Type, capsys: pytest.CaptureFixture[str], at: int
) -> None:
    seals.lock(book)
    copy = maintenance.backup(book)
    with book.open("r+b") as file:
        file.seek(at)
        file.write(b"damaged!")
    for command in ("check", "status", "export json", "backup"):
        known.clear()
        types("wrong one", PASSPHRASE)
        status = run([*command.split(), "--db", str(book), "--lang", "en"])
        told = capsys.readouterr()
        if status:  # a page that a command does not read is not told
            assert f"planner restore {copy}" in told.err, command
        assert "does not open it; 2 more tries" in told.err
    known.clear()
    types(PASSPHRASE)
    assert run(["restore", str(copy), "--db", str(book), "--lang", "en"]) == 0
    assert run(["check", "--db", str(book)]) == 0
    assert locking.is_locked(book)


HIDDEN = """
import sys
sys.modules["sqlcipher3"] = None
from planner.cli.main import run
for words in sys.argv[1:]:
    print(run(words.split()), words.split()[0], file=sys.stderr)
"""


def test_without_the_extra_a_plain_file_is_as_ever_and_a_locked_one_gets_a_sentence(book: Path, tmp_path: Path) -> None:
    copy = maintenance.backup(book)
    locked = tmp_path / "locked.db"
    schema.ensure(locked)
    seals.lock(locked)
    where, closed = f"--lang en --db {book}", f"--lang en --db {locked}"
    good = [f"{one} {where}" for one in ("status", "check", "backup", f"restore {copy}", "restore")]
    export = tmp_path / "all.json"
    good += [f"export json -o {export} {where}", f"import {export} --lang en --db {tmp_path / 'new.db'}"]
    bad = [f"{one} {closed}" for one in (*COMMANDS, f"restore {copy}", f"import {export}")]
    bad += [f"restore {locked} {where}", closed]
    done = subprocess.run([sys.executable, "-c", HIDDEN, *good, *bad], capture_output=True, text=True)
    told = done.stderr.splitlines()
    assert [line for line in told if line[:2] in ("0 ", "1 ")] == [
        f"{int(words in bad)} {words.split()[0]}" for words in (*good, *bad)
    ]
    assert sum("install '.[lock]'" in line for line in told) == len(bad)
