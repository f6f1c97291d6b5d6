"""One loan: its terms and state, the schedule with what became of each instalment, everything recorded on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import ContentSwitcher

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account, Allowance, Denial, Draw, Reading, Repayment, Statement
from planner.domain.accounts.terms import DueShift
from planner.domain.figures.limits import utilisation
from planner.domain.figures.lines import draws_of
from planner.domain.ledger.state import Due, Position
from planner.domain.reminders.planned import at_hand
from planner.domain.what_if.prepay import settling
from planner.i18n import format as fmt
from planner.i18n import t
from planner.services import draws
from planner.ui.base import Listing, PlannerScreen
from planner.ui.dialogs.confirm import Confirm
from planner.ui.forms.fields import rate_text
from planner.ui.screens.loans.balance import BalanceForm
from planner.ui.screens.loans.day_forms import closing_form, take_back_form
from planner.ui.screens.loans.deleting import ask_delete
from planner.ui.screens.loans.draw import DrawForm
from planner.ui.screens.loans.loan_records import (
    amounts_beside,
    day_mark,
    due_row,
    facts,
    record_columns,
    record_rows,
    schedule_columns,
)
from planner.ui.screens.loans.paying import pay
from planner.ui.screens.loans.repayment import RepaymentForm
from planner.ui.screens.loans.statement import StatementForm
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Table
from planner.words.accounts import state_text
from planner.words.prepayment import early_facts

if TYPE_CHECKING:
    from planner.overview.overview import Overview


class LoanScreen(PlannerScreen):
    """Two lists in one place: tab changes between schedule and records."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p,space,f4", "pay", "key.pay"),
        Binding("tab", "turn", "key.turn", priority=True),
        Binding("b,f7", "balance", "key.balance"),
        Binding("w,f8", "draw", "key.draw"),
        Binding("w,f8", "purchase", "key.purchase"),  # instead, on a card
        Binding("w,f8", "another_draw", "key.another_draw"),  # instead, on a line drawn in instalments
        Binding("w,f8", "payout", "key.payout", show=False),  # instead, on a loan with a schedule
        Binding("s,ctrl+e", "printed", "key.printed", show=False),
        Binding("m,f3", "statement", "key.statement"),
        Binding("e,enter,f2", "edit", "key.edit"),
        Binding("d,delete", "delete", "key.delete"),
        Binding("t,f12", "what_if", "key.what_if"),
        Binding("y,f6", "cost", "key.cost"),
        Binding("r,f5", "rates", "key.rates"),
        Binding("a,ctrl+n", "allowance", "key.allowance", show=False),
        Binding("i,ctrl+l", "card_plans", "key.card_plans"),
        Binding("f,ctrl+f", "fees", "key.fees"),
        Binding("o,ctrl+o", "terms", "key.terms"),
        Binding("g,ctrl+g", "agreements", "key.agreements"),
        Binding("v,ctrl+b", "take_back", "key.take_back", show=False),
        Binding("x,f10", "settle", "key.settle", show=False),
        Binding("z,ctrl+k", "ask_closing", "key.ask_closing", show=False),
        Binding("c,f11", "close_line", "key.close_line", show=False),
    ]

    def __init__(self, loan_id: int) -> None:
        super().__init__()
        self.loan_id = loan_id

    @property
    def listing(self) -> Listing:
        """What is in view of it."""
        return Listing(self.query_one("#loan-lists", ContentSwitcher).current or "schedule", self.loan_id)

    def compose(self) -> ComposeResult:
        """Title, facts, schedule or records, the keys. The schedule has the columns that its dues need now."""
        place = self.planner.overview.positions[self.loan_id]
        columns = schedule_columns(self.account.loan, place.dues, self.planner.overview.today)
        yield Plain("", id="loan-title", classes="title")
        yield Plain("", id="loan-facts", classes="facts")
        with ContentSwitcher(initial="schedule", id="loan-lists"):
            yield Table(columns, empty=t("loan.no_schedule"), id="schedule")
            yield Table(record_columns(self.account, place), empty=_no_records(self.account), id="records")
        yield KeyBar()

    def on_mount(self) -> None:
        """The schedule has the focus; of a line or card the records are in view instead."""
        super().on_mount()
        self.query_one("#schedule", Table).focus()
        account = self.planner.overview.accounts[self.loan_id]
        if not account.loan.method.scheduled:
            self.action_turn()

    def show(self, overview: Overview) -> None:
        """On opening the cursor stands on the next due instalment. Closes once the loan is gone."""
        account = overview.accounts.get(self.loan_id)
        if account is None:
            self.close_gone()
            return
        place = overview.positions[self.loan_id]
        self.query_one("#loan-title", Plain).show(" " + full_name(account.loan))
        self.query_one("#loan-facts", Plain).show(self._facts(overview, account, place))
        schedule = self.query_one("#schedule", Table)
        first = schedule.all_rows == ()
        keep = str(place.next_due.number) if first and place.next_due else None
        schedule.reshape(schedule_columns(account.loan, place.dues, overview.today), t("loan.no_schedule"))
        schedule.load([due_row(due, overview.today, day_mark(account, due)) for due in place.dues], keep=keep)
        records = self.query_one("#records", Table)
        records.reshape(record_columns(account, place), _no_records(account))
        records.load(record_rows(account, place))

    def _facts(self, overview: Overview, account: Account, place: Position) -> str:
        loan, cost = account.loan, overview.costs[self.loan_id]
        room, below = self.size.width or 80, ""
        now, change = loan.rate_on(overview.today), loan.next_change(overview.today)
        sure = "" if loan.rate_confirmed or now is not loan.rate else t("loan.unconfirmed")
        rate = f"{rate_text(now.value)} {t(f'basis.{now.basis}')}{sure}"
        draws = draws_of(overview.book.accounts, loan.id)
        if draws and not account.draws:  # nothing was drawn on the line itself: interest is each draw's own
            price = [(t("loan.rate"), t("line.rate"))]
        else:
            price = [
                (t("loan.rate"), rate),
                (t("loan.nominal"), fmt.percent(cost.nominal)),
                (t("loan.effective"), fmt.percent(cost.effective)),
            ]
        pairs = [
            (t("loan.method"), t(f"method.{loan.method}")),
            *price,
            (t("balance.principal"), fmt.money(place.principal_minor)),
            (t("balance.accrued"), fmt.money(place.accrued_minor)),
            (t("balance.overdue"), fmt.money(place.overdue_minor)),
            (t("balance.settlement"), fmt.money(place.settlement_minor)),
            (t("balance.saving"), fmt.money(settling(account, overview.today).saving_minor)),
            (t("loan.state"), state_text(place) or t("state.active")),
            (t("loan.checked_on"), fmt.day(account.checked_on)),
        ]
        pairs += _late_facts(loan, place)
        pairs += amounts_beside(account, place)
        planned = at_hand(overview.planned, self.loan_id)
        if planned is not None:
            key = "payoff.loan_line.ends" if planned.ends else "payoff.loan_line"
            pairs.append((t("page.plan"), t(key, on=fmt.day(planned.on), amount=fmt.money(planned.amount_minor))))
        pairs += _before_bill(overview, self.loan_id)
        if not place.known:
            pairs.append((t("balance.unknown"), t("balance.unknown.check")))
        if change is not None:
            coming = t("loan.next_rate_value", on=fmt.day(change.from_on), rate=rate_text(change.rate.value))
            pairs.insert(2, (t("loan.next_rate"), coming))
        drawn = place.principal_minor + sum(overview.positions[one.loan.id].principal_minor for one in draws)
        if draws:
            pairs.append((t("line.draws"), t("line.draws_value", n=len(draws), amount=fmt.money(drawn))))
        if loan.line_id is not None:
            pairs.append((t("line.of"), full_name(overview.accounts[loan.line_id].loan)))
        if account.arrangements or account.moves:
            from planner.ui.screens.loans.agreements import conditions_of, facts_of

            pairs += facts_of(overview, account)
            below = conditions_of(overview, account, room)
        if loan.limit_minor is not None:
            pairs.append((t("loans.col.limit_left"), fmt.money(place.limit_left_minor)))
            pairs.append(
                (t("ratio.utilisation"), fmt.percent(utilisation(drawn - place.apart_minor, loan.limit_minor), 1))
            )
        if loan.offset_minor:
            pairs.append((t("terms.offset"), fmt.money(loan.offset_minor)))
        pairs += early_facts(loan)
        return facts(pairs, room) + below

    def explained(self) -> str:
        """How the figures of this loan come about, from its own terms and records."""
        from planner.ui.screens.loans.explain import explained

        return explained(self.account, self.planner.overview.positions[self.loan_id])

    # -- keys ------------------------------------------------------------------------------------------------------

    @property
    def account(self) -> Account:
        """The account as it is now. Raises ``KeyError`` once it is deleted."""
        return self.planner.overview.accounts[self.loan_id]

    def _record(self) -> Repayment | Draw | Reading | Statement | Allowance | Denial | None:
        """The record under the cursor, when the records are in view."""
        if self.query_one("#loan-lists", ContentSwitcher).current != "records":
            return None
        row = self.query_one("#records", Table).current
        return None if row is None else row.data

    def action_turn(self) -> None:
        """From the schedule to the records, and back."""
        switcher = self.query_one("#loan-lists", ContentSwitcher)
        switcher.current = "records" if switcher.current == "schedule" else "schedule"
        self.query_one(f"#{switcher.current}", Table).focus()

    def action_pay(self) -> None:
        """A repayment for the instalment under the cursor if it is unpaid, else for the next one."""
        due = self.planner.overview.positions[self.loan_id].next_due
        row = self.query_one("#schedule", Table).current
        if row is not None and isinstance(row.data, Due) and row.data.unpaid_minor and self._record() is None:
            due = row.data
        pay(self.planner, self.account, due)

    def action_take_back(self) -> None:
        """A repayment that failed or was taken back; once more: it stands after all."""
        from planner.services import repayments

        paid = self._record()
        if not isinstance(paid, Repayment):
            self.planner.toast(t("take_back.choose"))
            return
        if paid.reversed_on is None:
            self.planner.push_screen(take_back_form(self.account, paid))
        else:
            today = self.planner.overview.today
            self.planner.write(lambda store: repayments.take_back(store, paid.id, None, today=today), seen=paid)

    def action_fees(self) -> None:
        """Its charges beside interest, of a card the yearly one; offered where there is a schedule or a bill."""
        from planner.ui.screens.loans.fees import FeesScreen

        self.planner.push_screen(FeesScreen(self.loan_id))

    def action_allowance(self) -> None:
        """What the lender waived, gave back or credited."""
        from planner.ui.screens.loans.allowance import AllowanceForm

        self.planner.push_screen(AllowanceForm(self.account))

    def action_card_plans(self) -> None:
        """The instalment plans inside a card; offered on cards only."""
        from planner.ui.screens.loans.card_plans import CardPlansScreen

        self.planner.push_screen(CardPlansScreen(self.loan_id))

    def action_agreements(self) -> None:
        """What was agreed with the lender, and what became of the claim."""
        from planner.ui.screens.loans.agreements import AgreementsScreen

        self.planner.push_screen(AgreementsScreen(self.loan_id))

    def action_terms(self) -> None:
        """Its further terms: what its form leaves out, such as the disclosed cost or the bills of a card."""
        from planner.ui.screens.loans.terms_form import TermsForm

        self.planner.push_screen(TermsForm(self.account))

    def action_settle(self) -> None:
        """A repayment that ends the loan, filled in with what settling takes today."""
        self.planner.push_screen(RepaymentForm(self.account, settle=True))

    def action_what_if(self) -> None:
        """What paying early would save, on any day; nothing is recorded by it."""
        from planner.ui.screens.loans.what_if import WhatIf

        self.planner.push_screen(WhatIf(self.loan_id))

    def action_cost(self) -> None:
        """Its yearly cost and how it comes about."""
        from planner.ui.screens.loans.cost import CostScreen

        self.planner.push_screen(CostScreen(self.loan_id))

    def action_balance(self) -> None:
        """The balance that the lender shows: the ledger follows it from its day."""
        self.planner.push_screen(BalanceForm(self.account))

    def action_draw(self) -> None:
        """Money drawn, a purchase on a card, a further payout of a loan; not where a fee was fixed at the start."""
        self.planner.push_screen(DrawForm(self.account))

    action_purchase = action_payout = action_draw

    def action_printed(self) -> None:
        """The lender's own rows in place of the computed ones; offered where there is a schedule."""
        from planner.ui.screens.loans.printed import PrintedScreen

        self.planner.push_screen(PrintedScreen(self.loan_id))

    def action_another_draw(self) -> None:
        """Money drawn once more on the same line, with instalments as the latest draw has."""
        from planner.ui.screens.loans.another_draw import AnotherDrawForm

        like = self._latest_draw(self.account.loan)
        if like is not None:
            self.planner.push_screen(AnotherDrawForm(self.account, like))

    def _latest_draw(self, loan: Loan) -> Loan | None:
        """The latest draw with instalments of the line that the loan is, or is part of; None where it is none."""
        line_id = loan.line_id if loan.line_id is not None else loan.id
        draws = [account.loan for account in draws_of(self.planner.overview.book.accounts, line_id)]
        if loan.method.scheduled and loan.line_id is None:
            return loan if loan.limit_minor is not None else None
        return max(draws, key=lambda draw: (draw.start_on, draw.id), default=None)

    def action_rates(self) -> None:
        """The changes of its rate; not offered where a fee on the original principal is the price."""
        from planner.ui.screens.loans.rates import RatesScreen

        self.planner.push_screen(RatesScreen(self.loan_id))

    def action_statement(self) -> None:
        """A bill as it was printed; offered on cards only."""
        self.planner.push_screen(StatementForm(self.account))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hides what the method does not know, and ``take_back`` while nothing was repaid."""
        account = self.planner.overview.accounts.get(self.loan_id)
        if action in ("draw", "another_draw", "payout"):
            again = account is not None and self._latest_draw(account.loan) is not None
            method = None if again or account is None else account.loan.method
            in_parts = method is not None and method.scheduled and method is not Method.FLAT_FEE
            return {"another_draw": again, "draw": method is Method.REVOLVING, "payout": in_parts}[action]
        if action == "printed":
            return account is not None and account.loan.method.scheduled
        if action == "take_back":
            return account is not None and bool(account.repayments)
        if action in ("purchase", "statement", "card_plans"):
            return account is not None and account.loan.method is Method.CARD
        if action == "fees":
            return account is not None and account.loan.method is not Method.REVOLVING
        if action == "rates":
            return account is not None and account.loan.method is not Method.FLAT_FEE
        return True

    def action_edit(self) -> None:
        """Change the record under the cursor, or the loan itself while the schedule is in view."""
        from planner.ui.screens.loans.loan_form import LoanForm

        record = self._record()
        if isinstance(record, Repayment):
            self.planner.push_screen(RepaymentForm(self.account, edit=record))
        elif isinstance(record, Draw):
            self.planner.push_screen(DrawForm(self.account, edit=record))
        elif isinstance(record, Allowance):
            from planner.ui.screens.loans.allowance import AllowanceForm

            self.planner.push_screen(AllowanceForm(self.account, edit=record))
        elif record is None:
            self.planner.push_screen(LoanForm(self.account.loan))

    def action_delete(self) -> None:
        """Ask, then delete the record under the cursor, or the loan itself while the schedule is in view."""
        from planner.services import allowances, answers, readings, repayments

        record = self._record()
        if record is None:
            ask_delete(self.planner, self.account)
            return
        remove = {
            Repayment: repayments.delete,
            Draw: draws.delete_draw,
            Reading: readings.delete_reading,
            Statement: readings.delete_statement,
            Allowance: allowances.delete,
            Denial: answers.take_back,
        }[type(record)]

        def answered(yes: bool | None) -> None:
            if yes:
                self.planner.write(lambda store: remove(store, record.id), seen=record)

        self.planner.push_screen(Confirm(_delete_question(record)), answered)

    def action_ask_closing(self) -> None:
        """Closing was asked for; once more: it is not, after all."""
        from planner.services import loans

        loan_id = self.loan_id
        if self.account.loan.closing_on is not None and self.account.loan.closed_on is None:
            self.planner.write(lambda store: loans.reopen(store, loan_id))
        else:
            self.planner.push_screen(closing_form(self.account, self.planner.overview.today))

    def action_close_line(self) -> None:
        """The line was closed with the lender; once more: it is open, after all."""
        from planner.services import loans

        loan_id, today = self.loan_id, self.planner.overview.today
        if self.account.loan.closed_on is not None:
            self.planner.write(lambda store: loans.reopen(store, loan_id))
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.planner.write(lambda store: loans.close(store, loan_id, today))

        self.planner.push_screen(Confirm(t("loan.ask_close", loan=full_name(self.account.loan))), answered)

    def on_resize(self, _event: events.Resize) -> None:
        """The facts stand in as many columns as the new width takes."""
        if self.loan_id in self.planner.overview.accounts:
            self.show(self.planner.overview)


def _before_bill(overview: Overview, loan_id: int) -> list[tuple[str, str]]:
    """What is free to be paid on a card before its next bill, and how full its limit is then; else nothing."""
    found = [one for one in overview.before_bills if one.loan_id == loan_id and one.amount_minor]
    told = [
        t(
            "cash.before_bill.card",
            amount=fmt.money(one.amount_minor),
            on=fmt.day(one.on),
            after=fmt.percent(one.after, 0),
        )
        for one in found
    ]
    return [(t("reminder.rule.prebill"), said) for said in told]


def _late_facts(loan: Loan, place: Position) -> list[tuple[str, str]]:
    """What being late has cost, that its penalty is not known, and what due dates on days off do; none by default."""
    pairs = []
    if place.penalty_minor:
        key = "balance.late_interest" if loan.penalty is None else "balance.penalty"
        pairs.append((t(key), fmt.money(place.penalty_minor)))
    if place.overdue_minor and not loan.late_cost_known:
        pairs.append((t("balance.penalty"), t("balance.penalty_unknown")))
    if loan.due_shift is not DueShift.NONE:
        pairs.append((t("terms.due_shift"), t(f"loan.shifted.{loan.due_shift}")))
    return pairs


def _delete_question(record: Repayment | Draw | Reading | Statement | Allowance | Denial) -> str:
    if isinstance(record, Denial):
        return t("record.ask_delete_denial", on=fmt.day(record.on), due_on=fmt.day(record.due_on))
    amount = record.balance_minor if isinstance(record, Reading) else record.amount_minor
    return t("record.ask_delete", on=fmt.day(record.on), amount=fmt.money(amount))


def _no_records(account: Account) -> str:
    """What an empty list of records says: what is recorded first on such an account."""
    if account.loan.method is Method.CARD:
        return t("loan.no_records.card")
    return t("loan.no_records" if account.loan.method.scheduled else "loan.no_records.line")
