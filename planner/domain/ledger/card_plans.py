"""Instalment plans inside a card: a part of what is owed that comes to the bills in equal parts, with a fee.

A plan is a flat fee on its principal: the same rows and the same yearly cost as a loan by 等本等息.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from planner.domain.accounts.loan import Every, Loan, Method
from planner.domain.accounts.records import CardPlan, PlanEnd
from planner.domain.accounts.terms import PLAIN_CARD, Fee, FeeWhen
from planner.domain.basics.money import share, whole
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.schedule.instalments import instalments
from planner.domain.schedule.methods import Instalment


def plan_fee(plan: CardPlan) -> int:
    """The fee of a plan over all its terms, fen."""
    numerator, denominator = plan.rate.as_integer_ratio()
    charge = whole(plan.principal_minor * numerator, denominator)
    return charge * plan.terms if plan.basis is RateBasis.TERM else charge


def plan_loan(card: Loan, plan: CardPlan) -> Loan:
    """The plan as a loan of its own, for its schedule and its yearly cost; its parts fall a month apart."""
    rate = Rate(plan.rate, plan.basis)
    fees: tuple[Fee, ...] = ()
    if plan.fee_when is FeeWhen.FIRST_TERM:
        rate = Rate(plan.rate * 0, plan.basis)
        fees = (Fee("", FeeWhen.FIRST_TERM, plan_fee(plan)),)
    return replace(
        card,
        id=0,
        method=Method.FLAT_FEE,
        start_on=plan.started_on,
        rate=rate,
        fees=fees,
        principal_minor=plan.principal_minor,
        terms=plan.terms,
        every=Every.MONTH,
        first_due_on=None,
        due_day=None,
        end_on=None,
        pinned=(),
        rate_changes=(),
        card=PLAIN_CARD,
        limit_minor=None,
        statement_day=None,
        disclosed=None,
        settled_on=None,
        closing_on=None,
        closed_on=None,
        calendar=None,
    )


def plan_rows(card: Loan, plan: CardPlan) -> tuple[Instalment, ...]:
    """Principal and fee of each part, in order. The dates are those of months, not of bills."""
    return instalments(plan_loan(card, plan))


class RunningPlan:
    """A plan while it runs: the parts that no bill holds yet."""

    def __init__(self, card: Loan, plan: CardPlan, billed: int = 0) -> None:
        """``billed``: how many parts were billed before the records begin."""
        self.plan = plan
        self._parts = [(row.principal_minor, row.fee_minor) for row in plan_rows(card, plan)[billed:]]

    @property
    def remaining(self) -> int:
        """Principal not billed yet, fen."""
        return sum(principal for principal, _ in self._parts)

    @property
    def parts(self) -> tuple[tuple[int, int], ...]:
        """Principal and fee of each part that no bill holds yet, in order, fen."""
        return tuple(self._parts)

    @property
    def parts_left(self) -> int:
        """How many parts no bill holds yet."""
        return len(self._parts)

    @property
    def over(self) -> bool:
        """Whether bills hold all of it."""
        return not self._parts

    @property
    def following(self) -> tuple[int, int]:
        """Principal and fee of the next part; nothing when there is none."""
        return self._parts[0] if self._parts else (0, 0)

    def bill(self) -> tuple[int, int]:
        """Hand the next part over to a bill: principal and fee."""
        return self._parts.pop(0) if self._parts else (0, 0)

    @property
    def fees_left(self) -> int:
        """Fees of the parts that no bill holds yet, fen."""
        return sum(fee for _, fee in self._parts)

    def end_fee(self) -> int:
        """What ending it now costs beside its remaining principal, fen."""
        if self.plan.at_end is PlanEnd.FEES_DUE:
            return self.fees_left
        return share(self.remaining, self.plan.end_share) if self.plan.at_end is PlanEnd.SHARE else 0

    def shed(self, amount: int) -> int:
        """Owe up to ``amount`` less principal, the last parts first; returns how much that was."""
        shed = 0
        for place in range(len(self._parts) - 1, -1, -1):
            principal, fee = self._parts[place]
            part = min(principal, amount - shed)
            self._parts[place] = (principal - part, fee)
            shed += part
        return shed


class Plans:
    """The plans of one card of which something is on no bill yet; ``principal`` is what they hold of it, fen."""

    def __init__(self) -> None:
        self.principal = 0
        self._running: list[RunningPlan] = []

    @property
    def apart(self) -> int:
        """What plans with a limit of their own hold, fen."""
        return sum(running.remaining for running in self._running if running.plan.own_limit)

    @property
    def by_id(self) -> dict[int, RunningPlan]:
        """The plans by id."""
        return {running.plan.id: running for running in self._running}

    def begin(self, running: RunningPlan) -> None:
        """A plan begins; what remains of it is held by it from now on."""
        self.principal += running.remaining
        self._running.append(running)

    def end(self, plan_id: int) -> list[tuple[int, int]]:
        """A plan ends early: principal and fee of what it hands over to the bills; nothing where it does not run."""
        ended = [running for running in self._running if running.plan.id == plan_id]
        self._running = [running for running in self._running if running.plan.id != plan_id]
        parts = [(running.remaining, running.end_fee()) for running in ended]
        self.principal -= sum(principal for principal, _ in parts)
        return parts

    def bill(self) -> list[tuple[int, int]]:
        """Each plan hands its next part over to a bill: principal and fee. Those that have none left are over."""
        parts = [running.bill() for running in self._running]
        self.principal -= sum(principal for principal, _ in parts)
        self._running = [running for running in self._running if not running.over]
        return parts

    @property
    def following(self) -> tuple[int, int]:
        """Principal and fee of the parts that the next bill will hold."""
        parts = [running.following for running in self._running]
        return sum(principal for principal, _ in parts), sum(fee for _, fee in parts)

    def end_fee(self) -> int:
        """What ending all of them now costs beside their remaining principal, fen."""
        return sum(running.end_fee() for running in self._running)

    def shed(self, amount: int) -> int:
        """Owe up to ``amount`` less principal, the last parts of the first plan first; returns how much that was."""
        left = amount
        for running in self._running:
            left -= running.shed(left)
        self.principal -= amount - left
        return amount - left

    def forget(self) -> None:
        """Nothing is owed any more."""
        self._running, self.principal = [], 0


def billed_before(card: Loan, plan: CardPlan, records_from: date) -> int:
    """How many parts of a plan were on bills cut before the records of its card begin, at most all of them."""
    months = (records_from.year - plan.started_on.year) * 12 + records_from.month - plan.started_on.month
    day = card.statement_day or plan.started_on.day
    # one bill a month, on the statement day: that of the first month counts unless it was cut before the plan began
    cut = months + (day < records_from.day) - (day < plan.started_on.day)
    return min(max(cut, 0), plan.terms) if plan.started_on < records_from else 0
