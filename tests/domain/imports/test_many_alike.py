"""Rows of which many are alike: what they are compared with is found by number, amount and day."""

from __future__ import annotations

from planner.domain.accounts.records import Account, Draw
from planner.domain.imports.file import CARD, CreditAccount, FileEntry
from planner.domain.imports.prepared import Prepared
from planner.domain.imports.refunds import order_numbers, refunds_of
from tests.make.import_rows import HB, bill, book, bought, line, paid, propose, reasons, refund, with_draw


def purchases(*entries: FileEntry) -> dict[int, FileEntry]:
    """The purchase of each refund, by line."""
    rows = Prepared(bill(*entries))
    return refunds_of(rows.refunds, rows.purchases, rows.closed).purchase_of


def test_a_record_explains_one_row_of_many_that_are_alike_and_the_nearest_first() -> None:
    hb = line()
    days = [f"2026-03-{day:02}" for day in range(1, 11)]
    rows = [bought(HB, "10", on) for on in days]
    found = propose(bill(*rows), book(with_draw(hb, "10", "2026-03-05")))
    assert [double.entry.row.on.isoformat() for double in found.doubles if double.entry.row.on] == ["2026-03-05"]
    assert len(found.used) == 9


def test_of_records_that_are_alike_the_first_entered_explains_the_first_row() -> None:
    hb = line()
    draws = tuple(Draw(number, bought(HB, "10").row.on or hb.start_on, 10_00) for number in (31, 32))
    found = propose(bill(bought(HB, "10"), bought(HB, "10"), bought(HB, "10")), book(Account(hb, draws=draws)))
    assert [double.of for double in found.doubles] == ["draw:32", "draw:31"]  # of one minute the lower row is the older
    assert len(found.used) == 1


def test_a_number_that_hundreds_of_rows_have_is_no_order() -> None:
    rows = [bought(HB, "10", order="O", at=f"10:{n // 60:02}:{n % 60:02}") for n in range(101)]
    assert not purchases(*rows, refund(HB, "10", order="O"))
    assert purchases(*rows[:100], refund(HB, "10", order="O"))


def test_a_shop_with_thousands_of_orders_of_one_number_is_no_order() -> None:
    rows = [bought(HB, "10", "2026-03-09", merchant="M"), bought(HB, "10", "2026-03-01", merchant="M")]
    later = refund(HB, "10", "2026-03-10", order="", merchant="M")
    assert not purchases(*rows, later)
    between = refund(HB, "10", "2026-03-05", order="", merchant="M")
    assert purchases(*rows, between) == {between.row.line: rows[1]}


def test_an_order_number_of_nothing_but_parts_names_few() -> None:
    assert list(order_numbers("1_2*3")) == ["1_2*3", "1", "1_2"]
    assert len(list(order_numbers("_" * 2_000))) <= 9


def test_a_card_is_named_by_its_bank_where_the_file_has_one_card_of_it() -> None:
    one, other = CreditAccount(CARD, "招商银行", "4523"), CreditAccount(CARD, "招商银行", "7788")
    repaid = paid(CreditAccount(CARD, "招商银行"), "10")
    single = propose(bill(bought(one, "20"), repaid))
    assert [loan.name for loan in single.new_loans] == ["招商银行4523"]
    assert sum(use.amount_minor for use in single.used) == 30_00
    assert reasons(propose(bill(bought(one, "20"), bought(other, "20"), repaid))) == ["which_loan"]
