"""The credit report: when it was last looked at, negative entries with the day they go, hard inquiries by window.

A negative entry is kept five years from the day it ended, and gone the day after; while it goes on, its clock has not
started. An inquiry is shown two years. Each row of a report counts: rows that read alike are several inquiries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from planner.domain.basics.calendar import add_months, month_end
from planner.domain.credit.file import (
    AccountKind,
    CreditFile,
    Inquiry,
    Negative,
    NegativeKind,
    Rating,
    ReportAccount,
    ReportCheck,
    gone_on,
    in_window,
)
from planner.domain.findings import grid
from planner.domain.findings.matched import certain_until, month_before
from planner.domain.findings.model import Evidence, Facts, Measure, Param, State, at_least, unknown, weight
from planner.domain.reference.catalogue import Catalogue
from planner.domain.reference.credit_lists import InquiryClass
from planner.domain.reference.rules import Rule, Rules

WINDOWS = (30, 90, 180, 365)


_OF_ACCOUNTS = (NegativeKind.OVERDUE, NegativeKind.BAD_DEBT)
REPAIR = "one_off_repair_yuan"
_AROSE = date(2020, 1, 1), date(2025, 12, 31)  # the notice of 22 December 2025, as are the days below
_AT_ONCE, _REPAIRED_FIRST = date(2025, 11, 30), date(2026, 1, 1)
_RAN_ON = date(
    2026, 2, 1
)  # what was repaid in January 2026 is named as gone by the press; later it was overdue in 2026


def falls_off(negative: Negative, rules: Rules) -> date | None:
    """The day on which a negative entry is no longer kept; None while it goes on.

    The day after five years from its end, or sooner where the one-off credit repair took all of it.
    """
    if negative.ended_on is None:
        return None
    years = rules.need("negative_years", negative.ended_on).whole
    repaired = repaired_on(negative, rules)
    kept = gone_on(negative.ended_on, 12 * years)
    return kept if repaired is None or ran_on(negative) else min(kept, repaired)


def repaired_on(negative: Negative, rules: Rules) -> date | None:
    """From which day the one-off credit repair leaves an entry out; None for one that it does not take.

    Of one that ran on into 2026 (``ran_on``) its months up to the end of 2025. Repaid by 30 November 2025: from 1
    January 2026; later, up to the rule's last day: by the end of the next month.
    """
    last = _last_day(rules)
    if not _repairable(negative, rules) or negative.ended_on is None or last is None or negative.ended_on > last:
        return None
    return _REPAIRED_FIRST if negative.ended_on <= _AT_ONCE else month_end(add_months(negative.ended_on, 1, 1))


def ran_on(negative: Negative) -> bool:
    """Whether an overdue of the days of the repair went on after them, so that nobody says whether that part stays."""
    return (
        _AROSE[0] <= negative.began_on <= _AROSE[1] and negative.ended_on is not None and negative.ended_on >= _RAN_ON
    )


def _last_day(rules: Rules) -> date | None:
    return next((rule.to_on for rule in rules.versions if rule.code == REPAIR), None)


def _repairable(negative: Negative, rules: Rules) -> bool:
    """Whether the one-off repair would take an entry by its kind, its day and its amount, were it repaid in time."""
    limit = next((rule.value for rule in rules.versions if rule.code == REPAIR), None)
    amount = negative.amount_minor
    small = limit is not None and amount is not None and 0 < amount <= int(limit * 100)
    return negative.kind is NegativeKind.OVERDUE and _AROSE[0] <= negative.began_on <= _AROSE[1] and small


def missed_repair(negative: Negative, facts: Facts) -> bool:
    """Whether the repair would have taken an entry, had it been repaid before its last day."""
    rules = facts.catalogue.rules
    return _repairable(negative, rules) and repaired_on(negative, rules) is None


def is_gone(negative: Negative, facts: Facts) -> bool:
    """Whether an entry is no longer kept on the day."""
    gone = falls_off(negative, facts.catalogue.rules)
    return gone is not None and gone <= facts.on


def expired(facts: Facts) -> tuple[Rule, ...]:
    """The one-off repair, where an entry of the person's would have been one for it and its time is over."""
    ended = facts.catalogue.rules.expired(REPAIR, facts.on)
    missed = (one for one in facts.file.negatives if missed_repair(one, facts))
    touched = any(judged(one, facts) is not State.CLEAR for one in missed)
    return (ended,) if ended is not None and touched else ()


def inquiry_gone(inquiry: Inquiry, months: int) -> date:
    """The day on which an inquiry is no longer shown."""
    return gone_on(inquiry.on, months)


def is_hard(inquiry: Inquiry, catalogue: Catalogue) -> bool:
    """Whether it says that somebody considered lending."""
    reason = catalogue.inquiry(inquiry.reason)
    return reason is not None and reason.kind is InquiryClass.HARD


def measures(facts: Facts) -> tuple[Measure, ...]:
    """Whether there is a recent report, its negative entries, its hard inquiries, and what does not fit."""
    known = _known(facts)
    negatives, inquiries = _negatives(facts), _inquiries(facts)
    if known.missing != "report_whole":  # its counts tell of entries, not of inquiries
        negatives = _lowered(negatives, known)
    return (known, *negatives, *_lowered(inquiries, known), *_odd(facts))


def _lowered(found: tuple[Measure, ...], known: Measure) -> tuple[Measure, ...]:
    """Measures of which none is clear unless the report is known: what nobody has looked at may hold more."""
    if not known.missing:
        return found
    return tuple(unknown(one.code, known.missing, *one.evidence) if one.state is State.CLEAR else one for one in found)


def counted_check(file: CreditFile, on: date) -> ReportCheck | None:
    """The latest look at the report up to a day of which both counts were noted: without them it says nothing."""
    return next(_counted(file, on), None)


def _counted(file: CreditFile, on: date) -> Iterator[ReportCheck]:
    """All of these, the latest first."""
    for one in reversed(file.checks):
        if one.on <= on and one.accounts is not None and one.overdue_accounts is not None:
            yield one


def _known(facts: Facts) -> Measure:
    """Clear by a look that is not old, is whole and whose counts were noted: else it says nothing of what is there."""
    last, counted_one = facts.file.last_check(facts.on), counted_check(facts.file, facts.on)
    whole = next((one for one in _counted(facts.file, facts.on) if not one.partial and not one.unread), None)
    if last is None:
        return unknown("report_known", "report")
    months = facts.limit("report_fresh_months").whole
    for one in (whole, counted_one, last):
        if one is not None and add_months(one.on, months) > facts.known_on:
            shown = Evidence("check", {"on": one.on}, "check", one.id)
            if one is whole:
                return Measure("report_known", State.CLEAR, None, evidence=(shown,))
            return unknown("report_known", "report_whole" if one is counted_one else "report_counts", shown)
    return unknown("report_known", "report", Evidence("check", {"on": last.on}, "check", last.id))


def judged(negative: Negative, facts: Facts) -> State:
    """One entry: it acts against the person while it goes on, and for a while after a grave one ended.

    Not known is one whose longest run nobody noted, while it would matter; and what the repair left of one that ran on.
    """
    if negative.began_on > facts.on:
        return State.CLEAR
    if negative.open_on(facts.on):
        return State.AGAINST
    if is_gone(negative, facts):
        return State.CLEAR
    assert negative.ended_on is not None
    if _part_repaired(negative, facts):
        return State.UNKNOWN
    if add_months(negative.ended_on, facts.limit("overdue_wait_months").whole) <= facts.on:
        return State.WATCH
    if run_unknown(negative, facts):
        return State.UNKNOWN
    grave = negative.kind is not NegativeKind.OVERDUE or _run(negative) > facts.limit("overdue_grave_days").value
    return State.AGAINST if grave else State.WATCH


def _part_repaired(negative: Negative, facts: Facts) -> bool:
    repaired = repaired_on(negative, facts.catalogue.rules)
    return repaired is not None and ran_on(negative) and repaired <= facts.on


def _run(negative: Negative) -> int:
    """The longest run of an ended overdue, in days; all of it where nobody noted one."""
    if negative.worst_days is not None:
        return negative.worst_days
    return 0 if negative.ended_on is None else (negative.ended_on - negative.began_on).days


def missing_of(entries: Iterable[Negative], facts: Facts) -> str:
    """What to enter for entries that cannot be judged: of one that the repair took in part no run tells anything."""
    asked = any(run_unknown(one, facts) and not _part_repaired(one, facts) for one in entries)
    return "worst_days" if asked else "repaired_part"


def _negatives(facts: Facts) -> tuple[Measure, ...]:
    counted = [(one, state) for one in facts.file.negatives if (state := judged(one, facts)) is not State.CLEAR]
    if not counted and unnoted(facts):
        return (unknown("negatives", "negatives", told_overdue(facts)),)
    if not counted and counted_check(facts.file, facts.on) is None:  # nobody said that there is none
        return (unknown("negatives", "report" if facts.file.last_check(facts.on) is None else "report_counts"),)
    evidence = [shown(one, facts) for one, _ in counted]
    evidence += [told_overdue(facts)] if unnoted(facts) else []
    evidence += [_repaired(one, facts) for one in facts.file.negatives if _is_repaired(one, facts)]
    worst = max((state for _, state in counted), key=weight, default=State.CLEAR)
    missing = missing_of((one for one, _ in counted), facts) if worst is State.UNKNOWN else ""
    return (Measure("negatives", worst, len(counted), evidence=tuple(evidence), missing=missing),)


def run_unknown(negative: Negative, facts: Facts) -> bool:
    """Whether nobody knows if an ended overdue was a grave one: its longest run is not noted, and it took too long."""
    if negative.kind is not NegativeKind.OVERDUE or negative.ended_on is None or negative.worst_days is not None:
        return False
    return (negative.ended_on - negative.began_on).days > facts.limit("overdue_grave_days").value


def unnoted(facts: Facts, beside: int = 0) -> bool:
    """Whether the latest report with its counts has more accounts ever overdue than entries of such are noted.

    A public record or what a guarantor paid is none. ``beside``: of so many more it is known when they were overdue.
    """
    last = counted_check(facts.file, facts.on)
    told = 0 if last is None else last.overdue_accounts or 0
    noted = (one for one in facts.file.negatives if one.kind in _OF_ACCOUNTS)
    return told > beside + sum(one.began_on <= facts.on for one in noted)


def told_overdue(facts: Facts) -> Evidence:
    """How many accounts ever overdue the latest report with its counts has."""
    last = counted_check(facts.file, facts.on)
    return Evidence("overdue_accounts", {"n": 0 if last is None else last.overdue_accounts or 0}, "check")


def shown(one: Negative, facts: Facts) -> Evidence:
    """An entry as the evidence of a measure: that it goes on, or from when to when and the day it goes."""
    rules = facts.catalogue.rules
    params: dict[str, Param] = {"name": one.institution, "on": one.began_on}
    if not one.open_on(facts.on):
        params |= {"ended_on": one.ended_on, "gone_on": falls_off(one, rules)}
        if _part_repaired(one, facts):
            params["repaired_on"] = repaired_on(one, rules)
            return Evidence("negative.part_repaired", params, "negative", one.id)
        code = "negative.run_unknown" if judged(one, facts) is State.UNKNOWN else "negative.kept"
        return Evidence(code, params, "negative", one.id)
    if rules.at(REPAIR, facts.on) is not None and _repairable(one, rules):
        return Evidence("negative.repairable", params | {"last_on": _last_day(rules)}, "negative", one.id)
    return Evidence("negative.open", params, "negative", one.id)


def _is_repaired(one: Negative, facts: Facts) -> bool:
    gone, kept = repaired_on(one, facts.catalogue.rules), one.ended_on
    return gone is not None and not ran_on(one) and kept is not None and gone <= facts.on < gone_on(kept, 60)


def _repaired(one: Negative, facts: Facts) -> Evidence:
    rules = facts.catalogue.rules
    source = next(rule.fact.source for rule in rules.versions if rule.code == REPAIR)
    params: dict[str, Param] = {"name": one.institution, "gone_on": repaired_on(one, rules), "source": source}
    return Evidence("negative.repaired", params, "negative", one.id)


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
    alike = Counter(inside)  # an application that was made several times is one record
    evidence = tuple(
        Evidence(kind if n == 1 else f"{kind}.several", {"on": on, "name": about, "n": n}, kind, key)
        for (on, about, key), n in sorted(alike.items(), reverse=True)
    )
    return Measure(f"{name}_{days}", at_least(len(inside), watch, against), len(inside), watch, against, evidence)


def noted_check(facts: Facts) -> ReportCheck | None:
    """The latest look at the report whose accounts were noted."""
    return next((one for one in reversed(facts.reports.checks) if one.on <= facts.on), None)


def noted_accounts(facts: Facts) -> tuple[ReportAccount, ...]:
    """The open accounts of that look; those of others' debts among them."""
    last = noted_check(facts)
    return () if last is None else tuple(one for one in facts.reports.accounts_of(last) if one.open)


def overdue_accounts(facts: Facts) -> tuple[ReportAccount, ...]:
    """Those of them which the report calls overdue, bad debt among them."""
    last = noted_check(facts)
    return () if last is None else tuple(one for one in noted_accounts(facts) if grid.late_at(one, month_before(last)))


def is_bad_debt(one: ReportAccount, facts: Facts) -> bool:
    """Whether the look that showed an account calls it bad debt."""
    return grid.is_bad_debt(one, month_before(_look_of(one, facts)))


def told_late(one: ReportAccount, facts: Facts) -> Evidence:
    """One of these, as what the report calls it."""
    code = "report_bad_debt" if is_bad_debt(one, facts) else "report_overdue"
    return Evidence(code, {"name": one.institution}, "account", one.id)


def check_of(account: ReportAccount, facts: Facts) -> date:
    """The day of the look that showed an account."""
    return _look_of(account, facts).on


def told_until(account: ReportAccount, facts: Facts) -> date:
    """The last day of which the look tells for certain; where its month had not ended or is none, the month before."""
    return certain_until(account, _look_of(account, facts))


def _look_of(account: ReportAccount, facts: Facts) -> ReportCheck:
    return next(one for one in facts.file.checks if one.id == account.check_id)


def _is_strange(one: ReportAccount, facts: Facts) -> bool:
    """Whether an account is none of the loans here, nor looks like one."""
    last = noted_check(facts)
    if one.loan_id is not None or one.kind is AccountKind.GUARANTEE or last is None:
        return False
    found = facts.reports.matches(last)
    return one.id not in found.of and one.id not in found.unclear


def _odd(facts: Facts) -> tuple[Measure, ...]:
    """What the latest report with accounts shows: accounts of nobody here, such as are overdue, or not rated normal.

    A later look at the report whose accounts were not noted takes nothing back.
    """
    strange = [one for one in noted_accounts(facts) if _is_strange(one, facts)]
    late = overdue_accounts(facts)
    measures = []
    if strange:
        evidence = tuple(Evidence("strange", {"name": one.institution}, "account", one.id) for one in strange)
        measures.append(Measure("strange_accounts", State.WATCH, len(strange), evidence=evidence))
    if late:
        measures.append(
            Measure("report_overdue", State.AGAINST, len(late), evidence=tuple(told_late(one, facts) for one in late))
        )
    rated = [one for one in noted_accounts(facts) if one.rating not in (None, Rating.NORMAL)]
    if rated:
        bad = any(one.rating is not Rating.ATTENTION for one in rated)  # 次级 and worse are 不良
        evidence = tuple(
            Evidence(f"report_rating.{one.rating}", {"name": one.institution}, "account", one.id) for one in rated
        )
        measures.append(Measure("report_rating", State.AGAINST if bad else State.WATCH, len(rated), evidence=evidence))
    return tuple(measures)
