"""What forms do with wrong input and with work that is not finished, on every form of the app."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from planner.domain.basics.text import clean
from planner.storage import snapshot
from planner.storage.sqlite import reading
from planner.ui.forms import draft
from planner.ui.forms.fields import Choice, Field
from planner.ui.screens.loans.loan_form import LoanForm
from tests.flows.driver import SMALL, Driver, running
from tests.flows.test_repayments import to_loan
from tests.make.people import LONG, MARKUP


def steps(path: Path) -> int:
    """How many operations the journal holds."""
    with reading(path) as connection:
        return len(snapshot.operations(connection))


def message(d: Driver) -> str:
    """The two lines below the fields, without breaks."""
    return "".join(line.strip() for line in d.lines()[-3:-1])


FORMS = {
    "loan": ["2", "a"],
    "loan-edit": ["2", "home", "e"],
    "line-edit": ["2", "end", "up", "e"],
    "card-edit": ["2", "end", "e"],
    "repayment": ["p"],
    "draw": ["2", "end", "enter", "w"],
    "balance": ["2", "end", "b"],
    "income": ["4", "i", "a"],
    "income-edit": ["4", "i", "e"],
    "reminder": ["7", "a"],
    "snooze": ["7", "z"],
}

# What has to be right before the other fields are looked at.
GIVEN = {
    "loan": {
        "lender": "某某机构",
        "principal": "1",
        "start_on": "2026-11-01",
        "terms": "12",
        "rate": "12",
        "prepayment": "fee_share",
        "prepayment_fee": "1",
    },
    "draw": {"amount": "1"},
    "income": {"monthly": "1"},
    "reminder": {"title": "x"},
}

# The fields that no earlier form has.
ONLY = {"loan-edit": ("principal",), "line-edit": ("limit", "due_day", "end_on"), "card-edit": ("statement_day",)}


@pytest.mark.parametrize("form", FORMS)
async def test_nonsense_in_any_field_is_named_and_nothing_is_lost_or_saved(hostile: Path, form: str) -> None:
    async with running(hostile) as d:
        await d.press(*FORMS[form])
        await d.fill(**GIVEN.get(form, {}))
        before = steps(hostile)
        checked = 0
        for spec in d.form.specs:
            widget = d.form.input(spec.key)
            readable = isinstance(widget, Choice) or spec.read is clean
            if readable or not widget.display or spec.key not in ONLY.get(form, (spec.key,)):
                continue
            was = widget.text
            await d.fill(**{spec.key: "一二x"})
            await d.press("tab")
            kept = d.texts()
            await d.press("ctrl+s")
            assert message(d).startswith("! "), (spec.key, d.text())
            assert "一二x" in message(d) or "整数" in message(d)
            assert d.field == spec.key
            assert any(line.lstrip().startswith("!" + spec.label) for line in d.lines())
            assert d.texts() == kept
            await d.fill(**{spec.key: was})
            checked += 1
        assert checked
        assert steps(hostile) == before


@dataclass(frozen=True)
class Wrong:
    """What is typed into which form, where the focus must go, and a part of the sentence."""

    form: str
    typed: dict[str, str]
    field: str
    says: str


WRONG = [
    Wrong("loan", {}, "lender", "放款机构"),
    Wrong("loan", {"lender": "某", "start_on": "2026-11-01", "terms": "12", "rate": "1"}, "principal", "借款金额"),
    Wrong("loan-edit", {"principal": "0"}, "principal", "借款金额0.00不合理"),
    Wrong("loan-edit", {"principal": "-5"}, "principal", "负数"),
    Wrong("loan-edit", {"principal": "12,00"}, "principal", "逗号"),
    Wrong("loan-edit", {"principal": "1.234"}, "principal", "最多两位小数"),
    Wrong("loan-edit", {"principal": "99999999999999999"}, "principal", "太大"),
    Wrong("loan-edit", {"start_on": "2026-02-30"}, "start_on", "没有“2026-02-30”这一天"),
    Wrong("loan-edit", {"start_on": "2026-10-01"}, "start_on", "2026-09-15已有记录"),
    Wrong("loan-edit", {"first_due_on": "2026-03-15"}, "first_due_on", "不晚于放款日"),
    Wrong("loan-edit", {"terms": "0"}, "terms", "期数"),
    Wrong("loan-edit", {"paid_terms": "13"}, "paid_terms", "请填0到12"),
    Wrong("loan-edit", {"rate": "-1"}, "rate", "负数"),
    Wrong("loan-edit", {"rate": "5000"}, "rate", "太高"),
    Wrong("loan-edit", {"grace_days": "61"}, "grace_days", "60"),
    Wrong("line-edit", {"due_day": "32"}, "due_day", "31"),
    Wrong("line-edit", {"end_on": "2026-05-01"}, "end_on", "不晚于"),
    Wrong("line-edit", {"method": "bullet", "principal": "1", "terms": "1"}, "method", "支用记录"),
    Wrong("card-edit", {"statement_day": "0"}, "statement_day", "1"),
    Wrong("repayment", {"amount": "0"}, "amount", "大于0"),
    Wrong("repayment", {"amount": ""}, "amount", "还款金额"),
    Wrong("repayment", {"on": "明天"}, "on", "还没到"),
    Wrong("repayment", {"on": "2026-03-14"}, "on", "早于放款日"),
    Wrong("repayment", {"principal": "1", "interest": "1"}, "principal", "合计2.00"),
    Wrong("repayment", {"balance": "99999"}, "balance", "比还款前的本金"),
    Wrong("repayment", {"balance": "1"}, "balance", "却只还了"),
    Wrong("draw", {"amount": "0"}, "amount", "大于0"),
    Wrong("draw", {"amount": "1", "on": "+1d"}, "on", "还没到"),
    Wrong("balance", {"on": "2025-12-31"}, "on", "早于"),
    Wrong("income-edit", {"monthly": "-1"}, "monthly", "负数"),
    Wrong("income-edit", {"from_on": "2026-01-01"}, "from_on", "已有一条记录"),
    Wrong("reminder", {"title": " "}, "title", "提醒内容"),
    Wrong("reminder", {"title": "x", "first_on": "昨天"}, "first_on", "已经过去"),
    Wrong("reminder", {"title": "x", "lead_days": "99"}, "lead_days", "0到60"),
    Wrong("snooze", {"until_on": "今天"}, "until_on", "请选2026-11-23以后的日子"),
]


@pytest.mark.parametrize("form", dict.fromkeys(wrong.form for wrong in WRONG))
async def test_what_cannot_be_is_refused_in_words(hostile: Path, form: str) -> None:
    async with running(hostile) as d:
        await d.press(*FORMS[form])
        before = steps(hostile)
        for wrong in (wrong for wrong in WRONG if wrong.form == form):
            opened = d.texts()
            await d.fill(**wrong.typed)
            kept = d.texts()
            await d.press("ctrl+s")
            assert wrong.says in message(d).replace(" ", ""), (wrong, d.text())
            assert d.field == wrong.field, wrong
            for key, text in kept.items():  # amounts and dates may have been written out, nothing else
                spec = next(spec for spec in d.form.specs if spec.key == key)
                assert d.texts()[key] == text or spec.value(d.texts()[key]) == spec.value(text)
            await d.fill(**{key: opened[key] for key in reversed(wrong.typed) if key in opened})
        assert steps(hostile) == before


async def test_escape_asks_once_and_keeps_the_draft(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("2", "a")
        await d.write("ｊｂ")
        await d.press("enter")
        await d.fill(principal="8000", note="还没 [填完]")
        before = d.texts()
        await d.press("escape")
        assert "再按一次Esc离开，已填内容会留作草稿" in message(d).replace(" ", "")
        assert d.texts() == before
        await d.press("x", "escape")  # typing again withdraws the first esc
        assert not d.on_main
        await d.press("backspace", "escape", "escape")
        assert d.on_main
        assert len(d.book.accounts) == 7
        await d.press("a")
        assert "已恢复上次没保存的内容" in d.text()
        assert d.texts() == before
        await d.fill(start_on="2026-11-01")
        await d.press("ctrl+s")
        loan = d.account("借呗").loan
        assert (loan.principal_minor, loan.note, loan.product) == (8000_00, "还没 [填完]", "jiebei")
        await d.press("escape", "a")
        assert d.texts()["principal"] == ""  # a draft that was saved is gone


async def test_a_draft_belongs_to_its_own_form(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("p")
        await d.fill(amount="700")
        await d.press("escape", "escape", "down", "p")
        assert d.texts()["amount"] == "1,190.00"
        await d.press("escape", "up", "p")
        assert d.texts()["amount"] == "700"
        await d.press("enter")
        assert d.account(MARKUP).repayments[-1].amount_minor == 700_00


@pytest.mark.parametrize("form", FORMS)
async def test_escape_on_an_untouched_form_leaves_at_once(hostile: Path, form: str) -> None:
    async with running(hostile) as d:
        await d.press(*FORMS[form])
        above = len(d.app.screen_stack)
        await d.press("escape")
        assert len(d.app.screen_stack) == above - 1


async def test_the_last_field_can_be_reached_and_seen_at_80_by_24(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("2", "a")
        for key in ("note", "lender"):
            await d.press("shift+tab" if key == "note" else "tab")
            assert d.field == key
            label = next(spec.label for spec in d.form.specs if spec.key == key)
            assert any(line[1:].lstrip().startswith(f">{label}") for line in d.lines()), d.text()


async def test_full_width_digits_and_relative_days(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_loan(d, LONG)
        await d.press("w")
        await d.fill(amount="１２，３００．５０", on="昨天")
        await d.press("tab")
        assert d.texts()["amount"] == "12,300.50"
        assert d.texts()["on"] == "2026-11-22"
        await d.press("ctrl+s")
        draw = d.account(LONG).draws[-1]
        assert (draw.amount_minor, draw.on.isoformat()) == (12_300_50, "2026-11-22")
        for typed, written in (("￥1.5万", "15,000.00"), ("3ｋ", "3,000.00"), ("12,000.50元", "12,000.50")):
            await d.fill(amount=typed)
            await d.press("tab")
            assert d.texts()["amount"] == written
            await d.press("shift+tab")


async def test_errors_are_told_in_english_too(hostile: Path) -> None:
    async with running(hostile, language="en") as d:
        await d.press("p")
        await d.fill(amount="abc")
        await d.press("enter")
        assert message(d).startswith("! ")
        assert "abc" in message(d)
        assert not any("一" <= sign <= "鿿" for sign in message(d).replace("1.2万", ""))


async def test_what_was_typed_survives_quitting_in_the_middle(hostile: Path) -> None:
    kept = hostile.with_name(hostile.name + ".drafts")
    async with running(hostile) as d:
        await d.press("2", "a")
        await d.write("jb")
        await d.press("enter")
        await d.fill(principal="8000", note="[/] 一半")
        before = d.texts()
        assert kept.stat().st_mode & 0o777 == 0o600  # as it would be found after a crash
    async with running(hostile) as d:
        await d.press("2", "a")
        assert "已恢复上次没保存的内容" in d.text()
        assert d.texts() == before
        await d.press("f6")
        assert d.texts()["principal"] == d.texts()["note"] == d.texts()["lender"] == ""
        await d.press("escape")
        assert d.on_main
        assert not kept.exists()


async def test_what_is_being_typed_is_in_the_file_within_a_moment(
    hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = hostile.with_name(hostile.name + ".drafts")
    monkeypatch.setattr(draft, "PAUSE", 0.01)
    async with running(hostile) as d:
        await d.press("2", "a")
        await d.write("jb")
        for _ in range(500):  # the field is not left, nothing is closed
            if kept.exists() and '"jb"' in kept.read_text("utf-8"):
                break
            await asyncio.sleep(0.01)
        assert '"jb"' in kept.read_text("utf-8")


async def test_keys_do_not_write_the_file_but_leaving_the_field_does(
    hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = hostile.with_name(hostile.name + ".drafts")
    monkeypatch.setattr(draft, "PAUSE", 3600)
    async with running(hostile) as d:
        await d.press("p")
        await d.fill(amount="1200")
        assert not kept.exists()
        await d.press("tab")
        assert "1200" in kept.read_text("utf-8")
        await d.fill(note="甲")
        assert "甲" not in kept.read_text("utf-8")
    assert "甲" in kept.read_text("utf-8")  # quitting keeps it


async def test_a_draft_whose_file_was_taken_away_is_written_again(hostile: Path) -> None:
    kept = hostile.with_name(hostile.name + ".drafts")
    async with running(hostile) as d:
        await d.press("p")
        await d.fill(note="甲")
        await d.press("tab")
        kept.unlink()
        await d.press("escape")
        assert "草稿" in d.text()
        assert "甲" in kept.read_text("utf-8")


async def test_a_key_reads_only_the_field_it_changes(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    value = Field.value

    def counted(spec: Field, text: str, label: str = "") -> Any:
        read.append(spec.key)
        return value(spec, text, label)

    monkeypatch.setattr(Field, "value", counted)
    async with running(hostile) as d:
        await d.press("p")
        await d.go("amount")
        await d.burst("end", "ctrl+u")
        read.clear()
        await d.write("1200")
        assert read == ["amount"] * 4


@pytest.mark.parametrize("content", ["", "[]", '{"loan": 3}', '{"loan": {"principal": 5}}', "\x00"])
async def test_a_damaged_file_of_drafts_holds_none(hostile: Path, content: str) -> None:
    hostile.with_name(hostile.name + ".drafts").write_text(content)
    async with running(hostile) as d:
        await d.press("2", "a")
        assert "已恢复" not in d.text()
        await d.write("x")
        assert d.texts()["lender"] == "x"


async def test_what_is_wrong_stays_said_until_it_is_mended(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("p")
        await d.fill(amount="abc")
        await d.press("enter")
        said = message(d)
        assert "abc" in said
        await d.press("tab")
        assert message(d) != said  # the hint of the other field
        await d.fill(note="x")
        assert "!" in d.text()
        await d.go("amount")
        assert message(d) == said
        await d.fill(amount="700")
        await d.go("on")
        await d.go("amount")
        assert message(d) != said


async def test_an_error_is_no_longer_said_once_its_field_is_changed(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("p")
        hint = message(d)
        await d.fill(amount="abc")
        await d.press("ctrl+s")
        assert "abc" in message(d)
        await d.fill(amount="12")
        assert message(d) == hint


async def test_what_cannot_be_read_is_told_as_its_field_is_left(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("2", "a")
        d.screen_of(LoanForm)
        await d.fill(rate="1200")
        await d.press("tab")
        assert message(d).startswith("! ")
        assert "1000" in message(d)
        await d.press("tab")
        assert not message(d).startswith("! ")  # once; saving names it again
        await d.fill(rate="")
        await d.press("tab")
        assert not message(d).startswith("! ")


async def test_a_long_text_shows_its_start_once_its_field_is_left(hostile: Path) -> None:
    async with running(hostile, size=SMALL) as d:
        await d.press("2", "a")
        d.screen_of(LoanForm)
        await d.fill(name="")
        await d.write("first words of a name that is too long for its field")
        assert "first words" not in d.text()
        await d.press("tab")
        assert "first words" in d.text()
        assert d.texts()["name"].endswith("its field")
