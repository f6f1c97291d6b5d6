"""The form of an account as a report showed it, by hand: its state, its figures, its row of months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from planner.domain.basics import typed
from planner.domain.basics.calendar import month_end
from planner.domain.basics.money import YUAN
from planner.domain.credit.file import NOT_OPEN, AccountKind, Rating, ReportAccount, ReportedState
from planner.domain.credit.months import MOST, parse_months
from planner.domain.findings import grid
from planner.i18n import t
from planner.ui.forms.fields import Field, Texts, amount_field, option_texts
from planner.ui.screens.credit.forms import NONE, CreditForm, money, number_of, plain, said_note

UNSAID = "unsaid"
"""Ended, and nobody noted whether by closing or by settling."""
_OF_CARD = tuple(one for one in ReportedState if one is not ReportedState.SETTLED)
_OF_LOAN = tuple(one for one in ReportedState if one is not ReportedState.NOT_ACTIVATED)
_LIMITED = (AccountKind.CARD, AccountKind.LINE)


class AccountForm(CreditForm):
    """An account as a report showed it."""

    title_key = "credit.form.account"

    def __init__(self, check_id: int, old: ReportAccount | None = None) -> None:
        super().__init__(old)
        self.check_id = check_id
        self.draft_key += f"-{check_id}"

    def fields(self) -> Sequence[Field]:
        """What the report shows (amounts in fen, or empty), and which loan here it is, if any."""
        yes_no = (("no", t("yes.no")), ("yes", t("yes.yes")))
        ratings = ((NONE, t("credit.rating.none")), *option_texts("credit.rating", list(Rating)))
        return (
            Field("institution", t("credit.institution"), hint=t("credit.hint.institution")),
            Field("kind", t("credit.kind"), options=option_texts("account_kind", list(AccountKind))),
            Field("card_state", t("credit.account_state"), options=self._states(_OF_CARD), shown=_is_card),
            Field(
                "state", t("credit.account_state"), options=self._states(_OF_LOAN), shown=lambda one: not _is_card(one)
            ),
            self._month("ended_in", "credit.ended_in", shown=_is_ended),
            self.day_field("opened_on", "credit.opened_on", optional=True),
            amount_field("amount", t("credit.lent"), optional=True, shown=lambda texts: not _has_limit(texts)),
            amount_field("limit", t("credit.limit_amount"), optional=True, shown=_has_limit),
            amount_field("balance", t("credit.balance"), optional=True),
            self._month("as_of", "credit.as_of", hint=t("credit.hint.as_of")),
            Field("overdue", t("credit.overdue"), options=yes_no),
            amount_field("overdue_amount", t("credit.overdue_amount"), optional=True, shown=_is_overdue),
            self._count("overdue_months", "credit.overdue_months"),
            self._count("over_90_months", "credit.over_90_months"),
            Field("rating", t("credit.rating"), options=ratings),
            Field("months", t("credit.grid"), parse_months, spaced, True, hint=t("credit.hint.grid"), joined=" "),
            self._month("months_until", "credit.grid_until", shown=_has_months, hint=t("credit.hint.grid_until")),
            Field("loan", t("credit.loan"), options=self.loan_options()),
            self.note_field(),
        )

    def _states(self, usual: Sequence[ReportedState]) -> Sequence[tuple[str, str]]:
        """A card is closed (销户), a loan settled; what was recorded otherwise may stay."""
        old = [] if self.old is None or self.old.state in (None, *usual) else [self.old.state]
        texts = option_texts("report.state", (*usual, *old, *([UNSAID] if self._unsaid else [])))
        if usual is _OF_CARD:
            texts = tuple(
                (one, t("report.state.open_card") if one == ReportedState.OPEN else said) for one, said in texts
            )
        return texts

    @property
    def _unsaid(self) -> bool:
        return self.old is not None and self.old.state is None and not self.old.open

    def _month(self, key: str, label: str, **more: Any) -> Field:
        """A month of the past; the value is its first day."""
        read = lambda text: typed.parse_month(text, self.today)  # noqa: E731
        return Field(key, t(label), read, lambda on: f"{on:%Y-%m}", optional=True, **more)

    def _count(self, key: str, label: str) -> Field:
        """So many months of five years; the value is their number."""
        read = lambda text: typed.parse_count(text, high=MOST)  # noqa: E731
        return Field(key, t(label), read, optional=True, hint=t("credit.hint.late_months"))

    def start(self) -> Texts:
        """A new account is open and not overdue."""
        old = self.old
        if old is None:
            return {"state": ReportedState.OPEN, "card_state": ReportedState.OPEN, "overdue": "no"}
        state = old.state or (UNSAID if self._unsaid else ReportedState.OPEN)
        return {
            "institution": old.institution,
            "kind": old.kind,
            "state": state,
            "card_state": ReportedState.CLOSED if state == ReportedState.SETTLED else state,
            "ended_in": _of_month(old.ended_in),
            "opened_on": plain(old.opened_on),
            "amount": money(old.amount_minor),
            "limit": money(old.limit_minor),
            "balance": money(old.balance_minor),
            "as_of": _of_month(old.as_of),
            "overdue": "yes" if old.overdue else "no",
            "overdue_amount": money(old.overdue_minor),
            "overdue_months": plain(old.overdue_months),
            "over_90_months": plain(old.over_90_months),
            "rating": plain(old.rating),
            "months": spaced(old.months),
            "months_until": _of_month(old.months_until),
            "loan": plain(old.loan_id),
            "note": old.note,
        }

    def beside(self, texts: Texts) -> str:
        """What the signs mean, and how many months were typed so far."""
        signs = self.known(texts).get("months") or ""
        told = [t("credit.grid.signs")]
        if signs:
            quasi = self.old is not None and grid.is_quasi(self.old)
            late = sum(grid.is_late(sign, quasi=quasi) for sign in signs)
            unsaid = signs.count(grid.UNSAID)
            told[:0] = [t("credit.grid.typed", n=len(signs), late=late)]
            told[1:1] = [t("credit.grid.unsaid", n=unsaid)] if unsaid else []
        return "\n\n".join(told)

    def record(self, values: dict[str, Any]) -> ReportAccount:
        """The account, in the look ``check_id``; amounts in fen, None where left empty or not asked."""
        old, state = self.old, values["card_state"] or values["state"]
        months = values["months"] or ""
        return ReportAccount(
            self.number,
            self.check_id,
            values["institution"],
            AccountKind(values["kind"]),
            state not in (*NOT_OPEN, UNSAID),
            values["overdue"] == "yes",
            values["limit"],
            values["balance"],
            number_of(values["loan"]),
            said_note(values),
            None if state == UNSAID else ReportedState(state),
            "" if old is None else old.business,
            YUAN if old is None else old.currency,
            values["opened_on"],
            values["ended_in"],
            self._last_day(values["as_of"]),
            values["amount"],
            values["overdue_amount"],
            values["overdue_months"],
            values["over_90_months"],
            Rating(values["rating"]) if values["rating"] else None,
            months,
            self._last_day(values["months_until"]) if months else None,
        )

    @staticmethod
    def _last_day(month: date | None) -> date | None:
        return None if month is None else month_end(month)


def spaced(signs: str) -> str:
    """A row of months as the report prints it: twelve signs, then a blank."""
    return " ".join(signs[at : at + 12] for at in range(0, len(signs), 12))


def _of_month(on: date | None) -> str:
    return "" if on is None else f"{on:%Y-%m}"


def _is_ended(texts: Texts) -> bool:
    return texts["card_state" if _is_card(texts) else "state"] in NOT_OPEN


def _is_card(texts: Texts) -> bool:
    return texts["kind"] == AccountKind.CARD


def _has_limit(texts: Texts) -> bool:
    return texts["kind"] in _LIMITED


def _is_overdue(texts: Texts) -> bool:
    return texts["overdue"] == "yes"


def _has_months(texts: Texts) -> bool:
    return bool(texts["months"].strip())
