"""What a plan says is owed on each account from day to day: what drift is measured against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate, islice

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account
from planner.domain.ledger.card_bills import bill_due_on, statement_days
from planner.domain.payoff.adopted.adopted import Expected
from planner.domain.payoff.adopted.on_cards import OnCards, on_cards
from planner.domain.payoff.debts.months import BY_DAYS, Apart
from planner.domain.payoff.engine.carried import Carried
from planner.domain.payoff.engine.lump import Lump
from planner.domain.payoff.engine.model import LONGEST, Debt, Reducing, Scheduled
from planner.domain.payoff.engine.outcome import Payment
from planner.domain.payoff.planning import Planning
from planner.domain.payoff.search.goals import Answer


def expected_of(accounts: Iterable[Account], plan: Planning, found: Answer) -> tuple[Expected, ...]:
    """What is owed on each account after each day on which the plan pays something on it, or a bill is cut; fen."""
    told = _Told(accounts, plan, found)
    for month in found.outcome.months:
        for payment in month.payments:
            told.add(payment, month.number)
    return told.expected()


class _Told:
    """A plan gone through payment by payment: what each debt owes after its days, a debt of an account beside others.

    Of a card that is paid in full and of instalment plans changes are noted (``_more``), as a bill may be cut before
    an older one is paid; of all other debts what is owed after the day (``_by_day``).
    """

    def __init__(self, accounts: Iterable[Account], plan: Planning, found: Answer) -> None:
        self.plan = plan
        self.debts = {debt.id: debt for debt in plan.problem.debts}
        self.cards: OnCards = on_cards(plan.problem, found.outcome.months)
        self.owes = {id_: self.cards.left.get((id_, 0), debt.balance_minor) for id_, debt in self.debts.items()}
        self.paid_on = {(action.debt, action.month): action.on for action in plan.actions(found)}
        own = [one for one in accounts if one.loan.method is Method.CARD]
        self.cuts = {one.loan.id: tuple(_cuts(one, plan.owed.start_on)) for one in own}
        self._cut_on = {loan_id: {due_on: on for on, due_on in cuts} for loan_id, cuts in self.cuts.items()}
        debts = plan.problem.debts
        self._grows = {debt.id: (debt.balance_minor, until) for debt in debts if (until := _grows_until(debt))}
        self._begun: set[int] = set()
        self._by_day: dict[tuple[date, int], list[tuple[int, int]]] = {}
        self._more: dict[int, list[tuple[date, int]]] = {}

    def add(self, payment: Payment, month: int) -> None:
        """What a debt owes after its payments of a month, and after the bills before them."""
        debt, loan_id = self.debts[payment.debt], self.plan.owed.parts[payment.debt].loan_id
        if isinstance(debt, Carried):
            self._told_by_bills(payment, month)
        if payment.paid_minor:
            self._begun.add(payment.debt)
        elif payment.debt not in self._begun or loan_id in self.cuts:
            return  # owed as it was: what grows up to the first due date is not, what is overdue is
        fee_alone = isinstance(debt, Carried) and (payment.debt, month) not in self.cards.told
        if loan_id in self.cuts and (isinstance(debt, Scheduled) or fee_alone):
            self._more.setdefault(payment.debt, []).extend(self._billed(payment, month))
        else:
            self._left(payment, month)

    def expected(self) -> tuple[Expected, ...]:
        """All of it, by day."""
        for debt, changes in self._more.items():
            changes.sort(key=lambda one: one[0])
            owes = accumulate((amount for _, amount in changes), initial=self._before(debt, changes[0][0]))
            for (on, _), owed in zip(changes, [*owes][1:], strict=True):
                self._note(on, debt, owed)
        made, owes_now = [], dict(self.owes)
        for (on, loan_id), known in sorted(self._by_day.items()):
            owes_now.update(known)
            total = sum(owed for debt, owed in owes_now.items() if self.plan.owed.parts[debt].loan_id == loan_id)
            made.append(Expected(loan_id, on, max(total, 0)))
        return tuple(made)

    def _before(self, debt: int, on: date) -> int:
        """What a debt owes before its changes: of a card that was paid off nothing."""
        return 0 if isinstance(self.debts[debt], Carried) else self.owes[debt]

    def _note(self, on: date, debt: int, owed: int) -> None:
        self._by_day.setdefault((on, self.plan.owed.parts[debt].loan_id), []).append((debt, owed))

    def _day(self, debt: int, month: int) -> date:
        return self.paid_on.get((debt, month), self.plan.owed.month_end(month))

    def _told_by_bills(self, payment: Payment, month: int) -> None:
        """The bills that are cut before the last payment of a month, and the payments before it."""
        part = self.plan.owed.parts[payment.debt]
        cuts, days = self.cuts[part.loan_id], iter([one.on for one in part.apart(month)])
        for cut, owed in self.cards.told.get((payment.debt, month), ()):
            on = next(days, None) if cut is None else cuts[cut][0] if cut < len(cuts) else None
            if on is not None:
                self._note(on, payment.debt, owed)

    def _billed(self, payment: Payment, month: int) -> Iterator[tuple[date, int]]:
        """By what an instalment plan, or a card paid in full, changes: fees when a bill is cut, and what is paid."""
        part, on = self.plan.owed.parts[payment.debt], self._day(payment.debt, month)
        cut_on = self._cut_on[part.loan_id]
        charged = payment.paid_minor - payment.required_minor - payment.extra_minor - payment.settling_minor
        fee = payment.interest_minor + payment.fee_minor - charged
        dues = part.apart(month) or (Apart(on, payment.required_minor, payment.required_minor - fee),)
        fees = [one.total_minor - one.principal_minor for one in dues]
        fees[-1] += fee - sum(fees)
        for one, on_bill in zip(dues, fees, strict=True):
            if on_bill:
                yield cut_on.get(one.on, one.on), on_bill
            yield one.on, -one.total_minor
        if payment.settling_minor:
            yield on, -payment.settling_minor

    def _left(self, payment: Payment, month: int) -> None:
        """What is left of any other debt after each payment of a month."""
        debt, on = payment.debt, self._day(payment.debt, month)
        if not isinstance(self.debts[debt], Carried):
            apart = self.plan.owed.parts[debt].apart(month)
            left_each = payment.between[:-1] if payment.between else _after_each(payment, apart)
            for one, left in zip(apart, left_each, strict=False):
                self._note(one.on, debt, left)
        owed = self.cards.left.get((debt, month), payment.balance_minor)
        least, until = self._grows.get(debt, (0, 0))
        if month < until:  # what has grown is not owed before its day, and is paid before principal
            owed = min(least, owed)
            self._grows[debt] = owed, until
        self._note(on, debt, owed)
        if owed < 0:  # until the next bill holds what has grown
            cut_on = next((cut for cut, _ in self.cuts[self.plan.owed.parts[debt].loan_id] if cut > on), None)
            if cut_on is not None:
                self._note(cut_on, debt, 0)


def _grows_until(debt: Debt) -> int:
    """The month up to which interest grows on a debt before it is owed; 0 where it is owed month by month."""
    if isinstance(debt, Lump):
        return LONGEST + 1
    return debt.first if isinstance(debt, Reducing) and debt.grown_minor is not None else 0


def _after_each(payment: Payment, apart: Sequence[Apart]) -> list[int]:
    """What is left after each of several instalments of a month but the last, on their own days."""
    left = payment.balance_minor + payment.extra_minor + payment.settling_minor
    parts = [one.principal_minor for one in apart]
    if not any(one.total_minor for one in apart):  # of a line, whose last day ends it
        parts[-1:] = [payment.required_minor - payment.interest_minor] * bool(parts)
    return [left + sum(parts[place:]) for place in range(1, len(parts))]


def _cuts(account: Account, after: date) -> Iterator[tuple[date, date]]:
    """The days on which bills are cut after a day, rising, each with that on which it falls due; for some years."""
    days = islice((on for on in statement_days(account) if on > after), BY_DAYS)
    return ((on, bill_due_on(account.loan, on)) for on in days)
