"""What a plan says of cards between two payments: what a bill adds when it is cut, what is on none yet."""

from __future__ import annotations

from collections.abc import Iterable

from planner.domain.payoff.engine.carried import Carried, Told
from planner.domain.payoff.engine.model import Scheduled
from planner.domain.payoff.engine.outcome import Month, Payment
from planner.domain.payoff.engine.problem import Problem
from planner.domain.payoff.engine.tabs import Tab
from planner.values import dataclass, field


@dataclass
class OnCards:
    """What a plan says of the cards and the instalment plans in them, fen by the id of a debt and the month.

    Attributes:
        left: of a card that may carry its balance what is owed after the payment of the month, without what has grown
            since the statement, which the lender asks for with the next bill only; in month 0, when the plan begins.
            Below 0 where what has grown is paid, and stands against parts of plans that a bill holds already.
        told: the same whenever a bill was cut since the payment of the month before; and of a month with several bills
            after the payment of each but the last.
    """

    left: dict[tuple[int, int], int] = field(default_factory=dict)
    told: dict[tuple[int, int], tuple[Told, ...]] = field(default_factory=dict)


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
        self.found.left = {(number, 0): debt.opening.lent for number, debt in self._cards.items()}

    def ask(self, payment: Payment, month: int) -> None:
        """The bills of the month come."""
        debt, before = payment.debt, self._owed[payment.debt]
        if debt in self._cards and before:
            asked, self.found.told[debt, month] = self._cards[debt].told(before, month, self._tabs[debt])
            self._tabs[debt] = asked.tab

    def end_on_bills(self, payment: Payment) -> None:
        """An instalment plan that is ended is on the next bill of its card: see ``Walk``."""
        plan = self._plans.get(payment.debt)
        if plan is not None and plan.on_bills_of is not None and payment.settling_minor:
            card, number = plan.on_bills_of
            if card in self._tabs:
                price = payment.paid_minor - payment.required_minor
                self._tabs[card] = self._tabs[card].without(number, price)

    def pay(self, payment: Payment, month: int) -> None:
        """What is left after the payment."""
        debt, before = payment.debt, self._owed[payment.debt]
        self._owed[debt] = payment.balance_minor
        if debt in self._cards and before:
            self.found.left[debt, month] = self._cards[debt].left(payment.balance_minor, self._tabs[debt])
