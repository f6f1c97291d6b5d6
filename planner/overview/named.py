"""The accounts that bills speak of, as the shipped list of lenders and products knows them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from planner.domain.accounts.loan import Lender, LenderKind, Loan, Method
from planner.domain.accounts.terms import PLAIN_CARD
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.book import Book
from planner.domain.imports.file import (
    BAITIAO,
    BEIYONGJIN,
    BILLED,
    CARD,
    HUABEI,
    JIEBEI,
    JOINT,
    OF_BANK,
    YUEFU,
    CreditAccount,
)
from planner.domain.reference.products import Preset, PresetLender, PresetTerms, folded, loan_terms, usual_minimum
from planner.i18n import language, t
from planner.storage.shipped import products
from planner.values import replace

_OWN_NAMES = {
    HUABEI: ("花呗", "huabei"),
    JIEBEI: ("借呗", "jiebei"),
    BEIYONGJIN: ("备用金", "beiyongjin"),
    BAITIAO: ("白条", "baitiao"),
    YUEFU: ("美团月付", "meituan pay monthly"),
}
_ALSO = {BAITIAO: "baitiao"}  # the same paid back in fixed instalments
_BANK_CODES = {HUABEI: "xinyonggou", JIEBEI: "xinyongdai"}  # what banks lend beside them
_LEGAL_FORMS = ("股份有限公司", "有限责任公司", "有限公司", "股份公司")
_KINDS = (
    ("消费金融", LenderKind.CONSUMER_FINANCE),
    ("小额贷款", LenderKind.MICRO_LENDER),
    ("小贷", LenderKind.MICRO_LENDER),
    ("银行", LenderKind.BANK),
)


class NamedProducts:
    """Names and usual terms from the list; lenders under the names that the person's book has for them."""

    def __init__(self, book: Book) -> None:
        self._seeds = products.load()
        self._products = {folded(preset.name.text("zh")): preset for preset in reversed(self._seeds.presets)}
        self._spelled: dict[str, PresetLender] = {}
        for lender in self._seeds.lenders:
            for name in (*lender.names, lender.institution):
                self._spelled.setdefault(folded(name.partition("/")[0]), lender)
        self._lenders = {account.loan.lender.name: account.loan.lender for account in book.accounts}

    def codes(self, named: CreditAccount) -> tuple[frozenset[str], ...]:
        """The product codes under which it may be entered, the likelier group first."""
        bank = _BANK_CODES.get(named.product)
        if bank is not None and named.name == JOINT[named.product]:
            return (frozenset({named.product, bank}),)
        if bank is not None and named.product == JIEBEI and named.name:  # a loan of its own, not a part of a bill
            return (frozenset({bank}),)
        if named.product == HUABEI:
            groups = (frozenset({HUABEI}), frozenset({_BANK_CODES[HUABEI]}))
            return groups[::-1] if named.name else groups
        if named.product in _OWN_NAMES:
            also = _ALSO.get(named.product)
            return (frozenset({named.product}), *([frozenset({also})] if also else []))
        lender = self._lender(named.name)
        if named.product == CARD:
            return (frozenset({f"{lender.code}_{CARD}"}),) if lender else ()
        product = self._product(named.name)
        own = {product.code} if product else set()
        offered = {preset.code for preset in self._seeds.presets if preset.lender == lender and not _is_card(preset)}
        return tuple(frozenset(group) for group in (own, offered) if group)

    def names(self, named: CreditAccount) -> tuple[str, ...]:
        """The names under which it may be entered."""
        if named.product == JIEBEI and named.name == OF_BANK[JIEBEI]:
            return OF_BANK[JIEBEI], _BANK_CODES[JIEBEI]
        if named.product in _OWN_NAMES:
            return (*_OWN_NAMES[named.product], *([named.name] if named.name else []))
        found = [named.name, _short(named.name)]
        product = None if named.product == CARD else self._product(named.name)
        lender = product.lender if product else self._lender(named.name)
        if product:
            found += product.name.texts.values()
        if lender and (product is None or product == self._only_product(lender)):
            found += [*lender.name.texts.values(), lender.institution]
        return tuple(name for name in found if name)

    def opened_as(self, named: CreditAccount) -> CreditAccount:
        """The account to open: one for 花呗 and 信用购, which share a bill, and for all spellings of a lender.

        What a bank lends as 信用贷 is a loan of its own beside 借呗.
        """
        if named.product == HUABEI:
            return CreditAccount(HUABEI)
        if named.product in (CARD, *_OWN_NAMES):
            return named
        product, lender = self._product(named.name), self._lender(named.name)
        found = product or lender
        name = found.name.text("zh") if found else _short(named.name)
        return replace(named, name=name)

    def loan(self, named: CreditAccount, start_on: date) -> Loan:
        """A new line or card with its usual terms, to be confirmed by the person; loan and lender have id 0."""
        preset = self._preset(named)
        method = Method.CARD if named.product in BILLED else Method.REVOLVING
        if preset is None:
            return self._unlisted(named, method, start_on)
        terms = loan_terms(preset, language(), method=method)
        joint = named.name == JOINT.get(named.product)
        return Loan(
            id=0,
            lender=self._joint_lender() if joint else self._known_lender(preset.lender, terms),
            name=named.name if joint else _with_tail(terms.name, named.tail),
            method=method,
            start_on=start_on,
            rate=terms.rate or Rate(Decimal(0), terms.rate_basis),
            day_count=terms.day_count,
            statement_day=terms.statement_day,
            due_day=terms.due_day,
            grace_days=terms.grace_days,
            prepayment=terms.prepayment,
            rate_confirmed=False,
            product=preset.code,
            opening_known=False,
            card=usual_minimum(preset) if method is Method.CARD else PLAIN_CARD,
        )

    def _preset(self, named: CreditAccount) -> Preset | None:
        if named.product in _OWN_NAMES:
            of_bank = named.name == OF_BANK.get(named.product)
            return self._seeds.preset(_BANK_CODES[named.product] if of_bank else named.product)
        if named.product == CARD:
            lender = self._lender(named.name)
            return self._seeds.preset(f"{lender.code}_{CARD}") if lender else None
        return self._product(named.name)

    def _unlisted(self, named: CreditAccount, method: Method, start_on: date) -> Loan:
        """An account of which only the name in the bill is known."""
        found = self._lender(named.name)
        if found:
            lender = self._book_lender(found) or Lender(0, found.name.text(language()), found.kind, found.institution)
        else:
            kind = next((kind for word, kind in _KINDS if word in named.name), LenderKind.OTHER_LICENSED)
            lender = self._lenders.get(_short(named.name)) or Lender(0, _short(named.name), kind)
        name = lender.name
        if named.product == CARD:
            name = _with_tail(t("import.card_name", bank=lender.name), named.tail)
        rate = Rate(Decimal(0), RateBasis.YEAR)
        return Loan(
            id=0,
            lender=lender,
            name=name,
            method=method,
            start_on=start_on,
            rate=rate,
            day_count=DayCount.ACT_365,
            rate_confirmed=False,
            opening_known=False,
        )

    def _known_lender(self, lender: PresetLender, terms: PresetTerms) -> Lender:
        return self._book_lender(lender) or Lender(0, terms.lender_name, terms.lender_kind, terms.institution)

    def _joint_lender(self) -> Lender:
        """Who lends together with a bank that the bill does not name: the app, of which it is asked who reports."""
        name = t("import.app_lender")
        return self._lenders.get(name) or Lender(0, name, LenderKind.CONSUMER_FINANCE)

    def _book_lender(self, lender: PresetLender) -> Lender | None:
        """The lender as the book has it, in whichever language it was entered."""
        names = tuple(lender.name.texts.values())
        return next((known for name, known in self._lenders.items() if name in names), None)

    def _product(self, name: str) -> Preset | None:
        """The product of exactly this name (网商贷), or the only one of the lender of exactly this name (网商银行)."""
        product = self._products.get(folded(name))
        if product is not None:
            return product
        lender = self._lender(name)
        if lender is None:
            return None
        called = {folded(lender.name.text("zh")), folded(lender.institution)}  # not what else it goes by (支付宝)
        return self._only_product(lender) if called & set(_spellings(name)) else None

    def _only_product(self, lender: PresetLender) -> Preset | None:
        """The one thing that a lender offers; None of one that offers more, or cards."""
        offered = [preset for preset in self._seeds.presets if preset.lender == lender]
        return offered[0] if len(offered) == 1 and not _is_card(offered[0]) else None

    def _lender(self, name: str) -> PresetLender | None:
        """The lender of exactly this name in any of its spellings (招行, 招商银行, 招商银行股份有限公司)."""
        return next((self._spelled[wanted] for wanted in _spellings(name) if wanted in self._spelled), None)


def _spellings(name: str) -> Iterator[str]:
    for text in (name, _short(name), f"中国{name}"):
        if len(folded(text)) > 1:
            yield folded(text)


def _short(name: str) -> str:
    """A company's name without its legal form."""
    form = next((form for form in _LEGAL_FORMS if name.endswith(form)), "")
    return name.removesuffix(form) or name


def _with_tail(name: str, tail: str) -> str:
    """The name of a card with the last digits of its number, by which it is found again."""
    return name if not tail else f"{name} ({tail})" if name.isascii() else f"{name}({tail})"


def _is_card(preset: Preset) -> bool:
    return preset.methods[0] is Method.CARD
