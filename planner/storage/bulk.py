"""Fills a new database in one go with plain ``sqlite3``: for the demo, which is made before the first frame.

Nothing here is journalled: there is nothing to undo in a database that has just been made. It is made in memory and
copied into the file without waiting for the disk: it is thrown away at the end, so no power cut can take anything.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.cases.calls import Call
from planner.domain.cases.file import CaseFile
from planner.domain.offers.offer import Offer, Wish
from planner.domain.reminders.rules import Rule
from planner.storage import schema
from planner.storage.kept import ReviewLine
from planner.storage.rows.calls import CALLS
from planner.storage.rows.cases import CASES, EVENTS, EVIDENCE, ROUNDS
from planner.storage.rows.credit import OF_FILE
from planner.storage.rows.loans import LENDERS, LOANS
from planner.storage.rows.offers import FEES, OFFERS, WISHES
from planner.storage.rows.person import INCOMES, OF_HOUSEHOLD
from planner.storage.rows.records import OF_ACCOUNT
from planner.storage.rows.reminders import RULES
from planner.storage.rows.reviews import COMMITMENTS, REVIEWS
from planner.storage.rows.table import Rows, V, Values
from planner.storage.sqlite import connect, telling, writing


def fill(
    path: Path,
    book: Book,
    *,
    settings: Mapping[str, str],
    rules: Iterable[Rule] = (),
    cases: Iterable[CaseFile] = (),
    calls: Iterable[Call] = (),
    reviews: Iterable[ReviewLine] = (),
    offers: Sequence[Offer] = (),
    wishes: Iterable[Wish] = (),
    at: str,
) -> None:
    """Create the database at ``path`` and write everything into it, ids as given.

    Args:
        path: a file that does not exist yet, or an empty one.
        book: accounts, incomes, household and credit file; ids are unique within their kind.
        settings: by key.
        rules: reminder rules.
        cases: with their rounds, events and papers.
        calls: of collectors.
        reviews: weekly reviews with their commitments.
        offers: offers of loans with their fees.
        wishes: wishes to borrow.
        at: the instant at which everything counts as entered, ISO 8601.

    Raises:
        FileExistsError: it is a database already.
        PlannerError: ``store.*`` when the file cannot be written, or is something else.
    """
    schema.check_empty(path)  # copying over it would destroy what it holds
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA foreign_keys=ON")
        schema.create(connection)
        _accounts(connection, book.accounts, at)
        _put(connection, INCOMES, book.incomes, at)
        for field, rows in OF_HOUSEHOLD.items():
            _put(connection, rows, getattr(book.household, field), at)
        for field, rows in OF_FILE.items():
            _put(connection, rows, getattr(book.credit, field), at)
        _insert(connection, "setting", [{"key": key, "value": value} for key, value in settings.items()])
        _put(connection, RULES, rules, at)
        _cases(connection, tuple(cases), at)
        _put(connection, CALLS, calls, at)
        _reviews(connection, reviews, at)
        _put(connection, OFFERS, offers, at)
        _insert(connection, FEES.name, [row for one in offers for row in FEES.new_rows(one.fees, one.id, at)])
        _put(connection, WISHES, wishes, at)
        connection.commit()
        with telling(path), closing(connect(path)) as file:
            file.execute("PRAGMA synchronous=OFF")
            connection.backup(file)


def add_reviews(path: Path, reviews: Iterable[ReviewLine], *, at: str) -> None:
    """Write reviews, ids as given, into a database that was filled without them: all or none.

    Raises:
        PlannerError: ``store.*`` when the file cannot be written.
    """
    with writing(path) as connection:
        _reviews(connection, reviews, at)


def _reviews(connection: sqlite3.Connection, reviews: Iterable[ReviewLine], at: str) -> None:
    kept = sorted(reviews, key=lambda review: review.id)
    _put(connection, REVIEWS, kept, at)
    _put(connection, COMMITMENTS, [line for review in kept for line in review.commitments], at)


def _cases(connection: sqlite3.Connection, cases: Sequence[CaseFile], at: str) -> None:
    _put(connection, CASES, [file.case for file in cases], at)
    _put(connection, ROUNDS, [part for file in cases for part in file.rounds], at)
    _put(connection, EVENTS, [event for file in cases for event in file.events], at)
    _put(connection, EVIDENCE, [paper for file in cases for paper in file.evidence], at)


def _insert(connection: sqlite3.Connection, table: str, rows: Sequence[Values]) -> None:
    """All rows have the same columns. Names come from ``rows``, never from outside."""
    if rows:
        columns = tuple(rows[0])
        marks = ", ".join("?" * len(columns))
        names = ", ".join(f'"{column}"' for column in columns)
        connection.executemany(
            f'INSERT INTO "{table}" ({names}) VALUES ({marks})', [tuple(row.values()) for row in rows]
        )


def _put(connection: sqlite3.Connection, rows: Rows[V], values: Iterable[V], at: str) -> None:
    _insert(connection, rows.name, rows.new_rows(values, None, at))


def _accounts(connection: sqlite3.Connection, accounts: Sequence[Account], at: str) -> None:
    """Lenders, loans, and every table that hangs on a loan."""
    lenders = {account.loan.lender.id: account.loan.lender for account in accounts}
    _put(connection, LENDERS, [lender for _, lender in sorted(lenders.items())], at)
    _insert(connection, LOANS.name, [_loan(account, at) for account in accounts])
    for field, rows in LOANS.children.items():
        terms = ((account, getattr(account.loan, field)) for account in accounts)
        _insert(connection, rows.name, [row for one, of in terms for row in rows.new_rows(of, one.loan.id, at)])
    for field, rows in OF_ACCOUNT.items():
        records = ((account, getattr(account, field)) for account in accounts)
        _insert(connection, rows.name, [row for one, of in records for row in rows.new_rows(of, one.loan.id, at)])


def _loan(account: Account, at: str) -> Values:
    name, checked_on = LOANS.kept("checked_on", account.checked_on)
    return LOANS.new_row(account.loan, None, at) | {name: checked_on}
