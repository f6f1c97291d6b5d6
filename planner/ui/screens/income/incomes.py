"""Incomes with the dates from which they hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.accounts.terms import DueShift
from planner.domain.book import Income
from planner.domain.cash.entered import in_force
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.base import Listing, PlannerScreen
from planner.ui.dialogs.confirm import Confirm
from planner.ui.forms.fields import Field, amount_field, any_count_field, date_field, option_texts
from planner.ui.forms.form import Form
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Column, Row, Table

if TYPE_CHECKING:
    from planner.overview.overview import Overview

YES, NO = "yes", "no"
LAST_DAY = 31  # a day beyond it is refused: nothing is asked about it


class IncomeForm(Form):
    """One income from a date on: a raise is a new entry of the same name, so that the past keeps its ratios."""

    repeats = True

    def __init__(self, edit: Income | None = None) -> None:
        super().__init__()
        self.income = edit
        self.repeats = edit is None
        self.draft_key = f"income-{edit.id if edit else 0}"

    def heading(self) -> str:
        """Says whether an income is added or changed."""
        return t("income.form.edit" if self.income else "income.form.add")

    def fields(self) -> Sequence[Field]:
        """The amount of a month (fen), the day on which it comes, how sure it is, from when it holds, its name."""
        today = self.planner.overview.today
        shifts = option_texts("income.shift", [DueShift.NONE, DueShift.PREVIOUS, DueShift.NEXT])
        sure = option_texts("income.certain", (YES, NO))
        return (
            amount_field("monthly", t("income.monthly"), hint=t("income.hint.monthly")),
            any_count_field("day", t("income.day"), optional=True, hint=t("income.hint.day")),
            Field("shift", t("income.shift"), options=shifts, hint=t("income.hint.shift"), shown=_has_day),
            Field("certain", t("income.certain"), options=sure, hint=t("income.hint.certain")),
            date_field("from_on", t("income.from_on"), today, hint=t("income.hint.from_on")),
            Field("name", t("income.name"), hint=t("income.hint.name"), doubt=self._twice_a_month),
        )

    def _twice_a_month(self, name: str, values: dict[str, Any]) -> str:
        """A new entry on another day under a name that is there takes its place: seldom meant of a second payday."""
        day, from_on = values["day"], values["from_on"]
        if self.income is not None or day is None or from_on is None:
            return ""
        held = {income.name: income for income in in_force(self.planner.overview.book.incomes, from_on)}
        before = held.get(name)
        asks = before is not None and before.day not in (None, day) and before.monthly_minor and 1 <= day <= LAST_DAY
        if before is None or not asks:
            return ""
        return t("income.doubt.twice", name=name, day=before.day, new=day)

    def start(self) -> dict[str, str]:
        """A new one holds from the first of this month on and bears the name of the only income there is."""
        if self.income is None:
            first = self.planner.overview.today.replace(day=1)
            names = {income.name for income in self.planner.overview.book.incomes}
            name = names.pop() if len(names) == 1 else t("income.default_name")  # a raise of the one there is
            return {"from_on": first.isoformat(), "name": name}
        return {
            "monthly": fmt.plain_money(self.income.monthly_minor),
            "day": "" if self.income.day is None else str(self.income.day),
            "shift": self.income.shift.value,
            "certain": YES if self.income.certain else NO,
            "from_on": self.income.from_on.isoformat(),
            "name": self.income.name,
        }

    def beside(self, texts: dict[str, str]) -> str:
        """How a raise and an end are entered: as further entries of the name."""
        return t("income.about")

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Add the income, or change the one that was opened; the form closes when it is stored."""
        from planner.services import income as service

        given: dict[str, Any] = {
            "name": values["name"],
            "from_on": values["from_on"],
            "monthly_minor": values["monthly"],
            "day": values["day"],
            "shift": DueShift(values["shift"]) if values["day"] is not None else DueShift.NONE,
            "certain": values["certain"] == YES,
        }
        edited = self.income
        if edited is None:
            self.planner.write(lambda store: service.add(store, **given), then=done, failed=self.show_error)
        else:
            self.planner.write(
                lambda store: service.edit(store, edited.id, **given), then=done, failed=self.show_error, seen=edited
            )


def _has_day(texts: dict[str, str]) -> bool:
    return bool(texts["day"].strip())


class IncomeScreen(PlannerScreen):
    """All incomes, newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,ctrl+n", "add", "key.add_income"),
        Binding("e,enter,f2", "edit", "key.edit"),
        Binding("d,delete", "delete", "key.delete"),
    ]

    def compose(self) -> ComposeResult:
        """A table of day, name and amount of a month."""
        yield Plain(" " + t("income.title"), classes="title")
        yield Table(
            (
                Column("from_on", t("income.from_on"), 12),
                Column("name", t("income.name"), 16, flex=True),
                Column("day", t("income.day"), 14, rank=1),
                Column("monthly", t("income.monthly"), 14, "right"),
            ),
            empty=t("income.empty"),
        )
        yield KeyBar()

    def on_mount(self) -> None:
        """The focus is on the table."""
        super().on_mount()
        self.query_one(Table).focus()

    @property
    def listing(self) -> Listing:
        """The incomes, with what else was entered of money that comes and goes."""
        return Listing("incomes")

    def show(self, overview: Overview) -> None:
        """In the order of the days from which they hold, the latest first."""
        incomes = sorted(overview.book.incomes, key=lambda income: (income.from_on, income.id), reverse=True)
        self.query_one(Table).load(
            [
                Row(
                    str(income.id),
                    {
                        "from_on": fmt.day(income.from_on),
                        "name": income.name,
                        "day": _day_text(income),
                        "monthly": fmt.money(income.monthly_minor),
                    },
                    {"from_on": income.from_on, "name": income.name, "monthly": income.monthly_minor},
                    income,
                )
                for income in incomes
            ]
        )

    def _income(self) -> Income | None:
        row = self.query_one(Table).current
        return None if row is None else row.data

    def action_add(self) -> None:
        """The form of a new income."""
        self.planner.push_screen(IncomeForm())

    def action_edit(self) -> None:
        """The form of the income under the cursor."""
        income = self._income()
        if income is not None:
            self.planner.push_screen(IncomeForm(income))

    def action_delete(self) -> None:
        """Ask with name and amount, then delete the income under the cursor."""
        from planner.services import income as service

        income = self._income()
        if income is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.planner.write(lambda store: service.delete(store, income.id), seen=income)

        question = t("income.ask_delete", name=income.name, monthly=fmt.money(income.monthly_minor))
        self.planner.push_screen(Confirm(question), answered)


def _day_text(income: Income) -> str:
    """The day on which it comes; of one that is expected only, that too."""
    day = "" if income.day is None else str(income.day)
    return day if income.certain else f"{day} {t('income.certain.no')}".strip()
