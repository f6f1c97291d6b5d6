"""What is paid beside what is due, for whoever names it: by the adopted plan, on a card before its bill is cut."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from planner.domain.ledger.state import Due
from planner.values import dataclass


@dataclass(frozen=True, slots=True)
class Planned:
    """What is still to be paid of all that the adopted plan pays on a loan on a day; it is ``done`` when nothing is.

    Attributes:
        loan_id: the loan.
        on: the day of the plan.
        amount_minor: what is to be paid, what the lender asks for by then included; fen of the loan's currency.
        ends: whether it settles the loan.
        done: whether as much was paid as the plan pays up to that day.
        due_minor: what of it the lender asks for at least.
        foreseen_minor: what the plan foresaw for the day when it was adopted, fen of yuan.
        over: it was not all paid, and the next day of the plan has come: what it lacked is drift now.
        above: whether the plan foresaw to pay more than what is due, or on a bill other than all of it.
    """

    loan_id: int
    on: date
    amount_minor: int
    ends: bool
    done: bool
    due_minor: int = 0
    foreseen_minor: int = 0
    over: bool = False
    above: bool = False

    @property
    def more(self) -> bool:
        """Whether the plan pays more than the lender asks for, and that is still to be paid."""
        return not (self.done or self.over) and self.amount_minor > self.due_minor


@dataclass(frozen=True, slots=True)
class BeforeBill:
    """What is free to be paid on a card on a day so that the bill of ``cut_on`` shows less; fen, above 0."""

    loan_id: int
    on: date
    cut_on: date
    amount_minor: int


def at_hand(planned: Iterable[Planned], loan_id: int) -> Planned | None:
    """What a plan pays next on a loan: what the last day of the plan that has come still lacks, else the next day."""
    return next((one for one in planned if one.loan_id == loan_id and not (one.done or one.over)), None)


def with_due(planned: Iterable[Planned], due: Due, as_of: date) -> Planned | None:
    """What a plan pays for a due and with it, where that is more than the lender asks for; else None.

    That is the payment of its day; of a due that is late what the plan pays on that loan now.
    """
    here = [one for one in planned if one.loan_id == due.loan_id and one.more]
    found = next((one for one in here if one.on == due.due_on), None)
    if found is None and due.due_on < as_of:
        found = next((one for one in here if one.on <= as_of), None)
    return found


def settled_on(planned: Iterable[Planned], as_of: date) -> dict[int, date]:
    """By loan id the day, still to come, on which a plan settles it: what is due behind that is never paid.

    Once the day has passed without the payment all is asked for again.
    """
    ends: dict[int, date] = {}
    for one in planned:
        if one.ends and one.on >= as_of and not (one.done or one.over):
            ends[one.loan_id] = min(one.on, ends.get(one.loan_id, one.on))
    return ends


def settled_before(ends: Mapping[int, date], due: Due) -> bool:
    """Whether the loan of a due is settled on an earlier day, by the days of ``settled_on``."""
    return due.due_on > ends.get(due.loan_id, date.max)


def named_with(planned: Sequence[Planned], dues: Iterable[Due], as_of: date) -> set[tuple[int, date]]:
    """The payments of a plan, by loan id and day, that stand beside a due of which something has to be paid.

    Those of its day, and what a due that is late names with itself.
    """
    found = set()
    for due in dues:
        if due.least_minor > 0:
            found.add((due.loan_id, due.due_on))
            if due.due_on < as_of and (more := with_due(planned, due, as_of)) is not None:
                found.add((more.loan_id, more.on))
    return found
