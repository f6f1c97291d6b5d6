"""Bill rows against what the person has recorded: which go to which account, which are there already, which stay out.

Every row ends in exactly one of three lists, with the reason. Nothing is merged silently: a row that only looks like
a record made by hand is shown as a double, and the person may overrule it; one that an earlier import recorded
is known by its key and stays out for good.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import cached_property

from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.imports.candidates import Products
from planner.domain.imports.choices import (
    NEW,
    SKIP,
    TAKE,
    Choice,
    Decision,
    can_be_corrected,
    corrected,
    decision_of,
)
from planner.domain.imports.file import CARD, LENDER, CreditAccount, FileEntry, Kind, Meaning
from planner.domain.imports.held import held_lines
from planner.domain.imports.keys import Recorded, source
from planner.domain.imports.lookalikes import find_lookalikes
from planner.domain.imports.outcomes import Outcomes
from planner.domain.imports.plan_fees import NO_ANSWERS, told_fees
from planner.domain.imports.prepared import Prepared
from planner.domain.imports.proposal import BY_RULE, GUESSED, LEFT, Double, FeeAnswers, Proposal, Unused, Used
from planner.domain.imports.refunds import refunds_of
from planner.domain.imports.returned import Returned
from planner.domain.imports.rules import ImportRule
from planner.domain.imports.ruling import decision_by
from planner.domain.imports.targets import Targets
from planner.domain.imports.work import ALONE, Work
from planner.values import dataclass, replace

_OUT = "支出"


def match(
    prepared: Prepared,
    book: Book,
    products: Products,
    *,
    known: Mapping[str, Recorded],
    choices: Mapping[int, Choice],
    today: date,
    left: Collection[str] = frozenset(),
    fees: FeeAnswers = NO_ANSWERS,
    rules: Mapping[int, ImportRule] | None = None,
    before: Proposal | None = None,
    work: Work = ALONE,
) -> Proposal:
    """Decide about every row of a file.

    Args:
        prepared: the file as read.
        book: everything recorded so far.
        products: the names and usual terms of the accounts that files speak of.
        known: what earlier imports recorded, by key.
        choices: what the person decided, by line. It overrules everything but a row imported before, a date that the
            account cannot take, and a row that is no debt.
        today: what a file says of later days is left out.
        left: keys of rows about which earlier imports asked and which stayed out: they stay out again, until the
            person decides otherwise.
        fees: what the person said of the fees of purchases in instalments that repayments tell.
        rules: the person's rule for rows that have one, by line; a choice overrules it.
        before: the answer to the same question with other choices; what stays as it was is taken from it.
        work: how far it has come is told, and whether it is still wanted asked.

    Raises:
        Stopped: as ``work`` says.
    """
    matcher = _Matcher(
        prepared, book, products, known, choices, today, left, rules or {}, {} if before is None else before.by_line()
    )
    for entry in work.through("matching", prepared.in_order, len(prepared.in_order)):
        if not matcher.stays_out(entry):
            matcher.decide(entry)
    matcher.set_lookalikes_aside()
    matcher.leave_again()
    matcher.hold(work)
    found = told_fees(matcher.out.proposal(), book, today, fees, left, work)
    work.step("matching", 1, 1)
    return found


def _ids(accounts: tuple[Account, ...]) -> tuple[int, ...]:
    return tuple(account.loan.id for account in accounts)


@dataclass
class _Matcher:
    prepared: Prepared
    book: Book
    products: Products
    known: Mapping[str, Recorded]
    choices: Mapping[int, Choice]
    today: date
    left: Collection[str]
    rules: Mapping[int, ImportRule]
    before: Mapping[int, Used | Double | Unused]  # by line

    def __post_init__(self) -> None:
        self.keys = self.prepared.keys
        rows = self.prepared
        self.repeats = rows.repeats
        said = {line: decision_of(choice) for line, choice in self.choices.items()}
        self.decisions = {line: decision for line, decision in said.items() if decision is not None}
        skipped = {line for line, decision in self.decisions.items() if decision.target == SKIP}
        self.refunds = refunds_of(rows.refunds, rows.purchases, rows.closed, skipped)
        self.targets = Targets(rows, self.book, self.products)
        self.accounts = self.targets.accounts
        self.out = Outcomes(rows, self.products, self.accounts, self.refunds, self.before)
        self.returned = Returned(rows, self.known, self.targets, self.out)

    def stays_out(self, entry: FileEntry) -> bool:
        """Whether it is a row of no debt, which no other row touches, left out before and left out again."""
        old = self.before.get(entry.row.line)
        if (
            old.__class__ is not Unused
            or entry.meaning.kind is not Kind.OTHER
            or entry.row.line in self.choices
            or entry.row.line in self.rules
            or old.reason != entry.meaning.reason
        ):
            return False
        self.out.unused.append(old)
        return True

    def decide(self, entry: FileEntry) -> None:
        """Put one row into one of the lists."""
        line, decision = entry.row.line, self._decision(entry)
        recorded = self.known.get(self.keys[line])
        if decision is not None and decision.kind is not None and can_be_corrected(entry):
            entry = replace(entry, meaning=corrected(entry, decision))
        meaning = entry.meaning
        if meaning.kind is Kind.OTHER:
            self._other(entry, recorded, decision)
        elif recorded is not None:
            self.out.double(entry, recorded.of, recorded.loan_id)
        elif line in self.repeats:
            self.out.double(entry, f"row:{self.repeats[line]}")
        elif entry.row.on is None or entry.row.on > self.today:
            self.out.leave(entry, "future")
        elif decision is not None and decision.target == SKIP:
            self.out.leave(entry, "skipped" if line in self.decisions else BY_RULE, choosable=True)
        elif meaning.kind is Kind.REFUND:
            self._refund(entry, decision)
        elif decision is not None and decision.target != TAKE:
            self._obey(entry, decision)
        elif meaning.reason and not self._cleared(meaning, taken=decision is not None):
            found = self._candidates(entry)
            self.out.leave(entry, meaning.reason, choosable=True, loans=_ids(found))
        else:
            self._assign(entry)

    def _cleared(self, meaning: Meaning, *, taken: bool) -> bool:
        """Whether there is no doubt about a row any more; a guessed wording is confirmed once for an account."""
        if meaning.reason != GUESSED:
            return self.targets.cleared(meaning)
        found = self.targets.candidates(meaning.account)
        return taken or (len(found) == 1 and found[0].loan.id in self.confirmed)

    @cached_property
    def confirmed(self) -> frozenset[int | None]:
        """The accounts of which earlier files of this kind have brought something."""
        form = self.prepared.file.format
        return frozenset(recorded.loan_id for key, recorded in self.known.items() if source(key) == form)

    def _decision(self, entry: FileEntry) -> Decision | None:
        """What the person said of the row, else a rule; a refund goes where the file shows its purchase."""
        line = entry.row.line
        decision, rule = self.decisions.get(line), self.rules.get(line)
        if decision is None and rule is not None and line not in self.refunds.purchase_of:
            return decision_by(rule)
        return decision

    def _other(self, entry: FileEntry, recorded: Recorded | None, decision: Decision | None) -> None:
        """A row that speaks of no debt. It may repay or be a private loan all the same, if the person says so."""
        row = entry.row
        if not can_be_corrected(entry) or row.on is None or row.on > self.today:
            self.out.leave(entry, entry.meaning.reason)
        elif recorded is not None:
            self.out.double(entry, recorded.of, recorded.loan_id)
        elif row.line in self.repeats:
            self.out.double(entry, f"row:{self.repeats[row.line]}")
        elif decision is not None and decision.target not in (SKIP, TAKE):
            kind = Kind.REPAYMENT if row.direction == _OUT else Kind.DRAW
            self._obey(replace(entry, meaning=Meaning(kind)), decision)
        else:
            self.out.leave(entry, entry.meaning.reason, choosable=True)

    def set_lookalikes_aside(self) -> None:
        """Move rows that resemble a record to the doubles, and refunds of such purchases out."""
        asked = [use for line, use in self.out.used.items() if line not in self.decisions]
        for line, of in find_lookalikes(asked, self.keys.values(), self.book, self.known).items():
            use = self.out.used.pop(line)
            self.out.double(use.entry, of, use.loan_id, certain=False)
        self._leave_refunds()

    def leave_again(self) -> None:
        """Set rows aside that an earlier import left out after it had asked, whatever has been recorded since.

        But for refunds whose purchase this file brings.
        """
        for use in list(self.out.used.values()) if self.left else ():
            if use.key in self.left and use.of_line is None and use.entry.row.line not in self.decisions:
                del self.out.used[use.entry.row.line]
                self.out.leave(use.entry, LEFT, choosable=True, loans=() if use.loan_id is None else (use.loan_id,))
        self._leave_refunds()

    def _leave_refunds(self) -> None:
        """Of purchases that are not recorded."""
        for use in list(self.out.used.values()):
            if use.of_line is not None and use.of_line not in self.out.used:
                del self.out.used[use.entry.row.line]
                self.out.leave(use.entry, "refund_of_unused", choosable=True)

    def hold(self, work: Work) -> None:
        """Set rows aside that would undo what counts as settled; refunds of them, too."""
        held = held_lines(self.out.used.values(), self.accounts, self.today, self.decisions, self.prepared.held, work)
        if not held:
            return
        for use in list(self.out.used.values()):
            line = use.entry.row.line
            why = held.get(line) or held.get(use.of_line or 0)
            if why:
                del self.out.used[line]
                loans = () if use.loan_id is None else (use.loan_id,)
                self.out.leave(use.entry, why, choosable=True, loans=loans)

    def _obey(self, entry: FileEntry, decision: Decision) -> None:
        """Put the row where the person wants it, if it can go there."""
        target = decision.target
        if isinstance(target, CreditAccount):
            self.out.open(entry, target)
            return
        if target == NEW:
            named = entry.meaning.account or CreditAccount(LENDER, entry.row.counterparty or entry.row.goods)
            if named == CreditAccount(LENDER):
                self.out.leave(entry, "unclear", choosable=True)
            else:
                self.out.open(entry, named)
            return
        account = self.accounts.get(target) if isinstance(target, int) else None
        obstacle = "no_such_loan" if account is None else self.targets.obstacle(entry, account)
        if account is None or obstacle:
            self.out.leave(entry, obstacle, choosable=True)
        else:
            self.out.record(entry, account.loan.id, None)

    def _assign(self, entry: FileEntry) -> None:
        """Find the account of a row that says clearly enough what it is about."""
        named = entry.meaning.account
        found = self.targets.candidates(named)
        if named is None:
            self.out.leave(entry, "unclear", choosable=True)
        elif not found:
            self._open_named(entry, named)
        elif self.targets.may_be_another(named):
            self.out.leave(entry, "which_loan", choosable=True, loans=_ids(found))
        elif entry.meaning.kind is Kind.REPAYMENT:
            self._choose(entry, found)
        elif lines := tuple(account for account in found if not account.loan.method.scheduled):
            self._choose(entry, lines)
        else:
            self._draw_on_scheduled(entry, found)

    def _choose(self, entry: FileEntry, found: tuple[Account, ...]) -> None:
        """The only account that can take the row, or the one that it fits best."""
        free = tuple(account for account in found if not self.targets.obstacle(entry, account))
        best = free[0].loan.id if len(free) == 1 else self.targets.best_due(entry, free)
        if best is not None:
            self.out.record(entry, best, None)
        else:
            reason = "which_loan" if free else self.targets.obstacle(entry, found[-1])
            self.out.leave(entry, reason, choosable=True, loans=_ids(free or found))

    def _draw_on_scheduled(self, entry: FileEntry, found: tuple[Account, ...]) -> None:
        """Money paid out where only instalment loans are entered: the start of one of them, or a loan not entered."""
        started = self.targets.start_of(entry, found)
        if started is not None:
            self.out.double(entry, f"loan:{started}", started, certain=False)
        else:
            self.out.leave(entry, "instalment_loan", choosable=True, loans=_ids(found))

    def _candidates(self, entry: FileEntry) -> tuple[Account, ...]:
        return self.targets.candidates(entry.meaning.account)

    def _open_named(self, entry: FileEntry, named: CreditAccount) -> None:
        """An account that is not entered yet. Repayments name a card by its bank: the only card of it in the file."""
        if named.product == CARD and not named.tail:
            tails = self.prepared.tails.get(named.name, set())
            if len(tails) > 1:
                self.out.leave(entry, "which_loan", choosable=True)
                return
            named = replace(named, tail=next(iter(tails), ""))
        self.out.open(entry, named)

    def _refund(self, entry: FileEntry, decision: Decision | None) -> None:
        """A refund that stands in the file again, goes where the person says, or to its purchase."""
        repeated = self.refunds.repeats.get(entry.row.line)
        if repeated is not None:
            self.out.double(entry, f"row:{repeated}")
        elif decision is not None and decision.target != TAKE:
            self._obey(entry, decision)
        else:
            self.returned.place(entry, taken=decision is not None)
