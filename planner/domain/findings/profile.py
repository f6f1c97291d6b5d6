"""Reason 2: the profile is incomplete. What the article names counts most; what is old counts as to be looked at."""

from __future__ import annotations

from datetime import date

from planner.domain.basics.calendar import add_months
from planner.domain.credit.file import CreditFile, ProfileEntry, ProfileState, WantedLine
from planner.domain.findings.model import Evidence, Facts, Measure, State
from planner.domain.reference.catalogue import Catalogue
from planner.domain.reference.credit_lists import Item

ALIPAY = "alipay"


def stale_on(entry: ProfileEntry, item: Item | None) -> date | None:
    """The day from which on an item should be looked at again; None for never."""
    months = entry.months if entry.months is not None else (item.months if item else 0)
    if not months or entry.state in (ProfileState.MISSING, ProfileState.NOT_MINE):
        return None
    return add_months(entry.on, months)


def judged(item: Item, entry: ProfileEntry | None, known_on: date) -> State:
    """One item: never noted, missing, partial or old, or in order."""
    if entry is None:
        return State.UNKNOWN
    if entry.state is ProfileState.NOT_MINE:
        return State.CLEAR
    if entry.state is ProfileState.MISSING:
        return State.AGAINST if item.essential else State.WATCH
    stale = stale_on(entry, item)
    if entry.state is ProfileState.PARTIAL or (stale is not None and stale <= known_on):
        return State.WATCH
    return State.CLEAR


def measures(facts: Facts) -> tuple[Measure, ...]:
    """The profile at Alipay, which the article is about."""
    return measured(facts.catalogue, facts.file, ALIPAY, facts.on, facts.known_on)


def measures_of_line(line: WantedLine, catalogue: Catalogue, file: CreditFile, as_of: date) -> tuple[Measure, ...]:
    """The profile at the platform of a line of the person's own."""
    return measured(catalogue, file, line.platform, as_of, as_of)


def measured(catalogue: Catalogue, file: CreditFile, platform: str, on: date, known_on: date) -> tuple[Measure, ...]:
    """Two measures: the essential items, and the others; the value of each is how many are in order."""
    items = catalogue.items_of(platform)
    held = file.profile_of(platform, on)
    essential = tuple(item for item in items if item.essential)
    others = tuple(item for item in items if not item.essential)
    return (
        _measure("profile_essential", held, essential, known_on),
        _measure("profile_others", held, others, known_on),
    )


def _measure(code: str, held: dict[str, ProfileEntry], items: tuple[Item, ...], known_on: date) -> Measure:
    states = {item.code: judged(item, held.get(item.code), known_on) for item in items}
    worst = State.CLEAR
    for state in (State.UNKNOWN, State.WATCH, State.AGAINST):
        worst = state if state in states.values() else worst
    done = sum(state is State.CLEAR for state in states.values())
    evidence = tuple(
        _shown(item, held.get(item.code), states[item.code]) for item in items if states[item.code] is not State.CLEAR
    )
    missing = "profile" if State.UNKNOWN in states.values() else ""
    return Measure(code, worst, done, evidence=evidence, missing=missing)


def _shown(item: Item, entry: ProfileEntry | None, state: State) -> Evidence:
    if entry is None:
        return Evidence("profile.unknown", {"item": item.name})
    stale = stale_on(entry, item)
    if state is State.WATCH and entry.state is ProfileState.COMPLETE and stale is not None:
        return Evidence("profile.stale", {"item": item.name, "on": entry.on, "stale_on": stale}, "profile", entry.id)
    return Evidence(f"profile.{entry.state}", {"item": item.name, "on": entry.on}, "profile", entry.id)


def next_items(catalogue: Catalogue, file: CreditFile, platform: str, on: date) -> tuple[Item, ...]:
    """What to do next, by effect: what is missing before what is partial or old, and that before what was never noted;
    within each the order of the catalogue."""
    held = file.profile_of(platform, on)
    items = catalogue.items_of(platform)
    order = (State.AGAINST, State.WATCH, State.UNKNOWN)
    ranked = [
        (order.index(state), place, item)
        for place, item in enumerate(items)
        if (state := judged(item, held.get(item.code), on)) in order
    ]
    return tuple(item for _, _, item in sorted(ranked, key=lambda one: one[:2]))
