"""Lines with draws under them: another draw, and loans that share a limit brought under one line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.names import full_name
from planner.domain.accounts.terms import PLAIN_CARD
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.errors import PlannerError
from planner.services import checks
from planner.services.loans import checked, counted, insert
from planner.storage.store import OpResult, Store, Write
from planner.values import replace


def draw(store: Store, loan_id: int, made: Loan, *, today: date) -> OpResult[int]:
    """Another draw of a line, with instalments of its own, by the terms of ``made``.

    Args:
        store: the database.
        loan_id: the line, a draw under it, or a loan with a limit that stands alone and becomes the first draw.
        made: the terms of the draw: ``principal_minor`` on ``start_on``; its lender, limit and line are the line's.
        today: it was paid out on this day or before.

    Returns:
        The id of the draw.

    Raises:
        PlannerError: ``line.none`` for a loan without a limit; ``loan.closed`` on a line that is closed;
            ``draw.amount``, ``draw.future``, ``draw.frozen``, ``loan.*``.
    """
    with store.write("line.draw", amount_minor=made.principal_minor) as write:
        line = _line_of(write, write.account(loan_id).loan)
        write.tell(loan=full_name(line))
        if line.closed_on is not None:
            raise PlannerError("loan.closed", field="on", closed_on=line.closed_on)
        checks.amount("draw", made.principal_minor)
        checks.day("draw", line, made.start_on, today)
        checks.drawable(write.account(line.id), made.start_on)
        name = f"{line.name} {_draws(write, line) + 1}"
        draw = checked(_under(line, replace(made, name=made.name or name, lender=line.lender)))
        draw_id = insert(write, counted(draw, None, today))
    return write.result(draw_id)


def gather(store: Store, loan_ids: Sequence[int]) -> OpResult[int]:
    """Bring loans that share a limit under one line: the first of them if it is drawn by the day, else a new one.

    The line has the largest limit and the institutions of all the loans; of the loans' own terms and records nothing
    changes but limit and name.

    Args:
        store: the database.
        loan_ids: two or more loans of one lender.

    Returns:
        The id of the line.

    Raises:
        PlannerError: ``line.lenders`` where they are not of one lender, ``line.scheduled`` where one is a card, a
            second line or a draw already; ``loan.unknown``.
    """
    with store.write("line.gather", count=len(loan_ids)) as write:
        loans = [write.account(loan_id).loan for loan_id in loan_ids]
        first, *others = loans
        if any(loan.lender.id != first.lender.id for loan in others):
            raise PlannerError("line.lenders")
        by_day = first.method is Method.REVOLVING
        draws = others if by_day else loans
        if not draws or any(not loan.method.scheduled or loan.line_id is not None for loan in draws):
            raise PlannerError("line.scheduled", loan=full_name(first))
        limit = max((loan.limit_minor or 0 for loan in loans), default=0)
        start_on = min(loan.start_on for loan in loans)
        first = replace(first, institution=_reported_by(loans))
        if by_day:
            line = replace(first, limit_minor=limit, start_on=start_on)
            write.put(line)
        else:
            line = _new_line(write, first, limit, start_on)
        for place, loan in enumerate(draws, start=_draws(write, line) + 1):
            _put_under(write, line, loan, place)
        write.tell(loan=full_name(line))
    return write.result(line.id)


def _reported_by(loans: Sequence[Loan]) -> str:
    """Who reports the line: all who reported one of the loans on it, also of those that are settled."""
    names = dict.fromkeys(name for loan in loans for name in loan.institutions)
    return loans[0].institution if tuple(names) == loans[0].institutions else "、".join(names)


def _line_of(write: Write, loan: Loan) -> Loan:
    """The line of a draw; a loan with a limit that stands alone is brought under a new one."""
    if loan.line_id is not None:
        return write.account(loan.line_id).loan
    if loan.method is Method.REVOLVING:
        return loan
    if loan.method is Method.CARD or loan.limit_minor is None:
        raise PlannerError("line.none", loan=full_name(loan))
    line = _new_line(write, loan, loan.limit_minor, loan.start_on)
    _put_under(write, line, loan, 1)
    return line


def _new_line(write: Write, like: Loan, limit_minor: int, start_on: date) -> Loan:
    """A line of the same lender and product, on which nothing is drawn by the day. Interest is each draw's own."""
    rate = Rate(like.rate.value * 0, RateBasis.DAY)
    line = Loan(
        0,
        like.lender,
        like.name,
        Method.REVOLVING,
        start_on,
        rate,
        day_count=DayCount.ACT_365,
        limit_minor=limit_minor,
        product=like.product,
        currency=like.currency,
        yuan_rate=like.yuan_rate,
        institution=like.institution,
    )
    return replace(line, id=write.put(line))


def _put_under(write: Write, line: Loan, loan: Loan, place: int) -> None:
    name = f"{loan.name} {place}" if loan.name == line.name else loan.name
    write.put(_under(line, replace(loan, name=name)))


def _under(line: Loan, loan: Loan) -> Loan:
    """A loan as a draw of a line: the limit is the line's, and so is its closing."""
    return replace(loan, line_id=line.id, limit_minor=None, card=PLAIN_CARD, closing_on=None, closed_on=None)


def _draws(write: Write, line: Loan) -> int:
    """How many draws under a line are loans of their own."""
    return len(write.keys(Loan, line_id=line.id))
