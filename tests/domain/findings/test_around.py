"""What stands around the findings: cautions, the answer to “why not”, the days that records call for, the catalogue."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from planner.domain.accounts.loan import Lender, LenderKind
from planner.domain.accounts.records import Account
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.basics.sources import Confidence
from planner.domain.book import Book, Income
from planner.domain.credit.file import (
    Behaviour,
    BehaviourKind,
    CreditFile,
    Inquiry,
    Negative,
    NegativeKind,
    Outcome,
    ProfileEntry,
    ProfileState,
    ReportCheck,
    Score,
    Series,
    WantedLine,
)
from planner.domain.findings.calendar import coming, next_report, next_score
from planner.domain.findings.cautions import Caution, cautions
from planner.domain.findings.judge import findings
from planner.domain.findings.kinds import CODES, KINDS
from planner.domain.findings.model import State
from planner.domain.findings.prices import line_of
from planner.domain.findings.why import Why, apt, why
from planner.domain.ledger.position import position
from planner.domain.reference.credit_lists import InquiryClass
from planner.domain.reference.rules import Own, Rules, Unit, check_own
from planner.domain.schedule.yearly_cost import yearly_cost
from planner.errors import PlannerError
from planner.storage.shipped import catalogue as shipped
from planner.storage.shipped import products
from planner.storage.shipped.files import read_file
from tests.make.accounts import day, drawn, equal_principal, fen, paid
from tests.make.accounts import line as revolving
from tests.make.findings import CHECKED

TODAY = day("11-29")
CATALOGUE = shipped.load()
SESAME = Series(1, "sesame", "芝麻分", 350, 950)


# -- cautions ---------------------------------------------------------------------------------------------------------


def warned(book: Book, on: date = TODAY) -> dict[str, Caution]:
    positions = {one.loan.id: position(one, on) for one in book.accounts}
    costs = {one.loan.id: yearly_cost(one.loan, as_of=on).nominal for one in book.accounts}
    return {one.code: one for one in cautions(book, positions, costs, CATALOGUE, on)}


def at_rate(kind: LenderKind, percent: str, name: str = "某机构") -> Account:
    loan = equal_principal(terms=24, rate=Rate(Decimal(percent) / 100, RateBasis.YEAR), start_on=day("01-10"))
    return Account(replace(loan, lender=Lender(1, name, kind)))


@pytest.mark.parametrize(
    ("kind", "percent", "line"),
    [
        (LenderKind.CONSUMER_FINANCE, "24", None),
        (LenderKind.CONSUMER_FINANCE, "24.1", "price_court"),
        (LenderKind.MICRO_LENDER, "24.1", "price_small_loan"),
        (LenderKind.PRIVATE, "12", None),
        (LenderKind.PRIVATE, "12.5", "price_private"),
        (LenderKind.BANK, "23", None),
    ],
)
def test_a_rate_is_measured_by_the_line_that_binds_its_lender(kind: LenderKind, percent: str, line: str | None) -> None:
    found = warned(Book((at_rate(kind, percent),))).get("price_lines")
    assert (None if found is None or found.limit is None else found.limit.code) == line


def test_a_contract_is_measured_by_the_line_of_its_own_day() -> None:
    old = at_rate(LenderKind.PRIVATE, "15")
    old = replace(old, loan=replace(old.loan, start_on=day("2025-10-10"), first_due_on=day("2025-11-10")))
    assert "price_lines" not in warned(Book((old,)))  # the LPR of that day is not known here
    assert "price_lines" in warned(Book((at_rate(LenderKind.PRIVATE, "15"),)))


def test_the_cost_table_is_named_for_contracts_that_had_to_show_it() -> None:
    for kind, start, told in (
        (LenderKind.MICRO_LENDER, "08-01", True),
        (LenderKind.MICRO_LENDER, "07-31", False),
        (LenderKind.PRIVATE, "08-01", False),
    ):
        account = at_rate(kind, "30")
        account = replace(account, loan=replace(account.loan, start_on=day(start), first_due_on=None))
        codes = [one.code for one in warned(Book((account,)))["price_lines"].evidence]
        assert ("disclosure" in codes) is told, (kind, start)


def test_the_line_of_small_loans_falls_at_the_end_of_2027() -> None:
    loan = at_rate(LenderKind.MICRO_LENDER, "20").loan
    now, later = line_of(loan, CATALOGUE, day("2027-12-30")), line_of(loan, CATALOGUE, day("2027-12-31"))
    assert now is not None
    assert later is not None
    assert (now.value, later.value) == (Decimal("0.24"), Decimal("0.12"))


def test_the_platform_line_binds_banks_that_lend_through_apps_from_october_2025() -> None:
    online = at_rate(LenderKind.BANK, "20", "微众银行").loan
    plain = at_rate(LenderKind.BANK, "20", "工商银行").loan
    codes = [line_of(loan, CATALOGUE, on) for loan in (online, plain) for on in (day("2025-09-30"), TODAY)]
    assert [one.code if one else None for one in codes] == [
        "price_court",
        "price_platform",
        "price_court",
        "price_court",
    ]


def test_a_private_lender_is_named_while_something_is_owed() -> None:
    account = at_rate(LenderKind.PRIVATE, "10")
    assert "unlicensed" in warned(Book((account,)))
    assert "unlicensed" not in warned(Book((replace(account, loan=replace(account.loan, settled_on=day("02-01"))),)))


def test_borrowing_to_repay_is_told_by_the_debt_that_did_not_fall() -> None:
    """5,000 owed in August; 3,000 drawn and 2,900 repaid since: the debt is 100 more."""
    line = Account(revolving("0"), drawn(("08-01", 5_000), ("10-01", 3_000)), paid(("10-02", 2_900)))
    told = warned(Book((line,)))["rollover"].evidence[0].params
    assert (told["borrowed_minor"], told["before_minor"], told["debt_minor"]) == (fen(3_000), fen(5_000), fen(5_100))
    home = replace(equal_principal(terms=240, start_on=day("10-01"), principal_minor=fen(900_000)), id=2)
    assert "rollover" not in warned(Book((Account(revolving("0"), drawn(("08-01", 5_000))), Account(home))))
    fell = replace(line, repayments=paid(("10-02", 3_001)))
    assert "rollover" not in warned(Book((fell,)))
    assert "rollover" not in warned(Book((Account(revolving("0"), drawn(("10-01", 3_000))),)))  # the first debt ever


def test_what_a_lender_agreed_anew_is_no_borrowing() -> None:
    """12,900 are owed when a plan of the same lender takes their place; with another lender it is borrowing."""
    bank = Lender(1, "某机构")
    old = Account(replace(equal_principal(), lender=bank, settled_on=day("10-12")), repayments=paid(("10-12", 12_900)))
    new = replace(equal_principal(terms=36, start_on=day("10-12"), principal_minor=fen(12_900)), id=2, lender=bank)
    line = Account(replace(revolving("0"), id=3), drawn(("08-01", 5_000)))
    assert "rollover" not in warned(Book((old, Account(new), line)))
    elsewhere = Account(replace(new, lender=Lender(9, "别家")))
    told = warned(Book((old, elsewhere, line)))["rollover"].evidence[0].params
    assert told["borrowed_minor"] == fen(12_900)


def test_negative_entries_and_refusals_bring_their_cautions() -> None:
    negative = Negative(1, "某银行", NegativeKind.OVERDUE, day("02-01"), day("03-01"))
    refused = Behaviour(1, TODAY - timedelta(89), BehaviourKind.APPLICATION, outcome=Outcome.REFUSED)
    file = CreditFile(negatives=(negative,), behaviours=(refused,))
    assert set(warned(Book(credit=file))) == {"credit_repair", "borrowed_name"}
    assert set(warned(Book(credit=file), TODAY + timedelta(1))) == {"credit_repair"}
    assert warned(Book()) == {}
    gone = CreditFile(negatives=(replace(negative, began_on=day("2018-12-01"), ended_on=day("2019-02-28")),))
    assert warned(Book(credit=gone)) == {}


# -- why not ----------------------------------------------------------------------------------------------------------


def answered(book: Book, wanted: WantedLine | None = None, *, planned: bool = False) -> Why:
    found = findings(book, CATALOGUE, TODAY)
    return why(found, CATALOGUE, book.credit, TODAY, line=wanted, planned=planned)


def test_every_finding_belongs_to_one_of_the_four_reasons() -> None:
    assert len(set(CODES)) == len(KINDS)
    assert {topic.code for topic in CATALOGUE.reasons} == {kind.reason for kind in KINDS}
    found = answered(Book())
    assert sorted(one.code for reason in found.reasons for one in reason.findings) == sorted(CODES)
    assert [step.missing for step in found.steps] == [
        "score",
        "profile",
        "loans",
        "behaviour",
        "report",
        "repayments",
        "limits",
    ]
    assert found.clear_on is None


def test_the_heaviest_reason_stands_first_and_the_surer_one_before_folklore() -> None:
    acts = tuple(Behaviour(n, TODAY, BehaviourKind.APPLICATION) for n in range(1, 5))
    score = CreditFile(series=(SESAME,), scores=(Score(1, 1, TODAY, 620),), behaviours=acts)
    assert [reason.code for reason in answered(Book(credit=score)).reasons][:2] == ["behaviour", "score"]


def test_steps_begin_with_what_is_overdue_and_end_with_what_to_enter() -> None:
    acts = (Behaviour(1, TODAY - timedelta(10), BehaviourKind.LIMIT_CHECK),)
    checks, negatives = (CHECKED,), (Negative(1, "某", NegativeKind.OVERDUE, day("02-01")),)
    unpaid = Account(equal_principal())
    found = answered(Book((unpaid,), credit=CreditFile(checks=checks, negatives=negatives, behaviours=acts)))
    assert found.reasons[0].findings[0].code == "record"  # overdue today, before any ratio
    assert [step.action for step in found.steps[:2]] == ["pay_on_time", "settle_negative"]
    kinds = ["do" if s.action else "enter" if s.missing else "day" if s.on else "open" for s in found.steps]
    assert list(dict.fromkeys(kinds)) == ["do", "day", "open", "enter"]
    assert kinds == sorted(kinds, key=["do", "day", "open", "enter"].index)
    days = [step.on for step in found.steps if step.clears and step.on]
    assert days == sorted(days)
    assert [step.on for step in found.steps if step.clears == "behaviour"] == [TODAY + timedelta(20)]


def test_what_is_overdue_by_law_or_folklore_stands_before_a_ratio_against_a_law() -> None:
    """Nine tenths of the income for payments are against a published guideline, an overdue only against folklore."""
    late = Account(equal_principal(), repayments=paid(*((f"{m:02d}-10", 1_140 - 10 * m + 10) for m in range(2, 11))))
    book = Book((late,), (Income(1, "工资", day("01-01"), fen(1_100)),), CreditFile(checks=(CHECKED,)))
    found = answered(book)
    assert {one.code: one.state for one in found.reasons[0].findings}["record"] is State.AGAINST
    assert found.reasons[0].code == "score"


def test_repaying_is_advised_only_where_something_is_unpaid() -> None:
    ended = Negative(1, "某银行", NegativeKind.OVERDUE, day("02-01"), day("03-01"))
    for one, advised in ((ended, False), (replace(ended, ended_on=None), True)):
        book = Book(credit=CreditFile(checks=(ReportCheck(1, TODAY, "online"),), negatives=(one,)))
        found = next(x for x in findings(book, CATALOGUE, TODAY) if x.code == "report")
        assert apt("settle_negative", found) is advised
        assert apt("object", found)
        assert ("settle_negative" in [step.action for step in answered(book).steps]) is advised


def test_a_plan_is_proposed_only_where_none_is_adopted() -> None:
    accounts = tuple(
        Account(replace(equal_principal(), id=n, lender=Lender(n, f"小贷{n}", LenderKind.MICRO_LENDER)))
        for n in range(1, 5)
    )
    for planned in (False, True):
        actions = [step.action for step in answered(Book(accounts), planned=planned).steps]
        assert ("follow_plan" in actions) is not planned


def test_a_line_of_ones_own_is_measured_by_its_score_and_its_platform() -> None:
    series = Series(7, "", "百行分", 300, 900)
    file = CreditFile(series=(series,), scores=(Score(1, 7, TODAY, 500),))

    def state(line: WantedLine) -> State:
        found = answered(Book(credit=file), line)
        return next(one.state for reason in found.reasons for one in reason.findings if one.code == "score")

    assert state(WantedLine(1, "网商贷", "bank", 7, 501)) is State.AGAINST
    assert state(WantedLine(1, "网商贷", "bank", 7, 500)) is State.CLEAR
    assert state(WantedLine(1, "网商贷", "bank")) is State.CLEAR  # nobody said a number: none stands in the way
    old = replace(file, scores=(Score(1, 7, TODAY - timedelta(62), 900),))
    found = answered(Book(credit=old), WantedLine(1, "网商贷", "bank", 7, 501))
    assert next(x for r in found.reasons for x in r.findings if x.code == "score").state is State.UNKNOWN
    bank = answered(Book(credit=file), WantedLine(1, "网商贷", "bank"))
    told = next(one for reason in bank.reasons for one in reason.findings if one.code == "profile")
    assert len(told.measures[0].evidence) == sum(item.essential for item in CATALOGUE.items_of("bank"))


# -- days that are called for -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "following"),
    [("11-05", "11-06"), ("11-06", "12-06"), ("11-07", "12-06"), ("12-31", "2027-01-06")],
)
def test_the_next_score_is_that_of_the_next_change(last: str, following: str) -> None:
    assert next_score(SESAME, day(last), CATALOGUE) == day(following)
    assert next_score(replace(SESAME, code=""), day("01-31"), CATALOGUE) == day("02-28")


def test_the_next_report_is_half_a_year_on_however_many_were_looked_at_online_or_at_a_counter() -> None:
    once = CreditFile(checks=(ReportCheck(1, day("01-10"), "online"),))
    assert next_report(once, TODAY) == day("07-10")
    twice = CreditFile(checks=(*once.checks, ReportCheck(2, day("02-10"), "online")))
    assert next_report(twice, TODAY) == day("08-10")  # online looks are free and use up none of the two
    there = CreditFile(checks=tuple(ReportCheck(n, day(f"0{n}-10"), "counter") for n in (1, 2)))
    assert next_report(there, TODAY) == day("08-10")  # the next one can be looked at online
    assert next_report(CreditFile(), TODAY) is None


def test_every_kind_of_record_calls_for_its_day() -> None:
    file = CreditFile(
        series=(SESAME,),
        scores=(Score(1, 1, day("11-07"), 600),),
        profile=(
            ProfileEntry(1, "alipay", "occupation", day("10-01"), ProfileState.COMPLETE),
            ProfileEntry(2, "alipay", "residence", day("10-01"), ProfileState.PARTIAL),
            ProfileEntry(3, "alipay", "education", day("10-01"), ProfileState.COMPLETE),
            ProfileEntry(4, "alipay", "contact", day("10-01"), ProfileState.COMPLETE, months=1),
        ),
        checks=(ReportCheck(1, day("10-02"), "online"),),
        negatives=(
            Negative(1, "甲", NegativeKind.OVERDUE, day("2022-01-01"), day("2022-02-28")),
            Negative(2, "乙", NegativeKind.OVERDUE, day("2022-01-01")),
        ),
        inquiries=(Inquiry(1, day("2024-02-29"), "丙", "loan_approval"), Inquiry(2, TODAY, "丁", "own")),
        behaviours=(Behaviour(1, day("11-20"), BehaviourKind.LIMIT_CHECK),),
    )
    told = [(one.code, one.on, [name.text("zh") for name in one.about]) for one in coming(file, CATALOGUE, TODAY)]
    assert told == [
        ("falloff", day("03-01"), ["丙"]),
        ("profile", day("11-01"), ["支付宝", "手机号与联系方式"]),
        ("score", day("12-06"), ["芝麻分"]),
        ("cooldown", day("12-20"), []),
        ("falloff", day("2027-03-01"), ["甲"]),
        ("profile", day("2027-04-01"), ["支付宝", "职业与单位", "居住地址"]),
        ("report", day("2027-04-02"), []),
    ]


# -- the catalogue ----------------------------------------------------------------------------------------------------


def test_every_rule_has_a_source_and_a_unit_that_fits() -> None:
    for rule in CATALOGUE.rules.versions:
        assert rule.fact.source.texts["zh"], rule.code
        assert rule.fact.source.texts["en"], rule.code
        assert rule.name.texts["zh"], rule.code
        assert rule.name.texts["en"], rule.code
        assert rule.note.texts.keys() in (set(), {"zh", "en"}), rule.code
        assert rule.from_on is None or rule.to_on is None or rule.from_on <= rule.to_on, rule.code
        if rule.adjustable:
            assert rule.fact.confidence in (Confidence.FOLKLORE, Confidence.UNVERIFIED, Confidence.PRESS), rule.code
        if rule.unit is not Unit.SHARE:
            assert rule.value == int(rule.value), rule.code


def test_every_rule_has_a_day_of_checking_of_its_own() -> None:
    file = read_file("rules.toml")
    assert "checked_on" not in file
    assert all("checked_on" in entry for entry in file["rule"])
    first = file["rule"][0]
    bare = {name: value for name, value in first.items() if name != "checked_on"}
    others = (read_file("credit.toml"), read_file("strategies.toml"))
    with pytest.raises(ValueError, match=r"negative_years.*checked_on"):
        shipped.parse({**file, "rule": [bare]}, *others)


def test_the_fee_of_a_counter_is_that_of_its_day() -> None:
    fees = [CATALOGUE.rules.need("extra_report_yuan", day(on)).value for on in ("2025-06-30", "2025-07-01", "11-29")]
    assert fees == [10, 5, 5]


def test_versions_of_one_rule_do_not_overlap() -> None:
    for code in CATALOGUE.rules.codes():
        days = {d for one in CATALOGUE.rules.versions for d in (one.from_on, one.to_on) if d} | {TODAY}
        for on in days:
            assert sum(one.code == code and one.holds(on) for one in CATALOGUE.rules.versions) <= 1, (code, on)


def test_the_article_is_whole_and_every_action_has_its_place() -> None:
    assert [len(part) for part in (CATALOGUE.reasons, CATALOGUE.strategies, CATALOGUE.industry)] == [4, 5, 3]
    strategies = {topic.code for topic in CATALOGUE.strategies}
    places = {"", "today", "loans", "plan", "score", "profile", "report", "behaviour", "income", "reminder"}
    places |= {"cases", "wishes"}
    for action in CATALOGUE.actions:
        assert action.strategy in strategies
        assert set(action.moves) <= set(CODES)
        assert action.opens in places
        assert all(
            (
                action.name.texts["zh"],
                action.name.texts["en"],
                action.cost.texts["zh"],
                action.cost.texts["en"],
                action.takes.texts["zh"],
                action.takes.texts["en"],
            )
        )
    assert {action.strategy for action in CATALOGUE.actions} == strategies
    for code in CODES:
        assert CATALOGUE.moving(code), code


def test_what_the_table_of_kinds_names_is_in_the_seeds() -> None:
    actions = {action.code for action in CATALOGUE.actions}
    terms = {term.code for term in shipped.terms()}
    for kind in KINDS:
        assert kind.actions, kind.code
        assert set(kind.actions) <= actions, kind.code
        assert set(kind.warned_by) <= terms, kind.code


def test_every_finding_and_every_caution_has_a_page_in_both_languages() -> None:
    terms = {term.code: term for term in shipped.terms()}
    assert set(CODES) | {"price_lines", "unlicensed", "rollover", "credit_repair", "borrowed_name"} <= set(terms)
    for term in terms.values():
        for part in (term.name, term.what, term.why, term.moves, term.takes, term.source):
            assert part.texts["zh"], term.code
            assert part.texts["en"], term.code
            assert not re.search("[\u4e00-\u9fff]", part.texts["en"].replace("借呗", "")), (term.code, part.texts["en"])


def test_hard_inquiries_are_those_of_the_application_class() -> None:
    hard = {one.code for one in CATALOGUE.reasons_asked if one.kind is InquiryClass.HARD}
    assert hard == {
        "loan_approval",
        "card_approval",
        "limit_approval",
        "financing_approval",
        "guarantee_check",
        "before_insurance",
    }


def test_the_endings_of_codes_name_the_products_that_are_no_online_loans() -> None:
    endings = CATALOGUE.online.not_products
    for preset in products.load().presets:
        apart = preset.kind.value in ("mortgage", "provident_fund", "car_loan")
        assert preset.code.endswith(endings) == apart, preset.code


@pytest.mark.parametrize("name", ["rules.toml", "credit.toml", "strategies.toml"])
def test_a_wrong_entry_is_named(name: str) -> None:
    files = {one: read_file(one) for one in ("rules.toml", "credit.toml", "strategies.toml")}
    kind = {"rules.toml": "rule", "credit.toml": "item", "strategies.toml": "action"}[name]
    broken = [*files[name][kind][:-1], {**files[name][kind][-1], "colour": "red"}]
    files[name] = {**files[name], kind: broken}
    with pytest.raises(ValueError, match="colour"):
        shipped.parse(*files.values())


@pytest.mark.parametrize(
    ("code", "value", "error"),
    [
        ("negative_years", "3", "credit.rule_fixed"),
        ("sesame_least", "-1", "credit.rule_value"),
        ("sesame_least", "600.5", "credit.rule_value"),
        ("payment_watch", "11", "credit.rule_value"),
        ("report_fresh_months", "601", "credit.rule_value"),
        ("report_fresh_months", "0", "credit.rule_value"),
        ("score_fresh_days", "3651", "credit.rule_value"),
    ],
)
def test_a_threshold_that_cannot_be_is_refused(code: str, value: str, error: str) -> None:
    rule = next(one for one in CATALOGUE.rules.versions if one.code == code)
    with pytest.raises(PlannerError) as told:
        check_own(rule, Decimal(value))
    assert told.value.code == error


def test_a_threshold_that_an_import_brought_and_that_cannot_be_is_left_aside() -> None:
    given = {"overdue_window_months": Own(Decimal(99_999), TODAY), "sesame_least": Own(Decimal(610), TODAY)}
    own = shipped.load({**given, "no_such_rule": Own(Decimal(1), TODAY)}).rules.own
    assert set(own) == {"sesame_least"}


def test_an_expired_rule_says_when_it_ended() -> None:
    rules = Rules(CATALOGUE.rules.versions, {"one_off_repair_yuan": Own(Decimal(1), TODAY)})
    assert rules.at("one_off_repair_yuan", TODAY) is None
    ended = rules.expired("one_off_repair_yuan", TODAY)
    assert ended is not None
    assert ended.to_on == day("03-31")
    assert rules.expired("one_off_repair_yuan", day("03-31")) is None
    assert rules.need("one_off_repair_yuan", day("2025-12-22")).own is None  # an official rule is nobody's to change
