"""What is exported comes back exactly, and only into an empty database."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner import i18n
from planner.domain.accounts.loan import Method
from planner.domain.ledger.position import position
from planner.domain.schedule.instalments import check_payment
from planner.errors import PlannerError
from planner.exporters.dump import pieces
from planner.i18n import format as fmt
from planner.services import exports, settings, undo
from planner.storage import schema, snapshot
from planner.storage.rows.registry import TABLES
from planner.storage.sqlite import reading
from planner.storage.store import Store
from tests.make import databases
from tests.make.probes import read_book
from tests.make.templates import Templates
from tests.storage import make_dump


def filled(path: Path) -> None:
    opened = Store(path)
    make_dump.fill(opened)
    opened.close()


@pytest.fixture
def store(path: Path, templates: Templates) -> Iterator[Store]:
    """Rows in every table."""
    opened = Store(templates.copy("filled", filled, path))
    yield opened
    opened.close()


@pytest.fixture
def text(store: Store) -> str:
    return exports.dump(store.path)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return tmp_path / "other.db"


def test_everything_comes_back_ids_journal_and_counters_too(store: Store, text: str, other: Path) -> None:
    rows = exports.restore(other, text)
    before, after = databases.content(store.path), databases.content(other)
    assert after == before
    assert min(len(found) for found in before.values()) > 0
    assert rows == sum(
        len(found) for name, found in before.items() if name not in ("alembic_version", "sqlite_sequence")
    )
    assert exports.dump(other) == text
    assert other.stat().st_mode & 0o777 == 0o600


def test_the_same_data_gives_the_same_text(store: Store, text: str) -> None:
    assert exports.dump(store.path) == text
    assert not text.endswith("\n")
    document = json.loads(text)
    assert document["format"] == "planner-dump"
    assert list(document["tables"]) == sorted(document["tables"])
    assert document["tables"]["setting"] == {
        "columns": ["id", "key", "value"],
        "rows": [[1, "language", "zh"], [2, "review_day", "6"]],
    }


def as_json(connection: Any) -> str:
    """The document with each row as the ``json`` of Python writes it."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    tables = []
    for (name,) in found:
        if name.startswith(("sqlite_", "kept_")) or name == "alembic_version":
            continue
        cursor = connection.execute(f'SELECT * FROM "{name}" ORDER BY id')
        columns = json.dumps([column[0] for column in cursor.description])
        lines = ",".join("\n" + json.dumps(list(row), ensure_ascii=False) for row in cursor)
        tables.append(f'"{name}": {{"columns": {columns}, "rows": [{lines}]}}')
    (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    sequences = json.dumps(dict(connection.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name").fetchall()))
    return (
        f'{{\n"format": "planner-dump",\n"version": 1,\n"revision": "{revision}",\n"tables": {{\n'
        + ",\n".join(tables)
        + f'\n}},\n"sequences": {sequences}\n}}'
    )


@pytest.mark.parametrize("driver", ["sqlite3", "sqlcipher3.dbapi2"])
def test_each_row_is_what_json_says_whatever_it_holds(store: Store, driver: str) -> None:
    with closing(sqlite3.connect(store.path)) as kept:
        script = list(kept.iterdump())
    every = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x11000), 0x1F600, 0x10FFFF)))
    texts = [every, "], [", '],\n["', "%s %d %%", "null", '"', "\\", "a\0b", "\\u0000", "{}", "", "1.5", "'"]
    with closing(pytest.importorskip(driver).connect(":memory:")) as connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        for statement in schema.statements("\n".join(line for line in script if "sqlite_sequence" not in line)):
            connection.execute(statement)
        connection.executemany("INSERT INTO setting (key, value) VALUES (?, ?)", [(text, text) for text in texts])
        for number in (2**63 - 1, -(2**63), 0, -1):
            connection.execute("UPDATE draw SET amount_minor = ? WHERE id = (SELECT min(id) FROM draw)", (number,))
            assert "".join(pieces(connection)) == as_json(connection)


def test_a_long_table_is_the_same_in_its_pieces(store: Store, other: Path) -> None:
    document = json.loads(exports.dump(store.path))
    many(document)
    exports.restore(other, json.dumps(document))
    text = exports.dump(other)
    with reading(other) as connection:
        assert text == as_json(connection)
        assert len(list(pieces(connection))) < len(text.splitlines())
    assert json.loads(text)["tables"]["draw"] == document["tables"]["draw"]


def many(document: dict[str, Any], count: int = 3_200) -> None:
    """So many draws, of one row's kind."""
    found = rows(document, "draw")
    first, at = found[0], column(document, "draw", "amount_minor")
    found[:] = [[number, *first[1:at], 100 + number, *first[at + 1 :]] for number in range(1, count + 1)]
    document["sequences"]["draw"] = count


@pytest.mark.parametrize("number", [1_500, 1_501, 3_200])
@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("amount_minor", 0, "amount_minor"),  # refused by the table
        ("id", 2, "id 2：另一行已经有了"),
        ("amount_minor", 2.0, "amount_minor 2.0：应为整数"),  # the same as a whole number, to whoever compares
        ("amount_minor", True, "amount_minor true：应为整数"),
        ("amount_minor", 2**63, f"amount_minor {2**63}：应为整数"),
        ("note", "\udfff", 'note "\\udfff"：应为整数'),
    ],
)
def test_one_row_of_thousands_is_told(text: str, other: Path, number: int, name: str, value: object, told: str) -> None:
    document = json.loads(text)
    many(document)
    put("draw", name, value, number - 1)(document)
    with pytest.raises(PlannerError) as caught:
        exports.restore(other, json.dumps(document))
    where = str(caught.value.params["where"])
    assert where.startswith(f"draw {number}")
    assert told in where
    assert not other.exists() or not databases.data(other)["draw"]


def test_an_empty_database_comes_back_empty(templates: Templates, path: Path, other: Path) -> None:
    assert exports.restore(other, exports.dump(templates.empty(path))) == 0
    assert read_book(other).accounts == ()


def test_what_drops_kept_answers_stands_in_a_restored_database_too(store: Store, text: str, other: Path) -> None:
    exports.restore(other, text)
    asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    with reading(other) as restored, reading(store.path) as first:
        found = restored.execute(asked).fetchall()
        assert found == first.execute(asked).fetchall()
    assert found


def test_undo_goes_on_where_it_stopped(store: Store, text: str, other: Path) -> None:
    exports.restore(other, text)
    second = Store(other)
    while undo.undo(second).operation is not None:
        undo.undo(store)
        assert databases.data(other) == databases.data(store.path)
    assert read_book(other).accounts == ()
    second.close()


def test_settings_of_a_first_start_give_way(text: str, other: Path, store: Store) -> None:
    second = Store(other)
    settings.put(second, language="en", mine="x")
    second.close()
    exports.restore(other, text)
    assert databases.content(other) == databases.content(store.path)


def test_a_database_with_data_is_left_alone(store: Store, text: str) -> None:
    before = databases.content(store.path)
    with pytest.raises(PlannerError) as caught:
        exports.restore(store.path, text)
    assert caught.value.code == "dump.not_empty"
    assert databases.content(store.path) == before


def test_a_trial_saves_nothing(text: str, other: Path) -> None:
    assert exports.restore(other, text, dry_run=True) > 0
    assert exports.restore(other, text) > 0


Change = Callable[[dict[str, Any]], object]


def rows(document: dict[str, Any], table: str) -> list[list[Any]]:
    found: list[list[Any]] = document["tables"][table]["rows"]
    return found


def column(document: dict[str, Any], table: str, name: str) -> int:
    return int(document["tables"][table]["columns"].index(name))


def put(table: str, name: str, value: object, number: int = 0) -> Change:
    def change(document: dict[str, Any]) -> None:
        rows(document, table)[number][column(document, table, name)] = value

    return change


START = "DTSTART;VALUE=DATE:20261101\nRRULE:FREQ="


def another_reminder(rrule: str) -> Change:
    """One more row like the first, with a recurrence of its own."""

    def change(document: dict[str, Any]) -> None:
        found = rows(document, "reminder_rule")
        found.append([2, *found[0][1:]])
        put("reminder_rule", "rrule", rrule, 1)(document)

    return change


def test_a_reminder_that_no_form_wrote_but_one_could_comes_in(text: str, other: Path) -> None:
    document = json.loads(text)
    another_reminder(f"{START}WEEKLY;INTERVAL=2")(document)
    exports.restore(other, json.dumps(document))
    with reading(other) as connection:
        assert [rule.calls for rule in snapshot.reminder_rules(connection)] == [True, True]


def test_a_recurrence_that_is_refused_is_told_in_one_line(text: str, other: Path) -> None:
    document = json.loads(text)
    another_reminder(f"{START}SECONDLY")(document)
    with pytest.raises(PlannerError) as refused:
        exports.restore(other, json.dumps(document))
    told = fmt.error(refused.value.code, refused.value.params)
    assert "FREQ=SECONDLY" in told
    assert "\n" not in told


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        (lambda document: document.update(format="other"), "dump.format", ""),
        (lambda document: document.update(version=2), "dump.format", ""),
        (lambda document: document.pop("format"), "dump.format", ""),
        (lambda document: document.update(revision="0000"), "dump.format", ""),
        (lambda document: document.update(revision="9999"), "dump.newer", ""),
        (lambda document: document.update(revision="00001"), "dump.newer", ""),
        (lambda document: document.update(revision=1), "dump.malformed", "revision"),
        (lambda document: document.pop("tables"), "dump.malformed", "tables"),
        (lambda document: document.update(sequences=[]), "dump.malformed", "sequences"),
        (lambda document: document["sequences"].update(loan="5"), "dump.malformed", "sequences"),
        (lambda document: document["sequences"].update(loan=True), "dump.malformed", "sequences"),
        (lambda document: document["sequences"].update(songs=5), "dump.malformed", "sequences"),
        (lambda document: document["tables"].pop("draw"), "dump.malformed", "draw"),
        (lambda document: document["tables"].update(songs={"columns": [], "rows": []}), "dump.malformed", "songs"),
        (lambda document: document["tables"].update(draw=[]), "dump.malformed", "draw"),
        (lambda document: document["tables"]["draw"].update(columns=[5]), "dump.malformed", "draw.columns"),
        (lambda document: document["tables"]["draw"].update(rows={}), "dump.malformed", "draw.rows"),
        (
            lambda document: document["tables"]["setting"].update(columns=["id", "key", "value) --"]),
            "dump.malformed",
            "setting.columns",
        ),
        (
            lambda document: document["tables"]["setting"].update(columns=["id", "key", "key"]),
            "dump.malformed",
            "setting.columns",
        ),
        (lambda document: rows(document, "setting")[0].append(1), "dump.malformed", "setting 1"),
        (lambda document: document["tables"]["setting"]["rows"].append({}), "dump.malformed", "setting 3"),
        (lambda document: rows(document, "setting").append([2, "again", "x"]), "dump.malformed", "setting 3"),
        (put("draw", "amount_minor", 1.5), "dump.malformed", "draw 1"),
        (put("draw", "amount_minor", True), "dump.malformed", "draw 1"),
        (put("draw", "amount_minor", "many"), "dump.malformed", "draw 1"),
        (put("draw", "amount_minor", -5), "dump.malformed", "draw 1"),
        (put("draw", "amount_minor", 2**63), "dump.malformed", "draw 1"),
        (put("draw", "amount_minor", None), "dump.malformed", "draw 1"),
        (put("draw", "loan_id", 77, 2), "dump.malformed", "draw"),
        (put("draw", "drawn_on", "2026-02-30"), "dump.malformed", "draw 1"),
        (put("draw", "drawn_on", "0000-01-01"), "dump.malformed", ""),
        (put("draw", "note", "\ud800"), "dump.malformed", "draw 1"),
        (put("draw", "note", ["x"]), "dump.malformed", "draw 1"),
        (put("loan", "method", "gift"), "dump.malformed", "loan 1"),
        (put("loan", "rate", "1.2.3"), "dump.malformed", "loan 1"),
        (put("loan", "rate", "99999"), "dump.malformed", "loan 1: rate 99999: "),
        (put("review", "progress", "{"), "dump.malformed", "review 1"),
        (put("reminder_rule", "lead_days", "soon"), "dump.malformed", "reminder_rule 1: "),
        (put("reminder_rule", "lead_days", "7,999999999999"), "dump.malformed", "reminder_rule 1: "),
        (put("reminder_rule", "code", "song"), "dump.malformed", "reminder_rule 1: "),
        (
            put("reminder_rule", "rrule", f"{START}YEARLY;BYMONTH=2;BYMONTHDAY=30"),
            "dump.malformed",
            "reminder_rule 1: ",
        ),
        (put("reminder_rule", "rrule", f"{START}DAILY;INTERVAL=0"), "dump.malformed", "reminder_rule 1: "),
        (put("arrangement", "rows", '[[1, "9999-12-31", 1, 0, 0]]'), "dump.malformed", "arrangement 1: "),
        (put("arrangement", "rows", '[[1, "2026-12-01", "1", 0, 0]]'), "dump.malformed", "arrangement 1: "),
        (put("operation", "changes", "7"), "dump.malformed", "operation 1"),
        (another_reminder(f"{START}WEEKLY;INTERVAL=100"), "dump.malformed", "reminder_rule 2: "),
    ],
)
def test_a_document_that_is_not_right_leaves_nothing(
    text: str, other: Path, change: Change, code: str, where: str
) -> None:
    document = json.loads(text)
    change(document)
    Store(other).close()
    before = databases.content(other)
    with pytest.raises(PlannerError) as caught:
        exports.restore(other, json.dumps(document))
    assert caught.value.code == code
    assert str(caught.value.params.get("where", "")).startswith(where)
    assert databases.content(other) == before


def of(table: str, loan: int, **values: object) -> Change:
    """The first row that a loan has in a table gets other values."""

    def change(document: dict[str, Any]) -> None:
        at = "id" if table == "loan" else "loan_id"
        row = next(row for row in rows(document, table) if row[column(document, table, at)] == loan)
        for name, value in values.items():
            row[column(document, table, name)] = value

    return change


@pytest.mark.parametrize("payment", [1, 5_000, 10**9])
@pytest.mark.parametrize("revision", ["0009", "0010"])
def test_an_instalment_that_does_not_repay_its_loan_comes_back_as_it_was(
    tmp_path: Path, other: Path, revision: str, payment: int
) -> None:
    """Earlier versions took it; what is typed now is refused by the forms and the services."""
    path = tmp_path / "earlier.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((Path(make_dump.__file__).parent / "dumps" / f"{revision}.sql").read_text("utf-8"))
        connection.execute("UPDATE loan SET payment_minor = ? WHERE method = 'level_payment'", (payment,))
        connection.execute("DELETE FROM reminder_mark")
        connection.execute("DELETE FROM reminder_rule")  # whose recurrences there are none that the app writes
        connection.commit()
    exports.restore(other, exports.dump(path))
    loans = [account for account in read_book(other).accounts if account.loan.method is Method.LEVEL_PAYMENT]
    assert {account.loan.payment_minor for account in loans} == {payment}
    for account in loans:
        assert position(account, account.loan.start_on).principal_minor == account.loan.principal_minor
        assert position(account, date(2100, 1, 1)).owed_minor >= 0
        with pytest.raises(PlannerError):
            check_payment(account.loan)
    again = tmp_path / "again.db"
    exports.restore(again, exports.dump(other))
    assert databases.content(again) == databases.content(other)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_terms_that_do_not_go_together_are_named_with_their_row(
    store: Store, text: str, other: Path, language: str
) -> None:
    i18n.use(language)
    document = json.loads(text)
    book = read_book(store.path)
    at = {table: column(document, table, "loan_id") for table in ("loan_fee", "pinned_instalment", "rate_change")}
    ids = [row[column(document, "loan", "id")] for row in rows(document, "loan")]
    scheduled = next(account.loan.id for account in book.accounts if account.loan.method.scheduled)
    loan_row = ids.index(scheduled) + 1
    cases: list[tuple[Change, str]] = [
        (of("loan", scheduled, first_due_on="2001-01-01"), f"loan {loan_row}: first_due_on 2001-01-01"),
        (of("loan", scheduled, due_day=40), f"loan {loan_row}"),  # the table refuses it first
        (of("loan", scheduled, terms=0), f"loan {loan_row}"),
        (of("loan", scheduled, paid_terms=700), f"loan {loan_row}: paid_terms 700"),
        (of("loan", scheduled, rate_basis="term"), f"loan {loan_row}: rate_basis term"),
        (of("loan", scheduled, prepay_from="1950-05-05"), f"loan {loan_row}: prepay_from 1950-05-05"),
        (
            of("loan", scheduled, prepayment_steps="share 0.03 term 24; share 0.01 term 12"),
            f"loan {loan_row}: prepayment_steps share 0.03 term 24; share 0.01 term 12",
        ),
        (of("loan", scheduled, prepayment_steps="share 3 x"), f"loan {loan_row}: prepayment_steps share 3 x"),
        (of("loan", scheduled, prepay_on="sundays"), f"loan {loan_row}"),
    ]
    for table, values, name in (
        ("loan_fee", {"from_on": "2026-05-02", "until_on": "2026-05-01"}, "until_on 2026-05-01"),
        ("pinned_instalment", {"due_on": "1990-01-01"}, "due_on 1990-01-01"),
        ("rate_change", {"from_on": "1990-01-01"}, "from_on 1990-01-01"),
        ("rate_change", {"rate": "88"}, "rate 88"),
    ):
        found = rows(document, table)
        owner = found[0][at[table]]
        cases.append((of(table, owner, **values), f"{table} 1: {name}"))
    for change, where in cases:
        wrong = json.loads(text)
        change(wrong)
        with pytest.raises(PlannerError) as caught:
            exports.restore(other, json.dumps(wrong))
        told = str(caught.value.params["where"])
        assert caught.value.code == "dump.malformed"
        assert told.startswith(where), (told, where)
        if ":" in where:
            assert len(told) > len(where) + 4  # and why


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2201-01-01", "9998-11-30", "9999-12-31"])
def test_no_day_comes_in_that_nothing_can_be_reckoned_with(text: str, other: Path, day: str) -> None:
    columns = [(table.name, column.name) for table in TABLES for column in table.columns if column.is_day]
    assert len(columns) > 40
    for table, name in columns:
        document = json.loads(text)
        put(table, name, day)(document)
        with pytest.raises(PlannerError) as caught:
            exports.restore(other, json.dumps(document))
        told = str(caught.value.params["where"])
        assert caught.value.code == "dump.malformed"
        assert [part in told for part in (f"{table} 1", name, day, "1900-01-01", "2200-12-31")] == [True] * 5
    assert not other.exists()


def test_no_such_day_comes_back_by_undo(text: str, other: Path) -> None:
    document = json.loads(text)
    changes = column(document, "operation", "changes")
    number, row = next((n, row) for n, row in enumerate(rows(document, "operation"), 1) if '"draw"' in row[changes])
    row[changes] = row[changes].replace("2026-02-01", "9999-12-31")
    with pytest.raises(PlannerError) as caught:
        exports.restore(other, json.dumps(document))
    assert str(caught.value.params["where"]).startswith(f"operation {number}: draw: drawn_on")


HOSTILE = "借\x1b[31m\u202e呗" + "\u0301" * 5_000
CLEAN = "借呗" + "\u0301" * 4


def test_hostile_texts_are_cleaned_and_their_places_told(text: str, other: Path) -> None:
    document = json.loads(text)
    put("lender", "name", HOSTILE)(document)
    put("review", "summary", json.dumps({"note": [HOSTILE]}))(document)
    told: list[str] = []
    exports.restore(other, json.dumps(document), tell_cleaned=told.extend)
    assert told == ["lender 1: name", "review 1: summary"]
    with closing(sqlite3.connect(other)) as connection:
        assert connection.execute("SELECT name FROM lender WHERE id = 1").fetchone() == (CLEAN,)
        (summary,) = connection.execute("SELECT summary FROM review ORDER BY id").fetchone()
    assert json.loads(summary) == {"note": [CLEAN]}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (put("draw", "amount_minor", 10**18), f"draw 1: amount_minor {10**18}：应为 1 到 "),
        (put("loan", "terms", 10**9), f"loan 1: terms {10**9}：应为 1 到 9999 "),
        (put("loan", "grace_days", -1), "loan 1: grace_days -1："),
        (put("loan", "rate", "9" * 200), "loan 1: rate 999"),
        (put("loan", "start_on", "20260101"), "loan 1: start_on 20260101："),
        (put("draw", "note", "长" * 100_001), "draw 1: note 有 100001 个字符"),
        (put("draw", "id", 2**63 - 1), "draw 1: id "),
        (put("draw", "id", None), "draw 1: id 不能为空"),
        (put("draw", "amount_minor", 10**30), f"draw 1: amount_minor {10**30}：应为整数"),
        (put("draw", "amount_minor", float("nan")), "draw 1: amount_minor NaN：应为整数"),
        (put("draw", "note", "\ud800"), 'draw 1: note "\\ud800"：应为整数'),
        (lambda document: rows(document, "draw")[0].pop(), "draw 1: 有 "),
        (lambda document: document["sequences"].update(loan=10**30), f"sequences: loan {10**30}：应为 0 到 "),
        (put("payoff_plan", "document", "[]"), "payoff_plan 1: document []："),
        (put("operation", "params", "[" * 900 + "]" * 900), "operation 1: params "),
    ],
)
def test_what_cannot_be_is_named_with_its_field_and_what_would_be_right(
    text: str, other: Path, change: Change, where: str
) -> None:
    document = json.loads(text)
    change(document)
    with pytest.raises(PlannerError) as caught:
        exports.restore(other, json.dumps(document))
    assert str(caught.value.params["where"]).startswith(where)
    assert not other.exists()


def test_a_counter_at_the_end_of_its_numbers_is_refused(text: str, other: Path) -> None:
    """Nothing could be recorded any more, and SQLite would call it a full disk."""
    document = json.loads(text)
    document["sequences"]["draw"] = 2**63 - 1
    with pytest.raises(PlannerError, match="sequences"):
        exports.restore(other, json.dumps(document))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "日期,金额", "[" * 100_000, '{"format": "planner-dump"'])
def test_a_text_of_another_kind_is_told(other: Path, text: str) -> None:
    with pytest.raises(PlannerError) as caught:
        exports.restore(other, text)
    assert caught.value.code in ("dump.malformed", "dump.format")
    assert not other.exists()


def test_an_earlier_document_is_brought_up_to_date_beside_the_database_and_what_is_left_of_that_goes(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, elsewhere, seen = tmp_path / "old.db", tmp_path / "elsewhere", []
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.executescript((make_dump.FOLDER / "0012.sql").read_text("utf-8"))
    document = exports.dump(old)
    elsewhere.mkdir(mode=0o500)
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    left = path.with_name(f"{path.name}.0.partial")  # by one that was killed
    left.write_bytes(b"x")
    upgrade = schema.upgrade

    def watched(file: Path, *given: Any, **named: Any) -> Any:
        seen.append((file.parent, file.name.startswith(path.name), file.stat().st_mode & 0o777))
        return upgrade(file, *given, **named)

    monkeypatch.setattr(schema, "upgrade", watched)
    exports.restore(path, document)
    assert set(seen) == {(path.parent, True, 0o600)}
    assert not list(elsewhere.iterdir())
    assert not list(tmp_path.glob("*.partial*"))
    assert not (path.parent / "backups").exists()
