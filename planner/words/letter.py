"""A letter about a case in words: its text from the facts, what is missing for it, what has changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from planner import i18n
from planner.domain.cases.file import CaseFile, Kind
from planner.domain.cases.letter import Changed, Fact, Known, Letter, Need, Shown, Sure, Value, Wish, value_of
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.letter import changes_of, known_of
from planner.overview.overview import Overview
from planner.words.cases import channel_text
from planner.words.credit import said

HEADING, ITEM = "## ", "- "
"""How a line of a draft begins that is a heading, or an item of a list."""
YUAN = "CNY"
_COUNTED = frozenset({"days_late", "all", "met", "late", "missed", "lenders"})  # counts that have a name
_Clause = tuple[str, tuple[str, ...]]  # the text ``letter.KEY`` and the facts that it needs


def text(overview: Overview, file: CaseFile, known: Known, wish: Wish, language: str) -> str:
    """The draft in a language, amounts never masked: only what is known, with a mark before what is to be confirmed."""
    with i18n.speaking(language):
        lines = [_title(overview, file, wish), "", t("letter.to", name=_addressee(overview, file))]
        for heading, found in _sections(overview, known, wish):
            if found:
                lines += ["", f"{HEADING}{t(f'letter.heading.{heading}')}", *found]
        return "\n".join([*lines, "", *_ending(overview, known)]) + "\n"


def marks(text: str) -> int:
    """How many places of a draft are still to be confirmed."""
    return sum(text.count(mark) for mark in mark_texts())


def mark_texts() -> tuple[str, ...]:
    """The marks in every language."""
    return tuple(str(i18n.catalogue(language)["letter.mark"]).strip() for language in i18n.LANGUAGES)


def need_lines(needs: Sequence[Need]) -> list[str]:
    """What is not on record, and where it is entered."""
    return [t(f"letter.need.{one}") for one in needs]


def change_lines(found: Sequence[Changed]) -> list[str]:
    """What was put into the draft otherwise than the records say it now."""
    lines = []
    for one in found:
        what = t(f"letter.part.{one.part}")
        if one.shown in (Shown.MONEY, Shown.SHARE) or one.code in _COUNTED:
            what = t("letter.what", part=what, what=t(f"letter.fact.{one.code}"))
        if one.shown is Shown.TEXT:
            lines.append(t("letter.changed.text", what=what))
        else:
            lines.append(
                t("letter.changed", what=what, before=_kept(one.shown, one.before), now=_kept(one.shown, one.now))
            )
    return list(dict.fromkeys(lines))


def _kept(shown: Shown, kept: str) -> str:
    value = value_of(shown, kept) if kept else None
    return t("letter.nothing") if value is None else written(shown, value)


def written(shown: Shown, value: Value) -> str:
    """A value as the screens write it."""
    if shown is Shown.MONEY and isinstance(value, int):
        return fmt.money(value)
    if shown is Shown.SHARE and isinstance(value, Decimal):
        return fmt.percent(value, 1)
    if shown is Shown.DAY and isinstance(value, date):
        return fmt.day(value)
    return str(value)


# -- the parts ---------------------------------------------------------------------------------------------------------


def _title(overview: Overview, file: CaseFile, wish: Wish) -> str:
    if file.case.kind is Kind.ARRANGEMENT:
        return t(f"letter.title.{wish}", title=file.case.title)
    return t(f"letter.title.{file.case.kind}", title=file.case.title)


def _addressee(overview: Overview, file: CaseFile) -> str:
    """The institution where it is handed in there, or with its channel; never an empty name."""
    code, name = file.current.channel, file.case.institution
    account = overview.accounts.get(file.case.loan_id or 0)
    name = name or ("" if account is None else account.loan.lender.name)
    channel = overview.case_lists.channel(code)
    if name and (channel is None or code in ("lender", "other")):
        return name
    if channel is None or code == "other":
        return name or t("letter.to.whom")
    return said(channel.name) if code != "lender" else t("letter.to.whom")


def _sections(overview: Overview, known: Known, wish: Wish) -> Iterator[tuple[str, list[str]]]:
    yield "asks", [*_own_words(known, "asks"), *_wish(known, wish)]
    yield "facts", [*_own_words(known, "facts"), *_report(known), *_loan(known)]
    yield "before", [_before(overview, one) for one in map(_Group, known.groups("before"))]
    yield "calls", [*map(_call, map(_Group, known.groups("call"))), *map(_count, map(_Group, known.groups("count")))]
    yield "on_time", list(_on_time(known))
    yield "debt", list(_debt(known))
    yield "means", list(_means(known))
    yield "rule", list(_rule(overview, known))
    papers = [str(group[0].value) for group in known.groups("paper")]
    yield "papers", [f"{number}. {name}" for number, name in enumerate(papers, 1)]


class _Group:
    """The facts of a group, and whether any that was written is to be confirmed."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.facts = {one.code: one for one in facts}
        currency = self.facts.get("currency")
        self._currency = YUAN if currency is None else str(currency.value)
        self._unsure = False

    def has(self, code: str) -> bool:
        return code in self.facts

    def raw(self, code: str) -> str:
        """A text, empty where it is not known."""
        return str(self.facts[code].value) if code in self.facts else ""

    def clause(self, key: str, codes: Sequence[str], **more: object) -> str:
        """The text ``letter.KEY`` with these facts; nothing where one of them is not known."""
        if any(code not in self.facts for code in codes):
            return ""
        self._unsure = self._unsure or any(self.facts[code].sure is Sure.CONFIRM for code in codes)
        values: dict[str, object] = {code: self._shown(self.facts[code]) for code in codes}
        return t(f"letter.{key}", **values, **more)

    def _shown(self, one: Fact) -> object:
        if one.shown is Shown.COUNT:
            return one.value  # it may choose the form of a text
        told = written(one.shown, one.value)
        if one.shown is not Shown.MONEY:
            return told
        return t("letter.yuan", amount=told) if self._currency == YUAN else f"{told} {self._currency}"

    def sentence(self, *clauses: str, item: bool = True) -> list[str]:
        """The clauses that there are as one sentence, marked where one of them is to be confirmed."""
        found = [one for one in clauses if one]
        unsure, self._unsure = self._unsure, False
        if not found:
            return []
        told = t("letter.comma").join(found) + t("letter.stop")
        told = told[:1].upper() + told[1:]
        return [f"{ITEM if item else ''}{t('letter.mark') if unsure else ''}{told}"]


def _first(known: Known, part: str) -> _Group:
    groups = known.groups(part)
    return _Group(groups[0] if groups else ())


def _own_words(known: Known, part: str) -> list[str]:
    """The person's own words; what they state is theirs to confirm, what they ask for is not."""
    one = _first(known, part).facts.get("text")
    return [] if one is None else [f"{t('letter.mark') if one.sure is Sure.CONFIRM else ''}{one.value}"]


def _wish(known: Known, wish: Wish) -> list[str]:
    if wish is Wish.NONE:
        return []
    card = _first(known, "card")
    if not card.has("years"):
        return [t(f"letter.wish.{wish}")]
    mark = t("letter.mark")
    return [card.clause("wish.card", ["years"]), *(f"{mark}{t(f'letter.card.{one}')}" for one in ("able", "no_other"))]


def _report(known: Known) -> list[str]:
    one = _first(known, "report")
    if not one.has("code"):
        return one.sentence(one.clause("report.on", ["on"]))
    what = t(f"difference.code.{one.raw('code')}")
    return one.sentence(
        one.clause("report.point", ["on"], what=what),
        one.clause("report.institution", ["institution"]),
        one.clause("report.there", ["there"]),
        one.clause("report.here", ["here"]),
    )


def _loan(known: Known) -> list[str]:
    one = _first(known, "loan")
    name = "loan.named" if one.has("name") and one.raw("name") != one.raw("lender") else "loan.lender"
    return [
        *one.sentence(
            one.clause(name, ["lender", "name"] if name == "loan.named" else ["lender"]),
            one.clause("loan.start", ["start_on"]),
            one.clause("loan.principal", ["principal"]),
        ),
        *one.sentence(
            one.clause("loan.owed", ["owed"]),
            one.clause("loan.overdue", ["overdue"]),
            one.clause("loan.days_late", ["days_late"], n=one.facts["days_late"].value if one.has("days_late") else 0),
        ),
    ]


def _before(overview: Overview, one: _Group) -> str:
    channel = channel_text(overview.case_lists, one.raw("channel"))
    ended = t(f"case.event.{one.raw('ended')}") if one.has("ended") else ""
    if one.has("outcome"):
        ended = t("case.event.answered_by", outcome=t(f"case.outcome.{one.raw('outcome')}"))
    (line,) = one.sentence(
        one.clause("before.round", ["number"], channel=channel),
        one.clause("before.submitted", ["submitted"]),
        one.clause("before.received", ["received"]),
        one.clause("before.ended", ["ended_on"], what=ended),
        one.clause("before.word", ["word"]),
    )
    return line


def _call(one: _Group) -> str:
    means, reached = t(f"call.means.{one.raw('means')}"), t(f"call.reached.{one.raw('reached')}")
    when = " ".join(part for part in (one.clause("call.on", ["on"]), one.raw("at")) if part)
    (line,) = one.sentence(
        when,
        one.clause("call.caller", ["caller"]),
        t("letter.call.reached", means=means, reached=reached),
        one.clause("call.said", ["said"]),
    )
    return line


def _count(one: _Group) -> str:
    given = {"n": one.facts["n"].value}
    key = f"count.{one.raw('measured')}"
    codes = {
        "hours": ["collector_from_hour", "collector_until_hour"],
        "calls": ["on", "collector_calls"],
        "tries": ["on", "collector_tries"],
        "others": [],
    }
    (line,) = one.sentence(one.clause(key, codes[one.raw("measured")], **given))
    return line


def _on_time(known: Known) -> Iterator[str]:
    for part, key in (("loan_on_time", "on_time.loan"), ("on_time", "on_time.all")):
        one = _first(known, part)
        counted = ["all", "met", "late", "missed", "rate"]
        more = {"n": one.facts["all"].value} if one.has("all") else {}
        yield from one.sentence(one.clause(key, [*counted, "months"] if part == "on_time" else counted, **more))
    if known.groups("loan_on_time") or known.groups("on_time"):
        one = _first(known, "unrecorded")
        for code in ("paid_terms", "since", "unknown"):
            more = {"n": one.facts[code].value} if code != "since" and one.has(code) else {}
            yield from one.sentence(one.clause(f"unrecorded.{code}", [code], **more))


def _debt(known: Known) -> Iterator[str]:
    one, then = _first(known, "ratios"), _first(known, "ahead")
    more = {"n": one.facts["lenders"].value} if one.has("lenders") else {}
    yield from one.sentence(one.clause("debt.now", ["debt", "lenders"], **more), one.clause("debt.due", ["due"]))
    yield from one.sentence(
        one.clause("debt.payment_ratio", ["payment_ratio"]),
        one.clause("debt.balance_ratio", ["balance_ratio"]),
        one.clause("debt.utilisation", ["utilisation"]),
    )
    yield from then.sentence(
        then.clause("debt.ahead", ["on", "debt"]),
        then.clause("debt.payment_ratio", ["payment_ratio"]),
        then.clause("debt.balance_ratio", ["balance_ratio"]),
    )


def _means(known: Known) -> Iterator[str]:
    one = _first(known, "means")
    yield from one.sentence(one.clause("means.income", ["income"]))
    left = one.facts.get("left")
    short = left is not None and isinstance(left.value, int) and left.value <= 0
    yield from one.sentence(
        one.clause("means.living", ["living"]),
        t("letter.means.short") if short and one.has("living") else one.clause("means.left", ["left"]),
    )
    yield from one.sentence(one.clause("means.budget", ["budget"]))


def _rule(overview: Overview, known: Known) -> Iterator[str]:
    one = _first(known, "rule")
    limit = overview.catalogue.rules.at(one.raw("code"), overview.today) if one.has("code") else None
    if limit is not None:
        from planner.words.rules import number

        name, count = said(limit.rule.name), number(limit.value, limit.rule.unit)
        source = said(limit.rule.fact.source)
        mark = "" if one.facts["n"].sure is Sure.KNOWN else t("letter.mark")
        yield mark + t("letter.rule", name=name, count=count, source=source)


def _ending(overview: Overview, known: Known) -> list[str]:
    person: Mapping[str, Fact] = _first(known, "person").facts
    lines = [t("letter.as_of", on=fmt.day(overview.today)), ""]
    if "signed" in person:
        lines.append(t("letter.signed", name=person["signed"].value))
    if "contact" in person:
        lines.append(t("letter.contact", contact=person["contact"].value))
    return [*lines, fmt.day(overview.today)]


# -- drafts ------------------------------------------------------------------------------------------------------------


def draft(overview: Overview, file: CaseFile, wish: Wish, language: str, signed: str = "", contact: str = "") -> Letter:
    """A letter for the round that a case is in, as the records are today; not kept yet."""
    known = known_of(overview, file, wish, signed, contact)
    made = text(overview, file, known, wish, language)
    return Letter(0, file.current.id, language, overview.today, made, known.kept, wish, signed, contact)


def notices(overview: Overview, file: CaseFile, letter: Letter) -> list[str]:
    """What a written letter says at its top while something is to be confirmed or has changed; in its own language."""
    open_marks, changed = marks(letter.text), len(changes_of(overview, file, letter))
    with i18n.speaking(letter.language):
        lines = [t("letter.notice_marks", n=open_marks)] if open_marks else []
        if changed:
            lines.append(t("letter.notice_changed", n=changed, on=fmt.day(letter.made_on)))
    return lines
