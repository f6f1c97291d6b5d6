"""A file of payments compared with what is recorded: what importing it would do, row by row."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import Account
from planner.domain.basics.text import clean
from planner.domain.book import Book
from planner.domain.imports.choices import TAKE, Choice
from planner.domain.imports.effect import Effect, effect_of
from planner.domain.imports.keys import Recorded
from planner.domain.imports.matching import match
from planner.domain.imports.plan_fees import NO_ANSWERS
from planner.domain.imports.prepared import Prepared
from planner.domain.imports.proposal import FeeAnswers, PlanFee, Proposal, Used
from planner.domain.imports.rules import ImportRule
from planner.domain.imports.ruling import Learned, learned, ruled
from planner.domain.imports.work import ALONE, Work
from planner.importers import readers
from planner.importers.pointed import own_maps
from planner.overview.named import NamedProducts
from planner.storage import import_lines, snapshot
from planner.storage.sqlite import reading
from planner.values import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Preview:
    """What importing a file would do, and what it was compared with: the book, and rows of earlier imports by key.

    ``left``: the keys of rows about which they asked and which stayed out.
    """

    file: str
    sha256: str
    prepared: Prepared
    proposal: Proposal
    book: Book
    known: Mapping[str, Recorded]
    left: Collection[str]
    today: date
    accounts: Mapping[int, Account]
    """Those of the book, by the id of the loan."""
    choices: Mapping[int, Choice] = field(default_factory=dict)
    fees: FeeAnswers = NO_ANSWERS
    """What the person said of the fees of purchases in instalments that repayments tell."""
    rules: tuple[ImportRule, ...] = ()
    ruled: Mapping[int, ImportRule] = field(default_factory=dict)
    """The rule of each row that has one, by line."""

    def loan(self, use: Used | PlanFee) -> Loan:
        """The account that a row goes to: one of the book, or a new one."""
        if use.loan_id is None:
            return self.proposal.new_loans[use.new or 0]
        return self.accounts[use.loan_id].loan

    def with_rules(self, rules: tuple[ImportRule, ...]) -> Preview:
        """The same with other rules, before it is compared anew."""
        return replace(self, rules=rules, ruled=ruled(self.prepared.file, rules))

    def by_rule(self, line: int) -> bool:
        """Whether a rule says what the row is, and the person says nothing else."""
        return line in self.ruled and line not in self.choices

    def learned(self) -> tuple[Learned, ...]:
        """The rules that the corrections make once this is recorded."""
        entries = {entry.row.line: entry for entry in self.proposal.file.entries if entry.row.line in self.choices}
        placed = {use.entry.row.line: (use.loan_id, use.new) for use in self.proposal.used}
        return learned(entries, self.choices, placed, self.rules)

    def effect(self, work: Work = ALONE) -> Effect:
        """What recording it would do to what is owed and to what was on time; worked out anew at each call.

        Raises:
            Stopped: as ``work`` says.
        """
        return effect_of(self.proposal, self.book, self.today, work)

    def if_taken(self, work: Work = ALONE) -> Effect | None:
        """The effect if the rows that are held because of it were recorded as well; None where there are none.

        Raises:
            Stopped: as ``work`` says.
        """
        held = self.proposal.held
        if not held:
            return None
        return self.chosen({**self.choices, **dict.fromkeys(held, TAKE)}, work).effect(work)

    def chosen(self, choices: Mapping[int, Choice], work: Work = ALONE) -> Preview:
        """The same file compared anew with what the person decided; nothing is read, neither file nor book.

        Args:
            choices: by line of the file what becomes of it; they take the place of all earlier ones.
            work: see ``match``.

        Raises:
            Stopped: as ``work`` says.
        """
        found = match(
            self.prepared,
            self.book,
            NamedProducts(self.book),
            known=self.known,
            choices=choices,
            today=self.today,
            left=self.left,
            fees=self.fees,
            rules=self.ruled,
            before=self.proposal,
            work=work,
        )
        return replace(self, proposal=found, choices=dict(choices))


def preview(path: Path, name: str, data: bytes, *, today: date, form: str | None = None, work: Work = ALONE) -> Preview:
    """Compare a file with what is recorded; changes nothing.

    Args:
        path: the database.
        name: the name of the file, for the person.
        data: its bytes.
        today: later rows are left out.
        form: the format of the file, or None to find out.
        work: how far reading and matching have come is told, and whether they are still wanted asked.

    Raises:
        Stopped: as ``work`` says.
        PlannerError: ``import.*`` when the file is no file of payments, ``store.*`` when the database cannot be read.
    """
    digest = hashlib.sha256(data).hexdigest()
    with reading(path) as connection:
        own = own_maps(snapshot.settings(connection))
    prepared = Prepared(readers.read(data, form, work, own))
    with reading(path) as connection:
        book, known, left = snapshot.book(connection), import_lines.known(connection), import_lines.left(connection)
        rules = snapshot.import_rules(connection)
    by_rule = ruled(prepared.file, rules)
    products = NamedProducts(book)
    proposal = match(
        prepared, book, products, known=known, choices={}, today=today, left=left, rules=by_rule, work=work
    )
    accounts = {account.loan.id: account for account in book.accounts}
    found = Preview(clean(name), digest, prepared, proposal, book, known, left, today, accounts)
    return replace(found, rules=rules, ruled=by_rule)
