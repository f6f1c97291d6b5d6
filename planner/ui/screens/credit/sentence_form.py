"""The form by which the person says what a sentence is that was not understood when a report was read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from planner.domain.credit.file import ReportCheck
from planner.i18n import t
from planner.ui.forms.fields import Field, Texts, option_texts
from planner.ui.forms.form import Form
from planner.ui.screens.credit.forms import CreditForm, said_note


class Sentence(StrEnum):
    """What a sentence of a report may be."""

    NOTHING = "nothing"  # nothing that counts
    ACCOUNT = "account"
    NEGATIVE = "negative"
    INQUIRY = "inquiry"


class SentenceForm(Form):
    """What a sentence of a report is that was not understood: the person looked at it. Enter saves at once."""

    title_key = "credit.form.sentence"
    enter_saves = True

    def __init__(self, check: ReportCheck) -> None:
        super().__init__()
        self.check = check

    def fields(self) -> Sequence[Field]:
        """What it is; an account or an entry is typed in the form that opens next."""
        return (
            Field("what", t("credit.sentence"), options=option_texts("credit.sentence", list(Sentence))),
            Field("note", t("credit.note"), optional=True, hint=t("credit.hint.sentence")),
        )

    def beside(self, texts: Texts) -> str:
        """How many are left."""
        return "\n\n".join((t("credit.beside.unread", n=self.check.unread), t("credit.beside.sentence")))

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """One less to look at; where it is a record, once that is kept: left without one, it is still to be said."""
        from planner.services import credit

        check_id = self.check.id

        def looked_at() -> None:
            self.planner.write(
                lambda store: credit.looked_at(store, check_id, what=said_note(values)),
                then=done,
                failed=self.show_error,
            )

        form = _form_of(Sentence(values["what"]), check_id)
        if form is None:
            looked_at()
            return
        self.busy = False
        before = self._records

        def closed(_saved: bool | None) -> None:
            if self._records > before:  # also where the form stayed open for more and was left then
                looked_at()

        self.planner.push_screen(form, closed)

    @property
    def _records(self) -> int:
        """How many accounts, entries and inquiries are kept."""
        file = self.planner.overview.book.credit
        return len(file.report_accounts) + len(file.negatives) + len(file.inquiries)


def _form_of(what: Sentence, check_id: int) -> CreditForm | None:
    from planner.ui.screens.credit.account_form import AccountForm
    from planner.ui.screens.credit.report_forms import InquiryForm, NegativeForm

    if what is Sentence.ACCOUNT:
        return AccountForm(check_id)
    if what is Sentence.NEGATIVE:
        return NegativeForm(given={"check": str(check_id)})
    return InquiryForm(given={"check": str(check_id)}) if what is Sentence.INQUIRY else None
