"""With what an adopted plan reckons that is otherwise now: terms of its loans, agreements, the money for debts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from zlib import crc32

from planner.domain.accounts.fee_steps import kept_text
from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import Account
from planner.domain.payoff.adopted.adopted import Baseline, Known
from planner.domain.payoff.debts.flow import Flow
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.debts.months import Months
from planner.values import dataclass

_ROOM = 3  # months whose money depends on what was at hand on the day of the plan


class Old(StrEnum):
    """What is otherwise than the plan has it, in the order in which it is told."""

    RATE = "rate"
    FEES = "fees"
    PREPAYMENT = "prepayment"  # what paying early costs and does
    PREPAY_FROM = "prepay_from"  # the first day on which it is taken
    METHOD = "method"  # how it is repaid, in how many terms, by which schedule
    DAYS = "days"  # when it falls due
    LIMIT = "limit"
    CARD = "card"
    AGREED = "agreed"  # with the lender, or what became of the claim
    BUDGET = "budget"
    INCOME = "income"


_FIELDS = {
    Old.PREPAYMENT: ("prepayment", "prepayment_fee", "prepayment_steps", "prepay_on", "excess"),
    Old.PREPAY_FROM: ("prepay_from",),
    Old.METHOD: ("method", "terms", "every", "interest_only_terms", "payment_minor", "offset_minor", "on_rate_change"),
    Old.DAYS: ("due_day", "first_due_on", "end_on", "statement_day", "due_shift"),
    Old.LIMIT: ("limit_minor",),
}
_CARD = ("interest", "minimum", "minimum_share", "minimum_minor", "late_fee_share", "late_fee_minor", "due_after_days")


@dataclass(frozen=True, slots=True)
class Outdated:
    """One thing that is otherwise, of a loan by its id; None for the money."""

    what: Old
    loan_id: int | None = None


def terms_of(loan: Loan) -> dict[str, str]:
    """The terms beside rate and fees on which a plan rests, as texts by name; a card's begin with ``card.``."""
    told = {name: _text(getattr(loan, name)) for names in _FIELDS.values() for name in names}
    told["printed"] = _printed(loan)
    return told | {f"card.{name}": _text(getattr(loan.card, name)) for name in _CARD}


def _text(value: Any) -> str:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, tuple):
        return kept_text(value)
    return "" if value is None else str(value)


def _printed(loan: Loan) -> str:
    """The lender's own schedule, told apart from another one."""
    rows = ((one.number, one.due_on, one.principal_minor, one.interest_minor, one.fee_minor) for one in loan.pinned)
    return f"{crc32(repr([(number, str(on), *amounts) for number, on, *amounts in rows]).encode()):08x}"


def outdated(baseline: Baseline, accounts: Iterable[Account], today: date) -> tuple[Outdated, ...]:
    """What of the accounts that a plan knows is otherwise than at its adoption, also from a day to come on.

    Of a plan that was adopted before terms were kept with it: rate, fees, and what was agreed since.
    """
    known = {one.loan_id: one for one in baseline.known}
    found = []
    for account in accounts:
        then = known.get(account.loan.id)
        if then is not None:
            found += [Outdated(what, account.loan.id) for what in _of_account(baseline, account, then, today)]
    return tuple(found)


def _of_account(baseline: Baseline, account: Account, then: Known, today: date) -> Iterator[Old]:
    loan = account.loan
    if (loan.rate, loan.rate_changes) != (then.rate, then.rate_changes):
        yield Old.RATE
    if loan.fees != then.fees:
        yield Old.FEES
    yield from _terms(dict(then.terms), terms_of(loan))
    agreed = [one.agreed_on for one in account.arrangements] + [one.on for one in account.moves]
    if any(on is not None and baseline.start_on < on <= today for on in agreed):
        yield Old.AGREED


def _terms(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Old]:
    """Which terms are others, of those that both know."""
    changed = {name for name, text in then.items() if now.get(name, text) != text}
    groups = _FIELDS | {Old.METHOD: (*_FIELDS[Old.METHOD], "printed")}
    yield from (what for what, names in groups.items() if changed.intersection(names))
    if any(name.startswith("card.") for name in changed):
        yield Old.CARD


def money(then: Means, now: Means, today: date) -> tuple[Outdated, ...]:
    """Whether the money for debts is another than a plan was made for, ``then``, from today on."""
    if then.of_cash != now.of_cash or _stated(then, today) != _stated(now, today):
        return (Outdated(Old.BUDGET),)
    if then.flow is not None and now.flow is not None and now.of_cash:
        months = Months(today, now.payday)
        if _later(then.flow, months) != _later(now.flow, months):
            return (Outdated(Old.INCOME),)
    return ()


def _stated(means: Means, today: date) -> tuple[Any, ...]:
    """What was entered, as far as it is not past."""
    opened = Months(today, means.payday).opened_on
    lumps = tuple(sorted(one for one in means.every_lump if one[0] >= opened))
    amount = () if means.of_cash else means.holding(today)
    return amount, lumps, means.carry, means.payday


def _later(flow: Flow, months: Months) -> list[int]:
    """What months bring behind those that what is at hand cuts short, up to the last that differs from the next."""
    nets = [max(net, 0) for net in flow.by_month(months)]
    later = nets[_ROOM:] or nets[-1:]
    while len(later) > 1 and later[-1] == later[-2]:
        later.pop()
    return later
