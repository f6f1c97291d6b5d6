"""What a report says of the repayment record: the months of its grids, and counts of which nobody knows the months."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from planner.domain.credit.file import AccountKind, Negative, ReportAccount, ReportCheck
from planner.domain.findings import grid, report
from planner.domain.findings.matched import Owner, certain_until
from planner.domain.findings.model import Evidence, Facts, Param
from planner.values import dataclass

YEARS = 5  # of which a report counts the months


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says of one loan: the months that its grids call overdue, and those of which they say anything.

    ``unsaid`` are those of which the lender told the bureau nothing (``#``).
    """

    name: str
    on: date
    overdue: tuple[int, ...]
    known: frozenset[int]
    unsaid: frozenset[int] = frozenset()


def accounts(facts: Facts) -> Iterator[ReportAccount]:
    """The person's own accounts of the latest look whose accounts were noted, ended ones too."""
    last = report.noted_check(facts)
    if last is not None:
        yield from (one for one in facts.reports.accounts_of(last) if one.kind is not AccountKind.GUARANTEE)


def owner_of_entry(one: Negative, spans: tuple[grid.Span, ...], facts: Facts) -> Owner:
    """Of what an entry tells: as noted, or the only loan of its institution.

    Where the report has another account of that institution beside this loan, which was overdue in the same months, the
    entry is about that account.
    """
    key = facts.reports.whose(one.loan_id, one.institution)
    if one.loan_id is not None or isinstance(key, str):
        return key
    other, months = facts.reports.spelled(one.institution), grid.touched(spans, facts.on)
    beside = (account for account in accounts(facts) if facts.reports.owner(account) == other)
    return other if any(months & set(grid.overdue_by(account)) for account in beside) else key


def told(facts: Facts, spans: Mapping[Owner, tuple[grid.Span, ...]]) -> dict[Owner, Told]:
    """What the grids say, loan by loan; ``spans`` are those of each loan by ledger and entries."""
    last = report.noted_check(facts)
    if last is None:
        return {}
    found: dict[Owner, Told] = {}
    for one in accounts(facts):
        known, unsaid = grid.told_by(one), grid.unsaid_by(one)
        if known or unsaid:
            key = _owner(one, facts, spans)
            before = found.get(key)
            overdue = {*grid.overdue_by(one), *(before.overdue if before else ())}
            known |= before.known if before else frozenset()
            unsaid |= before.unsaid if before else frozenset()
            name = key if isinstance(key, str) else facts.names.get(key, one.institution)
            found[key] = Told(name, last.on, tuple(sorted(overdue)), known, unsaid - known)
    return found


def _owner(one: ReportAccount, facts: Facts, spans: Mapping[Owner, tuple[grid.Span, ...]]) -> Owner:
    """Of what an account tells; where several loans fit that of them which was overdue in the same months.

    So no month counts twice, once by the report and once by the ledger.
    """
    fitting = [facts.reports.part_of(loan_id) for loan_id in facts.reports.loans(one)]
    if len(fitting) > 1:
        late = set(grid.overdue_by(one))
        shared = {loan_id: len(late & grid.touched(spans.get(loan_id, ()), facts.on)) for loan_id in fitting}
        best = max(fitting, key=lambda loan_id: shared[loan_id])
        if shared[best]:
            return best
    return facts.reports.owner(one)


def told_until(facts: Facts, check: ReportCheck) -> dict[int, date]:
    """The last day of which a look tells, by loan; where it names no day or one to come, the end of the month before.

    Loans that it does not list are left out.
    """
    matched = facts.reports.matches(check).of
    found: dict[int, date] = {}
    for one in facts.reports.accounts_of(check):
        if one.id in matched and one.open:
            loan_id = facts.reports.part_of(matched[one.id].loan.id)
            until = certain_until(one, check)
            found[loan_id] = min(until, found.get(loan_id, until))
    return found


def in_window(one: Told, on: date, window: int) -> tuple[int, ...]:
    """The months overdue by the report that lie in that of ``on`` or the ``window`` before it."""
    last = grid.month_of(on)
    return tuple(month for month in one.overdue if last - window <= month <= last)


def evidence(key: Owner, one: Told, months: tuple[int, ...]) -> Evidence:
    """These months, as said by the report of its day."""
    params: dict[str, Param] = {"loan": one.name, "n": len(months), "months": grid.text(months), "on": one.on}
    return Evidence(
        "report_months", params, "" if isinstance(key, str) else "loan", None if isinstance(key, str) else key
    )


def unsaid_months(facts: Facts, told_of: Mapping[Owner, Told], first: int) -> tuple[Evidence, ...]:
    """Accounts whose lender told the bureau nothing of months from ``first`` on, of which the ledger knows nothing."""
    since = {
        facts.reports.part_of(account.loan.id): grid.month_of(account.known_since)
        for account in facts.accounts
        if account.known_since is not None
    }
    found: list[Evidence] = []
    for key, one in told_of.items():
        until = since.get(key, grid.month_of(facts.on) + 1) if isinstance(key, int) else grid.month_of(facts.on) + 1
        months = sorted(month for month in one.unsaid if first <= month < until)
        if months:
            found.append(Evidence("report_unsaid", {"loan": one.name, "n": len(months), "months": grid.text(months)}))
    return tuple(found)


def untold_counts(facts: Facts, spans: Mapping[Owner, tuple[grid.Span, ...]]) -> tuple[Evidence, ...]:
    """Accounts of which the report counts more months overdue in five years than anybody knows by their month.

    Any of them may be one of those that are asked about. ``spans`` are those of each loan.
    """
    found: list[Evidence] = []
    for one in accounts(facts):
        count = _count(one)
        if not count or grid.told_by(one):
            continue
        key = _owner(one, facts, spans)
        known = counted(spans.get(key, ()), report.told_until(one, facts))
        if count > known:
            name = key if isinstance(key, str) else facts.names.get(key, one.institution)
            told_of: dict[str, Param] = {"loan": name, "n": count, "known": known}
            found.append(Evidence("report_count", told_of, "account", one.id))
    return tuple(found)


def _count(one: ReportAccount) -> int:
    """How many months of five years a report counts as overdue, at least: those beyond 90 days are among them."""
    return max(one.overdue_months or 0, one.over_90_months or 0)


def counted(spans: tuple[grid.Span, ...], until: date) -> int:
    """How many months of the five years up to that of ``until``, a month's end, the spans call overdue."""
    last = grid.month_of(until)
    months = {grid.month_of(first_on) for first_on, _ in spans if first_on <= until}
    months |= grid.certain(spans, until)
    return sum(last - 12 * YEARS < month <= last for month in months)


def gridded(told_of: Mapping[Owner, Told], entered: Collection[Owner]) -> int:
    """How many accounts overdue once have their months typed and no entry of their own beside that."""
    return sum(bool(one.overdue) and key not in entered for key, one in told_of.items())
