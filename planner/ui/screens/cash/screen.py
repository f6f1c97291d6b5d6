"""The screen of cash: its views, and the keys that enter what they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.book import CashReading, Income, LivingCost, SingleIncome
from planner.i18n import t
from planner.ui.base import Listing, PlannerScreen
from planner.ui.dialogs.confirm import Confirm
from planner.ui.screens.cash.forms import BillShareForm, BufferForm, LivingForm, ReadingForm, SingleForm
from planner.ui.screens.cash.views import VIEWS, Entry, form_of
from planner.ui.views import ViewsPage
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Table, text_in
from planner.words import cash as words

if TYPE_CHECKING:
    from planner.overview.overview import Overview
    from planner.services import Change

_ENTRIES = CashReading | Income | SingleIncome | LivingCost | int


class CashViews(ViewsPage["Overview"]):
    """The views, one at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,ctrl+n", "add", "key.cash_reading"),
        Binding("i,f7", "incomes", "key.cash_income"),
        Binding("o,f6", "single", "key.cash_single"),
        Binding("l,f4", "living", "key.cash_living"),
        Binding("b,f3", "buffer", "key.cash_buffer"),
        Binding("s,f5", "bill_share", "key.cash_bill_share", show=False),
        Binding("e,f2", "edit", "key.edit"),
        Binding("d,delete", "delete", "key.delete"),
        Binding("right,v,f8", "view(1)", "key.cash_view"),
        Binding("left", "view(-1)", "key.cash_view", show=False),
    ]

    views = VIEWS

    @property
    def sight(self) -> Overview:
        """The figures of the app."""
        return self.planner.overview

    def show(self, overview: Overview) -> None:
        """Fill the view that was turned to."""
        self.fill()

    def headline(self, head: str, about: str) -> str:
        """Which view this is, and what is to be said of the balance."""
        return "\n".join(filter(None, (self.named("cash.view"), head)))

    # -- keys ------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what was entered can be changed or deleted."""
        if not self.is_mounted or action not in ("edit", "delete"):
            return True
        return self._entry() is not None

    def _entry(self) -> Entry | None:
        row = self.query_one(Table).current
        return row.data if row is not None and isinstance(row.data, _ENTRIES) else None

    def action_view(self, step: int) -> None:
        """Each view begins at its first row."""
        self.query_one(Table).cursor = 0
        super().action_view(step)

    def action_add(self) -> None:
        """Cash at hand anew; of the place under the cursor, if one is."""
        entry = self._entry()
        self.planner.push_screen(ReadingForm(place=entry.name if isinstance(entry, CashReading) else ""))

    def action_incomes(self) -> None:
        """The incomes of every month; the form at once, where there is none."""
        from planner.ui.screens.income.incomes import IncomeForm, IncomeScreen

        self.planner.push_screen(IncomeScreen() if self.planner.overview.book.incomes else IncomeForm())

    def action_single(self) -> None:
        """Income that comes once."""
        self.planner.push_screen(SingleForm())

    def action_living(self) -> None:
        """A living cost."""
        self.planner.push_screen(LivingForm())

    def action_bill_share(self) -> None:
        """How much of a card's limit a bill may show."""
        self.planner.push_screen(BillShareForm())

    def action_buffer(self) -> None:
        """What is not to be spent."""
        self.planner.push_screen(BufferForm())

    def action_edit(self) -> None:
        """The form of what is under the cursor."""
        entry = self._entry()
        if entry is not None:
            self.planner.push_screen(form_of(entry))

    def action_delete(self) -> None:
        """Ask with the row's cells, then delete."""
        row, entry = self.query_one(Table).current, self._entry()
        if row is None or entry is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.planner.write(_deletion(entry), seen=None if isinstance(entry, int) else entry)

        cells = [text_in(row.cells[key]) for key in ("kind", "name", "day", "amount")]
        what = " · ".join(filter(None, cells))
        self.planner.push_screen(Confirm(t("cash.ask_delete", what=what)), answered)


def _deletion(entry: Entry) -> Change:
    from planner.services import cash, income

    if isinstance(entry, Income):
        return lambda store: income.delete(store, entry.id)
    if isinstance(entry, int):
        return lambda store: cash.set_buffer(store, None)
    return lambda store: cash.delete(store, entry)


class CashScreen(PlannerScreen):
    """Cash, above the pages."""

    def compose(self) -> ComposeResult:
        """A title over the views."""
        yield Plain(" " + t("cash.title"), classes="title")
        yield CashViews()
        yield KeyBar()

    def on_mount(self) -> None:
        """The focus is on the table."""
        super().on_mount()
        self.query_one(CashViews).focus_first()

    def show(self, overview: Overview) -> None:
        """Fill the view in sight."""
        self.query_one(CashViews).show(overview)

    @property
    def listing(self) -> Listing:
        """The balance by day, or what was entered."""
        return Listing("incomes" if self.query_one(CashViews).in_sight.name == "facts" else "cash")

    def explained(self) -> str:
        """How the balance comes about, and each thing that is not counted."""
        cash = self.planner.overview.cash
        said = [t("cash.explained")]
        if cash is not None and cash.gaps:
            gaps = [f"- {words.gap(one, cash.today)}" for one in cash.gaps]
            said += ["", t("cash.explained.gaps"), *gaps]
        return "\n".join(said)
