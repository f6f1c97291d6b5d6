"""Importing bills into a database: preview, one step of undo, nothing twice, the document of ``--json``."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planner import i18n
from planner.cli.import_document import document
from planner.domain.accounts.loan import Lender, LenderKind, Loan, Method
from planner.domain.accounts.records import AllowanceKind, CardPlan, PlanSource
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.book import Book
from planner.domain.imports.choices import TAKE, Choice
from planner.domain.imports.file import BEIYONGJIN, CARD, HUABEI, JIEBEI, LENDER, CreditAccount
from planner.domain.imports.work import Work
from planner.domain.ledger.position import position
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.named import NamedProducts
from planner.overview.preview import Preview
from planner.overview.preview import preview as looked
from planner.services import allowances, card_plans, draws, imports, loans, repayments, undo
from planner.storage.shipped import catalogue
from planner.storage.store import Store
from tests.make import databases
from tests.make.bill_files import LAYOUTS, Row, credit, gbk, layout_a, layout_c, layout_d
from tests.make.databases import content
from tests.make.databases import data as rows_of
from tests.make.probes import read_book

TODAY = date(2026, 11, 23)

BILL = (
    credit("花呗", "花呗主动还款-2026年03月账单", "120.50", time="2026-03-09 08:00:00", order="R1"),
    credit("蚂蚁借呗", "蚂蚁借呗放款至银行卡", "8000.00", "放款成功", time="2026-02-01 12:00:00", order="J1"),
    credit("蚂蚁借呗", "蚂蚁借呗还款", "760.00", time="2026-03-01 07:00:00", order="J2"),
    credit("备用金", "备用金取出至余额", "500.00", "放款成功", time="2026-03-02 07:00:00", order="B1"),
    credit("备用金", "备用金归还", "500.00", time="2026-03-05 07:00:00", order="B2"),
    credit("招商银行", "信用卡还款", "3000.00", time="2026-03-06 07:00:00", order="C1"),
    credit("花呗", "花呗自动还款", "99.00", "还款失败", time="2026-03-08 07:00:00", order="F1"),
    credit("哈啰出行", "押金解冻", "0.00", "解冻成功", time="2026-03-08 07:10:00", order="D1"),
    Row(goods="牛奶", amount="15.90", pay="花呗&红包", time="2026-02-03 09:00:00", order="P1"),
    Row(goods="耳机", amount="300.00", pay="花呗分期(3期)", time="2026-02-04 09:00:00", order="P2"),
    Row(category="退款", goods="退款-耳机", direction="不计收支", amount="100.00", pay="花呗", status="退款成功",
        time="2026-02-09 09:00:00", order="P2_9001"),
    Row(goods="轨道插座", amount="444.00", pay="招商银行信用卡分期(6428) 3期", time="2026-02-05 09:00:00", order="P3"),
    Row(goods="早饭", amount="6.00", pay="余额宝", time="2026-02-06 09:00:00", order="P4"),
)  # fmt: skip
FILE = gbk(layout_c(BILL))


def load(store: Store, data: bytes = FILE, choices: dict[int, Choice] | None = None) -> Preview:
    return looked(store.path, "账单.csv", data, today=TODAY).chosen(choices or {})


def take(store: Store, data: bytes = FILE) -> imports.Imported:
    return imports.apply(store, load(store, data), today=TODAY).value


def book(store: Store) -> Book:
    return read_book(store.path)


def summary(store: Store) -> dict[str, tuple[list[int], list[int]]]:
    """Draws and repayments in fen, by the name of the account."""
    return {
        account.loan.name: (
            [draw.amount_minor for draw in account.draws],
            [paid.amount_minor for paid in account.repayments],
        )
        for account in book(store).accounts
    }


def instalments(store: Store) -> dict[str, list[tuple[int, int, PlanSource]]]:
    """Purchases in instalments: fen, terms, kind."""
    plans = {
        account.loan.name: [(plan.principal_minor, plan.terms, plan.source) for plan in account.plans]
        for account in book(store).accounts
    }
    return {name: found for name, found in plans.items() if found}


def given(store: Store) -> dict[str, list[tuple[date, int, AllowanceKind]]]:
    """What lenders gave back: day, fen, kind."""
    found = {
        account.loan.name: [(back.on, back.amount_minor, back.kind) for back in account.allowances]
        for account in book(store).accounts
    }
    return {name: credited for name, credited in found.items() if credited}


def test_a_purchase_in_a_file_that_an_earlier_bill_held_says_what_it_makes_late(store: Store) -> None:
    key = loans.add(store, databases.card()).value
    draws.draw(store, key, date(2026, 2, 5), 100_00, today=TODAY)
    repayments.record(store, key, date(2026, 3, 9), 100_00, today=TODAY)
    found = gbk(layout_c((Row(goods="牛奶", amount="15.90", pay="花呗", time="2026-02-03 09:00:00", order="P1"),)))
    seen = load(store, found)
    (held,) = seen.proposal.unused  # the bill is paid, as entered: it is asked first
    assert (held.reason, held.choosable, held.offered) == ("as_entered", True, True)
    done = imports.apply(store, seen.chosen({held.entry.row.line: TAKE}), today=TODAY)
    assert done.operation is not None
    assert done.operation.params["marred"] == ["2026-03-10"]


INSTALMENTS = Row(goods="耳机", amount="300.00", pay="花呗分期(3期)", time="2026-02-04 09:00:00", order="P2")
GIVEN_BACK = Row(
    category="退款",
    goods="退款-耳机",
    direction="不计收支",
    amount="100.00",
    pay="花呗",
    status="退款成功",
    time="2026-02-09 09:00:00",
    order="P2_9001",
)


def test_a_deleted_account_is_imported_again_with_its_purchases_in_instalments_and_refunds(store: Store) -> None:
    found = gbk(layout_c((INSTALMENTS, GIVEN_BACK)))
    take(store, found)
    (first,) = book(store).accounts
    loans.delete(store, first.loan.id)
    before = rows_of(store.path)
    assert take(store, found) == imports.Imported(used=2, doubles=0, unused=0, opened=1)
    (again,) = book(store).accounts
    assert (len(again.plans), len(again.allowances)) == (1, 1)
    undo.undo(store)
    assert rows_of(store.path) == before


def test_what_was_bought_in_instalments_or_given_back_and_typed_in_by_hand_is_no_second_one(store: Store) -> None:
    key = loans.add(store, replace(databases.card(), opening_known=False)).value
    plan = CardPlan(0, date(2026, 2, 5), 300_00, 3, source=PlanSource.PURCHASE)  # a day off, as people note it
    card_plans.add(store, key, plan, today=TODAY)
    seen = load(store, gbk(layout_c((INSTALMENTS,))))
    assert [(double.of, double.certain) for double in seen.proposal.doubles] == [("plan:1", False)]
    undo.undo(store)
    take(store, gbk(layout_c((INSTALMENTS,))))
    allowances.record(store, key, date(2026, 2, 9), 100_00, AllowanceKind.REFUND, today=TODAY)
    seen = load(store, gbk(layout_c((INSTALMENTS, GIVEN_BACK))))
    assert [double.of for double in seen.proposal.doubles] == ["import", "refund:1"]


def test_two_purchases_in_instalments_of_one_price_and_day_are_two(store: Store) -> None:
    loans.add(store, replace(databases.card(), opening_known=False))
    take(store, gbk(layout_c((INSTALMENTS,))))
    other = replace(INSTALMENTS, order="P9", time="2026-02-04 10:00:00")
    assert take(store, gbk(layout_c((INSTALMENTS, other)))) == imports.Imported(used=1, doubles=1, unused=0, opened=0)


def test_a_first_import_opens_accounts_and_records_every_credit_row(store: Store) -> None:
    result = imports.apply(store, load(store), today=TODAY)
    assert result.value == imports.Imported(used=10, doubles=0, unused=3, opened=4)
    assert result.topics == {"loans", "repayments"}
    assert summary(store) == {
        "借呗": ([800000], [76000]),
        "花呗": ([1590], [12050]),
        "招商银行信用卡(6428)": ([], [300000]),
        "备用金": ([50000], [50000]),
    }
    assert instalments(store) == {
        "花呗": [(30000, 3, PlanSource.PURCHASE)],
        "招商银行信用卡(6428)": [(44400, 3, PlanSource.PURCHASE)],
    }
    assert given(store) == {"花呗": [(date(2026, 2, 9), 10000, AllowanceKind.REFUND)]}
    accounts = {account.loan.name: account.loan for account in book(store).accounts}
    assert [accounts[name].method for name in ("花呗", "借呗", "备用金")] == [
        Method.CARD,
        Method.REVOLVING,
        Method.REVOLVING,
    ]
    huabei = accounts["花呗"]
    assert (huabei.statement_day, huabei.due_day, huabei.product, huabei.rate_confirmed) == (1, 10, "huabei", False)
    assert huabei.start_on == date(2026, 2, 3)
    assert accounts["借呗"].lender == huabei.lender
    assert accounts["招商银行信用卡(6428)"].lender.name == "招商银行"


def test_it_is_one_step_of_undo_and_can_be_done_again(store: Store) -> None:
    before = rows_of(store.path)
    result = imports.apply(store, load(store), today=TODAY)
    assert result.operation is not None
    for language, text in (("zh", "导入账单 账单.csv（10 行）"), ("en", "Import bill 账单.csv (10 rows)")):
        i18n.use(language)
        assert fmt.operation(result.operation.code, dict(result.operation.params)) == text
    after = rows_of(store.path)
    undo.undo(store)
    assert rows_of(store.path) == before
    assert len(load(store).proposal.used) == 10
    undo.redo(store)
    assert rows_of(store.path) == after


def test_the_same_file_twice_adds_nothing(store: Store) -> None:
    take(store)
    after = content(store.path)
    result = imports.apply(store, load(store), today=TODAY)
    assert result.operation is None
    assert result.value == imports.Imported(used=0, doubles=10, unused=3, opened=0)
    assert content(store.path) == after


@pytest.mark.parametrize("layout", "BCD")
def test_the_same_rows_in_another_layout_add_nothing(store: Store, layout: str) -> None:
    take(store)
    assert take(store, gbk(LAYOUTS[layout](BILL))).used == 0
    assert take(store, layout_c(BILL).encode("utf-8-sig")).used == 0


def test_the_web_layout_recognises_what_the_app_layout_brought(store: Store) -> None:
    take(store)
    rows = [Row(**{**row.__dict__, "funds": "资金转移", "direction": ""}) for row in BILL if row.category == "信用借还"]
    preview = load(store, gbk(layout_a(rows)))
    assert preview.proposal.used == ()
    assert len(preview.proposal.doubles) == 6


def test_an_overlapping_export_adds_only_what_is_new(store: Store) -> None:
    take(store)
    newer = (
        credit("花呗", "花呗自动还款-2026年04月账单", "88.00", time="2026-04-09 08:00:00", order="R2"),
        Row(category="退款", goods="退款-牛奶", direction="不计收支", amount="15.90", pay="花呗", status="退款成功",
            time="2026-04-01 09:00:00", order="P1_1"),
        Row(category="退款", goods="退款-耳机", direction="不计收支", amount="50.00", pay="花呗", status="退款成功",
            time="2026-04-02 09:00:00", order="P2_9002"),
    )  # fmt: skip
    assert take(store, gbk(layout_d([*newer, *BILL[3:]]))).used == 3
    assert summary(store)["花呗"] == (
        [1590],
        [12050, 8800],
    )  # nothing is gone: a refund is a credit
    assert given(store)["花呗"] == [
        (date(2026, 2, 9), 10000, AllowanceKind.REFUND),
        (date(2026, 4, 1), 1590, AllowanceKind.REFUND),
        (date(2026, 4, 2), 5000, AllowanceKind.REFUND),
    ]
    after = content(store.path)
    assert take(store, gbk(layout_d([*newer, *BILL]))).used == 0
    assert take(store).used == 0
    assert content(store.path) == after
    undo.undo(store)
    assert summary(store)["花呗"] == ([1590], [12050])
    assert len(given(store)["花呗"]) == 1


def test_files_that_follow_each_other_give_the_same_as_one(store: Store, tmp_path: Path) -> None:
    ordered = sorted(BILL, key=lambda row: row.time)
    for rows in (ordered[:5], ordered[3:9], ordered[6:]):
        take(store, gbk(layout_c(rows[::-1])))
    other = Store(tmp_path / "other.db")
    take(other)
    apart, whole = summary(store), summary(other)
    other.close()
    card = {name for name in apart if name.startswith("招商")}
    assert {name: apart[name] for name in apart.keys() - card} == {
        name: whole[name] for name in whole if not name.startswith("招商")
    }
    assert [sorted(apart[name]) for name in card] == [sorted(whole["招商银行信用卡(6428)"])]


def own(name: str, method: Method, **more: object) -> Loan:
    rate = Rate(Decimal("0.0005"), RateBasis.DAY)
    return Loan(0, Lender(0, name), name, method, date(2026, 1, 1), rate, **more)  # type: ignore[arg-type]


def test_rows_go_to_the_accounts_that_are_there(store: Store) -> None:
    jiebei = loans.add(store, own("借呗", Method.REVOLVING)).value
    mine = own("花呗", Method.CARD, statement_day=1, due_day=9)
    huabei = loans.add(store, replace(mine, opening_known=False)).value
    draws.draw(store, huabei, date(2026, 2, 3), 1590, today=TODAY)
    repayments.record(store, jiebei, date(2026, 3, 1), 1, today=TODAY, settles=True)
    preview = load(store)
    used = {use.entry.row.order_no: use.loan_id for use in preview.proposal.used}
    assert used == {"R1": huabei, "J1": jiebei, "J2": jiebei, "B1": None, "B2": None, "C1": None, "P2": huabei,
                    "P2_9001": huabei, "P3": None}  # fmt: skip
    (milk,) = preview.proposal.doubles
    assert (milk.entry.row.order_no, milk.certain, milk.of[:5]) == ("P1", False, "draw:")
    assert load(store, choices={milk.entry.row.line: huabei}).proposal.doubles == ()
    assert imports.apply(store, preview, today=TODAY).value.opened == 2


def test_a_line_entered_today_takes_the_months_before(store: Store) -> None:
    huabei = own("花呗", Method.CARD, statement_day=1, due_day=10)
    loans.add(store, replace(huabei, start_on=TODAY), opening_minor=50000, today=TODAY)
    before = rows_of(store.path)
    preview = load(store)
    assert document(preview)["earlier_starts"] == [{"loan_id": 1, "start_on": "2026-02-03"}]
    imports.apply(store, preview, today=TODAY)
    account = book(store).accounts[0]
    assert account.loan.start_on == date(2026, 2, 3)
    assert (len(account.draws), len(account.plans)) == (1, 1)
    assert position(account, TODAY).owed_minor == 50000  # what the lender showed today still counts
    undo.undo(store)
    assert rows_of(store.path) == before


def test_accounts_picked_from_the_list_in_english_are_found(store: Store) -> None:
    i18n.use("en")
    products = NamedProducts(Book())
    named = (
        CreditAccount(HUABEI),
        CreditAccount(JIEBEI),
        CreditAccount(CARD, "招商银行"),
        CreditAccount(LENDER, "网商贷"),
    )
    for account in named:
        loans.add(store, products.loan(account, date(2026, 1, 1)))
    i18n.use("zh")
    rows = [*BILL[:3], BILL[5], credit("网商贷", "网商贷还款", "9.00", order="W1")]
    preview = load(store, gbk(layout_c(rows)))
    assert [use.loan_id for use in preview.proposal.used] == [1, 2, 2, 3, 4]
    row = credit("浙江网商银行股份有限公司", "贷款还款", "9.00", order="W2")
    assert [use.loan_id for use in load(store, gbk(layout_c([row]))).proposal.used] == [4]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_new_accounts_are_valid_in_both_languages(language: str) -> None:
    i18n.use(language)
    products = NamedProducts(Book())
    named = [
        CreditAccount(HUABEI),
        CreditAccount(JIEBEI),
        CreditAccount(BEIYONGJIN),
        CreditAccount(CARD, "招商银行", "6428"),
        CreditAccount(CARD, "某某村镇银行"),
        CreditAccount(LENDER, "网商贷"),
        CreditAccount(LENDER, "马上消费金融股份有限公司"),
        CreditAccount(LENDER, "没听说过小额贷款有限公司"),
        CreditAccount(LENDER, "[/]"),
    ]
    made = [products.loan(products.opened_as(account), date(2026, 1, 1)) for account in named]
    for loan in made:
        loan.validate()
        assert not loan.rate_confirmed
        assert not loan.method.scheduled
    assert made[6].lender.kind is LenderKind.CONSUMER_FINANCE
    assert (made[7].lender.name, made[7].lender.kind) == ("没听说过小额贷款", LenderKind.MICRO_LENDER)
    assert made[8].name == "[/]"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_what_a_bank_lends_through_alipay_is_never_told_as_ants(language: str, store: Store) -> None:
    """信用贷 is a loan of its own; a bill of 花呗 and 信用购 has a lender of whom it is asked who reports."""
    i18n.use(language)
    names = catalogue.load().institutions
    rows = [
        credit("花呗|信用购", "自动还款-花呗|信用购2026年07月账单", "12.00", order="A1"),
        Row(pay="花呗", order="A2"),
        credit("信用贷", "信用贷还款", "760.00", order="A3"),
        credit("蚂蚁借呗", "蚂蚁借呗还款", "760.00", order="A4"),
    ]
    made = {loan.name: loan for loan in load(store, gbk(layout_c(rows))).proposal.new_loans}
    assert len(made) == 3
    products = NamedProducts(Book())
    bank = products.loan(products.opened_as(CreditAccount(JIEBEI, "信用贷")), date(2026, 1, 1))
    assert bank.name in made
    shared = made["花呗|信用购"]
    assert [names.unnamed(one) for one in (shared, bank)] == [True, True]
    alone = products.loan(CreditAccount(HUABEI, "信用购"), date(2026, 1, 1))
    assert names.unnamed(alone)
    ants = products.loan(CreditAccount(JIEBEI), date(2026, 1, 1))
    assert ants.lender.institution == "重庆蚂蚁消费金融有限公司"
    shared.validate()
    bank.validate()


def test_a_lender_keeps_the_name_it_was_entered_under(store: Store) -> None:
    loans.add(store, own("Ant Consumer Finance", Method.LEVEL_PAYMENT, principal_minor=100, terms=1))
    take(store)
    assert sum(account.loan.lender.name == "Ant Consumer Finance" for account in book(store).accounts) == 4


def test_the_document_accounts_for_every_row(store: Store) -> None:
    mine = own("花呗", Method.CARD, statement_day=1, due_day=9)
    loans.add(store, replace(mine, opening_known=False))
    draws.draw(store, 1, date(2026, 2, 3), 1590, today=TODAY)
    printed = json.loads(json.dumps(document(load(store))))
    assert (printed["file"], printed["format"], printed["layout"], printed["rows"]) == (
        "账单.csv",
        "alipay",
        "C",
        13,
    )
    listed = [row["row"] for name in ("used", "doubles", "unused") for row in printed[name]]
    assert len(listed) == len(set(listed)) == 13
    used = {row["row"]: row for row in printed["used"]}
    first = min(listed)
    assert used[first] == {
        "row": first,
        "kind": "repayment",
        "loan": "花呗",
        "loan_id": 1,
        "new": False,
        "on": "2026-03-09",
        "amount_minor": 12050,
    }
    assert used[first + 1]["loan"].endswith("借呗")
    assert (used[first + 1]["loan_id"], used[first + 1]["new"], used[first + 1]["kind"]) == (None, True, "draw")
    assert (used[first + 9]["amount_minor"], used[first + 9]["refunded_minor"]) == (30000, 10000)
    assert used[first + 10]["kind"] == "refund"
    (double,) = printed["doubles"]
    assert (double["row"], double["of"], double["certain"]) == (first + 8, "draw:1", False)
    assert {row["row"]: row["reason"] for row in printed["unused"]} == {
        first + 6: "failed",
        first + 7: "deposit_free",
        first + 12: "not_credit",
    }
    assert [row["product"] for row in printed["opened"]] == ["jiebei", "cmb_credit_card", "beiyongjin"]


def test_the_amounts_that_are_shown_are_those_that_are_recorded(store: Store) -> None:
    preview = load(store)
    imports.apply(store, preview, today=TODAY)
    recorded = sum(sum(draws) + sum(paid) for draws, paid in summary(store).values())
    recorded += sum(amount for plans in instalments(store).values() for amount, _, _ in plans)
    assert recorded == sum(use.amount_minor for use in preview.proposal.used if use.kind != "refund")
    back = [amount for credited in given(store).values() for _, amount, _ in credited]
    assert back == [use.amount_minor for use in preview.proposal.used if use.kind == "refund"] != []


def test_a_preview_that_has_become_wrong_is_refused(store: Store) -> None:
    stale = load(store)
    take(store)
    after = content(store.path)
    with pytest.raises(PlannerError) as error:
        imports.apply(store, stale, today=TODAY)
    assert error.value.code == "import.changed"
    assert content(store.path) == after


def test_a_preview_writes_nothing(store: Store) -> None:
    before = content(store.path)
    load(store)
    assert content(store.path) == before


def test_notes_are_short_and_harmless(store: Store) -> None:
    take(store, gbk(layout_c([Row(party="[@click=app.quit]x[/]", goods="很长的商品" * 30, pay="花呗")])))
    (draw,) = book(store).accounts[0].draws
    assert draw.note.startswith("[@click=app.quit]x[/] · 很长的商品")
    assert len(draw.note) == 60


def test_money_paid_to_a_private_lender_is_a_repayment_when_the_person_says_so(store: Store) -> None:
    loan_id = loans.add(store, replace(databases.level(), name="", lender=Lender(0, "老王", LenderKind.PRIVATE))).value
    data = gbk(layout_c([Row(party="老王", goods="转账", pay="余额宝", amount="1000.00", time="2026-07-16 10:00:00")]))
    (row,) = looked(store.path, "账单.csv", data, today=TODAY).proposal.unused
    assert (row.reason, row.choosable) == ("not_credit", True)
    preview = looked(store.path, "账单.csv", data, today=TODAY).chosen({row.entry.row.line: loan_id})
    imports.apply(store, preview, today=TODAY)
    (paid,) = next(one for one in book(store).accounts if one.loan.id == loan_id).repayments
    assert (paid.on, paid.amount_minor) == (date(2026, 7, 16), 100_000)
    again = looked(store.path, "账单.csv", data, today=TODAY).chosen({row.entry.row.line: loan_id})
    assert (len(again.proposal.used), len(again.proposal.doubles)) == (0, 1)


def test_rows_after_today_stay_out(store: Store) -> None:
    preview = looked(store.path, "账单.csv", FILE, today=date(2026, 2, 28))
    assert {row["reason"] for row in document(preview)["unused"]} >= {"future"}
    assert all(use.entry.row.on <= date(2026, 2, 28) for use in preview.proposal.used if use.entry.row.on)


def test_a_deleted_loan_makes_its_rows_new_again(store: Store) -> None:
    take(store)
    names = [account.loan.name for account in book(store).accounts]
    loans.delete(store, book(store).accounts[names.index("借呗")].loan.id)
    assert [use.entry.row.order_no for use in load(store).proposal.used] == ["J1", "J2"]


REASONS = {
    "not_credit", "unreadable", "failed", "closed", "pending", "zero", "deposit_free", "merchant_fee", "future",
    "mixed_payment", "maybe_debit", "unknown_state", "unclear", "skipped", "which_loan", "instalment_loan", "covered",
    "refund_of_closed", "refund_of_unused", "refund_of_unknown", "before_start",
    "after_closed", "after_settled", "no_such_loan", "foreign", "refund_likely", "as_entered", "left_before", "guessed",
    "not_owed", "by_rule", "no_card",
    "own_money", "other_currency", "refund_untold", "no_direction", "paid_or_refunded", "instalment_part",
    "card_charge",
}  # fmt: skip


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_reason_and_kind_has_a_text(language: str) -> None:
    i18n.use(language)
    for reason in REASONS:
        assert t(f"import.reason.{reason}")
    for kind in ("repayment", "draw", "purchase", "refund"):
        assert "花呗" in t(f"import.kind.{kind}", loan="花呗")
    known = {key.removeprefix("import.reason.") for key in i18n.catalogue(language) if key.startswith("import.reason.")}
    assert known == REASONS


def test_thousands_of_rows_take_little_time(store: Store) -> None:
    rows = [
        Row(
            goods=f"第{number}单",
            amount=f"{number % 90 + 1}.00",
            pay="花呗",
            time=f"2026-{number % 10 + 1:02d}-05 10:00:00",
        )
        for number in range(3000)
    ]
    assert take(store, gbk(layout_c(rows))).used == 3000
    assert len(book(store).accounts[0].draws) == 3000


def test_what_the_file_says_of_its_rows_is_compared_with_what_was_read(store: Store) -> None:
    text = layout_c([Row(), Row()])
    whole = looked(store.path, "账单.csv", gbk(text), today=TODAY).proposal.file
    assert (whole.declared, whole.missing) == (2, 0)
    short = looked(store.path, "账单.csv", gbk(text.replace("共2笔记录", "共5笔记录")), today=TODAY).proposal.file
    assert (short.declared, short.missing) == (5, 3)
    untold = looked(store.path, "账单.csv", gbk(text.replace("共2笔记录", "")), today=TODAY).proposal.file
    assert (untold.declared, untold.missing) == (None, 0)


def test_recording_that_is_not_wanted_any_more_leaves_nothing(store: Store) -> None:
    data = gbk(layout_c([Row(goods=f"第{number}单", pay="花呗") for number in range(1_200)]))
    told: list[tuple[str, int, int]] = []
    preview, before = load(store, data), book(store)
    with pytest.raises(PlannerError) as error:
        imports.apply(
            store,
            preview,
            today=TODAY,
            work=Work(tell=lambda *step: told.append(step), dropped=lambda: len(told) > 3),
        )
    assert error.value.code == "import.stopped"
    assert told[:2] == [("writing", 0, 2_400), ("writing", 500, 2_400)]
    assert book(store) == before
    assert imports.apply(store, preview, today=TODAY).value.used == 1_200
