"""The report has the figures of the screens, and without names it holds no name that anybody entered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planner import i18n
from planner.cli.main import run
from planner.domain.accounts.records import Arrangement, ArrangementKind, ArrangementState
from planner.domain.book import CashReading, LivingCost
from planner.domain.credit.file import Asset
from planner.domain.payoff.adopted.baseline import document_of
from planner.errors import PlannerError
from planner.exporters.pages import Bars, Page
from planner.exporters.sheets import Sheet
from planner.i18n import format as fmt
from planner.overview.overview import read
from planner.services import arrangements, cash, credit, draws, income, loans, plans, repayments
from planner.storage.store import Store
from planner.takeout.asked import Asked
from planner.takeout.formats import named
from planner.takeout.lists.plan import found
from planner.takeout.lists.table import sheet
from planner.takeout.report.naming import letters
from planner.takeout.report.page import page
from planner.values import replace
from tests.make import databases
from tests.make.templates import Templates

TODAY = date(2026, 11, 23)
SECRETS = ("甲贷", "乙银行", "丙卡", "丁机构", "戊线", "工资某", "备注某", "资产某", "经办某", "账户某", "开支某")


def filled(path: Path) -> None:
    store = Store(path)
    first = loans.add(store, replace(databases.level("甲贷", "乙银行"), note="备注某")).value
    card = loans.add(store, databases.card("丙卡", "丁机构")).value
    loans.add(store, databases.line("戊线", "丁机构"))
    income.add(store, name="工资某", from_on=date(2026, 1, 1), monthly_minor=1_000_000, day=18)
    draws.draw(store, card, date(2026, 11, 1), 123_456, note="备注某", today=TODAY)
    due = read(path, TODAY).positions[first].dues[0]
    repayments.record(store, first, due.due_on, due.amount_minor, note="备注某", today=TODAY)
    credit.save(store, Asset(0, "资产某", TODAY, 5_000_000), today=TODAY)
    talked = Arrangement(
        0,
        ArrangementKind.DEFERRAL,
        ArrangementState.ASKED,
        asked_on=TODAY,
        agreed_with="经办某",
        terms=2,
        note="备注某",
    )
    arrangements.add(store, first, talked, today=TODAY)
    cash.save(store, CashReading(0, "账户某", TODAY, 1_234_500), today=TODAY)
    cash.save(store, LivingCost(0, "开支某", 3, 95_000, date(2026, 1, 1)), today=TODAY)
    store.close()


@pytest.fixture
def path(templates: Templates, tmp_path: Path) -> Path:
    return templates.copy("reported", filled, tmp_path / "reported.db")


def text(path: Path, **options: object) -> str:
    return "".join(map(str, named("report").pieces(Asked(path, TODAY, options))))


def table(made: Page, name: str) -> Sheet:
    return next(block for block in made.blocks if isinstance(block, Sheet) and block.name == name)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("kind", ["html", "md"])
def test_without_names_there_is_none_and_with_them_the_figures_are_the_same(
    path: Path, language: str, kind: str
) -> None:
    i18n.use(language)
    plain, without = text(path, **{"as": kind}), text(path, **{"as": kind}, anonymous=True)
    assert all(name in plain for name in SECRETS[:4])
    assert [name for name in SECRETS if name in without] == []
    amounts = [word for word in plain.replace("<", " ").replace(">", " ").split() if "." in word and word[0].isdigit()]
    assert [word for word in amounts if word not in without] == []


def test_totals_are_those_of_the_screen(path: Path) -> None:
    overview = read(path, TODAY)
    made = page(overview)
    debts = table(made, "debts")
    assert debts.total is not None
    assert debts.total["owed"] == overview.now.debt_minor > 0
    pictured = next(block for block in made.blocks if isinstance(block, Bars))
    assert [value for _, value, _ in pictured.bars] == [point.debt_minor for point in overview.trend(12)]
    shown = text(path)
    assert fmt.money(overview.now.debt_minor) in shown
    assert fmt.percent(overview.now.payment_ratio, 1) in shown


def test_who_helps_sees_terms_means_and_what_was_asked_of_lenders(path: Path) -> None:
    overview = read(path, TODAY)
    terms = table(page(overview), "terms")
    place = overview.positions[overview.book.accounts[0].loan.id]
    left = [due for due in place.dues if due.unpaid_minor]
    row = dict(zip((column.key for column in terms.columns), terms.rows[0], strict=True))
    assert (row["borrowed"], row["open_instalments"]) == (1_200_000, f"{len(left)}/{len(place.dues)}")
    assert row["last_on"] == left[-1].due_on
    shown = text(path)
    assert "手头现金 12,345.00 元" in shown
    assert "生活开支 950.00 元" in shown
    assert "2026-11-23 提出，还没有结果：乙银行 甲贷，延期 2 期" in shown


def test_that_a_balance_is_unknown_is_said_once(templates: Templates, tmp_path: Path) -> None:
    path = tmp_path / "unknown.db"
    templates.empty(path)
    store = Store(path)
    loans.add(store, replace(databases.line("甲贷"), opening_known=False), today=TODAY)
    store.close()
    overview = read(path, TODAY)
    assert not overview.positions[overview.book.accounts[0].loan.id].known
    assert "至少 0.00 元（有的余额未知）" in text(path)
    (row,) = table(page(overview), "debts").rows
    assert row[-1] == sheet("loans", Asked(path, TODAY)).rows[0][4] == "余额未知"  # and names no key of the app


def test_masked_amounts_are_written_out(path: Path) -> None:
    before = text(path)
    fmt.mask(True)
    assert text(path) == before


def test_the_payments_of_the_plan_are_there_whether_adopted_or_found(path: Path) -> None:
    made = table(page(read(path, TODAY)), "plan")
    assert made.rows
    assert "还没有采用" in text(path)
    store = Store(path)
    plan, answer = found(read(path, TODAY))
    assert plan is not None
    assert answer is not None
    overview = read(path, TODAY)
    plans.adopt(store, document_of(overview.book.accounts, plan, answer), answer.ask.text, overview.means, TODAY)
    store.close()
    overview = read(path, TODAY)
    rows = table(page(overview), "plan").rows
    assert sum(int(str(row[-1])) for row in rows) == sum(
        overview.accounts[one.loan_id].loan.in_yuan(one.amount_minor)
        for one in overview.planned
        if not (one.done or one.over) and one.on <= date(2027, 2, 23)
    )
    assert "正在执行的计划" in text(path)


def test_of_an_empty_book_it_says_that_nothing_is_owed(templates: Templates, tmp_path: Path) -> None:
    empty = templates.empty(tmp_path / "empty.db")
    assert "没有未还清的债务" in text(empty)
    assert "<h2>" in text(empty, **{"as": "html"})


def test_where_a_balance_is_unknown_neither_quiet_nor_an_end_of_all_is_promised(path: Path) -> None:
    assert "全部还清" in text(path)
    store = Store(path)
    loans.add(store, replace(databases.card("己卡", "己银行"), opening_known=False))
    store.close()
    assert "全部还清" not in text(path)
    assert "余额未知的和还没有放款的不在计划里" in text(path)
    assert "有 1 笔余额未知或只知道一部分，要还的可能更多" in text(path)


def test_without_dues_but_with_an_unknown_balance_it_is_not_said_that_none_is_due(
    templates: Templates, tmp_path: Path
) -> None:
    empty = templates.empty(tmp_path / "unknown.db")
    store = Store(empty)
    loans.add(store, replace(databases.card("己卡", "己银行"), opening_known=False))
    store.close()
    assert "这段时间没有要还的" not in text(empty)
    assert "要还的可能更多" in text(empty)


def test_a_line_on_which_nothing_was_ever_owed_is_no_achievement_once_closed(
    templates: Templates, tmp_path: Path
) -> None:
    empty = templates.empty(tmp_path / "closed.db")
    store = Store(empty)
    line = loans.add(store, databases.line("戊线", "丁机构")).value
    loans.close(store, line, date(2026, 10, 1), today=TODAY)
    store.close()
    assert "结清：" not in text(empty)


def test_a_line_counts_as_settled_on_the_day_of_its_last_payment_not_of_its_closing(
    templates: Templates, tmp_path: Path
) -> None:
    empty = templates.empty(tmp_path / "closed.db")
    store = Store(empty)
    line = loans.add(store, databases.line("戊线", "丁机构")).value
    draws.draw(store, line, date(2026, 8, 3), 100_000, today=TODAY)
    owed = read(empty, date(2026, 8, 20)).positions[line].settlement_minor
    loans.settle(store, line, date(2026, 8, 20), owed, today=TODAY)
    loans.close(store, line, date(2026, 10, 1), today=TODAY)
    store.close()
    assert "2026-08-20 结清：丁机构 戊线" in text(empty)


def test_the_kind_follows_the_name_of_the_file(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, beginning in (("a.html", "<!DOCTYPE html>"), ("a.md", "# ")):
        file = tmp_path / name
        assert run(["export", "report", "-o", str(file), "--db", str(path), "--today", "2026-11-23"]) == 0
        assert file.read_text("utf-8").startswith(beginning)
        assert file.stat().st_mode & 0o777 == 0o600
    capsys.readouterr()
    assert run(["export", "report", "-o", str(tmp_path / "a.pdf"), "--db", str(path), "--lang", "en"]) == 1
    assert "let it end in .html or .md" in capsys.readouterr().err
    assert not (tmp_path / "a.pdf").exists()
    with pytest.raises(SystemExit) as ended:
        run(["export", "json", "--anonymous", "--db", str(path), "--lang", "en"])
    assert ended.value.code == 2
    assert "--anonymous is not an option of json, only of report" in capsys.readouterr().err


def test_a_hundred_lenders_have_letters() -> None:
    assert [letters(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert len({letters(number) for number in range(1_000)}) == 1_000


def test_unknown_ways_are_an_error(path: Path) -> None:
    with pytest.raises(PlannerError):
        list(named("report").pieces(Asked(path, TODAY, target=path.with_name("x.docx"))))
