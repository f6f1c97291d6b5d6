"""Paying a card before its bill is cut, so that the bill, and the report after it, shows less of its limit drawn.

What counts is what is drawn on the day up to which the bill holds everything: the statement day, or the day before it
where the card puts that day's purchases on the next bill. The sum is what brings the drawn principal down to a share of
the limit. It is money only lent until the bill falls due: paid early, the card's own payments to come ask for so much
less. So it is limited by the days until then, and by days to come only as far as it is not back by them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.names import label
from planner.domain.accounts.records import Account, Repayment
from planner.domain.cash.balance import Cash
from planner.domain.cash.movements import Kind
from planner.domain.figures.limits import Limits, utilisation
from planner.domain.ledger.card_bills import statement_days
from planner.domain.ledger.position import position
from planner.domain.ledger.state import AccountState, Position
from planner.values import dataclass, replace

_AHEAD = 10**13  # ids of payments to come: behind all real ones
_TRIES = 4  # what a payment leaves of interest and fees first is asked for again


@dataclass(frozen=True, slots=True)
class PreBill:
    """What to pay on a card before its next bill, fen.

    Attributes:
        on: the day to pay on; the bill is cut on ``cut_on``.
        amount_minor: what to pay beside all that falls due until then; 0 where nothing is free for it.
        needed_minor: what would bring utilisation to ``target``; above ``amount_minor`` where less is free.
        before, after: utilisation of the limit on that day without and with the payment.
    """

    loan_id: int
    name: str
    on: date
    cut_on: date
    amount_minor: int
    needed_minor: int
    limit_minor: int
    target: Decimal
    before: Decimal
    after: Decimal


def before_bills(
    accounts: Sequence[Account], positions: Mapping[int, Position], cash: Cash, target: Decimal
) -> tuple[PreBill, ...]:
    """The cards that will stand above a share of their limit when their next bill is cut, by the day to pay on.

    Purchases to come are not known and not counted. Cards whose next bill is cut after the days of ``cash``, without
    limit or in another currency are left out. What one card takes is no more free for the next one.

    A card of 10,000, cut on the 5th, its bill due on the 25th; 8,000 are drawn, the target is 50 %: 3,000 on the 5th.
    With 4,000 at hand, a buffer of 500, 5,900 of income on the 10th and 1,200 due elsewhere on the 8th: the lowest day
    before the 25th is the 8th with 2,800, so 2,300 are free for it and utilisation falls to 57 %. That after the 25th
    the balance is as low as 700 is no limit: by then the bill asks for 2,300 less.

    Args:
        accounts: all accounts.
        positions: their states today, by loan id.
        cash: the balance by day.
        target: the share of the limit to come down to, at least 0.
    """
    limits = _limits(accounts, positions)
    cards = [(account, on) for account in accounts if (on := _next_cut(account, positions, cash)) is not None]
    by_id = {account.loan.id: account.loan for account, _ in cards}
    found: list[PreBill] = []
    for account, cut_on in sorted(cards, key=lambda card: (card[1], card[0].loan.id)):
        line = next(one for one in limits.lines if one.loan.id == account.loan.id or _same(one.loan, account.loan))
        place = positions[account.loan.id]
        shared = sum(one.amount_minor for one in found if _same(by_id[one.loan_id], account.loan))
        others = line.drawn_minor - (place.principal_minor - place.apart_minor) - shared
        made = _of_card(account, cut_on, cash, others, line.limit_minor, target, found)
        if made is not None:
            found.append(made)
    return tuple(found)


def _limits(accounts: Iterable[Account], positions: Mapping[int, Position]) -> Limits:
    limits = Limits()
    for account in accounts:
        loan, place = account.loan, positions[account.loan.id]
        if loan.method is Method.CARD and loan.limit_minor and place.state is not AccountState.CLOSED:
            drawn = place.principal_minor - place.apart_minor
            limits.add(loan, loan.in_yuan(drawn), loan.in_yuan(loan.limit_minor))
    return limits


def _same(one: Loan, other: Loan) -> bool:
    """Whether two cards share a limit."""
    group = one.card.limit_group
    return bool(group) and group == other.card.limit_group and one.lender.id == other.lender.id


def _next_cut(account: Account, positions: Mapping[int, Position], cash: Cash) -> date | None:
    """The next day on which a bill is cut of a card that can be paid before it and is in yuan.

    Today still counts where the bill takes what is paid on its day, unless that bill is on record already.
    """
    loan, place = account.loan, positions[account.loan.id]
    if loan.method is not Method.CARD or loan.yuan_rate is not None or not loan.limit_minor:
        return None
    if not place.known or place.state is AccountState.CLOSED:
        return None
    for on in statement_days(account):
        if on > cash.until_on:
            return None
        if on > cash.today or (on == cash.today and _takes_its_day(account, on)):
            return on
    return None


def _takes_its_day(account: Account, cut_on: date) -> bool:
    """Whether what is paid on the day of a bill is still on it."""
    return account.loan.card.statement_included and all(bill.on != cut_on for bill in account.statements)


def _of_card(
    account: Account,
    cut_on: date,
    cash: Cash,
    others_minor: int,
    limit_minor: int,
    target: Decimal,
    taken: list[PreBill],
) -> PreBill | None:
    loan = account.loan
    on = cut_on if loan.card.statement_included else cut_on - timedelta(1)
    moved = [(day.on, one) for day in cash.days if day.on <= on for one in day.movements if one.loan_id == loan.id]
    paid = tuple(
        Repayment(_AHEAD + number, day, -one.amount_minor)
        for number, (day, one) in enumerate(moved)
        if one.kind is not Kind.PAID
    )
    ahead = replace(account, repayments=(*account.repayments, *paid))
    aim = int((target * limit_minor).to_integral_value(ROUND_FLOOR)) - others_minor
    drawn = _drawn(ahead, on, 0)
    if drawn <= max(aim, 0):
        return None
    needed = drawn - max(aim, 0)
    for _ in range(_TRIES):
        left = _drawn(ahead, on, needed) - max(aim, 0)
        if left <= 0:
            break
        needed += left
    amount = min(needed, _free(loan.id, on, cash, taken))
    after = _drawn(ahead, on, amount)
    shares = [utilisation(others_minor + one, limit_minor) or Decimal(0) for one in (drawn, after)]
    return PreBill(loan.id, label(loan), on, cut_on, amount, needed, limit_minor, target, *shares)


def _drawn(account: Account, on: date, paid_minor: int) -> int:
    """What is drawn of the card's limit at the end of a day on which so much is paid, fen."""
    if paid_minor:
        made = Repayment(2 * _AHEAD, on, paid_minor)
        account = replace(account, repayments=(*account.repayments, made))
    place = position(account, on)
    return place.principal_minor - place.apart_minor


def _free(loan_id: int, on: date, cash: Cash, taken: Iterable[PreBill]) -> int:
    """What can be paid on a day so that no certain day ends lower above the buffer than it may.

    Each day from then on may lose what it is above the buffer, and what the card's own payments after the day and up to
    it ask for less. Where a day is under the buffer already, it loses nothing.
    """
    back = 0
    least: int | None = None
    for day in cash.days:
        if day.on < on:
            continue
        if day.on > on:
            back += sum(-one.amount_minor for one in day.movements if one.loan_id == loan_id)
        lent = sum(_out(one, day.on, cash) for one in taken)
        room = max(day.balance_minor - lent - cash.buffer_minor, 0) + back
        least = room if least is None else min(least, room)
    return least or 0


def _out(one: PreBill, on: date, cash: Cash) -> int:
    """What of an earlier card's payment is not back on a day."""
    if on < one.on:
        return 0
    back = sum(
        -move.amount_minor
        for day in cash.days
        if one.on < day.on <= on
        for move in day.movements
        if move.loan_id == one.loan_id
    )
    return max(one.amount_minor - back, 0)
