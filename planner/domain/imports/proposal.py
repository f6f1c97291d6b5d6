"""What importing a file would do, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.domain.accounts.loan import Loan
from planner.domain.imports.file import CreditAccount, FileEntry, Kind, PaymentFile
from planner.values import dataclass

BY_RULE, HELD, NOT_OWED, LEFT = "by_rule", "as_entered", "not_owed", "left_before"
"""Why a row stays out that could be recorded: by a rule of the person's own; it would make late what counts as settled;
it would pay what was not owed; an earlier import asked about it, and it stayed out."""
GUESSED = "guessed"
"""The same of a row whose wording nobody has seen in public: what it is taken for is to be confirmed once."""


@dataclass(frozen=True, slots=True)
class Used:
    """A row that will be recorded on ``loan_id``, or, when that is None, on ``new_loans[new]`` of the proposal.

    ``amount_minor`` is the row's own, and what is recorded. A refund is of a purchase of this file (``of_line``), which
    has ``refunded_minor`` in all, or of ``draw_id``, recorded by an earlier import: it is a credit of its own day and
    leaves the purchase as it was.
    """

    entry: FileEntry
    key: str
    kind: Kind
    loan_id: int | None
    new: int | None
    amount_minor: int
    refunded_minor: int = 0
    draw_id: int | None = None
    of_line: int | None = None
    fee_minor: int = 0
    """Of a purchase in instalments: the fee of each, as repayments tell it (``Proposal.fees``)."""

    @property
    def makes_plan(self) -> bool:
        """Whether it becomes a plan inside a card."""
        return self.kind is Kind.PURCHASE and bool(self.entry.meaning.terms)

    @property
    def net_minor(self) -> int:
        """What is left of a purchase after its refunds, as somebody may have recorded it by hand."""
        return self.amount_minor - self.refunded_minor


@dataclass(frozen=True, slots=True)
class Double:
    """A row that is recorded already: ``of`` names the record (``repayment:7``, ``draw:3``, ``loan:2``, ``row:12``).

    ``certain`` is False when it only looks like it; the person may then have it recorded all the same.
    """

    entry: FileEntry
    key: str
    of: str
    loan_id: int | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Unused:
    """A row that stays out. ``choosable``: naming an account would have it recorded; ``loans`` are likely ones.

    With ``of`` it is a refund, and that the purchase which it is likely to take back (``row:12``, ``draw:3``).
    """

    entry: FileEntry
    key: str
    reason: str
    choosable: bool = False
    loans: tuple[int, ...] = ()
    of: str = ""

    @property
    def offered(self) -> bool:
        """Whether it can be recorded as it stands (``choices.TAKE``): the file says well enough where it would go."""
        return self.reason in ("refund_likely", BY_RULE, HELD, NOT_OWED, LEFT, GUESSED)

    @property
    def asked(self) -> bool:
        """Whether it stays out by what the person said of it or did not answer: it is to stay out the next time."""
        return self.choosable and self.reason != "not_credit"


Plan = tuple[int | None, int | None]
"""A purchase in instalments: the line of its row, or the id of its plan where it is recorded."""


@dataclass(frozen=True, slots=True)
class FeeAnswers:
    """What the person said of fees that repayments tell: of which plans they are, of which not; ``none``: of none."""

    taken: frozenset[Plan] = frozenset()
    refused: frozenset[Plan] = frozenset()
    none: bool = False

    def refuses(self, fee: PlanFee) -> bool:
        """Whether it is said to be no fee of that plan."""
        return self.none or fee.plan in self.refused

    def with_taken(self, fees: Iterable[PlanFee]) -> FeeAnswers:
        """The same, and these are fees."""
        plans = {fee.plan for fee in fees}
        return FeeAnswers(self.taken | plans, self.refused - plans)

    def with_refused(self, fees: Iterable[PlanFee]) -> FeeAnswers:
        """The same, and these are none."""
        plans = {fee.plan for fee in fees}
        return FeeAnswers(self.taken - plans, self.refused | plans)


@dataclass(frozen=True, slots=True)
class PlanFee:
    """The fee of each instalment of a plan (fen), as ``times`` repayments tell it that were so much more than its part.

    The plan is a row of the file (``line``) or recorded (``plan_id``), on an account as in ``Used``; of the day ``on``.
    """

    loan_id: int | None
    new: int | None
    line: int | None
    plan_id: int | None
    principal_minor: int
    terms: int
    fee_minor: int
    times: int
    on: date = date.min
    note: str = ""

    @property
    def plan(self) -> Plan:
        """Which plan it is."""
        return self.line, self.plan_id

    def key(self, plan_id: int) -> str:
        """Under which it is remembered that this is no fee of the plan, once that is recorded with this id."""
        return f"fee:{plan_id}:{self.fee_minor}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The three lists, each by line; together they account for every row of ``file``.

    ``earlier_starts``: lines and cards (by loan id) that rows prove to be older than they were entered, and since when.
    ``named``: the accounts that ``new_loans`` are, as the file names them, each in the same place.
    ``fees``: those of purchases in instalments that repayments tell; to be confirmed by the person. ``fees_asked``: of
    each account where several plans may have what is told, one for each of them. ``fees_left``: what is told too and
    was said to be none, now or at an earlier import.
    """

    file: PaymentFile
    used: tuple[Used, ...]
    doubles: tuple[Double, ...]
    unused: tuple[Unused, ...]
    new_loans: tuple[Loan, ...]
    earlier_starts: tuple[tuple[int, date], ...] = ()
    named: tuple[CreditAccount, ...] = ()
    fees: tuple[PlanFee, ...] = ()
    fees_asked: tuple[tuple[PlanFee, ...], ...] = ()
    fees_left: tuple[PlanFee, ...] = ()

    @property
    def held(self) -> tuple[int, ...]:
        """The lines of rows that could be recorded as they stand, and of which more is told if they were."""
        return tuple(
            unused.entry.row.line for unused in self.unused if unused.reason in (HELD, NOT_OWED, LEFT, GUESSED)
        )

    def by_line(self) -> dict[int, Used | Double | Unused]:
        """What becomes of each row, by its line."""
        found: dict[int, Used | Double | Unused] = {}
        for items in (self.used, self.doubles, self.unused):
            found.update((item.entry.row.line, item) for item in items)
        return found
