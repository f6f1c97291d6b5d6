"""Short forms of the reminders: putting one off, writing one's own, how early dues are announced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from planner.domain.basics import typed
from planner.domain.basics.recurrence import Repeat, first_on, repeat_of
from planner.domain.basics.text import clean
from planner.domain.reminders.rules import BUILT_IN, BY_DAY, Occurrence, Rule, State, check_lead_days
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.forms.fields import Field, Texts, date_field, option_texts
from planner.ui.forms.form import Form
from planner.words.reminders import sentence, title


class SnoozeForm(Form):
    """Until when a reminder should be quiet; opens with tomorrow, so that enter alone puts it off by a day."""

    enter_saves = True

    def __init__(self, occurrence: Occurrence) -> None:
        super().__init__()
        self.occurrence = occurrence

    def heading(self) -> str:
        """The same for every reminder: which one it is stands beside."""
        return t("reminder.form.snooze")

    def fields(self) -> Sequence[Field]:
        """One day: the first on which it comes up again."""
        today = self.planner.overview.today
        return (date_field("until_on", t("reminder.until_on"), today, ahead=True, hint=t("reminder.hint.until_on")),)

    def start(self) -> Texts:
        """Tomorrow."""
        return {"until_on": (self.planner.overview.today + timedelta(days=1)).isoformat()}

    def beside(self, texts: Texts) -> str:
        """The reminder in a sentence."""
        return sentence(self.occurrence)

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Put this occurrence off; one of an instalment comes back on its due day at the latest."""
        from planner.services import reminders

        occurrence, today, until = self.occurrence, self.planner.overview.today, values["until_on"]
        self.planner.write(
            lambda store: reminders.mark(
                store, occurrence, State.SNOOZED, today=today, until_on=until, what=title(occurrence)
            ),
            then=done,
            failed=self.show_error,
        )


def lead_days(text: str) -> tuple[int, ...]:
    """``7, 3 1 0`` → the days before the due day on which to remind."""
    parts = clean(text).replace("，", " ").replace(",", " ").replace("、", " ").split()
    return check_lead_days(typed.parse_count(part) for part in parts)


def lead_text(days: Sequence[int]) -> str:
    """The days as they are typed."""
    return ", ".join(str(day) for day in days)


class ReminderForm(Form):
    """A reminder of the person's own, new or edited."""

    repeats = True

    def __init__(self, rule: Rule | None = None, given: tuple[str, str, str] | None = None) -> None:
        """``given``: title, repeat and strategy that a new one opens with."""
        super().__init__()
        self.rule = rule
        self.given_new = given
        self.repeats = rule is None and given is None
        self.draft_key = f"reminder-{rule.id if rule else 0}" if given is None else ""

    def heading(self) -> str:
        """Says whether a reminder is added or changed."""
        return t("reminder.form.edit" if self.rule else "reminder.form.add")

    def fields(self) -> Sequence[Field]:
        """Title, first day, how often, and how many days before to remind."""
        today = self.planner.overview.today
        return (
            Field("title", t("reminder.title"), hint=t("reminder.hint.title")),
            date_field("first_on", t("reminder.first_on"), today, ahead=True, hint=t("loan.hint.date_ahead")),
            Field("repeat", t("reminder.repeat"), options=option_texts("repeat", list(Repeat))),
            Field("lead_days", t("reminder.lead_days"), lead_days, lead_text, hint=t("reminder.hint.lead_days")),
        )

    def start(self) -> Texts:
        """The rule as it is; a new one comes up today, once, unless ``given`` says otherwise, and so one unreadable."""
        if self.rule is None or not self.rule.calls:
            title, repeat, _ = self.given_new or (self.rule.title if self.rule else "", Repeat.ONCE, "")
            today = self.planner.overview.today
            return {"title": title, "repeat": repeat, "first_on": today.isoformat(), "lead_days": "0"}
        return {
            "title": self.rule.title,
            "first_on": first_on(self.rule.rrule).isoformat(),
            "repeat": repeat_of(self.rule.rrule) or Repeat.ONCE,
            "lead_days": lead_text(self.rule.lead_days),
        }

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Add the reminder, for the strategy that ``given`` names, or change the known one."""
        from planner.services import reminders

        title, first, repeat = values["title"], values["first_on"], Repeat(values["repeat"])
        rule, lead = self.rule, values["lead_days"]
        strategy = self.given_new[2] if self.given_new else ""
        if rule is None:
            self.planner.write(
                lambda store: reminders.add(store, title, first, repeat, lead_days=lead, strategy=strategy),
                then=done,
                failed=self.show_error,
            )
        else:
            self.planner.write(
                lambda store: reminders.edit(store, rule.id, title, first, repeat, lead_days=lead),
                then=done,
                failed=self.show_error,
                seen=rule,
            )


class LeadDaysForm(Form):
    """How many days before the due day to remind, for a built-in rule."""

    enter_saves = True

    def __init__(self, rule: Rule) -> None:
        super().__init__()
        self.rule = rule

    def heading(self) -> str:
        """Names the rule."""
        return t("reminder.form.lead_days", rule=t(f"reminder.rule.{self.rule.code}"))

    def fields(self) -> Sequence[Field]:
        """The days before, as ``lead_days`` reads them; 0 is the due day itself."""
        return (Field("lead_days", t("reminder.lead_days"), lead_days, lead_text, hint=t("reminder.hint.lead_days")),)

    def start(self) -> Texts:
        """The days that hold now."""
        return {"lead_days": lead_text(self.rule.lead_days)}

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """The days hold for everything that the rule reminds of."""
        from planner.services import reminders

        rule, lead = self.rule, values["lead_days"]
        self.planner.write(
            lambda store: reminders.set_lead_days(store, rule.id, lead), then=done, failed=self.show_error, seen=rule
        )


class ReviewDayForm(Form):
    """The weekday of the weekly review."""

    enter_saves = True

    def __init__(self, rule: Rule) -> None:
        super().__init__()
        self.rule = rule

    def heading(self) -> str:
        """The words of the first start."""
        return t("start.review_day")

    def fields(self) -> Sequence[Field]:
        """The seven weekdays, Monday first."""
        days = tuple((str(number), fmt.weekday(number)) for number in range(7))
        return (Field("day", t("start.review_day"), options=days, hint=t("loan.hint.method")),)

    def start(self) -> Texts:
        """The weekday that holds now; Monday where it cannot be read."""
        return {"day": str(first_on(self.rule.rrule).weekday() if self.rule.calls else 0)}

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Move the review to that weekday, from today or the next such day on."""
        from planner.services import reminders

        day, today = int(values["day"]), self.planner.overview.today
        self.planner.write(
            lambda store: reminders.set_review_day(store, day, today=today),
            then=done,
            failed=self.show_error,
            seen=self.rule,
        )


def form_for(rule: Rule) -> Form:
    """The form that edits a rule."""
    if rule.code not in BUILT_IN:
        return ReminderForm(rule)
    return LeadDaysForm(rule) if rule.code in BY_DAY else ReviewDayForm(rule)
