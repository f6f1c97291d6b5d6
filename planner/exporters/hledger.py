"""A journal for hledger (plain text; what ``hledger check --strict`` takes)."""

from __future__ import annotations

from collections.abc import Iterator

from planner.exporters.bookkeeping import Books, Check, Remark, Transaction, decimal, line

_INSTEAD = str.maketrans({";": "；", "|": "｜"})
"""In a description a semicolon begins a comment, where words with a colon are tags; a bar ends the payee."""


def pieces(books: Books) -> Iterator[str]:
    """The journal, a transaction or check a piece; a text ends with its last line break."""
    yield "".join(f"; {line(text)}\n" for text in (books.title, *books.about)) + "\n"
    yield "".join(f"commodity 1000.00 {currency}\n" for currency in books.currencies)
    yield "".join(f"account {account}\n" for account, _ in books.accounts)
    for item in books.items:
        if isinstance(item, Transaction):
            yield _transaction(item)
        elif isinstance(item, Check):
            yield _check(item, books.checks)
        else:
            yield _remark(item)


def _transaction(item: Transaction) -> str:
    tag = f"  ; {item.tag}:" if item.tag else ""
    first = f"\n{item.on} {'!' if item.flag else '*'} {_text(item.payee)} | {_text(item.text)}{tag}\n"
    return first + "".join(_part(account, amount, currency) for account, amount, currency in item.parts)


def _part(account: str, amount: int, currency: str) -> str:
    return f"    {account}  {decimal(amount)} {currency}\n"


def _check(item: Check, title: str) -> str:
    """A posting of nothing with the balance that it must leave."""
    balance = f"{decimal(item.balance_minor)} {item.currency}"
    return f"\n{item.on} * {_text(title)}\n    {item.account}  0.00 {item.currency} = {balance}\n"


def _remark(item: Remark) -> str:
    return f"\n; {item.on} {item.account}: {line(item.text)}\n"


def _text(text: str) -> str:
    """Words for a description; a bracket at its beginning would be the number of a voucher."""
    text = line(text).translate(_INSTEAD)
    return f"（{text[1:]}" if text.startswith("(") else text
