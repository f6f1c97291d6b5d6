"""The demo person is the same on every day of the year: alive today, consistent in every figure."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from planner.demo import book as demo
from planner.domain.accounts.loan import Method
from planner.domain.book import Book
from planner.domain.figures.ratios import ratios, trend
from planner.domain.ledger.position import position
from planner.domain.ledger.state import AccountState, DueStatus
from planner.domain.payoff.debts.means import Means
from planner.domain.reminders.rules import DATED, DUE, REVIEW, Stage, State
from planner.domain.review import document
from planner.domain.review.items import Stage as ReviewStage
from planner.domain.review.week import review_week
from planner.errors import PlannerError
from planner.overview.overview import read
from planner.storage import snapshot
from planner.storage.shipped import products
from planner.storage.sqlite import reading
from planner.storage.store import Store
from tests.make.probes import read_book
from tests.make.reminders import ensure_defaults, pending

STORY = demo.read_story()
DAYS = (
    date(2026, 11, 23),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2027, 2, 28),
    date(2027, 3, 1),
    date(2028, 2, 29),
    date(2028, 3, 31),
    date(2026, 4, 30),
    date(2026, 1, 30),
    date(2026, 5, 5),  # the day on which a bill is cut
    date(2026, 5, 9),  # the day before a bill falls due
    date(2026, 5, 23),  # the day on which one falls due
)
EVERY_DAY = tuple(date(2027, 12, 1) + timedelta(days) for days in range(0, 430, 7))


def book_of(today: date, language: str = "zh") -> Book:
    return demo.build(STORY, today, language)


@pytest.fixture(params=DAYS, ids=str)
def today(request: pytest.FixtureRequest) -> date:
    day: date = request.param
    return day


def test_every_loan_is_valid_and_nothing_lies_in_the_future(today: date) -> None:
    book = book_of(today)
    for account in book.accounts:
        account.loan.validate()
        days = [draw.on for draw in account.draws] + [paid.on for paid in account.repayments]
        assert account.loan.start_on <= min(days), account.loan.name
        assert max(days) < today, account.loan.name
        assert account.checked_on is None or account.loan.start_on <= account.checked_on <= today
        assert account.loan.closed_on is None or account.loan.closed_on < today
    assert all(income.from_on <= today for income in book.incomes)


def test_every_payment_was_used_to_the_fen(today: date) -> None:
    for account in book_of(today).accounts:
        place = position(account, today)
        assert [part.over_minor for part in place.applied if part.over_minor] == [], account.loan.name
        assert place.adjusted_minor == 0, account.loan.name
        assert min(place.principal_minor, place.owed_minor, place.accrued_minor, place.settlement_minor) >= 0
        lent = account.loan.principal_minor + sum(draw.amount_minor for draw in account.draws)
        assert lent - sum(part.principal_minor for part in place.applied) == place.principal_minor


def test_the_states_of_the_story(today: date) -> None:
    places = {account.loan.product: position(account, today) for account in book_of(today).accounts}
    states = {product: place.state for product, place in places.items()}
    assert states.pop("anyihua") is AccountState.CLOSED
    assert states.pop("youqianhua") is AccountState.ZERO_OPEN
    assert states.pop("baitiao") is AccountState.OVERDUE
    for bill in ("cmb_credit_card", "huabei"):
        assert states.pop(bill) is AccountState.ACTIVE
        assert places[bill].owed_minor > 0
    assert set(states.values()) == {AccountState.ACTIVE}
    due = {product: place.next_due for product, place in places.items()}
    in_days = {product: (one.due_on - today).days for product, one in due.items() if one}
    assert in_days["jiebei"] == 0
    assert in_days["baitiao"] == -2
    assert in_days["haoqidai"] == 2
    assert in_days["cmb_shandiandai"] == 6


def test_the_methods_and_lenders_of_the_story() -> None:
    book = book_of(DAYS[0])
    assert {account.loan.method for account in book.accounts} == set(Method) - {Method.BULLET}
    now = ratios(book, DAYS[0])
    assert (now.lenders.unsettled, now.lenders.open_lines) == (7, 8)
    lenders = {account.loan.lender.id: account.loan.lender for account in book.accounts}
    assert sorted(lenders) == list(range(1, 10))
    assert len({lender.name for lender in lenders.values()}) == 9


def test_on_time_but_for_one_late_one_in_two_parts_and_one_overdue(today: date) -> None:
    dues = [due for account in book_of(today).accounts for due in position(account, today).dues]
    late = sorted(due.days_late for due in dues if due.status is DueStatus.LATE)
    missed = [due.days_late for due in dues if due.status is DueStatus.MISSED]
    assert (late, missed) == ([6, 9], [2])
    rate = ratios(book_of(today), today).on_time.rate
    assert rate is not None
    assert Decimal("0.965") < rate < Decimal("0.985")


@pytest.mark.parametrize("day", [*DAYS, *EVERY_DAY], ids=str)
def test_the_figures_are_alarming_and_believable(day: date) -> None:
    now = ratios(book_of(day), day)
    assert 15_000_000 < now.debt_minor < 20_000_000
    assert now.income_minor == 1_220_000
    assert now.payment_ratio is not None
    assert Decimal("0.60") < now.payment_ratio < Decimal("0.75")
    assert now.balance_ratio is not None
    assert Decimal("1.0") < now.balance_ratio < Decimal("1.3")
    assert now.utilisation is not None
    assert Decimal("0.4") < now.utilisation < Decimal("0.6")
    assert (now.lenders.unsettled, now.lenders.open_lines) == (7, 8)


def test_two_years_of_history_in_which_debt_grew_and_now_falls(today: date) -> None:
    months = trend(book_of(today), today, 24)
    assert all(month.income_minor for month in months)
    assert {month.income_minor for month in months} == {1_080_000, 1_220_000}
    assert all(month.debt_minor > 0 for month in months)
    assert months[0].debt_minor * 10 < months[-1].debt_minor
    assert max(month.debt_minor for month in months) > months[-1].debt_minor
    ended = months[-5:-1]  # early in a month, new purchases can outweigh what was paid
    assert all(later.debt_minor < earlier.debt_minor for earlier, later in pairwise(ended))
    assert months[-1].debt_minor < ended[0].debt_minor


def test_names_and_notes_are_in_the_language_asked_for() -> None:
    chinese, english = book_of(DAYS[0]), book_of(DAYS[0], "en")
    texts = [
        (account.loan.name, account.loan.lender.name, account.loan.note, *(draw.note for draw in account.draws))
        for account in english.accounts
    ]
    assert all(text.isascii() for row in texts for text in row)
    assert all(re.search("[\u4e00-\u9fff]", account.loan.name) for account in chinese.accounts)
    assert [len(account.repayments) for account in chinese.accounts] == [
        len(account.repayments) for account in english.accounts
    ]


def test_lenders_and_products_are_those_of_the_list() -> None:
    known = products.load()
    for entry in (*STORY["card"], *STORY["loan"], *STORY["line"]):
        preset = known.preset(entry["product"])
        assert preset is not None, entry["product"]
        lender = STORY["lender"][entry["lender"]]
        assert preset.lender.code == entry["lender"]
        assert (preset.lender.name.text("zh"), preset.lender.name.text("en")) == (lender["zh"], lender["en"])
        assert (preset.lender.kind, preset.lender.institution) == (lender["kind"], lender.get("institution", ""))
        assert Method(entry["method"]) in preset.methods if "method" in entry else True
        assert (entry["zh"], entry["en"]) == (preset.name.text("zh"), preset.name.text("en"))


def test_the_database_holds_the_book(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    demo.create(path, DAYS[0], "zh")
    found = read_book(path)
    assert found == book_of(DAYS[0])
    assert "language" not in snapshot.read_settings(path)
    assert snapshot.read_settings(path)["review_day"] == "6"


@pytest.mark.parametrize("weekday", range(7))
def test_two_weekly_reviews_are_saved_and_read_as_the_app_writes_them(tmp_path: Path, weekday: int) -> None:
    day = date(2026, 11, 16) + timedelta(weekday)
    path = tmp_path / "demo.db"
    demo.create(path, day, "en")
    with reading(path) as connection:
        last, first = snapshot.reviews(connection)
        (rule,) = (rule for rule in snapshot.reminder_rules(connection) if rule.code == REVIEW)
    assert (first.week_on, last.week_on) == (date(2026, 11, 2), date(2026, 11, 9))
    assert last.saved_at == "2026-11-15T12:11:00Z"
    saved = document.from_json(last.summary)
    assert saved.ratios == ratios(book_of(day), date(2026, 11, 15))
    assert (saved.streak, saved.checked, saved.lenders_open) == (2, 5, 8)
    assert {kept.done for kept in saved.kept} == {True, False}
    own = [[(line.text, line.done_on) for line in one.commitments if line.kind == "own"] for one in (first, last)]
    words = STORY["resolutions"]["en"]
    assert own == [[(words[0], date(2026, 11, 15))], [(words[1], None)]]
    assert document.progress_from(last.week_on, last.progress).passed == tuple(ReviewStage)
    weeks = {first.week_on, last.week_on}
    assert review_week(rule, weeks, day) == date(2026, 11, 16)


def test_the_reminders_are_those_every_person_begins_with(tmp_path: Path) -> None:
    demo.create(tmp_path / "demo.db", DAYS[0], "zh")
    store = Store(tmp_path / "fresh.db")
    ensure_defaults(store, 6, today=DAYS[0])
    store.close()
    made = []
    for name in ("demo.db", "fresh.db"):
        with reading(tmp_path / name) as connection:
            rules = snapshot.reminder_rules(connection)
        made.append([(rule.code, rule.lead_days, rule.rrule.partition("\n")[2], rule.enabled) for rule in rules])
    assert [rule for rule in made[0] if rule[0] not in DATED] == made[1]
    assert [rule[0] for rule in made[0] if rule[0] in DATED] == list(DATED)  # its credit file and cases call for them


def test_something_is_pending_every_day(today: date, tmp_path: Path) -> None:
    demo.create(tmp_path / "demo.db", today, "zh")
    waiting = [one for one in pending(tmp_path / "demo.db", today) if one.state is State.PENDING]
    stages = {one.loan: one.stage for one in waiting if one.rule == DUE}
    assert (stages["京东白条"], stages["借呗"], stages["好期贷"]) == (Stage.OVERDUE, Stage.TODAY, Stage.UPCOMING)
    assert any(one.rule == REVIEW for one in waiting) == (today.weekday() == 6)


def test_an_occupied_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("a letter, not a database")
    with pytest.raises(PlannerError, match=r"store\.not_a_database"):
        demo.create(path, DAYS[0], "zh")
    assert path.read_text() == "a letter, not a database"


def test_for_today_it_has_no_saved_reviews_and_all_else_is_the_same(tmp_path: Path) -> None:
    demo.create(tmp_path / "whole.db", DAYS[0], "zh")
    demo.create(tmp_path / "short.db", DAYS[0], "zh", reviewed=False)
    whole, short = (read(tmp_path / name, DAYS[0]) for name in ("whole.db", "short.db"))
    assert (len(whole.reviews), short.reviews) == (2, ())
    assert (short.book, short.settings, short.rules) == (whole.book, whole.settings, whole.rules)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_reviews_that_follow_are_those_that_it_would_have_had(language: str, tmp_path: Path) -> None:
    path = tmp_path / "short.db"
    demo.create(tmp_path / "whole.db", DAYS[0], language)
    demo.create(path, DAYS[0], language, reviewed=False)
    whole, short = read(tmp_path / "whole.db", DAYS[0]), read(path, DAYS[0])
    follow = demo.Reviews(path, DAYS[0], language)
    short.reviewed = follow.weeks  # as the app has it, until they are in the file
    assert short.occurrences == whole.occurrences
    follow.ready()()
    after = read(path, DAYS[0])
    assert after.reviews == whole.reviews
    assert (after.reviewed, after.occurrences) == (follow.weeks, whole.occurrences)


def test_its_budget_is_kept_as_the_plan_keeps_one(tmp_path: Path) -> None:
    demo.create(tmp_path / "demo.db", DAYS[0], "zh", reviewed=False)
    kept = read(tmp_path / "demo.db", DAYS[0]).settings["plan.means"]
    assert json.loads(kept) == Means(monthly_minor=STORY["budget"] * 100).to_json()


def test_making_it_does_not_load_the_orm(tmp_path: Path) -> None:
    code = (
        "import sys; from datetime import date; from pathlib import Path; from planner.demo import book as demo;"
        f"demo.create(Path({str(tmp_path / 'demo.db')!r}), date(2026, 11, 23), 'en');"
        "print(sorted({'sqlalchemy', 'sqlmodel', 'alembic', 'textual', 'pyxirr'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
