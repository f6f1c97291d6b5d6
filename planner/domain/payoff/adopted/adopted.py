"""A plan that was adopted, and what was paid, drawn and spent since then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

from planner.domain.accounts.loan import Loan, Method, RateChange
from planner.domain.accounts.records import Account, AllowanceKind, DrawKind, PlanSource
from planner.domain.accounts.terms import Fee
from planner.domain.basics.rates import Rate
from planner.domain.ledger.card_bills import bill_due_on, statement_days
from planner.domain.ledger.position import position
from planner.domain.ledger.state import UNJUDGED, Position
from planner.domain.ledger.unrecorded import taken_as_paid
from planner.domain.payoff.debts.actions import Action
from planner.domain.payoff.debts.months import owed_in
from planner.values import dataclass

_BACK = (AllowanceKind.REFUND, AllowanceKind.CASHBACK)


@dataclass(frozen=True)
class Known:
    """What an account was when the plan was adopted: terms, and the highest ids of what was recorded.

    ``terms`` are those beside rate and fees, by name (``outdated.terms_of``); empty for a plan that does not say them.
    """

    loan_id: int
    owed_minor: int
    rate: Rate
    rate_changes: tuple[RateChange, ...]
    fees: tuple[Fee, ...]
    last_repayment: int
    last_draw: int
    terms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Expected:
    """What the plan says is owed on an account from the day ``on`` on (until the next one)."""

    loan_id: int
    on: date
    owed_minor: int


@dataclass(frozen=True)
class Baseline:
    """An adopted plan: accounts as they were, payments by day, and what is owed after them.

    ``carried``: the last day of each of its months, with the money that it keeps on that day for later ones, fen.
    ``income_minor``: the income of a month of which its goal may be a share; None for a plan that does not say it.
    """

    start_on: date
    known: tuple[Known, ...]
    actions: tuple[Action, ...]
    expected: tuple[Expected, ...]
    carried: tuple[tuple[date, int], ...] = ()
    income_minor: int | None = None

    @cached_property
    def by_loan(self) -> dict[int, list[Action]]:
        """Its payments by loan id, each in order."""
        found: dict[int, list[Action]] = {}
        for action in self.actions:
            found.setdefault(action.loan_id, []).append(action)
        return found

    def pays(self, loan_id: int, until: date) -> int:
        """What the plan has paid on a loan by the end of a day, fen of yuan."""
        return sum(one.amount_minor for one in self.by_loan.get(loan_id, ()) if one.on <= until)

    def since(self, on: date, number: int, last: int) -> bool:
        """Whether a record came after the adoption; of its own day what was entered after it (its id tells)."""
        return on > self.start_on or (on == self.start_on and number > last)


def known_of(accounts: Iterable[Account], on: date) -> tuple[Known, ...]:
    """The accounts as they are on the day on which a plan is adopted."""
    return tuple(
        Known(
            account.loan.id,
            owed_in(account.loan, position(taken_as_paid(account, position(account, on)), on)),
            account.loan.rate,
            account.loan.rate_changes,
            account.loan.fees,
            max((paid.id for paid in account.repayments), default=0),
            max((draw.id for draw in account.draws), default=0),
        )
        for account in accounts
    )


def paid_since(baseline: Baseline, account: Account, known: Known, until: date) -> int:
    """What was paid on an account since the plan was adopted, in its own currency; no discounts."""
    return sum(
        paid.amount_minor
        for paid in account.repayments
        if paid.on <= until
        and baseline.since(paid.on, paid.id, known.last_repayment)
        and not paid.failed
        and (paid.reversed_on is None or paid.reversed_on > until)
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """What an account was drawn since the plan was adopted, in its own currency.

    ``borrowed_minor`` is borrowing whatever is paid later: money from a line, cash from a card, new instalments in it.
    ``charged_minor`` are fees that the lender booked. ``spent_minor`` are purchases by card less refunds: everyday
    spending, paid in full with its bill or not; ``free_minor`` is what of it no bill asks for yet, or one that has not
    fallen due.
    """

    borrowed_minor: int = 0
    charged_minor: int = 0
    spent_minor: int = 0
    free_minor: int = 0


def drawn_since(baseline: Baseline, account: Account, known: Known, place: Position, until: date) -> Drawn:
    """What was drawn since the plan was adopted up to the end of a day; ``place`` is the account on that day."""
    new = [one for one in account.draws if one.on <= until and baseline.since(one.on, one.id, known.last_draw)]
    if account.loan.method is not Method.CARD:
        return Drawn(borrowed_minor=sum(one.amount_minor for one in new))
    charged = sum(one.amount_minor for one in new if one.kind is DrawKind.FEE)
    borrowed = sum(one.amount_minor for one in new if one.kind in (DrawKind.CASH, DrawKind.WITHDRAWN))
    borrowed += sum(
        plan.principal_minor
        for plan in account.plans
        if baseline.start_on < plan.started_on <= until and plan.source in (PlanSource.CASH, PlanSource.PURCHASE)
    )
    bought = [(one.on, one.amount_minor) for one in new if one.kind is DrawKind.PLAIN]
    back = sum(
        one.amount_minor for one in account.allowances if one.kind in _BACK and baseline.start_on < one.on <= until
    )
    spent = max(sum(amount for _, amount in bought) - back, 0)
    billed_on = _last_billed(account, place, until)
    free = sum(amount for on, amount in bought if billed_on is None or on > billed_on)
    return Drawn(borrowed, charged, spent, min(free, spent))


def _last_billed(account: Account, place: Position, until: date) -> date | None:
    """The last day whose purchases stand on a bill that has fallen due and is judged; None while there is none."""
    open_on = {due.due_on for due in place.dues if due.status in UNJUDGED}
    cut = [on for on, due_on in _bills(account, until) if due_on < until and due_on not in open_on]
    return max(cut, default=None)


def _bills(account: Account, until: date) -> Iterator[tuple[date, date]]:
    """The bills cut by a day: the last day whose purchases they hold, and when they fall due."""
    loan = account.loan
    yield from ((bill.on, bill.due_on) for bill in account.statements if bill.on <= until)
    for on in statement_days(account):
        if on > until:
            return
        yield _last_day(loan, on), bill_due_on(loan, on)


def _last_day(loan: Loan, cut_on: date) -> date:
    return cut_on if loan.card.statement_included else date.fromordinal(cut_on.toordinal() - 1)


@dataclass(frozen=True, slots=True)
class Given:
    """Money and spending since the adoption, as a plan counts them; fen of yuan, as all amounts of a plan.

    ``towards_minor`` is what was paid on what the plan knows. Of a card what is paid beyond the plan pays for what was
    spent since: ``beyond_minor`` of that is not paid although its bill has fallen due, ``free_minor`` has not yet.
    ``borrowed_minor`` and ``charged_minor`` are those of ``Drawn``.
    """

    towards_minor: int
    borrowed_minor: int
    charged_minor: int
    beyond_minor: int
    free_minor: int


def given(baseline: Baseline, account: Account, known: Known, place: Position, until: date) -> Given:
    """What was paid on what a plan knows of an account up to the end of a day, and what became of what was drawn."""
    loan = account.loan
    paid = loan.in_yuan(paid_since(baseline, account, known, until))
    drawn = drawn_since(baseline, account, known, place, until)
    spent, over = loan.in_yuan(drawn.spent_minor), max(paid - baseline.pays(loan.id, until), 0)
    covered = min(over, spent)
    free = min(spent - covered, loan.in_yuan(drawn.free_minor))
    borrowed, charged = loan.in_yuan(drawn.borrowed_minor), loan.in_yuan(drawn.charged_minor)
    return Given(paid - covered, borrowed, charged, spent - covered - free, free)
