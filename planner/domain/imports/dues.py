"""The dues of accounts that rows may pay, worked out once for each."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.records import Account
from planner.domain.ledger.position import position
from planner.domain.ledger.state import Due, DueStatus


class AccountDues:
    """What falls due on accounts, as it stands on the day of the newest row."""

    def __init__(self, last_on: date) -> None:
        self._last_on = last_on
        self._dues: dict[int, tuple[Due, ...]] = {}
        self._covered: dict[int, date] = {}
        self._payable: dict[int, dict[int, list[Due]]] = {}

    def _of(self, account: Account) -> tuple[Due, ...]:
        loan_id = account.loan.id
        if loan_id not in self._dues:
            self._dues[loan_id] = position(account, self._last_on).dues
        return self._dues[loan_id]

    def covered_until(self, account: Account) -> date:
        """The due day of the last instalment that was paid before records began."""
        loan_id = account.loan.id
        if loan_id not in self._covered:
            covered = [due.due_on for due in self._of(account) if due.status is DueStatus.COVERED]
            self._covered[loan_id] = max(covered, default=date.min)
        return self._covered[loan_id]

    def payable(self, account: Account) -> dict[int, list[Due]]:
        """The dues with something unpaid, by the amounts in fen that would be paid on them: what is left, or all."""
        loan_id = account.loan.id
        if loan_id not in self._payable:
            found = self._payable[loan_id] = {}
            for due in (due for due in self._of(account) if due.unpaid_minor > 0):
                for amount_minor in {due.unpaid_minor, due.amount_minor}:
                    found.setdefault(amount_minor, []).append(due)
        return self._payable[loan_id]
