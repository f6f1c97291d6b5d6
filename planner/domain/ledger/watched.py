"""An account in the middle of a replay, watched: what each record and each day changes of what is owed.

It stands in the place of the account that it watches and hands everything on to it. The parts of a change follow from
how the account used a payment, from what is due and unpaid, and from what a card says it charged; what is left is what
the record itself stands for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any, NamedTuple

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.records import (
    Allowance,
    AllowanceKind,
    Arrangement,
    ArrangementKind,
    CardPlan,
    Draw,
    DrawKind,
    PlanSource,
    Reading,
    Repayment,
    Statement,
)
from planner.domain.ledger.answers import begun, unpaid_parts
from planner.domain.ledger.cards import RunningCard
from planner.domain.ledger.dues import by_due_date
from planner.domain.ledger.entry import Cause, Entry, What
from planner.domain.ledger.events import Kind
from planner.domain.ledger.row import Row
from planner.domain.ledger.running import Running
from planner.domain.schedule.slots import kept_back

_DRAWN = {
    DrawKind.PLAIN: Cause.CASH,
    DrawKind.CASH: Cause.CASH,
    DrawKind.FEE: Cause.FEE,
    DrawKind.WITHDRAWN: Cause.CASH,
}
_GIVEN = {
    AllowanceKind.REFUND: Cause.REFUND,
    AllowanceKind.CASHBACK: Cause.CASHBACK,
    AllowanceKind.RETURNED: Cause.RETURNED,
}
_PLANNED = {PlanSource.PURCHASE: Cause.PURCHASE, PlanSource.CASH: Cause.CASH}


class _State(NamedTuple):
    """What an account says of itself: fen."""

    debt: int  # principal, and interest, fees and penalty interest due and unpaid, less what is in favour
    interest: int  # due and unpaid, penalty interest included
    fee: int
    penalty: int  # grown so far, paid or not
    charged: tuple[int, int]  # interest and fees that a card asked for so far


class Watched:
    """The account ``inner`` as the ledger tells it what happens; ``entries`` are what came of it, in order."""

    def __init__(self, inner: Running) -> None:
        self._inner = inner
        self.entries: list[Entry] = []
        self._on = date.min  # what falls due up to this day has been written
        self._last = self._state(self._on)

    # -- what others ask ---------------------------------------------------------------------------------------------

    @property
    def loan(self) -> Loan:
        """The terms in force."""
        return self._inner.loan

    @property
    def own(self) -> tuple[date, Kind] | None:
        """The next thing that happens by itself."""
        return self._inner.own

    def __deepcopy__(self, memo: dict[int, Any]) -> Watched:
        """What came of it so far is the same for both."""
        other = object.__new__(Watched)
        other._inner = deepcopy(self._inner, memo)
        other.entries, other._on, other._last = [*self.entries], self._on, self._last
        return other

    def __getattr__(self, name: str) -> Any:
        """Everything that changes nothing."""
        return getattr(self._inner, name)

    # -- what happens ------------------------------------------------------------------------------------------------

    def tell_of(self, on: date) -> None:
        """Write what has fallen due by the end of a day that the ledger has been advanced to."""
        self._pass(on)

    def come(self, on: date) -> None:
        """A day comes, with penalty interest up to it."""
        self._happens(on, What.PENALTY, lambda: self._inner.come(on), Cause.ADJUSTED)

    def own_day(self, on: date) -> None:
        """Interest falls due, a bill is cut; or an instalment from before the records counts as paid."""
        left = Cause.OPENING if self.loan.method.scheduled else Cause.ADJUSTED
        self._happens(on, What.DUE, lambda: self._inner.own_day(on), left)

    def draw(self, draw: Draw) -> None:
        """Money is drawn, something is bought."""
        card = self.loan.method is Method.CARD
        cause = Cause.PURCHASE if card and draw.kind is DrawKind.PLAIN else _DRAWN[draw.kind]
        left = Cause.FEE if card else Cause.ADJUSTED
        self._happens(
            draw.on, What.DRAW, lambda: self._inner.draw(draw), left, draw.note, ((cause, draw.amount_minor),)
        )

    def pay(self, paid: Repayment) -> None:
        """A repayment; one of before the records changes nothing."""
        given = ((Cause.REPAID, -paid.amount_minor), (Cause.DISCOUNT, -paid.discount_minor))
        self._happens(paid.on, What.REPAYMENT, lambda: self._inner.pay(paid), Cause.ADJUSTED, paid.note, given)

    def debit(self, row: Row) -> None:
        """The lender is assumed to take what a row asks for."""
        given = ((Cause.DEBITED, -row.unpaid),)
        self._happens(row.due_on, What.DEBIT, lambda: self._inner.debit(row), Cause.ADJUSTED, "", given)

    def allow(self, allowance: Allowance) -> None:
        """The lender waives or credits something."""
        cause = _GIVEN.get(allowance.kind)
        given = () if cause is None else ((cause, -allowance.amount_minor),)
        left = Cause.FORGIVEN if cause is None else Cause.INTEREST
        on, note = allowance.on, allowance.note
        self._happens(on, What.ALLOWANCE, lambda: self._inner.allow(allowance), left, note, given)

    def read(self, reading: Reading) -> None:
        """The principal is what the lender showed."""
        self._happens(reading.on, What.READING, lambda: self._inner.read(reading), self._unrecorded)

    def bill(self, statement: Statement) -> None:
        """A bill was printed."""
        self._happens(statement.on, What.BILL, lambda: self._inner.bill(statement), self._unrecorded)

    def plan(self, on: date, plan: CardPlan, *, ends: bool) -> None:
        """An instalment plan of a card begins or ends."""
        left = Cause.ADJUSTED if ends else _PLANNED.get(plan.source, Cause.ADJUSTED)
        self._happens(on, What.PLAN, lambda: self._inner.plan(on, plan, ends=ends), left, plan.note)

    def arrange(self, on: date, agreed: Arrangement) -> None:
        """Something is agreed."""
        waived = agreed.kind is ArrangementKind.WAIVER
        left = Cause.FORGIVEN if waived else None
        self._happens(on, What.AGREED, lambda: self._inner.arrange(on, agreed), left, agreed.note)

    def end(self, on: date) -> None:
        """Nothing is owed from the end of the day: because it was said, or because what was agreed was paid."""
        left = Cause.ADJUSTED if on == self.loan.settled_on else Cause.FORGIVEN
        self._happens(on, What.SETTLED, lambda: self._inner.end(on), left)

    # -- what came of it ---------------------------------------------------------------------------------------------

    @property
    def _unrecorded(self) -> Cause:
        """What the lender shows beyond the records: all that is owed at first, or what they lack."""
        return Cause.ADJUSTED if self.entries else Cause.OPENING

    def _state(self, on: date) -> _State:
        inner = self._inner
        inner.reach(on)
        principal = inner.balance.principal if begun(inner, on) else 0
        interest, fee, penalty = unpaid_parts(inner.dues, on)
        grown = sum(row.penalty for row in inner.dues.rows if row.penalty_to is not None) if inner.dues.penalised else 0
        charged = inner.charged if isinstance(inner, RunningCard) else (0, 0)
        debt = principal + interest + fee + penalty - inner.balance.credit
        return _State(debt, interest + penalty, fee, grown, charged)

    def _pass(self, on: date) -> None:
        """Write what falls due up to ``on``, each on its day; and that the account begins."""
        if on <= self._on:
            return
        self._inner.reach(on)
        rows, start_on = self._inner.dues.rows, self.loan.start_on
        first = bisect_right(rows, self._on, key=by_due_date)
        days = {row.due_on for row in rows[first : bisect_right(rows, on, key=by_due_date)]}
        days |= {start_on} if self._on < start_on <= on else set()
        for day in sorted(days):
            before, self._last = self._last, self._state(day)
            if day == start_on:
                known = not self.loan.paid_terms
                parts = [(Cause.FEE, kept_back(self.loan))] if known and self._last.debt > before.debt else []
                self._write(day, What.BEGINS, before, self._last, Cause.CASH if known else Cause.OPENING, "", parts)
            else:
                self._write(day, What.DUE, before, self._last, None, "", [])
        self._on = on
        self._last = self._state(on)

    def _happens(
        self,
        on: date,
        what: What,
        call: Callable[[], None],
        left: Cause | None,
        note: str = "",
        given: tuple[tuple[Cause, int], ...] = (),
    ) -> None:
        """Let it happen and write what came of it; what is not ``given`` or charged is ``left``."""
        self._pass(on)
        before, applied = self._last, self._inner.balance.applied
        place = len(applied)
        call()
        used = self._inner.balance.applied[place:] if what in (What.REPAYMENT, What.DEBIT) else []
        parts = list(given)
        if used and all(one.covered for one in used):
            what, parts = What.COVERED, []
        parts += [(Cause.INTEREST, one.interest_minor) for one in used] + [(Cause.FEE, one.fee_minor) for one in used]
        self._last = after = self._state(on)
        self._write(on, what, before, after, left, note, parts)

    def _write(
        self,
        on: date,
        what: What,
        before: _State,
        after: _State,
        left: Cause | None,
        note: str,
        parts: list[tuple[Cause, int]],
    ) -> None:
        grown = after.penalty - before.penalty
        found = [*parts, (Cause.PENALTY, grown)]
        if left is not Cause.FORGIVEN:
            interest = after.interest - before.interest - grown + after.charged[0] - before.charged[0]
            found += [
                (Cause.INTEREST, interest),
                (Cause.FEE, after.fee - before.fee + after.charged[1] - before.charged[1]),
            ]
        rest = after.debt - before.debt - sum([amount for _, amount in found])
        found.append((left or (Cause.FORGIVEN if rest < 0 else Cause.ADJUSTED), rest))
        told: dict[Cause, int] = {}
        for cause, amount in found:
            if amount:
                told[cause] = told.get(cause, 0) + amount
        changed = tuple((cause, amount) for cause, amount in told.items() if amount)
        if changed or what is What.COVERED:
            self.entries.append(Entry(on, what, changed, note))
