"""Reading with plain ``sqlite3`` into frozen values: on the way to the first frame, so no ORM is loaded here.

Every function asks an open connection (``with reading(path) as connection``, all of one moment); two come as
``read_…(path)`` too, where one answer is enough.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import DueShift
from planner.domain.book import Book, Household, Income
from planner.domain.cases.calls import Call
from planner.domain.cases.file import CaseFile
from planner.domain.cases.letter import Letter
from planner.domain.credit.file import CreditFile
from planner.domain.imports.rules import ImportRule
from planner.domain.ledger.printed_days import names_another_day
from planner.domain.offers.offer import Offer, OfferFee, Wish
from planner.domain.reminders.rules import Mark, Rule
from planner.errors import PlannerError
from planner.storage.journal import Operation
from planner.storage.kept import CommitmentLine, PlanLine, ReviewLine, ScenarioLine
from planner.storage.rows.calls import CALLS, LETTERS
from planner.storage.rows.cases import CASES, EVENTS, EVIDENCE, ROUNDS
from planner.storage.rows.credit import OF_FILE
from planner.storage.rows.imports import IMPORT_RULES
from planner.storage.rows.loans import LENDERS, LOANS
from planner.storage.rows.offers import FEES, OFFERS, WISHES
from planner.storage.rows.person import INCOMES, OF_HOUSEHOLD
from planner.storage.rows.plans import PAYOFF_PLANS, SCENARIOS
from planner.storage.rows.records import OF_ACCOUNT
from planner.storage.rows.reminders import MARKS, RULES
from planner.storage.rows.reviews import COMMITMENTS, REVIEWS
from planner.storage.rows.table import Rows, V
from planner.storage.shelf import LATE, Shelf, shelved
from planner.storage.sqlite import reading
from planner.storage.standing import Kept
from planner.storage.topics import Topic, known
from planner.values import dataclass, field, replace

_AT_ONCE = 100  # accounts


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """An operation of the journal. ``kept`` says whether its images are still there to undo or redo it."""

    operation: Operation
    at: str
    undone: bool
    kept: bool
    topics: frozenset[Topic] = field(default_factory=frozenset)


def book(connection: sqlite3.Connection) -> Book:
    """Everything known about the person; accounts in the order they were entered, records in date order."""
    return Book(accounts(connection), incomes(connection), credit(connection), household(connection))


def accounts(connection: sqlite3.Connection) -> tuple[Account, ...]:
    """All accounts in the order they were entered, records in date order."""
    return _accounts(connection)


def accounts_in_turn(connection: sqlite3.Connection) -> Iterator[Account]:
    """The same one after the other, without all of a lifetime of records in memory at once."""
    ids = [key for (key,) in connection.execute("SELECT id FROM loan ORDER BY id")]
    for start in range(0, len(ids), _AT_ONCE):
        yield from _accounts(connection, ids[start : start + _AT_ONCE])


def accounts_kept(connection: sqlite3.Connection, kept: Mapping[int, Kept], shelf: Shelf) -> tuple[Account, ...]:
    """The same, where those of which answers are kept, by id, leave their records on the shelf until they are asked."""
    return _accounts(connection, kept=kept, shelf=shelf)


def accounts_again(
    connection: sqlite3.Connection, before: Iterable[Account], touched: Collection[int]
) -> tuple[Account, ...]:
    """The same after a write, where ``before`` are those read last: only the ``touched`` ones, by id, are read.

    All others are the same objects as before.
    """
    found = {account.loan.id: account for account in before if account.loan.id not in touched}
    found |= {account.loan.id: account for account in _accounts(connection, touched)}
    return tuple(found[loan_id] for loan_id in sorted(found))  # ids rise in the order in which loans are entered


def incomes(connection: sqlite3.Connection) -> tuple[Income, ...]:
    """The incomes."""
    return _all(connection, INCOMES)


def credit(connection: sqlite3.Connection) -> CreditFile:
    """What is known of the credit file."""
    return CreditFile(**{field: _all(connection, rows) for field, rows in OF_FILE.items()})


def household(connection: sqlite3.Connection) -> Household:
    """Cash at hand, what comes in once, living costs."""
    return Household(**{field: _all(connection, rows) for field, rows in OF_HOUSEHOLD.items()})


def cases(connection: sqlite3.Connection) -> tuple[CaseFile, ...]:
    """The cases in the order in which they were opened, with all that was recorded of them."""
    found = _all(connection, CASES)
    if not found:
        return ()
    rounds, of_round = _grouped(_all(connection, ROUNDS), "case_id"), _grouped(_all(connection, EVENTS), "round_id")
    papers = _grouped(_all(connection, EVIDENCE), "case_id")
    return tuple(
        CaseFile(
            one,
            tuple(rounds[one.id]),
            tuple(event for part in rounds[one.id] for event in of_round[part.id]),
            tuple(papers[one.id]),
        )
        for one in found
    )


def calls(connection: sqlite3.Connection) -> tuple[Call, ...]:
    """The calls of collectors by day and time."""
    return _all(connection, CALLS)


def letters(connection: sqlite3.Connection) -> tuple[Letter, ...]:
    """The drafts of letters."""
    return _all(connection, LETTERS)


def _grouped(values: Iterable[V], name: str) -> defaultdict[int, list[V]]:
    found: defaultdict[int, list[V]] = defaultdict(list)
    for value in values:
        found[getattr(value, name)].append(value)
    return found


def account(connection: sqlite3.Connection, loan_id: int) -> Account:
    """One account with everything recorded on it.

    Raises:
        PlannerError: ``loan.unknown``.
    """
    found = _accounts(connection, (loan_id,))
    if not found:
        raise PlannerError("loan.unknown", id=loan_id, loan=_name_of_deleted(connection, loan_id))
    return found[0]


def _name_of_deleted(connection: sqlite3.Connection, loan_id: int) -> str:
    """What a deleted loan was called, by the change log; its number where that does not know."""
    names = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info('loan') ORDER BY cid")]
    with suppress(sqlite3.Error, ValueError):
        found = connection.execute(
            "SELECT json_extract(one.value, ?) FROM operation, json_each(operation.changes) AS one"
            " WHERE one.value ->> 0 = 'loan' AND one.value ->> '$[1][0]' = ? AND one.value ->> 2 IS NULL"
            " ORDER BY operation.id DESC LIMIT 1",
            (f"$[1][{names.index('name')}]", loan_id),
        ).fetchone()
        if found is not None and found[0]:
            return str(found[0])
    return f"#{loan_id}"


def _accounts(
    connection: sqlite3.Connection,
    only: Collection[int] | None = None,
    kept: Mapping[int, Kept] | None = None,
    shelf: Shelf | None = None,
) -> tuple[Account, ...]:
    """All accounts, or those ``only``, by id."""
    lenders = {lender.id: lender for lender in _all(connection, LENDERS)}
    terms = {field: _by_loan(connection, rows, only) for field, rows in LOANS.children.items()}
    kept = kept or {}
    whole = [loan_id for loan_id in _ids(connection) if loan_id not in kept] if kept else only
    asked = {field: whole if field in LATE else only for field in OF_ACCOUNT}
    records = {field: _by_loan(connection, rows, asked[field]) for field, rows in OF_ACCOUNT.items()}
    accounts: list[Account] = []
    for lender_id, checked_on, *row in _of_loan(connection, LOANS, ("lender_id", "checked_on"), "id", only):
        own = {field: tuple(found[row[0]]) for field, found in terms.items()}
        loan = LOANS.from_row(row, lender=lenders[lender_id], calendar=None, **own)
        checked = LOANS.read("checked_on", checked_on)
        if shelf is not None and loan.id in kept:
            loan = _with_calendar(loan) if kept[loan.id].calendar else loan
            few = {field: tuple(found[loan.id]) for field, found in records.items() if field not in LATE}
            accounts.append(shelved(shelf, kept[loan.id], loan, few | {"checked_on": checked}))
            continue
        all_of_it = {field: tuple(found[loan.id]) for field, found in records.items()}
        account = Account(loan, **all_of_it, checked_on=checked)
        if loan.due_shift is not DueShift.NONE or names_another_day(account):
            account = replace(account, loan=_with_calendar(loan))
        accounts.append(account)
    return tuple(accounts)


def _ids(connection: sqlite3.Connection) -> list[int]:
    return [loan_id for (loan_id,) in connection.execute("SELECT id FROM loan")]


def _with_calendar(loan: Loan) -> Loan:
    """With the working days that its due dates go by, or went by when one was named; few need them: read only then."""
    from planner.storage.shipped import holidays

    return replace(loan, calendar=holidays.work_days())


def _by_loan(connection: sqlite3.Connection, rows: Rows[V], only: Collection[int] | None) -> defaultdict[int, list[V]]:
    found: defaultdict[int, list[V]] = defaultdict(list)
    from_row = rows.from_row
    for row in _of_loan(connection, rows, ("loan_id",), "loan_id", only):
        found[row[0]].append(from_row(row[1:]))
    return found


def _of_loan(
    connection: sqlite3.Connection, rows: Rows[Any], beside: tuple[str, ...], column: str, only: Collection[int] | None
) -> sqlite3.Cursor:
    where = "" if only is None else f"WHERE {column} IN ({', '.join('?' * len(only))})"
    return connection.execute(rows.select(*beside, where=where), tuple(only or ()))


def _all(connection: sqlite3.Connection, rows: Rows[V]) -> tuple[V, ...]:
    return tuple(map(rows.from_row, connection.execute(rows.select())))


def settings(connection: sqlite3.Connection) -> dict[str, str]:
    """All settings by key."""
    return dict(connection.execute("SELECT key, value FROM setting ORDER BY key"))


def reminder_rules(connection: sqlite3.Connection) -> tuple[Rule, ...]:
    """The reminder rules in the order they were made."""
    return _all(connection, RULES)


def reminder_marks(connection: sqlite3.Connection) -> tuple[Mark, ...]:
    """The answers given to reminders, oldest first."""
    return _all(connection, MARKS)


def reviews(connection: sqlite3.Connection) -> tuple[ReviewLine, ...]:
    """The weekly reviews with their commitments, latest week first."""
    commitments: defaultdict[int, list[CommitmentLine]] = defaultdict(list)
    for line in _all(connection, COMMITMENTS):
        commitments[line.review_id].append(line)
    return tuple(
        REVIEWS.from_row(row, commitments=tuple(commitments[row[0]])) for row in connection.execute(REVIEWS.select())
    )


def payoff_plans(connection: sqlite3.Connection) -> tuple[PlanLine, ...]:
    """The adopted plans, the latest version first; the documents of those that ended stay in the file."""
    in_force = {"document": "CASE WHEN ended_on IS NULL THEN document ELSE '{}' END"}
    return tuple(map(PAYOFF_PLANS.from_row, connection.execute(PAYOFF_PLANS.select(instead=in_force))))


def scenarios(connection: sqlite3.Connection) -> tuple[ScenarioLine, ...]:
    """The what-ifs that were kept, by name."""
    return _all(connection, SCENARIOS)


def import_rules(connection: sqlite3.Connection) -> tuple[ImportRule, ...]:
    """What the person wants of rows of files, in the order they said it."""
    return _all(connection, IMPORT_RULES)


def offers(connection: sqlite3.Connection) -> tuple[Offer, ...]:
    """The offers of loans with their fees, in the order they were entered."""
    fees: defaultdict[int, list[OfferFee]] = defaultdict(list)
    for offer_id, *row in connection.execute(FEES.select("offer_id")):
        fees[offer_id].append(FEES.from_row(row))
    return tuple(OFFERS.from_row(row, fees=tuple(fees[row[0]])) for row in connection.execute(OFFERS.select()))


def wishes(connection: sqlite3.Connection) -> tuple[Wish, ...]:
    """The wishes to borrow, oldest first."""
    return _all(connection, WISHES)


def operations(connection: sqlite3.Connection, limit: int = 200) -> tuple[HistoryLine, ...]:
    """The journal, latest first; the images of the changes stay in the file."""
    rows = connection.execute(
        "SELECT id, code, params, at, topics, undone, changes IS NOT NULL FROM operation ORDER BY id DESC LIMIT ?",
        (limit,),
    )
    return tuple(
        HistoryLine(Operation(key, code, json.loads(params)), at, bool(undone), bool(kept), known(json.loads(topics)))
        for key, code, params, at, topics, undone, kept in rows
    )


def read_settings(path: Path) -> dict[str, str]:
    """``settings`` of the file."""
    with reading(path) as connection:
        return settings(connection)
