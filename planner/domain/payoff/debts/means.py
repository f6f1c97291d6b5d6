"""The money for debts as the person states it, by dates: what a month gives, later changes, lump sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.basics.reach import kept_day
from planner.domain.payoff.debts.at_hand import AtHand, at_hand_from_json
from planner.domain.payoff.debts.flow import Flow, flow_from_json, made_up
from planner.domain.payoff.debts.months import Months
from planner.domain.payoff.engine.problem import Budget
from planner.errors import PlannerError
from planner.values import dataclass, replace

LAST = 31  # of the days of a month


@dataclass(frozen=True)
class Means:
    """``monthly_minor`` each month, from each day in ``changes`` on another amount; ``lumps`` are had on their day.

    ``hoped`` are lump sums that are expected only: they are spent like the others, and it is said. A lump sum that is
    a part of what months bring, too, is taken out of that: it is for debts, and makes up no gap. ``carry`` says whether
    unused money waits. ``monthly_minor`` is None while the person has not said: then ``flow`` says what months bring
    until the first change, where income and living costs are known (None: they are not). The months begin on day
    ``payday`` (1: months of the calendar, see ``months.Months``). ``cash`` is what is at hand by day, where that is
    known: whatever a month brings, nothing is paid early before it is there.
    """

    monthly_minor: int | None = None
    changes: tuple[tuple[date, int], ...] = ()
    lumps: tuple[tuple[date, int], ...] = ()
    carry: bool = True
    payday: int = 1
    hoped: tuple[tuple[date, int], ...] = ()
    flow: Flow | None = None
    cash: AtHand | None = None

    @property
    def of_cash(self) -> bool:
        """Whether months bring what income leaves after living costs."""
        return self.monthly_minor is None and self.flow is not None

    @property
    def every_lump(self) -> tuple[tuple[date, int], ...]:
        """All lump sums, certain or expected."""
        return (*self.lumps, *self.hoped)

    @property
    def every_sum(self) -> tuple[tuple[date, int], ...]:
        """All lump sums, and what comes once and is a part of what months bring."""
        return (*self.every_lump, *(self.flow.singles if self.flow is not None and self.of_cash else ()))

    @property
    def _named(self) -> Counter[tuple[date, int]]:
        """The sums of a ``flow`` that are named beside it, too: each is money once, for debts, and makes up no gap."""
        if self.flow is None or not self.of_cash:
            return Counter()
        return Counter(self.flow.singles) & Counter(self.every_lump)

    def _sums(self) -> Iterator[tuple[date, int, bool]]:
        """All lump sums, each with whether it is a part of a ``flow``, too."""
        known = self._named
        for one in self.every_lump:
            yield *one, known[one] > 0
            known[one] -= 1

    def as_planned(self, start_on: date, budget: Budget) -> Means:
        """As a plan that is adopted keeps them: what months bring of a ``flow`` stays what its ``budget`` says.

        What is at hand was known on the day of the plan only; asked on a later one these means bring the same.
        """
        if not self.of_cash or self.flow is None:
            return self
        months = Months(start_on, self.payday)
        begins = [months.opened_on, *(months.begin(number) for number in range(2, len(budget.monthly_minor) + 1))]
        nets = tuple(zip(begins, budget.monthly_minor, strict=True))
        unnamed = tuple((Counter(self.flow.singles) - self._named).elements())
        return replace(self, changes=(), flow=Flow(nets, start_on, singles=unnamed))

    def holding(self, today: date) -> tuple[int | None, list[tuple[date, int]]]:
        """The amount a month that holds on a day, and the changes after it, rising.

        A change counts as past where its day is not after the first of the running month.
        """
        opened = Months(today, self.payday).opened_on
        past = [amount for on, amount in sorted(self.changes) if on <= opened]
        return past[-1] if past else self.monthly_minor, [one for one in sorted(self.changes) if one[0] > opened]

    def validate(self) -> None:
        """Raises ``PlannerError``: ``plan.budget`` or ``plan.lump`` for an amount below 0 or beyond all measure.

        ``plan.payday`` for a day that no month has.
        """
        amounts = [self.monthly_minor or 0, *(amount for _, amount in self.changes)]
        if not all(0 <= amount <= LIMIT_MINOR for amount in amounts):
            raise PlannerError("plan.budget", field="budget", value_minor=min(amounts), limit_minor=LIMIT_MINOR)
        beyond = [amount for _, amount in self.every_lump if not 0 < amount <= LIMIT_MINOR]
        if beyond:
            raise PlannerError("plan.lump", field="lump", value_minor=beyond[0], limit_minor=LIMIT_MINOR)
        if not 1 <= self.payday <= LAST:
            raise PlannerError("plan.payday", field="payday", value=self.payday)

    def budget(self, start_on: date, repaid_minor: int = 0, held_minor: int = 0, unsaid_minor: int = 0) -> Budget:
        """By budget months from ``start_on``: a change counts from the month in which it lies, a past one already.

        Month 1 brings the amount of the whole month that is running, with every lump sum whose day lies in it, past or
        not, and what earlier months have kept for it (``held_minor``, only where unused money waits), less what was
        repaid in it already (``repaid_minor``); not below 0. Lump sums of earlier months are past. Of a ``flow`` no
        more is left of it than there is room for: see ``flow``. Of what was repaid ``unsaid_minor`` is only taken as
        repaid: it is in the room, and has to be paid from it.
        """
        months = Months(start_on, self.payday)
        room = self.flow.room(start_on) if self.flow is not None and self.of_cash else None
        if room is not None:
            room -= unsaid_minor
            held_minor = max(min(held_minor, room + repaid_minor), 0)  # what is repaid was paid from it first
        lumps, left = [], repaid_minor
        here = 0  # what of the money beside the month's own is at hand, or in the room, already
        had = (months.opened_on, held_minor if self.carry else 0, True)
        for on, amount, known in (had, *self._sums()):
            if on < months.opened_on:
                continue
            month = months.of(on)
            used = min(left, amount) if month == 1 else 0
            left -= used
            if amount > used:
                lumps.append((month, amount - used))
                here += amount - used if month == 1 and (known or on <= start_on) else 0
        monthly = self._monthly(months, left, None if room is None else room - here)
        return Budget(monthly, tuple(lumps), self.carry, left)

    def beside(self, start_on: date, budget: Budget, unsaid_minor: int = 0) -> int:
        """What of the room of the running month its ``budget`` leaves alone, fen: cash at hand that is no income.

        At most what is at hand after what moves on ``start_on``: what living took earlier in the month the budget
        counts as gone, so that it leaves as much alone of income that comes only later. 0 where months bring an amount
        that was entered, and for another day than the room is known for.
        """
        room = self.flow.room(start_on) if self.flow is not None and self.of_cash else None
        if room is None:
            return 0
        months = Months(start_on, self.payday)
        coming = sum(amount for on, amount, known in self._sums() if on > start_on and months.of(on) == 1 and not known)
        lumps = sum(amount for month, amount in budget.lumps_minor if month == 1)
        left = room - unsaid_minor - (budget.month(1) - min(coming, lumps))
        if self.cash is not None and self.cash.as_of == start_on:
            moved = sum(amount for on, amount in self.cash.moves if on <= start_on)
            left = min(left, self.cash.opening_minor + moved - unsaid_minor)
        return max(left, 0)

    def _monthly(self, months: Months, spent_minor: int, room_minor: int | None) -> tuple[int, ...]:
        """What each month brings; of month 1 ``spent_minor`` is spent, ``room_minor`` can still be (None: any)."""
        changes = sorted((months.of(on), on, amount) for on, amount in self.changes)
        if self.flow is None or not self.of_cash:
            return _changed([self.monthly_minor or 0], changes)
        nets = self.flow.by_month(months)
        for on, amount in self._named.elements():
            if on >= months.opened_on:
                month = months.of(on)
                nets += nets[-1:] * (month + 1 - len(nets))
                nets[month - 1] -= amount
        whole = max(nets[0], 0)
        if room_minor is not None:
            left = max(nets[0] - spent_minor, min(nets[0], 0))
            monthly = made_up([min(left, room_minor), *(nets[1:] or nets)])
            monthly[0] = min(monthly[0] + spent_minor, whole)
        else:
            monthly = made_up(nets)
        while len(monthly) > 1 and monthly[-1] == monthly[-2]:
            monthly.pop()
        return _changed(monthly, changes)

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "monthly_minor": self.monthly_minor,
            "changes": [[on.isoformat(), amount] for on, amount in self.changes],
            "lumps": [[on.isoformat(), amount] for on, amount in self.lumps],
            "carry": self.carry,
            "payday": self.payday,
            "hoped": [[on.isoformat(), amount] for on, amount in self.hoped],
            "flow": None if self.flow is None else self.flow.to_json(),
            "cash": None if self.cash is None else self.cash.to_json(),
        }


def means_from_json(document: dict[str, Any]) -> Means:
    """The inverse of ``Means.to_json``.

    Raises:
        KeyError, TypeError, ValueError: another program has written what nothing can be reckoned with.
    """
    monthly, payday = document["monthly_minor"], document.get("payday", 1)
    if type(payday) is not int or not 1 <= payday <= LAST or not (monthly is None or type(monthly) is int):
        raise ValueError(payday, monthly)
    flow, cash = document.get("flow"), document.get("cash")
    return Means(
        monthly,
        _dated(document["changes"]),
        _dated(document["lumps"]),
        document["carry"],
        payday,  # means kept before there was a choice go by months of the calendar
        _dated(document.get("hoped", ())),
        None if flow is None else flow_from_json(flow),
        None if cash is None else at_hand_from_json(cash),
    )


def _changed(monthly: list[int], changes: Iterable[tuple[int, date, int]]) -> tuple[int, ...]:
    """What months bring with the changes, given with their months and rising: nothing else counts after the first."""
    for month, _, amount in changes:
        monthly = monthly[: max(month - 1, 0)]
        monthly += [monthly[-1] if monthly else amount] * (month - 1 - len(monthly))
        monthly.append(amount)
    return tuple(monthly)


def _dated(pairs: Iterable[list[Any]]) -> tuple[tuple[date, int], ...]:
    return tuple((kept_day(on), int(amount)) for on, amount in pairs)
