"""The claims of a plan month that lacks money, with what being late costs by the terms of each loan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction

from planner.domain.accounts.loan import LenderKind, Loan, Method
from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import CardInterest, PenaltyOn
from planner.domain.basics.rates import DayCount
from planner.domain.book import Book
from planner.domain.ledger.dues import goes_on_bearing, penalty_rate
from planner.domain.ledger.position import position
from planner.domain.ledger.state import Due, Position
from planner.domain.ledger.unrecorded import taken_as_paid
from planner.domain.payoff.debts.actions import day_of
from planner.domain.payoff.debts.months import open_dues
from planner.domain.payoff.debts.owed import Owed, creditors_of
from planner.domain.payoff.short.allot import Claim, Record, Told
from planner.domain.payoff.short.doctor import Shortage
from planner.domain.payoff.short.purse import Purse
from planner.values import replace

REPORTING = (LenderKind.BANK, LenderKind.CONSUMER_FINANCE)


def claims_of(book: Book, owed: Owed, month: int, required: Mapping[int, int]) -> tuple[Claim, ...]:
    """What is asked for in a plan month.

    Args:
        book: everything known.
        owed: the debts of the plan.
        month: the plan month (1 …); in the first one dues stand with their own days, what is overdue too.
        required: what the plan has to pay in it by debt id, fen.

    Returns:
        A claim for each due; together they ask for ``required`` as their minimums, less what something else than the
        budget pays (``Loan.offset_minor``).
    """
    accounts = {account.loan.id: account for account in book.accounts}
    creditors = creditors_of(book, owed.start_on)
    asked: Counter[int] = Counter()
    days: dict[int, date] = {}
    for debt, amount in required.items():
        if amount:
            loan_id = owed.parts[debt].loan_id
            asked[loan_id] += amount
            days[loan_id] = min(days.get(loan_id, date.max), day_of(owed, debt, month))
    found: list[Claim] = []
    for loan_id, amount in asked.items():
        account = accounts[loan_id]
        lender, creditor = creditors.get(loan_id, (account.loan.lender.id, ""))
        place = _place(account, owed.start_on)
        left = amount - min(account.loan.in_yuan(account.loan.offset_minor), amount)
        for due_on, minimum, due in _pieces(account, place, owed, month, left, days[loan_id]):
            found.append(_claim(account.loan, lender, due_on, minimum, due, sold=bool(creditor)))
    return tuple(_told_apart(found))


def _told_apart(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Claims with a key each: a card may ask twice on one day, by its bill and for what an earlier one left."""
    met: Counter[str] = Counter()
    for one in claims:
        met[one.key] += 1
        yield one if met[one.key] == 1 else replace(one, key=f"{one.key}:{met[one.key]}")


def purse_of(owed: Owed, month: int, required: Mapping[int, int], missing_minor: int) -> Purse:
    """The money of a plan month that lacks ``missing_minor`` for what is ``required``: all of it at its beginning."""
    beside = dict(owed.beside).get(month, 0)
    return Purse(max(sum(required.values()) - missing_minor - beside, 0), owed.month_end(month))


def first_day(owed: Owed, month: int) -> date:
    """The day on which a plan month begins; of the first one the day of the question."""
    return owed.months.begin(month)


def lump_day(owed: Owed, short: Shortage) -> date:
    """The last day on which the sum that helps still does: that of the first payment its month has no money for.

    Of a month before the one that lacks money, its beginning.
    """
    month = short.lump_month or 1
    if month < short.month:
        return first_day(owed, month)
    left = sum(short.required.values()) - short.missing_minor
    for on, amount in sorted((day_of(owed, debt, month), amount) for debt, amount in short.required.items()):
        left -= amount
        if left < 0:
            return on
    return owed.month_end(month)


def _place(account: Account, today: date) -> Position:
    """The account as the plan sees it: what is not recorded yet counts as paid."""
    place = position(account, today)
    counted = taken_as_paid(account, place)
    return place if counted is account else position(counted, today)


def _pieces(
    account: Account, place: Position, owed: Owed, month: int, asked: int, on: date
) -> Iterator[tuple[date, int, Due | None]]:
    """The days of what a loan asks for in a month, rising: its minimum, and the due of the ledger where it is one."""
    start, end = owed.months.begin(month), owed.month_end(month)
    for due in open_dues(place):
        inside = due.due_on <= end and (month == 1 or due.due_on >= start)
        least = min(account.loan.in_yuan(due.asked_minor), asked) if inside else 0
        if least > 0:
            yield due.due_on, least, due
            asked -= least
    if asked > 0:
        yield on, asked, None


def _claim(loan: Loan, lender: int, on: date, minimum: int, due: Due | None, *, sold: bool) -> Claim:
    amount = minimum
    if due is not None and due.minimum_minor is not None:
        amount = max(loan.in_yuan(due.unpaid_minor), minimum)
    card = loan.method is Method.CARD
    daily = _card_rate(loan, on) if card else _loan_rate(loan, on)
    share = loan.card.late_fee_share if card else None
    return Claim(
        f"{loan.id}:{on}",
        loan.id,
        lender,
        on,
        amount,
        minimum,
        on + timedelta(loan.grace_days + 1),
        _record(loan, sold=sold),
        daily,
        _base(loan, amount, due),
        Fraction(0) if share is None else Fraction(share),
        loan.in_yuan(loan.card.late_fee_minor) if share is not None else 0,
        _told(loan, due),
    )


def _record(loan: Loan, *, sold: bool) -> Record:
    """Banks and consumer-finance companies report what is late; of others it is known where their name in it is.

    Of a claim that was sold nobody knows how the new creditor reports.
    """
    if loan.lender.kind is LenderKind.PRIVATE:
        return Record.UNREPORTED
    named = loan.institution or loan.lender.institution
    return Record.REPORTED if not sold and (loan.lender.kind in REPORTING or named) else Record.UNKNOWN


def _told(loan: Loan, due: Due | None) -> Told:
    """Interest that runs back to the day of each purchase, or a fee that is not stated, comes on top.

    So does a penalty where no due says what of it is principal.
    """
    if not loan.late_cost_known:
        return Told.NOTHING
    if loan.method is not Method.CARD:
        return Told.ALL if due is not None else Told.LEAST
    whole = loan.card.interest is CardInterest.AFTER_DUE and loan.card.late_fee_share is not None
    return Told.ALL if whole else Told.LEAST


def _a_day(loan: Loan, on: date) -> Fraction:
    """The contract's rate of a day."""
    year = 360 if loan.day_count in (DayCount.THIRTY_360, DayCount.ACT_360) else 365
    return Fraction(loan.rate_on(on).yearly(loan.day_count)) / year


def _card_rate(loan: Loan, on: date) -> Fraction:
    return Fraction(0) if loan.card.interest is CardInterest.NONE else _a_day(loan, on)


def _loan_rate(loan: Loan, on: date) -> Fraction:
    """By the day: its penalty; without one the interest that goes on, as the ledger counts it."""
    if loan.penalty is not None:
        return penalty_rate(loan, loan.penalty, on)
    return _a_day(loan, on) if goes_on_bearing(loan) else Fraction(0)


def _base(loan: Loan, amount: int, due: Due | None) -> int:
    """What of a due bears the daily cost: all of a bill, or where the penalty is on all; else its principal."""
    on_all = loan.penalty is not None and loan.penalty.on is PenaltyOn.AMOUNT
    if loan.method is Method.CARD or on_all:
        return amount
    if due is None:
        return 0
    return min(loan.in_yuan(max(due.principal_minor - due.paid_principal_minor, 0)), amount)
