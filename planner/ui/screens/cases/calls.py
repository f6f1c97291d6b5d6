"""Noting a call: who, for whom, when, whom they reached, what was said and promised; a complaint of calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from planner.domain.accounts.names import full_name
from planner.domain.cases.calls import Call, Means, Reached
from planner.domain.cases.collecting import counts
from planner.domain.cases.file import Case, Kind
from planner.domain.cases.times import parse_time
from planner.errors import PlannerError
from planner.i18n import t
from planner.i18n.format import plain_money
from planner.ui.dialogs.confirm import Confirm
from planner.ui.forms.fields import Field, Texts, amount_field, date_field, option_texts
from planner.ui.forms.form import Form
from planner.ui.host import Host
from planner.ui.widgets.text import wrap
from planner.words import calls as words


class CallForm(Form):
    """A call that is noted, or one that was noted and is corrected."""

    repeats = True

    def __init__(self, call: Call | None = None) -> None:
        super().__init__()
        self.call = call
        self.draft_key = f"call-{call.id if call else 'new'}"
        self.repeats = call is None

    def heading(self) -> str:
        """Whether it is a new one."""
        return t("call.form.edit" if self.call else "call.form.add")

    def fields(self) -> Sequence[Field]:
        """For whom and about which loan; when; how and whom they reached; what was said and promised."""
        overview = self.planner.overview
        today = overview.today
        loans = ((str(one.loan.id), full_name(one.loan)) for one in overview.book.accounts)
        return (
            Field("loan", t("case.field.loan"), options=(("", t("call.no_loan")), *loans)),
            Field("lender", t("call.field.lender"), optional=True, hint=t("call.hint.lender")),
            Field("caller", t("call.field.caller"), optional=True, hint=t("call.hint.caller")),
            date_field("on", t("call.field.on"), today),
            Field("at", t("call.field.at"), parse_time, optional=True, hint=t("call.hint.at")),
            Field("means", t("call.field.means"), options=option_texts("call.means", list(Means))),
            Field("reached", t("call.field.reached"), options=option_texts("call.reached", list(Reached))),
            Field("said", t("call.field.said"), optional=True, hint=t("call.hint.said")),
            date_field(
                "promised_on",
                t("call.field.promised_on"),
                today,
                ahead=True,
                optional=True,
                hint=t("call.hint.promised_on"),
            ),
            amount_field("promised_minor", t("call.field.promised"), optional=True, hint=t("call.hint.promised")),
        )

    def start(self) -> Texts:
        """Today by telephone; of one that was noted as it is."""
        one = self.call
        if one is None:
            return {"on": self.planner.overview.today.isoformat()}
        return {
            "loan": "" if one.loan_id is None else str(one.loan_id),
            "lender": one.lender,
            "caller": one.caller,
            "on": one.on.isoformat(),
            "at": one.at,
            "means": one.means.value,
            "reached": one.reached.value,
            "said": one.said,
            "promised_on": "" if one.promised_on is None else one.promised_on.isoformat(),
            "promised_minor": "" if one.promised_minor is None else plain_money(one.promised_minor),
        }

    def beside(self, texts: Texts) -> str:
        """How the call stands against the standard, as far as it is typed; else what is counted."""
        overview, lines = self.planner.overview, []
        try:
            call = self._call(self.body.values())
        except PlannerError:
            call = None
        if call is not None:
            others = [one for one in overview.calls if one.id != call.id]
            found = [one for one in counts([*others, call], overview.catalogue.rules) if call in one.calls]
            lines = words.count_lines(found)
        told = [*lines, t("call.explained")]
        return "\n\n".join("\n".join(wrap(line, self.room_beside)) for line in told)

    def _call(self, values: dict[str, Any]) -> Call:
        known = self.call
        loan_id = int(values["loan"]) if values["loan"] else None
        account = self.planner.overview.accounts.get(loan_id or 0)
        lender = values["lender"] or ("" if account is None else account.loan.lender.name)
        return Call(
            0 if known is None else known.id,
            values["on"],
            values["at"] or "",
            lender,
            values["caller"] or "",
            loan_id,
            Means(values["means"]),
            Reached(values["reached"]),
            values["said"] or "",
            values["promised_on"],
            values["promised_minor"],
            None if known is None else known.case_id,
        )

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Note it."""
        from planner.services import calls

        call, today = self._call(values), self.planner.overview.today
        self.planner.write(
            lambda store: calls.note(store, call, today=today), then=done, failed=self.show_error, seen=self.call
        )


def ask_delete(app: Host, call: Call) -> None:
    """Ask, then delete a call."""
    from planner.services import calls

    def answered(yes: bool | None) -> None:
        if yes:
            app.write(lambda store: calls.delete(store, call.id), seen=call)

    app.push_screen(Confirm(t("call.ask_delete", when=words.when(call), lender=call.lender)), answered)


def complain(app: Host, call: Call) -> None:
    """Open a complaint with the calls as its facts; one that is in a case already leads there."""
    from planner.services import calls
    from planner.ui.screens.cases.case import CaseScreen

    overview = app.overview
    if any(one.case.id == call.case_id for one in overview.cases):
        app.push_screen(CaseScreen(call.case_id or 0))
        return
    title, facts, asks, found = words.complaint(overview, call)
    case = Case(0, Kind.COMPLAINT, title, overview.today, call.lender, call.loan_id, facts, asks)
    channel, today = overview.case_lists.channels_of(Kind.COMPLAINT)[0].code, overview.today
    keys = [one.id for one in found]
    app.write(lambda store: calls.complain(store, case, channel, keys, today=today))
