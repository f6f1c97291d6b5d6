"""A card in another currency as a plan follows it: what it has lent and asks for, in yuan at the person's own rate.

Its lender rounds in its own currency, so that a bill may ask for some fen more or less than the plan says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil

from planner.domain.accounts.loan import Loan
from planner.domain.ledger.card_lots import Lending, Posted
from planner.domain.ledger.card_standing import CardStanding, OpenBill
from planner.values import replace

_ROUNDED = 2  # fen that roundings may leave of a bill that is paid in full


def in_yuan(loan: Loan, stands: CardStanding) -> tuple[Loan, CardStanding]:
    """The card with the amounts of its terms in fen of yuan, and how it stands; its rate of exchange is known.

    What is missing from a minimum is rounded up, all that is lent together half up.
    """
    assert loan.yuan_rate is not None
    card = loan.card
    terms = replace(
        card,
        tolerance_minor=loan.in_yuan(card.tolerance_minor) + _ROUNDED,
        minimum_minor=None if card.minimum_minor is None else ceil(card.minimum_minor * loan.yuan_rate),
        late_fee_minor=loan.in_yuan(card.late_fee_minor),
    )
    return replace(loan, card=terms), replace(
        stands,
        lending=None if stands.lending is None else _lending(loan, stands.lending),
        bills=tuple(_bill(loan, bill) for bill in stands.bills),
        whole_minor=loan.in_yuan(stands.whole_minor),
        late_fee_minor=loan.in_yuan(stands.late_fee_minor),
    )


def _bill(loan: Loan, bill: OpenBill) -> OpenBill:
    assert loan.yuan_rate is not None
    unpaid = loan.in_yuan(bill.unpaid_minor)
    missing = min(ceil(bill.missing_minor * loan.yuan_rate), unpaid)
    return replace(bill, unpaid_minor=unpaid, missing_minor=missing)


def _lending(loan: Loan, lending: Lending) -> Lending:
    assert loan.yuan_rate is not None
    rate = Fraction(loan.yuan_rate)
    paid = {bill: grown * rate for bill, grown in lending.paid.items()}
    return replace(lending, grown=lending.grown * rate, paid=paid, lots=tuple(_lots(loan, lending.lots)))


def _lots(loan: Loan, lots: Sequence[Posted]) -> Iterator[Posted]:
    """Each lot by what all up to it are together, so that no fen of the whole is lost."""
    before = total = 0
    for lot in lots:
        total += lot.amount_minor
        yield replace(lot, amount_minor=loan.in_yuan(total) - before)
        before = loan.in_yuan(total)
