"""What the rows of a file say by themselves, before they are compared with anything: worked out once for a file."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from planner.domain.imports.file import FileEntry, Kind, PaymentFile
from planner.domain.imports.held import Kept
from planner.domain.imports.keys import repeats, source_keys
from planner.domain.imports.refunds import Bought


class Prepared:
    """A file whose rows are compared again at each thing that the person decides; only ``held`` is renewed by that."""

    def __init__(self, file: PaymentFile) -> None:
        self.file = file
        self.held: dict[int, Kept] = {}  # by loan: see ``held_lines``

    @cached_property
    def in_order(self) -> tuple[FileEntry, ...]:
        """The rows, the oldest first: purchases before the refunds that take them back."""
        return tuple(sorted(self.file.entries, key=in_time))

    @cached_property
    def keys(self) -> dict[int, str]:
        """The key of every row, by line: see ``source_keys``."""
        return source_keys(self.file, self.repeats)

    @cached_property
    def repeats(self) -> dict[int, int]:
        """The lines of rows that stand in the file before, each with that of the first: see ``keys.repeats``."""
        return repeats(self.file)

    @cached_property
    def bought(self) -> tuple[FileEntry, ...]:
        """The rows of what was bought on credit, each once."""
        repeated = self.repeats
        return tuple(
            entry
            for entry in self.file.entries
            if entry.meaning.kind is Kind.PURCHASE and entry.row.line not in repeated
        )

    @cached_property
    def purchases(self) -> Bought:
        """What was bought on credit."""
        return Bought(self.bought)

    @cached_property
    def alike(self) -> dict[tuple[str, int | None], list[FileEntry]]:
        """The same by shop and amount in fen, as far as the file names the shop."""
        found: dict[tuple[str, int | None], list[FileEntry]] = {}
        for entry in self.bought:
            if entry.row.counterparty:
                found.setdefault((entry.row.counterparty, entry.row.amount_minor), []).append(entry)
        return found

    @cached_property
    def closed(self) -> Bought:
        """What was bought, and came to nothing."""
        return Bought(entry for entry in self.file.entries if entry.meaning.reason == "closed")

    @cached_property
    def refunds(self) -> tuple[FileEntry, ...]:
        """The rows that take something back, in the order of the file."""
        return tuple(entry for entry in self.file.entries if entry.meaning.kind is Kind.REFUND)

    @cached_property
    def tails(self) -> dict[str, set[str]]:
        """The last digits of the cards that the rows name clearly, by the name of their bank."""
        found: dict[str, set[str]] = {}
        for entry in self.file.entries:
            account = entry.meaning.account
            if account and account.tail and entry.meaning.usable:
                found.setdefault(account.name, set()).add(account.tail)
        return found

    @cached_property
    def last_on(self) -> date:
        """The day of the newest row."""
        return max((entry.row.on for entry in self.file.entries if entry.row.on), default=date.min)


def in_time(entry: FileEntry) -> tuple[date, str, bool, int]:
    """Oldest first; files list the newest first, so that of two rows of one minute the lower is the older."""
    row = entry.row
    return row.on or date.min, row.at.zfill(8), entry.meaning.kind is Kind.REFUND, -row.line
