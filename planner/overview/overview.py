"""Everything a screen or a command shows, read once from the file and computed once by the domain.

Plain reads only: this module is on the way to the first frame and never loads the ORM.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.accounts.moves import NOTHING, Claim, claim_of
from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.figures.lines import draws_by_line, with_draws
from planner.domain.figures.ratios import Ratios, Working, month_days, trend, working
from planner.domain.figures.told import Told
from planner.domain.ledger.state import Due, Position
from planner.domain.reminders.occurrences import occurrences
from planner.domain.reminders.planned import BeforeBill, Planned, settled_before, settled_on, with_due
from planner.domain.reminders.rules import Dated, Mark, Occurrence, Rule
from planner.domain.reminders.subjects import reaches
from planner.overview import again
from planner.overview.asked import Asked
from planner.overview.parts import PARTS, READERS, RESTS_ON
from planner.storage.shelf import Shelf
from planner.storage.sqlite import reading
from planner.values import dataclass, field, replace

if TYPE_CHECKING:
    from decimal import Decimal

    from planner.domain.cases.calls import Call, Promise
    from planner.domain.cases.collecting import Count
    from planner.domain.cases.file import CaseFile
    from planner.domain.cases.letter import Letter
    from planner.domain.cases.lists import CaseLists
    from planner.domain.cases.standing import Standing
    from planner.domain.cash.balance import Cash
    from planner.domain.cash.budget import MonthFlow
    from planner.domain.cash.prebill import PreBill
    from planner.domain.credit.file import Asset
    from planner.domain.figures.spans import Span
    from planner.domain.findings.cautions import Caution
    from planner.domain.findings.judge import Turn
    from planner.domain.findings.model import Finding
    from planner.domain.imports.rules import ImportRule
    from planner.domain.offers.cost import OfferCost
    from planner.domain.offers.offer import Offer, Wish
    from planner.domain.payoff.adopted.adopted import Baseline
    from planner.domain.payoff.adopted.movement import Movement
    from planner.domain.payoff.adopted.progress import Progress
    from planner.domain.payoff.debts.means import Means
    from planner.domain.reference.catalogue import Catalogue
    from planner.domain.schedule.yearly_cost import YearlyCost
    from planner.overview.difference import Seen
    from planner.storage.journal import Operation
    from planner.storage.kept import PlanLine, ReviewLine, ScenarioLine
    from planner.storage.topics import Topic

SHOWN_MONTHS = 12  # of the trend, as long as nobody asks for others
REMINDED_DAYS = 30  # how far the page of reminders looks ahead


@dataclass
class Overview:
    """The book as of ``today`` with the questions already asked of it; each is computed at its first use."""

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

    @property
    def current(self) -> bool:
        """Whether all that was read is of one moment: False once records were read that had changed since the first."""
        return self.shelf is None or not self.shelf.moved

    def close(self) -> None:
        """Let the file go, where records wait in it."""
        if self.shelf is not None:
            self.shelf.close()

    def tells_the_same(self, other: Overview) -> bool:
        """Whether another overview was read from the same."""
        names = [name for name in READERS if name not in PARTS]
        same = all(getattr(self, name) == getattr(other, name) for name in names) and self.book == other.book
        return same and (self.today, self.seen) == (other.today, other.seen)

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

    def ahead(self, months: int) -> tuple[Ratios, ...]:
        """The figures at the end of each of the months to come as the adopted plan makes them, up to its last one.

        Nothing without a plan. What was paid on time so far stays as it is: nobody can have missed a day to come.
        """
        if months not in self._aheads:
            if self.baseline is None:
                return ()
            from planner.domain.payoff.adopted.followed import ahead

            self._aheads[months] = ahead(self.baseline, self.book, self.today, months, self.unnamed_loans)
        return self._aheads[months]

    @cached_property
    def costs(self) -> dict[int, YearlyCost]:
        """The real yearly cost of each account, by loan id."""
        return {loan_id: asked.cost for loan_id, asked in self._asked.items()}

    @property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """The reminders that are pending or were marked, most urgent first."""
        return self.reminders()

    @property
    def mute_rules(self) -> tuple[Rule, ...]:
        """Rules that are on and cannot call, because what the file says of them cannot be read."""
        return tuple(rule for rule in self.rules if rule.enabled and not rule.calls)

    def reminders(self, horizon_days: int = 0) -> tuple[Occurrence, ...]:
        """The same with what comes up in the days to come."""
        if horizon_days not in self._reminded:
            # the plan may name any due of the years to come
            until = None if self.planned_and_bills else reaches(self.rules, self.today + timedelta(horizon_days))
            self._reminded[horizon_days] = occurrences(
                self.rules,
                self.live() if until is None else self.live(until),
                self.marks,
                self.today,
                book=self.book,
                reviewed=self.reviewed,
                planned=self.planned_and_bills,
                dated=self.dated,
                before_bills=self.free_before_bills,
                horizon_days=horizon_days,
            )
        return self._reminded[horizon_days]

    @cached_property
    def baseline(self) -> Baseline | None:
        """The adopted plan as it was made; None before one was adopted."""
        if all(line.ended_on is not None for line in self.payoff_plans):
            return None
        from planner.domain.payoff.adopted.baseline import baseline_from
        from planner.overview.plan import in_force

        line = in_force(self.payoff_plans)
        return None if line is None else baseline_from(line.document)

    @cached_property
    def planned(self) -> tuple[Planned, ...]:
        """Every payment of the adopted plan, a day of a loan each, as it stands today; nothing without a plan."""
        if self.baseline is None:
            return ()
        from planner.domain.payoff.adopted.coming import planned

        return planned(self.baseline, self.book, self.today, self._places)

    @cached_property
    def planned_and_bills(self) -> tuple[Planned, ...]:
        """The same with the bills of everyday spending, which it takes as paid in full: what stands beside a due."""
        if self.baseline is None:
            return ()
        from planner.domain.payoff.adopted.coming import bills_in_full

        return *self.planned, *bills_in_full(self.baseline, self.book, self._places)

    @cached_property
    def progress(self) -> Progress | None:
        """How far the adopted plan has come; None without one that pays anything."""
        if self.baseline is None or not self.baseline.actions:
            return None
        from planner.domain.payoff.adopted.progress import progress
        from planner.overview.plan import means_of

        payday = means_of(self.settings).payday
        return progress(self.baseline, self.book, self.planned, self.today, payday)

    @cached_property
    def means(self) -> Means:
        """The money for debts: as the person said, or where they named no amount, from income and living costs."""
        from planner.overview.plan import means_of

        return self.funded(means_of(self.settings))

    def funded(self, means: Means) -> Means:
        """Means with what is known of cash: what is at hand by day, and where no amount was named what months bring."""
        if self.cash is None or not self.month_flows():
            return means
        from planner.domain.cash.bearing import at_hand
        from planner.domain.cash.budget import flow_of
        from planner.domain.payoff.debts.months import Months
        from planner.overview.cash import work_days_of

        work_days = work_days_of(self.book.incomes)
        means = replace(means, cash=at_hand(self.book, self.positions, self.cash, work_days))
        if means.monthly_minor is not None:
            return means
        return replace(means, flow=flow_of(self.book, self.cash, Months(self.today, means.payday), work_days))

    def month_flows(self, payday: int = 1) -> tuple[MonthFlow, ...]:
        """Certain and expected income and living costs by budget month; nothing where none of it can be counted on."""
        from planner.domain.cash.budget import Missing, lacking, months_of
        from planner.domain.payoff.debts.months import Months
        from planner.overview.cash import work_days_of

        if set(lacking(self.book, self.today)) - {Missing.READING}:
            return ()
        return months_of(self.book, Months(self.today, payday), work_days_of(self.book.incomes))

    @cached_property
    def movement(self) -> Movement | None:
        """Why the debt-free day moved: worked out at the first question, in a thread of a page; None without a plan."""
        if self.progress is None or self.baseline is None:
            return None
        from planner.overview.plan import in_force, movement_of

        line = in_force(self.payoff_plans)
        assert line is not None
        return movement_of(line, self.baseline, self.book, self.today, self.means, self.reviews)

    @property
    def movement_known(self) -> bool:
        """Whether that is worked out already, so that it can be shown without a wait."""
        return "movement" in vars(self) or self.progress is None

    def planned_with(self, due: Due) -> Planned | None:
        """What the adopted plan pays for a due and with it, where that is more than the lender asks for; else None."""
        return with_due(self.planned_and_bills, due, self.today)

    def settled_before(self, due: Due) -> date | None:
        """The earlier day, still to come, on which the adopted plan settles the loan of a due; None: it does not."""
        return self._settled_on[due.loan_id] if settled_before(self._settled_on, due) else None

    @cached_property
    def _settled_on(self) -> dict[int, date]:
        return settled_on(self.planned, self.today)

    @cached_property
    def cash(self) -> Cash | None:
        """The balance of cash by day; None while no cash at hand is on record."""
        if not self.book.household.readings:
            return None
        from planner.domain.cash.balance import cash
        from planner.overview.cash import buffer_of, work_days_of

        buffer, work_days = buffer_of(self.settings), work_days_of(self.book.incomes)
        return cash(self.book, self.positions, self.planned, self.today, buffer_minor=buffer, work_days=work_days)

    @cached_property
    def before_bills(self) -> tuple[PreBill, ...]:
        """What to pay on cards before their bills are cut; nothing without cash at hand, or where all are low enough.

        Down to the share that the person named, else to the threshold of the finding of utilisation.
        """
        if not any(one.loan.limit_minor for one in self.book.accounts) or self.cash is None:
            return ()
        from planner.domain.cash.prebill import before_bills
        from planner.overview.cash import bill_share_of

        share = bill_share_of(self.settings)
        target = self.catalogue.rules.need("usage_watch", self.today).value if share is None else share
        return before_bills(self.book.accounts, self.positions, self.cash, target)

    @property
    def free_before_bills(self) -> list[BeforeBill]:
        """What of that is free to be paid, to be reminded of."""
        found = [one for one in self.before_bills if one.amount_minor]
        return [BeforeBill(one.loan_id, one.on, one.cut_on, one.amount_minor) for one in found]

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

    @property
    def judged(self) -> tuple[Finding, ...]:
        """What the records say today, without the days on which it clears: those take as long again."""
        from planner.domain.findings.judge import findings_on

        return findings_on(self.book, self.catalogue, [self.today], self.tell)[0]

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the records say today, and when it clears under the adopted plan."""
        from planner.domain.findings.judge import findings

        planned = None
        if self.baseline is not None:
            from planner.domain.payoff.adopted.followed import coming

            planned = coming(self.baseline, self.book, self.today)
        return findings(self.book, self.catalogue, self.today, planned, self.tell)

    @cached_property
    def offer_costs(self) -> dict[int, OfferCost]:
        """What each offer costs, by its id, paid out on the promised day, or today."""
        from planner.overview.offer_costs import cost_of

        return {one.id: cost_of(one, self.catalogue, self.book, self.today) for one in self.offers}

    @cached_property
    def cautions(self) -> tuple[Caution, ...]:
        """Warnings that apply today."""
        from planner.domain.findings.cautions import cautions

        costs = {loan_id: cost.nominal for loan_id, cost in self.costs.items()}
        numbers = {one.loan.id: self.tell(one, (self.today,)).figures[0] for one in self.book.accounts}
        return cautions(self.book, numbers, costs, self.catalogue, self.today, self.tell)

    @cached_property
    def difference(self) -> Seen | None:
        """The latest report beside the ledger; None while the accounts of no report were noted."""
        from planner.overview.difference import seen

        return seen(self.book, self.catalogue, self.today)

    def turns(self, since: date) -> tuple[Turn, ...]:
        """What changed of the findings after a day, up to today; computed once for each day asked."""
        if since not in self._turns:
            from planner.domain.findings.judge import turns

            found = turns(self.book, self.catalogue, since, self.today, self.tell) if since < self.today else ()
            self._turns[since] = found
        return self._turns[since]

    @cached_property
    def dated(self) -> tuple[Dated, ...]:
        """The days that the credit file and cases call for; nothing is read while nothing is recorded."""
        found: tuple[Dated, ...] = ()
        if not self.book.credit.empty:
            from planner.domain.findings.calendar import coming

            found = coming(self.book.credit, self.catalogue, self.today)
        if self.cases:
            from planner.overview.cases import coming_of

            found = tuple(sorted((*found, *coming_of(self.cases, self.stands)), key=lambda one: (one.on, one.key)))
        if self.calls:
            from planner.domain.cases.calls import coming as promised

            found = tuple(sorted((*found, *promised(self.promises)), key=lambda one: (one.on, one.key)))
        return found

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        """What was promised in calls, by day, and what of it has been paid."""
        from planner.domain.cases.calls import promises

        return promises(self.calls, self.accounts, self.today)

    @cached_property
    def call_counts(self) -> tuple[Count, ...]:
        """How all calls that were noted stand against the standard for collecting."""
        from planner.domain.cases.collecting import counts

        return counts(self.calls, self.catalogue.rules)

    @property
    def case_lists(self) -> CaseLists:
        """What is known of cases in general."""
        from planner.storage.shipped import cases

        return cases.load()

    @cached_property
    def stands(self) -> dict[int, Standing]:
        """Where each case stands today, by its id."""
        from planner.overview.cases import stands_of

        return stands_of(self.cases, self.catalogue.rules, self.accounts, self.book.credit, self.today)

    @cached_property
    def emptied(self) -> tuple[Account, ...]:
        """The lines that owe nothing, are open, and have no close-out yet."""
        from planner.domain.cases.closeout import emptied

        return emptied(self.book, self.positions, self.cases)

    @cached_property
    def reviewed(self) -> frozenset[date]:
        """Mondays of the weeks whose review is saved."""
        return frozenset(review.week_on for review in self.reviews if review.saved_at is not None)

    def work_ahead(self) -> None:
        """Work out what the pages ask when they open, account by account: for a thread that nobody waits for."""
        days = month_days(self.today, SHOWN_MONTHS)
        for account in self.book.accounts:
            self.tell(account, days)
            asked = self._asked[account.loan.id]
            asked.position, asked.cost  # noqa: B018 - right behind it: all are made from one schedule
        if self.book.accounts:
            self.trend(SHOWN_MONTHS)
        self.findings, self.cautions, self.reminders(REMINDED_DAYS)

    # -- after a write ---------------------------------------------------------------------------------------------

    def renewed(self, today: date, topics: frozenset[Topic], operation: Operation | None) -> Overview:
        """What is known after one write through the services: as ``read`` gives it, without asking everything anew.

        Only what the topics name is read, and only what rests on a part that is really another is worked out again; of
        accounts each by itself. On another day, or when somebody else has written in between, all of it is read.

        Args:
            today: the person's day now.
            topics: what the write changed (``OpResult.topics``).
            operation: the entry of the journal that it became, or moved (undo, redo); None for none.

        Raises:
            PlannerError: ``store.*`` when the file cannot be read.
        """
        if today != self.today:
            return read(self.path, today, waiting=self.shelf is not None)
        with reading(self.path) as connection:
            parts = again.after(connection, self.book, self.seen, topics, operation, self.shelf, today)
        after = replace(self, **parts)
        after._take_over(self)
        return after

    def _take_over(self, before: Overview) -> None:
        """Keep the answers of ``before`` that rest on nothing else than what is the same here."""
        names = [name for name in READERS if name not in PARTS]
        changed = {name for name in names if getattr(self, name) != getattr(before, name)}
        changed |= {name for name in PARTS if getattr(self.book, name) != getattr(before.book, name)}
        for name, parts in RESTS_ON.items():
            if name in vars(before) and changed.isdisjoint(parts):
                vars(self)[name] = vars(before)[name]
        same = before._asked
        self._asked = {
            account.loan.id: same[account.loan.id]
            if account.loan.id in same and same[account.loan.id].account == account
            else Asked(account, self.today)
            for account in self.book.accounts
        }


def read(path: Path, today: date, *, waiting: bool = False) -> Overview:
    """The overview of the database at ``path`` as of ``today``.

    Args:
        path: the database.
        today: the day.
        waiting: leave the records of accounts of which answers are kept (``storage/standing.py``) until they are asked:
            for whoever looks at ``current`` afterwards.

    Raises:
        PlannerError: ``store.*`` when the file cannot be read.
    """
    shelf = Shelf(path) if waiting else None
    with reading(path) as connection:
        return Overview(path, today, shelf=shelf, **again.everything(connection, shelf, today))


def _by_day(dues: Iterable[Due]) -> tuple[Due, ...]:
    """Dues by due date; of one day by loan and number."""
    return tuple(sorted(dues, key=lambda due: (due.due_on, due.loan_id, due.number)))
