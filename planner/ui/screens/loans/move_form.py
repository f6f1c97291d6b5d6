"""The form of a legal move: what became of the claim."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account, Move, MoveKind
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.forms.fields import Field, Texts, amount_field, date_field, option_texts
from planner.ui.forms.form import Form
from planner.ui.widgets.text import wrap

_NAMED = {MoveKind.SOLD, MoveKind.COLLECTION, MoveKind.GUARANTOR_PAID, MoveKind.INSURER_PAID}


class MoveForm(Form):
    """One legal move: what happened, when, and who is owed since."""

    def __init__(self, account: Account, edit: Move | None = None) -> None:
        super().__init__()
        self.account = account
        self.edit = edit
        self.draft_key = f"move-{account.loan.id}-{edit.id if edit else 'new'}"

    def heading(self) -> str:
        """Whether one is added or changed, and on which account."""
        return t("move.form.edit" if self.edit else "move.form.add", loan=full_name(self.account.loan))

    def fields(self) -> Sequence[Field]:
        """Who is owed, or collects, is asked where it is another than the lender."""
        today = self.planner.overview.today
        return (
            Field("kind", t("move.kind"), options=option_texts("move.kind", list(MoveKind)), hint=t("move.hint.kind")),
            date_field("on", t("move.on"), today, hint=t("move.hint.on")),
            Field(
                "creditor",
                t("move.creditor"),
                shown=lambda texts: texts["kind"] in _NAMED,
                renamed=lambda texts: t(
                    "move.creditor.collection" if texts["kind"] == MoveKind.COLLECTION else "move.creditor"
                ),
                hint=t("move.hint.creditor"),
            ),
            amount_field(
                "amount",
                t("move.amount"),
                optional=True,
                shown=lambda texts: texts["kind"] not in (MoveKind.FROZEN, MoveKind.RELEASED),
                hint=t("move.hint.amount"),
            ),
            Field("note", t("loan.note"), optional=True),
        )

    def start(self) -> Texts:
        """As recorded; a new one happened today."""
        move = self.edit
        if move is None:
            return {"on": self.planner.overview.today.isoformat()}
        return {
            "kind": move.kind,
            "on": move.on.isoformat(),
            "creditor": move.creditor,
            "amount": fmt.plain_money(move.amount_minor) if move.amount_minor is not None else "",
            "note": move.note,
        }

    def beside(self, texts: Texts) -> str:
        """What such a move means, and what it does not."""
        return "\n".join(wrap(t(f"move.about.{MoveKind(texts['kind'])}"), self.room_beside))

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Add the move, or replace the one that was opened."""
        from planner.services import moves

        kind, loan_id, today = MoveKind(values["kind"]), self.account.loan.id, self.planner.overview.today
        amount = None if kind in (MoveKind.FROZEN, MoveKind.RELEASED) else values.get("amount")
        creditor = (values.get("creditor") or "") if kind in _NAMED else ""
        move = Move(self.edit.id if self.edit else 0, values["on"], kind, creditor, amount, values["note"] or "")
        if self.edit is None:
            self.planner.write(
                lambda store: moves.add(store, loan_id, move, today=today), then=done, failed=self.show_error
            )
        else:
            self.planner.write(
                lambda store: moves.edit(store, move, today=today), then=done, failed=self.show_error, seen=self.edit
            )
