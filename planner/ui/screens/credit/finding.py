"""One finding explained: what it rests on, against which limits, what to do, what it costs, when it clears, and why."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from planner.domain.basics.calendar import add_months
from planner.domain.findings.cautions import Caution
from planner.domain.findings.kinds import BY_CODE
from planner.domain.findings.model import Finding, Measure, State, Way
from planner.domain.findings.why import apt
from planner.domain.reference.advice import Action, Term, Topic
from planner.domain.reference.rules import Rule
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.plan import in_force
from planner.storage.shipped import catalogue as shipped
from planner.ui.base import PlannerScreen
from planner.ui.places import go
from planner.ui.screens.credit.views import TONES, valid_text
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Cell, Column, Row, Table
from planner.words.credit import evidence_text, limit_lines, limit_text, measure_text, number, said, source_text

if TYPE_CHECKING:
    from planner.overview.overview import Overview

SHOWN = 12  # records named for one measure
_TERM_PARTS = ("what", "why", "moves", "takes")


def term_text(term: Term) -> str:
    """The page of a term."""
    lines: list[str] = []
    for part in _TERM_PARTS:
        lines += [t(f"term.{part}"), "  " + said(getattr(term, part)), ""]
    source = t("term.source_line", source=said(term.source), sure=t(f"confidence.{term.confidence}"))
    return "\n".join([*lines, t("term.source"), "  " + source])


def topic_text(topic: Topic) -> str:
    """A reason, strategy or point for the industry."""
    sure = [t(f"confidence.{topic.confidence}")] if topic.confidence else []
    return "\n\n".join([said(topic.text), *sure])


def action_text(overview: Overview, action: Action) -> str:
    """An action with its strategy, its cost, how long it takes and what it moves."""
    strategy = next(one for one in overview.catalogue.strategies if one.code == action.strategy)
    moves = t("list.and").join(t(f"finding.{code}") for code in action.moves)
    pairs = (
        (t("credit.part.strategy"), said(strategy.name)),
        (t("finding.cost"), said(action.cost)),
        (t("term.takes"), said(action.takes)),
        (t("finding.moves"), moves),
    )
    return "\n\n".join(f"{name}\n  {text}" for name, text in pairs)


def rule_text(overview: Overview, rule: Rule) -> str:
    """A rule that is not the person's to change."""
    parts = [f"{said(rule.name)} {number(rule.value, rule.unit)}", valid_text(overview, rule), said(rule.note)]
    return "\n\n".join([*(part for part in parts if part), source_text(rule)])


def measure_lines(one: Measure) -> list[str]:
    """A measure, its limits and its records."""
    lines = [f"[{t(f'finding.state.{one.state}')}] {measure_text(one)}"]
    lines += ["    " + line for line in limit_lines(one)]
    lines += ["  · " + evidence_text(record) for record in one.evidence[:SHOWN]]
    if len(one.evidence) > SHOWN:
        lines.append("  · …")
    return lines


def clears_line(overview: Overview, finding: Finding) -> list[str]:
    """When a finding clears and on what condition; nothing for one that is clear."""

    if finding.state is State.CLEAR:
        return []
    if finding.clears_on is None:
        by_plan = BY_CODE[finding.code].clears_by is Way.PLAN and in_force(overview.payoff_plans) is None
        unknown = finding.state is State.UNKNOWN
        return [t(f"finding.clears.{'unknown' if unknown else 'no_plan' if by_plan else 'act'}")]
    amount = None if finding.pays_minor is None else fmt.money(finding.pays_minor)
    line = t(f"finding.clears.{finding.way}", on=fmt.day(finding.clears_on), amount=amount)
    closing = finding.way is Way.PLAN and BY_CODE[finding.code].closes_lines
    return [line, *([t("finding.lines_closed")] if closing else [])]


def warning_lines(one: Caution) -> list[str]:
    """A warning with what it rests on and the line that it is about."""
    lines = [t(f"warning.{one.code}")]
    lines += ["  · " + evidence_text(record) for record in one.evidence]
    if one.limit is not None:
        lines += ["    " + limit_text(one.limit), "    " + said(one.limit.rule.note)]
    return lines


def finding_text(overview: Overview, finding: Finding) -> str:
    """Everything that is known about a finding, section by section."""
    blocks: list[list[str]] = [clears_line(overview, finding)]
    evidence = [line for measure in finding.measures for line in measure_lines(measure)]
    blocks.append([t("finding.section.evidence"), *evidence])
    expired = [
        t("finding.expired", name=said(rule.name), on=fmt.day(rule.to_on), note=said(rule.note))
        for rule in finding.expired
    ]
    blocks.append(expired)
    warned = [one for one in overview.cautions if one.code in BY_CODE[finding.code].warned_by]
    if warned:
        lines = [line for one in warned for line in warning_lines(one)]
        blocks.append([t("finding.section.warnings"), *lines])
    turns = [one for one in overview.turns(_year_ago(overview)) if one.code == finding.code]
    if turns:
        told = [
            t(
                "finding.since",
                on=fmt.day(turn.on),
                before=t(f"finding.state.{turn.before}"),
                after=t(f"finding.state.{turn.after}"),
            )
            for turn in reversed(turns)
        ]
        blocks.append([t("finding.section.changes"), *("  " + line for line in told[:SHOWN])])
    term = next((one for one in shipped.terms() if one.code == finding.code), None)
    if term is not None:
        blocks.append([term_text(term)])
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _year_ago(overview: Overview) -> Any:
    return add_months(overview.today, -12) + timedelta(days=1)


class TextScreen(PlannerScreen):
    """A text to read: a term, a rule, a strategy."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll(1)", "key.down", show=False),
        Binding("up,k", "scroll(-1)", "key.up", show=False),
        Binding("enter", "leave", "key.back", show=False),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.heading, self.text = title, text

    def compose(self) -> ComposeResult:
        yield Plain(" " + self.heading, classes="title")
        with VerticalScroll(classes="reading", can_focus=True):
            yield Plain(self.text)
        yield KeyBar()

    def show(self, overview: Overview) -> None:
        """A text does not change with the data."""

    def action_scroll(self, step: int) -> None:
        self.query_one(".reading").scroll_relative(y=step, animate=False)


class FindingScreen(PlannerScreen):
    """One finding: the text, and below it where to go."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,pagedown", "scroll(1)", "key.page_down", priority=True),
        Binding("pageup,b", "scroll(-1)", "key.page_up", show=False, priority=True),
    ]

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code

    def compose(self) -> ComposeResult:
        yield Plain("", id="loan-title", classes="title")
        with VerticalScroll(classes="reading", can_focus=False):
            yield Plain("", id="finding-text")
        yield Plain("", id="finding-line", classes="facts")
        columns = (Column("what", t("finding.section.do"), 40, flex=True),)
        yield Table(columns, empty="", id="finding-go")
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Table).focus()

    def show(self, overview: Overview) -> None:
        finding = next(one for one in overview.findings if one.code == self.code)
        title = f" {t(f'finding.{finding.code}')} · {t(f'finding.state.{finding.state}')}"
        self.query_one("#loan-title", Plain).show(title)
        self.query_one("#finding-text", Plain).show(finding_text(overview, finding))
        rows = self._missing(finding) + self._actions(overview, finding)
        table = self.query_one("#finding-go", Table)
        table.styles.height = min(len(rows) + 1, max(5, self.planner.size.height // 4))
        table.load(rows)

    def _missing(self, finding: Finding) -> list[Row]:
        def row(code: str) -> Row:
            text = f"{t('why.step.missing', what=t(f'missing.{code}'))}  ({t('finding.go')})"
            what: Cell = (text, TONES[State.UNKNOWN])
            return Row(f"missing-{code}", {"what": what}, data=(code, True))

        return [row(code) for code in finding.missing]

    def _actions(self, overview: Overview, finding: Finding) -> list[Row]:
        strategies = {one.code: said(one.name) for one in overview.catalogue.strategies}
        rows = []
        for action in overview.catalogue.moving(finding.code):
            if not apt(action.code, finding):
                continue
            text = t(
                "finding.action",
                name=said(action.name),
                strategy=strategies[action.strategy],
                cost=said(action.cost),
                takes=said(action.takes),
            )
            rows.append(Row(f"action-{action.code}", {"what": text}, data=action))
        return rows

    def on_table_highlighted(self) -> None:
        """The line under the cursor in full: at 80 columns its row cannot hold it."""
        row = self.query_one(Table).current
        what = "" if row is None else row.cells["what"]
        self.query_one("#finding-line", Plain).show(" " + (what if isinstance(what, str) else what[0]))

    def on_table_selected(self) -> None:
        row = self.query_one(Table).current
        if row is None:
            return
        if isinstance(row.data, Action):
            open_action(self, row.data)
        else:
            code, form = row.data
            go(self.planner, code, form=form)

    def action_scroll(self, step: int) -> None:
        reading = self.query_one(".reading")
        reading.scroll_relative(y=step * max(reading.size.height - 1, 1), animate=False)


def open_action(screen: PlannerScreen, action: Action) -> None:
    """Go where an action is done: a reminder for those that are done outside, a page or view for the others."""
    if action.opens == "reminder":
        from planner.ui.screens.reminders.forms import ReminderForm

        screen.planner.push_screen(ReminderForm(given=(said(action.name), action.repeat or "once", action.strategy)))
    elif action.opens:
        go(screen.planner, action.opens)
    else:
        screen.planner.push_screen(TextScreen(said(action.name), action_text(screen.planner.overview, action)))


__all__ = [
    "FindingScreen",
    "TextScreen",
    "action_text",
    "open_action",
    "rule_text",
    "term_text",
    "topic_text",
]
