"""What accounts answer without their history is what their ledgers say, on any day; any write takes it away."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import clock
from planner.demo import book as demo
from planner.domain.accounts.records import Account
from planner.domain.figures.ratios import month_days
from planner.domain.figures.standing import Standing, standing_of
from planner.domain.ledger.position import replay
from planner.overview import keeping
from planner.overview.overview import Overview, read
from planner.overview.packed import figures_packed, months_unpacked, unpacked
from planner.services import exports, maintenance, repayments, undo
from planner.storage import sqlite, standing
from planner.storage.shelf import Shelved
from planner.storage.sqlite import reading
from planner.storage.store import Store
from planner.ui.screens.today.page import rows
from planner.words.headline import headline
from tests.make.accounts import any_histories
from tests.make.examples import examples
from tests.make.replays import count_replays

TODAY = date(2026, 11, 27)
_DAY = timedelta(days=1)


def plain(one: Standing) -> tuple[Any, ...]:
    past = one.past
    return (*one[:-1], past.loan_id, past.history.parts, past.unmet, past.judged_on, past.outside)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, with everything kept."""
    path = tmp_path_factory.mktemp("kept") / "planner.db"
    demo.create(path, TODAY, "zh")
    keeping.keep(path, TODAY)
    return path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    target = tmp_path / "planner.db"
    target.write_bytes(made.read_bytes())
    clock.fix(TODAY)
    return target


def kept_of(path: Path) -> set[int]:
    with reading(path) as connection:
        return set(standing.of_day(connection, TODAY))


def maintenance_of(path: Path) -> tuple[str, ...]:
    """What ``planner check`` says."""
    path.chmod(0o600)
    return maintenance.check(path)


# -- what is kept ------------------------------------------------------------------------------------------------------


@given(any_histories(), st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(0, keeping.DAYS - 1))
@examples(60)
def test_any_account_answers_on_any_day_as_its_ledger_does(account: Account, today: date, later: int) -> None:
    months, runs = keeping.answers(account, today)
    assert [run.from_on for run in runs[1:]] == [run.until_on + _DAY for run in runs[:-1]]
    assert (runs[0].from_on, runs[-1].until_on) == (today, today + (keeping.DAYS - 1) * _DAY)
    day = today + later * _DAY
    run = next(run for run in runs if run.from_on <= day <= run.until_on)
    ledger = replay(account)
    ends = []
    for end in month_days(day, 12)[:-1]:
        ledger.advance(end)
        ends.append(ledger.figures(end))
    ledger.advance(day)
    found = unpacked(day, run.answers, run.met)
    assert plain(found) == plain(standing_of(ledger, day, found.until))
    assert found.until >= day + keeping.AHEAD * _DAY
    for on in (day, day - 40 * _DAY):
        assert found.past.history.as_of(on, 0) == standing_of(ledger, day).past.history.as_of(on, 0)
    known = months_unpacked(months)
    assert [known[end.as_of] for end in ends] == ends


def asked(view: Overview) -> tuple[Any, ...]:
    """What the first screen, a command and the page of figures ask."""
    pages = headline(view), headline(view, keys=False), [(row.key, dict(row.cells), row.data) for row in rows(view)]
    figures = view.now, view.trend(12), view.now_counted, view.findings, view.cautions, view.reminders(30)
    return (*pages, *figures, [view.on_time_rate(one) for one in view.accounts])


@pytest.mark.parametrize("later", [0, 3, 4, 13])
def test_on_each_of_its_days_an_overview_says_what_one_of_all_records_says(path: Path, later: int) -> None:
    day = TODAY + later * _DAY
    waiting = read(path, day, waiting=True)
    assert all(isinstance(account, Shelved) for account in waiting.book.accounts)
    assert asked(waiting) == asked(read(path, day))
    assert waiting.current
    assert waiting.positions == read(path, day).positions


def test_the_first_screen_reads_no_history(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    view = read(path, TODAY, waiting=True)
    view.payoff_plans, view.book = (), replace(view.book, household=type(view.book.household)())
    monkeypatch.setattr("planner.storage.shelf.Shelf.records", lambda *_: pytest.fail("a history was read"))
    replayed = count_replays(monkeypatch)
    assert headline(view)
    assert view.now.debt_minor
    assert view.trend(12)
    assert not replayed


def test_an_account_that_met_no_due_yet_is_kept_like_any(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        (loan_id,) = connection.execute("SELECT loan_id FROM repayment LIMIT 1").fetchone()
        connection.execute("DELETE FROM repayment WHERE loan_id = ?", (loan_id,))
    keeping.keep(path, TODAY)
    assert maintenance_of(path) == ()
    assert loan_id in kept_of(path)
    assert asked(read(path, TODAY, waiting=True)) == asked(read(path, TODAY))


def test_behind_the_last_day_nothing_is_kept(path: Path) -> None:
    for day in (TODAY - _DAY, TODAY + keeping.DAYS * _DAY):
        view = read(path, day, waiting=True)
        assert {type(account) for account in view.book.accounts} == {Account}


def test_what_is_kept_for_some_days_to_come_is_left_and_else_made_anew(path: Path) -> None:
    with reading(path) as connection:
        stamps = {one: standing.stamp_of(connection, one) for one in standing.kept(connection)}
    soon, late = TODAY + (keeping.DAYS - keeping.ENOUGH) * _DAY, TODAY + (keeping.DAYS - keeping.ENOUGH + 1) * _DAY
    for day, first in ((soon, TODAY), (late, late)):
        keeping.keep(path, day)
        with reading(path) as connection:
            assert {standing.runs_of(connection, one)[0].from_on for one in stamps} == {first}
    with reading(path) as connection:  # no record has changed
        assert {one: standing.stamp_of(connection, one) for one in stamps} == stamps


def test_what_another_version_made_is_not_asked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept_of(path)
    monkeypatch.setattr(standing, "maker", lambda: "another")
    assert not kept_of(path)


@pytest.mark.parametrize("text", ["[]", "no", "[" * 100_000, "[1,2,3,4,5,6,7,8,9,10]", "9"])
def test_what_makes_no_sense_is_worked_out_from_the_records(
    path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "_checksum", lambda *_: 0)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE kept_day SET checksum = 0, answers = ?", (text,))
        connection.execute("UPDATE kept_standing SET months = ?", (text,))
    assert headline(read(path, TODAY, waiting=True)) == headline(read(path, TODAY))


@pytest.mark.parametrize(
    "spoilt", ["answers = replace(answers, '1', '2')", "until_on = '2027-01-01'", "met_size = 0, met = NULL"]
)
def test_what_is_no_longer_as_it_was_written_is_not_asked(path: Path, spoilt: str) -> None:
    everything = kept_of(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        (loan_id,) = connection.execute("SELECT loan_id FROM kept_day WHERE met_size > 0 LIMIT 1").fetchone()
        connection.execute(f"UPDATE kept_day SET {spoilt} WHERE loan_id = ?", (loan_id,))
    assert everything - kept_of(path) == {loan_id}
    if "met" not in spoilt:
        path.chmod(0o600)
        assert len(maintenance.check(path)) == 1


@pytest.mark.parametrize(
    "spoilt",
    [
        "kept_standing SET months = {}",
        "kept_standing SET made = {}",
        "kept_day SET answers = {}",
        "kept_day SET until_on = until_on || {}",
        "kept_day SET checksum = checksum + 1, from_on = from_on || {}",
    ],
)
def test_of_what_is_no_text_any_more_the_records_are_asked(path: Path, spoilt: str) -> None:
    everything, known = kept_of(path), headline(read(path, TODAY))
    with closing(sqlite3.connect(path)) as connection, connection:
        (loan_id,) = connection.execute("SELECT loan_id FROM kept_day LIMIT 1").fetchone()
        no_text = spoilt.format("CAST(x'ff' AS TEXT)")
        connection.execute(f"UPDATE {no_text} WHERE loan_id = ?", (loan_id,))
    assert everything - kept_of(path) == {loan_id}
    assert headline(read(path, TODAY, waiting=True)) == known
    path.chmod(0o600)
    maintenance.check(path)
    keeping.keep(path, TODAY)
    assert kept_of(path) == everything
    assert maintenance.check(path) == ()


def test_a_table_that_keeps_answers_and_is_lost_is_told_by_its_name(path: Path) -> None:
    with reading(path) as connection:
        kept = [name for name in tables_of(connection) if name.startswith("kept_")]
        columns = {name: tuple(row[1] for row in connection.execute(f"PRAGMA table_info({name})")) for name in kept}
    assert columns == standing.COLUMNS
    path.chmod(0o600)
    whole = path.read_bytes()
    for name in kept:
        path.write_bytes(whole)
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(f"DROP TABLE {name}")
        (told,) = maintenance.check(path)
        assert name in told


# -- what takes it away ------------------------------------------------------------------------------------------------


def tables_of(connection: sqlite3.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]


def owned(connection: sqlite3.Connection) -> Iterator[str]:
    """The tables whose rows are a part of a loan. What an import is to do with rows like others tells nothing of it."""
    for table in tables_of(connection):
        keys = connection.execute("SELECT * FROM pragma_foreign_key_list(?)", (table,)).fetchall()
        if table != "import_rule" and any(key[2] == "loan" and key[6] == "CASCADE" for key in keys):
            yield table


def test_any_write_of_any_program_to_an_account_takes_away_what_is_kept_of_it_alone(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:  # no pragma of ours
        everything = standing.kept(connection)
        tables = [*owned(connection), "loan"]
        assert len(tables) > 12
        seen = set()
        for table in tables:
            owner = "id" if table == "loan" else "loan_id"
            for row_id, loan_id in connection.execute(
                f"SELECT id, {owner} FROM {table} ORDER BY id LIMIT 1"
            ).fetchall():
                columns = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]
                for write in (
                    f"UPDATE {table} SET id = id WHERE id = {row_id}",
                    f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = {row_id}",
                    f"INSERT INTO {table} SELECT id + 9000, {', '.join(columns[1:])} FROM {table} WHERE id = {row_id}",
                    f"DELETE FROM {table} WHERE id = {row_id}",
                ):
                    connection.execute("SAVEPOINT one")
                    try:
                        connection.execute(write)
                        left = set(standing.kept(connection))
                        new = loan_id + 9000 if table == "loan" and "9000" in write else loan_id
                        assert set(everything) - left == {loan_id} & {new}, write
                        orphans = (
                            "SELECT count(*) FROM kept_day WHERE loan_id NOT IN (SELECT loan_id FROM kept_standing)"
                        )
                        assert connection.execute(orphans).fetchone() == (0,)
                        seen.add(table)
                    except sqlite3.IntegrityError:  # a second row of that kind is none
                        pass
                    finally:
                        connection.execute("ROLLBACK TO one")
        assert {"loan", "repayment", "draw"} <= seen


def test_every_table_of_an_account_has_its_triggers(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        found = set(connection.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"))
        events = "before_insert", "after_insert", "after_update", "after_delete"
        for table in (*owned(connection), "loan", "lender"):
            assert {(table, f"kept_{table}_{event}") for event in events} <= found


def test_a_repayment_moved_to_another_account_takes_from_both(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        everything = set(standing.kept(connection))
        row, loan_id = connection.execute("SELECT id, loan_id FROM repayment LIMIT 1").fetchone()
        other = min(everything - {loan_id})
        connection.execute("UPDATE repayment SET loan_id = ? WHERE id = ?", (other, row))
        assert everything - set(standing.kept(connection)) == {loan_id, other}


def test_a_lender_takes_from_its_loans(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        everything = set(standing.kept(connection))
        (lender,) = connection.execute("SELECT lender_id FROM loan LIMIT 1").fetchone()
        its = {one for (one,) in connection.execute("SELECT id FROM loan WHERE lender_id = ?", (lender,))}
        connection.execute("UPDATE lender SET name = name || '一' WHERE id = ?", (lender,))
        assert everything - set(standing.kept(connection)) == its


def test_what_changes_while_it_is_worked_out_is_not_kept(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM kept_standing")
        (loan_id,) = connection.execute("SELECT loan_id FROM repayment LIMIT 1").fetchone()
    asked_once: list[bool] = []

    def meanwhile() -> bool:
        if len(asked_once) == len(read(path, TODAY).book.accounts) - 1:  # all others are read already
            with closing(sqlite3.connect(path)) as connection, connection:
                connection.execute("UPDATE repayment SET note = 'x' WHERE loan_id = ?", (loan_id,))
        asked_once.append(True)
        return False

    keeping.keep(path, TODAY, meanwhile)
    assert set(read(path, TODAY).accounts) - kept_of(path) == {loan_id}


# -- beside everything else --------------------------------------------------------------------------------------------


def test_records_that_were_changed_meanwhile_are_told(path: Path) -> None:
    view, same = read(path, TODAY, waiting=True), read(path, TODAY, waiting=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        (loan_id,) = connection.execute("SELECT loan_id FROM repayment LIMIT 1").fetchone()
        connection.execute("UPDATE repayment SET note = 'x' WHERE loan_id = ?", (loan_id,))
    other = next(key for key in view.accounts if key != loan_id)
    assert view.accounts[other].repayments == read(path, TODAY).accounts[other].repayments
    assert view.current
    assert {paid.note for paid in view.accounts[loan_id].repayments} == {"x"}
    assert not view.current
    assert not view.tells_the_same(read(path, TODAY, waiting=True))
    assert same.current


def test_keeping_anew_is_no_news_for_another_window(path: Path) -> None:
    view = read(path, TODAY, waiting=True)
    keeping.keep(path, TODAY + 12 * _DAY)
    keeping.keep(path, TODAY)
    assert view.renewed(TODAY, frozenset(), None).tells_the_same(view)
    assert read(path, TODAY, waiting=True).tells_the_same(view)


def test_an_account_that_waits_is_as_good_as_any(path: Path) -> None:
    whole = read(path, TODAY)
    for account in read(path, TODAY, waiting=True).book.accounts:
        same = whole.accounts[account.loan.id]
        assert replace(account, checked_on=account.checked_on) == same
        assert pickle.loads(pickle.dumps(account)) == same


def test_a_backup_that_comes_back_brings_what_is_kept_of_its_accounts(path: Path) -> None:
    everything, copy = kept_of(path), maintenance.backup(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE repayment SET amount_minor = amount_minor + 1 WHERE principal_minor IS NULL")
        connection.execute("DELETE FROM draw")
    assert kept_of(path) < everything
    keeping.keep(path, TODAY)
    maintenance.restore(path, copy)
    assert kept_of(path) == everything
    assert asked(read(path, TODAY, waiting=True)) == asked(read(path, TODAY))
    assert maintenance_of(path) == ()


def test_a_write_and_its_undo_leave_no_trace_of_it(path: Path) -> None:
    before = kept_of(path)
    view = read(path, TODAY, waiting=True)
    loan_id = next(due.loan_id for due in view.live(TODAY + 30 * _DAY) if view.accounts[due.loan_id].loan.terms)
    store = Store(path)
    paid = repayments.record(store, loan_id, TODAY, 1_00, today=TODAY)
    assert before - kept_of(path) == {loan_id}
    after = view.renewed(TODAY, paid.topics, paid.operation)
    assert asked(after) == asked(read(path, TODAY))
    back = undo.undo(store)
    store.close()
    assert before - kept_of(path) == {loan_id}
    assert asked(after.renewed(TODAY, back.topics, back.operation)) == asked(read(path, TODAY))


def test_where_the_file_cannot_be_written_nothing_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MS", 10)
    later = TODAY + keeping.DAYS * _DAY
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        keeping.keep(path, later)
    assert not any(isinstance(one, Shelved) for one in read(path, later, waiting=True).book.accounts)
    path.unlink()
    keeping.keep(path, later)
    assert not path.exists()


def test_an_export_holds_nothing_of_it_and_a_restored_one_has_none(path: Path, tmp_path: Path) -> None:
    text = exports.dump(path)
    assert "kept_" not in text
    restored = tmp_path / "restored.db"
    exports.restore(restored, text)
    assert not kept_of(restored)
    assert exports.dump(restored) == text


def test_check_takes_away_what_does_not_agree_and_says_so(path: Path) -> None:
    path.chmod(0o600)
    assert maintenance.check(path) == ()
    everything = kept_of(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        loan_id, answers = connection.execute("SELECT loan_id, answers FROM kept_day LIMIT 1").fetchone()
        figures = figures_packed(unpacked(TODAY, answers, b"").figures)
        wrong = answers.replace(str(figures[2]), str(figures[2] + 1), 1)
        connection.execute("UPDATE kept_day SET answers = ? WHERE loan_id = ?", (wrong, loan_id))
    (told,) = maintenance.check(path)
    assert read(path, TODAY).accounts[loan_id].loan.named in told
    assert everything - kept_of(path) == {loan_id}
    assert maintenance.check(path) == ()


def without_guards(path: Path) -> None:
    """As a program leaves it that builds a table anew; then a record is changed."""
    with closing(sqlite3.connect(path)) as connection, connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'repayment'")
        for (name,) in names.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(
            "UPDATE repayment SET amount_minor = amount_minor - 100"
            " WHERE id = (SELECT max(id) FROM repayment WHERE principal_minor IS NULL)"
        )


def test_where_a_trigger_is_missing_nothing_that_is_kept_is_told(path: Path) -> None:
    before = read(path, TODAY, waiting=True).now.debt_minor
    without_guards(path)
    assert not kept_of(path)
    assert read(path, TODAY, waiting=True).now.debt_minor == read(path, TODAY).now.debt_minor == before + 100
    keeping.keep(path, TODAY)
    assert kept_of(path)
    assert read(path, TODAY, waiting=True).now.debt_minor == before + 100
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE repayment SET note = note || '!'")
    assert not kept_of(path)


def test_check_makes_missing_triggers_anew_and_says_so(path: Path) -> None:
    path.chmod(0o600)
    without_guards(path)
    assert len(maintenance.check(path)) == 1
    assert not kept_of(path)
    assert maintenance.check(path) == ()
