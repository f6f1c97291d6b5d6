"""Limits and what is drawn of them: accounts of a lender that share one limit are one line, as a line and its draws."""

from __future__ import annotations

from decimal import Decimal

from planner.domain.accounts.loan import Lender, Loan
from planner.domain.basics.money import quotient
from planner.values import dataclass, field


def utilisation(drawn_minor: int, limit_minor: int) -> Decimal | None:
    """What is drawn over the limit, a fraction of six places, rounded half up; None for a limit of 0."""
    return quotient(drawn_minor, limit_minor)


def identity(lender: Lender) -> int | str:
    """What tells a lender from others: its id, or its name while it has none."""
    return lender.id or lender.name


@dataclass(slots=True)
class Line:
    """One limit, in fen, and what is drawn of it by all accounts that share it, of which ``loan`` is the first."""

    loan: Loan
    drawn_minor: int
    limit_minor: int

    @property
    def shared(self) -> bool:
        """Whether the limit is one that accounts can share."""
        return bool(self.loan.card.limit_group)

    @property
    def utilisation(self) -> Decimal:
        """What is drawn over the limit; 0 for a limit of 0."""
        return utilisation(self.drawn_minor, self.limit_minor) or Decimal(0)


@dataclass(slots=True)
class Limits:
    """The lines of a day added up, in fen; a shared limit counts once, as the largest entered for any of its accounts.

    ``drawn_minor`` and ``limit_minor`` are of all lines together.
    """

    drawn_minor: int = 0
    limit_minor: int = 0
    lines: list[Line] = field(default_factory=list)
    _shared: dict[tuple[int | str, str], Line] = field(default_factory=dict)
    _of_loan: dict[int, Line] = field(default_factory=dict)
    _waiting: dict[int, int] = field(default_factory=dict)  # drawn under lines that have not been added yet

    def add_draw(self, line_id: int, drawn_minor: int) -> None:
        """Add what is drawn under the line with that id by a loan of its own; nothing while that line has no limit."""
        line = self._of_loan.get(line_id)
        if line is None:
            self._waiting[line_id] = self._waiting.get(line_id, 0) + drawn_minor
        else:
            line.drawn_minor += drawn_minor
            self.drawn_minor += drawn_minor

    def add(self, loan: Loan, drawn_minor: int, limit_minor: int) -> None:
        """Add an account with a limit, both amounts in fen whatever its currency."""
        if self._waiting:
            drawn_minor += self._waiting.pop(loan.id, 0)
        self.drawn_minor += drawn_minor
        group = loan.card.limit_group
        known = self._shared.get((identity(loan.lender), group)) if group else None
        if known is not None:
            self.limit_minor += max(limit_minor - known.limit_minor, 0)
            known.drawn_minor += drawn_minor
            known.limit_minor = max(limit_minor, known.limit_minor)
            self._of_loan[loan.id] = known
            return
        line = Line(loan, drawn_minor, limit_minor)
        self._of_loan[loan.id] = line
        self.limit_minor += limit_minor
        self.lines.append(line)
        if group:
            self._shared[identity(loan.lender), group] = line
