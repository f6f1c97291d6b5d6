"""Whatever the seeds state can be looked up again: a source that a reader finds, a day, a confidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner.domain.basics.sources import Confidence
from planner.domain.reference.advice import Action, Topic
from planner.paths import shipped
from planner.storage.shipped import catalogue
from planner.storage.shipped.files import read_file

FILES = sorted(path.name for path in Path(shipped("seeds")).glob("*.toml") if path.name != "demo.toml")
FINDABLE = re.compile(
    r"\b[\w-]+\.(?:com|cn|net|org)\b"  # an address
    r"|《[^》]+》|〔\d{4}〕\s?\d+\s?号|GB/T \d+"  # a law, a notice, a standard
    r"|20\d\d(?:-\d\d|（)"  # a paper of a day or month
    r"|\b\w+/\w+\b"  # a public repository
    r"|固定说明|没有留下地址"  # the report itself; what was read, and says that its address was not kept
)
FIGURE = re.compile(r"\d|[一二三四五六七八九十两]+\s?(?:年|日|天|元|个月|个工作日)")


def sources() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name in FILES:
        for code, source in read_file(name).get("sources", {}).items():
            yield name, code, source


def told(entry: dict[str, Any]) -> str:
    return " ".join(text for key, text in entry.items() if key.endswith("zh"))


def test_every_source_is_told_in_both_languages_with_a_confidence() -> None:
    for name, code, source in sources():
        assert source["zh"], (name, code)
        assert source["en"], (name, code)
        assert not re.search("[\u4e00-\u9fff]", re.sub("借呗|银行", "", source["en"])), (name, code)
        Confidence(source["confidence"])


def test_a_source_names_what_a_reader_can_find_or_says_that_it_does_not() -> None:
    for name, code, source in sources():
        if source["confidence"] != "unverified":
            assert FINDABLE.search(source["zh"]), (name, code, source["zh"])


@pytest.mark.parametrize(
    "text", ["网页说法", "律师文章：超过年 24% 可请求调减", "媒体", "公开的助贷审核规则", "30 日内答复"]
)
def test_a_mere_hint_is_no_source(text: str) -> None:
    assert not FINDABLE.search(text)


def test_whatever_names_a_figure_has_a_source_and_a_day() -> None:
    file = read_file("strategies.toml")
    for kind in ("reason", "strategy", "action"):
        for entry in file[kind]:
            assert "source" in entry or not FIGURE.search(told(entry)), entry["code"]
    loaded = catalogue.load()
    advice: tuple[Topic | Action, ...] = (*loaded.reasons, *loaded.strategies, *loaded.actions)
    facts = {one.code: one.fact for one in advice if one.fact is not None}
    assert {"appeal", "ask_service", "check_report", "object"} <= facts.keys()
    assert all(fact.checked_on >= date(2026, 11, 23) for fact in facts.values())


def test_every_page_of_a_term_has_its_own_day() -> None:
    assert all(term.checked_on >= date(2026, 11, 23) for term in catalogue.terms())
    bare = {key: value for key, value in read_file("terms.toml")["term"][0].items() if key != "checked_on"}
    with pytest.raises(ValueError, match=r"score.*checked_on"):
        tuple(catalogue._terms({"term": [bare]}))


def test_a_standard_on_collection_counts_from_the_day_on_which_it_came_into_force() -> None:
    rules = catalogue.load().rules
    assert rules.at("collector_calls", date(2025, 2, 27)) is None
    assert rules.need("collector_calls", date(2025, 2, 28)).whole == 3
    assert rules.at("collector_tries", date(2026, 1, 29)) is None
    assert rules.need("collector_tries", date(2026, 11, 30)).whole == 6
