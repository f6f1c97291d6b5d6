"""What a command told by a kept answer prints is what it prints without one; any write, and there is none."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, redirect_stdout
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import clock, i18n
from planner.cli import answers as making
from planner.cli import kept, main
from planner.domain.accounts.records import Account
from planner.i18n import format as fmt
from planner.services import cash, income, loans, maintenance, repayments, settings, undo
from planner.storage import answers, schema, standing
from planner.storage.store import Store
from tests.cli.test_first import assert_shown_alike
from tests.make.accounts import any_histories
from tests.make.examples import examples
from tests.make.templates import Templates
from tests.storage import make_dump

TODAY = date(2026, 11, 20)
DAYS = 2  # are made here, of which one is enough: more take no other way
LINES = (["status"], ["status", "--json"], ["--lang", "en", "status"], ["--lang", "zh", "status", "--json"])


def filled(path: Path) -> None:
    opened = Store(path)
    make_dump.fill(opened)
    opened.close()


@pytest.fixture(autouse=True)
def few_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "DAYS", DAYS)
    monkeypatch.setattr(making, "ENOUGH", 1)


def with_answers(path: Path) -> None:
    filled(path)
    making.keep(path, TODAY)


@pytest.fixture
def book(path: Path, templates: Templates, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Rows in every table, and the answers of some days."""
    monkeypatch.setenv("PLANNER_DB", str(path))
    templates.copy("answered", with_answers, path)
    clock.fix(TODAY)
    return path


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Callable[[list[str]], tuple[str | None, str]]:
    """What is told by a kept answer, None without one; and what the long way prints."""

    def both(line: list[str]) -> tuple[str | None, str]:
        quick = capsys.readouterr().out if kept.told(line) == 0 else None
        assert main.run(line) == 0
        return quick, capsys.readouterr().out

    return both


def is_kept(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        return bool(answers.keys(connection))


# -- what is told ------------------------------------------------------------------------------------------------------


def test_every_day_form_and_language_is_told_as_the_long_way_tells_it(
    book: Path, printed: Callable[[list[str]], tuple[str | None, str]]
) -> None:
    for number in range(DAYS):
        for line in LINES:
            quick, long = printed([*line, "--today", (TODAY + timedelta(number)).isoformat()])
            assert quick == long
    for number in (-1, DAYS):
        assert kept.told(["status", "--today", (TODAY + timedelta(number)).isoformat()]) is None


def test_the_language_chosen_in_the_app_is_spoken(
    book: Path, printed: Callable[[list[str]], tuple[str | None, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for chosen in ("en", "zh"):
        monkeypatch.setenv("LANG", {"zh": "en_GB", "en": "zh_CN"}[chosen])
        store = Store(book)
        settings.put(store, language=chosen)
        store.close()
        making.keep(book, TODAY)
        quick, long = printed(["status"])
        assert quick == long == printed(["status", "--lang", chosen])[1]


@pytest.mark.parametrize(
    "line",
    [
        ["status", "--today", "昨天"],
        ["status", "--today", "20261120"],
        ["status", "--today", "2026-W47-5"],
        ["status", "--lang", "xx"],
        ["status", "--demo"],
        ["status", "--db", ""],
        ["status", "--db", "no\0where"],
        ["status", "more"],
        ["cash"],
        [],
    ],
)
def test_any_other_command_line_is_read_the_long_way(book: Path, line: list[str]) -> None:
    assert kept.told(line) is None


def test_a_day_of_the_surroundings_that_is_none_is_told_the_long_way(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.fix(None)
    monkeypatch.setenv("PLANNER_TODAY", "tomorrow")
    assert kept.told(["status", "--today", TODAY.isoformat()]) is None


@examples(15)
@given(st.lists(any_histories(), min_size=1, max_size=2), st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_any_accounts_with_any_payments_are_told_as_the_long_way_tells_them(
    accounts: list[Account], today: date
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "planner.db"
        store = Store(path)
        with store.write("loan.add") as write:
            for account in accounts:
                loan_id = loans.insert(write, account.loan)
                write.put_all((replace(one, id=0), loan_id) for one in account.draws)
                write.put_all((replace(one, id=0), loan_id) for one in account.repayments)
                write.put_all((replace(one, id=0), loan_id) for one in account.readings)
        settings.put(store, language="zh")
        store.close()
        making.keep(path, today)
        for line in LINES:
            said = StringIO(), StringIO()
            for way, out in zip((kept.told, main.run), said, strict=True):
                with redirect_stdout(out):
                    assert way([*line, "--db", str(path), "--today", today.isoformat()]) == 0
            assert said[0].getvalue() == said[1].getvalue() != ""
        assert_shown_alike(path, today)


def test_any_book_after_any_writes_is_told_as_its_records_say(
    book: Path, printed: Callable[[list[str]], tuple[str | None, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "DAYS", 1)
    random = Random(7)
    for _ in range(6):
        random.choice(WRITES)(book, random)
        line = random.choice(LINES)
        quick, before = printed(line)
        assert quick is None
        making.keep(book, TODAY)
        assert printed(line) == (before, before)
        assert_shown_alike(book, TODAY)


def _by_service(change: Callable[[Store, Random], object]) -> Callable[[Path, Random], None]:
    def write(path: Path, random: Random) -> None:
        store = Store(path)
        change(store, random)
        store.close()

    return write


def _by_another_program(sql: str) -> Callable[[Path, Random], None]:
    def write(path: Path, random: Random) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(sql, (random.randrange(1_00, 9_000_00),))

    return write


WRITES = (
    _by_service(lambda store, random: repayments.record(store, 3, TODAY, random.randrange(1, 999_00), today=TODAY)),
    _by_service(
        lambda store, random: income.add(
            store, name=f"x{random.random()}", from_on=TODAY, monthly_minor=random.randrange(10**6)
        )
    ),
    _by_service(lambda store, random: cash.set_buffer(store, random.randrange(10**6))),
    _by_service(lambda store, random: undo.undo(store)),
    _by_another_program("UPDATE loan SET note = ?"),
    _by_another_program("UPDATE balance_reading SET balance_minor = ?"),
    _by_another_program("UPDATE income SET monthly_minor = ?"),
    _by_another_program("INSERT OR REPLACE INTO setting (key, value) VALUES ('cash_buffer', ?)"),
)


# -- what takes it away ------------------------------------------------------------------------------------------------


def tables(connection: sqlite3.Connection) -> Iterator[str]:
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        if not name.startswith(("kept_", "sqlite_")):
            yield name


def test_any_write_of_any_program_to_any_table_takes_all_answers_away(book: Path) -> None:
    with closing(sqlite3.connect(book, isolation_level=None)) as connection:  # no pragma of ours
        seen = set()
        for table in tables(connection):
            row = f"rowid = (SELECT rowid FROM {table} LIMIT 1)"
            for write in (
                f"UPDATE {table} SET rowid = rowid WHERE {row}",
                f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {row}",
                f"DELETE FROM {table} WHERE {row}",
                f"DELETE FROM {table}",
            ):
                connection.execute("BEGIN")
                connection.execute(write)
                assert not answers.keys(connection), write
                connection.execute("ROLLBACK")
                assert answers.keys(connection)
                seen.add(table)
        assert {"alembic_version", "loan", "setting", "operation", "report_point", "payoff_plan"} <= seen
        assert len(seen) == len(list(tables(connection)))


def test_a_table_that_a_later_revision_adds_has_its_triggers_too(book: Path) -> None:
    with closing(sqlite3.connect(book, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        connection.execute("CREATE TABLE extra (id INTEGER PRIMARY KEY)")
        standing.unguard(connection)
        assert not answers.keys(connection)
        standing.guard(connection)
        found = set(connection.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"))
        for table in tables(connection):
            assert {(table, f"kept_answer_{table}_{event}") for event in ("insert", "update", "delete")} <= found
        assert ("extra", "kept_answer_extra_insert") in found


@pytest.mark.parametrize(
    "change",
    [
        "CREATE INDEX more ON repayment (note)",
        "DROP TABLE report_point",
        "DROP TRIGGER kept_answer_repayment_update",
        "UPDATE kept_answer SET checksum = checksum + 1",
        "UPDATE kept_answer SET told = (SELECT told FROM kept_answer WHERE form = 'document' LIMIT 1)",
        "UPDATE kept_answer SET made = 'another'",
        "UPDATE kept_answer SET told = x'00', checksum = 0",
        "UPDATE kept_answer SET made = CAST(x'ff' AS TEXT)",
        "UPDATE kept_answer SET language = language || CAST(x'ff' AS TEXT)",
        "DROP TABLE kept_answer",
    ],
)
def test_what_is_no_longer_as_it_was_is_not_told(book: Path, change: str) -> None:
    assert kept.told(["status"]) == 0
    with closing(sqlite3.connect(book)) as connection, connection:
        connection.execute(change)
    assert kept.told(["status"]) is None
    if "ff" in change:
        assert making.mend(book) == ()


def test_a_record_that_is_another_past_the_triggers_is_seen(book: Path) -> None:
    with closing(sqlite3.connect(book)) as connection:
        (text,) = connection.execute("SELECT note FROM loan WHERE note <> '' LIMIT 1").fetchone()
    whole = book.read_bytes()
    letter = text.encode()[-1:]
    assert whole.count(text.encode()) > 0
    book.write_bytes(whole.replace(text.encode(), text.encode()[:-1] + bytes([letter[0] ^ 1])))
    assert kept.told(["status"]) is None
    book.write_bytes(whole)
    assert kept.told(["status"]) == 0


def test_other_code_texts_or_lists_tell_no_answer(book: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made = answers.maker()
    house = tmp_path / "house"
    for name in ("planner/storage", "planner/i18n/en", "planner/ui", "seeds", "planner/_seeds"):
        (house / name).mkdir(parents=True)
    monkeypatch.setattr(answers, "__file__", str(house / "planner/storage/answers.py"))
    seen = {answers.maker()}
    for number, name in enumerate(
        ("planner/storage/a.py", "planner/i18n/en/b.py", "seeds/c.toml", "planner/_seeds/d.toml")
    ):
        (house / name).write_text(" " * number)
        seen.add(answers.maker())
    assert len(seen) == 5
    assert made not in seen
    (house / "planner/ui/e.py").touch()
    assert answers.maker() in seen
    assert kept.told(["status"]) is None


def test_the_answer_is_told_with_nothing_else_loaded(book: Path) -> None:
    code = (
        "import sys\nbefore = {*sys.modules}\nfrom planner.cli import kept\n"
        "assert kept.told(['status']) == 0\nprint(*{*sys.modules} - before, file=sys.stderr)"
    )
    around = os.environ | {"PLANNER_DB": str(book), "PLANNER_TODAY": TODAY.isoformat()}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=around)
    loaded = set(done.stderr.split())
    ours = {"cli", "cli.kept", "cli.language", "cli.plain", "clock", "i18n", "storage", "storage.answers"}
    assert {name for name in loaded if name.startswith("planner.")} == {f"planner.{name}" for name in ours}
    assert not loaded & {"pathlib", "re", "typing", "json", "argparse", "sqlalchemy", "planner.i18n.zh"}


def test_all_that_the_command_loads_is_of_what_answers_are_made_by() -> None:
    code = (
        "import sys\nfrom planner.cli import status, answers\n"
        "print([name.split('.')[1] for name in sys.modules if name.startswith('planner.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "words" in done.stdout
    assert not any(f"'{room}'" in done.stdout for room in answers._ELSEWHERE)


# -- the file ----------------------------------------------------------------------------------------------------------


def test_a_file_in_use_is_waited_for_by_the_long_way(book: Path) -> None:
    with closing(sqlite3.connect(book, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        assert kept.told(["status"]) is None
    assert kept.told(["status"]) == 0


@pytest.mark.parametrize("mode", [0o644, 0o640])
def test_a_file_that_others_can_read_is_seen_to(book: Path, mode: int) -> None:
    book.chmod(mode)
    assert kept.told(["status"]) is None


def test_what_is_no_database_is_named_by_the_long_way(book: Path, tmp_path: Path) -> None:
    (tmp_path / "random").write_bytes(os.urandom(8192))
    (tmp_path / "empty").touch()
    os.mkfifo(tmp_path / "pipe")
    for name in ("random", "empty", "pipe"):
        (tmp_path / name).chmod(0o600)
    for name in ("random", "empty", "pipe", "nowhere", ".", "random/below"):
        assert kept.told(["status", "--db", str(tmp_path / name)]) is None
    assert not (tmp_path / "nowhere").exists()


def test_a_damaged_page_is_told_and_no_answer(book: Path) -> None:
    with closing(sqlite3.connect(book)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'loan'").fetchone()
    whole = book.read_bytes()
    book.write_bytes(whole[: (page - 1) * 4096] + b"\x55" * 4096 + whole[page * 4096 :])
    assert kept.told(["status"]) is None
    book.write_bytes(whole)
    assert kept.told(["status"]) == 0


def test_of_a_large_file_the_pages_are_seen_to_that_an_answer_is_made_of(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "_SMALL", 1)
    assert kept.told(["status"]) == 0
    with closing(sqlite3.connect(book)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'income'").fetchone()
    with book.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\x55" * 4096)
    assert kept.told(["status"]) is None


def test_a_name_of_any_signs_is_found_and_nothing_is_changed(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = book.parent / "a b%41?mode=memory&x#债.db"
    odd.write_bytes(book.read_bytes())
    odd.chmod(0o600)
    monkeypatch.chdir(book.parent)
    before = odd.read_bytes()
    assert kept.told(["status", "--db", odd.name]) == 0
    assert odd.read_bytes() == before
    assert not list(book.parent.glob("*-journal"))


# -- printing ----------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
def test_what_cannot_be_printed_is_said_as_the_long_way_says_it(book: Path) -> None:
    said = []
    for start in (
        "planner.__main__ import main; sys.argv[1:] = ['status']; status = main()",
        "planner.cli.main import run; status = run(['status'])",
    ):
        code = f"import sys\nfrom {start}\nraise SystemExit(status)"
        with open("/dev/full", "w") as full:
            done = subprocess.run(
                [sys.executable, "-c", code],
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                env=os.environ | {"PLANNER_DB": str(book), "PLANNER_TODAY": TODAY.isoformat()},
            )
        said.append((done.returncode, done.stderr))
    assert said[0] == said[1]
    assert said[0][0] == 1


def test_a_terminal_that_lacks_the_signs_is_left_to_the_long_way(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open(os.devnull, "w", encoding="ascii") as narrow:
        monkeypatch.setattr(sys, "stdout", narrow)
        assert kept.told(["status"]) is None
    with open(os.devnull, "w", encoding="ascii", errors="replace") as narrow:
        monkeypatch.setattr(sys, "stdout", narrow)
        assert kept.told(["status"]) == 0


# -- making ------------------------------------------------------------------------------------------------------------


def test_the_screen_may_speak_another_language_and_mask_amounts(
    book: Path, printed: Callable[[list[str]], tuple[str | None, str]]
) -> None:
    i18n.use("en")
    fmt.mask(True)
    with closing(sqlite3.connect(book)) as connection, connection:
        answers.drop(connection)
    making.keep(book, TODAY)
    assert (i18n.language(), fmt.masked()) == ("en", True)
    fmt.mask(False)
    quick, long = printed(["--lang", "zh", "status"])
    assert quick == long


def test_what_changes_while_it_is_made_is_not_kept(book: Path) -> None:
    with closing(sqlite3.connect(book)) as connection, connection:
        connection.execute("UPDATE loan SET note = ''")
    asked = []

    def meanwhile() -> bool:
        asked.append(True)
        if len(asked) == DAYS:
            with closing(sqlite3.connect(book)) as connection, connection:
                connection.execute("UPDATE loan SET note = 'x'")
        return False

    making.keep(book, TODAY, meanwhile)
    assert len(asked) == DAYS
    assert not is_kept(book)
    making.keep(book, TODAY)
    assert is_kept(book)


def test_code_that_is_replaced_while_the_app_runs_makes_none(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(book)) as connection, connection:
        answers.drop(connection)
    made = answers.maker()
    monkeypatch.setattr(answers, "maker", lambda: "another")
    making.keep(book, TODAY, made=made)
    assert not is_kept(book)


def test_what_is_there_is_left_and_days_to_come_are_made_in_time(book: Path) -> None:
    before = book.read_bytes()
    making.keep(book, TODAY + timedelta(DAYS - 1))
    assert book.read_bytes() == before
    making.keep(book, TODAY + timedelta(DAYS))
    with closing(sqlite3.connect(book)) as connection:
        days = {day for day, *_ in answers.keys(connection)}
    assert (min(days), len(days)) == ((TODAY + timedelta(DAYS)).isoformat(), DAYS)


def test_of_very_many_accounts_only_what_is_told_today_is_made(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MANY", 2)
    with closing(sqlite3.connect(book)) as connection, connection:
        answers.drop(connection)
    for _ in range(2):
        making.keep(book, TODAY)
        with closing(sqlite3.connect(book)) as connection:
            found = answers.keys(connection)
        assert {key[0] for key in found} == {TODAY.isoformat()}
        languages = len(i18n.LANGUAGES)
        assert [key[1] for key in found] == ["document", *["frame"] * languages, *["text"] * languages]


def test_a_file_that_cannot_be_written_stays_as_it_is(book: Path) -> None:
    schema.ensure(book)
    with closing(sqlite3.connect(book)) as connection, connection:
        answers.drop(connection)
    book.unlink()
    making.keep(book, TODAY)
    assert not book.exists()


# -- checking ----------------------------------------------------------------------------------------------------------


def test_a_check_finds_what_is_kept_and_wrong(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book.chmod(0o600)
    maintenance.check(book)
    assert making.mend(book) == ()
    with closing(sqlite3.connect(book)) as connection, connection:
        (key, *_) = answers.keys(connection)
        answers.put(connection, answers.maker(), {key: "All is well.\n"})
    assert kept.told(["status", "--json", "--today", key[0]]) == 0
    assert capsys.readouterr().out == "All is well.\n"
    assert main.run(["check"]) == 1
    assert "planner status" in capsys.readouterr().err
    assert not is_kept(book)
    assert main.run(["check"]) == 0
