"""Too little money in words: what each claim gets, what is done about the rest, what being late costs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction

from planner.domain.accounts.loan import Method
from planner.domain.accounts.names import short_name
from planner.domain.basics.money import half_up
from planner.domain.payoff.planning import Planning
from planner.domain.payoff.short.allot import Aim, Allotment, Choice, Given, Record, Told
from planner.domain.payoff.short.claims import first_day
from planner.domain.payoff.short.purse import Purse
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.words import covers


def choice_text(one: Given) -> str:
    """What is done, in two words; where what is paid comes too late, the day on which its money is there."""
    if one.late and one.paid_minor > one.in_time_minor:
        return t("payoff.cover.waits", on=fmt.month_day(one.payments[-1][0]))
    return t(f"short.choice.{one.choice}")


def aim_name(overview: Overview, aim: Aim, clean: Iterable[int] = ()) -> str:
    """What comes first, with the names of the loans that are to stay in order."""
    names = [short_name(overview.accounts[loan_id].loan) for loan_id in clean if loan_id in overview.accounts]
    return t(f"short.aim.{aim}", loans=t("list.and").join(names)) if names else t(f"short.aim.{aim}", loans="—")


def in_short(overview: Overview, found: Allotment, clean: Iterable[int] = ()) -> list[str]:
    """The same as ``summary`` in as few words as can be, above the table that says the rest."""
    purse = found.purse
    if not found.late_lenders and not found.missing_minor and purse.cash_at_hand:
        return summary(overview, found, clean)
    money = _money(overview, purse)
    if purse.cash_at_hand:
        now, comes, until = fmt.money(purse.now_minor), fmt.money(purse.coming_minor), fmt.day(purse.until)
        amounts = {"now": now, "comes": comes, "until": until, "living": fmt.money(purse.living_minor)}
        since = "" if purse.since is None else fmt.day(purse.since)
        money = t("short.brief.cash.later" if since else "short.brief.cash", since=since, **amounts)
        money += _set_aside(purse)
    aim, paid = aim_name(overview, found.aim, clean), fmt.money(found.paid_minor)
    given = t(
        "short.brief.given.cash" if purse.cash_at_hand else "short.brief.given",
        aim=aim,
        paid=paid,
        missing=fmt.money(found.missing_minor),
        n=len(found.late_lenders),
    )
    return [money, given + t(f"short.brief.cost{_stated(found)}", cost=fmt.money(found.cost_minor))]


def _stated(found: Allotment) -> str:
    """The end of the keys of what being late costs: whether all terms state it, and whether it costs anything."""
    told = all(one.claim.told is Told.ALL for one in found.given if one.late)
    return ("" if found.cost_minor else ".none") if told else (".least" if found.cost_minor else ".unstated")


def summary(overview: Overview, found: Allotment, clean: Iterable[int] = ()) -> list[str]:
    """What is given and lacking, what that costs, and by which aim it was given."""
    money = _money(overview, found.purse)
    if not found.late_lenders and not found.missing_minor and found.purse.cash_at_hand:
        whole = not any(one.unpaid_minor for one in found.given)
        key = "short.head.covered" if whole else "short.head.covered.least"
        return [money, t(key, until=fmt.day(found.purse.until), paid=fmt.money(found.paid_minor))]
    given = t(
        "short.head.given",
        aim=aim_name(overview, found.aim, clean),
        paid=fmt.money(found.paid_minor),
        missing=fmt.money(found.missing_minor),
        n=len(found.late_lenders),
    )
    return [money, given, t(f"short.head.cost{_stated(found)}", cost=fmt.money(found.cost_minor))]


def by_day(overview: Overview, plan: Planning, found: Allotment, *, keys: bool = True) -> list[str]:
    """What an allotment leaves out: the days before its month, and where cash is short on a day that it does not tell.

    One from cash at hand tells each day of its month. ``keys``: whether the keys of the app are named.
    """
    if plan.shortage is None:
        return []
    begins = first_day(plan.owed, plan.shortage.month)
    given = {"begins": fmt.day(begins), "on": fmt.day(begins - timedelta(1))}
    before = t("short.before" if keys else "short.before.cli", **given) if plan.shortage.month > 1 else ""
    told = found.purse.cash_at_hand and (plan.lack is None or plan.lack.on >= begins)
    return [line for line in ("" if told else covers.lack(overview, plan, keys=keys), before) if line]


def _money(overview: Overview, purse: Purse) -> str:
    """Where the money comes from: what is at hand and comes by day, or the budget of the month."""
    if not purse.cash_at_hand:
        key = "short.head.budget" if overview.cash is None else "short.head.budget.later"
        return t(key, budget=fmt.money(purse.now_minor), until=fmt.day(purse.until))
    return t(
        "short.head.cash" if purse.since is None else "short.head.cash.later",
        since="" if purse.since is None else fmt.day(purse.since),
        now=fmt.money(purse.now_minor),
        comes=fmt.money(purse.coming_minor),
        until=fmt.day(purse.until),
        living=fmt.money(purse.living_minor),
        kept=_set_aside(purse),
    )


def _set_aside(purse: Purse) -> str:
    """What is set aside of it besides, if anything is."""
    kept = t("short.head.unsaid", amount=fmt.money(purse.unsaid_minor)) if purse.unsaid_minor else ""
    return kept + (t("short.head.buffer", buffer=fmt.money(purse.buffer_minor)) if purse.keep_buffer else "")


def day_cost(one: Given) -> str:
    """What a day late costs: of what is not paid in time, or if nothing were paid where all is."""
    claim = one.claim
    cost = one.day_minor if one.late else half_up(claim.a_day(claim.amount_minor))
    if claim.told is Told.NOTHING and not cost:
        return t("short.day.unstated")
    return t("short.day" if claim.told is Told.ALL else "short.day.least", cost=fmt.money(cost))


def about(overview: Overview, one: Given, given: Iterable[Given] = ()) -> str:
    """Name, day and amounts; what is done and whom to call by when; what being late costs, and what is reported.

    ``given``: all claims; another of the same card and day is the same bill.
    """
    claim = one.claim
    named = short_name(overview.accounts[claim.loan_id].loan)
    key = "short.asks" if claim.minimum_minor == claim.amount_minor else "short.asks.least"
    asks = t(
        key,
        loan=named,
        on=fmt.day(claim.due_on),
        amount=fmt.money(claim.amount_minor),
        least=fmt.money(claim.minimum_minor),
    )
    said = [asks, _one_bill(overview, one, given), _done(one), _later(one), _costs(one), _record(one)]
    return t("short.sentences").join(filter(None, said))


def _one_bill(overview: Overview, one: Given, given: Iterable[Given]) -> str:
    """That the bill of a card is asked for in more than one row, and what they ask for together; else nothing."""
    claim = one.claim
    rows = [
        other.claim for other in given if (other.claim.loan_id, other.claim.due_on) == (claim.loan_id, claim.due_on)
    ]
    if len(rows) < 2 or overview.accounts[claim.loan_id].loan.method is not Method.CARD:
        return ""
    least = fmt.money(sum(row.minimum_minor for row in rows))
    return t("short.one_bill", n=len(rows), least=least)


def _done(one: Given) -> str:
    given = {
        "paid": fmt.money(one.paid_minor),
        "in_time": fmt.money(one.in_time_minor),
        "asked": fmt.money(one.asked_minor),
        "rest": fmt.money(one.unpaid_minor),
        "call": fmt.day(one.call_on),
        "promised": fmt.day(one.promised_on),
    }
    if one.choice is Choice.MINIMUM and one.claim.late_from <= (one.paid_on or one.claim.due_on):
        return t("short.do.minimum.late", **given)
    if one.choice in (Choice.FULL, Choice.MINIMUM):
        return t(f"short.do.{one.choice}", **given)
    part = "" if one.in_time_minor else ".nothing"
    if one.choice is Choice.ASK and one.promised_on is not None:
        return t(f"short.do.promise{part}", **given)
    return t(f"short.do.{one.choice}{part}", **given)


def _later(one: Given) -> str:
    """What of a minimum that is not paid whole there is after its time, and by when; else nothing."""
    later = one.paid_minor - one.in_time_minor
    if not one.late or not later or one.paid_minor >= one.claim.minimum_minor:
        return ""
    return t("short.do.later", amount=fmt.money(later), on=fmt.day(one.payments[-1][0]))


def _costs(one: Given) -> str:
    """What it costs not to pay: as it is given, or where nothing stays unpaid as it would be."""
    claim = one.claim
    missing = one.asked_minor or claim.minimum_minor
    a_day: Fraction = claim.a_day(one.claim.amount_minor - one.in_time_minor if one.late else claim.amount_minor)
    parts = []
    fee = claim.fee(missing)
    if fee and (one.fee_minor or not one.late):
        parts.append(t("short.cost.fee", fee=fmt.money(fee)))
    if a_day:
        parts.append(t("short.cost.day", cost=fmt.money(half_up(a_day))))
    if claim.told is Told.NOTHING:
        return t("short.cost.unstated.part" if parts else "short.cost.unstated", parts=t("list.and").join(parts))
    if not parts:
        return t("short.cost.none")
    key = "short.cost.least" if claim.told is Told.LEAST else "short.cost"
    return t(key, parts=t("list.and").join(parts))


def _record(one: Given) -> str:
    claim = one.claim
    if claim.record is Record.UNREPORTED:
        return t("short.record.unreported")
    return t(f"short.record.{claim.record}", on=fmt.day(claim.late_from))


def lines(overview: Overview, found: Allotment) -> list[str]:
    """Every claim as a line for a terminal without the app."""
    return [f"  {about(overview, one, found.given)}" for one in found.given]
