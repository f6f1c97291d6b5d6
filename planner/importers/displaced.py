"""Rows of a bank's file that were moved or turned round: by what stands under their columns, and by the balance.

A cell too many or too few puts all that follow it under other names. What cannot stand there, what stands in no other
row, and a balance that does not follow from the row before say so. A balance that does not go on, without a row that
explains it, says that rows were left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from planner.importers.values import amount_of, bare, folded
from planner.values import dataclass

_NUMBERS = ("order_no", "merchant_no", "card")
_TEXTS = ("category", "direction")
_DIGITS = 4  # of a card
_NEAR = 40  # rows within which one follows another: those of a day stand in any order
_NEXT = 3  # rows within which the one before is looked for where a sign may be wrong
_MOST_EMPTY = 3  # of so many rows one at most lacks what the others have
_SOME = 2_000  # rows by which the order is told
_FOLLOWS = 0.5  # of all rows, that follow from another


@dataclass(frozen=True, slots=True)
class Held:
    """What a row holds beside its payment.

    ``number``: the amount, where it is written like the last digits of a card; ``balance_minor``: fen, None: none.
    """

    number: str
    card: str
    currency: str
    balance_minor: int | None


def held_of(text: Mapping[str, str]) -> Held:
    """That of the texts of a row by their field."""
    amount = text.get("amount") or text.get("received") or text.get("spent") or ""
    number = amount if "." in amount else bare(amount)
    number = number if len(number) == _DIGITS and number.isdecimal() else ""
    return Held(number, text.get("card", ""), text.get("currency", ""), amount_of(text.get("balance", "")))


def is_displaced(text: Mapping[str, str]) -> bool:
    """Whether cells stand under other columns than they belong to.

    An amount is no number of an order or a card, no kind of payment and no currency, and a balance is one.
    """
    if any("." in number and amount_of(number) is not None for name in _NUMBERS if (number := text.get(name, ""))):
        return True
    if any(word[-1:].isdigit() and amount_of(word) is not None for name in _TEXTS if (word := text.get(name, ""))):
        return True
    balance, currency = text.get("balance", ""), text.get("currency", "")
    if balance and amount_of(balance) is None:
        return True
    return "." in currency and amount_of(currency) is not None


def moved(rows: Sequence[Held | None], *, carded: bool) -> set[int]:
    """The places of rows that lack a currency which all others have, or whose amount is the number of the card.

    ``carded``: the table has a column for the card.
    """
    held = [row for row in rows if row]
    bare_of = len(held) - sum(bool(row.currency) for row in held)
    lacking = 0 < bare_of * _MOST_EMPTY <= len(held)
    tails = Counter(row.card[-_DIGITS:] for row in held if row.card)
    return {
        place
        for place, row in enumerate(rows)
        if row and ((lacking and not row.currency) or (carded and _is_card(row, tails)))
    }


def _is_card(row: Held, tails: Mapping[str, int]) -> bool:
    if not row.number or folded(row.card)[-_DIGITS:] == row.number:
        return False
    return row.number in tails or not row.card


def doubted(amounts: Sequence[int | None], balances: Sequence[int | None], *, either: bool) -> tuple[set[int], int]:
    """The places of rows that the balance contradicts, and how often it does not go on although no row is to blame.

    Args:
        amounts: fen, money in above 0; None: unreadable.
        balances: fen, after each row; None: not told.
        either: the balance may be what is owed, so that money in makes it less.
    """
    places = [place for place, balance in enumerate(balances) if balance is not None]
    if len(places) < 3:
        return set(), 0
    of_places = [amounts[place] for place in places]
    chain = _Chain(of_places, [balances[place] or 0 for place in places], places, either=either)
    found, gaps = chain.looked_through()
    return {chain.places[at] for at in found}, max(gaps - (len(balances) - len(places)), 0)


class _Chain:
    """Rows from the first to the last, each of which begins where another ends; ``places``: those in the file."""

    def __init__(self, amounts: list[int | None], balances: list[int], places: list[int], *, either: bool) -> None:
        ways = {(turned, sign): _links(amounts, balances, turned, sign) for turned in (0, 1) for sign in (1, -1)}
        turned, sign = max(ways, key=lambda way: ways[way])
        if turned:
            amounts, balances, places = amounts[::-1], balances[::-1], places[::-1]
        self.places = places
        self._amounts = [-one if one and either and sign < 0 else one for one in amounts]
        self._balances, self._last = balances, len(balances) - 1
        self._starts = [None if one is None else end - one for one, end in zip(self._amounts, balances, strict=True)]

    def looked_through(self) -> tuple[set[int], int]:
        """The rows that are contradicted, and the number of gaps."""
        loose, turned = list[int](), set[int]()
        before = [None, *self._balances]
        for at, start in enumerate(self._starts):
            if start == before[at] or start is None or not self._amounts[at]:
                continue  # nearly all
            if self._is_turned(at):
                turned.add(at)
            elif not _near(self._balances, start, at, _NEAR, _NEAR):
                loose.append(at)
        known = sum(start is not None for start in self._starts)
        follows = 1 - len(loose) / known if known else 0
        if follows < _FOLLOWS:
            return set(), len(loose) + len(turned)
        alone = {at for at in loose if self._is_alone(at)}
        unread = sum(start is None for start in self._starts) + len(alone)
        return turned | alone, max(len(loose) - len(alone) - unread - 1, 0)

    def _is_turned(self, at: int) -> bool:
        """Whether a row follows from one before with the other sign, and not with its own."""
        if not self._follows_at_once(at) or self._balances[at - 1] == self._starts[at]:
            return False
        end = self._balances[at]
        other = end + (self._amounts[at] or 0)
        if self._balances[at - 1] == other and (at == self._last or self._starts[at + 1] == end):
            return True
        found = _near(self._balances, self._starts[at] or 0, at, _NEAR, _NEAR)
        return not found and _near(self._balances, other, at, _NEXT, 0)

    def _follows_at_once(self, at: int) -> bool:
        """Whether amount and balance of the row before are known."""
        return at > 0 and abs(self.places[at] - self.places[at - 1]) == 1 and self._starts[at - 1] is not None

    def _is_alone(self, at: int) -> bool:
        """Whether neither end of a row is that of another, and the row shows why."""
        if _near(self._starts, self._balances[at], at, _NEAR, _NEAR):
            return False
        following = self._starts[at + 1] if at < self._last else None
        if following is not None and abs(self._amounts[at] or 0) == abs(following):
            return True  # its amount is the balance
        if following is None or not (self._follows_at_once(at) and self._follows_at_once(at + 1)):
            return False
        before = self._balances[at - 1]
        return abs(self._balances[at]) == abs(following - before)  # its balance is the amount


def _links(amounts: Sequence[int | None], balances: Sequence[int], turned: int, sign: int) -> int:
    """How many of the first rows follow from their neighbour; ``turned``: the newest stand above."""
    return sum(
        balances[at] - sign * (amounts[at] or 0) == balances[at + 1 if turned else at - 1]
        for at in range(0 if turned else 1, min(len(balances), _SOME) - turned)
        if amounts[at]
    )


def _near(values: Sequence[int | None], value: int, at: int, before: int, after: int) -> bool:
    """Whether a row other than the one ``at`` has this value within so many rows."""
    return value in values[max(at - before, 0) : at] or value in values[at + 1 : at + 1 + after]
