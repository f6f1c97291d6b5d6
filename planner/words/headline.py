"""The person's standing in a few lines of text: the same on the first page and on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.names import full_name
from planner.domain.basics.calendar import month_end
from planner.domain.ledger.state import DueStatus
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.words.accounts import least_and_all

if TYPE_CHECKING:
    from planner.domain.cases.file import CaseFile

_NAMED = 3  # accounts or cases that a sentence names


def unrecorded(overview: Overview) -> int:
    """What has fallen due and nobody said yet whether it was paid, fen."""
    return unrecorded_least(overview)[1]


def unrecorded_least(overview: Overview) -> tuple[int, int]:
    """The same: what is asked of it at least, of a bill the minimum unless that is paid, and all of it; fen."""
    least = full = 0
    for due in overview.live(overview.today):
        if due.status is DueStatus.UNRECORDED:
            loan = overview.accounts[due.loan_id].loan
            full += loan.in_yuan(due.unpaid_minor)
            least += loan.in_yuan(due.asked_minor)
    return least, full


def carried(overview: Overview) -> tuple[int, int]:
    """Bills that fell due and of which nobody said whether they were paid, where later ones contain what they left.

    Returns:
        How many, and what is left of them in those later ones, fen.
    """
    last: dict[int, int] = {}
    number = 0
    for due in overview.live(overview.today):  # by due date: of each account the last one holds what all left
        if due.status is DueStatus.UNRECORDED and due.carried_minor:
            number += 1
            last[due.loan_id] = overview.accounts[due.loan_id].loan.in_yuan(due.carried_minor)
    return number, sum(last.values())


def undated(overview: Overview) -> list[Loan]:
    """Cards and lines that owe something and name no day on which it is due, as files leave them that tell none.

    Of a line that is only so until its terms are confirmed: it may have none.
    """
    found = []
    for account in overview.book.accounts:
        loan = account.loan
        card = loan.method is Method.CARD and None in (loan.statement_day, loan.due_day)
        line = loan.method is Method.REVOLVING and loan.due_day is None and not loan.rate_confirmed
        if (card or line) and overview.tell(account, [overview.today]).figures[0].owed_minor > 0:
            found.append(loan)
    return found


def _untold(overview: Overview, place: str) -> Iterator[str]:
    """What is not known of accounts that files have brought: balances, earlier bills, due days."""
    if overview.now.unknown:
        yield t(f"today.unknown{place}", n=overview.now.unknown)
    number, left_minor = carried(overview)
    if number:
        yield t(f"today.carried{place}", n=number, left=fmt.money(left_minor))
    loans = undated(overview)
    if loans:
        names = t("list.and").join(full_name(loan) for loan in loans[:_NAMED])
        more = t("today.undated.more", n=len(loans) - _NAMED) if len(loans) > _NAMED else ""
        yield t(f"today.undated{place}", names=names + more)


def headline(overview: Overview, *, keys: bool = True) -> str:
    """Debt, what this month asks, ratios, lenders, on-time rate; then what is missing or overdue.

    ``keys``: whether the keys of the page that it stands on are named; else where in the app something is said.
    """
    place = "" if keys else ".cli"
    if not overview.book.accounts:
        return "\n".join([t("today.welcome"), *_cases(overview), *_cash(overview)])
    now = overview.now
    timely = now.on_time
    month = (overview.today.year, overview.today.month)
    loans = {loan_id: account.loan for loan_id, account in overview.accounts.items()}
    dues = overview.live(month_end(overview.today))
    open_dues = [due for due in dues if (due.due_on.year, due.due_on.month) == month and due.unpaid_minor > 0]
    unpaid = sum(
        loans[due.loan_id].in_yuan(
            max(due.unpaid_minor - loans[due.loan_id].offset_minor, 0)
        )  # in cash, as what is due
        for due in open_dues
        if due.status is not DueStatus.UNRECORDED
    )
    late = {key: minor for key in loans if (minor := overview.overdue_minor(key))}
    overdue = sum(loans[key].in_yuan(minor) for key, minor in late.items())
    lines = [
        t("today.debt", debt=fmt.money(now.debt_minor), due=fmt.money(now.due_minor), unpaid=fmt.money(unpaid)),
        t(
            "today.ratios",
            payment=fmt.percent(now.payment_ratio, 1),
            balance=fmt.percent(now.balance_ratio, 1),
            used=fmt.percent(now.utilisation, 1),
        ),
        t(
            "today.lenders",
            lenders=now.lenders.unsettled,
            lines=now.lenders.open_lines,
            rate=fmt.percent(timely.rate, 1),
            streak=timely.streak,
        ),
    ]
    lines += _untold(overview, place)
    if now.income_minor is None:
        lines.append(t(f"today.no_income{place}"))
    least, unsaid = unrecorded_least(overview)
    if unsaid:
        lines.append(t(f"today.unrecorded{place}", amount=least_and_all(least, unsaid)))
    if overdue:
        unknown = sum(not loans[key].late_cost_known for key in late)
        more = t("today.late_unknown", n=unknown) if unknown else ""
        lines.append(t("today.overdue", overdue=fmt.money(overdue)) + more)
    return "\n".join([*lines, *_cases(overview), *_cash(overview)])


def unanswered(overview: Overview) -> tuple[list[CaseFile], list[CaseFile]]:
    """The cases whose last day for an answer is over, for certain or as far as days off are known, and is today.

    Of those nobody has recorded an answer.
    """
    over: list[CaseFile] = []
    last: list[CaseFile] = []
    for file in overview.cases:
        by = overview.stands[file.case.id].deadline.on
        if by is not None and by <= overview.today:
            (last if by == overview.today else over).append(file)
    return over, last


def _cases(overview: Overview) -> Iterator[str]:
    """That nobody has answered cases by the last day, or that it is today."""
    for files, key in zip(unanswered(overview), ("today.case_over", "today.case_last"), strict=True):
        if files:
            names = t("list.and").join(_case_name(overview, file) for file in files[:_NAMED])
            more = t("today.undated.more", n=len(files) - _NAMED) if len(files) > _NAMED else ""
            yield t(key, names=names + more)


def _case_name(overview: Overview, file: CaseFile) -> str:
    name = fmt.brief(file.case.title)
    return name if overview.stands[file.case.id].deadline.sure else t("today.case_unsure", name=name)


def _cash(overview: Overview) -> list[str]:
    """The line about cash; none while no cash at hand is on record."""
    if overview.cash is None:
        return []
    from planner.words.cash import today_line

    return [today_line(overview.cash)]
