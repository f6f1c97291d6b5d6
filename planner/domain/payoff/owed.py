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
from decimal import ROUND_CEILING, Context, Decimal
from fractions import Fraction
from itertools import islice

from planner.domain.accrual import Accrual
from planner.domain.card_plans import RunningPlan
from planner.domain.cards import CardReplay, minimum_of
from planner.domain.dates import add_months, due_series
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
_UP = Context(rounding=ROUND_CEILING)
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
        yield _line(account, place, today)
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


def _filled(days: tuple[tuple[int, date], ...], months: _Months, until: int) -> tuple[tuple[int, date], ...]:
    """A day for each month up to ``until``: its last one where nothing falls due."""
    known = dict(days)
    return tuple((month, known.get(month) or months.end(month)) for month in range(1, max(until, *known, 1) + 1))


def _schedule(account: Account, place: Position, today: date) -> tuple[Debt, Part]:
    loan = account.loan
    dues, months = _open(place), _months(place, today)
    rows = _by_month(loan, dues, months)
    days = _filled(_days(dues, months), months, len(rows))
    settle = tuple(_settling(account, dues, rows, month, on, today) for month, on in days)
    part = Part(loan.id, None, days, _several(loan, dues, months))
    return Scheduled(loan.id, loan.lender.id, tuple(rows), settle), part


def _several(loan: Loan, dues: Iterable[Due], months: _Months) -> tuple[tuple[int, tuple[Apart, ...]], ...]:
    """The months with more than one due to come: each with its day and what is unpaid of it, in fen."""
    by_month: dict[int, list[Apart]] = {}
    for due in dues:
        row = _row(loan, due)
        apart = Apart(max(due.due_on, months.today), row.total_minor, row.principal_minor)
        by_month.setdefault(months.of(due.due_on), []).append(apart)
    return tuple((month, tuple(found)) for month, found in sorted(by_month.items()) if len(found) > 1)


def _settling(account: Account, dues: list[Due], rows: list[Row], month: int, on: date, today: date) -> Settling | None:
    """What ends a loan on its day ``on`` of a month, on top of what falls due in that month."""
    loan, asked = account.loan, rows[month - 1].total_minor
    rest = rows[month:]
    principal = sum(row.principal_minor for row in rest)
    if not rest or not principal or loan.prepayment is Prepayment.NOT_ALLOWED:
        return None
    if loan.prepay_from is not None and on < loan.prepay_from:
        return None
    if loan.prepayment is Prepayment.NO_SAVING:
        return Settling(principal, sum(row.interest_minor + row.fee_minor for row in rest))
    since = max((due.due_on for due in dues if due.due_on <= on), default=loan.start_on)
    if since != on:  # between two due dates: what the ledger says of that day
        total = loan.in_yuan(settling(account, on, today=today).total_minor)
        return Settling(principal, max(total - asked - principal, 0))
    later = [(due.number, due.due_on, due.fee_minor) for due in dues if due.due_on > on]
    charges = loan.in_yuan(fees_kept(loan, later, since))
    if loan.prepayment is Prepayment.FEE_SHARE:
        charges += share(principal, loan.prepayment_fee)
    return Settling(principal, charges)


# loans that take any payment early


def _takes_any(loan: Loan) -> bool:
    """Whether a loan is a balance with its interest that takes any extra payment and ends sooner for it."""
    plain = not (loan.fees or loan.pinned or loan.rate_changes or loan.interest_only_terms)
    level = loan.method is Method.LEVEL_PAYMENT
    sooner = loan.excess is Excess.SHORTER_TERM or (not level and loan.excess is Excess.LOWER_PAYMENT)
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
    level, payment = loan.method is Method.LEVEL_PAYMENT, dues[min(1, len(dues) - 1)].amount_minor
    debt = Reducing(
        loan.id,
        loan.lender.id,
        loan.in_yuan(place.principal_minor),
        _rates(loan, months, days),
        named_rate=_named(loan, today),
        minimum_minor=loan.in_yuan(payment) if level else 0,
        interest_and=None if level else Decimal(0),
        fee=_fee(loan),
        early_from=_early_from(loan, days),
        ends=len(dues),  # the last instalment takes what is left
        first_interest_minor=loan.in_yuan(dues[0].interest_minor),
        first_required_minor=loan.in_yuan(dues[0].amount_minor) if level and dues[0].amount_minor != payment else None,
    )
    return debt, Part(loan.id, None, days)


def _yearly(rate: Rate, day_count: DayCount) -> Decimal:
    """What a balance costs in a year of twelve plan months: actual days on 360 make 365 parts of 360."""
    if day_count is DayCount.ACT_360:
        return rate.yearly(day_count) * 365 / 360
    return rate.yearly(day_count)


def _early_from(loan: Loan, days: tuple[tuple[int, date], ...]) -> int | None:
    """The first plan month that takes money early: one in which it is paid on the day of the contract or later."""
    if loan.prepayment is Prepayment.NOT_ALLOWED:
        return None
    first = loan.prepay_from
    return next((month for month, on in days if first is None or on >= first), None)


def _fee(loan: Loan) -> Decimal:
    return loan.prepayment_fee if loan.prepayment is Prepayment.FEE_SHARE else Decimal(0)


# lines and cards


def _named(loan: Loan, today: date) -> Decimal | None:
    """The yearly rate to speak of where that of each month depends on its days."""
    return _yearly(loan.rate_on(today), loan.day_count) if loan.day_count is not DayCount.THIRTY_360 else None


def _rates(loan: Loan, months: _Months, days: tuple[tuple[int, date], ...]) -> tuple[Decimal, ...]:
    """The yearly rates by month: by the days from one of the due days to the next, or as far as changes are known."""
    rates = _steady_rates(loan, months.today)
    if loan.day_count is DayCount.THIRTY_360 and loan.method.scheduled:
        return rates
    accrual, due_on, since = Accrual(loan), dict(days), months.today
    exact = []
    for month in range(1, _BY_DAYS + 1):
        until = due_on.get(month, months.end(month))
        exact.append(_twelve(accrual.between(1, since, max(until, since))))
        since = max(until, since)
    return (*exact, *(rates[_BY_DAYS:] or rates[-1:]))


def _twelve(month: Fraction) -> Decimal:
    """The yearly rate of which a twelfth is that of the month, its last digit up: half a fen stays half a fen."""
    twelve = 12 * month
    return _UP.divide(Decimal(twelve.numerator), Decimal(twelve.denominator))


def _steady_rates(loan: Loan, today: date) -> tuple[Decimal, ...]:
    """The yearly rates by month, as far as changes of the rate are known."""
    last = max([month_of(today, change.from_on) for change in loan.rate_changes], default=1)
    months = range(1, min(last + 1, LONGEST) + 1)
    rates = [_yearly(loan.rate_on(add_months(today, month) - timedelta(1)), loan.day_count) for month in months]
    while len(rates) > 1 and rates[-1] == rates[-2]:
        rates.pop()
    return tuple(rates)


def _line(account: Account, place: Position, today: date) -> tuple[Debt, Part]:
    """A line: interest every month, the principal at its end if it has one. Unpaid interest is part of what is owed.

    Before its first due date it takes nothing, and the interest up to there is what the ledger says. Where no due day
    is known, all interest that has grown is paid with each payment.
    """
    loan, months = account.loan, _months(place, today)
    dues = _open(place)
    late = [_row(loan, due) for due in dues if due.due_on <= today]  # interest in it is part of what is owed already
    days, ends = _line_days(loan, months)
    rates = list(_rates(loan, months, days))
    first, on = days[0]
    coming = sum(_row(loan, due).interest_minor for due in dues if due.due_on == on > today)
    if loan.due_day is None and loan.first_due_on is None and on != loan.end_on:
        coming = loan.in_yuan(settling(account, on, today=today).total_minor) - loan.in_yuan(place.owed_minor)
    if first > 1:
        before = loan.in_yuan(place.principal_minor)
        rates[: first - 1] = [Decimal(0)] * (first - 1)
        rates[first - 1] = _twelve(Fraction(coming, before)) if before else Decimal(0)
    early = _early_from(loan, days)
    part = Part(loan.id, None, days)
    if late:
        total, principal = sum(row.total_minor for row in late), sum(row.principal_minor for row in late)
        part = _with_late(part, Apart(today, total, principal), coming if first == 1 else 0)
    debt = Reducing(
        loan.id,
        loan.lender.id,
        loan.in_yuan(place.owed_minor),
        tuple(rates),
        named_rate=_named(loan, today),
        first_required_minor=sum(row.total_minor for row in late) + (coming if first == 1 else 0) if late else None,
        interest_and=Decimal(0),
        minimum_minor=0,
        early_from=early,
        ends=ends,
        first_interest_minor=coming if first == 1 else None,
    )
    return debt, part


def _with_late(part: Part, late: Apart, coming_minor: int) -> Part:
    """What is overdue is paid today, what falls due in the first month on its own day."""
    month, on = part.days[0]
    if month > 1:
        return replace(part, days=((1, late.on), *part.days))
    if on == late.on:
        return part
    return replace(part, several=((1, (late, Apart(on, coming_minor, 0))),))


def _line_days(loan: Loan, months: _Months) -> tuple[tuple[tuple[int, date], ...], int | None]:
    """When a line is paid in each month, for three years, and the month that ends it, if its end is known.

    One due date to a month, beginning with that of the first: at the end of a month two may lie within a month of the
    calendar. Without a due day it is the last day of the month.
    """
    end_on = loan.end_on
    if end_on is not None and end_on <= months.today:
        return ((1, months.today),), 1
    if loan.due_day is None and loan.first_due_on is None:
        dues = [months.end(month) for month in range(1, _BY_DAYS + 1)]
    else:
        since = months.today if months.opens else months.today + timedelta(1)
        dues = list(islice((on for on in due_series(loan) if on >= since), _BY_DAYS + 1))
    first = months.of(dues[0])
    days = list(enumerate(dues, first))
    if end_on is None:
        return tuple(days), None
    ends = next((month for month, on in days if on >= end_on), months.of(end_on))
    return (*(entry for entry in days if entry[0] < ends), (ends, end_on)), ends


def _monthly_days(loan: Loan, place: Position, today: date) -> tuple[tuple[int, date], ...]:
    """Due days of cards, whose next due alone is known: the same day of each month that follows, for three years.

    One to a month, beginning with that of the first: at the end of a month two may lie within a month of the calendar.
    """
    first = place.next_due.due_on if place.next_due else None
    day = loan.due_day or (first.day if first else None)
    if day is None:
        return ()
    start = max(first or today, today)
    month = _months(place, today).of(start)
    return tuple((month + n, add_months(start, n, day) if n else start) for n in range(_BY_DAYS + 1))


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
    first = _first_bill(place, days)
    for plan in running:
        yield _card_plan(loan, plan, first), Part(loan.id, plan.plan.id, days)


def _first_bill(place: Position, days: tuple[tuple[int, date], ...]) -> int:
    """The month in which the next bill that is not cut yet falls due: the first to hold a part of a plan."""
    falls_due = place.dues[-1].due_on if place.dues else date.min
    return next((month for month, on in days if on >= falls_due), 1)


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
        interest_and=terms.minimum_share if terms.minimum is not MinimumRule.FIXED else None,
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
