"""What an offer really costs: its dated cash flows with every fee, with and without the state's subsidy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from planner.domain.accounts.loan import Lender, Loan
from planner.domain.basics.money import half_up
from planner.domain.basics.rates import Rate
from planner.domain.offers.offer import Offer, as_loan, own_minor
from planner.domain.schedule.cost_steps import advertised_yearly
from planner.domain.schedule.instalments import instalments
from planner.domain.schedule.methods import Instalment
from planner.domain.schedule.slots import kept_back
from planner.domain.schedule.yearly_cost import CashFlow, FlowCost, cost_of_flows
from planner.values import dataclass

_MOST_OF_RATE = Decimal("0.5")  # the state pays at most half of the contract's interest


@dataclass(frozen=True, slots=True)
class OfferCost:
    """An offer in money; all amounts fen.

    Attributes:
        loan: the loan that it becomes.
        rows: its instalments.
        flows: all dated flows without the subsidy: + to the person, − from the person.
        cost: the yearly cost of those flows.
        subsidised: the same with the subsidy, credited with each instalment; None where none is promised.
        advertised: the rate of the contract as a nominal yearly one; None for a fee on the amount lent.
        payout_minor: what is paid out, less what is kept back.
        kept_minor: what is kept back.
        own_minor: paid from own money on the day.
        interest_minor: interest of all terms.
        fee_minor: fees with the instalments.
        credited: what the state would pay of the interest, by due date.
    """

    loan: Loan
    rows: tuple[Instalment, ...]
    flows: tuple[CashFlow, ...]
    cost: FlowCost
    subsidised: FlowCost | None
    advertised: Decimal | None
    payout_minor: int
    kept_minor: int
    own_minor: int
    interest_minor: int
    fee_minor: int
    credited: tuple[tuple[date, int], ...]

    @property
    def subsidy_minor(self) -> int:
        """What the state would pay of the interest in all."""
        return sum(minor for _, minor in self.credited)

    @property
    def charges_minor(self) -> int:
        """Interest and every fee: what it costs in all, without the subsidy."""
        return self.interest_minor + self.fee_minor + self.kept_minor + self.own_minor

    @property
    def repaid_minor(self) -> int:
        """All instalments together."""
        return sum(row.amount_minor for row in self.rows)

    @property
    def payment_minor(self) -> int:
        """The highest instalment that comes more than once; of one alone, that one."""
        amounts = [row.amount_minor for row in self.rows]
        return max(amounts[:-1], default=0) if len(amounts) > 1 else sum(amounts)

    @property
    def ends_on(self) -> date:
        """The last due date."""
        return self.rows[-1].due_on


def cost_of_offer(offer: Offer, on: date, *, cap_minor: int | None = None, lenders: Iterable[Lender] = ()) -> OfferCost:
    """What an offer costs when it is paid out ``on`` that day.

    Args:
        offer: a valid offer.
        on: the day of the payout.
        cap_minor: the most subsidy a calendar year that one person has from one lender; None: no such end.
        lenders: as in ``as_loan``.
    """
    loan = as_loan(offer, on, lenders)
    rows = tuple(instalments(loan))
    kept, own = kept_back(loan), own_minor(offer)
    begins = loan.principal_minor - kept - own
    flows = [CashFlow(on, begins)] if begins else []
    flows += [CashFlow(row.due_on, -row.amount_minor) for row in rows if row.amount_minor]
    credited = subsidy_rows(offer, rows, cap_minor)
    subsidised = None
    if any(minor for _, minor in credited):
        more = [CashFlow(day, minor) for day, minor in credited if minor]
        subsidised = cost_of_flows([*flows, *more], loan.every)
    return OfferCost(
        loan=loan,
        rows=rows,
        flows=tuple(flows),
        cost=cost_of_flows(flows, loan.every),
        subsidised=subsidised,
        advertised=advertised_yearly(loan, loan.rate),
        payout_minor=loan.principal_minor - kept,
        kept_minor=kept,
        own_minor=own,
        interest_minor=sum(row.interest_minor for row in rows),
        fee_minor=sum(row.fee_minor for row in rows),
        credited=credited,
    )


def subsidy_rows(
    offer: Offer, rows: Sequence[Instalment], cap_minor: int | None = None
) -> tuple[tuple[date, int], ...]:
    """What the state pays of each instalment's interest, by due date: the share of it that the points are of the rate.

    Of a promotion that is the rate of the month; repaid at once it is that of the first. At most half of it, at most
    ``cap_minor`` fen in a calendar year; nothing of what falls due after ``offer.subsidy_until``: whether that is
    subsidised, too, nobody has said. Half up. A rate on the amount lent has no interest that it could be a share of.
    """
    if not offer.subsidy:
        return ()
    first = _part(offer, offer.rate)
    later = first if offer.later_rate is None else _part(offer, Rate(offer.later_rate, offer.rate.basis))
    left: dict[int, int] = {}
    found = []
    for row in rows:
        if offer.subsidy_until is not None and row.due_on > offer.subsidy_until:
            break
        promoted = offer.promo_terms is None or row.number <= offer.promo_terms
        minor = half_up(row.interest_minor * (first if promoted else later))
        if cap_minor is not None:
            room = left.get(row.due_on.year, cap_minor)
            minor = min(minor, room)
            left[row.due_on.year] = room - minor
        found.append((row.due_on, minor))
    return tuple(found)


def _part(offer: Offer, rate: Rate) -> Decimal:
    """The share of the interest at a rate that the state pays."""
    yearly = advertised_yearly(as_loan(offer, offer.noted_on), rate)
    return min(offer.subsidy / yearly, _MOST_OF_RATE) if yearly else Decimal(0)
