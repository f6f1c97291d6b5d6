"""A database of an earlier revision is brought up to date with all its data, after a backup, or stays as it was."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from planner.domain.accounts.records import PlanSource
from planner.domain.basics.recurrence import daily
from planner.errors import PlannerError
from planner.paths import shipped
from planner.services import exports
from planner.storage import backup, schema, sqlite, standing
from planner.storage.sqlite import reading
from planner.storage.store import Store
from tests.make import databases
from tests.make.probes import peek, read_book
from tests.storage import make_dump

TODAYS = schema.HEAD
BEFORE = f"{int(schema.HEAD) - 1:04}"
NEXT_REVISION = f"{int(schema.HEAD) + 1:04}"
NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"


def upgrade():
    with op.batch_alter_table("loan", recreate="always", table_kwargs={{"sqlite_autoincrement": True}}) as batch:
        batch.add_column(sa.Column("colour", sa.Text(), nullable=False, server_default="red"))
        batch.create_check_constraint("ck_loan_colour", "colour <> ''")
    op.create_table("extra", sa.Column("id", sa.Integer(), primary_key=True), sqlite_strict=True)
    {then}
"""


def revisions() -> list[str]:
    from alembic.script import ScriptDirectory

    walked = ScriptDirectory(str(shipped("migrations"))).walk_revisions()
    return sorted(script.revision for script in walked)


def load(path: Path, revision: str) -> None:
    """The database of the stored dump of ``revision``."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((make_dump.FOLDER / f"{revision}.sql").read_text("utf-8"))


def write_next(folder: Path, then: str) -> None:
    """The revision after today's, into a folder of migrations; ``then`` is what it does at last."""
    script = NEXT.format(revision=NEXT_REVISION, before=TODAYS, then=then)
    (folder / "versions" / f"{NEXT_REVISION}_colour.py").write_text(script)


@pytest.fixture
def next_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of migrations with one more revision than today's, and a program that knows it."""
    folder = tmp_path / "migrations"
    shutil.copytree(shipped("migrations"), folder, ignore=shutil.ignore_patterns("__pycache__"))
    write_next(folder, "")
    monkeypatch.setattr(schema, "shipped", lambda name: tmp_path / name)
    monkeypatch.setattr(schema, "HEAD", NEXT_REVISION)
    return folder


def test_revisions_are_numbered_without_a_gap_and_each_has_a_dump() -> None:
    numbers = revisions()
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    assert [file.stem for file in sorted(make_dump.FOLDER.iterdir())] == numbers


@pytest.mark.parametrize("revision", revisions())
def test_every_earlier_database_opens_with_all_its_data(path: Path, revision: str) -> None:
    load(path, revision)
    before = databases.content(path, "alembic_version")
    assert min(len(rows) for rows in before.values()) > 0  # a dump without rows would prove nothing
    Store(path).close()
    after = databases.content(path)
    assert after["alembic_version"] == [(schema.HEAD,)]
    assert {table: len(rows) for table, rows in before.items()} == {table: len(after[table]) for table in before}
    book = read_book(path)
    assert [account.loan.method for account in book.accounts] == ["revolving", "card", "level_payment"]
    counted = int(revision >= "0016")  # from then on one that was recorded after cash was counted
    assert [len(account.repayments) for account in book.accounts] == [1 + counted, 0, 1]
    assert sum(one.after_cash for account in book.accounts for one in account.repayments) == counted
    assert book.accounts[2].loan.name == databases.HOSTILE[0]
    with reading(path) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_bill_that_a_card_was_entered_with_is_told_from_a_printed_one(path: Path) -> None:
    together, later = "2026-11-23T18:48:44.200Z", "2026-11-23T18:49:00Z"
    for known, entered_at, expected in (
        (0, together, ["2026-11-23"]),
        (0, later, [None]),
        (1, together, [None]),
    ):
        path.unlink(missing_ok=True)
        load(path, "0006")
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE loan SET opening_known = ? WHERE method = 'card'", (known,))
            connection.execute("DELETE FROM balance_reading")
            connection.execute(
                "INSERT INTO balance_reading (loan_id, read_on, balance_minor, entered_at)"
                " SELECT loan_id, '2026-11-23', 900000, ? FROM statement",
                ("2026-11-23T18:48:44.100Z",),
            )
            connection.execute("UPDATE statement SET minimum_minor = NULL, entered_at = ?", (entered_at,))
        Store(path).close()
        with closing(sqlite3.connect(path)) as connection:
            assert [row[0] for row in connection.execute("SELECT unpaid_on FROM statement")] == expected


def test_rebuilding_a_table_keeps_its_children(path: Path, next_revision: Path) -> None:
    load(path, TODAYS)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE sqlite_sequence SET seq = 7 WHERE name = 'loan'")  # loans 4 to 7 were deleted
    before = databases.content(path, "alembic_version")
    schema.ensure(path)
    after = databases.content(path, "alembic_version")
    assert after.pop("extra") == []
    colours = [row[-1] for row in after["loan"]]
    assert colours == ["red"] * 3
    after["loan"] = [row[:-1] for row in after["loan"]]
    assert after == before
    with closing(sqlite3.connect(path)) as connection:
        (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'loan'").fetchone()
    assert "STRICT" in sql
    assert "AUTOINCREMENT" in sql
    assert "ck_loan_rate" in sql


def test_rebuilding_a_table_forgets_what_was_kept_and_leaves_what_drops_it(path: Path, next_revision: Path) -> None:
    load(path, TODAYS)
    triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name <> 'extra' ORDER BY name"
    with closing(sqlite3.connect(path)) as connection, connection:
        before = connection.execute(triggers).fetchall()
        standing.claim(connection, [1, 2, 3])
    schema.ensure(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute(triggers).fetchall() == before
        assert connection.execute("SELECT count(*) FROM kept_standing").fetchone() == (0,)


def test_the_upgraded_database_is_written_and_its_old_entries_are_not_undone(path: Path, next_revision: Path) -> None:
    load(path, TODAYS)
    store = Store(path)
    assert peek(store.path) == (None, None)
    assert store.undo() is None
    with store.write("settings.put") as write:
        write.add("setting", key="new", value="x")
    assert store.undo() is not None
    store.close()


def test_an_upgrade_leaves_a_backup_of_what_was(path: Path, next_revision: Path) -> None:
    load(path, TODAYS)
    before = databases.content(path)
    schema.ensure(path)
    (copy,) = (path.parent / backup.FOLDER).iterdir()
    assert databases.content(copy) == before
    assert copy.stat().st_mode & 0o777 == 0o600
    assert copy.parent.stat().st_mode & 0o777 == 0o700
    schema.ensure(path)  # up to date now: no further backup
    assert list(copy.parent.iterdir()) == [copy]


@pytest.mark.parametrize(
    "then",
    [
        "raise RuntimeError('half-way')",
        "op.execute('INSERT INTO nowhere VALUES (1)')",
        "op.execute('DELETE FROM lender')",  # leaves loans without a lender
    ],
)
def test_a_migration_that_fails_leaves_nothing_behind(path: Path, next_revision: Path, then: str) -> None:
    write_next(next_revision, then)
    load(path, TODAYS)
    before, shape = databases.content(path), make_dump.dump(path)
    with pytest.raises(PlannerError) as caught:
        schema.ensure(path)
    assert caught.value.code == "store.migration_failed"
    assert databases.content(Path(str(caught.value.params["backup"]))) == before
    assert databases.content(path) == before
    assert make_dump.dump(path) == shape


def test_no_backup_no_upgrade(path: Path, next_revision: Path) -> None:
    load(path, TODAYS)
    before = databases.content(path)
    (path.parent / backup.FOLDER).write_text("in the way")
    with pytest.raises(PlannerError) as caught:
        schema.ensure(path)
    assert caught.value.code == "store.backup_failed"
    assert databases.content(path) == before


def test_an_upgrade_of_a_locked_database_is_told(
    path: Path, next_revision: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MS", 10)
    load(path, TODAYS)
    with closing(sqlite.connect(path)) as other:
        sqlite.prepare(other)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(PlannerError) as caught:
            schema.ensure(path)
    assert caught.value.code == "store.busy"
    assert not (path.parent / backup.FOLDER).exists()


def mend_reminders(path: Path, rrule: str = daily(databases.TODAY)) -> None:
    """The older dumps hold a reminder of half a text: it opens, but no export brings it in."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE reminder_rule SET rrule = ?", (rrule,))


def test_an_export_of_the_revision_before_this_one_is_restored(path: Path, tmp_path: Path) -> None:
    load(path, BEFORE)
    mend_reminders(path, "FREQ=DAILY")  # half a text
    with pytest.raises(PlannerError) as caught:
        exports.restore(tmp_path / "refused.db", exports.dump(path))
    assert caught.value.code == "dump.malformed"
    assert str(caught.value.params["where"]).startswith("reminder_rule 1: ")
    mend_reminders(path)
    with closing(sqlite3.connect(path)) as connection:
        loans = connection.execute("SELECT * FROM loan").fetchall()
    text = exports.dump(path)
    assert f'"revision": "{BEFORE}"' in text
    restored = tmp_path / "restored.db"
    Store(restored).close()
    exports.restore(restored, text)
    after = databases.content(restored)
    assert [row[: len(loans[0])] for row in after["loan"]] == loans
    book = read_book(restored)
    plans = [plan.source for account in book.accounts for plan in account.plans]
    assert plans == [PlanSource.PURCHASE, PlanSource.UNBILLED]


def test_an_export_of_an_earlier_revision_is_brought_up_to_date(
    path: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    load(path, TODAYS)
    mend_reminders(path)
    text = exports.dump(path)
    before = databases.content(path, "alembic_version", "loan")
    request.getfixturevalue("next_revision")
    restored = tmp_path / "restored.db"
    restored.touch()
    schema.upgrade(restored)  # head.sql of the test folder is still that of today
    rows = exports.restore(restored, text)
    after = databases.content(restored, "alembic_version", "extra")
    assert [row[-1] for row in after.pop("loan")] == ["red"] * 3
    assert after == before
    assert rows == sum(
        len(found) for name, found in databases.content(path, "alembic_version", "sqlite_sequence").items()
    )


def test_an_export_of_the_first_release_is_restored(path: Path, tmp_path: Path) -> None:
    load(path, "0001")
    mend_reminders(path)
    text = exports.dump(path)
    assert '"revision": "0001"' in text
    restored = tmp_path / "restored.db"
    exports.restore(restored, text)
    schema.upgrade(path)
    assert databases.content(restored, "alembic_version") == databases.content(path, "alembic_version")


def test_tables_of_another_program_stay_as_they_are(path: Path) -> None:
    load(path, "0013")
    path.chmod(0o600)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute('CREATE TABLE "notes; of" ("a b" TEXT)')
        connection.execute("CREATE VIRTUAL TABLE found USING fts5(text)")
        connection.execute("""INSERT INTO "notes; of" VALUES ('x')""")
    schema.ensure(path)
    assert databases.content(path)["notes; of"] == [("x",)]
    with closing(sqlite3.connect(path)) as connection:
        assert standing.is_guarded(connection)
