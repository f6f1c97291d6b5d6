"""Utilisation: what is drawn of cards and lines over their limits, in all and for the fullest one.

The ledger says it of the lines that were entered; the report of those that were not, and the limit where nobody typed
one. Where the report adds something it is said which said what.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.names import full_name
from planner.domain.figures.limits import Limits, Line, utilisation
from planner.domain.figures.lines import with_one_limit
from planner.domain.findings import utilisation_report
from planner.domain.findings.model import Evidence, Facts, Measure, Param, State, above, unknown, weight
from planner.domain.findings.utilisation_report import Reported
from planner.domain.ledger.state import AccountState
from planner.values import dataclass


def measures(facts: Facts) -> tuple[Measure, ...]:
    """All lines together, and the fullest one; a line without its limit keeps both from being clear.

    A person with loans and no line that could be drawn on is clear here.
    """
    told, reported = utilisation_report.limits_of(facts), utilisation_report.lines_of(facts)
    limits, without, hidden = _lines(facts, told)
    hidden = hidden or utilisation_report.untold_of(facts)
    lacking = tuple(Evidence("no_limit", {"loan": full_name(loan)}, "loan", loan.id) for loan in without)
    if facts.standing and not (limits.lines or without or reported or hidden):
        return (Measure("utilisation", State.CLEAR, evidence=(Evidence("no_lines"),)),)  # there is nothing to draw on
    total = facts.ratios.utilisation  # as every other place of the app computes it
    if reported or any(line.loan.id in told and not line.loan.limit_minor for line in limits.lines):
        limits.drawn_minor += sum(line.drawn_minor for line in reported)
        limits.limit_minor += sum(line.limit_minor for line in reported)
        total = utilisation(limits.drawn_minor, limits.limit_minor)
    if total is None or not (limits.lines or reported):
        return (unknown("utilisation", "limits", *lacking),)
    fullest: list[Line | Reported] = sorted([*limits.lines, *reported], key=lambda line: -line.utilisation)
    groups = _perhaps_one(facts, limits)
    every = _every(facts, total, (*map(_shown, fullest), *(one.evidence for one in groups), *lacking))
    if every.state is State.CLEAR and (without or hidden):
        every = unknown("utilisation", "limits" if without else "balances", *every.evidence)
    most = _fullest(facts, fullest)
    if groups:  # counted once, their limit may be fuller than what it seems
        every, most = (_once(facts, one, limits, groups) for one in (every, most))
    return (every, most)


@dataclass(frozen=True, slots=True)
class _Group:
    """Loans that each stand with the limit of what may be one line, fen; ``over_minor`` is what counts too often."""

    drawn_minor: int
    limit_minor: int
    over_minor: int
    evidence: Evidence


def _perhaps_one(facts: Facts, limits: Limits) -> tuple[_Group, ...]:
    """Draws of one line that were entered each with its whole limit: of one lender and product, with a schedule."""
    by_id = {line.loan.id: line for line in limits.lines if not line.shared and line.loan.method.scheduled}
    if len(by_id) < 2:
        return ()
    found = []
    for loans in with_one_limit(account for account, _ in facts.standing):
        lines = [by_id[loan.id] for loan in loans if loan.id in by_id]
        if len(lines) > 1:
            drawn, limit = sum(line.drawn_minor for line in lines), max(line.limit_minor for line in lines)
            over = sum(line.limit_minor for line in lines) - limit
            told: dict[str, Param] = {"loan": full_name(loans[0]), "n": len(lines), "drawn_minor": drawn}
            told |= {"limit_minor": limit, "share": utilisation(drawn, limit)}
            found.append(_Group(drawn, limit, over, Evidence("perhaps_one_line", told, "loan", loans[0].id)))
    return tuple(found)


def _once(facts: Facts, one: Measure, limits: Limits, groups: tuple[_Group, ...]) -> Measure:
    """A measure that would be heavier if the limit of each group counted once: then nobody knows."""
    if one.code == "fullest_line":
        value = max(utilisation(group.drawn_minor, group.limit_minor) or 0 for group in groups)
        state = above(value, one.watch, None)
    else:
        value = utilisation(limits.drawn_minor, limits.limit_minor - sum(group.over_minor for group in groups)) or 0
        state = above(value, facts.limit("usage_watch"), facts.limit("usage_against"))
    if one.state is not State.CLEAR or weight(state) <= weight(one.state):
        return one
    return unknown(one.code, "one_line", *one.evidence)


def _lines(facts: Facts, told: Mapping[int, int]) -> tuple[Limits, list[Loan], bool]:
    """The lines with a limit, the loans whose limit is not known, whether more may be drawn than the records tell.

    ``told`` are limits by loan that a report has, for loans without one of their own.
    """
    limits = Limits()
    without: list[Loan] = []
    hidden = False
    for account, figures in facts.standing:
        loan = account.loan
        if loan.line_id is not None:
            limits.add_draw(loan.line_id, loan.in_yuan(figures.principal_minor))
        if not loan.has_line or figures.state is AccountState.CLOSED:
            continue
        limit_minor = loan.in_yuan(loan.limit_minor) if loan.limit_minor else told.get(loan.id)
        if not limit_minor:
            without.append(loan)
            continue
        hidden = hidden or not figures.known
        drawn_minor = figures.principal_minor - figures.apart_minor  # what has a limit of its own fills no other
        limits.add(loan, loan.in_yuan(drawn_minor), limit_minor)
    return limits, without, hidden


def _shown(line: Line | Reported) -> Evidence:
    if isinstance(line, Reported):
        return line.evidence
    params: dict[str, Param] = {
        "loan": full_name(line.loan),
        "drawn_minor": line.drawn_minor,
        "limit_minor": line.limit_minor,
        "share": line.utilisation,
    }
    code = "line" if line.loan.limit_minor else "line_report_limit"
    return Evidence(code, params, "loan", None if line.shared else line.loan.id)


def _every(facts: Facts, total: Decimal, evidence: tuple[Evidence, ...]) -> Measure:
    watch, against = facts.limit("usage_watch"), facts.limit("usage_against")
    return Measure("utilisation", above(total, watch, against), total, watch, against, evidence)


def _fullest(facts: Facts, lines: list[Line | Reported]) -> Measure:
    """The fullest line, and as evidence each that is above the limit of one; ``lines`` begin with the fullest."""
    watch, most = facts.limit("usage_line"), lines[0].utilisation
    evidence = tuple(_shown(line) for line in lines if line.utilisation > watch.value)
    return Measure("fullest_line", above(most, watch, None), most, watch, None, evidence)
