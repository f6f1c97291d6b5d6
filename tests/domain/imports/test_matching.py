"""Bill rows against the book: the right account, nothing twice, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Method
from planner.domain.imports.candidates import candidates
from planner.domain.imports.choices import NEW, SKIP, Choice
from planner.domain.imports.file import CARD, HUABEI, LENDER, CreditAccount, FileEntry, Kind
from tests.make.import_rows import (
    HB,
    JB,
    TODAY,
    Names,
    bill,
    book,
    bought,
    drawn,
    entry,
    imported,
    instalments,
    line,
    paid,
    propose,
    reasons,
    targets,
    with_draw,
    with_payment,
)

CMB = CreditAccount(CARD, "招商银行")


# ── which account ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_only_account_of_that_name_takes_the_row() -> None:
    accounts = book(line("花呗"), line("借呗", Method.REVOLVING), line("招商银行"))
    hb, jb, card = (account.loan.id for account in accounts.accounts)
    found = propose(
        bill(paid(HB, "12.00"), paid(JB, "760.00"), drawn(JB, "8000"), bought(HB, "3"), paid(CMB, "9")), accounts
    )
    assert targets(found) == [hb, jb, jb, hb, card]
    assert [use.kind for use in found.used] == ["repayment", "repayment", "draw", "purchase", "repayment"]
    assert (found.doubles, found.unused, found.new_loans) == ((), (), ())


def test_an_account_is_opened_once_from_its_first_row_on() -> None:
    found = propose(
        bill(paid(HB, "12.00", "2026-03-09"), bought(HB, "3", "2026-02-02"), drawn(JB, "8000", "2026-03-01"))
    )
    assert [(loan.method, loan.start_on) for loan in found.new_loans] == [
        (Method.CARD, date(2026, 2, 2)),
        (Method.REVOLVING, date(2026, 3, 1)),
    ]
    assert [use.new for use in found.used] == [0, 0, 1]
    assert targets(found) == [None, None, None]


def test_pay_later_of_a_bank_shares_the_account_of_huabei() -> None:
    found = propose(bill(bought(HB, "3"), bought(CreditAccount(HUABEI, "信用购"), "4"), paid(HB, "7", "2026-03-09")))
    assert len(found.new_loans) == 1


def test_of_two_loans_the_one_whose_due_has_this_amount() -> None:
    first, second = instalments(start_on="2026-01-08"), instalments(start_on="2026-01-20", yuan=6_000)
    file = bill(paid(JB, "550.08", "2026-02-20"), paid(JB, "1100.16", "2026-02-07"), paid(JB, "1100.16", "2026-03-08"))
    found = propose(file, book(first, second))
    assert targets(found) == [second.id, first.id, first.id]


def test_equal_dues_on_two_loans_go_by_date_and_only_once_each() -> None:
    first, second = instalments(start_on="2026-01-08"), instalments(start_on="2026-01-20")
    days = ("2026-02-08", "2026-02-20", "2026-03-08", "2026-03-20")
    found = propose(bill(*(paid(JB, "1100.16", day) for day in days)), book(first, second))
    assert targets(found) == [first.id, second.id, first.id, second.id]


def test_the_person_chooses_where_amounts_do_not_tell() -> None:
    first, second = instalments(start_on="2026-01-08"), instalments(start_on="2026-01-08")
    row, odd = paid(JB, "1100.16", "2026-02-08"), paid(JB, "333.00", "2026-02-08")
    found = propose(bill(row, odd), book(first, second))
    assert reasons(found) == ["which_loan", "which_loan"]
    assert [(unused.choosable, unused.loans) for unused in found.unused] == [(True, (first.id, second.id))] * 2
    found = propose(bill(row, odd), book(first, second), choices={row.row.line: second.id, odd.row.line: NEW})
    assert targets(found) == [second.id, None]
    assert len(found.new_loans) == 1


def test_cards_of_a_bank_are_told_apart_by_their_number() -> None:
    one, two = line("招商银行信用卡(1234)"), line("招商银行信用卡", note="尾号5678")
    file = bill(
        bought(CreditAccount(CARD, "招商银行", "1234"), "1"),
        bought(CreditAccount(CARD, "招商银行", "5678"), "2"),
        bought(CreditAccount(CARD, "招商银行", "9999"), "3"),
        paid(CMB, "3"),
    )
    found = propose(file, book(one, two))
    assert targets(found) == [one.id, two.id, None]
    assert [loan.name for loan in found.new_loans] == ["招商银行9999"]
    assert reasons(found) == ["which_loan"]


def test_a_card_entered_without_its_number_is_the_card_of_the_bank() -> None:
    card = line("招商银行")
    found = propose(bill(bought(CreditAccount(CARD, "招商银行", "1234"), "1"), paid(CMB, "3")), book(card))
    assert targets(found) == [card.id, card.id]


def test_a_new_card_takes_the_repayments_that_name_only_the_bank() -> None:
    one, two = CreditAccount(CARD, "招商银行", "1234"), CreditAccount(CARD, "招商银行", "5678")
    found = propose(bill(bought(one, "1"), paid(CMB, "3")))
    assert [loan.name for loan in found.new_loans] == ["招商银行1234"]
    assert [use.new for use in found.used] == [0, 0]
    assert reasons(propose(bill(bought(one, "1"), bought(two, "1"), paid(CMB, "3")))) == ["which_loan"]


def test_a_bill_in_yuan_never_goes_to_an_account_in_another_currency() -> None:
    accounts = book(line("招商银行", currency="USD", yuan_rate=Decimal(7)), line("招商银行"))
    first, second = (account.loan.id for account in accounts.accounts)
    row = paid(CMB, "9")
    assert targets(propose(bill(row), accounts)) == [second]
    assert reasons(propose(bill(row), accounts, choices={row.row.line: first})) == ["foreign"]


def test_a_card_is_not_taken_for_another_account_of_its_bank() -> None:
    loan = instalments("招商银行")
    assert len(propose(bill(paid(CMB, "3")), book(loan)).new_loans) == 1


def test_another_product_of_the_same_name_is_left_alone() -> None:
    plan = instalments("花呗分期", product="huabei_instalment")
    account = line("我的花呗")
    assert targets(propose(bill(paid(HB, "3", "2026-03-08")), book(plan, account))) == [account.id]


def test_another_lender_is_found_by_any_form_of_its_name() -> None:
    loan = instalments("马上消费金融")
    named = CreditAccount(LENDER, "马上消费金融股份有限公司")
    assert targets(propose(bill(paid(named, "900", "2026-02-08")), book(loan))) == [loan.id]
    assert candidates(named, book(line("招联消费金融", Method.REVOLVING)), Names()) == ()


def test_doubtful_rows_wait_for_the_person_unless_the_book_settles_them() -> None:
    debit = bought(CreditAccount(CARD, "招商银行", "9876"), "3", reason="maybe_debit")
    lender = paid(CreditAccount(LENDER, "安逸花"), "4", reason="unclear")
    mixed = bought(HB, "5", reason="mixed_payment")
    found = propose(bill(debit, lender, mixed))
    assert reasons(found) == ["maybe_debit", "unclear", "mixed_payment"]
    assert all(unused.choosable for unused in found.unused)
    card, loan, hb = line("招商银行信用卡9876"), instalments("安逸花"), line("花呗")
    found = propose(bill(debit, lender, mixed), book(card, loan, hb))
    assert targets(found) == [card.id, loan.id]
    assert reasons(found) == ["mixed_payment"]
    found = propose(bill(mixed), book(hb), choices={mixed.row.line: hb.id})
    assert targets(found) == [hb.id]


# ── rows that an account cannot take ────────────────────────────────────────────────────────────────────────────────


def test_dates_that_do_not_fit() -> None:
    loan = instalments(start_on="2026-01-08", paid_terms=3, settled_on=date(2026, 9, 1))
    days = ("2026-01-07", "2026-04-08", "2026-04-09", "2026-09-02", "2026-11-24")
    found = propose(bill(*(paid(JB, "1.00", day) for day in days)), book(loan))
    assert reasons(found) == ["before_start", "covered", "after_settled", "future"]
    assert targets(found) == [loan.id]
    closed = line("花呗", closed_on=date(2026, 2, 1))
    assert reasons(propose(bill(bought(HB, "3")), book(closed))) == ["after_closed"]


def test_money_drawn_where_only_instalment_loans_are_entered() -> None:
    loan = instalments(start_on="2026-01-08")
    itself, other = drawn(JB, "12000", "2026-01-09"), drawn(JB, "12000", "2026-01-09")
    found = propose(bill(itself, other), book(loan))
    assert [(double.of, double.certain) for double in found.doubles] == [(f"loan:{loan.id}", False)]
    assert reasons(found) == ["instalment_loan"]
    found = propose(bill(itself, other), book(loan), choices={other.row.line: NEW, itself.row.line: loan.id})
    assert [loan.method for loan in found.new_loans] == [Method.REVOLVING]
    assert reasons(found) == ["instalment_loan"]


def test_a_choice_can_not_do_what_the_account_can_not() -> None:
    jb, hb, row, payment = instalments(start_on="2026-03-09"), line("花呗"), bought(HB, "3"), paid(JB, "3")
    assert reasons(propose(bill(row), book(jb), choices={row.row.line: jb.id})) == ["before_start"]
    assert reasons(propose(bill(payment), book(jb), choices={payment.row.line: jb.id})) == ["before_start"]
    assert reasons(propose(bill(row), book(hb), choices={row.row.line: 999})) == ["no_such_loan"]
    assert reasons(propose(bill(row), book(hb), choices={row.row.line: SKIP})) == ["skipped"]


def test_a_line_begins_with_its_first_row() -> None:
    hb, jb = line("花呗", start_on="2026-11-23"), line("借呗", Method.REVOLVING, start_on="2026-01-01")
    found = propose(bill(paid(HB, "9", "2026-03-09"), bought(HB, "3", "2026-02-02"), paid(JB, "3")), book(hb, jb))
    assert targets(found) == [hb.id, hb.id, jb.id]
    assert found.earlier_starts == ((hb.id, date(2026, 2, 2)),)


def test_rows_without_an_account_can_be_given_one() -> None:
    row = entry(Kind.REPAYMENT, None, "5", reason="unclear")
    assert reasons(propose(bill(row))) == ["unclear"]
    found = propose(bill(row), choices={row.row.line: NEW})
    assert [loan.name for loan in found.new_loans] == ["对方"]
    nameless = replace(row, row=replace(row.row, counterparty="", goods=""))
    assert reasons(propose(bill(nameless), choices={row.row.line: NEW})) == ["unclear"]


# ── every row ───────────────────────────────────────────────────────────────────────────────────────────────────────

ACCOUNTS = st.sampled_from(
    [HB, JB, CMB, CreditAccount(CARD, "招商银行", "1234"), CreditAccount(LENDER, "网商贷"), None]
)
ENTRIES = st.builds(
    lambda kind, account, fen, day, order, reason: entry(
        kind,
        account,
        f"{fen / 100:.2f}",
        day.isoformat(),
        order=order,
        reason=reason or ("not_credit" * (kind is Kind.OTHER)),
    ),
    st.sampled_from(Kind),
    ACCOUNTS,
    st.sampled_from([100, 200, 110016, 1200000]),
    st.dates(date(2025, 12, 1), date(2026, 12, 31)),
    st.sampled_from(["", "A1", "A1_2", "B2"]),
    st.sampled_from(["", "", "unclear", "mixed_payment", "maybe_debit"]),
)


def test_a_refund_of_more_than_its_purchase_is_left_out_each_time() -> None:
    accounts = book(line("花呗"))
    file = bill(
        entry(Kind.PURCHASE, HB, "1.00", "2026-11-01", order="A1"),
        entry(Kind.REFUND, HB, "2.00", "2026-11-01", order="A1"),
    )
    found = propose(file, accounts)
    assert [use.net_minor for use in found.used] == [100]
    again = propose(file, accounts, imported(found))
    assert again.used == ()
    assert len(again.unused) == 1


@given(
    rows=st.lists(ENTRIES, max_size=12),
    choices=st.dictionaries(st.integers(0, 11), st.sampled_from([1, 2, 3, 99, NEW, SKIP]), max_size=3),
)
def test_every_row_ends_in_exactly_one_list(rows: list[FileEntry], choices: dict[int, Choice]) -> None:
    accounts = book(
        with_payment(instalments(start_on="2026-01-08", paid_terms=1), "1100.16", "2026-03-08"),
        with_draw(line("花呗"), "1.00", "2026-03-08"),
        line("招商银行"),
    )
    file = bill(*rows)
    by_line = {rows[index].row.line: choice for index, choice in choices.items() if index < len(rows)}
    found = propose(file, accounts, choices=by_line)
    lines = [use.entry.row.line for use in found.used] + [double.entry.row.line for double in found.doubles]
    lines += [unused.entry.row.line for unused in found.unused]
    assert sorted(lines) == sorted(row.row.line for row in rows)
    loans = {account.loan.id: account.loan for account in accounts.accounts}
    for use in found.used:
        loan = found.new_loans[use.new] if use.new is not None else loans[use.loan_id or 0]
        on = use.entry.row.on
        assert on is not None
        assert dict(found.earlier_starts).get(loan.id, loan.start_on) <= on <= TODAY
        assert use.net_minor > 0
        assert use.kind is Kind.REPAYMENT or not loan.method.scheduled
    again = propose(file, accounts, imported(found), choices=by_line)
    assert again.used == ()
