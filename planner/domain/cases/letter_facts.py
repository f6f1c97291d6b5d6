"""Which facts a letter about a case has: taken from the records, never guessed. Amounts are fen of yuan unless said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from planner.domain.accounts.records import Account
from planner.domain.basics.sources import Confidence
from planner.domain.cases.calls import Call
from planner.domain.cases.collecting import Count
from planner.domain.cases.file import CaseFile, EventKind, Evidence, Kind, Outcome, Round
from planner.domain.cases.letter import (
    CONFIRM_DAYS,
    Fact,
    Known,
    Need,
    Shown,
    Sure,
    Value,
    Wish,
    by_article_70,
    money_parts,
    needs,
)
from planner.domain.figures.ratios import Ratios
from planner.domain.findings.points import Code, Point
from planner.domain.ledger.on_time import OnTime, on_time
from planner.domain.ledger.state import Position
from planner.domain.reference.rules import Limit
from planner.values import dataclass

MONTHS = 12
"""How far the on-time record goes back, and the plan ahead."""
_INCOME = "income"  # the code of a paper that proves it
_COUNTS = frozenset({Code.MONTHS_THERE, Code.MONTHS_HERE, Code.MORE_MONTHS, Code.FEWER_MONTHS})  # of months, no amounts
_TOLD = (EventKind.SUBMITTED, EventKind.RECEIVED, EventKind.ANSWERED, EventKind.NOT_ACCEPTED, EventKind.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Sources:
    """What the records hold, as the screens show it.

    Attributes:
        file: the case; ``at_hand`` are its papers whose files are there, or that are on paper, ``gone`` how many are
            not.
        today: the day as of which all of it is meant.
        account: the loan that it is about, with its ``position`` and what is overdue on it, fen of its currency.
        point: where a report and the ledger differ, if the case came from there; ``report_on`` the day of the report.
        now: the figures of the whole book; ``on_time`` those of the last ``MONTHS`` months.
        ahead: the same figures at the end of the last month of the adopted plan that is shown; None without a plan.
        income_minor: of the running month; None where none was entered.
        living_minor, left_minor: living costs of the month, and what they leave; None where one of them is not known.
        budget_minor: what the person set aside for debts in a month; None where they named no amount.
        calls: contacts that are facts of the case; ``counts`` how they stand against the standard.
        rule: by which number of days or so the channel answers.
        card_years: the longest personal instalment agreement on a card.
    """

    file: CaseFile
    today: date
    now: Ratios
    on_time: OnTime
    at_hand: tuple[Evidence, ...] = ()
    gone: int = 0
    account: Account | None = None
    position: Position | None = None
    overdue_minor: int = 0
    point: Point | None = None
    report_on: date | None = None
    ahead: Ratios | None = None
    income_minor: int | None = None
    living_minor: int | None = None
    left_minor: int | None = None
    budget_minor: int | None = None
    calls: tuple[Call, ...] = ()
    counts: tuple[Count, ...] = ()
    rule: Limit | None = None
    card_years: Limit | None = None


def known(of: Sources, wish: Wish, signed: str = "", contact: str = "") -> Known:
    """The facts of a letter, part by part in its order, and what is missing for it."""
    kind = of.file.case.kind
    parts: dict[str, Iterable[Iterable[Fact | None]]] = {
        "asks": [[_text("text", of.file.case.asks)]],
        "facts": [[_fact("text", of.file.case.facts or None, Shown.TEXT, sure=False)]],
        "report": [_report(of)] if kind is Kind.OBJECTION else [],
        "loan": [_loan(of)] if kind is not Kind.COMPLAINT else [],
        "before": [_before(of.file, one) for one in of.file.rounds if one.number < of.file.current.number],
        "call": [_call(one) for one in of.calls] if kind is Kind.COMPLAINT else [],
        "count": [_count(one) for one in of.counts] if kind is Kind.COMPLAINT else [],
        "loan_on_time": [_own_on_time(of)] if kind is not Kind.COMPLAINT else [],
        "on_time": [_on_time(of.on_time, of.today)] if money_parts(kind) else [],
        "unrecorded": [_unrecorded(of)] if kind is not Kind.COMPLAINT else [],
        "ratios": [_ratios(of)] if money_parts(kind) else [],
        "ahead": [_ahead(of)] if money_parts(kind) else [],
        "means": [_means(of)] if money_parts(kind) else [],
        "card": [_card(of)] if by_article_70(wish, of.account.loan if of.account else None) else [],
        "rule": [_rule(of)],
        "paper": [[_text("title", one.title)] for one in of.at_hand],
        "person": [[_text("signed", signed), _text("contact", contact)]],
    }
    found = {name: _filled(groups) for name, groups in parts.items()}
    held = {name: groups for name, groups in found.items() if groups}
    return Known(held, tuple(needs(kind, _missing(of, held, signed))))


def _filled(groups: Iterable[Iterable[Fact | None]]) -> tuple[tuple[Fact, ...], ...]:
    held = (tuple(one for one in group if one is not None) for group in groups)
    return tuple(group for group in held if group)


def _missing(of: Sources, held: Mapping[str, object], signed: str) -> Iterator[Need]:
    case = of.file.case
    lacks = {
        Need.NAME: not signed,
        Need.WHO: not case.institution and of.account is None,
        Need.ASKS: not case.asks,
        Need.FACTS: not case.facts,
        Need.LOAN: of.account is None,
        Need.OWED: of.position is not None and not of.position.known,
        Need.INCOME: of.income_minor is None,
        Need.LIVING: of.left_minor is None and of.income_minor is not None,
        Need.REPORT: "report" not in held,
        Need.CALLS: "call" not in held,
        Need.PAPERS: not of.at_hand,
        Need.GONE: bool(of.gone),
    }
    yield from (need for need, missing in lacks.items() if missing)


def _fact(code: str, value: Value | None, shown: Shown, *, sure: bool = True) -> Fact | None:
    return None if value is None else Fact(code, value, shown, Sure.KNOWN if sure else Sure.CONFIRM)


def _money(code: str, minor: int | None, *, sure: bool = True) -> Fact | None:
    return _fact(code, minor, Shown.MONEY, sure=sure)


def _share(code: str, share: Decimal | None, *, sure: bool = True) -> Fact | None:
    return _fact(code, share, Shown.SHARE, sure=sure)


def _day(code: str, on: date | None) -> Fact | None:
    return _fact(code, on, Shown.DAY)


def _number(code: str, n: int | None) -> Fact | None:
    return _fact(code, n, Shown.COUNT)


def _text(code: str, text: str) -> Fact | None:
    return _fact(code, text or None, Shown.TEXT)


def _report(of: Sources) -> list[Fact | None]:
    """The look at the report, and the entry that differs with what both say."""
    point = of.point
    if of.report_on is None:
        return []
    if point is None:
        return [_day("on", of.report_on)]
    money = point.code not in _COUNTS
    return [
        _day("on", of.report_on),
        _text("code", point.code.value),
        _text("institution", "" if point.account is None else point.account.institution),
        _money("there", point.there if money else None),
        _money("here", point.here if money else None),
    ]


def _loan(of: Sources) -> list[Fact | None]:
    """What was borrowed when, and what is owed today; an amount that was not looked at lately is to be confirmed."""
    account, place = of.account, of.position
    if account is None or place is None:
        return []
    loan = account.loan
    looked = [on for on in (account.checked_on, *(one.on for one in account.readings)) if on is not None]
    sure = max(looked, default=date.min) >= of.today - timedelta(CONFIRM_DAYS)
    owed = place.owed_minor if place.known else None
    return [
        _text("lender", loan.lender.name),
        _text("name", loan.named),
        _text("currency", loan.currency),
        _day("start_on", loan.start_on),
        _money("principal", loan.principal_minor or None),
        _money("owed", owed, sure=sure),
        _money("overdue", of.overdue_minor or None, sure=sure),
        _number("days_late", place.days_past_due or None),
    ]


def _before(file: CaseFile, part: Round) -> list[Fact | None]:
    """An earlier round: where it was, when it was handed in and received, what became of it."""
    days = {one.kind: one for one in file.happened(part) if one.kind in _TOLD}
    ended = [days[kind] for kind in _TOLD[2:] if kind in days]
    outcome = next((one.outcome for one in ended if isinstance(one.outcome, Outcome)), None)
    sent, got = days.get(EventKind.SUBMITTED), days.get(EventKind.RECEIVED)
    return [
        _number("number", part.number),
        _text("channel", part.channel),
        _day("submitted", sent.on if sent else None),
        _day("received", got.on if got else None),
        _text("ended", ended[0].kind.value if ended else ""),
        _day("ended_on", ended[0].on if ended else None),
        _text("outcome", outcome.value if outcome else ""),
        _text("word", ended[0].word if ended else ""),
    ]


def _call(one: Call) -> list[Fact | None]:
    return [
        _day("on", one.on),
        _text("at", one.at),
        _text("lender", one.lender),
        _text("caller", one.caller),
        _text("means", one.means.value),
        _text("reached", one.reached.value),
        _text("said", one.said),
    ]


def _count(one: Count) -> list[Fact | None]:
    return [
        _text("measured", one.measured.value),
        _number("n", one.n),
        _day("on", one.on),
        *(_fact(limit.code, limit.whole, Shown.COUNT, sure=_by_law(limit)) for limit in one.limits),
    ]


def _own_on_time(of: Sources) -> list[Fact | None]:
    """Of the loan that it is about; nothing where nothing of it was judged yet."""
    if of.position is None:
        return []
    found = on_time(of.position.dues, of.today)
    return [] if found.rate is None else _judged(found)


def _on_time(found: OnTime, today: date) -> list[Fact | None]:
    return [] if found.rate is None else [_number("months", MONTHS), *_judged(found)]


def _judged(found: OnTime) -> list[Fact | None]:
    return [
        _number("all", found.on_time + found.late + found.missed),
        _number("met", found.on_time),
        _number("late", found.late),
        _number("missed", found.missed),
        _share("rate", found.rate),
    ]


def _unrecorded(of: Sources) -> list[Fact | None]:
    """What the on-time record does not hold."""
    account = of.account
    paid = account.loan.paid_terms if account is not None else 0
    since = account.known_since if account is not None else date.min
    opened = since not in (None, date.min)
    return [
        _number("paid_terms", paid or None),
        _day("since", since if opened else None),
        _number("unknown", of.now.unknown or None) if money_parts(of.file.case.kind) else None,
    ]


def _ratios(of: Sources) -> list[Fact | None]:
    now, sure = of.now, not of.now.unknown
    if not now.debt_minor:
        return []
    return [
        _money("debt", now.debt_minor, sure=sure),
        _number("lenders", now.lenders.unsettled),
        _money("due", now.due_minor, sure=sure),
        _share("payment_ratio", now.payment_ratio, sure=sure),
        _share("balance_ratio", now.balance_ratio, sure=sure),
        _share("utilisation", now.utilisation, sure=sure),
    ]


def _ahead(of: Sources) -> list[Fact | None]:
    then = of.ahead
    if then is None:
        return []
    return [
        _day("on", then.as_of),
        _money("debt", then.debt_minor),
        _share("payment_ratio", then.payment_ratio),
        _share("balance_ratio", then.balance_ratio),
    ]


def _means(of: Sources) -> list[Fact | None]:
    """Income, sure where a paper proves it; living costs, what they leave; the amount that the person set aside."""
    proved = any(one.item == _INCOME for one in of.at_hand)
    asks_money = of.file.case.kind is Kind.ARRANGEMENT
    return [
        _money("income", of.income_minor or None, sure=proved),
        _money("living", of.living_minor if asks_money else None, sure=False),
        _money("left", of.left_minor if asks_money else None, sure=False),
        _money("budget", of.budget_minor if asks_money else None, sure=False),
    ]


def _card(of: Sources) -> list[Fact | None]:
    return [] if of.card_years is None else [_number("years", of.card_years.whole)]


def _rule(of: Sources) -> list[Fact | None]:
    if of.rule is None:
        return []
    return [_text("code", of.rule.code), _fact("n", of.rule.whole, Shown.COUNT, sure=_by_law(of.rule))]


def _by_law(limit: Limit) -> bool:
    """Whether its number was read in the law itself: what others tell of it is to be confirmed."""
    return limit.rule.fact.confidence is Confidence.LAW
