"""Figures over several months, and debt against what the person owns.

A ratio over several months is the ratio of the sums, never the mean of the ratios: what was due in all of them over the
income of all of them. A month whose income is not on record stands outside these sums, on both sides; one with an
income of 0 counts. The balance ratio so is the sum of the debts at the ends of the months over twelve times the sum of
their incomes; utilisation the sum drawn over the sum of the limits, of all months. Undefined is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from planner.domain.basics.calendar import add_months
from planner.domain.basics.money import quotient
from planner.domain.credit.file import Asset
from planner.domain.figures.limits import utilisation
from planner.domain.figures.ratios import Ratios
from planner.domain.figures.told import Past
from planner.domain.ledger.on_time import OnTime, together_since
from planner.values import dataclass

MONTHS = (6, 12, 24)
"""The spans that are shown."""


@dataclass(frozen=True, slots=True)
class Span:
    """The figures of ``months`` months up to a day; amounts in fen.

    ``known`` of the months have an income on record: ``due_minor`` and ``income_minor`` are theirs; ``all_due_minor``
    is of every month. ``on_time`` is of the dues whose due date lies less than so many months back, with those
    that are pending as of the last month. ``least``:
    something is owed that is not on record, so that debt and what is due are the least there can be.
    """

    months: int
    known: int
    due_minor: int
    all_due_minor: int
    income_minor: int
    payment_ratio: Decimal | None
    balance_ratio: Decimal | None
    utilisation: Decimal | None
    on_time: OnTime
    least: bool


def span(points: Sequence[Ratios], pasts: Iterable[Past], as_of: date) -> Span:
    """The figures of several months together.

    Args:
        points: of each month, the last one as of ``as_of``, as ``ratios.trend`` gives them.
        pasts: what became of the dues of all accounts by ``as_of``.
        as_of: the day from which on-time dues are counted back.
    """
    histories = [(past.history, past.unmet) for past in pasts]
    known = [point for point in points if point.income_minor is not None]
    due_minor = sum(point.due_minor for point in known)
    income_minor = sum(point.income_minor or 0 for point in known)
    return Span(
        months=len(points),
        known=len(known),
        due_minor=due_minor,
        all_due_minor=sum(point.due_minor for point in points),
        income_minor=income_minor,
        payment_ratio=quotient(due_minor, income_minor),
        balance_ratio=quotient(sum(point.debt_minor for point in known), income_minor * 12),
        utilisation=utilisation(sum(point.drawn_minor for point in points), sum(point.limit_minor for point in points)),
        on_time=together_since(histories, add_months(as_of, -len(points)), as_of, points[-1].on_time.pending),
        least=any(point.unknown for point in points),
    )


def asset_ratio(debt_minor: int, assets: Iterable[Asset]) -> Decimal | None:
    """Debt over the worth of what the person owns, a fraction of six places; None where that is 0 or not on record."""
    return quotient(debt_minor, sum(asset.value_minor for asset in assets))
