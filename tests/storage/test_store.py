"""A write is one transaction and one entry in the journal, or nothing."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from planner.domain.accounts.loan import PinnedInstalment
from planner.domain.accounts.records import Repayment
from planner.errors import PlannerError
from planner.services import loans, maintenance, repayments, settings
from planner.storage import snapshot, sqlite
from planner.storage.seen import Seen, SeenSetting
from planner.storage.sqlite import reading
from planner.storage.store import Store
from tests.make import databases
from tests.make.databases import TODAY
from tests.make.probes import read_book
from tests.make.terms import loan


def put(store: Store, key: str, value: str = "x") -> None:
    with store.write("settings.put") as write:
        write.add("setting", key=key, value=value)


def test_a_write_is_saved_under_its_name_with_what_it_touched(store: Store) -> None:
    with store.write("income.add", monthly_minor=5, on=date(2026, 1, 2)) as write:
        key = write.add("income", name="工资", from_on="2026-01-01", monthly_minor=5, entered_at="")
        write.tell(name="工资")
    result = write.result(key)
    assert result.value == key
    assert result.topics == {"income"}
    assert result.operation is not None
    assert result.operation.params == {"monthly_minor": 5, "on": "2026-01-02", "name": "工资"}
    (line,) = _operations(store)
    assert line.operation == result.operation
    assert line.topics == result.topics
    assert not line.undone


def _operations(store: Store) -> tuple[snapshot.HistoryLine, ...]:
    with reading(store.path) as connection:
        return snapshot.operations(connection)


def test_an_exception_inside_leaves_nothing(store: Store) -> None:
    put(store, "kept")
    before = databases.content(store.path)

    def fail() -> None:
        with store.write("settings.put") as write:
            write.add("setting", key="lost", value="x")
            assert "lost" in snapshot.settings(write.connection)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert databases.content(store.path) == before
    put(store, "next")  # what the failed write noted is not in this entry
    assert json.loads(databases.content(store.path)["operation"][-1][5]) == [["setting", None, [2, "next", "x"]]]


def test_a_broken_promise_of_the_tables_leaves_nothing(store: Store) -> None:
    from sqlalchemy.exc import IntegrityError

    put(store, "one")
    before = databases.content(store.path)
    with pytest.raises(IntegrityError):
        put(store, "one")
    assert databases.content(store.path) == before


def test_a_write_that_changes_nothing_leaves_no_step_of_undo(store: Store) -> None:
    put(store, "one")
    with store.write("settings.put") as write:
        write.change("setting", 1, value="x")
    assert write.result(None).operation is None
    assert write.result(None).topics == frozenset()
    with store.write("settings.put") as write:
        write.remove("setting", write.add("setting", key="brief", value="x"))
    assert len(_operations(store)) in (1, 2)
    assert store.undo() is not None


def test_a_write_inside_a_write_is_refused(store: Store) -> None:
    def nest() -> None:
        with store.write("settings.put") as write:
            write.add("setting", key="outer", value="x")
            put(store, "inner")

    with pytest.raises(AssertionError):
        nest()
    assert snapshot.read_settings(store.path) == {}
    put(store, "after")


def test_an_unknown_column_is_refused_instead_of_dropped(store: Store) -> None:
    def misspell() -> None:
        with store.write("settings.put") as write:
            write.add("setting", key="a", value="x", colour="red")

    with pytest.raises(AssertionError, match="colour"):
        misspell()


def test_rows_added_together_come_back_in_order(store: Store) -> None:
    with store.write("settings.put") as write:
        keys = write.add_all("setting", [{"key": str(n), "value": str(-n)} for n in range(500)])
        assert write.add_all("setting", []) == []
        assert [row["value"] for row in write.values("setting", key="7")] == ["-7"]
    assert keys == sorted(keys)
    assert len(_operations(store)) == 1
    assert len(snapshot.read_settings(store.path)) == 500


def test_a_locked_database_is_told_and_works_again_later(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MS", 10)
    with closing(sqlite3.connect(store.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(PlannerError) as caught:
            put(store, "one")
        assert caught.value.code == "store.busy"
        with pytest.raises(PlannerError) as caught:
            store.undo()
        assert caught.value.code == "store.busy"
        assert snapshot.read_settings(store.path) == {}  # reading goes on
    put(store, "one")
    assert snapshot.read_settings(store.path) == {"one": "x"}


def test_a_full_disk_is_told_and_leaves_nothing(store: Store) -> None:
    def fill() -> None:
        with store.write("settings.put") as write:
            write.connection.execute("PRAGMA max_page_count = 1")
            write.add_all("setting", [{"key": str(n), "value": "x" * 4000} for n in range(500)])

    with pytest.raises(PlannerError) as caught:
        fill()
    assert caught.value.code == "store.full"
    assert snapshot.read_settings(store.path) == {}


def test_writes_of_many_threads_follow_one_another(store: Store) -> None:
    loan_id = loans.add(store, databases.line(), opening_minor=100_000, today=date(2026, 2, 1)).value

    def pay() -> None:
        for _ in range(5):
            repayments.record(store, loan_id, TODAY, 100, today=TODAY)

    threads = [threading.Thread(target=pay) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (account,) = read_book(store.path).accounts
    assert len(account.repayments) == 20
    assert len(_operations(store)) == 21


def test_two_stores_on_one_file_see_each_other(store: Store, path: Path) -> None:
    other = Store(path)
    put(store, "mine")
    put(other, "theirs")
    assert snapshot.read_settings(path) == {"mine": "x", "theirs": "x"}
    assert store.undo() is not None
    assert snapshot.read_settings(path) == {"mine": "x"}
    other.close()


def test_a_closed_store_opens_again_by_itself(store: Store) -> None:
    put(store, "one")
    store.close()
    store.close()
    put(store, "two")
    assert set(snapshot.read_settings(store.path)) == {"one", "two"}


def test_closing_leaves_one_file(store: Store, path: Path) -> None:
    put(store, "one")
    store.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["a?b#c%20d [x] 计划.db", "-planner.db", "p'lanner\".db", "no-suffix"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    store = Store(tmp_path / name)
    put(store, "one")
    assert snapshot.read_settings(tmp_path / name) == {"one": "x"}
    assert maintenance.backup(store.path).parent == tmp_path / "backups"
    store.close()
    assert {file.name for file in tmp_path.iterdir()} == {name, "backups"}


def test_loading_early_is_what_the_first_write_would_do(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MS", 10)
    store.load()
    store.load()
    store.close()
    store.path.write_bytes(b"no database" * 500)
    with pytest.raises(PlannerError) as caught:
        store.load()
    assert caught.value.code == "store.not_a_database"


def test_a_plain_copy_of_the_open_file_holds_the_last_write(store: Store, tmp_path: Path) -> None:
    """Nothing stands beside the file, also while it is open: what is copied alone must not be old."""
    settings.put(store, language="en")
    store.undo()
    settings.put(store, language="zh")
    shutil.copy(store.path, tmp_path / "copy.db")
    assert snapshot.read_settings(tmp_path / "copy.db")["language"] == "zh"


def test_nothing_of_an_open_file_stands_beside_it_that_would_be_played_into_a_copy_put_back(store: Store) -> None:
    """A process that is killed leaves what stands beside its file, and SQLite knows that by its name alone."""
    settings.put(store, language="en")
    assert [file.name for file in store.path.parent.iterdir()] == [store.path.name]


def test_what_has_no_id_is_compared_by_what_stood_in_its_place(store: Store) -> None:
    loan_id = loans.add(store, loan()).value
    first, second = (PinnedInstalment(number, TODAY, 100, 1) for number in (1, 2))

    def pin(store: Store) -> None:
        with store.write("schedule.put") as write:
            write.put(second, of=loan_id)

    def place(*seen: PinnedInstalment) -> Seen:
        return Seen(PinnedInstalment, seen, loan_id, {"number": 2})

    for seen, code in ((place(first), "store.record_gone"), (SeenSetting("x", "1"), "store.record_gone")):
        with pytest.raises(PlannerError) as caught, store.expecting(seen):
            pin(store)
        assert caught.value.code == code
    with store.expecting(place()):
        pin(store)
    for seen in (place(), Seen(PinnedInstalment, (), loan_id)):
        with pytest.raises(PlannerError) as caught, store.expecting(seen):
            pin(store)
        assert caught.value.code == "store.record_changed"


def _payments(count: int) -> list[tuple[Repayment, int]]:
    return [(Repayment(0, TODAY, 100 + number, note=f"第{number}笔"), 1) for number in range(count)]


def test_many_values_get_the_ids_under_which_they_are_found_also_after_others_were_deleted(store: Store) -> None:
    loans.add(store, databases.level())
    repayments.delete(store, repayments.record(store, 1, TODAY, 77, today=TODAY).value)
    with store.write("import.bill") as write:
        assert list(write.put_all(())) == []
        keys = write.put_all(_payments(2_500))
        kept = {payment.id: payment.amount_minor for payment in write.account(1).repayments}
    assert kept == {key: 100 + number for number, key in enumerate(keys)}
    assert min(kept) == 2  # no number is given twice
    store.undo()
    assert read_book(store.path).accounts[0].repayments == ()
    store.redo()
    assert {payment.id for payment in read_book(store.path).accounts[0].repayments} == kept.keys()


def test_of_many_values_with_one_that_cannot_be_kept_none_is(store: Store) -> None:
    loans.add(store, databases.level())
    for broken in ((Repayment(0, date(2999, 1, 1), 100), 1), (Repayment(0, TODAY, 100), 999)):
        with pytest.raises((PlannerError, sqlite3.IntegrityError)), store.write("import.bill") as write:
            write.put_all([*_payments(2_100), broken])
        assert read_book(store.path).accounts[0].repayments == ()
        assert len(_operations(store)) == 1
