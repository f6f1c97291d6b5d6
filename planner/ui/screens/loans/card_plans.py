"""The instalment plans inside a card: what each bill holds of them, what they cost a year, what ending them costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from planner.domain.accounts.doubts import plan_doubt
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import MOST_PARTS, Account, CardPlan, PlanEnd, PlanSource
from planner.domain.accounts.terms import FeeWhen
from planner.domain.basics.rates import RateBasis
from planner.domain.ledger.card_ledger import running_plans, unrecorded_of
from planner.domain.ledger.card_plans import RunningPlan, plan_fee, plan_loan, plan_rows
from planner.domain.schedule.yearly_cost import yearly_cost
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.dialogs.confirm import Confirm
from planner.ui.forms.fields import (
    Field,
    Texts,
    amount_field,
    count_field,
    date_field,
    option_texts,
    rate_field,
    rate_text,
)
from planner.ui.forms.form import Form
from planner.ui.screens.loans.loan_entries import doubt_text
from planner.ui.screens.loans.loan_list import LoanList
from planner.ui.widgets.table import Cell, Column, Row, Table
from planner.ui.widgets.text import wrap

if TYPE_CHECKING:
    from planner.overview.overview import Overview


class CardPlanForm(Form):
    """One plan: how much, in how many parts, at what fee, in place of what, and how it ends early."""

    def __init__(self, account: Account, plan: CardPlan | None = None) -> None:
        super().__init__()
        self.account = account
        self.plan = plan
        self.draft_key = f"plan-{account.loan.id}-{plan.id if plan else 'new'}"

    def heading(self) -> str:
        """Whether a plan is added or changed, and on which card."""
        return t("card_plan.form.edit" if self.plan else "card_plan.form.add", loan=full_name(self.account.loan))

    def fields(self) -> Sequence[Field]:
        """The share of the ending is asked only where ending costs a share; without ``ended_on`` the plan goes on."""
        today = self.planner.overview.today
        return (
            amount_field("amount", t("card_plan.amount"), hint=t("card_plan.hint.amount"), doubt=self._doubt),
            Field(
                "source",
                t("card_plan.source"),
                options=option_texts("card_plan.source", list(PlanSource)),
                hint=t("card_plan.hint.source"),
            ),
            Field(
                "own_limit",
                t("card_plan.own_limit"),
                options=option_texts("card_plan.own_limit", ["no", "yes"]),
                hint=t("card_plan.hint.own_limit"),
            ),
            date_field("started_on", t("card_plan.started_on"), today, hint=t("card_plan.hint.started_on")),
            count_field("terms", t("card_plan.terms"), hint=t("card_plan.hint.terms")),
            rate_field("rate", t("card_plan.rate"), hint=t("card_plan.hint.rate")),
            Field(
                "basis",
                t("card_plan.basis"),
                options=option_texts("card_plan.basis", [RateBasis.TERM, RateBasis.TOTAL]),
                hint=t("card_plan.hint.basis"),
            ),
            Field(
                "fee_when",
                t("card_plan.fee_when"),
                options=option_texts("card_plan.fee_when", [FeeWhen.PER_TERM, FeeWhen.FIRST_TERM]),
                hint=t("card_plan.hint.fee_when"),
            ),
            Field(
                "at_end",
                t("card_plan.at_end"),
                options=option_texts("card_plan.at_end", list(PlanEnd)),
                hint=t("card_plan.hint.at_end"),
            ),
            rate_field(
                "end_share",
                t("card_plan.end_share"),
                shown=lambda texts: texts["at_end"] == PlanEnd.SHARE,
                hint=t("card_plan.hint.end_share"),
            ),
            date_field("ended_on", t("card_plan.ended_on"), today, optional=True, hint=t("card_plan.hint.ended_on")),
            Field("note", t("loan.note"), optional=True),
        )

    def _doubt(self, amount_minor: int, values: dict[str, Any]) -> str:
        """It moves what is recorded as owed; how many parts there are and what they cost changes nothing of that."""
        began = values["started_on"]
        if began is None or not amount_minor:
            return ""
        key, source = self.plan.id if self.plan else 0, PlanSource(values["source"])
        plan = CardPlan(key, began, amount_minor, MOST_PARTS, source=source)
        return doubt_text(plan_doubt(amount_minor, unrecorded_of(self.account, plan)))

    def start(self) -> Texts:
        """What the plan says; a new one begins today."""
        plan = self.plan
        if plan is None:
            return {"started_on": self.planner.overview.today.isoformat()}
        return {
            "source": plan.source,
            "own_limit": "yes" if plan.own_limit else "no",
            "amount": fmt.plain_money(plan.principal_minor),
            "started_on": plan.started_on.isoformat(),
            "terms": str(plan.terms),
            "rate": rate_text(plan.rate),
            "basis": plan.basis,
            "fee_when": plan.fee_when,
            "at_end": plan.at_end,
            "end_share": rate_text(plan.end_share) if plan.end_share else "",
            "ended_on": plan.ended_on.isoformat() if plan.ended_on else "",
            "note": plan.note,
        }

    def _plan(self, values: dict[str, Any]) -> CardPlan:
        at_end = PlanEnd(values["at_end"])
        return CardPlan(
            self.plan.id if self.plan else 0,
            values["started_on"],
            values["amount"],
            values["terms"],
            values["rate"],
            RateBasis(values["basis"]),
            FeeWhen(values["fee_when"]),
            at_end,
            values["end_share"] if at_end is PlanEnd.SHARE else Decimal(0),
            values["ended_on"],
            values["note"] or "",
            PlanSource(values["source"]),
            own_limit=values["own_limit"] == "yes",
        )

    def beside(self, texts: Texts) -> str:
        """What the plan costs, and what its parts ask for."""
        values = self.known(texts)
        needed = ("amount", "started_on", "terms", "rate")
        if (
            any(values.get(key) is None for key in needed)
            or not 1 <= values["terms"] <= MOST_PARTS
            or values["amount"] < 1
        ):
            return "\n".join(wrap(t("card_plan.beside"), self.room_beside))
        plan = self._plan(values | {"end_share": values.get("end_share") or Decimal(0)})
        lines = cost_lines(self.account, plan)
        rows = plan_rows(self.account.loan, plan)
        lines.append("")
        for row in rows if len(rows) <= 3 else (*rows[:2], rows[-1]):
            lines.append(
                t("card_plan.part", n=row.number, amount=fmt.money(row.amount_minor), fee=fmt.money(row.fee_minor))
            )
        return "\n".join(line for text in lines for line in (wrap(text, self.room_beside) if text else [""]))

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Add the plan, or replace the one that was opened."""
        from planner.services import card_plans

        plan, loan_id, today = self._plan(values), self.account.loan.id, self.planner.overview.today
        if self.plan is None:
            self.planner.write(
                lambda store: card_plans.add(store, loan_id, plan, today=today), then=done, failed=self.show_error
            )
        else:
            self.planner.write(
                lambda store: card_plans.edit(store, plan, today=today),
                then=done,
                failed=self.show_error,
                seen=self.plan,
            )


def cost_lines(account: Account, plan: CardPlan) -> list[str]:
    """Fee and yearly cost of a plan, from the flows of its parts."""
    cost = yearly_cost(plan_loan(account.loan, plan))
    lines = [
        f"{t('cost.fees')}  {fmt.money(plan_fee(plan))}",
        f"{t('cost.nominal')}  {fmt.percent(cost.nominal)}",
        f"{t('cost.effective')}  {fmt.percent(cost.effective)}",
    ]
    return [*lines, t(f"cost.reason.{cost.reason}")] if cost.reason else lines


class CardPlansScreen(LoanList):
    """The plans of one card, also those that are over, and above them how much the running ones hold in all."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,ctrl+n", "add", "key.add_plan"),
        Binding("e,enter,f2", "edit", "key.edit"),
        Binding("d,delete", "delete", "key.delete"),
        Binding("i,ctrl+l", "leave", "key.back", show=False),
    ]

    name_key, list_id, empty_key = "card_plan.title", "plans", "card_plan.none"

    def columns(self) -> Sequence[Column]:
        """What a bill asks for next, what is left, what it costs."""
        return columns()

    def content(self, overview: Overview, account: Account) -> tuple[Iterable[str], Sequence[Row]]:
        """The principal that running plans still hold, fen, and every plan recorded."""
        running = running_plans(account, overview.today)
        held = sum(one.remaining for one in running.values())
        told = [t("card_plan.held", n=len(running), amount=fmt.money(held))] if account.plans else []
        return told, [_row(account, plan, running.get(plan.id)) for plan in account.plans]

    def _plan(self) -> CardPlan | None:
        row = self.query_one(Table).current
        return None if row is None else row.data

    def action_add(self) -> None:
        """A further plan."""
        self.planner.push_screen(CardPlanForm(self.account))

    def action_edit(self) -> None:
        """Change the plan under the cursor."""
        plan = self._plan()
        if plan is not None:
            self.planner.push_screen(CardPlanForm(self.account, plan))

    def action_delete(self) -> None:
        """Ask, then delete the plan under the cursor."""
        from planner.services import card_plans

        plan = self._plan()
        if plan is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.planner.write(lambda store: card_plans.delete(store, plan.id), seen=plan)

        question = t("card_plan.ask_delete", amount=fmt.money(plan.principal_minor), on=fmt.day(plan.started_on))
        self.planner.push_screen(Confirm(question), answered)


def unpriced(plan: CardPlan) -> bool:
    """Whether its fee is not known: a file that told of the purchase does not tell it."""
    return plan.source is PlanSource.PURCHASE and not plan.rate


def columns() -> tuple[Column, ...]:
    """What a bill asks for next, what is left of the plan, what it costs a year, what ending it today would cost."""
    return (
        Column("started_on", t("card_plan.started_on"), 10),
        Column("amount", t("card_plan.amount"), 11, "right"),
        Column("billed", t("card_plan.col.billed"), 7, "right"),
        Column("part", t("card_plan.col.part"), 10, "right"),
        Column("left", t("card_plan.col.left"), 11, "right"),
        Column("cost", t("loans.col.cost"), 8, "right"),
        Column("ending", t("card_plan.col.ending"), 10, "right", rank=1),
        Column("source", t("card_plan.source"), 12, rank=2, flex=True),
    )


def _row(account: Account, plan: CardPlan, running: RunningPlan | None) -> Row:
    part = (0, 0) if running is None else running.following
    cells: dict[str, Cell] = {
        "started_on": fmt.day(plan.started_on),
        "amount": fmt.money(plan.principal_minor),
        "billed": f"{plan.terms if running is None else plan.terms - running.parts_left}/{plan.terms}",
        "part": fmt.money(sum(part)) if running else t("card_plan.over"),
        "left": fmt.money(running.remaining if running else 0),
        "cost": fmt.percent(yearly_cost(plan_loan(account.loan, plan)).effective) + ("?" if unpriced(plan) else ""),
        "ending": fmt.money(running.end_fee()) if running else "",
        "source": t(f"card_plan.source.{plan.source}"),
    }
    return Row(str(plan.id), cells, data=plan)
