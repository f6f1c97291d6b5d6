"""Reads the lenders and products that travel with the program. Imported when a form needs them, never before."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

from planner.domain.accounts.loan import Every, LenderKind, Method, Prepayment
from planner.domain.accounts.terms import CardInterest, CardTerms, MinimumRule, Penalty, PenaltyBasis, PenaltyOn
from planner.domain.basics.rates import DayCount, RateBasis
from planner.domain.basics.sources import Named
from planner.domain.reference.products import DueRule, Preset, PresetLender, ProductKind
from planner.i18n import LANGUAGES
from planner.storage.shipped.files import Entry, Facts, Naming, by_language, read_file
from planner.values import dataclass

_OTHERS = tuple(language for language in LANGUAGES if language != "zh")
_PLAIN = ("statement_day", "due_day", "due_after_days", "rank", "grace_days", "has_limit")  # taken as they stand
_EXACT = ("rate", "rate_low", "rate_high", "prepayment_fee")  # decimals, kept as text in the file
_NAMES = ("code", "lender", "like", *LANGUAGES, "aliases", "source", "sources", "checked_on")
_READ = ("kind", "methods", "rate_basis", "day_count", "due_rule", "prepayment", "every", "terms", "rate_by_terms")
_PRODUCT_KEYS = frozenset((*_NAMES, *_PLAIN, *_EXACT, *_READ, "bill_days", "card", "penalty"))
_LENDER_KEYS = frozenset(
    ("code", *LANGUAGES, "short", "kind", "institution", "aliases", "offers", "source", "checked_on")
)


@dataclass(frozen=True, slots=True)
class Seeds:
    """Everything the list knows: lenders in the order of the file, named products before generic ones."""

    lenders: tuple[PresetLender, ...]
    presets: tuple[Preset, ...]

    def preset(self, code: str) -> Preset | None:
        """The product of that code, or None (a record may name one that has left the list)."""
        return next((preset for preset in self.presets if preset.code == code), None)


@cache
def load() -> Seeds:
    """The shipped lenders and products, read once in a process.

    Raises:
        ValueError: an entry is wrong; the message names it.
    """
    return parse(read_file("lenders.toml"), read_file("products.toml"))


def parse(lender_file: Entry, product_file: Entry) -> Seeds:
    """Turn the two parsed files into lenders and presets. Raises ``ValueError`` naming the entry that is wrong."""
    sources, likes = product_file["sources"], product_file["like"]
    facts = Facts(sources, lender_file.get("checked_on"))
    lenders: dict[str, tuple[Entry, PresetLender]] = {}
    for entry in lender_file["lender"]:
        with Naming(entry, _LENDER_KEYS, lenders):
            lenders[entry["code"]] = (entry, _lender(entry, facts))
    facts = Facts(sources, product_file.get("checked_on"))
    presets: dict[str, Preset] = {}
    for entry in [*product_file["product"], *_offered(lenders.values(), likes)]:
        with Naming(entry, _PRODUCT_KEYS, presets):
            presets[entry["code"]] = _preset(entry, likes[entry["like"]], *lenders[entry["lender"]], facts)
    return Seeds(tuple(lender for _, lender in lenders.values()), tuple(presets.values()))


def _plain(name: str) -> str:
    """``招行/zhao hang`` → ``招行``."""
    return name.partition("/")[0]


def _name(entry: Entry) -> Named:
    return Named({language: _plain(text) for language, text in by_language(entry).texts.items()})


def _others(entry: Entry) -> tuple[str, ...]:
    """Its names in the languages beside Chinese, which has its pinyin with it."""
    return tuple(entry[language] for language in _OTHERS)


def _joined(first: str, second: str) -> str:
    """``招行/zhao hang`` and ``房贷/fang dai`` → ``招行房贷/zhao hang fang dai``."""
    (name, _, pinyin), (more, _, more_pinyin) = first.partition("/"), second.partition("/")
    return f"{name}{more}/{pinyin} {more_pinyin}"


def _lender(entry: Entry, facts: Facts) -> PresetLender:
    return PresetLender(
        code=entry["code"],
        name=_name(entry),
        kind=LenderKind(entry["kind"]),
        institution=entry.get("institution", ""),
        fact=facts.of(entry, entry.get("source", "unverified")),
        names=(entry["zh"], entry.get("short", entry["zh"]), *_others(entry), *entry.get("aliases", ())),
    )


def _offered(lenders: Iterable[tuple[Entry, PresetLender]], likes: Entry) -> list[Entry]:
    """One entry for every sort of product that a lender ``offers`` without a name of its own.

    What a lender has otherwise than the rest stands in the sort, under ``at`` and its code.
    """
    return [
        {
            "code": f"{lender.code}_{like}",
            "lender": lender.code,
            "like": like,
            "zh": _joined(entry["zh"], likes[like]["zh"]),
            **{language: f"{lender.name.text(language)} {likes[like][language]}" for language in _OTHERS},
            **likes[like].get("at", {}).get(lender.code, {}),
        }
        for entry, lender in lenders
        for like in entry.get("offers", ())
    ]


def _card(given: Entry) -> CardTerms:
    """The usual terms of a bill account. Raises ``TypeError`` for a key that they do not have."""
    shares = {name: Decimal(value) for name, value in given.items() if name.endswith("_share")}
    rules = {"minimum": MinimumRule, "interest": CardInterest}
    read = {name: rule(given[name]) for name, rule in rules.items() if name in given}
    card = CardTerms(**{**given, **shares, **read})
    card.validate()
    return card


def _penalty(given: Entry) -> Penalty:
    """What is usually charged for being late. Raises ``TypeError`` for a key that it does not have."""
    rules = {"basis": PenaltyBasis, "on": PenaltyOn}
    read = {name: rule(given[name]) for name, rule in rules.items() if name in given}
    penalty = Penalty(**{**given, "rate": Decimal(given["rate"]), **read})
    penalty.validate()
    return penalty


def _preset(own: Entry, like: Entry, lender_entry: Entry, lender: PresetLender, facts: Facts) -> Preset:
    terms = {**like, **own}
    sources = {"product": own.get("source", "unverified"), **like.get("sources", {}), **own.get("sources", {})}
    sort: tuple[str, ...] = ()
    if lender.kind is LenderKind.BANK and "zh" in like:  # 闪电贷 is also found as 消费贷 and as 招行消费贷
        sort = (like["zh"], *_others(like), _joined(lender_entry.get("short", lender_entry["zh"]), like["zh"]))
    given: dict[str, Any] = {name: terms[name] for name in _PLAIN if name in terms}
    given.update((name, Decimal(terms[name])) for name in _EXACT if name in terms)
    return Preset(
        code=own["code"],
        lender=lender,
        kind=ProductKind(terms["kind"]),
        name=_name(own),
        names=(own["zh"], *_others(own), *sort, *own.get("aliases", ())),
        methods=tuple(Method(value) for value in terms["methods"]),
        rate_basis=RateBasis(terms.get("rate_basis", "year")),
        day_count=DayCount(terms["day_count"]) if "day_count" in terms else None,
        due_rule=DueRule(terms.get("due_rule", "same_day")),
        prepayment=Prepayment(terms.get("prepayment", "free")),
        facts={name: facts.of(own, source) for name, source in sources.items()},
        rate_by_terms=tuple((count, Decimal(value)) for count, value in terms.get("rate_by_terms", ())),
        terms=tuple(terms.get("terms", ())),
        every=Every(terms.get("every", "month")),
        card=_card(terms.get("card", {})),
        penalty=_penalty(terms["penalty"]) if "penalty" in terms else None,
        bill_days=tuple((bill, tuple(due)) for bill, due in terms.get("bill_days", ())),
        **given,
    )
