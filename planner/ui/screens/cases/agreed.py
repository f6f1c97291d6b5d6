"""What an arrangement came to, on its loan: the form of an agreement, filled in with what the case knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.accounts.records import ArrangementState
from planner.domain.cases.file import CaseFile, EventKind
from planner.ui.forms.fields import Texts
from planner.words.cases import channel_text

if TYPE_CHECKING:
    from planner.overview.overview import Overview
    from planner.ui.screens.loans.agreement_form import AgreementForm


def agreement_form(overview: Overview, file: CaseFile) -> AgreementForm | None:
    """The form of an agreement that was reached; None where the case names no loan."""
    from planner.ui.screens.loans.agreement_form import AgreementForm

    account = overview.accounts.get(file.case.loan_id or 0)
    return None if account is None else AgreementForm(account, given=texts_of(overview, file))


def texts_of(overview: Overview, file: CaseFile) -> Texts:
    """The days, with whom, through which channel, and what they said: what was agreed on itself is left to be typed."""
    happened = file.happened(file.current)
    days = {one.kind: one for one in reversed(happened)}
    answer = days.get(EventKind.ANSWERED)
    texts = {
        "state": ArrangementState.AGREED.value,
        "agreed_with": file.case.institution,
        "channel": channel_text(overview.case_lists, file.current.channel),
        "note": file.case.title,
    }
    if answer is not None:
        texts |= {"agreed_on": answer.on.isoformat(), "condition": answer.word}
    asked = days.get(EventKind.SUBMITTED)
    if asked is not None:
        texts["asked_on"] = asked.on.isoformat()
    return texts
