"""The purchase that a refund without a common number is likely to take back: same shop, card and amount."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from planner.domain.accounts.records import Account, Draw
from planner.domain.imports.file import FileEntry, FileRow
from planner.domain.imports.prepared import Prepared

_WITHIN = timedelta(90)  # between a purchase and its refund


class Likely:
    """Purchases of a file by shop and amount; each is offered for one refund."""

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self._offered: set[str] = set()
        self._draws: dict[int, dict[int, list[Draw]]] = {}  # by loan and amount in fen

    def in_file(self, refund: FileEntry) -> Iterator[FileEntry]:
        """The purchases of the file that it may take back, the latest first; the one that is taken is to be told."""
        row, account = refund.row, refund.meaning.account
        found = self._prepared.alike.get((row.counterparty, row.amount_minor), [])
        fitting = [
            entry
            for entry in found
            if _near(entry.row.on, row.on)
            and (account is None or entry.meaning.account == account)
            and f"row:{entry.row.line}" not in self._offered
        ]
        return iter(sorted(fitting, key=lambda entry: (entry.row.on, entry.row.at), reverse=True))

    def before(self, refund: FileRow, accounts: Iterable[Account]) -> tuple[int, int] | None:
        """The account and the draw recorded earlier that it may take back, the latest; its note names the shop."""
        fitting = [
            (draw.on, draw.id, account.loan.id)
            for account in accounts
            for draw in self._of_amount(account, refund.amount_minor or 0)
            if _near(draw.on, refund.on)
            and refund.counterparty
            and refund.counterparty in draw.note
            and f"draw:{draw.id}" not in self._offered
        ]
        if not fitting:
            return None
        _, draw_id, loan_id = max(fitting)
        return loan_id, draw_id

    def _of_amount(self, account: Account, amount_minor: int) -> Iterable[Draw]:
        found = self._draws.get(account.loan.id)
        if found is None:
            found = self._draws[account.loan.id] = {}
            for draw in account.draws:
                found.setdefault(draw.amount_minor, []).append(draw)
        return found.get(amount_minor, ())

    def offer(self, name: str) -> None:
        """A purchase (``row:12``, ``draw:3``) has been offered for a refund."""
        self._offered.add(name)


def _near(bought_on: date | None, refunded_on: date | None) -> bool:
    if bought_on is None or refunded_on is None:
        return False
    return timedelta(0) <= refunded_on - bought_on <= _WITHIN
