"""The form of what was agreed with a lender: what it is about, how far it has come, and what it costs beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, partial
from typing import Any

from planner.domain.accounts.doubts import rows_doubt, waiver_doubt
from planner.domain.accounts.loan import Method, PinnedInstalment
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account, Arrangement, ArrangementKind, ArrangementState
from planner.domain.accounts.terms import Part
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.ledger.allowing import waiver_of
from planner.domain.ledger.position import position
from planner.domain.ledger.waivable import lessened
from planner.domain.schedule.printed import parse_agreed
from planner.domain.what_if.agreement import effect
from planner.i18n import format as fmt
from planner.i18n import t
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
from planner.ui.widgets.text import wrap
from planner.values import replace
from planner.words.agreements import effect_lines, report_text

_K, _S = ArrangementKind, ArrangementState
_BY_TERMS = {_K.DEFERRAL, _K.INTEREST_ONLY, _K.LONGER_TERM, _K.NEW_INSTALMENTS}
_FIRST_DUE = {*_BY_TERMS, _K.SUSPENDED_INTEREST}
_WITH_RATE = {_K.LONGER_TERM, _K.NEW_INSTALMENTS}
_AGREED = {_S.AGREED, _S.KEPT, _S.BROKEN}
_ENDED = {_S.REFUSED, _S.KEPT, _S.BROKEN}


def rows_text(rows: Sequence[PinnedInstalment]) -> str:
    """Agreed instalments as they are typed: day, principal, and as far as there is any, interest, fee and total."""
    texts = []
    for row in rows:
        parts = [row.principal_minor, row.interest_minor, row.fee_minor]
        shown = [*parts, sum(parts)] if row.fee_minor else parts[:2] if row.interest_minor else parts[:1]
        texts.append(" ".join([str(row.due_on), *map(fmt.plain_money, shown)]))
    return "; ".join(texts)


def _only(*kinds: ArrangementKind) -> Callable[[Texts], bool]:
    return lambda texts: texts["kind"] in kinds


class AgreementForm(Form):
    """One agreement: what it is about and how far it has come, with who, when, and what it costs beside it."""

    def __init__(self, account: Account, edit: Arrangement | None = None, *, given: Texts | None = None) -> None:
        """``given``: what is known of a new one already, by field; then it has no draft."""
        super().__init__()
        self.given = given or {}
        self.account = account
        self.edit = edit
        others = tuple(one for one in account.arrangements if edit is None or one.id != edit.id)
        without = replace(account, arrangements=others)
        self._lessened = cache(partial(lessened, without))  # asked at every key
        self._before = cache(partial(position, without))
        self.draft_key = "" if self.given else f"agreement-{account.loan.id}-{edit.id if edit else 'new'}"

    def heading(self) -> str:
        """Whether one is added or changed, and on which loan."""
        return t("agreement.form.edit" if self.edit else "agreement.form.add", loan=full_name(self.account.loan))

    def fields(self) -> Sequence[Field]:
        """The kind says what else is asked; the state, which days."""
        from planner.services.arrangements import kinds_of

        today, loan = self.planner.overview.today, self.account.loan
        kinds = kinds_of(loan)
        return (
            Field(
                "kind",
                t("agreement.kind"),
                options=option_texts("agreement.kind", kinds),
                hint=t("agreement.hint.kind") if loan.method is Method.CARD else "",
            ),
            Field(
                "state",
                t("agreement.state"),
                options=option_texts("agreement.state", [_S.AGREED, _S.ASKED, _S.KEPT, _S.BROKEN, _S.REFUSED]),
                hint=t("agreement.hint.state"),
            ),
            *self._days(today),
            *self._content(today),
            Field("agreed_with", t("agreement.agreed_with"), optional=True, hint=t("agreement.hint.agreed_with")),
            Field("channel", t("agreement.channel"), optional=True, hint=t("agreement.hint.channel")),
            Field("condition", t("agreement.condition"), optional=True, hint=t("agreement.hint.condition")),
            Field("note", t("loan.note"), optional=True),
        )

    def _days(self, today: date) -> Sequence[Field]:
        return (
            date_field(
                "agreed_on",
                t("agreement.agreed_on"),
                today,
                shown=lambda texts: texts["state"] in _AGREED,
                hint=t("agreement.hint.agreed_on"),
            ),
            date_field(
                "asked_on",
                t("agreement.asked_on"),
                today,
                shown=lambda texts: texts["state"] in (_S.ASKED, _S.REFUSED),
                hint=t("agreement.hint.asked_on"),
            ),
            date_field(
                "ended_on",
                t("agreement.ended_on"),
                today,
                shown=lambda texts: texts["state"] in _ENDED,
                hint=t("agreement.hint.ended_on"),
            ),
        )

    def _content(self, today: date) -> Sequence[Field]:
        suspended, settled = _K.SUSPENDED_INTEREST, _K.REDUCED_SETTLEMENT
        line = self.account.loan.method is Method.REVOLVING

        def names(key: str) -> Callable[[Texts], str]:
            last = {suspended: t("agreement.until_on"), settled: t("agreement.until_on.settlement")}
            first = {suspended: t("agreement.from_on.suspended")}
            usual = {"from_on": t("agreement.from_on"), "until_on": t("agreement.until_on.line")}[key]
            named = {"from_on": first, "until_on": last}[key]
            return lambda texts: named.get(ArrangementKind(texts["kind"]), usual)

        return (
            count_field(
                "terms",
                t("agreement.terms"),
                optional=True,
                shown=_only(*_BY_TERMS),
                hint=t("agreement.hint.terms"),
            ),
            amount_field(
                "amount",
                t("agreement.amount"),
                shown=_only(settled, _K.WAIVER),
                renamed=lambda texts: t("agreement.amount" if texts["kind"] == settled else "agreement.amount.waiver"),
                hint=t("agreement.hint.amount"),
                doubt=self._doubt,
            ),
            Field(
                "part",
                t("agreement.part"),
                options=option_texts("part", [Part.PENALTY, Part.INTEREST, Part.FEE]),
                shown=_only(_K.WAIVER),
            ),
            date_field(
                "from_on",
                t("agreement.from_on"),
                today,
                ahead=True,
                optional=True,
                shown=lambda texts: texts["kind"] in _FIRST_DUE and not (line and texts["kind"] == _K.LONGER_TERM),
                renamed=names("from_on"),
                hint=t("agreement.hint.from_on"),
            ),
            date_field(
                "until_on",
                t("agreement.until_on"),
                today,
                ahead=True,
                optional=True,
                shown=lambda texts: texts["kind"] in (suspended, settled) or (line and texts["kind"] == _K.LONGER_TERM),
                renamed=names("until_on"),
                hint=t("agreement.hint.until_on"),
            ),
            rate_field(
                "rate",
                t("agreement.rate"),
                optional=True,
                shown=lambda texts: texts["kind"] in _WITH_RATE and not line,
                hint=t("agreement.hint.rate"),
            ),
            Field(
                "basis",
                t("agreement.basis"),
                options=option_texts("basis", ["year", "month", "day"]),
                shown=lambda texts: texts["kind"] in _WITH_RATE and not line and bool(texts["rate"].strip()),
            ),
            Field(
                "bears_interest",
                t("agreement.bears_interest"),
                options=option_texts("agreement.bears_interest", ["yes", "no"]),
                shown=_only(_K.DEFERRAL),
                hint=t("agreement.hint.bears_interest"),
            ),
            Field(
                "rows",
                t("agreement.rows"),
                lambda text: parse_agreed(text, self.account.loan, today),
                rows_text,
                optional=True,
                shown=_only(_K.NEW_INSTALMENTS),
                hint=t("agreement.hint.rows"),
                joined="; ",
                doubt=self._rows_doubt,
            ),
        )

    def _doubt(self, amount_minor: int, values: dict[str, Any]) -> str:
        on = values["agreed_on"]
        if values["kind"] != _K.WAIVER or on is None:
            return ""
        waiver = waiver_of(replace(self._agreed(values), amount_minor=amount_minor), on)
        return doubt_text(waiver_doubt(amount_minor, self._lessened(waiver)))

    def _rows_doubt(self, rows: Sequence[PinnedInstalment], values: dict[str, Any]) -> str:
        on = values.get("agreed_on") or values.get("asked_on")
        if not rows or on is None:
            return ""
        place = self._before(on)
        held = sum(row.principal_minor for row in rows)
        return doubt_text(rows_doubt(held, place.principal_minor, place.settlement_minor))

    def start(self) -> Texts:
        """As recorded; a new one was agreed today."""
        one, today = self.edit, self.planner.overview.today.isoformat()
        if one is None:
            return {"agreed_on": today, "asked_on": today, "ended_on": today} | self.given
        days = {key: getattr(one, key) for key in ("agreed_on", "asked_on", "ended_on", "from_on", "until_on")}
        return {
            "kind": one.kind,
            "state": one.state,
            **{key: on.isoformat() if on else "" for key, on in days.items()},
            "ended_on": (one.ended_on.isoformat() if one.ended_on else today),
            "agreed_on": (one.agreed_on.isoformat() if one.agreed_on else today),
            "terms": str(one.terms) if one.terms else "",
            "amount": fmt.plain_money(one.amount_minor) if one.amount_minor is not None else "",
            "part": one.part or Part.PENALTY,
            "rate": rate_text(one.rate.value) if one.rate else "",
            "basis": one.rate.basis if one.rate else RateBasis.YEAR,
            "bears_interest": "yes" if one.bears_interest else "no",
            "rows": rows_text(one.rows),
            "agreed_with": one.agreed_with,
            "channel": one.channel,
            "condition": one.condition,
            "note": one.note,
        }

    def _agreed(self, values: dict[str, Any]) -> Arrangement:
        """The agreement as the fields in view say; days of states before stay as they were recorded."""
        get, kind, state = values.get, ArrangementKind(values["kind"]), ArrangementState(values["state"])
        kept = self.edit.asked_on if self.edit else None
        by_terms, rate = kind in _BY_TERMS, get("rate") if kind in _WITH_RATE else None
        return Arrangement(
            self.edit.id if self.edit else 0,
            kind,
            state,
            asked_on=get("asked_on") if state in (_S.ASKED, _S.REFUSED) else kept,
            agreed_on=get("agreed_on") if state in _AGREED else None,
            ended_on=get("ended_on") if state in _ENDED else None,
            agreed_with=get("agreed_with") or "",
            channel=get("channel") or "",
            condition=get("condition") or "",
            from_on=get("from_on") if kind in _FIRST_DUE else None,
            until_on=None if kind in _BY_TERMS and kind is not _K.LONGER_TERM else get("until_on"),
            terms=get("terms") if by_terms else None,
            amount_minor=None if by_terms else get("amount"),
            part=Part(values["part"]) if kind is _K.WAIVER else None,
            rate=None if rate is None else Rate(rate, RateBasis(get("basis") or RateBasis.YEAR)),
            bears_interest=kind is not _K.DEFERRAL or get("bears_interest") != "no",
            rows=(get("rows") or ()) if kind is _K.NEW_INSTALMENTS else (),
            note=get("note") or "",
        )

    def beside(self, texts: Texts) -> str:
        """What it costs beside the contract, and what the credit report will probably say."""
        agreed, today = self._agreed(self.known(texts)), self.planner.overview.today
        enough = agreed.terms or agreed.rows or agreed.amount_minor or agreed.from_on
        lines = [t("agreement.about")]
        if enough or agreed.kind is _K.SUSPENDED_INTEREST:
            lines = effect_lines(effect(self.account, agreed, today))
        lines += ["", report_text(agreed.kind)]
        return "\n".join(line for text in lines for line in (wrap(text, self.room_beside) if text else [""]))

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Add the agreement, or replace the one that was opened."""
        from planner.services import arrangements

        agreed, loan_id, today = self._agreed(values), self.account.loan.id, self.planner.overview.today
        if self.edit is None:
            self.planner.write(
                lambda store: arrangements.add(store, loan_id, agreed, today=today), then=done, failed=self.show_error
            )
        else:
            self.planner.write(
                lambda store: arrangements.edit(store, agreed, today=today),
                then=done,
                failed=self.show_error,
                seen=self.edit,
            )
