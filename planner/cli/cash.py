"""``planner cash``: the balance by day for the next twelve weeks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli.output import overview_of, say
from planner.domain.cash.balance import Bounce, Cash, Day, Line, Low
from planner.domain.cash.movements import Movement
from planner.domain.cash.prebill import PreBill
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.words.cash import lines, mark, movement

if TYPE_CHECKING:
    import argparse


def arguments(command: argparse.ArgumentParser) -> None:
    """Its options."""
    from planner.cli.arguments import as_json  # loads argparse, which ``plain`` spares it

    as_json(command)


def run(options: argparse.Namespace, path: Path) -> int:
    """Print the document or the text; returns the exit status."""
    overview = overview_of(path)
    if options.json:
        return say(document(overview))
    print(text(overview))
    return 0


def text(overview: Overview) -> str:
    """What is to be said of the balance, then a line a movement, the balance beside the last one of each day."""
    from planner.ui.widgets.text import fit  # only for this table: ``status`` asks for the headline alone

    cash = overview.cash
    if cash is None:
        return t("cash.empty.cli")
    said = [*lines(cash, overview.before_bills, keys=False), ""]
    for day in cash.days:
        for place, one in enumerate(day.movements):
            last = place == len(day.movements) - 1
            balance, told = (fmt.money(day.balance_minor), mark(cash, day)[0]) if last else ("", "")
            line = fit(day.on.isoformat() if place == 0 else "", 12) + fit(movement(one, cash.today), 44)
            line += fit(fmt.signed(one.amount_minor), 14, "right") + fit(balance, 14, "right") + f"  {told}"
            said.append(line.rstrip())
    return "\n".join(said).rstrip()


def document(overview: Overview) -> dict[str, Any]:
    """What ``--json`` prints: amounts in fen of yuan, dates ISO; null without cash at hand."""
    cash = overview.cash
    if cash is None:
        nothing: dict[str, Any] = {"before_bills": [], "days": [], "unknown": []}
        return {"as_of": overview.today.isoformat(), "known": False, **headline(None), **nothing}
    return {
        "as_of": cash.today.isoformat(),
        "known": True,
        "until_on": cash.until_on.isoformat(),
        "accounts": [
            {"name": one.name, "on": one.on.isoformat(), "amount_minor": one.amount_minor} for one in cash.readings
        ],
        "at_hand_minor": cash.at_hand_minor,
        "opening_minor": cash.opening_minor,
        "buffer_minor": cash.buffer_minor,
        **headline(cash),
        "free_held_on": cash.certain.lowest.on.isoformat(),
        "under_buffer": _low(cash.under_buffer),
        "expected": {"opening_minor": cash.opening_expected_minor, **_lows(cash.expected)},
        "bounces": [_bounce(one) for one in cash.bounces],
        "before_bills": [_before_bill(one) for one in overview.before_bills],
        "days": [_day(one) for one in cash.days],
        "unknown": [
            {"code": one.lack.value, "name": one.name, "on": one.on.isoformat() if one.on else None}
            for one in cash.gaps
        ],
    }


def headline(cash: Cash | None) -> dict[str, Any]:
    """The figures that ``status`` has, too: the lowest day, the first short one and the deepest, what is free."""
    if cash is None:
        return {"lowest": None, "short": None, "free_minor": None, "same_day_minor": None, "payday_on": None}
    payday = cash.payday_on
    return {
        **_lows(cash.certain),
        "free_minor": cash.free_minor,
        "same_day_minor": cash.same_day_minor,
        "payday_on": None if payday is None else payday.isoformat(),
    }


def _lows(line: Line) -> dict[str, Any]:
    """``amount_minor`` of the lowest is its balance, of a short day what is lacking, above 0."""
    short, lowest = line.short, line.lowest
    lacking = None
    if short is not None:
        lacking = {
            "on": short.on.isoformat(),
            "amount_minor": -short.balance_minor,
            "deepest_on": lowest.on.isoformat(),
            "deepest_minor": -lowest.balance_minor,
        }
    return {"lowest": _low(lowest), "short": lacking}


def _low(low: Low | None) -> dict[str, Any] | None:
    return None if low is None else {"on": low.on.isoformat(), "amount_minor": low.balance_minor}


def _bounce(one: Bounce) -> dict[str, Any]:
    return {
        "on": one.on.isoformat(),
        "loan": one.name,
        "loan_id": one.loan_id,
        "amount_minor": one.amount_minor,
        "lacking_minor": one.lacking_minor,
    }


def _before_bill(one: PreBill) -> dict[str, Any]:
    """Shares are fractions; ``needed_minor`` brings utilisation to ``target``, ``amount_minor`` of it is free."""
    return {
        "loan": one.name,
        "loan_id": one.loan_id,
        "on": one.on.isoformat(),
        "cut_on": one.cut_on.isoformat(),
        "amount_minor": one.amount_minor,
        "needed_minor": one.needed_minor,
        "limit_minor": one.limit_minor,
        "target": f"{one.target:f}",
        "utilisation_before": f"{one.before:f}",
        "utilisation_after": f"{one.after:f}",
    }


def _day(one: Day) -> dict[str, Any]:
    return {
        "on": one.on.isoformat(),
        "balance_minor": one.balance_minor,
        "expected_minor": one.expected_minor,
        "order_matters": one.order_matters,
        "movements": [_movement(move) for move in one.movements],
    }


def _movement(one: Movement) -> dict[str, Any]:
    """``amount_minor`` is above 0 for what comes in; ``due_on`` where that is another day than this."""
    return {
        "kind": one.kind.value,
        "name": one.name,
        "loan_id": one.loan_id,
        "amount_minor": one.amount_minor,
        "certain": one.certain,
        "auto_debit": one.auto,
        "due_on": None if one.due_on is None else one.due_on.isoformat(),
        "minimum_minor": one.least_minor,
    }
