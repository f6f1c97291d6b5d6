"""Reads what travels with the program about credit: rules, lists, strategies, terms. Imported when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from planner.domain.accounts.loan import LenderKind
from planner.domain.basics.sources import Confidence, Fact
from planner.domain.reference.advice import Action, Term, Topic
from planner.domain.reference.catalogue import Catalogue
from planner.domain.reference.credit_lists import (
    Band,
    Channel,
    InquiryClass,
    InquiryReason,
    Item,
    OnlineTest,
    ScoreKind,
)
from planner.domain.reference.institutions import InstitutionNames
from planner.domain.reference.rules import Own, Rule, Rules, Unit, check_own
from planner.errors import PlannerError
from planner.storage.shipped.files import Entry, Facts, Naming, by_language, keys_of, read_file
from planner.values import replace

_RULE_KEYS = frozenset(
    ("code", "value", "unit", "from", "to", "source", "checked_on", "adjustable", "binds", "online")
).union(keys_of("", "note_"))
_SOURCED = ("code", "source", "checked_on")
_ACTION_KEYS = frozenset((*_SOURCED, "strategy", "moves", "opens", "repeat", *keys_of("", "cost_", "takes_")))
_TOPIC_KEYS = frozenset((*_SOURCED, *keys_of("", "text_")))
_ITEM_KEYS = frozenset(("code", "platforms", "essential", "months", "source", "checked_on", *keys_of("", "hint_")))
_TERM_PARTS = ("what", "why", "moves", "takes", "source")
_TERM_KEYS = frozenset(("code", "confidence", "checked_on", *keys_of("", *(f"{part}_" for part in _TERM_PARTS))))


def load(own: Mapping[str, Own] | None = None) -> Catalogue:
    """The shipped catalogue with the thresholds that the person changed.

    Raises:
        ValueError: an entry is wrong; the message names it.
    """
    shipped = _shipped()
    fitting = {code: one for code, one in (own or {}).items() if _fits(shipped.rules, code, one)}
    return replace(shipped, rules=Rules(shipped.rules.versions, fitting)) if fitting else shipped


def _fits(rules: Rules, code: str, own: Own) -> bool:
    """Whether a threshold from the settings can stand in the place of a rule's; an import may bring any number."""
    rule = next((rule for rule in rules.versions if rule.code == code), None)
    if rule is None:
        return False
    try:
        check_own(rule, own.value)
    except PlannerError:
        return False
    return True


@cache
def _shipped() -> Catalogue:
    return parse(read_file("rules.toml"), read_file("credit.toml"), read_file("strategies.toml"))


@cache
def terms() -> tuple[Term, ...]:
    """The pages that explain terms, in the order of the file."""
    return tuple(_terms(read_file("terms.toml")))


def parse(rule_file: Entry, credit_file: Entry, strategy_file: Entry) -> Catalogue:
    """Turn the parsed files into a catalogue. Raises ``ValueError`` naming the entry that is wrong."""
    facts, advice = Facts(credit_file["sources"]), Facts(strategy_file["sources"])
    online = credit_file["online"]
    return Catalogue(
        rules=Rules(tuple(_rules(rule_file)), {}),
        scores=tuple(_scores(credit_file, facts)),
        platforms=tuple((entry["code"], by_language(entry)) for entry in credit_file["platform"]),
        items=tuple(_items(credit_file, facts)),
        channels=tuple(
            Channel(entry["code"], by_language(entry), entry.get("fee", False)) for entry in credit_file["channel"]
        ),
        reasons_asked=tuple(
            InquiryReason(
                entry["code"], by_language(entry), InquiryClass(entry["class"]), facts.of(entry, entry["source"])
            )
            for entry in credit_file["inquiry"]
        ),
        online=OnlineTest(
            tuple(online["banks"]),
            tuple(online["not_products"]),
            tuple(online["not_names"]),
            facts.of(online, online["source"]),
        ),
        institutions=InstitutionNames(
            tuple((LenderKind(one["kind"]), tuple(one["parts"])) for one in credit_file["institution"]["kinds"]),
            tuple(credit_file["institution"]["apps"]),
            tuple(credit_file["institution"]["nameless"]),
        ),
        reasons=tuple(_topics(strategy_file["reason"], advice)),
        strategies=tuple(_topics(strategy_file["strategy"], advice)),
        industry=tuple(_topics(strategy_file["industry"], advice)),
        actions=tuple(_actions(strategy_file, advice)),
    )


def _rules(file: Entry) -> Iterator[Rule]:
    facts = Facts(file["sources"])
    for entry in file["rule"]:
        with Naming(entry, _RULE_KEYS, {}):
            yield Rule(
                code=entry["code"],
                value=Decimal(entry["value"]),
                unit=Unit(entry["unit"]),
                name=by_language(entry),
                note=by_language(entry, "note_"),
                fact=facts.of(entry, entry["source"]),
                from_on=entry.get("from"),
                to_on=entry.get("to"),
                adjustable=entry.get("adjustable", False),
                binds=tuple(LenderKind(kind) for kind in entry.get("binds", ())),
                online=entry.get("online", False),
            )


def _inquiries(file: Entry, facts: Facts) -> Iterator[InquiryReason]:
    for entry in file["inquiry"]:
        kind, fact = InquiryClass(entry["class"]), facts.of(entry, entry["source"])
        yield InquiryReason(entry["code"], by_language(entry), kind, fact)


def _scores(file: Entry, facts: Facts) -> Iterator[ScoreKind]:
    for entry in file["score"]:
        bands = tuple(Band(band["from"], by_language(band)) for band in entry["bands"])
        yield ScoreKind(
            entry["code"],
            by_language(entry),
            entry["low"],
            entry["high"],
            entry["update_day"],
            bands,
            facts.of(entry, entry["source"]),
        )


def _items(file: Entry, facts: Facts) -> Iterator[Item]:
    known: dict[str, Any] = {}
    for entry in file["item"]:
        with Naming(entry, _ITEM_KEYS, known):
            known[entry["code"]] = Item(
                entry["code"],
                by_language(entry),
                by_language(entry, "hint_"),
                tuple(entry["platforms"]),
                entry.get("essential", False),
                entry["months"],
                facts.of(entry, entry["source"]),
            )
    yield from known.values()


def _said_by(entry: Entry, facts: Facts) -> Fact | None:
    return facts.of(entry, entry["source"]) if "source" in entry else None


def _topics(entries: list[Entry], facts: Facts) -> Iterator[Topic]:
    known: dict[str, Any] = {}
    for entry in entries:
        with Naming(entry, _TOPIC_KEYS, known):
            known[entry["code"]] = Topic(
                entry["code"], by_language(entry), by_language(entry, "text_"), _said_by(entry, facts)
            )
    yield from known.values()


def _actions(file: Entry, facts: Facts) -> Iterator[Action]:
    known: dict[str, Any] = {}
    for entry in file["action"]:
        with Naming(entry, _ACTION_KEYS, known):
            known[entry["code"]] = Action(
                entry["code"],
                entry["strategy"],
                tuple(entry["moves"]),
                entry["opens"],
                by_language(entry),
                by_language(entry, "cost_"),
                by_language(entry, "takes_"),
                entry.get("repeat", ""),
                _said_by(entry, facts),
            )
    yield from known.values()


def _terms(file: Entry) -> Iterator[Term]:
    known: dict[str, Any] = {}
    for entry in file["term"]:
        with Naming(entry, _TERM_KEYS, known):
            what, why, moves, takes, source = (by_language(entry, f"{part}_") for part in _TERM_PARTS)
            sure, on = Confidence(entry["confidence"]), entry["checked_on"]
            known[entry["code"]] = Term(entry["code"], by_language(entry), what, why, moves, takes, source, sure, on)
    yield from known.values()
