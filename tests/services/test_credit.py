"""The credit file through its one door: kept, refused, undone, reminded of, exported; findings in every answer."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planner.domain.credit.file import (
    AccountKind,
    Behaviour,
    BehaviourKind,
    Inquiry,
    Negative,
    NegativeKind,
    Outcome,
    PointState,
    ProfileEntry,
    ProfileState,
    ReportAccount,
    ReportCheck,
    Score,
    Series,
    WantedLine,
)
from planner.domain.findings.model import State
from planner.domain.reminders.rules import CREDIT, STRATEGY
from planner.domain.reminders.rules import State as Answer
from planner.errors import PlannerError
from planner.overview.overview import Overview, read
from planner.services import credit, exports, loans, reminders
from planner.services.credit import Record
from planner.storage import snapshot
from planner.storage.sqlite import reading
from planner.storage.store import Store
from planner.words.reminders import title
from tests.make import databases
from tests.make.reminders import pending

TODAY = date(2026, 11, 29)
SESAME = Series(0, "sesame", "芝麻分", 350, 950)
HOSTILE = databases.HOSTILE[1]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "planner.db")


def view(store: Store, on: date = TODAY) -> Overview:
    return read(store.path, on)


def keep(store: Store, record: Record) -> int:
    return credit.save(store, record, today=TODAY).value


def scored(store: Store, value: int = 612, on: date = date(2026, 11, 7)) -> int:
    return credit.add_score(store, SESAME, Score(0, 0, on, value), today=TODAY).value


def records(store: Store) -> tuple[Record, ...]:
    """One of every kind, hostile where a text is free."""
    loan_id = loans.add(store, databases.line(), today=TODAY).value
    scored(store)
    check = keep(store, ReportCheck(0, date(2026, 10, 2), "online", True, 9, 1, HOSTILE))
    keep(store, ProfileEntry(0, "alipay", "identity", TODAY, ProfileState.PARTIAL, 3, HOSTILE))
    keep(store, ReportAccount(0, check, HOSTILE, AccountKind.LINE, True, False, 2_000_000, 0, loan_id, HOSTILE))
    keep(store, Negative(0, HOSTILE, NegativeKind.OVERDUE, date(2024, 2, 1), date(2024, 2, 29), 1, 28, loan_id, check))
    keep(store, Inquiry(0, date(2026, 9, 30), HOSTILE, "loan_approval", check, HOSTILE))
    keep(store, Behaviour(0, TODAY, BehaviourKind.APPLICATION, 2, HOSTILE, Outcome.REFUSED, HOSTILE))
    keep(store, WantedLine(0, HOSTILE, "bank", 1, 700, HOSTILE))
    file = view(store).book.credit
    kinds = (file.series, file.scores, file.profile, file.checks, file.report_accounts, file.negatives, file.inquiries)
    return tuple(one for kind in (*kinds, file.behaviours, file.wanted) for one in kind)


def test_every_kind_comes_back_as_it_was_given(store: Store) -> None:
    kept = records(store)
    assert len(kept) == 9
    assert [one.id for one in kept] == [1] * 9
    assert isinstance(kept[7], Behaviour)
    assert (kept[7].times, kept[7].outcome, kept[7].about) == (2, Outcome.REFUSED, kept[7].note)
    for record in kept:  # saved again as they are: nothing changes
        assert credit.save(store, record, today=TODAY).operation is None, record


def test_every_kind_is_deleted_and_comes_back_with_undo(store: Store) -> None:
    for record in reversed(records(store)):
        if isinstance(record, Series):
            assert not view(store).book.credit.series  # it went with its last score
            continue
        before = view(store).book
        credit.delete(store, record)
        assert view(store).book != before, record
        store.undo()
        assert view(store).book == before, record
        credit.delete(store, record)
        with pytest.raises(PlannerError, match=r"credit\.unknown"):
            credit.delete(store, record)
    assert view(store).book.credit.empty


def test_an_export_brings_all_of_it_back(store: Store, tmp_path: Path) -> None:
    records(store)
    exports.restore(tmp_path / "other.db", exports.dump(store.path))
    assert read(tmp_path / "other.db", TODAY).book == view(store).book


@pytest.mark.parametrize(
    ("record", "code", "field"),
    [
        (ReportCheck(0, TODAY + timedelta(1), "online"), "credit.future", "on"),
        (ReportCheck(0, TODAY, "online", False, 3, 4), "credit.counts", "overdue_accounts"),
        (ProfileEntry(0, "alipay", "identity", TODAY + timedelta(1), ProfileState.COMPLETE), "credit.future", "on"),
        (Inquiry(0, TODAY, " ", "own"), "credit.name", "institution"),
        (Inquiry(0, TODAY + timedelta(1), "某", "own"), "credit.future", "on"),
        (Negative(0, "某", NegativeKind.OVERDUE, TODAY + timedelta(1)), "credit.future", "began_on"),
        (Negative(0, "某", NegativeKind.OVERDUE, TODAY, TODAY + timedelta(1)), "credit.future", "ended_on"),
        (Negative(0, "某", NegativeKind.OVERDUE, TODAY, TODAY - timedelta(1)), "credit.ended_before", "ended_on"),
        (Negative(0, "某", NegativeKind.OVERDUE, TODAY, None, -1), "credit.amount", "amount"),
        (Behaviour(0, TODAY, BehaviourKind.APPLICATION, 0), "credit.times", "times"),
        (Behaviour(0, TODAY, BehaviourKind.APPLICATION, 100), "credit.times", "times"),
        (Behaviour(0, TODAY + timedelta(1), BehaviourKind.RESISTED), "credit.future", "on"),
        (WantedLine(0, "", "bank"), "credit.name", "name"),
        (Series(0, "", "百行", 900, 300), "credit.range", "high"),
        (Series(0, "", "百行", 300, 900, 901), "credit.target", "target"),
        (Score(0, 99, TODAY, 600), "credit.unknown", None),
    ],
)
def test_what_cannot_be_is_refused_by_field_and_nothing_is_kept(
    store: Store, record: Record, code: str, field: str | None
) -> None:
    with pytest.raises(PlannerError) as told:
        credit.save(store, record, today=TODAY)
    assert (told.value.code, told.value.field) == (code, field)
    assert view(store).book.credit.empty
    assert view(store).rules[0].id == 0  # no rule was made for it either


def test_a_score_has_its_range_and_one_value_a_day(store: Store) -> None:
    with pytest.raises(PlannerError, match=r"credit\.score_range"):
        scored(store, 951)
    assert view(store).book.credit.empty  # the series was not begun by half
    scored(store, 950)
    with pytest.raises(PlannerError, match=r"credit\.same_day"):
        scored(store, 612)
    assert len(view(store).book.credit.series) == 1
    scored(store, 612, date(2026, 11, 8))
    assert [score.value for score in view(store).book.credit.scores] == [950, 612]


def test_a_series_cannot_be_narrowed_below_its_scores(store: Store) -> None:
    keep(store, Series(0, "", "百行", 300, 900))
    keep(store, Score(0, 1, TODAY, 880))
    with pytest.raises(PlannerError, match=r"credit\.score_range"):
        keep(store, Series(1, "", "百行", 300, 800))
    with pytest.raises(PlannerError, match=r"credit\.taken"):
        keep(store, Series(0, "", "百行", 300, 900))


def test_scores_of_ones_own_are_told_apart_by_name_and_go_with_their_last_value(store: Store) -> None:
    """Two scores without a code of the catalogue are two, each with its own range."""
    for name, low, high, value in (("百行", 0, 1_000, 700), ("朴道", 300, 850, 500), ("第三", 1_100, 2_000, 1_200)):
        credit.add_score(store, Series(0, "", name, low, high), Score(0, 0, TODAY, value), today=TODAY)
    file = view(store).book.credit
    assert [(one.name, one.low, one.high) for one in file.series] == [
        ("百行", 0, 1_000),
        ("朴道", 300, 850),
        ("第三", 1_100, 2_000),
    ]
    assert [(one.series_id, one.value) for one in file.scores] == [(1, 700), (2, 500), (3, 1_200)]
    with pytest.raises(PlannerError, match=r"credit\.score_range"):
        keep(store, WantedLine(0, "某贷", "bank", 2, 851))
    keep(store, WantedLine(0, "某贷", "bank", 2, 600))
    for score in file.scores:
        credit.delete(store, score)
    assert [one.name for one in view(store).book.credit.series] == ["朴道"]  # a line is measured by it
    store.undo()
    assert [one.name for one in view(store).book.credit.series] == ["朴道", "第三"]


def test_an_inquiry_is_not_later_than_the_report_that_showed_it(store: Store) -> None:
    check = keep(store, ReportCheck(0, date(2026, 10, 2), "online"))
    with pytest.raises(PlannerError, match=r"credit\.after_check"):
        keep(store, Inquiry(0, date(2026, 10, 3), "某", "own", check))
    keep(store, Inquiry(0, date(2026, 10, 2), "某", "own", check))
    with pytest.raises(PlannerError, match=r"credit\.after_check"):  # nor can the report be moved before its rows
        keep(store, ReportCheck(check, date(2026, 10, 1), "online"))
    with pytest.raises(PlannerError, match=r"credit\.after_check"):
        keep(store, Negative(0, "某", NegativeKind.OVERDUE, date(2026, 10, 3), check_id=check))
    credit.delete(store, view(store).book.credit.checks[0])
    assert view(store).book.credit.inquiries[0].check_id is None  # it is still a row of some report


def test_a_profile_item_has_one_entry_a_day_and_keeps_its_past(store: Store) -> None:
    for on, state in ((date(2026, 9, 1), "missing"), (TODAY, "partial"), (TODAY, "complete")):
        keep(store, ProfileEntry(0, "alipay", "identity", on, ProfileState(state)))
    assert [(one.on, one.state) for one in view(store).book.credit.profile] == [
        (date(2026, 9, 1), "missing"),
        (TODAY, "complete"),
    ]


def test_one_key_counts_up_within_a_day(store: Store) -> None:
    for _ in range(3):
        credit.log(store, BehaviourKind.LIMIT_CHECK, today=TODAY)
    credit.log(store, BehaviourKind.RESISTED, today=TODAY)
    credit.log(store, BehaviourKind.LIMIT_CHECK, today=TODAY + timedelta(1))
    assert [(one.kind, one.on, one.times) for one in view(store).book.credit.behaviours] == [
        ("limit_check", TODAY, 3),
        ("resisted", TODAY, 1),
        ("limit_check", TODAY + timedelta(1), 1),
    ]
    store.undo()
    store.undo()
    store.undo()
    assert view(store).book.credit.behaviours[0].times == 2


# -- thresholds -------------------------------------------------------------------------------------------------------


def test_a_threshold_is_changed_said_and_given_back(store: Store) -> None:
    scored(store, 612)
    rule = view(store).catalogue.rules.need("sesame_least", TODAY).rule
    assert view(store).findings[0].state is State.WATCH
    credit.set_limit(store, rule, Decimal(620), today=TODAY)
    against = view(store).findings[0].measures[0].against
    assert view(store).findings[0].state is State.AGAINST
    assert against is not None
    assert against.own is not None
    assert (against.value, against.own.on) == (Decimal(620), TODAY)
    store.undo()
    assert view(store).findings[0].state is State.WATCH
    credit.set_limit(store, rule, Decimal(620), today=TODAY)
    credit.set_limit(store, rule, None, today=TODAY)
    assert "rule.sesame_least" not in view(store).settings
    law = view(store).catalogue.rules.need("negative_years", TODAY).rule
    with pytest.raises(PlannerError, match=r"credit\.rule_fixed"):
        credit.set_limit(store, law, Decimal(1), today=TODAY)


def test_a_threshold_that_cannot_be_read_counts_as_not_changed(store: Store) -> None:
    from planner.services import settings

    settings.put(store, **{"rule.sesame_least": "six hundred", "rule.hard_30_watch": '{"value": "x", "on": 3}'})
    assert view(store).catalogue.rules.own == {}


# -- reminders --------------------------------------------------------------------------------------------------------


def told(store: Store, on: date) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in pending(store.path, on):
        if one.rule in CREDIT:
            found[one.rule] = (*found.get(one.rule, ()), title(one))
    return found


def test_rules_come_with_the_records_that_call_for_them(store: Store) -> None:
    def codes() -> set[str]:
        with reading(store.path) as connection:
            return {rule.code for rule in snapshot.reminder_rules(connection)}

    assert not codes() & set(CREDIT)
    scored(store)
    assert codes() & set(CREDIT) == {"score"}
    records_of: dict[str, Record] = {
        "report": ReportCheck(0, TODAY, "online"),
        "profile": ProfileEntry(0, "alipay", "identity", TODAY, ProfileState.COMPLETE),
        "cooldown": Behaviour(0, TODAY, BehaviourKind.APPLICATION),
        "falloff": Inquiry(0, TODAY, "某", "loan_approval"),
    }
    for code, record in records_of.items():
        keep(store, record)
        assert code in codes()
    with reading(store.path) as connection:
        rules = [rule for rule in snapshot.reminder_rules(connection) if rule.code in CREDIT]
    assert len(rules) == len(CREDIT)
    assert all(rule.strategy == STRATEGY[rule.code] for rule in rules)


def test_the_score_is_asked_for_after_its_change_until_it_is_noted(store: Store) -> None:
    scored(store, 612, date(2026, 11, 7))
    assert told(store, date(2026, 12, 5)) == {}
    assert told(store, date(2026, 12, 6)) == {"score": ("芝麻分",)}
    assert told(store, date(2027, 2, 20)) == {"score": ("芝麻分",)}  # weeks away: one, not three
    credit.add_score(store, SESAME, Score(0, 0, date(2026, 12, 8), 620), today=date(2026, 12, 8))
    assert told(store, date(2026, 12, 8)) == {}


def test_news_are_told_for_two_months(store: Store) -> None:
    keep(store, Negative(0, "某银行", NegativeKind.OVERDUE, date(2021, 11, 1), date(2021, 12, 1)))
    assert told(store, date(2026, 12, 1)) == {}  # five years are over, and the report of that day shows it still
    for on in (date(2026, 12, 2), date(2027, 1, 31)):
        assert "某银行" in told(store, on)["falloff"][0]
    assert told(store, date(2027, 2, 1)) == {}


def test_an_answer_to_a_credit_reminder_holds(store: Store) -> None:
    scored(store, 612, date(2026, 11, 7))
    (asked,) = (one for one in pending(store.path, date(2026, 12, 6)) if one.rule == "score")
    reminders.mark(store, asked, Answer.SKIPPED, today=date(2026, 12, 6))
    assert told(store, date(2026, 12, 20)) == {}


def test_a_rule_that_is_off_is_quiet(store: Store) -> None:
    scored(store, 612, date(2026, 11, 7))
    rule = next(one for one in view(store).rules if one.code == "score")
    reminders.enable(store, rule.id, False)
    assert told(store, date(2026, 12, 6)) == {}


def test_a_point_of_the_report_is_decided_opened_again_and_undone(store: Store) -> None:
    check = credit.save(store, ReportCheck(0, TODAY, "online"), today=TODAY).value

    def kept() -> list[tuple[str, str, str, date, str]]:
        with reading(store.path) as connection:
            found = snapshot.book(connection).credit.points
        return [(one.code, one.about, one.state.value, one.on, one.note) for one in found]

    first: dict[str, Any] = {"code": "balance", "about": "account:1"}
    credit.decide(store, check, **first, state=PointState.NOTED, today=TODAY)
    assert kept() == [("balance", "account:1", "noted", TODAY, "")]
    credit.decide(store, check, **first, state=PointState.OBJECTION, today=TODAY, note="  12363 ")
    credit.decide(store, check, code="limit", about="account:1", state=PointState.NOTED, today=TODAY)
    assert [one[:3] for one in kept()] == [("balance", "account:1", "objection"), ("limit", "account:1", "noted")]
    assert kept()[0][4] == "12363"
    credit.decide(store, check, **first, state=None, today=TODAY)
    assert [one[0] for one in kept()] == ["limit"]
    store.undo()
    assert [one[0] for one in kept()] == ["balance", "limit"]
    with pytest.raises(PlannerError) as refused:
        credit.decide(store, check + 1, **first, state=PointState.NOTED, today=TODAY)
    assert refused.value.code == "credit.unknown"


def test_a_point_decided_at_an_earlier_look_is_opened_there_too(store: Store) -> None:
    first = credit.save(store, ReportCheck(0, date(2026, 6, 1), "online"), today=TODAY).value
    check = credit.save(store, ReportCheck(0, TODAY, "online"), today=TODAY).value
    credit.decide(store, first, "limit", "account:1", PointState.NOTED, today=TODAY)
    credit.decide(store, check, "limit", "account:9", PointState.OBJECTION, today=TODAY)
    with reading(store.path) as connection:
        held = tuple(one for one in snapshot.book(connection).credit.points if one.check_id == first)
    credit.decide(store, check, "limit", "account:9", None, today=TODAY, of_before=held)
    with reading(store.path) as connection:
        assert snapshot.book(connection).credit.points == ()


def test_a_sentence_that_was_looked_at_is_unread_no_more_and_its_words_are_kept(store: Store) -> None:
    check = credit.save(store, ReportCheck(0, TODAY, "online", note="手机", unread=2), today=TODAY).value

    def kept() -> tuple[int | None, str]:
        with reading(store.path) as connection:
            (one,) = snapshot.book(connection).credit.checks
        return one.unread, one.note

    credit.looked_at(store, check, what=" 说明第 6 条 ")
    assert kept() == (1, "手机 · 说明第 6 条")
    credit.looked_at(store, check)
    assert kept() == (0, "手机 · 说明第 6 条")
    with pytest.raises(PlannerError) as refused:
        credit.looked_at(store, check)
    assert refused.value.code == "credit.unknown"
    store.undo()
    assert kept()[0] == 1
