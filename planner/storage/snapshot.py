"""Reading with plain ``sqlite3`` into frozen values: on the way to the first frame, so no ORM is loaded here.

Every function comes twice: on an open connection (``with reading(path) as connection``, all of one moment), and as
``read_…(path)`` where one answer is enough.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.errors import PlannerError
from planner.storage import credit_rows, mapping
from planner.storage.journal import Operation
from planner.storage.sqlite import reading

if TYPE_CHECKING:
    from planner.domain.reminders.rules import Mark, Rule

_T = TypeVar("_T")

_CHILDREN: dict[str, str] = {
    "loan_fee": (
        "name, charged, amount_minor, share, kind, payee, stops FROM loan_fee {where} ORDER BY loan_id, position"
    ),
    "pinned_instalment": (
        "number, due_on, principal_minor, interest_minor, fee_minor FROM pinned_instalment {where}"
        " ORDER BY loan_id, number"
    ),
    "rate_change": "from_on, rate, basis, note FROM rate_change {where} ORDER BY loan_id, from_on",
    "draw": (
        "id, drawn_on, amount_minor, note, kind, posted_on, after_reading FROM draw {where}"
        " ORDER BY loan_id, drawn_on, id"
    ),
    "repayment": (
        "id, paid_on, amount_minor, principal_minor, interest_minor, fee_minor, settles, note,"
        " reversed_on, after_reading FROM repayment {where} ORDER BY loan_id, paid_on, id"
    ),
    "balance_reading": "id, read_on, balance_minor FROM balance_reading {where} ORDER BY loan_id, read_on, id",
    "statement": (
        "id, cut_on, due_on, amount_minor, minimum_minor, unpaid_on FROM statement {where} ORDER BY loan_id, cut_on, id"
    ),
    "card_plan": (
        "id, started_on, principal_minor, terms, rate, basis, fee_when, at_end, end_share, ended_on, note, source"
        " FROM card_plan {where} ORDER BY loan_id, started_on, id"
    ),
}


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """One thing decided in a review. ``kind`` is a code or empty; ``done_on`` is None while it is open."""

    id: int
    review_id: int
    position: int
    text: str
    loan_id: int | None
    kind: str
    done_on: date | None


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A weekly review. ``week_on`` is the Monday of its ISO week; ``saved_at`` is None while it is unfinished."""

    id: int
    week_on: date
    started_at: str
    saved_at: str | None
    stage: str
    progress: dict[str, Any]
    summary: dict[str, Any]
    note: str
    commitments: tuple[CommitmentLine, ...] = ()


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A file that was imported."""

    id: int
    file_name: str
    sha256: str
    format: str
    imported_at: str
    row_count: int


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """An operation of the journal. ``kept`` says whether its images are still there to undo or redo it."""

    operation: Operation
    at: str
    undone: bool
    kept: bool
    topics: frozenset[str] = field(default_factory=frozenset)


def book(connection: sqlite3.Connection) -> Book:
    """Everything known about the person; accounts in the order they were entered, records in date order."""
    incomes = connection.execute("SELECT id, name, from_on, monthly_minor FROM income ORDER BY name, from_on, id")
    found = tuple(mapping.income_from(row) for row in incomes)
    return Book(_accounts(connection), found, credit_rows.read(connection))


def account(connection: sqlite3.Connection, loan_id: int) -> Account:
    """One account with everything recorded on it.

    Raises:
        PlannerError: ``loan.unknown``.
    """
    found = _accounts(connection, loan_id)
    if not found:
        raise PlannerError("loan.unknown", id=loan_id)
    return found[0]


def _accounts(connection: sqlite3.Connection, loan_id: int | None = None) -> tuple[Account, ...]:
    lenders = {
        row[0]: mapping.lender_from(row) for row in connection.execute("SELECT id, name, kind, institution FROM lender")
    }
    fees = _by_loan(connection, "loan_fee", mapping.fee_from, loan_id)
    pinned = _by_loan(connection, "pinned_instalment", mapping.pinned_from, loan_id)
    rates = _by_loan(connection, "rate_change", mapping.rate_change_from, loan_id)
    draws = _by_loan(connection, "draw", mapping.draw_from, loan_id)
    repayments = _by_loan(connection, "repayment", mapping.repayment_from, loan_id)
    readings = _by_loan(connection, "balance_reading", mapping.reading_from, loan_id)
    statements = _by_loan(connection, "statement", mapping.statement_from, loan_id)
    plans = _by_loan(connection, "card_plan", mapping.card_plan_from, loan_id)
    where = "" if loan_id is None else "WHERE id = ?"
    cursor = connection.execute(f"SELECT * FROM loan {where} ORDER BY id", () if loan_id is None else (loan_id,))
    names = [column[0] for column in cursor.description]
    accounts = []
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        key = row["id"]
        accounts.append(
            Account(
                mapping.loan_from(row, lenders[row["lender_id"]], fees[key], pinned[key], rates[key]),
                tuple(draws[key]),
                tuple(repayments[key]),
                tuple(readings[key]),
                tuple(statements[key]),
                tuple(plans[key]),
                mapping.day_from(row["checked_on"]),
            )
        )
    return tuple(accounts)


def _by_loan(
    connection: sqlite3.Connection, table: str, make: Callable[[tuple[Any, ...]], _T], loan_id: int | None
) -> defaultdict[int, list[_T]]:
    where = "" if loan_id is None else "WHERE loan_id = ?"
    rows = connection.execute(
        f"SELECT loan_id, {_CHILDREN[table].format(where=where)}", () if loan_id is None else (loan_id,)
    )
    found: defaultdict[int, list[_T]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(make(row[1:]))
    return found


def settings(connection: sqlite3.Connection) -> dict[str, str]:
    """All settings by key."""
    return dict(connection.execute("SELECT key, value FROM setting ORDER BY key"))


def reminder_rules(connection: sqlite3.Connection) -> tuple[Rule, ...]:
    """The reminder rules in the order they were made."""
    from planner.domain.reminders.rules import Rule  # brings dateutil, which a book alone does not need

    rows = connection.execute(
        "SELECT id, code, about, title, rrule, lead_days, enabled, strategy FROM reminder_rule ORDER BY id"
    )
    return tuple(
        Rule(key, code, about, title, rrule, tuple(int(day) for day in lead.split(",") if day), bool(enabled), strategy)
        for key, code, about, title, rrule, lead, enabled, strategy in rows
    )


def reminder_marks(connection: sqlite3.Connection) -> tuple[Mark, ...]:
    """The answers given to reminders, oldest first."""
    from planner.domain.reminders.rules import Mark, State

    rows = connection.execute("SELECT key, rule, about, occurs_on, state, until_on, at FROM reminder_mark ORDER BY id")
    return tuple(
        Mark(
            key,
            rule,
            about,
            date.fromisoformat(occurs_on),
            State(state),
            mapping.day_from(until_on),
            at,
        )
        for key, rule, about, occurs_on, state, until_on, at in rows
    )


def reviews(connection: sqlite3.Connection) -> tuple[ReviewLine, ...]:
    """The weekly reviews with their commitments, latest week first."""
    commitments: defaultdict[int, list[CommitmentLine]] = defaultdict(list)
    for row in connection.execute(
        "SELECT id, review_id, position, text, loan_id, kind, done_on FROM commitment ORDER BY review_id, position"
    ):
        key, review_id, position, text, loan_id, kind, done_on = row
        line = CommitmentLine(key, review_id, position, text, loan_id, kind, mapping.day_from(done_on))
        commitments[review_id].append(line)
    rows = connection.execute(
        "SELECT id, week_on, started_at, saved_at, stage, progress, summary, note FROM review ORDER BY week_on DESC"
    )
    return tuple(
        ReviewLine(
            key,
            date.fromisoformat(week_on),
            started_at,
            saved_at,
            stage,
            json.loads(progress),
            json.loads(summary),
            note,
            tuple(commitments[key]),
        )
        for key, week_on, started_at, saved_at, stage, progress, summary, note in rows
    )


@dataclass(frozen=True, slots=True)
class PlanLine:
    """An adopted payoff plan. ``document`` is what ``services.adopted`` wrote; ``ended_on`` is None while in force."""

    id: int
    version: int
    adopted_on: date
    goal: str
    means: dict[str, Any]
    document: dict[str, Any]
    ended_on: date | None
    note: str


def payoff_plans(connection: sqlite3.Connection) -> tuple[PlanLine, ...]:
    """The adopted plans, the latest version first; the documents of those that ended stay in the file."""
    rows = connection.execute(
        "SELECT id, version, adopted_on, goal, means, CASE WHEN ended_on IS NULL THEN document ELSE '{}' END,"
        " ended_on, note FROM payoff_plan ORDER BY version DESC"
    )
    return tuple(
        PlanLine(
            key,
            version,
            date.fromisoformat(adopted_on),
            goal,
            json.loads(means),
            json.loads(document),
            mapping.day_from(ended_on),
            note,
        )
        for key, version, adopted_on, goal, means, document, ended_on, note in rows
    )


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """A what-if with a name."""

    id: int
    name: str
    document: dict[str, Any]


def scenarios(connection: sqlite3.Connection) -> tuple[ScenarioLine, ...]:
    """The what-ifs that were kept, by name."""
    rows = connection.execute("SELECT id, name, document FROM scenario ORDER BY name, id")
    return tuple(ScenarioLine(key, name, json.loads(document)) for key, name, document in rows)


def import_keys(connection: sqlite3.Connection) -> frozenset[str]:
    """The source keys of all rows that imports have seen and used."""
    return frozenset(key for (key,) in connection.execute("SELECT DISTINCT source_key FROM import_line"))


def imports(connection: sqlite3.Connection) -> tuple[BatchLine, ...]:
    """The imported files, latest first."""
    rows = connection.execute(
        "SELECT id, file_name, sha256, format, imported_at, row_count FROM import_batch ORDER BY id DESC"
    )
    return tuple(BatchLine(*row) for row in rows)


def operations(connection: sqlite3.Connection, limit: int = 200) -> tuple[HistoryLine, ...]:
    """The journal, latest first; the images of the changes stay in the file."""
    rows = connection.execute(
        "SELECT id, code, params, at, topics, undone, changes IS NOT NULL FROM operation ORDER BY id DESC LIMIT ?",
        (limit,),
    )
    return tuple(
        HistoryLine(
            Operation(key, code, json.loads(params)), at, bool(undone), bool(kept), frozenset(json.loads(topics))
        )
        for key, code, params, at, topics, undone, kept in rows
    )


def read_book(path: Path) -> Book:
    """``book`` of the file."""
    with reading(path) as connection:
        return book(connection)


def read_settings(path: Path) -> dict[str, str]:
    """``settings`` of the file."""
    with reading(path) as connection:
        return settings(connection)


__all__ = [
    "BatchLine",
    "CommitmentLine",
    "HistoryLine",
    "PlanLine",
    "ReviewLine",
    "ScenarioLine",
    "account",
    "book",
    "import_keys",
    "imports",
    "operations",
    "payoff_plans",
    "read_book",
    "read_settings",
    "reading",
    "reminder_marks",
    "reminder_rules",
    "reviews",
    "scenarios",
    "settings",
]
