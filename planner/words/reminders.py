"""What a reminder says."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from planner.domain.accounts.names import joined_name
from planner.domain.basics import recurrence
from planner.domain.reminders.rules import (
    AGREEMENT,
    BUILT_IN,
    BY_DAY,
    CASE,
    CUSTOM,
    DATED,
    DUE,
    FALLOFF,
    PLAN,
    PREBILL,
    PROFILE,
    PROMISE,
    Occurrence,
    Rule,
    Stage,
)
from planner.i18n import format as fmt
from planner.i18n import language, t
from planner.overview.overview import Overview


def sentence(occurrence: Occurrence) -> str:
    """An occurrence in a line, in the language in use; of a due also what the adopted plan pays with it."""
    return _sentence(occurrence, {})


def row_text(occurrence: Occurrence, today: date, products: Collection[str]) -> str:
    """The same for a row of a table, whose end may be cut: the day comes first, without the year that is this one.

    A loan is called by its product alone.

    ``products`` are those that one loan of the rows has: another is called by its lender, too.
    """
    loan = occurrence.loan if occurrence.loan in products else joined_name(occurrence.loan, occurrence.lender)
    key = f"reminder.row.{occurrence.rule}.{occurrence.stage}" if _names_day(occurrence) else None
    return _sentence(occurrence, {"due_on": fmt.short_day(occurrence.due_on, today), "loan": fmt.brief(loan)}, key)


def _names_day(occurrence: Occurrence) -> bool:
    """Whether it is of a loan and names a day, so that a row begins with that."""
    if occurrence.stage is Stage.UPCOMING:
        return occurrence.rule in (DUE, PLAN, AGREEMENT, PREBILL)
    return occurrence.rule == DUE and occurrence.stage in (Stage.GRACE, Stage.UNRECORDED, Stage.OVERDUE)


def _sentence(occurrence: Occurrence, instead: dict[str, object], key: str | None = None) -> str:
    said = t(key or occurrence.text, **fmt.show(occurrence.params | {"title": title(occurrence)} | instead))
    if occurrence.plan_minor is None:
        return said
    return said + t("reminder.by_plan", amount=fmt.money(occurrence.plan_minor))


def rule_title(rule: Rule) -> str:
    """How a rule is called: the person's own words, or its kind."""
    return rule.title or t(f"reminder.rule.{rule.code if rule.code in BUILT_IN else CUSTOM}")


def title(occurrence: Occurrence) -> str:
    """What it is about: the person's own words, or what a day of the credit file calls for; empty for a loan."""
    names = [name.text(language()) for name in occurrence.names]
    if not names:
        return occurrence.title
    if occurrence.rule == PROFILE:
        return t("credit.platform_items", platform=names[0], items=t("list.and").join(names[1:]))
    if occurrence.rule == FALLOFF:
        return t(f"credit.gone.{occurrence.about.partition(':')[0]}", name=names[0])
    if occurrence.rule == CASE:
        return to_do(occurrence.about, names)
    if occurrence.rule == PROMISE:
        return t("call.todo", name=names[0])
    return names[0]


def to_do(about: str, names: Sequence[str]) -> str:
    """What a day of a case calls for, by the key of that day and what it is about."""
    from planner.domain.cases.standing import Next  # with all that cases rest on

    to_be_done = about.partition(":")[0]
    if to_be_done not in set(Next):  # of a file that another version has written
        return names[0]
    told = t(f"case.todo.{to_be_done}", name=names[0], step=names[-1])
    return told[:1].upper() + told[1:]


def repeat_text(rule: Rule) -> str:
    """How often a rule calls; that it cannot be read, where that is so."""
    if not rule.calls:
        return t("repeat.unreadable")
    if rule.code in BY_DAY:
        return t(f"reminder.repeat.{rule.code}")
    repeat = recurrence.repeat_of(rule.rrule)
    return t(f"repeat.{repeat}" if repeat else "repeat.other")


def next_day(overview: Overview, rule: Rule) -> date | None:
    """The next day on which a rule calls, from today on; None where it names none, or follows from what is due."""
    if rule.code in DATED:
        return next((one.on for one in overview.dated if one.code == rule.code and one.on >= overview.today), None)
    return recurrence.following(rule.rrule, overview.today) if rule.calls and rule.code not in BY_DAY else None
