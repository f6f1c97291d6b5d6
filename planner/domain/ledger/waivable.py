"""What of a waiver lessens something: nobody waives more than the lender had reckoned, and that we may not know."""

from __future__ import annotations

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account, Allowance
from planner.domain.accounts.terms import Part
from planner.domain.ledger.position import position
from planner.domain.ledger.state import Position
from planner.values import replace


def lessened(account: Account, waiver: Allowance) -> int:
    """What of a waiver, fen, is of its part as the ledger reckons it at the end of its day; at most its amount.

    That part may have been paid already; of a card it is then in the person's favour. ``account`` may hold the waiver
    itself, recorded before: it is reckoned without.
    """
    others = tuple(one for one in account.allowances if one.id != waiver.id)
    before = position(replace(account, allowances=others), waiver.on)
    counts_as_money = waiver.part in (Part.INTEREST, Part.FEE) and account.loan.method is not Method.CARD
    most = waiver.amount_minor
    if counts_as_money and account.loan.method.scheduled:
        most = min(most, _in_dues(before, waiver))
    new = replace(waiver, id=max((one.id for one in others), default=0) + 1, amount_minor=most)
    after = position(replace(account, allowances=(*others, new)), waiver.on)
    waived = sum(due.waived_minor for due in after.dues) - sum(due.waived_minor for due in before.dues)
    if counts_as_money:  # where it is more than its part, so that what settles the account falls by all of it
        grown = before.accrued_minor - after.accrued_minor if account.loan.method is Method.REVOLVING else 0
        return min(waived + grown, most)
    fallen = before.settlement_minor - after.settlement_minor
    if account.loan.method is Method.CARD:
        fallen += after.credit_minor - before.credit_minor
    return min(max(waived, fallen), most)


def _in_dues(place: Position, waiver: Allowance) -> int:
    """All interest, or all fees, of the dues up to the one in hand, or of the one that the waiver names."""
    named, part = waiver.due_on, f"{waiver.part}_minor"
    in_hand = min((due.due_on for due in place.dues if due.due_on >= waiver.on), default=waiver.on)
    return sum(getattr(due, part) for due in place.dues if due.due_on == named or (not named and due.due_on <= in_hand))
