"""What paying principal early costs, where the loan takes a share of it as a fee."""

from __future__ import annotations

from fractions import Fraction

from planner.domain.accounts.loan import Loan, Prepayment
from planner.domain.basics.money import half_up, share


def early_fee(loan: Loan, principal: int) -> int:
    """The fee for paying so much principal early, fen."""
    return share(principal, loan.prepayment_fee) if loan.prepayment is Prepayment.FEE_SHARE else 0


def early_parts(loan: Loan, owed: int, left: int) -> tuple[int, int]:
    """What of ``left`` fen pays principal early, when ``owed`` is all there is, and the fee for that."""
    rate = loan.prepayment_fee if loan.prepayment is Prepayment.FEE_SHARE else None
    if not rate:
        return min(left, owed), 0
    if left >= owed + share(owed, rate):
        return owed, share(owed, rate)
    principal = half_up(Fraction(left) / (1 + Fraction(rate)))
    return principal, left - principal
