"""Where a yearly cost comes from: the flows behind it, the convention it follows, and the proof that it fits them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import Account
from planner.domain.basics.money import half_up
from planner.domain.ledger.agreed import working_of
from planner.domain.schedule.cost_steps import Step, Working
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.forms.fields import rate_text
from planner.ui.screens.loans.loan_list import LoanList
from planner.ui.screens.loans.terms_form import gap_text
from planner.ui.widgets.table import Column, Row

if TYPE_CHECKING:
    from planner.overview.overview import Overview


class CostScreen(LoanList):
    """The working behind the yearly cost of one loan, flow by flow; nothing can be changed here."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y,f6", "leave", "key.back", show=False)]

    name_key, list_id, empty_key = "cost.title", "flows", "cost.none"

    def columns(self) -> Sequence[Column]:
        """The working of one flow."""
        return columns()

    def content(self, overview: Overview, account: Account) -> tuple[Iterable[str], Sequence[Row]]:
        """The working as of today: the rates in words, the flows one by one."""
        work = working_of(account, overview.today)
        return filter(None, _explained(account.loan, work, overview.today)), [_row(step) for step in work.steps]


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
