"""Further terms of a loan by keyboard: what was disclosed, and how a card makes its bills."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from planner.domain.accounts.records import DrawKind, PlanSource
from planner.domain.accounts.terms import (
    PLAIN_CARD,
    CardInterest,
    CardTerms,
    Disclosed,
    DisclosedBasis,
    DueShift,
    Fee,
    FeeKind,
    FeeWhen,
    MinimumRule,
    Part,
    Penalty,
    PenaltyBasis,
    PenaltyOn,
)
from planner.domain.basics.money import Rounding
from planner.domain.ledger.ending import ending
from planner.services import loans, repayments
from planner.storage.store import Store
from planner.ui.dialogs.help import Help, help_text
from tests.flows.driver import LARGE, Driver, in_order, running
from tests.flows.test_repayments import to_loan
from tests.make import databases
from tests.make.people import EMOJI, LONG, MARKUP, PLAIN, TODAY
from tests.make.probes import read_book


async def test_a_disclosed_cost_stands_beside_that_of_the_flows(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await to_loan(d, MARKUP)
        await d.press("o")
        assert "due_after_days" not in d.texts()  # no card
        await d.fill(disclosed="15", disclosed_basis="nominal")
        assert "实际更贵" in d.flat()
        await d.press("ctrl+s")
        assert d.account(MARKUP).loan.disclosed == Disclosed(Decimal("0.15"), DisclosedBasis.NOMINAL)
        await d.press("y")
        assert in_order(d.flat(), ["机构明示15.00%（单利）", "相差3.00个百分点"])
        await d.press("escape", "u")
        assert d.account(MARKUP).loan.disclosed is None


async def test_rounding_is_a_term_of_the_loan(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await to_loan(d, MARKUP)
        before = d.account(MARKUP).loan
        await d.press("o")
        assert "remainder" not in d.texts()  # only equal parts leave fen over
        await d.fill(rounding="down")
        await d.press("ctrl+s")
        assert d.account(MARKUP).loan == replace(before, rounding=Rounding.DOWN)
        await d.press("y")
        assert "每期利息取整到分（舍去零头），尾差归最后一期" in d.flat()
        await d.press("escape", "u")
        assert d.account(MARKUP).loan == before


async def test_the_terms_of_a_card_make_its_bills(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await to_loan(d, EMOJI)
        await d.press("o")
        await d.fill(due_after_days="99")
        await d.press("ctrl+s")
        assert d.field == "due_after_days"
        assert "请填1到60天" in d.flat()
        await d.fill(due_after_days="18", minimum_rule="share")
        await d.press("ctrl+s")
        assert d.field == "minimum_share"
        await d.fill(minimum_share="10", minimum="5", tolerance="10")
        assert "按这些条款的账单" in d.text()
        await d.press("ctrl+s")
        assert d.account(EMOJI).loan.card == CardTerms(
            due_after_days=18,
            minimum=MinimumRule.SHARE,
            minimum_share=Decimal("0.1"),
            minimum_minor=500,
            tolerance_minor=1000,
        )
        due = d.position(EMOJI).next_due
        assert due is not None
        assert due.minimum_minor == max(500, (due.amount_minor + 5) // 10)
        assert due.due_on > date(2026, 11, 23)
        await d.press("m")
        assert d.texts() | {"on": "2026-11-01", "due_on": "2026-11-19"} == d.texts()
        await d.press("escape", "tab")
        assert "最低" in d.text()
        await d.press("u")
        assert d.account(EMOJI).loan.card == PLAIN_CARD


async def test_a_tolerance_above_an_instalment_is_asked_about_once_and_kept(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await to_loan(d, MARKUP)
        await d.press("o")
        await d.fill(shortfall="99999999999")
        assert "一分不还也算还清" not in d.flat()
        await d.press("ctrl+s")
        assert d.field == "shortfall"
        assert "一分不还也算还清" in d.flat()
        await d.press("ctrl+s")
        assert d.account(MARKUP).loan.tolerance_minor == 99_999_999_999_00


async def test_penalty_interest_is_in_what_is_due_from_the_day_it_is_entered(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await to_loan(d, MARKUP)
        overdue = d.position(MARKUP).overdue_minor
        await d.press("o")
        await d.fill(penalty="50", penalty_basis="times")
        await d.press("ctrl+s")
        assert d.field == "penalty"
        assert "100到1000，例如上浮50%填150" in d.flat()
        await d.fill(penalty="150", penalty_on="amount", application="fee,penalty,interest,principal")
        await d.press("ctrl+s")
        loan = d.account(MARKUP).loan
        assert loan.penalty == Penalty(Decimal("1.5"), PenaltyBasis.TIMES, PenaltyOn.AMOUNT)
        assert loan.application[0] is Part.FEE
        # Eight days on 1,100.16 at 18 % · 1.5 ÷ 360 are 6.60. The payment three days late in October was used for 2.48
        # of penalty first, so that 2.48 of its principal are overdue since, with 0.06 more.
        assert d.position(MARKUP).penalty_minor == 660 + 6
        assert d.position(MARKUP).overdue_minor == overdue + 248 + 666
        assert in_order(d.text(), ["罚息", "6.66"])
        for amount in ("1,106.76", "2.54"):  # the oldest is paid first, whatever was named
            await d.press("p")
            assert d.texts()["amount"] == amount
            await d.press("enter")
        assert (d.position(MARKUP).overdue_minor, d.position(MARKUP).penalty_minor) == (0, 0)


async def test_charges_are_entered_one_by_one_and_the_cost_follows(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await to_loan(d, PLAIN)
        before = d.account(PLAIN).loan
        await d.press("f")
        assert "没有录入利息以外的费用" in d.flat() or before.fees
        await d.press("a")
        await d.fill(kind="guarantee", when="per_term", payee="某担保[b")
        await d.press("ctrl+s")
        assert "金额和比例要填一个" in d.flat()
        assert d.field == "amount"
        await d.fill(share="0.12", stops="no")
        assert "总费用" in d.text()
        await d.press("ctrl+s")
        fee = Fee("", FeeWhen.PER_TERM, None, Decimal("0.0012"), FeeKind.GUARANTEE, "某担保[b", stops=False)
        assert d.account(PLAIN).loan.fees == (*before.fees, fee)
        assert in_order(d.text(), ["担保费", "每期收", "0.12%", "某担保[b", "否"])
        assert d.toast.startswith("已添加费用")
        await d.press("end", "enter")
        await d.fill(share="", amount="10")
        await d.press("ctrl+s")
        assert d.account(PLAIN).loan.fees[-1].amount_minor == 1000
        assert d.toast.startswith("已修改费用")
        await d.press("d", "y")
        assert d.toast.startswith("已删除费用")
        assert d.account(PLAIN).loan.fees == before.fees
        await d.press("u", "u", "u")
        assert d.account(PLAIN).loan == before


async def test_what_a_card_booked_can_be_cash_or_a_fee(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await to_loan(d, EMOJI)
        await d.press("w")
        await d.fill(amount="300", kind="cash")
        await d.press("ctrl+s")
        await d.fill(amount="9", kind="fee")
        await d.press("ctrl+s", "escape")
        draws = d.account(EMOJI).draws
        assert [(draw.amount_minor, draw.kind) for draw in draws[-2:]] == [
            (300_00, DrawKind.CASH),
            (9_00, DrawKind.FEE),
        ]
        assert in_order(d.text(), ["费用/利息", "9.00", "取现", "300.00"])
        await d.press("home", "e")
        assert d.texts()["kind"] == "fee"
        await d.press("escape")
        await to_loan_line(d)
        await d.press("w")
        assert "kind" not in d.texts()


async def to_loan_line(d: Driver) -> None:
    """From the screen of one loan to that of the line."""
    await d.press("escape")
    await to_loan(d, LONG)


async def test_a_plan_inside_a_card_is_entered_changed_and_ended(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await to_loan(d, EMOJI)
        before = d.position(EMOJI)
        await d.press("i")
        assert "这张卡没有分期" in d.flat()
        await d.press("a")
        await d.fill(amount="1200", started_on="2026-11-20", terms="61", rate="0.65", source="cash")
        await d.press("ctrl+s")
        assert d.field == "terms"
        assert "请填1到60" in d.flat()
        await d.fill(terms="12")
        assert in_order(d.flat(), ["93.60", "14.10%", "15.05%", "107.80"])  # 12 × 7.80; parts of 100.00
        await d.press("ctrl+s")
        assert d.position(EMOJI).principal_minor == before.principal_minor + 1_200_00
        (plan,) = d.account(EMOJI).plans
        assert (plan.terms, plan.rate, plan.source) == (12, Decimal("0.0065"), PlanSource.CASH)
        assert in_order(d.text(), ["1,200.00", "0/12", "107.80", "1,200.00"])
        await d.press("enter")
        await d.fill(at_end="share", end_share="3", ended_on="2026-11-22")
        await d.press("ctrl+s")
        assert d.account(EMOJI).plans[0].ended_on == date(2026, 11, 22)
        assert "已结束" in d.text()
        assert d.position(EMOJI).principal_minor == before.principal_minor + 1_236_00
        await d.press("d", "y")
        assert d.account(EMOJI).plans == ()
        await d.press("u", "u", "u")
        assert d.position(EMOJI) == before


async def test_usual_terms_of_a_product_are_filled_in_only_when_asked_for(hostile: Path) -> None:
    store = Store(hostile)
    (card,) = (one.loan for one in read_book(hostile).accounts if one.loan.lender.name == EMOJI)
    loans.edit(store, replace(card, product="huabei"))
    store.close()
    async with running(hostile, size=LARGE) as d:
        await to_loan(d, EMOJI)
        await d.press("o")
        assert d.texts()["minimum_rule"] == "none"
        assert in_order(d.flat(), ["按F7填入", "最低还款：3dmxku.com", "网上说法"])
        await d.press("f7")
        assert d.texts() | {"minimum_rule": "share", "minimum_share": "10%", "interest": "after_due"} == d.texts()
        assert d.account(EMOJI).loan.card == PLAIN_CARD
        await d.press("ctrl+s")
        terms = d.account(EMOJI).loan.card
        assert (terms.minimum_share, terms.interest) == (Decimal("0.1"), CardInterest.AFTER_DUE)


async def test_fees_and_interest_of_a_bank_card_are_terms_and_purchases_have_a_posting_date(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await to_loan(d, EMOJI)
        await d.press("w")
        assert "posted_on" not in d.texts()  # without interest from posting nobody needs it
        await d.press("escape", "o")
        await d.fill(interest="full", late_fee_share="5", late_fee="10", cash_fee_share="1", cash_fee="2")
        await d.press("ctrl+s")
        card = d.account(EMOJI).loan.card
        assert (card.interest, card.late_fee_share, card.late_fee_minor) == (CardInterest.FULL, Decimal("0.05"), 10_00)
        assert (card.cash_fee_share, card.cash_fee_minor) == (Decimal("0.01"), 2_00)
        await d.press("w")
        await d.fill(amount="88", on="2026-11-20", posted_on="2026-11-19")
        await d.press("ctrl+s")
        assert d.field == "posted_on"
        await d.fill(posted_on="2026-11-21")
        await d.press("ctrl+s", "escape")
        assert d.account(EMOJI).draws[-1].posted_on == date(2026, 11, 21)


def explanation(d: Driver) -> str:
    """What the help that is open says, without blanks."""
    assert isinstance(d.app.screen, Help)
    return "".join(help_text(d.app.screen.over).split())


async def test_the_help_over_a_loan_explains_its_figures(hostile: Path) -> None:
    async with running(hostile, size=(140, 60)) as d:
        await to_loan(d, MARKUP)
        place = d.position(MARKUP)
        await d.press("question_mark")
        grown = place.settlement_minor - place.owed_minor
        due = place.owed_minor - place.principal_minor
        told = [f"当日结清{place.settlement_minor / 100:,.2f}=本金{place.principal_minor / 100:,.2f}"]
        told += [
            f"费用{due / 100:,.2f}+",
            f"到今天为止的利息{grown / 100:,.2f}+结清费用0.00。",
            f"已逾期{place.overdue_minor / 100:,.2f}=2026-",
        ]
        assert in_order(explanation(d), [*told, "还款冲抵", "取整：四舍五入"])
        await d.press("escape", "escape")
        await to_loan(d, EMOJI)
        await d.press("question_mark")
        assert in_order(
            explanation(d), ["账单利息：没有录入算法", "最低还款：没有录入规则", "卡内分期", "当前可用的按键"]
        )


async def test_what_settling_takes_is_explained_after_paying_ahead(empty: Path) -> None:
    """What was paid towards instalments to come is told, so that the parts add up to less than the principal."""
    store = Store(empty)
    loan_id = loans.add(store, replace(databases.level(), fees=())).value
    for month in range(7, 12):
        repayments.record(store, loan_id, date(2026, month, 15), 1_066_19, today=TODAY)
    repayments.record(store, loan_id, TODAY, 3_000_00, today=TODAY)
    store.close()
    for language, ahead in (("zh", "已提前付给以后各期的"), ("en", "−paidaheadalready,towardswhatfallsduelater")):
        async with running(empty, size=(140, 60), language=language) as d:
            place = d.position("消费贷")
            assert place.settlement_minor < place.principal_minor
            made = ending(d.account("消费贷"), TODAY)
            await to_loan(d, "消费贷")
            await d.press("question_mark")
            amounts = [made.total_minor, made.principal_minor, made.due_minor, made.grown_minor, made.charges_minor]
            told = [f"{minor / 100:,.2f}" for minor in (*amounts, made.ahead_minor)]
            assert in_order(explanation(d), [*told[:-1], ahead + told[-1]])


async def test_an_account_in_dollars_is_named_so_and_added_in_yuan(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        owed, debt = d.position(EMOJI).owed_minor, d.app.overview.now.debt_minor
        await to_loan(d, EMOJI)
        await d.press("o")
        assert "yuan_rate" not in d.texts()
        await d.fill(currency="USD")
        await d.press("ctrl+s")
        assert d.field == "yuan_rate"
        await d.fill(yuan_rate="7.x")
        await d.press("ctrl+s")
        assert "请写成7.12这样" in d.flat()
        await d.fill(yuan_rate="7.12")
        await d.press("ctrl+s")
        loan = d.account(EMOJI).loan
        assert (loan.currency, loan.yuan_rate) == ("USD", Decimal("7.12"))
        assert d.position(EMOJI).owed_minor == owed
        assert d.app.overview.now.debt_minor == debt - owed + loan.in_yuan(owed)
        assert f"{EMOJI} USD" in d.text()
        await d.press("escape")
        assert f"{d.app.overview.now.debt_minor / 100:,.2f}" in d.text()
        await to_loan(d, EMOJI)
        await d.press("u")
        assert d.account(EMOJI).loan.currency == "CNY"


async def test_due_dates_move_off_days_off_as_the_lender_moves_them(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await to_loan(d, MARKUP)  # due on the 15th: in November 2026 a Sunday
        before = d.position(MARKUP)
        assert before.days_past_due == 8
        await d.press("o")
        await d.fill(due_shift="next")
        await d.press("ctrl+s")
        assert d.account(MARKUP).loan.due_shift is DueShift.NEXT
        place = d.position(MARKUP)
        assert place.days_past_due == 7
        assert [due.due_on for due in place.dues[-5:-2]] == [date(2026, 11, 16), date(2026, 12, 15), date(2027, 1, 15)]
        assert in_order(d.flat(), ["遇休息日", "顺延", "2026-11-16*", "2026-12-151,100.16", "2027-01-15?"])
        await d.press("question_mark")
        assert in_order(
            explanation(d), ["顺延到下一个工作日", "2026-12-31", "2026-11-15→2026-11-16", "2026年放假安排：国务院"]
        )
        await d.press("escape", "u")
        assert d.position(MARKUP) == before


async def test_what_being_late_usually_costs_is_offered_and_until_then_said_to_be_missing(hostile: Path) -> None:
    store = Store(hostile)
    (loan,) = (one.loan for one in read_book(hostile).accounts if one.loan.lender.name == MARKUP)
    loans.edit(store, replace(loan, product="cmb_mortgage", penalty=None))
    store.close()
    async with running(hostile, size=LARGE) as d:
        assert "其中1笔没填罚息，实际会更多" in d.flat()
        await to_loan(d, MARKUP)
        assert in_order(d.flat(), ["罚息", "没填，未知（按o）"])
        await d.press("question_mark")
        assert in_order(explanation(d), ["没有填罚息", "逾期本金×约定利率×150%", "银发〔2003〕251号", "官方"])
        await d.press("escape", "t")
        await d.fill(on="2026-12-20")
        assert "罚息没有填，实际会更多" in d.flat()
        await d.press("escape", "o")
        assert "罚息（待核对）：银发" in d.flat()
        await d.press("f7")
        assert d.texts() | {"penalty": "150%", "penalty_basis": "times", "penalty_on": "principal"} == d.texts()
        assert d.account(MARKUP).loan.penalty is None
        await d.press("ctrl+s")
        assert d.account(MARKUP).loan.penalty == Penalty(Decimal("1.5"))
        assert "没填，未知" not in d.flat()
