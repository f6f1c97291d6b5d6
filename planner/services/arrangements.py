"""Agreements with a lender: recorded, changed (also from asked to agreed, kept or broken), deleted."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.loan import MOST_TERMS, Loan, Method
from planner.domain.accounts.loan_checks import HIGHEST_RATE
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account, Arrangement, ArrangementKind, ArrangementState
from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.basics.rates import RateBasis, percent
from planner.domain.basics.text import clean
from planner.domain.ledger.position import position
from planner.errors import PlannerError
from planner.services import checks
from planner.storage.store import OpResult, Store, Write
from planner.values import replace

_ENDED = {ArrangementState.KEPT, ArrangementState.BROKEN, ArrangementState.REFUSED}
_FEES = (RateBasis.TERM, RateBasis.TOTAL)
_ANYWHERE = {ArrangementKind.REDUCED_SETTLEMENT, ArrangementKind.WAIVER, ArrangementKind.SUSPENDED_INTEREST}
_ON_LINES = _ANYWHERE | {ArrangementKind.DEFERRAL, ArrangementKind.LONGER_TERM}


def kinds_of(loan: Loan) -> list[ArrangementKind]:
    """What can be agreed on a loan: a line has no instalments, a card keeps its own in its instalment plans."""
    if loan.method is Method.CARD:
        return [kind for kind in ArrangementKind if kind in _ANYWHERE]
    if loan.method is Method.REVOLVING:
        return [kind for kind in ArrangementKind if kind in _ON_LINES]
    return list(ArrangementKind)


def add(store: Store, loan_id: int, agreed: Arrangement, *, today: date) -> OpResult[int]:
    """Record an agreement, or that it was asked for; its id is ignored.

    Returns:
        Its id.

    Raises:
        PlannerError: ``agreement.*`` with ``field`` naming what is wrong, ``loan.unknown``.
    """
    with store.write("agreement.add") as write:
        made = _fitting(write, write.account(loan_id), replace(agreed, id=0), today)
        agreed_id = write.put(made, of=loan_id)
    return write.result(agreed_id)


def edit(store: Store, agreed: Arrangement, *, today: date) -> OpResult[int]:
    """Replace everything of the agreement ``agreed.id`` but its loan. Raises as ``add``, and ``agreement.unknown``."""
    with store.write("agreement.edit") as write:
        account = checks.account_with(write, Arrangement, agreed.id, "agreement.unknown")
        write.put(_fitting(write, account, agreed, today))
    return write.result(agreed.id)


def delete(store: Store, agreed_id: int) -> OpResult[None]:
    """Remove it: the contract counts as if nothing had been agreed. Raises ``agreement.unknown``."""
    with store.write("agreement.delete") as write:
        account = checks.account_with(write, Arrangement, agreed_id, "agreement.unknown")
        write.tell(loan=full_name(account.loan))
        write.drop(Arrangement, agreed_id)
    return write.result(None)


def _fitting(write: Write, account: Account, agreed: Arrangement, today: date) -> Arrangement:
    """The agreement with its texts cleaned; raises ``agreement.*``."""
    write.tell(loan=full_name(account.loan))
    if agreed.kind not in kinds_of(account.loan):
        method = "card" if account.loan.method is Method.CARD else "line"
        raise PlannerError(f"agreement.not_on_{method}", field="kind", loan=full_name(account.loan))
    _check_days(account, agreed, today)
    _check_content(account, agreed)
    return replace(
        agreed,
        agreed_with=clean(agreed.agreed_with),
        channel=clean(agreed.channel),
        condition=clean(agreed.condition, lines=True),
        note=clean(agreed.note, lines=True),
    )


def _check_days(account: Account, agreed: Arrangement, today: date) -> None:
    """Each state has its day; they follow each other, from the start of the loan to today."""
    state, start_on = agreed.state, account.loan.start_on
    needed = {"agreed_on": state in (ArrangementState.AGREED, ArrangementState.KEPT, ArrangementState.BROKEN)}
    needed |= {"asked_on": state is ArrangementState.ASKED, "ended_on": state in _ENDED}
    last = start_on
    for field in ("asked_on", "agreed_on", "ended_on"):
        on: date | None = getattr(agreed, field)
        if on is None:
            if needed[field]:
                raise PlannerError("agreement.day_missing", field=field)
            continue
        if on > today:
            raise PlannerError("agreement.future", field=field, on=on)
        if on < last:
            raise PlannerError("agreement.day_order", field=field, on=on, after=last)
        last = on
    if agreed.until_on is not None and agreed.until_on < (agreed.from_on or agreed.agreed_on or start_on):
        raise PlannerError("agreement.until", field="until_on", on=agreed.until_on)
    first = agreed.from_on if agreed.kind is not ArrangementKind.SUSPENDED_INTEREST else None
    if first is not None and agreed.agreed_on is not None and first <= agreed.agreed_on:
        raise PlannerError("agreement.first_due", field="from_on", on=first, agreed_on=agreed.agreed_on)


def _check_content(account: Account, agreed: Arrangement) -> None:
    kind = agreed.kind
    if agreed.terms is not None and not 1 <= agreed.terms <= MOST_TERMS:
        raise PlannerError("agreement.terms", field="terms", value=agreed.terms, most=MOST_TERMS)
    rate = agreed.rate
    if rate is not None and (rate.basis in _FEES or not 0 <= rate.value <= HIGHEST_RATE):
        raise PlannerError("agreement.rate", field="rate", percent=percent(rate.value))
    if kind is ArrangementKind.DEFERRAL and agreed.terms is None and agreed.from_on is None:
        raise PlannerError("agreement.terms_missing", field="terms")
    if kind in (ArrangementKind.INTEREST_ONLY, ArrangementKind.LONGER_TERM) and agreed.terms is None:
        raise PlannerError("agreement.terms_missing", field="terms")
    if kind is ArrangementKind.NEW_INSTALMENTS:
        _check_rows(agreed)
    if kind in (ArrangementKind.REDUCED_SETTLEMENT, ArrangementKind.WAIVER):
        checks.amount("agreement", agreed.amount_minor or 0)
        _check_amount(account, agreed)


def _check_rows(agreed: Arrangement) -> None:
    if not agreed.rows and agreed.terms is None:
        raise PlannerError("agreement.terms_missing", field="terms")
    last = agreed.agreed_on or agreed.asked_on
    for row in sorted(agreed.rows, key=lambda row: row.number):
        if last is not None and row.due_on < last:
            raise PlannerError("agreement.row_day", field="rows", number=row.number, on=row.due_on)
        amounts = (row.principal_minor, row.interest_minor, row.fee_minor)
        if min(amounts) < 0 or not 0 < sum(amounts) <= LIMIT_MINOR:
            raise PlannerError("agreement.row_amount", field="rows", number=row.number)
        last = row.due_on


def _check_amount(account: Account, agreed: Arrangement) -> None:
    """A reduced settlement is for less than all that is owed on its day."""
    on, amount = agreed.agreed_on or agreed.asked_on, agreed.amount_minor or 0
    if on is None or agreed.kind is not ArrangementKind.REDUCED_SETTLEMENT:
        return
    others = tuple(one for one in account.arrangements if one.id != agreed.id)
    kept = tuple(paid for paid in account.repayments if paid.on < on)
    owed = position(replace(account, arrangements=others, repayments=kept), on).settlement_minor
    if amount >= owed:
        raise PlannerError("agreement.amount_above", field="amount", amount_minor=amount, owed_minor=owed)
