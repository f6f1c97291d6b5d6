"""Reason 3: borrowing from many lenders. Institutions count, not loans; an open online line counts though it is empty.

Which institutions are online lenders is a practitioners' test (``seeds/credit.toml``): no bank, or one of the banks
that lend through apps; mortgages, housing-fund loans and car loans never count. A private lender stands on no report
and counts nowhere here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from planner.domain.accounts.loan import LenderKind, Loan
from planner.domain.accounts.moves import claim_of
from planner.domain.accounts.records import Account
from planner.domain.credit.file import in_window
from planner.domain.credit.printed import bare
from planner.domain.figures.parts import counts, is_lenders
from planner.domain.findings import debt_ratios
from planner.domain.findings.model import Evidence, Facts, Measure, at_least, unknown
from planner.domain.ledger.state import AccountState, Figures, Position
from planner.domain.reference.catalogue import Catalogue

NEW_DAYS = 90


def is_online(loan: Loan, catalogue: Catalogue) -> bool:
    """Whether the loan counts as one of an online lender."""
    if loan.product.endswith(catalogue.online.not_products):
        return False
    if loan.lender.kind is LenderKind.BANK:
        names = (loan.institution, loan.lender.institution, loan.lender.name)
        return any(bank in name for bank in catalogue.online.banks for name in names if name)
    apart = any(part in name for part in catalogue.online.not_names for name in loan.institutions)
    return loan.lender.kind is not LenderKind.PRIVATE and not apart


def unnamed(standing: Iterable[tuple[Account, Figures | Position]], catalogue: Catalogue) -> tuple[str, ...]:
    """The lenders that count and of whom nobody noted under which name they report, each once: counts may be off.

    None of whom nothing is owed to any more, since the claim went to somebody who has a name.
    """
    names = (
        account.loan.lender.name
        for account, figures in standing
        if catalogue.institutions.unnamed(account.loan)
        and counts(account.loan, figures)
        and is_lenders(account, figures)
    )
    return tuple(dict.fromkeys(names))


def measures(facts: Facts) -> tuple[Measure, ...]:
    """Online lenders, all institutions owed, new online lenders, and the payment ratio."""
    if not facts.standing:
        missing = unknown("online_lenders", "loans"), unknown("institutions", "loans")
        return (*missing, debt_ratios.payment_ratio(facts))
    return (_online(facts), _owed(facts), _new(facts), debt_ratios.payment_ratio(facts))


def _online(facts: Facts) -> Measure:
    found = _Institutions()
    for account, figures in facts.standing:
        loan = account.loan
        if claim_of(account, facts.on).creditor:
            continue  # whoever took it over does not lend through an app
        if is_online(loan, facts.catalogue) and counts(loan, figures):
            found.add(loan, figures)
    watch, against = facts.limit("online_lenders_watch"), facts.limit("online_lenders_against")
    state = at_least(len(found.amounts), watch, against)
    return Measure("online_lenders", state, len(found.amounts), watch, against, found.evidence())


def _owed(facts: Facts) -> Measure:
    found = _Institutions()
    for account, figures in facts.standing:
        if account.loan.lender.kind is LenderKind.PRIVATE or figures.state is AccountState.CLOSED:
            continue
        if figures.owed_minor or not figures.known:
            creditors = claim_of(account, facts.on).creditors(account.loan.lender.name, figures.owed_minor)
            if account.loan.lender.name in creditors:
                found.add(account.loan, figures)
            found.add_names([name for name in creditors if name != account.loan.lender.name], account.loan, figures)
    watch, against = facts.limit("institutions_watch"), facts.limit("institutions_against")
    state = at_least(len(found.amounts), watch, against)
    lacking = tuple(Evidence("unnamed", {"name": name}) for name in unnamed(facts.standing, facts.catalogue))
    return Measure("institutions", state, len(found.amounts), watch, against, (*found.evidence(), *lacking))


class _Institutions:
    """What is owed to institutions, by name, fen; of what several lend together nobody knows whose share is what."""

    def __init__(self) -> None:
        self.amounts: dict[str, int] = {}
        self._spelled: dict[str, str] = {}
        self._together: set[str] = set()

    def add(self, loan: Loan, figures: Figures) -> None:
        """Add a loan under each name that reports it."""
        self.add_names(loan.institutions, loan, figures)

    def add_names(self, names: Sequence[str], loan: Loan, figures: Figures) -> None:
        """Add a loan under other names; of several ways of writing one the first."""
        names = [self._spelled.setdefault(bare(name), name) for name in names]
        for name in names:
            owed = loan.in_yuan(figures.owed_minor) if len(names) == 1 else 0
            self.amounts[name] = self.amounts.get(name, 0) + owed
        if len(names) > 1 and figures.owed_minor:
            self._together.update(names)

    def evidence(self) -> tuple[Evidence, ...]:
        """Each institution with what is owed to it, the smallest first: that is the one that goes first."""
        ranked = sorted(self.amounts.items(), key=lambda one: (one[0] in self._together, one[1], one[0]))
        return tuple(Evidence(self._code(name, owed), {"name": name, "owed_minor": owed}) for name, owed in ranked)

    def _code(self, name: str, owed: int) -> str:
        if name in self._together:
            return "joint_institution"
        return "institution" if owed else "empty_line"


def _new(facts: Facts) -> Measure:
    begun: dict[str, date] = {}
    spelled: dict[str, str] = {}
    for account, _ in facts.standing:
        if is_online(account.loan, facts.catalogue):
            for name in (spelled.setdefault(bare(one), one) for one in account.loan.institutions):
                begun[name] = min(begun.get(name, account.loan.start_on), account.loan.start_on)
    new = sorted((on, name) for name, on in begun.items() if in_window(on, facts.on, NEW_DAYS))
    against = facts.limit("new_lenders_against")
    evidence = tuple(Evidence("new_lender", {"name": name, "on": on}) for on, name in new)
    return Measure("new_lenders", at_least(len(new), None, against), len(new), None, against, evidence)
