"""What has become of a claim by the legal moves recorded on an account: who is owed, who collects, what is frozen.

None of them settles anything: what was owed is owed on, to the lender or to the one who took its place. Moves of one
day take effect in the order in which they were entered.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.domain.accounts.records import Account, Move, MoveKind
from planner.values import dataclass

PASSED_ON = (MoveKind.SOLD, MoveKind.GUARANTOR_PAID, MoveKind.INSURER_PAID)


@dataclass(frozen=True, slots=True)
class Claim:
    """The moves that are in force on a day, in order."""

    standing: tuple[Move, ...] = ()

    @property
    def passed_on(self) -> Move | None:
        """The latest move by which the claim went to somebody else."""
        return next((move for move in reversed(self.standing) if move.kind in PASSED_ON), None)

    @property
    def creditor(self) -> str:
        """Who is owed in the lender's place; empty while that is the lender, or nobody was named."""
        move = self.passed_on
        return "" if move is None else move.creditor

    @property
    def barred_by(self) -> Move | None:
        """The first move since which nothing can be drawn: it is frozen, was written off or passed on; None: none."""
        return next((move for move in self.standing if move.kind is not MoveKind.COLLECTION), None)

    def creditors(self, lender: str, owed_minor: int) -> tuple[str, ...]:
        """The names of those who are owed ``owed_minor`` fen: both where only a part of it was passed on."""
        move = self.passed_on
        if move is None or not move.creditor:
            return (lender,)
        part = move.amount_minor is not None and move.amount_minor < owed_minor
        return (lender, move.creditor) if part else (move.creditor,)


NOTHING = Claim()


def claim_of(account: Account, on: date) -> Claim:
    """What has become of the claim by the end of that day.

    ``RELEASED`` ends the freeze; where nothing is frozen, the latest move but a write-off: the claim is back.
    """
    return claim_by(move for move in account.moves if move.on <= on) if account.moves else NOTHING


def claim_by(moves: Iterable[Move]) -> Claim:
    """The same of given moves."""
    standing: list[Move] = []
    for move in sorted(moves, key=lambda move: (move.on, move.id)):
        if move.kind is not MoveKind.RELEASED:
            standing = [one for one in standing if one.kind is not move.kind]
            standing.append(move)
            continue
        frozen = [one for one in standing if one.kind is MoveKind.FROZEN]
        others = [one for one in standing if one.kind is not MoveKind.WRITTEN_OFF]
        for ended in (frozen or others)[-1:]:
            standing.remove(ended)
    return Claim(tuple(standing))
