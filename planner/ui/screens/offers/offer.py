"""One offer: what it costs, which debts it would repay, what that saves, and what it does to everything else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from planner.domain.accounts.names import full_name
from planner.domain.offers.offer import Offer, OfferState
from planner.domain.offers.staying import Staying
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.borrowing import Weighed, planned, weigh
from planner.ui.base import PlannerScreen
from planner.ui.computing import computed, halting, work_for
from planner.ui.dialogs.confirm import Confirm
from planner.ui.dialogs.reading import TextScreen
from planner.ui.screens.offers.asking import ask_delete
from planner.ui.screens.offers.flows import FlowsScreen
from planner.ui.screens.offers.offer_form import OfferForm
from planner.ui.screens.offers.taking import TakingForm
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.prose import Prose
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Cell, Column, Row, Table
from planner.words.offers import cost_lines, effect_lines, explained, verdict_lines

if TYPE_CHECKING:
    from planner.overview.overview import Overview

_LEAST_ROWS = 6


class OfferScreen(PlannerScreen):
    """The offer's cost and the verdict above, what is owed below: space marks what it would repay."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "key.offer_mark", priority=True),
        Binding("b,f3", "best", "key.offer_best"),
        Binding("i,f4", "effects", "key.offer_effects"),
        Binding("t,f8", "take", "key.offer_take"),
        Binding("y,f6", "flows", "key.offer_flows"),
        Binding("x,f9", "decline", "key.offer_decline"),
        Binding("e,f2", "edit", "key.edit"),
        Binding("d,delete", "delete", "key.delete"),
        Binding("pagedown", "scroll(1)", "key.page_down", show=False, priority=True),
        Binding("pageup", "scroll(-1)", "key.page_up", show=False, priority=True),
    ]

    def __init__(self, offer_id: int) -> None:
        super().__init__()
        self.offer_id = offer_id
        self.weighed: Weighed | None = None
        self.chosen: frozenset[int] | None = None  # the debts that were marked; None: the best choice

    def compose(self) -> ComposeResult:
        """Title, what is said, the table of what is owed."""
        yield Plain("", id="loan-title", classes="title")
        with VerticalScroll(id="offer-told", can_focus=False):
            yield Prose("", id="offer-text")
        yield Table(_columns(), empty=t("offer.debts.none"))
        yield KeyBar()

    def on_mount(self) -> None:
        """The focus is on the table."""
        super().on_mount()
        self.query_one(Table).focus()

    @property
    def offer(self) -> Offer | None:
        """The offer as it is now; None once it is deleted."""
        return next((one for one in self.planner.overview.offers if one.id == self.offer_id), None)

    def show(self, overview: Overview) -> None:
        """What it costs at once; what it would repay from a thread. Closes once the offer is gone."""
        offer = self.offer
        if offer is None:
            self.close_gone()
            return
        self.query_one("#loan-title", Plain).show(" " + t("offer.screen", name=offer.title))
        self._tell([*cost_lines(overview, offer, overview.offer_costs[offer.id]), "", t("offer.working")])
        work_for(self, "weighing", self._weigh, overview, offer)

    async def _weigh(self, overview: Overview, offer: Offer) -> None:
        chosen = self.chosen
        weighed = await computed(weigh, overview, offer, chosen)
        self._take(overview, weighed)
        self._take(overview, await halting(lambda halted: planned(overview, weighed, halted)))

    def _take(self, overview: Overview, weighed: Weighed) -> None:
        self.weighed = weighed
        self._fill(overview, weighed)

    def _fill(self, overview: Overview, weighed: Weighed) -> None:
        self._tell([*verdict_lines(overview, weighed), "", *cost_lines(overview, weighed.offer, weighed.cost)])
        picked = weighed.chosen_ids
        self.query_one(Table).load([_row(one, marked=one.loan_id in picked) for one in weighed.debts])

    def _tell(self, lines: Sequence[str]) -> None:
        """The lines, in a box that leaves the table at least some rows."""
        told = self.query_one("#offer-told")
        told.styles.max_height = max(4, self.app.size.height - _LEAST_ROWS - 3)
        self.query_one("#offer-text", Prose).tell("\n".join(lines))

    def on_resize(self, _event: events.Resize) -> None:
        """The box has another height."""
        self.query_one("#offer-told").styles.max_height = max(4, self.app.size.height - _LEAST_ROWS - 3)

    def explained(self) -> str:
        """By which conventions it is reckoned."""
        return explained()

    def action_mark(self) -> None:
        """The debt under the cursor is repaid by the offer, or no longer."""
        row, weighed = self.query_one(Table).current, self.weighed
        if row is None or weighed is None:
            return
        now = weighed.chosen_ids if self.chosen is None else self.chosen
        self.chosen = now ^ {row.data.loan_id}
        self.show(self.planner.overview)

    def on_table_selected(self) -> None:
        """Enter marks, too."""
        self.action_mark()

    def action_best(self) -> None:
        """The best choice of debts."""
        self.chosen = None
        self.show(self.planner.overview)

    def action_effects(self) -> None:
        """What it does to figures, plan and findings."""
        if self.weighed is not None:
            told = "\n".join(effect_lines(self.weighed))
            self.planner.push_screen(TextScreen(t("offer.effects"), told))

    def action_flows(self) -> None:
        """Every payment behind its yearly cost."""
        if self.offer is not None:
            self.planner.push_screen(FlowsScreen(self.offer_id))

    def action_take(self) -> None:
        """The form of the loan that it becomes, filled in."""
        if self.offer is not None:
            self.planner.push_screen(TakingForm(self.offer, self.planner.overview))

    def action_edit(self) -> None:
        """Its form."""
        if self.offer is not None:
            self.planner.push_screen(OfferForm(self.offer))

    def action_decline(self) -> None:
        """Ask, then mark it as declined; a declined one is open again."""
        from planner.services import offers

        offer = self.offer
        if offer is None:
            return
        if offer.state is not OfferState.OPEN:
            self.planner.write(lambda store: offers.settle(store, offer.id, OfferState.OPEN), seen=offer)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.planner.write(lambda store: offers.settle(store, offer.id, OfferState.DECLINED), seen=offer)

        self.planner.push_screen(Confirm(t("offer.ask_decline", name=offer.title)), answered)

    def action_delete(self) -> None:
        """Ask with its name, then delete it."""
        offer = self.offer
        if offer is not None:
            ask_delete(self.planner, offer)

    def action_scroll(self, step: int) -> None:
        """So many screenfuls of the text down, up where negative."""
        told = self.query_one("#offer-told")
        told.scroll_relative(y=step * max(told.size.height - 1, 1), animate=False)


def _columns() -> tuple[Column, ...]:
    return (
        Column("mark", t("offer.debts.mark"), 4, sortable=False),
        Column("name", t("offer.debts.name"), 20, flex=True),
        Column("settle", t("offer.debts.settle"), 11, "right"),
        Column("early", t("offer.debts.early"), 9, "right", rank=2),
        Column("stays", t("offer.debts.stays"), 11, "right", rank=1),
        Column("saving", t("offer.debts.saving"), 10, "right"),
        Column("ends", t("offer.debts.ends"), 10, rank=3),
    )


def _row(one: Staying, *, marked: bool) -> Row:
    name = full_name(one.account.loan)
    cells: dict[str, Cell] = {
        "mark": ("[x]", "good") if marked else "[ ]",
        "name": t("offer.assumed", name=name) if one.assumed else name,
        "settle": fmt.money(one.settle_minor),
        "early": fmt.money(one.early_minor) if one.early_minor else "",
        "stays": fmt.money(one.stays_minor),
        "saving": (fmt.signed(one.saving_minor), "bad") if one.saving_minor < 0 else fmt.money(one.saving_minor),
        "ends": fmt.day(one.ends_on),
    }
    order = {"settle": one.settle_minor, "early": one.early_minor, "stays": one.stays_minor, "saving": one.saving_minor}
    return Row(str(one.loan_id), cells, order, data=one)
