"""Card bills as PDFs: rows by where they stand, sums compared, what cannot be read or seen told."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Sequence
from datetime import date

import pytest

from planner.domain.imports.file import PAGE, Kind, PaymentFile, Printed, Stated
from planner.domain.imports.keys import source_keys
from planner.domain.imports.stated import Difference, differences
from planner.errors import PlannerError
from planner.importers.pdf import unlocked
from planner.importers.pdfwords import CODES
from planner.importers.readers import read
from tests.make.bill_pdfs import (
    BOC,
    BOC_ENGLISH,
    BOC_ROWS,
    BOCOM,
    BOCOM_ROWS,
    CCB,
    CCB_ROWS,
    CGB,
    CGB_ROWS,
    CMB,
    CMB_ENGLISH,
    CMB_ROWS,
    ICBC,
    ICBC_ROWS,
    Col,
    bill,
    boc_account,
    ccb,
    citic,
    cmb,
    cmb_head,
    row_of,
    table,
    turned,
    with_table,
)
from tests.make.pdf import Drawn, Run, pdf, placed

BUY, REPAY, BACK, OTHER = Kind.PURCHASE, Kind.REPAYMENT, Kind.REFUND, Kind.OTHER
CMB_READ = [
    (date(2025, 12, 29), REPAY, 100000, "1234"),
    (date(2025, 12, 20), BACK, 19900, "1234"),
    (date(2025, 12, 12), BUY, 123450, "1234"),
    (date(2026, 1, 2), BUY, 3940, "5678"),
    (date(2026, 1, 4), BUY, 10000, "1234"),
]
FAKE = ("01/04", "01/05", "没有的消费", "9,999.00", "1234", "9,999.00(CN)")


def rows(file: PaymentFile) -> list[tuple[date | None, Kind, int | None, str]]:
    return [
        (entry.row.on, entry.meaning.kind, entry.row.amount_minor, entry.row.pay_method[-4:]) for entry in file.entries
    ]


def printed(file: PaymentFile) -> Printed:
    assert file.printed is not None
    return file.printed


def refused(data: bytes) -> PlannerError:
    with pytest.raises(PlannerError) as raised:
        read(data)
    return raised.value


def test_a_bill_of_cmb_with_sections_wrapped_names_and_december_in_january() -> None:
    file = read(cmb())
    assert file.format == "cmb_card"
    assert rows(file) == CMB_READ
    assert [entry.meaning.reason for entry in file.entries] == [""] * 5
    assert file.entries[2].row.goods == "支付宝-某地某某信息科技有限公司某某分店的很长的名字"
    assert file.entries[3].row.goods == "ULTRA MOBILE"
    assert [entry.row.line // PAGE for entry in file.entries] == [1] * 5


def test_what_the_bill_prints_is_read_and_its_sums_agree_with_the_rows() -> None:
    file = read(cmb())
    assert printed(file).stated == Stated(
        date(2026, 1, 5), date(2026, 1, 23), None, None, 117490, 11749, 100000, 100000, 117490
    )
    assert differences(file) == ()


def test_values_beside_names_in_two_languages_are_theirs() -> None:
    head: list[Run | Drawn] = []
    for at, (name, english, value) in enumerate(
        (("账单日", "Statement Date", "2026年01月05日"), ("到期还款日", "Payment Due Date", "2026年01月23日"),
         ("本期还款总额", "Current Balance", "¥ 1,230.00"), ("本期最低还款额", "Minimum Payment", "¥ 123.00"))
    ):  # fmt: skip
        left, low = 40 + 260 * (at // 2), 780 - 40 * (at % 2)
        head += [(left, low, name), (left, low - 10, english), (left + 120, low - 5, value)]
    stated = printed(read(bill([*head, *table(CMB, CMB_ROWS)[0]]))).stated
    assert (stated.billed_on, stated.due_on) == (date(2026, 1, 5), date(2026, 1, 23))
    assert (stated.owed_minor, stated.least_minor) == (123000, 12300)


def test_a_row_that_is_missing_shows_in_the_sums() -> None:
    file = read(cmb(CMB_ROWS[:-1]))
    assert differences(file) == (
        Difference("change", 17490, 7490),
        Difference("new", 117490, 127390),
    )
    assert differences(read(bill([*cmb_head(), *table(CMB, CMB_ROWS)[0]]))) is None  # nothing to compare with


@pytest.mark.parametrize(
    ("code", "data", "read_as", "guessed"),
    [
        (
            "ccb_card",
            ccb(),
            [
                (date(2025, 12, 28), BUY, 2080, "4321"),
                (date(2026, 1, 3), REPAY, 109200, "4321"),
                (date(2026, 1, 8), BUY, 5126, "4321"),
            ],
            False,
        ),
        (
            "citic_card",
            citic(),
            [
                (date(2025, 12, 9), BUY, 10619, "4709"),
                (date(2025, 12, 14), BUY, 100000, "4709"),
                (date(2025, 12, 29), REPAY, 4700, "4709"),
                (date(2025, 12, 30), BUY, 200, "4709"),
            ],
            False,
        ),
        (
            "icbc_card",
            with_table(ICBC, ICBC_ROWS),
            [(date(2026, 1, 1), BUY, 8850, "5670"), (date(2026, 1, 8), REPAY, 108850, "5670")],
            True,
        ),
        (
            "bocom_card",
            with_table(BOCOM, BOCOM_ROWS),
            [
                (date(2026, 1, 10), REPAY, 12318, ""),
                (date(2026, 1, 11), BUY, 299, ""),
                (date(2026, 1, 13), OTHER, None, ""),
            ],
            True,
        ),
        (
            "cgb_card",
            with_table(CGB, CGB_ROWS),
            [
                (date(2026, 1, 5), BUY, 1590, ""),
                (date(2026, 1, 4), BACK, 9720, ""),
                (date(2025, 12, 25), REPAY, 113068, ""),
            ],
            True,
        ),
        (
            "boc_card",
            with_table(BOC, BOC_ROWS, english=BOC_ENGLISH),
            [(date(2026, 1, 13), BUY, 5000, "4260"), (date(2026, 1, 20), REPAY, 136119, "2875")],
            False,
        ),
    ],
)
def test_bills_of_other_banks(code: str, data: bytes, read_as: list[object], guessed: bool) -> None:
    file = read(data)
    assert (file.format, printed(file).guessed) == (code, guessed)
    assert rows(file) == read_as
    assert differences(file) in ((), None)


def test_names_around_the_middle_of_their_row_are_whole() -> None:
    whole = [
        "财付通－美团平台商户",
        "支付宝－上海某某某某信息科技有限公司某某分店",
        "财付通还款",
        "支付宝－杭州某某商店旗舰店的又一个很长的名字第二分店",
    ]
    for middle in (True, False):
        assert [entry.row.goods for entry in read(citic(middle=middle)).entries] == whole


@pytest.mark.parametrize("middle", [True, False])
def test_the_movements_of_an_account_in_many_narrow_columns(middle: bool) -> None:
    file = read(boc_account(middle=middle))
    assert [(entry.row.amount_minor, entry.row.direction, entry.meaning.kind) for entry in file.entries] == [
        (123456, "支出", OTHER),
        (300000, "支出", REPAY),
    ]
    first = file.entries[0].row
    assert (first.category, first.counterparty, first.at) == ("网上快捷支付", "某某支付科技有限公司", "12:33:11")
    assert first.goods == "财付通-微信支付-某某便利店铺"


def test_a_currency_on_a_line_above_its_amount_is_read_and_another_than_yuan_is_not() -> None:
    without = [*CCB_ROWS[0][:5], "", ""]
    drawn, _ = table(CCB, [without] * 3, 400, spaced=20)
    for at, (currency, amount) in enumerate((("人民币", "元/20.80"), ("欧元", "/6.25"), ("", "7.00"))):
        middle = 386 - 30 * at
        for column in CCB[5:]:
            drawn += [run for run in (column.put(middle + 7, currency), column.put(middle - 7, amount)) if run[2]]
    file = read(bill(drawn, size=(842, 595)))
    assert [entry.row.amount_minor for entry in file.entries] == [2080, None, 700]
    assert [entry.meaning.reason for entry in file.entries] == ["", "other_currency", ""]


def test_parts_of_cells_head_no_table_and_the_foot_of_a_page_is_no_row() -> None:
    one = (*CGB_ROWS[0][:4], "", *CGB_ROWS[0][5:6], "")
    drawn, _ = table(CGB, [one, one, CGB_ROWS[1]], 640, spaced=20)
    for middle in (626, 596):
        drawn += [(380, middle + 5, "人民"), (510, middle + 5, "人民")]
        drawn += [(180, middle - 5, "有限公司"), (380, middle - 5, "币元"), (510, middle - 5, "币元")]
    foot = [(30.0, 30.0, "file:///bills/2026-01/card-statement.html"), (575.0, 30.0, "1/5")]
    file = read(bill([*cmb_head(), *drawn, *foot]))
    assert [entry.row.on for entry in file.entries] == [date(2026, 1, 5), date(2026, 1, 5), date(2026, 1, 4)]
    assert [entry.row.goods for entry in file.entries][:2] == ["（消费）示例商户A有限公司"] * 2
    assert printed(file).aside == 0


def test_letters_that_are_one_sign_are_all_there() -> None:
    shop = ("12/20", "12/21", "luckin co\ufb00ee \ufb01ne", "20.80", "1234", "20.80(CN)")
    (entry,) = read(with_table(CMB, [shop])).entries
    assert entry.row.goods == "luckin coffee fine"


def test_the_direction_stands_in_sections_where_no_sign_says_it() -> None:
    paid, bought, _ = read(with_table(BOCOM, BOCOM_ROWS)).entries
    assert (paid.row.direction, paid.meaning.reason) == ("收入", "paid_or_refunded")
    assert (bought.row.direction, bought.meaning.reason) == ("支出", "")


def test_each_row_belongs_to_the_card_named_above_it_and_never_to_the_account_that_pays() -> None:
    lines = [("主卡 卡号 6225****1111",), CGB_ROWS[0], ("附属卡 卡号 6225****2222",), CGB_ROWS[1]]
    paid_by = (300, 712, "自动还款账号 6214****9999")
    file = read(with_table(CGB, lines, paid_by))
    assert [row[3] for row in rows(file)] == ["1111", "2222"]
    alone = read(with_table(CGB, CGB_ROWS[:1], paid_by, (300, 690, "卡号 6225****3333")))
    assert [entry.meaning.account and entry.meaning.account.tail for entry in alone.entries] == ["3333"]


LONG = [
    (
        f"12/{10 + n}",
        f"12/{11 + n}",
        f"某店{n}号的支付宝某地某某信息科技有限公司某某分店",
        f"{n},000.50",
        "1234",
        "1.00(CN)",
    )
    for n in range(1, 9)
]


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_goes_on_over_pages_with_its_heading_and_without(repeated: bool) -> None:
    first, _ = table(CMB, LONG[:4], 200, english=CMB_ENGLISH)
    second, low = table(CMB, LONG[4:], 780, heading=repeated, english=CMB_ENGLISH)
    foot = (280, 30, "第 1 页，共 2 页")
    advert = (40, low - 20, "活动：2025/12/31前 消费满 100.00 元")
    top = [(150, 820, "招商银行信用卡对账单")] if repeated else []
    file = read(bill([*cmb_head(), *first, foot], [*top, *second, advert, foot]))
    assert [entry.row.amount_minor for entry in file.entries] == [n * 100000 + 50 for n in range(1, 9)]
    assert [entry.row.goods for entry in file.entries] == [row[2] for row in LONG]
    assert [entry.row.line // PAGE for entry in file.entries] == [1] * 4 + [2] * 4


def test_a_name_that_is_cut_by_the_end_of_the_page_is_whole() -> None:
    first, low = table(CMB, LONG[:1])
    cut = [run for run in first if not isinstance(run, Drawn) and run[1] > low + 10]
    rest = [run for run in first if run not in cut]
    second, _ = table(CMB, LONG[1:], 786, heading=False)
    moved = [(run[0], 800.0, run[2]) for run in rest if not isinstance(run, Drawn)]
    file = read(bill([*cmb_head(), *cut], [*moved, *second]))
    assert [entry.row.goods for entry in file.entries] == [row[2] for row in LONG]


def test_a_heading_with_blanks_between_its_letters_or_with_none_between_its_names() -> None:
    loose = [Col(" ".join(column.name), column.at, column.align, column.most) if len(column.name) < 4 else column
             for column in CMB]  # fmt: skip
    assert rows(read(with_table(loose, CMB_ROWS))) == CMB_READ
    near = [Col("交易日", 40), Col("记账日", 64), Col("交易摘要", 88, most=24), *CMB[3:]]
    assert rows(read(with_table(near, CMB_ROWS))) == CMB_READ


def test_a_heading_of_two_lines_where_columns_are_narrow() -> None:
    drawn, _ = table(CMB, CMB_ROWS, heading=False)
    upper = [
        (40, 666, "交易日"),
        (90, 666, "记账日"),
        (140, 666, "交易摘要"),
        (370, 671, "人民币"),
        (430, 671, "卡号末"),
    ]
    lower = [(370, 661, "金额"), (430, 661, "四位"), (510, 666, "交易地金额")]
    assert rows(read(bill([*cmb_head()[:-1], *upper, *lower, *drawn]))) == CMB_READ


def test_a_page_as_browsers_print_it() -> None:
    """Names of columns over many lines around one middle, columns that nearly touch, a font with tall lines."""
    tight = (Col("", 40), Col("", 63), Col("", 86, most=30), Col("", 371, "r"), Col("", 373), Col("", 470, "r"))
    drawn, _ = table(tight, CMB_ROWS, 600, heading=False)
    names = [(38, 655, "交易日"), (40, 640, "SOLD"), (63, 662, "记账日"), (63, 647, "POSTED DESCRIPTION")]
    names += [(100, 662, "交易摘要"), (336, 670, "人民币"), (336, 655, "金额"), (336, 640, "RMB AMOUNT")]
    names += [(373, 677, "卡号末"), (373, 662, "四位"), (373, 647, "CARD NO"), (420, 662, "交易地金额")]
    file = read(placed([[*cmb_head()[:-2], *names, *drawn]], narrow=True, tall=True))
    assert rows(file) == CMB_READ
    assert file.entries[3].row.goods == "ULTRA MOBILE"


def test_days_of_four_digits() -> None:
    bare = [[text.replace("/", "") if at < 2 else text for at, text in enumerate(row)] for row in CMB_ROWS]
    assert rows(read(with_table(CMB, bare))) == CMB_READ


def test_the_order_in_which_cells_are_set_says_nothing() -> None:
    drawn, _ = table(CMB, CMB_ROWS)
    for order in (lambda run: (run[0], -run[1]), lambda run: run[2], lambda run: (run[1], -run[0])):
        assert rows(read(bill(sorted([*cmb_head(), *drawn], key=order)))) == CMB_READ


@pytest.mark.parametrize("quarters", [1, 3])
def test_a_page_that_is_shown_turned(quarters: int) -> None:
    drawn, _ = table([*CMB[:2], Col("交易摘要", 140, most=40), *CMB[3:]], [row for row in CMB_ROWS if len(row) > 1])
    file = read(turned([*cmb_head(), *drawn], quarters))
    assert [row[2] for row in rows(file)] == [row[2] for row in CMB_READ]
    assert [row[0] for row in rows(file)] == [row[0] for row in CMB_READ]


@pytest.mark.parametrize(
    "how", [{"before": "3 Tr"}, {"before": "1 g"}, {"size": 1}, {"turn": (0.9, 0.4, -0.4, 0.9)}, {"low": -40}]
)
def test_what_nobody_sees_is_no_row_and_is_told(how: dict[str, object]) -> None:
    low = how.pop("low", 450)
    file = read(with_table(CMB, CMB_ROWS, *row_of(CMB, low, FAKE, **how)))  # type: ignore[arg-type]
    assert rows(file) == CMB_READ
    assert printed(file).unseen > 20


def test_white_names_on_a_coloured_bar_head_a_table() -> None:
    drawn = [Drawn(*run, before="1 g") if run[1] == 640 else run for run in table(CMB, CMB_ROWS)[0]]  # type: ignore[index,misc]
    file = read(bill([*cmb_head(), *drawn]))
    assert (rows(file), printed(file).unseen) == (CMB_READ, 0)


def test_letters_drawn_twice_are_read_once_and_a_slanted_face_as_any() -> None:
    drawn, low = table(CMB, CMB_ROWS)
    bold = [(left + 0.3, at, text) for left, at, text in drawn]  # type: ignore[misc]
    assert rows(read(bill([*cmb_head(), *drawn, *bold]))) == CMB_READ
    slanted = row_of(CMB, low, FAKE, turn=(1, 0, 0.25, 1))
    assert rows(read(bill([*cmb_head(), *drawn, *slanted])))[5:] == [(date(2026, 1, 4), BUY, 999900, "1234")]


def test_digits_drawn_over_others_cannot_be_read() -> None:
    over = row_of(CMB, 450, (*FAKE[:3], "8,888.00", *FAKE[4:]))
    file = read(with_table(CMB, CMB_ROWS, *row_of(CMB, 450, FAKE), *over))
    assert rows(file)[5:] == [(date(2026, 1, 4), OTHER, None, "1234")]
    assert file.entries[5].meaning.reason == "unreadable"


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        (("12/2?", "12/21", "某店", "199.00", "1234", "199.00(CN)"), "date"),
        (("", "", "某店", "199.00", "1234", "199.00(CN)"), "date"),
        (("12/20", "12/21", "某店", "###", "1234", "###"), "amount"),
        (("12/20", "12/21", "某店", "(199.00)", "1234", "199.00(CN)"), "amount"),
        (("12/20", "12/21", "一" * 22 + "手机3/12100.00", "", "1234", "100.00(CN)"), "amount"),
        (("12/20", "12/21", "某店", "100.001234", "", "100.00(CN)"), "amount"),
    ],
)
def test_a_row_of_which_a_part_cannot_be_read_stays_with_its_place(texts: Sequence[str], problem: str) -> None:
    wide = [*CMB[:2], Col("交易摘要", 140, most=60), *CMB[3:]]
    good = ("12/22", "12/23", "书店", "5.00", "1234", "5.00(CN)")
    file = read(with_table(wide, [good, texts, good]))
    assert [entry.row.problem for entry in file.entries] == ["", problem, ""]
    assert file.entries[1].row.line == file.entries[0].row.line + 1


def test_amounts_that_reach_over_two_columns_of_figures_are_nobodys() -> None:
    glued = [(40, 450, "12/20"), (90, 450, "12/21"), (140, 450, "某店"), (364, 450, "100"), (382, 450, "0.0012341234")]
    file = read(with_table(CMB, CMB_ROWS, *glued))
    assert rows(file)[5][2] is None


def test_rows_of_other_tables_are_counted_and_not_read() -> None:
    terms = (Col("交易日期", 40), Col("分期摘要", 140), Col("分期本金", 300, "r"), Col("剩余期数", 400, "r"))
    other, _ = table(
        terms, [("2025-11-01", "账单分期手机", "1,200.00", "3"), ("2025-12-01", "商户分期", "2,400.00", "9")], 400
    )
    file = read(with_table(CMB, CMB_ROWS, *other))
    assert (rows(file), printed(file).aside) == (CMB_READ, 2)


def test_a_locked_bill_asks_for_its_password() -> None:
    data = cmb(password="246810")
    for password, code in ((None, "import.pdf_locked"), ("", "import.pdf_locked"), ("1", "import.pdf_password")):
        with pytest.raises(PlannerError, match=code):
            unlocked(data, password, CODES)
    assert rows(read(unlocked(data, "246810", CODES))) == CMB_READ


def test_a_bill_without_the_reader_of_pdfs_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    error = refused(with_table(CMB, CMB_ROWS[:2]))
    assert (error.code, error.params) == ("import.pdf_extra", {"extra": "pdf"})


def test_what_cannot_be_read_says_what_it_is() -> None:
    scan = refused(placed([[Drawn(40, 700, "招商银行 12.00", before="3 Tr")], []]))
    assert (scan.code, scan.params) == ("import.pdf_scanned", {"n": 2})
    assert refused(pdf([["一封信", "没有表"]])).code == "import.pdf"
    assert refused(pdf([["个人信用报告", "报告编号：1"]])).code == "import.credit_report"
    assert refused(b"%PDF-1.7\n" + b"broken" * 20).code == "import.pdf_broken"
    lone = refused(placed([[(40, 700, "甲"), (60, 680, "乙")]]))  # where no Chinese font is installed it is all lost
    assert lone.code in ("import.pdf_fonts", "import.pdf")


def test_a_pdf_that_lies_about_its_size_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = refused(placed([[(40, 700, "甲乙")]], same=10_000))
    assert (pages.code, pages.params) == ("import.pdf_long", {"n": 10_000, "most": 300})
    monkeypatch.setattr("planner.importers.pdf._MOST_TEXT", 1 << 20)
    bomb = zlib.compress(b" " * (2 << 20), 9)
    stream = f"<</Length {len(bomb)}/Filter/FlateDecode>>stream\n".encode() + bomb + b"\nendstream"
    assert refused(b"%PDF-1.4\n4 0 obj\n" + stream + b"\nendobj\n").code == "import.pdf_large"


def test_the_same_bill_as_text_and_as_pdf_is_one() -> None:
    told = [row for row in CMB_ROWS if len(row) > 1 and "财付通" not in row[2]]  # text does not tell what came back
    lines = [",".join(f'"{text}"' for text in row) for row in told]
    text = "招商银行信用卡对账单（2026年01月）\n" + ",".join(column.name for column in CMB) + "\n" + "\n".join(lines)
    as_text, as_pdf = source_keys(read(text.encode())), source_keys(read(cmb()))
    assert set(as_text.values()) < set(as_pdf.values())


TRUE = [
    (date(2026, 10, 12), 8850),
    (date(2026, 10, 14), 100000),
    (date(2026, 11, 1), 2123456),
    (date(2026, 11, 10), 200),
]


def columns_of(days: int = 99, amounts: int = 99) -> tuple[Col, ...]:
    """Those of a bill of CITIC where so many characters of a day and of an amount go on one line."""
    return (
        Col("交易日", 40, most=days), Col("银行记账日", 110, most=days), Col("卡号后四位", 180), Col("交易描述", 250),
        Col("交易货币/金额", 440, "r", amounts), Col("记账货币/金额", 560, "r", amounts),
    )  # fmt: skip


def narrow(columns: Sequence[Col], middle: bool, written: str = "%Y-%m-%d") -> list[tuple[date | None, int | None]]:
    texts = [
        (*[on.strftime(written)] * 2, "1234", "某某店", *[f"{amount // 100:,}.{amount % 100:02}"] * 2)
        for on, amount in TRUE
    ]
    drawn, _ = table(columns, texts, 560, middle=middle)
    return [(entry.row.on, entry.row.amount_minor) for entry in read(bill(drawn)).entries]


@pytest.mark.parametrize("written", ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"])
@pytest.mark.parametrize("middle", [False, True])
def test_a_day_that_a_narrow_column_breaks_is_whole_wherever_it_breaks(written: str, middle: bool) -> None:
    for days in (4, 5, 6, 7, 9):
        assert narrow(columns_of(days=days), middle, written) == TRUE


@pytest.mark.parametrize("middle", [False, True])
def test_an_amount_that_a_narrow_column_breaks_is_whole_or_unread(middle: bool) -> None:
    for amounts in (4, 5, 6, 7, 8):
        assert narrow(columns_of(amounts=amounts), middle) == TRUE
    for on, amount in narrow(columns_of(5, 2), middle):
        assert (on, amount) in TRUE or amount is None


def test_a_sum_below_an_amount_without_decimals_is_no_part_of_it() -> None:
    columns = columns_of()
    drawn, low = table(columns, [("2026-10-12", "2026-10-12", "1234", "某某店", "88", "88")], 560)
    file = read(bill([*drawn, columns[5].put(low + 4, "134.50")]))
    assert [entry.row.amount_minor for entry in file.entries] in ([8800], [None])
