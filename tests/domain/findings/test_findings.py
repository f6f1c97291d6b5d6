"""Findings on histories that can be checked by hand: months, leap days, expired rules, changed thresholds, nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Lender, LenderKind
from planner.domain.accounts.records import Account
from planner.domain.book import Book, Income
from planner.domain.credit.file import (
    NOTHING,
    AccountKind,
    Behaviour,
    BehaviourKind,
    CreditFile,
    Inquiry,
    Negative,
    NegativeKind,
    ProfileEntry,
    ProfileState,
    ReportAccount,
    ReportCheck,
    Score,
    Series,
    gone_on,
    in_window,
    nth_of_year,
)
from planner.domain.figures.ratios import ratios
from planner.domain.findings import behaviour, profile, record, report
from planner.domain.findings.judge import findings, findings_on, turns
from planner.domain.findings.kinds import CODES
from planner.domain.findings.model import Finding, Measure, State, Way
from planner.domain.payoff.actions import Action, ActionKind
from planner.domain.payoff.followed import projected
from planner.domain.reference.rules import Own, Rules
from planner.storage.shipped import catalogue as shipped
from tests.make.accounts import card, day, drawn, equal_principal, fen, paid, read
from tests.make.accounts import line as revolving

TODAY = day("11-29")
CATALOGUE = shipped.load()
SESAME = Series(1, "sesame", "芝麻分", 350, 950)
CHECKED = ReportCheck(1, day("10-01"), "online")


def judged(book: Book, on: date = TODAY, actions: tuple[Action, ...] | None = None) -> dict[str, Finding]:
    return {one.code: one for one in findings(book, CATALOGUE, on, actions)}


def of(file: CreditFile, code: str, on: date = TODAY) -> Finding:
    return judged(Book(credit=file), on)[code]


def measure(finding: Finding, code: str) -> Measure:
    return next(one for one in finding.measures if one.code == code)


def owing(number: int, name: str, kind: LenderKind, yuan: int = 1_000, **more: object) -> Account:
    lender = Lender(number, name, kind)
    loan = replace(equal_principal(), id=number, lender=lender, principal_minor=fen(yuan), start_on=day("10-20"))
    return Account(replace(loan, **more))  # type: ignore[arg-type]


# -- nothing ----------------------------------------------------------------------------------------------------------


def test_an_empty_file_is_never_clear_and_names_what_to_enter() -> None:
    found = judged(Book())
    assert tuple(found) == CODES
    assert {one.state for one in found.values()} == {State.UNKNOWN}
    assert {code: one.missing for code, one in found.items()} == {
        "score": ("score",),
        "profile": ("profile",),
        "multi_lender": ("loans",),
        "behaviour": ("behaviour",),
        "report": ("report",),
        "record": ("repayments",),
        "usage": ("limits",),
        "debt": ("loans",),
    }
    assert {one.clears_on for one in found.values()} == {None}


# -- score ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "state"),
    [(599, State.AGAINST), (600, State.WATCH), (649, State.WATCH), (650, State.CLEAR)],
)
def test_the_score_stands_against_both_thresholds(value: int, state: State) -> None:
    found = of(CreditFile(series=(SESAME,), scores=(Score(1, 1, day("11-07"), value),)), "score")
    assert (found.state, found.clears_on) == (state, None)  # no score is predicted
    assert found.measures[0].value == value


def test_a_score_of_62_days_ago_says_nothing_of_today() -> None:
    file = CreditFile(series=(SESAME,), scores=(Score(1, 1, day("09-01"), 700),))
    assert of(file, "score", day("11-01")).state is State.CLEAR
    old = of(file, "score", day("11-02"))
    assert (old.state, old.missing) == (State.UNKNOWN, ("score",))
    assert of(file, "score", day("08-31")).state is State.UNKNOWN  # it was not noted yet


def test_another_score_is_not_measured_by_the_thresholds_of_sesame() -> None:
    other = Series(1, "", "百行", 300, 900)
    assert of(CreditFile(series=(other,), scores=(Score(1, 1, TODAY, 310),)), "score").state is State.UNKNOWN


# -- profile ----------------------------------------------------------------------------------------------------------


def everything(state: ProfileState = ProfileState.COMPLETE, on: str = "11-01") -> tuple[ProfileEntry, ...]:
    items = CATALOGUE.items_of("alipay")
    return tuple(ProfileEntry(number, "alipay", item.code, day(on), state) for number, item in enumerate(items, 1))


def test_a_complete_profile_is_clear_until_its_first_item_grows_old() -> None:
    file = CreditFile(profile=everything())
    assert of(file, "profile").state is State.CLEAR
    # occupation and residence are to be looked at after six months
    assert of(file, "profile", day("2027-04-30")).state is State.CLEAR
    stale = of(file, "profile", day("2027-05-01"))
    assert stale.state is State.WATCH
    assert measure(stale, "profile_essential").value == 1


def test_missing_acts_against_only_where_it_is_essential() -> None:
    whole = everything()
    occupation = replace(whole[1], state=ProfileState.MISSING)
    contact = replace(whole[3], state=ProfileState.MISSING)
    assert (occupation.item, contact.item) == ("occupation", "contact")
    assert of(CreditFile(profile=(whole[0], occupation, *whole[2:])), "profile").state is State.AGAINST
    assert of(CreditFile(profile=(*whole[:3], contact, *whole[4:])), "profile").state is State.WATCH


def test_one_item_that_was_never_noted_keeps_the_profile_from_being_clear() -> None:
    found = of(CreditFile(profile=everything()[:-1]), "profile")
    assert (found.state, found.missing) == (State.UNKNOWN, ("profile",))
    owned = replace(everything()[-1], state=ProfileState.NOT_MINE)
    assert of(CreditFile(profile=(*everything()[:-1], owned)), "profile").state is State.CLEAR


def test_what_is_next_goes_by_effect() -> None:
    whole = everything()
    file = CreditFile(
        profile=(whole[0], replace(whole[2], state=ProfileState.PARTIAL), replace(whole[3], state=ProfileState.MISSING))
    )
    codes = [item.code for item in profile.next_items(CATALOGUE, file, "alipay", TODAY)]
    # partial and missing first by the order of effect, then what was never noted
    assert codes[:3] == ["residence", "contact", "occupation"]


def test_the_latest_entry_of_an_item_holds_and_the_past_keeps_its_own() -> None:
    first, later = everything(ProfileState.MISSING, "09-01"), everything(ProfileState.COMPLETE, "11-01")
    file = CreditFile(profile=(*first, *(replace(one, id=one.id + 100) for one in later)))
    assert of(file, "profile", day("10-31")).state is State.AGAINST
    assert of(file, "profile").state is State.CLEAR


# -- lenders ----------------------------------------------------------------------------------------------------------


def test_institutions_count_not_loans_and_an_empty_line_counts_until_it_is_closed() -> None:
    ant = Lender(1, "借呗", LenderKind.CONSUMER_FINANCE, "重庆蚂蚁消费金融有限公司")
    huabei = Lender(2, "花呗", LenderKind.CONSUMER_FINANCE, "重庆蚂蚁消费金融有限公司")
    first = Account(replace(revolving(), id=1, lender=ant))  # never drawn: empty and open
    second = owing(2, "花呗", LenderKind.CONSUMER_FINANCE, lender=huabei)
    bank = owing(3, "工商银行", LenderKind.BANK)
    online_bank = owing(4, "微众银行", LenderKind.BANK)
    found = judged(Book((first, second, bank, online_bank)))["multi_lender"]
    online = measure(found, "online_lenders")
    assert online.value == 2  # 蚂蚁 once, 微众; 工商银行 is no online lender
    assert measure(found, "institutions").value == 3
    emptied = Account(first.loan, drawn(("02-01", 100)), paid(("03-01", 200)))
    alone = measure(judged(Book((emptied,)))["multi_lender"], "online_lenders")
    assert (alone.value, [one.code for one in alone.evidence]) == (1, ["empty_line"])
    closed = Account(replace(emptied.loan, closed_on=day("03-02")), emptied.draws, emptied.repayments)
    assert measure(judged(Book((closed,)))["multi_lender"], "online_lenders").value == 0


@pytest.mark.parametrize(("count", "state"), [(2, State.CLEAR), (3, State.WATCH), (4, State.WATCH), (5, State.AGAINST)])
def test_online_lenders_from_three_and_from_five(count: int, state: State) -> None:
    accounts = tuple(owing(number, f"小贷{number}", LenderKind.MICRO_LENDER) for number in range(1, count + 1))
    assert measure(judged(Book(accounts))["multi_lender"], "online_lenders").state is state


def test_a_mortgage_of_an_online_bank_is_no_online_loan() -> None:
    loan = owing(1, "网商银行", LenderKind.BANK, product="mybank_mortgage")
    assert measure(judged(Book((loan,)))["multi_lender"], "online_lenders").value == 0


def test_a_private_lender_is_on_no_report_and_a_trust_is_no_bank() -> None:
    brother, trust = owing(1, "哥哥", LenderKind.PRIVATE), owing(2, "某某信托", LenderKind.OTHER_LICENSED)
    car = owing(3, "上汽通用汽车金融", LenderKind.OTHER_LICENSED)
    found = judged(Book((brother, trust, car)))["multi_lender"]
    assert (measure(found, "online_lenders").value, measure(found, "institutions").value) == (1, 2)


def test_four_new_online_lenders_in_ninety_days_act_against() -> None:
    accounts = tuple(
        owing(number, f"小贷{number}", LenderKind.MICRO_LENDER, start_on=TODAY - timedelta(ago))
        for number, ago in enumerate((0, 30, 60, 89), 1)
    )
    new = measure(judged(Book(accounts))["multi_lender"], "new_lenders")
    assert (new.value, new.state) == (4, State.AGAINST)
    older = measure(judged(Book(accounts), TODAY + timedelta(1))["multi_lender"], "new_lenders")
    assert (older.value, older.state) == (3, State.CLEAR)


# -- report -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "months", "gone"),
    [
        ("2024-02-29", 24, "2026-02-28"),
        ("2024-02-29", 60, "2029-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2023-08-31", 60, "2028-08-31"),
        ("2025-03-15", 24, "2027-03-15"),
    ],
)
def test_what_is_kept_is_through_on_its_anniversary(on: str, months: int, gone: str) -> None:
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
    assert (found.state, found.clears_on, found.way) == (State.WATCH, day("2029-02-28"), Way.TIME)
    kept = replace(CHECKED, on=day("2029-02-01"))
    assert of(replace(file, checks=(kept,)), "report", day("2029-02-27")).state is State.WATCH
    assert of(replace(file, checks=(kept,)), "report", day("2029-02-28")).state is State.CLEAR


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


def test_inquiries_without_a_report_never_make_it_clear() -> None:
    found = of(CreditFile(inquiries=asked(day("01-02"))), "report")
    assert (found.state, found.missing) == (State.UNKNOWN, ("report",))


def test_a_report_of_half_a_year_ago_is_old() -> None:
    file = CreditFile(checks=(ReportCheck(1, day("05-29"), "counter"),))
    assert of(file, "report", day("11-28")).state is State.CLEAR
    assert of(file, "report", day("11-29")).state is State.UNKNOWN


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
        ("2026-03-31", "2026-04-30"),
        ("2026-04-01", "2031-04-01"),
    ],
)
def test_what_was_repaid_in_time_is_gone_by_the_repair(ended: str, gone: str) -> None:
    """By the notice: repaid by 30 November 2025, gone from 1 January; later, by the end of the next month."""
    one = entry("2025-10-01", ended, amount_minor=fen(10_000))
    assert report.falls_off(one, CATALOGUE.rules) == day(gone)
    fresh = ReportCheck(1, day(gone), "online")
    found = of(CreditFile(checks=(fresh,), negatives=(one,)), "report", day(gone))
    assert found.state is State.CLEAR
    assert not found.expired
    repaired = [record.code for record in measure(found, "negatives").evidence]
    assert repaired == ([] if gone == "2031-04-01" else ["negative.repaired"])


# -- behaviour --------------------------------------------------------------------------------------------------------


def done(kind: BehaviourKind, *ago: int, times: int = 1) -> tuple[Behaviour, ...]:
    return tuple(Behaviour(number, TODAY - timedelta(back), kind, times) for number, back in enumerate(ago, 1))


def test_the_clock_runs_from_the_last_of_each_kind() -> None:
    file = CreditFile(behaviours=done(BehaviourKind.LIMIT_CHECK, 10))
    found = of(file, "behaviour")
    assert (found.state, found.clears_on) == (State.WATCH, TODAY + timedelta(20))
    applied = of(CreditFile(behaviours=done(BehaviourKind.APPLICATION, 40)), "behaviour")
    assert (applied.state, applied.clears_on) == (State.WATCH, TODAY + timedelta(50))
    assert of(file, "behaviour", TODAY + timedelta(20)).state is State.CLEAR


def test_what_was_resisted_starts_no_clock_and_makes_a_log() -> None:
    assert of(CreditFile(behaviours=done(BehaviourKind.RESISTED, 0)), "behaviour").state is State.CLEAR


def test_applications_are_measured_by_the_thresholds_of_their_windows() -> None:
    found = of(CreditFile(behaviours=done(BehaviourKind.APPLICATION, 1, 2, times=2)), "behaviour")
    assert measure(found, "applied_30").value == 4
    assert found.state is State.AGAINST


def test_counts_by_window() -> None:
    file = CreditFile(behaviours=done(BehaviourKind.LIMIT_CHECK, 0, 6, 7, 29, 30, 364, 365))
    counts = [behaviour.count(file, behaviour.LOOKING, TODAY, days) for days in behaviour.COUNTED]
    assert counts == [2, 4, 5, 5, 6]


@given(st.integers(0, 400), st.sampled_from(behaviour.COUNTED))
def test_a_window_holds_its_first_day_and_not_the_one_before(ago: int, days: int) -> None:
    assert in_window(TODAY - timedelta(ago), TODAY, days) == (ago < days)


# -- repayment record -------------------------------------------------------------------------------------------------


def test_an_instalment_paid_late_counts_once_and_one_that_stays_unpaid_every_month() -> None:
    spans = ((day("01-11"), day("01-20")), (day("02-27"), day("03-02")), (day("08-11"), None))
    months = record.overdue_months(spans, day("12-05"), 24)
    assert [month % 12 + 1 for month in months] == [1, 2, 8, 9, 10, 11]  # December is not over yet
    assert record.longest_run(months) == 4
    assert [month % 12 + 1 for month in record.overdue_months(spans, day("12-31"), 24)][-1] == 12
    assert record.overdue_months(spans, day("2028-02-01"), 24)[0] % 12 + 1 == 8  # the first two have left the window
    paid_at_the_end = record.overdue_months(((day("01-11"), day("01-31")),), day("03-01"), 24)
    assert [month % 12 + 1 for month in paid_at_the_end] == [1]


def test_three_in_a_row_act_against_and_one_is_watched() -> None:
    """Principal 1,000 a month from 10 February; the first is paid on 10 May, the others on their days."""
    on_days = tuple((f"{month:02d}-10", 1_000 + 10 * (13 - month)) for month in range(3, 12))
    late = Account(equal_principal(), repayments=paid(*on_days, ("11-20", 5_000)))
    found = judged(Book((late,)), day("11-25"))["record"]
    assert measure(found, "overdue_row").value == 10  # each payment settles the due of the month before: all are late
    assert found.state is State.AGAINST
    once = Account(equal_principal(), repayments=paid(("02-12", 1_120), ("03-10", 1_110)))
    watched = judged(Book((once,)), day("03-20"))["record"]
    assert (watched.state, measure(watched, "overdue_total").value) == (State.WATCH, 1)
    assert watched.clears_on == day("2028-02-01")  # February 2026 leaves the 24 months


def test_overdue_now_acts_against_and_has_no_day() -> None:
    account = Account(equal_principal())
    found = judged(Book((account,)), day("02-11"))["record"]
    assert (found.state, found.clears_on) == (State.AGAINST, None)
    assert judged(Book((account,)), day("02-10"))["record"].state is State.UNKNOWN  # nothing was judged yet


# -- ratios -----------------------------------------------------------------------------------------------------------


def test_the_debt_finding_is_the_ratio_of_everywhere_else() -> None:
    income = (Income(1, "工资", day("01-01"), fen(2_000)),)
    book = Book((Account(equal_principal()),), income)
    found = judged(book, day("02-01"))["debt"]
    ratio = measure(found, "payment_ratio")
    assert ratio.value == ratios(book, day("02-01")).payment_ratio == Decimal("0.56")
    assert ratio.state is State.AGAINST
    half = Book(book.accounts, (replace(income[0], monthly_minor=fen(2_240)),))
    assert measure(judged(half, day("02-01"))["debt"], "payment_ratio").state is State.CLEAR  # 0.50 is not above 0.50


def test_without_an_income_the_ratio_is_not_known() -> None:
    found = judged(Book((Account(equal_principal()),)), day("02-01"))["debt"]
    assert (found.state, found.missing) == (State.UNKNOWN, ("income",))


def test_utilisation_of_all_and_of_the_fullest() -> None:
    full = Account(replace(card(), id=1, limit_minor=fen(1_000)), drawn(("10-05", 900)))
    roomy = Account(replace(card(), id=2, limit_minor=fen(9_000)), drawn(("10-05", 100)))
    found = judged(Book((full, roomy)), day("10-06"))["usage"]
    assert (measure(found, "utilisation").value, measure(found, "utilisation").state) == (Decimal("0.1"), State.CLEAR)
    assert (measure(found, "fullest_line").value, found.state) == (Decimal("0.9"), State.WATCH)
    none = judged(Book((Account(equal_principal()),)), day("02-01"))["usage"]
    assert (none.state, measure(none, "utilisation").evidence[0].code) == (State.CLEAR, "no_lines")
    lacking = Account(replace(card(), id=3, limit_minor=None), drawn(("10-05", 1)))
    since = Account(replace(revolving(), id=4, opening_known=False), readings=read(("10-06", 100)))
    hidden = judged(Book((since,)), day("10-05"))["usage"]
    assert (hidden.state, hidden.missing) == (State.UNKNOWN, ("balances",))  # nobody knows what was drawn that day
    assert judged(Book((since,)), day("10-06"))["usage"].state is State.CLEAR
    unknown = judged(Book((roomy, lacking)), day("10-06"))["usage"]
    assert (unknown.state, unknown.missing) == (State.UNKNOWN, ("limits",))


# -- thresholds, time, plan -------------------------------------------------------------------------------------------


def test_a_threshold_of_the_persons_own_holds_for_every_day_and_says_so() -> None:
    own = Rules(
        CATALOGUE.rules.versions, {"sesame_least": Own(Decimal(550), TODAY), "negative_years": Own(Decimal(1), TODAY)}
    )
    changed = replace(CATALOGUE, rules=own)
    file = CreditFile(series=(SESAME,), scores=(Score(1, 1, day("01-07"), 580), Score(2, 1, day("11-07"), 580)))
    for on in (day("01-20"), TODAY):
        (found, *_) = findings(Book(credit=file), changed, on)
        assert found.state is State.WATCH
        assert found.measures[0].against is not None
        assert found.measures[0].against.own is not None
    assert changed.rules.need("negative_years", TODAY).whole == 5  # a law is nobody's to change


def test_states_of_past_days_are_those_of_the_records_of_then() -> None:
    scores = (Score(1, 1, day("09-07"), 590), Score(2, 1, day("10-07"), 610), Score(3, 1, day("11-07"), 655))
    book = Book(credit=CreditFile(series=(SESAME,), scores=scores))
    days = [day("09-06"), day("09-07"), day("10-06"), day("10-07"), day("11-07")]
    states = [found[0].state for found in findings_on(book, CATALOGUE, days)]
    assert states == [State.UNKNOWN, State.AGAINST, State.AGAINST, State.WATCH, State.CLEAR]
    told = [(turn.code, turn.on, turn.before, turn.after) for turn in turns(book, CATALOGUE, day("10-01"), TODAY)]
    assert told == [
        ("score", day("10-07"), State.AGAINST, State.WATCH),
        ("score", day("11-07"), State.WATCH, State.CLEAR),
    ]


def pays(loan_id: int, on: str, yuan: int, *, ends: bool = False) -> Action:
    kind = ActionKind.SETTLE if ends else ActionKind.DUE
    return Action(day(on), 1, loan_id, loan_id, None, kind, fen(yuan), ends)


def lines_of(count: int, yuan: int = 1_000) -> tuple[Account, ...]:
    made = []
    for number in range(1, count + 1):
        lender = Lender(number, f"小贷{number}", LenderKind.MICRO_LENDER)
        loan = replace(revolving("0"), id=number, lender=lender, start_on=day("01-01"), limit_minor=fen(50_000))
        made.append(Account(loan, drawn(("02-01", yuan)), readings=read(("11-20", yuan))))
    return tuple(made)


def test_the_plan_gives_the_day_on_which_enough_lenders_are_gone() -> None:
    """Six lenders, one is settled a month: fewer than three are left on the day of the fourth settlement."""
    book = Book(lines_of(6), (Income(1, "工资", day("01-01"), fen(20_000)),))
    months = ("2026-12-15", "2027-01-15", "2027-02-15", "2027-03-15", "2027-04-15", "2027-05-15")
    actions = tuple(pays(number, on, 1_000, ends=True) for number, on in enumerate(months, 1))
    found = judged(book, actions=actions)["multi_lender"]
    assert (found.state, found.clears_on, found.way) == (State.AGAINST, day("2027-03-15"), Way.PLAN)
    assert found.pays_minor == fen(4_000)  # the payment that turns it included
    assert judged(book)["multi_lender"].clears_on is None  # nothing is said without a plan


def test_the_plan_gives_the_day_on_which_the_last_line_is_drawn_down() -> None:
    book = Book(lines_of(1, 45_000), (Income(1, "工资", day("01-01"), fen(20_000)),))
    actions = (pays(1, "2026-12-15", 15_000), pays(1, "2027-01-15", 30_000, ends=True))
    found = judged(book, actions=actions)["usage"]
    # 45,000 of 50,000 are drawn; 30,000 are still above the half, the last payment closes the line
    assert (found.state, found.clears_on) == (State.AGAINST, day("2027-01-15"))


def test_a_plan_that_leaves_too_many_gives_no_day() -> None:
    book = Book(lines_of(6), (Income(1, "工资", day("01-01"), fen(20_000)),))
    assert judged(book, actions=(pays(1, "2026-12-15", 1_000, ends=True),))["multi_lender"].clears_on is None


def test_the_projection_closes_what_it_settles_and_leaves_the_past_alone() -> None:
    book = Book(lines_of(2))
    later = projected(book, (pays(1, "2026-12-15", 1_000, ends=True),))
    assert later.accounts[0].loan.closed_on == day("12-15")
    assert later.accounts[1] == book.accounts[1]
    assert ratios(later, day("12-14")).debt_minor == ratios(book, day("12-14")).debt_minor
    assert ratios(later, day("12-15")).lenders.open_lines == 1


@given(
    st.lists(st.tuples(st.integers(0, 800), st.sampled_from(["loan_approval", "own", "post_loan"])), max_size=8),
    st.lists(st.tuples(st.integers(0, 400), st.sampled_from(list(BehaviourKind))), max_size=6),
    st.integers(0, 2_000),
    st.one_of(st.none(), st.integers(0, 1_500)),
)
def test_a_day_that_is_given_is_clear_and_the_one_before_is_not(
    inquiries: list[tuple[int, str]], acts: list[tuple[int, BehaviourKind]], began: int, lasted: int | None
) -> None:
    """Whatever is recorded: the day on which a finding clears by waiting is the first from which it is clear."""
    start = TODAY - timedelta(began)
    ended = None if lasted is None or lasted > began else start + timedelta(lasted)
    file = CreditFile(
        checks=(ReportCheck(1, TODAY, "online"),),
        negatives=(Negative(1, "某", NegativeKind.OVERDUE, start, ended, worst_days=90),),
        inquiries=tuple(
            Inquiry(n, on, "某", why)
            for n, (on, why) in enumerate(sorted((TODAY - timedelta(a), w) for a, w in inquiries))
        ),
        behaviours=tuple(
            Behaviour(n, on, kind)
            for n, (on, kind) in enumerate(sorted((TODAY - timedelta(a), kind) for a, kind in acts))
        ),
    )
    book = Book(credit=file)
    for one in findings(book, CATALOGUE, TODAY):
        if one.clears_on is None:
            continue
        assert one.clears_on > TODAY
        fresh = replace(file, checks=(ReportCheck(1, one.clears_on, "online"),))
        before, then = findings_on(
            Book(credit=replace(fresh, checks=file.checks + fresh.checks)),
            CATALOGUE,
            [one.clears_on - timedelta(1), one.clears_on],
        )
        assert next(x for x in then if x.code == one.code).state is State.CLEAR
        was = next(x for x in before if x.code == one.code)
        assert any(measure.state in (State.WATCH, State.AGAINST) for measure in was.measures)


def test_nothing_is_a_file_without_records() -> None:
    assert NOTHING.empty
    assert not CreditFile(checks=(CHECKED,)).empty
