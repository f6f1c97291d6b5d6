"""Rules of imports: made of corrections, applied with the reason shown, changed, undone, taken out and brought back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from planner import i18n
from planner.domain.accounts.loan import Method
from planner.domain.imports.choices import NEW, SKIP, TAKE, Decision
from planner.domain.imports.file import Kind
from planner.domain.imports.rules import ImportRule, Says
from planner.errors import PlannerError
from planner.overview.overview import read as overview
from planner.services import exports, import_rules, imports, loans
from planner.storage import snapshot
from planner.storage.sqlite import reading
from planner.storage.store import Store
from planner.words.imports import learned_lines, rule_line
from tests.make.bill_files import Row
from tests.make.people import MARKUP
from tests.services.test_import_cases import TODAY, UNTOLD, line_of, load, only
from tests.services.test_imports import own

ZHANG = Row(party="张三", goods="转账", amount="500.00", pay="余额宝", time="2026-10-15 09:00:00", order="Z1")
NEXT = replace(ZHANG, time="2026-11-15 09:00:00", order="Z2", amount="300.00")


def rules(store: Store) -> tuple[ImportRule, ...]:
    with reading(store.path) as connection:
        return snapshot.import_rules(connection)


def lent(store: Store) -> int:
    return loans.add(store, replace(own("张三", Method.REVOLVING), opening_known=False)).value


def test_a_correction_is_learned_and_holds_for_the_next_file(store: Store) -> None:
    zhang = lent(store)
    found = load(store, ZHANG)
    said = found.chosen({line_of(found, "Z1"): Decision(zhang, Kind.REPAYMENT, again=True)})
    (told,) = learned_lines(said)
    assert told.startswith("以后也这样：对方含“张三”、付款方式含“余额宝”：还款 → ")
    assert rules(store) == ()  # nothing before it is recorded
    imports.apply(store, said, today=TODAY)
    assert [(rule.party, rule.pay, rule.says, rule.loan_id) for rule in rules(store)] == [
        ("张三", "余额宝", Says.REPAYMENT, zhang)
    ]
    later = load(store, NEXT)
    (use,) = later.proposal.used
    assert (use.kind, use.loan_id, use.amount_minor) == (Kind.REPAYMENT, zhang, 30_000)
    assert later.by_rule(use.entry.row.line)
    assert learned_lines(later) == []
    kept = later.chosen({use.entry.row.line: SKIP})
    assert (kept.proposal.used, kept.by_rule(use.entry.row.line)) == ((), False)
    store.undo()  # the import and what was learned from it are one step
    assert (rules(store), load(store, NEXT).proposal.used) == ((), ())


def test_once_only_makes_no_rule(store: Store) -> None:
    zhang = lent(store)
    found = load(store, ZHANG)
    imports.apply(store, found.chosen({line_of(found, "Z1"): Decision(zhang)}), today=TODAY)
    assert rules(store) == ()


def test_a_rule_of_an_account_that_the_import_opens(store: Store) -> None:
    found = load(store, ZHANG)
    said = found.chosen({line_of(found, "Z1"): Decision(NEW, Kind.REPAYMENT, again=True)})
    imports.apply(store, said, today=TODAY)
    assert [rule.loan_id for rule in rules(store)] == [only(store).loan.id]


def test_money_that_comes_in_is_never_a_repayment_by_a_rule(store: Store) -> None:
    zhang = lent(store)
    import_rules.save(store, ImportRule(0, "张三", "", "", Says.REPAYMENT, zhang))
    came = replace(NEXT, direction="收入", category="转账红包")
    assert load(store, came).proposal.used == ()
    shop = load(store, *UNTOLD)
    imports.apply(store, shop, today=TODAY)
    import_rules.save(store, ImportRule(0, "便利店", "", "", Says.PURCHASE, 2))
    bought = replace(UNTOLD[2], order="F9", time="2026-10-20 08:00:00")
    back = replace(
        bought, category="退款", direction="不计收支", status="退款成功", time="2026-10-22 08:00:00", order="F9_1"
    )
    kinds = {use.entry.row.order_no: use.kind for use in load(store, back, bought).proposal.used}
    assert kinds == {"F9": Kind.PURCHASE, "F9_1": Kind.REFUND}


def test_what_is_no_debt_by_a_rule_stays_out_and_can_be_taken(store: Store) -> None:
    import_rules.save(store, ImportRule(0, "", "招商银行信用卡", "商品", Says.NONE))
    found = load(store, *UNTOLD)
    asked = {one.entry.row.order_no: one.reason for one in found.proposal.unused}
    assert asked["F1"] == "by_rule"
    assert len(found.chosen({line_of(found, "F1"): TAKE}).proposal.used) == len(found.proposal.used) + 1


def test_the_most_exact_rule_counts_and_the_last_word_replaces_one_of_the_same_rows(store: Store) -> None:
    zhang = lent(store)
    other = loans.add(store, replace(own("李四", Method.REVOLVING), opening_known=False)).value
    import_rules.save(store, ImportRule(0, "张三", "", "", Says.REPAYMENT, other))
    first = import_rules.save(store, ImportRule(0, "ＺＨ 张三", "余额宝", "", Says.REPAYMENT, other)).value
    import_rules.save(store, replace(rules(store)[1], party="张三", loan_id=zhang))
    assert [use.loan_id for use in load(store, NEXT).proposal.used] == [zhang]
    found = load(store, NEXT)
    said = found.chosen({line_of(found, "Z2"): Decision(other, Kind.REPAYMENT, again=True)})
    imports.apply(store, said, today=TODAY)
    assert {rule.id: rule.loan_id for rule in rules(store)}[first] == other
    assert len(rules(store)) == 2


def test_the_same_row_twice_in_a_file_is_one_by_a_rule_too(store: Store) -> None:
    import_rules.save(store, ImportRule(0, "张三", "", "", Says.REPAYMENT, lent(store)))
    found = load(store, ZHANG, ZHANG)
    assert (len(found.proposal.used), [one.of for one in found.proposal.doubles]) == (
        1,
        [f"row:{found.proposal.used[0].entry.row.line}"],
    )


def test_each_step_is_undone_and_a_deleted_account_takes_its_rules_along(store: Store) -> None:
    zhang = lent(store)
    key = import_rules.save(store, ImportRule(0, "张三", "", "", Says.REPAYMENT, zhang)).value
    import_rules.save(store, replace(rules(store)[0], pay="余额"))
    import_rules.delete(store, rules(store)[0])
    assert rules(store) == ()
    store.undo()
    assert rules(store)[0].pay == "余额"
    store.undo()
    assert rules(store) == (ImportRule(key, "张三", "", "", Says.REPAYMENT, zhang),)
    before = overview(store.path, TODAY)
    loans.delete(store, zhang)
    assert rules(store) == ()
    store.undo()
    assert before.import_rules == rules(store) == overview(store.path, TODAY).import_rules


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (ImportRule(0, "", " ", "……", Says.NONE), "empty"),
        (ImportRule(0, "字" * 201, "", "", Says.NONE), "long"),
        (ImportRule(0, "张三", "", "", Says.FILE), "nothing"),
        (ImportRule(0, "张三", "", "", Says.NONE, 1), "none_with_loan"),
        (ImportRule(0, "张三", "", "", Says.REPAYMENT, 1, 3), "terms"),
        (ImportRule(0, "张三", "", "", Says.PURCHASE, 1, 61), "terms"),
        (ImportRule(7, "张三", "", "", Says.PURCHASE), "unknown"),
    ],
)
def test_what_says_nothing_is_refused(store: Store, rule: ImportRule, code: str) -> None:
    with pytest.raises(PlannerError, match=f"import_rule.{code}"):
        import_rules.save(store, rule)
    assert rules(store) == ()


def test_a_second_rule_for_the_same_rows_is_refused(store: Store) -> None:
    import_rules.save(store, ImportRule(0, "Shop 1", "", "", Says.NONE))
    with pytest.raises(PlannerError, match=r"import_rule\.same"):
        import_rules.save(store, ImportRule(0, "ｓｈｏｐ１", "", "", Says.PURCHASE))


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_hostile_texts_are_told_as_they_are_and_come_back_from_an_export(
    store: Store, tmp_path: Path, language: str
) -> None:
    i18n.use(language)
    hostile = f"{MARKUP}\x1b[31m%s{{0}}"
    import_rules.save(store, ImportRule(0, hostile, "=1+1", "'; DROP TABLE loan;--", Says.NONE))
    (kept,) = rules(store)
    assert "\x1b" not in kept.party
    assert MARKUP[:8] in rule_line(kept, "")
    text = "".join(exports.pieces(store.path))
    exports.restore(tmp_path / "again.db", text)
    with reading(tmp_path / "again.db") as connection:
        assert snapshot.import_rules(connection) == (kept,)
