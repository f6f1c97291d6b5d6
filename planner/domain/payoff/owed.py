"""From the records to the question: the debts of a book as the planner sees them, with what is missing to plan them.

Plan months are counted from the day of the question; whatever falls due within a month belongs to it, and what is
overdue to the first. Of a debt that falls due on the day of the question itself, each month begins with a due date
instead of ending with one, so that no month holds two. A line, and a loan of level payments or of interest alone that
takes any payment early, are reducing debts; every other loan keeps to its schedule until it is settled; the instalment
plans of a card are debts of their own. Where interest grows by the day, it is that of the days between due dates for
three years, later that of a twelfth of a year. A card, whose months are twelfths of a year, is a reducing debt where
its terms say what carrying a balance costs and what has to be paid; else its bills are planned in full as they fall
due. Amounts of accounts in another currency are brought into yuan at the person's own rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from planner.domain.accrual import Accrual
from planner.domain.card_plans import RunningPlan
from planner.domain.cards import CardReplay, minimum_of
from planner.domain.dates import add_months
from planner.domain.ledger import Due, Position, replay
from planner.domain.loan import Every, Excess, Loan, Method, Prepayment
from planner.domain.money import share
from planner.domain.payoff.model import LONGEST, Debt, Reducing, Row, Scheduled, Settling
from planner.domain.prepay import settling
from planner.domain.rates import DayCount, Rate
from planner.domain.records import Account, Book, PlanEnd
from planner.domain.slots import fees_kept
from planner.domain.terms import CardInterest, MinimumRule

_BY_DAYS = 36  # months whose interest is told by their days, and whose due days are known
CARD_PLANS = 1_000_000  # ids of debts that are instalment plans of cards begin above those of loans


@dataclass(frozen=True, slots=True)
class Apart:
    """One of several instalments of a month: its day, what is paid of it in all, and of the principal."""

    on: date
    total_minor: int
    principal_minor: int


@dataclass(frozen=True, slots=True)
class Part:
    """Which account a debt of the plan is (and which instalment plan of a card), with its due dates by month.

    ``several`` holds the months in which more than one instalment falls due, each with its own day and amount.
    """

    loan_id: int
    plan_id: int | None = None
    days: tuple[tuple[int, date], ...] = ()
    several: tuple[tuple[int, tuple[Apart, ...]], ...] = ()

    def apart(self, month: int) -> tuple[Apart, ...]:
        """The instalments of a month that has more than one; empty for the others."""
        return next((found for number, found in self.several if number == month), ())


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the plan needs and the records do not say.

    ``code``: ``balance`` (what is owed is not known: the account is left out), ``rate`` (it is unconfirmed), ``card``
    (what a carried balance costs or the minimum is not stated: bills are planned in full), ``future`` (it is paid out
    after the day of the question: it is left out).
    """

    loan_id: int
    code: str


@dataclass(frozen=True)
class Owed:
    """The debts of a book on ``start_on``; ``parts`` says of each debt id what it is.

    The id of a debt is that of its loan, so that an order of debts means the same tomorrow.
    """

    start_on: date
    debts: tuple[Debt, ...]
    parts: dict[int, Part]
    gaps: tuple[Gap, ...]

    def month_end(self, month: int) -> date:
        """The last day of a plan month (0: the day of the question)."""
        return add_months(self.start_on, month)

    def month_of(self, on: date) -> int:
        """The plan month of a day; 1 for what is overdue or due today."""
        return month_of(self.start_on, on)


def month_of(start_on: date, on: date) -> int:
    """The plan month in which a day lies: month 1 ends one month after the start, on that day."""
    if on <= start_on:
        return 1
    months = (on.year - start_on.year) * 12 + on.month - start_on.month
    return months if add_months(start_on, months) >= on and months > 0 else months + 1


@dataclass(frozen=True, slots=True)
class _Months:
    """The plan months of one debt; ``opens`` if it falls due on the day of the question."""

    today: date
    opens: bool

    def end(self, month: int) -> date:
        """The last day whose dues belong to that month."""
        return add_months(self.today, month) - timedelta(self.opens)

    def of(self, on: date) -> int:
        """The month to which what falls due on that day belongs."""
        month = month_of(self.today, on)
        return month + (on > self.end(month))


def _months(place: Position, today: date) -> _Months:
    return _Months(today, any(due.due_on == today for due in _open(place)))


def owed(book: Book, today: date) -> Owed:
    """Everything owed in the book, as the planner sees it on that day."""
    debts: list[Debt] = []
    parts: dict[int, Part] = {}
    gaps: list[Gap] = []
    for account in book.accounts:
        ledger = replay(account)
        ledger.advance(today)
        place = ledger.position(today)
        gaps += _gaps(account.loan, place)
        if account.loan.start_on > today:
            gaps.append(Gap(account.loan.id, "future"))
        if not place.known or not place.owed_minor:
            continue
        running = ledger.running.values() if isinstance(ledger, CardReplay) else ()
        for debt, part in _debts(account, place, today, list(running)):
            number = part.loan_id if part.plan_id is None else CARD_PLANS + part.plan_id
            debts.append(replace(debt, id=number))
            parts[number] = part
    return Owed(today, tuple(debts), parts, tuple(gaps))


def _gaps(loan: Loan, place: Position) -> Iterator[Gap]:
    if not place.known:
        yield Gap(loan.id, "balance")
    elif place.owed_minor:
        if not loan.rate_confirmed:
            yield Gap(loan.id, "rate")
        if loan.method is Method.CARD and not carries(loan):
            yield Gap(loan.id, "card")


def carries(loan: Loan) -> bool:
    """Whether the terms of a card say what carrying its balance costs and what has to be paid at least."""
    card = loan.card
    known = card.interest is not CardInterest.NONE and card.minimum is not MinimumRule.NONE
    return known and loan.method is Method.CARD


def _debts(account: Account, place: Position, today: date, running: list[RunningPlan]) -> Iterator[tuple[Debt, Part]]:
    loan = account.loan
    if loan.method is Method.REVOLVING:
        yield _line(loan, place, today)
    elif loan.method is Method.CARD:
        yield from _card(loan, place, today, running)
    elif _takes_any(loan):
        yield _balance(account, place, today)
    else:
        yield _schedule(account, place, today)


# scheduled loans


def _open(place: Position) -> list[Due]:
    return [due for due in place.dues if due.unpaid_minor > 0]


def _row(loan: Loan, due: Due) -> Row:
    """What is unpaid of a due. Which of interest and fee was paid first makes no difference here: both cost."""
    principal = due.principal_minor - due.paid_principal_minor
    paid = due.paid_minor - due.paid_principal_minor
    interest = max(due.interest_minor + due.penalty_minor - paid, 0)
    fee = due.unpaid_minor - principal - interest
    return Row(loan.in_yuan(principal), loan.in_yuan(interest), loan.in_yuan(fee))


def _by_month(loan: Loan, dues: Iterable[Due], months: _Months) -> list[Row]:
    rows: list[Row] = []
    for due in dues:
        month = months.of(due.due_on)
        rows += [Row()] * (month - len(rows))
        row, more = rows[month - 1], _row(loan, due)
        rows[month - 1] = Row(
            row.principal_minor + more.principal_minor,
            row.interest_minor + more.interest_minor,
            row.fee_minor + more.fee_minor,
        )
    return rows


def _days(dues: Iterable[Due], months: _Months) -> tuple[tuple[int, date], ...]:
    """The due date of each month: of several the last, of what is overdue today."""
    days = {months.of(due.due_on): max(due.due_on, months.today) for due in dues}
    return tuple(sorted(days.items()))


def _schedule(account: Account, place: Position, today: date) -> tuple[Debt, Part]:
    loan = account.loan
    dues, months = _open(place), _months(place, today)
    rows = _by_month(loan, dues, months)
    settle = tuple(_settling(account, dues, rows, month, months) for month in range(1, len(rows) + 1))
    part = Part(loan.id, None, _days(dues, months), _several(loan, dues, months))
    return Scheduled(loan.id, loan.lender.id, tuple(rows), settle), part


def _several(loan: Loan, dues: Iterable[Due], months: _Months) -> tuple[tuple[int, tuple[Apart, ...]], ...]:
    """The months with more than one due to come: each with its day and what is unpaid of it, in fen."""
    by_month: dict[int, list[Apart]] = {}
    for due in dues:
        row = _row(loan, due)
        apart = Apart(max(due.due_on, months.today), row.total_minor, row.principal_minor)
        by_month.setdefault(months.of(due.due_on), []).append(apart)
    return tuple((month, tuple(found)) for month, found in sorted(by_month.items()) if len(found) > 1)


def _settling(account: Account, dues: list[Due], rows: list[Row], month: int, months: _Months) -> Settling | None:
    """What ends a loan in a month: with its instalment on the due date, or without one on the month's last day."""
    loan = account.loan
    rest = rows[month:]
    principal = sum(row.principal_minor for row in rest)
    if not rest or not principal or loan.prepayment is Prepayment.NOT_ALLOWED:
        return None
    end = months.end(month)
    if loan.prepay_from is not None and end < loan.prepay_from:
        return None
    if loan.prepayment is Prepayment.NO_SAVING:
        return Settling(principal, sum(row.interest_minor + row.fee_minor for row in rest))
    if not rows[month - 1].total_minor:  # between two due dates: what the ledger says of that day
        asked = loan.in_yuan(settling(account, end, today=months.today).total_minor)
        return Settling(principal, max(asked - principal, 0))
    charges = 0
    later = [(due.number, due.due_on, due.fee_minor) for due in dues if due.due_on > end]
    since = max((due.due_on for due in dues if due.due_on <= end), default=loan.start_on)
    charges += loan.in_yuan(fees_kept(loan, later, since))
    if loan.prepayment is Prepayment.FEE_SHARE:
        charges += share(principal, loan.prepayment_fee)
    return Settling(principal, charges)


# loans that take any payment early


def _takes_any(loan: Loan) -> bool:
    """Whether a loan is a balance with its interest that takes any extra payment and ends sooner for it."""
    plain = not (loan.fees or loan.pinned or loan.rate_changes or loan.interest_only_terms)
    sooner = loan.method is Method.INTEREST_ONLY or loan.excess is Excess.SHORTER_TERM
    return (
        loan.method in (Method.LEVEL_PAYMENT, Method.INTEREST_ONLY)
        and plain
        and sooner
        and loan.every is Every.MONTH
        and loan.prepayment in (Prepayment.FREE, Prepayment.FEE_SHARE)
    )


def _balance(account: Account, place: Position, today: date) -> tuple[Debt, Part]:
    """Such a loan. With anything overdue, or two due dates in one month, it keeps to its schedule instead."""
    loan = account.loan
    dues, months = _open(place), _months(place, today)
    in_order = [months.of(due.due_on) for due in dues] == list(range(1, len(dues) + 1))
    if not in_order or dues[0].paid_minor or dues[0].due_on < today:
        return _schedule(account, place, today)
    days = _days(dues, months)
    level = loan.method is Method.LEVEL_PAYMENT
    debt = Reducing(
        loan.id,
        loan.lender.id,
        loan.in_yuan(place.principal_minor),
        _rates(loan, months, days),
        named_rate=_named(loan, today),
        minimum_minor=loan.in_yuan(max(due.amount_minor for due in dues[:2])) if level else 0,
        interest_and=None if level else Decimal(0),
        fee=_fee(loan),
        early_from=_early_from(loan, months),
        ends=len(dues),  # the last instalment takes what is left
        first_interest_minor=loan.in_yuan(dues[0].interest_minor),
    )
    return debt, Part(loan.id, None, days)


def _yearly(rate: Rate, day_count: DayCount) -> Decimal:
    """What a balance costs in a year of twelve plan months: actual days on 360 make 365 parts of 360."""
    if day_count is DayCount.ACT_360:
        return rate.yearly(day_count) * 365 / 360
    return rate.yearly(day_count)


def _early_from(loan: Loan, months: _Months) -> int | None:
    """The first plan month that takes money early: one whose last day is not before the day of the contract."""
    if loan.prepayment is Prepayment.NOT_ALLOWED:
        return None
    return 1 if loan.prepay_from is None else months.of(loan.prepay_from)


def _fee(loan: Loan) -> Decimal:
    return loan.prepayment_fee if loan.prepayment is Prepayment.FEE_SHARE else Decimal(0)


# lines and cards


def _named(loan: Loan, today: date) -> Decimal | None:
    """The yearly rate to speak of where that of each month depends on its days."""
    return _yearly(loan.rate_on(today), loan.day_count) if loan.day_count is not DayCount.THIRTY_360 else None


def _rates(loan: Loan, months: _Months, days: tuple[tuple[int, date], ...]) -> tuple[Decimal, ...]:
    """The yearly rates by month: by the days from one of the due days to the next, or as far as changes are known."""
    rates = _steady_rates(loan, months.today)
    if loan.day_count is DayCount.THIRTY_360:
        return rates
    accrual, due_on, since = Accrual(loan), dict(days), months.today
    exact = []
    for month in range(1, _BY_DAYS + 1):
        until = due_on.get(month, months.end(month))
        twelve = 12 * accrual.between(1, since, max(until, since))
        exact.append(Decimal(twelve.numerator) / Decimal(twelve.denominator))
        since = until
    return (*exact, *(rates[_BY_DAYS:] or rates[-1:]))


def _steady_rates(loan: Loan, today: date) -> tuple[Decimal, ...]:
    """The yearly rates by month, as far as changes of the rate are known."""
    last = max([month_of(today, change.from_on) for change in loan.rate_changes], default=1)
    months = range(1, min(last + 1, LONGEST) + 1)
    rates = [_yearly(loan.rate_on(add_months(today, month) - timedelta(1)), loan.day_count) for month in months]
    while len(rates) > 1 and rates[-1] == rates[-2]:
        rates.pop()
    return tuple(rates)


def _line(loan: Loan, place: Position, today: date) -> tuple[Debt, Part]:
    """A line: interest every month, the principal at its end if it has one. Unpaid interest is part of what is owed."""
    months, days = _months(place, today), _monthly_days(loan, place, today)
    ends = None if loan.end_on is None else months.of(loan.end_on)
    dues = [due for due in _open(place) if months.of(due.due_on) == 1]
    asked = [_row(loan, due) for due in dues if due.due_on <= today]  # interest in it is part of what is owed already
    coming = [_row(loan, due).interest_minor for due in dues if due.due_on > today]
    interest = sum(coming) if coming or months.opens else None
    debt = Reducing(
        loan.id,
        loan.lender.id,
        loan.in_yuan(place.owed_minor),
        _rates(loan, months, days),
        named_rate=_named(loan, today),
        first_required_minor=sum(row.total_minor for row in asked) + sum(coming) if asked else None,
        interest_and=Decimal(0),
        minimum_minor=0,
        fee=_fee(loan),
        early_from=_early_from(loan, months),
        ends=ends,
        first_interest_minor=interest,
    )
    return debt, Part(loan.id, None, days)


def _monthly_days(loan: Loan, place: Position, today: date) -> tuple[tuple[int, date], ...]:
    """Due days of accounts whose next due alone is known: the same day of each month that follows, for three years."""
    first = place.next_due.due_on if place.next_due else None
    day = loan.due_day or (first.day if first else None)
    if day is None:
        return ()
    start = max(first or today, today)
    months = _months(place, today)
    days: dict[int, date] = {}
    for number in range(_BY_DAYS + 1):
        on = start if number == 0 else add_months(start, number, day)
        days.setdefault(months.of(on), on)
    return tuple(sorted(days.items()))


def _card(loan: Loan, place: Position, today: date, running: list[RunningPlan]) -> Iterator[tuple[Debt, Part]]:
    planned = sum(plan.remaining for plan in running)
    days = _monthly_days(loan, place, today)
    rest = max(place.owed_minor - planned, 0)
    if rest and carries(loan):
        yield _carried(loan, place, rest, today), Part(loan.id, None, days)
    elif rest:
        dues = _open(place)
        months = _months(place, today)
        billed = [due for due in dues if months.of(due.due_on) == 1]
        rows = _in_full(loan, rest, sum(due.unpaid_minor for due in billed), days)
        yield Scheduled(loan.id, loan.lender.id, tuple(rows), (None,) * len(rows)), Part(loan.id, None, days)
    first = _first_bill(place, today)
    for plan in running:
        yield _card_plan(loan, plan, first), Part(loan.id, plan.plan.id, days)


def _first_bill(place: Position, today: date) -> int:
    """The month in which the next bill that is not cut yet falls due: the first to hold a part of a plan."""
    return _months(place, today).of(place.dues[-1].due_on) if place.dues else 1


def _in_full(loan: Loan, rest: int, billed: int, days: tuple[tuple[int, date], ...]) -> list[Row]:
    """Bills that are there in the first month with a due date, what no bill holds yet with the next one."""
    now = min(billed, rest)
    first = days[0][0] if days else 1
    rows = [Row()] * (first - 1) + [Row(loan.in_yuan(now))]
    if rest > now:
        rows.append(Row(loan.in_yuan(rest - now)))
    return [row for at, row in enumerate(rows) if row.total_minor or at < len(rows) - 1] or [Row(loan.in_yuan(rest))]


def _carried(loan: Loan, place: Position, rest: int, today: date) -> Reducing:
    """A card that may carry its balance: what is paid in full by its first due date costs nothing.

    What is carried beyond it bears interest from the day it was posted: the month after the free one bears that of two,
    unless the card counts from the due date. What has to be paid first is the minimum of the bill that is there.
    """
    terms, rates, months = loan.card, _steady_rates(loan, today), _months(place, today)
    free = not place.accrued_minor and not place.overdue_minor
    of_balance = terms.minimum_share if terms.minimum is MinimumRule.SHARE else None
    by_month = rates
    if free:
        back = rates[0] if terms.interest is CardInterest.AFTER_DUE else 2 * rates[0]
        by_month = (Decimal(0), back, *(rates[1:] or rates))
    billed = [due for due in _open(place) if months.of(due.due_on) == 1]
    least = [due.minimum_minor or minimum_of(terms, due.amount_minor) or 0 for due in billed]
    unpaid = [max(least - due.paid_minor, 0) for least, due in zip(least, billed, strict=True)]
    return Reducing(
        loan.id,
        loan.lender.id,
        loan.in_yuan(rest + place.accrued_minor),
        by_month,
        first_required_minor=loan.in_yuan(sum(unpaid)),
        named_rate=rates[0],
        minimum_minor=loan.in_yuan(terms.minimum_minor or 0),
        minimum_share=of_balance or Decimal(0),
        interest_and=terms.minimum_share if terms.minimum is MinimumRule.INTEREST_SHARE else None,
    )


def _card_plan(loan: Loan, running: RunningPlan, first: int) -> Scheduled:
    """An instalment plan of a card: its parts on the bills to come, and what ending it costs."""
    parts = [Row(loan.in_yuan(principal), 0, loan.in_yuan(fee)) for principal, fee in running.parts]
    rows = [*([Row()] * (first - 1)), *parts]
    settle: list[Settling | None] = []
    for month in range(1, len(rows) + 1):
        rest = rows[month:]
        principal = sum(row.principal_minor for row in rest)
        if not principal or month < first:
            settle.append(None)
            continue
        fees = sum(row.fee_minor for row in rest)
        kept = {PlanEnd.FEES_STOP: 0, PlanEnd.FEES_DUE: fees}.get(running.plan.at_end)
        settle.append(Settling(principal, share(principal, running.plan.end_share) if kept is None else kept))
    return Scheduled(loan.id, loan.lender.id, tuple(rows), tuple(settle))
