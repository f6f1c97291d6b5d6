"""Finding a product by what a person types, and what picking it fills in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from planner.domain.accounts.loan import LenderKind, Method, Prepayment
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.basics.sources import Confidence, Fact, Named
from planner.domain.reference.products import DueRule, Preset, PresetLender, ProductKind, folded, loan_terms, search

FACT = Fact(Named({"zh": "某处", "en": "somewhere"}), Confidence.FOLKLORE, date(2026, 11, 23))
BETTER = Fact(Named({"zh": "某报", "en": "a paper"}), Confidence.PRESS, date(2026, 11, 23))


def lender(code: str, *names: str, kind: LenderKind = LenderKind.BANK) -> PresetLender:
    return PresetLender(code, Named({"zh": names[0].partition("/")[0], "en": names[-1]}), kind, "", FACT, names)


def product(code: str, owner: PresetLender, *names: str, rank: int = 100, **terms: object) -> Preset:
    given: dict[str, object] = {
        "methods": (Method.LEVEL_PAYMENT, Method.REVOLVING),
        "rate_basis": RateBasis.DAY,
        "day_count": DayCount.ACT_365,
        "due_rule": DueRule.SAME_DAY,
        "prepayment": Prepayment.FREE,
        **terms,
    }
    return Preset(
        code=code,
        lender=owner,
        kind=ProductKind.CASH_LOAN,
        name=Named({"zh": names[0].partition("/")[0], "en": names[-1]}),
        names=names,
        facts={"product": FACT, "rate": BETTER},
        rank=rank,
        **given,  # type: ignore[arg-type]
    )


ANT = lender("ant", "蚂蚁消费金融/ma yi xiao fei jin rong", "蚂蚁/ma yi", "Ant Consumer Finance")
WEBANK = lender("webank", "微众银行/wei zhong yin hang", "WeBank")
CMB = lender("cmb", "招商银行/zhao shang yin hang", "招行/zhao hang", "China Merchants Bank")
QIFU = lender("qifu", "奇富科技/qi fu ke ji", "Qifu")

JIEBEI = product("jiebei", ANT, "借呗/jie bei", "蚂蚁借呗/ma yi jie bei", "Jiebei", rank=2, rate=Decimal("0.0006"))
HUABEI = product("huabei", ANT, "花呗/hua bei", "Huabei", rank=1, methods=(Method.CARD,), statement_day=1, due_day=10)
INSTALMENT = product(
    "huabei_instalment",
    ANT,
    "花呗分期/hua bei fen qi",
    "Huabei instalment plan",
    rank=20,
    methods=(Method.FLAT_FEE,),
    rate_basis=RateBasis.TOTAL,
    rate=Decimal("0.088"),
    rate_by_terms=((3, Decimal("0.025")), (12, Decimal("0.088"))),
    terms=(12, 3),
)
WEILIDAI = product("weilidai", WEBANK, "微粒贷/wei li dai", "Weilidai", rank=3)
FLASH = product("flash", CMB, "招行闪电贷/zhao hang shan dian dai", "闪电贷/shan dian dai", "CMB Shandiandai", rank=19)
CARD = product(
    "card", CMB, "招商银行信用卡/zhao shang yin hang xin yong ka", "China Merchants Bank credit card", rank=50
)
NOTE360 = product("jietiao360", QIFU, "360借条/360 jie tiao", "360 Jietiao", rank=11)
ALL = (CARD, FLASH, NOTE360, INSTALMENT, WEILIDAI, JIEBEI, HUABEI)


def found(query: str, limit: int = 20) -> list[str]:
    return [preset.code for preset in search(ALL, query, limit)]


@pytest.mark.parametrize(
    "query",
    [
        "借呗",
        "jb",
        "jiebei",
        "JIEBEI",
        "Jie Bei",
        "ｊｂ",
        "ＪＩＥＢＥＩ",
        " 借呗 ",
        "jieb",
        "蚂蚁借呗",
        "mayijiebei",
        "借 呗",
    ],
)
def test_one_product_by_any_form_of_its_name(query: str) -> None:
    assert found(query)[0] == "jiebei"


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("蚂蚁", ["huabei", "jiebei", "huabei_instalment"]),
        ("ant", ["huabei", "jiebei", "huabei_instalment"]),
        ("花呗", ["huabei", "huabei_instalment"]),
        ("hb", ["huabei", "huabei_instalment"]),
        ("huab", ["huabei", "huabei_instalment"]),
        ("呗", ["huabei", "jiebei", "huabei_instalment"]),
        ("闪电", ["flash"]),
        ("sdd", ["flash"]),
        ("招行", ["flash", "card"]),
        ("merchants", ["card", "flash"]),
        ("credit", ["card"]),
        ("yinhang", ["card", "weilidai", "flash"]),
        ("360", ["jietiao360"]),
        ("360jt", ["jietiao360"]),
        ("３６０", ["jietiao360"]),
        ("招行 信用卡", ["card"]),
        ("bank card", ["card"]),
    ],
)
def test_what_is_found_and_in_which_order(query: str, codes: list[str]) -> None:
    assert found(query) == codes


def test_the_whole_name_goes_before_its_beginning_and_that_before_a_part() -> None:
    inside = product("inside", QIFU, "新借呗/xin jie bei", "C", rank=1)
    prefix = product("prefix", QIFU, "借呗二号/jie bei er hao", "B", rank=2)
    exact = product("exact", QIFU, "借呗/jie bei", "A", rank=3)
    for query in ("借呗", "jiebei", "jb"):
        assert [preset.code for preset in search((inside, prefix, exact), query)] == ["exact", "prefix", "inside"]


def test_the_product_itself_goes_before_others_of_a_lender_so_named() -> None:
    owner = lender("l", "度小满/du xiao man", "D")
    other = product("other", owner, "有钱花/you qian hua", "Y", rank=1)
    own = product("own", owner, "度小满/du xiao man", "D", rank=9)
    assert [preset.code for preset in search((other, own), "dxm")] == ["own", "other"]


def test_pinyin_is_found_by_whole_syllables_only() -> None:
    assert found("ang") == []
    assert found("iebei") == []
    assert "flash" in found("dian")


@pytest.mark.parametrize("query", ["zzz", "[/]", "][", "%", "'", "借呗啊"])
def test_nothing_is_found_for_anything_else(query: str) -> None:
    assert found(query) == []


@pytest.mark.parametrize("query", ["", "   ", "\u3000"])
def test_nothing_typed_lists_the_most_common_first(query: str) -> None:
    assert found(query, 3) == ["huabei", "jiebei", "weilidai"]


def test_results_are_stable_and_limited() -> None:
    twins = tuple(product(f"p{n}", QIFU, "贷/dai", f"P{n}", rank=5) for n in range(9))
    assert [preset.code for preset in search(twins, "dai")] == [f"p{n}" for n in range(9)]
    assert search(twins, "dai", 4) == twins[:4]
    assert search(twins, "dai", 0) == ()


def test_folding_keeps_letters_and_digits_of_any_script() -> None:
    assert folded(" ＡＢＣ-融ｅ借（新）") == "abc融e借新"


def test_picking_fills_in_the_usual_terms_unconfirmed() -> None:
    terms = loan_terms(JIEBEI)
    assert (terms.product, terms.name, terms.lender_name) == ("jiebei", "借呗", "蚂蚁消费金融")
    assert terms.method is Method.LEVEL_PAYMENT
    assert terms.rate == Rate(Decimal("0.0006"), RateBasis.DAY)
    assert terms.rate_confirmed is False
    assert (terms.day_count, terms.due_rule, terms.terms) == (DayCount.ACT_365, DueRule.SAME_DAY, None)


def test_picking_in_english_uses_the_english_names() -> None:
    terms = loan_terms(JIEBEI, "en")
    assert (terms.name, terms.lender_name) == ("Jiebei", "Ant Consumer Finance")


def test_a_price_by_number_of_instalments() -> None:
    assert loan_terms(INSTALMENT).rate == Rate(Decimal("0.088"), RateBasis.TOTAL)
    assert loan_terms(INSTALMENT, terms=3).rate == Rate(Decimal("0.025"), RateBasis.TOTAL)
    assert loan_terms(INSTALMENT, terms=7).rate == Rate(Decimal("0.088"), RateBasis.TOTAL)


def test_a_rate_does_not_turn_into_a_fee_nor_a_fee_into_a_rate() -> None:
    flat = loan_terms(JIEBEI, method=Method.FLAT_FEE)
    assert (flat.rate, flat.rate_basis) == (None, RateBasis.TERM)
    level = loan_terms(INSTALMENT, method=Method.LEVEL_PAYMENT)
    assert (level.rate, level.rate_basis) == (None, RateBasis.YEAR)
    assert loan_terms(JIEBEI, method=Method.REVOLVING).rate == Rate(Decimal("0.0006"), RateBasis.DAY)


@pytest.mark.parametrize(
    ("preset", "method", "rule"),
    [
        (HUABEI, None, DueRule.BILL),
        (JIEBEI, Method.REVOLVING, DueRule.ANY_TIME),
        (JIEBEI, Method.BULLET, DueRule.AT_END),
        (JIEBEI, Method.INTEREST_ONLY, DueRule.SAME_DAY),
        (JIEBEI, Method.CARD, DueRule.BILL),
    ],
)
def test_the_due_rule_follows_the_method(preset: Preset, method: Method | None, rule: DueRule) -> None:
    assert loan_terms(preset, method=method).due_rule is rule


def test_a_loan_repaid_in_parts_has_dates_even_where_the_product_usually_has_none() -> None:
    friend = product("friend", QIFU, "亲友/qin you", "F", due_rule=DueRule.AT_END, methods=(Method.BULLET,))
    assert loan_terms(friend).due_rule is DueRule.AT_END
    assert loan_terms(friend, method=Method.LEVEL_PAYMENT).due_rule is DueRule.SAME_DAY


def test_a_field_without_a_source_of_its_own_takes_the_products() -> None:
    assert JIEBEI.fact("rate") is BETTER
    assert JIEBEI.fact("grace_days") is FACT
