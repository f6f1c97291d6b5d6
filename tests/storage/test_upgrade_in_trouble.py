"""A book of any earlier version with a late loan, a card in arrears and draws that share a limit shows what it owed.

The rows are written by columns that every schema has. What is principal, billed or left of a limit is as in the
version that wrote it; interest of what is overdue, the minimum of a bill and the days before a due counts as missed are
today's.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from planner.domain.book import Book
from planner.domain.figures.lines import with_draws, with_one_limit
from planner.domain.ledger.position import position
from planner.domain.ledger.state import DueStatus, Position
from planner.services import lines
from planner.storage.store import Store
from tests.make.probes import read_book
from tests.storage import make_dump

TODAY = date(2026, 11, 23)
LATE, CARD, FIRST, SECOND = 101, 102, 103, 104
LOAN = """
INSERT INTO loan (id, lender_id, name, method, start_on, principal_minor, rate, rate_basis, terms, first_due_on,
    due_day, day_count, limit_minor, statement_day, product, rate_confirmed, every, paid_terms, grace_days, prepayment,
    prepayment_fee, excess, currency, note, entered_at)
VALUES (:id, 101, :name, :method, :start_on, :principal, :rate, :basis, :terms, :first_due_on, :due_day, :day_count,
    :limit, :statement_day, :product, 1, 'month', 0, 0, 'free', '0', 'shorter_term', 'CNY', '', '')
"""
NOTHING = dict.fromkeys(("terms", "first_due_on", "due_day", "limit", "statement_day"))
BY_DAY = NOTHING | {
    "method": "equal_principal",
    "principal": 600_000,
    "rate": "0.0004",
    "basis": "day",
    "terms": 6,
    "day_count": "act/360",
    "limit": 2_000_000,
    "product": "weilidai",
}
LOANS: list[dict[str, object]] = [
    NOTHING
    | {"id": LATE, "name": "[/]", "method": "equal_principal", "start_on": "2026-06-15", "principal": 1_000_000}
    | {"rate": "0.12", "basis": "year", "terms": 10, "first_due_on": "2026-07-15", "due_day": 15}
    | {"day_count": "30/360", "product": ""},
    NOTHING
    | {"id": CARD, "name": "信用卡", "method": "card", "start_on": "2026-01-01", "principal": 0, "rate": "0"}
    | {"basis": "day", "due_day": 10, "day_count": "30/360", "limit": 1_000_000, "statement_day": 1, "product": ""},
    BY_DAY | {"id": FIRST, "name": "微粒贷 甲", "start_on": "2026-09-20"},
    BY_DAY | {"id": SECOND, "name": "微粒贷 乙", "start_on": "2026-10-05"},
]
RECORDS = """
INSERT INTO repayment (loan_id, paid_on, amount_minor, settles, note, entered_at) VALUES
    (101, '2026-07-15', 110000, 0, '', ''), (101, '2026-08-25', 109000, 0, '', ''),
    (103, '2026-10-20', 107200, 0, '', '');
INSERT INTO draw (loan_id, drawn_on, amount_minor, note, entered_at) VALUES
    (102, '2026-09-15', 300000, '', ''), (102, '2026-10-15', 200000, '', '');
INSERT INTO statement (loan_id, cut_on, due_on, amount_minor, minimum_minor, entered_at) VALUES
    (102, '2026-10-01', '2026-10-10', 300000, 30000, ''), (102, '2026-11-01', '2026-11-10', 500000, 80000, '');
"""


def in_trouble(path: Path, revision: str) -> Book:
    """The dump of a revision with those loans in it, brought up to date."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript((make_dump.FOLDER / f"{revision}.sql").read_text("utf-8"))
        connection.execute("INSERT INTO lender VALUES (101, '某银行', 'bank', '', '', '')")
        connection.executemany(LOAN, LOANS)
        connection.executescript(RECORDS)
    Store(path).close()
    return read_book(path)


def places(book: Book) -> dict[int, Position]:
    """The positions of all accounts, a line with its draws."""
    return with_draws(book.accounts, {a.loan.id: position(a, TODAY) for a in book.accounts})


@pytest.mark.parametrize("revision", sorted(file.stem for file in make_dump.FOLDER.iterdir()))
def test_what_was_owed_is_owed_after_the_upgrade(path: Path, revision: str) -> None:
    found = places(in_trouble(path, revision))

    late = found[LATE]
    assert [due.status for due in late.dues[:6]] == [
        DueStatus.ON_TIME,
        DueStatus.LATE,
        *[DueStatus.MISSED] * 3,
        DueStatus.PENDING,
    ]
    assert (late.principal_minor, late.overdue_minor - late.penalty_minor) == (800_000, 321_000)
    assert late.penalty_minor == 2_267 + 1_267 + 267  # 1,000.00 each at 12 % for 68, 38 and 8 days

    card = found[CARD]
    assert (card.owed_minor, card.limit_left_minor) == (500_000, 500_000)
    assert card.overdue_minor == 80_000  # the minimum of the later bill contains the earlier one
    assert sum(due.unpaid_minor for due in card.dues) == 500_000

    first, second = found[FIRST], found[SECOND]
    assert (first.principal_minor, second.principal_minor) == (500_000, 600_000)
    assert (first.limit_left_minor, second.limit_left_minor) == (1_500_000, 1_400_000)
    assert (first.dues[1].status, first.dues[1].unpaid_minor) == (DueStatus.UNRECORDED, 106_200)
    assert (second.dues[0].status, second.penalty_minor) == (DueStatus.MISSED, 720)


@pytest.mark.parametrize("revision", sorted(file.stem for file in make_dump.FOLDER.iterdir()))
def test_draws_that_share_a_limit_become_one_line_and_undo_parts_them_again(path: Path, revision: str) -> None:
    before = in_trouble(path, revision)
    assert [[loan.id for loan in group] for group in with_one_limit(before.accounts) if group[0].id > LATE] == [
        [FIRST, SECOND]
    ]
    store = Store(path)
    line_id = lines.gather(store, [FIRST, SECOND]).value
    store.close()
    found = places(read_book(path))
    assert found[line_id].limit_left_minor == 2_000_000 - 1_100_000
    assert found[FIRST].dues == places(before)[FIRST].dues
    assert sum(place.owed_minor for place in found.values()) == sum(p.owed_minor for p in places(before).values())
    store = Store(path)
    store.undo()
    store.close()
    assert read_book(path) == before
