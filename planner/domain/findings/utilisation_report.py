"""What a report says of lines that the ledger does not: lines that were never entered, limits that nobody typed.

Only of a report that is not old, by the rule for it. A card in several currencies has the limit of its account in yuan,
and what is owed in all of them is drawn of it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from planner.domain.basics.calendar import add_months
from planner.domain.credit.file import AccountKind, ReportAccount, ReportCheck, ReportedState
from planner.domain.figures.limits import utilisation
from planner.domain.findings import report
from planner.domain.findings.matched import leads, siblings
from planner.domain.findings.model import Evidence, Facts, Param
from planner.values import dataclass

_KINDS = (AccountKind.CARD, AccountKind.LINE)


@dataclass(frozen=True, slots=True)
class Reported:
    """A line that only the report of ``on`` knows, fen."""

    id: int
    name: str
    on: date
    drawn_minor: int
    limit_minor: int

    @property
    def utilisation(self) -> Decimal:
        """What is drawn over the limit."""
        return utilisation(self.drawn_minor, self.limit_minor) or Decimal(0)

    @property
    def evidence(self) -> Evidence:
        """The line as said by its report."""
        told: dict[str, Param] = {"name": self.name, "on": self.on, "share": self.utilisation}
        told |= {"drawn_minor": self.drawn_minor, "limit_minor": self.limit_minor}
        return Evidence("report_line", told, "account", self.id)


def _fresh(facts: Facts) -> ReportCheck | None:
    last = report.noted_check(facts)
    months = facts.limit("report_fresh_months").whole
    return last if last is not None and add_months(last.on, months) > facts.known_on else None


def _lines(facts: Facts, check: ReportCheck) -> list[ReportAccount]:
    shown = facts.reports.accounts_of(check)
    cards = siblings(shown)
    return [one for one in shown if one.open and one.kind in _KINDS and leads(one, cards[one.id])]


def lines_of(facts: Facts) -> tuple[Reported, ...]:
    """Open lines of the report that are none of the loans here, with what is drawn of them."""
    check = _fresh(facts)
    if check is None:
        return ()
    return tuple(
        Reported(one.id, one.institution, one.as_of or check.on, drawn, one.limit_minor)
        for one in _unentered(facts, check)
        if (drawn := _drawn(facts, check, one)) is not None and one.limit_minor
    )


def untold_of(facts: Facts) -> bool:
    """Whether the report has such a line and does not say what is drawn of it, or of which limit."""
    check = _fresh(facts)
    if check is None:
        return False
    used = [one for one in _unentered(facts, check) if one.state is not ReportedState.NOT_ACTIVATED]
    drawn = [(one, _drawn(facts, check, one)) for one in used]
    return any(amount is None or (amount and not one.limit_minor) for one, amount in drawn)


def _unentered(facts: Facts, check: ReportCheck) -> list[ReportAccount]:
    found = facts.reports.matches(check)
    return [one for one in _lines(facts, check) if one.id not in found.of and one.id not in found.unclear]


def _drawn(facts: Facts, check: ReportCheck, one: ReportAccount) -> int | None:
    """What is owed in all currencies of a card, fen of yuan; None where one is not told."""
    told = [other.balance_minor for other in siblings(facts.reports.accounts_of(check))[one.id]]
    return None if None in told else sum(amount for amount in told if amount is not None)


def limits_of(facts: Facts) -> dict[int, int]:
    """The limit that the report has for a loan here, fen of yuan, by the loan's id."""
    check = _fresh(facts)
    if check is None:
        return {}
    matched = facts.reports.matches(check).of
    found: dict[int, int] = {}
    for one in _lines(facts, check):
        if one.id in matched and one.limit_minor:
            loan_id = matched[one.id].loan.id
            found[loan_id] = max(found.get(loan_id, 0), one.limit_minor)
    return found
