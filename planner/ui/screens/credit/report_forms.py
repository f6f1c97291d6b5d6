"""Forms of what a credit report shows, and of the behaviour log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from planner.domain.credit.file import (
    Behaviour,
    BehaviourKind,
    Inquiry,
    Negative,
    NegativeKind,
    Outcome,
    ReportCheck,
    nth_of_year,
)
from planner.domain.findings import report
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.forms.fields import Field, Texts, amount_field, count_field, option_texts
from planner.ui.screens.credit.forms import CreditForm, money, number_of, plain, said_note
from planner.words.credit import said


class CheckForm(CreditForm):
    """A look at the own credit report."""

    title_key = "credit.form.check"

    def fields(self) -> Sequence[Field]:
        """Day, channel and version; the report's two counts may stay empty."""
        channels = tuple((one.code, said(one.name)) for one in self.planner.overview.catalogue.channels)
        versions = (("no", t("credit.detailed.no")), ("yes", t("credit.detailed.yes")))
        parts = (("no", t("credit.partial.no")), ("yes", t("credit.partial.yes")))
        hint = t("credit.hint.counts")
        return (
            self.day_field(),
            Field("channel", t("credit.channel"), options=channels),
            Field("detailed", t("credit.detailed"), options=versions),
            Field("partial", t("credit.partial"), options=parts),
            count_field("accounts", t("credit.accounts"), optional=True, hint=hint),
            count_field("overdue_accounts", t("credit.overdue_accounts"), optional=True, hint=hint),
            self.note_field(),
        )

    def start(self) -> Texts:
        """A new look begins with today."""
        if self.old is None:
            return {"on": self.today.isoformat()}
        return {
            "on": self.old.on.isoformat(),
            "channel": self.old.channel,
            "detailed": "yes" if self.old.detailed else "no",
            "partial": "yes" if self.old.partial else "no",
            "accounts": plain(self.old.accounts),
            "overdue_accounts": plain(self.old.overdue_accounts),
            "note": self.old.note,
        }

    def beside(self, texts: Texts) -> str:
        """Which look of its year this is; empty until the day can be read."""
        on = self.known_day(texts)
        if on is None:
            return ""
        others = tuple(one for one in self.planner.overview.book.credit.checks if one.id != self.number)
        this = ReportCheck(self.number or 10**9, on, "")
        nth = t("credit.beside.nth", year=on.year, n=nth_of_year((*others, this), this))
        unread = 0 if self.old is None else self.old.unread
        told = [nth, *([t("credit.beside.unread", n=unread)] if unread else []), t("credit.beside.own_query")]
        return "\n\n".join(told)

    def known_day(self, texts: Texts) -> date | None:
        """The day, once it can be read."""
        found: date | None = self.known(texts).get("on")
        return found

    def record(self, values: dict[str, Any]) -> ReportCheck:
        """The look; a count that was left empty is unknown, not 0."""
        return ReportCheck(
            self.number,
            values["on"],
            values["channel"],
            values["detailed"] == "yes",
            values["accounts"],
            values["overdue_accounts"],
            said_note(values),
            None if self.old is None else self.old.unread,
            values["partial"] == "yes",
        )


class NegativeForm(CreditForm):
    """A negative entry: when it began, when it ended, and so when it goes."""

    title_key = "credit.form.negative"

    def fields(self) -> Sequence[Field]:
        """Its two days, the amount (fen) and the most days overdue; no second day while it goes on."""
        return (
            Field("institution", t("credit.institution"), hint=t("credit.hint.institution")),
            Field("kind", t("credit.kind"), options=option_texts("negative_kind", list(NegativeKind))),
            self.day_field("began_on", "credit.began_on"),
            self.day_field("ended_on", "credit.ended_on", optional=True, hint=t("credit.hint.ended_on")),
            amount_field("amount", t("credit.amount"), optional=True),
            count_field("worst_days", t("credit.worst_days"), optional=True, hint=t("credit.hint.worst_days")),
            Field("loan", t("credit.loan"), options=self.loan_options()),
            Field("check", t("credit.check"), options=self.check_options()),
            self.note_field(),
        )

    def start(self) -> Texts:
        """A new entry begins empty, or with what was ``given``."""
        old = self.old
        if old is None:
            return self.given
        return {
            "institution": old.institution,
            "kind": old.kind,
            "began_on": old.began_on.isoformat(),
            "ended_on": "" if old.ended_on is None else old.ended_on.isoformat(),
            "amount": money(old.amount_minor),
            "worst_days": plain(old.worst_days),
            "loan": plain(old.loan_id),
            "check": plain(old.check_id),
            "note": old.note,
        }

    def beside(self, texts: Texts) -> str:
        """From which day it is no longer shown, or that its years have not begun."""
        values = self.known(texts)
        if values.get("began_on") is None:
            return ""
        if values.get("ended_on") is None:
            return t("credit.beside.stopped")
        kind, amount = NegativeKind(texts["kind"]), values.get("amount")
        entry = Negative(0, "", kind, values["began_on"], values["ended_on"], amount)
        gone = report.falls_off(entry, self.planner.overview.catalogue.rules)
        return t("credit.beside.gone", on=fmt.day(gone))

    def record(self, values: dict[str, Any]) -> Negative:
        """The entry; its amount in fen, None where left empty."""
        return Negative(
            self.number,
            values["institution"],
            NegativeKind(values["kind"]),
            values["began_on"],
            values["ended_on"],
            values["amount"],
            values["worst_days"],
            number_of(values["loan"]),
            number_of(values["check"]),
            said_note(values),
        )


class InquiryForm(CreditForm):
    """A row of a report: who looked at it, and why."""

    title_key = "credit.form.inquiry"

    def fields(self) -> Sequence[Field]:
        """Day, institution and reason; the look in which it was seen may be left out."""
        reasons = tuple((one.code, said(one.name)) for one in self.planner.overview.catalogue.reasons_asked)
        known = (("yes", t("credit.recognised.yes")), ("no", t("credit.recognised.no")))
        return (
            self.day_field(),
            Field("institution", t("credit.institution"), hint=t("credit.hint.institution")),
            Field("reason", t("credit.reason"), options=reasons),
            Field("recognised", t("credit.recognised"), options=known),
            Field("check", t("credit.check"), options=self.check_options()),
            self.note_field(),
        )

    def start(self) -> Texts:
        """A new row begins empty, or with what was ``given``."""
        old = self.old
        if old is None:
            return self.given
        return {
            "on": old.on.isoformat(),
            "institution": old.institution,
            "reason": old.reason,
            "recognised": "no" if old.unknown else "yes",
            "check": plain(old.check_id),
            "note": old.note,
        }

    def beside(self, texts: Texts) -> str:
        """Of which class the reason makes it, and from which day it is no longer shown."""
        on, overview = self.known(texts).get("on"), self.planner.overview
        reason = overview.catalogue.inquiry(texts["reason"])
        if on is None or reason is None:
            return ""
        months = overview.catalogue.rules.need("inquiry_months", self.today).whole
        gone = report.inquiry_gone(Inquiry(0, on, "", ""), months)
        return t("credit.beside.hard", kind=t(f"inquiry_class.{reason.kind}"), on=fmt.day(gone))

    def record(self, values: dict[str, Any]) -> Inquiry:
        """The inquiry, in no look where none was chosen."""
        return Inquiry(
            self.number,
            values["on"],
            values["institution"],
            values["reason"],
            number_of(values["check"]),
            said_note(values),
            values["recognised"] == "no",
        )


class BehaviourForm(CreditForm):
    """Something done or left alone on a day."""

    title_key = "credit.form.behaviour"

    def fields(self) -> Sequence[Field]:
        """What, when, about what, how often; an outcome only of an application."""
        return (
            Field("kind", t("credit.kind"), options=option_texts("behaviour", list(BehaviourKind))),
            self.day_field(),
            Field("about", t("credit.about"), optional=True),
            count_field("times", t("credit.times"), hint=t("credit.hint.times")),
            Field(
                "outcome",
                t("credit.outcome"),
                options=option_texts("application", list(Outcome)),
                shown=lambda texts: texts["kind"] == BehaviourKind.APPLICATION,
            ),
            self.note_field(),
        )

    def start(self) -> Texts:
        """A new one begins with today and once."""
        old = self.old
        if old is None:
            return {"on": self.today.isoformat(), "times": "1"}
        return {
            "kind": old.kind,
            "on": old.on.isoformat(),
            "about": old.about,
            "times": str(old.times),
            "outcome": old.outcome,
            "note": old.note,
        }

    def record(self, values: dict[str, Any]) -> Behaviour:
        """The entry; its outcome is ``open`` unless an application has another."""
        return Behaviour(
            self.number,
            values["on"],
            BehaviourKind(values["kind"]),
            values["times"],
            values["about"] or "",
            Outcome(values["outcome"] or Outcome.OPEN),
            said_note(values),
        )
