"""What happened on an account, as the person recorded it: the ledger's input beside the terms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NoReturn

from planner.domain.accounts.loan import Loan, PinnedInstalment
from planner.domain.accounts.terms import FeeWhen, Part
from planner.domain.basics.money import must_be_fen
from planner.domain.basics.rates import Rate, RateBasis
from planner.errors import PlannerError
from planner.values import dataclass, replace

MOST_PARTS = 60  # of a plan inside a card: five years, the longest that the rules for card business of 2022 allow


def _refuse(amount_minor: int, code: str) -> NoReturn:
    """Called only for what is wrong: a book of ten years holds thousands of records."""
    must_be_fen(amount_minor, "amount")
    raise PlannerError(code, field="amount", value_minor=amount_minor)


class DrawKind(StrEnum):
    """What made the balance of a line or card go up."""

    PLAIN = "plain"  # money from a line, a purchase on a card
    CASH = "cash"  # a cash advance: interest from its day, no free period
    FEE = "fee"  # a fee or interest that the lender added to the bill
    WITHDRAWN = "withdrawn"  # a balance in the person's favour, paid out (溢缴款领回)


@dataclass(frozen=True, slots=True)
class Draw:
    """Money taken from a line, or a purchase on a card: the balance goes up by ``amount_minor`` (> 0) on ``on``.

    ``posted_on`` is the day a card booked it (记账日), from which its interest is counted; None: the same day.
    With ``after_reading`` it came after the balance that was read on its day, which does not hold it.

    Raises:
        PlannerError: ``draw.amount`` when it is made with a negative amount, ``money.not_whole``.
    """

    id: int
    on: date
    amount_minor: int
    note: str = ""
    kind: DrawKind = DrawKind.PLAIN
    posted_on: date | None = None
    after_reading: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.amount_minor, int) or self.amount_minor < 0:
            _refuse(self.amount_minor, "draw.amount")


@dataclass(frozen=True, slots=True)
class Split:
    """A repayment's parts as the person corrected them; they add up to what the lender counted as paid."""

    principal_minor: int
    interest_minor: int
    fee_minor: int = 0

    def validate(self, amount_minor: int) -> None:
        """Check the parts against what the lender counted as paid (cash and discount), in fen.

        Raises:
            PlannerError: ``repayment.split`` when they do not add up to it, or one is below 0.
        """
        parts = (self.principal_minor, self.interest_minor, self.fee_minor)
        if sum(parts) != amount_minor or min(parts) < 0:
            raise PlannerError("repayment.split", field="principal", sum_minor=sum(parts), amount_minor=amount_minor)


@dataclass(frozen=True, slots=True)
class Repayment:
    """Money paid to the lender. ``split`` is None when it is derived; with ``settles`` nothing is owed after it.

    ``reversed_on`` is the day on which the lender or bank took it back: until then it counted. Reversed on its own day,
    it failed and never counted. With ``after_reading`` it came after the balance that was read on its day.
    ``discount_minor`` is what the lender counted as paid beside the cash ``amount_minor`` (a coupon, a reduction).
    ``assigned_on`` is the due date of the instalment or bill that it was made for, where it is not the oldest. With
    ``after_cash`` it was recorded after cash was counted on its day, which so held the money still.

    Raises:
        PlannerError: ``repayment.amount`` when it is made with a negative amount, ``money.not_whole``.
    """

    id: int
    on: date
    amount_minor: int
    split: Split | None = None
    settles: bool = False
    note: str = ""
    reversed_on: date | None = None
    after_reading: bool = False
    discount_minor: int = 0
    assigned_on: date | None = None
    after_cash: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.amount_minor, int) or self.amount_minor < 0:
            _refuse(self.amount_minor, "repayment.amount")

    @property
    def counted_minor(self) -> int:
        """What the lender counted as paid: cash and discount, fen."""
        return self.amount_minor + self.discount_minor

    @property
    def failed(self) -> bool:
        """Whether it was taken back on its own day, so that it never counted."""
        return self.reversed_on is not None and self.reversed_on <= self.on


@dataclass(frozen=True, slots=True)
class Reading:
    """What the lender itself showed as principal owed on ``on``; the ledger follows it from there.

    It holds everything of its day but what says of itself that it came after it.
    """

    id: int
    on: date
    balance_minor: int

    def __post_init__(self) -> None:
        must_be_fen(self.balance_minor, "balance")


@dataclass(frozen=True, slots=True)
class Statement:
    """A bill of a card as the lender printed it; it replaces the computed bill of the same statement date.

    ``unpaid_on``: the amount is what was still unpaid of it at the end of that day, so what was paid up to then is not
    to be taken off it again. None: the amount is what the bill asked for when it was cut.
    """

    id: int
    on: date
    due_on: date
    amount_minor: int
    minimum_minor: int | None = None
    unpaid_on: date | None = None


class PlanEnd(StrEnum):
    """What is paid for ending an instalment plan of a card early, beside its remaining principal."""

    FEES_STOP = "fees_stop"
    FEES_DUE = "fees_due"  # all remaining fees at once
    SHARE = "share"  # a share of the remaining principal


class PlanSource(StrEnum):
    """What an instalment plan of a card takes the place of."""

    BILL = "bill"  # the latest bill (账单分期), and what no bill holds if that is not enough
    UNBILLED = "unbilled"  # purchases that no bill holds yet (消费分期)
    CASH = "cash"  # nothing: it pays out money (现金分期)
    PURCHASE = "purchase"  # nothing: something bought in instalments from the first day (花呗分期)


@dataclass(frozen=True, slots=True)
class CardPlan:
    """Instalments inside a card: ``principal_minor`` of what is owed is billed in ``terms`` equal parts.

    From ``started_on`` on it is owed but on no bill; the next bill holds the first part. ``rate`` is the fee as a
    share of the original principal, per term or in all (``RateBasis.TERM`` or ``TOTAL``); ``fee_when`` says whether all
    of it comes with the first part. ``ended_on`` is the day it was ended early: what remains is on the next bill, with
    what ``at_end`` and ``end_share`` say. With ``own_limit`` (专项分期) it uses a limit of its own, not the card's.
    """

    id: int
    started_on: date
    principal_minor: int
    terms: int
    rate: Decimal = Decimal(0)
    basis: RateBasis = RateBasis.TERM
    fee_when: FeeWhen = FeeWhen.PER_TERM
    at_end: PlanEnd = PlanEnd.FEES_STOP
    end_share: Decimal = Decimal(0)
    ended_on: date | None = None
    note: str = ""
    source: PlanSource = PlanSource.BILL
    own_limit: bool = False


class AllowanceKind(StrEnum):
    """What the lender gives beside the money that the person pays."""

    REFUND = "refund"  # the price of a purchase comes back (退款)
    CASHBACK = "cashback"  # 返现
    RETURNED = "returned"  # interest, fee or penalty that had been paid is given back
    WAIVER = "waiver"  # interest, fee or penalty is not asked for any more (减免)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the lender credits or waives on ``on``: ``amount_minor`` (> 0) less is owed from that day, nothing before.

    A waiver is of one ``part``, by default penalty interest; of the instalment or bill due on ``due_on``, by default
    the oldest ones that ask for that part. The other kinds count like money that came in, but nobody paid it.
    """

    id: int
    on: date
    amount_minor: int
    kind: AllowanceKind
    part: Part | None = None
    due_on: date | None = None
    note: str = ""

    def __post_init__(self) -> None:
        must_be_fen(self.amount_minor, "amount")


class ArrangementKind(StrEnum):
    """What lender and person agree on beside the contract."""

    DEFERRAL = "deferral"  # what is unpaid falls due ``terms`` terms later (延期)
    INTEREST_ONLY = "interest_only"  # the next ``terms`` instalments hold interest alone
    LONGER_TERM = "longer_term"  # what is owed, over ``terms`` instalments from now
    NEW_INSTALMENTS = "new_instalments"  # the ``rows`` agreed, or all that is owed in ``terms`` at ``rate``
    REDUCED_SETTLEMENT = "reduced_settlement"  # ``amount_minor`` by ``until_on`` ends it (减免结清)
    WAIVER = "waiver"  # ``amount_minor`` of ``part`` is not asked for
    SUSPENDED_INTEREST = "suspended_interest"  # nothing grows from ``from_on`` to ``until_on`` (停息)


class ArrangementState(StrEnum):
    """How far an arrangement has come."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    KEPT = "kept"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """An agreement with the lender: from ``agreed_on`` on the new terms count, nothing before moves. Once it is broken
    the contract counts again from that day on.

    ``asked_on``, ``agreed_on`` and ``ended_on`` (kept, broken or refused) are the days of its states, None where they
    have not come. ``agreed_with``, ``channel`` and ``condition`` are the person's words. What else it holds depends on
    the kind: ``from_on`` the first due date under it, or the first day of a suspension; ``until_on`` the day by which
    its condition must be met, or the last day; ``terms``, ``amount_minor`` (fen), ``part``, ``rate``; ``rows`` the
    instalments as agreed, numbered from 1. ``bears_interest``: whether interest goes on while it is deferred.
    """

    id: int
    kind: ArrangementKind
    state: ArrangementState
    asked_on: date | None = None
    agreed_on: date | None = None
    ended_on: date | None = None
    agreed_with: str = ""
    channel: str = ""
    condition: str = ""
    from_on: date | None = None
    until_on: date | None = None
    terms: int | None = None
    amount_minor: int | None = None
    part: Part | None = None
    rate: Rate | None = None
    bears_interest: bool = True
    rows: tuple[PinnedInstalment, ...] = ()
    note: str = ""

    @property
    def counts(self) -> bool:
        """Whether it ever held: agreed, and not broken on that very day."""
        if self.agreed_on is None or self.state in (ArrangementState.ASKED, ArrangementState.REFUSED):
            return False
        return self.broken_on is None or self.broken_on > self.agreed_on

    @property
    def broken_on(self) -> date | None:
        """The day from which the contract counts again, as if nothing had been agreed; None unless it was broken."""
        return (self.ended_on or self.agreed_on) if self.state is ArrangementState.BROKEN else None

    def in_force(self, on: date) -> bool:
        """Whether it holds at the end of that day."""
        if not self.counts or self.agreed_on is None or self.agreed_on > on:
            return False
        return self.broken_on is None or self.broken_on > on


class MoveKind(StrEnum):
    """A legal move: what became of the claim."""

    WRITTEN_OFF = "written_off"  # 核销: off the lender's books, owed all the same
    SOLD = "sold"  # 债权转让: owed to another
    COLLECTION = "collection"  # 委外催收: another collects it, owed to the lender
    GUARANTOR_PAID = "guarantor_paid"  # 代偿: owed to the guarantor
    INSURER_PAID = "insurer_paid"  # owed to the insurer
    FROZEN = "frozen"  # 冻结, 止付: nothing can be drawn
    RELEASED = "released"  # the freeze is over, or the claim is back with the lender


@dataclass(frozen=True, slots=True)
class Move:
    """A legal move on ``on``. ``creditor`` is whom it is owed to or who collects since; ``amount_minor`` of it, fen."""

    id: int
    on: date
    kind: MoveKind
    creditor: str = ""
    amount_minor: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Denial:
    """The person said on ``on`` that what was due on ``due_on`` has not been paid."""

    id: int
    on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Account:
    """A loan and everything recorded on it, each kind in date order (ids break ties)."""

    loan: Loan
    draws: tuple[Draw, ...] = ()
    repayments: tuple[Repayment, ...] = ()
    readings: tuple[Reading, ...] = ()
    statements: tuple[Statement, ...] = ()
    plans: tuple[CardPlan, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    arrangements: tuple[Arrangement, ...] = ()
    moves: tuple[Move, ...] = ()
    denials: tuple[Denial, ...] = ()
    checked_on: date | None = None  # last day the person confirmed the balance with the lender

    @property
    def recorded(self) -> int:
        """How many records of any kind stand on it."""
        plain = (self.draws, self.repayments, self.readings, self.statements, self.plans)
        beside = (self.allowances, self.arrangements, self.moves, self.denials)
        return sum(len(records) for records in (*plain, *beside))

    @property
    def known_since(self) -> date | None:
        """The first day from which on the records tell what is owed; None while they do not.

        An account that a bill brought waits for what its lender shows: a balance, a printed bill, that it is settled.
        """
        if self.loan.opening_known:
            return date.min
        days = [reading.on for reading in self.readings] + [bill.on for bill in self.statements]
        days += [paid.on for paid in self.repayments if paid.settles and paid.reversed_on is None]
        days += [on for on in (self.checked_on, self.loan.settled_on, self.loan.closed_on) if on is not None]
        return min(days, default=None)

    def read_since(self, on: date) -> date | None:
        """The first day, from ``on``, on which the balance was read: it holds what is recorded of ``on``."""
        return min((reading.on for reading in self.readings if reading.on >= on), default=None)

    def was_read(self, on: date) -> bool:
        """Whether the lender's balance of that day is recorded: what is recorded later of that day came after it."""
        return any(reading.on == on for reading in self.readings)

    def without(self, repayment_id: int) -> Account:
        """The account as if the repayment had not been recorded."""
        return replace(self, repayments=tuple(paid for paid in self.repayments if paid.id != repayment_id))
