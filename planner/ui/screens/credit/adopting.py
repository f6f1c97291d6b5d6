"""Adopting what a report says: the form that records it, already filled in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from planner.domain.accounts.loan import LenderKind, Method
from planner.domain.basics.calendar import month_end
from planner.domain.credit.file import AccountKind, NegativeKind, ReportAccount
from planner.domain.findings import grid
from planner.domain.findings.points import Code, Point
from planner.i18n import format as fmt
from planner.overview.overview import Overview
from planner.ui.forms.fields import Texts
from planner.ui.screens.credit.forms import money, plain

if TYPE_CHECKING:
    from textual.screen import Screen

_METHODS = {AccountKind.CARD: Method.CARD, AccountKind.LINE: Method.REVOLVING}
_OVERDUE = (Code.OVERDUE_THERE, Code.MONTHS_THERE, Code.MORE_MONTHS)


def form_for(overview: Overview, point: Point) -> Screen[Any] | None:
    """The form that takes over what the report says; where it cannot know better, the loan, to be looked at."""
    if point.code is Code.NOT_HERE and point.account is not None:
        from planner.ui.screens.loans.loan_form import LoanForm

        return LoanForm(given=loan_texts(overview, point.account))
    if point.code is Code.UNCLEAR and point.account is not None:
        from planner.ui.screens.credit.account_form import AccountForm

        return AccountForm(point.account.check_id, point.account)
    if point.inquiry is not None:
        from planner.ui.screens.credit.report_forms import InquiryForm

        return InquiryForm(point.inquiry)
    if point.code in _OVERDUE:
        from planner.ui.screens.credit.report_forms import NegativeForm

        return NegativeForm(given=negative_texts(point))
    return _of_loan(overview, point)


def _of_loan(overview: Overview, point: Point) -> Screen[Any] | None:
    if point.loan is None or point.loan.id not in overview.accounts:
        return None
    account = overview.accounts[point.loan.id]
    if point.code is Code.BALANCE and point.there is not None:
        from planner.ui.screens.loans.balance import BalanceForm

        given = {"on": point.on.isoformat()}
        if account.loan.yuan_rate is None:  # the report has yuan, the reading is in the account's own currency
            given["balance"] = fmt.plain_money(point.there)
        return BalanceForm(account, given=given)
    if point.code is Code.CLOSED_THERE and point.here:
        from planner.ui.screens.loans.balance import BalanceForm

        ended_in = None if point.account is None else point.account.ended_in
        on = point.on if ended_in is None else min(point.on, month_end(ended_in))
        return BalanceForm(account, given={"balance": fmt.plain_money(0), "on": on.isoformat()})
    if point.code is Code.LIMIT and point.there is not None and account.loan.yuan_rate is None:
        from planner.ui.screens.loans.loan_form import LoanForm

        return LoanForm(account.loan, given={"limit": fmt.plain_money(point.there)})
    if point.code in (Code.INSTITUTION, Code.NOT_THERE):
        from planner.ui.screens.loans.institutions import InstitutionForm

        name = point.account.institution if point.account is not None else account.loan.lender.institution
        return InstitutionForm(account.loan.lender, given={"institution": name})
    from planner.ui.screens.loans.loan import LoanScreen

    return LoanScreen(account.loan.id)


def loan_texts(overview: Overview, one: ReportAccount) -> Texts:
    """What the form of a new loan holds of an account: who lends, what kind, how much, since when, what is owed.

    The form asks what is owed today. A balance of before the last month's end is no answer to that: it is the next
    point, adopted with its own day.
    """
    kind = overview.catalogue.institutions.kind_of(one.institution) or LenderKind.BANK
    method = _METHODS.get(one.kind, Method.LEVEL_PAYMENT)
    texts = {
        "lender": one.institution,
        "name": one.business,
        "kind": kind.value,
        "institution": one.institution,
        "method": method.value,
        "start_on": "" if one.opened_on is None else one.opened_on.isoformat(),
        "limit": money(one.limit_minor),
    }
    if method.scheduled:
        return texts | {"principal": money(one.amount_minor)}
    fresh = one.as_of is not None and one.as_of >= overview.today.replace(day=1) - timedelta(1)
    return texts | ({"owed": money(one.balance_minor)} if fresh else {})


def negative_texts(point: Point) -> Texts:
    """What the form of a negative entry holds of an overdue that only the report has; its first day is left to say."""
    account = point.account
    assert account is not None
    first = grid.last_day(point.months[0]).replace(day=1) if point.months else None
    last = grid.last_day(point.months[-1]) if point.months and not account.overdue else None
    return {
        "institution": account.institution,
        "kind": NegativeKind.OVERDUE.value,
        "began_on": "" if first is None else first.isoformat(),
        "ended_on": "" if last is None else last.isoformat(),
        "amount": money(account.overdue_minor),
        "loan": plain(None if point.loan is None else point.loan.id),
        "check": str(account.check_id),
    }
