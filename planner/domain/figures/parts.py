"""What each account adds to the figures of the book on a day, and the accounts added up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from planner.domain.accounts.loan import LenderKind, Loan
from planner.domain.accounts.moves import Claim, claim_of
from planner.domain.accounts.records import Account
from planner.domain.credit.printed import bare
from planner.domain.figures.limits import Limits, identity
from planner.domain.ledger.state import AccountState, Figures, Position
from planner.values import dataclass, field

_new = tuple.__new__  # faster than calling a named tuple; there is one for each month of each account


class Part(NamedTuple):
    """What one account adds to the figures of the book, in fen; ``limit_minor`` is None where it has none open."""

    loan: Loan
    due_minor: int
    owed_minor: int = 0
    drawn_minor: int = 0
    limit_minor: int | None = None


def counts(loan: Loan, figures: Figures | Position) -> bool:
    """Whether the account is still one on a report: something is owed, or a line is open."""
    if figures.state is AccountState.CLOSED:
        return False
    return bool(figures.owed_minor) or not figures.known or loan.has_line


def is_lenders(account: Account, figures: Figures | Position) -> bool:
    """Whether a claim, or a part of it, is still the lender's own: not all of it was sold or paid by somebody else."""
    name = account.loan.lender.name
    return not account.moves or name in claim_of(account, figures.as_of).creditors(name, figures.owed_minor)


@dataclass(slots=True)
class Total:
    """The accounts added up on one day; ``ids`` tells lenders by their names.

    ``nameless`` are the loans, by id, of which nobody knows under which name they are reported; None: not asked.
    """

    debt: int = 0
    due: int = 0
    pending: int = 0
    unknown: int = 0
    unsettled: dict[int | str, str] = field(default_factory=dict)
    open_lines: dict[int | str, str] = field(default_factory=dict)
    institutions: dict[str, str] = field(default_factory=dict)  # as spelled first, by the bare name
    limits: Limits = field(default_factory=Limits)
    ids: Mapping[str, int | str] = field(default_factory=dict)
    nameless: Collection[int] | None = None
    unnamed: set[str] = field(default_factory=set)

    def add(self, account: Account, state: Figures) -> Part:
        """Add one account as it stands on the day; returns what it adds."""
        loan = account.loan
        if loan.yuan_rate is not None:
            state = _in_yuan(loan, state)
        self.due += state.due_minor
        self.pending += state.pending
        if not state.begun or state.state is AccountState.CLOSED:
            return Part(loan, state.due_minor)
        self.debt += state.owed_minor
        self.unknown += not state.known
        if self.nameless and loan.id in self.nameless and counts(loan, state) and is_lenders(account, state):
            self.unnamed.add(loan.lender.name)
        if account.moves and (claim := claim_of(account, state.as_of)).creditor:
            self._count_passed_on(loan, state, claim)
        else:
            self._count(loan, state)
        if loan.line_id is not None:
            self.limits.add_draw(loan.line_id, state.principal_minor)
        if loan.limit_minor is None:
            return _new(Part, (loan, state.due_minor, state.owed_minor, 0, None))
        limit_minor = loan.in_yuan(loan.limit_minor)
        drawn_minor = state.principal_minor - state.apart_minor
        self.limits.add(loan, drawn_minor, limit_minor)
        return _new(Part, (loan, state.due_minor, state.owed_minor, drawn_minor, limit_minor))

    def _count(self, loan: Loan, state: Figures) -> None:
        lender = loan.lender
        key = identity(lender)
        owing = state.owed_minor > 0 or not state.known
        if owing:
            self.unsettled[key] = lender.name
        if owing or loan.has_line:
            self.open_lines[key] = lender.name
            if lender.kind is not LenderKind.PRIVATE:  # they report nowhere
                for name in loan.institutions:
                    self.institutions.setdefault(bare(name), name)

    def _count_passed_on(self, loan: Loan, state: Figures, claim: Claim) -> None:
        """What was sold, or paid by a guarantor or insurer, counts for whom it is owed to; for no one once it is paid.

        A creditor who also lends counts once.
        """
        lender = loan.lender
        for name in claim.creditors(lender.name, state.owed_minor) if state.owed_minor else ():
            known = identity(lender) if name == lender.name else self.ids.get(name, name)
            self.unsettled[known] = self.open_lines[known] = name
            for reported in loan.institutions if name == lender.name else (name,):
                self.institutions.setdefault(bare(reported), reported)


def _in_yuan(loan: Loan, state: Figures) -> Figures:
    """The figures of an account in another currency, its amounts in fen."""
    return state._replace(
        principal_minor=loan.in_yuan(state.principal_minor),
        apart_minor=loan.in_yuan(state.apart_minor),
        owed_minor=loan.in_yuan(state.owed_minor),
        overdue_minor=loan.in_yuan(state.overdue_minor),
        due_minor=loan.in_yuan(state.due_minor),
    )
