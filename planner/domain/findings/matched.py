"""Which loan here each account of a report is: as the person said, else as day, amount and institution suggest.

A suggestion is made where exactly one loan fits exactly one account. It is never taken for what the person said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property

from planner.domain.accounts.loan import LenderKind, Loan
from planner.domain.accounts.records import Account
from planner.domain.basics.calendar import month_end
from planner.domain.basics.money import YUAN
from planner.domain.credit.file import AccountKind, CreditFile, ReportAccount, ReportCheck
from planner.domain.credit.printed import bare, perhaps_kind, perhaps_lender, same, same_lender
from planner.domain.reference.institutions import InstitutionNames
from planner.values import dataclass

_NEAR_DAYS = 31  # a day of lending that is typed wrongly is not further away


Owner = int | str
"""A loan by its id; what is no loan here by the name of its institution."""


def told_on(one: ReportAccount, check: ReportCheck) -> date:
    """The day for which an account is told: the end of its month, or the report's day; the month before without one."""
    return min(one.as_of or month_before(check), check.on)


def certain_until(one: ReportAccount, check: ReportCheck) -> date:
    """The same where its month had ended by the report's day; else the month before, since any later day may be."""
    return one.as_of if one.as_of is not None and one.as_of <= check.on else month_before(check)


def month_before(check: ReportCheck) -> date:
    """The last month end before a report."""
    return check.on.replace(day=1) - timedelta(1)


@dataclass(frozen=True, slots=True)
class Match:
    """The loan that an account is. ``suggested``: nobody said so."""

    loan: Loan
    suggested: bool = False


@dataclass(frozen=True, slots=True)
class Matches:
    """Of one look at the report: the loan of each account by its id, and accounts that several loans fit.

    ``unclear`` holds, by account, the ids of the loans that it may be: of neither side anything is missing.
    """

    of: Mapping[int, Match]
    unclear: Mapping[int, tuple[int, ...]]


def named(institution: str, loan: Loan) -> bool:
    """Whether an institution of a report may be one under which a loan is reported."""
    return any(perhaps_lender(institution, name) for name in loan.institutions)


def siblings(accounts: Sequence[ReportAccount]) -> dict[int, tuple[ReportAccount, ...]]:
    """The card accounts of several currencies that are one card, by the id of each: one limit holds for all of them.

    Of one institution and day, with one limit, no currency twice. What is no such card is alone.
    """
    cards: dict[tuple[object, ...], list[ReportAccount]] = {}
    for one in accounts:
        if one.kind is AccountKind.CARD and one.opened_on is not None and one.limit_minor is not None and one.open:
            cards.setdefault((bare(one.institution), one.opened_on, one.limit_minor), []).append(one)
    found: dict[int, tuple[ReportAccount, ...]] = {one.id: (one,) for one in accounts}
    for group in cards.values():
        if len({one.currency for one in group}) == len(group):
            found |= {one.id: tuple(group) for one in group}
    return found


def leads(one: ReportAccount, group: Sequence[ReportAccount]) -> bool:
    """Whether an account stands for the limit of its card: that in yuan, else the first."""
    yuan = [other.id for other in group if other.currency == YUAN]
    return one.id == (yuan or [group[0].id])[0]


def matches(
    accounts: Sequence[ReportAccount], check: ReportCheck, book: Iterable[Account], names: InstitutionNames
) -> Matches:
    """Match the accounts of a look at the report with the loans that had begun by its day.

    Other people's debts are nobody's loan; what family or friends lent is on no report.
    """
    loans = {account.loan.id: account.loan for account in book}
    found = {one.id: Match(loans[one.loan_id]) for one in accounts if one.loan_id in loans and one.loan_id is not None}
    taken = {match.loan.id for match in found.values()}
    open_accounts = [one for one in accounts if one.id not in found and one.kind is not AccountKind.GUARANTEE]
    free = [
        loan
        for loan in loans.values()
        if loan.id not in taken and loan.lender.kind is not LenderKind.PRIVATE and loan.start_on <= check.on
    ]
    pairs = [
        _Pair(one, loan, names, check)
        for one in open_accounts
        for loan in free
        if _kinds_fit(one, loan) and not _is_before(one, loan)
    ]
    for rule in _RULES:
        edges = [pair for pair in pairs if pair.account.id not in found and pair.loan.id not in taken and rule(pair)]
        for account_id, loan in _unique(edges).items():
            found[account_id] = Match(loan, suggested=True)
            taken.add(loan.id)
    unclear: dict[int, tuple[int, ...]] = {}
    for pair in pairs:
        one = pair.account
        if (
            one.id not in found
            and pair.loan.id not in taken
            and (pair.named or (pair.unnamed and (pair.day or pair.amount)))
            and one.open == pair.not_closed
        ):
            unclear[one.id] = (*unclear.get(one.id, ()), pair.loan.id)
    return Matches(found, unclear)


def _kinds_fit(one: ReportAccount, loan: Loan) -> bool:
    return one.currency == loan.currency and perhaps_kind(one.kind, loan.method)


def _is_before(one: ReportAccount, loan: Loan) -> bool:
    """Whether an account is an earlier loan: it ended, or is told of a month that did, before this one was lent."""
    if not loan.method.scheduled:
        return False
    if one.opened_on is not None and (loan.start_on - one.opened_on).days <= _NEAR_DAYS:
        return False
    last = month_end(one.ended_in) if one.ended_in is not None else one.as_of
    return last is not None and last < loan.start_on


class _Pair:
    """An account and a loan that might be one: in what they agree, asked when it is needed."""

    def __init__(self, account: ReportAccount, loan: Loan, names: InstitutionNames, check: ReportCheck) -> None:
        self.account, self.loan, self._names, self._check = account, loan, names, check

    @cached_property
    def named(self) -> bool:
        """One institution."""
        return named(self.account.institution, self.loan)

    @cached_property
    def unnamed(self) -> bool:
        """Nobody said who lends behind the app."""
        return self._names.unnamed(self.loan)

    @property
    def not_closed(self) -> bool:
        """Whether the loan was not closed yet when the account is told."""
        return self._later(self.loan.closed_on)

    @property
    def running(self) -> bool:
        """The same, and not settled either."""
        return self.not_closed and self._later(self.loan.settled_on)

    def _later(self, ended_on: date | None) -> bool:
        return ended_on is None or ended_on > certain_until(self.account, self._check)

    @property
    def day(self) -> bool:
        """One day of opening."""
        return self.account.opened_on == self.loan.start_on

    @property
    def amount(self) -> bool:
        """One amount lent, or one limit."""
        loan, one = self.loan, self.account
        lent = loan.method.scheduled and one.amount_minor is not None
        if lent and one.amount_minor is not None and same(one.amount_minor, loan.in_yuan(loan.principal_minor)):
            return True
        limits = one.limit_minor is not None and loan.limit_minor is not None
        return limits and same(one.limit_minor or 0, loan.in_yuan(loan.limit_minor or 0))


_RULES: tuple[Callable[[_Pair], bool], ...] = (
    lambda pair: pair.day and pair.amount and pair.named,
    lambda pair: (pair.day or pair.amount) and pair.named,
    lambda pair: pair.day and pair.amount and pair.unnamed,
    lambda pair: pair.named and pair.account.open and pair.running,
)
"""In the order in which they count: what agrees in more is matched first."""


def _unique(edges: Iterable[_Pair]) -> dict[int, Loan]:
    """Accounts that exactly one loan fits which fits no other; of so many that all fit so many, one each."""
    loans: dict[int, dict[int, Loan]] = {}
    accounts: dict[int, set[int]] = {}
    for pair in edges:
        loans.setdefault(pair.account.id, {})[pair.loan.id] = pair.loan
        accounts.setdefault(pair.loan.id, set()).add(pair.account.id)
    found: dict[int, Loan] = {}
    for account_id, fitting in loans.items():
        alike = {one for loan_id in fitting for one in accounts[loan_id]}
        twins = all(pair_of.keys() == fitting.keys() for pair_of in (loans[one] for one in alike))
        if twins and len(alike) == len(fitting) and (len(fitting) == 1 or _twins(fitting.values())):
            found[account_id] = fitting[sorted(fitting)[sorted(alike).index(account_id)]]
    return found


def _twins(loans: Iterable[Loan]) -> bool:
    """Whether loans are alike in all that a report says of them, so that it does not matter which is which."""
    return len({(one.start_on, one.principal_minor, one.limit_minor, one.method) for one in loans}) == 1


class Reports:
    """The looks at the report of a book, with the loans that their accounts are; asked for once each.

    ``checks`` are those whose accounts were noted, oldest first.
    """

    def __init__(self, file: CreditFile, accounts: tuple[Account, ...], names: InstitutionNames) -> None:
        self._accounts, self._names = accounts, names
        self.checks = file.noted_checks()
        self._checks = {check.id: check for check in self.checks}
        self._noted = {check.id: file.accounts_of(check) for check in self.checks}
        self._known: dict[int, Matches] = {}
        self._whose: dict[str, Owner] = {}
        spelled = [*(one.institution for one in file.negatives), *(one.institution for one in file.report_accounts)]
        self._spellings = tuple(dict.fromkeys(spelled))

    def accounts_of(self, check: ReportCheck) -> tuple[ReportAccount, ...]:
        """What a look showed, in the order of the report."""
        return self._noted.get(check.id, ())

    def matches(self, check: ReportCheck) -> Matches:
        """Which loans they are."""
        known = self._known.get(check.id)
        if known is None:
            known = matches(self.accounts_of(check), check, self._accounts, self._names)
            self._known[check.id] = known
        return known

    # -- whose it is ---------------------------------------------------------------------------------------------------

    def loans(self, one: ReportAccount) -> tuple[int, ...]:
        """The loan that an account is, as said or suggested; where several fit those that it may be; none: strange."""
        found = self.matches(self._checks[one.check_id])
        match = found.of.get(one.id)
        return found.unclear.get(one.id, ()) if match is None else (match.loan.id,)

    def owner(self, one: ReportAccount) -> Owner:
        """Of what an account of a report tells: a loan here, or one of an institution that was never entered.

        A draw that the report does not list by itself is a part of its line.
        """
        found = self.loans(one)
        if len(found) == 1:
            return self.part_of(found[0])
        whose = self.whose(None, one.institution)
        taken = {match.loan.id for match in self.matches(self._checks[one.check_id]).of.values()}
        return self.spelled(one.institution) if whose in taken else whose

    def whose(self, loan_id: int | None, institution: str) -> Owner:
        """Of what an entry tells: the loan that was noted, or the only one that this institution reports."""
        if loan_id is not None:
            return self.part_of(loan_id)
        known = self._whose.get(institution)
        if known is None:
            loans = [account.loan for account in self._accounts]
            sure = [loan for loan in loans if any(same_lender(institution, name) for name in loan.institutions)]
            found = {self.part_of(loan.id) for loan in sure or (one for one in loans if named(institution, one))}
            known = found.pop() if len(found) == 1 else self.spelled(institution)
            self._whose[institution] = known
        return known

    def part_of(self, loan_id: int) -> int:
        """The account as which a loan is reported: a draw its line, unless the latest look lists it by itself."""
        return self._parts.get(loan_id, loan_id)

    @cached_property
    def _parts(self) -> dict[int, int]:
        listed: set[int] = set()
        for check in self.checks[-1:]:
            listed = {match.loan.id for match in self.matches(check).of.values()}
        lines = {account.loan.id for account in self._accounts}
        return {
            loan.id: loan.line_id
            for loan in (account.loan for account in self._accounts)
            if loan.line_id in lines and loan.line_id is not None and loan.id not in listed
        }

    def spelled(self, institution: str) -> str:
        """An institution as it was noted first: one name for all ways of writing it."""
        return next((name for name in self._spellings if same_lender(name, institution)), institution)
