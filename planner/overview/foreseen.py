"""The second of an overview's answers: what the adopted plan and the balance of cash foresee."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from planner.domain.figures.ratios import Ratios
from planner.domain.ledger.state import Due
from planner.domain.reminders.planned import BeforeBill, Planned, settled_before, settled_on, with_due
from planner.overview.figures import Figures
from planner.values import replace

if TYPE_CHECKING:
    from planner.domain.cash.balance import Cash
    from planner.domain.cash.budget import MonthFlow
    from planner.domain.cash.prebill import PreBill
    from planner.domain.payoff.adopted.adopted import Baseline
    from planner.domain.payoff.adopted.movement import Movement
    from planner.domain.payoff.adopted.progress import Progress
    from planner.domain.payoff.debts.means import Means


class Foreseen(Figures):
    """The same with the days to come: the adopted plan, the money for it, the balance of cash by day."""

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
