"""What an import does to what is owed, to dues and to the on-time figures: before and after, account by account."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.imports.held import late_days
from planner.domain.imports.plan_fees import with_fees
from planner.domain.imports.proposal import Proposal
from planner.domain.imports.taken import account_with, by_account, first_day
from planner.domain.imports.walked import Favour, walked
from planner.domain.imports.work import ALONE, Work
from planner.domain.ledger.on_time import OnTime, on_time
from planner.domain.ledger.position import position
from planner.domain.ledger.state import Due, DueStatus, Position
from planner.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class AccountEffect:
    """What becomes of one account; amounts in fen of yuan, in force on the day of the question.

    ``late``: due dates that count as late or missed afterwards and did not before. ``asked``: how many dues it has
    afterwards of which nobody said whether they were paid, those that a later bill contains among them.
    """

    loan: Loan
    new: bool
    owed_before_minor: int
    owed_after_minor: int
    overdue_before_minor: int
    overdue_after_minor: int
    late: tuple[date, ...]
    asked: int
    favour: Favour | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of all accounts together: yuan alone for what is owed, every due for what was on time."""

    accounts: tuple[AccountEffect, ...]
    before: OnTime
    after: OnTime

    def sum(self, name: str) -> int:
        """The sum of an amount over the accounts that the import touches, fen."""
        return sum(getattr(account, name) for account in self.accounts)


def effect_of(proposal: Proposal, book: Book, today: date, work: Work = ALONE) -> Effect:
    """The effect of recording what a proposal would.

    Args:
        proposal: the rows that are used, and their accounts.
        book: what is recorded.
        today: the day on which both are compared.
        work: asked whether it is still wanted.

    Raises:
        Stopped: as ``work`` says.
    """
    touched = by_account(proposal.used)
    found: list[AccountEffect] = []
    dues: list[Due] = []
    dues_before: list[Due] = []
    for account in book.accounts:
        work.wanted()
        used = touched.get((account.loan.id, None), ())
        before = position(account, today)
        dues_before += before.dues
        if used:
            after = with_fees(account_with(account, used), proposal.fees)
            place, favour = walked(after, first_day(used), today, work)
            found.append(_effect(after.loan, before, place, favour))
            dues += place.dues
        else:
            dues += before.dues
    for number, loan in enumerate(proposal.new_loans):
        used = touched.get((None, number), ())
        after = account_with(Account(replace(loan, id=-1 - number)), used)
        place, favour = walked(after, first_day(used), today, work)
        found.append(_effect(after.loan, None, place, favour))
        dues += place.dues
    return Effect(tuple(found), on_time(dues_before, today), on_time(dues, today))


def _effect(loan: Loan, before: Position | None, place: Position, favour: Favour | None) -> AccountEffect:
    late = late_days(place) - (late_days(before) if before is not None else frozenset())
    return AccountEffect(
        loan,
        before is None,
        0 if before is None else before.owed_minor,
        place.owed_minor,
        0 if before is None else before.overdue_minor,
        place.overdue_minor,
        tuple(sorted(late)),
        sum(due.status is DueStatus.UNRECORDED and due.unpaid_minor + due.carried_minor > 0 for due in place.dues),
        favour,
    )
