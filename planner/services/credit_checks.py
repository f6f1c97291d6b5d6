"""What must hold of a record of the credit file before it is written; errors are those of ``services.credit.save``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.credit.file import (
    Asset,
    Behaviour,
    Inquiry,
    Negative,
    ProfileEntry,
    ReportAccount,
    ReportCheck,
    Score,
    Series,
    WantedLine,
    check_score,
)
from planner.domain.credit.months import MOST, check_months, month_text
from planner.errors import PlannerError
from planner.storage.store import Write


def _past(on: date, today: date, field: str = "on") -> None:
    if on > today:
        raise PlannerError("credit.future", field=field, on=on)


def _named(name: str, field: str) -> None:
    if not name:
        raise PlannerError("credit.name", field=field)


def _taken(write: Write, record: Series | WantedLine) -> None:
    if any(key != record.id for key in write.keys(type(record), name=record.name)):
        raise PlannerError("credit.taken", field="name", name=record.name)


def _amounts(*amounts: tuple[str, int | None]) -> None:
    for field, amount in amounts:
        if amount is not None and not 0 <= amount <= LIMIT_MINOR:
            raise PlannerError("credit.amount", field=field, value_minor=amount)


def times(number: int) -> None:
    """That something was done 1 to 99 times on a day. Raises ``credit.times``."""
    if not 1 <= number <= 99:
        raise PlannerError("credit.times", field="times", value=number)


def _check_series(write: Write, one: Series, _today: date) -> None:
    _named(one.name, "name")
    _taken(write, one)
    if not 0 <= one.low < one.high <= 100_000:
        raise PlannerError("credit.range", field="high", low=one.low, high=one.high)
    if one.target is not None and not one.low <= one.target <= one.high:
        raise PlannerError("credit.target", field="target", value=one.target, low=one.low, high=one.high)
    for score in write.find(Score, series_id=one.id) if one.id else ():
        check_score(one, score.value)


def _check_score(write: Write, one: Score, today: date) -> None:
    _past(one.on, today)
    found = write.find(Series, id=one.series_id)
    if not found:
        raise PlannerError("credit.unknown")
    check_score(found[0], one.value)
    same = write.find(Score, series_id=one.series_id, on=one.on)
    if any(other.id != one.id for other in same):
        raise PlannerError("credit.same_day", field="on", on=one.on, value=same[0].value)


def _check_profile(write: Write, one: ProfileEntry, today: date) -> None:
    _past(one.on, today)
    if one.id and any(key != one.id for key in same_profile(write, one)):
        raise PlannerError("credit.profile_same_day", field="on", on=one.on)


def same_profile(write: Write, one: ProfileEntry) -> list[int]:
    """The rows, by id, of the same item of the platform on the same day."""
    return write.keys(ProfileEntry, platform=one.platform, item=one.item, on=one.on)


def _check_check(write: Write, one: ReportCheck, today: date) -> None:
    _past(one.on, today)
    seen = [row.on for row in write.find(Inquiry, check_id=one.id)] if one.id else []
    seen += [row.began_on for row in write.find(Negative, check_id=one.id)] if one.id else []
    latest = max(seen, default=one.on)
    if latest > one.on:
        raise PlannerError("credit.after_check", field="on", on=latest, seen_on=one.on)
    if one.accounts is not None and one.overdue_accounts is not None and one.overdue_accounts > one.accounts:
        raise PlannerError("credit.counts", field="overdue_accounts", value=one.overdue_accounts, most=one.accounts)


def _check_account(write: Write, one: ReportAccount, _today: date) -> None:
    _named(one.institution, "institution")
    _amounts(
        ("limit", one.limit_minor),
        ("balance", one.balance_minor),
        ("amount", one.amount_minor),
        ("overdue_amount", one.overdue_minor),
    )
    _late_months(one)
    for check in write.find(ReportCheck, id=one.check_id):
        as_of = None if one.as_of is None else one.as_of.replace(day=1)  # the running month's end is still to come
        if one.opened_on is not None and one.opened_on > check.on:
            raise PlannerError("credit.after_check", field="opened_on", on=one.opened_on, seen_on=check.on)
        for field, on in (("ended_in", one.ended_in), ("as_of", as_of)):
            if on is not None and on > check.on:
                raise PlannerError("credit.after_check", field=field, on=month_text(on), seen_on=check.on)
        check_months(one.months, one.months_until, check.on)


def _late_months(one: ReportAccount) -> None:
    """Of five years there are 60 months, and those beyond 90 days are among those overdue."""
    if one.overdue_months is not None and one.overdue_months > MOST:
        raise PlannerError("credit.month_count", field="overdue_months", value=one.overdue_months, most=MOST)
    most = MOST if one.overdue_months is None else one.overdue_months
    if one.over_90_months is not None and one.over_90_months > most:
        raise PlannerError("credit.over_90", field="over_90_months", value=one.over_90_months, most=most)


def _seen(write: Write, check_id: int | None, on: date, field: str) -> None:
    """What a report showed is not later than the report."""
    for found in write.find(ReportCheck, id=check_id) if check_id is not None else ():
        if found.on < on:
            raise PlannerError("credit.after_check", field=field, on=on, seen_on=found.on)


def _check_negative(write: Write, one: Negative, today: date) -> None:
    _named(one.institution, "institution")
    _past(one.began_on, today, "began_on")
    _seen(write, one.check_id, one.began_on, "began_on")
    if one.ended_on is not None:
        _past(one.ended_on, today, "ended_on")
        if one.ended_on < one.began_on:
            raise PlannerError("credit.ended_before", field="ended_on", on=one.ended_on, began_on=one.began_on)
    _amounts(("amount", one.amount_minor))


def _check_inquiry(write: Write, one: Inquiry, today: date) -> None:
    _named(one.institution, "institution")
    _past(one.on, today)
    _seen(write, one.check_id, one.on, "on")


def _check_behaviour(_write: Write, one: Behaviour, today: date) -> None:
    _past(one.on, today)
    times(one.times)


def _check_wanted(write: Write, one: WantedLine, _today: date) -> None:
    _named(one.name, "name")
    _taken(write, one)
    if one.score_least is None:
        return
    for series in write.find(Series, id=one.series_id):
        if not series.low <= one.score_least <= series.high:
            told = {"value": one.score_least, "low": series.low, "high": series.high}
            raise PlannerError("credit.score_range", field="score_least", **told)


def _check_asset(write: Write, one: Asset, today: date) -> None:
    _named(one.name, "name")
    _past(one.on, today)
    _amounts(("value", one.value_minor))
    if one.id and any(key != one.id for key in same_asset(write, one)):
        raise PlannerError("credit.asset_same_day", field="on", name=one.name, on=one.on)


def same_asset(write: Write, one: Asset) -> list[int]:
    """The rows, by id, of the same name and day."""
    return write.keys(Asset, name=one.name, on=one.on)


CHECKS: Mapping[type, Callable[[Write, Any, date], None]] = {
    Series: _check_series,
    Score: _check_score,
    ProfileEntry: _check_profile,
    ReportCheck: _check_check,
    ReportAccount: _check_account,
    Negative: _check_negative,
    Inquiry: _check_inquiry,
    Behaviour: _check_behaviour,
    WantedLine: _check_wanted,
    Asset: _check_asset,
}
"""By kind of record: the write that it is checked in, the record, the day now."""
