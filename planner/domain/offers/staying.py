"""What a debt still asks for where only what is due is paid: each payment on its day, with what of it is cost.

Of a loan by instalments its ledger says so; of a card, or a line with an end, the plan that pays only what is due. A
line without an end asks for its interest alone and stays drawn for as long as the person likes: it is set against the
loan that would repay it as if it were repaid in the same months by the same method, at its own rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.records import Account
from planner.domain.basics.rates import RateBasis
from planner.domain.book import Book
from planner.domain.ledger.position import terms_on
from planner.domain.ledger.state import Due
from planner.domain.payoff.debts.actions import actions
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.planning import planning
from planner.domain.schedule.due_days import end_of_line
from planner.domain.schedule.instalments import instalments
from planner.domain.what_if.prepay import as_of, settling
from planner.errors import PlannerError
from planner.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Outlay:
    """Money that goes out on a day, fen of yuan; negative: that comes in. ``cost_minor`` of it is interest and fees."""

    on: date
    amount_minor: int
    cost_minor: int


@dataclass(frozen=True)
class Staying:
    """A debt as it stands on a day: what ends it then, and what it asks for otherwise. All amounts fen of yuan.

    Attributes:
        account: the account.
        settle_minor: what ends it on the day.
        principal_minor: what of that is principal; all else is interest, fees, and what paying early costs.
        early_minor: what of it is the fee for paying early.
        outlays: what is paid otherwise, by day, from that day on.
        assumed: whether its end is not in the contract, so that it is repaid as the loan set against it.
        endless: whether what is due never ends it: ``outlays`` go no further than 50 years.
    """

    account: Account
    settle_minor: int
    principal_minor: int
    early_minor: int
    outlays: tuple[Outlay, ...]
    assumed: bool = False
    endless: bool = False

    @property
    def loan_id(self) -> int:
        """The id of its loan."""
        return self.account.loan.id

    @property
    def stays_minor(self) -> int:
        """All that is paid without settling it."""
        return sum(one.amount_minor for one in self.outlays)

    @property
    def saving_minor(self) -> int:
        """What settling it saves of what it asks for; below 0 where paying early costs more than it saves."""
        return self.stays_minor - self.settle_minor

    @property
    def ends_on(self) -> date | None:
        """The day of its last payment; None where it has none, or no end."""
        return None if self.endless or not self.outlays else self.outlays[-1].on

    @property
    def leaves_line(self) -> bool:
        """Whether it stays open as a line once it is settled."""
        loan = self.account.loan
        return (loan.has_line or loan.line_id is not None) and loan.closed_on is None


def staying(account: Account, on: date, today: date, like: Loan) -> Staying | None:
    """A debt on a day from today on; None where nothing ends it that is owed, or it is not known what is owed.

    Args:
        account: the account.
        on: the day on which it might be settled; until then what falls due is taken as paid on its day.
        today: the person's day.
        like: the loan that would repay it, for a line without an end.
    """
    loan, place = account.loan, as_of(account, on, today=today)
    found = settling(account, on, today=today)
    if not found.total_minor or not place.known:
        return None
    assumed = endless = False
    outlays: Iterable[Outlay]
    if loan.method.scheduled:
        outlays = [_due(loan, due, on) for due in place.dues if due.unpaid_minor]
    elif loan.method is Method.REVOLVING and end_of_line(loan) is None:
        beside = found.total_minor - found.principal_minor
        outlays, assumed = _like(account, like, on, found.principal_minor, beside), True
    else:
        try:
            outlays, endless = _planned(account, on, today)
        except PlannerError:
            return None
    settle, principal = loan.in_yuan(found.total_minor), loan.in_yuan(found.principal_minor)
    kept = sorted((one for one in outlays if one.amount_minor), key=lambda one: one.on)
    if not endless:
        kept = _whole(kept, principal)
    return Staying(account, settle, principal, loan.in_yuan(found.early_fee_minor), tuple(kept), assumed, endless)


def _whole(outlays: list[Outlay], principal_minor: int) -> list[Outlay]:
    """The same, all of which beyond principal is cost: what had grown before the first month of a plan is in the first.

    A plan tells only what its months cost.
    """
    untold = sum(one.amount_minor - one.cost_minor for one in outlays) - principal_minor
    if not outlays or not untold:
        return outlays
    first = outlays[0]
    return [replace(first, cost_minor=first.cost_minor + untold), *outlays[1:]]


def _due(loan: Loan, due: Due, on: date) -> Outlay:
    principal = min(max(due.principal_minor - due.paid_principal_minor, 0), due.unpaid_minor)
    amount = loan.in_yuan(due.unpaid_minor)
    return Outlay(max(due.due_on, on), amount, amount - loan.in_yuan(principal))


def _like(account: Account, like: Loan, on: date, principal_minor: int, beside_minor: int) -> Iterator[Outlay]:
    """A line repaid in the months and by the method of ``like``; what is asked for beside principal on the day."""
    loan = terms_on(account, on)
    if beside_minor:
        beside = loan.in_yuan(beside_minor)
        yield Outlay(on, beside, beside)
    flat = like.rate.basis in (RateBasis.TERM, RateBasis.TOTAL)
    repaid = replace(
        like,
        method=Method.LEVEL_PAYMENT if flat else like.method,
        start_on=on,
        rate=loan.rate_on(on),
        rate_changes=(),
        day_count=loan.day_count,
        principal_minor=principal_minor,
        fees=(),
    )
    for row in instalments(repaid) if principal_minor else ():
        amount = loan.in_yuan(row.amount_minor)
        yield Outlay(row.due_on, amount, amount - loan.in_yuan(row.principal_minor))


def _planned(account: Account, on: date, today: date) -> tuple[list[Outlay], bool]:
    """What the plan of paying only what is due pays on it from the day on, and whether that never ends it."""
    plan = planning(Book((account,)), today, Means(monthly_minor=0))
    followed = plan.baseline
    if followed is None:
        return [], True
    charged = {
        (one.number, paid.debt): paid.interest_minor + paid.fee_minor
        for one in followed.months
        for paid in one.payments
    }
    found = []
    for action in reversed(actions(plan.owed, followed.months)):  # the cost of a month goes with its last payment
        cost = charged.pop((action.month, action.debt), 0)
        if action.on >= on:
            found.append(Outlay(action.on, action.amount_minor, cost))
    return found, 0 in followed.closed
