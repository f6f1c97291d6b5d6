"""An export that is encrypted by a passphrase of its own: whole, for nobody without it, and it comes back."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from planner.cli import passphrase
from planner.cli.main import run
from planner.services import exports, loans, locking
from planner.storage import seal
from planner.storage.store import Store
from tests.make import databases, seals
from tests.make.templates import Templates

pytest.importorskip("sqlcipher3")
NAME = "某某银行的消费贷"


def filled(path: Path) -> None:
    store = Store(path)
    loans.add(store, databases.level(NAME))
    store.close()


@pytest.fixture
def book(templates: Templates, tmp_path: Path) -> Path:
    return templates.copy("to be locked", filled, tmp_path / "book.db")


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> dict[bytes, seal.Seal]:
    return seals.forget(monkeypatch)


def answers(monkeypatch: pytest.MonkeyPatch, *given: str) -> None:
    """What a person types, passphrase by passphrase."""
    left = iter(given)
    monkeypatch.setattr(passphrase, "has_terminal", lambda: True)
    monkeypatch.setattr(passphrase, "_asked", lambda _prompt: next(left))


def test_it_is_asked_twice_opens_by_that_alone_and_comes_back(
    book: Path,
    tmp_path: Path,
    known: dict[bytes, seal.Seal],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "all.locked.db"
    answers(monkeypatch, "one passphrase", "another one", seals.PASSPHRASE, seals.PASSPHRASE)
    assert run(["export", "locked", "-o", str(file), "--db", str(book), "--lang", "en"]) == 0
    told = capsys.readouterr()
    assert "planner restore" in told.out
    assert seals.PASSPHRASE not in told.out + told.err
    content = file.read_bytes()
    assert NAME.encode() not in content
    assert file.stat().st_mode & 0o777 == 0o600
    assert sorted(one.name for one in tmp_path.iterdir()) == ["all.locked.db", "book.db"]
    known.clear()
    assert not locking.open_by(file, "one passphrase")
    text = exports.dump(book)
    store = Store(book)
    loans.delete(store, 1)
    store.close()
    answers(monkeypatch, "wrong wrong", seals.PASSPHRASE)
    assert run(["restore", str(file), "--db", str(book), "--lang", "en"]) == 0
    assert exports.dump(book) == text
    assert not locking.is_locked(book)


def test_of_a_locked_database_it_has_a_passphrase_of_its_own(
    book: Path, tmp_path: Path, known: dict[bytes, seal.Seal], monkeypatch: pytest.MonkeyPatch
) -> None:
    seals.lock(book)
    text = exports.dump(book)
    kept = tmp_path / "kept"
    kept.write_text("for the export\n", "utf-8")
    kept.chmod(0o600)
    monkeypatch.setenv(passphrase.OF_EXPORT, str(kept))
    file = tmp_path / "all.locked.db"
    assert run(["export", "locked", "-o", str(file), "--db", str(book)]) == 0
    known.clear()
    assert not locking.open_by(file, seals.PASSPHRASE)
    assert locking.open_by(file, "for the export")
    assert exports.dump(file) == text


@pytest.mark.parametrize(
    ("given", "said"),
    [(("short", "short"), "at least 8 characters"), (("long enough", "long enougH") * 3, "differed")],
)
def test_a_passphrase_that_is_none_leaves_nothing_behind(
    book: Path,
    tmp_path: Path,
    known: dict[bytes, seal.Seal],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    given: tuple[str, ...],
    said: str,
) -> None:
    file = tmp_path / "all.locked.db"
    file.write_text("mine", "utf-8")
    answers(monkeypatch, *given)
    words = ["export", "locked", "-o", str(file), "--db", str(book), "--lang", "en"]
    assert run(words) == 1  # not over a file, and nothing is asked for it
    assert "--force" in capsys.readouterr().err
    assert run([*words, "--force"]) == 1
    assert said in capsys.readouterr().err
    assert file.read_text("utf-8") == "mine"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["all.locked.db", "book.db"]


def test_without_a_terminal_or_the_driver_it_is_said_what_to_do(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["export", "locked", "-o", str(tmp_path / "x"), "--db", str(book), "--lang", "en"]
    monkeypatch.setattr(passphrase, "has_terminal", lambda: False)
    assert run(words) == 1
    assert "terminal" in capsys.readouterr().err
    monkeypatch.setattr(seal, "available", lambda: False)
    assert run(words) == 1
    assert "install '.[lock]'" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_an_import_of_it_names_the_command_that_takes_it_back(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "all.locked.db"
    file.write_bytes(b"any")
    assert run(["import", str(file), "--db", str(book), "--lang", "en"]) == 1
    assert f"planner restore {file}" in capsys.readouterr().err
    renamed = tmp_path / "all.csv"
    renamed.write_bytes(random.Random(1).randbytes(8192))  # as whatever is encrypted
    assert run(["import", str(renamed), "--db", str(book), "--lang", "en"]) == 1
    assert "encrypted export or a backup of this program, planner restore" in capsys.readouterr().err
    assert run(["import", str(book), "--db", str(book), "--lang", "en"]) == 1
    assert "a database and no bill" in capsys.readouterr().err
