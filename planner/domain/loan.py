"""A loan (any credit account) with its terms resolved: what the schedule, the ledger and the cost are computed from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from planner.domain.money import LIMIT_MINOR
from planner.domain.rates import DayCount, Rate, RateBasis
from planner.errors import PlannerError


class LenderKind(StrEnum):
    BANK = "bank"
    CONSUMER_FINANCE = "consumer_finance"  # 持牌消费金融公司
    MICRO_LENDER = "micro_lender"  # 小额贷款公司
    OTHER_LICENSED = "other_licensed"
    PRIVATE = "private"  # unlicensed or private


class Method(StrEnum):
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


class Every(StrEnum):
    """The length of one term."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"


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


class FeeWhen(StrEnum):
    UPFRONT = "upfront"  # kept back from the amount paid out (砍头息)
    FIRST_TERM = "first_term"  # whole fee with the first instalment
    PER_TERM = "per_term"


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee beside interest: a fixed amount, or a share of the original principal (exactly one of the two)."""

    name: str
    when: FeeWhen
    amount_minor: int | None = None
    share: Decimal | None = None


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
class Loan:
    """One credit account with its terms. ``validate`` tells whether they make sense together.

    ``principal_minor`` is the amount lent for scheduled methods and 0 for lines (their balance comes from draws).
    ``terms`` counts instalments. ``first_due_on`` is the first due date; ``due_day`` (1–31) is the day it returns to
    after short months. ``paid_terms`` instalments were settled before records began: they count as paid, but stand
    outside every on-time figure. ``rate`` may be unconfirmed (filled in from a preset, to be checked by the person).
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
    currency: str = "CNY"
    settled_on: date | None = None
    closed_on: date | None = None
    note: str = field(default="", compare=False)

    @property
    def has_line(self) -> bool:
        """Whether an emptied account stays open as a line that a report still shows."""
        return self.limit_minor is not None or not self.method.scheduled

    def validate(self) -> None:
        """Check the terms against each other.

        Raises:
            PlannerError: ``loan.*`` with ``field`` naming the term that is wrong.
        """
        if not self.name.strip() and not self.lender.name.strip():
            raise PlannerError("loan.nameless", field="name")
        _validate_rate(self)
        _validate_days(self)
        if self.method.scheduled:
            _validate_scheduled(self)
        if self.limit_minor is not None and not 0 <= self.limit_minor <= LIMIT_MINOR:
            raise PlannerError("loan.limit", field="limit", value_minor=self.limit_minor)


def _validate_rate(loan: Loan) -> None:
    if loan.rate.value < 0:
        raise PlannerError("loan.rate_negative", field="rate", value=loan.rate.value)
    fee_basis = loan.rate.basis in (RateBasis.TERM, RateBasis.TOTAL)
    if fee_basis != (loan.method is Method.FLAT_FEE):
        raise PlannerError("loan.rate_basis", field="rate_basis", basis=loan.rate.basis, method=loan.method)
    if loan.rate.value > 10:
        raise PlannerError("loan.rate_high", field="rate", value=loan.rate.value)


def _validate_days(loan: Loan) -> None:
    for name in ("due_day", "statement_day"):
        day = getattr(loan, name)
        if day is not None and not 1 <= day <= 31:
            raise PlannerError("loan.day_of_month", field=name, value=day)
    if loan.first_due_on is not None and loan.first_due_on <= loan.start_on:
        raise PlannerError("loan.first_due", field="first_due_on", value=loan.first_due_on, start_on=loan.start_on)
    if loan.end_on is not None and loan.end_on <= loan.start_on:
        raise PlannerError("loan.end", field="end_on", value=loan.end_on, start_on=loan.start_on)
    if not 0 <= loan.grace_days <= 60:
        raise PlannerError("loan.grace", field="grace_days", value=loan.grace_days)


def _validate_scheduled(loan: Loan) -> None:
    if not 0 < loan.principal_minor <= LIMIT_MINOR:
        raise PlannerError("loan.principal", field="principal", value_minor=loan.principal_minor)
    if loan.terms is None or not 1 <= loan.terms <= 600:
        raise PlannerError("loan.terms", field="terms", value=loan.terms)
    if not 0 <= loan.paid_terms <= loan.terms:
        raise PlannerError("loan.paid_terms", field="paid_terms", value=loan.paid_terms, terms=loan.terms)
