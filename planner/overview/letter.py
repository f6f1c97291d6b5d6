"""What a letter about a case is made of, and how calls stand: asked of the overview, so that all of it is as shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.cases import collecting
from planner.domain.cases.calls import Call, latest
from planner.domain.cases.file import CaseFile, EventKind, Evidence
from planner.domain.cases.letter import Changed, Known, Letter, Wish, changes
from planner.domain.cases.letter_facts import MONTHS, Sources, known
from planner.domain.cases.status import Status

if TYPE_CHECKING:
    from planner.overview.overview import Overview


def known_of(overview: Overview, file: CaseFile, wish: Wish, signed: str = "", contact: str = "") -> Known:
    """The facts of a letter about a case as of today."""
    return known(sources_of(overview, file), wish, signed, contact)


def sources_of(overview: Overview, file: CaseFile) -> Sources:
    """What the records hold for such a letter."""
    case, rules, today = file.case, overview.catalogue.rules, overview.today
    account = overview.accounts.get(case.loan_id or 0)
    loan_id = None if account is None else account.loan.id
    at_hand = tuple(one for one in file.evidence if is_there(one))
    flows, ahead = overview.month_flows(), overview.ahead(MONTHS)
    calls = calls_of(overview, file)
    clock = overview.case_lists.clock(case.kind, file.current.channel, EventKind.ANSWERED)
    point, report_on = None, max((one.on for one in overview.book.credit.checks if one.on <= today), default=None)
    seen = overview.difference
    if case.point and seen is not None:
        point = next((one for one in seen.difference.points if f"{one.code}:{one.about}" == case.point), None)
        report_on = seen.difference.check.on if point is not None else report_on
    return Sources(
        file,
        today,
        overview.now,
        overview.span(MONTHS).on_time,
        at_hand,
        len(file.evidence) - len(at_hand),
        account,
        None if loan_id is None else overview.positions[loan_id],
        0 if loan_id is None else overview.overdue_minor(loan_id),
        point,
        report_on,
        ahead[-1] if ahead else None,
        overview.now.income_minor,
        flows[0].living_minor if flows else None,
        flows[0].net_minor if flows else None,
        overview.means.monthly_minor,
        calls,
        collecting.counts(calls, rules),
        None if clock is None else rules.at(clock.rule, today),
        rules.at("card_agreed_years", today),
    )


def calls_of(overview: Overview, file: CaseFile) -> tuple[Call, ...]:
    """The contacts that are facts of a case, the first one first."""
    return latest(one for one in overview.calls if one.case_id == file.case.id)[::-1]


def letter_of(overview: Overview, file: CaseFile) -> Letter | None:
    """The draft of the round that a case is in; None while there is none."""
    return next((one for one in overview.letters if one.round_id == file.current.id), None)


def changes_of(overview: Overview, file: CaseFile, letter: Letter) -> tuple[Changed, ...]:
    """What the records say otherwise than the draft; nothing once it was sent: it says what held on its day."""
    stand = overview.stands.get(file.case.id)
    if stand is None or stand.status is not Status.PREPARING:
        return ()
    return changes(letter.told, known_of(overview, file, letter.wish, letter.signed, letter.contact))


def is_there(paper: Evidence) -> bool:
    """Whether a paper is at hand: on paper, or its file where it was."""
    if not paper.path:
        return True
    try:
        return Path(paper.path).is_file()
    except (OSError, ValueError):
        return False
