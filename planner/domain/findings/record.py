"""The repayment record: what is overdue now, and the months overdue of the last two years (连三累六).

A month counts as overdue on a loan when one of its dues began to be overdue in it (the day after its grace days), or
when one was still overdue at its end: so an instalment that was paid late counts once, and one that nobody pays counts
in every month, as a report shows it. *In a row* is the longest run of such months on one loan; *in all* adds up the
months of all loans.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from planner.domain.accounts.names import full_name
from planner.domain.basics.calendar import month_end
from planner.domain.findings.model import Evidence, Facts, Measure, State, at_least, unknown
from planner.domain.ledger.on_time import Verdict

Span = tuple[date, date | None]
"""The first day on which something was overdue, and the day it was paid (None while it is not)."""


def measures(facts: Facts) -> tuple[Measure, ...]:
    """Overdue now, months in a row, months in all."""
    timely = facts.ratios.on_time
    if not timely.on_time + timely.late + timely.missed and not any(facts.undated.values()):
        return (unknown("overdue_now", "repayments"),)
    return (_now(facts), *_months(facts))


def _now(facts: Facts) -> Measure:
    late = [(account, figures) for account, figures in facts.standing if figures.overdue_minor]
    against = facts.limit("overdue_now")
    evidence = tuple(
        Evidence(
            "overdue",
            {"loan": full_name(account.loan), "overdue_minor": figures.overdue_minor},
            "loan",
            account.loan.id,
        )
        for account, figures in late
    )
    return Measure("overdue_now", at_least(len(late), None, against), len(late), None, against, evidence)


def _months(facts: Facts) -> tuple[Measure, Measure]:
    window = facts.limit("overdue_window_months").whole
    names = {account.loan.id: full_name(account.loan) for account in facts.accounts}
    by_loan = {loan: overdue_months(spans, facts.on, window) for loan, spans in facts.overdue.items()}
    row = max((longest_run(months) for months in by_loan.values()), default=0)
    total = sum(len(months) for months in by_loan.values())
    evidence = tuple(
        Evidence(
            "overdue_months", {"loan": names.get(loan, ""), "n": len(months), "months": _text(months)}, "loan", loan
        )
        for loan, months in by_loan.items()
        if months
    )
    any_month = facts.limit("overdue_any")
    in_row, in_all = facts.limit("overdue_row"), facts.limit("overdue_total")
    states = at_least(row, any_month, in_row), at_least(total, any_month, in_all)
    undated = _undated(facts, window, names)
    if undated and State.CLEAR in states:  # what nobody dated may have been overdue: that is not clear
        return unknown("overdue_row", "paid_days"), unknown("overdue_total", "paid_days", *undated)
    return (
        Measure("overdue_row", states[0], row, any_month, in_row),
        Measure("overdue_total", states[1], total, any_month, in_all, evidence + undated),
    )


def _undated(facts: Facts, window: int, names: dict[int, str]) -> tuple[Evidence, ...]:
    """By loan, how many dues of the window were paid on a day that is not known."""
    first = _month(facts.on) - window
    counts = {loan: sum(first < _month(due_on) for due_on in days) for loan, days in facts.undated.items()}
    return tuple(
        Evidence("undated", {"loan": names.get(loan, ""), "n": count}, "loan", loan)
        for loan, count in counts.items()
        if count
    )


def overdue_months(spans: tuple[Span, ...], on: date, window: int) -> tuple[int, ...]:
    """The months (year × 12 + month − 1), rising, of the ``window`` months up to that of ``on`` that count as overdue.

    A span begins on its first day and ends on the day it was paid, or goes on at the end of ``on``.
    """
    last = _month(on)
    found: set[int] = set()
    for first_on, paid_on in spans:
        if first_on > on:
            continue
        found.add(_month(first_on))
        if paid_on is None or paid_on > on:
            found.update(range(_month(first_on), last + (on == month_end(on))))
        else:  # overdue at the end of every month before that of the payment
            found.update(range(_month(first_on), _month(paid_on)))
    return tuple(sorted(month for month in found if month > last - window))


def _month(on: date) -> int:
    return on.year * 12 + on.month - 1


def longest_run(months: tuple[int, ...]) -> int:
    """How many of them follow one another, at most."""
    best = run = 1 if months else 0
    for before, after in pairwise(months):
        run = run + 1 if after == before + 1 else 1
        best = max(best, run)
    return best


def _text(months: tuple[int, ...]) -> str:
    return ", ".join(f"{month // 12}-{month % 12 + 1:02d}" for month in months)


def spans_of(verdicts: list[Verdict], until_day: date) -> tuple[Span, ...]:
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


def undated_of(verdicts: list[Verdict], until_day: date) -> tuple[date, ...]:
    """The due dates of what was paid on a day that is not known, as the lender's balance showed by ``until_day``."""
    return tuple(
        key[0] for key, _, _, cleared_on, shown_on in verdicts if shown_on and not cleared_on and shown_on <= until_day
    )
