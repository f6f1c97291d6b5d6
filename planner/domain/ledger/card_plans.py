"""Instalment plans inside a card: a part of what is owed that comes to the bills in equal parts, with a fee.

A plan is a flat fee on its principal: the same rows and the same yearly cost as a loan by 等本等息.

What is given back of a purchase made in instalments is taken off the parts that no bill holds yet, the last ones
first, as lenders do it where the refund belongs to the plan; their fees are asked for no more, those of billed parts
stay. What exceeds them counts like money paid. A refund of which nothing tells that it is that of a plan is money paid,
too: the plan goes on until it is ended.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from operator import itemgetter

from planner.domain.accounts.loan import Every, Loan, Method
from planner.domain.accounts.records import Allowance, AllowanceKind, CardPlan, Draw, DrawKind, PlanEnd, PlanSource
from planner.domain.accounts.terms import PLAIN_CARD, Fee, FeeWhen
from planner.domain.basics.money import share, whole
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.schedule.instalments import instalments
from planner.domain.schedule.methods import Instalment
from planner.values import replace


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
        self.unrecorded = 0  # what it should move, and what is recorded does not hold, fen
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

    def refund(self, amount: int) -> int:
        """Up to ``amount`` of what was bought is given back: the last parts fall away, with the fees of those parts.

        Returns:
            How much less principal is to be billed, fen.
        """
        less = self.shed(amount)
        while self._parts and not self._parts[-1][0]:
            self._parts.pop()
        return less


def _fit(refund: Allowance, amount: int, note: str) -> tuple[bool, bool] | None:
    """How a refund fits a purchase: whether it names it, whether it is all of it; None: neither, or more than that."""
    fit = (bool(refund.note) and refund.note in note, refund.amount_minor == amount)
    return fit if any(fit) and refund.amount_minor <= amount else None


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

    def refunded(self, refund: Allowance, draws: Iterable[Draw]) -> RunningPlan | None:
        """The purchase in instalments that a refund gives back: the one that it names, else one of just its amount.

        A name is a note that stands in the note of the purchase. None: no such purchase has parts that are not billed
        yet, or one of ``draws``, paid for at once, fits as well.
        """
        if refund.kind is not AllowanceKind.REFUND:
            return None
        bought = [one for one in self._running if one.plan.source is PlanSource.PURCHASE]
        fits = [(fit, one) for one in bought if (fit := _fit(refund, one.plan.principal_minor, one.plan.note))]
        if not fits:
            return None
        best, found = max(fits, key=itemgetter(0))
        earlier = (draw for draw in draws if draw.kind is DrawKind.PLAIN and draw.on <= refund.on)
        others = (_fit(refund, draw.amount_minor, draw.note) for draw in earlier)
        return None if any(fit is not None and fit >= best for fit in others) else found

    def refund(self, running: RunningPlan, amount: int) -> int:
        """Give back up to ``amount`` of a purchase in instalments; returns how much less is to be billed, fen."""
        less = running.refund(amount)
        self.principal -= less
        self._running = [one for one in self._running if not one.over]
        return less

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
