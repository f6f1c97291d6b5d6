"""A payoff plan in words: the headline of the page, the same on the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from planner.domain.accounts.conditions import undated
from planner.domain.accounts.names import full_name, short_name
from planner.domain.ledger.agreed_due import settled_by
from planner.domain.payoff.debts.actions import Action, ActionKind
from planner.domain.payoff.engine.outcome import Outcome
from planner.domain.payoff.planning import Planning
from planner.domain.payoff.search.goals import Answer, Ask, Goal, ask_from
from planner.domain.payoff.search.hoard import Hoard, Reason, hoards
from planner.domain.payoff.short.claims import lump_day
from planner.domain.payoff.short.doctor import Endless, Shortage
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.covers import found_payments
from planner.overview.overview import Overview
from planner.overview.plan import drift_of, in_force
from planner.overview.short import aim_of, allotted
from planner.words import budget, covers, short
from planner.words.cash import same_day

MILESTONES = 3  # days on which lenders become fewer; all of them are in the view of who ends when


def goal_name(plan: Planning, ask: Ask) -> str:
    """A goal in words, with its numbers; a month as the day that it stands for or ends on."""
    by = plan.owed.month_end(ask.month) if ask.by is None and ask.month else ask.by
    on = fmt.day(by) if by else ""
    ratio = fmt.percent(ask.ratio, 0) if ask.ratio is not None else ""
    return t(f"goal.{ask.goal}", count=ask.at_most, month=on, ratio=ratio)


def dominated(plan: Planning, better: str) -> str:
    """That another plan is better in every way; ``better`` is its goal as text."""
    return t("payoff.dominated", other=goal_name(plan, ask_from(better)))


def about_goal(plan: Planning, ask: Ask, found: Answer | None) -> str:
    """One sentence of what a goal does, and what is better than it if anything is."""
    better = None if found is None or ask.goal is Goal.DUE_ONLY else plan.dominated(found)
    return t(f"goal.about.{ask.goal}") if better is None else dominated(plan, better)


def head(
    overview: Overview,
    plan: Planning,
    ask: Ask,
    found: Answer | None,
    *,
    proving: bool,
    provable: bool,
    brief: bool = False,
    keys: bool = True,
) -> str:
    """Goal, result, how good it is, and unless ``brief`` where cash is short; or what is missing.

    ``keys``: whether the keys of the app's page are named; else where in the app something is entered.
    """
    if found is None:
        return "\n".join(lacking(overview, plan, ask, keys=keys))
    lines = [
        _goal_line(plan, ask, keys=keys),
        _result(plan, found) + _against(overview, plan, found),
        _proof(overview, plan, found, proving=proving, provable=provable),
        "" if brief else covers.short(overview, plan, found_payments(plan.actions(found)), keys=keys),
        *agreed_lines(overview, plan),
        *_unsaid(plan),
        covers.unused(plan, found, keys=keys),
        *budget.told(overview, plan, keys=keys),
    ]
    return "\n".join(filter(None, lines))


def more_lines(overview: Overview, plan: Planning, found: Answer) -> list[str]:
    """What else there is to say, by weight: what waits, milestones, what can be sooner, what stays free or is kept."""
    lines = [
        covers.absent(plan, found),
        _milestones(plan, found),
        covers.sooner(overview, plan.actions(found)),
        covers.idle(overview, plan, found),
        *kept_lines(overview, plan, found),
        "" if overview.cash is None else same_day(overview.cash),
    ]
    return [line for line in lines if line]


def _milestones(plan: Planning, found: Answer) -> str:
    told = milestones(plan, found)
    return t("payoff.head.milestones", what=" · ".join(told)) if told else ""


def agreed_lines(overview: Overview, plan: Planning) -> list[str]:
    """On which settlements for less the plan rests, each with its sum and its day; and on which it cannot."""
    lines = undated_lines(overview)
    for loan_id in plan.owed.agreed:
        loan, due = overview.accounts[loan_id].loan, settled_by(overview.positions[loan_id])
        if due is not None:
            left, on = fmt.money(loan.in_yuan(due.unpaid_minor)), fmt.day(due.due_on)
            lines.append(t("payoff.head.agreed", loan=short_name(loan), amount=left, on=on))
    return lines


def undated_lines(overview: Overview) -> list[str]:
    """The settlements for less that name no last day: on them no plan can rest."""
    lines = []
    for account in overview.book.accounts:
        agreed = undated(account, overview.today)
        if agreed is not None and overview.positions[account.loan.id].owed_minor:
            amount = fmt.money(account.loan.in_yuan(agreed.amount_minor or 0))
            lines.append(t("payoff.head.undated", loan=short_name(account.loan), amount=amount))
    return lines


def _unsaid(plan: Planning) -> list[str]:
    """What fell due and is not recorded yet: the plan takes it as paid, and says so."""
    unsaid = plan.owed.unsaid_minor
    return [t("payoff.head.unrecorded", amount=fmt.money(unsaid))] if unsaid else []


def _in(keys: bool) -> str:
    """The end of the key of a text that names keys where it stands in the app."""
    return "" if keys else ".cli"


def _goal_line(plan: Planning, ask: Ask, *, keys: bool) -> str:
    if plan.of_cash:
        return t("payoff.head.cash", goal=goal_name(plan, ask), amounts=budget.amounts(plan)) + _this_month(plan)
    amount = fmt.money(plan.problem.budget.monthly_minor[0])
    key = f"payoff.head.least{_in(keys)}" if plan.least else "payoff.head.goal"
    return t(key, goal=goal_name(plan, ask), budget=amount) + _this_month(plan)


def _this_month(plan: Planning) -> str:
    """What of the running month is spent already and what is left, and what earlier months have kept for it."""
    owed = plan.owed
    left = plan.problem.budget.month(1) - dict(owed.beside).get(1, 0)
    told = t("payoff.head.kept", amount=fmt.money(plan.held_minor)) if plan.held_minor else ""
    if not owed.repaid_minor:
        return told
    key = "payoff.head.repaid" if owed.months.payday == 1 else "payoff.head.repaid.payday"
    return told + t(key, paid=fmt.money(owed.repaid_minor), left=fmt.money(left))


def _result(plan: Planning, found: Answer) -> str:
    outcome = found.outcome
    on = fmt.day(plan.ended_on(outcome))
    return t("payoff.head.result", on=on, months=outcome.length, cost=fmt.money(outcome.cost_minor))


def _against(overview: Overview, plan: Planning, found: Answer) -> str:
    baseline = plan.baseline
    if baseline is None or found.ask.goal is Goal.DUE_ONLY:
        return ""
    if not all(baseline.closed):
        if leaves_unasked(plan, baseline):
            return t("payoff.head.unasked")
        endless = [debt.id for debt, month in zip(plan.problem.debts, baseline.closed, strict=True) if not month]
        loans = dict.fromkeys(plan.owed.parts[debt].loan_id for debt in endless)
        sure = {one.debt for one in plan.endless}.issuperset(endless)
        return t("payoff.head.endless" if sure else "payoff.head.long", loans=_named(overview, tuple(loans)))
    saved = baseline.cost_minor - found.outcome.cost_minor
    if saved < 0:
        return t("payoff.head.dearer", more=fmt.money(-saved))
    return t("payoff.head.saved", saved=fmt.money(saved))


_RULES = (Goal.SNOWBALL, Goal.AVALANCHE, Goal.RELIEF, Goal.OWN, Goal.DUE_ONLY, Goal.RATIO)


def _proof(overview: Overview, plan: Planning, found: Answer, *, proving: bool, provable: bool) -> str:
    if plan.evidence.fault:
        return t("payoff.proof.fault")
    whole, spaced = plan.owed.whole, plan.spaced
    scope, loans = ("", "") if plan.unreserved else (".days" if spaced else ".whole", _named(overview, whole + spaced))
    if plan.proven(found):
        if scope:
            return t(f"payoff.proof.best{scope}", loans=loans)
        return t("payoff.proof.month" if found.ask.goal in (Goal.AT_MOST, Goal.FEWEST) else "payoff.proof.best")
    bound, cost = plan.bound_of(found), found.outcome.cost_minor
    if bound <= 0:  # that nothing costs less than nothing says nothing
        if found.ask.goal in _RULES:
            return t("payoff.proof.rule.open")
        return t("payoff.proof.open") + (t("payoff.proof.running") if proving else "")
    if found.ask.goal in _RULES:
        return t(f"payoff.proof.rule{scope}", bound=fmt.money(bound), loans=loans)
    share = Decimal(cost - bound) / cost if cost else Decimal(0)
    gap = {"gap": fmt.money(cost - bound), "percent": fmt.percent(share, 2)}
    text = t(f"payoff.proof.gap{scope}", bound=fmt.money(bound), loans=loans, **gap)
    if proving:
        return text + t("payoff.proof.running")
    return text if provable else text + t("payoff.proof.missing")


def _named(overview: Overview, loan_ids: Sequence[int]) -> str:
    """The names of loans, of many the first and how many more."""
    names = [fmt.brief(short_name(overview.accounts[loan_id].loan)) for loan_id in loan_ids]
    return t("list.and").join(names) if len(names) < 3 else t("payoff.proof.more", loan=names[0], n=len(names) - 1)


def kept_lines(overview: Overview, plan: Planning, found: Answer) -> list[str]:
    """What money the plan keeps although debts are open, until when and for what; of several times the first."""
    kept = hoards(plan.problem, found.outcome)
    if not kept:
        return []
    first, months = kept[0], plan.owed.months
    begins = months.begin(first.last + 1)
    until = fmt.month(begins) if months.payday == 1 else fmt.day(begins)
    loans = _named(overview, tuple(dict.fromkeys(plan.owed.parts[debt].loan_id for debt in first.debts)))
    key = f"payoff.hoard.{first.reason}{_by_due(overview, plan, first)}"
    told = t(key, amount=fmt.money(first.most_minor), until=until, loans=loans)
    return [told + (t("payoff.hoard.more", n=len(kept) - 1) if len(kept) > 1 else "")]


def _by_due(overview: Overview, plan: Planning, kept: Hoard) -> str:
    """The end of the key where money waits for a due day, not for the day from which a contract takes it early."""
    if kept.reason is not Reason.DAY:
        return ""
    begins = plan.owed.months.begin(kept.last + 1)
    firsts = [overview.accounts[plan.owed.parts[debt].loan_id].loan.prepay_from for debt in kept.debts]
    return "" if all(first is not None and first >= begins for first in firsts) else ".due"


def milestones(plan: Planning, found: Answer) -> list[str]:
    """The days on which lenders become fewer, in order, of many the next ones; that of the last is said as the end."""
    days = [(on, left) for on, left in plan.lenders_on(found.outcome) if left]
    return [t("payoff.milestone", n=left, on=fmt.day(on)) for on, left in days[:MILESTONES]]


def followed(overview: Overview) -> list[str]:
    """The adopted plan, and by how much reality departs from it; nothing before one was adopted."""
    line = in_force(overview.payoff_plans)
    if line is None:
        return []
    found = drift_of(line, overview.book, overview.today)
    on = fmt.day(line.adopted_on)
    if found.kept:
        return [t("payoff.followed.exact", version=line.version, on=on)]
    if not found.gap_minor:
        return [t("payoff.followed.even", version=line.version, on=on, n=len(found.by_loan))]
    parts = [f"{t(f'payoff.cause.{cause}')} {fmt.signed(amount)}" for cause, amount in found.parts.items()]
    key = "payoff.followed.more" if found.gap_minor > 0 else "payoff.followed.less"
    return [t(key, version=line.version, on=on, gap=fmt.money(abs(found.gap_minor)), parts=" · ".join(parts))]


def lacking(
    overview: Overview, plan: Planning, ask: Ask, *, keys: bool = True, brief: bool = False, form: bool = False
) -> list[str]:
    """Why there is no plan, and what would help.

    Args:
        overview: the figures.
        plan: what was planned.
        ask: the goal in force.
        keys: whether the keys of the app's pages are named.
        brief: in as few lines as can be, above a table.
        form: whether it stands beside a form, where the keys of the page are letters that are typed.
    """
    lack, said = plan.shortage, budget.told(overview, plan, keys=keys)
    if lack is None:
        return [_goal_line(plan, ask, keys=keys), t("payoff.unreached"), *_unsaid(plan), *said]
    if brief:
        return [_goal_line(plan, ask, keys=keys), _missing(plan, lack), _in_short(plan, lack), *_unsaid(plan)]
    lines = [_goal_line(plan, ask, keys=keys), *_shortage(plan, lack), *undated_lines(overview), *_unsaid(plan), *said]
    in_full = [gap.loan_id for gap in plan.owed.gaps if gap.code == "card" and keys]  # elsewhere the notes say it
    lines.append(t(f"payoff.short.help{'.form' if form else _in(keys)}"))
    return [*lines, *(gap_text(overview, loan_id, "card", keys=keys) for loan_id in in_full)]


def _missing(plan: Planning, lack: Shortage) -> str:
    on = fmt.day(plan.owed.month_end(lack.month))
    return t("payoff.short.head", on=on, missing=fmt.money(lack.missing_minor))


def _in_short(plan: Planning, lack: Shortage) -> str:
    """What is enough, in one line: a month, or a sum."""
    if lack.enough_minor is None:
        said = t("payoff.short.none")
    else:
        least = "least" if lack.enough_is_least else "enough"
        said = t(f"payoff.brief.{least}", enough=fmt.money(lack.enough_minor))
        until = None if lack.enough_until is None else fmt.day(plan.owed.month_end(lack.enough_until))
        said += t("payoff.brief.end") if until is None else t("payoff.brief.until", on=until)
    at_hand = fmt.money(lack.at_hand_minor)
    if lack.lump_minor == 0:
        return said + t("payoff.brief.at_hand", at_hand=at_hand)
    if lack.lump_minor is None:
        return said
    beside, on = t("payoff.brief.beside", at_hand=at_hand) if lack.at_hand_minor else "", lump_day(plan.owed, lack)
    return said + t("payoff.brief.lump", lump=fmt.money(lack.lump_minor), on=fmt.day(on), beside=beside)


def _shortage(plan: Planning, lack: Shortage) -> Iterator[str]:
    yield _missing(plan, lack)
    yield _enough(plan, lack)
    at_hand = fmt.money(lack.at_hand_minor)
    if lack.lump_minor == 0:
        yield t("payoff.short.at_hand", at_hand=at_hand)
    elif lack.lump_minor is not None and lack.lump_month is not None:
        key = f"payoff.short.lump{'.least' if lack.lump_is_least else ''}{'.beside' if lack.at_hand_minor else ''}"
        entered = "" if lack.at_hand_minor or not plan.of_cash else t("payoff.short.lump.entered")
        yield t(key, lump=fmt.money(lack.lump_minor), on=fmt.day(lump_day(plan.owed, lack)), at_hand=at_hand) + entered


def _enough(plan: Planning, lack: Shortage) -> str:
    """How much a month is enough, up to when, whether it is the least, and whether what is left over waits."""
    if lack.enough_minor is None:
        return t("payoff.short.none")
    enough, floor = fmt.money(lack.enough_minor), fmt.money(lack.enough_floor_minor)
    key = "least" if lack.enough_is_least else ("enough.floor" if lack.enough_floor_minor else "enough")
    said = t(f"payoff.short.{key}", enough=enough, floor=floor)
    if lack.enough_until is None:
        until = t("payoff.short.until.end")
    else:
        on = fmt.day(plan.owed.month_end(lack.enough_until))
        later = max(plan.problem.budget.monthly_minor[lack.enough_until :] or plan.problem.budget.monthly_minor[-1:])
        until = t("payoff.short.until", on=on, then=fmt.money(min(later, lack.enough_minor)))
    return said + until + t("payoff.short.carry" if plan.problem.budget.carry else "payoff.short.no_carry")


def kind_text(action: Action) -> str:
    """What a payment is, and of what is due whether it settles; a card's instalments have to be ended with the bank."""
    if action.kind is ActionKind.SETTLE and action.plan_id is not None:
        return t("payoff.kind.end_plan")
    kind = t(f"payoff.kind.{action.kind}")
    return t("payoff.kind.ends", kind=kind) if action.ends and action.kind is ActionKind.DUE else kind


def gap_text(overview: Overview, loan_id: int, code: str, *, keys: bool = True) -> str:
    """What is missing of a loan to plan well, and where it is entered."""
    said = t(f"payoff.gap.{code}", loan=short_name(overview.accounts[loan_id].loan))
    where = f"payoff.gap.{code}.{'key' if keys else 'cli'}"
    return said if code == "future" else said + t(where)


def notes(overview: Overview, plan: Planning, *, keys: bool = True) -> list[str]:
    """What is missing to plan well, and debts that their minimum never ends."""
    told = [gap_text(overview, gap.loan_id, gap.code, keys=keys) for gap in plan.owed.gaps]
    return told + [endless_line(overview, plan, one) for one in plan.endless]


def asks_nothing(one: Endless) -> bool:
    """Whether a debt without an end asks for no payment and bears no interest, as what a friend lends without dates."""
    return not one.required_minor and not one.interest_minor


def leaves_unasked(plan: Planning, baseline: Outcome) -> bool:
    """Whether all that paying only what is due never ends are such debts."""
    left = {debt.id for debt, month in zip(plan.problem.debts, baseline.closed, strict=True) if not month}
    return left <= {one.debt for one in plan.endless if asks_nothing(one)}


def endless_line(overview: Overview, plan: Planning, one: Endless) -> str:
    """That what is required never ends a debt, and the payments that do in one, two and three years.

    One that asks for nothing and costs nothing is paid when the person likes: nothing is wrong with it.
    """
    named = short_name(overview.accounts[plan.owed.parts[one.debt].loan_id].loan)
    payments = {f"in{months}": fmt.money(amount) for months, amount in one.payments}
    required, interest = fmt.money(one.required_minor), fmt.money(one.interest_minor)
    if asks_nothing(one):
        return t("payoff.unasked", loan=named, **payments)
    return t("payoff.endless", loan=named, required=required, interest=interest, **payments)


def as_text(overview: Overview, plan: Planning, ask: Ask) -> str:
    """The whole for a terminal without the app."""
    found = None if plan.shortage else plan.answer(ask)
    lines = [head(overview, plan, ask, found, proving=False, provable=True, keys=False)]
    if found is not None:
        lines += [*more_lines(overview, plan, found), "", t("payoff.cli.actions")]
        for action in plan.actions(found):
            if action.month == 1:
                amount, kind = fmt.money(action.amount_minor), kind_text(action)
                lines.append(
                    f"  {fmt.day(action.on)}  {amount}  {kind}  {full_name(overview.accounts[action.loan_id].loan)}"
                )
        lines += ["", t("payoff.cli.goals")]
        lines += [f"  {line}" for line in goal_lines(plan)]
    aim, clean = aim_of(overview.settings)
    allotment = allotted(overview, plan, aim, clean)
    if allotment is not None:
        lines += ["", *short.by_day(overview, plan, allotment, keys=False)]
        lines += [*short.summary(overview, allotment, clean), *short.lines(overview, allotment)]
    told = notes(overview, plan, keys=False)
    return "\n".join([*lines, *([""] if told else []), *told])


def goal_lines(plan: Planning) -> list[str]:
    """Each goal with its end and its cost."""
    lines = []
    for goal, one in plan.goals().items():
        name = t(f"goal.{goal}")
        if isinstance(one, PlannerError):
            lines.append(f"{name}  {fmt.error(one.code, one.params)}")
        else:
            on = fmt.day(plan.ended_on(one.outcome))
            lines.append(f"{name}  {on}  {fmt.money(one.outcome.cost_minor)}")
    return lines
