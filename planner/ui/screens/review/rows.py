"""What the lists of the weekly review show, stage by stage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from planner.domain.figures.ratios import Ratios
from planner.domain.offers.offer import to_look_at
from planner.domain.payoff.adopted.movement import Movement, Shift
from planner.domain.review.items import (
    Action,
    ActionCode,
    Agenda,
    BalanceCheck,
    DueCheck,
    Kept,
    Outcome,
    Progress,
    Stage,
)
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.plan import drift_of, in_force
from planner.overview.review import Standing, comparison, conclude, summary_of
from planner.ui.widgets.table import Cell, Column, Row, widest
from planner.ui.widgets.text import beginning, wrap
from planner.words import moved
from planner.words.agreements import claim_mark
from planner.words.figures import institutions
from planner.words.offers import decided, wish_text
from planner.words.review import action_text, change_text, kept_state, summary_lines

if TYPE_CHECKING:
    from planner.overview.overview import Overview
    from planner.storage.kept import ReviewLine
from planner.words.accounts import due_and_plan

TONES = {Outcome.OPEN: "warn", Outcome.PAID: "good", Outcome.CHECKED: "good"}
Rows = tuple[tuple[Column, ...], list[Row], str | None]


def history_columns() -> tuple[Column, ...]:
    """A week, and its review in a line."""
    return (Column("week", t("review.col.week"), 12), Column("text", t("review.col.summary"), 40, flex=True))


def history_row(line: ReviewLine) -> Row:
    """One saved review in a line."""
    done = summary_of(line)
    if done is None:
        text = t("review.text.unreadable", week=fmt.day(line.week_on))
    else:
        text = t(
            "review.line",
            debt=fmt.money(done.ratios.debt_minor),
            payment=fmt.percent(done.ratios.payment_ratio, 1),
            lenders=done.ratios.lenders.unsettled,
            checked=done.checked,
            total=done.lenders_open,
            notes=done.notes,
        )
    return Row(f"review-{line.id}", {"week": fmt.day(line.week_on), "text": text}, data=line)


def stage_rows(stage: Stage, agenda: Agenda, at: Standing, overview: Overview) -> Rows:
    """Columns and rows of a stage, and the key of the first row that still wants an answer."""
    if stage is Stage.DUE:
        rows = [_due_row(check, overview) for check in agenda.dues]
        return _items(_due_columns(rows), rows)
    if stage is Stage.BALANCES:
        return _items(_balance_columns(), [_balance_row(check) for check in agenda.balances])
    if stage is Stage.RATIOS:
        return _ratio_columns(), _ratio_rows(overview, at), None
    if stage is Stage.ACTIONS:
        return _action_columns(), _action_rows(agenda, at, overview.today), None
    return _save_columns(), _save_rows(agenda, at, overview), None


def _items(columns: tuple[Column, ...], rows: list[Row]) -> Rows:
    return columns, rows, next((row.key for row in rows if row.data.outcome is Outcome.OPEN), None)


def _due_columns(rows: list[Row]) -> tuple[Column, ...]:
    return (
        Column("due_on", t("loans.col.due_on"), 10),
        Column("loan", t("import.col.loan"), 20, flex=True),
        Column("unpaid", t("review.col.unpaid"), max(21, widest(rows, "unpaid")), "right"),
        Column("outcome", t("reminder.col.state"), 20),
    )


def _due_row(check: DueCheck, overview: Overview) -> Row:
    """A due with its answer; what became of its claim stands behind the name, which has to be read in full."""
    mark = claim_mark(overview.positions[check.loan_id].claim)
    assumed = check.assumed and check.outcome is Outcome.OPEN
    state: str = check.outcome
    if check.least_paid and check.outcome is Outcome.PAID:
        state = "least_paid" if check.unpaid_minor else "paid_enough"
    outcome = t("due.assumed_asked") if assumed else t(f"review.outcome.{state}")
    if check.reply is not None and check.reply.reason:
        outcome += f" ({check.reply.reason})"
    cells: dict[str, Cell] = {
        "due_on": fmt.day(check.due_on),
        "loan": f"{check.loan} {mark}".rstrip(),
        "unpaid": due_and_plan(
            check.least_minor,
            check.unpaid_minor,
            check.plan_minor,
            least_paid=check.least_paid and check.unpaid_minor > 0,
        ),
        "outcome": (outcome, TONES.get(check.outcome, "")),
    }
    return Row(check.key, cells, data=check)


def _balance_columns() -> tuple[Column, ...]:
    return (
        Column("loan", t("import.col.loan"), 24, flex=True),
        Column("principal", t("balance.ours"), 14, "right"),
        Column("last_on", t("loan.checked_on"), 12),
        Column("outcome", t("reminder.col.state"), 14),
    )


def _balance_row(check: BalanceCheck) -> Row:
    cells: dict[str, Cell] = {
        "loan": check.loan,
        "principal": fmt.money(check.principal_minor) if check.known else t("state.unknown"),
        "last_on": fmt.day(check.last_on),
        "outcome": (t(f"review.outcome.{check.outcome}"), TONES.get(check.outcome, "")),
    }
    return Row(check.key, cells, data=check)


def _ratio_columns() -> tuple[Column, ...]:
    return (
        Column("name", t("review.col.figure"), 24, flex=True),
        Column("now", t("review.col.now"), 14, "right"),
        Column("last", t("review.col.last"), 14, "right"),
        Column("month", t("review.col.month_ago"), 14, "right"),
    )


_NAME = 30  # cells that the name of a figure has in the narrowest window


def _share(value: Decimal | None) -> str:
    return fmt.percent(value, 1)


FIGURES: tuple[tuple[str, Callable[[Ratios], str]], ...] = (
    ("ratio.debt", lambda r: fmt.money(r.debt_minor)),
    ("ratio.due", lambda r: fmt.money(r.due_minor)),
    ("ratio.income", lambda r: fmt.money(r.income_minor)),
    ("ratio.payment", lambda r: _share(r.payment_ratio)),
    ("ratio.balance", lambda r: _share(r.balance_ratio)),
    ("ratio.utilisation", lambda r: _share(r.utilisation)),
    ("ratio.unsettled", lambda r: str(r.lenders.unsettled)),
    ("ratio.open_lines", lambda r: str(r.lenders.open_lines)),
    ("ratio.institutions", lambda r: institutions(r.lenders)),
    ("loans.col.on_time", lambda r: _share(r.on_time.rate)),
)


def _ratio_rows(overview: Overview, at: Standing) -> list[Row]:
    compared = comparison(overview, at)

    def shown(point: Ratios | None, write: Callable[[Ratios], str]) -> str:
        return fmt.UNKNOWN if point is None else write(point)

    rows = [
        Row(
            key,
            {
                "name": beginning(t(key)),
                "now": shown(compared.now, write),
                "last": shown(compared.last, write),
                "month": shown(compared.month_ago, write),
            },
        )
        for key, write in FIGURES
    ]
    for number, change in enumerate(compared.accounts):
        lines = wrap(change_text(change), _NAME - 2)
        told = [lines[0], *(f"  {line}" for line in lines[1:])]
        rows += [Row(f"change-{number}-{place}", {"name": line}) for place, line in enumerate(told)]
    return [*rows, *_finding_rows(overview, at), *_plan_rows(overview), *_wish_rows(overview, at)]


def _finding_rows(overview: Overview, at: Standing) -> list[Row]:
    """What changed of the findings since the last review, or within a week before there was one, and on which day."""
    since = at.last.ratios.as_of if at.last else overview.today - timedelta(days=7)
    rows = [Row("findings", {"name": (t("review.findings"), "strong")})]
    for place, turn in enumerate(overview.turns(since)):
        text = t(
            "review.finding.changed",
            finding=t(f"finding.{turn.code}"),
            before=t(f"finding.state.{turn.before}"),
            after=t(f"finding.state.{turn.after}"),
        )
        rows.append(Row(f"turn-{place}", {"name": "  " + text, "now": fmt.day(turn.on)}))
    if len(rows) == 1:
        rows.append(Row("turn-none", {"name": "  " + t("review.finding.same")}))
    return rows


def _wish_rows(overview: Overview, at: Standing) -> list[Row]:
    """What one wanted to borrow for, with what was decided: what is open or waits, and what is new."""
    since = at.last.ratios.as_of if at.last else overview.today - timedelta(days=7)
    return [
        Row(f"wish-{wish.id}-{place}", {"name": line if place else (line, "strong")})
        for wish in to_look_at(overview.wishes, since)
        for place, line in enumerate((wish_text(wish), "  " + decided(wish)))
    ]


def _plan_rows(overview: Overview) -> list[Row]:
    """By how much today's debt departs from the adopted plan, and why; nothing before one was adopted."""
    line = in_force(overview.payoff_plans)
    if line is None:
        return []
    found = drift_of(line, overview.book, overview.today)
    told: list[tuple[str, int]] = [(t("payoff.drift.review", version=line.version), found.gap_minor)]
    told += [("  " + t(f"payoff.cause.{cause}"), amount) for cause, amount in found.parts.items()]
    rows = [Row(f"plan-{at}", {"name": name, "now": fmt.signed(amount)}) for at, (name, amount) in enumerate(told)]
    if not overview.movement_known:
        return [*rows, Row("plan-again", {"name": (t("payoff.computing"), "muted")})]
    made = overview.movement
    if made is None or made.adopted is None:
        rows.append(Row("plan-again", {"name": (t("payoff.drift.short"), "warn")}))
        return rows
    return rows + _moved_rows(made)


def _moved_rows(made: Movement) -> list[Row]:
    """The debt-free day now and as it was last week, what moved it, and what keeping the plan has saved."""
    week, now = made.week, made.adopted
    assert now is not None
    before = fmt.UNKNOWN if week is None else fmt.day(week.before_on)
    rows = [Row("free", {"name": (t("payoff.moved.free"), "strong"), "now": fmt.day(now.now_on), "last": before})]
    parts = {} if week is None else week.parts
    for why, one in parts.items():
        if one != Shift(0, 0):
            rows.append(Row(f"free-{why}", {"name": "  " + t(f"payoff.why.{why}"), "now": moved.part(one)}))
    if made.saved is not None:
        saved = fmt.signed(made.saved.so_far_minor)
        rows.append(Row("free-saved", {"name": t("payoff.moved.saved"), "now": saved}))
    return rows


def _action_columns() -> tuple[Column, ...]:
    return (Column("mark", "", 10), Column("text", t("review.col.action"), 40, flex=True))


def _action_rows(agenda: Agenda, at: Standing, today: date) -> list[Row]:
    progress = at.progress
    assert progress is not None
    keys = chosen_keys(agenda, progress)
    rows = []
    for kept in agenda.kept:
        rows.append(_kept_row(kept, today))
    for action in agenda.proposals:
        mark = "[x]" if action.key in keys else "[ ]"
        rows.append(Row(action.key, {"mark": mark, "text": action_text(action)}, data=action))
    for text in progress.own:
        own = Action(f"own:{text}", ActionCode.OWN, text=text)
        rows.append(Row(f"chosen-{own.key}", {"mark": "[x]", "text": action_text(own)}, data=own))
    return rows


def _kept_row(kept: Kept, today: date) -> Row:
    state = kept_state(kept, today)
    tone = {"done": "good", "not_done": "warn"}.get(state, "muted")
    text = t("review.last_week", action=action_text(kept.action))
    return Row(f"kept-{kept.action.key}", {"mark": (t(f"review.kept.{state}"), tone), "text": text}, data=kept)


def chosen_keys(agenda: Agenda, progress: Progress) -> list[str]:
    """Keys of the proposals that are chosen, or suggested before any choice."""
    if progress.chosen is None:
        return [action.key for action in agenda.proposals if action.suggested]
    return list(progress.chosen)


def _save_columns() -> tuple[Column, ...]:
    return (Column("text", t("review.col.summary"), 60, flex=True),)


def _save_rows(agenda: Agenda, at: Standing, overview: Overview) -> list[Row]:
    assert at.progress is not None
    known = overview.movement if overview.movement_known else None
    done = conclude(overview, at, at.progress, saved_at="", weeks=overview.reviewed, movement=known)
    lines = summary_lines(done)
    return [Row(str(number), {"text": line}) for number, line in enumerate(lines)]
