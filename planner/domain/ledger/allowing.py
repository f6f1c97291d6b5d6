"""What the lender gives beside the money that the person pays: waivers, and money that it credits.

* A waiver lessens what its part of the dues asks for, from its day on. What was waived counts as paid, though nobody
  paid it (``Row.waived``). Money that had gone into that part pays the other parts of its row instead; a row that is
  paid in full by that is settled as of the day on which the money came. What was paid on the day of the waiver itself
  is told as divided after it (``Balance.redivide``).
* It goes to the due that it names, else to the oldest that ask for that part. Penalty interest that an agreement put
  off is waived in the interest of the new instalment that holds it; what it made principal of all its instalments, in
  that principal (``RunningLoan``). So is what a payment took as penalty interest of one due before it came to the next,
  as far as that one still asks for something. A waiver of penalty interest beyond what the ledger reckons has nothing
  to lessen: the lender had reckoned more.
* Whatever else the lender gives counts as money that came in on its day, as does what a waiver is more than the dues
  ask for, and money in a part that is waived after its due was settled.
"""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.records import Allowance, AllowanceKind, Arrangement, Repayment
from planner.domain.accounts.terms import Part
from planner.domain.ledger.dues import by_due_date
from planner.domain.ledger.row import Row
from planner.domain.ledger.running import Running


def waiver_of(agreed: Arrangement, on: date) -> Allowance:
    """The waiver that an agreement of that kind is, on its day."""
    return Allowance(agreed.id, on, agreed.amount_minor or 0, AllowanceKind.WAIVER, agreed.part)


def waive(running: Running, allowance: Allowance, until: date) -> tuple[int, int]:
    """Waive a part of the dues up to ``until``, or of the one that is named.

    Returns what of the amount found no due, and money that was freed and that its own due did not need; in fen.
    """
    dues, part, left, freed = running.dues, allowance.part or Part.PENALTY, allowance.amount_minor, 0
    if allowance.due_on is not None:
        meant = dues.named(allowance.due_on, dues.rows)
        rows = [] if meant is None else [row for row in dues.rows if row.due_on == meant.due_on]
    else:
        asking = [row for row in dues.open if row.cleared_on is None and row.due_on <= until]
        rows = sorted([*dues.short, *asking], key=by_due_date)
    for row in rows:
        if left and row.amount:
            used, over = _waive(running, row, part, left, allowance.on)
            left, freed = left - used, freed + over
    holder = dues.oldest
    if left and part is Part.PENALTY and dues.later is not None and holder is not None:
        used, _ = _waive(running, holder, Part.INTEREST, min(left, dues.put_off_penalty), allowance.on)
        left, dues.later.penalty = left - used, dues.later.penalty - used
    if left and part is Part.PENALTY and allowance.due_on is None:
        left -= _hand_on(running, rows, left, allowance.on)
    dues.short = [row for row in dues.short if row.unpaid]
    dues.skip_cleared()
    return left, freed


def _hand_on(running: Running, rows: list[Row], most: int, on: date) -> int:
    """Waive penalty interest of settled rows that a payment took before others, ``rows``: those get the money.

    Returns what was waived.
    """
    dues, left = running.dues, most
    for row in rows:
        if row.cleared_on is not None or row.paid_on is None:
            continue
        for settled in dues.rows:
            waived = settled.waived or {}
            money = min(left, row.unpaid, settled.paid_penalty - waived.get(Part.PENALTY, 0))
            if settled.cleared_on in (row.part_on, row.paid_on) and money > 0:
                settled.waived = waived | {Part.PENALTY: waived.get(Part.PENALTY, 0) + money}
                running.balance.redivide(on, Part.PENALTY, dues.put(row, money))
                left -= money
        dues.settle_within_tolerance(row, row.paid_on)
    return most - left


def _waive(running: Running, row: Row, part: Part, most: int, on: date) -> tuple[int, int]:
    """Waive up to ``most`` of a part of a row; returns what was waived, and freed money that the row did not need."""
    waived, paid = row.waived or {}, f"paid_{part.value}"
    asked = min(most, getattr(row, part.value) - getattr(row, paid))
    money = min(most - asked, getattr(row, paid) - waived.get(part, 0))
    setattr(row, paid, getattr(row, paid) + asked)
    row.waived = waived | {part: waived.get(part, 0) + asked + money}
    used = running.dues.put(row, money)
    running.balance.redivide(on, part, used)
    running.balance.adjust(-asked if part is Part.PRINCIPAL else 0)
    if row.cleared_on is None and asked + money:
        in_time = row.paid_on if part is Part.PENALTY and row.paid_on is not None else on
        running.dues.settle_within_tolerance(row, in_time)
    return asked + money, money - sum(used)


def credit(running: Running, allowance: Allowance, amount_minor: int) -> None:
    """Money that the lender credits: used like a payment, but nobody made it."""
    running.pay(Repayment(0, allowance.on, amount_minor))
    used = running.balance.applied.pop()
    running.balance.adjusted -= used.principal_minor + used.over_minor
