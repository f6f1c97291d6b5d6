"""What if: type a number and see the dates and the cost move, beside the plan in force; keep it under a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.basics import typed
from planner.domain.payoff.planning import Planning
from planner.domain.payoff.search.goals import ask_from
from planner.domain.payoff.search.scenario import NewLoan, Scenario, scenario_from_json
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.plan import goal_of, now_of
from planner.services import plans
from planner.storage.kept import ScenarioLine
from planner.storage.seen import Seen
from planner.ui.base import PlannerScreen
from planner.ui.computing import halting, work_for
from planner.ui.dialogs.confirm import Confirm
from planner.ui.forms.fields import Field, Texts, amount_field, count_field, rate_field
from planner.ui.forms.form import Form
from planner.ui.forms.thinking import Thinking
from planner.ui.screens.plan.forms import closer, compared, lacking, worked_out
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Cell, Column, Row, Table

if TYPE_CHECKING:
    from planner.overview.overview import Overview


class ScenarioForm(Form):
    """All that may be different, each field empty while it is not."""

    def __init__(self, plan: Planning, line: ScenarioLine | None = None) -> None:
        super().__init__()
        self.plan = plan
        self.line = line
        self.draft_key = f"scenario-{line.id if line else 'new'}"
        self.thinking = Thinking[Planning](self)

    def heading(self) -> str:
        """The same for a new one and a kept one."""
        return t("payoff.form.scenario")

    def fields(self) -> Sequence[Field]:
        """What differs, amounts in fen; what is left in lost months, and a loan's terms, only where there are such."""
        seen, has_loan = self.planner.overview, _filled("loan")
        return (
            Field(
                "monthly",
                t("payoff.budget"),
                lambda text: typed.parse_step(text, now_of(seen.settings, seen.today, self.plan)),
                fmt.plain_money,
                optional=True,
                hint=t("payoff.hint.scenario"),
            ),
            amount_field("lump", t("payoff.lump_now"), optional=True, hint=t("payoff.hint.lump_now")),
            count_field("lost_months", t("payoff.lost_months"), optional=True, hint=t("payoff.hint.lost_months")),
            amount_field(
                "left", t("payoff.left"), optional=True, shown=_filled("lost_months"), hint=t("payoff.hint.left")
            ),
            count_field("missed", t("payoff.missed"), optional=True, hint=t("payoff.hint.missed")),
            amount_field("loan", t("payoff.loan"), optional=True, hint=t("payoff.hint.loan")),
            rate_field("loan_rate", t("payoff.loan_rate"), shown=has_loan, hint=t("payoff.hint.loan_rate")),
            count_field("loan_months", t("payoff.loan_months"), shown=has_loan, hint=t("payoff.hint.loan_months")),
            Field(
                "loan_used",
                t("payoff.loan_used"),
                options=(("yes", t("payoff.loan_used.yes")), ("no", t("payoff.loan_used.no"))),
                shown=has_loan,
                hint=t("payoff.hint.carry"),
            ),
            Field(
                "points",
                t("payoff.points"),
                _parse_points,
                lambda points: f"{(points * 100).normalize():+f}",
                optional=True,
                hint=t("payoff.hint.points"),
            ),
            Field("name", t("payoff.scenario_name"), optional=True, hint=t("payoff.hint.scenario_name")),
        )

    def start(self) -> Texts:
        """What was kept; a new one is empty and changes nothing."""
        if self.line is None:
            return {}
        known = scenario_from_json(self.line.document)
        texts: Texts = {"name": self.line.name}
        for key, amount in (("monthly", known.monthly_minor), ("lump", known.lump_minor)):
            if amount is not None:
                texts[key] = fmt.plain_money(amount)
        if known.lost_months:
            texts |= {"lost_months": str(known.lost_months), "left": fmt.plain_money(known.left_minor)}
        if known.missed is not None:
            texts["missed"] = str(known.missed)
        if known.loan is not None:
            texts |= {
                "loan": fmt.plain_money(known.loan.amount_minor),
                "loan_rate": f"{(known.loan.rate * 100).normalize():f}%",
                "loan_months": str(known.loan.months),
                "loan_used": "yes" if known.loan.used else "no",
            }
        if known.points:
            texts["points"] = f"{(known.points * 100).normalize():+f}"
        return texts

    def beside(self, texts: Texts) -> str:
        """The plan in view and the changed one side by side."""
        shown = {spec.key: spec for spec in self.specs if spec.shown(texts)}
        try:
            values = dict.fromkeys(texts) | {key: spec.value(texts[key]) for key, spec in shown.items()}
            scenario = _scenario(values)
        except PlannerError as error:
            return fmt.error(error.code, error.params)
        ask = ask_from(goal_of(self.planner.overview.settings))
        then = self.thinking.answer(
            scenario,
            lambda halted: worked_out(self.plan.changed(scenario, halted, brief=True), ask),
            lambda one: closer(one, ask),
        )
        if then is None:
            return t("payoff.computing")
        if then.shortage is not None:
            return "\n".join(lacking(self.planner.overview, then, ask))
        return "\n".join(compared(self.plan, then, ask))

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Keep it.

        Raises:
            PlannerError: ``plan.scenario_name`` without a name, or what ``Scenario.validate`` says.
        """
        scenario, name = _scenario(values), values["name"] or ""
        if not name.strip():
            raise PlannerError("plan.scenario_name", field="name")
        known = tuple(line for line in self.planner.overview.scenarios if line.name == name.strip())
        self.planner.write(
            lambda store: plans.keep_scenario(store, name, scenario),
            then=done,
            failed=self.show_error,
            seen=Seen(ScenarioLine, known, where={"name": name.strip()}),
        )


def _filled(key: str) -> Callable[[Texts], bool]:
    return lambda texts: bool(texts[key].strip())


def _parse_points(text: str) -> Decimal:
    """``+1`` or ``-0.5``: percentage points as a fraction."""
    given = text.strip().replace("＋", "+").replace("－", "-")
    down = given.startswith("-")
    try:
        return typed.parse_rate(given.lstrip("+-").rstrip("%％") + "%") * (-1 if down else 1)
    except PlannerError as error:  # names what was typed, not what was made of it
        raise PlannerError(error.code, field=error.field, **error.params | {"text": text.strip()}) from None


def _scenario(values: dict[str, Any]) -> Scenario:
    loan = None
    if values["loan"]:
        loan = NewLoan(values["loan"], values["loan_rate"], values["loan_months"], used=values["loan_used"] != "no")
    scenario = Scenario(
        values["monthly"],
        values["lump"],
        values["lost_months"] or 0,
        values["left"] or 0,
        values["missed"],
        loan,
        values["points"] or Decimal(0),
    )
    scenario.validate()
    return scenario


def _cells(line: ScenarioLine, ends: str) -> dict[str, Cell]:
    return {"name": line.name, "ends": (ends, "warn"), "cost": "", "more": ""}


class ScenarioScreen(PlannerScreen):
    """The what-ifs that were kept, each with where it leads today."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,ctrl+n", "add", "key.add_scenario"),
        Binding("e,enter,f2", "edit", "key.edit"),
        Binding("d,delete", "delete", "key.delete"),
    ]

    def __init__(self, plan: Planning) -> None:
        super().__init__()
        self.plan = plan

    def compose(self) -> ComposeResult:
        """A table of name, end, cost, and the difference from the plan in view."""
        yield Plain(" " + t("payoff.scenarios"), classes="title")
        yield Table(
            (
                Column("name", t("payoff.scenario_name"), 24, flex=True),
                Column("ends", t("payoff.col.ends"), 10),
                Column("cost", t("payoff.col.cost"), 12, "right"),
                Column("more", t("payoff.col.against"), 12, "right"),
            ),
            empty=t("payoff.scenarios.empty"),
        )
        yield KeyBar()

    def on_mount(self) -> None:
        """The focus is on the table."""
        super().on_mount()
        self.query_one(Table).focus()

    def show(self, overview: Overview) -> None:
        """Their names at once, then where each leads, from a thread; one that leads nowhere has no known end."""
        self.query_one(Table).load([Row(str(line.id), _cells(line, "..."), data=line) for line in overview.scenarios])
        work_for(self, "scenarios", self._work_out, overview)

    async def _work_out(self, overview: Overview) -> None:
        def rows(halted: Callable[[], bool]) -> list[Row]:
            return [self._row(overview, line, halted) for line in overview.scenarios]

        self.query_one(Table).load(await halting(rows))

    def _row(self, overview: Overview, line: ScenarioLine, halted: Callable[[], bool]) -> Row:
        ask = ask_from(goal_of(overview.settings))
        then = self.plan.changed(scenario_from_json(line.document), halted, brief=True)
        cells = _cells(line, fmt.UNKNOWN)
        try:
            now, found = self.plan.answer(ask), None if then.shortage else then.answer(ask)
        except PlannerError:
            now = found = None
        if found is not None:
            cells["ends"] = fmt.day(then.ended_on(found.outcome))
            cells["cost"] = fmt.money(found.outcome.cost_minor)
            if now is not None:
                cells["more"] = fmt.signed(found.outcome.cost_minor - now.outcome.cost_minor)
        return Row(str(line.id), cells, data=line)

    def _line(self) -> ScenarioLine | None:
        row = self.query_one(Table).current
        return None if row is None else row.data

    def action_add(self) -> None:
        """The form of a new one, with everything as it is."""
        self.planner.push_screen(ScenarioForm(self.plan))

    def action_edit(self) -> None:
        """The form of the one under the cursor."""
        line = self._line()
        if line is not None:
            self.planner.push_screen(ScenarioForm(self.plan, line))

    def action_delete(self) -> None:
        """Ask with its name, then delete the one under the cursor."""
        line = self._line()
        if line is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.planner.write(lambda store: plans.delete_scenario(store, line.id, line.name), seen=line)

        self.planner.push_screen(Confirm(t("payoff.scenario.ask_delete", name=line.name)), answered)
