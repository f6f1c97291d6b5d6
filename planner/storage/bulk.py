"""Fills a new database in one go with plain ``sqlite3``: for the demo, which is made before the first frame.

Nothing here is journalled: there is nothing to undo in a database that has just been made.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.credit.file import CreditFile
from planner.domain.reminders.rules import Rule
from planner.storage import credit_rows, mapping, schema
from planner.storage.snapshot import ReviewLine
from planner.storage.sqlite import writing

Values = dict[str, Any]


def fill(
    path: Path,
    book: Book,
    *,
    settings: Mapping[str, str],
    rules: Iterable[Rule] = (),
    reviews: Iterable[ReviewLine] = (),
    at: str,
) -> None:
    """Create the database at ``path`` and write everything into it, ids as given.

    Args:
        path: a file that does not exist yet, or an empty one.
        book: accounts and incomes; ids are unique within their kind.
        settings: by key.
        rules: reminder rules.
        reviews: weekly reviews with their commitments.
        at: the instant at which everything counts as entered, ISO 8601.

    Raises:
        PlannerError: ``store.*`` when the file cannot be written.
    """
    schema.ensure(path)
    stamp: Values = {"entered_at": at}
    accounts = book.accounts
    with writing(path) as connection:
        lenders = {account.loan.lender.id: account.loan.lender for account in accounts}
        _insert(
            connection,
            "lender",
            [
                {"id": key, "name": one.name, "kind": one.kind.value, "institution": one.institution, **_EMPTY}
                for key, one in sorted(lenders.items())
            ],
        )
        _insert(connection, "loan", [_loan(account, at) for account in accounts])
        for table, rows in _children(accounts, stamp).items():
            _insert(connection, table, rows)
        _insert(
            connection,
            "income",
            [
                {
                    "id": one.id,
                    "name": one.name,
                    "from_on": one.from_on.isoformat(),
                    "monthly_minor": one.monthly_minor,
                    **stamp,
                }
                for one in book.incomes
            ],
        )
        for table, rows in _credit(book.credit, stamp).items():
            _insert(connection, table, rows)
        _insert(connection, "setting", [{"key": key, "value": value} for key, value in settings.items()])
        _insert(connection, "reminder_rule", [_rule(rule) for rule in rules])
        _reviews(connection, reviews)


_EMPTY = {"preset": "", "note": ""}


def _insert(connection: sqlite3.Connection, table: str, rows: Sequence[Values]) -> None:
    """All rows have the same columns. Names come from this module, never from outside."""
    if rows:
        columns = tuple(rows[0])
        marks = ", ".join("?" * len(columns))
        names = ", ".join(f'"{column}"' for column in columns)
        connection.executemany(
            f'INSERT INTO "{table}" ({names}) VALUES ({marks})', [tuple(row.values()) for row in rows]
        )


def _loan(account: Account, at: str) -> Values:
    return {
        "id": account.loan.id,
        "lender_id": account.loan.lender.id,
        **mapping.loan_values(account.loan),
        "checked_on": mapping.day_text(account.checked_on),
        "entered_at": at,
    }


def _children(accounts: Sequence[Account], stamp: Values) -> dict[str, list[Values]]:
    """The rows of every table that hangs on a loan."""
    rows: dict[str, list[Values]] = {
        name: []
        for name in (
            "loan_fee",
            "pinned_instalment",
            "rate_change",
            "draw",
            "repayment",
            "balance_reading",
            "statement",
            "card_plan",
        )
    }
    for account in accounts:
        key = {"loan_id": account.loan.id}
        rows["loan_fee"] += [key | values for values in mapping.fee_values(account.loan)]
        rows["pinned_instalment"] += [key | values for values in mapping.pinned_values(account.loan)]
        rows["rate_change"] += [key | values for values in mapping.rate_change_values(account.loan)]
        rows["draw"] += [
            key
            | {"id": one.id, "drawn_on": one.on.isoformat(), "amount_minor": one.amount_minor, "note": one.note}
            | {"kind": one.kind.value, "posted_on": mapping.day_text(one.posted_on)}
            | {"after_reading": int(one.after_reading)}
            | stamp
            for one in account.draws
        ]
        rows["repayment"] += [
            key
            | {"id": one.id, "paid_on": one.on.isoformat(), "amount_minor": one.amount_minor}
            | mapping.split_values(one.split)
            | {"settles": int(one.settles), "note": one.note, "reversed_on": mapping.day_text(one.reversed_on)}
            | {"after_reading": int(one.after_reading)}
            | stamp
            for one in account.repayments
        ]
        rows["balance_reading"] += [
            key | {"id": one.id, "read_on": one.on.isoformat(), "balance_minor": one.balance_minor} | stamp
            for one in account.readings
        ]
        rows["statement"] += [
            key
            | {"id": one.id, "cut_on": one.on.isoformat(), "due_on": one.due_on.isoformat()}
            | {"amount_minor": one.amount_minor, "minimum_minor": one.minimum_minor}
            | {"unpaid_on": mapping.day_text(one.unpaid_on)}
            | stamp
            for one in account.statements
        ]
        rows["card_plan"] += [key | {"id": one.id} | mapping.card_plan_values(one) | stamp for one in account.plans]
    return rows


def _credit(file: CreditFile, stamp: Values) -> dict[str, list[Values]]:
    """The rows of the credit file, parents first."""
    return {
        "score_series": [{"id": one.id} | credit_rows.series_values(one) for one in file.series],
        "score": [{"id": one.id} | credit_rows.score_values(one) | stamp for one in file.scores],
        "profile_entry": [{"id": one.id} | credit_rows.profile_values(one) | stamp for one in file.profile],
        "report_check": [{"id": one.id} | credit_rows.check_values(one) | stamp for one in file.checks],
        "report_account": [{"id": one.id} | credit_rows.account_values(one) for one in file.report_accounts],
        "negative_entry": [{"id": one.id} | credit_rows.negative_values(one) | stamp for one in file.negatives],
        "inquiry": [{"id": one.id} | credit_rows.inquiry_values(one) | stamp for one in file.inquiries],
        "behaviour": [{"id": one.id} | credit_rows.behaviour_values(one) | stamp for one in file.behaviours],
        "wanted_line": [{"id": one.id} | credit_rows.wanted_values(one) for one in file.wanted],
    }


def _rule(rule: Rule) -> Values:
    return {
        "id": rule.id,
        "code": rule.code,
        "about": rule.about,
        "title": rule.title,
        "rrule": rule.rrule,
        "lead_days": ",".join(str(day) for day in rule.lead_days),
        "enabled": int(rule.enabled),
        "strategy": rule.strategy,
    }


def _reviews(connection: sqlite3.Connection, reviews: Iterable[ReviewLine]) -> None:
    kept = sorted(reviews, key=lambda review: review.id)
    _insert(
        connection,
        "review",
        [
            {
                "id": one.id,
                "week_on": one.week_on.isoformat(),
                "started_at": one.started_at,
                "saved_at": one.saved_at,
                "stage": one.stage,
                "progress": json.dumps(one.progress, ensure_ascii=False),
                "summary": json.dumps(one.summary, ensure_ascii=False),
                "note": one.note,
            }
            for one in kept
        ],
    )
    _insert(
        connection,
        "commitment",
        [
            {
                "id": one.id,
                "review_id": one.review_id,
                "position": one.position,
                "text": one.text,
                "loan_id": one.loan_id,
                "kind": one.kind,
                "done_on": mapping.day_text(one.done_on),
            }
            for review in kept
            for one in review.commitments
        ],
    )
