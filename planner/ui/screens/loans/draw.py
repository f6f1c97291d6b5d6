"""The form of a draw, a purchase, or a further payout of a loan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account, Draw, DrawKind
from planner.domain.accounts.terms import CardInterest
from planner.domain.ledger.position import position
from planner.i18n import format as fmt
from planner.i18n import t
from planner.services import draws
from planner.ui.forms.fields import Field, Texts, amount_field, date_field, option_texts
from planner.ui.forms.form import Form
from planner.ui.screens.loans.same_day import included_field, included_text
from planner.values import replace

if TYPE_CHECKING:
    from planner.services import OpResult, Store

_KINDS = tuple(DrawKind)
_FROM_POSTING = (CardInterest.FULL, CardInterest.UNPAID)


def sort_of(loan: Loan) -> str:
    """What a draw of this loan is, as its texts begin."""
    if loan.method is Method.CARD:
        return "purchase"
    return "draw.payout" if loan.method.scheduled else "draw"


class DrawForm(Form):
    """Money taken from a line, a purchase, or a part of a loan that is paid out later; ctrl+s goes on to the next."""

    def __init__(self, account: Account, *, edit: Draw | None = None) -> None:
        super().__init__()
        self.account = account
        self.draw = edit
        self._sort = sort_of(account.loan)
        self.draft_key = f"draw-{account.loan.id}-{edit.id if edit else 0}"
        self.repeats = edit is None

    def heading(self) -> str:
        """A purchase on a card, a further payout of a loan, else a draw; added or changed."""
        return t(f"{self._sort}.form.{'edit' if self.draw else 'add'}", loan=full_name(self.account.loan))

    def fields(self) -> Sequence[Field]:
        """The kind is asked on cards only; the day of booking only where the card counts interest from it."""
        today = self.planner.overview.today
        return (
            amount_field(
                "amount",
                t(f"{self._sort}.amount"),
                hint=t("draw.payout.hint.amount" if self._sort == "draw.payout" else "loan.hint.amount"),
            ),
            date_field("on", t(f"{self._sort}.on"), today, hint=t("loan.hint.date")),
            Field(
                "kind",
                t("draw.kind"),
                options=option_texts("draw.kind", _KINDS),
                shown=lambda _texts: self.account.loan.method is Method.CARD,
                hint=t("draw.hint.kind"),
            ),
            date_field(
                "posted_on",
                t("draw.posted_on"),
                today,
                optional=True,
                shown=lambda _texts: self.account.loan.card.interest in _FROM_POSTING,
                hint=t("draw.hint.posted_on"),
            ),
            included_field(self.account, today),
            Field("note", t("loan.note"), optional=True),
        )

    def start(self) -> Texts:
        """As recorded; a new one is of today."""
        if self.draw is None:
            return {"on": self.planner.overview.today.isoformat()}
        return {
            "amount": fmt.plain_money(self.draw.amount_minor),
            "on": self.draw.on.isoformat(),
            "kind": self.draw.kind,
            "posted_on": self.draw.posted_on.isoformat() if self.draw.posted_on else "",
            "note": self.draw.note,
            **included_text(self.account, self.draw),
        }

    def beside(self, texts: Texts) -> str:
        """Of a loan: what the next instalments ask for with the payout."""
        values = self.known(texts)
        if self._sort != "draw.payout" or values["amount"] is None or values["on"] is None:
            return ""
        number = self.draw.id if self.draw else 0
        others = tuple(draw for draw in self.account.draws if draw.id != number)
        with_it = replace(self.account, draws=(*others, Draw(number, values["on"], values["amount"])))
        today = self.planner.overview.today
        coming = [due for due in position(with_it, today).dues if due.due_on > values["on"]][:6]
        lines = [t("draw.payout.coming"), ""]
        return "\n".join([*lines, *(f"{fmt.day(due.due_on)}  {fmt.money(due.amount_minor)}" for due in coming)])

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Add the draw, or replace the one that was opened; of a line, where no kind is asked, it is a plain one."""
        loan_id, draw, today = self.account.loan.id, self.draw, self.planner.overview.today

        def change(store: Store) -> OpResult[int]:
            record = partial(draws.edit_draw, store, draw.id) if draw else partial(draws.draw, store, loan_id)
            return record(
                values["on"],
                values["amount"],
                note=values["note"] or "",
                kind=DrawKind(values["kind"] or DrawKind.PLAIN),
                posted_on=values["posted_on"],
                today=today,
                after_reading=values["included"] == "no",
            )

        self.planner.write(change, then=done, failed=self.show_error, seen=draw)
