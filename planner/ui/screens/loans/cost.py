"""Where a yearly cost comes from: the flows behind it, the convention it follows, and the proof that it fits them."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.names import full_name
from planner.domain.basics.money import half_up
from planner.domain.ledger.agreed import working_of
from planner.domain.schedule.cost_steps import Step, Working
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.base import PlannerScreen
from planner.ui.forms.fields import rate_text
from planner.ui.screens.loans.terms_form import gap_text
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Column, Row, Table
from planner.ui.widgets.text import wrap

if TYPE_CHECKING:
    from planner.overview.overview import Overview


class CostScreen(PlannerScreen):
    """The working behind the yearly cost of one loan, flow by flow; nothing can be changed here."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y,f6", "leave", "key.back", show=False)]

    def __init__(self, loan_id: int) -> None:
        super().__init__()
        self.loan_id = loan_id

    def compose(self) -> ComposeResult:
        """Title, the rates in words, the flows, the keys."""
        yield Plain("", id="loan-title", classes="title")
        yield Plain("", id="loan-facts", classes="facts")
        yield Table(columns(), empty=t("cost.none"), id="flows")
        yield KeyBar()

    def on_mount(self) -> None:
        """The table has the focus, so that arrows go through the flows."""
        super().on_mount()
        self.query_one(Table).focus()

    def show(self, overview: Overview) -> None:
        """The working as of today. Closes once the loan is gone."""
        account = overview.accounts.get(self.loan_id)
        if account is None:
            self.dismiss(None)
            return
        work = working_of(account, overview.today)
        room = max(20, (self.size.width or 80) - 2)
        texts = [text for text in _explained(account.loan, work, overview.today) if text]
        lines = [line for text in texts for line in wrap(text, room)]
        self.query_one("#loan-title", Plain).show(" " + t("cost.title", loan=full_name(account.loan)))
        self.query_one("#loan-facts", Plain).show("\n".join(" " + line for line in lines))
        self.query_one(Table).load([_row(step) for step in work.steps])

    def on_resize(self, _event: events.Resize) -> None:
        """The sentences above the flows are broken into lines for the new width."""
        self.show(self.planner.overview)


def columns() -> tuple[Column, ...]:
    """Each flow (positive to the borrower), its value on the first day, the balance after it; in order of time only."""
    return (
        Column("number", t("cost.col.number"), 4, "right", sortable=False),
        Column("on", t("cost.col.on"), 10, sortable=False),
        Column("flow", t("cost.col.flow"), 14, "right", sortable=False),
        Column("value", t("cost.col.value"), 14, "right", sortable=False),
        Column("balance", t("cost.col.balance"), 16, "right", sortable=False),
    )


def _row(step: Step) -> Row:
    cells = {
        "number": str(step.number),
        "on": fmt.day(step.on),
        "flow": fmt.money(step.amount_minor),
        "value": fmt.money(half_up(step.value_minor)),
        "balance": fmt.money(half_up(step.balance_minor)),
    }
    return Row(str(step.number), cells)


def _explained(loan: Loan, work: Working, today: date) -> list[str]:
    """The rates with their convention, the advertised one beside, day count and rounding, the proof."""
    cost = work.cost
    nominal, effective = fmt.percent(cost.nominal), fmt.percent(cost.effective)
    if cost.reason is not None or work.per_period is None:
        lines = [t(f"cost.reason.{cost.reason}")]
    elif work.regular:
        rate = fmt.percent(work.per_period, 6)
        lines = [
            t("cost.irr", nominal=nominal, rate=rate, n=work.periods),
            t("cost.irr_compound", effective=effective, n=work.periods),
        ]
    else:
        lines = [
            t("cost.xirr", effective=effective),
            t("cost.xirr_nominal", nominal=nominal, n=work.periods),
        ]
    lines += [_advertised(loan, work, today), gap_text(loan, cost), t("cost.source"), _rounding(loan)]
    if not loan.method.scheduled:
        lines.append(t("cost.line"))
    if work.remainder_minor is not None:
        lines.append(t("cost.proof", remainder=f"{work.remainder_minor:f}"))
    return lines


def _rounding(loan: Loan) -> str:
    told = t(
        "cost.rounding",
        day_count=t(f"day_count.{loan.day_count}"),
        rounding=t(f"rounding.{loan.rounding}"),
        remainder=t(f"remainder.{loan.remainder}"),
    )
    return told + t("cost.changes") if loan.rate_changes else told


def _advertised(loan: Loan, work: Working, today: date) -> str:
    quoted = loan.rate if loan.method.scheduled else loan.rate_on(today)
    rate, basis = rate_text(quoted.value), t(f"basis.{quoted.basis}")
    if work.advertised is None:
        return t("cost.advertised_fee", rate=rate, basis=basis)
    gap = fmt.UNKNOWN if work.gap is None else _points(work.gap)
    return t("cost.advertised", rate=rate, basis=basis, yearly=fmt.percent(work.advertised), gap=gap)


def _points(gap: Decimal) -> str:
    """A difference of rates in percentage points: ``0.0045`` is 0.45."""
    return f"{(gap * 100).quantize(Decimal('0.01'), ROUND_HALF_UP) + 0:f}"
