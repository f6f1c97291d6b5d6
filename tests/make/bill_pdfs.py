"""Bills of credit cards as PDFs, drawn by hand in the layouts of several banks, with rows of our own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.make.pdf import Drawn, Run, placed

SIZE = 8.0
TOP, FOOT = 800.0, 60.0


def width(text: str, size: float = SIZE) -> float:
    return sum(0.5 if " " <= char <= "~" else 1.0 for char in text) * size


@dataclass(frozen=True)
class Col:
    """A column: ``at`` is where its cells begin, end or have their middle, by ``align``: ``l``, ``r``, ``c``."""

    name: str
    at: float
    align: str = "l"
    most: int = 99
    """Characters of a line."""

    def put(self, low: float, text: str) -> Run:
        wide = width(text)
        left = self.at - {"l": 0, "r": wide, "c": wide / 2}[self.align]
        return (left, low, text)


Rows = Sequence[Sequence[str]]


def table(
    columns: Sequence[Col],
    rows: Rows,
    low: float = 640,
    *,
    heading: bool = True,
    spaced: float = 6,
    middle: bool = False,
    english: Sequence[str] = (),
) -> tuple[list[Run | Drawn], float]:
    """What is drawn for a table that begins at ``low``, and where it ends. A row of one text is a line alone."""
    found: list[Run | Drawn] = []
    if heading:
        found += [column.put(low, column.name) for column in columns]
        low -= 11
        if english:
            found += [column.put(low, name) for column, name in zip(columns, english, strict=True) if name]
            low -= 11
        low -= 3
    for row in rows:
        if len(row) == 1:
            found.append((columns[0].at - 10, low, row[0]))
            low -= 10 + spaced
            continue
        parts = [
            [text[n : n + column.most] for n in range(0, len(text), column.most)]
            for text, column in zip(row, columns, strict=True)
        ]
        most = max(map(len, parts))
        for column, lines in zip(columns, parts, strict=True):
            first = low - (5 * (most - len(lines)) if middle else 0)
            found += [column.put(first - 10 * at, line) for at, line in enumerate(lines)]
        low -= 10 * most + spaced
    return found, low


def bill(*pages: Sequence[Run | Drawn], password: str | None = None, size: tuple[int, int] = (595, 842)) -> bytes:
    return placed(pages, password, size=size, narrow=True)


CMB = (
    Col("交易日", 40), Col("记账日", 90), Col("交易摘要", 140, most=24), Col("人民币金额", 400, "r"),
    Col("卡号末四位", 450, "c"), Col("交易地金额", 550, "r"),
)  # fmt: skip
CMB_ENGLISH = ("SOLD", "POSTED", "DESCRIPTION", "RMB AMOUNT", "CARD NO", "Original Tran Amount")
CMB_ROWS = (
    ("还款",),
    ("", "12/29", "掌上生活还款", "-1,000.00", "1234", "-1,000.00"),
    ("退款",),
    ("12/20", "12/21", "财付通-示例商户有限公司", "-199.00", "1234", "-199.00(CN)"),
    ("消费",),
    ("12/12", "12/13", "支付宝-某地某某信息科技有限公司某某分店的很长的名字", "1,234.50", "1234", "1,234.50(CN)"),
    ("01/02", "01/03", "ULTRA MOBILE", "39.40", "5678", "5.43(US)"),
    ("01/04", "01/05", "中国移动", "100.00", "1234", "100.00(CN)"),
)
CMB_TOTALS = ("¥ 1,174.90", "¥ 1,000.00", "¥ 1,000.00", "¥ 1,174.90", "¥ 0.00", "¥ 0.00")


def cmb_head() -> list[Run | Drawn]:
    """Title and the box of two columns above the table."""
    return [
        (150, 810, "招商银行信用卡对账单（个人消费卡账户 2026年01月）"),
        (150, 795, "CMB Credit Card Statement (2026.01)"),
        (40, 760, "账单日"), (120, 760, "2026年01月05日"), (300, 760, "信用额度"), (400, 760, "¥ 20,000.00"),
        (40, 749, "Statement Date"), (300, 749, "Credit Limit"),
        (40, 730, "到期还款日"), (120, 730, "2026年01月23日"), (300, 730, "本期最低还款额"), (400, 730, "¥ 117.49"),
        (40, 700, "本期账务明细 Transaction Details"), (40, 680, "人民币账户 RMB A/C"),
    ]  # fmt: skip


def cmb_foot(low: float, totals: Sequence[str] = CMB_TOTALS) -> list[Run | Drawn]:
    """The sum that a bill ends with: names above, amounts below."""
    names = ("本期还款总额", "上期账单金额", "上期还款金额", "本期账单金额", "本期调整金额", "循环利息")
    found: list[Run | Drawn] = []
    for at, (name, amount) in enumerate(zip(names, totals, strict=True)):
        found += [(40 + 90 * at, low, name), (40 + 90 * at, low - 22, amount)]
        if at:
            found.append((30 + 90 * at, low, "=-++++"[at - 1]))
    return found


def cmb(rows: Rows = CMB_ROWS, totals: Sequence[str] = CMB_TOTALS, **given: str | None) -> bytes:
    drawn, low = table(CMB, rows, english=CMB_ENGLISH)
    return bill([*cmb_head(), *drawn, *cmb_foot(low - 20, totals), (280, 30, "第 1 页，共 1 页")], **given)  # type: ignore[arg-type]


CCB = (
    Col("序号", 40, "c"), Col("交易日", 90, "c"), Col("银行记账日", 170, "c"), Col("卡号后四位", 250, "c"),
    Col("交易描述", 400, "c"), Col("交易币/金额", 600, "c"), Col("结算币/金额", 720, "c"),
)  # fmt: skip
CCB_ENGLISH = ("No.", "T-Date", "P-Date", "Card Number", "Description", "Trans.Curr/Amt", "Sett.Curr/Amt")
CCB_ROWS = (
    ("1", "20251228", "20251229", "4321", "财付通-某某咖啡", "人民币元/20.80", "人民币元/20.80"),
    ("2", "20260103", "20260103", "4321", "银联入账", "人民币元/-1,092.00", "人民币元/-1,092.00"),
    ("3", "20260108", "20260109", "4321", "某某商店海外", "欧元/6.25", "人民币元/51.26"),
)


def ccb() -> bytes:
    """Landscape, two rows of names, everything in the middle of its column."""
    drawn, _ = table(CCB, CCB_ROWS, 400, english=CCB_ENGLISH)
    head: list[Run | Drawn] = [
        (300, 560, "龙卡信用卡对账单"), (40, 520, "账单日：2026-01-20"), (300, 520, "到期还款日：2026-02-09"),
    ]  # fmt: skip
    sums: list[Run | Drawn] = []
    names = ("上期全部应还款额", "消费/取现/其它费用", "还款/退货/费用返还", "本期全部应还款额", "最低还款额")
    for at, (name, amount) in enumerate(zip(names, ("1,092.00", "72.06", "1,092.00", "72.06", "50.00"), strict=True)):
        sums += [(60 + 140 * at, 480, name), (80 + 140 * at, 462, amount)]
    return bill([*head, *sums, *drawn], size=(842, 595))


CITIC = (
    Col("交易日", 40), Col("银行记账日", 100), Col("卡号后四位", 170), Col("交易描述", 240, most=14),
    Col("交易货币/金额", 440, "r"), Col("记账货币/金额", 550, "r"),
)  # fmt: skip
CITIC_ROWS = (
    ("20251209", "20251209", "4709", "财付通－美团平台商户", "CNY 106.19", "CNY 106.19"),
    ("20251214", "20260114", "4709", "支付宝－上海某某某某信息科技有限公司某某分店", "CNY 1,000.00", "CNY 1,000.00"),
    ("20251229", "20251229", "4709", "财付通还款", "CNY -47.00", "CNY -47.00"),
    ("20251230", "20251230", "4709", "支付宝－杭州某某商店旗舰店的又一个很长的名字第二分店", "CNY 2.00", "CNY 2.00"),
)


def citic(*, middle: bool = True) -> bytes:
    """Descriptions of two lines around the middle of their row; days and sums in boxes, values below their names."""
    drawn, _ = table(CITIC, CITIC_ROWS, 560, middle=middle)
    head: list[Run | Drawn] = [
        (40, 780, "账单日"), (40, 768, "2026-01-15"), (40, 756, "Statement Date"),
        (200, 780, "到期还款日"), (200, 768, "2026-02-03"),
    ]  # fmt: skip
    names = ("卡号", "上期应还款额", "-", "上期已还款额", "+", "本期新增金额", "=", "账户账单金额", "最低还款额")
    values = ("6229-19**-****-4709 CNY", "47.00", "", "47.00", "", "1,108.19", "", "1,108.19", "55.41")
    sums = [(x, y, text) for y, line in ((700, names), (684, values)) for x, text in
            zip((20, 140, 200, 220, 290, 310, 380, 400, 480), line, strict=True) if text]  # fmt: skip
    return bill([*head, *sums, *drawn])


ICBC = (
    Col("卡号后四位", 40), Col("交易日", 110), Col("记账日", 180), Col("交易类型", 250), Col("商户名称/城市", 300),
    Col("交易金额/币种", 460, "r"), Col("记账金额/币种", 570, "r"),
)  # fmt: skip
ICBC_ROWS = (
    ("---主卡明细---",),
    ("5670", "2026-01-01", "2026-01-01", "消费", "示例商户", "88.50/RMB", "88.50/RMB(支出)"),
    ("5670", "2026-01-08", "2026-01-08", "人民币自动转帐还款", "", "1,088.50/RMB", "1,088.50/RMB(存入)"),
)
BOCOM = (
    Col("交易日期", 40), Col("记账日期", 110), Col("交易说明", 180), Col("交易币种/金额", 450, "r"),
    Col("入账币种/金额", 560, "r"),
)  # fmt: skip
BOCOM_ROWS = (
    ("以下是您的还款、退货及费用返还明细",),
    ("2026/01/10", "2026/01/10", "某某网点入账", "CNY 123.18", "CNY 123.18"),
    ("以下是您的消费、取现及其他费用明细",),
    ("2026/01/11", "2026/01/12", "支付宝 美团", "CNY 2.99", "CNY 2.99"),
    ("2026/01/13", "2026/01/13", "消费 海外", "USD 5.00", "USD 5.00"),
)
CGB = (
    Col("交易日期", 40), Col("入账日期", 110), Col("交易摘要", 180), Col("交易金额", 360, "r"), Col("交易货币", 380),
    Col("入账金额", 490, "r"), Col("入账货币", 510),
)  # fmt: skip
CGB_ROWS = (
    ("2026/01/05", "2026/01/06", "（消费）示例商户A", "15.90", "人民币", "15.90", "人民币"),
    ("2026/01/04", "2026/01/04", "（退款）示例商户B", "-97.20", "人民币", "-97.20", "人民币"),
    ("2025/12/25", "2025/12/26", "（还款）云闪付 银联入账", "-1,130.68", "人民币", "-1,130.68", "人民币"),
)
BOC = (
    Col("交易日", 40), Col("银行记账日", 110), Col("卡号后四位", 190), Col("交易描述", 260), Col("存入", 450, "r"),
    Col("支出", 560, "r"),
)  # fmt: skip
BOC_ENGLISH = ("Transaction Date", "Posting Date", "Card No.", "Description", "Deposit", "Expenditure")
BOC_ROWS = (
    ("2026-01-13", "2026-01-14", "4260", "上海公共交通卡CHN", "", "50.00"),
    ("2026-01-20", "2026-01-20", "2875", "网上还款", "1,361.19", ""),
)


def with_table(columns: Sequence[Col], rows: Rows, *more: Run | Drawn, english: Sequence[str] = ()) -> bytes:
    """A bill of one page: the head of CMB, the table, and what else is drawn."""
    return bill([*cmb_head(), *table(columns, rows, english=english)[0], *more])


def row_of(columns: Sequence[Col], low: float, texts: Sequence[str], **how: object) -> list[Drawn]:
    """A row drawn otherwise: see ``Drawn``."""
    put = (column.put(low, text) for column, text in zip(columns, texts, strict=True))
    return [Drawn(left, at, text, **how) for left, at, text in put]  # type: ignore[arg-type]


def turned(runs: Sequence[Run | Drawn], quarters: int) -> bytes:
    """A page that is drawn lying and shown turned. Chinese runs have a Latin letter: the rest has no size."""
    lying = []
    for run in runs:
        left, low, text = run if not isinstance(run, Drawn) else (run.left, run.low, run.text)
        place = (842 - low, left) if quarters == 1 else (low, 595 - left)
        shown = text if any(char.isascii() for char in text) else f"{text} A"
        lying.append(Drawn(*place, shown, turn=(0, 1, -1, 0) if quarters == 1 else (0, -1, 1, 0)))
    return placed([lying], size=(842, 595), turn=90 * quarters, narrow=True)


BOC_ACCOUNT = (
    Col("记账日期", 20), Col("记账时间", 75), Col("币别", 125), Col("金额", 210, "r"), Col("余额", 280, "r"),
    Col("交易名称", 290, most=4), Col("渠道", 345), Col("网点名称", 390, most=8), Col("附言", 450, most=6),
    Col("对方账户名", 510, most=6), Col("对方卡号/账号", 580, most=12), Col("对方开户行", 680, most=8),
)  # fmt: skip
BOC_ACCOUNT_ROWS = (
    ("2026-01-03", "12:33:11", "人民币", "-1,234.56", "98,765.43", "网上快捷支付", "银企对接", "----------------",
     "财付通-微信支付-某某便利店铺", "某某支付科技有限公司", "24330013312345678901", "某某支付科技有限公司"),
    ("2026-01-05", "08:00:01", "人民币", "-3,000.00", "95,765.43", "贷款还款", "其他", "某某支行", "贷款本息扣款",
     "", "", ""),
)  # fmt: skip


def boc_account(*, middle: bool) -> bytes:
    """The movements of a current account: twelve narrow columns on a lying page."""
    drawn, _ = table(BOC_ACCOUNT, BOC_ACCOUNT_ROWS, 500, middle=middle)
    return bill([(200, 560, "中国银行交易流水明细清单"), *drawn], size=(842, 595))
