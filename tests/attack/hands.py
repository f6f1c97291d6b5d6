"""One person's doings through the services, drawn by lot, each told before and after; and what must then be there."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from planner.domain.accounts.loan import Lender
from planner.domain.basics.recurrence import Repeat
from planner.domain.book import CashReading
from planner.domain.payoff.adopted.baseline import document_of
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.planning import planning
from planner.domain.payoff.search.goals import ask_from
from planner.domain.review.items import Stage
from planner.errors import PlannerError
from planner.overview.overview import read
from planner.services import (
    cash,
    draws,
    income,
    loans,
    plans,
    readings,
    reminders,
    repayments,
    review,
    settings,
    undo,
)
from planner.storage.sqlite import reading
from planner.storage.store import OpResult, Store
from tests.attack.books import hostile
from tests.attack.harness import TODAY, Failed, Tell
from tests.make import databases

BUDGET = 120_000_00


@cache
def plan_document() -> dict[str, Any]:
    """A plan of the hostile book, as it is kept when it is adopted."""
    now = read(hostile(), TODAY)
    plan = planning(now.book, now.today, Means(BUDGET))
    found = plan.answer(ask_from("least_cost"))
    assert found is not None
    return document_of(now.book.accounts, plan, found)


class Hands:
    """What is done to a copy of the hostile book; ``name`` tells apart what two of them write."""

    def __init__(self, store: Store, rng: random.Random, tell: Tell, name: str = "a") -> None:
        self.store = store
        self._rng = rng
        self._tell = tell
        self._name = name
        self._numbers = count(1)
        self._deeds: dict[str, tuple[int, Callable[[], OpResult[Any]]]] = {
            "repay": (30, self._repay),
            "draw": (8, self._draw),
            "loan": (4, self._loan),
            "drop": (2, self._drop),
            "read": (4, self._read),
            "set": (6, self._set),
            "income": (4, self._income),
            "cash": (4, self._cash),
            "remind": (4, self._remind),
            "adopt": (4, self._adopt),
            "review": (3, self._review),
            "undo": (14, lambda: undo.undo(self.store)),
            "redo": (10, lambda: undo.redo(self.store)),
        }

    def do(self, deed: str | None = None) -> OpResult[Any] | None:
        """One deed, told as ``try deed`` and then ``done deed id`` (0: no entry) or ``refused deed code``."""
        if deed is None:
            weights = [weight for weight, _ in self._deeds.values()]
            (deed,) = self._rng.choices(list(self._deeds), weights)
        self._tell(f"try {deed}")
        try:
            result = self._deeds[deed][1]()
        except PlannerError as error:
            self._tell(f"refused {deed} {error.code} {error.params}")
            return None
        self._tell(f"done {deed} {result.operation.id if result.operation else 0}")
        return result

    def _mark(self) -> str:
        return f"{self._name}{next(self._numbers)}"

    def _loan_id(self) -> int:
        try:
            with reading(self.store.path) as connection:
                found: list[int] = [key for (key,) in connection.execute("SELECT id FROM loan")]
            return self._rng.choice(found)
        except (PlannerError, sqlite3.Error):  # the service shall say what is wrong
            return 1

    def _repay(self) -> OpResult[Any]:
        loan_id, amount = self._loan_id(), self._rng.randint(1, 900)
        return repayments.record(self.store, loan_id, TODAY, amount, today=TODAY, note=self._mark())

    def _draw(self) -> OpResult[Any]:
        return draws.draw(self.store, 7, TODAY, self._rng.randint(1, 900), today=TODAY, note=self._mark())

    def _loan(self) -> OpResult[Any]:
        loan = databases.level(self._mark(), f"机构{self._rng.randint(1, 5)}")
        return loans.add(self.store, replace(loan, lender=Lender(0, loan.lender.name)))

    def _drop(self) -> OpResult[Any]:
        return loans.delete(self.store, self._loan_id())

    def _read(self) -> OpResult[Any]:
        return readings.read_balance(self.store, 6, TODAY, self._rng.randint(0, 50_000_00), today=TODAY)

    def _set(self) -> OpResult[Any]:
        return settings.put(self.store, **{f"attack.{self._rng.randint(1, 3)}": self._mark()})

    def _income(self) -> OpResult[Any]:
        month = TODAY.replace(day=1)
        return income.add(self.store, name=self._mark(), from_on=month, monthly_minor=self._rng.randint(1, 999_99))

    def _cash(self) -> OpResult[Any]:
        reading = CashReading(0, f"卡{self._rng.randint(1, 2)}", TODAY, self._rng.randint(0, 99_999), self._mark())
        return cash.save(self.store, reading, today=TODAY)

    def _remind(self) -> OpResult[Any]:
        return reminders.add(self.store, self._mark(), TODAY, Repeat.MONTHLY, today=TODAY)

    def _adopt(self) -> OpResult[Any]:
        return plans.adopt(self.store, plan_document(), "least_cost", Means(BUDGET), TODAY)

    def _review(self) -> OpResult[Any]:
        review.start_or_resume(self.store, today=TODAY)
        review.pass_stage(self.store, self._rng.choice(list(Stage)), today=TODAY)
        return review.save(self.store, today=TODAY, note=self._mark())


@dataclass
class Believed:
    """The entries that must stand after what was told, what was begun and not told, and what was told as unsure."""

    standing: list[int]
    begun: str = ""
    unsure: int = 0
    refused: list[str] = field(default_factory=list)

    def take(self, lines: list[str]) -> Believed:
        """Go through what one pair of hands told, nobody else writing.

        Raises:
            Failed: when it broke, or undo took back another entry than the last.
        """
        for line in lines:
            word, *rest = line.split()
            if word == "broke":
                raise Failed("something unexpected", line)
            if word == "try":
                self.begun = rest[0]
            elif word in ("done", "refused"):
                self.begun = ""
            if word == "done":
                self._done(rest[0], int(rest[1]))
            elif word == "refused":
                self.refused.append(rest[1])
                self.unsure += rest[1] == "store.unsure"
        return self

    def _done(self, deed: str, key: int) -> None:
        if not key:
            return
        if deed != "undo":
            self.standing.append(key)
        elif self.standing.pop() != key:
            raise Failed("undo took back another entry", key)

    def check(self, found: list[int]) -> None:
        """What stands is what was told, or that and the one deed that was begun.

        Raises:
            Failed: ``acknowledged and lost``, ``there and never told``.
        """
        if found not in self._possible(found) and len({*found} ^ {*self.standing}) > self.unsure:
            raise Failed(
                "what was acknowledged is not what stands",
                f"told {self.standing[-4:]} ({len(self.standing)}), begun {self.begun!r},"
                f" found {found[-4:]} ({len(found)})",
            )

    def _possible(self, found: list[int]) -> Iterator[list[int]]:
        yield self.standing
        if self.begun == "undo":
            yield self.standing[:-1]
        elif self.begun:
            yield [*self.standing, *found[-1:]]


def busy(path: Path, rng: random.Random, times: int, name: str = "a") -> Callable[[Tell], None]:
    """What a child does that writes ``times`` deeds and closes."""
    seed = rng.random()

    def act(tell: Tell) -> None:
        store = Store(path)
        hands = Hands(store, random.Random(seed), tell, name)
        for _ in range(times):
            hands.do()
        store.close()

    return act
