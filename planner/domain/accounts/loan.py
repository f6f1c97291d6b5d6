"""A loan (any credit account) with its terms resolved: what the schedule, the ledger and the cost are computed from."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from planner.domain.accounts.loan_checks import (
    check_currency,
    check_fees,
    check_rate,
    check_rate_changes,
    check_rows,
    check_size,
)
from planner.domain.accounts.terms import (
    ORDER,
    PLAIN_CARD,
    CardInterest,
    CardTerms,
    Disclosed,
    DueShift,
    Fee,
    Part,
    Penalty,
    PenaltyBasis,
    PrepayDay,
    PrepaymentStep,
    Remainder,
    check_steps,
)
from planner.domain.basics.calendar import month_end
from planner.domain.basics.money import LIMIT_MINOR, YUAN, Rounding, must_be_fen, share
from planner.domain.basics.rates import DayCount, Rate, RateBasis, percent
from planner.domain.basics.reach import check_days
from planner.domain.basics.workdays import WorkDays
from planner.errors import PlannerError
from planner.values import dataclass, field, replace

_BETWEEN = re.compile("[、;；]")
MOST_TERMS = 600  # fifty years of months
MOST_GRACE_DAYS = 60


@lru_cache(maxsize=512)
def _names(told: str) -> tuple[str, ...]:
    """The names in a text, each once; the figures of a month ask for them again and again."""
    return tuple(dict.fromkeys(name for part in _BETWEEN.split(told) if (name := part.strip()))) or (told,)


class LenderKind(StrEnum):
    """What sort of lender it is: which rules bind it, and whether a credit report shows what it lends."""

    BANK = "bank"
    CONSUMER_FINANCE = "consumer_finance"  # 持牌消费金融公司
    MICRO_LENDER = "micro_lender"  # 小额贷款公司
    OTHER_LICENSED = "other_licensed"
    PRIVATE = "private"  # unlicensed or private


class Method(StrEnum):
    """How an account is repaid."""

    LEVEL_PAYMENT = "level_payment"  # 等额本息
    EQUAL_PRINCIPAL = "equal_principal"  # 等额本金
    INTEREST_ONLY = "interest_only"  # 先息后本
    BULLET = "bullet"  # 一次性还本付息
    FLAT_FEE = "flat_fee"  # 等本等息
    REVOLVING = "revolving"  # 随借随还, daily interest
    CARD = "card"  # bill account: credit card, 花呗

    @property
    def scheduled(self) -> bool:
        """Whether the terms alone give a schedule (otherwise draws and payments make the balance)."""
        return self not in (Method.REVOLVING, Method.CARD)


def usual_day_count(method: Method, basis: RateBasis) -> DayCount:
    """How a product of this kind counts its days when nobody says.

    Cards, lines and whatever is priced by the day charge actual days × the daily rate, shown ×365; instalments at a
    yearly or monthly rate charge whole months of 30 days, as the contracts of such products print it.
    """
    by_day = not method.scheduled or basis is RateBasis.DAY
    return DayCount.ACT_365 if by_day else DayCount.THIRTY_360


class Every(StrEnum):
    """The length of one term."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class Prepayment(StrEnum):
    """What happens when more is paid than is due, and earlier."""

    FREE = "free"  # interest stops
    FEE_SHARE = "fee_share"  # a fee as a share of the principal paid early
    NO_SAVING = "no_saving"  # all remaining fees fall due: paying early saves nothing
    FULL_ONLY = "full_only"  # only full settlement is accepted
    NOT_ALLOWED = "not_allowed"


class Excess(StrEnum):
    """Where money above the instalment in hand goes."""

    SHORTER_TERM = "shorter_term"  # principal; the payment stays, the end comes sooner
    LOWER_PAYMENT = "lower_payment"  # principal; the end stays, the payment falls
    NEXT_INSTALMENT = "next_instalment"  # kept for the coming instalments, as printed


class OnRateChange(StrEnum):
    """What a level payment does when the rate changes."""

    LOWER_PAYMENT = "lower_payment"  # computed anew over the terms that remain, lower or higher
    SHORTER_TERM = "shorter_term"  # stays; the end moves, nearer or farther


@dataclass(frozen=True, slots=True)
class Lender:
    """Who is owed. ``institution`` is the name under which the credit report lists it, if known."""

    id: int
    name: str
    kind: LenderKind = LenderKind.BANK
    institution: str = ""


@dataclass(frozen=True, slots=True)
class PinnedInstalment:
    """A row of the lender's own printed schedule; it replaces the computed row of the same number."""

    number: int
    due_on: date
    principal_minor: int
    interest_minor: int
    fee_minor: int = 0


@dataclass(frozen=True, slots=True)
class RateChange:
    """From the day ``from_on`` (inclusive) on interest grows at ``rate``. A promotion's end is a change back."""

    from_on: date
    rate: Rate
    note: str = ""


@dataclass(frozen=True, slots=True)
class Loan:
    """One credit account with its terms. ``validate`` tells whether they make sense together.

    ``principal_minor`` is the amount lent for scheduled methods and 0 for lines (their balance comes from draws). Of a
    loan that is paid out in parts it is the first of them; the others are draws, too.
    ``terms`` counts instalments. ``first_due_on`` is the first due date; ``due_day`` (1–31) is the day it returns to
    after short months. ``paid_terms`` instalments were settled before records began: they count as paid, but stand
    outside every on-time figure. ``rate`` may be unconfirmed (filled in from a preset, to be checked by the person);
    it holds until the first of ``rate_changes``, which stand in the order of their days. The first
    ``interest_only_terms`` instalments hold interest alone, the method begins after them. ``application`` is the
    order in which a payment is used. ``rounding`` makes whole fen of the interest of a term and of equal payments and
    parts; ``remainder`` says which instalment takes what equal parts (等额本金, 等本等息) leave over: the last, or
    the first, then the parts are cut to the fen. ``card`` holds the terms of bill accounts. ``institution`` is who
    reports this contract, when that is not the lender's own; several stand side by side (``institutions``).
    ``settled_on``, ``closing_on`` and ``closed_on`` are the days on which it was paid off, its closing was asked for,
    and the lender confirmed that it is closed. A line or card that a bill brought is ``opening_known`` = False: what
    was owed before the bill's first row is not in any record. Amounts are hundredths of ``currency``; where that is
    not the yuan, ``yuan_rate`` (yuan for one unit) brings them into sums. Before ``prepay_from``, if given, nothing
    is taken early. With ``month_end`` every due date is a month's last day, so that a first one of 28 February stands
    for the 31st. An instalment of which at most ``tolerance_minor`` is unpaid is settled; what is short stays owed
    (cards: ``CardTerms.tolerance_minor``). With ``auto_debit`` the lender takes what is due by itself. ``due_shift``
    moves due dates off days without work. With ``first_by_days`` the interest of the first term is counted by actual
    days, that of the others by the month. ``payment_minor`` is the lender's own level payment where the formula gives
    another. ``offset_minor`` of each instalment is paid by something else than cash (公积金冲还贷). ``line_id`` is
    the line of which the loan is a draw: the limit and its closing are the line's.
    ``paid_counted_on`` is the day on which the person counted ``paid_terms``: what of them was due later had been paid
    ahead of its day by then.
    With ``Prepayment.FEE_SHARE`` the fee for paying early is ``prepayment_fee``, always the same share, or follows
    ``prepayment_steps``, by the day; after the last of them it is nothing. ``prepay_on`` says on which days plans and
    what-if may pay early.
    ``calendar`` holds the days that ``due_shift`` goes by: attached when a loan is read, no part of what is kept.

    Raises:
        PlannerError: ``money.not_whole`` when it is made with an amount that is no whole number of fen.
    """

    id: int
    lender: Lender
    name: str
    method: Method
    start_on: date
    rate: Rate
    principal_minor: int = 0
    terms: int | None = None
    every: Every = Every.MONTH
    first_due_on: date | None = None
    due_day: int | None = None
    end_on: date | None = None  # lines: the day the principal falls due, if any
    day_count: DayCount = DayCount.THIRTY_360
    fees: tuple[Fee, ...] = ()
    pinned: tuple[PinnedInstalment, ...] = ()
    paid_terms: int = 0
    grace_days: int = 0
    prepayment: Prepayment = Prepayment.FREE
    prepayment_fee: Decimal = Decimal(0)
    excess: Excess = Excess.SHORTER_TERM
    limit_minor: int | None = None  # credit limit of a line
    statement_day: int | None = None  # cards: the day the bill is cut
    rate_confirmed: bool = True
    product: str = ""  # seed code of the preset it was picked from
    currency: str = YUAN
    settled_on: date | None = None
    closed_on: date | None = None
    note: str = field(default="", compare=False)
    rate_changes: tuple[RateChange, ...] = ()
    on_rate_change: OnRateChange = OnRateChange.LOWER_PAYMENT
    interest_only_terms: int = 0
    rounding: Rounding = Rounding.HALF_UP
    remainder: Remainder = Remainder.LAST
    application: tuple[Part, ...] = ORDER
    penalty: Penalty | None = None
    disclosed: Disclosed | None = None
    card: CardTerms = PLAIN_CARD
    institution: str = ""
    closing_on: date | None = None
    opening_known: bool = True
    yuan_rate: Decimal | None = None
    prepay_from: date | None = None
    month_end: bool = False
    tolerance_minor: int = 100
    auto_debit: bool = False
    due_shift: DueShift = DueShift.NONE
    first_by_days: bool = False
    payment_minor: int | None = None
    offset_minor: int = 0
    line_id: int | None = None
    paid_counted_on: date | None = None
    prepayment_steps: tuple[PrepaymentStep, ...] = ()
    prepay_on: PrepayDay = PrepayDay.ANY
    calendar: WorkDays | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        must_be_fen(self.principal_minor, "principal")
        if self.limit_minor is not None:
            must_be_fen(self.limit_minor, "limit")

    @property
    def named(self) -> str:
        """The name of the account, with its currency unless that is the yuan."""
        return self.name if self.currency == YUAN else f"{self.name} {self.currency}".strip()

    def in_yuan(self, amount_minor: int) -> int:
        """An amount of this account in fen, half up, for adding it to others: at the rate that the person gave."""
        return amount_minor if self.yuan_rate is None else share(amount_minor, self.yuan_rate)

    def rate_on(self, on: date) -> Rate:
        """The rate at which interest grows on that day."""
        rate = self.rate
        for change in self.rate_changes:
            if change.from_on > on:
                break
            rate = change.rate
        return rate

    def next_change(self, after: date) -> RateChange | None:
        """The first change of the rate after that day."""
        return next((change for change in self.rate_changes if change.from_on > after), None)

    def with_change(self, change: RateChange, replaces: date | None = None) -> Loan:
        """The loan with one more change of its rate, instead of that of the day ``replaces``, if given. Unchecked."""
        others = (one for one in self.rate_changes if one.from_on != replaces)
        return replace(self, rate_changes=tuple(sorted([*others, change], key=lambda one: one.from_on)))

    def without_change(self, from_on: date) -> Loan:
        """The loan without the change of that day."""
        return replace(self, rate_changes=tuple(one for one in self.rate_changes if one.from_on != from_on))

    @property
    def institutions(self) -> tuple[str, ...]:
        """The names under which a credit report lists it, each once: its own, else the lender's.

        A loan that several lend together (联合贷款), or a bill of two (花呗 and 信用购), has several, written one after
        the other with 、 or ; between them.
        """
        return _names(self.institution or self.lender.institution or self.lender.name)

    @property
    def has_line(self) -> bool:
        """Whether an emptied account stays open as a line that a report still shows.

        What family or friends lent without agreed dates is repaid any time too, but is no line.
        """
        return self.limit_minor is not None or (
            not self.method.scheduled and self.lender.kind is not LenderKind.PRIVATE
        )

    @property
    def late_cost_known(self) -> bool:
        """Whether the terms say what being late costs beside the contract's interest; of a card, what bills charge."""
        if self.method is Method.CARD:
            return self.card.interest is not CardInterest.NONE or self.card.late_fee_share is not None
        return self.penalty is not None

    def validate(self) -> None:
        """Check the terms against each other, and that each of their days can be reckoned with.

        Whether ``payment_minor`` repays the loan only its schedule tells: ``schedule.instalments.check_payment``.

        Raises:
            PlannerError: ``loan.*`` with ``field`` naming the term that is wrong, ``date.reach``.
        """
        if not self.name.strip() and not self.lender.name.strip():
            raise PlannerError("loan.nameless", field="name")
        check_days(self)
        flat = self.method is Method.FLAT_FEE
        check_rate(self.rate, self.day_count, flat=flat)
        if self.rate_changes and flat:  # its price is agreed for all terms
            raise PlannerError("loan.rate_change_flat", field="method")
        changes = ((change.from_on, change.rate) for change in self.rate_changes)
        check_rate_changes(changes, self.start_on, self.day_count)
        _validate_days(self)
        check_fees(self.fees)
        _validate_prepayment(self)
        if self.method.scheduled:
            _validate_scheduled(self)
        _validate_terms(self)
        if self.limit_minor is not None and not 0 <= self.limit_minor <= LIMIT_MINOR:
            raise PlannerError("loan.limit", field="limit", value_minor=self.limit_minor, limit_minor=LIMIT_MINOR)


def _validate_days(loan: Loan) -> None:
    for name in ("due_day", "statement_day"):
        day = getattr(loan, name)
        if day is not None and not 1 <= day <= 31:
            raise PlannerError("loan.day_of_month", field=name, value=day)
    if loan.first_due_on is not None and loan.first_due_on <= loan.start_on:
        raise PlannerError("loan.first_due", field="first_due_on", value=loan.first_due_on, start_on=loan.start_on)
    if loan.month_end and not _may_end_months(loan):
        raise PlannerError("loan.month_end", field="month_end")
    if loan.end_on is not None and loan.end_on <= loan.start_on:
        raise PlannerError("loan.end", field="end_on", value=loan.end_on, start_on=loan.start_on)
    if loan.due_shift is not DueShift.NONE and loan.every is Every.WEEK:
        raise PlannerError("loan.due_shift", field="due_shift")  # a long holiday would put two terms on one day
    if not 0 <= loan.grace_days <= MOST_GRACE_DAYS:
        raise PlannerError("loan.grace", field="grace_days", value=loan.grace_days, most=MOST_GRACE_DAYS)


def _may_end_months(loan: Loan) -> bool:
    """Whether all due dates of a loan can be the last days of months: its terms are months, and its first one is."""
    first = loan.first_due_on
    by_month = loan.method.scheduled and loan.every not in (Every.WEEK, Every.FORTNIGHT)
    return by_month and (first is None or first == month_end(first))


def _validate_scheduled(loan: Loan) -> None:
    if not 0 < loan.principal_minor <= LIMIT_MINOR:
        raise PlannerError(
            "loan.principal", field="principal", value_minor=loan.principal_minor, limit_minor=LIMIT_MINOR
        )
    if loan.terms is None:
        raise PlannerError("loan.terms_missing", field="terms")
    if not 1 <= loan.terms <= MOST_TERMS:
        raise PlannerError("loan.terms", field="terms", value=loan.terms, most=MOST_TERMS)
    # A bullet loan has one instalment however many months it runs: paid, it would be settled.
    payable = 0 if loan.method is Method.BULLET else loan.terms
    if not 0 <= loan.paid_terms <= payable:
        raise PlannerError("loan.paid_terms", field="paid_terms", value=loan.paid_terms, terms=payable)
    rows = [(row.number, row.due_on, (row.principal_minor, row.interest_minor, row.fee_minor)) for row in loan.pinned]
    check_rows(rows, 1 if loan.method is Method.BULLET else loan.terms, loan.start_on, loan.principal_minor)


def _validate_terms(loan: Loan) -> None:
    check_currency(loan.currency, loan.yuan_rate)
    loan.card.validate()
    if loan.penalty is not None:
        loan.penalty.validate()
        if loan.penalty.basis is PenaltyBasis.TIMES and loan.method is Method.FLAT_FEE:
            raise PlannerError("loan.penalty_flat", field="penalty_basis")
    if loan.disclosed is not None:
        check_size(Rate(loan.disclosed.rate, RateBasis.YEAR), loan.day_count, "disclosed")
    most = (loan.terms or 0) - 1 if loan.method in (Method.LEVEL_PAYMENT, Method.EQUAL_PRINCIPAL) else 0
    if not 0 <= loan.interest_only_terms <= max(most, 0):
        raise PlannerError(
            "loan.interest_only", field="interest_only_terms", value=loan.interest_only_terms, most=max(most, 0)
        )
    parted = loan.method in (Method.EQUAL_PRINCIPAL, Method.FLAT_FEE)
    if loan.remainder is Remainder.FIRST and not parted:
        raise PlannerError("loan.remainder", field="remainder")
    if sorted(loan.application) != sorted(ORDER):
        raise PlannerError("loan.application", field="application", value=",".join(loan.application))


def _validate_prepayment(loan: Loan) -> None:
    if not 0 <= loan.prepayment_fee <= 1:
        raise PlannerError("loan.prepayment_fee", field="prepayment_fee", percent=percent(loan.prepayment_fee))
    check_steps(loan.prepayment_steps)
    if loan.prepayment_steps and loan.prepayment_fee:
        raise PlannerError("loan.prepayment_both", field="prepayment_fee", percent=percent(loan.prepayment_fee))
    if loan.method is Method.FLAT_FEE and any(step.months_interest is not None for step in loan.prepayment_steps):
        raise PlannerError("loan.prepayment_flat", field="prepayment_fee")
    if loan.prepay_from is not None and loan.prepay_from <= loan.start_on:
        raise PlannerError("loan.prepay_from", field="prepay_from", value=loan.prepay_from, start_on=loan.start_on)
