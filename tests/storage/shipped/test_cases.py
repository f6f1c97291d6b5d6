"""What ships about cases: every deadline by a rule that is there, every channel sourced, steps and papers named."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from planner.domain.cases.file import EventKind, Kind
from planner.domain.reference.rules import Unit
from planner.storage.shipped import cases, catalogue
from planner.storage.shipped.files import read_file

LISTS = cases.load()


def test_deadlines_go_by_rules_that_are_in_force() -> None:
    rules = catalogue.load().rules
    for clock in LISTS.clocks:
        limit = rules.need(clock.rule, date(2026, 12, 1))
        assert limit.rule.unit in (Unit.DAYS, Unit.WORKDAYS)
        assert not limit.rule.adjustable
        assert clock.starts is not clock.until
        assert all(clock.kind in LISTS.channel(code).kinds for code in clock.channels)  # type: ignore[union-attr]


def test_each_kind_has_channels_and_papers_and_published_numbers_are_there() -> None:
    for kind in Kind:
        assert LISTS.channels_of(kind), kind
        assert LISTS.papers_of(kind), kind
    assert [LISTS.channels_of(kind)[0].code for kind in Kind] == ["lender", "alipay", "lender", "lender", "lender"]
    numbers = {one.code: one.number for one in LISTS.channels}
    assert numbers["bureau"] == "400-810-8866"
    assert (numbers["alipay"], numbers["hotline_12378"], numbers["hotline_12363"]) == ("95188", "12378", "12363")
    for channel in LISTS.channels:
        assert channel.name.texts.keys() == channel.note.texts.keys() == {"zh", "en"}


def test_the_numbers_of_days_are_those_of_the_law_and_of_the_hotline() -> None:
    rules, on = catalogue.load().rules, date(2026, 12, 1)
    found = {
        (clock.kind, code, clock.until): (rules.need(clock.rule, on).whole, rules.need(clock.rule, on).rule.unit)
        for clock in LISTS.clocks
        for code in clock.channels
    }
    answered, days = EventKind.ANSWERED, Unit.DAYS
    assert found[Kind.OBJECTION, "bureau", answered] == (20, days)
    assert found[Kind.COMPLAINT, "pboc_branch", answered] == (30, days)
    assert found[Kind.COMPLAINT, "pboc_branch", EventKind.ACCEPTED] == (10, Unit.WORKDAYS)
    assert found[Kind.COMPLAINT, "hotline_12363", answered] == (15, Unit.WORKDAYS)
    assert not [key for key in found if key[1] in ("alipay", "hotline_12378", "other")]  # nobody has published any


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("channel", {"kinds": ["begging"]}),
        ("channel", {"source": "hearsay"}),
        ("channel", {"fax": "1"}),
        ("deadline", {"starts": "someday"}),
        ("deadline", {"channels": ["pigeon"]}),
        ("paper", {"kinds": ["begging"]}),
        ("step", {"day": 3}),
    ],
)
def test_a_wrong_entry_is_named(part: str, change: dict[str, Any]) -> None:
    file = {name: list(value) if isinstance(value, list) else value for name, value in read_file("cases.toml").items()}
    file[part] = [{**file[part][0], **change}, *file[part][1:]]
    with pytest.raises(ValueError, match=str(file[part][0].get("code", file[part][0].get("rule")))):
        cases.parse(file)
