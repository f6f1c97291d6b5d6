"""What months bring for debts by income and living costs, what is missing to tell it, what a budget spends above it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum

from planner.domain.accounts.terms import DueShift
from planner.domain.basics.workdays import WorkDays
from planner.domain.book import Book
from planner.domain.cash import entered
from planner.domain.cash.balance import Cash
from planner.domain.cash.movements import Kind, Movement
from planner.domain.payoff.debts.flow import Flow
from planner.domain.payoff.debts.months import BY_DAYS, Months
from planner.domain.payoff.debts.owed_lines import carries
from planner.domain.payoff.engine.problem import Budget
from planner.values import dataclass, replace

_DAY = timedelta(1)
_OWN = (Kind.INCOME, Kind.SINGLE, Kind.LIVING)
_DUES = (Kind.DUE, Kind.AGREED)


@dataclass(frozen=True, slots=True)
class MonthFlow:
    """A whole budget month, by its number and the day on which it begins; fen, all at least 0.

    ``expected_minor`` is income that is expected only, and no part of ``income_minor``.
    """

    number: int
    begins_on: date
    income_minor: int
    expected_minor: int
    living_minor: int

    @property
    def net_minor(self) -> int:
        """Certain income less living costs; below 0 where these are more."""
        return self.income_minor - self.living_minor


def months_of(book: Book, months: Months, work_days: WorkDays | None = None) -> tuple[MonthFlow, ...]:
    """The months from the running one on, three years or up to one behind the last entered change; the last holds on.

    Income counts in the month in which it comes, moved by days off as it is; in the last month, which stands for all
    later ones, by its printed days. Living costs count on their days.
    """
    last = max([months.of(on) for on in _dated(book)], default=1)
    count = max(BY_DAYS, last + 1) + 1
    since, until = months.opened_on - _DAY, months.end(count)
    moved = _moves(book, since, months.end(count - 1), work_days)
    steady = replace(book, incomes=tuple(replace(one, shift=DueShift.NONE) for one in book.incomes))
    moved += _moves(steady, months.end(count - 1), until, None)
    found = [[0, 0, 0] for _ in range(count)]
    for one in moved:
        kind = 2 if one.kind is Kind.LIVING else 0 if one.certain else 1
        found[months.of(one.on) - 1][kind] += abs(one.amount_minor)
    begins = [months.opened_on, *(months.begin(number) for number in range(2, count + 1))]
    made = [MonthFlow(number, begins[number - 1], *found[number - 1]) for number in range(1, count + 1)]
    while len(made) > 2 and _amounts(made[-1]) == _amounts(made[-2]):
        made.pop()
    return tuple(made)


def _amounts(month: MonthFlow) -> tuple[int, int, int]:
    return month.income_minor, month.expected_minor, month.living_minor


def _dated(book: Book) -> Iterator[date]:
    yield from (one.from_on for one in book.incomes)
    yield from (one.on for one in book.household.singles)
    for cost in book.household.living:
        yield cost.from_on
        if cost.until_on is not None:
            yield cost.until_on


def _moves(book: Book, since: date, until: date, work_days: WorkDays | None) -> list[Movement]:
    income, _ = entered.monthly_income(book.incomes, since, until, work_days)
    singles = entered.single_income(book.household, since, until)
    return [*income, *singles, *entered.living_costs(book.household.living, since, until)]


class Missing(StrEnum):
    """What has to be entered before the budget can come from income and living costs."""

    READING = "reading"  # cash at hand
    INCOME = "income"  # income that is certain
    PAYDAY = "payday"  # the day on which a certain income comes
    LIVING = "living"  # living costs: without them all income would go to lenders


def lacking(book: Book, today: date) -> tuple[Missing, ...]:
    """What is missing on a day; empty where the budget can come from it."""
    certain = [one for one in book.incomes if one.certain]
    undated = bool(entered.undated(certain, today, today))
    coming = [one for one in certain if one.from_on > today]
    monthly = any(one.day and one.monthly_minor for one in (*entered.in_force(certain, today), *coming))
    comes = undated or monthly or any(one.certain and one.on >= today for one in book.household.singles)
    found = {
        Missing.READING: not entered.at_hand(book.household, today),
        Missing.INCOME: not comes,
        Missing.PAYDAY: undated,
        Missing.LIVING: not book.household.living,
    }
    return tuple(what for what, missing in found.items() if missing)


def flow_of(book: Book, cash: Cash | None, months: Months, work_days: WorkDays | None = None) -> Flow | None:
    """What months bring, and what the running one can still spend; None where something is ``lacking``.

    Args:
        book: everything known.
        cash: the balance of the day on which ``months`` start.
        months: the budget months.
        work_days: the working days by which paydays move.
    """
    if cash is None or lacking(book, months.start_on):
        return None
    nets: list[tuple[date, int]] = []
    for month in months_of(book, months, work_days):
        if not nets or nets[-1][1] != month.net_minor:
            nets.append((month.begins_on, month.net_minor))
    carried = frozenset(account.loan.id for account in book.accounts if carries(account.loan))
    singles = tuple((one.on, one.amount_minor) for one in book.household.singles if one.certain)
    return Flow(tuple(nets), months.start_on, room(cash, months.end(1), carried), singles)


def room(cash: Cash, end_on: date, carried: Collection[int] = ()) -> int:
    """What can go to lenders up to a day so that later days keep what they need, fen; below 0: so much lacks.

    The cash at hand now, with certain income and living costs still to come up to that day, less the buffer, and less
    what has to be paid behind that day before the next certain income comes: living costs and dues (up to the last day
    in sight, where none comes). For these the months that follow bring nothing in time. What is due up to the day is
    kept back neither for later dues nor for the buffer: that is filled from what they leave. Nor is what comes once up
    to the day: a fen more of that is a fen more room, whatever lacks. Of bills of ``carried`` cards, by loan ids, it is
    the minimum: the rest is for a plan to say, whatever the adopted one pays.

    5,500 at hand on the 1st, 8,000 on the 10th, 5,000 to live on, buffer 2,000: 6,500. With 700 due on the 5th of the
    next month, before its pay, it is 5,800. With 500 at hand it is 800; were 1,200 due in this month, 1,200; and were
    2,600 due, 2,600, of which 1,100 come from the buffer.
    """
    moves = [(day.on, one) for day in cash.days for one in day.movements if one.certain]
    kind = _pays(one for on, one in moves if on > end_on)
    own = sum(one.amount_minor for on, one in moves if on <= end_on and (one.kind in _OWN or _gone(one, cash)))
    above = cash.opening_minor + own - cash.buffer_minor
    pay_on = min((on for on, one in moves if on > end_on and one.kind is kind), default=date.max)
    due = sum(_needed(one, carried) for on, one in moves if on <= end_on and one.kind in _DUES)
    later = sum(
        _needed(one, carried) for on, one in moves if end_on < on < pay_on and one.kind in (*_DUES, Kind.LIVING)
    )
    once = sum(one.amount_minor for on, one in moves if on <= end_on and one.kind is Kind.SINGLE)
    return max(above - later, min(above + cash.buffer_minor, due + once))


def _pays(moves: Iterable[Movement]) -> Kind:
    """What ends the time that later days wait for: income by the month, of who has none what comes once.

    A sum beside a wage is money of its own month, and no reason to keep less for the days before the wage.
    """
    return Kind.INCOME if any(one.kind is Kind.INCOME for one in moves) else Kind.SINGLE


def _needed(one: Movement, carried: Collection[int]) -> int:
    """What has to go out, fen."""
    least = one.least_minor if one.loan_id in carried else None
    return -one.amount_minor if least is None else least


def _gone(one: Movement, cash: Cash) -> bool:
    """A repayment recorded today: it has left, and is no part of what was at hand before today."""
    return one.kind is Kind.PAID and one.on == cash.today


@dataclass(frozen=True, slots=True)
class Above:
    """The first month whose budget is above certain income less living costs; fen.

    ``expected_minor``: what of the excess expected income of that month would bring.
    """

    begins_on: date
    budget_minor: int
    net_minor: int
    expected_minor: int

    @property
    def unfunded_minor(self) -> int:
        """What not even expected income brings."""
        return self.budget_minor - max(self.net_minor, 0) - self.expected_minor


def above(budget: Budget, flows: Iterable[MonthFlow], months: Months) -> Above | None:
    """Where a budget spends more of a month than comes in for certain and is not lived on; None where it never does.

    Lump sums stand beside it: they come from elsewhere. In months after the last known one both hold on.
    """
    flows = list(flows)
    if not flows:
        return None
    monthly = budget.monthly_minor
    for number in range(1, max(len(flows), len(monthly)) + 1):
        flow = flows[min(number, len(flows)) - 1]
        amount = monthly[min(number, len(monthly)) - 1]
        net = max(flow.net_minor, 0)
        if amount > net:
            on = months.begin(number) if number > 1 else months.opened_on
            hoped = min(max(flow.net_minor + flow.expected_minor, 0) - net, amount - net)
            return Above(on, amount, flow.net_minor, hoped)
    return None
