"""Calls and messages of those who collect, and what was promised in them. Values, and which promises were kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from planner.domain.accounts.records import Account
from planner.domain.basics.sources import Named
from planner.domain.reminders.rules import PROMISE, Dated
from planner.values import dataclass


class Means(StrEnum):
    """How somebody got in touch."""

    PHONE = "phone"
    MESSAGE = "message"  # a text message, a chat, a mail
    VISIT = "visit"
    OTHER = "other"


class Reached(StrEnum):
    """Whom they reached."""

    ME = "me"
    NOBODY = "nobody"  # it rang, nobody answered
    FAMILY = "family"
    EMPLOYER = "employer"  # or a colleague
    OTHER = "other"


OTHERS = (Reached.FAMILY, Reached.EMPLOYER, Reached.OTHER)
"""Everybody who is not the debtor."""


@dataclass(frozen=True, slots=True)
class Call:
    """One contact, as the person noted it.

    Attributes:
        on: the day.
        at: the time of day as ``HH:MM``; empty where it was not noted.
        lender: for whom they called, never empty.
        caller: who called, where that is somebody else: an agency, a number.
        loan_id: the loan that it was about; None where that was not said.
        said: what was said.
        promised_on: the day for which the person promised to pay; None for no promise.
        promised_minor: how much, fen, above 0; None where no sum was named. Only with ``promised_on``.
        case_id: the case in which it is a fact.
    """

    id: int
    on: date
    at: str
    lender: str
    caller: str = ""
    loan_id: int | None = None
    means: Means = Means.PHONE
    reached: Reached = Reached.ME
    said: str = ""
    promised_on: date | None = None
    promised_minor: int | None = None
    case_id: int | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised in a call, and how much of it has been paid since, fen.

    ``paid_minor`` is None where no loan is named: nobody can tell. ``kept``: all of it was paid, of one without a sum
    anything.
    """

    call: Call
    on: date
    paid_minor: int | None
    kept: bool


def latest(calls: Iterable[Call]) -> tuple[Call, ...]:
    """The calls, the latest first; one without a time stands before those of its day."""
    return tuple(sorted(calls, key=lambda one: (one.on, one.at or "24", one.id), reverse=True))


def promises(calls: Iterable[Call], accounts: Mapping[int, Account], as_of: date) -> tuple[Promise, ...]:
    """What was promised, by day. A repayment from the day of the call on counts for one promise of its loan, the first.

    Repayments that were taken back count for none.
    """
    promised = sorted((one.promised_on, one.id, one) for one in calls if one.promised_on is not None)
    left: dict[int, dict[int, int]] = {}
    found = []
    for on, _, call in promised:
        account = accounts.get(call.loan_id or 0)
        if account is None:
            found.append(Promise(call, on, None, kept=False))
            continue
        pool = left.setdefault(account.loan.id, _paid(account, as_of))
        days = {paid.id: paid.on for paid in account.repayments}
        paid_minor = 0
        for key in sorted(
            (key for key in pool if days[key] >= call.on and pool[key]), key=lambda key: (days[key], key)
        ):
            wanted = pool[key] if call.promised_minor is None else call.promised_minor - paid_minor
            part = min(pool[key], wanted)
            pool[key] -= part
            paid_minor += part
            if call.promised_minor is None or paid_minor == call.promised_minor:
                break
        found.append(Promise(call, on, paid_minor, kept=paid_minor >= (call.promised_minor or 1)))
    return tuple(found)


def _paid(account: Account, as_of: date) -> dict[int, int]:
    counted = (one for one in account.repayments if one.on <= as_of and one.reversed_on is None)
    return {one.id: one.amount_minor for one in counted}


def coming(found: Iterable[Promise]) -> tuple[Dated, ...]:
    """The days of promises that were not kept yet, with the name of whom it was promised to."""
    return tuple(Dated(PROMISE, key_of(one), one.on, (Named.same(one.call.lender),)) for one in found if not one.kept)


def key_of(one: Promise) -> str:
    """By what it is known that it was asked about: the call and the day."""
    return f"{one.call.id}:{one.on}"
