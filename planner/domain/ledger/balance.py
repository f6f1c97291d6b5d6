"""The principal of an account in the middle of a replay, and how each repayment was used."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.records import Repayment
from planner.domain.accounts.terms import Part
from planner.domain.ledger.dues import Dues
from planner.domain.ledger.row import Row
from planner.domain.ledger.state import DEBIT, Applied
from planner.values import dataclass, field

_new = tuple.__new__  # three times as fast as calling a named tuple; there is one for each repayment of a life


@dataclass(slots=True, eq=False)
class Balance:
    """What is owed of what was lent; all in fen.

    ``adjusted`` is what readings, printed bills and settlements changed of ``principal`` beyond what was recorded;
    ``applied`` says of each repayment how it was used, in the order in which they were. ``credit`` is what is in the
    person's favour, because more was paid or given than was owed; ``apart`` is what of the principal is drawn on
    another limit than that of the account.
    """

    principal: int = 0
    adjusted: int = 0
    credit: int = 0
    apart: int = 0
    applied: list[Applied] = field(default_factory=list)
    as_given: set[int] = field(default_factory=set)  # repayments whose division a person gave: it stays as it is

    def adjust(self, change: int) -> None:
        """Owe so much more, or less, than the records say."""
        self.principal += change
        self.adjusted += change

    def lose_credit(self) -> None:
        """The lender asks for money: what was in the person's favour was used by something that is not recorded."""
        self.adjusted += self.credit
        self.credit = 0

    def take_debit(self, dues: Dues, row: Row) -> None:
        """Pay what a row still asks for on its due date, as the lender's own debit does."""
        principal, interest, fee = dues.fill(row, row.due_on, row.unpaid)
        self.principal -= principal
        dues.skip_cleared()
        self.applied.append(Applied(DEBIT, row.due_on, principal, interest, fee, 0))

    def redivide(self, on: date, part: Part, used: tuple[int, int, int]) -> None:
        """Money that had gone into ``part``, waived on ``on``, pays ``used`` instead: principal, interest, fee, in fen.

        Of what was paid on that same day it is told as if the waiver had come first; the rest lessens the principal.
        """
        source, left = 2 if part is Part.FEE else 1, list(used)
        for place in range(len(self.applied) - 1, -1, -1):
            paid = self.applied[place]
            if paid.on != on or not any(left):
                break
            if paid.repayment_id not in self.as_given:
                parts = [paid.principal_minor, paid.interest_minor, paid.fee_minor]
                for target, amount in enumerate(left):
                    moved = min(amount, parts[source])
                    parts[source] -= moved
                    parts[target] += moved
                    left[target] -= moved
                self.applied[place] = paid._replace(
                    principal_minor=parts[0], interest_minor=parts[1], fee_minor=parts[2]
                )
        self.principal -= used[0] - left[0]
        self.adjust(-left[0])

    def note(self, paid: Repayment, principal: int, interest: int, fee: int, over: int) -> None:
        """Write down how a repayment was used."""
        if paid.split is not None:
            self.as_given.add(paid.id)
        self.applied.append(_new(Applied, (paid.id, paid.on, principal, interest, fee, over, False)))
