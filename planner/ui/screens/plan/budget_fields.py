"""The fields of a budget: what a month gives, its changes and the sums besides by date, and what they say together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from planner.domain.basics import typed
from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.payoff.debts.means import LAST, Means
from planner.domain.payoff.debts.months import Months
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.forms.fields import Field, Texts, amount_field, date_field

SPARE = 3  # empty lines for changes and for sums beside those that are kept; one is in view at a time


def fields(today: date, means: Means, now_minor: int | None) -> Sequence[Field]:
    """What a month gives, its changes, sums besides (fen), when months begin, whether what is left is kept.

    Of changes and sums one more line comes into view as soon as the last one has a day.

    Args:
        today: the day of the question.
        means: the money as it is kept.
        now_minor: the budget of now, to which ``+500`` adds; None where there is none.
    """
    changes, sums = (range(1, len(kept) + SPARE + 1) for kept in (means.changes, means.every_lump))
    return (
        Field(
            "monthly",
            t("payoff.budget"),
            lambda text: typed.parse_step(text, now_minor),
            fmt.plain_money,
            optional=True,
            hint=t("payoff.hint.budget"),
        ),
        *(field for number in changes for field in _change(today, number)),
        *(field for number in sums for field in _sum(today, number)),
        Field(
            "months",
            t("payoff.budget_months"),
            options=tuple((kind, t(f"payoff.budget_months.{kind}")) for kind in ("calendar", "payday")),
            hint=t("payoff.hint.budget_months"),
        ),
        Field(
            "payday",
            t("payoff.payday"),
            lambda text: typed.parse_count(text, low=1, high=LAST),
            shown=lambda texts: texts["months"] == "payday",
            hint=t("payoff.hint.payday"),
        ),
        Field(
            "carry",
            t("payoff.carry"),
            options=(("yes", t("payoff.carry.yes")), ("no", t("payoff.carry.no"))),
            hint=t("payoff.hint.carry"),
        ),
    )


def _key(name: str, number: int) -> str:
    return name if number == 1 else f"{name}{number}"


def _follows(name: str, number: int) -> Callable[[Texts], bool]:
    """Whether the line before has a day, or this one is filled."""
    own, before = f"{name}{number}_on", f"{_key(name, number - 1)}_on"
    return lambda texts: number == 1 or bool(texts[before].strip()) or bool(texts[own].strip())


def _has_day(name: str) -> Callable[[Texts], bool]:
    return lambda texts: bool(texts[f"{name}_on"].strip())


def _change(today: date, number: int) -> Sequence[Field]:
    name, shown = _key("change", number), _follows("change", number)
    hints = {"on": t("payoff.hint.change_on"), "to": t("payoff.hint.change")}
    return (
        date_field(
            f"{name}_on", t("payoff.change_on"), today, ahead=True, optional=True, shown=shown, hint=hints["on"]
        ),
        amount_field(name, t("payoff.change"), optional=True, shown=shown, hint=hints["to"]),
    )


def _sum(today: date, number: int) -> Sequence[Field]:
    name, shown = _key("lump", number), _follows("lump", number)
    return (
        date_field(
            f"{name}_on",
            t("payoff.lump_on"),
            today,
            ahead=True,
            optional=True,
            shown=shown,
            hint=t("payoff.hint.lump_on"),
        ),
        amount_field(name, t("payoff.lump"), optional=True, shown=shown, hint=t("payoff.hint.lump")),
        Field(
            f"{name}_sure",
            t("payoff.lump_sure"),
            options=(("yes", t("payoff.lump_sure.yes")), ("no", t("payoff.lump_sure.no"))),
            shown=_has_day(name),
            hint=t("payoff.hint.lump_sure"),
        ),
    )


def texts_of(means: Means, today: date) -> Texts:
    """The budget that was kept, as it holds now: past changes have become its amount, past sums are past."""
    months = Months(today, means.payday)
    by_payday = means.payday != 1
    texts = {"carry": "yes" if means.carry else "no", "months": "payday" if by_payday else "calendar"}
    if by_payday:
        texts["payday"] = str(means.payday)
    monthly, changes = means.holding(today)
    if monthly is not None:
        texts["monthly"] = fmt.plain_money(monthly)
    for number, (on, amount) in enumerate(changes, 1):
        name = _key("change", number)
        texts |= {f"{name}_on": on.isoformat(), name: fmt.plain_money(amount)}
    sums = [(on, amount, "yes") for on, amount in means.lumps] + [(on, amount, "no") for on, amount in means.hoped]
    kept = sorted(one for one in sums if one[0] >= months.opened_on)  # those of earlier months are past
    for number, (on, amount, sure) in enumerate(kept, 1):
        name = _key("lump", number)
        texts |= {f"{name}_on": on.isoformat(), name: fmt.plain_money(amount), f"{name}_sure": sure}
    return texts


def means_from(values: dict[str, Any], today: date) -> Means:
    """What was typed as means.

    Raises:
        PlannerError: ``plan.change``, ``plan.lump_both`` for half of a pair; ``plan.past_month`` for a sum of a day
            before the running month; ``plan.twice`` for two changes of one day; ``plan.change_past`` for one
            that holds already; as ``Means.validate``.
    """
    changes = _pairs(values, "change", "plan.change")
    sums = _pairs(values, "lump", "plan.lump_both")
    days: set[date] = set()
    for name, on, _ in changes:
        if on in days:
            raise PlannerError("plan.twice", field=f"{name}_on", value=on)
        days.add(on)
    payday = values["payday"] if values["months"] == "payday" else 1
    means = Means(
        values["monthly"],
        tuple((on, amount) for _, on, amount in changes),
        tuple((on, amount) for name, on, amount in sums if values[f"{name}_sure"] != "no"),
        values["carry"] != "no",
        payday or 1,
        tuple((on, amount) for name, on, amount in sums if values[f"{name}_sure"] == "no"),
    )
    opened = Months(today, means.payday).opened_on
    for name, on, _ in changes:
        if on <= opened:  # it would hold at once, in the place of the amount that was typed for now
            raise PlannerError("plan.change_past", field=f"{name}_on", value=on, first=opened)
    for name, on, amount in sums:
        if on < opened:
            raise PlannerError("plan.past_month", field=f"{name}_on", value=on, first=opened)
        if not amount:
            raise PlannerError("plan.lump", field=name, value_minor=amount, limit_minor=LIMIT_MINOR)
    means.validate()
    return means


def _pairs(values: dict[str, Any], name: str, code: str) -> list[tuple[str, date, int]]:
    """The lines that are filled, each with its key, rising by their days."""
    found = []
    number = 1
    while (key := _key(name, number)) in values:
        on, amount = values[f"{key}_on"], values[key]
        if (on is None) != (amount is None):
            raise PlannerError(code, field=f"{key}_on" if on is None else key)
        if on is not None:
            found.append((key, on, amount))
        number += 1
    return sorted(found, key=lambda one: one[1])
