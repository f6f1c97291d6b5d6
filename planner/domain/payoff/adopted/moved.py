"""Why the debt-free date moved, in parts that add up; and what keeping the plan has saved.

Two plans are compared: the old one, as it stood on its day, and the one for the same goal from today. Between them the
same question is asked again of today with one kind of facts after another put in the place of the old ones:

1. as if everything had gone as the old plan says: its payments made, terms, debts and money as they were;
2. the payments that were really made (``PAYMENTS``);
3. the interest rates of now (``RATE``);
4. what was drawn since, and accounts that the old plan did not know (``BORROWED``);
5. the fees of now (``FEE``);
6. everything else that was recorded: agreements, waivers, readings, bills;
7. the money for debts of now (``MONEY``);
8. the best plan found instead of the way of the old one (``BETTER``).

Steps 1 to 7 spend the money by one rule, that which comes nearest to the old plan on step 1. The days and the money of
a part are the difference of its step to the one before, so the parts add up by construction. What step 1 differs from
the old plan, as its months are counted from another day, and step 6 are ``OTHER``, which is named last. Where debts and
money are those that the old plan foresaw, it goes on as it stands: only a better plan can move its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from planner.domain.accounts.records import Account, Repayment
from planner.domain.book import Book
from planner.domain.ledger.position import position
from planner.domain.ledger.unrecorded import taken_as_paid
from planner.domain.payoff.adopted.adopted import Baseline, Known, known_of, paid_since
from planner.domain.payoff.adopted.drift import held
from planner.domain.payoff.adopted.expected import expected_of
from planner.domain.payoff.adopted.movement import Moved, Saved, Shift, Why
from planner.domain.payoff.adopted.then import ASSUMED, End, as_then, foreseen, made, until
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.debts.owed import principal_of
from planner.domain.payoff.engine.model import Scheduled
from planner.domain.payoff.engine.outcome import Outcome, Shortfall
from planner.domain.payoff.engine.problem import Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.engine.walk import Rule
from planner.domain.payoff.planning import LIVE, Planning, planning
from planner.domain.payoff.search.goals import Ask, Goal
from planner.domain.payoff.search.orders import Order, Phases
from planner.errors import PlannerError
from planner.values import replace

_STEPS = (Why.PAYMENTS, Why.RATE, Why.BORROWED, Why.FEE, Why.OTHER)  # facts, in the order in which they are put in


def baseline_at(book: Book, on: date, means: Means, ask: Ask, *, held_minor: int = 0) -> Baseline | None:
    """The plan for a goal as it would have been made on a day that is past; None where none reaches it.

    By the records of today up to that day: what was entered late, or corrected, counts as known then. ``held_minor``:
    as in ``planning``.
    """
    accounts = tuple(until(account, on) for account in book.accounts if account.loan.start_on <= on)
    try:
        plan = planning(replace(book, accounts=accounts), on, means, held_minor=held_minor)
        plan.tries = LIVE
        found = None if plan.shortage else plan.answer(ask)
    except PlannerError:
        return None
    if found is None:
        return None
    carried = tuple((plan.owed.month_end(one.number), one.carried_minor) for one in found.outcome.months)
    return Baseline(on, known_of(accounts, on), plan.actions(found), expected_of(accounts, plan, found), carried)


def moved(
    old: Baseline, old_means: Means, book: Book, today: date, means: Means, ask: Ask, *, best: End | None = None
) -> Moved | None:
    """Why the debt-free day of an old plan is another one today: see the head of the module.

    Args:
        old: the plan; it pays something.
        old_means: the money that it was made for.
        book: everything known.
        today: the day, not before the plan's.
        means: the money of now.
        ask: the goal, of both.
        best: where the best plan from today leads, where that is known; else a quick answer is asked.

    Returns:
        None where today's debts and money have no plan for the goal, or one of the steps has none.
    """
    try:
        before = foreseen(old, book, today)
        ends = tuple(_ends(old, before, old_means, book, today, means, ask, best))
    except (PlannerError, Shortfall):
        return None
    parts = {why: Shift(0, 0) for why in Why}
    step = before
    for why, end in ends:
        was = parts[why]
        parts[why] = Shift(
            was.days + (end.on - step.on).days,
            was.cost_minor + end.cost_minor - step.cost_minor,
        )
        step = end
    return Moved(old.start_on, before.on, step.on, before.cost_minor, step.cost_minor, parts)


def _ends(
    old: Baseline,
    before: End,
    old_means: Means,
    book: Book,
    today: date,
    means: Means,
    ask: Ask,
    best: End | None,
) -> Iterator[tuple[Why, End]]:
    """The end of each step after the old plan, with the cause that it is put down to.

    Raises:
        PlannerError, Shortfall: where a step has no plan.
    """
    new: set[Why] = set()
    as_planned = _with_cash(old, old_means, book, today, as_planned=True)
    first = _asked(old, as_then(old, book, today, new), today, as_planned)
    now = _asked(old, book, today, means)
    if now.problem == first.problem and now.owed.months == first.owed.months:  # all went as the old plan says
        best = _answered(now, ask) if best is None else best
        yield Why.BETTER, best if best.cost_minor < before.cost_minor or best.on < before.on else before
        return
    rule = _nearest(first, ask, before)
    yield Why.OTHER, _run(first, first, rule)
    old_means = _with_cash(old, old_means, book, today, as_planned=False)
    for why in _STEPS:
        new.add(why)
        yield why, _run(_asked(old, as_then(old, book, today, new), today, old_means), first, rule)
    yield Why.MONEY, _run(now, first, rule)
    yield Why.BETTER, _answered(now, ask) if best is None else best


def _answered(plan: Planning, ask: Ask) -> End:
    found = plan.answer(ask)
    if found is None:
        raise PlannerError("plan.unreached")
    return _end(plan, found.outcome)


def _asked(old: Baseline, book: Book, today: date, means: Means) -> Planning:
    plan = planning(book, today, means, held_minor=held(old, book, today))
    plan.tries = LIVE
    return plan


def _with_cash(old: Baseline, means: Means, book: Book, today: date, *, as_planned: bool) -> Means:
    """The money of the old plan with what is at hand today if all came as it was foreseen.

    ``as_planned``: and was paid as planned; else as it was really paid.
    """
    if means.cash is None or means.cash.as_of != old.start_on or today == old.start_on:
        return means
    if as_planned:
        paid = sum(
            one.amount_minor
            for one in old.actions
            if one.on < today or (one.on == today and made(old, book, one, today))
        )
        return replace(means, cash=means.cash.later(today, paid))
    known, paid = {one.loan_id: one for one in old.known}, 0
    for recorded in book.accounts:
        if recorded.loan.id in known:
            account = taken_as_paid(recorded, position(recorded, today))
            paid += account.loan.in_yuan(paid_since(old, account, known[account.loan.id], today))
    return replace(means, cash=means.cash.later(today, paid))


def _end(plan: Planning, outcome: Outcome) -> End:
    return End(plan.ended_on(outcome), outcome.cost_minor)


def _run(plan: Planning, first: Planning, rule: Rule) -> End:
    """Where a rule of the plan of step 1 leads; where it runs out of money, the best plan for the least cost."""
    try:
        return _end(plan, run(plan.problem, _carried(rule, first.problem, plan.problem), record=True))
    except (PlannerError, Shortfall):
        best = plan.answer(Ask(Goal.LEAST_COST))
        if best is None:
            raise
        return _end(plan, best.outcome)


def _nearest(plan: Planning, ask: Ask, old: End) -> Rule:
    """The rule that leads nearest to an old plan: by the day of the end, then by the cost."""
    rules: list[Rule] = []
    try:
        best = plan.answer(ask)
    except PlannerError:
        best = None
    rules += [best.rule] if best is not None else []
    rules += [plan.search.best[1]] if plan.search.best is not None else []
    if not rules:
        raise PlannerError("plan.unreached")

    def distance(rule: Rule) -> tuple[int, int]:
        try:
            end = _end(plan, run(plan.problem, rule, record=True))
        except (PlannerError, Shortfall):
            return 10**9, 0
        return abs((end.on - old.on).days), abs(end.cost_minor - old.cost_minor)

    return min(rules, key=distance)


def _carried(rule: Rule, old: Problem, new: Problem) -> Rule:
    """The rule for other debts: each keeps its place, new ones come last; what fits no more is left out."""
    if old.debts == new.debts:
        return rule
    if isinstance(rule, Phases):
        return Phases(tuple((month, _order(order, old, new)) for month, order in rule.phases))
    if isinstance(rule, Order):
        return _order(rule, old, new)
    return Order(tuple(range(len(new.debts))))


def _order(rule: Order, old: Problem, new: Problem) -> Order:
    places = {debt.id: place for place, debt in enumerate(new.debts)}
    to = {place: places[debt.id] for place, debt in enumerate(old.debts) if debt.id in places}
    known = {debt.id for debt in old.debts}
    added = tuple(place for place, debt in enumerate(new.debts) if debt.id not in known)
    return replace(
        rule,
        order=(*(to[one] for one in rule.order if one in to), *added),
        wait=frozenset(to[one] for one in rule.wait if one in to),
        keen=frozenset(to[one] for one in rule.keen if one in to),
        since={to[one]: month for one, month in rule.since.items() if one in to},
        until={to[one]: month for one, month in rule.until.items() if one in to},
        leave={to[one]: months for one, months in rule.leave.items() if one in to},
        by={to[one]: month for one, month in rule.by.items() if one in to},
        at={to[one]: month for one, month in rule.at.items() if one in to},
        on={to[one]: month for one, month in rule.on.items() if one in to and _settles(new, to[one], month)},
    )


def _settles(problem: Problem, place: int, month: int) -> bool:
    debt = problem.debts[place]
    return isinstance(debt, Scheduled) and month <= len(debt.settle)


# -- what keeping it has saved ----------------------------------------------------------------------------------------


def saved_by(old: Baseline, book: Book, today: date, means: Means, to_come_minor: int) -> Saved:
    """What keeping a plan has saved against paying only what is due.

    Compared are two books of the same debts, rates, fees and draws: as recorded, and as if on each account that the
    plan knows every due had been paid on its due date, of bills the minimum, and nothing above it. Of each counts what
    was paid since the plan began and what is owed today, and in all also interest and fees to come: for the first
    ``to_come_minor``, those of the plan from here; for the other those of going on with what is due. What is not
    recorded yet counts as paid.
    """
    known = {one.loan_id: one for one in old.known}
    accounts = (
        _only_due(old, known[one.loan.id], one, today) if one.loan.id in known else one for one in book.accounts
    )
    least = replace(book, accounts=tuple(accounts))
    without, kept = _spent(old, least, today), _spent(old, book, today)
    so_far = without.owed_minor - kept.owed_minor
    try:
        baseline = planning(least, today, means).baseline
    except PlannerError as error:
        if error.code != "plan.nothing_owed":
            return Saved(so_far, None)
        to_come = 0
    else:
        if baseline is None:
            return Saved(so_far, None)
        if not all(baseline.closed):
            return Saved(so_far, None, endless=True)
        to_come = baseline.cost_minor
    return Saved(so_far, without.principal_minor - kept.principal_minor + to_come - to_come_minor)


class _Spent(NamedTuple):
    """What was paid since a plan began and what is owed today, and the same with the principal of it alone, in yuan."""

    owed_minor: int
    principal_minor: int


def _spent(old: Baseline, book: Book, today: date) -> _Spent:
    """What was paid on the accounts that the plan knows and what is owed on them; what is due of it is still a cost."""
    known = {one.loan_id: one for one in old.known}
    paid = owed = principal = 0
    for recorded in book.accounts:
        before = known.get(recorded.loan.id)
        if before is not None:
            account = taken_as_paid(recorded, position(recorded, today))
            place = position(account, today)
            paid += account.loan.in_yuan(paid_since(old, account, before, today))
            owed += account.loan.in_yuan(place.owed_minor)
            principal += principal_of(account.loan, place)
    return _Spent(paid + owed, paid + principal)


def _only_due(old: Baseline, known: Known, account: Account, today: date) -> Account:
    """The account as if since the plan began what is due had been paid on its day and no more."""
    loan = account.loan
    if loan.closed_on is not None or loan.settled_on is not None:
        loan = replace(loan, closed_on=None, settled_on=None)
    before = tuple(one for one in account.repayments if not old.since(one.on, one.id, known.last_repayment))
    plain = replace(account, loan=loan, repayments=before)
    last = date.min
    for number in range((today - old.start_on).days + 1):  # a due a day at most
        dues = position(plain, today).dues
        due_on = next(
            (due.due_on for due in dues if last < due.due_on < today and due.paid_minor < due.amount_minor), None
        )
        if due_on is None:
            break
        last, on = due_on, max(due_on, old.start_on)
        asked = sum(due.asked_minor for due in position(plain, on).dues if due.due_on <= due_on)
        if asked:
            plain = replace(plain, repayments=(*plain.repayments, Repayment(ASSUMED + number, on, asked)))
    return plain
