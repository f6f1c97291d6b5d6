"""The balance of cash in sentences: the lowest day, what is short, what is free, what fails, what is not known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.domain.cash.balance import Bounce, Cash, Day, Low
from planner.domain.cash.movements import Gap, Kind, Lack, Movement
from planner.domain.cash.prebill import PreBill
from planner.i18n import format as fmt
from planner.i18n import t

_FILLED = (Lack.PAYDAY, Lack.LIVING, Lack.SPENDING, Lack.SAME_DAY)  # their texts name a key of the screen


def lines(cash: Cash, cards: Iterable[PreBill] = (), *, keys: bool = True) -> list[str]:
    """All that is to be said of it, a line each, with what to pay on ``cards`` before their bills.

    ``keys``: whether the keys of its screen are named.
    """
    today = cash.today
    said = [
        t(
            "cash.at_hand",
            amount=fmt.money(cash.at_hand_minor),
            on=fmt.short_day(cash.counted_on, today),
            buffer=fmt.money(cash.buffer_minor),
            until=fmt.short_day(cash.until_on, today),
        ),
        f"{_lowest(cash.certain.lowest, today)}    {free(cash)}",
        troubled(cash),
        _expected(cash),
        bounces(cash),
        *(before_bill(one, today) for one in cards),
        gaps(cash, keys=keys),
    ]
    return [line for line in said if line]


def before_bill(one: PreBill, today: date) -> str:
    """What to pay on a card before its bill, and how full its limit is then; or that nothing is free for it."""
    given = {
        "on": fmt.short_day(one.on, today),
        "card": one.name,
        "cut_on": fmt.short_day(one.cut_on, today),
        "amount": fmt.money(one.amount_minor),
        "needed": fmt.money(one.needed_minor),
        "before": fmt.percent(one.before, 1),
        "after": fmt.percent(one.after, 1),
        "target": fmt.percent(one.target, 0),
    }
    if not one.amount_minor:
        return t("cash.before_bill.none", **given)
    return t("cash.before_bill" if one.amount_minor == one.needed_minor else "cash.before_bill.part", **given)


def today_line(cash: Cash) -> str:
    """All in one line: the first day that runs short, or the lowest day, and what is free."""
    short = troubled(cash) if cash.certain.short else ""
    what = same_day(cash)
    more = t("cash.today.same_day", what=what) if what else ""
    if short:
        return t("cash.today.short", short=short, free=free(cash)) + more
    low = cash.certain.lowest
    on, amount = fmt.short_day(low.on, cash.today), fmt.money(low.balance_minor)
    return t("cash.today", on=on, amount=amount, free=free(cash)) + more


def same_day(cash: Cash) -> str:
    """That what was paid on the day of counting is taken as paid before that; nothing where nothing was."""
    if not cash.same_day_minor:
        return ""
    on = fmt.short_day(cash.counted_on, cash.today)
    return t("cash.same_day", amount=fmt.money(cash.same_day_minor), on=on)


def free(cash: Cash) -> str:
    """What is free until payday; where a later low holds it, that day, too."""
    amount, payday, low = fmt.money(cash.free_minor), cash.payday_on, cash.certain.lowest
    if payday is None:
        return t("cash.free.no_payday", amount=amount, until=fmt.short_day(cash.until_on, cash.today))
    shown = fmt.short_day(payday, cash.today)
    if low.on > payday:
        return t("cash.free.carried", amount=amount, payday=shown, on=fmt.short_day(low.on, cash.today))
    return t("cash.free", amount=amount, payday=shown)


def troubled(cash: Cash) -> str:
    """The first day that runs short and the deepest one, and by what; else the first under the buffer; else nothing."""
    short, lowest, under = cash.certain.short, cash.certain.lowest, cash.under_buffer
    if short is None:
        if under is None:
            return ""
        return t("cash.under", on=fmt.short_day(under.on, cash.today), amount=fmt.money(under.balance_minor))
    on, amount = fmt.short_day(short.on, cash.today), fmt.money(-short.balance_minor)
    basis = t("cash.basis.plan" if cash.with_plan else "cash.basis.due")
    if lowest.balance_minor == short.balance_minor:
        return t("cash.short", on=on, amount=amount) + basis
    deepest_on, deepest = fmt.short_day(lowest.on, cash.today), fmt.money(-lowest.balance_minor)
    return t("cash.short.deeper", on=on, amount=amount, deepest_on=deepest_on, deepest=deepest) + basis


def _lowest(low: Low, today: date) -> str:
    return t("cash.lowest", on=fmt.short_day(low.on, today), amount=fmt.money(low.balance_minor))


def _expected(cash: Cash) -> str:
    """How the lows of the line with expected income differ; nothing where they do not."""
    low, short, before = cash.expected.lowest, cash.expected.short, cash.certain.short
    if (low, short) == (cash.certain.lowest, before):
        return ""
    if short is None:
        return t("cash.expected", on=fmt.short_day(low.on, cash.today), amount=fmt.money(low.balance_minor))
    later = before is not None and short.on > before.on
    given = {"on": fmt.short_day(short.on, cash.today), "amount": fmt.money(-short.balance_minor)}
    return t("cash.expected.later", **given) if later else t("cash.expected.short", **given)


def bounces(cash: Cash) -> str:
    """The first automatic debit that will fail, and how many; nothing where none will."""
    found = cash.bounces
    if not found:
        return ""
    more = t("cash.bounce.more", n=len(found)) if len(found) > 1 else ""
    return t("cash.bounce", what=bounce(found[0], cash.today) + more)


def bounce(one: Bounce, today: date) -> str:
    """Day, loan, amount, and what of it is lacking."""
    return t(
        "cash.bounce.one",
        on=fmt.short_day(one.on, today),
        name=one.name,
        amount=fmt.money(one.amount_minor),
        lacking=fmt.money(one.lacking_minor),
    )


def gaps(cash: Cash, *, keys: bool = True) -> str:
    """What is not counted, in one line, what is of one kind together; nothing where all is known."""
    if not cash.gaps:
        return ""
    names: dict[tuple[Lack, date | None], list[str]] = {}
    for one in cash.gaps:
        names.setdefault((one.lack, one.on), []).append(one.name)
    joined = [Gap(lack, t("list.and").join(found), on) for (lack, on), found in names.items()]
    return t("cash.gaps", what=t("cash.gaps.and").join(gap(one, cash.today, keys=keys) for one in joined))


def gap(one: Gap, today: date, *, keys: bool = True) -> str:
    """What one gap is; ``keys``: with the key that fills it."""
    place = ".cli" if one.lack in _FILLED and not keys else ""
    on = "" if one.on is None else fmt.short_day(one.on, today)
    return t(f"cash.gap.{one.lack.value}{place}", name=one.name, on=on)


def movement(one: Movement, today: date) -> str:
    """What moves: its kind, whose it is, and what has to be said with it."""
    kind = one.kind.value
    if one.auto:
        kind = "debited" if one.kind is Kind.PAID else "debit"
    what = t(f"cash.kind.{kind}")
    if one.due_on is not None:
        late = one.due_on < one.on
        what = t("cash.kind.overdue" if late else "cash.kind.late_part", on=fmt.short_day(one.due_on, today))
    said = [f"{what} {one.name}"]
    if not one.certain:
        said.append(t("cash.note.expected"))
    if one.least_minor is not None:
        said.append(t("cash.note.least", amount=fmt.money(one.least_minor)))
    return " · ".join(said)


def mark(cash: Cash, day: Day) -> tuple[str, str]:
    """What is to be seen of a day at its end, with its tone; empty for an ordinary one."""
    if day.balance_minor < 0:
        return t("cash.mark.short", amount=fmt.money(-day.balance_minor)), "bad"
    if day.order_matters:
        return t("cash.mark.order"), "warn"
    if day.balance_minor < cash.buffer_minor:
        return t("cash.mark.under"), "warn"
    return (t("cash.mark.lowest"), "strong") if day.on == cash.certain.lowest.on else ("", "")
