"""The form of another draw of a line, repaid in instalments of its own: as the last one, but for amount and day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.domain.basics.rates import Rate
from planner.domain.figures.lines import next_first_due
from planner.domain.what_if.prepay import settling
from planner.errors import PlannerError
from planner.i18n import t
from planner.ui.forms.fields import Field, Texts, amount_field, count_field, date_field, rate_field, rate_text
from planner.ui.forms.form import Form
from planner.ui.screens.loans.loan_preview import preview
from planner.values import replace

_NEEDED = ("amount", "on", "terms", "rate")


class AnotherDrawForm(Form):
    """Money drawn from a line once more; method, rules and rate are those of ``like``, its latest draw."""

    repeats = True

    def __init__(self, account: Account, like: Loan) -> None:
        super().__init__()
        self.account = account
        self.like = like
        self.draft_key = f"another-draw-{account.loan.id}"

    def heading(self) -> str:
        """Names the line as it is called everywhere."""
        return t("line.form", loan=full_name(self.account.loan))

    def fields(self) -> Sequence[Field]:
        """Amount and day; what else may differ from draw to draw is filled in."""
        today = self.planner.overview.today
        return (
            amount_field("amount", t("draw.amount"), hint=t("loan.hint.amount")),
            date_field("on", t("draw.on"), today, hint=t("loan.hint.date")),
            count_field("terms", t("loan.terms"), hint=t("loan.hint.terms")),
            rate_field("rate", t("loan.rate"), hint=t("line.hint.rate", basis=t(f"basis.{self.like.rate.basis}"))),
            date_field(
                "first_due_on",
                t("loan.first_due_on"),
                today,
                ahead=True,
                optional=True,
                hint=t("line.hint.first_due_on"),
            ),
            Field("name", t("loan.name"), optional=True, hint=t("line.hint.name")),
        )

    def start(self) -> Texts:
        """Today, with the terms of the latest draw."""
        today = self.planner.overview.today
        return {
            "on": today.isoformat(),
            "terms": str(self.like.terms or ""),
            "rate": rate_text(self.like.rate.value),
            "first_due_on": self._first_due(today),
        }

    def edited(self, key: str) -> None:
        """The first due date follows the day, where the line has a due day of its own."""
        if key == "on" and "first_due_on" not in self.touched:
            on = self.known(self.texts())["on"]
            self.fill({"first_due_on": "" if on is None else self._first_due(on)})

    def _first_due(self, on: date) -> str:
        first = next_first_due(self.like, on)
        return "" if first is None else first.isoformat()

    def beside(self, texts: Texts) -> Any:
        """What the draw costs and asks for, once amount, day, terms and rate can be read."""
        values = self.known(texts)
        if any(values[key] is None for key in _NEEDED):
            return t("loan.preview.incomplete")
        try:
            made = self._made(values)
            made.validate()
        except PlannerError:
            return t("loan.preview.incomplete")
        account = Account(made)
        return preview(account, self.room_beside, settling(account, self.planner.overview.today), "")

    def _made(self, values: dict[str, Any]) -> Loan:
        first = values["first_due_on"]
        return replace(
            self.like,
            id=0,
            name=values["name"] or "",
            start_on=values["on"],
            principal_minor=values["amount"],
            terms=values["terms"],
            rate=Rate(values["rate"], self.like.rate.basis),
            first_due_on=first,
            due_day=first.day if first else None,
            paid_terms=0,
            pinned=(),
            rate_changes=(),
            payment_minor=None,
            settled_on=None,
            note="",
        )

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Record the draw as one of the line's; a loan with a limit that stood alone becomes its first one."""
        from planner.services import lines

        loan_id, made, today = self.account.loan.id, self._made(values), self.planner.overview.today
        self.planner.write(
            lambda store: lines.draw(store, loan_id, made, today=today), then=done, failed=self.show_error
        )
