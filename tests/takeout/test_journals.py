"""The journals are taken by the programs they are for, and say of every debt what the ledger says."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from beancount import loader
from beancount.core.amount import Amount
from beancount.core.data import Balance, Open, Transaction
from hypothesis import given

from planner.domain.accounts.loan import Lender
from planner.domain.accounts.records import Account, Repayment
from planner.domain.ledger.position import position
from planner.domain.schedule.instalments import instalments
from planner.exporters import beancount, bookkeeping, hledger
from planner.exporters.bookkeeping import MOST_NAME, component, line
from planner.takeout.journals import CASH, books, debt_account
from planner.values import replace
from tests.make.accounts import day, fen
from tests.make.eventful import eventful
from tests.make.every import NAMES, TODAY, every_product
from tests.make.examples import examples
from tests.make.terms import loan

UTF8 = {**os.environ, "LC_ALL": "C.UTF-8"}  # hledger reads no Chinese elsewhere
SOME = every_product()[::60]


def _loaded(text: str) -> list[object]:
    found, errors, _ = loader.load_string(text)
    assert not errors, errors[:3]
    return list(found)


def _fen(amount: Amount | None) -> int:
    assert amount is not None
    assert amount.number is not None
    assert amount.number * 100 % 1 == 0
    return int(amount.number * 100)


def _owed(found: list[object], account: str, until: date) -> int:
    """What beancount makes of the transactions, in fen."""
    moved = [one for one in found if isinstance(one, Transaction) and one.date <= until]
    return -sum(_fen(part.units) for one in moved for part in one.postings if part.account == account)


def _hledger(text: str, tmp_path: Path, *words: str) -> str:
    if shutil.which("hledger") is None:
        pytest.skip("hledger is not installed")
    target = tmp_path / "debts.journal"
    target.write_text(text, encoding="utf-8")
    ran = subprocess.run(
        ["hledger", "-f", target, *words], env=UTF8, capture_output=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.parametrize("ahead", [False, True])
def test_beancount_takes_every_product_and_agrees_to_the_fen(ahead: bool) -> None:
    found = _loaded("".join(beancount.pieces(books(SOME, TODAY, ahead=ahead))))
    for account in SOME:
        place = position(account, TODAY)
        assert _owed(found, debt_account(account.loan), TODAY) == place.owed_minor - place.credit_minor


def test_hledger_takes_every_product(tmp_path: Path) -> None:
    text = "".join(hledger.pieces(books(SOME, TODAY, ahead=True)))
    _hledger(text, tmp_path, "check", "--strict", "ordereddates")


@given(eventful())
@examples(40)
def test_beancount_takes_any_history_and_finds_every_end_of_a_month(account: Account) -> None:
    until = account.loan.start_on + timedelta(400)
    found = _loaded("".join(beancount.pieces(books([account], until))))
    checks = [one for one in found if isinstance(one, Balance)]
    assert len(checks) >= 13
    for one in checks:
        place = position(account, one.date - timedelta(1))
        assert _fen(one.amount) == place.credit_minor - place.owed_minor


def test_a_journal_that_is_a_fen_off_is_refused(tmp_path: Path) -> None:
    journal = books(SOME[:1], TODAY)
    text = "".join(beancount.pieces(journal))
    last = re.findall(r"balance \S+  (-?\d+\.\d\d)", text)[-1]
    wrong = f"{float(last) + 0.01:.2f}"
    assert loader.load_string(text.replace(f"{last} ~", f"{wrong} ~"))[1]
    text = "".join(hledger.pieces(journal))
    with pytest.raises(AssertionError):
        _hledger(text.replace(f"= {last} ", f"= {wrong} "), tmp_path, "check")


@pytest.mark.parametrize("name", [*NAMES, "名" * 300, "a\r\nb\t\x1b[31m", "`$(x)`"])
def test_a_hostile_name_is_words_and_nothing_else(name: str, tmp_path: Path) -> None:
    made = replace(loan(), id=7, name=name, lender=Lender(1, name))
    account = Account(made, repayments=(Repayment(1, day("02-15"), fen("916.80"), note=name),))
    journal = books([account], day("02-20"))
    found = _loaded("".join(beancount.pieces(journal)))
    opened = {one.account for one in found if isinstance(one, Open)}
    assert opened == {debt_account(made), CASH, "Expenses:Interest"}
    told = [one.narration for one in found if isinstance(one, Transaction)]
    assert told == [line(item.text) for item in journal.items if isinstance(item, bookkeeping.Transaction)]
    printed = _hledger("".join(hledger.pieces(journal)), tmp_path, "print", "-O", "csv", "--strict")
    rows = list(csv.DictReader(printed.splitlines()))
    assert {row["account"] for row in rows} == opened
    assert {row["status"] for row in rows} == {"*"}
    assert not any(row["code"] or row["comment"] or row["posting-comment"] for row in rows)
    assert len({row["description"] for row in rows}) == 4  # paid out, due, paid, and what is owed


def test_a_name_of_an_account_begins_with_its_number_and_is_not_endless() -> None:
    assert component(12, "招商银行 [b]·消费贷（二）") == "12-招商银行-b-消费贷-二"
    assert component(3, "😀[/]") == "3"
    assert len(component(1, "长" * 999)) == MOST_NAME + 2


def test_what_falls_due_later_is_marked_and_ends_at_nothing() -> None:
    made = replace(loan(rate="0.1234"), id=4)
    journal = books([Account(made)], made.start_on, ahead=True)
    found = [one for one in _loaded("".join(beancount.pieces(journal))) if isinstance(one, Transaction)]
    ahead = [one for one in found if one.flag == "!"]
    assert len(ahead) == 12
    assert all(one.tags == {"forecast"} for one in ahead)
    paid = [-_fen(part.units) for one in ahead for part in one.postings if part.account == CASH]
    assert paid == [row.amount_minor for row in instalments(made)]
    assert _owed(list(found), debt_account(made), date.max) == 0


def test_what_is_overdue_is_paid_the_day_after_and_all_of_it_is_owed_by_then() -> None:
    made = replace(loan(rate="0.1234"), id=4)
    third = instalments(made)[2].due_on
    place = position(Account(made), third)
    journal = books([Account(made)], third, ahead=True)
    found = [one for one in _loaded("".join(beancount.pieces(journal))) if isinstance(one, Transaction)]
    ahead = [one for one in found if one.flag == "!"]
    assert [one.date for one in ahead] == [third + timedelta(1)] * 3 + [row.due_on for row in instalments(made)[3:]]
    paid = [-_fen(part.units) for one in ahead for part in one.postings if part.account == CASH]
    assert paid == [due.unpaid_minor for due in place.dues]
    assert all({part.account for part in one.postings} == {debt_account(made), CASH} for one in ahead[:3])
    assert _owed(list(found), debt_account(made), date.max) == 0


def test_a_debit_that_nobody_recorded_is_marked_as_assumed() -> None:
    made = replace(loan(auto_debit=True), id=4)
    journal = books([Account(made)], day("03-01"))
    kinds = Counter((item.flag, item.tag) for item in journal.items if isinstance(item, bookkeeping.Transaction))
    assert kinds == {(False, ""): 2, (True, "assumed"): 1}  # paid out, interest due, and the debit of February


def test_the_same_book_gives_the_same_bytes() -> None:
    once, again = (["".join(form.pieces(books(SOME[:3], TODAY))) for form in (hledger, beancount)] for _ in range(2))
    assert once == again
