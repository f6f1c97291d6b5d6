"""Which loan here an account of a report is, where that is certain."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from planner.domain.accounts.loan import Loan
from planner.domain.credit.file import ReportAccount
from planner.domain.credit.printed import same, same_kind, same_lender

_NEAR_DAYS = 31


def loans_of(accounts: Sequence[ReportAccount], loans: Sequence[Loan]) -> tuple[int | None, ...]:
    """The id of the loan that each account is, in their order; None where it is none or could be another one.

    Lender, kind and currency are the same, and the day of opening or the amount: the amount of a loan only when both
    were lent within a month, so that an earlier one of the same amount is not taken for it. A pair must be the only one
    of both; where day and amount are the same it goes before those of which only one is.
    """
    found: dict[int, int] = {}
    for fits in (_fits_twice, _fits_once):
        left = [at for at in range(len(accounts)) if at not in found]
        free = [loan for loan in loans if loan.id not in found.values()]
        pairs = [(at, loan.id) for at in left for loan in free if _may_be(accounts[at], loan, fits)]
        for at, loan_id in pairs:
            if sum(pair[0] == at for pair in pairs) == 1 == sum(pair[1] == loan_id for pair in pairs):
                found[at] = loan_id
    return tuple(found.get(at) for at in range(len(accounts)))


def _may_be(account: ReportAccount, loan: Loan, fits: Callable[[ReportAccount, Loan], bool]) -> bool:
    return (
        account.currency == loan.currency
        and same_kind(account.kind, loan.method)
        and fits(account, loan)
        and any(same_lender(account.institution, name) for name in loan.institutions)
    )


def _amounts(account: ReportAccount, loan: Loan) -> bool | None:
    """Whether the amount is the same in yuan, as a report prints it; None where one is not known."""
    printed = account.amount_minor if loan.method.scheduled else account.limit_minor
    here = loan.principal_minor if loan.method.scheduled else loan.limit_minor
    return None if printed is None or not here else same(printed, loan.in_yuan(here))


def _fits_twice(account: ReportAccount, loan: Loan) -> bool:
    return account.opened_on == loan.start_on and _amounts(account, loan) is True


def _fits_once(account: ReportAccount, loan: Loan) -> bool:
    alike = _amounts(account, loan)
    if not loan.method.scheduled:  # a limit changes over the years
        return account.opened_on == loan.start_on or alike is True
    if account.opened_on is None or alike is False:
        return False
    return account.opened_on == loan.start_on or (
        alike is True and abs((account.opened_on - loan.start_on).days) <= _NEAR_DAYS
    )
