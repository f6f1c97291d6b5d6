"""Utilisation: what is drawn of cards and lines over their limits, in all and for the fullest one."""

from __future__ import annotations

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.names import full_name
from planner.domain.basics.money import quotient
from planner.domain.findings.model import Evidence, Facts, Measure, State, above, unknown
from planner.domain.ledger.state import AccountState


def measures(facts: Facts) -> tuple[Measure, ...]:
    """All lines together, and the fullest one; a line without its limit keeps both from being clear.

    A person with loans and no line that could be drawn on is clear here.
    """
    lines: dict[object, list[int]] = {}
    names: dict[object, str] = {}
    without: list[Loan] = []
    hidden = False  # something is drawn that the records do not tell
    for account, figures in facts.standing:
        loan = account.loan
        if not loan.has_line or figures.state is AccountState.CLOSED:
            continue
        if not loan.limit_minor:
            without.append(loan)
            continue
        hidden = hidden or not figures.known
        group = loan.card.limit_group
        key: object = (loan.lender.id or loan.lender.name, group) if group else loan.id
        line = lines.setdefault(key, [0, 0])
        line[0] += loan.in_yuan(figures.principal_minor)
        line[1] = max(line[1], loan.in_yuan(loan.limit_minor))
        names.setdefault(key, full_name(loan))
    lacking = tuple(Evidence("no_limit", {"loan": full_name(loan)}, "loan", loan.id) for loan in without)
    if facts.standing and not lines and not without:
        return (Measure("utilisation", State.CLEAR, evidence=(Evidence("no_lines"),)),)  # there is nothing to draw on
    if not lines or facts.ratios.utilisation is None:
        return (unknown("utilisation", "limits", *lacking),)
    shown = []
    for key, (drawn, limit) in lines.items():
        params = {"loan": names[key], "drawn_minor": drawn, "limit_minor": limit, "share": quotient(drawn, limit)}
        shown.append(Evidence("line", params, "loan", key if isinstance(key, int) else None))
    shown.sort(key=lambda one: -(one.params["share"] or 0))  # type: ignore[operator]
    watch, against = facts.limit("usage_watch"), facts.limit("usage_against")
    total = facts.ratios.utilisation
    every = Measure("utilisation", above(total, watch, against), total, watch, against, (*shown, *lacking))
    one_limit = facts.limit("usage_line")
    fullest = max(quotient(drawn, limit) or 0 for drawn, limit in lines.values())
    full = tuple(line for line in shown if (line.params["share"] or 0) > one_limit.value)  # type: ignore[operator]
    fullest_line = Measure("fullest_line", above(fullest, one_limit, None), fullest, one_limit, None, full)
    if every.state is State.CLEAR and (without or hidden):
        every = unknown("utilisation", "limits" if without else "balances", *every.evidence)
    return (every, fullest_line)
