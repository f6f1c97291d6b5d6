"""Cases in words: how far each is, by when it is answered, what comes next, what happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner.domain.accounts.names import full_name
from planner.domain.cases.deadline import Deadline, Why
from planner.domain.cases.file import CaseFile, Event, EventKind, Kind, Outcome, Round
from planner.domain.cases.lists import CaseLists
from planner.domain.cases.standing import Next, Standing
from planner.domain.cases.status import OVER, Status
from planner.domain.findings.points import Point
from planner.domain.reference.rules import Rule
from planner.i18n import format as fmt
from planner.i18n import language, speaking, t
from planner.overview.overview import Overview
from planner.words import difference
from planner.words.credit import said
from planner.words.rules import fact_text, number, source_text


def status_text(stand: Standing) -> str:
    """How far it is; of an answer what it says."""
    told = t(f"case.status.{stand.status}")
    if stand.status is Status.ANSWERED and stand.outcome is not None:
        return t("case.answered", status=told, outcome=t(f"case.outcome.{stand.outcome}"))
    return told


def channel_text(lists: CaseLists, code: str) -> str:
    """A channel with its published number; a code that nobody knows as it is."""
    channel = lists.channel(code)
    if channel is None:
        return code or t("case.channel.none")
    name = said(channel.name)
    if not channel.number or channel.number in name:
        return name
    return t("case.channel.number", name=name, number=channel.number)


def next_text(stand: Standing) -> str:
    """What comes next."""
    line = stand.next_step
    return t(f"case.next.{stand.next}", step="" if line is None else said(line.step.name))


def by_text(stand: Standing, today: date) -> str:
    """The last day for an answer in a cell; that it is not known, where it is not; nothing where none runs."""
    by = stand.deadline
    if stand.status in OVER or stand.status in (Status.PREPARING, Status.DOING):
        return ""
    if by.on is None:
        return t("case.unknown_day")
    return fmt.short_day(by.on, today) + ("" if by.sure else " ?")


def left_text(stand: Standing, today: date) -> str:
    """Days until what comes next; the day itself where that is past."""
    if stand.next_on is None:
        return ""
    days = (stand.next_on - today).days
    return fmt.days_left(days) if days >= 0 else fmt.short_day(stand.next_on, today)


def about_text(overview: Overview, file: CaseFile) -> str:
    """Whom or which loan it is about."""
    account = overview.accounts.get(file.case.loan_id or 0)
    return file.case.institution or ("" if account is None else full_name(account.loan))


def deadline_lines(stand: Standing, today: date) -> list[str]:
    """By when it is answered and why, in sentences; nothing where none runs."""
    if stand.status is Status.DOING or stand.status in OVER:
        return []
    lines = _lines(stand.deadline, today)
    accepted = stand.accepted_by
    if accepted is not None and accepted.on is not None and accepted.rule is not None:
        lines.append(t("case.deadline.accepted_by", on=fmt.day(accepted.on), count=_count(accepted.rule)))
    if stand.status is Status.ASKED_MORE and stand.deadline.why is Why.RULE:
        lines.append(t("case.deadline.runs_on"))
    return lines


def _count(rule: Rule) -> str:
    return number(rule.value, rule.unit)


def _lines(by: Deadline, today: date) -> list[str]:
    if by.on is None:
        count = "" if by.rule is None else _count(by.rule)
        return [] if by.why is Why.OVER else [t(f"case.deadline.{by.why}", count=count)]
    late = (today - by.on).days
    if by.why is Why.PROMISED or by.rule is None:
        if late > 0:
            return [t("case.deadline.promised_passed", n=late)]
        return [t("case.deadline.promised", on=fmt.day(by.on))]
    if by.why is Why.EXTENDED:
        lines = [t("case.deadline.promised_passed", n=late)] if late > 0 else []
        own = {"count": _count(by.rule), "source": source_text(by.rule)}
        return [*lines, t("case.deadline.extended", on=fmt.day(by.on), **own)]
    told = {"since": fmt.day(by.since), "count": _count(by.rule)}
    lines = [t("case.deadline.rule", on=fmt.day(by.on), source=source_text(by.rule), **told)]
    if late > 0:
        lines.insert(0, t(f"case.deadline.{_passed(by)}", n=late))
    if by.counted_on != by.on:
        lines.append(t("case.deadline.moved", counted=fmt.day(by.counted_on), on=fmt.day(by.on)))
    if not by.sure:
        lines.append(t("case.deadline.unsure", year=by.on.year))
    return lines


def _passed(by: Deadline) -> str:
    """How it is said that the last day is over: plainly only where that is certain."""
    if not by.sure:
        return "passed_unsure"
    return "passed" if by.firm else "passed_hearsay"


def facts(overview: Overview, file: CaseFile) -> list[str]:
    """A case in sentences, what matters most first."""
    stand, today = overview.stands[file.case.id], overview.today
    lists, case = overview.case_lists, file.case
    lines = []
    if case.kind is not Kind.CLOSEOUT:
        channel = channel_text(lists, file.current.channel)
        lines.append(t("case.fact.status", status=status_text(stand), number=file.current.number, channel=channel))
    if stand.next is not Next.NOTHING:
        told = {"what": next_text(stand)}
        if stand.next_on is not None:
            told |= {"on": fmt.day(stand.next_on), "left": left_text(stand, today)}
        lines.append(t("case.fact.next" if stand.next_on is None else "case.fact.next_on", **told))
    lines += deadline_lines(stand, today)
    about = about_text(overview, file)
    known = about and about != case.title
    lines += [t("case.fact.about", kind=t(f"case.kind.{case.kind}"), about=about)] if known else []
    texts = (("facts", case.facts), ("asks", case.asks), ("note", case.note))
    lines += [t(f"case.fact.{name}", text=text) for name, text in texts if text]
    if stand.missing:
        papers = t("list.and").join(said(one.name) for one in stand.missing)
        lines.append(t("case.fact.missing", papers=papers))
    return lines


def event_text(lists: CaseLists, event: Event) -> str:
    """What happened, in a few words."""
    told = t(f"case.event.{event.kind}")
    if event.kind is EventKind.ANSWERED and event.outcome is not None:
        told = t("case.event.answered_by", outcome=t(f"case.outcome.{event.outcome}"))
    if event.step:
        step = next((said(one.name) for one in lists.steps if one.code == event.step), event.step)
        told = t("case.event.of_step", step=step)
    return told if event.until_on is None else t("case.event.until", what=told, on=fmt.day(event.until_on))


def round_text(lists: CaseLists, of: Round) -> str:
    """Which round, where, and why it was begun."""
    told = {"number": of.number, "channel": channel_text(lists, of.channel)}
    return t("case.round.word", word=of.word, **told) if of.word else t("case.round", **told)


def paper_name(lists: CaseLists, item: str) -> str:
    """A paper of the list by its code; empty for one that is not on it."""
    return next((said(one.name) for one in lists.papers if one.code == item), "")


def head(overview: Overview) -> str:
    """How many cases are open, and what comes next of all of them."""
    files = [one for one in overview.cases if one.case.kind is not Kind.CLOSEOUT]
    if not files:
        return ""
    waiting = [one for one in files if not overview.stands[one.case.id].over]
    lines = [t("case.head.cases", open=len(waiting), done=len(files) - len(waiting))]
    coming = [(overview.stands[one.case.id].next_on, one) for one in waiting]
    first = min(((on, one.case.id, one) for on, one in coming if on is not None), default=None)
    if first is None:
        return "\n".join([*lines, t("case.head.none")]) if waiting else lines[0]
    what = t(f"case.todo.{overview.stands[first[1]].next}", name=fmt.brief(first[2].case.title), step="")
    return "\n".join([*lines, t("case.head.next", on=fmt.short_day(first[0], overview.today), what=what)])


def explained(overview: Overview) -> str:
    """How rounds, events and deadlines work."""
    return t("case.explained", source=fact_text(overview.case_lists.counting))


def of_point(overview: Overview, point: Point) -> tuple[str, str, str]:
    """The title, the facts and what is asked for, of an objection to a point where report and ledger differ."""
    with speaking(language()):  # whatever is masked on the screen
        return _of_point(overview, point)


def _of_point(overview: Overview, point: Point) -> tuple[str, str, str]:
    name = difference.named(overview, point)
    what = difference.title(point)
    seen = overview.difference
    on = point.on if seen is None else seen.difference.check.on
    told = t("case.point_facts", on=fmt.day(on), told=difference.sentence(overview, point))
    return t("case.point_title", name=name, what=what) if name else what, told, t("case.point_asks")


def of_decision(overview: Overview, point: Point) -> CaseFile | None:
    """The objection to a point where report and ledger differ, the latest one; None while there is none."""
    about = f"{point.code}:{point.about}"
    loan_id = None if point.loan is None else point.loan.id
    found = [one for one in overview.cases if one.case.kind is Kind.OBJECTION and one.case.objects_to(about, loan_id)]
    return found[-1] if found else None


def outcomes() -> Iterator[tuple[str, str]]:
    """What an answer can say, for a choice."""
    for one in Outcome:
        yield one.value, t(f"case.outcome.{one}")
