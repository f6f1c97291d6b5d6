"""What a plan says of cards between two payments: what a bill adds when it is cut, what is on none yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from operator import sub

from planner.domain.payoff.engine.carried import Carried
from planner.domain.payoff.engine.model import Problem, Scheduled
from planner.domain.payoff.engine.simulate import Month, Payment
from planner.domain.payoff.engine.tabs import Tab


@dataclass
class OnCards:
    """What a plan says of the cards and the instalment plans in them, fen by the id of a debt and the month.

    Attributes:
        unbilled: what has grown on a card since the statement when the payment of the month is made; in month 0, when
            the plan begins. The lender asks for it with the next bill only.
        billed: what is owed when the bill of the month has been cut, without what is unbilled.
        early: of a month with several bills what is left after the payment of each but the last.
    """

    unbilled: dict[tuple[int, int], int] = field(default_factory=dict)
    billed: dict[tuple[int, int], int] = field(default_factory=dict)
    early: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)


def on_cards(problem: Problem, months: Iterable[Month]) -> OnCards:
    """The bills of a plan, gone through once more."""
    cards = _Cards(problem)
    for month in months:
        for payment in month.payments:
            cards.ask(payment, month.number)
        for payment in month.payments:
            cards.end_on_bills(payment)
        for payment in month.payments:
            cards.pay(payment, month.number)
    return cards.found


class _Cards:
    """The cards of a problem while a plan is gone through again."""

    def __init__(self, problem: Problem) -> None:
        self.found = OnCards()
        self._cards = {debt.id: debt for debt in problem.debts if isinstance(debt, Carried)}
        self._plans = {debt.id: debt for debt in problem.debts if isinstance(debt, Scheduled)}
        self._tabs: dict[int, Tab] = {debt.id: debt.opening for debt in self._cards.values()}
        self._owed = {debt.id: debt.balance_minor for debt in problem.debts}
        self._told: dict[int, int] = {}
        for number, debt in self._cards.items():
            grown = self.found.unbilled[number, 0] = debt.unbilled(debt.balance_minor, debt.opening)
            self._told[number] = debt.balance_minor - grown

    def ask(self, payment: Payment, month: int) -> None:
        """The bill of the month comes."""
        debt, before = payment.debt, self._owed[payment.debt]
        plan = self._plans.get(debt)
        if plan is not None and month <= len(plan.rows):
            self.found.billed[debt, month] = before + plan.rows[month - 1].fee_minor
        if debt in self._cards and before:
            asked = self._cards[debt].ask(before, month, self._tabs[debt])
            self._tabs[debt] = asked.tab
            self.found.billed[debt, month] = asked.tab.owed - self._cards[debt].unbilled(asked.tab.owed, asked.tab)
            left = accumulate(asked.required[:-1], sub, initial=self._told[debt])
            self.found.early[debt, month] = tuple(left)[1:]
        elif not before and payment.fee_minor:  # the yearly fee of a card that is paid off
            self.found.billed[debt, month] = payment.fee_minor

    def end_on_bills(self, payment: Payment) -> None:
        """An instalment plan that is ended is on the next bill of its card: see ``Walk``."""
        plan = self._plans.get(payment.debt)
        if plan is not None and plan.on_bills_of is not None and payment.settling_minor:
            card, number = plan.on_bills_of
            if card in self._tabs:
                price = payment.paid_minor - payment.required_minor
                self._tabs[card] = self._tabs[card].without(number, price)

    def pay(self, payment: Payment, month: int) -> None:
        """What is left after the payment, and what of it is on no bill."""
        debt, before = payment.debt, self._owed[payment.debt]
        self._owed[debt] = payment.balance_minor
        if debt in self._cards and before:
            grown = self.found.unbilled[debt, month] = self._cards[debt].unbilled(self._owed[debt], self._tabs[debt])
            self._told[debt] = self._owed[debt] - grown
