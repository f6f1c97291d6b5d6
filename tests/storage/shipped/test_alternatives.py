"""The families of lenders: read, with everything wrong named."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from planner.domain.accounts.loan import LenderKind
from planner.storage.shipped.alternatives import load, parse

SOURCES = {"list": {"zh": "名单", "en": "list", "confidence": "official", "checked_on": date(2026, 12, 1)}}
FAMILY: dict[str, Any] = {
    "code": "banks",
    "kind": "bank",
    "zh": "银行",
    "en": "Banks",
    "about_zh": "便宜",
    "about_en": "cheap",
    "licence": "list",
    "limits": "list",
    "products": ["a"],
}
KNOWN = {"a": LenderKind.BANK, "b": LenderKind.CONSUMER_FINANCE}


def test_the_two_families_of_the_article_are_there_in_both_languages() -> None:
    found = load()
    assert [one.kind for one in found] == [LenderKind.BANK, LenderKind.CONSUMER_FINANCE]
    assert all(one.products and one.about.text("zh") and one.about.text("en") for one in found)
    assert all(one.licence.source.text("zh") for one in found)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"products": ["c"]}, "no product c"),
        ({"products": ["b"]}, "b is of consumer_finance"),
        ({"licence": "nowhere"}, "nowhere"),
        ({"kind": "shop"}, "shop"),
        ({"rate": "0.1"}, "unknown"),
    ],
)
def test_what_is_wrong_is_named_with_its_entry(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=f"banks.*{told}"):
        list(parse({"sources": SOURCES, "family": [FAMILY | change]}, KNOWN))


def test_a_code_stands_once() -> None:
    with pytest.raises(ValueError, match="already taken"):
        list(parse({"sources": SOURCES, "family": [FAMILY, FAMILY]}, KNOWN))
