"""Calls of collectors in words: what was noted, how it stands against the standard, what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from planner.domain.accounts.names import full_name
from planner.domain.cases.calls import Call, Promise
from planner.domain.cases.collecting import Count, Measured
from planner.domain.reference.rules import Limit
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.words.cases import channel_text
from planner.words.credit import said
from planner.words.rules import number, source_text

DAYS = 30
"""How far back the head counts."""
_THEN = ("hotline_12378",)  # with whom one complains about collecting once the lender has not settled it


def when(call: Call) -> str:
    """The day, and the time where it was noted."""
    return f"{fmt.day(call.on)} {call.at}".rstrip()


def who(call: Call) -> str:
    """For whom, and who called where that is somebody else."""
    return t("call.who", lender=call.lender, caller=call.caller) if call.caller else call.lender


def promise_text(found: Promise | None, today: date) -> tuple[str, str]:
    """What was promised and how far it is, with its tone; nothing without a promise."""
    if found is None:
        return "", ""
    amount = fmt.money(found.call.promised_minor) if found.call.promised_minor is not None else ""
    told = " ".join(part for part in (fmt.short_day(found.on, today), amount) if part)
    if found.kept:
        return t("call.promise.kept", what=told), "good"
    if found.paid_minor and found.call.promised_minor is not None:
        left = fmt.money(found.call.promised_minor - found.paid_minor)
        told = t("call.promise.left", what=told, left=left)
    return told, "warn" if found.on < today else ""


def count_text(one: Count) -> str:
    """What was noted, beside the number of the rule; without where that comes from."""
    told: dict[str, object] = {"lender": one.lender, "n": one.n, "days": days_text(one.calls)}
    if one.measured is Measured.HOURS:
        begins, ends = one.limits
        told |= {"begins": _number(begins), "ends": _number(ends)}
    elif one.measured is not Measured.OTHERS:
        told |= {"on": fmt.day(one.on), "most": _number(one.limits[0])}
    return t(f"call.count.{one.measured}", **told)


def _number(limit: Limit) -> str:
    return number(limit.value, limit.rule.unit)


def days_text(calls: Sequence[Call]) -> str:
    """The first few days and times."""
    shown = [f"{fmt.day(one.on)} {one.at}".rstrip() for one in calls[:3]]
    return t("list.and").join(shown) + (t("call.more", n=len(calls) - 3) if len(calls) > 3 else "")


def count_lines(counts: Sequence[Count]) -> list[str]:
    """The same of several, with the notes of their rules; then each source once, with how sure it is."""
    lines = []
    for one in counts:
        note = said(one.limits[0].rule.note) if one.measured is Measured.OTHERS else ""
        lines.append(
            t("list.sentence", told=f"{count_text(one)}{t('call.stop')}", next=note) if note else count_text(one)
        )
    return [*lines, *dict.fromkeys(source_text(one.limits[0].rule).strip() for one in counts)]


def head(overview: Overview) -> str:
    """How many contacts were noted lately, how many stand against the standard, what was promised and is not paid."""
    if not overview.calls:
        return ""
    since = overview.today - timedelta(DAYS)
    lately = sum(one.on > since for one in overview.calls)
    against = {call.id for one in overview.call_counts for call in one.calls}
    lines = [t("call.head", n=lately, days=DAYS, all=len(overview.calls), against=len(against))]
    open_ones = [one for one in overview.promises if not one.kept]
    if open_ones:
        first = open_ones[0]
        told, _ = promise_text(first, overview.today)
        lines.append(t("call.head.promise", n=len(open_ones), lender=first.call.lender, what=told))
    return "\n".join(lines)


def more(overview: Overview) -> list[str]:
    """How the calls stand against the standard, rule by rule, and what can be done."""
    counts = overview.call_counts
    if not counts:
        return []
    *lines, source = count_lines(counts)
    return [*lines, can_do(overview), t("call.notes_only"), source]


def can_do(overview: Overview) -> str:
    """With whom one can complain, by the published channels."""
    lists = overview.case_lists
    return t("call.can_do", channels=t("list.and").join(channel_text(lists, code) for code in _THEN))


def about(overview: Overview, call: Call) -> list[str]:
    """A contact in full: whom it reached, what was said, how it stands, the case in which it is a fact."""
    account = overview.accounts.get(call.loan_id or 0)
    loan = "" if account is None else full_name(account.loan)
    means, reached = t(f"call.means.{call.means}"), t(f"call.reached.{call.reached}")
    named = who(call) if not loan or call.lender not in loan else call.caller
    lines = [" · ".join(part for part in (when(call), means, reached, named, loan) if part)]
    if call.said:
        lines.append(t("call.said", text=call.said))
    lines += [count_text(one) for one in overview.call_counts if call in one.calls]
    case = next((one.case for one in overview.cases if one.case.id == call.case_id), None)
    if case is not None:
        lines.append(t("call.in_case", title=case.title))
    return lines


def explained(overview: Overview) -> str:
    """The rules with their sources, what is counted how, what can be done."""
    rules, today = overview.catalogue.rules, overview.today
    lines = [t("call.explained")]
    for code in (
        "collector_from_hour",
        "collector_until_hour",
        "collector_calls",
        "collector_tries",
        "collector_debtor_only",
    ):
        limit = rules.at(code, today)
        if limit is not None:
            rule = limit.rule
            value = "" if rule.unit == "flag" else f" {_number(limit)}"
            lines.append(f"{said(rule.name)}{value}{source_text(rule)}")
    return "\n".join([*lines, *more(overview)]) if overview.call_counts else "\n".join([*lines, can_do(overview)])


def complaint(overview: Overview, call: Call) -> tuple[str, str, str, tuple[Call, ...]]:
    """Title, facts and what is asked for, of a complaint about a call, and the calls that are its facts.

    They are all of its lender that stand against the standard and are in no case yet; where none does, the call alone.
    """
    open_ids = {one.case.id for one in overview.cases}
    counts = [one for one in overview.call_counts if one.lender == call.lender]
    found = {one.id: one for count in counts for one in count.calls if one.case_id not in open_ids}
    if not found:
        return t("call.case.title", lender=call.lender), _fact(call), t("call.case.asks"), (call,)
    facts = t("call.case.joined").join(count_text(one) for one in counts if any(c.id in found for c in one.calls))
    return t("call.case.title", lender=call.lender), facts, t("call.case.asks"), tuple(found.values())


def _fact(call: Call) -> str:
    reached = t(f"call.reached.{call.reached}")
    told = t("call.case.fact", when=when(call), who=who(call), means=t(f"call.means.{call.means}"), reached=reached)
    return told if not call.said else t("call.case.said", fact=told, text=call.said)


def against(counts: Iterable[Count]) -> frozenset[int]:
    """The calls, by id, that stand against a rule."""
    return frozenset(call.id for one in counts for call in one.calls)
