"""A believable person for ``planner --demo``: the story of ``seeds/demo.toml``, told relative to today.

Dates are counted from today in whole months with a due day that survives short ones, so that every day of the year
gives the same picture: one instalment due today, one overdue, one in two days, two years of history behind them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import tomli

from planner.demo import again
from planner.demo import calls as demo_calls
from planner.demo import cases as demo_cases
from planner.demo import credit as demo_credit
from planner.demo import offers as demo_offers
from planner.domain.accounts.loan import Lender, LenderKind, Loan, Method, Prepayment
from planner.domain.accounts.records import Account, Denial, Draw, Repayment
from planner.domain.basics.calendar import add_months, clamp_day
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.basics.recurrence import Repeat, daily, recurrence
from planner.domain.book import Book, CashReading, Household, Income, LivingCost, SingleIncome
from planner.domain.reminders.rules import CREDIT, DUE, LEAD_DAYS, REVIEW, Rule
from planner.domain.review.week import monday
from planner.domain.schedule.due_days import due_dates
from planner.domain.schedule.instalments import instalments
from planner.domain.schedule.methods import Instalment
from planner.overview.cash import BUFFER
from planner.paths import shipped
from planner.storage import bulk
from planner.storage.kept import ReviewLine
from planner.values import dataclass, replace

Entry = Mapping[str, Any]
_WEEK = timedelta(days=7)


def create(path: Path, today: date, language: str, *, reviewed: bool = True) -> None:
    """Make the demo database at ``path``, which must not hold anything yet.

    Args:
        path: the file.
        today: the day on which the person looks at it; nothing recorded lies after it.
        language: ``zh`` or ``en``, for names and notes.
        reviewed: whether there are saved reviews; without, a command that does not ask for them answers sooner, and
            the app has them written behind its first frame: ``Reviews``.

    Raises:
        PlannerError: ``store.*`` when the file cannot be written.
    """
    story = read_story()
    book = build(story, today, language)
    cases = demo_cases.build(story["case"], book.accounts, today, language)
    bulk.fill(
        path,
        book,
        settings={
            "review_day": str(story["review_day"]),
            "plan.means": _means(story),
            BUFFER: str(_minor(story["buffer"])),
        },
        rules=_rules(story, today),
        cases=cases,
        calls=demo_calls.build(story["call"], book.accounts, cases, today, language),
        reviews=_reviews(story, book, today, language) if reviewed else (),
        offers=demo_offers.offers(story, today, language),
        wishes=demo_offers.wishes(story, today, language),
        at=_entered(today),
    )


@dataclass(frozen=True, slots=True)
class Reviews:
    """The saved reviews of a demo that was created without them.

    ``kept``: whether the whole of it is kept, once they are in the file, for the next starts: ``demo.again``.
    """

    path: Path
    today: date
    language: str
    kept: bool = False

    @property
    def weeks(self) -> frozenset[date]:
        """The Mondays of their weeks."""
        return frozenset(map(monday, _review_days(read_story(), self.today)))

    def ready(self) -> Callable[[], None]:
        """Work them out; what is returned puts them into the file, all or none. Not to be called twice.

        That raises ``store.*`` when the file cannot be written.
        """
        story = read_story()
        made = _reviews(story, build(story, self.today, self.language), self.today, self.language)
        return partial(self._put, made)

    def _put(self, made: tuple[ReviewLine, ...]) -> None:
        bulk.add_reviews(self.path, made, at=_entered(self.today))
        if self.kept:
            again.keep(self.path, self.today, self.language)


def _reviews(story: Entry, book: Book, today: date, language: str) -> tuple[ReviewLine, ...]:
    from planner.demo.reviews import saved  # with all that a review asks

    return saved(book, _review_days(story, today), story["resolutions"][language], _rules(story, today))


def _entered(today: date) -> str:
    return f"{today}T00:00:00Z"


def read_story() -> Entry:
    """The shipped story, amounts as exact decimals."""
    with (shipped("seeds") / "demo.toml").open("rb") as file:
        return tomli.load(file, parse_float=Decimal)


def _review_days(story: Entry, today: date) -> tuple[date, ...]:
    """Those of the last weeks before the current one, the earliest first."""
    last = monday(today) - _WEEK + timedelta(days=story["review_day"])
    return tuple(last - back * _WEEK for back in range(len(story["resolutions"]["en"]) - 1, -1, -1))


def _means(story: Entry) -> str:
    # as ``Means.to_json`` gives it (tested), without loading the plan
    nothing: dict[str, Any] = {"changes": [], "lumps": [], "carry": True, "payday": 1, "hoped": []}
    return json.dumps({"monthly_minor": story["budget"] * 100, **nothing, "flow": None, "cash": None})


def _rules(story: Entry, today: date) -> tuple[Rule, ...]:
    """The rules that every person begins with; this one began with the first review."""
    first_on = _review_days(story, today)[0]
    return (
        Rule(1, DUE, "", "", daily(first_on), LEAD_DAYS),
        Rule(2, REVIEW, "", "", recurrence(Repeat.WEEKLY, first_on), (0,)),
        *demo_credit.rules(3, first_on),
        demo_cases.rule(3 + len(CREDIT), first_on),
        demo_calls.rule(4 + len(CREDIT), first_on),
    )


def build(story: Entry, today: date, language: str) -> Book:
    """The book of the person of ``story`` as of ``today``; its accounts in the order in which they were opened."""
    teller = _Teller(story, today, language)
    told = [teller.card(entry) for entry in story["card"]]
    told += [teller.loan(entry) for entry in story["loan"]]
    told += [teller.line(entry) for entry in story["line"]]
    told.sort(key=lambda account: account.loan.start_on)
    credit = demo_credit.build(story["credit"], today, language)
    return Book(tuple(_numbered(told)), tuple(teller.incomes()), credit, teller.household())


def _numbered(accounts: Iterable[Account]) -> Iterator[Account]:
    """Give the accounts and their records ids of their own, as a database would have given them."""
    lenders: dict[str, int] = {}
    draw_ids, repayment_ids = count(1), count(1)
    for number, account in enumerate(accounts, start=1):
        lender = account.loan.lender
        key = lenders.setdefault(lender.name, len(lenders) + 1)
        yield replace(
            account,
            loan=replace(account.loan, id=number, lender=replace(lender, id=key)),
            draws=tuple(replace(draw, id=next(draw_ids)) for draw in account.draws),
            repayments=tuple(replace(paid, id=next(repayment_ids)) for paid in account.repayments),
        )


def _minor(yuan: Decimal | int) -> int:
    return int(yuan * 100)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Turns the entries of a story into accounts."""

    story: Entry
    today: date
    language: str

    def incomes(self) -> Iterator[Income]:
        ids = count(1)
        for entry in self.story["income"]:
            for step in entry["steps"]:
                from_on = add_months(self.today.replace(day=1), -step["months_ago"])
                yield Income(next(ids), entry[self.language], from_on, _minor(step["yuan"]), self._in(entry).day)

    def household(self) -> Household:
        """Cash of today, income that is expected once, what living costs since the first income began."""
        since = min(income.from_on for income in self.incomes())
        named = self.language
        living = [
            LivingCost(number, one[named], self._in(one).day, _minor(one["yuan"]), since)
            for number, one in enumerate(self.story["living"], 1)
        ]
        return Household(
            tuple(
                CashReading(number, one[named], self.today, _minor(one["yuan"]))
                for number, one in enumerate(self.story["cash"], 1)
            ),
            tuple(
                SingleIncome(number, one[named], self._in(one), _minor(one["yuan"]), certain=False)
                for number, one in enumerate(self.story["single"], 1)
            ),
            tuple(sorted(living, key=lambda one: (one.day, one.name))),
        )

    def _in(self, entry: Entry) -> date:
        """So many days from today."""
        return self.today + timedelta(entry["in_days"])

    def loan(self, entry: Entry) -> Account:
        """A loan with a schedule: every instalment before the one in hand is paid as the story says."""
        start_on, first_on, due_day = self._dates(entry)
        loan = Loan(
            **self._common(entry, start_on),
            method=Method(entry["method"]),
            rate=Rate(Decimal(entry["rate"]), RateBasis(entry.get("basis", "year"))),
            principal_minor=_minor(entry["principal"]),
            terms=entry["terms"],
            first_due_on=first_on,
            due_day=due_day,
        )
        rows = instalments(loan)[: entry["past"]]
        if "closed_after" in entry:
            closed_on = rows[-1].due_on + timedelta(entry["closed_after"])
            loan = replace(loan, closed_on=closed_on)
        paid = [one for row in rows[: entry.get("settled_at")] for one in _payments(entry, row)]
        return Account(
            loan,
            repayments=tuple(sorted(paid, key=_day)),
            denials=tuple(self._denials(entry)),
            checked_on=self._checked(entry),
        )

    def _denials(self, entry: Entry) -> Iterator[Denial]:
        """The instalment in hand was said not to be paid so many days after its due date."""
        if "denied_after" in entry:
            due_on = self.today + timedelta(entry["due_in"])
            yield Denial(1, due_on + timedelta(entry["denied_after"]), due_on)

    def card(self, entry: Entry) -> Account:
        """A bill account: purchases of every month, every bill paid in full."""
        start_on = add_months(self.today.replace(day=1), -entry["months"])
        loan = Loan(
            **self._common(entry, start_on),
            method=Method.CARD,
            rate=Rate(Decimal(entry["rate"]), RateBasis.DAY),
            statement_day=entry["statement_day"],
            due_day=entry["due_day"],
        )
        draws = sorted(self._purchases(entry, start_on), key=_day)
        return Account(loan, tuple(draws), tuple(self._bills_paid(entry, draws)), checked_on=self._checked(entry))

    def line(self, entry: Entry) -> Account:
        """A revolving line: money drawn now and then, the same amount paid on every due date."""
        start_on, first_on, due_day = self._dates(entry)
        loan = Loan(
            **self._common(entry, start_on),
            method=Method.REVOLVING,
            rate=Rate(Decimal(entry["rate"]), RateBasis.DAY),
            first_due_on=first_on,
            due_day=due_day,
        )
        dues = due_dates(loan, entry["past"])
        days = [start_on, *dues]
        draws = [
            Draw(0, days[len(dues) - one["past"]], _minor(one["yuan"]), one[self.language]) for one in entry["draws"]
        ]
        paid = [Repayment(0, on, _minor(entry["pays"])) for on in dues]
        return Account(loan, tuple(draws), tuple(paid), checked_on=self._checked(entry))

    def _common(self, entry: Entry, start_on: date) -> dict[str, Any]:
        return {
            "id": 0,
            "lender": self._lender(entry["lender"]),
            "name": entry[self.language],
            "start_on": start_on,
            "day_count": DayCount(entry.get("day_count", "act/365" if "spending" in entry else "30/360")),
            "prepayment": Prepayment(entry.get("prepayment", "free")),
            "grace_days": entry.get("grace_days", 0),
            "limit_minor": _minor(entry["limit"]) if "limit" in entry else None,
            "rate_confirmed": entry.get("rate_confirmed", True),
            "product": entry["product"],
            "note": entry.get(f"note_{self.language}", ""),
        }

    def _lender(self, code: str) -> Lender:
        entry = self.story["lender"][code]
        return Lender(0, entry[self.language], LenderKind(entry["kind"]), entry.get("institution", ""))

    def _dates(self, entry: Entry) -> tuple[date, date, int]:
        """Start, first due date and due day, so that the instalment after ``past`` is due ``due_in`` days from today.

        The loan starts one month before its first due date.
        """
        in_hand = self.today + timedelta(entry["due_in"])
        first_on = add_months(in_hand, -entry["past"])
        return add_months(first_on, -1, in_hand.day), first_on, in_hand.day

    def _checked(self, entry: Entry) -> date | None:
        """The day on which the balance was last compared with the lender's: in one of the reviews."""
        back = entry.get("checked")
        return None if back is None else _review_days(self.story, self.today)[-back]

    def _purchases(self, entry: Entry, start_on: date) -> Iterator[Draw]:
        for kind in entry["spending"]:
            for month in range(entry["months"] + 1):
                on = add_months(start_on, month, kind["day"])
                if on < self.today:
                    yuan = kind["yuan"][month % len(kind["yuan"])]
                    yield Draw(0, on, _minor(yuan), kind[self.language])

    def _bills_paid(self, entry: Entry, draws: list[Draw]) -> Iterator[Repayment]:
        """One payment a bill, some days before it is due; nothing is bought on a statement day."""
        cut_on = clamp_day(draws[0].on.year, draws[0].on.month, entry["statement_day"])
        while True:
            before, cut_on = cut_on, add_months(cut_on, 1)
            due_on = add_months(cut_on, int(entry["due_day"] <= entry["statement_day"]), entry["due_day"])
            pay_on = due_on - timedelta(entry["pays_before"])
            if pay_on >= self.today:
                return
            yield Repayment(0, pay_on, sum(draw.amount_minor for draw in draws if before < draw.on < cut_on))


def _day(record: Draw | Repayment) -> date:
    return record.on


def _payments(entry: Entry, row: Instalment) -> Iterator[Repayment]:
    """How one past instalment was paid: as due, late, in two parts, or with everything that was left."""
    on = row.due_on - timedelta(entry.get("pays_before", 0))
    late = next((one["days"] for one in entry.get("late", ()) if one["number"] == row.number), 0)
    parts = next((one for one in entry.get("partial", ()) if one["number"] == row.number), None)
    if row.number == entry.get("settled_at"):
        yield Repayment(0, row.due_on, row.amount_minor + row.balance_minor, settles=True)
    elif parts:
        first = _minor(parts["yuan"])
        yield Repayment(0, row.due_on, first)
        yield Repayment(0, row.due_on + timedelta(parts["days"]), row.amount_minor - first)
    elif late:
        yield Repayment(0, row.due_on + timedelta(late), row.amount_minor)
    else:
        yield Repayment(0, on, row.amount_minor)
