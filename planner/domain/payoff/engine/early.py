"""The fee for paying early, which may change from month to month: what all debts that take a part have in common."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property


class TakesEarly:
    """A debt that takes money above what it asks for; ``fee_by_month`` says which share of that it charges."""

    @property
    def fee_by_month(self) -> tuple[Decimal, ...]:
        """The fee as a share of what is paid early, by month (1 …); the last one holds on."""
        raise NotImplementedError

    def fee_in(self, month: int) -> Decimal:
        """The fee of that month as a share of what is paid early in it."""
        shares = self.fee_by_month
        return shares[min(month, len(shares)) - 1]

    def staying(self, month: int) -> int:
        """The fees after a month that are charged although the debt ends in it; fen."""
        return 0

    @property
    def yearly_fees(self) -> bool:
        """Whether a fee may fall on it when nothing is owed any more."""
        return False

    def fees_until(self, month: int) -> int:
        """The yearly fees that are paid whatever a plan does, if it lasts to the end of a month at least; fen."""
        return 0

    def charge(self, extra_minor: int, month: int = 1) -> int:
        """The fee for paying that much above the required payment in that month, half up."""
        parts = self._fee_parts
        number, denominator = parts[min(month, len(parts)) - 1]
        return (2 * extra_minor * number + denominator) // (2 * denominator) if number else 0

    def extra_for(self, cash_minor: int, paid_minor: int = 0, month: int = 1) -> int:
        """The most that can be paid above the required payment with so much money, its fee included.

        ``paid_minor`` was paid so in the same month already: the fee is of all of it, and rounded once.
        """
        parts = self._fee_parts
        number, denominator = parts[min(month, len(parts)) - 1]
        if not number:
            return cash_minor
        charged = self.charge(paid_minor, month)
        extra = cash_minor * denominator // (denominator + number) + 2
        while extra > 0 and extra + self.charge(paid_minor + extra, month) - charged > cash_minor:
            extra -= 1
        return max(extra, 0)

    @cached_property
    def free(self) -> bool:
        """Whether paying early costs no fee in any month."""
        return not any(self.fee_by_month)

    @cached_property
    def _fee_parts(self) -> tuple[tuple[int, int], ...]:
        return tuple(share.as_integer_ratio() for share in self.fee_by_month)
