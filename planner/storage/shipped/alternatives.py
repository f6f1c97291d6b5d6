"""Reads the two families of lenders that travel with the program. Imported when they are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache

from planner.domain.accounts.loan import LenderKind
from planner.domain.offers.alternatives import Family
from planner.storage.shipped import products
from planner.storage.shipped.files import Entry, Facts, Naming, by_language, keys_of, read_file

_KEYS = frozenset(("code", "kind", "licence", "limits", "most_yuan", "most_months", "products", *keys_of("", "about_")))


@cache
def load() -> tuple[Family, ...]:
    """The shipped families, read once in a process.

    Raises:
        ValueError: an entry is wrong; the message names it.
    """
    known = {one.code: one.lender.kind for one in products.load().presets}
    return tuple(parse(read_file("alternatives.toml"), known))


def parse(file: Entry, known: dict[str, LenderKind]) -> Iterator[Family]:
    """The families of a parsed file, given the products there are with the licence of their lender.

    Raises:
        ValueError: a product is not known, or its lender has another licence than the family.
    """
    facts = Facts(file["sources"])
    earlier: dict[str, object] = {}
    for entry in file["family"]:
        with Naming(entry, _KEYS, earlier):
            kind = LenderKind(entry["kind"])
            _check(entry["products"], kind, known)
            yuan = entry.get("most_yuan")
            family = Family(
                code=entry["code"],
                name=by_language(entry),
                about=by_language(entry, "about_"),
                kind=kind,
                licence=facts.of(entry, entry["licence"]),
                limits=facts.of(entry, entry["limits"]),
                most_minor=None if yuan is None else yuan * 100,
                most_months=entry.get("most_months"),
                products=tuple(entry["products"]),
            )
        earlier[family.code] = family
        yield family


def _check(codes: Collection[str], kind: LenderKind, known: dict[str, LenderKind]) -> None:
    for code in codes:
        if code not in known:
            raise ValueError(f"no product {code}")
        if known[code] is not kind:
            raise ValueError(f"{code} is of {known[code]}")
