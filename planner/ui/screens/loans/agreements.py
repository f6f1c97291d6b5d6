"""What was agreed with the lender of one loan, and what became of the claim: the forms, and the list of both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.accounts.loan import Method, PinnedInstalment
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import (
    Account,
    Arrangement,
    ArrangementKind,
    ArrangementState,
    Move,
    MoveKind,
)
from planner.domain.accounts.terms import Part
from planner.domain.basics import typed
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.what_if.agreement import effect
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.base import PlannerScreen
from planner.ui.dialogs.confirm import Confirm
from planner.ui.forms.fields import (
    Field,
    Texts,
    amount_field,
    count_field,
    date_field,
    option_texts,
    rate_field,
    rate_text,
)
from planner.ui.forms.form import Form
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Cell, Column, Row, Table
from planner.ui.widgets.text import wrap
from planner.words.agreements import (
    agreed_text,
    condition_text,
    cost_text,
    effect_lines,
    move_text,
    report_text,
)

if TYPE_CHECKING:
    from planner.overview.overview import Overview

_K, _S = ArrangementKind, ArrangementState
_BY_TERMS = {_K.DEFERRAL, _K.INTEREST_ONLY, _K.LONGER_TERM, _K.NEW_INSTALMENTS}
_FIRST_DUE = {*_BY_TERMS, _K.SUSPENDED_INTEREST}
_WITH_RATE = {_K.LONGER_TERM, _K.NEW_INSTALMENTS}
_AGREED = {_S.AGREED, _S.KEPT, _S.BROKEN}
_ENDED = {_S.REFUSED, _S.KEPT, _S.BROKEN}
_NAMED = {MoveKind.SOLD, MoveKind.COLLECTION, MoveKind.GUARANTOR_PAID, MoveKind.INSURER_PAID}


def read_rows(text: str, today: date) -> tuple[PinnedInstalment, ...]:
    """Instalments as typed: day, principal, and if need be interest; semicolons between.

    Raises:
        PlannerError: ``agreement.row_text``; what ``typed`` says of a day or an amount.
    """
    rows = []
    for number, part in enumerate(filter(None, map(str.strip, text.replace("；", ";").split(";"))), 1):
        words = part.split()
        if not 2 <= len(words) <= 3:
            raise PlannerError("agreement.row_text", field="rows", text=part)
        on, *amounts = words
        fen = [typed.parse_amount(amount) for amount in amounts]
        rows.append(PinnedInstalment(number, typed.parse_date(on, today), fen[0], *fen[1:] or [0]))
    return tuple(rows)


def rows_text(rows: Sequence[PinnedInstalment]) -> str:
    """The same as it is typed."""
    texts = []
    for row in rows:
        interest = f" {fmt.plain_money(row.interest_minor)}" if row.interest_minor else ""
        texts.append(f"{row.due_on} {fmt.plain_money(row.principal_minor)}{interest}")
    return "; ".join(texts)


def _only(*kinds: ArrangementKind) -> Callable[[Texts], bool]:
    return lambda texts: texts["kind"] in kinds


class AgreementForm(Form):
    """One agreement: what it is about and how far it has come, with who, when, and what it costs beside it."""

    def __init__(self, account: Account, edit: Arrangement | None = None) -> None:
        super().__init__()
        self.account = account
        self.edit = edit
        self.draft_key = f"agreement-{account.loan.id}-{edit.id if edit else 'new'}"

    def heading(self) -> str:
        """Whether one is added or changed, and on which loan."""
        return t("agreement.form.edit" if self.edit else "agreement.form.add", loan=full_name(self.account.loan))

    def fields(self) -> Sequence[Field]:
        """The kind says what else is asked; the state, which days."""
        from planner.services.arrangements import kinds_of

        today, loan = self.planner.overview.today, self.account.loan
        kinds = kinds_of(loan)
        scheduled = loan.method.scheduled
        return (
            Field(
                "kind",
                t("agreement.kind"),
                options=option_texts("agreement.kind", kinds),
                hint="" if scheduled else t("agreement.hint.kind"),
            ),
            Field(
                "state",
                t("agreement.state"),
                options=option_texts("agreement.state", [_S.AGREED, _S.ASKED, _S.KEPT, _S.BROKEN, _S.REFUSED]),
                hint=t("agreement.hint.state"),
            ),
            *self._days(today),
            *self._content(today),
            Field("agreed_with", t("agreement.agreed_with"), optional=True, hint=t("agreement.hint.agreed_with")),
            Field("channel", t("agreement.channel"), optional=True, hint=t("agreement.hint.channel")),
            Field("condition", t("agreement.condition"), optional=True, hint=t("agreement.hint.condition")),
            Field("note", t("loan.note"), optional=True),
        )

    def _days(self, today: date) -> Sequence[Field]:
        return (
            date_field(
                "agreed_on",
                t("agreement.agreed_on"),
                today,
                shown=lambda texts: texts["state"] in _AGREED,
                hint=t("agreement.hint.agreed_on"),
            ),
            date_field(
                "asked_on",
                t("agreement.asked_on"),
                today,
                shown=lambda texts: texts["state"] in (_S.ASKED, _S.REFUSED),
                hint=t("agreement.hint.asked_on"),
            ),
            date_field(
                "ended_on",
                t("agreement.ended_on"),
                today,
                shown=lambda texts: texts["state"] in _ENDED,
                hint=t("agreement.hint.ended_on"),
            ),
        )

    def _content(self, today: date) -> Sequence[Field]:
        suspended, settled = _K.SUSPENDED_INTEREST, _K.REDUCED_SETTLEMENT
        line = self.account.loan.method is Method.REVOLVING

        def names(key: str) -> Callable[[Texts], str]:
            last = {suspended: t("agreement.until_on"), settled: t("agreement.until_on.settlement")}
            first = {suspended: t("agreement.from_on.suspended")}
            usual = {"from_on": t("agreement.from_on"), "until_on": t("agreement.until_on.line")}[key]
            named = {"from_on": first, "until_on": last}[key]
            return lambda texts: named.get(ArrangementKind(texts["kind"]), usual)

        return (
            count_field(
                "terms",
                t("agreement.terms"),
                optional=True,
                shown=_only(*_BY_TERMS),
                hint=t("agreement.hint.terms"),
            ),
            amount_field(
                "amount",
                t("agreement.amount"),
                shown=_only(settled, _K.WAIVER),
                renamed=lambda texts: t("agreement.amount" if texts["kind"] == settled else "agreement.amount.waiver"),
                hint=t("agreement.hint.amount"),
            ),
            Field(
                "part",
                t("agreement.part"),
                options=option_texts("part", [Part.PENALTY, Part.INTEREST, Part.FEE]),
                shown=_only(_K.WAIVER),
            ),
            date_field(
                "from_on",
                t("agreement.from_on"),
                today,
                optional=True,
                shown=lambda texts: texts["kind"] in _FIRST_DUE and not (line and texts["kind"] == _K.LONGER_TERM),
                renamed=names("from_on"),
                hint=t("agreement.hint.from_on"),
            ),
            date_field(
                "until_on",
                t("agreement.until_on"),
                today,
                optional=True,
                shown=lambda texts: texts["kind"] in (suspended, settled) or (line and texts["kind"] == _K.LONGER_TERM),
                renamed=names("until_on"),
                hint=t("agreement.hint.until_on"),
            ),
            rate_field(
                "rate",
                t("agreement.rate"),
                optional=True,
                shown=lambda texts: texts["kind"] in _WITH_RATE and not line,
                hint=t("agreement.hint.rate"),
            ),
            Field(
                "basis",
                t("agreement.basis"),
                options=option_texts("basis", ["year", "month", "day"]),
                shown=lambda texts: texts["kind"] in _WITH_RATE and not line and bool(texts["rate"].strip()),
            ),
            Field(
                "bears_interest",
                t("agreement.bears_interest"),
                options=option_texts("agreement.bears_interest", ["yes", "no"]),
                shown=_only(_K.DEFERRAL),
                hint=t("agreement.hint.bears_interest"),
            ),
            Field(
                "rows",
                t("agreement.rows"),
                lambda text: read_rows(text, today),
                rows_text,
                optional=True,
                shown=_only(_K.NEW_INSTALMENTS),
                hint=t("agreement.hint.rows"),
            ),
        )

    def start(self) -> Texts:
        """As recorded; a new one was agreed today."""
        one, today = self.edit, self.planner.overview.today.isoformat()
        if one is None:
            return {"agreed_on": today, "asked_on": today, "ended_on": today}
        days = {key: getattr(one, key) for key in ("agreed_on", "asked_on", "ended_on", "from_on", "until_on")}
        return {
            "kind": one.kind,
            "state": one.state,
            **{key: on.isoformat() if on else "" for key, on in days.items()},
            "ended_on": (one.ended_on.isoformat() if one.ended_on else today),
            "agreed_on": (one.agreed_on.isoformat() if one.agreed_on else today),
            "terms": str(one.terms) if one.terms else "",
            "amount": fmt.plain_money(one.amount_minor) if one.amount_minor is not None else "",
            "part": one.part or Part.PENALTY,
            "rate": rate_text(one.rate.value) if one.rate else "",
            "basis": one.rate.basis if one.rate else RateBasis.YEAR,
            "bears_interest": "yes" if one.bears_interest else "no",
            "rows": rows_text(one.rows),
            "agreed_with": one.agreed_with,
            "channel": one.channel,
            "condition": one.condition,
            "note": one.note,
        }

    def _agreed(self, values: dict[str, Any]) -> Arrangement:
        """The agreement as the fields in view say; days of states before stay as they were recorded."""
        get, kind, state = values.get, ArrangementKind(values["kind"]), ArrangementState(values["state"])
        kept = self.edit.asked_on if self.edit else None
        by_terms, rate = kind in _BY_TERMS, get("rate") if kind in _WITH_RATE else None
        return Arrangement(
            self.edit.id if self.edit else 0,
            kind,
            state,
            asked_on=get("asked_on") if state in (_S.ASKED, _S.REFUSED) else kept,
            agreed_on=get("agreed_on") if state in _AGREED else None,
            ended_on=get("ended_on") if state in _ENDED else None,
            agreed_with=get("agreed_with") or "",
            channel=get("channel") or "",
            condition=get("condition") or "",
            from_on=get("from_on") if kind in _FIRST_DUE else None,
            until_on=None if kind in _BY_TERMS and kind is not _K.LONGER_TERM else get("until_on"),
            terms=get("terms") if by_terms else None,
            amount_minor=None if by_terms else get("amount"),
            part=Part(values["part"]) if kind is _K.WAIVER else None,
            rate=None if rate is None else Rate(rate, RateBasis(get("basis") or RateBasis.YEAR)),
            bears_interest=kind is not _K.DEFERRAL or get("bears_interest") != "no",
            rows=(get("rows") or ()) if kind is _K.NEW_INSTALMENTS else (),
            note=get("note") or "",
        )

    def beside(self, texts: Texts) -> str:
        """What it costs beside the contract, and what the credit report will probably say."""
        agreed, today = self._agreed(self.known(texts)), self.planner.overview.today
        enough = agreed.terms or agreed.rows or agreed.amount_minor or agreed.from_on
        lines = [t("agreement.about")]
        if enough or agreed.kind is _K.SUSPENDED_INTEREST:
            lines = effect_lines(effect(self.account, agreed, today))
        lines += ["", report_text(agreed.kind)]
        return "\n".join(line for text in lines for line in (wrap(text, self.room_beside) if text else [""]))

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Add the agreement, or replace the one that was opened."""
        from planner.services import arrangements

        agreed, loan_id, today = self._agreed(values), self.account.loan.id, self.planner.overview.today
        if self.edit is None:
            self.planner.write(
                lambda store: arrangements.add(store, loan_id, agreed, today=today), then=done, failed=self.show_error
            )
        else:
            self.planner.write(
                lambda store: arrangements.edit(store, agreed, today=today), then=done, failed=self.show_error
            )


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
            self.planner.write(lambda store: moves.edit(store, move, today=today), then=done, failed=self.show_error)


class AgreementsScreen(PlannerScreen):
    """Both kinds of records of one loan, the latest first; above them how its claim and its conditions stand."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,ctrl+n", "add", "key.add_agreement"),
        Binding("m,f3", "add_move", "key.add_move"),
        Binding("w,f8", "allowance", "key.allowance"),
        Binding("e,enter,f2", "edit", "key.edit"),
        Binding("d,delete", "delete", "key.delete"),
        Binding("g,ctrl+g", "leave", "key.back", show=False),
    ]

    def __init__(self, loan_id: int) -> None:
        super().__init__()
        self.loan_id = loan_id

    def compose(self) -> ComposeResult:
        """Title, how things stand, the table, the keys."""
        yield Plain("", id="loan-title", classes="title")
        yield Plain("", id="loan-facts", classes="facts")
        yield Table(columns(), empty=t("agreement.none"), id="agreements")
        yield KeyBar()

    def on_mount(self) -> None:
        """The table has the focus: enter edits the record under the cursor."""
        super().on_mount()
        self.query_one(Table).focus()

    def show(self, overview: Overview) -> None:
        """Every agreement and move. Closes once the loan is gone."""
        account = overview.accounts.get(self.loan_id)
        if account is None:
            self.dismiss(None)
            return
        room = max(20, (self.size.width or 80) - 2)
        facts = [" " + line for text in standing(overview, account) for line in wrap(text, room)]
        self.query_one("#loan-title", Plain).show(" " + t("agreement.title", loan=full_name(account.loan)))
        self.query_one("#loan-facts", Plain).show("\n".join(facts))
        rows = [(_day(agreed), _agreed_row(account, agreed, overview.today)) for agreed in account.arrangements]
        rows += [(move.on, _move_row(move)) for move in account.moves]
        rows.sort(key=lambda one: one[0], reverse=True)
        self.query_one(Table).load([row for _, row in rows])

    def on_resize(self, _event: events.Resize) -> None:
        """The facts are broken into lines for the new width."""
        self.show(self.planner.overview)

    @property
    def account(self) -> Account:
        """The account as it is now. Raises ``KeyError`` once it is deleted."""
        return self.planner.overview.accounts[self.loan_id]

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
                self.planner.write(lambda store: arrangements.delete(store, record.id))
            elif yes:
                self.planner.write(lambda store: moves.delete(store, record.id))

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


def columns() -> tuple[Column, ...]:
    """When, what, how far it has come, how much more or less than by the contract, with whom."""
    return (
        Column("on", t("agreement.col.on"), 10),
        Column("what", t("agreement.col.what"), 24, flex=True),
        Column("state", t("agreement.col.state"), 9),
        Column("cost", t("agreement.col.cost"), 11, "right", rank=1),
        Column("told", t("agreement.col.told"), 16, rank=2),
    )


def _agreed_row(account: Account, agreed: Arrangement, today: date) -> Row:
    failed = condition_text(account, agreed, today) if agreed.state is _S.AGREED else ""
    over = bool(failed) and agreed.until_on is not None and agreed.until_on < today
    cells: dict[str, Cell] = {
        "on": fmt.day(_day(agreed)),
        "what": agreed_text(agreed),
        "state": (t(f"agreement.state.{agreed.state}"), "warn" if over or agreed.state is _S.BROKEN else ""),
        "cost": cost_text(account, agreed, today),
        "told": agreed.agreed_with or agreed.channel or agreed.condition or agreed.note,
    }
    return Row(f"a{agreed.id}", cells, data=agreed)


def _move_row(move: Move) -> Row:
    cells: dict[str, Cell] = {
        "on": fmt.day(move.on),
        "what": move_text(move).removeprefix(fmt.day(move.on)).strip(),
        "state": "",
        "cost": "" if move.amount_minor is None else fmt.money(move.amount_minor),
        "told": move.note,
    }
    return Row(f"m{move.id}", cells, data=move)
