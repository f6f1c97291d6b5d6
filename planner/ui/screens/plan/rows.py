"""The tables of a payoff plan: what to pay, goals side by side, the price of fewer lenders, months, who ends when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from planner.domain.accounts.names import full_name, short_name
from planner.domain.payoff.actions import Action
from planner.domain.payoff.drift import Cause
from planner.domain.payoff.frontier import Point
from planner.domain.payoff.goals import Answer, Ask, Goal, ask_from
from planner.domain.payoff.planning import Planning
from planner.domain.payoff.simulate import lenders_open
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.plan import drift_of, in_force
from planner.ui.widgets.chart import Series
from planner.ui.widgets.table import Cell, Column, Row
from planner.ui.widgets.text import fit
from planner.words import plan as plan_text
from planner.words.plan import goal_name, kind_text

if TYPE_CHECKING:
    from planner.overview.overview import Overview

THREE = 3  # the number of lenders whose day the table of goals shows
PAST = 6  # months of history before the lines of a plan
_MOST_CELLS = 40  # of a timeline


def pay_columns() -> tuple[Column, ...]:
    return (
        Column("on", t("payoff.col.on"), 10),
        Column("loan", t("payoff.col.loan"), 20, flex=True),
        Column("kind", t("payoff.col.kind"), 14),
        Column("amount", t("payoff.col.amount"), 12, "right"),
    )


def pay_rows(overview: Overview, plan: Planning, found: Answer) -> list[Row]:
    """Every payment by day; those of the next seven days stand out."""
    week = overview.today + timedelta(7)
    return [_pay_row(overview, action, soon=action.on <= week) for action in plan.actions(found)]


def _pay_row(overview: Overview, action: Action, *, soon: bool) -> Row:
    kind = kind_text(action)
    tone = "strong" if soon else ""
    cells: dict[str, Cell] = {
        "on": (fmt.day(action.on), tone),
        "loan": (full_name(overview.accounts[action.loan_id].loan), tone),
        "kind": (t("payoff.kind.ends", kind=kind), "good") if action.ends else (kind, tone),
        "amount": (fmt.money(action.amount_minor), tone),
    }
    key = f"{action.debt}:{action.month}:{action.kind}"
    return Row(key, cells, {"on": action.on, "amount": action.amount_minor}, action)


def goal_columns() -> tuple[Column, ...]:
    return (
        Column("goal", t("payoff.col.goal"), 22, flex=True),
        Column("ends", t("payoff.col.ends"), 10),
        Column("cost", t("payoff.col.cost"), 11, "right"),
        Column("more", t("payoff.col.more"), 10, "right"),
        Column("fees", t("payoff.col.fees"), 10, "right", rank=2),
        Column("three", t("payoff.col.three"), 10, rank=1),
        Column("note", t("payoff.col.note"), 34, rank=3),
    )


def goal_rows(plan: Planning, ask: Ask, order: tuple[int, ...] = ()) -> list[Row]:
    """Every goal, the chosen one first where it has numbers of its own, then paying only what is due."""
    goals: list[tuple[Ask, Answer | PlannerError]] = [
        (Ask(goal), one) if isinstance(one, PlannerError) else (one.ask, one) for goal, one in plan.goals(order).items()
    ]
    if ask.text not in {one.text for one, _ in goals} and ask.goal is not Goal.DUE_ONLY:
        try:
            chosen = plan.answer(ask)
        except PlannerError as error:
            goals.insert(0, (ask, error))
        else:
            goals.insert(0, (ask, PlannerError("plan.unreached") if chosen is None else chosen))
    least = min([one.outcome.cost_minor for _, one in goals if isinstance(one, Answer)], default=0)
    rows = [_goal_row(plan, one_ask, one, least, current=one_ask.text == ask.text) for one_ask, one in goals]
    if ask.goal is not Goal.OWN:
        own: dict[str, Cell] = {"goal": t("goal.own"), "note": (t("payoff.order.how"), "muted")}
        rows.append(Row("own", own, data=(Ask(Goal.OWN), None)))
    return [*rows, _baseline_row(plan, least)]


def _goal_row(plan: Planning, ask: Ask, found: Answer | PlannerError, least: int, *, current: bool) -> Row:
    name: Cell = (goal_name(plan, ask) + (" «" if current else ""), "strong" if current else "")
    if isinstance(found, PlannerError):
        why = t("payoff.goal.fails", why=fmt.error(found.code, found.params))
        return Row(ask.text, {"goal": name, "note": (why, "warn"), "ends": ("—", "warn")}, data=(ask, None))
    better = plan.dominated(found)
    more = found.outcome.cost_minor - least
    cells: dict[str, Cell] = {
        "goal": name,
        "ends": fmt.day(plan.owed.month_end(found.outcome.length)),
        "cost": fmt.money(found.outcome.cost_minor),
        "more": fmt.money(more),
        "fees": fmt.money(_fees(found)),
        "three": _down_to(plan, found, THREE),
        "note": ("", "") if better is None else (dominated(plan, better), "muted"),
    }
    order = {"ends": found.outcome.length, "cost": found.outcome.cost_minor, "more": more}
    return Row(ask.text, cells, order, (ask, found))


def _fees(found: Answer) -> int:
    """What of the cost is fees, those for paying early included; the rest is interest."""
    return sum(payment.fee_minor for month in found.outcome.months for payment in month.payments)


def dominated(plan: Planning, better: str) -> str:
    """That another plan is better in every way; ``better`` is its goal as text."""
    return t("payoff.dominated", other=goal_name(plan, ask_from(better)))


def about_goal(plan: Planning, ask: Ask, found: Answer | None) -> str:
    """One sentence of what a goal does, and what is better than it if anything is."""
    better = None if found is None or ask.goal is Goal.DUE_ONLY else plan.dominated(found)
    return t(f"goal.about.{ask.goal}") if better is None else dominated(plan, better)


def _down_to(plan: Planning, found: Answer, count: int) -> str:
    if len(plan.problem.lenders) <= count:
        return fmt.UNKNOWN
    counts = plan.lenders(found.outcome)
    month = next(month for month, left in enumerate(counts) if left <= count)
    return fmt.day(plan.owed.month_end(month))


def _baseline_row(plan: Planning, least: int) -> Row:
    baseline, name = plan.baseline, t("goal.due_only")
    if baseline is None:
        return Row("due_only", {"goal": name, "ends": "—"}, data=(Ask(Goal.DUE_ONLY), None))
    if not all(baseline.closed):
        cells: dict[str, Cell] = {"goal": name, "ends": (t("payoff.baseline.endless"), "bad")}
        return Row("due_only", cells, data=(Ask(Goal.DUE_ONLY), None))
    ends = plan.owed.month_end(baseline.length)
    cost = baseline.cost_minor
    return Row(
        "due_only",
        {"goal": name, "ends": fmt.day(ends), "cost": fmt.money(cost), "more": fmt.money(cost - least)},
        {"ends": baseline.length, "cost": cost, "more": cost - least},
        (Ask(Goal.DUE_ONLY), None),
    )


def frontier_columns() -> tuple[Column, ...]:
    return (
        Column("at_most", t("payoff.col.at_most"), 10),
        Column("by", t("payoff.col.by"), 10),
        Column("cost", t("payoff.col.cost"), 11, "right"),
        Column("more", t("payoff.col.more"), 10, "right"),
        Column("step", t("payoff.col.step"), 14, "right", flex=True),
        Column("proof", t("payoff.col.proof"), 12, rank=1),
    )


def frontier_rows(plan: Planning) -> list[Row]:
    """Every point: at most so many lenders by a day, the cost, and what one lender fewer by that day costs."""
    points = plan.front.points()
    least = min([point.cost_minor for point in points], default=0)
    return [_point_row(plan, point, least) for point in points]


def _point_row(plan: Planning, point: Point, least: int) -> Row:
    step = step_price(plan, point)
    proven = plan.evidence.proven(point)
    gap = point.cost_minor - plan.evidence.least(point.at_most, point.month)
    cells: dict[str, Cell] = {
        "at_most": t("payoff.count", n=point.at_most),
        "by": fmt.day(plan.owed.month_end(point.month)),
        "cost": fmt.money(point.cost_minor),
        "more": fmt.money(point.cost_minor - least),
        "step": "" if step is None else fmt.money(step),
        "proof": (t("payoff.proof.short.best"), "good") if proven else t("payoff.proof.short.open", gap=fmt.money(gap)),
    }
    order = {"at_most": point.at_most, "by": point.month, "cost": point.cost_minor}
    return Row(f"{point.at_most}@{point.month}", cells, order, point)


def step_price(plan: Planning, point: Point) -> int | None:
    """What the last lender fewer by that month costs: against the cheapest plan with one more; None at the first."""
    count = point.at_most + 1
    if count > len(plan.problem.lenders) - 1:
        best = plan.search.best
        return None if best is None else point.cost_minor - best[0].cost_minor
    line = [one for one in plan.front.of(count) if one.month <= point.month]
    return point.cost_minor - line[-1].cost_minor if line else None


def price_map(plan: Planning, room: int) -> list[str]:
    """The front as a picture: a line for each K, a sign for each month; the lighter, the dearer.

    Shades go by what the plan costs above the cheapest: nothing, up to 1 %, up to 3 %, more.
    """
    points = plan.front.points()
    if not points:
        return []
    least, last = min(point.cost_minor for point in points), max(point.month for point in points)
    names = {k: t("payoff.count", n=k) for k in range(len(plan.problem.lenders))}
    months = min(last, max(room - 14, 1))
    lines = []
    for at_most in sorted(names, reverse=True):
        line = plan.front.of(at_most)
        signs = "".join(_shade(line, month, least) for month in range(1, months + 1))
        lines.append(f"{fit(names[at_most], 10, 'right')}  {signs}")
    return lines


def _shade(line: Sequence[Point], month: int, least: int) -> str:
    reached = [point.cost_minor for point in line if point.month <= month]
    if not reached:
        return "·"
    above = (reached[-1] - least) * 100
    return "█" if above <= 0 else "▓" if above <= least else "▒" if above <= least * 3 else "░"


def month_columns() -> tuple[Column, ...]:
    return (
        Column("month", t("payoff.col.month"), 10, flex=True),
        Column("required", t("payoff.col.required"), 11, "right"),
        Column("extra", t("payoff.col.extra"), 11, "right"),
        Column("interest", t("payoff.col.interest"), 9, "right", rank=1),
        Column("owed", t("payoff.col.owed"), 12, "right"),
        Column("lenders", t("payoff.col.lenders"), 4, "right"),
        Column("ratio", t("payoff.col.ratio"), 7, "right"),
        Column("carried", t("payoff.col.carried"), 10, "right", rank=2),
    )


def month_rows(plan: Planning, found: Answer) -> list[Row]:
    """Month by month: what must be paid, what is paid above it, its cost, what is left."""
    counts, ratios, rows = plan.lenders(found.outcome), plan.ratios(found.outcome), []
    for month in found.outcome.months:
        cost = sum(paid.interest_minor + paid.fee_minor for paid in month.payments)
        rows.append(
            Row(
                str(month.number),
                {
                    "month": fmt.day(plan.owed.month_end(month.number)),
                    "required": fmt.money(month.required_minor),
                    "extra": fmt.money(month.paid_minor - month.required_minor),
                    "interest": fmt.money(cost),
                    "owed": fmt.money(sum(paid.balance_minor for paid in month.payments)),
                    "lenders": str(counts[month.number]),
                    "ratio": fmt.percent(ratios[month.number - 1], 1),
                    "carried": fmt.money(month.carried_minor),
                },
                data=month,
            )
        )
    return rows


def ratio_lines(overview: Overview, plan: Planning, found: Answer) -> tuple[list[Series], list[str]]:
    """The payment ratio of the last half year, and as it goes on under the plan and when only what is due is paid."""
    past = overview.trend(PAST)
    months = found.outcome.length
    before: list[Decimal | None] = [point.payment_ratio for point in past]
    later = plan.ratios(found.outcome)
    due = () if plan.baseline is None else plan.ratios(plan.baseline)[:months]
    gap: list[Decimal | None] = [None] * PAST
    series = [
        Series(t("payoff.line.past"), [*before, *[None] * months]),
        Series(t("payoff.line.plan"), [*gap, *later]),
        Series(t("goal.due_only"), [*gap, *due, *[None] * (months - len(due))]),
    ]
    days = [point.as_of for point in past] + [plan.owed.month_end(month) for month in range(1, months + 1)]
    return series, [fmt.month(on)[2:] for on in days]


def lender_columns() -> tuple[Column, ...]:
    return (
        Column("lender", t("payoff.col.lender"), 14, flex=True),
        Column("ends", t("payoff.col.ends"), 10),
        Column("line", t("payoff.col.timeline"), _MOST_CELLS),
    )


def lender_rows(overview: Overview, plan: Planning, found: Answer) -> list[Row]:
    """The lenders in the order in which they end, each with a bar as long as it stays."""
    names = {account.loan.lender.id: account.loan.lender.name for account in overview.book.accounts}
    ends = lenders_open(plan.problem, found.outcome.closed)
    cells = min(_MOST_CELLS, max(found.outcome.length, 1))
    rows = []
    for lender, month in sorted(ends.items(), key=lambda one: (one[1], one[0])):
        filled = max(1, -(-month * cells // max(found.outcome.length, 1)))
        rows.append(
            Row(
                str(lender),
                {
                    "lender": names.get(lender, ""),
                    "ends": fmt.day(plan.owed.month_end(month)),
                    "line": "━" * (filled - 1) + "●" + "·" * (cells - filled),
                },
                data=lender,
            )
        )
    return rows


def missing_columns() -> tuple[Column, ...]:
    return (Column("what", t("payoff.col.missing"), 40, flex=True, sortable=False),)


def missing_rows(overview: Overview, plan: Planning) -> list[Row]:
    """What the plan needs and the records do not say, and debts that what is required never ends; enter goes there."""
    rows = []
    for gap in plan.owed.gaps:
        loan = overview.accounts[gap.loan_id].loan
        text = t(f"payoff.gap.{gap.code}", loan=short_name(loan))
        rows.append(Row(f"{gap.loan_id}:{gap.code}", {"what": text}, data=gap))
    for one in plan.endless:
        loan_id = plan.owed.parts[one.debt].loan_id
        told: Cell = (plan_text.endless_line(overview, plan, one), "warn")
        rows.append(Row(f"{loan_id}:endless", {"what": told}, data=loan_id))
    return rows


def short_columns() -> tuple[Column, ...]:
    return (
        Column("loan", t("payoff.col.loan"), 30, flex=True),
        Column("due", t("payoff.col.due"), 14, "right"),
    )


def short_rows(overview: Overview, plan: Planning) -> list[Row]:
    """The payments of the month in which the money does not suffice, the largest first."""
    if plan.shortage is None:
        return []
    rows = []
    for debt, amount in sorted(plan.shortage.required.items(), key=lambda one: -one[1]):
        loan = overview.accounts[plan.owed.parts[debt].loan_id].loan
        if amount:
            cells: dict[str, Cell] = {"loan": short_name(loan), "due": fmt.money(amount)}
            rows.append(Row(str(debt), cells, {"due": amount}, plan.owed.parts[debt]))
    return rows


def drift_columns() -> tuple[Column, ...]:
    return (
        Column("loan", t("payoff.col.loan"), 24, flex=True),
        Column("cause", t("payoff.col.cause"), 16),
        Column("amount", t("payoff.col.gap"), 14, "right"),
    )


def drift_rows(overview: Overview) -> list[Row]:
    """Why the debt is not what the adopted plan says: the parts in all, then account by account."""
    line = in_force(overview.payoff_plans)
    if line is None:
        return []
    found = drift_of(line, overview.book, overview.today)
    rows = [_drift_row("", t("payoff.drift.all"), cause, amount) for cause, amount in found.parts.items()]
    for loan_id, parts in found.by_loan.items():
        account = overview.accounts.get(loan_id)
        name = t("payoff.drift.deleted") if account is None else short_name(account.loan)
        rows += [_drift_row(str(loan_id), name, cause, amount) for cause, amount in parts.items()]
    return rows


def _drift_row(key: str, name: str, cause: Cause, amount: int) -> Row:
    tone = "warn" if amount > 0 else "good"
    cells: dict[str, Cell] = {
        "loan": (name, "" if key else "strong"),
        "cause": t(f"payoff.cause.{cause}"),
        "amount": (fmt.signed(amount), tone),
    }
    return Row(f"{key}:{cause}", cells, {"amount": amount})
