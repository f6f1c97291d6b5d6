"""What people type is read exactly or refused with a sentence that names it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import i18n
from planner.domain.basics.rates import RateBasis
from planner.domain.basics.text import MOST_SHOWN, clean, escaped, shown
from planner.domain.basics.typed import (
    parse_amount,
    parse_count,
    parse_date,
    parse_lpr,
    parse_month,
    parse_rate,
    parse_rate_or_lpr,
    parse_share,
    parse_step,
    rate_basis_told,
)
from planner.errors import PlannerError
from planner.i18n import format as fmt

TODAY = date(2026, 11, 23)


def refused(read: Callable[[], object]) -> PlannerError:
    """The error of ``read``, after making sure that it can be said in both languages, naming what was typed."""
    with pytest.raises(PlannerError) as caught:
        read()
    error = caught.value
    for language in i18n.LANGUAGES:
        i18n.use(language)
        sentence = fmt.error(error.code, error.params)
        assert str(error.params.get("text", "")) in sentence
        assert "{" not in sentence
    return error


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("12000", 1_200_000),
        ("12,000.50", 1_200_050),
        ("1,234,567.8", 123_456_780),
        ("¥12,000", 1_200_000),
        ("￥12,000", 1_200_000),
        (" ￥ 12 000 元 ", 1_200_000),
        ("人民币500元", 50_000),
        ("300块", 30_000),
        ("1.2万", 1_200_000),
        ("1.2万元", 1_200_000),
        ("１．２万", 1_200_000),
        ("1.2w", 1_200_000),
        ("1.2W", 1_200_000),
        ("12k", 1_200_000),
        ("12K", 1_200_000),
        ("3千", 300_000),
        ("1.234567万", 1_234_567),
        ("0.000001万", 1),
        ("1亿", 10_000_000_000),
        ("１２，３００．５０", 1_230_050),
        ("12。5", 1250),
        ("0", 0),
        ("0.01", 1),
        (".5", 50),
        ("12.", 1200),
        ("007", 700),
        ("760\u200b.00\u202c", 76_000),
        ("1000000000000000", None),
        ("10000000000000", 10**15),
    ],
)
def test_amounts(text: str, fen: int | None) -> None:
    if fen is None:
        assert refused(lambda: parse_amount(text)).code == "amount.too_large"
    else:
        assert parse_amount(text) == fen


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "amount.empty"),
        (" \u3000\t", "amount.empty"),
        ("-5", "amount.negative"),
        ("－５．０", "amount.negative"),
        ("−5", "amount.negative"),
        ("¥-5", "amount.negative"),
        ("12,00", "amount.comma"),
        ("1,2345", "amount.comma"),
        ("1,234,56", "amount.comma"),
        ("12,000,50", "amount.comma"),
        ("1234,567", "amount.comma"),
        (",5", "amount.comma"),
        ("1,2万", "amount.comma"),
        ("0,123", "amount.comma"),
        ("12.345", "amount.decimals"),
        ("12.340", "amount.decimals"),
        ("1,234.567", "amount.decimals"),
        ("1.2345678万", "amount.decimals"),
        ("9" * 60, "amount.too_large"),
        ("100000亿", None),
        ("100001亿", "amount.too_large"),
        ("abc", "amount.unreadable"),
        ("¥", "amount.unreadable"),
        ("1e5", "amount.unreadable"),
        ("nan", "amount.unreadable"),
        ("1 2", "amount.unreadable"),
        ("1.2.3", "amount.unreadable"),
        ("1,000 000", "amount.unreadable"),
        ("--5", "amount.unreadable"),
        ("-", "amount.unreadable"),
        ("一万", "amount.unreadable"),
        ("1万2", "amount.unreadable"),
        ("٣", "amount.unreadable"),
        ("$5", "amount.unreadable"),
        ("[/]", "amount.unreadable"),
    ],
)
def test_amounts_that_are_refused(text: str, code: str | None) -> None:
    if code is None:
        assert parse_amount(text) == 10**15
        return
    error = refused(lambda: parse_amount(text, field="principal"))
    assert (error.code, error.field) == (code, "principal")


@given(st.integers(0, 10**15))
def test_an_amount_as_it_is_shown_is_read_back(minor: int) -> None:
    assert parse_amount(fmt.plain_money(minor)) == minor
    assert parse_amount(f"{minor // 100}.{minor % 100:02d}") == minor


@pytest.mark.parametrize(
    "read", [parse_amount, parse_rate, parse_count, lambda text: parse_date(text, TODAY)], ids=lambda _: "reader"
)
@given(text=st.text(max_size=12) | st.text("0123456789.,万wk¥-+ 元年月日", max_size=12))
def test_anything_is_read_or_refused(read: Callable[[str], object], text: str) -> None:
    said = "read"
    try:
        read(text)
    except PlannerError as error:
        said = fmt.error(error.code, error.params)
    assert said


def test_an_error_repeats_the_typed_text_harmless_and_short() -> None:
    assert refused(lambda: parse_amount("\x1b[31mx\u202e")).params["text"] == "x"
    assert refused(lambda: parse_amount("字" * 100)).params["text"] == "字" * 40 + "…"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20", "2026-11-20"),
        ("2024-2-29", "2024-02-29"),
        ("2026/11/20", "2026-11-20"),
        ("2026.1.2", "2026-01-02"),
        ("20261120", "2026-11-20"),
        ("2026年11月20日", "2026-11-20"),
        ("2026年1月2", "2026-01-02"),
        ("２０２６－１１－２０", "2026-11-20"),
        ("11-20", "2026-11-20"),
        ("1/2", "2026-01-02"),
        ("11月20日", "2026-11-20"),
        ("11 月 20 号", "2026-11-20"),
        ("20", "2026-11-20"),
        ("２０", "2026-11-20"),
        ("3", "2026-11-03"),
        ("20号", "2026-11-20"),
        ("30日", "2026-11-30"),
        ("today", "2026-11-23"),
        ("Today ", "2026-11-23"),
        ("今天", "2026-11-23"),
        ("昨天", "2026-11-22"),
        ("yesterday", "2026-11-22"),
        ("前天", "2026-11-21"),
        ("大前天", "2026-11-20"),
        ("明天", "2026-11-24"),
        ("tomorrow", "2026-11-24"),
        ("后天", "2026-11-25"),
        ("-3d", "2026-11-20"),
        ("－３ｄ", "2026-11-20"),
        ("+2d", "2026-11-25"),
        ("+8天", "2026-12-01"),
        ("-0d", "2026-11-23"),
        ("3天前", "2026-11-20"),
        ("10天后", "2026-12-03"),
        ("1990-01-01", "1990-01-01"),
        ("2100-12-31", "2100-12-31"),
    ],
)
def test_dates(text: str, expected: str) -> None:
    assert parse_date(text, TODAY) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "date.empty"),
        ("  ", "date.empty"),
        ("31", "date.not_in_month"),
        ("0", "date.not_in_month"),
        ("32号", "date.not_in_month"),
        ("2026-02-29", "date.no_such_day"),
        ("2-30", "date.no_such_day"),
        ("13-1", "date.no_such_day"),
        ("0000-01-01", "date.no_such_day"),
        ("20261301", "date.no_such_day"),
        ("1989-12-31", "date.range"),
        ("2101-01-01", "date.range"),
        ("-99999d", "date.range"),
        ("+999999d", "date.range"),
        ("-999999d", "date.range"),
        ("26-11-20", "date.unreadable"),
        ("2026-11/20", "date.unreadable"),
        ("2026-11", "date.unreadable"),
        ("1120", "date.unreadable"),
        ("-3", "date.unreadable"),
        ("3d", "date.unreadable"),
        ("下周一", "date.unreadable"),
        ("soon", "date.unreadable"),
    ],
)
def test_dates_that_are_refused(text: str, code: str) -> None:
    error = refused(lambda: parse_date(text, TODAY, field="on"))
    assert (error.code, error.field) == (code, "on")


def test_a_day_missing_from_this_month_names_the_month() -> None:
    error = refused(lambda: parse_date("31", TODAY))
    assert fmt.error(error.code, error.params).startswith("2026-11")


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(-400, 400))
def test_a_date_as_it_is_shown_is_read_back(on: date, days: int) -> None:
    assert parse_date(on.isoformat(), TODAY) == on
    assert parse_date(f"{on.year}年{on.month}月{on.day}日", TODAY) == on
    assert parse_date(on.strftime("%m-%d"), on) == on
    assert parse_date(f"{days:+d}d", TODAY) == TODAY + timedelta(days)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("18", "0.18"),
        ("18%", "0.18"),
        ("１８％", "0.18"),
        (" 18 % ", "0.18"),
        ("18.25", "0.1825"),
        ("0.05%", "0.0005"),
        ("0.05", "0.0005"),
        ("0.0495%", "0.000495"),
        (".5", "0.005"),
        ("0。6", "0.006"),
        ("万5", "0.0005"),
        ("万五", "0.0005"),
        ("万分之5", "0.0005"),
        ("万分之五", "0.0005"),
        ("万分之三点五", "0.00035"),
        ("5‱", "0.0005"),
        ("5bp", "0.0005"),
        ("5 bps", "0.0005"),
        ("千分之六", "0.006"),
        ("千6", "0.006"),
        ("6‰", "0.006"),
        ("百分之十八", None),
        ("百分之18", "0.18"),
        ("0", "0"),
        ("1000", "10"),
    ],
)
def test_rates(text: str, value: str | None) -> None:
    if value is None:
        assert refused(lambda: parse_rate(text)).code == "rate.unreadable"
    else:
        assert parse_rate(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "rate.empty"),
        ("-1", "rate.negative"),
        ("-0.05%", "rate.negative"),
        ("1000.01", "rate.too_high"),
        ("999999999", "rate.too_high"),
        ("1.5厘", "rate.unreadable"),
        ("1,5", "rate.unreadable"),
        ("万5%", "rate.unreadable"),
        ("1e3", "rate.unreadable"),
        ("nan", "rate.unreadable"),
        ("18%%", "rate.unreadable"),
        ("%", "rate.unreadable"),
        ("about 18", "rate.unreadable"),
        ("6% effective", "rate.effective"),
        ("APY 6", "rate.effective"),
        ("有效年利率 6%", "rate.effective"),
        ("6%（复利）", "rate.effective"),
    ],
)
def test_rates_that_are_refused(text: str, code: str) -> None:
    error = refused(lambda: parse_rate(text, field="rate"))
    assert (error.code, error.field) == (code, "rate")


@pytest.mark.parametrize(
    ("text", "count"), [("12", 12), ("１２", 12), (" 12期 ", 12), ("3 天", 3), ("20号", 20), ("0", 0)]
)
def test_counts(text: str, count: int) -> None:
    assert parse_count(text) == count


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "count.empty"),
        ("12.0", "count.unreadable"),
        ("twelve", "count.unreadable"),
        ("1 2", "count.unreadable"),
        ("12年", "count.unreadable"),
        ("-1", "count.range"),
        ("601", "count.range"),
        ("0", "count.range"),
        ("999999999", "count.range"),
    ],
)
def test_counts_that_are_refused(text: str, code: str) -> None:
    error = refused(lambda: parse_count(text, low=1, high=600, field="terms"))
    assert (error.code, error.field) == (code, "terms")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  某某\t银行 ", "某某 银行"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x1b]8;;https://x.cn\x1b\\b\x1b]8;;\x1b\\c", "abc"),
        ("a\x9b31mb", "ab"),
        ("\x1b[31m红\x1b[0;1m色\x1b[?25l\x1b(B", "红色"),
        ("\x1b\x1b[31m[32m", "[32m"),  # as a terminal would show it
        ("[/] [b", "[/] [b"),
        ("[31m]", "[31m]"),
        ("\x1b[ 张", "[ 张"),  # no sequence: only the sign goes
        ("\x1b]0;张", "]0;张"),
        ("ab\u202ecd\u2066ef", "abcdef"),
        ("借\u200b呗\ufeff", "借呗"),
        ("e\u0301", "é"),
        ("e\u200b\u0301", "é"),
        ("a\r\nb\rc\nd", "a b c d"),
        ("\ud800x", "x"),
        ("👨\u200d👩", "👨\u200d👩"),
        ("借\u200d呗\u200c\u3164\u2800", "借呗"),
        ("a\u2028b\x85c", "a b c"),
        ("x" + "\u0335" * 9, "x" + "\u0335" * 4),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("Ａ１", "Ａ１"),
    ],
)
def test_text_is_made_harmless_and_otherwise_kept(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_a_document_for_a_terminal_says_all_that_it_said() -> None:
    held = ["a\u202eb\x9b\U000e0041", "e" + "\u0301" * 9, "👨\u200d👩", "a\u200db", "两\n行"]
    document = escaped(json.dumps(held, ensure_ascii=False, indent=2))
    assert json.loads(document) == held
    assert document.count("\u0301") == 4
    assert not re.search("[\x7f-\x9f\u202e\U000e0041]|a\u200d", document)


def test_the_longest_hill_of_accents_takes_no_longer_than_as_many_letters() -> None:
    """Composed as it came, this text takes minutes: marks of two kinds in turn are sorted."""
    assert len(clean("e" + "\u0301\u0323" * 200_000)) <= 5
    assert shown("a" * (MOST_SHOWN + 1)) == "a" * MOST_SHOWN + "…"


def test_lines_can_be_kept() -> None:
    assert clean("一\r\n二\r三\n", lines=True) == "一\n二\n三\n"


@given(st.text(), st.booleans())
def test_cleaning_twice_is_cleaning_once(text: str, lines: bool) -> None:
    cleaned = clean(text, lines=lines)
    assert clean(cleaned, lines=lines) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") and letter != "\n" for letter in cleaned)
    cleaned.encode()


# The loan prime rate with its margin


@pytest.mark.parametrize(
    ("text", "lpr", "margin"),
    [
        ("LPR 3.0% + 55bp", "0.03", "55"),
        ("lpr3.5-30", "0.035", "-30"),
        ("3.5% − 30个基点", "0.035", "-30"),
        ("ＬＰＲ３．１％＋２０ｂｐ", "0.031", "20"),
        ("3.45 + 7.5 bps", "0.0345", "7.5"),
    ],
)
def test_a_prime_rate_with_its_margin(text: str, lpr: str, margin: str) -> None:
    assert parse_lpr(text) == (Decimal(lpr), Decimal(margin))
    assert parse_rate_or_lpr(text) == Decimal(lpr) + Decimal(margin) / 10_000


@pytest.mark.parametrize("text", ["3.5", "5bp", "LPR", "LPR + 5bp", "3.5% + ", "-3.5+1", "3+4+5", ""])
def test_what_is_no_prime_rate_with_a_margin(text: str) -> None:
    assert parse_lpr(text) is None


@pytest.mark.parametrize(("text", "code"), [("3 - 500bp", "rate.negative"), ("999+9999bp", "rate.too_high")])
def test_a_margin_that_leads_beyond_any_rate(text: str, code: str) -> None:
    with pytest.raises(PlannerError) as caught:
        parse_rate_or_lpr(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "value", "basis"),
    [
        ("万四", "0.0004", RateBasis.DAY),
        ("万分之五", "0.0005", RateBasis.DAY),
        ("日息万三点五", "0.00035", RateBasis.DAY),
        ("日利率0.05%", "0.0005", RateBasis.DAY),
        ("０．０５％／天", "0.0005", RateBasis.DAY),
        ("月息0.8%", "0.008", RateBasis.MONTH),
        ("1.2% a month", "0.012", RateBasis.MONTH),
        ("年化18", "0.18", RateBasis.YEAR),
        ("年利率：7.2%", "0.072", RateBasis.YEAR),
        ("7.2%/年", "0.072", RateBasis.YEAR),
        ("年化万四", "0.0004", RateBasis.YEAR),
        ("18", "0.18", None),
        ("5bp", "0.0005", None),
        ("千分之八", "0.008", None),
    ],
)
def test_a_rate_may_say_what_it_is_per(text: str, value: str, basis: RateBasis | None) -> None:
    assert parse_rate(text) == Decimal(value)
    assert rate_basis_told(text) is basis


@pytest.mark.parametrize("text", ["", "日", "月息八厘", "日息1%/年", "LPR-30", "万"])
def test_what_is_no_rate_says_nothing_of_its_basis(text: str) -> None:
    refused(lambda: parse_rate(text))
    assert rate_basis_told(text) in (None, RateBasis.DAY)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("+500", 650_000),
        ("-300", 570_000),
        ("＋1.2万", 1_800_000),
        ("− 300", 570_000),
        ("6000", 600_000),
        ("-5999.99", 1),
        ("0", 0),
    ],
)
def test_a_step_counts_from_what_there_is(text: str, fen: int) -> None:
    assert parse_step(text, 600_000) == fen


@pytest.mark.parametrize(
    ("text", "base", "code"),
    [
        ("+500", None, "amount.no_base"),
        ("-6000.01", 600_000, "amount.below"),
        ("-6000", 600_000, "amount.below"),  # what leaves nothing is no budget: 0 is typed
        ("-5", 500, "amount.below"),
        ("-5", None, "amount.no_base"),
        ("+", 1, "amount.empty"),
        ("--5", 1, "amount.negative"),
        ("+x", 1, "amount.unreadable"),
        ("", 1, "amount.empty"),
    ],
)
def test_a_step_without_sense_is_refused(text: str, base: int | None, code: str) -> None:
    with pytest.raises(PlannerError) as refused:
        parse_step(text, base, field="monthly")
    assert (refused.value.code, refused.value.field) == (code, "monthly")


def test_a_share_is_read_as_a_rate_and_never_called_one() -> None:
    assert parse_share("４０％") == parse_share("40") == Decimal("0.4")
    for text in ("", "三成", "-3%", "年化利率（复利）5", "[/] [b"):
        with pytest.raises(PlannerError) as refused:
            parse_share(text, field="ratio")
        assert (refused.value.code, refused.value.field) == ("rate.share", "ratio")


def test_a_step_that_cannot_be_read_is_named_as_it_was_typed() -> None:
    with pytest.raises(PlannerError) as refused:
        parse_step("+abc", 1)
    assert refused.value.params["text"] == "+abc"


def test_where_a_day_to_come_is_asked_for_the_words_for_one_are_named() -> None:
    with pytest.raises(PlannerError) as refused:
        parse_date("soon", date(2026, 11, 2), field="by", ahead=True)
    assert (refused.value.code, refused.value.field) == ("date.unreadable_ahead", "by")
    assert parse_date("+30d", date(2026, 11, 2), ahead=True) == date(2026, 12, 2)
    for language, past, coming in (("en", "yesterday", "tomorrow"), ("zh", "昨天", "明天")):
        i18n.use(language)
        told = fmt.error(refused.value.code, refused.value.params)
        assert coming in told
        assert past not in told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10", "2026-10-01"),
        ("2026年1月", "2026-01-01"),
        ("２０２６０９", "2026-09-01"),
        ("2026/9", "2026-09-01"),
        ("2026-09-30", "2026-09-01"),
        ("20260930", "2026-09-01"),
    ],
)
def test_a_month_is_its_first_day(text: str, expected: str) -> None:
    assert parse_month(text, TODAY) == date.fromisoformat(expected)


@pytest.mark.parametrize("text", ["2026-13", "2026-0", "20269", "下月底", "-1", "1e9"])
def test_what_is_no_month_is_refused_as_one(text: str) -> None:
    error = refused(lambda: parse_month(text, TODAY, field="as_of"))
    assert (error.code, error.field) == ("date.unreadable_month", "as_of")


def test_a_day_that_is_none_says_so_in_a_month_too() -> None:
    assert refused(lambda: parse_month("2026-02-30", TODAY)).code == "date.no_such_day"
