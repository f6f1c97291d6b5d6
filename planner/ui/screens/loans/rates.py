"""The rates of one loan: the first one, and every change with the day from which it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.accounts.doubts import rate_doubt
from planner.domain.accounts.loan import Loan, Method, RateChange
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.domain.basics import typed
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.schedule.accrual import interest
from planner.domain.what_if.repricing import first_at_rate, rate_effect
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.storage.seen import Seen
from planner.ui.base import PlannerScreen
from planner.ui.dialogs.confirm import Confirm
from planner.ui.forms.fields import Field, basis_told, date_field, option_texts, rate_text
from planner.ui.forms.form import Form
from planner.ui.screens.loans.loan_entries import doubt_text
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Cell, Column, Row, Table
from planner.values import replace

if TYPE_CHECKING:
    from planner.overview.overview import Overview

_MONTH = timedelta(30)


def full_rate(rate: Rate) -> str:
    """A rate with what it is quoted per: year, month or day."""
    return f"{rate_text(rate.value)} {t(f'basis.{rate.basis}')}"


def lpr_text(text: str) -> str:
    """``lpr 3.0+55`` as a note keeps it; empty when the text is no prime rate with a margin."""
    quoted = typed.parse_lpr(text)
    if quoted is None:
        return ""
    lpr, margin_bp = quoted
    return f"LPR {rate_text(lpr)} {'-' if margin_bp < 0 else '+'} {abs(margin_bp).normalize():f}bp"


class RateForm(Form):
    """One change of the rate, with what it does to the payment and to the interest beside it."""

    repeats = True

    def __init__(self, account: Account, edit: RateChange | None = None) -> None:
        super().__init__()
        self._account = account
        self.edit = edit
        self.repeats = edit is None
        self.draft_key = f"rate-{account.loan.id}-{edit.from_on if edit else 0}"

    @property
    def account(self) -> Account:
        """The account with the changes saved meanwhile."""
        return self.planner.overview.accounts.get(self._account.loan.id, self._account)

    def heading(self) -> str:
        """Whether a change is added or corrected, and of which loan."""
        return t("rates.form.edit" if self.edit else "rates.form.add", loan=full_name(self.account.loan))

    def fields(self) -> Sequence[Field]:
        """The rate also as prime rate with a margin (``lpr 3.0+55``); its day may be in the future or long past."""
        today = self.planner.overview.today
        return (
            date_field("from_on", t("rates.from_on"), today, hint=t("rates.hint.from_on")),
            Field(
                "rate",
                t("loan.rate"),
                typed.parse_rate_or_lpr,
                rate_text,
                hint=t("rates.hint.rate"),
                tells=basis_told,
                doubt=self._doubt,
            ),
            Field("basis", t("loan.basis"), options=option_texts("basis", ["year", "month", "day"])),
            Field("note", t("loan.note"), optional=True, hint=t("rates.hint.note")),
        )

    def _doubt(self, rate: Decimal, values: dict[str, Any]) -> str:
        loan = self.account.loan
        return doubt_text(rate_doubt(Rate(rate, RateBasis(values["basis"])), loan.day_count, loan.every, loan.terms))

    def start(self) -> dict[str, str]:
        """As recorded; a new change is quoted per what the first rate is."""
        if self.edit is None:
            return {"basis": self.account.loan.rate.basis}
        rate = self.edit.rate
        return {
            "from_on": self.edit.from_on.isoformat(),
            "rate": rate_text(rate.value),
            "basis": rate.basis,
            "note": self.edit.note,
        }

    def edited(self, key: str) -> None:
        """A rate quoted against the LPR is a yearly one, and the quote is its note."""
        quoted = lpr_text(self.input("rate").text) if key == "rate" else ""
        if quoted:
            self.fill({"basis": RateBasis.YEAR} | ({} if "note" in self.touched else {"note": quoted}))

    def _change(self, values: dict[str, Any]) -> RateChange:
        return RateChange(values["from_on"], Rate(values["rate"], RateBasis(values["basis"])), values["note"] or "")

    def beside(self, texts: dict[str, str]) -> str:
        """What the rate makes of the instalments to come."""
        values = self.known(texts)
        about = t("rates.about")
        if values["from_on"] is None or values["rate"] is None:
            return about
        change = self._change(values)
        try:
            loan = self.account.loan.with_change(change, self.edit.from_on if self.edit else None)
            loan.validate()
        except PlannerError:
            return about
        lines = self._effect(loan, change) if loan.method.scheduled else self._line(loan, change)
        return "\n".join([*lines, "", about])

    def _line(self, loan: Loan, change: RateChange) -> list[str]:
        """A line: the interest of thirty days on what is owed now."""
        owed = self.planner.overview.positions[loan.id].principal_minor
        if loan.method is Method.CARD or not owed:
            return []
        begin, end = change.from_on, change.from_on + _MONTH
        grown = [fmt.money(interest(one, owed, begin, end)) for one in (loan.without_change(begin), loan)]
        return [t("rates.thirty_days"), "  " + " → ".join(grown)]

    def _effect(self, loan: Loan, change: RateChange) -> list[str]:
        account = replace(self.account, loan=loan)
        without = loan.without_change(change.from_on)
        effect = rate_effect(account, without, change.from_on, self.planner.overview.today)
        if effect is None:
            return [t("rates.no_effect")]
        payments = fmt.money(effect.payment_before_minor), fmt.money(effect.payment_minor)
        interests = fmt.money(effect.interest_before_minor), fmt.money(effect.interest_minor)
        lines = [
            t("rates.new_payment", on=fmt.day(effect.from_on)),
            "  " + " → ".join(payments),
            t("rates.new_interest"),
            "  " + " → ".join(interests),
        ]
        if effect.ends_on != effect.ends_before_on:
            lines += [t("rates.new_end"), f"  {fmt.day(effect.ends_before_on)} → {fmt.day(effect.ends_on)}"]
        if loan.method is Method.LEVEL_PAYMENT:
            lines += ["", t(f"rates.rule.{loan.on_rate_change}")]
        return lines

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Add the change, or replace the one of the day that was opened, even where its day is another now."""
        from planner.services import rates

        change, loan_id, edited = self._change(values), self.account.loan.id, self.edit
        if edited is None:
            self.planner.write(lambda store: rates.add(store, loan_id, change), then=done, failed=self.show_error)
        else:
            self.planner.write(
                lambda store: rates.edit(store, loan_id, edited.from_on, change),
                then=done,
                failed=self.show_error,
                seen=_seen(loan_id, edited),
            )


def _seen(loan_id: int, change: RateChange) -> Seen:
    return Seen(RateChange, (change,), loan_id, {"from_on": change.from_on})


class RatesScreen(PlannerScreen):
    """All rates of a loan, the latest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,ctrl+n", "add", "key.add_rate"),
        Binding("e,enter,f2", "edit", "key.edit"),
        Binding("d,delete", "delete", "key.delete"),
    ]

    def __init__(self, loan_id: int) -> None:
        super().__init__()
        self.loan_id = loan_id

    def compose(self) -> ComposeResult:
        """Title, the table, the keys; the table is never empty, the first rate is always there."""
        yield Plain("", id="rates-title", classes="title")
        yield Table(
            (
                Column("from_on", t("rates.from_on"), 10),
                Column("when", t("rates.when"), 8),
                Column("rate", t("loan.rate"), 22),
                Column("payment", t("rates.payment"), 14, "right"),
                Column("note", t("loan.note"), 10, flex=True),
            ),
            empty="",
        )
        yield KeyBar()

    def on_mount(self) -> None:
        """The table has the focus: enter edits the rate under the cursor."""
        super().on_mount()
        self.query_one(Table).focus()

    @property
    def account(self) -> Account:
        """The account as it is now. Raises ``KeyError`` once it is deleted."""
        return self.planner.overview.accounts[self.loan_id]

    def show(self, overview: Overview) -> None:
        """Each rate, past, held now or coming, with the first payment at it. Closes once the loan is gone."""
        account = overview.accounts.get(self.loan_id)
        if account is None:
            self.close_gone()
            return
        loan, dues = account.loan, overview.positions[self.loan_id].dues
        self.query_one("#rates-title", Plain).show(" " + t("rates.title", loan=full_name(account.loan)))
        now = max((one.from_on for one in loan.rate_changes if one.from_on <= overview.today), default=loan.start_on)
        rows = []
        for change in (*reversed(loan.rate_changes), RateChange(loan.start_on, loan.rate, t("rates.first"))):
            when = "now" if change.from_on == now else "past" if change.from_on < now else "coming"
            first = first_at_rate(loan, dues, change.from_on) if loan.method.scheduled else None
            cells: dict[str, Cell] = {
                "from_on": fmt.day(change.from_on),
                "when": (t(f"rates.{when}"), "muted" if when == "past" else ""),
                "rate": full_rate(change.rate),
                "payment": fmt.money(first.amount_minor) if first else "",
                "note": change.note,
            }
            data = None if change.from_on == loan.start_on else change
            rows.append(Row(change.from_on.isoformat(), cells, {"rate": change.rate.value}, data))
        self.query_one(Table).load(rows)

    def _change(self) -> RateChange | None:
        row = self.query_one(Table).current
        return None if row is None else row.data

    def action_add(self) -> None:
        """A further change."""
        self.planner.push_screen(RateForm(self.account))

    def action_edit(self) -> None:
        """Change the one under the cursor; the first rate is one of the terms of the loan."""
        from planner.ui.screens.loans.loan_form import LoanForm

        change = self._change()
        self.planner.push_screen(RateForm(self.account, change) if change else LoanForm(self.account.loan))

    def action_delete(self) -> None:
        """Ask, then delete the change under the cursor: the rate before it goes on. The first rate stays."""
        from planner.services import rates

        change, loan_id = self._change(), self.loan_id
        if change is None:
            self.planner.toast(t("rates.first_stays"))
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.planner.write(
                    lambda store: rates.delete(store, loan_id, change.from_on), seen=_seen(loan_id, change)
                )

        question = t("rates.ask_delete", on=fmt.day(change.from_on), rate=full_rate(change.rate))
        self.planner.push_screen(Confirm(question), answered)
