"""An offer of a loan as it was made, with every fee, and a wish to borrow with what was decided about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum

from planner.domain.accounts.loan import Lender, LenderKind, Loan, Method, Prepayment, RateChange, usual_day_count
from planner.domain.accounts.loan_checks import check_fee
from planner.domain.accounts.terms import Disclosed, Fee, FeeWhen
from planner.domain.basics.calendar import add_months
from planner.domain.basics.money import LIMIT_MINOR, must_be_fen, share
from planner.domain.basics.rates import Rate, RateBasis, percent
from planner.errors import PlannerError
from planner.values import dataclass

AS_LOAN = 10**11  # from here on ids of loans that are only offered: behind all real ones
METHODS = (
    Method.LEVEL_PAYMENT,
    Method.EQUAL_PRINCIPAL,
    Method.INTEREST_ONLY,
    Method.BULLET,
    Method.FLAT_FEE,
)
MOST_TERMS = 360
MOST_FEES = 20


class OfferState(StrEnum):
    """What became of an offer."""

    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"


class FeeAt(StrEnum):
    """When a fee of an offer is charged, and of what."""

    KEPT_BACK = "upfront"  # of the payout, which is less by it (砍头息)
    OWN_MONEY = "own_money"  # paid by the person on the day of the payout
    FIRST_TERM = "first_term"  # with the first instalment
    PER_TERM = "per_term"  # with each instalment; a share of the amount lent
    ON_REMAINING = "on_remaining"  # with each instalment; a share of the principal left when its term begins
    YEARLY = "yearly"  # with the first instalment of each year


_WHEN = {
    FeeAt.KEPT_BACK: FeeWhen.UPFRONT,
    FeeAt.FIRST_TERM: FeeWhen.FIRST_TERM,
    FeeAt.PER_TERM: FeeWhen.PER_TERM,
    FeeAt.ON_REMAINING: FeeWhen.PER_TERM,
    FeeAt.YEARLY: FeeWhen.YEARLY,
}


@dataclass(frozen=True, slots=True)
class OfferFee:
    """A fee beside interest: ``amount_minor`` fen, or ``share`` of the amount lent (exactly one of the two).

    ``on_remaining`` fees are a share of the principal left. ``stops``: what is still to come is saved by settling.
    """

    name: str
    at: FeeAt
    amount_minor: int | None = None
    share: Decimal | None = None
    stops: bool = True

    def as_fee(self) -> Fee:
        """As a loan keeps it. Raises ``KeyError`` for one paid from own money: no lender asks for that later."""
        remaining = self.at is FeeAt.ON_REMAINING
        stops = self.stops or remaining
        return Fee(self.name, _WHEN[self.at], self.amount_minor, self.share, stops=stops, on_remaining=remaining)


@dataclass(frozen=True, slots=True)
class Offer:
    """A loan that somebody offers: ``amount_minor`` fen over ``terms`` months, repaid by ``method`` at ``rate``.

    ``lender`` is who offers it, ``institution`` who funds it where that is another, ``kind`` under which licence.
    ``noted_on`` is the day on which it was written down, ``promised_on`` that on which the money is promised,
    ``until_on`` the last day on which it holds. ``limit_minor``: of an offer that is a line, the limit that stays open.
    ``disclosed``: the yearly cost as advertised. ``subsidy`` are the points a year that the state would pay of the
    interest (a fraction), 0 for none, on what falls due up to ``subsidy_until``, both as the lender confirms them.
    ``prepayment_fee`` is the share of what is repaid early that it costs; None: nothing was said. Of a promotion
    ``rate`` holds for the first ``promo_terms`` months, then ``later_rate`` of the same basis; both None without one.
    """

    id: int
    lender: str
    kind: LenderKind
    amount_minor: int
    method: Method
    terms: int
    rate: Rate
    noted_on: date
    institution: str = ""
    name: str = ""
    fees: tuple[OfferFee, ...] = ()
    promised_on: date | None = None
    until_on: date | None = None
    limit_minor: int | None = None
    disclosed: Disclosed | None = None
    subsidy: Decimal = Decimal(0)
    subsidy_until: date | None = None
    prepayment_fee: Decimal | None = None
    state: OfferState = OfferState.OPEN
    note: str = ""
    promo_terms: int | None = None
    later_rate: Decimal | None = None

    def __post_init__(self) -> None:
        must_be_fen(self.amount_minor, "amount")

    @property
    def title(self) -> str:
        """Who offers it, and what it is called."""
        return f"{self.lender} · {self.name}" if self.name else self.lender

    def pays_out_on(self, today: date) -> date:
        """The day on which the money would come: the promised one, today where that is past or none was said."""
        return today if self.promised_on is None else max(self.promised_on, today)

    def validate(self) -> None:
        """Raises ``PlannerError``: ``offer.*`` or ``loan.*``, with ``field`` naming what is wrong."""
        if not self.lender.strip():
            raise PlannerError("offer.lender", field="lender")
        if not 0 < self.amount_minor <= LIMIT_MINOR:
            raise PlannerError("offer.amount", field="amount", value_minor=self.amount_minor, limit_minor=LIMIT_MINOR)
        if self.method not in METHODS:
            raise PlannerError("offer.method", field="method", value=self.method.value)
        if not 1 <= self.terms <= MOST_TERMS:
            raise PlannerError("offer.terms", field="terms", value=self.terms, most=MOST_TERMS)
        if not 0 <= self.subsidy <= Decimal("0.1"):
            raise PlannerError("offer.subsidy", field="subsidy", percent=percent(self.subsidy))
        if self.prepayment_fee is not None and not 0 <= self.prepayment_fee <= 1:
            raise PlannerError("loan.prepayment_fee", field="prepayment_fee", percent=percent(self.prepayment_fee))
        if self.limit_minor is not None and not 0 <= self.limit_minor <= LIMIT_MINOR:
            raise PlannerError("loan.limit", field="limit", value_minor=self.limit_minor, limit_minor=LIMIT_MINOR)
        if len(self.fees) > MOST_FEES:
            raise PlannerError("offer.fees", field="fees", n=len(self.fees), most=MOST_FEES)
        self._check_promotion()
        for fee in self.fees:
            check_fee(fee.name, fee.amount_minor, fee.share, on_remaining=fee.at is FeeAt.ON_REMAINING)
        as_loan(self, self.noted_on).validate()

    def _check_promotion(self) -> None:
        if (self.promo_terms is None) != (self.later_rate is None):
            raise PlannerError("offer.promotion", field="promo_terms" if self.promo_terms is None else "later_rate")
        if self.promo_terms is not None and not 1 <= self.promo_terms < self.terms:
            raise PlannerError("offer.promo_terms", field="promo_terms", value=self.promo_terms, most=self.terms - 1)


def fee_minor(fee: OfferFee, amount_minor: int) -> int:
    """A fee in fen of an amount lent, half up."""
    if fee.amount_minor is not None:
        return fee.amount_minor
    return 0 if fee.share is None else share(amount_minor, fee.share)


def own_minor(offer: Offer) -> int:
    """What is paid from own money on the day of the payout, fen."""
    return sum(fee_minor(fee, offer.amount_minor) for fee in offer.fees if fee.at is FeeAt.OWN_MONEY)


def as_loan(offer: Offer, on: date, lenders: Iterable[Lender] = ()) -> Loan:
    """The loan that the offer becomes when it is paid out ``on`` that day; its first due date is a month later.

    ``lenders``: those that are known, so that a loan of one of them makes no further lender. What is paid from own
    money is no part of the loan.
    """
    known = next((one for one in lenders if one.name == offer.lender), None)
    lender = known or Lender(0, offer.lender, offer.kind, offer.institution)
    other = offer.institution if known is not None and offer.institution != known.institution else ""
    share_fee = offer.prepayment_fee or Decimal(0)
    day_count = usual_day_count(offer.method, offer.rate.basis)
    return Loan(
        AS_LOAN + offer.id,
        lender,
        offer.name or offer.lender,
        offer.method,
        on,
        offer.rate,
        offer.amount_minor,
        offer.terms,
        day_count=day_count,
        fees=tuple(fee.as_fee() for fee in offer.fees if fee.at is not FeeAt.OWN_MONEY),
        prepayment=Prepayment.FEE_SHARE if share_fee else Prepayment.FREE,
        prepayment_fee=share_fee,
        rate_changes=_changes(offer, on),
        limit_minor=offer.limit_minor,
        disclosed=offer.disclosed,
        institution=other,
        note=offer.note,
    )


def _changes(offer: Offer, on: date) -> tuple[RateChange, ...]:
    if offer.promo_terms is None or offer.later_rate is None:
        return ()
    return (RateChange(add_months(on, offer.promo_terms), Rate(offer.later_rate, offer.rate.basis)),)


class Decision(StrEnum):
    """What was decided about a wish to borrow."""

    OPEN = "open"
    NO = "no"
    WAIT = "wait"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish to borrow ``amount_minor`` fen for ``purpose`` over ``terms`` months, written down ``on`` a day.

    ``rate`` is the yearly one, as a fraction, that was reckoned with; None: the dearest that a licensed lender may ask.
    ``words`` is what the person wrote of the decision, ``decided_on`` its day.
    """

    id: int
    on: date
    amount_minor: int
    purpose: str
    terms: int
    rate: Decimal | None = None
    decision: Decision = Decision.OPEN
    decided_on: date | None = None
    words: str = ""

    def __post_init__(self) -> None:
        must_be_fen(self.amount_minor, "amount")

    def validate(self) -> None:
        """Raises ``PlannerError``: ``wish.*``, with ``field`` naming what is wrong."""
        if not 0 < self.amount_minor <= LIMIT_MINOR:
            raise PlannerError("wish.amount", field="amount", value_minor=self.amount_minor, limit_minor=LIMIT_MINOR)
        if not self.purpose.strip():
            raise PlannerError("wish.purpose", field="purpose")
        if not 1 <= self.terms <= MOST_TERMS:
            raise PlannerError("offer.terms", field="terms", value=self.terms, most=MOST_TERMS)
        if self.rate is not None and not 0 <= self.rate <= 10:
            raise PlannerError("wish.rate", field="rate", percent=percent(self.rate))
        if self.decision is not Decision.OPEN and not self.words.strip():
            raise PlannerError("wish.words", field="words")

    def as_offer(self, dearest: Decimal) -> Offer:
        """The loan that it comes to, of a consumer-finance company that is new to the person, in level payments."""
        rate = Rate(dearest if self.rate is None else self.rate, RateBasis.YEAR)
        kind, method = LenderKind.CONSUMER_FINANCE, Method.LEVEL_PAYMENT
        return Offer(0, "…", kind, self.amount_minor, method, self.terms, rate, self.on)


def to_look_at(wishes: Iterable[Wish], since: date) -> tuple[Wish, ...]:
    """The wishes to be seen again: not decided, waiting, or noted or decided after a day; the latest first."""
    found = [
        one
        for one in wishes
        if one.decision in (Decision.OPEN, Decision.WAIT) or one.on > since or (one.decided_on or date.min) > since
    ]
    return tuple(reversed(found))
