"""The repayment record: what is overdue now, what is on file, and the months overdue of the last two years (连三累六).

A month counts as overdue on a loan when one of its dues began to be overdue in it (the day after its grace days), or
when one was still overdue at its end: so an instalment that was paid late counts once, and one that nobody pays counts
in every month, as a report shows it. What the ledger, the negative entries and the grids of a report say of one loan
is put together, and told apart. A report that only counts months, of which nobody knows when, lets nothing be clear.
*In a row* is the longest run of such months on one loan; *in all* adds up the months of all loans. They are counted
over 24 whole months and the running one. What is owed to family or friends stands on no record.

Nothing here is clear without data: it takes a report with its counts that is not older than a year and what fell due
since the day that it tells of, or every due of these months on every account.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from planner.domain.accounts.loan import LenderKind
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.domain.basics.calendar import add_months
from planner.domain.credit.file import AccountKind, Negative, NegativeKind, ReportAccount, ReportCheck
from planner.domain.findings import grid, record_report, report
from planner.domain.findings.matched import Owner, month_before
from planner.domain.findings.model import Evidence, Facts, Measure, Param, State, at_least, unknown, weight
from planner.domain.ledger.on_time import Verdict
from planner.domain.ledger.state import AccountState, Figures
from planner.values import dataclass, replace

Span = grid.Span
_ENDED = (AccountState.SETTLED, AccountState.CLOSED)
_UNPAID = (NegativeKind.OVERDUE, NegativeKind.BAD_DEBT)
_Spans = dict[Owner, tuple[Span, ...]]
_Told = Mapping[Owner, record_report.Told]


def measures(facts: Facts) -> tuple[Measure, ...]:
    """Overdue now, months in a row, months in all, and what is on file where there is anything."""
    seen, spans = _report_of_year(facts), _spans(facts)
    told = record_report.told(facts, spans)
    now, found, on_file = _now(facts), _months(facts, spans, told), _on_file(facts)
    untold = seen is None and not _judged(facts)
    if untold and {now.state, *(one.state for one in found)} == {State.CLEAR}:
        return (unknown("overdue_now", "repayments"), *on_file)
    lacks = _lacks(facts, seen, spans, told) or [_Lack("repayments", ())] * untold
    if any(one.state is State.CLEAR for one in found) or any(lack.missing == "report_months" for lack in lacks):
        found = _lowered(found, lacks)
    return (now, *found, *on_file)


def _judged(facts: Facts) -> bool:
    """Whether the ledger tells of a due of what stands on a report that it was paid, in time or not, or missed."""
    told = facts.judged | {loan_id for loan_id, days in facts.undated.items() if days}
    return any(account.loan.id in told for account in facts.accounts if _on_record(account))


# -- overdue now -------------------------------------------------------------------------------------------------------


def _now(facts: Facts) -> Measure:
    """Accounts overdue by the ledger, and by the latest report or an entry such as the ledger does not know better."""
    late = [(account, figures) for account, figures in facts.standing if figures.overdue_minor]
    reported = [one for one in _reported(facts) if not _better_known(one, facts)]
    entries = _going_on([account.loan.id for account, _ in late], reported, facts)
    added = _beside([account.loan.id for account, _ in late], reported, facts) + len(entries)
    counted = sum(_on_record(account) for account, _ in late) + added
    against = facts.limit("overdue_now")
    evidence = (
        *(_overdue(account, figures) for account, figures in late),
        *(report.told_late(one, facts) for one in reported),
        *(report.shown(one, facts) for one in entries),
    )
    state = at_least(counted, None, against)
    if late and state is State.CLEAR:  # family and friends report nowhere; it is overdue all the same
        state = State.WATCH
    return Measure("overdue_now", state, len(late) + added, None, against, evidence)


def _beside(late: Iterable[int], reported: Iterable[ReportAccount], facts: Facts) -> int:
    """How many of the report's accounts are none of the loans that are late here: each loan is one of them at most."""
    left = {facts.reports.part_of(loan_id) for loan_id in late}
    seen: set[int] = set()
    added = 0
    by_loans = ((one, {facts.reports.part_of(loan_id) for loan_id in facts.reports.loans(one)}) for one in reported)
    for _, loans in sorted(by_loans, key=lambda pair: len(pair[1])):  # where it is certain first
        known = loans & left or (loans & seen if len(loans) == 1 else set())
        if known:
            left -= set(sorted(known)[:1])
        else:
            added += 1
        seen |= loans if len(loans) == 1 else set()
    return added


def _going_on(late: Iterable[int], reported: Iterable[ReportAccount], facts: Facts) -> list[Negative]:
    """Entries of what is not paid yet, one of each account that is neither late here nor one of ``reported``.

    What such an entry says of a loan here the ledger knows better.
    """
    seen: set[Owner] = {facts.reports.part_of(loan_id) for loan_id in late}
    seen |= {facts.reports.owner(one) for one in reported}
    seen |= {facts.reports.part_of(account.loan.id) for account, figures in facts.standing if figures.known}
    found: list[Negative] = []
    for one in facts.file.negatives:
        if one.kind in _UNPAID and one.began_on <= facts.on and one.open_on(facts.on):
            owner = record_report.owner_of_entry(one, spans_of_entry(one, facts), facts)
            if owner not in seen:
                found.append(one)
                seen.add(owner)
    return found


def _reported(facts: Facts) -> list[ReportAccount]:
    """The person's own accounts that the latest report calls overdue: what is guaranteed for others is none."""
    return [one for one in report.overdue_accounts(facts) if one.kind is not AccountKind.GUARANTEE]


def _overdue(account: Account, figures: Figures) -> Evidence:
    told: dict[str, Param] = {"loan": full_name(account.loan), "overdue_minor": figures.overdue_minor}
    return Evidence("overdue", told, "loan", account.loan.id)


def _better_known(one: ReportAccount, facts: Facts) -> bool:
    """Whether the ledger says of the loan that it is not overdue any more, by something noted since that report.

    Of a line with each of its draws. A suggestion is not enough: what the report says may be of another loan. Bad debt
    is no longer that when an instalment is paid, but when the loan has ended.
    """
    about = [
        pair
        for pair in facts.standing
        if one.loan_id is not None and one.loan_id in (pair[0].loan.id, facts.reports.part_of(pair[0].loan.id))
    ]
    if report.is_bad_debt(one, facts) and not all(figures.state in _ENDED for _, figures in about):
        return False
    told = report.told_until(one, facts)
    return all(figures.known and not figures.overdue_minor for _, figures in about) and any(
        _noted_since(account, told, facts.on) for account, _ in about
    )


def _noted_since(account: Account, told: date, on: date) -> bool:
    """Whether a payment, a balance or the end of an account is of a day after ``told``: no debit taken for made."""
    days = [one.on for one in account.repayments if one.reversed_on is None]
    days += [one.on for one in account.readings]
    ends = (account.loan.settled_on, account.loan.closed_on, account.checked_on)
    return any(told < day <= on for day in (*days, *(end for end in ends if end is not None)))


def _on_record(account: Account) -> bool:
    return account.loan.lender.kind is not LenderKind.PRIVATE


# -- on file -----------------------------------------------------------------------------------------------------------


def _on_file(facts: Facts) -> tuple[Measure, ...]:
    """Negative entries about repaying that a report still shows: none lets the record be clear."""
    entries = [one for one in facts.file.negatives if one.kind is not NegativeKind.PUBLIC]
    kept = [(one, state) for one in entries if (state := report.judged(one, facts)) is not State.CLEAR]
    if not kept:
        return ()
    worst = max((state for _, state in kept), key=weight)
    missing = report.missing_of((one for one, _ in kept), facts) if worst is State.UNKNOWN else ""
    evidence = tuple(report.shown(one, facts) for one, _ in kept)
    return (Measure("on_file", worst, len(kept), evidence=evidence, missing=missing),)


# -- months ------------------------------------------------------------------------------------------------------------


def _months(facts: Facts, spans: _Spans, told_of: _Told) -> tuple[Measure, Measure]:
    window = facts.limit("overdue_window_months").whole
    by_loan = {key: overdue_months(these, facts.on, window) for key, these in spans.items()}
    evidence = [_shown(key, months, facts) for key, months in by_loan.items() if months]
    for key, told in told_of.items():
        months = record_report.in_window(told, facts.on, window)
        if months:
            evidence.append(record_report.evidence(key, told, months))
            by_loan[key] = tuple(sorted({*by_loan.get(key, ()), *months}))
    row = max((longest_run(months) for months in by_loan.values()), default=0)
    total = sum(len(months) for months in by_loan.values())
    any_month = facts.limit("overdue_any")
    in_row, in_all = facts.limit("overdue_row"), facts.limit("overdue_total")
    return (
        Measure("overdue_row", at_least(row, any_month, in_row), row, any_month, in_row),
        Measure("overdue_total", at_least(total, any_month, in_all), total, any_month, in_all, tuple(evidence)),
    )


def _shown(key: Owner, months: tuple[int, ...], facts: Facts) -> Evidence:
    told: dict[str, Param] = {"n": len(months), "months": grid.text(months)}
    if isinstance(key, str):
        return Evidence("overdue_months", {"loan": key, **told}, "negative")
    return Evidence("overdue_months", {"loan": facts.names.get(key, ""), **told}, "loan", key)


def _spans(facts: Facts) -> _Spans:
    """The overdue spans of each account that is reported: a loan, a line with its draws, or by the institution."""
    private = {account.loan.id for account in facts.accounts if not _on_record(account)} if facts.overdue else set()
    found: _Spans = {}
    for loan_id, spans in facts.overdue.items():
        if loan_id not in private:
            part = facts.reports.part_of(loan_id)
            found[part] = (*found.get(part, ()), *spans)
    for one in facts.file.negatives:
        if one.kind is NegativeKind.OVERDUE and one.began_on <= facts.on and not report.is_gone(one, facts):
            spans = spans_of_entry(one, facts)
            key = record_report.owner_of_entry(one, spans, facts)
            found[key] = (*found.get(key, ()), *spans)
    for account in _reported(facts):
        if _better_known(account, facts):  # overdue by the report, and paid since
            owner = facts.reports.owner(account)
            on = report.check_of(account, facts)
            found[owner] = (*found.get(owner, ()), (on, on))
    return found


def spans_of_entry(one: Negative, facts: Facts) -> tuple[Span, ...]:
    """The days that were overdue for certain: all of them, unless the longest run is shorter or not known.

    Then the first day, and as many before the end as the longest run had.
    """
    if one.open_on(facts.on) or one.ended_on is None:
        return ((one.began_on, None),)
    days = (one.ended_on - one.began_on).days
    run = one.worst_days if one.worst_days is not None else days if not report.run_unknown(one, facts) else 0
    if run >= days:
        return ((one.began_on, one.ended_on),)
    return ((one.began_on, one.began_on), (one.ended_on - timedelta(run), one.ended_on))


def overdue_months(spans: Iterable[Span], on: date, window: int) -> tuple[int, ...]:
    """The months (year × 12 + month − 1), rising, that count as overdue, in that of ``on`` or ``window`` before it.

    A span begins on its first day and ends on the day it was paid, or goes on at the end of ``on``.
    """
    begun = [span for span in spans if span[0] <= on]
    found = {grid.month_of(first_on) for first_on, _ in begun} | grid.certain(begun, on)
    return tuple(sorted(month for month in found if month >= grid.month_of(on) - window))


def longest_run(months: tuple[int, ...]) -> int:
    """How many of them follow one another, at most."""
    best = run = 1 if months else 0
    for before, after in pairwise(months):
        run = run + 1 if after == before + 1 else 1
        best = max(best, run)
    return best


# -- what is not known -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Lack:
    """What keeps the months from being clear: what to enter, and where it is missing."""

    missing: str
    evidence: tuple[Evidence, ...]


def _report_of_year(facts: Facts) -> ReportCheck | None:
    """The latest report whose counts were noted, if it is not older than the rule says."""
    seen = report.counted_check(facts.file, facts.on)
    months = facts.limit("record_report_months").whole
    return seen if seen is not None and add_months(seen.on, months) > facts.known_on else None


def _lacks(facts: Facts, seen: ReportCheck | None, spans: _Spans, told: _Told) -> list[_Lack]:
    """What is not known of the months, and since the report of what fell due later."""
    since = add_months(facts.on.replace(day=1), -facts.limit("overdue_window_months").whole)
    return [*_lacks_of_report(facts, spans, told, since), *_lacks_of_ledger(facts, told, since, seen)]


def _lacks_of_report(facts: Facts, spans: _Spans, told: _Told, since: date) -> list[_Lack]:
    """Accounts ever overdue of which nobody knows when, and months of which the report itself knows nothing."""
    found = []
    begun = (one for one in facts.file.negatives if one.began_on <= facts.on)
    entered = {record_report.owner_of_entry(one, spans_of_entry(one, facts), facts) for one in begun}
    if report.unnoted(facts, record_report.gridded(told, entered)):
        found.append(_Lack("negatives", (report.told_overdue(facts),)))
    counts = record_report.untold_counts(facts, spans)
    if counts:
        found.append(_Lack("report_months", counts))
    unsaid = record_report.unsaid_months(facts, told, grid.month_of(since))
    if unsaid:
        found.append(_Lack("report_unsaid", unsaid))
    return found


def _lacks_of_ledger(facts: Facts, told: _Told, since: date, seen: ReportCheck | None) -> list[_Lack]:
    """What fell due, and was it paid in time: where neither the ledger nor the report says so."""
    found: list[_Lack] = []
    until = {} if seen is None else record_report.told_until(facts, seen)
    undated: list[Evidence] = []
    untold: list[Evidence] = []
    for account, figures in facts.standing:
        if not _on_record(account):
            continue
        loan, name = account.loan, full_name(account.loan)
        part = facts.reports.part_of(loan.id)
        first = since if seen is None else max(since, until.get(part, month_before(seen)) + timedelta(1))
        seen_months = told[part].known if part in told else frozenset()
        days = sum(on >= first and grid.month_of(on) not in seen_months for on in facts.undated.get(loan.id, ()))
        if days:
            undated.append(Evidence("undated", {"loan": name, "n": days}, "loan", loan.id))
        gap_days = [*facts.untold.get(loan.id, ()), *(facts.assumed.get(loan.id, ()) if seen is None else ())]
        gaps = sum(on >= first and grid.month_of(on) not in seen_months for on in gap_days)
        if gaps:
            untold.append(Evidence("untold", {"loan": name, "n": gaps}, "loan", loan.id))
        elif seen is None and _begins_late(account, figures, first, seen_months):
            untold.append(Evidence("untold_before", {"loan": name, "on": account.known_since}, "loan", loan.id))
    if undated:
        found.append(_Lack("paid_days", tuple(undated)))
    if untold:
        found.append(_Lack("record_months", tuple(untold)))
    return found


def _begins_late(account: Account, figures: Figures, first: date, told: frozenset[int]) -> bool:
    """Whether the records of an account begin later than what is asked for, and no report says what was before."""
    since = account.known_since
    if figures.state is AccountState.CLOSED and account.loan.closed_on is not None and account.loan.closed_on < first:
        return False
    begins = max(first, account.loan.start_on)
    if since is None:
        return True
    return since > begins and any(month not in told for month in range(grid.month_of(begins), grid.month_of(since)))


def _lowered(found: tuple[Measure, Measure], lacks: list[_Lack]) -> tuple[Measure, Measure]:
    """The two measures where what is not known may hold months that nobody counted: those that are clear are not."""
    row, total = found
    if not lacks:
        return found
    evidence = (*total.evidence, *(one for lack in lacks for one in lack.evidence))
    lowered = State.UNKNOWN
    if row.state is State.CLEAR:
        row = Measure(row.code, lowered, missing=lacks[0].missing)
    if total.state is State.CLEAR:
        return row, Measure(total.code, lowered, evidence=evidence, missing=lacks[-1].missing)
    return row, replace(total, evidence=evidence)


# -- from verdicts -----------------------------------------------------------------------------------------------------


def spans_of(verdicts: Sequence[Verdict], until_day: date) -> tuple[Span, ...]:
    """Overdue spans from verdicts: each from the day after the last one that is on time.

    Only of what was missed or paid late by ``until_day``: what nobody has missed yet is no span.
    """
    spans = []
    for _, until, asked_until, cleared_on, shown_on in verdicts:
        if (shown_on is not None and cleared_on is None) or (cleared_on is not None and cleared_on <= until):
            continue
        if asked_until < until_day or (cleared_on is not None and cleared_on <= until_day):
            spans.append((until + timedelta(days=1), cleared_on))
    return tuple(sorted(spans, key=lambda span: (span[0], span[1] or date.max)))


def undated_of(verdicts: Sequence[Verdict], until_day: date) -> tuple[date, ...]:
    """The due dates of what was paid on a day that is not known, as the lender's balance showed by ``until_day``."""
    return tuple(
        key[0] for key, _, _, cleared_on, shown_on in verdicts if shown_on and not cleared_on and shown_on <= until_day
    )


def untold_of(verdicts: Sequence[Verdict], until_day: date) -> tuple[date, ...]:
    """The due dates of what had passed by ``until_day`` without anybody saying whether it was paid."""
    return tuple(
        key[0]
        for key, until, asked_until, cleared_on, shown_on in verdicts
        if until < until_day <= asked_until
        and not (cleared_on is not None and cleared_on <= until_day)
        and not (shown_on is not None and shown_on <= until_day)
    )
