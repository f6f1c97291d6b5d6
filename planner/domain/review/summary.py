"""What a saved review says, and what changed since the one before and since a month ago."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal

from planner.domain.basics.calendar import add_months
from planner.domain.book import Book
from planner.domain.figures.ratios import Ratios, course
from planner.domain.figures.told import Tell, told
from planner.domain.findings.model import Finding
from planner.domain.ledger.state import AccountState, Position
from planner.domain.payoff.adopted.movement import Movement
from planner.domain.review.items import Action, Agenda, Kept, Outcome
from planner.domain.review.stages import checked_lenders
from planner.values import dataclass

Value = int | Decimal | None


@dataclass(frozen=True, slots=True)
class AccountFigures:
    """One account on the day of the review; names are kept, so that an old review reads well after a deletion."""

    loan_id: int
    loan: str
    lender: str
    owed_minor: int
    state: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding as it was on the day of the review."""

    code: str
    reason: str
    state: str
    clears_on: date | None


@dataclass(frozen=True, slots=True)
class Summary:
    """A saved review. ``checked`` of ``lenders_open`` lenders were compared with their own figures that week.

    ``movement`` is why the debt-free day moved; None without an adopted plan, and in reviews saved before it was told.
    """

    week: date
    saved_at: str
    ratios: Ratios
    commitments: tuple[Action, ...] = ()
    kept: tuple[Kept, ...] = ()
    accounts: tuple[AccountFigures, ...] = ()
    dues_paid: int = 0
    dues_open: int = 0
    checked: int = 0
    lenders_open: int = 0
    streak: int = 1
    notes: str = ""
    findings: tuple[FindingLine, ...] = ()
    movement: Movement | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``code`` is a field of the figures, or ``loan.new|gone|closed|settled|up|down`` for an account.

    Values of codes ending ``_minor`` and of ``loan.*`` are fen; ratios are fractions; the rest are counts.
    """

    code: str
    before: Value
    after: Value
    loan: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figures now, beside those of the last saved review and of a month ago (None where there was nothing)."""

    now: Ratios
    last: Ratios | None
    month_ago: Ratios | None
    changes: tuple[Change, ...]
    accounts: tuple[Change, ...]


def summary(
    book: Book,
    positions: Mapping[int, Position],
    now: Ratios,
    agenda: Agenda,
    commitments: Iterable[Action],
    *,
    today: date,
    saved_at: str,
    streak: int,
    notes: str = "",
    findings: Iterable[Finding] = (),
    movement: Movement | None = None,
) -> Summary:
    """The figures of the review as it is saved ``today``.

    Args:
        book: the records.
        positions: the state of each account as of ``today``, by loan id.
        now: the ratios as of ``today``.
        agenda: the review.
        commitments: what the person takes on for the coming week.
        today: the person's day.
        saved_at: the instant, ISO 8601.
        streak: reviews in a row, this one included.
        notes: the person's own line.
        findings: what the records say of the person's standing today.
        movement: why the debt-free day moved.
    """
    checked, lenders = checked_lenders(book, positions, today)
    paid = sum(check.outcome is Outcome.PAID for check in agenda.dues)
    return Summary(
        week=agenda.week,
        saved_at=saved_at,
        ratios=now,
        commitments=tuple(commitments),
        kept=agenda.kept,
        accounts=figures(book, positions),
        dues_paid=paid,
        dues_open=len(agenda.dues) - paid,
        checked=checked,
        lenders_open=lenders,
        streak=streak,
        notes=notes,
        findings=tuple(FindingLine(one.code, one.reason, one.state.value, one.clears_on) for one in findings),
        movement=movement,
    )


def figures(book: Book, positions: Mapping[int, Position]) -> tuple[AccountFigures, ...]:
    """Every account with what is owed on it, in the order of the book."""
    return tuple(
        AccountFigures(
            account.loan.id,
            account.loan.named,
            account.loan.lender.name,
            positions[account.loan.id].owed_minor,
            positions[account.loan.id].state.value,
        )
        for account in book.accounts
    )


def compare(
    book: Book,
    positions: Mapping[int, Position],
    now: Ratios,
    last: Summary | None,
    today: date,
    unnamed: Collection[int] | None = None,
    tell: Tell = told,
) -> Comparison:
    """What the review shows of the figures: ``changes`` and ``accounts`` are since the last saved review.

    ``unnamed`` and ``tell``: as for ``course``.
    """
    before = add_months(today, -1)
    begun = any(account.loan.start_on <= before for account in book.accounts)
    return Comparison(
        now=now,
        last=last.ratios if last else None,
        month_ago=course(book, [before, today], unnamed, tell).standings[0].ratios if begun else None,
        changes=changes(last.ratios, now) if last else (),
        accounts=account_changes(last.accounts, figures(book, positions)) if last else (),
    )


def changes(before: Ratios, after: Ratios) -> tuple[Change, ...]:
    """The figures that differ, debt first. An unknown one (None) differs from a known one."""
    return tuple(
        Change(code, old, new)
        for (code, old), (_, new) in zip(_values(before), _values(after), strict=True)
        if old != new
    )


def account_changes(before: Iterable[AccountFigures], after: Iterable[AccountFigures]) -> tuple[Change, ...]:
    """Accounts that came, went, were emptied or closed, then those that owe more or less, the largest change first."""
    old = {account.loan_id: account for account in before}
    new = {account.loan_id: account for account in after}
    found = [_account_change(old.get(loan_id), new.get(loan_id)) for loan_id in sorted({*old, *new})]
    return tuple(sorted((change for change in found if change), key=_weight))


def _account_change(old: AccountFigures | None, new: AccountFigures | None) -> Change | None:
    if old is None or new is None:
        if new is not None:
            return Change("loan.new", None, new.owed_minor, _label(new))
        return Change("loan.gone", old.owed_minor, None, _label(old)) if old else None
    if new.state != old.state and new.state == AccountState.CLOSED:
        return Change("loan.closed", old.owed_minor, new.owed_minor, _label(new))
    if old.owed_minor > 0 and new.owed_minor == 0:
        return Change("loan.settled", old.owed_minor, 0, _label(new))
    if old.owed_minor != new.owed_minor:
        code = "loan.up" if new.owed_minor > old.owed_minor else "loan.down"
        return Change(code, old.owed_minor, new.owed_minor, _label(new))
    return None


def _label(account: AccountFigures) -> str:
    return account.loan or account.lender


def _weight(change: Change) -> tuple[bool, int, str]:
    moved = abs(int(change.after or 0) - int(change.before or 0))
    return change.code in ("loan.up", "loan.down"), -moved, change.loan


def _values(at: Ratios) -> tuple[tuple[str, Value], ...]:
    return (
        ("debt_minor", at.debt_minor),
        ("unsettled", at.lenders.unsettled),
        ("open_lines", at.lenders.open_lines),
        ("institutions", at.lenders.institutions),
        ("payment_ratio", at.payment_ratio),
        ("balance_ratio", at.balance_ratio),
        ("utilisation", at.utilisation),
        ("on_time_rate", at.on_time.rate),
        ("income_minor", at.income_minor),
        ("due_minor", at.due_minor),
    )
