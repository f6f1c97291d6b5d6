"""The views of cash: the balance by day, by week with a chart, and all that was entered."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from planner.domain.book import CashReading, Income, LivingCost, SingleIncome
from planner.domain.cash.balance import Cash, Day
from planner.domain.cash.entered import at_hand, in_force
from planner.domain.cash.movements import Movement
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.cash import BUFFER, buffer_of
from planner.overview.overview import Overview
from planner.ui.forms.form import Form
from planner.ui.host import Host
from planner.ui.screens.cash.forms import BufferForm, LivingForm, ReadingForm, SingleForm
from planner.ui.views import Drawing, View, nothing
from planner.ui.widgets.chart import Series
from planner.ui.widgets.table import Cell, Column, Row
from planner.words import cash as words

_WEEK = 7


def _head(seen: Overview) -> str:
    return "" if seen.cash is None else "\n".join(words.lines(seen.cash, seen.before_bills))


def _empty(_seen: Overview) -> str:
    return t("cash.empty")


# -- by day --------------------------------------------------------------------------------------------------------


def day_columns() -> tuple[Column, ...]:
    """A movement with its day, and the balance once all of the day has moved."""
    return (
        Column("on", t("cash.col.on"), 10),
        Column("what", t("cash.col.what"), 22, flex=True),
        Column("amount", t("cash.col.amount"), 12, "right"),
        Column("balance", t("cash.col.balance"), 12, "right"),
        Column("expected", t("cash.col.expected"), 12, "right", rank=2),
        Column("mark", t("cash.col.mark"), 13),
    )


def day_rows(seen: Overview) -> list[Row]:
    """What was there before today, then every movement, the balance beside the last one of each day."""
    cash = seen.cash
    if cash is None:
        return []
    rows = [_opening_row(cash)]
    for day in cash.days:
        rows += [_movement_row(cash, day, place) for place in range(len(day.movements))]
    return rows


def _opening_row(cash: Cash) -> Row:
    cells: dict[str, Cell] = {
        "on": fmt.day(cash.today),
        "what": (t("cash.kind.reading") if cash.counted_on == cash.today else t("cash.opening"), "muted"),
        "amount": "",
        "balance": fmt.money(cash.opening_minor),
        "expected": fmt.money(cash.opening_expected_minor),
        "mark": "",
    }
    return Row("opening", cells)


def _movement_row(cash: Cash, day: Day, place: int) -> Row:
    one, last = day.movements[place], place == len(day.movements) - 1
    fails = one.auto and day.balance_minor < 0
    text, tone = words.mark(cash, day) if last else ("", "")
    if fails:
        text, tone = t("cash.mark.bounce"), "bad"
    cells: dict[str, Cell] = {
        "on": fmt.day(day.on) if place == 0 else "",
        "what": words.movement(one, cash.today) if one.certain else (words.movement(one, cash.today), "muted"),
        "amount": fmt.signed(one.amount_minor),
        "balance": (fmt.money(day.balance_minor), tone) if last else "",
        "expected": fmt.money(day.expected_minor) if last else "",
        "mark": (text, tone),
    }
    return Row(f"{day.on}:{place}", cells, data=one)


def _open_loan(app: Host, seen: Overview, data: Any) -> None:
    """Enter on what is a lender's: the loan."""
    if isinstance(data, Movement) and data.loan_id in seen.accounts:
        from planner.ui.screens.loans.loan import LoanScreen

        app.push_screen(LoanScreen(data.loan_id))


# -- by week -------------------------------------------------------------------------------------------------------


def week_columns() -> tuple[Column, ...]:
    """A week with what comes in and goes out, its lowest balance and the day of that."""
    return (
        Column("week", t("cash.col.week"), 13, flex=True),
        Column("came", t("cash.col.came"), 12, "right"),
        Column("paid", t("cash.col.paid"), 12, "right"),
        Column("lowest", t("cash.col.lowest"), 12, "right"),
        Column("lowest_on", t("cash.col.lowest_on"), 10, rank=1),
        Column("mark", t("cash.col.mark"), 13),
    )


def week_rows(seen: Overview) -> list[Row]:
    """Weeks from today on, the last one as long as the days last; certain income only."""
    cash = seen.cash
    return [] if cash is None else [_week_row(cash, week) for week in _weeks(cash)]


def _weeks(cash: Cash) -> Iterator[tuple[Day, ...]]:
    for first in range(0, len(cash.days), _WEEK):
        yield cash.days[first : first + _WEEK]


def _week_row(cash: Cash, week: tuple[Day, ...]) -> Row:
    moved = [one.amount_minor for day in week for one in day.movements if one.certain]
    lowest = min(week, key=lambda day: (day.balance_minor, day.on))
    text, tone = words.mark(cash, lowest)
    ends = dict.fromkeys(f"{on:%m-%d}" for on in (week[0].on, week[-1].on))
    cells: dict[str, Cell] = {
        "week": " – ".join(ends),
        "came": fmt.signed(sum(amount for amount in moved if amount > 0)),
        "paid": fmt.signed(sum(amount for amount in moved if amount < 0)),
        "lowest": (fmt.money(lowest.balance_minor), tone),
        "lowest_on": fmt.day(lowest.on),
        "mark": (text, tone),
    }
    return Row(week[0].on.isoformat(), cells)


def _chart(seen: Overview) -> Drawing | None:
    cash = seen.cash
    if cash is None:
        return None
    lines = [Series(t("cash.col.balance"), [Decimal(day.balance_minor) for day in cash.days])]
    if cash.expected != cash.certain:
        apart = (None if day.expected_minor == day.balance_minor else Decimal(day.expected_minor) for day in cash.days)
        lines.append(Series(t("cash.col.expected"), list(apart)))
    return Drawing(lines, [f"{day.on:%m-%d}" for day in cash.days], lambda value: fmt.money(int(value)))


# -- what was entered ----------------------------------------------------------------------------------------------

Entry = CashReading | Income | SingleIncome | LivingCost | int  # an amount: the buffer


def fact_columns() -> tuple[Column, ...]:
    """What kind it is, its name and day, the amount, whether it counts."""
    return (
        Column("kind", t("cash.col.kind"), 12, most=14),
        Column("name", t("cash.col.name"), 14, flex=True),
        Column("day", t("cash.col.day"), 12),
        Column("amount", t("cash.col.amount"), 13, "right"),
        Column("state", t("cash.col.state"), 12),
    )


def fact_rows(seen: Overview) -> list[Row]:
    """Cash at hand with the latest first, incomes, what comes once, living costs, the buffer."""
    household, held = seen.book.household, set(at_hand(seen.book.household, seen.today))
    rows = [_reading_row(one, one in held) for one in reversed(household.readings)]
    now = in_force(seen.book.incomes, seen.today)
    rows += [_income_row(one, one in now or one.from_on > seen.today) for one in seen.book.incomes]
    rows += [_single_row(one, one.on < seen.today) for one in household.singles]
    rows += [_living_row(one, one.until_on is not None and one.until_on < seen.today) for one in household.living]
    buffer = buffer_of(seen.settings)
    return [*rows, _fact(BUFFER, "buffer", "", "", buffer, "", buffer)] if buffer else rows


def _reading_row(one: CashReading, held: bool) -> Row:
    state: Cell = t("cash.state.held") if held else (t("cash.state.replaced"), "muted")
    return _fact(f"reading:{one.id}", "reading", one.name, fmt.day(one.on), one.amount_minor, state, one)


def _income_row(one: Income, holds: bool) -> Row:
    state: Cell = _sure(one.certain) if one.day is not None else (t("cash.state.no_day"), "warn")
    if not holds or not one.monthly_minor:
        state = (t("cash.state.replaced" if not holds else "cash.state.ended"), "muted")
    day = fmt.day(one.from_on) if one.day is None else t("cash.each_month", day=one.day)
    return _fact(f"income:{one.id}", "income", one.name, day, one.monthly_minor, state, one)


def _single_row(one: SingleIncome, past: bool) -> Row:
    state: Cell = (t("cash.state.past"), "muted") if past else _sure(one.certain)
    return _fact(f"single:{one.id}", "single", one.name, fmt.day(one.on), one.amount_minor, state, one)


def _living_row(one: LivingCost, ended: bool) -> Row:
    state: Cell = (t("cash.state.ended"), "muted") if ended else ""
    day = t("cash.each_month", day=one.day)
    return _fact(f"living:{one.id}", "living", one.name, day, one.monthly_minor, state, one)


def _sure(certain: bool) -> str:
    return t("cash.state.certain") if certain else t("cash.state.expected")


def _fact(key: str, kind: str, name: str, day: str, amount_minor: int, state: Cell, data: Entry) -> Row:
    cells: dict[str, Cell] = {
        "kind": t(f"cash.kind.{kind}"),
        "name": name,
        "day": day,
        "amount": fmt.money(amount_minor),
        "state": state,
    }
    return Row(key, cells, data=data)


def _facts_empty(_seen: Overview) -> str:
    return t("cash.empty.facts")


def form_of(entry: Entry) -> Form:
    """The form in which an entry is changed."""
    from planner.ui.screens.income.incomes import IncomeForm

    if isinstance(entry, CashReading):
        return ReadingForm(entry)
    if isinstance(entry, Income):
        return IncomeForm(entry)
    if isinstance(entry, SingleIncome):
        return SingleForm(entry)
    return LivingForm(entry) if isinstance(entry, LivingCost) else BufferForm()


def _edit(app: Host, _seen: Overview, data: Any) -> None:
    app.push_screen(form_of(data))


VIEWS: tuple[View[Overview], ...] = (
    View("days", day_columns, day_rows, _head, _empty, _open_loan),
    View("weeks", week_columns, week_rows, _head, _empty, nothing, chart=_chart),
    View("facts", fact_columns, fact_rows, lambda seen: "", _facts_empty, _edit),
)
