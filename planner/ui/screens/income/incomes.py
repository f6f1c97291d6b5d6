"""Incomes with the dates from which they hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.book import Income
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.base import PlannerScreen
from planner.ui.dialogs.confirm import Confirm
from planner.ui.forms.fields import Field, amount_field, date_field
from planner.ui.forms.form import Form
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Column, Row, Table

if TYPE_CHECKING:
    from planner.overview.overview import Overview


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
        """The amount of a month (fen), the day from which it holds, its name."""
        today = self.planner.overview.today
        return (
            amount_field("monthly", t("income.monthly"), hint=t("income.hint.monthly")),
            date_field("from_on", t("income.from_on"), today, hint=t("income.hint.from_on")),
            Field("name", t("income.name"), hint=t("income.hint.name")),
        )

    def start(self) -> dict[str, str]:
        """A new one holds from the first of this month on and bears the name of the only income there is."""
        if self.income is None:
            first = self.planner.overview.today.replace(day=1)
            names = {income.name for income in self.planner.overview.book.incomes}
            name = names.pop() if len(names) == 1 else t("income.default_name")  # a raise of the one there is
            return {"from_on": first.isoformat(), "name": name}
        return {
            "monthly": fmt.plain_money(self.income.monthly_minor),
            "from_on": self.income.from_on.isoformat(),
            "name": self.income.name,
        }

    def beside(self, texts: dict[str, str]) -> str:
        """How a raise and an end are entered: as further entries of the name."""
        return t("income.about")

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Add the income, or change the one that was opened; the form closes when it is stored."""
        from planner.services import income as service

        name, from_on, monthly = values["name"], values["from_on"], values["monthly"]
        edited = self.income
        if edited is None:
            self.planner.write(
                lambda store: service.add(store, name=name, from_on=from_on, monthly_minor=monthly),
                then=done,
                failed=self.show_error,
            )
        else:
            self.planner.write(
                lambda store: service.edit(store, edited.id, name=name, from_on=from_on, monthly_minor=monthly),
                then=done,
                failed=self.show_error,
            )


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
                Column("monthly", t("income.monthly"), 14, "right"),
            ),
            empty=t("income.empty"),
        )
        yield KeyBar()

    def on_mount(self) -> None:
        """The focus is on the table."""
        super().on_mount()
        self.query_one(Table).focus()

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
                self.planner.write(lambda store: service.delete(store, income.id))

        question = t("income.ask_delete", name=income.name, monthly=fmt.money(income.monthly_minor))
        self.planner.push_screen(Confirm(question), answered)
