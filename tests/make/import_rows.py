"""Classified bill rows, and the little that the matcher asks about products, for its tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count

from planner.domain.accounts.loan import Lender, Loan, Method
from planner.domain.accounts.records import Account, Draw, Repayment
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.book import Book
from planner.domain.imports.choices import Choice
from planner.domain.imports.file import (
    CARD,
    HUABEI,
    JIEBEI,
    CreditAccount,
    FileEntry,
    FileRow,
    Kind,
    Meaning,
    PaymentFile,
)
from planner.domain.imports.keys import Recorded
from planner.domain.imports.matching import match
from planner.domain.imports.prepared import Prepared
from planner.domain.imports.proposal import Proposal

HB, JB = CreditAccount(HUABEI), CreditAccount(JIEBEI)
TODAY = date(2026, 11, 23)
_lines = count(10)


def entry(
    kind: Kind,
    account: CreditAccount | None,
    yuan: str,
    on: str = "2026-03-08",
    *,
    order: str | None = None,
    reason: str = "",
    merchant: str = "",
    at: str = "10:15:30",
    goods: str = "商品",
) -> FileEntry:
    """One row; lines and order numbers are made up in rising order."""
    line = next(_lines)
    amount_minor = int(Decimal(yuan) * 100)
    number = f"20260308{line:08d}" if order is None else order
    row = FileRow(
        line, date.fromisoformat(on), at, "", "对方", goods, "", amount_minor, "", "", number, merchant, "", ""
    )
    return FileEntry(row, Meaning(kind, account, reason))


def paid(account: CreditAccount | None, yuan: str, on: str = "2026-03-08", **more: str) -> FileEntry:
    """A repayment."""
    return entry(Kind.REPAYMENT, account, yuan, on, **more)


def bought(account: CreditAccount | None, yuan: str, on: str = "2026-03-08", **more: str) -> FileEntry:
    """A purchase on credit."""
    return entry(Kind.PURCHASE, account, yuan, on, **more)


def drawn(account: CreditAccount | None, yuan: str, on: str = "2026-03-08", **more: str) -> FileEntry:
    """Money paid out."""
    return entry(Kind.DRAW, account, yuan, on, **more)


def refund(account: CreditAccount | None, yuan: str, on: str = "2026-03-09", **more: str) -> FileEntry:
    """A purchase taken back."""
    return entry(Kind.REFUND, account, yuan, on, **more)


def bill(*entries: FileEntry) -> PaymentFile:
    """A file of these rows."""
    return PaymentFile("alipay", "C", entries)


def moved(row: FileEntry, lines: int) -> FileEntry:
    """The same row elsewhere in another file."""
    return replace(row, row=replace(row.row, line=row.row.line + lines))


class Names:
    """Products known by name only; codes are the names of the constants."""

    def codes(self, named: CreditAccount) -> tuple[frozenset[str], ...]:
        return () if named.product == CARD else (frozenset({named.product}),)

    def names(self, named: CreditAccount) -> tuple[str, ...]:
        return {HUABEI: ("花呗",), JIEBEI: ("借呗",)}.get(named.product, (named.name,))

    def opened_as(self, named: CreditAccount) -> CreditAccount:
        return CreditAccount(HUABEI) if named.product == HUABEI else named

    def loan(self, named: CreditAccount, start_on: date) -> Loan:
        name = named.name or named.product
        method = Method.CARD if named.product in (CARD, HUABEI) else Method.REVOLVING
        return Loan(0, Lender(0, name), name + named.tail, method, start_on, Rate(Decimal(0), RateBasis.YEAR))


_ids = count(1)


def line(name: str = "花呗", method: Method = Method.CARD, start_on: str = "2025-01-01", **more: object) -> Loan:
    """A line or card of its own lender."""
    rate = Rate(Decimal("0.0005"), RateBasis.DAY)
    return Loan(next(_ids), Lender(1, name), name, method, date.fromisoformat(start_on), rate, **more)  # type: ignore[arg-type]


def instalments(name: str = "借呗", start_on: str = "2026-01-08", yuan: int = 12_000, **more: object) -> Loan:
    """Twelve level payments at 18 % a year from a month after the start."""
    rate = Rate(Decimal("0.18"), RateBasis.YEAR)
    start = date.fromisoformat(start_on)
    return Loan(next(_ids), Lender(1, name), name, Method.LEVEL_PAYMENT, start, rate, yuan * 100, 12, **more)  # type: ignore[arg-type]


def book(*loans: Loan | Account) -> Book:
    """A book of these accounts."""
    return Book(tuple(loan if isinstance(loan, Account) else Account(loan) for loan in loans))


def with_draw(loan: Loan, yuan: str, on: str) -> Account:
    """An account with one draw recorded by hand."""
    return Account(loan, draws=(Draw(next(_ids), date.fromisoformat(on), int(Decimal(yuan) * 100)),))


def with_payment(loan: Loan, yuan: str, on: str) -> Account:
    """An account with one repayment recorded by hand."""
    return Account(loan, repayments=(Repayment(next(_ids), date.fromisoformat(on), int(Decimal(yuan) * 100)),))


def propose(
    file: PaymentFile,
    accounts: Book | None = None,
    known: Mapping[str, Recorded] | None = None,
    choices: Mapping[int, Choice] | None = None,
) -> Proposal:
    """What importing the file into the book would do."""
    return match(Prepared(file), accounts or Book(), Names(), known=known or {}, choices=choices or {}, today=TODAY)


def reasons(found: Proposal) -> list[str]:
    """Why rows stay out, by line."""
    return [unused.reason for unused in found.unused]


def targets(found: Proposal) -> list[int | None]:
    """The accounts of the used rows, by line; None is a new one."""
    return [use.loan_id for use in found.used]


def imported(found: Proposal, start: int = 100) -> dict[str, Recorded]:
    """What the database knows after the proposal was recorded."""
    known = {}
    for number, use in enumerate(found.used, start=start):
        payment = use.kind is Kind.REPAYMENT
        known[use.key] = Recorded(1, None if payment else number, number if payment else None)
    return known
