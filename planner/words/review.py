"""A weekly review in sentences."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from planner.domain.review.items import Action, ActionCode, Kept
from planner.domain.review.summary import Change, Summary
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.review import summary_of
from planner.storage.kept import ReviewLine
from planner.storage.shipped import cases as lists
from planner.words import moved
from planner.words.credit import said
from planner.words.figures import institutions_line
from planner.words.findings import counted
from planner.words.reminders import to_do


def as_text(line: ReviewLine) -> str:
    """A saved review as plain lines, in the language in use."""
    done = summary_of(line)
    if done is None:
        return t("review.text.unreadable", week=line.week_on.isoformat())
    return "\n".join(summary_lines(done))


def summary_lines(done: Summary) -> list[str]:
    """What a review says, line by line, in the language in use."""
    now = done.ratios
    lines = [
        t("review.text.head", week=done.week.isoformat(), on=now.as_of.isoformat()),
        t("review.text.debt", debt=fmt.money(now.debt_minor), due=fmt.money(now.due_minor)),
        t(
            "review.text.ratios",
            payment=fmt.percent(now.payment_ratio),
            balance=fmt.percent(now.balance_ratio),
            used=fmt.percent(now.utilisation),
        ),
        t(
            "review.text.lenders",
            lenders=now.lenders.unsettled,
            lines=now.lenders.open_lines,
            rate=fmt.percent(now.on_time.rate),
            streak=now.on_time.streak,
        ),
        *filter(None, [institutions_line(now.lenders)]),
        t("review.text.checked", checked=done.checked, total=done.lenders_open),
        t("review.text.streak", n=done.streak),
        *_findings_line(done),
        *([] if done.movement is None else moved.head(done.movement).split("\n")),
        t("review.text.commitments" if done.commitments else "review.text.no_commitments"),
        *(f"- {action_text(action)}" for action in done.commitments),
    ]
    return [*lines, t("review.text.notes", notes=done.notes)] if done.notes else lines


def _findings_line(done: Summary) -> list[str]:
    """How many findings act against the person, are to watch, lack data; nothing for older reviews."""
    return [counted(done.findings)] if done.findings else []


def action_text(action: Action) -> str:
    """An action or commitment in words."""
    params: dict[str, object] = {"loan": action.loan, "on": action.on, "amount_minor": action.amount_minor}
    text = case_text(action) if action.code is ActionCode.CASE else action.text
    return t(f"review.action.{action.code}", text=text, **fmt.show(params))


def case_text(action: Action) -> str:
    """What a case calls for, and which case; of a close-out the step by its name."""
    about = action.key.partition(":")[2]
    parts = about.split(":")
    step = next((said(one.name) for one in lists.load().steps if one.code in parts), "")
    return to_do(about, [action.loan, step])


def kept_state(kept: Kept, today: date) -> str:
    """What became of what was meant to be done; what is due today or later is not done yet, and no failure."""
    if kept.done is None:
        return "gone"
    if kept.done:
        return "done"
    return "not_yet" if kept.action.on is not None and kept.action.on >= today else "not_done"


def change_text(change: Change) -> str:
    """A difference between two reviews in words, values before and after."""
    code = change.code.removesuffix("_minor")
    money = code != change.code or code.startswith("loan.")
    return t(
        f"review.change.{code}",
        loan=change.loan,
        before=_value(change.before, money=money),
        after=_value(change.after, money=money),
    )


def _value(value: int | Decimal | None, *, money: bool) -> str:
    if value is None:
        return fmt.UNKNOWN
    if isinstance(value, Decimal):
        return fmt.percent(value)
    return fmt.money(value) if money else str(value)
