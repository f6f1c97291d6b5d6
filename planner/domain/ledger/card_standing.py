"""How a card stands on a day, as somebody has to know it who works out what it will cost."""

from __future__ import annotations

from datetime import date

from planner.domain.ledger.card_lots import Lending
from planner.values import dataclass


@dataclass(frozen=True, slots=True)
class OpenBill:
    """A bill of which something is unpaid and that no later one contains.

    ``missing_minor`` is what it still asks for at least, of ``unpaid_minor``, ``until`` the last day on which that is
    in time, ``late`` whether that is over.
    """

    number: int
    due_on: date
    until: date
    unpaid_minor: int
    missing_minor: int
    late: bool


@dataclass(frozen=True, slots=True)
class CardStanding:
    """What a card has lent and what it asks for, amounts in fen; what is late counts as missed, recorded or not.

    ``whole_minor`` is what the next minimum asks for in full, ``late_fee_minor`` what that bill adds for being late;
    the yearly fees of the years that begin from ``fees_since`` on are on no bill yet.
    """

    lending: Lending | None
    bills: tuple[OpenBill, ...]
    whole_minor: int
    late_fee_minor: int
    fees_since: date
