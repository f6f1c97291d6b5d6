"""Where the cases stand, with what each of them rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from planner.domain.accounts.records import Account
from planner.domain.cases import calendar
from planner.domain.cases.file import CaseFile
from planner.domain.cases.standing import Standing, standing
from planner.domain.credit.file import CreditFile
from planner.domain.reminders.rules import Dated
from planner.storage.shipped import cases, holidays

if TYPE_CHECKING:
    from planner.domain.reference.rules import Rules


def stands_of(
    files: Iterable[CaseFile], rules: Rules, accounts: Mapping[int, Account], credit: CreditFile, today: date
) -> dict[int, Standing]:
    """Where each case stands on a day, by its id."""
    lists, days = cases.load(), holidays.work_days()
    return {
        file.case.id: standing(file, lists, rules, days, today, accounts.get(file.case.loan_id or 0), credit)
        for file in files
    }


def coming_of(files: Iterable[CaseFile], stands: Mapping[int, Standing]) -> tuple[Dated, ...]:
    """The days that cases call for."""
    return calendar.coming((one, stands[one.case.id]) for one in files)
