"""A journal for beancount (version 3; what ``bean-check`` takes)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from planner.exporters.bookkeeping import Books, Check, Remark, Transaction, decimal, line

_DAY = timedelta(1)


def pieces(books: Books) -> Iterator[str]:
    """The journal, a directive a piece; a text ends with its last line break."""
    yield "".join(f"; {line(text)}\n" for text in (books.title, *books.about)) + "\n"
    yield f'option "title" {_quoted(books.title)}\n'
    yield "".join(f'option "operating_currency" "{currency}"\n' for currency in books.currencies) + "\n"
    yield "".join(f"{first_on} open {account}\n" for account, first_on in books.accounts)
    for item in books.items:
        if isinstance(item, Transaction):
            yield _transaction(item)
        elif isinstance(item, Check):
            yield _check(item)
        else:
            yield _remark(item)


def _transaction(item: Transaction) -> str:
    tag = f" #{item.tag}" if item.tag else ""
    words = f"{_quoted(item.payee)} {_quoted(item.text)}"
    first = f"\n{item.on} {'!' if item.flag else '*'} {words}{tag}\n"
    return first + "".join(f"  {account}  {decimal(amount)} {currency}\n" for account, amount, currency in item.parts)


def _check(item: Check) -> str:
    """A balance holds at the beginning of its day, and, unless told, within a fen either way."""
    return f"\n{item.on + _DAY} balance {item.account}  {decimal(item.balance_minor)} ~ 0 {item.currency}\n"


def _remark(item: Remark) -> str:
    return f"\n{item.on} note {item.account} {_quoted(item.text)}\n"


def _quoted(text: str) -> str:
    escaped = line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
