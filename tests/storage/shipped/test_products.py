"""Every shipped lender and product is complete, sourced, and makes a loan whose terms fit together."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planner.domain.accounts.loan import Lender, LenderKind, Loan, Method, Prepayment
from planner.domain.accounts.terms import Penalty, PenaltyOn
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.basics.sources import Confidence, Fact
from planner.domain.reference.products import DueRule, Preset, PresetLender, ProductKind, loan_terms, named, search
from planner.storage.shipped import products as seed
from planner.ui.screens.loans.presets import preset_texts

SEEDS = seed.load()
DAILY = Rate(Decimal("0.0006"), RateBasis.DAY)
PER_TERM = Rate(Decimal("0.0072"), RateBasis.TERM)
ENTRIES: tuple[PresetLender | Preset, ...] = (*SEEDS.lenders, *SEEDS.presets)


def every_name() -> Iterator[tuple[str, str]]:
    for entry in ENTRIES:
        for name in entry.names:
            yield entry.code, name


def sample(preset: Preset, method: Method) -> Loan:
    """The loan that the form would hold after picking ``preset`` and typing an amount."""
    terms = loan_terms(preset, method=method)
    return Loan(
        id=0,
        lender=Lender(0, terms.lender_name, terms.lender_kind, terms.institution),
        name=terms.name,
        method=terms.method,
        start_on=date(2026, 1, 15),
        rate=terms.rate or Rate(Decimal("0.01"), terms.rate_basis),
        principal_minor=1_000_000 if terms.method.scheduled else 0,
        terms=terms.terms if terms.method.scheduled else None,
        every=terms.every,
        due_day=terms.due_day,
        day_count=terms.day_count,
        grace_days=terms.grace_days,
        prepayment=terms.prepayment,
        prepayment_fee=terms.prepayment_fee,
        limit_minor=2_000_000 if terms.has_limit else None,
        statement_day=terms.statement_day,
        rate_confirmed=terms.rate_confirmed,
        product=terms.product,
    )


@pytest.mark.parametrize("preset", SEEDS.presets, ids=lambda preset: preset.code)
def test_every_method_of_every_product_makes_a_valid_loan(preset: Preset) -> None:
    assert preset.methods
    for method in preset.methods:
        sample(preset, method).validate()


def test_codes_are_unique_and_plain() -> None:
    for entries in (SEEDS.lenders, SEEDS.presets):
        codes = [entry.code for entry in entries]
        assert len(set(codes)) == len(codes)
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", code) for code in codes)


def test_every_entry_has_both_names() -> None:
    for entry in ENTRIES:
        assert entry.name.text("zh")
        assert "/" not in entry.name.text("zh")
        assert re.fullmatch(r"[A-Za-z0-9][ -~]+", entry.name.text("en"))


def test_names_are_unique_in_each_language() -> None:
    for language in ("zh", "en"):
        for entries in (SEEDS.lenders, SEEDS.presets):
            names = [entry.name.text(language) for entry in entries]
            assert len(set(names)) == len(names)


def test_every_chinese_name_has_one_syllable_per_character() -> None:
    for code, name in every_name():
        text, _, pinyin = name.partition("/")
        if text.isascii():
            assert not pinyin, code
            continue
        pieces = re.findall(r"[a-zA-Z0-9]+|\w", text)
        syllables = pinyin.split()
        assert len(syllables) == len(pieces), (code, name)
        for piece, syllable in zip(pieces, syllables, strict=True):
            assert re.fullmatch(r"[a-z]{1,6}|[0-9]+", syllable), (code, name)
            assert not piece.isascii() or piece.lower() == syllable, (code, name)


@pytest.mark.parametrize(
    ("character", "syllable", "words"),
    [
        ("行", "hang", ("银行", "招行", "建行")),
        ("重", "chong", ("重庆",)),
        ("长", "chang", ("长沙", "长银")),
        ("还", None, ()),
    ],
)
def test_characters_with_two_readings_are_read_right(character: str, syllable: str, words: tuple[str, ...]) -> None:
    for code, name in every_name():
        text, _, pinyin = name.partition("/")
        if any(word in text for word in words):
            pieces = re.findall(r"[a-zA-Z0-9]+|\w", text)
            assert pinyin.split()[pieces.index(character)] == syllable, (code, name)


def complete(fact: Fact) -> bool:
    return bool(
        fact.source.texts.keys() == {"zh", "en"}
        and all(fact.source.texts.values())
        and fact.checked_on >= date(2026, 11, 23)
    )


def test_every_statement_says_where_it_comes_from() -> None:
    for lender in SEEDS.lenders:
        assert complete(lender.fact), lender.code
    known = set(Preset.__dataclass_fields__) | {"product", "minimum", "interest", "late_fee", "tolerance"}
    for preset in SEEDS.presets:
        assert set(preset.facts) <= known, preset.code
        for name in ("product", "rate", "methods", "grace_days", "prepayment"):
            assert complete(preset.fact(name)), preset.code


def test_no_rate_is_stated_without_a_source_of_its_own() -> None:
    for preset in SEEDS.presets:
        if preset.rate is not None and preset.code != "youqianhua":  # known by hearsay, and says so
            assert preset.fact("rate").confidence is not Confidence.UNVERIFIED, preset.code


def test_a_rate_lies_in_its_published_range() -> None:
    for preset in SEEDS.presets:
        assert (preset.rate_low is None) == (preset.rate_high is None), preset.code
        if preset.rate_low is not None and preset.rate_high is not None:
            assert preset.rate is not None, preset.code
            assert Decimal(0) <= preset.rate_low <= preset.rate <= preset.rate_high, preset.code


def test_bill_accounts_have_a_bill_rule() -> None:
    for preset in SEEDS.presets:
        if preset.methods[0] is Method.CARD:
            assert (preset.due_rule, preset.has_limit) == (DueRule.BILL, True), preset.code
        for bill, dues in preset.bill_days:
            assert all(1 <= day <= 28 for day in (bill, *dues)), preset.code
        if preset.bill_days:
            assert (preset.statement_day, preset.due_day) in {(b, d) for b, dues in preset.bill_days for d in dues}


def test_every_days_of_grace_say_where_they_come_from_and_unknown_ones_are_none() -> None:
    for preset in SEEDS.presets:
        assert complete(preset.facts["grace_days"]), preset.code
        if preset.fact("grace_days").confidence is Confidence.UNVERIFIED:
            assert preset.grace_days == 0, preset.code
            assert "没有查到" in preset.fact("grace_days").source.text("zh"), preset.code
    parts = [preset for preset in SEEDS.presets if preset.code in ("icbc_card_instalment", "cgb_card_instalment")]
    assert [preset.grace_days for preset in parts] == [0, 1]
    known = SEEDS.preset("abc_credit_card")
    assert known is not None
    assert "2019" in known.fact("grace_days").source.text("en")


def test_what_being_late_costs_is_known_of_some_and_says_where_from() -> None:
    late = {preset.code: preset.penalty for preset in SEEDS.presets if preset.penalty is not None}
    for code in late:
        preset = SEEDS.preset(code)
        assert preset is not None
        assert complete(preset.facts["penalty"]), code
    half_more = Penalty(Decimal("1.5"))
    assert {code: late[code] for code in ("cmb_mortgage", "haoqidai", "anyihua", "jietiao360")} == dict.fromkeys(
        ("cmb_mortgage", "haoqidai", "anyihua", "jietiao360"), half_more
    )
    assert late["jiebei"] == replace(half_more, on=PenaltyOn.AMOUNT)
    assert not {"weilidai", "baitiao", "huabei", "friend_loan"} & late.keys()


@pytest.mark.parametrize("preset", SEEDS.presets, ids=lambda preset: preset.code)
def test_the_usual_penalty_fits_every_method_it_is_offered_for(preset: Preset) -> None:
    for method in preset.methods:
        replace(sample(preset, method), penalty=preset.penalty_of(method)).validate()


def test_the_card_conventions() -> None:
    cards = [preset for preset in SEEDS.presets if preset.kind is ProductKind.CREDIT_CARD]
    assert len(cards) >= 30
    by_bank = {card.lender.code: card.grace_days for card in cards if card.grace_days != 3}
    assert by_bank == {"icbc": 0, "abc": 2, "cgb": 1}
    assert {card.fact("grace_days").confidence for card in cards} == {Confidence.FOLKLORE}
    huabei = SEEDS.preset("huabei")
    assert huabei is not None
    assert (huabei.grace_days, huabei.statement_day, huabei.due_day) == (0, 1, 10)
    assert dict(huabei.bill_days) == {1: (8, 9, 10), 5: (15,), 10: (20,)}


@pytest.mark.parametrize(
    ("code", "method", "rate", "day_count", "kind"),
    [
        ("jiebei", Method.LEVEL_PAYMENT, DAILY, DayCount.ACT_365, LenderKind.CONSUMER_FINANCE),
        ("weilidai", Method.EQUAL_PRINCIPAL, Rate(Decimal("0.0005"), RateBasis.DAY), DayCount.ACT_360, LenderKind.BANK),
        ("baitiao", Method.FLAT_FEE, PER_TERM, DayCount.THIRTY_360, LenderKind.MICRO_LENDER),
        ("dishuidai", Method.LEVEL_PAYMENT, None, DayCount.THIRTY_360, LenderKind.MICRO_LENDER),
        ("cmb_mortgage", Method.LEVEL_PAYMENT, None, DayCount.THIRTY_360, LenderKind.BANK),
    ],
)
def test_what_picking_a_known_product_fills_in(
    code: str, method: Method, rate: Rate | None, day_count: DayCount, kind: LenderKind
) -> None:
    preset = SEEDS.preset(code)
    assert preset is not None
    terms = loan_terms(preset)
    assert (terms.method, terms.rate, terms.day_count, terms.lender_kind) == (method, rate, day_count, kind)
    assert terms.rate_confirmed is False


def test_institutions_are_those_seen_in_reports() -> None:
    found = {lender.code: lender.institution for lender in SEEDS.lenders if lender.institution}
    assert found["ant"] == "重庆蚂蚁消费金融有限公司"
    assert found["webank"] == "深圳前海微众银行"
    assert len(found) == 5


def test_the_fee_of_a_flat_fee_product_carries_no_prepayment_promise() -> None:
    for preset in SEEDS.presets:
        if preset.methods[0] is Method.FLAT_FEE:
            assert preset.prepayment is Prepayment.NO_SAVING, preset.code


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("", ["花呗", "借呗", "微粒贷"]),
        ("借呗", ["借呗"]),
        ("jb", ["借呗"]),
        ("jiebei", ["借呗"]),
        ("JIEBEI", ["借呗"]),
        ("ｊｂ", ["借呗"]),
        ("蚂蚁", ["花呗", "借呗", "网商贷"]),
        ("bt", ["京东白条", "京东白条月账单"]),
        ("白条", ["京东白条", "京东白条月账单"]),
        ("有钱花", ["度小满"]),
        ("hb", ["花呗", "还呗"]),
        ("sdd", ["招行闪电贷"]),
        ("招行", ["招行闪电贷", "招商银行信用卡"]),
        ("招行信用卡", ["招商银行信用卡", "招商银行信用卡分期"]),
        ("招商信用卡", ["招商银行信用卡", "招商银行信用卡分期"]),  # another name of the lender, and the product
        ("CMB信用卡", ["招商银行信用卡", "招商银行信用卡分期"]),
        ("招商闪电贷", ["招行闪电贷"]),
        ("浦发银行信用卡", ["上海浦东发展银行信用卡"]),
        ("zhaoshangxinyongka", ["招商银行信用卡"]),
        ("alipayhuabei", ["花呗"]),
        ("spdbcard", ["上海浦东发展银行信用卡分期"]),
        ("gjj", ["公积金贷款"]),
        ("捷信", ["京东消费金融借款"]),
        ("建行房贷", ["中国建设银行房贷"]),
        ("weilidai", ["微粒贷"]),
        ("mashang", ["安逸花"]),
        ("360", ["360借条"]),
    ],
)
def test_what_people_type_finds_what_they_mean(query: str, first: list[str]) -> None:
    found = [preset.name.text("zh") for preset in search(SEEDS.presets, query, len(first))]
    assert found == first


def test_a_lender_and_a_product_together_mean_no_other_product() -> None:
    for query in ("招商信用卡", "招商银行信用卡", "招行信用卡"):
        codes, lenders = named(SEEDS.presets, query)
        assert codes == {"cmb_credit_card", "cmb_card_instalment"}
        assert not lenders
    assert search(SEEDS.presets, "招商白条") == ()
    assert search(SEEDS.presets, "CMBx") == ()


def test_an_unknown_code_is_none() -> None:
    assert SEEDS.preset("gone") is None


def raw() -> tuple[dict[str, Any], dict[str, Any]]:
    source = {"zh": "某处", "en": "somewhere", "confidence": "press"}
    lender = {"code": "l", "zh": "行/hang", "en": "L", "kind": "bank", "source": "s"}
    product = {"code": "p", "lender": "l", "like": "loan", "zh": "贷/dai", "en": "P", "source": "s"}
    like = {"loan": {"kind": "other", "methods": ["bullet"]}}
    day = date(2026, 11, 23)
    return (
        {"checked_on": day, "lender": [lender]},
        {"checked_on": day, "sources": {"s": source}, "like": like, "product": [product]},
    )


def test_a_newcomers_smallest_entry_is_enough() -> None:
    (preset,) = seed.parse(*raw()).presets
    assert (preset.rate, preset.rate_basis, preset.day_count) == (None, RateBasis.YEAR, None)
    assert loan_terms(preset).day_count is DayCount.THIRTY_360
    assert loan_terms(preset, method=Method.REVOLVING).day_count is DayCount.ACT_365


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"rat": "0.1"}, r"p: unknown \['rat'\]"),
        ({"rate": "a lot"}, "p: .*"),
        ({"penalty": {"rate": "0.5"}}, "p: .*penalty_times"),
        ({"methods": ["magic"]}, "p: .*magic"),
        ({"source": "nowhere"}, "p: .*nowhere"),
        ({"lender": "nobody"}, "p: .*nobody"),
        ({"like": "nothing"}, "p: .*nothing"),
    ],
)
def test_a_wrong_entry_is_named(change: dict[str, Any], complaint: str) -> None:
    lenders, products = raw()
    products["product"][0].update(change)
    with pytest.raises(ValueError, match=complaint):
        seed.parse(lenders, products)


def test_a_code_used_twice_is_refused() -> None:
    lenders, products = raw()
    products["product"] *= 2
    with pytest.raises(ValueError, match="p: the code is already taken"):
        seed.parse(lenders, products)


def test_reading_needs_no_database_and_no_screen() -> None:
    code = (
        "import sys; from planner.storage.shipped import products as seed; seed.load();"
        "print(sorted({'sqlalchemy', 'sqlmodel', 'textual', 'sqlite3'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_products_are_what_their_sources_say() -> None:
    """Days by their pages; a fee of which nobody publishes the figure is asked for; the bank that lends reports."""
    presets = {preset.code: preset for preset in SEEDS.presets}
    assert presets["haoqidai"].day_count is DayCount.THIRTY_360
    assert presets["jietiao360"].day_count is DayCount.ACT_365
    assert presets["jietiao360"].fact("day_count").confidence is Confidence.FOLKLORE
    assert preset_texts(presets["anyihua"])["prepayment_fee"] == ""
    assert preset_texts(presets["meituan_jieqian"])["prepayment_fee"] != ""
    for code in ("xinyonggou", "xinyongdai"):
        lender = presets[code].lender
        assert (lender.kind, lender.institution) == (LenderKind.BANK, "")
