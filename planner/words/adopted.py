"""The adopted plan in words: how far it has come, its milestones, and what was found since it was adopted."""

from __future__ import annotations

from planner.domain.accounts.names import full_name, short_name
from planner.domain.basics.calendar import add_months
from planner.domain.payoff.adopted.progress import Milestone, Progress
from planner.domain.payoff.planning import Planning
from planner.domain.payoff.search.goals import Answer, ask_from
from planner.domain.reminders.planned import Planned
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.covers import adopted_payments
from planner.overview.offer import Offer, offer_of
from planner.overview.overview import Overview
from planner.overview.plan import drift_of, in_force, outdated_of
from planner.storage.kept import PlanLine
from planner.values import replace
from planner.words import covers
from planner.words.cash import same_day
from planner.words.plan import MILESTONES, agreed_lines

NAMED = 3  # loans whose terms are others, in the head


def goal_of_line(line: PlanLine) -> str:
    """The goal of an adopted plan in words; a month of it as the day on which it ends, from the adoption on."""
    try:
        ask = ask_from(line.goal)
    except PlannerError:
        return line.goal
    by = ask.by or (add_months(line.adopted_on, ask.month) if ask.month else None)
    on = fmt.day(by) if by else ""
    ratio = fmt.percent(ask.ratio, 0) if ask.ratio is not None else ""
    return t(f"goal.{ask.goal}", count=ask.at_most, month=on, ratio=ratio)


def head(overview: Overview, plan: Planning, found: Answer | None, *, proving: bool = False, keys: bool = True) -> str:
    """The adopted plan in a few lines, and the offer of a better one; empty while none was adopted.

    ``keys``: whether the keys of the app's page are named.
    """
    line, at = in_force(overview.payoff_plans), overview.progress
    if line is None or at is None:
        return ""
    ends = "payoff.kept.ends" if at.ends_all else "payoff.kept.ends.not_all"
    coming = _next_milestones(overview, at)
    lines = [
        t("payoff.kept.head", version=line.version, on=fmt.day(line.adopted_on), goal=goal_of_line(line)),
        t(ends, on=fmt.day(at.ends_on), left=fmt.money(at.left_minor)) + _drift(overview, line),
        _terms(overview, line),
        progress_line(at),
        *agreed_lines(overview, plan),
        covers.short(overview, plan, adopted_payments(overview), keys=keys),
        "" if overview.cash is None else same_day(overview.cash),
        t("payoff.head.milestones", what=" · ".join(map(milestone, coming))) if coming else "",
        _beside(overview, at),
        offer(overview, plan, found, proving=proving, keys=keys),
    ]
    return "\n".join(filter(None, lines))


def _beside(overview: Overview, at: Progress) -> str:
    """The loans on which more is owed than the plan pays, so that no milestone is theirs; empty without any."""
    if not at.beside:
        return ""
    names = [fmt.brief(short_name(overview.accounts[loan_id].loan)) for loan_id in at.beside]
    more = t("payoff.old.more", n=len(names) - NAMED) if len(names) > NAMED else ""
    return t("payoff.kept.beside", loans=t("list.and").join(names[:NAMED]) + more)


def _next_milestones(overview: Overview, at: Progress) -> tuple[Milestone, ...]:
    """Those before the end, of many the next ones to come; past ones where there is room for all."""
    before = tuple(one for one in at.milestones if one.lenders)
    if len(before) <= MILESTONES:
        return before
    return tuple(one for one in before if one.on >= overview.today)[:MILESTONES]


def progress_line(at: Progress) -> str:
    """What is paid of the plan, and what of it this month."""
    return t(
        "payoff.kept.progress",
        paid=fmt.money(at.paid_minor),
        planned=fmt.money(at.planned_minor),
        month_paid=fmt.money(at.month_paid_minor),
        month=fmt.money(at.month_minor),
    )


def milestone(one: Milestone) -> str:
    """The day on which the number of lenders falls to one or more."""
    return t("payoff.milestone", n=one.lenders, on=fmt.day(one.on))


def _terms(overview: Overview, line: PlanLine) -> str:
    """With which terms and money the plan was made that are others now, the first few by name; else nothing."""
    adopted = overview.baseline
    found = () if adopted is None else outdated_of(line, adopted, overview.book, overview.today, overview.means)
    if not found:
        return ""
    by_loan: dict[int | None, list[str]] = {}
    for one in found:
        by_loan.setdefault(one.loan_id, []).append(t(f"payoff.old.{one.what}"))
    told = []
    for loan_id, named in by_loan.items():
        what = t("list.and").join(named)
        loan = None if loan_id is None else fmt.brief(short_name(overview.accounts[loan_id].loan))
        told.append(what if loan is None else t("payoff.old.of", loan=loan, what=what))
    more = t("payoff.old.more", n=len(told) - NAMED) if len(told) > NAMED else ""
    return t("payoff.kept.old_terms", what=" · ".join(told[:NAMED]) + more)


def _drift(overview: Overview, line: PlanLine) -> str:
    found = drift_of(line, overview.book, overview.today)
    if found.kept:
        return " · " + t("payoff.kept.exact")
    if not found.gap_minor:
        return " · " + t("payoff.kept.even", n=len(found.by_loan))
    parts = [f"{t(f'payoff.cause.{cause}')} {fmt.signed(amount)}" for cause, amount in found.parts.items()]
    return " · " + t("payoff.kept.drift", gap=fmt.signed(found.gap_minor), parts=" · ".join(parts))


def offer(overview: Overview, plan: Planning, found: Answer | None, *, proving: bool, keys: bool = True) -> str:
    """What the plan that was found since is worth against the adopted one carried on; that there is no better one."""
    place = "" if keys else ".cli"
    if plan.shortage is not None:
        lack = plan.shortage
        on, missing = fmt.day(plan.owed.month_end(lack.month)), fmt.money(lack.missing_minor)
        return t(f"payoff.offer.lacks{place}", missing=missing, on=on)
    if found is None:
        return t(f"payoff.offer.short{place}")
    made = offer_of(overview, plan, found)
    if made is None:
        on, cost = fmt.day(plan.ended_on(found.outcome)), fmt.money(found.outcome.cost_minor)
        return t(f"payoff.offer.anew{place}", on=on, cost=cost)
    told = _gained(made)
    if made.saved_minor:
        less = made.saved_minor > 0
        told.append(t("payoff.offer.saves" if less else "payoff.offer.dearer", amount=fmt.money(abs(made.saved_minor))))
    if made.sooner_days:
        told.append(t("payoff.offer.sooner" if made.sooner_days > 0 else "payoff.offer.later", n=abs(made.sooner_days)))
    if not told or (not made.better and made.same_goal):
        return t("payoff.offer.none") + (t("payoff.proof.running") if proving else "")
    key = "payoff.offer.better" if made.same_goal else "payoff.offer.goal"
    name = goal_of_line(replace(made.line, goal=found.ask.text)) if not made.same_goal else ""
    return t(f"{key}{place}", what=t("list.and").join(told), goal=name)


def _gained(made: Offer) -> list[str]:
    """What is gained or lost in what the adopted goal puts before the cost."""
    goal = ask_from(made.line.goal) if made.measure else None
    if goal is None:
        return []
    key = f"payoff.offer.{goal.goal}.{'gained' if made.measure > 0 else 'lost'}"
    return [t(key, n=abs(made.measure), count=goal.at_most)]


def kind(one: Planned) -> str:
    """What a payment of the adopted plan is: done, not paid in time, due, above that, or the last."""
    if one.done:
        return t("payoff.kept.done")
    if one.over:
        return t("payoff.kept.over")
    if one.ends:
        return t("payoff.kind.settle") if one.more else t("payoff.kind.ends", kind=t("payoff.kind.due"))
    if not one.more:
        return t("payoff.kind.due")
    if not one.due_minor:
        return t("payoff.kind.extra")
    return t("payoff.kept.both", due=fmt.money(one.due_minor))


def as_text(overview: Overview, plan: Planning, found: Answer | None) -> str:
    """The same for a terminal without the app, with the payments of the coming month; empty without an adopted plan."""
    told = head(overview, plan, found, keys=False)
    if not told:
        return ""
    until = add_months(overview.today, 1)
    coming = [one for one in overview.planned if not (one.done or one.over) and one.on <= until]
    lines = []
    for one in coming:
        loan = full_name(overview.accounts[one.loan_id].loan)
        lines.append(f"  {fmt.day(one.on)}  {fmt.money(one.amount_minor)}  {kind(one)}  {loan}")
    return "\n".join([told, *lines])
