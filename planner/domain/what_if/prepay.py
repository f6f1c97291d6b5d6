"""What paying early saves: settling an account on a day, or paying a part of its principal before it is due.

Everything is asked of the ledger of the account: it is led up to the day, given the payment, and asked again. So what
is announced here is, to the fen, what the ledger shows once the payment has been recorded. The difference between
what would still be paid without it and what is paid with it is the saving.

Principal is paid early as the ledger takes it: what is due and the instalment in hand come first, as printed; the rest
of the payment is extra. This is also how the calculators of banks count ("paid this month in all").

For a day still to come, everything that falls due until then is taken as paid on its due date, and what is overdue
already as paid today.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from planner.domain.accounts.loan import Excess, Loan, Method, Prepayment
from planner.domain.accounts.records import Account, Repayment
from planner.domain.accounts.terms import PrepayDay
from planner.domain.ledger.card_ledger import plans_of
from planner.domain.ledger.card_plans import RunningPlan
from planner.domain.ledger.cards import RunningCard
from planner.domain.ledger.early import fee_for_prepaying
from planner.domain.ledger.instalments import RunningLoan
from planner.domain.ledger.position import replay
from planner.domain.ledger.replay import Replay
from planner.domain.ledger.state import Due, Position
from planner.domain.schedule.due_days import end_of_line
from planner.errors import PlannerError
from planner.values import dataclass, replace

NOTHING_OWED = "nothing_owed"
NO_SAVING = "no_saving"  # all remaining charges fall due
NOT_ALLOWED = "not_allowed"
BILLS = "bills"  # a card: bills bear no interest before their due day
OPEN_END = "open_end"  # a line without an end: what it would still cost depends on how long it stays drawn
FEE_EXCEEDS = "fee_exceeds"  # the fee for paying early takes all of the interest saved
NOTHING_LEFT = "nothing_left"  # no interest and no fees to come

_RULES = {Prepayment.NO_SAVING: NO_SAVING, Prepayment.NOT_ALLOWED: NOT_ALLOWED}
_REFUSED = {
    Prepayment.NO_SAVING: "prepay.no_saving",
    Prepayment.FULL_ONLY: "prepay.full_only",
    Prepayment.NOT_ALLOWED: "prepay.not_allowed",
}
_MONTH = timedelta(30)


@dataclass(frozen=True, slots=True)
class Settling:
    """What ends an account at the end of the day ``on``, part by part, and what it saves; all in fen.

    Attributes:
        principal_minor: principal outstanding.
        accrued_minor: interest grown since the last due date.
        interest_minor: other interest asked for: due and unpaid, or all that is to come where that is the rule.
        fee_minor: fees asked for, in the same way; of a flat fee that of the term that has begun.
        early_fee_minor: the fee for paying early.
        otherwise_minor: all that would still be paid without settling; None where nobody can know (``open_end``).
        saving_minor: what settling saves, never below 0; None where nobody can know.
        reason: why there is no saving, as a code; None when there is one.
        month_minor: interest of the next thirty days on a line that stays drawn, else 0.
    """

    on: date
    principal_minor: int
    accrued_minor: int
    interest_minor: int
    fee_minor: int
    early_fee_minor: int
    otherwise_minor: int | None
    saving_minor: int | None
    reason: str | None
    month_minor: int = 0

    @property
    def total_minor(self) -> int:
        """What is to be paid that day: ``Position.settlement_minor``."""
        return self.principal_minor + self.accrued_minor + self.interest_minor + self.fee_minor + self.early_fee_minor


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of a loan after principal was paid early; amounts in fen.

    Attributes:
        excess: shorter term, or lower payment.
        asked_minor: what the payment pays first: dues and the instalment in hand, or the interest grown on a loan
            repaid at once.
        extra_minor: principal paid early.
        fee_minor: the fee for that.
        dues: what is still to be paid afterwards, by due date.
        fewer: instalments fewer than without.
        payment_minor: the regular instalment afterwards (the second to come, as the first may hold interest of two
            balances; the first when no more than two are left).
        payment_before_minor: the same instalment without paying early.
        interest_saved_minor: interest that is never charged.
        fees_saved_minor: fees of instalments that fall away.
    """

    excess: Excess
    asked_minor: int
    extra_minor: int
    fee_minor: int
    dues: tuple[Due, ...]
    fewer: int
    payment_minor: int
    payment_before_minor: int
    interest_saved_minor: int
    fees_saved_minor: int

    @property
    def paid_minor(self) -> int:
        """Everything paid that day."""
        return self.asked_minor + self.extra_minor + self.fee_minor

    @property
    def saving_minor(self) -> int:
        """Interest and fees saved, less the fee for paying early; below 0 where that is the larger one."""
        return self.interest_saved_minor + self.fees_saved_minor - self.fee_minor

    @property
    def last(self) -> Due:
        """The last instalment."""
        return self.dues[-1]


def as_of(account: Account, on: date, *, today: date | None = None) -> Position:
    """The state of an account on any day; after ``today`` with everything paid as it falls due.

    Args:
        account: the account.
        on: the day.
        today: up to when the records tell; None: they tell everything, and no further payment is known.
    """
    ledger = replay(account)
    _lead(ledger, on, today)
    return ledger.position(on)


def settling(account: Account, on: date, *, today: date | None = None) -> Settling:
    """What ends the account on ``on`` and what that saves; arguments as in ``as_of``.

    The saving is what would still be paid if everything were paid on its due date, less what settling costs. For a
    line with an end that is the interest up to then; one without has no such figure. On a card it is what its
    instalment plans would still charge. Before the account begins all is 0.
    """
    ledger = replay(account)
    _lead(ledger, on, today)
    if not ledger.begun(on):
        return Settling(on, 0, 0, 0, 0, 0, 0, 0, NOTHING_OWED)
    running = ledger.running
    parts, accrued = running.settlement(on), running.accrued(on)
    early_fee = running.early_fee(on) if isinstance(running, RunningLoan) else 0
    found = Settling(
        on=on,
        principal_minor=parts.principal_minor,
        accrued_minor=accrued,
        interest_minor=parts.interest_minor - accrued,
        fee_minor=parts.fee_minor - early_fee,
        early_fee_minor=early_fee,
        otherwise_minor=0,
        saving_minor=0,
        reason=NOTHING_OWED,
    )
    if not found.total_minor:
        return found
    loan = account.loan
    if isinstance(running, RunningCard):
        return _settling_card(found, plans_of(ledger).values())
    if loan.method is Method.REVOLVING and loan.end_on is None:
        month = running.accrued(on + _MONTH) - accrued
        return replace(found, otherwise_minor=None, saving_minor=None, reason=OPEN_END, month_minor=month)
    otherwise = _to_come(ledger, on)
    saving = otherwise - found.total_minor
    reason = None
    if saving <= 0:
        reason = _RULES.get(loan.prepayment) or (FEE_EXCEEDS if early_fee else NOTHING_LEFT)
    return replace(found, otherwise_minor=otherwise, saving_minor=max(saving, 0), reason=reason)


def _settling_card(found: Settling, plans: Collection[RunningPlan]) -> Settling:
    """Bills cost nothing more when they are paid in time; plans do: the fees to come, less what ending them costs."""
    ending = sum(plan.end_fee() for plan in plans)
    otherwise = found.total_minor - ending + sum(plan.fees_left for plan in plans)
    saving = max(otherwise - found.total_minor, 0)
    fees = found.fee_minor + found.early_fee_minor
    return replace(
        found,
        fee_minor=fees - ending,
        early_fee_minor=ending,
        otherwise_minor=otherwise,
        saving_minor=saving,
        reason=None if saving else BILLS,
    )


def prepaying(account: Account, on: date, extra_minor: int, *, today: date | None = None) -> tuple[Answer, Answer]:
    """Both answers to paying ``extra_minor`` fen of principal early on ``on``: shorter term, lower payment.

    What was paid earlier stays as the loan's own terms had it. Loans that owe all principal at the end (interest only,
    all at the end) have one answer twice.

    Args:
        account: a loan with a schedule.
        on: the day, from the loan's start on.
        extra_minor: principal in fen beyond what is due and the instalment in hand.
        today: as in ``as_of``.

    Raises:
        PlannerError: ``prepay.line`` and ``prepay.card`` for accounts without a schedule; ``prepay.no_saving``,
            ``prepay.full_only`` and ``prepay.not_allowed`` where the loan does not take it, ``prepay.not_yet`` before
            the day from which it does, ``prepay.only_due_day`` on another day than a due date where it takes money
            only with the instalment; ``prepay.amount``;
            ``prepay.before_start``, ``prepay.covered`` (a day before the records begin), ``prepay.nothing_owed``;
            ``prepay.last`` when nothing is owed beyond the instalment in hand; ``prepay.too_much`` when it would cost
            as much as settling, or leave nothing.
    """
    loan = account.loan
    if not loan.method.scheduled:
        raise PlannerError("prepay.card" if loan.method is Method.CARD else "prepay.line", field="extra")
    if loan.prepayment in _REFUSED:
        raise PlannerError(_REFUSED[loan.prepayment], field="extra")
    if loan.prepay_from is not None and on < loan.prepay_from:
        raise PlannerError("prepay.not_yet", field="on", on=on, from_on=loan.prepay_from)
    if extra_minor <= 0:
        raise PlannerError("prepay.amount", field="extra")
    shorter = _answer(account, on, extra_minor, Excess.SHORTER_TERM, today)
    return shorter, _answer(account, on, extra_minor, Excess.LOWER_PAYMENT, today)


def _answer(account: Account, on: date, extra: int, excess: Excess, today: date | None) -> Answer:
    ledger = replay(account)
    _lead(ledger, on, today)
    loan = ledger.running
    if not isinstance(loan, RunningLoan):
        raise TypeError(account.loan.method)
    if not ledger.begun(on):
        raise PlannerError("prepay.before_start", field="on", start_on=account.loan.start_on)
    if on <= loan.covered_until:
        raise PlannerError("prepay.covered", field="on", covered_until=loan.covered_until)
    before = ledger.position(on)
    if not before.principal_minor:
        raise PlannerError("prepay.nothing_owed", field="on")
    next_on = day_for_early_money(account.loan, before, on)
    if next_on is not None and next_on != on:
        raise PlannerError("prepay.only_due_day", field="on", on=on, next_on=next_on)
    loan.direct(excess)
    asked, planned = loan.asked(on)
    if planned >= before.principal_minor:
        raise PlannerError("prepay.last", field="extra")
    fee = fee_for_prepaying(loan.loan, extra, on)
    amount = asked + extra + fee
    if amount >= before.settlement_minor or extra >= before.principal_minor - planned:
        raise PlannerError("prepay.too_much", field="extra", settlement_minor=before.settlement_minor)
    loan.pay(Repayment(_next_id(account), on, amount))
    after = ledger.position(on)
    left = tuple(due for due in after.dues if due.unpaid_minor)
    regular = left[1] if len(left) > 2 else left[0]
    usual = min(before.dues, key=lambda due: abs(due.number - regular.number))
    return Answer(
        excess=excess,
        asked_minor=asked,
        extra_minor=extra,
        fee_minor=fee,
        dues=left,
        fewer=before.dues[-1].number - left[-1].number,
        payment_minor=regular.amount_minor,
        payment_before_minor=usual.amount_minor,
        interest_saved_minor=_interest(before) - _interest(after),
        fees_saved_minor=_fees(before) - _fees(after),
    )


def day_for_early_money(loan: Loan, place: Position, on: date) -> date | None:
    """The first day from ``on`` on which the loan takes money early, as far as its due dates say; None for none.

    ``place`` is the state of the account, with its dues.
    """
    if loan.prepay_on is PrepayDay.ANY:
        return on
    return next((due.due_on for due in place.dues if due.due_on >= on), None)


def _interest(place: Position) -> int:
    return sum(due.interest_minor for due in place.dues)


def _fees(place: Position) -> int:
    return sum(due.fee_minor for due in place.dues)


def _next_id(account: Account) -> int:
    return max((paid.id for paid in account.repayments), default=0) + 1


def _to_come(ledger: Replay, on: date) -> int:
    """All that is paid from ``on`` on if everything is paid as it falls due. Leads a line's ledger to its end."""
    loan = ledger.loan
    if loan.method.scheduled:
        return sum(due.unpaid_minor for due in ledger.position(on).dues)
    return _pay_as_due(ledger, on, max(end_of_line(loan) or on, on))


def _lead(ledger: Replay, on: date, today: date | None) -> None:
    """Let everything up to ``on`` happen: what is recorded, and after ``today`` every due paid on its day."""
    if today is None or on <= today:
        ledger.advance(on)
        return
    ledger.advance(today)
    _pay_as_due(ledger, today, on)


def _pay_as_due(ledger: Replay, today: date, on: date) -> int:
    """Pay what falls due up to ``on``, each on its due date or, when that has passed, ``today``; returns the sum."""
    total, number = 0, 0
    while True:
        row, own = ledger.running.dues.oldest, ledger.running.own
        day = max(row.due_on, today) if row is not None else date.max
        if own is not None and own[0] <= min(day, on):
            ledger.advance(own[0])  # interest falls due, or a bill is cut: there may be something to pay now
            continue
        if row is None or day > on:
            break
        ledger.advance(day)
        ledger.running.dues.skip_cleared()
        if ledger.running.dues.oldest is row:
            number -= 1  # no record has such a number
            total += row.unpaid
            ledger.running.pay(Repayment(number, day, row.unpaid))
    ledger.advance(on)
    return total
