"""What lenders usually offer, and how to find it by typing a part of a name: the starting values of a new loan.

A preset is a habit of the market, not a fact about one contract. Whatever it fills in is to be checked by the person,
which is why every part of it can say where it comes from and how far to trust it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache

from planner.domain.accounts.loan import Every, LenderKind, Method, Prepayment, usual_day_count
from planner.domain.accounts.terms import PLAIN_CARD, CardTerms, Penalty
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.basics.sources import Fact, Named
from planner.values import dataclass, replace


class ProductKind(StrEnum):
    """The sort of product, as people speak of it."""

    CREDIT_CARD = "credit_card"
    CARD_INSTALMENT = "card_instalment"
    PAY_LATER = "pay_later"  # 花呗, 月付: buy now, one bill a month
    CASH_LOAN = "cash_loan"  # 借呗, 微粒贷: borrowed in an app
    CONSUMER_LOAN = "consumer_loan"
    MORTGAGE = "mortgage"
    PROVIDENT_FUND = "provident_fund"
    CAR_LOAN = "car_loan"
    PRIVATE = "private"
    OTHER = "other"


class DueRule(StrEnum):
    """How the due date follows from the account."""

    BILL = "bill"  # a statement day and a due day
    SAME_DAY = "same_day"  # each month on the day of the month on which the money was paid out
    FIXED_DAY = "fixed_day"  # a day of the month that the contract names
    AT_END = "at_end"  # once, at the end
    ANY_TIME = "any_time"  # nothing is scheduled


@dataclass(frozen=True, slots=True)
class PresetLender:
    """A lender as the list knows it. ``institution`` is its name in a credit report, or empty when not known.

    ``names`` are all that it is called, for searching: ``招行/zhao hang`` (pinyin after the stroke) or ``Alipay``.
    """

    code: str
    name: Named
    kind: LenderKind
    institution: str
    fact: Fact
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preset:
    """A product with its usual terms.

    ``methods`` and ``terms`` list the usual choices, the first method being the default. ``rate`` is what is filled
    in (None when nothing is published), ``rate_low`` and ``rate_high`` the published range in the same basis;
    ``rate_by_terms`` holds prices that depend on the number of instalments. Where ``prepayment`` is a share and
    ``prepayment_fee`` is 0, there is a fee and no figure of it is published: it is asked for. ``bill_days`` pairs
    statement days with the due days that go with each; ``due_after_days`` counts from the statement day instead.
    ``card`` holds usual terms of a bill account, ``penalty`` what is usually charged for being late (None: not known);
    they compute charges, so they are offered and never filled in unasked. ``facts`` is keyed by field name, for
    ``card`` by ``minimum``, ``interest``, ``late_fee`` and ``tolerance``; ``fact`` answers for the fields it does not
    name. ``names`` as in a lender.
    """

    code: str
    lender: PresetLender
    kind: ProductKind
    name: Named
    methods: tuple[Method, ...]
    rate_basis: RateBasis
    day_count: DayCount | None
    due_rule: DueRule
    prepayment: Prepayment
    facts: Mapping[str, Fact]
    names: tuple[str, ...]
    grace_days: int = 0
    has_limit: bool = False
    rate: Decimal | None = None
    rate_low: Decimal | None = None
    rate_high: Decimal | None = None
    rate_by_terms: tuple[tuple[int, Decimal], ...] = ()
    terms: tuple[int, ...] = ()
    every: Every = Every.MONTH
    statement_day: int | None = None
    due_day: int | None = None
    due_after_days: int | None = None
    bill_days: tuple[tuple[int, tuple[int, ...]], ...] = ()
    prepayment_fee: Decimal = Decimal(0)
    rank: int = 100
    card: CardTerms = PLAIN_CARD
    penalty: Penalty | None = None

    def penalty_of(self, method: Method) -> Penalty | None:
        """What is usually charged for being late on a loan repaid so; None where it is not known or does not fit.

        So many times a rate fits no fee on the original principal, and no card: those have terms of their own.
        """
        return None if method in (Method.FLAT_FEE, Method.CARD) else self.penalty

    def fact(self, name: str) -> Fact:
        """Where the value of field ``name`` comes from."""
        return self.facts.get(name, self.facts["product"])


@dataclass(frozen=True, slots=True)
class PresetTerms:
    """What picking a preset writes into the form. ``rate`` is None when it has to be asked for."""

    product: str
    name: str
    lender_name: str
    lender_kind: LenderKind
    institution: str
    method: Method
    rate: Rate | None
    rate_basis: RateBasis
    day_count: DayCount
    terms: int | None
    every: Every
    due_rule: DueRule
    statement_day: int | None
    due_day: int | None
    prepayment: Prepayment
    prepayment_fee: Decimal
    grace_days: int
    has_limit: bool
    rate_confirmed: bool = False


_FEE_BASES = (RateBasis.TERM, RateBasis.TOTAL)


def usual_minimum(preset: Preset) -> CardTerms:
    """The rule for the minimum of a card's bills that is usual for its product, without its charges; unconfirmed."""
    card = preset.card
    return replace(PLAIN_CARD, minimum=card.minimum, minimum_share=card.minimum_share, minimum_minor=card.minimum_minor)


def loan_terms(
    preset: Preset, language: str = "zh", *, method: Method | None = None, terms: int | None = None
) -> PresetTerms:
    """The starting values of a loan picked from the list, never confirmed.

    Args:
        preset: the product.
        language: ``zh`` or ``en``, for the names.
        method: another repayment method than the usual one. A price quoted as a fee does not carry over to a method
            that charges interest, nor the reverse: the rate is then left empty.
        terms: the number of instalments, for products whose price depends on it; the first usual choice otherwise.
    """
    chosen = method or preset.methods[0]
    count = terms if terms is not None else (preset.terms[0] if preset.terms and chosen.scheduled else None)
    basis = _basis(preset, chosen)
    value = dict(preset.rate_by_terms).get(count or 0, preset.rate) if basis is preset.rate_basis else None
    return PresetTerms(
        product=preset.code,
        name=preset.name.text(language),
        lender_name=preset.lender.name.text(language),
        lender_kind=preset.lender.kind,
        institution=preset.lender.institution,
        method=chosen,
        rate=None if value is None else Rate(value, basis),
        rate_basis=basis,
        day_count=preset.day_count or usual_day_count(chosen, basis),
        terms=count,
        every=preset.every,
        due_rule=_due_rule(preset, chosen),
        statement_day=preset.statement_day,
        due_day=preset.due_day,
        prepayment=preset.prepayment,
        prepayment_fee=preset.prepayment_fee,
        grace_days=preset.grace_days,
        has_limit=preset.has_limit,
    )


def _basis(preset: Preset, method: Method) -> RateBasis:
    charges_fee = method is Method.FLAT_FEE
    if charges_fee == (preset.rate_basis in _FEE_BASES):
        return preset.rate_basis
    return RateBasis.TERM if charges_fee else RateBasis.YEAR


def _due_rule(preset: Preset, method: Method) -> DueRule:
    if method is Method.CARD:
        return DueRule.BILL
    if method is Method.REVOLVING:
        return DueRule.ANY_TIME
    if method is Method.BULLET:
        return DueRule.AT_END
    return preset.due_rule if preset.due_rule not in (DueRule.ANY_TIME, DueRule.AT_END) else DueRule.SAME_DAY


def folded(text: str) -> str:
    """``text`` as it is compared: full-width as half-width, lower case, letters and digits only."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return plain if plain.isalnum() else "".join(char for char in plain if char.isalnum())


@dataclass(frozen=True, slots=True)
class _Key:
    """A searchable form of a name; ``starts`` are the offsets of its syllables or words (None: every character)."""

    text: str
    starts: frozenset[int] | None = None


def _word_key(words: Iterable[str]) -> _Key:
    """A key of words or syllables: found by the beginning of any of them (``shang yin hang`` by ``yin``)."""
    starts, joined = set(), ""
    for word in words:
        starts.add(len(joined))
        joined += word
    return _Key(joined, frozenset(starts))


@cache
def _keys(name: str) -> tuple[_Key, ...]:
    """The forms of one name: itself, and for a Chinese one its pinyin in full and as initials."""
    text, _, pinyin = name.partition("/")
    if not pinyin:
        return (_word_key(folded(word) for word in text.split()),)
    syllables = pinyin.split()
    initials = "".join([word if word.isdecimal() else word[0] for word in syllables])
    return (_Key(folded(text)), _word_key(syllables), _Key(initials))


_EXACT, _PREFIX, _INSIDE, _NONE = range(4)


def _match(key: _Key, query: str) -> int:
    if not key.text.startswith(query):
        at = key.text.find(query, 1)
        while at > 0:
            if key.starts is None or at in key.starts:
                return _INSIDE
            at = key.text.find(query, at + 1)
        return _NONE
    return _EXACT if len(key.text) == len(query) else _PREFIX


def _best(names: Iterable[str], query: str) -> int:
    return min((_match(key, query) for name in names for key in _keys(name)), default=_NONE)


def _own(preset: Preset, query: str) -> int:
    """How well ``query`` fits a product's own names, or any name of its lender and then one of its own (招商信用卡).

    Both are written alike: pinyin goes on in pinyin, initials in initials; letters alone go on for two at least.
    """
    best = _best(preset.names, query)
    if best is not _NONE:
        return best
    for lender in preset.lender.names:
        for form, key in enumerate(_keys(lender)):
            rest = query.removeprefix(key.text)
            if rest == query or not rest or (len(rest) < 2 and rest.isascii()):
                continue
            alike = (one for name in preset.names for at, one in enumerate(_keys(name)) if form in (0, at))
            best = min(best, min((_match(one, rest) for one in alike), default=_NONE))
    return best


def _quality(preset: Preset, query: str) -> tuple[int, int]:
    """How well ``query`` fits: the kind of match, then whether it names the product (0) or only its lender (1)."""
    own = _own(preset, query)
    if own is _EXACT:
        return own, 0
    lender = _best(preset.lender.names, query)
    return (own, 0) if own <= lender else (lender, 1)


def search(presets: Iterable[Preset], query: str, limit: int = 20) -> tuple[Preset, ...]:
    """The presets that a typed part of a name finds, best first.

    Looks at Chinese names, full pinyin, its initials, English names and other names, of the product, of its lender and
    of both together; case, width and spaces make no difference. The whole name goes before its beginning, that before a
    later part; the product's own name before its lender's; then the more common one. Several words must all be found.
    Nothing typed lists the most common products.
    """
    whole, words = folded(query), [folded(word) for word in query.split() if folded(word)]
    if query.strip() and (not whole or (len(whole) == 1 and whole.isascii() and len(query.strip()) > 1)):
        return ()  # signs with one letter among them are no beginning of a name
    found = []
    for place, preset in enumerate(presets):
        quality = _quality(preset, whole) if whole else (_EXACT, 0)
        if quality[0] is _NONE and len(words) > 1:
            quality = max(_quality(preset, word) for word in words)
        if quality[0] is not _NONE:
            found.append((quality, preset.rank, place, preset))
    found.sort(key=lambda item: item[:3])
    return tuple(item[3] for item in found[:limit])


def named(presets: Iterable[Preset], query: str) -> tuple[frozenset[str], frozenset[str]]:
    """What a typed part of a name means: codes of products, and names of lenders in both languages.

    The same names as ``search``. A single letter means nothing: as an initial it would be half of all.
    """
    whole = folded(query)
    if len(whole) < 2 and whole.isascii():
        return frozenset(), frozenset()
    codes, lenders = set(), set()
    for preset in presets:
        if _own(preset, whole) is not _NONE:
            codes.add(preset.code)
        if _best(preset.lender.names, whole) is not _NONE:
            lenders |= set(preset.lender.name.texts.values())
    return frozenset(codes), frozenset(lenders)
