"""A calculator on one loan: its state on any day, what settling then saves, and both answers to paying principal early.

It records nothing by itself; ctrl+s opens the repayment with what was worked out, to be saved or left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.timer import Timer

from planner.domain.accounts.loan import Excess, Loan, Method, Prepayment
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.domain.ledger.early import last_day, step_on
from planner.domain.ledger.position import position
from planner.domain.ledger.state import Position
from planner.domain.what_if import prepay
from planner.domain.what_if.prepay import Answer, Settling, day_for_early_money, prepaying, settling
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.computing import computed, work_for
from planner.ui.forms.fields import Field, Texts, amount_field, date_field
from planner.ui.forms.form import Form
from planner.ui.forms.thinking import Thinking
from planner.ui.screens.loans.repayment import RepaymentForm
from planner.ui.widgets.text import fit, width, wrap
from planner.values import dataclass
from planner.words.prepayment import price_text

_BESIDE_EACH_OTHER = 74  # cells from which the two blocks stand side by side
_WIDEST = 48  # beyond this the blocks only drift apart
_GAP = 3


SIGN = 0.3  # seconds after which it is said that something is worked out


@dataclass(frozen=True, slots=True)
class _Worked:
    """What is known of a day and an extra amount; ``unpaid`` is how it stands then if nothing is paid any more."""

    place: Position
    settling: Settling
    both: tuple[Answer, Answer] | PlannerError
    unpaid: Position | None


class WhatIf(Form):
    """Date and extra amount above; state, settlement and both answers below, live while typing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "record", "key.record_it", priority=True),
        Binding("pagedown", "scroll(1)", "key.scroll_down", show=False),
        Binding("pageup", "scroll(-1)", "key.scroll_up", show=False),
    ]

    def __init__(self, loan_id: int) -> None:
        super().__init__()
        self.loan_id = loan_id
        self.thinking = Thinking[_Worked](self)
        self._told = ""
        self._late: object = None  # a question that takes so long that it is said
        self._sign: Timer | None = None

    @property
    def account(self) -> Account:
        """The account as it is now. Raises ``KeyError`` once it is deleted."""
        return self.planner.overview.accounts[self.loan_id]

    @property
    def today(self) -> date:
        """The person's day."""
        return self.planner.overview.today

    def heading(self) -> str:
        """Names the loan that is asked about."""
        return t("what_if.title", loan=full_name(self.account.loan))

    def fields(self) -> Sequence[Field]:
        """A day, past or future; the extra amount in fen only where a schedule tells what it would save."""
        scheduled = self.account.loan.method.scheduled
        return (
            date_field("on", t("what_if.on"), self.today, hint=t("what_if.hint.on")),
            amount_field(
                "extra",
                t("what_if.extra"),
                optional=True,
                shown=lambda _texts: scheduled,
                hint=t("what_if.hint.extra"),
            ),
        )

    def start(self) -> Texts:
        """Today, and no extra amount."""
        return {"on": self.today.isoformat()}

    def first_field(self) -> str:
        """The day is mostly today: what is asked first is the extra amount, where there is one."""
        return "extra" if self.account.loan.method.scheduled else "on"

    def on_resize(self, _event: events.Resize) -> None:
        """The blocks move beside or below each other; the new room is known only after the layout."""
        self.call_after_refresh(self.show_beside)

    # -- what is shown ---------------------------------------------------------------------------------------------

    def beside(self, texts: Texts) -> str:
        """The state on that day, what settling takes and saves, and both answers to paying early."""
        known = self.known(texts)
        if known["on"] is None:
            return ""
        on, extra, room = known["on"], known["extra"], self.room_beside
        question, work = self._question(on, extra)
        worked = self.thinking.answer(question, lambda _: work())
        if worked is None:
            return self._meanwhile(question)
        place, found = worked.place, worked.settling
        left = [_as_of(place, self.today), *_pairs([*_state(place), ("", ""), *_settling(found)])]
        if found.reason is not None:
            left.append(t(f"what_if.reason.{found.reason}", month=fmt.money(found.month_minor)))
        right, answered = self._answers(worked.both, extra)
        notes = self._notes(worked, answered=answered)
        if room >= _BESIDE_EACH_OTHER:
            lines = _side_by_side(left, right, room)
        else:
            lines = [*_wrapped(left, room), "", *_wrapped(right, room)]
        self._told = "\n".join([*lines, *(line for note in notes for line in ("", *wrap(note, room)))])
        return self._told

    def _question(self, on: date, extra: int | None) -> tuple[object, Callable[[], _Worked]]:
        """What the answer is known by, and what works it out: it takes too long for between two keys."""
        account, today = self.account, self.today
        return (on, extra, self.planner.overview.seen), lambda: _work_out(account, on, extra, today)

    def _meanwhile(self, question: object) -> str:
        """What stood there, for so short that nobody reads it; then that it is worked out."""
        if question == self._late:
            return t("payoff.computing")

        def late() -> None:
            self._late = question
            self.show_beside()

        if self._sign is not None:
            self._sign.stop()
        self._sign = self.set_timer(SIGN, late)
        return self._told

    def _answers(self, both: tuple[Answer, Answer] | PlannerError, extra: int | None) -> tuple[list[str], bool]:
        """What stands at the right, and whether it is an answer."""
        if isinstance(both, PlannerError):
            # Nothing typed yet: only a rule of the loan is worth saying.
            if extra is not None or both.code != "prepay.too_much":
                return [fmt.error(both.code, both.params)], False
        elif extra is not None:
            return _compared(self.account, both), True
        return [t("what_if.prepay_empty")], False

    def _notes(self, worked: _Worked, *, answered: bool) -> list[str]:
        notes = []
        place, unpaid = worked.place, worked.unpaid
        loan = self.account.loan
        if answered and loan.method in (Method.INTEREST_ONLY, Method.BULLET):
            notes.append(t("what_if.note.same"))
        notes += _early_notes(loan, place)
        if unpaid is not None:
            notes.append(
                t("what_if.note.future", amount=fmt.money(unpaid.overdue_minor), n=unpaid.days_past_due)
                + (t("what_if.note.rate") if loan.rate_changes else "")
                + (t("what_if.note.penalty") if unpaid.overdue_minor and not loan.late_cost_known else "")
            )
        elif answered:
            notes.append(t("what_if.note.terms", excess=t(f"excess.{loan.excess}")))
        return notes

    # -- keys ------------------------------------------------------------------------------------------------------

    def action_next(self) -> None:
        """Enter goes from field to field: there is nothing to save."""
        self.action_field(1)

    def action_leave(self) -> None:
        """Nothing typed here is worth a question."""
        self.dismiss(False)

    def action_scroll(self, direction: int) -> None:
        """What stands below the fields may be longer than the screen."""
        self.query_one("#form-beside").scroll_relative(y=direction * 5, animate=False)

    def action_record(self) -> None:
        """Record what was worked out."""
        self.submit(lambda: None)

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Open the repayment that was worked out; this form closes once it has been saved.

        Raises:
            PlannerError: ``prepay.future`` for a day after today.
        """
        if values["on"] > self.today:
            raise PlannerError("prepay.future", field="on")
        work_for(self, "recording", self._record, values["on"], values["extra"])

    async def _record(self, on: date, extra: int | None) -> None:
        """Says ``prepay.nothing_owed``, or as ``prepaying``, where there is nothing to record."""
        worked = await computed(self._question(on, extra)[1])
        amount, both = worked.settling.total_minor, worked.both
        if extra is not None and isinstance(both, PlannerError):
            self.show_error(both)
            return
        if extra is not None and not isinstance(both, PlannerError):
            amount = both[0].paid_minor
        elif not amount:
            self.show_error(PlannerError("prepay.nothing_owed", field="on"))
            return
        given = {"on": on.isoformat(), "amount": fmt.plain_money(amount)}
        self.busy = False

        def closed(saved: bool | None) -> None:
            if saved:
                self.dismiss(True)

        self.planner.push_screen(RepaymentForm(self.account, settle=extra is None, given=given), closed)


def _work_out(account: Account, on: date, extra: int | None, today: date) -> _Worked:
    both: tuple[Answer, Answer] | PlannerError
    try:
        both = prepaying(account, on, 1 if extra is None else extra, today=today)
    except PlannerError as error:
        both = error
    place = prepay.as_of(account, on, today=today)
    unpaid = position(account, on) if on > today else None
    return _Worked(place, settling(account, on, today=today), both, unpaid)


def _early_notes(loan: Loan, place: Position) -> list[str]:
    """Until when the fee for paying early is what it is, and that it is taken on due dates only; while any is owed."""
    if not place.principal_minor or loan.prepayment is Prepayment.NOT_ALLOWED:
        return []
    notes = []
    on = place.as_of
    step = step_on(loan, on) if loan.prepayment is Prepayment.FEE_SHARE else None
    if step is not None and step.until is not None:
        last = last_day(loan, step)
        later = step_on(loan, last + timedelta(1))
        told = "0" if later is None else price_text(later)
        notes.append(t("what_if.note.fee_until", now=price_text(step), on=fmt.day(last), later=told))
    next_on = day_for_early_money(loan, place, on)
    if next_on is not None and next_on != on:
        notes.append(t("what_if.note.only_due_day", next_on=fmt.day(next_on)))
    return notes


def _as_of(place: Position, today: date) -> str:
    when = "today" if place.as_of == today else "past" if place.as_of < today else "future"
    return t("what_if.state", on=fmt.day(place.as_of), when=t(f"what_if.when.{when}"))


def _state(place: Position) -> list[tuple[str, str]]:
    overdue = fmt.money(place.overdue_minor)
    if place.overdue_minor:
        overdue = t("what_if.overdue_days", amount=overdue, n=place.days_past_due)
    return [
        (t("balance.principal"), fmt.money(place.principal_minor)),
        (t("balance.accrued"), fmt.money(place.accrued_minor)),
        (t("what_if.unpaid"), fmt.money(place.owed_minor - place.principal_minor)),
        (t("balance.overdue"), overdue),
    ]


def _settling(found: Settling) -> list[tuple[str, str]]:
    """What settling costs with its parts, what is paid otherwise, and the difference."""
    parts = [
        ("repayment.principal", found.principal_minor),
        ("balance.accrued", found.accrued_minor),
        ("what_if.interest", found.interest_minor),
        ("what_if.fee", found.fee_minor),
        ("what_if.early_fee", found.early_fee_minor),
    ]
    pairs = [(t("what_if.settle"), fmt.money(found.total_minor))]
    pairs += [("- " + t(key), fmt.money(minor)) for key, minor in parts if minor]
    if found.otherwise_minor is not None:
        pairs.append((t("what_if.otherwise"), fmt.money(found.otherwise_minor)))
    return [*pairs, (t("what_if.saving"), fmt.money(found.saving_minor))]


def _compared(account: Account, both: tuple[Answer, Answer]) -> list[str]:
    """What is paid that day, then both answers in two columns."""
    one = both[0]
    bullet = account.loan.method is Method.BULLET
    paid = [(t("what_if.asked_interest" if bullet else "what_if.asked"), fmt.money(one.asked_minor))]
    if one.fee_minor:
        paid.append((t("what_if.early_fee"), fmt.money(one.fee_minor)))
    paid.append((t("what_if.paid"), fmt.money(one.paid_minor)))
    rows = [("", [t(f"what_if.{excess}") for excess in (Excess.SHORTER_TERM, Excess.LOWER_PAYMENT)])]

    def row(key: str, tell: Callable[[Answer], str]) -> None:
        rows.append((t(key), [tell(answer) for answer in both]))

    row("what_if.last_on", lambda answer: fmt.day(answer.last.due_on))
    row("what_if.fewer", lambda answer: str(answer.fewer))
    row("what_if.payment", lambda answer: fmt.money(answer.payment_minor))
    row("what_if.before", lambda answer: fmt.money(answer.payment_before_minor))
    row("what_if.last", lambda answer: fmt.money(answer.last.unpaid_minor))
    row("what_if.interest_saved", lambda answer: fmt.money(answer.interest_saved_minor))
    if any(answer.fees_saved_minor for answer in both):
        row("what_if.fees_saved", lambda answer: fmt.money(answer.fees_saved_minor))
    row("what_if.net", lambda answer: fmt.money(answer.saving_minor))
    label = max(width(name) for name, _ in rows)
    cells = max(width(cell) for _, line in rows for cell in line)
    table = [fit(name, label) + "".join("  " + fit(cell, cells, "right") for cell in line) for name, line in rows]
    return [t("what_if.prepay", amount=fmt.money(one.extra_minor)), *_pairs(paid), "", *table]


def _pairs(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Name and figure, the figures in one column."""
    name = max(width(label) for label, _ in pairs)
    figures = [text.split(" ", 1) for _, text in pairs]
    cells = max(width(figure[0]) for figure in figures)
    return [
        " ".join([fit(label, name) + "  " + fit(figure[0], cells, "right"), *figure[1:]]).rstrip()
        for (label, _), figure in zip(pairs, figures, strict=True)
    ]


def _wrapped(lines: Sequence[str], room: int) -> list[str]:
    """Lines that are too long continue on the next one."""
    return [part for line in lines for part in (wrap(line, room) if width(line) > room else [line])]


def _side_by_side(left: Sequence[str], right: Sequence[str], room: int) -> list[str]:
    """Two blocks of lines; where the right one is a wide table it takes some of the left one's room."""
    half = min((room - _GAP) // 2, _WIDEST)
    table = max((width(line) for line in right if "  " in line), default=0)
    half = max(min(half, room - _GAP - table), half - _GAP * 2)
    lefts, rights = _wrapped(left, half), _wrapped(right, room - _GAP - half)
    count = max(len(lefts), len(rights))
    lefts += [""] * (count - len(lefts))
    rights += [""] * (count - len(rights))
    return [fit(one, half + _GAP) + other for one, other in zip(lefts, rights, strict=True)]
