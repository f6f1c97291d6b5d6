"""Why the debt-free day moved, in words: the same on page 3, in the weekly review and on the command line."""

from __future__ import annotations

from planner.domain.payoff.adopted.movement import Moved, Movement, Saved, Shift
from planner.i18n import format as fmt
from planner.i18n import t


def shifted(days: int) -> str:
    """By how many days an end moved: later, sooner, or not."""
    if not days:
        return t("payoff.moved.same")
    return t("payoff.moved.later" if days > 0 else "payoff.moved.sooner", n=abs(days))


def since_line(found: Moved, key: str) -> str:
    """From which day to which the end moved since a day, and the parts that are not nothing; ``key``: since when."""
    parts = [f"{t(f'payoff.why.{why}')} {part(one)}" for why, one in found.parts.items() if one != Shift(0, 0)]
    said = t(
        f"payoff.moved.{key}", since=fmt.day(found.since_on), before=fmt.day(found.before_on), how=shifted(found.days)
    )
    return said + (t("payoff.moved.parts", parts=t("list.and").join(parts)) if parts else "")


def part(one: Shift) -> str:
    """A part: days and money, each only where it is not nothing."""
    told = [t("payoff.moved.days", n=f"{one.days:+d}")] if one.days else []
    return " ".join([*told, *([fmt.signed(one.cost_minor)] if one.cost_minor else [])])


def saved_line(saved: Saved) -> str:
    """What keeping the plan has saved against paying only what is due."""
    so_far = fmt.signed(saved.so_far_minor)
    if saved.in_all_minor is None:
        return t("payoff.saved.endless" if saved.endless else "payoff.saved.unknown", so_far=so_far)
    return t("payoff.saved", so_far=so_far, in_all=fmt.signed(saved.in_all_minor))


def head(found: Movement) -> str:
    """The debt-free day of today and how it moved since last week and since the adoption; what was saved."""
    lines = []
    if found.adopted is not None:
        lines.append(t("payoff.moved.now", on=fmt.day(found.adopted.now_on)))
        if found.week is not None and found.week.since_on != found.adopted.since_on:
            lines.append(since_line(found.week, "week"))
        lines.append(since_line(found.adopted, "adopted"))
    if found.saved is not None:
        lines.append(saved_line(found.saved))
    return "\n".join(lines) or t("payoff.drift.short")
