"""The form of a balance as the lender shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from planner.domain.accounts.doubts import limit_doubt
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account, Reading
from planner.domain.ledger.position import position
from planner.i18n import format as fmt
from planner.i18n import t
from planner.storage.seen import Seen
from planner.ui.forms.fields import Field, Texts, amount_field, date_field
from planner.ui.forms.form import Form
from planner.ui.screens.loans.loan_entries import doubt_text


class BalanceForm(Form):
    """What the lender shows as owed, on a day: the ledger follows it from there."""

    def __init__(self, account: Account, then: Callable[[], None] | None = None, *, given: Texts | None = None) -> None:
        super().__init__()
        self.account = account
        self.earlier = account.readings
        self.then = then
        self.given = given or {}
        self._by_day: dict[date, int] = {}

    def heading(self) -> str:
        """Names the loan as it is called everywhere."""
        return t("balance.form", loan=full_name(self.account.loan))

    def fields(self) -> Sequence[Field]:
        """The balance in fen, 0 or more, and the day at whose end the lender shows it."""
        today = self.planner.overview.today
        return (
            amount_field("balance", t("balance.amount"), hint=t("balance.hint"), doubt=self._doubt),
            date_field("on", t("balance.on"), today, hint=t("loan.hint.date")),
        )

    def _doubt(self, balance_minor: int, _values: dict[str, Any]) -> str:
        limit_minor = self.account.loan.limit_minor
        return "" if limit_minor is None else doubt_text(limit_doubt(limit_minor, balance_minor))

    def start(self) -> Texts:
        """The balance of our own ledger on the day that was ``given``, else today, to be corrected; or as given."""
        on = self.given.get("on") or self.planner.overview.today.isoformat()
        return {"balance": fmt.plain_money(self._ours(date.fromisoformat(on))), "on": on} | self.given

    def _ours(self, on: date | None) -> int:
        """What is owed by our own ledger at the end of a day, fen; today where no day that has been is said."""
        overview, loan_id = self.planner.overview, self.account.loan.id
        if on is None or on >= overview.today:
            return overview.positions[loan_id].principal_minor
        if on not in self._by_day:
            self._by_day[on] = position(self.account, on).principal_minor
        return self._by_day[on]

    def beside(self, texts: Texts) -> str:
        """The balance of our own ledger on the day that is typed, and how far what is typed is from it."""
        known = self.known(texts)
        ours, balance = self._ours(known["on"]), known["balance"]
        readings = [f"{t('balance.ours')}  {fmt.plain_money(ours)}"]
        if balance is not None:
            readings.append(f"{t('balance.gap')}  {fmt.plain_money(balance - ours)}")
        return "\n".join(readings)

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Record the reading; ``then`` follows once the form has closed. A day after today is refused."""
        from planner.services import readings

        loan_id, on, balance = self.account.loan.id, values["on"], values["balance"]
        today: date = self.planner.overview.today

        def finished() -> None:
            done()
            if self.then is not None:
                self.then()

        self.planner.write(
            lambda store: readings.read_balance(store, loan_id, on, balance, today=today),
            then=finished,
            failed=self.show_error,
            seen=Seen(Reading, tuple(one for one in self.earlier if one.on == on), loan_id, {"on": on}),
        )
