"""The first of an overview's answers: what the accounts tell, each by itself and all together.

Plain reads only: this module is on the way to the first frame and never loads the ORM.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.accounts.moves import NOTHING, Claim, claim_of
from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.figures.lines import draws_by_line, with_draws
from planner.domain.figures.ratios import Ratios, Working, trend, working
from planner.domain.figures.told import Told
from planner.domain.ledger.state import Due, Position
from planner.domain.reminders.rules import Mark, Occurrence, Rule
from planner.overview.asked import Asked
from planner.storage.shelf import Shelf
from planner.values import dataclass, field, replace

if TYPE_CHECKING:
    from decimal import Decimal

    from planner.domain.cases.calls import Call
    from planner.domain.cases.file import CaseFile
    from planner.domain.cases.letter import Letter
    from planner.domain.credit.file import Asset
    from planner.domain.figures.spans import Span
    from planner.domain.findings.judge import Turn
    from planner.domain.imports.rules import ImportRule
    from planner.domain.offers.offer import Offer, Wish
    from planner.domain.reference.catalogue import Catalogue
    from planner.domain.schedule.yearly_cost import YearlyCost
    from planner.storage.kept import PlanLine, ReviewLine, ScenarioLine


@dataclass
class Figures:
    """The book as of ``today`` with everything else that was read, and what its accounts tell."""

    path: Path
    today: date
    book: Book
    settings: dict[str, str]
    rules: tuple[Rule, ...] = ()
    marks: tuple[Mark, ...] = ()
    reviews: tuple[ReviewLine, ...] = ()
    payoff_plans: tuple[PlanLine, ...] = ()
    scenarios: tuple[ScenarioLine, ...] = ()
    import_rules: tuple[ImportRule, ...] = ()
    cases: tuple[CaseFile, ...] = ()
    calls: tuple[Call, ...] = ()
    letters: tuple[Letter, ...] = ()
    offers: tuple[Offer, ...] = ()
    wishes: tuple[Wish, ...] = ()
    seen: tuple[int, int, int, int] = (0, 0, 0, 0)  # where the journal stood, as ``journal.standing`` tells
    shelf: Shelf | None = None  # where the records wait of accounts that were read without them
    awaited: int = field(
        default=0, init=False, compare=False
    )  # accounts whose figures the first frame does not wait for
    _live: dict[date, tuple[Due, ...]] = field(default_factory=dict, init=False)
    _reminded: dict[int, tuple[Occurrence, ...]] = field(default_factory=dict, init=False)
    _trends: dict[int, tuple[Ratios, ...]] = field(default_factory=dict, init=False)
    _aheads: dict[int, tuple[Ratios, ...]] = field(default_factory=dict, init=False)
    _turns: dict[date, tuple[Turn, ...]] = field(default_factory=dict, init=False)

    @cached_property
    def _asked(self) -> dict[int, Asked]:
        """What all figures below ask, by loan id, in the order of the book."""
        return {account.loan.id: Asked(account, self.today) for account in self.book.accounts}

    @cached_property
    def positions(self) -> dict[int, Position]:
        """The state of each account, by loan id; that of a line with the draws under it."""
        if all(account.loan.line_id is None for account in self.book.accounts):
            return self._places
        return with_draws(self.book.accounts, self._places)

    @cached_property
    def _places(self) -> dict[int, Position]:
        """The same of each account alone, as a plan follows it."""
        return {loan_id: asked.position for loan_id, asked in self._asked.items()}

    @cached_property
    def accounts(self) -> dict[int, Account]:
        """The accounts by loan id."""
        return {account.loan.id: account for account in self.book.accounts}

    @cached_property
    def draws(self) -> dict[int, tuple[Account, ...]]:
        """The draws that are loans of their own, by the id of their line."""
        return draws_by_line(self.book.accounts)

    def overdue_minor(self, loan_id: int) -> int:
        """What is overdue on an account, fen of its currency."""
        return self._asked[loan_id].overdue_minor

    def last_number(self, loan_id: int) -> int | None:
        """The number of the last due of an account, to come or not; None without one."""
        return self._asked[loan_id].last_number

    def claim(self, loan_id: int) -> Claim:
        """What became of the claim of an account."""
        account = self.accounts[loan_id]
        return claim_of(account, self.today) if account.moves else NOTHING

    def on_time_rate(self, loan_id: int) -> Decimal | None:
        """The share of the dues of an account that were paid on time; None where nothing was judged."""
        return self._asked[loan_id].on_time_rate

    @cached_property
    def dues(self) -> tuple[Due, ...]:
        """Every due of every account, by due date: for questions about the past; see ``live`` for the others."""
        return _by_day(due for place in self.positions.values() for due in place.dues)

    def live(self, until: date = date.max) -> tuple[Due, ...]:
        """The dues up to a day, inclusive, that are not done with, by due date: see ``Due.live``."""
        if until not in self._live:
            self._live[until] = _by_day(due for asked in self._asked.values() for due in asked.live_until(until))
        return self._live[until]

    @cached_property
    def now(self) -> Ratios:
        """Debt, ratios and lender counts today."""
        return self.working.ratios

    @cached_property
    def working(self) -> Working:
        """What the figures of today are made of."""
        return working(self.book, self.today, self.tell)

    def tell(self, account: Account, days: Sequence[date]) -> Told:
        """What an account of the book tells of days: what is known of it is not asked again."""
        return self._asked[account.loan.id].told(days)

    def trend(self, months: int) -> tuple[Ratios, ...]:
        """The figures of ``months`` months up to this one: at the end of each, and for this one today."""
        for known, points in self._trends.items():
            if known >= months >= 1:
                return points[-months:]
        self._trends[months] = trend(self.book, self.today, months, self.unnamed_loans, self.tell)
        return self._trends[months]

    def span(self, months: int) -> Span:
        """The figures of so many months up to this one together."""
        from planner.domain.figures.spans import span

        pasts = [asked.told((self.today,)).past for asked in self._asked.values()]
        return span(self.trend(months), pasts, self.today)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans that are shown, the shortest first."""
        from planner.domain.figures.spans import MONTHS

        self.trend(max(MONTHS))  # all others are the end of it
        return tuple(self.span(months) for months in MONTHS)

    @property
    def assets(self) -> tuple[Asset, ...]:
        """What the person owns today, by their own records, with what is gone at 0."""
        return self.book.credit.assets_of(self.today)

    @property
    def asset_ratio(self) -> Decimal | None:
        """Debt over the worth of that; None where none is on record."""
        from planner.domain.figures.spans import asset_ratio

        return asset_ratio(self.now.debt_minor, self.assets)

    @cached_property
    def costs(self) -> dict[int, YearlyCost]:
        """The real yearly cost of each account, by loan id."""
        return {loan_id: asked.cost for loan_id, asked in self._asked.items()}

    @cached_property
    def catalogue(self) -> Catalogue:
        """Rules and lists about credit, with the thresholds that the person changed; parsed at the first question."""
        from planner.domain.reference.own import own_limits
        from planner.storage.shipped import catalogue

        return catalogue.load(own_limits(self.settings))

    @property
    def unnamed_loans(self) -> frozenset[int]:
        """The loans, by id, of which nobody noted under which name they are reported."""
        names = self.catalogue.institutions
        return frozenset(one.loan.id for one in self.book.accounts if names.unnamed(one.loan))

    @property
    def now_counted(self) -> Ratios:
        """The figures of today, with of how many lenders it is not known under which name they report."""
        return replace(self.now, lenders=replace(self.now.lenders, unnamed=len(self.unnamed_lenders)))

    @property
    def unnamed_lenders(self) -> tuple[str, ...]:
        """The lenders of whom nobody noted under which name they report: so many of the counts are not known."""
        from planner.domain.findings.multi_lender import unnamed

        told = ((one, self.tell(one, (self.today,)).figures[0]) for one in self.book.accounts)
        found = ((one, figures) for one, figures in told if one.loan.start_on <= self.today)
        return unnamed(found, self.catalogue)


def _by_day(dues: Iterable[Due]) -> tuple[Due, ...]:
    """Dues by due date; of one day by loan and number."""
    return tuple(sorted(dues, key=lambda due: (due.due_on, due.loan_id, due.number)))
