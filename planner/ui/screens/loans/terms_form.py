"""Further terms of a loan: the yearly cost that its lender disclosed, and how the bills of a card are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import PLAIN_CARD
from planner.domain.ledger.agreed import cost_of
from planner.domain.ledger.position import position
from planner.domain.reference.products import Preset
from planner.domain.schedule.instalments import check_payment
from planner.domain.schedule.yearly_cost import YearlyCost, disclosed_gap
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.forms.fields import Field, Texts
from planner.ui.forms.form import Form
from planner.ui.screens.loans.card_terms import CARD_FACTS, LATE_FACTS, is_card, usual_lines
from planner.ui.screens.loans.loan_field import Scene, fields_of, loan_with, texts_of, usual_texts
from planner.ui.screens.loans.terms_fields import TERMS_FIELDS, order_text
from planner.ui.widgets.text import wrap
from planner.values import replace


def gap_text(loan: Loan, cost: YearlyCost) -> str:
    """What the lender disclosed beside what the flows say; empty when it disclosed nothing or they say nothing."""
    gap = disclosed_gap(loan, cost)
    if loan.disclosed is None or gap is None:
        return ""
    told = t(
        "terms.disclosed_told",
        rate=fmt.percent(loan.disclosed.rate),
        basis=t(f"disclosed.{loan.disclosed.basis}"),
        gap=f"{gap.points:f}",
    )
    return told + t("terms.gap_small" if not gap.found else "terms.gap_dearer" if gap.dearer else "terms.gap_cheaper")


class TermsForm(Form):
    """Edits what the form of the loan itself leaves out; ``f7`` fills in what is usual for a known product."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f7", "usual", "key.usual_terms", priority=True)]

    def __init__(self, account: Account) -> None:
        super().__init__()
        self.account = account
        self.draft_key = f"terms-{account.loan.id}"

    def heading(self) -> str:
        """Names the loan as it is called everywhere."""
        return t("terms.form", loan=full_name(self.account.loan))

    def fields(self) -> Sequence[Field]:
        """The table of further terms; those that do not concern this loan are hidden and stay as they are."""
        return fields_of(TERMS_FIELDS, Scene(self.planner.overview.today, self.account.loan))

    def start(self) -> Texts:
        """As recorded."""
        return texts_of(TERMS_FIELDS, self.account.loan)

    def _usual(self) -> Preset | None:
        """The product of this loan, where usual terms of its bills or of being late are known."""
        from planner.storage.shipped import products

        method = self.account.loan.method
        preset = products.load().preset(self.account.loan.product)
        if preset is None:
            return None
        known = preset.card != PLAIN_CARD if method is Method.CARD else preset.penalty_of(method) is not None
        return preset if known else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """``usual`` only where the product is known with terms of its bills or of being late."""
        if action == "usual":
            return self._usual() is not None
        return super().check_action(action, parameters)

    def action_usual(self) -> None:
        """Fill in what is usual for this product, to be checked; nothing is saved yet."""
        preset = self._usual()
        if preset is None:
            return
        loan = self.account.loan
        offered = replace(loan, card=preset.card, penalty=preset.penalty_of(loan.method) or loan.penalty)
        self.fill(usual_texts(TERMS_FIELDS, offered))

    def _loan(self, values: dict[str, Any]) -> Loan:
        """The loan with what the fields say. Raises ``PlannerError`` when it does not fit."""
        loan = loan_with(TERMS_FIELDS, self.account.loan, values)
        loan.validate()
        check_payment(loan)
        return loan

    def beside(self, texts: Texts) -> str:
        """What the terms cost a year, and what they make of payments and bills."""
        try:
            loan = self._loan(self.known(texts))
        except PlannerError:
            return ""
        today = self.planner.overview.today
        cost = cost_of(replace(self.account, loan=loan), today)
        lines = [
            f"{t('cost.nominal')}  {fmt.percent(cost.nominal)}",
            f"{t('cost.effective')}  {fmt.percent(cost.effective)}",
        ]
        told = gap_text(loan, cost)
        if told:
            lines += ["", *wrap(told, self.room_beside)]
        if loan.method is not Method.CARD:
            order = t("list.named", name=t("terms.application"), text=order_text(loan.application))
            lines += ["", *wrap(order, self.room_beside)]
        else:
            lines += ["", t("terms.bills")]
            for due in position(replace(self.account, loan=loan), today).dues[-3:]:
                least = "" if due.minimum_minor is None else t("terms.least", least=fmt.money(due.minimum_minor))
                lines.append(f"{fmt.day(due.due_on)}  {fmt.money(due.amount_minor)}{least}")
        preset = self._usual()
        if preset is not None:
            lines += usual_lines(preset, self.room_beside, CARD_FACTS if is_card(loan) else LATE_FACTS)
        return "\n".join(lines)

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Replace the terms; refused where another window has changed them meanwhile.

        Raises:
            PlannerError: ``loan.*`` when they do not fit each other.
        """
        from planner.services import loans

        loan, seen = self._loan(values), self.account.loan
        self.planner.write(lambda store: loans.edit(store, loan, seen), then=done, failed=self.show_error)
