"""The charges of a loan beside its interest, one row each, as the disclosure of the whole cost of credit lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from planner.domain.accounts.doubts import deduction_doubt
from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import Fee, FeeKind, FeeWhen, changed_on
from planner.domain.ledger.agreed import cost_of, fees_settled_until
from planner.domain.schedule.slots import fee_amount
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.base import PlannerScreen
from planner.ui.dialogs.confirm import Confirm
from planner.ui.forms.fields import Field, Texts, amount_field, date_field, option_texts, rate_field, rate_text
from planner.ui.forms.form import Form
from planner.ui.screens.loans.loan_entries import doubt_text
from planner.ui.screens.loans.loan_list import LoanList
from planner.ui.screens.loans.terms_form import gap_text
from planner.ui.widgets.table import Cell, Column, Row, Table
from planner.ui.widgets.text import wrap
from planner.values import replace

if TYPE_CHECKING:
    from planner.overview.overview import Overview


def fee_name(fee: Fee) -> str:
    """What a charge is called: by the person, or, where the form of the loan asked it, by what it is for."""
    return t(f"fee.kind.{fee.kind}") if fee.name in ("", "upfront", "per_term") else fee.name


_BASES = ("principal", "remaining")


def _shared(texts: Texts) -> bool:
    """Whether the charge is a share."""
    return bool(texts["share"].strip()) and _dated(texts)


def _dated(texts: Texts) -> bool:
    """Whether the charge has days: what was kept back from the payout was kept back on that day."""
    return texts["when"] != FeeWhen.UPFRONT


class FeeForm(Form):
    """One charge: a fixed amount or a share of the amount borrowed, when, to whom, and whether settling stops it."""

    def __init__(self, account: Account, place: int | None = None) -> None:
        """``place``: which of the loan's charges is edited; None adds one."""
        super().__init__()
        self.account = account
        self.place = place
        self._opened: Texts = {}
        self.draft_key = f"fee-{account.loan.id}-{'new' if place is None else place}"

    def heading(self) -> str:
        """Whether a charge is added or changed, and on which loan."""
        return t("fee.form.add" if self.place is None else "fee.form.edit", loan=full_name(self.account.loan))

    def fields(self) -> Sequence[Field]:
        """Exactly one of amount (fen) and share is needed; that is checked on saving."""
        today = self.planner.overview.today
        return (
            Field("kind", t("fee.kind"), options=option_texts("fee.kind", list(FeeKind)), hint=t("fee.hint.kind")),
            Field("name", t("fee.name"), optional=True, hint=t("fee.hint.name")),
            Field("when", t("fee.when"), options=option_texts("fee.when", self._times), hint=t("fee.hint.when")),
            amount_field(
                "amount", t("fee.amount"), optional=not self._card, hint=t("fee.hint.amount"), doubt=self._doubt
            ),
            rate_field("share", t("fee.share"), optional=True, shown=self._lent, hint=t("fee.hint.share")),
            Field("of", t("fee.of"), options=option_texts("fee.of", _BASES), shown=_shared, hint=t("fee.hint.of")),
            Field("payee", t("fee.payee"), optional=True, hint=t("fee.hint.payee")),
            Field(
                "stops",
                t("fee.stops"),
                options=option_texts("yes", ["yes", "no"]),
                shown=self._lent,
                hint=t("fee.hint.stops"),
            ),
            date_field("from_on", t("fee.from_on"), today, optional=True, shown=_dated, hint=t("fee.hint.from_on")),
            date_field(
                "until_on",
                t("fee.until_on"),
                today,
                ahead=True,
                optional=True,
                shown=_dated,
                hint=t("fee.hint.until_on"),
            ),
            date_field(
                "changes_on",
                t("fee.changes_on"),
                today,
                optional=True,
                shown=self._changes,
                hint=t("fee.hint.changes_on"),
            ),
        )

    def _doubt(self, amount_minor: int, values: dict[str, Any]) -> str:
        """What is taken off the payout is seldom more than that."""
        upfront, lent_minor = values["when"] == FeeWhen.UPFRONT, self.account.loan.principal_minor
        return doubt_text(deduction_doubt(amount_minor, lent_minor)) if upfront and lent_minor else ""

    @property
    def _card(self) -> bool:
        return self.account.loan.method is Method.CARD

    def _lent(self, _texts: Texts) -> bool:
        """Whether there is an amount lent, of which a charge may be a share or may stop."""
        return not self._card

    @property
    def _times(self) -> Sequence[FeeWhen]:
        """A card charges by the year; what comes with a bill or a purchase is recorded there."""
        return [FeeWhen.YEARLY] if self._card else list(FeeWhen)

    @property
    def _begins(self) -> str:
        """From when a charge may be another without touching what is paid; empty while nothing is."""
        settled = fees_settled_until(self.account, self.planner.overview.today)
        return "" if settled is None else (settled + timedelta(1)).isoformat()

    def _changes(self, texts: Texts) -> bool:
        """Whether a charge that has been paid is to ask for something else."""
        asked = ("when", "amount", "share", "of", "stops")
        changed = any(texts[key] != self._opened[key] for key in asked if key in self._opened)
        return bool(self._opened.get("changes_on")) and changed and _dated(texts)

    def start(self) -> Texts:
        """As recorded, without the names that the form of the loan gives.

        A new one comes with each instalment that is not paid yet; so does a change of what one asks for.
        """
        begins = self._begins
        if self.place is None:
            kind, when = (FeeKind.ANNUAL, FeeWhen.YEARLY) if self._card else (FeeKind.SERVICE, FeeWhen.PER_TERM)
            return {"kind": kind, "when": when, "from_on": begins}
        fee = self.account.loan.fees[self.place]
        self._opened = {
            "kind": fee.kind,
            "name": "" if fee.name in ("upfront", "per_term") else fee.name,
            "when": fee.when,
            "amount": "" if fee.amount_minor is None else fmt.plain_money(fee.amount_minor),
            "share": "" if fee.share is None else rate_text(fee.share),
            "payee": fee.payee,
            "stops": "yes" if fee.stops else "no",
            "of": "remaining" if fee.on_remaining else "principal",
            "from_on": fee.from_on.isoformat() if fee.from_on else "",
            "until_on": fee.until_on.isoformat() if fee.until_on else "",
            "changes_on": begins,
        }
        return self._opened

    def _loan(self, values: dict[str, Any]) -> Loan:
        """The loan with the charge as typed. Raises ``PlannerError`` when it has no amount, or two."""
        if (values["amount"] is None) == (values["share"] is None):
            raise PlannerError("loan.fee_amount_or_share", field="amount")
        fees = list(self.account.loan.fees)
        if self.place is None:
            fees.append(self._fee(values, ""))
        else:
            before, changes_on = fees[self.place], values["changes_on"]
            fee = self._fee(values, before.name)
            fees[self.place : self.place + 1] = changed_on(before, fee, changes_on) if changes_on else (fee,)
        loan = replace(self.account.loan, fees=tuple(fees))
        loan.validate()
        return loan

    def _fee(self, values: dict[str, Any], name: str) -> Fee:
        """The charge as typed; ``name``: what it is called now."""
        return Fee(
            values["name"] or (name if name in ("upfront", "per_term") else ""),
            FeeWhen(values["when"]),
            values["amount"],
            values["share"],
            FeeKind(values["kind"]),
            values["payee"] or "",
            stops=values["stops"] != "no",
            from_on=values["from_on"],
            until_on=values["until_on"],
            on_remaining=values["of"] == "remaining",
        )

    def beside(self, texts: Texts) -> str:
        """What the loan costs a year with the charge."""
        try:
            loan = self._loan(self.known(texts))
        except (PlannerError, TypeError, ValueError):
            return ""
        lines = cost_lines(replace(self.account, loan=loan), self)
        return "\n".join(line for text in lines for line in wrap(text, self.room_beside))

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Save the loan with this charge; refused where another window has changed its terms meanwhile.

        Raises:
            PlannerError: ``loan.fee_amount_or_share`` when it has no amount, or two; ``loan.*`` when it does not fit.
        """
        from planner.services import loans

        loan, seen = self._loan(values), self.account.loan
        code = "fee.add" if self.place is None else "fee.edit"
        self.planner.write(lambda store: loans.edit(store, loan, seen, code=code), then=done, failed=self.show_error)


def cost_lines(account: Account, screen: Form | PlannerScreen) -> list[str]:
    """Interest, charges and yearly cost of a loan, and what its lender disclosed; of a card no sums."""
    cost = cost_of(account, screen.planner.overview.today)
    lines = [
        f"{t('cost.interest')}  {fmt.money(cost.interest_minor)}",
        f"{t('cost.fees')}  {fmt.money(cost.fee_minor)}",
    ]
    lines = [] if account.loan.method is Method.CARD else lines
    lines.append(
        f"{t('cost.nominal')}  {fmt.percent(cost.nominal)}    {t('cost.effective')}  {fmt.percent(cost.effective)}"
    )
    if cost.reason:
        lines.append(t(f"cost.reason.{cost.reason}"))
    return [*lines, *([told] if (told := gap_text(account.loan, cost)) else [])]


class FeesScreen(LoanList):
    """The charges of one loan, and above them what the loan costs with all of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,ctrl+n", "add", "key.add_fee"),
        Binding("e,enter,f2", "edit", "key.edit"),
        Binding("d,delete", "delete", "key.delete"),
        Binding("f,ctrl+f", "leave", "key.back", show=False),
    ]

    name_key, list_id, empty_key = "fee.title", "fees", "fee.none"

    def columns(self) -> Sequence[Column]:
        """When, what, how much."""
        return columns()

    def content(self, overview: Overview, account: Account) -> tuple[Iterable[str], Sequence[Row]]:
        """What the loan costs with all of them; in the order that the loan has them in."""
        rows = [_row(place, fee, account.loan) for place, fee in enumerate(account.loan.fees)]
        return cost_lines(account, self), rows

    def _place(self) -> int | None:
        row = self.query_one(Table).current
        return None if row is None else row.data

    def action_add(self) -> None:
        """A further fee."""
        self.planner.push_screen(FeeForm(self.account))

    def action_edit(self) -> None:
        """Change the fee under the cursor."""
        place = self._place()
        if place is not None:
            self.planner.push_screen(FeeForm(self.account, place))

    def action_delete(self) -> None:
        """Ask, then delete the fee under the cursor."""
        from planner.services import loans

        place = self._place()
        if place is None:
            return
        loan = self.account.loan
        left = replace(loan, fees=tuple(fee for number, fee in enumerate(loan.fees) if number != place))

        def answered(yes: bool | None) -> None:
            if yes:
                self.planner.write(lambda store: loans.edit(store, left, loan, code="fee.delete"))

        self.planner.push_screen(Confirm(t("fee.ask_delete", fee=fee_name(loan.fees[place]))), answered)


def columns() -> tuple[Column, ...]:
    """The amount also where a share was entered; to whom it goes gives way first where the room is short."""
    return (
        Column("name", t("fee.name"), 14, flex=True),
        Column("when", t("fee.when"), 16),
        Column("amount", t("fee.amount"), 11, "right"),
        Column("days", t("fee.days"), 21, rank=1),
        Column("share", t("fee.share"), 8, "right", rank=2),
        Column("payee", t("fee.payee"), 14, rank=3),
        Column("stops", t("fee.stops"), 8),
    )


def _row(place: int, fee: Fee, loan: Loan) -> Row:
    amount = fee.amount_minor if fee.amount_minor is not None else fee_amount(fee, loan.principal_minor)
    cells: dict[str, Cell] = {
        "name": fee_name(fee),
        "when": t(f"fee.when.{fee.when}"),
        "amount": fmt.money(amount),
        "days": _days(fee),
        "share": "" if fee.share is None else rate_text(fee.share),
        "payee": fee.payee,
        "stops": t("yes.yes" if fee.stops else "yes.no"),
    }
    return Row(str(place), cells, data=place)


def _days(fee: Fee) -> str:
    """From when until when it is charged; empty where that is always."""
    if fee.from_on is None and fee.until_on is None:
        return ""
    return "–".join("" if on is None else fmt.day(on) for on in (fee.from_on, fee.until_on))
