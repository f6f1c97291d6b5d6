"""“Why is it not open to me?”: the findings along the article's four reasons, the heaviest first, and the way out.

The way out is a list of steps: what is overdue, what else can be done today, the days on which something clears by the
plan or by waiting, and last what to enter. It promises nothing: no lender publishes what it decides by.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.domain.credit.file import CreditFile, WantedLine
from planner.domain.findings.kinds import BY_CODE, KINDS
from planner.domain.findings.model import Finding, State, together, weight
from planner.domain.reference.catalogue import Catalogue
from planner.values import dataclass, replace

REASONS = tuple(dict.fromkeys(kind.reason for kind in KINDS))
_SURE = {"law": 0, "official": 1, "press": 2, "folklore": 3, "unverified": 4}


@dataclass(frozen=True, slots=True)
class Reason:
    """One of the four reasons with its findings, the heaviest first."""

    code: str
    findings: tuple[Finding, ...]

    @property
    def state(self) -> State:
        """The heaviest state of its findings."""
        return max((one.state for one in self.findings), key=weight, default=State.CLEAR)


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do, or a day on which something clears. ``on`` None: whenever it is done; no day can be given.

    ``action`` is a code of the catalogue, ``missing`` what to enter, ``clears`` the code of a finding; with ``eases``
    it is not clear from then on, but only to be watched.
    """

    on: date | None
    action: str = ""
    missing: str = ""
    clears: str = ""
    way: str = ""
    eases: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """The answer for one line. ``clear_on`` is the day on which all that the records can tell is clear, if known."""

    reasons: tuple[Reason, ...]
    steps: tuple[Step, ...]
    clear_on: date | None


def why(
    found: Iterable[Finding],
    catalogue: Catalogue,
    file: CreditFile,
    as_of: date,
    *,
    line: WantedLine | None = None,
    planned: bool = False,
) -> Why:
    """Lay the findings of ``as_of`` along the reasons.

    Args:
        found: the findings.
        catalogue: actions and lists.
        file: the credit file, for a line of the person's own.
        as_of: the day.
        line: the line; None: 借呗, whose score and profile the findings are about.
        planned: whether a payoff plan is adopted.
    """
    mine = tuple(one if line is None else _for_line(one, line, catalogue, file, as_of) for one in found)
    reasons = [Reason(code, tuple(sorted((one for one in mine if one.reason == code), key=_heavy))) for code in REASONS]
    reasons.sort(key=lambda reason: (not _overdue(reason), -weight(reason.state), _surest(reason)))
    open_ones = [one for one in mine if one.state is not State.CLEAR]
    days = [one.clears_on for one in open_ones]
    known = [on for on in days if on is not None]
    clear_on = as_of if not days else max(known) if len(known) == len(days) else None
    return Why(tuple(reasons), _steps(mine, catalogue, as_of, planned), clear_on)


def _heavy(one: Finding) -> tuple[bool, int, int]:
    return not one.overdue, -weight(one.state), _surest_of(one)


def _overdue(reason: Reason) -> bool:
    return any(one.overdue for one in reason.findings)


def _surest_of(one: Finding) -> int:
    """How sure the surest rule is that makes a finding what it is: law before folklore."""
    sure = [_SURE[limit.rule.fact.confidence.value] for measure in one.telling for limit in measure.limits]
    return min(sure, default=len(_SURE))


def _surest(reason: Reason) -> int:
    return min((_surest_of(one) for one in reason.findings if one.state is reason.state), default=len(_SURE))


def _for_line(one: Finding, line: WantedLine, catalogue: Catalogue, file: CreditFile, as_of: date) -> Finding:
    """The finding as it is about a line of the person's own: by its own score and its platform's profile."""
    of_line = BY_CODE[one.code].of_line
    if of_line is None:
        return one
    measures = of_line(line, catalogue, file, as_of)
    return replace(one, state=together(measures), measures=measures, clears_on=None)


def _steps(found: tuple[Finding, ...], catalogue: Catalogue, as_of: date, planned: bool) -> tuple[Step, ...]:
    """What is overdue first, then what else can be done today, the days that come, what has none; data entry last."""
    bad = sorted((one for one in found if one.state in (State.WATCH, State.AGAINST)), key=lambda one: not one.overdue)
    steps: list[Step] = []
    for code in dict.fromkeys(code for one in bad for code in _wanted(one, planned)):
        action = next((action for action in catalogue.actions if action.code == code), None)
        if action is not None:
            steps.append(Step(as_of, action=action.code))
    dated = [Step(one.clears_on, clears=one.code, way=one.way.value) for one in bad if one.clears_on is not None]
    dated += [Step(one.eases_on, clears=one.code, way=one.way.value, eases=True) for one in bad if one.eases_on]
    steps += sorted(dated, key=lambda step: step.on or date.max)
    steps += [Step(None, clears=one.code, way=one.way.value) for one in bad if one.clears_on is None]
    steps += [Step(as_of, missing=what) for what in dict.fromkeys(what for one in found for what in one.missing)]
    return tuple(steps)


def apt(action: str, one: Finding) -> bool:
    """Whether an action that moves a finding in general has something to do in this one."""
    states = {measure.code: measure.state for measure in one.measures}
    if action == "settle_negative":  # something is still unpaid
        going_on = any(
            record.code in ("negative.open", "negative.repairable")
            for measure in one.measures
            for record in measure.evidence
        )
        return going_on or State.AGAINST in (states.get("report_overdue"), states.get("overdue_now"))
    if action == "object":
        odd = {"strange_accounts", "report_overdue"} & states.keys()
        return bool(odd) or states.get("negatives") is not State.CLEAR
    return True


def _wanted(one: Finding, planned: bool) -> tuple[str, ...]:
    """The actions that shorten the way for a finding, what comes first first."""
    return tuple(action for action in BY_CODE[one.code].actions if _shortens(action, one, planned))


def _shortens(action: str, one: Finding, planned: bool) -> bool:
    if action == "follow_plan":
        return not planned
    if action == "settle_negative":
        return apt(action, one)
    return action != "object" or any(measure.code == "strange_accounts" for measure in one.telling)
