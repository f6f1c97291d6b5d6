"""What was agreed with the lender of one loan, and what became of the claim: the list of both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from planner.domain.accounts.records import (
    Account,
    Arrangement,
    ArrangementState,
    Move,
)
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.dialogs.confirm import Confirm
from planner.ui.screens.loans.agreement_form import AgreementForm
from planner.ui.screens.loans.loan_list import LoanList
from planner.ui.screens.loans.move_form import MoveForm
from planner.ui.widgets.table import Cell, Column, Row, Table, widest
from planner.ui.widgets.text import wrap
from planner.words.agreements import (
    agreed_text,
    condition_text,
    cost_text,
    move_text,
    report_text,
)

if TYPE_CHECKING:
    from planner.overview.overview import Overview


class AgreementsScreen(LoanList):
    """Both kinds of records of one loan, the latest first; above them how its claim and its conditions stand."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,ctrl+n", "add", "key.add_agreement"),
        Binding("m,f3", "add_move", "key.add_move"),
        Binding("w,f8", "allowance", "key.allowance"),
        Binding("e,enter,f2", "edit", "key.edit"),
        Binding("d,delete", "delete", "key.delete"),
        Binding("g,ctrl+g", "leave", "key.back", show=False),
    ]

    name_key, list_id, empty_key = "agreement.title", "agreements", "agreement.none"

    def columns(self) -> Sequence[Column]:
        """When, what, how far it has come, what it costs."""
        return columns()

    def fitted(self, rows: Sequence[Row]) -> Sequence[Column]:
        """What was agreed in full, before with whom."""
        return columns(rows)

    def content(self, overview: Overview, account: Account) -> tuple[Iterable[str], Sequence[Row]]:
        """How the claim and its conditions stand; every agreement and move, the latest first."""
        rows = [(_day(agreed), _agreed_row(account, agreed, overview.today)) for agreed in account.arrangements]
        rows += [(move.on, _move_row(move)) for move in account.moves]
        rows.sort(key=lambda one: one[0], reverse=True)
        return standing(overview, account), [row for _, row in rows]

    def _record(self) -> Arrangement | Move | None:
        row = self.query_one(Table).current
        return None if row is None else row.data

    def action_add(self) -> None:
        """A further agreement."""
        self.planner.push_screen(AgreementForm(self.account))

    def action_add_move(self) -> None:
        """A further legal move."""
        self.planner.push_screen(MoveForm(self.account))

    def action_allowance(self) -> None:
        """What the lender waived, gave back or credited, without further terms; it stands among the loan's records."""
        from planner.ui.screens.loans.allowance import AllowanceForm

        self.planner.push_screen(AllowanceForm(self.account))

    def action_edit(self) -> None:
        """Change the record under the cursor; the state of an agreement too."""
        record = self._record()
        if isinstance(record, Arrangement):
            self.planner.push_screen(AgreementForm(self.account, record))
        elif record is not None:
            self.planner.push_screen(MoveForm(self.account, record))

    def action_delete(self) -> None:
        """Ask, then delete the record under the cursor."""
        from planner.services import arrangements, moves

        record = self._record()
        if record is None:
            return

        def answered(yes: bool | None) -> None:
            if yes and isinstance(record, Arrangement):
                self.planner.write(lambda store: arrangements.delete(store, record.id), seen=record)
            elif yes:
                self.planner.write(lambda store: moves.delete(store, record.id), seen=record)

        if isinstance(record, Arrangement):
            question = t("agreement.ask_delete", what=agreed_text(record))
        else:
            question = t("move.ask_delete", on=fmt.day(record.on), what=t(f"move.kind.{record.kind}"))
        self.planner.push_screen(Confirm(question), answered)


def standing(overview: Overview, account: Account) -> list[str]:
    """How the claim stands, the conditions of settlements, and what the report will say of the latest agreement."""
    today = overview.today
    lines = [move_text(move) for move in overview.positions[account.loan.id].claim.standing]
    lines += filter(None, (condition_text(account, agreed, today) for agreed in account.arrangements))
    held = [agreed for agreed in account.arrangements if agreed.in_force(today)]
    return [*lines, *(report_text(agreed.kind) for agreed in held[-1:])]


def facts_of(overview: Overview, account: Account) -> list[tuple[str, str]]:
    """The same for the screen of the loan: who is owed, what is in force."""
    creditor = overview.positions[account.loan.id].claim.creditor
    held = [agreed for agreed in account.arrangements if agreed.in_force(overview.today)]
    pairs = [(t("move.owed_to"), creditor)] if creditor else []
    return pairs + [(t("agreement.mark"), agreed_text(agreed)) for agreed in held]


def conditions_of(overview: Overview, account: Account, room: int) -> str:
    """How the conditions of its settlements stand, below those facts."""
    texts = filter(None, (condition_text(account, agreed, overview.today) for agreed in account.arrangements))
    return "".join(f"\n {line}" for text in texts for line in wrap(text, room - 2))


def _day(agreed: Arrangement) -> date:
    days = (agreed.agreed_on, agreed.asked_on, agreed.ended_on)
    return next((on for on in days if on is not None), date.min)


_WIDEST = 44  # beside it the day, the state and what it costs have room on the smallest screen


def columns(lines: Sequence[Row] = ()) -> tuple[Column, ...]:
    """When, what, how far it has come, how much more or less than by the contract, with whom.

    What was agreed ends in an amount or a day: it has the room that it needs, and with whom gives way.
    """
    told = widest(lines, "told") if lines else 16
    return (
        Column("on", t("agreement.col.on"), 10),
        Column("what", t("agreement.col.what"), min(max(24, widest(lines, "what")), _WIDEST), flex=True),
        Column("state", t("agreement.col.state"), 9),
        Column("cost", t("agreement.col.cost"), 11, "right", rank=1),
        Column("told", t("agreement.col.told"), min(16, told), rank=2),
    )


def _agreed_row(account: Account, agreed: Arrangement, today: date) -> Row:
    failed = condition_text(account, agreed, today) if agreed.state is ArrangementState.AGREED else ""
    over = bool(failed) and agreed.until_on is not None and agreed.until_on < today
    cells: dict[str, Cell] = {
        "on": fmt.day(_day(agreed)),
        "what": agreed_text(agreed),
        "state": (
            t(f"agreement.state.{agreed.state}"),
            "warn" if over or agreed.state is ArrangementState.BROKEN else "",
        ),
        "cost": cost_text(account, agreed, today),
        "told": agreed.agreed_with or agreed.channel or agreed.condition or agreed.note,
    }
    return Row(f"a{agreed.id}", cells, data=agreed)


def _move_row(move: Move) -> Row:
    amount = "" if move.amount_minor is None else fmt.money(move.amount_minor)
    cells: dict[str, Cell] = {
        "on": fmt.day(move.on),
        "what": move_text(move).removeprefix(fmt.day(move.on)).strip(),
        "state": "",
        "cost": "",
        "told": " ".join(filter(None, (amount, move.note))),
    }
    return Row(f"m{move.id}", cells, data=move)
