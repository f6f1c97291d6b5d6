"""What becomes of the rows of a file as they are decided one by one: three lists, and the accounts that are opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from planner.domain.accounts.records import Account
from planner.domain.imports.candidates import Products, called
from planner.domain.imports.file import CreditAccount, FileEntry, Kind
from planner.domain.imports.prepared import Prepared
from planner.domain.imports.proposal import Double, Proposal, Unused, Used
from planner.domain.imports.refunds import Refunds
from planner.values import replace


class Outcomes:
    """The lists; a row of which the answer is that of ``before`` keeps it, and with it what is shown of it."""

    def __init__(
        self,
        prepared: Prepared,
        products: Products,
        accounts: Mapping[int, Account],
        refunds: Refunds,
        before: Mapping[int, Used | Double | Unused],
    ) -> None:
        """Empty lists; ``before`` is by line."""
        self.prepared, self.products, self.accounts = prepared, products, accounts
        self.refunds, self.before = refunds, before
        self.keys = prepared.keys
        self.used: dict[int, Used] = {}  # by line
        self.doubles: list[Double] = []
        self.unused: list[Unused] = []
        self.opened: dict[CreditAccount, set[str]] = {}  # with how the rows call it
        self.places: dict[CreditAccount, int] = {}  # of those opened, from 0
        self.opened_as: dict[CreditAccount, int] = {}  # the place for what rows name

    def record(
        self,
        entry: FileEntry,
        loan_id: int | None,
        new: int | None,
        *,
        draw_id: int | None = None,
        of_line: int | None = None,
    ) -> None:
        """The row is recorded, on a loan of the book or on a new one (by its place)."""
        row, old = entry.row, self.before.get(entry.row.line)
        refunded_minor = self.refunds.taken_off(entry)
        if (
            isinstance(old, Used)
            and old.entry is entry
            and (old.loan_id, old.new, old.refunded_minor) == (loan_id, new, refunded_minor)
            and (old.draw_id, old.of_line, old.fee_minor) == (draw_id, of_line, 0)
        ):
            self.used[row.line] = old
            return
        self.used[row.line] = Used(
            entry,
            self.keys[row.line],
            entry.meaning.kind,
            loan_id,
            new,
            row.amount_minor or 0,
            refunded_minor,
            draw_id,
            of_line,
        )

    def double(self, entry: FileEntry, of: str, loan_id: int | None = None, *, certain: bool = True) -> None:
        """The row is recorded already, as ``of``."""
        old = self.before.get(entry.row.line)
        if (
            isinstance(old, Double)
            and old.entry is entry
            and (old.of, old.loan_id, old.certain) == (of, loan_id, certain)
        ):
            self.doubles.append(old)
        else:
            self.doubles.append(Double(entry, self.keys[entry.row.line], of, loan_id, certain))

    def leave(
        self, entry: FileEntry, reason: str, *, choosable: bool = False, loans: tuple[int, ...] = (), of: str = ""
    ) -> None:
        """The row stays out; see ``Unused``."""
        old, made = self.before.get(entry.row.line), (reason, choosable, loans, of)
        if isinstance(old, Unused) and old.entry is entry and (old.reason, old.choosable, old.loans, old.of) == made:
            self.unused.append(old)  # what is shown of it stays, too
        else:
            self.unused.append(Unused(entry, self.keys[entry.row.line], *made))

    def open(self, entry: FileEntry, named: CreditAccount) -> None:
        """The row is recorded on the account that is opened for ``named``."""
        place = self.opened_as.get(named)
        if place is None:
            key = self.products.opened_as(named)
            self.opened.setdefault(key, set()).add(named.name)
            place = self.opened_as[named] = self.places.setdefault(key, len(self.places))
        self.record(entry, None, place)

    def proposal(self) -> Proposal:
        """The lists by line, with the accounts that are really needed."""
        starts, firsts = self._first_days(lambda use: use.new), self._first_days(lambda use: use.loan_id)
        needed = {number: place for place, number in enumerate(sorted(starts))}
        earlier = [(key, on) for key, on in sorted(firsts.items()) if on < self.accounts[key].loan.start_on]
        opened = [called(key, names) for key, names in self.opened.items()]
        used = [
            use if use.new is None or needed[use.new] == use.new else replace(use, new=needed[use.new])
            for use in self.used.values()
        ]
        return Proposal(
            self.prepared.file,
            tuple(sorted(used, key=lambda use: use.entry.row.line)),
            tuple(sorted(self.doubles, key=lambda double: double.entry.row.line)),
            tuple(sorted(self.unused, key=lambda unused: unused.entry.row.line)),
            tuple(self.products.loan(opened[number], starts[number]) for number in needed),
            tuple(earlier),
            tuple(list(self.opened)[number] for number in needed),
        )

    def _first_days(self, account_of: Callable[[Used], int | None]) -> dict[int, date]:
        """The day of the earliest row used on each account; refunds touch what an account of the book has already."""
        firsts: dict[int, date] = {}
        for use in self.used.values():
            key, on = account_of(use), use.entry.row.on
            if key is not None and on is not None and (use.kind is not Kind.REFUND or use.new is not None):
                firsts[key] = min(on, firsts.get(key, date.max))
        return firsts
