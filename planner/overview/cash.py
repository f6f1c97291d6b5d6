"""What the balance of cash is asked with: the buffer that the person keeps, the days by which paydays move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from planner.domain.accounts.terms import DueShift
from planner.domain.basics.workdays import WorkDays
from planner.domain.book import Income

BUFFER = "cash.buffer"
BILL_SHARE = "cash.bill_share"


def buffer_of(settings: Mapping[str, str]) -> int:
    """What is not to be spent, in fen; 0 while nobody said, and for what nobody can read."""
    kept = settings.get(BUFFER, "")
    return int(kept) if kept.isascii() and kept.isdigit() else 0


def bill_share_of(settings: Mapping[str, str]) -> Decimal | None:
    """The share of a card's limit that the person wants at most on its bill; None while nobody said."""
    try:
        share = Decimal(settings[BILL_SHARE])
    except (KeyError, ArithmeticError):
        return None
    return share if 0 <= share <= 1 else None


def work_days_of(incomes: Iterable[Income]) -> WorkDays | None:
    """The working days, where a payday moves by them; few do: read only then."""
    if all(income.shift is DueShift.NONE for income in incomes):
        return None
    from planner.storage.shipped import holidays

    return holidays.work_days()
