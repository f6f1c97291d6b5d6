"""The credit report: entries and their end, inquiries by window, the free ones of a year, the one-off repair."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.domain.credit.file import (
    AccountKind,
    CreditFile,
    Inquiry,
    Negative,
    NegativeKind,
    ReportAccount,
    ReportCheck,
    gone_on,
    nth_of_year,
)
from planner.domain.findings import report
from planner.domain.findings.model import State, Way
from tests.make.accounts import day, fen
from tests.make.findings import CATALOGUE, CHECKED, TODAY, measure, of


@pytest.mark.parametrize(
    ("on", "months", "gone"),
    [
        ("2024-02-29", 24, "2026-03-01"),
        ("2024-02-29", 60, "2029-03-01"),
        ("2024-02-29", 48, "2028-03-01"),
        ("2023-08-31", 60, "2028-09-01"),
        ("2025-03-15", 24, "2027-03-16"),
    ],
)
def test_what_is_kept_is_gone_on_the_day_after_its_anniversary(on: str, months: int, gone: str) -> None:
    assert gone_on(day(on), months) == day(gone)


def entry(began: str, ended: str | None, **more: object) -> Negative:
    until = None if ended is None else day(ended)
    return Negative(1, "某银行", NegativeKind.OVERDUE, day(began), until, **more)  # type: ignore[arg-type]


def test_an_entry_that_goes_on_never_starts_its_clock() -> None:
    found = of(CreditFile(checks=(CHECKED,), negatives=(entry("2015-03-01", None),)), "report")
    assert (found.state, found.clears_on) == (State.AGAINST, None)
    assert measure(found, "negatives").evidence[0].code == "negative.open"


def test_an_ended_entry_is_watched_for_five_years_from_its_end() -> None:
    file = CreditFile(checks=(CHECKED,), negatives=(entry("2023-01-05", "2024-02-29", worst_days=55),))
    found = of(file, "report")
    assert (found.state, found.clears_on, found.way) == (State.WATCH, day("2029-03-01"), Way.TIME)
    kept = replace(CHECKED, on=day("2029-02-01"))
    assert of(replace(file, checks=(kept,)), "report", day("2029-02-28")).state is State.WATCH
    assert of(replace(file, checks=(kept,)), "report", day("2029-03-01")).state is State.CLEAR


def test_a_grave_entry_acts_against_for_two_more_years() -> None:
    grave = CreditFile(checks=(CHECKED,), negatives=(entry("2024-10-01", "2024-12-10", worst_days=61),))
    assert of(grave, "report").state is State.AGAINST
    assert of(grave, "report", day("2026-12-09")).state is State.AGAINST
    assert of(grave, "report", day("2026-12-10")).state is State.WATCH
    bad = replace(grave.negatives[0], kind=NegativeKind.BAD_DEBT, worst_days=None)
    assert of(replace(grave, negatives=(bad,)), "report").state is State.AGAINST


def test_an_entry_of_the_future_is_not_there_yet() -> None:
    file = CreditFile(checks=(replace(CHECKED, on=day("05-01")),), negatives=(entry("2026-06-01", "2026-07-01"),))
    assert of(file, "report", day("05-31")).state is State.CLEAR
    assert of(file, "report", day("06-30")).state is State.AGAINST
    assert of(file, "report", day("07-01")).state is State.WATCH


def asked(*days: date, reason: str = "loan_approval") -> tuple[Inquiry, ...]:
    return tuple(Inquiry(number, on, "某机构", reason) for number, on in enumerate(sorted(days), 1))


def test_hard_inquiries_are_counted_by_window_and_two_alike_are_two() -> None:
    on = TODAY - timedelta(29)
    found = of(CreditFile(checks=(CHECKED,), inquiries=asked(on, on, TODAY - timedelta(30))), "report")
    counts = {days: measure(found, f"hard_{days}") for days in report.WINDOWS}
    assert {days: one.value for days, one in counts.items()} == {30: 2, 90: 3, 180: 3, 365: 3}
    assert counts[30].state is State.WATCH
    assert found.clears_on == TODAY + timedelta(1)  # one of two leaves the window: below the threshold again


def test_soft_and_own_inquiries_do_not_count() -> None:
    for reason in ("post_loan", "own", "credit_check", "judicial"):
        found = of(CreditFile(checks=(CHECKED,), inquiries=asked(TODAY, TODAY, TODAY, TODAY, reason=reason)), "report")
        assert found.state is State.CLEAR, reason


def test_no_negative_entry_is_known_only_where_the_counts_were_noted() -> None:
    dated = replace(CHECKED, accounts=None, overdue_accounts=None)
    found = of(CreditFile(checks=(dated,)), "report")
    assert (measure(found, "negatives").state, found.missing) == (State.UNKNOWN, ("report_counts",))
    assert measure(of(CreditFile(checks=(CHECKED,)), "report"), "negatives").state is State.CLEAR


def test_inquiries_without_a_report_never_make_it_clear() -> None:
    found = of(CreditFile(inquiries=asked(day("01-02"))), "report")
    assert (found.state, found.missing) == (State.UNKNOWN, ("report",))


def test_a_report_of_half_a_year_ago_is_old() -> None:
    file = CreditFile(checks=(ReportCheck(1, day("05-29"), "counter", accounts=3, overdue_accounts=0),))
    assert of(file, "report", day("11-28")).state is State.CLEAR
    assert of(file, "report", day("11-29")).state is State.UNKNOWN


def test_a_look_without_its_counts_says_nothing() -> None:
    bare = ReportCheck(2, day("11-01"), "online")
    for one in (bare, replace(bare, accounts=5), replace(bare, overdue_accounts=0)):
        found = of(CreditFile(checks=(one,)), "report")
        assert (found.state, found.missing) == (State.UNKNOWN, ("report_counts",))
    assert of(CreditFile(checks=(CHECKED, bare)), "report").state is State.CLEAR  # the look before it had them
    old = replace(CHECKED, on=day("05-29"))
    assert of(CreditFile(checks=(old, bare)), "report").missing == ("report_counts",)
    assert of(CreditFile(checks=(old,)), "report").missing == ("report",)


def test_accounts_ever_overdue_ask_for_their_entries() -> None:
    told = replace(CHECKED, accounts=10, overdue_accounts=2)
    found = of(CreditFile(checks=(told,)), "report")
    assert (found.state, found.missing) == (State.UNKNOWN, ("negatives",))
    gone = tuple(replace(entry("2019-01-01", "2020-01-01"), id=number) for number in (1, 2))
    assert of(CreditFile(checks=(told,), negatives=gone), "report").state is State.CLEAR


def test_a_later_look_without_accounts_takes_nothing_back() -> None:
    late = ReportAccount(1, 1, "某银行", AccountKind.CARD, True, overdue=True, loan_id=3)
    again = ReportCheck(2, day("11-01"), "online")
    file = CreditFile(checks=(CHECKED, again), report_accounts=(late,))
    assert of(file, "report").state is State.AGAINST
    mended = replace(late, id=2, check_id=2, overdue=False)
    assert of(replace(file, report_accounts=(late, mended)), "report").state is State.CLEAR


def test_accounts_that_are_none_of_the_loans_are_to_be_looked_at() -> None:
    account = ReportAccount(1, 1, "无名小贷", AccountKind.LOAN, True)
    strange = of(CreditFile(checks=(CHECKED,), report_accounts=(account,)), "report")
    assert (strange.state, strange.telling[0].code) == (State.WATCH, "strange_accounts")
    for fine in (
        replace(account, loan_id=3),
        replace(account, open=False),
        replace(account, kind=AccountKind.GUARANTEE),
    ):
        assert of(CreditFile(checks=(CHECKED,), report_accounts=(fine,)), "report").state is State.CLEAR
    late = of(CreditFile(checks=(CHECKED,), report_accounts=(replace(account, loan_id=3, overdue=True),)), "report")
    assert late.state is State.AGAINST


def test_the_free_ones_of_a_year_are_counted_by_day() -> None:
    checks = (
        ReportCheck(3, day("2025-12-31"), "online"),
        ReportCheck(1, day("01-02"), "online"),
        ReportCheck(4, day("03-01"), "counter"),
        ReportCheck(2, day("03-01"), "counter"),
    )
    assert [nth_of_year(checks, check) for check in checks] == [1, 1, 3, 2]


def test_the_one_off_repair_is_offered_while_it_holds_and_named_with_its_end_afterwards() -> None:
    small = entry("2024-05-01", None, amount_minor=fen(9_000))
    file = CreditFile(checks=(CHECKED,), negatives=(small,))
    assert measure(of(file, "report", day("01-20")), "negatives").evidence[0].code == "negative.repairable"
    assert measure(of(file, "report", day("03-31")), "negatives").evidence[0].code == "negative.repairable"
    late = of(file, "report", day("04-01"))
    assert measure(late, "negatives").evidence[0].code == "negative.open"
    assert [rule.code for rule in late.expired] == ["one_off_repair_yuan"]
    assert not of(file, "report", day("03-31")).expired
    for other in (replace(small, amount_minor=fen(10_001)), replace(small, began_on=day("2019-12-31"))):
        assert not of(replace(file, negatives=(other,)), "report").expired
    unknown = of(replace(file, negatives=(replace(small, amount_minor=None),)), "report", day("01-20"))
    assert measure(unknown, "negatives").evidence[0].code == "negative.open"  # nobody knows whether it is small enough


@pytest.mark.parametrize(
    ("ended", "gone"),
    [
        ("2025-11-30", "2026-01-01"),
        ("2025-12-01", "2026-01-31"),
        ("2026-01-31", "2026-02-28"),
        ("2026-04-01", "2031-04-02"),
    ],
)
def test_what_was_repaid_in_time_is_gone_by_the_repair(ended: str, gone: str) -> None:
    """By the notice: repaid by 30 November 2025, gone from 1 January; later, by the end of the next month."""
    one = entry("2025-10-01", ended, amount_minor=fen(10_000))
    assert report.falls_off(one, CATALOGUE.rules) == day(gone)
    fresh = replace(CHECKED, on=day(gone))
    found = of(CreditFile(checks=(fresh,), negatives=(one,)), "report", day(gone))
    assert found.state is State.CLEAR
    assert not found.expired
    repaired = [record.code for record in measure(found, "negatives").evidence]
    assert repaired == ([] if gone == "2031-04-02" else ["negative.repaired"])


def test_of_an_overdue_that_ran_into_2026_nobody_knows_whether_its_later_months_stay() -> None:
    """By the notice what arose up to 31 December 2025 is taken; no source says what becomes of the months after it."""
    one = entry("2025-10-01", "2026-03-31", amount_minor=fen(10_000), worst_days=181)
    fresh = replace(CHECKED, on=day("2026-04-30"))
    before = of(CreditFile(checks=(fresh,), negatives=(one,)), "report", day("2026-04-29"))
    assert before.state is State.AGAINST
    found = of(CreditFile(checks=(fresh,), negatives=(one,)), "report", day("2026-04-30"))
    assert (found.state, found.missing) == (State.UNKNOWN, ("repaired_part",))
    untold = of(CreditFile(checks=(CHECKED,), negatives=(replace(one, worst_days=None),)), "report")
    assert untold.missing == ("repaired_part",)  # how long its longest run was would change nothing
    told = measure(found, "negatives").evidence[0]
    assert told.code == "negative.part_repaired"
    assert (told.params["repaired_on"], told.params["gone_on"]) == (day("2026-04-30"), day("2031-04-01"))
    large = replace(one, amount_minor=fen(10_001))
    assert of(CreditFile(checks=(fresh,), negatives=(large,)), "report", day("2026-04-30")).state is State.AGAINST


def test_what_the_repair_takes_names_its_limits_by_their_source() -> None:
    one = entry("2025-10-01", "2025-11-01", amount_minor=fen(900))
    found = of(CreditFile(checks=(CHECKED,), negatives=(one,)), "report", day("10-02"))
    source = measure(found, "negatives").evidence[0].params["source"]
    rule = next(one for one in CATALOGUE.rules.versions if one.code == "one_off_repair_yuan")
    assert source == rule.fact.source


@pytest.mark.parametrize(
    ("ended", "worst", "state"),
    [
        ("2026-03-02", None, State.WATCH),  # 60 days from begin to end: it cannot have been longer
        ("2026-03-03", None, State.UNKNOWN),
        ("2026-03-03", 60, State.WATCH),
        ("2026-03-03", 61, State.AGAINST),
        ("2024-06-01", None, State.WATCH),  # two years after its end it does not matter any more
    ],
)
def test_an_ended_overdue_without_its_longest_run_is_not_known(ended: str, worst: int | None, state: State) -> None:
    began = "2026-01-01" if ended > "2026" else "2024-01-01"
    found = of(CreditFile(checks=(CHECKED,), negatives=(entry(began, ended, worst_days=worst),)), "report")
    assert found.state is state
    assert found.missing == (("worst_days",) if state is State.UNKNOWN else ())
