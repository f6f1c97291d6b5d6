"""From a card as it stands to the bills of a plan: their days, their place on the line of interest, the lots so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import CardInterest, MinimumRule
from planner.domain.basics.money import half_up
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.ledger.card_bills import bill_due_on, statement_days
from planner.domain.ledger.card_lots import Lending, Posted
from planner.domain.ledger.card_plans import RunningPlan
from planner.domain.ledger.card_standing import CardStanding, OpenBill
from planner.domain.ledger.position import terms_on
from planner.domain.payoff.debts.in_yuan import in_yuan
from planner.domain.payoff.debts.months import BY_DAYS, Apart, Days, Months, Part, yearly
from planner.domain.payoff.engine.carried import Carried
from planner.domain.payoff.engine.model import LONGEST, Row, Scheduled
from planner.domain.payoff.engine.tabs import UNBILLED, Bill, Lot, Open, Tab
from planner.domain.schedule.accrual import Accrual
from planner.domain.schedule.slots import yearly_fee
from planner.values import replace

_DAY = timedelta(1)
_MORE = 3  # bills behind the last one that may be cut before it is paid


class Day(NamedTuple):
    """The days of a bill: when it is cut (None: it is already), paid, and over as to being in time."""

    cut_on: date | None
    paid_on: date
    until: date


def carried(
    account: Account,
    rest: int,
    months: Months,
    running: Sequence[RunningPlan],
    stands: CardStanding,
    *,
    in_full: bool = False,
) -> tuple[Carried, Part] | None:
    """A card that may carry its balance, by its bills; None where these are not known.

    What is late is paid today, at least its minimum; so is what can still be paid in full in time. Bills that are cut
    ask for what is missing from their minimum, later ones for what the card's rule says. Of an account in another
    currency all is in yuan (``in_yuan``).

    Args:
        account: the card.
        rest: what is owed beside the parts of its instalment plans to come, fen.
        months: the budget months.
        running: those plans; their parts are on the bills, too, but paid as debts of their own.
        stands: what is lent and asked for today.
        in_full: every bill is paid in full; also where the terms do not say what carrying a balance costs.
    """
    loan = terms_on(account, months.start_on)
    lending = stands.lending or _lent(loan, rest, stands, months.start_on)
    if sum(lot.amount_minor for lot in lending.lots) != rest:
        return None
    stands = replace(stands, lending=lending)
    if loan.yuan_rate is not None:
        loan, stands = in_yuan(loan, stands)
        lending = stands.lending or lending
        rest = sum(lot.amount_minor for lot in lending.lots)
    if in_full:
        loan = replace(loan, card=replace(loan.card, minimum=MinimumRule.NONE))
        stands = replace(stands, bills=tuple(replace(bill, missing_minor=bill.unpaid_minor) for bill in stands.bills))
    days, behind = _days(account, months, stands)
    if len(days) < 2 or not _in_order(days):
        return None
    accrual = lending.accrual
    denominator = lcm(accrual.denominator, lending.grown.denominator)
    debt = Carried(
        loan.id,
        loan.lender.id,
        rest + half_up(lending.grown),
        (yearly(loan.rate_on(months.start_on), loan.day_count),),
        named_rate=yearly(loan.rate_on(months.start_on), loan.day_count),
        terms=loan.card,
        bills=_bills(loan, days, behind, months, running, stands),
        begin=_begin(loan, days, months, stands, denominator),
        numerator=accrual.numerator * (denominator // accrual.denominator),
        denominator=denominator,
    )
    return debt.opened(), _part(loan, months, days)


def _lent(loan: Loan, rest: int, stands: CardStanding, today: date) -> Lending:
    """What a card has lent whose terms say of no interest: the lots do not matter, but what its bills hold does."""
    billed = [Posted(bill.unpaid_minor, today, bill.number, bears=False) for bill in stands.bills]
    free = rest - sum(lot.amount_minor for lot in billed)
    lots = (*billed, Posted(free, today, None, bears=False)) if free > 0 else tuple(billed)
    accrual = Accrual(replace(loan, rate=Rate(Decimal(0), RateBasis.DAY), rate_changes=()))
    return Lending(accrual, today, Fraction(0), {}, lots)


def paid_in_full(debt: Carried, part: Part, *, credit_minor: int = 0) -> tuple[Scheduled, Part] | None:
    """What a card asks for whose bills are all paid in full, as a schedule; None where it has no end.

    ``debt`` and ``part``: as ``carried`` makes them. ``credit_minor``: what stands in the person's favour pays fees.
    """
    rows: list[Row] = []
    several: list[tuple[int, tuple[Apart, ...]]] = []
    balance, tab, grown, fees = debt.balance_minor, debt.begin, 0, 0
    while balance > 0:
        if len(rows) == LONGEST:
            return None
        month = len(rows) + 1
        asked = debt.ask(balance, month, tab)
        total, tab = sum(asked.required), asked.tab
        balance += asked.interest + asked.fee - total
        grown, fees = grown + asked.interest, fees + asked.fee  # what has grown since a bill was cut is on the next one
        fee = min(fees, total)
        interest = min(grown, total - fee)
        grown, fees = grown - interest, fees - fee
        rows.append(Row(total - interest - fee, interest, fee))
        days = part.apart(month)
        if days:
            apart = zip((one.on for one in days), asked.required, strict=True)
            several.append((month, tuple(Apart(on, amount, amount) for on, amount in apart)))
    behind = []
    for month in (one for one, _ in part.days if one > len(rows)):
        charged = debt.fees_after(tab, month)
        behind.append((month, _beyond(charged, credit_minor)))
        credit_minor = max(credit_minor - sum(charged), 0)
    several += [
        (month, tuple(Apart(one.on, fee, 0) for one, fee in zip(part.apart(month), asked, strict=True)))
        for month, asked in behind
        if part.apart(month)
    ]
    schedule = Scheduled(
        debt.id,
        debt.lender,
        tuple(rows),
        (None,) * len(rows),
        fees=tuple((month, asked, _cut_in(debt, month)) for month, asked in behind if any(asked)),
    )
    return schedule, replace(part, several=tuple(several))


def _beyond(fees: Sequence[int], credit: int) -> tuple[int, ...]:
    """What is left of fees that a credit pays, the first ones first."""
    left = []
    for fee in fees:
        left.append(max(fee - credit, 0))
        credit = max(credit - fee, 0)
    return tuple(left)


def _cut_in(debt: Carried, month: int) -> int:
    return min(bill.cut_in for bill in debt.bills_in(month) if bill.fee_minor)


class ToCome(NamedTuple):
    """A bill that is not cut yet: the month and day of its payment, ``alone`` if no other one falls due in the month.

    ``takes``: whether a plan can be ended with it; not where another bill holds a part of it already.
    """

    month: int
    on: date | None
    takes: bool
    alone: bool


def bills_to_come(debt: Carried, part: Part) -> list[ToCome]:
    """The bills of a card that are not cut yet; ``part`` as ``carried`` makes it."""
    days = dict(part.days)
    found = []
    for month in days:
        bills = debt.bills_in(month)
        on = [one.on for one in part.apart(month)] or [days[month]]
        takes = bills[-1].cut_by == bills[-1].number + 1
        coming = [day for bill, day in zip(bills, on, strict=True) if bill.cut is not None]
        found += [ToCome(month, day, takes, len(on) == 1) for day in coming]
    return found


def bills_that_end(debt: Carried, days: Days) -> frozenset[int]:
    """The months of bills that are cut already and with which a plan can be ended: no later one is cut by then."""
    months = ((month, debt.bills_in(month)) for month, _ in days)
    return frozenset(
        month for month, bills in months if bills[-1].cut is None and bills[-1].cut_by == bills[-1].number + 1
    )


def _in_order(days: list[Day]) -> bool:
    """Whether the bills that are to be cut fall due in that order."""
    cuts = [day.cut_on for day in days if day.cut_on is not None]
    return cuts == sorted(cuts)


def _open(stands: CardStanding) -> list[OpenBill]:
    return sorted(stands.bills, key=lambda bill: (bill.due_on, bill.number))


def _days(account: Account, months: Months, stands: CardStanding) -> tuple[list[Day], list[Day]]:
    """The bills that are cut, those to come for three years and the twelve months behind; and some behind these."""
    today = months.start_on
    loan = terms_on(account, today)
    days = [Day(None, max(bill.due_on, today), bill.until) for bill in _open(stands)]
    behind: list[Day] = []
    changes = [months.of(change.from_on) for change in loan.rate_changes]
    last = min(max([BY_DAYS, *changes]) + 12, LONGEST)
    for cut in statement_days(account):
        if cut <= today:
            continue
        due_on = bill_due_on(loan, cut)
        known = days if months.of(due_on) <= last and not behind else behind
        known.append(Day(cut, due_on, due_on + timedelta(loan.grace_days)))
        if len(behind) == _MORE:
            break
    return sorted(days, key=lambda day: day.paid_on), behind


def _bills(
    loan: Loan,
    days: list[Day],
    behind: list[Day],
    months: Months,
    running: Sequence[RunningPlan],
    stands: CardStanding,
) -> tuple[Bill, ...]:
    assert stands.lending is not None
    position = stands.lending.accrual.position
    all_days = [*days, *behind]
    parts, since = _parts(loan, running), stands.fees_since
    made = []
    for number, (cut, paid_on, _) in enumerate(days):
        # a payment of the day on which a bill is cut comes before it, unless that is cut as the day begins
        by = paid_on if loan.card.statement_included else paid_on + _DAY
        cut_by = max(place for place, day in enumerate(all_days, 1) if day.cut_on is None or day.cut_on < by)
        over_due = _over(days, paid_on)
        if cut is None:
            made.append(Bill(months.of(paid_on), None, position(paid_on), number, cut_by, 0, over_due))
            continue
        fee = loan.in_yuan(yearly_fee(loan, since, cut)) if loan.fees else 0
        over = (_over(days, cut), over_due)
        at = (position(cut), position(paid_on))
        made.append(Bill(months.of(paid_on), *at, number, cut_by, *over, next(parts, ()), fee, months.of(cut)))
        since = cut + _DAY
    return tuple(made)


def _over(days: list[Day], on: date) -> int:
    """How many bills are over on a day: paid as far as they are, and their last day has passed."""
    return next((number for number, day in enumerate(days) if day.until >= on or day.paid_on >= on), len(days))


def _parts(loan: Loan, running: Sequence[RunningPlan]) -> Iterator[tuple[tuple[int, int], ...]]:
    """What the plans ask for on each bill that is not cut yet, by plan, to the end of the longest."""
    longest = max((plan.parts_left for plan in running), default=0)
    for place in range(longest):
        going = [plan for plan in running if place < plan.parts_left]
        yield tuple((plan.plan.id, sum(map(loan.in_yuan, plan.parts[place]))) for plan in going)


def _begin(loan: Loan, days: list[Day], months: Months, stands: CardStanding, denominator: int) -> Tab:
    lending = stands.lending
    assert lending is not None
    position = lending.accrual.position
    held = [number for number, day in enumerate(days) if day.cut_on is None]
    places = dict(zip((bill.number for bill in _open(stands)), held, strict=True))
    due_on = {bill.number: bill.due_on for bill in stands.bills}
    lots = []
    for lot in lending.lots:
        number = UNBILLED if lot.bill is None else lot.bill
        posted_on = lot.posted_on
        if loan.card.interest is CardInterest.AFTER_DUE:
            posted_on = due_on.get(number, posted_on)
        since = None if lot.bears else position(posted_on)
        lots.append(Lot(lot.amount_minor, since, places.get(number, UNBILLED)))
    rows = []
    for bill in _open(stands):
        early = lending.paid.get(bill.number, Fraction(0)) * denominator
        rows.append(Open(places[bill.number], bill.unpaid_minor, bill.missing_minor, 0, int(early)))
    return Tab(
        tuple(lots),
        position(months.start_on),
        tuple(rows),
        0,
        int(lending.grown * denominator),
        late_before=stands.late_fee_minor,
        whole=stands.whole_minor,
        owed=sum(lot.amount for lot in lots) + half_up(lending.grown),
    )


def _part(loan: Loan, months: Months, days: list[Day]) -> Part:
    found: dict[int, list[date]] = {}
    for day in days:
        found.setdefault(months.of(day.paid_on), []).append(day.paid_on)
    several = tuple((month, tuple(Apart(on, 0, 0) for on in dues)) for month, dues in found.items() if len(dues) > 1)
    return Part(loan.id, None, tuple((month, dues[-1]) for month, dues in found.items()), several)
