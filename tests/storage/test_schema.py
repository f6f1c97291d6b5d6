"""A database is created, recognised, refused: one right answer for every kind of file."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from migrations.make_head import script
from planner.errors import PlannerError
from planner.paths import shipped
from planner.services import settings
from planner.storage import schema, sqlite
from planner.storage.store import Store
from tests.make import databases
from tests.make.probes import read_book


def refusal(path: Path) -> str:
    with pytest.raises(PlannerError) as caught:
        schema.ensure(path)
    assert caught.value.params["path"] == str(path)
    return caught.value.code


def made(path: Path) -> dict[str, str]:
    """Name → SQL of everything in the database, as SQLite keeps it."""
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))


# -- three sources of one shape ------------------------------------------------------------------------------------


def test_the_stored_script_is_what_the_migrations_make(path: Path, tmp_path: Path) -> None:
    assert (shipped("migrations") / "head.sql").read_text("utf-8") == script()
    schema.ensure(path)
    migrated = tmp_path / "migrated.db"
    migrated.touch()
    schema.upgrade(migrated)
    assert made(path) == made(migrated)
    # a table that was rebuilt empty has a counter at nought
    assert databases.content(path, "sqlite_sequence") == databases.content(migrated, "sqlite_sequence")


def test_the_last_migration_is_the_revision_of_the_code() -> None:
    from alembic.script import ScriptDirectory

    assert ScriptDirectory(str(shipped("migrations"))).get_current_head() == schema.HEAD


def test_the_models_are_what_the_migrations_make(path: Path, tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlmodel import SQLModel

    from planner.storage.engine import make_engine
    from planner.storage.mapped import ROWS

    schema.ensure(path)
    engine = make_engine(path)
    with engine.connect() as connection:
        options = {"compare_type": True, "include_name": lambda name, kind, _: kind != "table" or not derived(name)}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, SQLModel.metadata) == []
    engine.dispose()

    modelled = tmp_path / "modelled.db"
    modelled.touch()
    engine = make_engine(modelled)
    SQLModel.metadata.create_all(engine)
    engine.dispose()
    found, wanted = made(path), made(modelled)
    assert {name for name in found.keys() - wanted.keys() if not derived(name)} == {"alembic_version"}
    assert {name: clauses(found[name]) for name in wanted} == {name: clauses(sql) for name, sql in wanted.items()}
    assert ROWS.keys() == {name for name, sql in wanted.items() if sql.startswith("CREATE TABLE")} - {"sqlite_sequence"}


def derived(name: str) -> bool:
    """Whether it belongs to what is worked out from the tables of the models, which have none of it."""
    return name.startswith("kept_")


def clauses(sql: str) -> list[str]:
    """Columns in their order, then the constraints in any: comparing types alone would not see a changed CHECK.

    A column added later stands in one line with the one before it, and its check in one line with it.
    """
    sql = re.sub(r"^CREATE TABLE \"(\w+)\"", r"CREATE TABLE \1", sql)  # a rebuilt table was renamed
    sql = re.sub(r", (?=\w+ (TEXT|INTEGER)\b)| (?=CONSTRAINT )", "\n", sql)
    lines = [line.strip().rstrip(",") for line in sql.strip().splitlines() if line.strip()]
    return [line for line in lines if "CONSTRAINT" not in line] + sorted(line for line in lines if "CONSTRAINT" in line)


# -- what the tables refuse ----------------------------------------------------------------------------------------

LENDER = "INSERT INTO lender (id, name, kind, institution, preset, note) VALUES (1, 'x', 'bank', '', '', '')"


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO income (name, from_on, monthly_minor, entered_at) VALUES ('a', '2026-01-01', 1.5, '')",
        "INSERT INTO income (name, from_on, monthly_minor, entered_at) VALUES ('a', '2026-01-01', 'much', '')",
        "INSERT INTO income (name, from_on, monthly_minor, entered_at) VALUES ('a', '2026-01-01', -1, '')",
        "INSERT INTO income (name, from_on, monthly_minor, entered_at) VALUES ('a', '2026-02-30', 1, '')",
        "INSERT INTO income (name, from_on, monthly_minor, entered_at) VALUES ('a', '20260201', 1, '')",
        "INSERT INTO income (name, from_on, monthly_minor, entered_at) VALUES ('a', '2026-02-01T00:00', 1, '')",
        "INSERT INTO lender (name, kind, institution, preset, note) VALUES ('b', 'BANK', '', '', '')",
        "INSERT INTO lender (name, kind, institution, preset, note) VALUES ('x', 'bank', '', '', '')",
        "INSERT INTO draw (loan_id, drawn_on, amount_minor, note, entered_at) VALUES (9, '2026-01-01', 1, '', '')",
        "INSERT INTO review (week_on, started_at, stage, progress, summary, note)"
        " VALUES ('2026-11-24', '', '', '{}', '{}', '')",
        "INSERT INTO review (week_on, started_at, stage, progress, summary, note)"
        " VALUES ('2026-11-23', '', '', '{', '{}', '')",
    ],
)
def test_the_tables_refuse_what_cannot_be(path: Path, statement: str) -> None:
    schema.ensure(path)
    with sqlite.writing(path) as connection:
        connection.execute(LENDER)
    with pytest.raises(sqlite3.IntegrityError), sqlite.writing(path) as connection:
        connection.execute(statement)


@pytest.mark.parametrize("rate", ["", ".5", "-1", "1e3", "1.2.3", "NaN", "0,5", " 1", "１"])
def test_a_rate_is_plain_digits(path: Path, rate: str) -> None:
    schema.ensure(path)
    with closing(sqlite3.connect(path)) as connection:
        (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'loan_fee'").fetchone()
        check = re.search(r"ck_loan_fee_share CHECK \((.*)\), *$", sql, re.M)
        assert check is not None
        assert connection.execute(f"SELECT {check[1]} FROM (SELECT ? AS share)", (rate,)).fetchone() == (0,)
        assert connection.execute(f"SELECT {check[1]} FROM (SELECT '0.0005' AS share)").fetchone() == (1,)


# -- where the file is ---------------------------------------------------------------------------------------------


def test_a_new_database_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "计划 [x].db"
    schema.ensure(path)
    with closing(sqlite.connect(path)) as connection:
        sqlite.prepare(connection)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO setting (key, value) VALUES ('a', 'b')")
        names = sorted(path.parent.iterdir())
        assert {name.name for name in names} == {f"{path.name}{end}" for end in ("", "-journal")}
        assert {name.stat().st_mode & 0o777 for name in names} == {0o600}
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_database_that_others_could_read_is_closed_to_them(path: Path) -> None:
    schema.ensure(path)
    path.chmod(0o644)
    schema.ensure(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_opening_again_changes_nothing(path: Path) -> None:
    schema.ensure(path)
    before = databases.content(path)
    schema.ensure(path)
    assert databases.content(path) == before
    assert not (path.parent / "backups").exists()


def test_an_empty_file_becomes_a_database(path: Path) -> None:
    path.touch()
    schema.ensure(path)
    assert read_book(path).accounts == ()


def test_many_starts_at_once_make_one_database(path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: schema.ensure(path), range(8)))
    assert databases.content(path)["alembic_version"] == [(schema.HEAD,)]


def test_the_log_of_an_earlier_version_goes_with_the_first_write_that_is_alone(path: Path) -> None:
    store = Store(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("SELECT * FROM setting").fetchall()
        settings.put(store, a="1")  # an earlier version has it open: both go on with the log
        assert path.with_name("planner.db-wal").exists()
        store.close()
        settings.put(store, b="2")
    store.close()
    settings.put(store, c="3")
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert databases.content(path)["setting"] == [(1, "a", "1"), (2, "b", "2"), (3, "c", "3")]
    store.close()


def test_a_start_that_is_alone_gives_up_the_log_before_anything_keeps_the_file_open(path: Path) -> None:
    schema.ensure(path)
    with closing(sqlite3.connect(path)) as earlier:
        earlier.execute("PRAGMA journal_mode=WAL")
    schema.ensure(path)
    with closing(sqlite.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "store.is_folder"


def test_a_path_below_a_file_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert refusal(tmp_path / "file" / "planner.db") == "store.unreadable"


def test_a_dangling_link_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "nowhere" / "planner.db")
    assert refusal(tmp_path / "link.db") == "store.unreadable"


def test_a_file_of_another_kind_is_left_alone(path: Path) -> None:
    path.write_text("日期,金额\n2026-01-01,5\n", "utf-8")
    assert refusal(path) == "store.not_a_database"
    assert path.read_text("utf-8").startswith("日期")


def test_a_damaged_database_is_no_database_of_ours(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 4000)
    assert refusal(path) == "store.not_a_database"


def test_a_database_whose_pages_are_damaged_is_told(path: Path) -> None:
    schema.ensure(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    raw = path.read_bytes()
    path.write_bytes(raw[:100] + b"\xff" * 3000 + raw[3100:])
    assert refusal(path) == "store.damaged"


def test_the_database_of_another_program_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE songs (name)")
    assert refusal(path) == "store.foreign"
    assert "loan" not in made(path)


@pytest.mark.parametrize(
    ("revision", "code"), [("9999", "store.newer"), ("abcd", "store.damaged"), ("1", "store.damaged")]
)
def test_an_unknown_revision_is_refused_untouched(path: Path, revision: str, code: str) -> None:
    schema.ensure(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    before = databases.content(path)
    assert refusal(path) == code
    assert databases.content(path) == before


def test_an_old_sqlite_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "OLDEST", (99, 0, 0))
    with pytest.raises(PlannerError) as caught:
        schema.ensure(path)
    assert caught.value.code == "store.sqlite_old"
    assert not path.exists()


def test_a_locked_database_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MS", 10)
    schema.ensure(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        assert refusal(path) == "store.busy"


# -- somebody without rights (root may do everything, so it steps down) --------------------------------------------


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder in which an ordinary user works; the test runs as that user."""
    with tempfile.TemporaryDirectory() as folder:
        root = os.geteuid() == 0
        if root:
            os.chown(folder, 65534, 65534)
            os.seteuid(65534)
        try:
            yield Path(folder)
        finally:
            Path(folder).chmod(0o700)
            if root:
                os.seteuid(0)


def test_a_read_only_folder_is_told(unprivileged: Path) -> None:
    unprivileged.chmod(0o500)
    assert refusal(unprivileged / "planner.db") == "store.read_only"
    assert refusal(unprivileged / "deeper" / "planner.db") == "store.read_only"


def test_a_database_in_a_folder_that_became_read_only_is_told(unprivileged: Path) -> None:
    path = unprivileged / "planner.db"
    schema.ensure(path)
    unprivileged.chmod(0o500)
    assert refusal(path) == "store.read_only"


def test_a_read_only_database_is_told(unprivileged: Path) -> None:
    path = unprivileged / "planner.db"
    schema.ensure(path)
    path.chmod(0o400)
    assert refusal(path) == "store.read_only"


def test_a_folder_that_may_not_be_entered_is_told(unprivileged: Path) -> None:
    (unprivileged / "closed").mkdir(0o000)
    assert refusal(unprivileged / "closed" / "planner.db") == "store.read_only"


# -- what it costs -------------------------------------------------------------------------------------------------


def test_creating_and_reading_load_neither_orm_nor_alembic(path: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from planner.storage import schema, snapshot\n"
        "from planner.storage.sqlite import reading\n"
        "path = Path(sys.argv[1])\n"
        "schema.ensure(path)\n"
        "schema.ensure(path)\n"
        "with reading(path) as connection:\n"
        "    for read in (snapshot.book, snapshot.settings, snapshot.reminder_rules, snapshot.reminder_marks,\n"
        "                 snapshot.reviews, snapshot.operations):\n"
        "        read(connection)\n"
        "from planner.storage.store import Store\n"
        "store = Store(path)\n"
        "assert store.undo() is None and store.redo() is None\n"
        "heavy = {'sqlalchemy', 'sqlmodel', 'alembic', 'pydantic'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)


def test_the_log_of_an_earlier_version_stays_where_the_file_is_damaged_or_only_looked_at(path: Path) -> None:
    schema.ensure(path)
    with closing(sqlite3.connect(path)) as earlier:
        earlier.execute("PRAGMA journal_mode=WAL")
    was = path.read_bytes()
    schema.ensure(path, looks=True)
    assert path.read_bytes() == was
    with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as plain:
        first = 4096 * (plain.execute("SELECT rootpage FROM sqlite_master WHERE name = 'repayment'").fetchone()[0] - 1)
    damaged = was[:first] + b"\xff" * 4096 + was[first + 4096 :]
    path.write_bytes(damaged)
    schema.ensure(path)
    assert path.read_bytes() == damaged


def test_what_a_killed_process_left_beside_the_file_goes_when_that_is_opened(store: Store, path: Path) -> None:
    store.close()
    left, other = path.with_name(f"{path.name}.0.partial"), path.with_name("other.db.0.partial")
    second = path.with_name("second.db")
    for file in (left, other):
        file.write_bytes(b"half")
    second.hardlink_to(left)
    schema.ensure(path)
    assert not left.exists()
    assert other.exists()
    assert second.read_bytes() == b"half"  # what has another name is not spoilt
