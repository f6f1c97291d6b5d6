"""What bills say twice or take back: refunds, rows imported before, and records made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.accounts.loan import Method
from planner.domain.imports.choices import SKIP
from planner.domain.imports.file import CARD, CreditAccount, Kind
from planner.domain.imports.keys import Recorded, source_keys
from tests.make.import_rows import (
    HB,
    JB,
    bill,
    book,
    bought,
    drawn,
    entry,
    imported,
    line,
    moved,
    paid,
    propose,
    reasons,
    refund,
    targets,
    with_draw,
    with_payment,
)

CMB = CreditAccount(CARD, "招商银行")


# ── refunds ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_refund_goes_where_its_purchase_is() -> None:
    purchase, back = bought(HB, "100", order="A1"), refund(HB, "30", order="A1_77")
    found = propose(bill(back, purchase))
    assert [(use.kind, use.amount_minor, use.net_minor) for use in found.used] == [
        ("purchase", 10000, 7000),
        ("refund", 3000, 3000),
    ]
    assert found.used[1].of_line == purchase.row.line
    assert found.used[1].new == found.used[0].new == 0


@pytest.mark.parametrize("order", ["A1", "A1_77", "A1*REFUND_1"])
def test_a_full_refund_leaves_the_purchase_where_it_was(order: str) -> None:
    found = propose(bill(bought(HB, "100", order="A1"), refund(HB, "100", order=order)))
    assert [(use.kind, use.amount_minor) for use in found.used] == [("purchase", 10000), ("refund", 10000)]
    assert reasons(found) == []


def test_several_refunds_add_up_and_one_shown_twice_counts_once() -> None:
    purchase = bought(HB, "100", order="A1")
    backs = [refund(HB, "30", order="A1_1"), refund(HB, "30", order="A1_1"), refund(HB, "20", order="A1_2")]
    found = propose(bill(purchase, *backs))
    assert found.used[0].net_minor == 5000
    assert [double.of for double in found.doubles] == [f"row:{backs[0].row.line}"]


def test_refunds_without_a_recorded_purchase_stay_out() -> None:
    file = bill(
        refund(HB, "10", order="X1"),
        refund(None, "10", order="X2"),
        entry(Kind.OTHER, None, "50", order="C1", reason="closed"),
        refund(HB, "50", order="C1_1"),
        bought(HB, "80", order="M1", reason="mixed_payment"),
        refund(HB, "20", order="M1_1"),
        refund(CMB, "5", order="X3", reason="maybe_debit"),
    )
    assert reasons(propose(file)) == [
        "refund_of_unknown",
        "not_credit",
        "closed",
        "refund_of_closed",
        "mixed_payment",
        "refund_of_unused",
        "maybe_debit",
    ]


def test_a_refund_is_never_given_to_a_dearer_later_or_smaller_order() -> None:
    file = bill(
        bought(HB, "10", order="A1"), refund(HB, "30", order="A1_1"), refund(HB, "5", "2026-03-07", order="A1_2")
    )
    found = propose(file)
    assert found.used[0].net_minor == 1000
    assert reasons(found) == ["refund_of_unknown", "refund_of_unknown"]


def test_a_shop_number_finds_the_purchase_only_if_it_is_the_only_one() -> None:
    one, back = bought(HB, "100", merchant="T1"), refund(HB, "40", merchant="T1")
    assert propose(bill(one, back)).used[0].net_minor == 6000
    two = bought(HB, "100", merchant="T1")
    assert reasons(propose(bill(one, two, back))) == ["refund_of_unknown"]


def test_a_refund_of_something_imported_before_comes_off_its_draw() -> None:
    hb = line("花呗")
    purchase, back = bought(HB, "100", order="A1"), refund(HB, "30", "2026-04-01", order="A1_77")
    known = {source_keys(bill(purchase))[purchase.row.line]: Recorded(hb.id, draw_id=5)}
    for file in (bill(back), bill(back, purchase)):
        found = propose(file, book(hb), known)
        assert [(use.kind, use.loan_id, use.draw_id) for use in found.used] == [("refund", hb.id, 5)]
    gone = {key: Recorded() for key in known}
    assert reasons(propose(bill(back), book(hb), gone)) == ["refund_of_unknown"]


def test_a_skipped_refund_takes_nothing_off() -> None:
    purchase, back = bought(HB, "100", order="A1"), refund(HB, "30", order="A1_77")
    found = propose(bill(purchase, back), choices={back.row.line: SKIP})
    assert found.used[0].net_minor == 10000


def test_a_refund_follows_its_purchase_out() -> None:
    hb = line("花呗")
    purchase, back = bought(HB, "100", order="A1"), refund(HB, "30", order="A1_77")
    found = propose(bill(purchase, back), book(with_draw(hb, "70", "2026-03-08")))
    assert len(found.doubles) == 1
    assert reasons(found) == ["refund_of_unused"]
    assert reasons(propose(bill(purchase, back), choices={purchase.row.line: SKIP})) == ["skipped", "refund_of_unused"]


# ── nothing twice ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_file_again_adds_nothing() -> None:
    file = bill(paid(HB, "12"), bought(HB, "3"), paid(HB, "12", "2026-03-08", order=""), drawn(JB, "8000"))
    first = propose(file)
    again = propose(file, known=imported(first))
    assert len(first.used) == 4
    assert again.used == ()
    assert all(double.certain for double in again.doubles)


def test_a_later_export_adds_only_what_is_new() -> None:
    old = [paid(HB, "12", "2026-03-08"), bought(HB, "3", "2026-03-07")]
    first = propose(bill(*old))
    newer = paid(HB, "12", "2026-04-08")
    found = propose(bill(newer, *(moved(row, 500) for row in old)), known=imported(first))
    assert [use.entry for use in found.used] == [newer]
    assert len(found.doubles) == 2


def test_two_equal_payments_are_two() -> None:
    same = [paid(HB, "50", order="Z9", at=at) for at in ("10:15:30", "10:15:31")]
    first = propose(bill(*same))
    assert len({use.key for use in first.used}) == 2
    third = paid(HB, "50", order="Z9", at="10:15:32")
    again = propose(bill(*same, third), known=imported(first))
    assert [use.entry for use in again.used] == [third]


def test_a_row_that_stands_in_the_file_twice_is_one() -> None:
    first, again, unnumbered = paid(HB, "50", order="Z9"), paid(HB, "50", order="Z9"), paid(HB, "50", order="")
    found = propose(bill(first, again, unnumbered, replace(unnumbered, row=replace(unnumbered.row, line=999))))
    assert [(double.entry, double.of, double.certain) for double in found.doubles] == [
        (again, f"row:{first.row.line}", True)
    ]
    assert len(found.used) == 3  # without a number nothing tells whether two rows are one
    later = propose(bill(first, again), known=imported(propose(bill(again))))
    assert (later.used, len(later.doubles)) == ((), 2)


def test_the_same_order_number_for_purchase_and_refund_gives_two_keys() -> None:
    keys = source_keys(bill(bought(HB, "50", order="Z9"), refund(HB, "50", order="Z9")))
    assert len(set(keys.values())) == 2


@pytest.mark.parametrize(("day", "double"), [("2026-03-06", True), ("2026-03-10", True), ("2026-03-05", False)])
def test_a_payment_noted_by_hand_is_recognised(day: str, double: bool) -> None:
    hb = line("花呗")
    accounts = book(with_payment(hb, "12.00", day))
    row = paid(HB, "12.00", "2026-03-08")
    found = propose(bill(row), accounts)
    record = accounts.accounts[0].repayments[0].id
    assert [(item.of, item.certain, item.loan_id) for item in found.doubles] == (
        [(f"repayment:{record}", False, hb.id)] if double else []
    )
    assert targets(propose(bill(row), accounts, choices={row.row.line: hb.id})) == [hb.id]


def test_one_record_explains_one_row_the_nearest() -> None:
    hb = line("花呗")
    rows = [paid(HB, "12.00", day) for day in ("2026-03-07", "2026-03-08", "2026-03-09")]
    found = propose(bill(*rows), book(with_payment(hb, "12.00", "2026-03-08")))
    assert [double.entry for double in found.doubles] == [rows[1]]
    assert len(found.used) == 2


def test_a_record_of_another_amount_kind_or_account_is_no_double() -> None:
    hb, jb = line("花呗"), line("借呗", Method.REVOLVING)
    accounts = book(with_payment(hb, "12.00", "2026-03-08"), with_draw(jb, "12.00", "2026-03-08"))
    found = propose(bill(paid(HB, "12.01"), bought(HB, "12.00"), paid(JB, "12.00")), accounts)
    assert len(found.used) == 3


def test_daily_purchases_of_one_amount_are_not_taken_for_each_other() -> None:
    hb = line("花呗")
    january = propose(bill(bought(HB, "15", "2026-01-31")), book(hb))
    account = with_draw(hb, "15", "2026-01-31")
    known = {january.used[0].key: Recorded(hb.id, draw_id=account.draws[0].id)}
    found = propose(bill(bought(HB, "15", "2026-02-01"), bought(HB, "15", "2026-01-31")), book(account), known)
    assert len(found.used) == 2


def test_a_row_that_lost_its_number_is_recognised_by_day_and_amount() -> None:
    hb = line("花呗")
    numbered = propose(bill(bought(HB, "15", "2026-01-31", order="N1")), book(hb))
    account = with_draw(hb, "15", "2026-01-31")
    known = {numbered.used[0].key: Recorded(hb.id, draw_id=account.draws[0].id)}
    found = propose(bill(bought(HB, "15", "2026-01-31", order="")), book(account), known)
    assert [double.certain for double in found.doubles] == [False]
    assert found.used == ()
