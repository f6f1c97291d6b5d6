"""Lines of a brief report → what it says: finds the sentences, has each understood, and keeps those that were not.

A sentence begins behind a full stop or a heading, with its day; it ends where the next one begins. What stands between
is part of it: words that are not known make it unread as a whole, never half of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from planner.domain.credit.report.checks import Counted, column_of, differences
from planner.domain.credit.report.entries import (
    Disposal,
    GuarantorPayment,
    Place,
    PublicKind,
    PublicRecord,
    ReportedAccount,
    ReportedInquiry,
    Responsibility,
)
from planner.domain.credit.report.report import Annotation, CreditReport, OutOfOrder, Part, Unread, Why
from planner.errors import PlannerError
from planner.importers.pboc import headings
from planner.importers.pboc.accounts import account
from planner.importers.pboc.flow import Flow, Line, fold
from planner.importers.pboc.head import Head, head, refuse_others
from planner.importers.pboc.inquiries import inquiry, rows
from planner.importers.pboc.others import disposal, guarantor_payment, responsibility
from planner.importers.pboc.private import masked, others, unnamed
from planner.importers.pboc.public import begins, record
from planner.importers.pboc.summary import summary
from planner.importers.pboc.words import ImpossibleError, printed
from planner.values import replace

LOOKED_FOR = (
    "个人信用报告",
    "信贷记录",
    "发放的贷记卡",
    "发放的…元",
    "授信，额度有效期至",
    "账户数",
    "机构查询记录明细",
)

_NUMBER = re.compile(r"(\d{1,3}?)[.、)]?(?=(?:19|20)\d{2}年\d{1,2}月\d{1,2}日)")
_NOTE = re.compile(r"(?:(?<=^)|(?<=。))\d{1,2}[.、]")


def read_lines(pages: Iterable[Sequence[str]]) -> CreditReport:
    """The report in these lines, page by page.

    Raises:
        PlannerError: ``report.unknown`` where nothing of a brief report was found (``looked_for``), ``report.several``,
            ``report.detailed``, ``report.of_a_firm``, ``report.bureau``.
    """
    lines = [
        Line(Place(page, number), fold(text))
        for page, texts in enumerate(pages, 1)
        for number, text in enumerate(texts, 1)
    ]
    lines = [line for line in lines if line.text]
    furniture = head(lines)
    refuse_others(lines, furniture.said)
    reading = _Reading(furniture)
    reading.run()
    report = reading.report()
    if not _anything(report):
        raise PlannerError("report.unknown", looked_for="、".join(LOOKED_FOR))
    return report


def _anything(report: CreditReport) -> bool:
    return bool(
        report.accounts
        or report.responsibilities
        or report.disposals
        or report.guarantor_payments
        or report.public_records
        or report.inquiries
        or report.summary
        or report.said_none
    )


class _Reading:
    """One pass over the sentences of a report."""

    def __init__(self, furniture: Head) -> None:
        spaced = Flow.of(furniture.lines)
        self.counts, spans, bad = summary(spaced)
        self.flow = spaced.without(spans).closed_up()
        self.text = self.flow.text
        self.head = furniture
        self.names = frozenset(furniture.names | furniture.numbers | others(self.text))
        self.found: dict[type, list[Any]] = {}
        self.unread = [
            Unread(spaced.place(start), re.sub(r"\s+", " ", spaced.text[start:end]).strip(), Why.IMPOSSIBLE)
            for start, end in bad
        ]
        self.notes: list[str] = []
        self.parts = {Part.SUMMARY} if self.counts else set[Part]()
        if furniture.on is not None:
            self.parts.add(Part.HEAD)
        self.none: set[Part] = set()
        self.order: list[OutOfOrder] = []
        self.last_number: int | None = None
        self.anew = True  # numbers may begin anew: a heading stands since the last one
        self.last_before: int | None = None  # the last number above the heading: some reports go on with it
        self.overdue: bool | None = None  # by the heading of the list
        self.bare: tuple[int, int] | None = None  # a heading of rows below which none was read yet
        self.by_heading: set[Place] = set()  # accounts of which no sentence says whether they were overdue

    def run(self) -> None:
        """Reads all of it."""
        at, mode = 0, headings.Mode.CREDIT
        while at < len(self.text):
            heading = headings.heading(self.flow, at)
            if heading is not None:
                self._under(at, heading)
                if heading.mode not in (None, mode):
                    self.last_before = 0  # rows of another part never go on with the numbers of this one
                at, mode = heading.end, heading.mode or mode
                continue
            said = headings.fixed(self.text, at)
            if said is not None:
                at = said.end
                if said.none is not None:
                    self.bare = None
                    self.none.add(said.none)
                    self.parts.add(said.none)
                continue
            note = headings.added(self.text, at) if mode is headings.Mode.CREDIT else None
            if note is not None:
                self._add(Annotation(self.flow.place(at), note[0]))
                at = note[1]
                continue
            at = self._piece(at, mode)
        self._without_rows()

    def _under(self, at: int, heading: headings.Heading) -> None:
        if heading.restarts:  # what every page repeats above its rows does not
            self._without_rows()
        if heading.rows:
            self.bare = at, heading.end
        if heading.overdue is not headings.KEEP:
            self.overdue = heading.overdue
        if heading.lists:
            self.parts.add(Part.CREDIT)
        self.anew = self.anew or heading.lists or heading.mode is not None
        if heading.restarts:
            self.last_before = self.last_number or self.last_before
            self.last_number = None

    def _without_rows(self) -> None:
        """A heading of rows and none below it: they may be lost, or there are none; the person can see which."""
        if self.bare is not None:
            self._not_understood(self.bare[0], self.text[slice(*self.bare)], Why.UNKNOWN)
            self.bare = None

    def _piece(self, at: int, mode: headings.Mode) -> int:
        """Reads what begins at ``at``; where it ends."""
        if mode is headings.Mode.NOTES:
            end = headings.notes_end(self.flow, at)
            if self.notes:  # the same report once more
                self.order.append(OutOfOrder(self.flow.place(at), len(self.notes) + 1, 1))
            self.notes += [masked(note, self.names) for note in _NOTE.split(self.text[at:end]) if note]
            if self.text[at:end].endswith("。"):  # else it breaks off
                self.parts.add(Part.NOTES)
            return end
        if mode is headings.Mode.INQUIRIES:
            end = headings.next_heading(self.flow, at)
            self._inquiries(at, end)
            return end
        if mode is headings.Mode.PUBLIC:
            end = headings.next_heading(self.flow, at)
            self._public(at, end)
            return end
        end = headings.next_piece(self.flow, at)
        self._sentence(at, end)
        return end

    def _sentence(self, at: int, end: int) -> None:
        self.bare = None
        text = self.text[at:end]
        match = _NUMBER.match(text)
        number = int(match[1]) if match else None
        place = self.flow.place(at)
        self._numbered(number, place)
        said = text[match.end() :] if match else text
        for form, into, part in _FORMS:
            try:
                fields = form(said)
                if fields is None:
                    continue
                self._not_after(fields)
            except ImpossibleError:
                self._not_understood(at, text, Why.IMPOSSIBLE)
                return
            if into is ReportedAccount and "ever_overdue" not in fields:
                fields["ever_overdue"] = self.overdue
                self.by_heading.add(place)
            fields["institution"] = printed(fields["institution"])
            if "business" in fields:
                fields["business"] = printed(fields["business"])
            self._add(into(place=place, number=number, **fields))
            self.parts.add(part)
            return
        self._not_understood(at, text, Why.UNKNOWN)

    def _not_after(self, fields: dict[str, Any]) -> None:
        """Nothing that has happened lies after the report.

        Raises:
            ImpossibleError: for what does.
        """
        if self.head.on is None:
            return
        for name, value in fields.items():
            happened = isinstance(value, date) and name not in ("due_on", "valid_until")
            if happened and (value.replace(day=1) if name == "as_of" else value) > self.head.on:
                raise ImpossibleError(name)

    def _inquiries(self, at: int, end: int) -> None:
        first, self.bare = at, None
        for row in rows(self.flow, at, end):
            if row.start > first:
                self._not_understood(first, self.text[first : row.start], Why.UNKNOWN)
            first = row.end
            place = self.flow.place(row.start)
            self._numbered(row.number, place)
            self.parts.add(Part.INQUIRIES)
            try:
                found = inquiry(row)
                if found is not None:
                    self._not_after({"on": found[0]})
            except ImpossibleError:
                self._not_understood(row.start, self.text[row.start : row.end], Why.IMPOSSIBLE)
                continue
            if found is None:
                self._not_understood(row.start, self.text[row.start : row.end], Why.UNKNOWN)
            else:
                on, institution, reason, channel = found
                self._add(ReportedInquiry(place, row.number, on, printed(institution), reason, channel))
        if first < end:
            self._not_understood(first, self.text[first:end], Why.UNKNOWN)

    def _public(self, at: int, end: int) -> None:
        offsets = [*begins(self.text, at, end, self.flow.starts), end]
        if offsets[0] > at:
            self._not_understood(at, self.text[at : offsets[0]], Why.UNKNOWN, public=True)
        for start, stop in pairwise(offsets):
            text = self.text[start:stop]
            try:
                fields = record(text)
                if fields is not None:
                    self._not_after({"on": fields.get("on")})
            except ImpossibleError:
                self._not_understood(start, text, Why.IMPOSSIBLE, public=True)
                continue
            if fields is None:
                self._not_understood(start, text, Why.UNKNOWN, public=True)
                continue
            fields["institution"] = printed(fields["institution"])
            fields["about"] = unnamed(fields.get("about", ""), self.names)
            self._add(PublicRecord(place=self.flow.place(start), **fields))
            self.parts.add(Part.POSTPAID if fields["kind"] is PublicKind.POSTPAID else Part.PUBLIC)

    def _add(self, entry: Any) -> None:
        self.found.setdefault(type(entry), []).append(entry)

    def _numbered(self, number: int | None, place: Place) -> None:
        """A number follows the last one; below a heading it begins anew with 1 or follows the one above it."""
        if number is None:
            return
        expected = (self.last_number or 0) + 1
        goes_on = self.last_number is None and number == (self.last_before or 0) + 1
        begins = number == 1 and self.anew
        if not (number == expected or begins or goes_on):
            self.order.append(OutOfOrder(place, expected, number))
        self.anew = False
        self.last_number = number

    def _not_understood(self, at: int, text: str, why: Why, *, public: bool = False) -> None:
        """Keeps it; a heading may be part of it, so what follows stands under none that is known."""
        self.overdue, self.anew = None, True
        self.unread.append(Unread(self.flow.place(at), masked(text, self.names, public=public), why))

    def report(self) -> CreditReport:
        """What was read."""
        accounts = tuple(self.found.get(ReportedAccount, ()))
        responsibilities = tuple(self.found.get(Responsibility, ()))
        return CreditReport(
            on=self.head.on,
            accounts=self._counted(accounts),
            responsibilities=responsibilities,
            disposals=tuple(self.found.get(Disposal, ())),
            guarantor_payments=tuple(self.found.get(GuarantorPayment, ())),
            public_records=tuple(self.found.get(PublicRecord, ())),
            inquiries=tuple(self.found.get(ReportedInquiry, ())),
            summary=self.counts,
            notes=tuple(self.notes),
            annotations=tuple(self.found.get(Annotation, ())),
            parts=frozenset(self.parts),
            said_none=frozenset(self.none),
            unread=tuple(sorted(self.unread, key=lambda one: one.place)),
            out_of_order=tuple(self.order),
            pages_missing=self.head.pages_missing,
        )

    def _counted(self, accounts: tuple[ReportedAccount, ...]) -> tuple[ReportedAccount, ...]:
        """A heading is believed where the summary counts as many overdue accounts: one may have been cut or misread."""
        doubted = {one.column for one in differences(self.counts, accounts, ()) if one.row is Counted.OVERDUE}
        return tuple(
            replace(account, ever_overdue=None)
            if account.place in self.by_heading and column_of(account) in doubted
            else account
            for account in accounts
        )


_FORMS: tuple[tuple[Callable[[str], dict[str, Any] | None], Callable[..., Any], Part], ...] = (
    (account, ReportedAccount, Part.CREDIT),
    (responsibility, Responsibility, Part.CREDIT),
    (disposal, Disposal, Part.CREDIT),
    (guarantor_payment, GuarantorPayment, Part.CREDIT),
)
