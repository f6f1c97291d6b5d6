"""Columns that several lists share, with their titles in the language in use."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.names import short_name
from planner.domain.accounts.records import Account
from planner.domain.ledger.state import AccountState, Position
from planner.exporters.sheets import Column, Kind, Value
from planner.i18n import t
from planner.takeout.asked import Asked
from planner.words.accounts import state_text
from planner.words.agreements import claim_marks


def text(key: str, width: int = 12) -> Column:
    """A column of texts."""
    return Column(key, t(f"export.col.{key}"), Kind.TEXT, width)


def month() -> Column:
    """A column of months by their names."""
    return Column("month", t("export.col.month"), Kind.MONTH, 12)


def moment(key: str) -> Column:
    """A column of days with minutes, on the person's own clock."""
    return Column(key, t(f"export.col.{key}"), Kind.MOMENT, 17)


def amount(key: str) -> Column:
    """A column of amounts."""
    return Column(key, t(f"export.col.{key}"), Kind.AMOUNT, 14)


def share(key: str) -> Column:
    """A column of shares."""
    return Column(key, t(f"export.col.{key}"), Kind.SHARE, 15)


def count(key: str) -> Column:
    """A column of numbers of things."""
    return Column(key, t(f"export.col.{key}"), Kind.COUNT, 8)


def day(key: str) -> Column:
    """A column of days."""
    return Column(key, t(f"export.col.{key}"), Kind.DAY, 11)


def names() -> tuple[Column, ...]:
    """Of what loan a row is."""
    return text("lender", 20), text("loan", 24)


def named(loan: Loan) -> dict[str, Value]:
    """The cells for ``names``, and the currency."""
    return {"lender": loan.lender.name, "loan": short_name(loan), "currency": loan.currency}


def state(place: Position) -> str:
    """How an account stands and what became of its claim; no key of the app is named."""
    if place.state is not AccountState.UNKNOWN:
        return state_text(place) or t("export.active")
    return " ".join(filter(None, (t("export.balance_unknown"), claim_marks(place.claim))))


def accounts(asked: Asked) -> Iterator[Account]:
    """The accounts that a list is about: that of the option ``loan``, else all, the draws of a line behind it."""
    wanted = asked.options.get("loan")
    overview = asked.overview
    for line in overview.book.accounts:
        if line.loan.line_id is None:
            for one in (line, *overview.draws.get(line.loan.id, ())):
                if wanted in (None, one.loan.id):
                    yield one
