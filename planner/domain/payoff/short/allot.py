"""Too little money for what is due: who gets how much of it, what the rest costs, and whom to call by when.

Money is there on days, and so are claims. Whatever is given to a claim by its last day on time has to be there by then,
after the costs of living; under that rule claims are served one after the other (a greedy choice on nested limits: what
an earlier claim gets never depends on a later one). First every minimum in time, then minimums with money that comes
later, then what is asked for beyond a minimum. Where the record comes first, a part of a minimum that leaves its claim
late all the same waits for the minimums that can be paid whole, where that keeps more of them; and what is reported
gets its minimums, late ones too, before what is not: each day that it stays late is a day on the record. Pure: whoever
knows claims and money, asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from planner.domain.basics.money import half_up
from planner.domain.payoff.short.purse import Purse
from planner.domain.payoff.short.till import Take, Till
from planner.values import dataclass, replace

_DAY = timedelta(1)
TRIED_LENDERS = 10  # up to so many lenders every set of them is tried
TRIED_CLAIMS = 16  # up to so many claims each is tried at every place
CRUMB_MINOR, CRUMB_SHARE = 5_000, 100  # less than both 50 yuan and one in so many of a minimum keeps nobody in order


class Record(StrEnum):
    """Whether what is late stands in the credit report."""

    REPORTED = "reported"
    UNKNOWN = "unknown"  # a lender of a kind of which some report and some do not
    UNREPORTED = "unreported"


class Told(StrEnum):
    """How much the terms say of what being late costs."""

    ALL = "all"
    LEAST = "least"  # it is at least that
    NOTHING = "nothing"  # what is known is no more than the contract's interest


class Aim(StrEnum):
    """What comes first where the money does not suffice."""

    RECORD = "record"  # the credit report: what is reported earliest and longest, then what costs most
    FEWEST = "fewest"  # as few lenders as possible are late
    COST = "cost"  # what is late costs as little as possible
    CLEAN = "clean"  # the loans that the person names, then as ``RECORD``


class Choice(StrEnum):
    """What is done about a claim."""

    FULL = "full"  # pay all of it
    MINIMUM = "minimum"  # pay the minimum, or more, and not all
    ASK = "ask"  # ask the lender for a date: the money is not there in time
    UNSERVED = "unserved"  # overdue, and not even its minimum can be paid: say so today


@dataclass(frozen=True, slots=True)
class Claim:
    """What one lender asks for on one day; amounts in fen, none negative, ``minimum_minor`` ≤ ``amount_minor``.

    ``late_from`` is the first day on which it counts as late: after the due date and the days of grace. Late, each fen
    of the unpaid part up to ``base_minor`` costs ``daily`` fen a day from the due date on; the unpaid part of the
    minimum costs ``fee_share`` of itself once, at least ``fee_minor``. ``told`` is how much of the cost the terms say.
    Without ``takes_part`` the lender takes the minimum, all, or nothing.
    """

    key: str
    loan_id: int
    lender: int
    due_on: date
    amount_minor: int
    minimum_minor: int
    late_from: date
    record: Record = Record.REPORTED
    daily: Fraction = Fraction(0)
    base_minor: int = 0
    fee_share: Fraction = Fraction(0)
    fee_minor: int = 0
    told: Told = Told.ALL
    takes_part: bool = True

    def a_day(self, unpaid_minor: int) -> Fraction:
        """What a day costs, in fen, while so much is unpaid and late."""
        return self.daily * min(unpaid_minor, self.base_minor)

    def fee(self, missing_minor: int) -> int:
        """What it costs once, in fen, that so much of the minimum was not paid in time."""
        if missing_minor <= 0 or not (self.fee_share or self.fee_minor):
            return 0
        return max(half_up(self.fee_share * missing_minor), self.fee_minor)


@dataclass(frozen=True, slots=True)
class Given:
    """What is done about one claim.

    ``payments`` are its days with amounts (fen), rising. ``in_time_minor`` is what of them is there in time (of what is
    overdue: today). ``call_on`` is the last day on which to call the lender, None where there is no need;
    ``asked_minor`` what of the minimum is then asked to wait, and ``promised_on`` the day on which it can be paid, if
    any is known. ``day_minor`` is what each day costs while the rest is unpaid, ``fee_minor`` what it costs once,
    ``cost_minor`` both up to the end of the time looked at.
    """

    claim: Claim
    payments: tuple[tuple[date, int], ...]
    in_time_minor: int
    choice: Choice
    call_on: date | None
    asked_minor: int
    promised_on: date | None
    day_minor: int
    fee_minor: int
    cost_minor: int

    @property
    def paid_minor(self) -> int:
        """All that it gets."""
        return sum(amount for _, amount in self.payments)

    @property
    def paid_on(self) -> date | None:
        """The first day on which it gets anything; None where it gets nothing."""
        return self.payments[0][0] if self.payments else None

    @property
    def unpaid_minor(self) -> int:
        """What is still unpaid at the end."""
        return self.claim.amount_minor - self.paid_minor

    @property
    def late(self) -> bool:
        """Whether its minimum is not paid in time."""
        return self.in_time_minor < self.claim.minimum_minor


@dataclass(frozen=True, slots=True)
class Allotment:
    """All claims in the order in which they were served; ``left_minor`` of ``purse`` is asked for by no claim."""

    aim: Aim
    given: tuple[Given, ...]
    left_minor: int
    purse: Purse

    @property
    def paid_minor(self) -> int:
        """All that is given."""
        return sum(one.paid_minor for one in self.given)

    @property
    def missing_minor(self) -> int:
        """What is lacking for the minimums by the end of the time."""
        return sum(max(one.claim.minimum_minor - one.paid_minor, 0) for one in self.given)

    @property
    def cost_minor(self) -> int:
        """What it costs up to the end of the time that not everything is paid."""
        return sum(one.cost_minor for one in self.given)

    @property
    def late_lenders(self) -> frozenset[int]:
        """The lenders of whom a minimum is not paid in time."""
        return frozenset(one.claim.lender for one in self.given if one.late)


def allot(
    claims: Iterable[Claim], purse: Purse, today: date, aim: Aim = Aim.RECORD, clean: Iterable[int] = ()
) -> Allotment:
    """Give the money to the claims.

    Args:
        claims: what is asked for; their order has no meaning.
        purse: the money.
        today: no payment and no call is before it.
        aim: what comes first.
        clean: for ``Aim.CLEAN`` the ids of the loans that are to stay in order.
    """
    known = sorted(claims, key=lambda claim: _record_key(claim, purse.until, today))
    if aim is Aim.CLEAN:
        named = frozenset(clean)
        return _by_record(aim, [*_in(known, named), *_in(known, named, out=True)], purse, today, named)
    if aim is Aim.FEWEST:
        return _fewest(known, purse, today)
    if aim is Aim.COST:
        return _cheapest(known, purse, today)
    return _by_record(aim, known, purse, today)


def _by_record(
    aim: Aim, order: Sequence[Claim], purse: Purse, today: date, named: frozenset[int] = frozenset()
) -> Allotment:
    """One claim after the other; what cannot be paid whole waits for those that can, where that keeps more of them."""
    in_order = _served(aim, order, purse, today, named)
    whole_first = _served(aim, order, purse, today, named, whole_first=True)
    return whole_first if kept(whole_first, named) > kept(in_order, named) else in_order


def kept(found: Allotment, named: frozenset[int] = frozenset()) -> tuple[tuple[bool, ...], ...]:
    """Which minimums are paid in time, then which by the end: group by group, each in the order of the claims.

    The goal of the record, and the better the greater: what is reported earliest and longest counts before all that
    follows it. ``named``: ids of the loans that come before all others.
    """
    of = {one.claim.key: one for one in found.given}
    told: list[tuple[bool, ...]] = []
    for group in _groups(Aim.RECORD, [one.claim for one in found.given], named):
        told.append(tuple(not of[claim.key].late for claim in group))
        told.append(tuple(of[claim.key].paid_minor >= claim.minimum_minor for claim in group))
    return tuple(told)


_RANK = {Record.REPORTED: 0, Record.UNKNOWN: 1, Record.UNREPORTED: 2}


def _record_key(claim: Claim, until: date, today: date) -> tuple[object, ...]:
    """Reported before not reported; what is late earliest first, and so longest; then what costs most per fen."""
    saved = _avoided(claim, until, today)
    return (_RANK[claim.record], claim.late_from, -saved, claim.due_on, claim.minimum_minor, claim.key)


def _avoided(claim: Claim, until: date, today: date) -> Fraction:
    """What paying the minimum in time saves up to ``until``, per fen of it."""
    unpaid = claim.minimum_minor
    if not unpaid:
        return Fraction(0)
    days = max((until - max(claim.due_on, today)).days, 1)
    fee = claim.fee(unpaid) if claim.late_from > today else 0
    return (claim.a_day(unpaid) * days + fee) / unpaid


def _in(claims: Sequence[Claim], loans: frozenset[int], *, out: bool = False) -> list[Claim]:
    return [claim for claim in claims if (claim.loan_id in loans) is not out]


def _served(
    aim: Aim,
    order: Sequence[Claim],
    purse: Purse,
    today: date,
    named: frozenset[int] = frozenset(),
    *,
    whole_first: bool = False,
) -> Allotment:
    """Claims one after the other: minimums in time, minimums late, what is asked for beyond them.

    ``whole_first``: the minimums that can be paid whole come before any part of one that cannot.
    """
    days = [on for claim in order for on in (claim.due_on, claim.late_from - _DAY)]
    till, last = Till(days, purse, today), max(purse.until, today)
    payments: dict[str, list[tuple[date, int]]] = {claim.key: [] for claim in order}

    def serve(claim: Claim, upto_minor: int, until: date, take: Take) -> None:
        lacking = upto_minor - sum(amount for _, amount in payments[claim.key])
        if lacking > 0:
            payments[claim.key] += take(lacking, _first_day(claim, today, last), until, whole=not claim.takes_part)

    groups = _groups(aim, order, named)
    for take in (till.take_all, till.take) if whole_first else (till.take,):
        for group in groups:
            for claim in group:
                serve(claim, claim.minimum_minor, _in_time(claim, today, last), take)
            for claim in group:
                serve(claim, claim.minimum_minor, last, take)
    for claim in sorted(order, key=lambda claim: -claim.daily):
        serve(claim, claim.amount_minor, last, till.take)
    if aim is not Aim.COST:  # a crumb saves its interest
        _move_crumbs(order, payments, till, today, last)
    paid = {claim.key: _by_day(payments[claim.key]) for claim in order}
    given = [_given(claim, paid[claim.key], purse, today) for claim in order]
    return Allotment(aim, tuple(_promised(given, purse)), till.left_minor, purse)


def _move_crumbs(
    order: Sequence[Claim], payments: dict[str, list[tuple[date, int]]], till: Till, today: date, last: date
) -> None:
    """A few yuan that leave their claim late all the same go where more goes, and keep as many minimums in time.

    They wait for the payment that follows on the same claim; of one that gets no more they go to another minimum that
    is paid in part. Where neither takes them they stay.
    """
    for claim in order:
        payments[claim.key] = _without_crumb(claim, payments[claim.key], _in_time(claim, today, last))
        crumb = payments[claim.key]
        if not 0 < _sum(crumb) < _few(claim):
            continue
        till.give_back(crumb)
        for other in order:
            lacks = other.minimum_minor - _sum(payments[other.key])
            if other is claim or not payments[other.key] or not other.takes_part or lacks <= _sum(crumb):
                continue
            found = till.take_all(_sum(crumb), _first_day(other, today, last), last, whole=False)
            if found:
                payments[other.key] += found
                payments[claim.key] = []
                break
        else:
            till.give_back(crumb, -1)


def _few(claim: Claim) -> int:
    """Less than that of its minimum keeps nobody in order."""
    return min(CRUMB_MINOR, claim.minimum_minor // CRUMB_SHARE)


def _sum(payments: Iterable[tuple[date, int]]) -> int:
    return sum(amount for _, amount in payments)


def _without_crumb(claim: Claim, payments: list[tuple[date, int]], in_time: date) -> list[tuple[date, int]]:
    """With what is there in time, where that is a crumb, in the payment that follows.

    Money that is there on a day is there later, too: nothing else gets less.
    """
    early = _sum(one for one in payments if one[0] <= in_time)
    later = sorted(one for one in payments if one[0] > in_time)
    if not early or not later or early >= _few(claim):
        return payments
    (on, amount), *rest = later
    return [(on, amount + early), *rest]


def _promised(given: Iterable[Given], purse: Purse) -> Iterator[Given]:
    """With the day of the next income, where it brings all that a minimum lacks; no yuan of it is promised twice."""
    left = purse.next_minor
    for one in given:
        lacks = one.claim.minimum_minor - one.paid_minor
        if one.asked_minor and 0 < lacks <= left:
            left -= lacks
            yield replace(one, promised_on=purse.next_on)
        else:
            yield one


def _groups(aim: Aim, order: Sequence[Claim], named: frozenset[int]) -> list[list[Claim]]:
    """Claims of which none of a later group gets anything before the minimums of the earlier ones, late or not."""
    if aim not in (Aim.RECORD, Aim.CLEAN):
        return [[*order]]
    found: dict[tuple[bool, int], list[Claim]] = {}
    for claim in order:
        found.setdefault((claim.loan_id not in named, _RANK[claim.record]), []).append(claim)
    return [found[key] for key in sorted(found)]


def _first_day(claim: Claim, today: date, last: date) -> date:
    return min(max(claim.due_on, today), last)


def _in_time(claim: Claim, today: date, last: date) -> date:
    """The last day on which it is paid in time; what is late already has only today."""
    return min(max(claim.late_from - _DAY, today), last)


def _by_day(payments: Iterable[tuple[date, int]]) -> tuple[tuple[date, int], ...]:
    found: dict[date, int] = {}
    for on, amount in payments:
        found[on] = found.get(on, 0) + amount
    return tuple(sorted(found.items()))


def _given(claim: Claim, payments: tuple[tuple[date, int], ...], purse: Purse, today: date) -> Given:
    last = max(purse.until, today)
    in_time = sum(amount for on, amount in payments if on <= _in_time(claim, today, last))
    paid = sum(amount for _, amount in payments)
    missing = max(claim.minimum_minor - in_time, 0)
    fee = claim.fee(missing) if claim.late_from > today else 0
    after = fee if claim.late_from <= last else 0  # it falls due inside the time looked at
    return Given(
        claim,
        payments,
        in_time,
        _choice(claim, paid, missing, today),
        max(today, claim.due_on - _DAY) if missing else None,
        missing,
        _reached(payments, claim.minimum_minor) if missing else None,
        half_up(claim.a_day(claim.amount_minor - in_time)),
        fee,
        after + half_up(_grown(claim, payments, today, last)),
    )


def _reached(payments: Iterable[tuple[date, int]], amount_minor: int) -> date | None:
    """The day on which payments have brought so much; None where they do not."""
    paid = 0
    for on, part in payments:
        paid += part
        if paid >= amount_minor:
            return on
    return None


def _choice(claim: Claim, paid: int, missing: int, today: date) -> Choice:
    if not missing:
        return Choice.FULL if paid == claim.amount_minor else Choice.MINIMUM
    return Choice.ASK if claim.due_on >= today or paid >= claim.minimum_minor else Choice.UNSERVED


def _grown(claim: Claim, payments: Iterable[tuple[date, int]], today: date, last: date) -> Fraction:
    """What grows by the day up to and with ``last``; nothing where all is paid before it is late."""
    unpaid, since, total = claim.amount_minor, max(claim.due_on, today), Fraction(0)
    if claim.late_from > last:
        return total
    for on, amount in (*payments, (last, 0)):
        total += claim.a_day(unpaid) * max((on - since).days, 0)
        unpaid -= amount
        since = max(on, since)
        if not unpaid and on < claim.late_from:
            return Fraction(0)
    return total


# -- the other aims --------------------------------------------------------------------------------------------------


def _fewest(known: list[Claim], purse: Purse, today: date) -> Allotment:
    """The set of lenders, served first, after which the fewest are late; of several that with the least cost."""
    lenders = list(dict.fromkeys(claim.lender for claim in known))
    tried = [_served(Aim.FEWEST, known, purse, today)]
    tried += [_served(Aim.FEWEST, order, purse, today) for order in _lender_orders(known, lenders)]
    tried.append(replace(_by_record(Aim.RECORD, known, purse, today), aim=Aim.FEWEST))
    return min(tried, key=lambda one: (len(one.late_lenders), one.cost_minor))


def _lender_orders(known: list[Claim], lenders: list[int]) -> Iterator[list[Claim]]:
    asks = {lender: sum(claim.minimum_minor for claim in known if claim.lender == lender) for lender in lenders}
    places = {lender: place for place, lender in enumerate(lenders)}
    small = sorted(lenders, key=lambda lender: (asks[lender], places[lender]))
    yield sorted(known, key=lambda claim: small.index(claim.lender))
    if len(lenders) > TRIED_LENDERS:
        return
    for size in range(1, len(lenders)):
        for chosen in combinations(lenders, size):
            yield sorted(known, key=lambda claim: claim.lender not in chosen)


def _cheapest(known: list[Claim], purse: Purse, today: date) -> Allotment:
    """What saves most per fen first, then one claim at another place for as long as that saves more.

    What a claim saves is not even: its first yuan pay interest that bears none, a least fee falls away with the last.
    """
    by_cost = sorted(known, key=lambda claim: -_avoided(claim, purse.until, today))
    tried = [_served(Aim.COST, order, purse, today) for order in (by_cost, known)]
    tried.append(replace(_fewest(known, purse, today), aim=Aim.COST))
    tried.append(replace(_by_record(Aim.RECORD, known, purse, today), aim=Aim.COST))
    best, better = min(tried, key=_cost), True
    while better:
        better = False
        order = [one.claim for one in best.given]
        for moved in _moved(order) if len(order) <= TRIED_CLAIMS else ():
            found = _served(Aim.COST, moved, purse, today)
            if _cost(found) < _cost(best):
                best, better = found, True
                break
    return best


def _cost(found: Allotment) -> tuple[int, int]:
    return found.cost_minor, len(found.late_lenders)


def _moved(order: list[Claim]) -> Iterator[list[Claim]]:
    """One claim at another place."""
    for at, claim in enumerate(order):
        others = order[:at] + order[at + 1 :]
        for to in range(len(order)):
            if to != at:
                yield [*others[:to], claim, *others[to:]]
