"""Forms of cases: what a case is about, what happened in it, another round."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from planner.domain.accounts.names import full_name
from planner.domain.cases.deadline import Why
from planner.domain.cases.file import Case, CaseFile, Event, EventKind, Kind, Outcome
from planner.domain.cases.standing import Next, Standing
from planner.domain.cases.status import Status
from planner.i18n import t
from planner.ui.forms.fields import Field, Texts, date_field, option_texts
from planner.ui.forms.form import Form
from planner.values import replace
from planner.words import cases as words
from planner.words.credit import said
from planner.words.rules import fact_text, number, source_text

KINDS = [Kind.OBJECTION, Kind.APPEAL, Kind.ARRANGEMENT, Kind.COMPLAINT]
_NONE = ""
_NAMES_DAY = (EventKind.NOTE, EventKind.SUBMITTED, EventKind.RECEIVED, EventKind.ACCEPTED, EventKind.ASKED_MORE)


class CasesForm(Form):
    """What the forms of cases share."""

    @property
    def today(self) -> date:
        """The person's day."""
        return self.planner.overview.today

    def channel_field(self, kind: Kind, shown: Callable[[Texts], bool] = lambda _: True) -> Field:
        """The channels at which such a case can be handed in, with their published numbers."""
        lists = self.planner.overview.case_lists
        options = tuple((one.code, words.channel_text(lists, one.code)) for one in lists.channels_of(kind))
        return Field(
            f"channel_{kind}", t("case.field.channel"), options=options, shown=shown, hint=t("case.hint.channel")
        )

    def about_channel(self, kind: Kind, code: str) -> list[str]:
        """What is known of a channel: how it is used, by when it answers, where that comes from."""
        overview = self.planner.overview
        lists = overview.case_lists
        channel = lists.channel(code)
        if channel is None:
            return []
        lines = [words.channel_text(lists, code), said(channel.note) + fact_text(channel.fact)]
        for until in (EventKind.ACCEPTED, EventKind.ANSWERED):
            clock = lists.clock(kind, code, until)
            limit = None if clock is None else overview.catalogue.rules.at(clock.rule, self.today)
            if limit is not None:
                rule = limit.rule
                lines.append(f"{said(rule.name)} {number(rule.value, rule.unit)}{source_text(rule)}")
        if lists.clock(kind, code, EventKind.ANSWERED) is None and kind is not Kind.CLOSEOUT:
            lines.append(t("case.deadline.no_rule"))
        return lines

    def told(self, lines: Sequence[str]) -> str:
        """Lines beside the fields, a blank one between each."""
        return "\n\n".join(line for line in lines if line)


class CaseForm(CasesForm):
    """A new case, or one that is described anew; its kind stays once it is open."""

    def __init__(self, file: CaseFile | None = None, given: Texts | None = None) -> None:
        super().__init__()
        self.file, self.given = file, given or {}
        self.draft_key = "" if self.given else f"case-{file.case.id if file else 'new'}"

    def heading(self) -> str:
        """Whether one is opened or described."""
        return t("case.form.edit" if self.file else "case.form.add")

    def fields(self) -> Sequence[Field]:
        """What it is about; the channels follow from the kind."""
        overview = self.planner.overview
        kinds = KINDS if self.file is None else [self.file.case.kind]
        loans = ((str(one.loan.id), full_name(one.loan)) for one in overview.book.accounts)
        channels = [self.channel_field(kind, _of_kind(kind)) for kind in kinds]
        return (
            Field("kind", t("case.field.kind"), options=option_texts("case.kind", kinds)),
            Field("title", t("case.field.title"), hint=t("case.hint.title")),
            Field("institution", t("case.field.institution"), optional=True, hint=t("case.hint.institution")),
            Field("loan", t("case.field.loan"), options=((_NONE, t("credit.loan.none")), *loans)),
            *channels,
            date_field("opened_on", t("case.field.opened_on"), self.today),
            Field("facts", t("case.field.facts"), optional=True, hint=t("case.hint.facts")),
            Field("asks", t("case.field.asks"), optional=True, hint=t("case.hint.asks")),
            Field("note", t("case.field.note"), optional=True),
        )

    def first_field(self) -> str:
        """The kind of a new one, else what it is called."""
        return "kind" if self.file is None else "title"

    def start(self) -> Texts:
        """A new one begins today."""
        if self.file is None:
            return {"opened_on": self.today.isoformat()} | self.given
        case = self.file.case
        texts = {name: getattr(case, name) for name in ("title", "institution", "facts", "asks", "note")}
        kind, channel = case.kind.value, self.file.current.channel
        loan = "" if case.loan_id is None else str(case.loan_id)
        own = {"kind": kind, f"channel_{kind}": channel, "loan": loan, "opened_on": case.opened_on.isoformat()}
        return {**texts, **own}

    def beside(self, texts: Texts) -> str:
        """What is known of the channel, and what such a case needs."""
        kind = Kind(texts["kind"])
        papers = [said(one.name) for one in self.planner.overview.case_lists.papers_of(kind)]
        lines = self.about_channel(kind, texts.get(f"channel_{kind}", ""))
        return self.told([*lines, t("case.fact.missing", papers=t("list.and").join(papers)) if not self.file else ""])

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Open it, or describe it anew."""
        from planner.services import cases

        kind, today = Kind(values["kind"]), self.today
        loan_id = int(values["loan"]) if values["loan"] else None
        texts = {name: values[name] or "" for name in ("title", "institution", "facts", "asks", "note")}
        case = Case(0, kind, texts.pop("title"), values["opened_on"], loan_id=loan_id, **texts)
        channel = values[f"channel_{kind}"]
        if self.file is None:
            self.planner.write(
                lambda store: cases.begin(store, case, channel, today=today), then=done, failed=self.show_error
            )
            return
        known = self.file.case
        case = replace(case, id=known.id, point=known.point)
        self.planner.write(
            lambda store: cases.edit(store, case, today=today, channel=channel),
            then=done,
            failed=self.show_error,
            seen=known,
        )


def _of_kind(kind: Kind) -> Callable[[Texts], bool]:
    return lambda texts: texts["kind"] == kind


class EventForm(CasesForm):
    """What happened in the last round; or what stands in the place of an event that was recorded wrongly."""

    def __init__(self, file: CaseFile, corrected: Event | None = None, step: str = "") -> None:
        super().__init__()
        self.file, self.corrected, self.step = file, corrected, step
        self.draft_key = f"case-event-{file.case.id}-{corrected.id if corrected else 'new'}"

    def heading(self) -> str:
        """Of which case, and whether it corrects."""
        key = "case.form.correct" if self.corrected else "case.form.event"
        return t(key, title=self.file.case.title)

    def fields(self) -> Sequence[Field]:
        """What, when, and a word on it; of an answer its outcome, of others the day that was named."""
        lists = self.planner.overview.case_lists
        steps = tuple((one.code, said(one.name)) for one in lists.steps)
        return (
            Field("kind", t("case.field.event"), options=option_texts("case.event", self._kinds())),
            Field("step", t("case.field.step"), options=steps, shown=_for(EventKind.STEP)),
            date_field("on", t("case.field.on"), self.today),
            Field("outcome", t("case.field.outcome"), options=tuple(words.outcomes()), shown=_for(EventKind.ANSWERED)),
            date_field(
                "until_on",
                t("case.field.until_on"),
                self.today,
                ahead=True,
                optional=True,
                shown=_for(*_NAMES_DAY),
                hint=t("case.hint.until_on"),
            ),
            Field("word", t("case.field.word"), hint=t("case.hint.correct" if self.corrected else "case.hint.word")),
        )

    def _kinds(self) -> list[EventKind]:
        if self.file.case.kind is Kind.CLOSEOUT:
            kinds = [EventKind.STEP, EventKind.NOTE, EventKind.CLOSED]
        else:
            first = (EventKind.NOTE, EventKind.STEP, EventKind.VOID)
            kinds = [*(one for one in EventKind if one not in first), EventKind.NOTE]
        return [*kinds, EventKind.VOID] if self.corrected else kinds

    def start(self) -> Texts:
        """What most likely comes next, today; of a correction what was recorded."""
        one = self.corrected
        if one is None:
            stand = self.planner.overview.stands.get(self.file.case.id)
            kind = EventKind.NOTE if stand is None else likely(self.file, stand)
            return {"kind": kind, "on": self.today.isoformat(), "step": self.step}
        return {
            "kind": one.kind,
            "on": one.on.isoformat(),
            "outcome": one.outcome or Outcome.GRANTED,
            "until_on": "" if one.until_on is None else one.until_on.isoformat(),
            "step": one.step,
            "word": one.word,
        }

    def beside(self, texts: Texts) -> str:
        """Where the case stands, and what is known of the channel of this round."""
        overview = self.planner.overview
        stand = overview.stands.get(self.file.case.id)
        lines = [] if stand is None else words.deadline_lines(stand, overview.today)
        return self.told([*lines, *self.about_channel(self.file.case.kind, self.file.current.channel)[:2]])

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Record it, or put it in the place of the one that was wrong."""
        from planner.services import cases

        kind, today, case_id = EventKind(values["kind"]), self.today, self.file.case.id
        event = Event(
            0,
            self.file.current.id,
            values["on"],
            kind,
            values["word"],
            Outcome(values.get("outcome") or "") if kind is EventKind.ANSWERED else None,
            values.get("until_on") if kind in _NAMES_DAY else None,
            values.get("step") or "" if kind is EventKind.STEP else "",
        )
        if self.corrected is None:
            self.planner.write(
                lambda store: cases.record(store, case_id, event, today=today), then=done, failed=self.show_error
            )
            return
        old = self.corrected.id
        self.planner.write(
            lambda store: cases.correct(store, old, event, today=today),
            then=done,
            failed=self.show_error,
            seen=self.corrected,
        )


def _for(*kinds: EventKind) -> Callable[[Texts], bool]:
    return lambda texts: texts["kind"] in kinds


def likely(file: CaseFile, stand: Standing) -> EventKind:
    """What most likely happens next in a case."""
    if file.case.kind is Kind.CLOSEOUT:
        return EventKind.STEP if stand.next is Next.STEP else EventKind.NOTE
    if stand.status is Status.PREPARING:
        return EventKind.SUBMITTED
    if stand.status is Status.SENT:
        return EventKind.RECEIVED
    if stand.status is Status.ASKED_MORE:
        return EventKind.SUPPLIED
    if stand.status in (Status.RECEIVED, Status.ACCEPTED):
        return EventKind.ACCEPTED if stand.deadline.why is Why.NO_ACCEPTANCE else EventKind.ANSWERED
    return EventKind.CLOSED if stand.status is not Status.CLOSED else EventKind.NOTE


class RoundForm(CasesForm):
    """Another round: where, when, and why."""

    def __init__(self, file: CaseFile) -> None:
        super().__init__()
        self.file = file
        self.draft_key = f"case-round-{file.case.id}-{file.current.number}"

    def heading(self) -> str:
        """Of which case."""
        return t("case.form.round", title=self.file.case.title)

    def fields(self) -> Sequence[Field]:
        """The channel, the day and the word on it."""
        return (
            self.channel_field(self.file.case.kind),
            date_field("on", t("case.field.on"), self.today),
            Field("word", t("case.field.why"), hint=t("case.hint.why")),
        )

    def start(self) -> Texts:
        """At the same channel, today."""
        return {f"channel_{self.file.case.kind}": self.file.current.channel, "on": self.today.isoformat()}

    def beside(self, texts: Texts) -> str:
        """What is known of the channel."""
        kind = self.file.case.kind
        return self.told(self.about_channel(kind, texts[f"channel_{kind}"]))

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Begin it; refused while the last one is not over."""
        from planner.services import cases

        kind, today, case_id = self.file.case.kind, self.today, self.file.case.id
        channel, word, on = values[f"channel_{kind}"], values["word"], values["on"]
        self.planner.write(
            lambda store: cases.begin_round(store, case_id, channel, word, on=on, today=today),
            then=done,
            failed=self.show_error,
        )
