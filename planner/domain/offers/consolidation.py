"""One new loan that repays others: which of them, what it saves, from which day on, by cash flows and undiscounted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import accumulate

from planner.domain.basics.calendar import months_and_days
from planner.domain.offers.cost import OfferCost
from planner.domain.offers.staying import Outlay, Staying
from planner.values import dataclass

EXACT_DEBTS = 15  # up to so many all sets are looked at, whatever they cost
MOST_STATES = 100_000


@dataclass(frozen=True, slots=True)
class Even:
    """From which day on changing has cost no more than staying, to the end.

    ``on`` is None where it costs more in all: ``ahead_until`` is then the last day on which it has cost less so far,
    None where there is none.
    """

    on: date | None
    ahead_until: date | None = None


@dataclass(frozen=True)
class Consolidation:
    """What it comes to if an offer repays some debts on a day; amounts in fen of yuan, undiscounted.

    Attributes:
        on: the day.
        chosen: the debts that are repaid.
        settle_minor: what ends them that day.
        early_minor: the fees for paying early in it.
        stays_minor: what they ask for otherwise, in all.
        changes_minor: what is paid in all with the offer: what ends them and its own fees, less the payout, and its
            instalments.
        saving_minor: the first less the second; below 0 it costs more.
        own_minor: what is to be added from own money that day, fees included; below 0: what is left of the payout.
        stays_until: the day of the last payment of the chosen ones, as far as contracts say it; None where what is due
            never ends one of them.
        changes_until: that of the offer.
        months: how many whole months sooner it ends; below 0 later; None where there is no end to compare with.
        even: by interest, fees and the costs of changing so far.
        cash_even: by all money paid so far.
        behind_minor: by how much more has been paid at most with the offer than without it, on ``behind_on``.
        payment_before_minor: what falls due on the chosen ones in the month after the day.
        payment_after_minor: the offer's first instalment.
    """

    on: date
    chosen: tuple[Staying, ...]
    settle_minor: int
    early_minor: int
    stays_minor: int
    changes_minor: int
    own_minor: int
    stays_until: date | None
    changes_until: date
    even: Even
    cash_even: Even
    behind_minor: int
    behind_on: date | None
    payment_before_minor: int
    payment_after_minor: int

    @property
    def saving_minor(self) -> int:
        """What it saves against paying only what is due; below 0: by how much dearer it is."""
        return self.stays_minor - self.changes_minor

    @property
    def months(self) -> int | None:
        """How many whole months sooner the last payment comes; below 0: later."""
        if self.stays_until is None:
            return None
        if self.changes_until <= self.stays_until:
            return months_and_days(self.changes_until, self.stays_until)[0]
        return -months_and_days(self.stays_until, self.changes_until)[0]

    @property
    def lengthens(self) -> bool:
        """Whether the debt lasts longer with it."""
        return self.stays_until is not None and self.changes_until > self.stays_until

    @property
    def left_open(self) -> tuple[Staying, ...]:
        """The lines that it empties and that stay open."""
        return tuple(one for one in self.chosen if one.leaves_line)

    @property
    def assumed(self) -> tuple[Staying, ...]:
        """Those whose end is not in the contract."""
        return tuple(one for one in self.chosen if one.assumed)


def consolidated(cost: OfferCost, chosen: Sequence[Staying]) -> Consolidation:
    """What it comes to if the offer repays the chosen debts on the day of its payout. Of none nothing changes."""
    on = cost.loan.start_on
    settle = sum(one.settle_minor for one in chosen)
    stay = [out for one in chosen for out in one.outlays]
    change = changing(cost, chosen) if chosen else []
    ends = [one.ends_on for one in chosen if not one.assumed] or [one.ends_on for one in chosen]
    known = [end for end in ends if end is not None]
    behind, behind_on = _behind(stay, change)
    following = cost.rows[0].due_on
    return Consolidation(
        on=on,
        chosen=tuple(chosen),
        settle_minor=settle,
        early_minor=sum(one.early_minor for one in chosen),
        stays_minor=sum(out.amount_minor for out in stay),
        changes_minor=sum(out.amount_minor for out in change),
        own_minor=settle + cost.own_minor - cost.payout_minor if chosen else 0,
        stays_until=max(known) if known and len(known) == len(ends) else None if ends else on,
        changes_until=cost.ends_on if chosen else on,
        even=even(stay, change, on, lambda out: out.cost_minor),
        cash_even=even(stay, change, on, lambda out: out.amount_minor),
        behind_minor=behind,
        behind_on=behind_on,
        payment_before_minor=sum(out.amount_minor for out in stay if on < out.on <= following),
        payment_after_minor=cost.rows[0].amount_minor if chosen else 0,
    )


def changing(cost: OfferCost, chosen: Iterable[Staying]) -> list[Outlay]:
    """What is paid with the offer: on the day what ends the debts, less the payout; then its instalments.

    What that day costs is what ends the debts beyond their principal, what is kept back, and what is paid from own
    money.
    """
    settle = sum(one.settle_minor for one in chosen)
    principal = sum(one.principal_minor for one in chosen)
    charges = settle - principal + cost.kept_minor + cost.own_minor
    first = Outlay(cost.loan.start_on, settle + cost.own_minor - cost.payout_minor, charges)
    rows = (Outlay(row.due_on, row.amount_minor, row.interest_minor + row.fee_minor) for row in cost.rows)
    return [first, *rows]


def even(stay: Sequence[Outlay], change: Sequence[Outlay], on: date, told: Callable[[Outlay], int]) -> Even:
    """From which day, from ``on``, the sum of ``told`` so far is no longer higher with the change, to the end."""
    days, more = _differences(stay, change, told)
    if not days:
        return Even(on)
    if more[-1] <= 0:
        dearer = [place for place, minor in enumerate(more) if minor > 0]
        return Even(days[dearer[-1] + 1] if dearer else on)
    ahead = [place for place, minor in enumerate(more) if minor < 0]
    return Even(None, date.fromordinal(days[ahead[-1] + 1].toordinal() - 1) if ahead else None)


def _differences(
    stay: Sequence[Outlay], change: Sequence[Outlay], told: Callable[[Outlay], int]
) -> tuple[list[date], list[int]]:
    """The days on which something is paid either way, and by how much more the change has come to by each."""
    by_day: dict[date, int] = {}
    for out in change:
        by_day[out.on] = by_day.get(out.on, 0) + told(out)
    for out in stay:
        by_day[out.on] = by_day.get(out.on, 0) - told(out)
    days = sorted(by_day)
    return days, list(accumulate(by_day[day] for day in days))


def _behind(stay: Sequence[Outlay], change: Sequence[Outlay]) -> tuple[int, date | None]:
    days, more = _differences(stay, change, lambda out: out.amount_minor)
    most = max(more, default=0)
    return (most, days[more.index(most)]) if most > 0 else (0, None)


@dataclass(frozen=True, slots=True)
class Best:
    """The debts that an offer had best repay; none where none of them makes it worth taking.

    ``exact``: no other set saves more. Otherwise the best of those that were looked at.
    """

    chosen: tuple[Staying, ...]
    saving_minor: int
    exact: bool


def best(cost: OfferCost, debts: Iterable[Staying], spare_minor: int = 0) -> Best:
    """Which debts the offer had best repay: those that save most in all, against paying only what is due.

    Together they take no more than the payout and ``spare_minor`` of own money. Up to ``EXACT_DEBTS`` debts, and as a
    rule far beyond, the answer is exact: every set that is dropped takes no less than another and saves no more.
    """
    room = cost.payout_minor + spare_minor
    useful = [one for one in debts if one.saving_minor > 0 and one.settle_minor <= room]
    exact = True
    # what a set takes, what it saves, and the set; both rise
    states: list[tuple[int, int, tuple[Staying, ...]]] = [(0, 0, ())]
    for place, one in enumerate(useful):
        more = [
            (taken + one.settle_minor, saved + one.saving_minor, (*chosen, one))
            for taken, saved, chosen in states
            if taken + one.settle_minor <= room
        ]
        states = _undominated([*states, *more])
        if len(states) > MOST_STATES and place >= EXACT_DEBTS:
            states, exact = states[:: len(states) // MOST_STATES + 1] + states[-1:], False
    _, saved, chosen = states[-1]
    saving = saved - charges_of(cost)
    return Best(chosen, saving, exact) if saving > 0 else Best((), 0, exact)


def charges_of(cost: OfferCost) -> int:
    """What the offer costs in all whatever it repays: its instalments and own fees less the payout, fen."""
    return cost.repaid_minor + cost.own_minor - cost.payout_minor


def _undominated(states: list[tuple[int, int, tuple[Staying, ...]]]) -> list[tuple[int, int, tuple[Staying, ...]]]:
    states.sort(key=lambda state: (state[0], -state[1], len(state[2])))
    kept: list[tuple[int, int, tuple[Staying, ...]]] = []
    for state in states:
        if not kept or state[1] > kept[-1][1]:
            kept.append(state)
    return kept
