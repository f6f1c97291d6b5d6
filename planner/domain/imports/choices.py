"""What the person decides about a row of a file."""

from __future__ import annotations

from planner.domain.imports.file import CreditAccount, FileEntry, Kind, Meaning
from planner.values import dataclass

SKIP, NEW, TAKE = "skip", "new", "take"


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a row goes, and what it is.

    ``target`` is a loan's id, an account that the file names and the import opens, or one of the words above: not
    recorded, a new account, as it is offered. ``kind`` None is what the file says. ``terms`` makes a purchase one in so
    many instalments. ``again`` makes it a rule for rows like this one, once it is recorded.
    """

    target: int | str | CreditAccount
    kind: Kind | None = None
    terms: int | None = None
    again: bool = False


Choice = int | str | Decision  # a target alone is a decision, too


def decision_of(choice: Choice | None) -> Decision | None:
    """The decision that a choice is; None where there is none."""
    return choice if choice is None or isinstance(choice, Decision) else Decision(choice)


def can_be_corrected(entry: FileEntry) -> bool:
    """Whether the person may say that a row is something else: it is no repeat, and its amount and day are there."""
    usable = entry.meaning.kind is not Kind.OTHER or entry.meaning.reason == "not_credit"
    return usable and bool(entry.row.amount_minor) and entry.row.on is not None


def corrected(entry: FileEntry, decision: Decision) -> Meaning:
    """What the row means by the person's word."""
    kind = decision.kind or entry.meaning.kind
    return Meaning(kind, entry.meaning.account, terms=decision.terms if kind is Kind.PURCHASE else None)
