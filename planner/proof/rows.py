"""The plan as a mixed-integer program that every plan to the fen satisfies: its columns and rows.

Interest is rounded to the fen and a program is not; so each rounding is a variable of its own within half a fen either
way. The smallest value of the program is therefore never above the cost of the best plan to the fen, nor above that of
the best plan without rounding. Amounts are in yuan here, for the solver's sake; nothing of them is ever shown.
"""

from __future__ import annotations

import math
from itertools import accumulate, pairwise
from typing import Any

import highspy
import numpy as np

from planner.domain.payoff.engine.limits import Limits, Step, limits
from planner.domain.payoff.engine.lump import Lump
from planner.domain.payoff.engine.model import Debt, Reducing, Scheduled
from planner.domain.payoff.engine.parted import Parted
from planner.domain.payoff.engine.problem import Problem
from planner.proof.roundings import courses
from planner.proof.saving_up import Settled, needs
from planner.values import dataclass, field

HALF_FEN = 0.005
GAP = 2e-6  # of the cost: a fiftieth of what a proven plan may miss, roundings take some of the rest
SOON = 1e-5  # yuan for each month that a lender is open: of two plans of one cost the sooner
LONGEST_PROGRAM = 120  # months

# Times all that can ever be paid, without the fees for paying early, which are at most as much again. Money beyond that
# buys nothing, and a solver that counts ten milliards to a millionth contradicts itself over what is left of them.
PLENTY = 2
INFINITE = math.inf

# Good plans are known before, and what costs more is left out from the first: without searches for more of them, and
# without presolving again for a part of the choices, proofs take a fifth of the time (measured).
OFF = (
    "mip_heuristic_run_root_reduced_cost",
    "mip_heuristic_run_rins",
    "mip_heuristic_run_rens",
    "mip_allow_restart",
)
ON = ("mip_root_presolve_only",)

Terms = dict[int, float]


def _sum(*parts: Terms) -> Terms:
    """Terms added up, column by column."""
    found: Terms = {}
    for part in parts:
        for column, value in part.items():
            found[column] = found.get(column, 0.0) + value
    return found


def quiet() -> Any:
    """A solver that prints nothing."""
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)  # of every one: they share what the first one to run has set up
    for option in (*OFF, *ON):
        solver.setOptionValue(option, option in ON)
    return solver


@dataclass
class Columns:
    """Columns of one debt by month (1 … its last month in the program); of one by instalments by step (0 …)."""

    balance: dict[int, int] = field(default_factory=dict)
    paid: dict[int, int] = field(default_factory=dict)
    still: dict[int, int] = field(default_factory=dict)
    rounding: dict[int, int] = field(default_factory=dict)
    above: dict[int, int] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)  # scheduled: settled in that month
    limits: Limits | None = None


class Rows:
    """One problem over ``horizon`` months. A debt that is open at its end has its balance as the rest of its cost.

    That is less than it will really cost, so the bound stays a bound; the horizon is chosen behind the end of the
    plans in question (debts that are dear to pay early have one of their own), so it is tight as well.

    ``to_the_fen``: the interest of lines is in whole fens, where that can be said, and not within half a fen.
    """

    def __init__(self, problem: Problem, horizon: int, *, to_the_fen: bool = False) -> None:
        self.problem = problem
        self.to_the_fen = to_the_fen
        self._fens: list[int] = []  # interest in whole fens
        self._sooner = horizon
        self.horizon = max([horizon, *(self._last(debt) for debt in problem.debts)])
        horizon = self.horizon
        self.columns = [Columns() for _ in problem.debts]
        self._low: list[float] = []
        self._high: list[float] = []
        self._cost: list[float] = []
        self._whole: list[int] = []
        self._rows: list[tuple[float, float, Terms]] = []
        self._offset = (problem.charged_minor - problem.owed_minor + problem.sure_fees_minor) / 100
        self._fee_rows: list[tuple[int, float]] = []
        self._money_rows: list[int] = []
        self._days = [(month, slot) for month, days in enumerate(problem.bounds(horizon), 1) for slot in days]
        self._cash: list[Terms] = [{} for _ in self._days]
        self._due = [0.0] * len(self._days)  # what is asked for in any case
        self._at = {(month, place): at for at, (month, slot) in enumerate(self._days) for place in slot.places}
        self._grown: list[tuple[int, float, int]] = []  # rows of balances: what roundings may take, while it is open
        self.open = {lender: [self._column(0, 1, SOON) for _ in range(horizon)] for lender in problem.lenders}
        for months in self.open.values():
            for before, after in pairwise(months):
                self._row(-INFINITE, 0, {after: 1, before: -1})
        for index, debt in enumerate(problem.debts):
            if isinstance(debt, Lump):
                self._lump(index, debt)
            elif isinstance(debt, Reducing):
                self._reducing(index, debt)
            elif isinstance(debt, Parted):
                self._parted(index, debt)
            else:
                self._scheduled(index, debt)
        self._budget()
        self._saved_up()
        self._counts = [
            self._row(-INFINITE, len(self.open), {months[at]: 1.0 for months in self.open.values()})
            for at in range(horizon)
        ]
        self.solver = self._load()

    def _last(self, debt: Debt) -> int:
        """The last month of a debt in the program: one whose early payment has a fee may best run to its own end."""
        if isinstance(debt, Parted):
            free = not any(debt.fees) or bool(debt.spare)
            return self._sooner if free else max(self._sooner, min(debt.last_month, LONGEST_PROGRAM))
        if not isinstance(debt, Reducing):
            return 0
        if isinstance(debt, Lump):
            return self._sooner if debt.free else max(self._sooner, min(len(debt.units), LONGEST_PROGRAM))
        if not any(debt.fee_by_month) and debt.early_from is not None:
            return self._sooner
        balance, month = debt.balance_minor, 0
        while balance > 0 and month < LONGEST_PROGRAM:
            month += 1
            interest = debt.interest(balance, month)
            balance += interest - debt.required(balance, interest, month)
        return max(self._sooner, month)

    def _column(self, low: float, high: float, cost: float = 0.0, *, whole: bool = False) -> int:
        self._low.append(low)
        self._high.append(high)
        self._cost.append(cost)
        if whole:
            self._whole.append(len(self._low) - 1)
        return len(self._low) - 1

    def _row(self, low: float, high: float, terms: Terms) -> int:
        self._rows.append((low, high, terms))
        return len(self._rows) - 1

    def _reducing(self, index: int, debt: Reducing) -> None:
        """Balance, payment and rounding of each month, and whether the debt is still open at its end."""
        made = self.columns[index]
        most = debt.balance_minor / 100  # what is owed at most: after required payments alone
        before: int | None = None
        last = self._last(debt)
        course = courses(debt, last)
        for month in range(1, last + 1):
            less, more = (fen / 100 for fen in debt.swing_in(month))
            taken = month == debt.first and debt.grown_minor is not None and before is not None
            rate = float(debt.rate(month)) / 12 if taken else debt.growth(month) - 1
            owed = most * (1 + rate) + more + (HALF_FEN if taken else 0.0)
            due = debt.ends is not None and month >= debt.ends
            left = 0.0 if due else max(0.0, owed - self._least(debt, most, rate, month))
            balance = made.balance[month] = self._column(0, left)
            paid = made.paid[month] = self._column(0, owed, 1.0)
            unpaid = course.get(month)
            if unpaid is not None and unpaid.sure:  # every plan owes as much
                less = more = unpaid.rounding
            rounding = made.rounding[month] = self._column(less, more)
            terms = {balance: 1.0, paid: 1.0, rounding: -1.0}
            if before is None:
                self._row(most * (1 + rate), most * (1 + rate), terms)
            elif taken:
                bears = self._principal(debt, before)
                self._row(-HALF_FEN, HALF_FEN, terms | {before: -1.0, bears: -rate})  # what has grown was rounded, too
            else:
                self._row(0, 0, terms | {before: -(1 + rate)})
            if before is not None and less < more:
                was = made.still[month - 1]  # nothing owed, nothing rounded
                self._row(-INFINITE, 0, {rounding: 1.0, was: -more})
                self._row(0, INFINITE, {rounding: 1.0, was: -less})
                known = month <= debt.first and debt.first_interest_minor is not None
                if self.to_the_fen and type(debt) is Reducing and not known:
                    fens = self._column(0, INFINITE)
                    self._fens.append(fens)
                    self._row(0, 0, {rounding: 1.0, before: rate, fens: -2 * HALF_FEN})
                    if unpaid is not None:
                        steep = (unpaid.rounding - less) / unpaid.until
                        self._row(unpaid.rounding - steep * unpaid.owed, INFINITE, {rounding: 1.0, before: -steep})
            still = made.still[month] = self._column(0, 1 if left > 0 else 0, whole=True)
            self._row(-INFINITE, 0, {balance: 1.0, still: -left})
            self._required(index, debt, month, rate, before, due=due)
            if month > 1:
                self._row(-INFINITE, 0, {still: 1.0, made.still[month - 1]: -1.0})
            self._row(0, INFINITE, {self.open[debt.lender][month - 1]: 1.0, still: -1.0})
            self._cash[self._at[month, index]][paid] = 1.0
            most, before = left, balance
            if left <= 0:
                break
        else:
            assert before is not None
            self._cost[before] += 1.0  # what is open at the end of the program is at least owed

    def _lump(self, index: int, debt: Lump) -> None:
        """Principal and unpaid interest by month of a loan repaid at once: none of the latter where principal is paid.

        Interest is counted without rounding, so that what is unpaid of it may be off by that of all paid so far.
        """
        made, owed, slack, grown = self.columns[index], debt.balance_minor / 100, debt.slack / 100, 0.0
        self._offset += debt.kept_minor / 100
        before, unpaid = -1, -1
        for month, unit in enumerate(debt.units[: self._last(debt)], 1):
            due, grown = month == len(debt.units), grown + unit
            takes = due or debt.takes(month)
            was, since = before, unpaid
            before = made.balance[month] = self._column(0, 0.0 if due else owed)
            unpaid = self._column(-slack, slack if due else owed * grown + slack)
            paid = made.paid[month] = self._column(0, owed * (1 + grown) + 2 * slack if takes else 0.0, 1.0)
            still = made.still[month] = self._column(0, 0 if due else 1, whole=True)
            known = 0.0 if month > 1 else owed
            left: Terms = {} if month == 1 else {was: -1.0}
            grows: Terms = {} if month == 1 else {was: -unit, since: -1.0}
            self._row(known * (1 + unit), known * (1 + unit), _sum({paid: 1.0, before: 1.0, unpaid: 1.0}, left, grows))
            gone: Terms = dict.fromkeys(left, 1.0) | {before: -1.0}
            self._row(-known, INFINITE, gone)
            self._row(-INFINITE, known * unit, grows | {unpaid: 1.0})
            self._row(-INFINITE, 0, {before: 1.0, still: -owed})
            self._row(0, INFINITE, {self.open[debt.lender][month - 1]: 1.0, still: -1.0})
            self._cash[self._at[month, index]][paid] = 1.0
            if month > 1:
                self._row(-INFINITE, 0, {still: 1.0, made.still[month - 1]: -1.0})
            if due and month > 1:
                self._cost[made.still[month - 1]] += (debt.row_fee_minor - debt.kept_minor) / 100
                self._cash[self._at[month, index]][made.still[month - 1]] = debt.row_fee_minor / 100
            elif takes:
                touched = self._column(0, 1, whole=True)
                self._row(known, INFINITE, left | {before: 1.0, touched: owed})
                self._row(-INFINITE, owed * grown + slack, {unpaid: 1.0, touched: owed * grown})
                if debt.fee_in(month):
                    made.above[month] = self._charge(self._at[month, index], float(debt.fee_in(month)), -known, gone)
        if len(debt.units) > self._last(debt):
            self._cost[before] += 1.0  # what is open at the end of the program is at least owed
            rest = self._column(0, INFINITE, 1.0)  # interest of it; of a loan that ended the roundings are none
            self._row(-INFINITE, slack, {unpaid: 1.0, rest: -1.0})

    def _principal(self, debt: Reducing, before: int) -> int:
        """The column of what bears interest where some had grown before the first month: of that none does."""
        principal, grown = debt.balance_minor / 100, (debt.grown_minor or 0) / 100
        bears, touched = (
            self._column(0, principal),
            self._column(0, 1, whole=True),
        )  # touched: the principal was paid of
        self._row(-INFINITE, 0, {bears: 1.0, before: -1.0})
        self._row(principal, INFINITE, {bears: 1.0, touched: principal})
        self._row(-grown, INFINITE, {bears: 1.0, before: -1.0, touched: -grown})
        return bears

    @staticmethod
    def _least(debt: Reducing, balance: float, rate: float, month: int) -> float:
        """The required payment at a balance, at least (each of its roundings against us)."""
        if month < debt.first:
            return 0.0
        if month == debt.first and debt.first_required_minor is not None:
            return debt.first_required_minor / 100
        pieces, less = [debt.minimum_minor / 100], debt.swing_in(month)[0] / 100 - HALF_FEN
        if debt.minimum_share:
            pieces.append(float(debt.minimum_share) * balance * (1 + rate) + less)
        if debt.interest_and is not None:
            pieces.append((rate + float(debt.interest_and)) * balance + less)
        return max(pieces)

    def _required(self, index: int, debt: Reducing, month: int, rate: float, before: int | None, *, due: bool) -> None:
        """The least that is paid while the debt stays open, and what may be paid or is charged above it.

        In a month in which all of it is ``due`` no payment is an early one.
        """
        made = self.columns[index]
        paid, still = made.paid[month], made.still[month]
        pieces: list[Terms] = []  # each piece of the minimum as (terms, with the constant under -1)
        known = 0 if month < debt.first else debt.first_required_minor if month == debt.first else None
        least = debt.minimum_minor if known is None else known
        if least:
            self._row(0, INFINITE, {paid: 1.0, still: -least / 100})
            pieces.append({-1: least / 100})
        shares = [float(debt.minimum_share) * (1 + rate)] if debt.minimum_share and known is None else []
        if debt.interest_and is not None and known is None:
            shares.append(rate + float(debt.interest_and))
        swing = debt.swing_in(month)
        less, more = swing[0] / 100 - HALF_FEN, swing[1] / 100 + HALF_FEN  # the share is rounded half up, too
        for part in shares:
            start = part * debt.balance_minor / 100
            constant = less + (start if before is None else 0.0)
            terms = {} if before is None else {before: part}
            self._row(constant, INFINITE, {paid: 1.0} | {column: -value for column, value in terms.items()})
            pieces.append(terms | {-1: constant - less + more})
        if due:
            return
        top: Terms = {}
        for piece in pieces:
            for column, value in piece.items():
                top[column] = top.get(column, 0.0) + value
        constant = top.pop(-1, 0.0)
        above = {paid: 1.0} | {column: -value for column, value in top.items()}
        if debt.early_from is None or month < debt.early_from:
            self._row(-INFINITE, constant, above)
        elif debt.fee_in(month):
            made.above[month] = self._charge(self._at[month, index], float(debt.fee_in(month)), constant, above)

    def _charge(self, at: int, fee: float, constant: float, above: Terms) -> int:
        """The column of what is paid early at a fee on a day: at least ``above`` less ``constant``."""
        extra = self._column(0, INFINITE, fee)
        self._cash[at][extra] = fee
        row = self._row(-INFINITE, constant + HALF_FEN / fee, above | {extra: -1.0})
        self._fee_rows.append((row, constant))
        return extra

    def _parted(self, index: int, debt: Parted) -> None:
        """What is asked for before anything can be paid early, then step by step: see ``limits``."""
        made, known, last = self.columns[index], limits(debt), self._last(debt)
        made.limits = known
        for month, amount in known.fixed:
            self._offset += amount / 100
            if month <= self.horizon:
                self._due[self._at[month, index]] += amount / 100
        ends = known.steps[0].month if known.steps else debt.last_month
        for month in range(1, min(ends, self.horizon + 1)):
            self._row(1, INFINITE, {self.open[debt.lender][month - 1]: 1.0})
        self._offset += sum(step.stays_minor for step in known.steps) / 100
        if known.steps and known.steps[0].month > last:
            self._offset += known.balance_minor / 100
            return
        for at, step in enumerate(known.steps):
            if step.month > last:
                self._cost[made.balance[at - 1]] += 1.0  # what is open at the end of the program is at least owed
                break
            self._step(index, known, at, step)
            later = known.steps[at + 1].month if at + 1 < len(known.steps) else step.month + 1
            for month in range(step.month, min(later, self.horizon + 1)):
                self._row(0, INFINITE, {self.open[debt.lender][month - 1]: 1.0, made.still[at]: -1.0})

    def _step(self, index: int, known: Limits, at: int, step: Step) -> None:
        """One instalment, or the first day on which money is taken early."""
        made, day = self.columns[index], self._at[step.month, index]
        left = step.left_minor / 100
        balance = made.balance[at] = self._column(0, left)
        most = known.steps[at - 1].left_minor if at else known.balance_minor
        paid = made.paid[at] = self._column(0, 2 * step.growth * most / 100 + 1, 1.0)
        still = made.still[at] = self._column(0, 1 if left > 0 else 0, whole=True)
        self._row(-INFINITE, 0, {balance: 1.0, still: -left})
        self._cash[day][paid] = 1.0
        above: Terms = {paid: 1.0}
        if at:
            above[made.balance[at - 1]] = -step.rise
            before, was = made.balance[at - 1], made.still[at - 1]
            slack, base = step.slack / 100, step.base / 100
            row = self._row(0, INFINITE, {balance: 1.0, paid: 1.0, before: -step.growth, was: slack})
            self._grown.append((row, slack, was))
            least = {paid: 1.0, before: -step.slope}
            self._row(min(base, 0.0), INFINITE, least | ({still: -base} if base > 0 else {}))
            self._row(-INFINITE, 0, {still: 1.0, was: -1.0})
            self._cost[was] += step.fee_minor / 100
            fees = (step.fee_minor + step.stays_minor) / 100
            self._cash[day][was] = self._cash[day].get(was, 0.0) + fees
        else:
            owed = known.balance_minor / 100
            self._row(owed, owed, {balance: 1.0, paid: 1.0})
        if math.isinf(step.most):
            return
        if not step.takes:
            self._row(-INFINITE, step.most / 100, above)
        elif step.charge:
            made.above[at] = self._charge(day, step.charge, step.most / 100, above)

    def _scheduled(self, index: int, debt: Scheduled) -> None:
        """In which month the loan is settled; the schedule to its end is the last choice."""
        made = self.columns[index]
        last = len(debt.rows)
        totals = [row.total_minor / 100 for row in debt.rows]
        choices = {
            month: sum(totals[:month]) + settling.total_minor / 100
            for month, settling in enumerate(debt.settle, 1)
            if settling is not None
        }
        late = min([sum(totals), *(cost for month, cost in choices.items() if month > self.horizon)])
        for month, cost in choices.items():
            if month <= self.horizon and month < last:
                made.ends[month] = self._column(0, 1, cost, whole=True)
        made.ends[last if last <= self.horizon else self.horizon + 1] = self._column(0, 1, late, whole=True)
        self._row(1, 1, dict.fromkeys(made.ends.values(), 1.0))
        for month in range(1, min(last, self.horizon) + 1):
            cash = self._cash[self._at[month, index]]
            for ends, column in made.ends.items():
                if ends >= month:
                    cash[column] = cash.get(column, 0.0) + totals[month - 1]
            settling = debt.settle[month - 1]
            if settling is not None and month < last:
                cash[made.ends[month]] += settling.total_minor / 100
            if month < last:
                later = {column: -1.0 for ends, column in made.ends.items() if ends > month}
                self._row(0, INFINITE, {self.open[debt.lender][month - 1]: 1.0} | later)

    def _plenty(self) -> float:
        """More than all months together can take: a month that brings as much allows whatever one with more does."""
        paid = sum(self._due)
        for cash in self._cash:
            tops = (coefficient * self._high[column] for column, coefficient in cash.items())
            paid += sum(top for top in tops if math.isfinite(top))
        return PLENTY * paid

    def _budget(self) -> None:
        """Money spent and carried on is the money there was; what may not be carried is spent elsewhere."""
        self.carried: list[int] = []
        self.absent: list[int] = []
        plenty, before, column, carry = self._plenty(), 0, None, self.problem.budget.carry
        for at, (month, slot) in enumerate(self._days):
            money = min((slot.most_minor - before) / 100 - self._due[at], plenty)
            if carry:
                terms = self._cash[at] | ({} if column is None else {column: -1.0})
                column, before = self._column(0, INFINITE), slot.most_minor
                row = self._row(money, money, terms | {column: 1.0})
                if at + 1 == len(self._days) or self._days[at + 1][0] > month:
                    self.carried.append(column)
                    self.absent.append(sum(self.problem.budget.between(1, month)) - slot.most_minor)
            else:
                row = self._row(-INFINITE, money, self._cash[at])
            self._money_rows.append(row)

    def _saved_up(self) -> None:
        """What is carried on from a month suffices for the loans that are settled later: see ``saving_up``."""
        if not self.carried:
            return
        brought, due = [0.0] * (self.horizon + 1), [0.0] * (self.horizon + 1)
        for at, (month, slot) in enumerate(self._days):
            brought[month] = slot.most_minor / 100
            due[month] += self._due[at]
        debts = zip(self.problem.debts, self.columns, strict=True)
        loans = [Settled(debt, made.ends) for debt, made in debts if isinstance(debt, Scheduled)]
        for month, lacking in needs(loans, brought, list(accumulate(due))):
            kept = {self.carried[month - 1]: 1.0} if month else {}
            self._row(0, INFINITE, kept | {column: -amount for column, amount in lacking.items()})

    def _load(self) -> Any:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self._low), len(self._rows)
        model.col_cost_ = np.array(self._cost)
        model.col_lower_, model.col_upper_ = np.array(self._low), np.array(self._high)
        model.row_lower_ = np.array([row[0] for row in self._rows])
        model.row_upper_ = np.array([row[1] for row in self._rows])
        model.offset_ = self._offset
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(row[2]) for row in self._rows)])
        model.a_matrix_.index_ = np.array([column for row in self._rows for column in row[2]])
        model.a_matrix_.value_ = np.array([value for row in self._rows for value in row[2].values()])
        kinds = [highspy.HighsVarType.kContinuous] * len(self._low)
        for column in (*self._whole, *self._fens):
            kinds[column] = highspy.HighsVarType.kInteger
        model.integrality_ = kinds
        solver = quiet()
        solver.setOptionValue("mip_rel_gap", GAP)
        solver.passModel(model)
        return solver
