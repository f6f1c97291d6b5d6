"""The credit report: when it was last looked at, negative entries with the day they go, hard inquiries by window.

A negative entry is kept five years from the day it ended; while it goes on, its clock has not started. An inquiry is
shown two years. Each row of a report counts: rows that read alike are several inquiries.
"""

from __future__ import annotations

from datetime import date

from planner.domain.catalogue import Catalogue, InquiryClass
from planner.domain.credit import Inquiry, Negative, NegativeKind, gone_on, in_window
from planner.domain.findings.model import Evidence, Facts, Measure, State, at_least, unknown
from planner.domain.money import LIMIT_MINOR

WINDOWS = (30, 90, 180, 365)


def falls_off(negative: Negative, years: int) -> date | None:
    """The day on which a negative entry is no longer kept; None while it goes on."""
    return None if negative.ended_on is None else gone_on(negative.ended_on, 12 * years)


def inquiry_gone(inquiry: Inquiry, months: int) -> date:
    """The day on which an inquiry is no longer shown."""
    return gone_on(inquiry.on, months)


def is_hard(inquiry: Inquiry, catalogue: Catalogue) -> bool:
    """Whether it says that somebody considered lending."""
    reason = catalogue.inquiry(inquiry.reason)
    return reason is not None and reason.kind is InquiryClass.HARD


def measures(facts: Facts) -> tuple[Measure, ...]:
    """Whether there is a recent report, its negative entries, its hard inquiries, and what does not fit."""
    return (_known(facts), *_negatives(facts), *_inquiries(facts), *_odd(facts))


def _known(facts: Facts) -> Measure:
    last = facts.file.last_check(facts.on)
    if last is None:
        return unknown("report_known", "report")
    months = facts.limit("report_fresh_months")
    shown = Evidence("check", {"on": last.on}, "check", last.id)
    if gone_on(last.on, months.whole) <= facts.known_on:
        return unknown("report_known", "report", shown)
    return Measure("report_known", State.CLEAR, None, evidence=(shown,))


def judged(negative: Negative, facts: Facts) -> State:
    """One entry: it acts against the person while it goes on, and for a while after a grave one ended."""
    if negative.began_on > facts.on:
        return State.CLEAR
    if negative.open_on(facts.on):
        return State.AGAINST
    gone = falls_off(negative, facts.limit("negative_years").whole)
    if gone is None or gone <= facts.on:
        return State.CLEAR
    assert negative.ended_on is not None
    grave = negative.kind is not NegativeKind.OVERDUE or (
        negative.worst_days is not None and negative.worst_days > facts.limit("overdue_grave_days").value
    )
    waited = gone_on(negative.ended_on, facts.limit("overdue_wait_months").whole) <= facts.on
    return State.AGAINST if grave and not waited else State.WATCH


def _negatives(facts: Facts) -> tuple[Measure, ...]:
    counted = [(one, state) for one in facts.file.negatives if (state := judged(one, facts)) is not State.CLEAR]
    last = facts.file.last_check(facts.on)
    told = 0 if last is None else last.overdue_accounts or 0
    if not counted and told > sum(one.began_on <= facts.on for one in facts.file.negatives):
        return (unknown("negatives", "negatives", Evidence("overdue_accounts", {"n": told}, "check")),)
    if not counted:
        return (Measure("negatives", State.CLEAR, 0),)
    years = facts.limit("negative_years").whole
    evidence = []
    for one, _ in counted:
        params: dict[str, object] = {"name": one.institution, "on": one.began_on}
        if one.open_on(facts.on):
            evidence.append(Evidence("negative.open", params, "negative", one.id))
        else:
            params |= {"ended_on": one.ended_on, "gone_on": falls_off(one, years)}
            evidence.append(Evidence("negative.kept", params, "negative", one.id))
    worst = State.AGAINST if any(state is State.AGAINST for _, state in counted) else State.WATCH
    return (Measure("negatives", worst, len(counted), evidence=tuple(evidence)),)


def _inquiries(facts: Facts) -> tuple[Measure, ...]:
    hard = [one for one in facts.file.inquiries if one.on <= facts.on and is_hard(one, facts.catalogue)]
    if not hard and facts.file.last_check(facts.on) is None:
        return (unknown("hard_90", "report"),)
    return tuple(
        counted("hard", days, [(one.on, one.institution, one.id) for one in hard], facts, "inquiry") for days in WINDOWS
    )


def counted(name: str, days: int, events: list[tuple[date, str, int]], facts: Facts, kind: str) -> Measure:
    """How many of the events lie in the last ``days`` days, against the limits for hard inquiries of that window."""
    inside = [event for event in events if in_window(event[0], facts.on, days)]
    watch, against = facts.limit(f"hard_{days}_watch"), facts.limit(f"hard_{days}_against")
    evidence = tuple(Evidence(kind, {"on": on, "name": about}, kind, key) for on, about, key in reversed(inside))
    return Measure(f"{name}_{days}", at_least(len(inside), watch, against), len(inside), watch, against, evidence)


def _odd(facts: Facts) -> tuple[Measure, ...]:
    """What the latest report with accounts shows and the loans do not: accounts of nobody, and such as are overdue.

    A later look at the report whose accounts were not noted takes nothing back.
    """
    noted = {one.check_id for one in facts.file.report_accounts}
    last = next((one for one in reversed(facts.file.checks) if one.on <= facts.on and one.id in noted), None)
    if last is None:
        return ()
    shown = [one for one in facts.file.report_accounts if one.check_id == last.id and one.open]
    strange = [one for one in shown if one.loan_id is None and one.kind != "guarantee"]
    late = [one for one in shown if one.overdue]
    measures = []
    if strange:
        evidence = tuple(Evidence("strange", {"name": one.institution}, "account", one.id) for one in strange)
        measures.append(Measure("strange_accounts", State.WATCH, len(strange), evidence=evidence))
    if late:
        evidence = tuple(Evidence("report_overdue", {"name": one.institution}, "account", one.id) for one in late)
        measures.append(Measure("report_overdue", State.AGAINST, len(late), evidence=evidence))
    return tuple(measures)


def repairable(negative: Negative, facts: Facts) -> bool:
    """Whether the one-off credit repair would take an entry by its day and amount, were it repaid in time."""
    first, last = date(2020, 1, 1), date(2025, 12, 31)  # the notice of 22 December 2025
    limit = next((rule.value for rule in facts.catalogue.rules.versions if rule.code == "one_off_repair_yuan"), None)
    small = limit is not None and 0 < (negative.amount_minor or LIMIT_MINOR) <= int(limit * 100)
    return negative.kind is NegativeKind.OVERDUE and first <= negative.began_on <= last and small
