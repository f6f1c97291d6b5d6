"""Terms of a product beyond rate, method and dates, each a frozen value that a loan carries.

Shares are fractions of 1 (0.05 is 5 %), amounts whole fen. Where a lender says nothing, the defaults hold: half up per
instalment, the last one takes the rest, penalty before interest before fees before principal, nothing charged for
being late and nothing computed on a card, because a charge that nobody stated is never invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.basics.rates import percent
from planner.errors import PlannerError
from planner.values import dataclass, replace

MOST_DAYS = 60
HIGHEST_TIMES = 10
MOST_MONTHS_INTEREST = 24
MOST_STEP = 600  # terms or months
HIGHEST_DAILY = Decimal("0.1")


class Remainder(StrEnum):
    """Which instalment takes the fen that equal parts leave over."""

    LAST = "last"
    FIRST = "first"  # parts are cut to the fen, the first one takes the rest (尾差计入首期)


class DueShift(StrEnum):
    """Where a due date goes that is no working day."""

    NONE = "none"  # it stays
    NEXT = "next"  # the next working day (顺延)
    PREVIOUS = "previous"  # the working day before (提前)


class Part(StrEnum):
    """What a payment can be applied to."""

    PENALTY = "penalty"  # 罚息
    INTEREST = "interest"
    FEE = "fee"
    PRINCIPAL = "principal"


ORDER = (Part.PENALTY, Part.INTEREST, Part.FEE, Part.PRINCIPAL)


def order_from(text: str) -> tuple[Part, ...]:
    """The order of application of ``"penalty,interest,fee,principal"``: every part once.

    Raises:
        PlannerError: ``loan.application``.
    """
    try:
        order = tuple(Part(word.strip()) for word in text.split(","))
    except ValueError:
        order = ()
    if sorted(order) != sorted(ORDER):
        raise PlannerError("loan.application", field="application", value=text)
    return ORDER if order == ORDER else order


class StepUnit(StrEnum):
    """What the end of a step of the prepayment fee is counted in."""

    TERM = "term"  # up to the due date of that instalment
    MONTH = "month"  # up to the day so many months after the start


@dataclass(frozen=True, slots=True)
class PrepaymentStep:
    """What paying early costs for a time: a share of what is paid early, or so many months' interest on it.

    It holds from the day after the step before it to the due date of instalment ``until`` (``StepUnit.TERM``, as it was
    agreed, whether it is paid or not) or to the day ``until`` months after the start (``StepUnit.MONTH``), that day
    included: a period of a year ends with the day of the same date (民法典 201, 202), so 满一年 is the day after. Of an
    end of None: to the end of the loan.

    Attributes:
        share: a fraction of what is paid early; None where it is interest.
        months_interest: months of interest at the rate of the day on which it is paid, a twelfth of the year each.
    """

    until: int | None = None
    share: Decimal | None = None
    months_interest: Decimal | None = None
    unit: StepUnit = StepUnit.TERM

    def validate(self) -> None:
        """Raises ``PlannerError``: ``loan.prepayment_*`` where the step by itself makes no sense."""
        if (self.share is None) == (self.months_interest is None):
            raise PlannerError("loan.prepayment_form", field="prepayment_steps")
        if self.share is not None and not 0 <= self.share <= 1:
            raise PlannerError("loan.prepayment_fee", field="prepayment_steps", percent=percent(self.share))
        if self.months_interest is not None and not 0 < self.months_interest <= MOST_MONTHS_INTEREST:
            shown = f"{self.months_interest.normalize():f}"
            raise PlannerError(
                "loan.prepayment_interest", field="prepayment_steps", value=shown, most=MOST_MONTHS_INTEREST
            )
        if self.until is not None and not 1 <= self.until <= MOST_STEP:
            raise PlannerError("loan.prepayment_until", field="prepayment_steps", value=self.until, most=MOST_STEP)


def check_steps(steps: Sequence[PrepaymentStep]) -> None:
    """Each step by itself, then together: ends that rise, in one unit, none but the last without an end.

    A share that holds for good from the first day on is no step, and nothing for good needs none: there is one way to
    say each thing.

    Raises:
        PlannerError: ``loan.prepayment_*``.
    """
    for step in steps:
        step.validate()
    ends = [step.until for step in steps[:-1]] + [step.until for step in steps[-1:] if step.until is not None]
    if any(end is None for end in ends):
        raise PlannerError("loan.prepayment_open", field="prepayment_steps")
    known = [end for end in ends if end is not None]
    for before, after in pairwise(known):
        if after <= before:
            raise PlannerError("loan.prepayment_order", field="prepayment_steps", value=after, before=before)
    if len({step.unit for step in steps if step.until is not None}) > 1:
        raise PlannerError("loan.prepayment_unit", field="prepayment_steps")
    last = steps[-1] if steps else None
    if last is not None and last.until is None and (last.share == 0 or (len(steps) == 1 and last.share is not None)):
        raise PlannerError("loan.prepayment_constant", field="prepayment_steps")


class PrepayDay(StrEnum):
    """On which days a loan takes money before it is due. What was paid on another day is recorded all the same."""

    ANY = "any"
    WITH_INSTALMENT = "with_instalment"  # on due dates only, together with what is due


class PenaltyBasis(StrEnum):
    """What the rate of a penalty means."""

    TIMES = "times"  # so many times the contract rate, instead of it: 1.5 is "上浮 50 %"
    DAY = "day"  # a daily rate of its own: 0.0005 is 0.05 % a day


class PenaltyOn(StrEnum):
    """What penalty interest is charged on from the day after the due date."""

    PRINCIPAL = "principal"  # the overdue principal
    AMOUNT = "amount"  # everything overdue: principal, interest and fees


@dataclass(frozen=True, slots=True)
class Penalty:
    """Penalty interest (罚息), by the day from the day after the due date until it is paid."""

    rate: Decimal
    basis: PenaltyBasis = PenaltyBasis.TIMES
    on: PenaltyOn = PenaltyOn.PRINCIPAL

    def validate(self) -> None:
        """Raises ``PlannerError``: ``loan.penalty_times`` outside 1…10 times, ``loan.penalty_day`` outside 0…10 %."""
        if self.basis is PenaltyBasis.TIMES and not 1 <= self.rate <= HIGHEST_TIMES:
            raise PlannerError(
                "loan.penalty_times", field="penalty", percent=percent(self.rate), most=HIGHEST_TIMES * 100
            )
        if self.basis is PenaltyBasis.DAY and not 0 <= self.rate <= HIGHEST_DAILY:
            raise PlannerError("loan.penalty_day", field="penalty", percent=percent(self.rate))


class DisclosedBasis(StrEnum):
    """In which of the two ways a lender made its yearly cost out of the cash flows."""

    NOMINAL = "nominal"  # 单利: monthly IRR × 12
    EFFECTIVE = "effective"  # 复利


@dataclass(frozen=True, slots=True)
class Disclosed:
    """The yearly cost that the lender's own disclosure (综合融资成本明示表) states."""

    rate: Decimal
    basis: DisclosedBasis = DisclosedBasis.NOMINAL


class CardInterest(StrEnum):
    """What a bill account charges interest on when its bill is not paid in full by the due date."""

    NONE = "none"  # not stated: printed bills bring it in
    FULL = "full"  # 全额计息: every purchase of the bill, from its posting date
    UNPAID = "unpaid"  # the part that stayed unpaid, from the posting date
    AFTER_DUE = "after_due"  # the part that stayed unpaid, from the day after the due date (花呗)


class MinimumRule(StrEnum):
    """How the minimum payment of a bill is made."""

    NONE = "none"  # not stated: only printed bills have one
    SHARE = "share"  # a share of purchases + instalments, fees, interest, cash and what an earlier minimum left
    FIXED = "fixed"  # an amount, never more than the bill
    INTEREST_SHARE = "interest_share"  # interest and fees + a share of the balance


@dataclass(frozen=True, slots=True)
class CardTerms:
    """The terms of a bill account (credit card, 花呗).

    ``due_after_days`` days after the statement the bill is due; None leaves it to the loan's due day.
    ``statement_included`` says whether the statement day's own purchases are on its bill. ``tolerance_minor`` (容差)
    may be missing from a payment that still counts as full. ``minimum_minor`` is the fixed minimum, or the least
    there is. A late fee is a share of the unpaid part of the minimum, at least ``late_fee_minor``; a cash advance costs
    a share of it, at least ``cash_fee_minor``. Accounts of one lender with the same ``limit_group`` share one limit.
    """

    due_after_days: int | None = None
    statement_included: bool = True
    tolerance_minor: int = 0
    interest: CardInterest = CardInterest.NONE
    minimum: MinimumRule = MinimumRule.NONE
    minimum_share: Decimal | None = None
    minimum_minor: int | None = None
    late_fee_share: Decimal | None = None
    late_fee_minor: int = 0
    cash_fee_share: Decimal | None = None
    cash_fee_minor: int = 0
    limit_group: str = ""

    def validate(self) -> None:
        """Raises ``PlannerError``: ``loan.card_*`` with ``field`` naming the term."""
        if self.due_after_days is not None and not 1 <= self.due_after_days <= MOST_DAYS:
            raise PlannerError("loan.card_due_after", field="due_after_days", value=self.due_after_days, most=MOST_DAYS)
        for name in ("minimum_share", "late_fee_share", "cash_fee_share"):
            share = getattr(self, name)
            if share is not None and not 0 <= share <= 1:
                raise PlannerError("loan.card_share", field=name, percent=percent(share))
        for name in ("tolerance_minor", "minimum_minor", "late_fee_minor", "cash_fee_minor"):
            amount = getattr(self, name)
            if amount is not None and not 0 <= amount <= LIMIT_MINOR:
                raise PlannerError("loan.card_amount", field=name.removesuffix("_minor"), value_minor=amount)
        if self.minimum in (MinimumRule.SHARE, MinimumRule.INTEREST_SHARE) and self.minimum_share is None:
            raise PlannerError("loan.card_minimum_share", field="minimum_share")
        if self.minimum is MinimumRule.FIXED and self.minimum_minor is None:
            raise PlannerError("loan.card_minimum_fixed", field="minimum")


PLAIN_CARD = CardTerms()


class FeeWhen(StrEnum):
    """When a fee is charged."""

    UPFRONT = "upfront"  # kept back from the amount paid out (砍头息)
    FIRST_TERM = "first_term"  # whole fee with the first instalment
    PER_TERM = "per_term"
    YEARLY = "yearly"  # with the first due date of each year that begins on the start day; cards: 年费


class FeeKind(StrEnum):
    """What a fee is for: the rows of the disclosure."""

    SERVICE = "service"
    GUARANTEE = "guarantee"
    INSURANCE = "insurance"
    MEMBERSHIP = "membership"
    ANNUAL = "annual"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee beside interest: a fixed amount, or a share of the original principal (exactly one of the two).

    ``payee`` is whom it goes to when that is not the lender; ``stops`` says whether what is still to come is saved
    when the loan is settled early. It is charged with what falls due from ``from_on`` to ``until_on``, both included;
    None: from the beginning, to the end; one kept back from the payout has no days. A change of its amount is the end
    of one fee and the beginning of another. With ``on_remaining`` the share is of the principal that is left when its
    term begins: such a fee always stops with it.
    """

    name: str
    when: FeeWhen
    amount_minor: int | None = None
    share: Decimal | None = None
    kind: FeeKind = FeeKind.SERVICE
    payee: str = ""
    stops: bool = True
    from_on: date | None = None
    until_on: date | None = None
    on_remaining: bool = False

    def holds(self, on: date) -> bool:
        """Whether it is charged with what falls due on that day."""
        return (self.from_on is None or self.from_on <= on) and (self.until_on is None or on <= self.until_on)

    def charges_as(self, other: Fee) -> bool:
        """Whether it asks for the same as another one, whatever their names and days."""
        terms = (self.when, self.amount_minor, self.share, self.on_remaining, self.stops)
        return terms == (other.when, other.amount_minor, other.share, other.on_remaining, other.stops)


def fees_changed_on(before: Sequence[Fee], after: Sequence[Fee], on: date) -> tuple[Fee, ...]:
    """``after``, with what is other than in ``before`` holding from ``on`` on, and what is gone until the day before.

    A fee is the same one by what it is for; what was kept back from the payout has no days.
    """
    gone = [fee for fee in before if fee not in after]
    found: list[Fee] = []
    for fee in after:
        old = next((one for one in gone if (one.name, one.when, one.kind) == (fee.name, fee.when, fee.kind)), None)
        if old is not None:
            gone.remove(old)
            found += changed_on(old, fee, on)
        elif fee in before or fee.when is FeeWhen.UPFRONT:
            found.append(fee)
        else:
            found.append(replace(fee, from_on=on))
    ended = (replace(fee, until_on=on - timedelta(1)) for fee in gone if fee.when is not FeeWhen.UPFRONT)
    return (*found, *(fee for fee in ended if fee.from_on is None or fee.from_on < on))


def changed_on(before: Fee, after: Fee, on: date) -> tuple[Fee, ...]:
    """``before`` up to the day before ``on``, ``after`` from then on; only ``after`` where it asks for the same."""
    if after.charges_as(before) or after.when is FeeWhen.UPFRONT or (before.from_on or date.min) >= on:
        return (after,)
    last = on - timedelta(1)
    kept = before if before.until_on is not None and before.until_on < on else replace(before, until_on=last)
    return kept, replace(after, from_on=on)
