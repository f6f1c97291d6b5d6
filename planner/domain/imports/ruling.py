"""Which rule each row of a file goes by, and which rules the corrections of a file make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from planner.domain.basics.text import clean
from planner.domain.imports.choices import SKIP, TAKE, Choice, Decision, can_be_corrected
from planner.domain.imports.file import FileEntry, FileRow, Kind, PaymentFile
from planner.domain.imports.rules import MOST_TEXT, ImportRule, Says
from planner.domain.reference.products import folded
from planner.errors import PlannerError
from planner.values import dataclass


def ruled(file: PaymentFile, rules: Sequence[ImportRule]) -> dict[int, ImportRule]:
    """The rule for each row that has one, by line; of several the one that says most exactly which rows it means.

    Rows that failed or cannot be read have none. The time grows with the rows and the rules for each pair of
    counterparty and way of paying.
    """
    if not rules:
        return {}
    ranked = [(rule, *rule.place) for rule in sorted(rules, key=_exact, reverse=True)]
    fitting: dict[tuple[str, str], list[tuple[ImportRule, str]]] = {}
    found = {}
    for entry in file.entries:
        row = entry.row
        pair = row.counterparty, row.pay_method
        some = fitting.get(pair)
        if some is None:
            party, pay = folded(row.counterparty), folded(row.pay_method)
            some = fitting[pair] = [
                (rule, of_goods) for rule, by, how, of_goods in ranked if by in party and how in pay
            ]
        if some and can_be_corrected(entry):
            goods = folded(row.goods)
            rule = next((rule for rule, of_goods in some if of_goods in goods and _can_be(entry, rule)), None)
            if rule is not None:
                found[row.line] = rule
    return found


def _can_be(entry: FileEntry, rule: ImportRule) -> bool:
    """Whether the row may be what the rule says: money moves the right way, and a refund is nothing else."""
    if rule.says in (Says.FILE, Says.NONE):
        return True
    if entry.meaning.kind is Kind.REFUND or rule.says is Says.REFUND:
        return entry.meaning.kind in (Kind.REFUND, Kind.OTHER) and rule.says is Says.REFUND and _in(entry)
    return not (_in(entry) if rule.says in (Says.REPAYMENT, Says.PURCHASE) else entry.row.direction == "支出")


def _in(entry: FileEntry) -> bool:
    return entry.meaning.kind is Kind.REFUND or entry.row.direction == "收入"


def decision_by(rule: ImportRule) -> Decision:
    """What a rule makes of a row."""
    if rule.says is Says.NONE:
        return Decision(SKIP)
    kind = None if rule.says is Says.FILE else Kind(rule.says.value)
    return Decision(TAKE if rule.loan_id is None else rule.loan_id, kind, rule.terms)


def _exact(rule: ImportRule) -> tuple[int, int, int]:
    place = rule.place
    return sum(map(bool, place)), sum(map(len, place)), rule.id


@dataclass(frozen=True, slots=True)
class Learned:
    """A rule to be, with the row it comes from; its account is ``loan_id``, or one that the import opens (``new``)."""

    line: int
    rule: ImportRule
    new: int | None = None


def may_be_learned(decision: Decision) -> bool:
    """Whether a correction is likely to hold for rows like it: it names an account, and no number of instalments."""
    return decision.target not in (SKIP, TAKE) and decision.terms is None


def rule_for(row: FileRow, decision: Decision, loan_id: int | None) -> ImportRule | None:
    """The rule that a correction of a row makes: by counterparty and way of paying, else by what was bought.

    None where the row tells neither, or the correction says nothing that could hold for others.
    """
    says = Says.NONE if decision.target == SKIP else Says.FILE if decision.kind is None else Says(decision.kind.value)
    party, pay, goods = (clean(text)[:MOST_TEXT] for text in (row.counterparty, row.pay_method, row.goods))
    rule = ImportRule(0, party, pay, "" if party else goods, says, loan_id, decision.terms)
    try:
        rule.validate()
    except PlannerError:
        return None
    return rule


def learned(
    entries: Mapping[int, FileEntry],
    choices: Mapping[int, Choice],
    placed: Mapping[int, tuple[int | None, int | None]],
    known: Iterable[ImportRule],
) -> tuple[Learned, ...]:
    """The rules that corrections make once the import is recorded, one for all rows alike; the last correction holds.

    Args:
        entries: the rows by line.
        choices: what the person said, by line.
        placed: by line of the rows that are used, the loan and the number of the new account.
        known: the rules there are; what one of them says already makes no other.
    """
    there = {(rule.place, rule.says, rule.loan_id, rule.terms) for rule in known}
    found: dict[tuple[str, str, str], Learned] = {}
    for line, choice in choices.items():
        if not isinstance(choice, Decision) or not choice.again or line not in entries:
            continue
        loan_id, new = placed.get(line, (None, None))
        if choice.target != SKIP and line not in placed:
            continue
        rule = rule_for(entries[line].row, choice, loan_id if new is None else -1 - new)
        if rule is not None and (rule.place, rule.says, rule.loan_id, rule.terms) not in there:
            found.pop(rule.place, None)
            found[rule.place] = Learned(line, rule, new)
    return tuple(found.values())
