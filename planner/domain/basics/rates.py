"""A rate with the basis it is quoted in, and the conversions that Chinese lenders use: a year has 360 days, or 365."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from planner.errors import PlannerError
from planner.values import dataclass


class RateBasis(StrEnum):
    """What a quoted rate is a share of, and per what.

    An effective (compounded) yearly rate is none of them: two contracts that quote the same one charge a month by its
    twelfth root or by its days, and what falls due would be a guess. It is what ``yearly_cost`` answers, and what the
    lender discloses (``Disclosed``).
    """

    YEAR = "year"  # 年利率: nominal, of the balance
    MONTH = "month"  # 月利率: of the balance
    DAY = "day"  # 日利率: of the balance
    TERM = "term"  # 每期费率: of the ORIGINAL principal, charged every term
    TOTAL = "total"  # 总费率: of the original principal, for all terms together


class DayCount(StrEnum):
    """How the days of an interest period become a share of a year."""

    THIRTY_360 = "30/360"  # whole months count 30 days, odd days 1/360 of the yearly rate
    ACT_360 = "act/360"
    ACT_365 = "act/365"
    ACT_ACT = "act/act"


@dataclass(frozen=True, slots=True)
class Rate:
    """A quoted rate: ``Rate(Decimal("0.0005"), RateBasis.DAY)`` is 0.05 % a day.

    Raises:
        PlannerError: ``rate.not_exact`` for a float: 0.0005 is not 0.05 % but the nearest binary fraction;
            ``rate.basis`` for a basis that is none, such as ``"effective"``.
    """

    value: Decimal
    basis: RateBasis

    def __post_init__(self) -> None:
        if not isinstance(self.value, Decimal):
            raise PlannerError("rate.not_exact", field="rate", value=str(self.value))
        if not isinstance(self.basis, RateBasis):
            raise PlannerError("rate.basis", field="basis", value=str(self.basis), known=", ".join(RateBasis))

    def yearly(self, day_count: DayCount) -> Decimal:
        """The nominal yearly rate (no compounding). Daily × 360 or × 365 by the day count; monthly × 12.

        Raises:
            ValueError: for the bases of fees (``TERM``, ``TOTAL``), whose yearly cost only the cash flows tell.
        """
        if self.basis is RateBasis.YEAR:
            return self.value
        if self.basis is RateBasis.MONTH:
            return self.value * 12
        if self.basis is RateBasis.DAY:
            return self.value * (360 if day_count in (DayCount.THIRTY_360, DayCount.ACT_360) else 365)
        raise ValueError(f"a rate per {self.basis} has no yearly form without its cash flows")


def percent(fraction: Decimal) -> str:
    """As a person types it, without losing a digit: 0.1830 is "18.3"."""
    return f"{(fraction * 100).normalize():f}"


def lpr_rate(lpr: Decimal, margin_bp: Decimal) -> Rate:
    """A yearly rate quoted as the loan prime rate and a margin: 3.5 % and −30 basis points are 3.2 %.

    Args:
        lpr: the loan prime rate as a fraction (0.035).
        margin_bp: the margin agreed for the whole loan, in hundredths of a percentage point; may be negative.
    """
    return Rate(lpr + margin_bp / 10_000, RateBasis.YEAR)
