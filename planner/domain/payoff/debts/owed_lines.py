"""The debts of a plan without a schedule: lines, cards, and the instalment plans of cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise, takewhile, zip_longest

from planner.domain.accounts.loan import Every, Loan, Method, Prepayment
from planner.domain.accounts.records import Account, PlanEnd
from planner.domain.accounts.terms import CardInterest, FeeWhen, MinimumRule, PrepayDay
from planner.domain.basics.calendar import add_months
from planner.domain.basics.money import half_up, share, whole
from planner.domain.ledger.card_bills import minimum_of, printed_due
from planner.domain.ledger.card_plans import RunningPlan
from planner.domain.ledger.card_standing import CardStanding
from planner.domain.ledger.position import terms_on
from planner.domain.ledger.state import AccountState, Due, DueStatus, Position
from planner.domain.payoff.debts.bills import ToCome, bills_that_end, bills_to_come, carried, paid_in_full
from planner.domain.payoff.debts.months import (
    BY_DAYS,
    Apart,
    Days,
    Months,
    Part,
    early_from,
    named_rate_of,
    open_dues,
    rates_of,
    row_of,
    steady_rates,
    twelvefold,
)
from planner.domain.payoff.engine.model import Debt, Reducing, Row, Scheduled, Settling
from planner.domain.schedule.accrual import Accrual
from planner.domain.schedule.due_days import due_series, end_of_line, moved
from planner.domain.what_if.prepay import settling
from planner.values import replace


def carries(loan: Loan) -> bool:
    """Whether the terms of a card say what carrying its balance costs and what has to be paid at least."""
    card = loan.card
    known = card.interest is not CardInterest.NONE and card.minimum is not MinimumRule.NONE
    return known and loan.method is Method.CARD


def still_charges(loan: Loan, place: Position) -> bool:
    """Whether something may fall due on a card that owes nothing: what has grown, a yearly fee if it stays open."""
    yearly = any(fee.when is FeeWhen.YEARLY for fee in loan.fees)
    stays = place.state in (AccountState.ACTIVE, AccountState.ZERO_OPEN)
    return loan.method is Method.CARD and (bool(place.accrued_minor) or (yearly and stays))


def line(account: Account, place: Position, months: Months) -> tuple[Debt, Part]:
    """A line: interest every month, the principal at its end if it has one. Unpaid interest is part of what is owed.

    The interest up to its first due date is what the ledger says. Where that is in a later month, it takes money today,
    if its contract does: interest that has grown first, then principal, which bears none from then on. Where no due day
    is known, all interest that has grown is paid with each payment.
    """
    today = months.start_on
    loan = terms_on(account, today)
    dues = open_dues(place)
    late = [row_of(loan, due) for due in dues if due.due_on <= today]  # interest in it is part of what is owed already
    fall, ends = _line_days(loan, months, dues)
    days = tuple({months.of(on): on for on in fall}.items())  # of several in a month the last
    rates = list(rates_of(loan, months, days))
    first = days[0][0]
    asked = _first_interest(account, place, months, [on for on in fall if months.of(on) == first])
    coming = sum(one.total_minor for one in asked)
    if ends == first:  # the principal falls due on the last of its days
        principal = loan.in_yuan(place.principal_minor)
        asked = (*asked[:-1], Apart(asked[-1].on, asked[-1].total_minor + principal, principal))
    takes_today = first > 1 and len(asked) == 1 and _takes_today(loan, place, months, fall[0], coming)
    if first > 1:
        rates[: first - 1] = [Decimal(0)] * (first - 1)
    if first > 1 and not takes_today:
        before = loan.in_yuan(place.principal_minor)
        rates[first - 1] = twelvefold(Fraction(coming, before), loan.rounding) if before else Decimal(0)
    required = None
    several = _several(loan, fall, months)
    due_in = {month for month, _ in days}
    apart = tuple((month, tuple(Apart(on, 0, 0) for on, _ in dues)) for month, dues in several)
    part = Part(loan.id, None, ((1, today), *days) if takes_today else days, apart)
    if late:
        total, principal = sum(row.total_minor for row in late), sum(row.principal_minor for row in late)
        required = total + (coming if first == 1 else 0)
        part = _with_late(part, Apart(today, total, principal), asked)
    elif len(asked) > 1:
        part = replace(part, several=((first, asked), *part.several))
    debt = Reducing(
        loan.id,
        loan.lender.id,
        loan.in_yuan(place.owed_minor),
        tuple(rates),
        named_rate=named_rate_of(loan, today),
        first_required_minor=required,
        interest_and=Decimal(0),
        minimum_minor=0,
        early_from=1 if takes_today else early_from(loan, days),
        ends=ends,
        first_interest_minor=coming if first == 1 or takes_today else None,
        first=first if takes_today else 1,
        rounding=loan.rounding,
        grown_minor=place.accrued_minor if takes_today else None,
        several=tuple((month, tuple(share.as_integer_ratio() for _, share in dues)) for month, dues in several),
        empty=tuple(month for month in range(first + 1, min(days[-1][0], BY_DAYS + 1)) if month not in due_in),
    )
    return debt, part


def _takes_today(loan: Loan, place: Position, months: Months, due_on: date, coming: int) -> bool:
    """Whether a line whose next due date is in a later month takes money today, as far as it can be said to the fen.

    Not where interest has been paid ahead, or something is owed beside the principal.
    """
    today = months.start_on
    takes = loan.prepayment is Prepayment.FREE and loan.prepay_on is PrepayDay.ANY
    begun = loan.prepay_from is None or loan.prepay_from <= today
    plain = loan.yuan_rate is None and _has_due_day(loan) and place.owed_minor == place.principal_minor
    follows = half_up(place.accrued_minor + place.principal_minor * Accrual(loan).between(1, today, due_on))
    return takes and begun and plain and today < due_on and abs(follows - coming) <= 2


def waits(loan: Loan, debt: Reducing, months: Months) -> bool:
    """Whether a line takes money in the first month, and the plan pays nothing early before a due date behind it.

    Also whether it takes money at any time, and has terms longer than a month: the plan pays early with a due date.
    """
    takes = loan.method is Method.REVOLVING and loan.prepayment in (Prepayment.FREE, Prepayment.FEE_SHARE)
    begun = loan.prepay_from is None or loan.prepay_from <= months.end(1)
    seldom = loan.every in (Every.QUARTER, Every.HALF_YEAR, Every.YEAR)
    return takes and loan.prepay_on is PrepayDay.ANY and (seldom or (begun and not debt.takes(1)))


def _has_due_day(loan: Loan) -> bool:
    return loan.due_day is not None or loan.first_due_on is not None


def _first_interest(account: Account, place: Position, months: Months, days: list[date]) -> tuple[Apart, ...]:
    """What of interest falls due on the due dates of the first month that has one and is not owed yet, in fen.

    That of the next due date is what the ledger says; that of one behind it in the month is on the same principal.
    """
    today = months.start_on
    loan = terms_on(account, today)
    if not _has_due_day(loan) and days[0] != end_of_line(loan):
        grown = loan.in_yuan(settling(account, days[0], today=today).total_minor) - loan.in_yuan(place.owed_minor)
    else:
        grown = sum(row_of(loan, due).interest_minor for due in open_dues(place) if due.due_on == days[0] > today)
    accrual = Accrual(loan)
    grows = [place.principal_minor * accrual.between(1, since, on) for since, on in pairwise(days)]
    later = [whole(one.numerator, one.denominator, loan.rounding) for one in grows]
    return tuple(Apart(on, one, 0) for on, one in zip(days, [grown, *map(loan.in_yuan, later)], strict=True))


def _with_late(part: Part, late: Apart, asked: tuple[Apart, ...]) -> Part:
    """What is overdue is paid today, what falls due in the first month on its own day."""
    month, on = part.days[0]
    if month > 1:
        several = ((month, asked),) if len(asked) > 1 else ()
        return replace(part, days=((1, late.on), *part.days), several=(*several, *part.several))
    if on == late.on:
        return part
    return replace(part, several=((1, (late, *(one for one in asked if one.on > late.on))), *part.several))


def _several(loan: Loan, days: list[date], months: Months) -> list[tuple[int, list[tuple[date, Fraction]]]]:
    """The months behind the first with more than one due date of a line: the days, and what a yuan bears up to each.

    Of due dates that days off move two may lie in one month and none in the one beside it; so they may where the months
    begin on one of the last days of a month. The end of a line may follow a due date.
    """
    accrual = Accrual(loan)
    found = []
    for (_, before), (month, dues) in pairwise((month, list(dues)) for month, dues in groupby(days, months.of)):
        if len(dues) > 1 and month <= BY_DAYS:
            since = [before[-1], *dues]
            found.append(
                (month, [(on, accrual.between(1, *term)) for on, term in zip(dues, pairwise(since), strict=True)])
            )
    return found


def _line_days(loan: Loan, months: Months, dues: list[Due]) -> tuple[list[date], int | None]:
    """When a line is paid, for three years, and the month that ends it, if its end is known.

    Without a due day it is the last day of each month.
    """
    end_on, today = end_of_line(loan), months.start_on
    if end_on is not None and end_on <= today:
        return [today], 1
    if not _has_due_day(loan):
        days = [months.end(month) for month in range(1, BY_DAYS + 1)]
    else:
        since = today if any(due.due_on == today for due in dues) else today + timedelta(1)
        coming = (on for on in due_series(loan) if on >= since)
        days = [next(coming), *takewhile(lambda on: months.of(on) <= BY_DAYS + 1, coming)]
    if end_on is None:
        return days, None
    return [*(on for on in days if on < end_on), end_on], months.of(end_on)


def _monthly_days(loan: Loan, place: Position, months: Months) -> Days:
    """Due days of cards, whose next due alone is known: the same day of each month that follows, for three years.

    One to a month, beginning with that of the first: at the end of a month two may lie within a month of the calendar.
    """
    first = place.next_due.due_on if place.next_due else None
    printed = first and printed_due(loan, first)
    day = loan.due_day or (printed.day if printed else None)
    if day is None:
        return ()
    today = months.start_on
    start = max(first or today, today)
    anchor = printed if printed and first == start else today
    month = months.of(max(anchor, today))  # that of the day before a day off moved it: so each month keeps its own
    later = ((month + n, moved(loan, add_months(anchor, n, day))) for n in range(1, BY_DAYS + 1))
    return ((month, start), *later)


def card(
    account: Account,
    place: Position,
    months: Months,
    running: list[RunningPlan],
    stands: CardStanding,
    coming: tuple[date, int] | None,
) -> Iterator[tuple[Debt, Part]]:
    """The debts of a card: what is carried or billed, and each running instalment plan as a debt of its own.

    ``coming``: when the next bill that is not cut yet falls due, and what it asks for at least, fen.
    """
    loan = terms_on(account, months.start_on)
    planned = sum(plan.remaining for plan in running)
    days = _monthly_days(loan, place, months)
    rest = max(place.owed_minor - planned, 0)
    grown = half_up(stands.lending.grown) if stands.lending is not None else 0
    pending = rest or (not place.credit_minor and grown + stands.late_fee_minor)
    by_bills = carried(account, rest, months, running, stands, in_full=not carries(loan))
    in_full = None
    if by_bills is not None and pending:
        in_full = None if carries(loan) else paid_in_full(*by_bills)
        yield in_full or by_bills
    elif by_bills is not None:  # nothing is owed on it beside its instalment plans
        beside = paid_in_full(*by_bills, credit_minor=place.credit_minor)
        if beside is not None and beside[0].fees:
            yield beside
    elif rest and carries(loan):
        yield _carried(loan, place, rest, months, days, coming), Part(loan.id, None, days)
    elif rest:
        dues = open_dues(place)
        billed = [due for due in dues if months.of(due.due_on) <= (days[0][0] if days else 1)]
        rows = _in_full(loan, rest, sum(due.unpaid_minor for due in billed), days)
        yield Scheduled(loan.id, loan.lender.id, tuple(rows), (None,) * len(rows)), Part(loan.id, None, days)
    if by_bills is not None:
        days = by_bills[1].days
        on_bills, ended = bills_to_come(*by_bills), bills_that_end(by_bills[0], days)
    else:
        first = _first_bill(place, days)
        known = dict(days)
        on_bills = [ToCome(month, known.get(month), takes=True, alone=True) for month in range(first, first + BY_DAYS)]
        ended = frozenset()
    for plan, parts in zip(running, _beyond_credit(running, place.credit_minor), strict=True):
        if any(principal + fee for principal, fee in parts):
            begins = {month for month, on in days if on <= plan.plan.started_on}  # its end counts from the next day on
            debt, several = _card_plan(loan, plan, parts, on_bills, ended - begins)
            if by_bills is not None and in_full is None:
                debt = replace(debt, on_bills_of=(loan.id, plan.plan.id))
            yield debt, Part(loan.id, plan.plan.id, days, several)


def _beyond_credit(running: Sequence[RunningPlan], credit: int) -> list[list[tuple[int, int]]]:
    """The parts of each plan, principal and fee, without what a balance in the person's favour pays, bill by bill."""
    parts = [list(plan.parts) for plan in running]
    for place in range(max((len(own) for own in parts), default=0)):
        for own in parts:
            if credit and place < len(own):
                principal, fee = own[place]
                used = min(credit, principal)
                charged = min(credit - used, fee)
                own[place] = principal - used, fee - charged
                credit -= used + charged
    return parts


def _first_bill(place: Position, days: Days) -> int:
    """The month in which the next bill that is not cut yet falls due: the first to hold a part of a plan."""
    falls_due = place.dues[-1].due_on if place.dues else date.min
    return next((month for month, on in days if on >= falls_due), 1)


def _in_full(loan: Loan, rest: int, billed: int, days: Days) -> list[Row]:
    """Bills that are there in the first month with a due date, what no bill holds yet with the next one."""
    now = min(billed, rest)
    first = days[0][0] if days else 1
    rows = [Row()] * (first - 1) + [Row(loan.in_yuan(now))]
    if rest > now:
        rows.append(Row(loan.in_yuan(rest - now)))
    return [row for at, row in enumerate(rows) if row.total_minor or at < len(rows) - 1] or [Row(loan.in_yuan(rest))]


def _carried(
    loan: Loan, place: Position, rest: int, months: Months, days: Days, coming: tuple[date, int] | None
) -> Reducing:
    """A card that may carry its balance and cannot be followed by its bills; its months are twelfths of a year.

    What is paid in full by its first due date costs nothing.

    What is carried beyond it bears interest from the day it was posted: the month after the free one bears that of two,
    unless the card counts from the due date. What has to be paid first is the minimum of the bills that are there and
    of the next one, if it falls due within the same month: that contains what was missed.
    """
    terms, rates = loan.card, steady_rates(loan, months)
    first = days[0][0] if days else 1
    free = not place.accrued_minor and not place.overdue_minor
    by_month = rates
    if free:
        back = rates[0] if terms.interest is CardInterest.AFTER_DUE else 2 * rates[0]
        by_month = (*[Decimal(0)] * first, back, *(rates[1:] or rates))
    billed = [due for due in open_dues(place) if months.of(due.due_on) <= first]
    following = 0
    if coming is not None and months.of(coming[0]) <= first:
        following = coming[1]
        billed = [due for due in billed if due.status is not DueStatus.MISSED and due.due_on != coming[0]]
    least = [due.minimum_minor or minimum_of(terms, due.amount_minor) or 0 for due in billed]
    unpaid = [max(least - due.paid_minor, 0) for least, due in zip(least, billed, strict=True)]
    return Reducing(
        loan.id,
        loan.lender.id,
        loan.in_yuan(rest + place.accrued_minor),
        by_month,
        first_required_minor=loan.in_yuan(sum(unpaid) + following),
        named_rate=rates[0],
        minimum_minor=loan.in_yuan(terms.minimum_minor or 0),
        interest_and=terms.minimum_share if terms.minimum is not MinimumRule.FIXED else None,
        early_from=first,
        first=first,
    )


def _card_plan(
    loan: Loan,
    running: RunningPlan,
    parts: Sequence[tuple[int, int]],
    on_bills: Sequence[ToCome],
    ended: frozenset[int],
) -> tuple[Scheduled, tuple[tuple[int, tuple[Apart, ...]], ...]]:
    """An instalment plan of a card: its parts on the bills to come, which fall due in those months; its end early.

    ``parts`` is what is paid of them: what a credit pays is left out, but counts for the fee of ending it. Of months
    with more than one bill, what each asks for. ``ended``: months of bills that are cut and end it.
    """
    last = on_bills[-1].month
    months = [*(bill.month for bill in on_bills), *range(last + 1, last + 1 + running.parts_left)]
    takes = {bill.month: bill.takes for bill in on_bills}
    apart: dict[int, list[Apart]] = {}
    for bill, part in zip_longest(on_bills, parts[: len(on_bills)]):
        if bill.on is not None:
            principal, fee = (loan.in_yuan(amount) for amount in part or (0, 0))
            apart.setdefault(bill.month, []).append(Apart(bill.on, principal + fee, principal))
    rows: list[Row] = []
    for month, (principal, fee) in zip(months, parts, strict=False):
        rows += [Row()] * (month - len(rows))
        before = rows[month - 1]
        rows[month - 1] = Row(before.principal_minor + loan.in_yuan(principal), 0, before.fee_minor + loan.in_yuan(fee))
    settle: list[Settling | None] = []
    for month in range(1, len(rows) + 1):
        rest = rows[month:]
        principal = sum(row.principal_minor for row in rest)
        if not principal or not takes.get(month, month > last or month in ended):
            settle.append(None)
            continue
        fees = sum(row.fee_minor for row in rest)
        kept = {PlanEnd.FEES_STOP: 0, PlanEnd.FEES_DUE: fees}.get(running.plan.at_end)
        behind = zip(months, running.parts, strict=False)
        left = sum(loan.in_yuan(whole_part) for at, (whole_part, _) in behind if at > month)
        settle.append(Settling(principal, share(left, running.plan.end_share) if kept is None else kept))
    alone = {bill.month for bill in on_bills if bill.alone}
    several = tuple((month, tuple(dues)) for month, dues in apart.items() if month not in alone)
    return Scheduled(loan.id, loan.lender.id, tuple(rows), tuple(settle)), several
