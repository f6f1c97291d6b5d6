"""What is done where the money does not suffice: who gets how much of it, whom to call by when, what being late costs.

It stands in the place of what a plan would pay; the goals make room for what is to come first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.domain.accounts.names import short_name
from planner.domain.payoff.short.allot import Aim, Allotment, Choice, Given
from planner.domain.payoff.short.purse import Purse
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.short import aim_of, aim_text, allotted, keeps_buffer
from planner.services import plans
from planner.ui.screens.plan.views.sight import PlanSight, head, notes
from planner.ui.views import View, nothing
from planner.ui.widgets.table import Cell, Column, Row
from planner.words import plan as plan_text
from planner.words import short as words

if TYPE_CHECKING:
    from planner.ui.host import Host

HEAD = 2  # lines of what is missing that stand above every table
_TONES = {Choice.FULL: "good", Choice.MINIMUM: "", Choice.ASK: "warn", Choice.UNSERVED: "bad"}


def columns() -> tuple[Column, ...]:
    """A day, the loan, what it asks for, what it gets, what is done, by when to call, what a day late costs."""
    return (
        Column("on", t("payoff.col.on"), 10),
        Column("loan", t("payoff.col.loan"), 12, flex=True),
        Column("due", t("short.col.due"), 10, "right"),
        Column("paid", t("short.col.paid"), 10, "right"),
        Column("choice", t("short.col.choice"), 11),
        Column("call", t("short.col.call"), 10),
        Column("day", t("short.col.day"), 12, "right", rank=1),
    )


def _allotment(seen: PlanSight) -> Allotment | None:
    aim, clean = aim_of(seen.overview.settings)
    return allotted(seen.overview, seen.plan, aim, clean)


def rows(seen: PlanSight) -> list[Row]:
    """The claims in the order in which they are served."""
    found = _allotment(seen)
    return [] if found is None else [_row(seen, one) for one in found.given]


def _row(seen: PlanSight, one: Given) -> Row:
    claim = one.claim
    cells: dict[str, Cell] = {
        "on": fmt.day(claim.due_on),
        "loan": short_name(seen.overview.accounts[claim.loan_id].loan),
        "due": fmt.money(claim.minimum_minor),
        "paid": (fmt.money(one.paid_minor), "strong" if one.paid_minor else "muted"),
        "choice": (words.choice_text(one), _TONES[one.choice]),
        "call": fmt.day(one.call_on) if one.call_on else "",
        "day": words.day_cost(one),
    }
    order = {"on": claim.due_on, "due": claim.minimum_minor, "paid": one.paid_minor, "day": one.day_minor}
    return Row(claim.key, cells, order, one)


def _head(seen: PlanSight) -> str:
    """What is missing and would help, then what is done with what there is."""
    found = _allotment(seen)
    if found is None:
        return head(seen)
    _, clean = aim_of(seen.overview.settings)
    lack = plan_text.lacking(seen.overview, seen.plan, seen.ask, brief=True)
    return "\n".join(
        [*lack, *words.by_day(seen.overview, seen.plan, found), *words.in_short(seen.overview, found, clean)]
    )


def _says_why(seen: PlanSight) -> str:
    """Why a view of a plan has no rows, where what is paid stands, what may help, what is missing to plan well."""
    found = _allotment(seen)
    if found is None:
        return "\n".join(filter(None, [t("payoff.empty.unreached"), notes(seen)]))
    helps = plan_text.lacking(seen.overview, seen.plan, seen.ask)[HEAD:]
    late = words.summary(seen.overview, found)[-1]
    return "\n".join([t("payoff.empty.short", pay=t("payoff.view.pay")), *helps, late])


def _about(seen: PlanSight, row: Row) -> str:
    """The claim, and of a card what its terms do not say, so that all of its bill is asked for."""
    loan_id = row.data.claim.loan_id
    unsaid = any(gap.loan_id == loan_id and gap.code == "card" for gap in seen.plan.owed.gaps)
    found = _allotment(seen)
    about = words.about(seen.overview, row.data, () if found is None else found.given)
    return f"{about}\n{plan_text.gap_text(seen.overview, loan_id, 'card')}" if unsaid else about


def _open(app: Host, _seen: PlanSight, one: Given) -> None:
    from planner.ui.screens.loans.loan import LoanScreen

    app.push_screen(LoanScreen(one.claim.loan_id))


def in_place_of(view: View[PlanSight], seen: PlanSight | None) -> View[PlanSight]:
    """A view of a plan where there is no plan for the goal.

    Where the money does not suffice, that of what is to be paid says what is done about each claim, and that of the
    goals what may come first. Goals and the price of fewer lenders need no plan for this goal. Every other view says
    that it has nothing.
    """
    lacks = seen is not None and seen.plan.shortage is not None
    if view.name == "pay" and lacks:
        return View(view.name, columns, rows, _head, view.empty, _open, about=_about)
    if view.name == "goals" and lacks:
        return View(view.name, _aim_columns, _aim_rows, _head, view.empty, _choose, about=_about_aim)
    if view.name in ("goals", "frontier") and not lacks:
        return view
    return View(view.name, view.columns, lambda _: [], _head, _says_why, nothing)


# -- what comes first ------------------------------------------------------------------------------------------------


def _aim_columns() -> tuple[Column, ...]:
    """What may come first, and where that leads."""
    return (
        Column("aim", t("short.col.aim"), 24, flex=True, sortable=False),
        Column("late", t("short.col.late"), 10, "right", sortable=False),
        Column("cost", t("short.col.cost"), 12, "right", sortable=False),
        Column("missing", t("short.col.missing"), 12, "right", sortable=False),
    )


def _aim_rows(seen: PlanSight) -> list[Row]:
    """The three aims, then each loan that may be kept in order before all others."""
    now, clean = aim_of(seen.overview.settings)
    made = [_aim_row(seen, aim, (), current=aim is now) for aim in (Aim.RECORD, Aim.FEWEST, Aim.COST)]
    loans = dict.fromkeys(claim.loan_id for claim in seen.plan.claims or ())
    for loan_id in loans:
        kept = now is Aim.CLEAN and loan_id in clean
        others = set(clean) if now is Aim.CLEAN else set[int]()
        made.append(_aim_row(seen, Aim.CLEAN, tuple(sorted(others ^ {loan_id})), current=kept, named=loan_id))
    found = _allotment(seen)
    if found is not None and found.purse.cash_at_hand and found.purse.buffer_minor:
        made.append(_buffer_row(seen, found.purse))
    return made


def _buffer_row(seen: PlanSight, purse: Purse) -> Row:
    """What the person keeps back: whether it stays back here, too."""
    name = t("short.aim.buffer", buffer=fmt.money(purse.buffer_minor))
    kept = keeps_buffer(seen.overview.settings)
    cells: dict[str, Cell] = {"aim": (name + (" «" if kept else ""), "strong" if kept else "")}
    return Row("buffer", cells, data=("buffer", not kept))


def _aim_row(seen: PlanSight, aim: Aim, clean: tuple[int, ...], *, current: bool, named: int | None = None) -> Row:
    """An aim; of a loan to keep in order what choosing it, or letting it go again, leads to."""
    chosen = aim_text(aim, clean) if clean or aim is not Aim.CLEAN else aim_text(Aim.RECORD)
    found = allotted(seen.overview, seen.plan, aim if clean or named is None else Aim.RECORD, clean)
    assert found is not None  # the view is turned to only where money lacks
    name = words.aim_name(seen.overview, aim, [named] if named is not None else ())
    cells: dict[str, Cell] = {
        "aim": (name + (" «" if current else ""), "strong" if current else ""),
        "late": t("short.lenders", n=len(found.late_lenders)),
        "cost": fmt.money(found.cost_minor),
        "missing": fmt.money(found.missing_minor),
    }
    return Row(f"{aim}:{named or ''}", cells, data=(aim, chosen))


def _about_aim(_seen: PlanSight, row: Row) -> str:
    return t(f"short.aim.about.{row.data[0]}")


def _choose(app: Host, _seen: PlanSight, data: Any) -> None:
    """Make it what comes first; of the buffer let it go, or keep it."""
    kind, chosen = data
    if kind == "buffer":
        app.write(lambda store: plans.keep(store, keeps_buffer=chosen))
    else:
        app.write(lambda store: plans.keep(store, aim=chosen))
