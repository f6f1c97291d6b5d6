"""Every payment of an offer, from the payout to the last instalment."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.offers.cost import OfferCost
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.base import PlannerScreen
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.prose import Prose
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Column, Row, Table
from planner.words.offers import cost_lines

if TYPE_CHECKING:
    from planner.overview.overview import Overview


class FlowsScreen(PlannerScreen):
    """What is received and paid on which day; nothing can be changed here."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y,f6", "leave", "key.back", show=False)]

    def __init__(self, offer_id: int) -> None:
        super().__init__()
        self.offer_id = offer_id

    def compose(self) -> ComposeResult:
        """Title, the cost in words, the payments in the order of time."""
        yield Plain("", id="loan-title", classes="title")
        yield Prose("", classes="facts")
        yield Table(
            (
                Column("on", t("cost.col.on"), 10, sortable=False),
                Column("flow", t("cost.col.flow"), 13, "right", sortable=False),
                Column("principal", t("offer.flow.principal"), 11, "right", sortable=False),
                Column("interest", t("offer.flow.interest"), 10, "right", sortable=False),
                Column("fee", t("offer.flow.fee"), 10, "right", sortable=False),
                Column("subsidy", t("offer.subsidy"), 9, "right", rank=1, sortable=False),
                Column("balance", t("offer.flow.balance"), 12, "right", sortable=False),
            )
        )
        yield KeyBar()

    def on_mount(self) -> None:
        """The focus is on the table."""
        super().on_mount()
        self.query_one(Table).focus()

    def show(self, overview: Overview) -> None:
        """Closes once the offer is gone."""
        offer = next((one for one in overview.offers if one.id == self.offer_id), None)
        if offer is None:
            self.close_gone()
            return
        cost = overview.offer_costs[offer.id]
        self.query_one("#loan-title", Plain).show(" " + t("offer.screen", name=offer.title))
        self.query_one(".facts", Prose).tell("\n".join(cost_lines(overview, offer, cost)))
        self.query_one(Table).load(_rows(cost))


def _rows(cost: OfferCost) -> list[Row]:
    """The payout less what is paid that day, then each instalment with its parts."""
    begins = cost.payout_minor - cost.own_minor
    fee = cost.kept_minor + cost.own_minor
    credited = dict(cost.credited)
    first = {
        "on": fmt.day(cost.loan.start_on),
        "flow": fmt.signed(begins),
        "principal": "",
        "interest": "",
        "fee": fmt.money(fee) if fee else "",
        "subsidy": "",
        "balance": fmt.money(cost.loan.principal_minor),
    }
    rows = [Row("0", first)]
    for row in cost.rows:
        subsidy = credited.get(row.due_on, 0)
        cells = {
            "on": fmt.day(row.due_on),
            "flow": fmt.money(-row.amount_minor),
            "principal": fmt.money(row.principal_minor),
            "interest": fmt.money(row.interest_minor),
            "fee": fmt.money(row.fee_minor) if row.fee_minor else "",
            "subsidy": fmt.money(subsidy) if subsidy else "",
            "balance": fmt.money(row.balance_minor),
        }
        rows.append(Row(str(row.number), cells))
    return rows
