"""Whom else one could ask: two families of lenders at published prices, ranked by the person's own debts alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.offers.alternatives import Alternative
from planner.domain.offers.offer import METHODS
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.borrowing import alternatives_of
from planner.ui.base import PlannerScreen
from planner.ui.computing import halting, work_for
from planner.ui.dialogs.reading import TextScreen
from planner.ui.forms.fields import Texts, rate_text
from planner.ui.screens.offers.offer_form import OfferForm
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.prose import Prose
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Cell, Column, Row, Table
from planner.words.credit import said
from planner.words.offers import alternative_lines

if TYPE_CHECKING:
    from planner.overview.overview import Overview


class AlternativesScreen(PlannerScreen):
    """What is publicly known; enter tells the sources, ``a`` begins an offer of the lender under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e,enter,f2", "edit", "key.open"),
        Binding("a,ctrl+n", "add", "key.add_offer"),
    ]

    def compose(self) -> ComposeResult:
        """Title, what it is, the table."""
        yield Plain(" " + t("alternative.title"), classes="title")
        yield Prose(t("alternative.head"), classes="facts")
        yield Table(
            (
                Column("name", t("alternative.col.name"), 24, flex=True),
                Column("price", t("alternative.col.price"), 15),
                Column("repays", t("alternative.col.repays"), 20, "right", rank=1),
                Column("high", t("alternative.col.high"), 12, "right"),
                Column("low", t("alternative.col.low"), 12, "right", rank=1),
                Column("lender", t("alternative.col.lender"), 6, rank=2),
            ),
            empty=t("offer.working"),
        )
        yield KeyBar()

    def on_mount(self) -> None:
        """The focus is on the table."""
        super().on_mount()
        self.query_one(Table).focus()

    def show(self, overview: Overview) -> None:
        """From a thread: each is reckoned twice."""
        work_for(self, "alternatives", self._work_out, overview)

    async def _work_out(self, overview: Overview) -> None:
        found = await halting(lambda halted: alternatives_of(overview, halted))
        self.query_one(Table).load([_row(one) for one in found])

    @property
    def alternative(self) -> Alternative | None:
        """The one under the cursor."""
        row = self.query_one(Table).current
        return None if row is None else row.data

    def action_edit(self) -> None:
        """What is publicly known of it, with sources."""
        one = self.alternative
        if one is not None:
            title = f"{said(one.preset.lender.name)} · {said(one.preset.name)}"
            told = "\n\n".join(alternative_lines(self.planner.overview, one))
            self.planner.push_screen(TextScreen(title, told))

    def action_add(self) -> None:
        """The form of an offer of this lender; its rate is what it will say."""
        one = self.alternative
        if one is not None:
            self.planner.push_screen(OfferForm(given=_texts(one)))


def _texts(one: Alternative) -> Texts:
    preset = one.preset
    method = next((each for each in preset.methods if each in METHODS), METHODS[0])
    return {
        "lender": said(preset.lender.name),
        "kind": preset.lender.kind.value,
        "institution": preset.lender.institution,
        "name": said(preset.name),
        "method": method.value,
        "rate": rate_text(one.high.value),
        "basis": one.high.basis.value,
        "terms": str(one.months or 12),
        "amount": fmt.plain_money(one.amount_minor) if one.amount_minor else "",
    }


def _row(one: Alternative) -> Row:
    low, high = fmt.percent(one.low_cost), fmt.percent(one.high_cost)
    repays = t("alternative.debts", n=one.count, amount=fmt.money(one.amount_minor)) if one.count else ""
    cells: dict[str, Cell] = {
        "name": f"{said(one.preset.lender.name)} · {said(one.preset.name)}",
        "price": f"{low}–{high}" if low != high else high,
        "repays": repays or (t("alternative.none"), "muted"),
        "high": _saved(one.saving_high_minor, one.count),
        "low": _saved(one.saving_low_minor, one.count),
        "lender": t("alternative.known" if one.known else "alternative.new"),
    }
    order = {"high": one.saving_high_minor, "low": one.saving_low_minor, "repays": one.amount_minor}
    return Row(one.preset.code, cells, order, data=one)


def _saved(minor: int, count: int) -> Cell:
    if not count:
        return ""
    return (fmt.signed(minor), "good" if minor > 0 else "bad")
