"""A report in words claims no check that was not made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.credit.file import NOTHING, AccountKind, CreditFile, ReportAccount, ReportCheck
from planner.domain.credit.report.entries import Place, PublicKind, PublicRecord
from planner.domain.credit.report.keeping import Keeping, keeping
from planner.domain.credit.report.report import NEEDED, CreditReport, Part
from planner.i18n import use
from planner.words import report as words

ON = date(2026, 3, 11)


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


def test_a_report_without_a_summary_was_not_counted_by_it() -> None:
    report = CreditReport(ON, parts=NEEDED - {Part.SUMMARY}, said_none=frozenset({Part.CREDIT}))
    assert words.lines(report)[0].endswith("read to the end; it has no summary to count by")


def test_what_has_no_day_is_told_even_when_nothing_is_new() -> None:
    record = PublicRecord(Place(1, 1), PublicKind.TAX, "某税务局", None)
    report = CreditReport(ON, public_records=(record,), parts=NEEDED, said_none=frozenset({Part.CREDIT}))
    first = keeping(report, NOTHING, (), channel="online")
    again = keeping(
        report,
        CreditFile(checks=(ReportCheck(1, ON, "online", accounts=0, overdue_accounts=0, unread=0),)),
        (),
        channel="online",
    )
    assert first.undated == again.undated == 1
    assert words.kept(again).splitlines()[1:] == ["Without a day, so that no negative entry can be made of it: 1"]


def test_of_a_later_report_it_is_told_how_many_accounts_were_not_recorded_with_the_one_before() -> None:
    """Not that they are new: what was kept of that one may be a part of it."""
    use("en")
    look = ReportCheck(1, date(2026, 6, 1), "online")
    one = ReportAccount(1, 1, "示例银行", AccountKind.LOAN, True)
    found = Keeping(
        ReportCheck(0, date(2026, 11, 1), "online"), None, (one, one, one), (), (), before=look, seen_before=2
    )
    assert "Of these accounts 2 were recorded with the report of 2026-06-01 already; 1 were not" in words.kept(found)
    assert "recorded with" not in words.kept(replace(found, seen_before=0))
