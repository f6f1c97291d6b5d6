"""Forms of the credit file: one for each kind of record, and one for a threshold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from planner.domain.accounts.names import short_name
from planner.domain.basics import typed
from planner.domain.credit.file import ProfileEntry, ProfileState, Score, Series, WantedLine
from planner.domain.reference.own import SETTING
from planner.domain.reference.rules import Rule, Unit
from planner.i18n import format as fmt
from planner.i18n import t
from planner.storage.seen import SeenSetting
from planner.ui.forms.fields import Field, Texts, count_field, date_field, option_texts, rate_text
from planner.ui.forms.form import Form
from planner.values import replace
from planner.words.credit import band_of, item_name, platform_name, said, series_name
from planner.words.rules import fact_text, number, source_text

OTHER, NONE = "other", ""


class CreditForm(Form):
    """Base: saves the record that ``record`` makes of the values.

    A new one may be opened with what is known of it already, ``given`` by field; then it has no draft.
    """

    repeats = True

    def __init__(self, old: Any = None, *, given: Texts | None = None) -> None:
        super().__init__()
        self.old, self.given = old, given or {}
        self.repeats = old is None
        self.draft_key = "" if self.given else f"{self.title_key}-{old.id if old is not None else 0}"

    @property
    def today(self) -> date:
        """The person's day."""
        return self.planner.overview.today

    def record(self, values: dict[str, Any]) -> Any:
        """The record of the values; its id is that of the known one, or 0."""
        raise NotImplementedError

    @property
    def number(self) -> int:
        """The id of the known record, 0 for a new one."""
        return 0 if self.old is None else int(self.old.id)

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Add the record or replace the known one; the service refuses days after today."""
        from planner.services import credit

        record, today = self.record(values), self.today
        self.planner.write(
            lambda store: credit.save(store, record, today=today), then=done, failed=self.show_error, seen=self.old
        )

    # -- fields that several share -----------------------------------------------------------------------------------

    def day_field(self, key: str = "on", label: str = "credit.on", **more: Any) -> Field:
        """A day of the past."""
        return date_field(key, t(label), self.today, **more)

    def note_field(self, hint: str = "") -> Field:
        """A note in the person's words."""
        return Field("note", t("credit.note"), optional=True, hint=hint)

    def check_options(self) -> tuple[tuple[str, str], ...]:
        """The looks at the report, the latest first."""
        checks = reversed(self.planner.overview.book.credit.checks)
        return (*((str(one.id), fmt.day(one.on)) for one in checks), (NONE, t("credit.check.none")))

    def loan_options(self) -> tuple[tuple[str, str], ...]:
        """None, and every loan."""
        accounts = self.planner.overview.book.accounts
        named = ((str(one.loan.id), short_name(one.loan)) for one in accounts)
        return ((NONE, t("credit.loan.none")), *named)


def number_of(text: str | None) -> int | None:
    """The id that an option stands for; None for the empty one."""
    return int(text) if text else None


def said_note(values: dict[str, Any]) -> str:
    """The note, empty where nothing was written."""
    return values["note"] or ""


def plain(value: object) -> str:
    """A value as it stands in a field; empty for None."""
    return "" if value is None else str(value)


def money(amount_minor: int | None) -> str:
    """An amount in fen as it stands in a field; empty for None."""
    return "" if amount_minor is None else fmt.plain_money(amount_minor)


class ScoreForm(CreditForm):
    """A score as it was shown on a day; another score than those known brings its name and range."""

    title_key = "credit.form.score"

    def fields(self) -> Sequence[Field]:
        """Which score, its value and day; name and range only of one that is not in the list."""
        other = self._is_other
        return (
            Field("which", t("credit.which"), options=self._options()),
            count_field("value", t("credit.value"), hint=t("credit.hint.score")),
            self.day_field(),
            Field("name", t("credit.name"), shown=other, hint=t("credit.hint.name")),
            count_field("low", t("credit.low"), shown=other),
            count_field("high", t("credit.high"), shown=other),
            self.note_field(),
        )

    def _options(self) -> tuple[tuple[str, str], ...]:
        overview = self.planner.overview
        series = overview.book.credit.series
        if self.old is not None:
            own = next(one for one in series if one.id == self.old.series_id)
            return ((str(own.id), series_name(overview, own)),)
        known = [(str(one.id), series_name(overview, one)) for one in series]
        begun = {one.code for one in series}
        offered = [(kind.code, said(kind.name)) for kind in overview.catalogue.scores if kind.code not in begun]
        return (*offered, *known, (OTHER, t("credit.which.other")))

    @staticmethod
    def _is_other(texts: Texts) -> bool:
        return texts["which"] == OTHER

    def start(self) -> Texts:
        """A new one begins with today, a known one with what was noted."""
        if self.old is None:
            return {"on": self.today.isoformat()}
        return {"value": str(self.old.value), "on": self.old.on.isoformat(), "note": self.old.note}

    def beside(self, texts: Texts) -> str:
        """The band in which the value lies; empty where the score has no bands."""
        values = self.known(texts)
        series = self._series(values, texts["which"])
        if series is None or not isinstance(values.get("value"), int):
            return ""
        band = band_of(self.planner.overview, series, values["value"])
        name = series_name(self.planner.overview, series)
        return t("credit.beside.band", name=name, value=values["value"], band=band) if band else ""

    def _series(self, values: dict[str, Any], which: str) -> Series | None:
        overview = self.planner.overview
        kind = overview.catalogue.score(which)
        if kind is not None:
            return Series(0, kind.code, kind.name.text("zh"), kind.low, kind.high)
        if which == OTHER:
            if values.get("name") is None or values.get("low") is None or values.get("high") is None:
                return None
            return Series(0, "", values["name"], values["low"], values["high"])
        return next((one for one in overview.book.credit.series if str(one.id) == which), None)

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """The score; where its series is not followed yet, both in one operation."""
        from planner.services import credit

        series, today = self._series(values, values["which"]), self.today
        assert series is not None
        score = Score(self.number, series.id, values["on"], values["value"], said_note(values))
        if series.id:
            self.planner.write(
                lambda store: credit.save(store, score, today=today), then=done, failed=self.show_error, seen=self.old
            )
        else:
            self.planner.write(
                lambda store: credit.add_score(store, series, score, today=today), then=done, failed=self.show_error
            )


class SeriesForm(CreditForm):
    """The target of a score; of one of the person's own also its name and range."""

    title_key = "credit.form.series"

    def fields(self) -> Sequence[Field]:
        """The target; name and range too where the score is not of the catalogue."""
        target = count_field("target", t("credit.target"), optional=True, hint=t("credit.hint.target"))
        if self.old.code:
            return (target,)
        return (
            target,
            Field("name", t("credit.name"), hint=t("credit.hint.name")),
            count_field("low", t("credit.low")),
            count_field("high", t("credit.high")),
        )

    def start(self) -> Texts:
        """What is known; the target is empty where none was set."""
        own = {"name": self.old.name, "low": str(self.old.low), "high": str(self.old.high)}
        return {"target": plain(self.old.target)} | ({} if self.old.code else own)

    def record(self, values: dict[str, Any]) -> Series:
        """The series with what was typed; an empty target takes it away."""
        made: Series = replace(self.old, **values)
        return made


class ProfileForm(CreditForm):
    """How an item of a profile stands on a day."""

    title_key = "credit.form.profile"

    def __init__(self, platform: str, item: str, latest: ProfileEntry | None) -> None:
        super().__init__()
        self.platform, self.item, self.latest = platform, item, latest
        self.repeats = False
        self.draft_key = f"profile-{platform}-{item}"

    def heading(self) -> str:
        """Names the platform and the item."""
        overview = self.planner.overview
        return t(self.title_key, platform=platform_name(overview, self.platform), item=item_name(overview, self.item))

    def fields(self) -> Sequence[Field]:
        """The state, its day, after how many months to look again (0: never), and what proves it."""
        return (
            Field("state", t("credit.state"), options=option_texts("profile_state", list(ProfileState))),
            self.day_field(),
            count_field("months", t("credit.months"), optional=True, hint=t("credit.hint.months")),
            self.note_field(t("credit.hint.evidence")),
        )

    def start(self) -> Texts:
        """What was noted last, as of today; ``complete`` where nothing was noted yet."""
        texts = {"state": ProfileState.COMPLETE.value, "on": self.today.isoformat()}
        if self.latest is not None:
            texts |= {"state": self.latest.state, "months": plain(self.latest.months), "note": self.latest.note}
        return texts

    def beside(self, texts: Texts) -> str:
        """What the item asks for, where that is from and how sure it is."""
        item = next((one for one in self.planner.overview.catalogue.items if one.code == self.item), None)
        return "" if item is None else f"{said(item.hint)}\n\n{source_of(item.fact)}"

    def record(self, values: dict[str, Any]) -> ProfileEntry:
        """A new entry, which takes the place of another of the same day only."""
        state = ProfileState(values["state"])
        return ProfileEntry(0, self.platform, self.item, values["on"], state, values["months"], said_note(values))


def source_of(fact: Any) -> str:
    """Where a statement comes from and how sure that is."""
    return fact_text(fact)


class WantedForm(CreditForm):
    """A line that the person would like to have opened."""

    title_key = "credit.form.wanted"

    def fields(self) -> Sequence[Field]:
        """Name, platform and score; how high the score must be only where one is chosen."""
        overview = self.planner.overview
        series = ((str(one.id), series_name(overview, one)) for one in overview.book.credit.series)
        return (
            Field("name", t("credit.name"), hint=t("credit.hint.name")),
            Field(
                "platform",
                t("credit.platform"),
                options=tuple((code, said(name)) for code, name in overview.catalogue.platforms),
            ),
            Field("series", t("credit.series"), options=((NONE, t("credit.series.none")), *series)),
            Field(
                "score_least",
                t("credit.score_least"),
                typed.parse_count,
                optional=True,
                shown=lambda texts: texts["series"] != NONE,
                hint=t("credit.hint.score_least"),
            ),
            self.note_field(),
        )

    def start(self) -> Texts:
        """A new line begins with the platform ``bank``."""
        old = self.old
        if old is None:
            return {"platform": "bank"}
        return {
            "name": old.name,
            "platform": old.platform,
            "series": plain(old.series_id),
            "score_least": plain(old.score_least),
            "note": old.note,
        }

    def record(self, values: dict[str, Any]) -> WantedLine:
        """The line; without a score where none was chosen."""
        return WantedLine(
            self.number,
            values["name"],
            values["platform"],
            number_of(values["series"]),
            values["score_least"],
            said_note(values),
        )


class LimitForm(Form):
    """A threshold of the person's own in the place of a rule's."""

    enter_saves = True

    def __init__(self, rule: Rule) -> None:
        super().__init__()
        self.rule = rule
        self.draft_key = f"rule-{rule.code}"

    def heading(self) -> str:
        """Names the rule."""
        return t("credit.form.limit", name=said(self.rule.name))

    def fields(self) -> Sequence[Field]:
        """A rate for a rule in shares, else a whole number; empty goes back to the rule's value."""
        share = self.rule.unit is Unit.SHARE
        read: Callable[[str], Any] = typed.parse_share if share else typed.parse_count
        write: Callable[[Any], str] = rate_text if share else str
        return (Field("value", t("credit.limit_value"), read, write, optional=True, hint=t("credit.hint.limit")),)

    def start(self) -> Texts:
        """The person's own value, or that of the rule."""
        own = self.planner.overview.catalogue.rules.own.get(self.rule.code)
        value = own.value if own else self.rule.value
        return {"value": rate_text(value) if self.rule.unit is Unit.SHARE else str(int(value))}

    def beside(self, texts: Texts) -> str:
        """The rule's own value, its note and its source."""
        rule = self.rule
        parts = [f"{said(rule.name)} {number(rule.value, rule.unit)}", said(rule.note)]
        return "\n\n".join([*(part for part in parts if part), source_text(rule).lstrip()])

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Keep the value; none, or the rule's own, takes the person's away."""
        from planner.services import credit

        rule, today = self.rule, self.planner.overview.today
        value = None if values["value"] is None else Decimal(values["value"])
        value = None if value == rule.value else value
        self.planner.write(
            lambda store: credit.set_limit(store, rule, value, today=today),
            then=done,
            failed=self.show_error,
            seen=SeenSetting(SETTING + rule.code, self.planner.overview.settings.get(SETTING + rule.code)),
        )
