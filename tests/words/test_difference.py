"""Every kind of difference and of change has its words in every language, with both figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner import i18n
from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.credit.file import AccountKind, Inquiry, PointState, ReportAccount
from planner.domain.findings.points import Code, Point
from planner.domain.findings.since import Change, Changed
from planner.i18n.format import UNKNOWN
from planner.overview.overview import Overview
from planner.words import difference
from tests.make.accounts import day, equal_principal, fen

ACCOUNT = ReportAccount(7, 1, "某银行股份有限公司", AccountKind.LOAN, True)
ASKED = Inquiry(9, day("05-02"), "某银行股份有限公司", "loan_approval", 1, unknown=True)
_MONTHS = (Code.MONTHS_THERE, Code.MONTHS_HERE, Code.MORE_MONTHS, Code.FEWER_MONTHS)
_BOTH = (Code.BALANCE, Code.LIMIT)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("code", Code)
def test_a_point_names_what_it_is_about_and_what_each_says(code: Code, language: str, overview: Overview) -> None:
    i18n.use(language)
    figures = (2, 3) if code in _MONTHS else (fen(4_000), fen(5_000))
    loan = None if code in (Code.NOT_HERE, Code.UNCLEAR, Code.INQUIRY) else overview.book.accounts[0].loan
    point = Point(code, "account:7", day("05-31"), *figures, account=ACCOUNT, loan=loan, months=(24_315,))
    if code is Code.INQUIRY:
        point = replace(point, account=None, inquiry=ASKED)
    told = difference.sentence(overview, point)
    assert (loan.name if loan is not None else "某银行股份有限公司") in told
    assert difference.title(point)
    if code in _BOTH:
        assert "4,000.00" in told
        assert "5,000.00" in told
    if code in (Code.MONTHS_THERE, Code.MONTHS_HERE):
        assert "2026-04" in told
    if code in (Code.MORE_MONTHS, Code.FEWER_MONTHS):  # never which
        assert "2026-04" not in told
        assert ("2 个月" if language == "zh" else "2 months") in told


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_overdue_without_a_sum_has_no_gap(language: str, overview: Overview) -> None:
    i18n.use(language)
    loan = overview.book.accounts[0].loan
    point = Point(Code.OVERDUE_THERE, "account:7", day("05-31"), 0, None, account=ACCOUNT, loan=loan)
    told = difference.sentence(overview, point)
    assert UNKNOWN not in told
    assert ("没写多少" if language == "zh" else "no amount") in told


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_what_was_decided_and_what_changed_have_names(language: str) -> None:
    i18n.use(language)
    point = Point(Code.BALANCE, "account:7", day("05-31"))
    said = [difference.decision(replace(point, decision=state)) for state in (None, *PointState)]
    assert said[0] == ""
    assert all(said[1:])
    for code in Changed:
        change = Change(code, None if code is Changed.INQUIRY else ACCOUNT, 0, 1)
        if code is Changed.INQUIRY:
            change = Change(code, inquiry=ASKED)
        what, name, *_ = difference.changed(change)
        assert what
        assert "某银行股份有限公司" in name


@pytest.fixture
def overview() -> Overview:
    """One loan, read from nowhere."""
    from pathlib import Path

    return Overview(Path("nowhere.db"), day("06-20"), Book((Account(equal_principal()),)), {})
