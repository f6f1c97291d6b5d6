"""What a loan asks for, by keyboard: fees with their days, parts paid out later, the lender's own rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from planner.domain.accounts.terms import FeeKind, FeeWhen
from planner.domain.ledger.state import DueStatus
from planner.domain.schedule.instalments import instalments
from planner.services import loans, repayments
from planner.storage.store import Store
from planner.ui.screens.loans.printed import PasteScreen
from tests.flows.driver import LARGE, in_order, running
from tests.flows.test_repayments import to_loan
from tests.make.people import EMOJI, MARKUP, PLAIN, TODAY, nobody
from tests.make.terms import loan

NAME = "车贷"


def paying(path: Path) -> Path:
    """Somebody who paid ten of twelve instalments on their days; the next one is due in twelve days."""
    nobody(path)
    made = replace(loan(start_on=TODAY.replace(month=1, day=5)), name=NAME)
    store = Store(path)
    key = loans.add(store, made).value
    for row in instalments(made)[:10]:
        repayments.record(store, key, row.due_on, row.amount_minor, today=TODAY)
    store.close()
    return path


async def test_a_fee_added_today_leaves_ten_payments_on_time(tmp_path: Path) -> None:
    path = paying(tmp_path / "planner.db")
    async with running(path, size=LARGE) as d:
        await to_loan(d, NAME)
        before = d.account(NAME)
        await d.press("f", "a")
        assert d.texts()["from_on"] == TODAY.isoformat()
        await d.fill(amount="20")
        await d.press("ctrl+s")
        dues = d.position(NAME).dues
        assert [due.status for due in dues] == [DueStatus.ON_TIME] * 10 + [DueStatus.PENDING] * 2
        assert [due.fee_minor for due in dues[9:]] == [0, 2_000, 2_000]
        assert "2026-11-23–" in d.text()
        # dearer from the last instalment on; then by the form of the loan, from today on again
        await d.press("enter")
        assert "changes_on" not in d.texts()
        await d.fill(amount="30", changes_on="2026-12-20")
        await d.press("ctrl+s")
        assert [due.fee_minor for due in d.position(NAME).dues[9:]] == [0, 2_000, 3_000]
        await d.press("u", "u", "escape")
        assert d.account(NAME) == before
        await d.press("e")
        await d.fill(per_term="20")
        await d.press("ctrl+s")
        (fee,) = d.account(NAME).loan.fees
        assert (fee.when, fee.from_on) == (FeeWhen.PER_TERM, TODAY)
        assert [due.status for due in d.position(NAME).dues[:10]] == [DueStatus.ON_TIME] * 10
        # on the remaining principal, and of the whole loan after all
        await d.press("f", "enter")
        await d.fill(amount="", share="1", of="remaining", from_on="", changes_on="")
        await d.press("ctrl+s")
        (fee,) = d.account(NAME).loan.fees
        assert (fee.share, fee.on_remaining, fee.from_on) == (Decimal("0.01"), True, None)
        assert d.position(NAME).dues[0].fee_minor == 10_000


async def test_a_further_payout_is_spread_over_what_is_to_come(tmp_path: Path) -> None:
    path = paying(tmp_path / "planner.db")
    async with running(path, size=LARGE) as d:
        await to_loan(d, NAME)
        before = d.account(NAME)
        await d.press("w")
        await d.fill(amount="2000")
        assert in_order(d.flat(), ["放款后各期应还", "2026-12-05", "2027-01-05"])
        await d.press("enter", "enter", "enter")
        place = d.position(NAME)
        assert [due.status for due in place.dues] == [DueStatus.ON_TIME] * 10 + [DueStatus.PENDING] * 2
        assert sum(due.principal_minor for due in place.dues) == 1_200_000
        await d.press("tab")
        assert in_order(d.flat(), ["2026-11-23", "放款", "2,000.00"])
        await d.press("u")
        assert "追加放款" in d.toast
        assert d.account(NAME) == before


async def test_the_schedule_of_the_lender_is_pasted_and_corrected(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await to_loan(d, MARKUP)
        before = d.account(MARKUP)
        await d.press("s")
        assert "现在全部按条款计算" in d.flat()
        rows = instalments(before.loan)
        await d.press("a")
        text = "\n".join(
            f"{row.number}\t{row.due_on}\t{row.principal_minor / 100:,.2f}\t{(row.interest_minor + 1) / 100:,.2f}"
            for row in rows[:3]
        )
        await d.feed(f"\x1b[200~{text}\n4\t2026-07-15\t八百\t1\x1b[201~")
        await d.press("ctrl+s")
        assert "第4行的金额“八百”看不懂" in d.flat()
        assert d.account(MARKUP) == before
        d.screen_of(PasteScreen)
        await d.press("shift+end", "delete", "backspace")
        assert in_order(d.flat(), ["读到3期", "第1期到第3期"])
        await d.press("ctrl+s")
        paid = [row.interest_minor for row in rows[3:7]]  # counted as paid or paid: they stay as they were
        assert [row.interest_minor for row in d.account(MARKUP).loan.pinned] == [
            *(row.interest_minor + 1 for row in rows[:3]),
            *paid,
        ]
        assert "7期以机构的还款计划或已还的为准" in d.flat()
        # one row by hand: moved past those after it, it is refused by the first that does not follow
        await d.press("end", "up", "enter")
        late = (rows[-1].due_on + timedelta(1)).isoformat()
        await d.fill(due_on=late)
        await d.press("ctrl+s")
        assert "第12期" in d.flat()
        await d.fill(due_on=(rows[-2].due_on + timedelta(5)).isoformat(), fee="3")
        await d.press("ctrl+s")
        assert [row.number for row in d.account(MARKUP).loan.pinned] == [1, 2, 3, 4, 5, 6, 7, 11]
        await d.press("d")
        assert len(d.account(MARKUP).loan.pinned) == 7
        await d.press("x", "y")
        assert d.account(MARKUP) == before
        await d.press("u", "u", "u", "u")
        assert d.account(MARKUP) == before


async def test_the_terms_of_the_first_term_and_the_payment(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await to_loan(d, MARKUP)
        before = d.account(MARKUP).loan
        await d.press("o")
        await d.fill(first_by_days="yes", payment="1110")
        await d.press("ctrl+s")
        assert d.account(MARKUP).loan == replace(before, first_by_days=True, payment_minor=111_000)
        assert d.position(MARKUP).dues[6].amount_minor == 111_000
        await d.press("e")
        assert in_order(d.flat(), ["2026-05-15", "1,110.00"])
        await d.press("escape", "u")
        assert d.account(MARKUP).loan == before
        await d.press("escape")
        await to_loan(d, PLAIN)
        await d.press("o")
        assert not {"first_by_days", "payment"} & set(d.texts())  # a fee on what was borrowed


async def test_the_annual_fee_of_a_card_is_entered_in_two_fields(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        await to_loan(d, EMOJI)
        await d.press("f", "a")
        assert set(d.texts()) == {"kind", "name", "when", "amount", "payee", "from_on", "until_on"}
        assert (d.texts()["kind"], d.texts()["when"]) == (FeeKind.ANNUAL, FeeWhen.YEARLY)
        await d.fill(amount="200", from_on="")
        await d.press("ctrl+s")
        (fee,) = d.account(EMOJI).loan.fees
        assert (fee.amount_minor, fee.when, fee.from_on) == (20_000, FeeWhen.YEARLY, None)
        assert "年费" in d.text()
