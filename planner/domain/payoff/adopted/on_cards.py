"""What a plan says of cards between two payments: what a bill adds when it is cut, what has grown and is on none yet."""

from __future__ import annotations

from collections.abc import Iterable

from planner.domain.payoff.engine.carried import Carried
from planner.domain.payoff.engine.model import Problem, Scheduled
from planner.domain.payoff.engine.simulate import Month, Payment
from planner.domain.payoff.engine.tabs import Tab

ByMonth = dict[tuple[int, int], int]
"""Fen by the id of a debt and the month."""


def on_cards(problem: Problem, months: Iterable[Month]) -> tuple[ByMonth, ByMonth]:
    """For each month of a plan what is on no bill after the payment, and what is owed when its bill has been cut.

    The first is what has grown on a card since the statement: the lender asks for it with the next bill only. The
    second is known of cards and of the instalment plans in them, and does not hold the first; fen, of each debt.
    """
    cards = _Cards(problem)
    for month in months:
        for payment in month.payments:
            cards.ask(payment, month.number)
        for payment in month.payments:
            cards.end_on_bills(payment)
        for payment in month.payments:
            cards.pay(payment, month.number)
    return cards.unbilled, cards.billed


class _Cards:
    """The cards of a problem while a plan is gone through again."""

    def __init__(self, problem: Problem) -> None:
        self.unbilled: ByMonth = {}
        self.billed: ByMonth = {}
        self._cards = {debt.id: debt for debt in problem.debts if isinstance(debt, Carried)}
        self._plans = {debt.id: debt for debt in problem.debts if isinstance(debt, Scheduled)}
        self._tabs: dict[int, Tab] = {debt.id: debt.opening for debt in self._cards.values()}
        self._owed = {debt.id: debt.balance_minor for debt in problem.debts}

    def ask(self, payment: Payment, month: int) -> None:
        """The bill of the month comes."""
        debt, before = payment.debt, self._owed[payment.debt]
        plan = self._plans.get(debt)
        if plan is not None and month <= len(plan.rows):
            self.billed[debt, month] = before + plan.rows[month - 1].fee_minor
        if debt in self._cards and before:
            asked = self._cards[debt].ask(before, month, self._tabs[debt])
            self._tabs[debt] = asked.tab
            due = before + asked.interest + asked.fee
            self.billed[debt, month] = due - self._cards[debt].unbilled(asked.tab.owed, asked.tab)

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
            self.unbilled[debt, month] = self._cards[debt].unbilled(payment.balance_minor, self._tabs[debt])
