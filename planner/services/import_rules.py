"""Rules of imports: kept by the person, or learned from the corrections of a file that is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from planner.domain.accounts.names import full_name
from planner.domain.basics.text import clean
from planner.domain.imports.rules import ImportRule
from planner.domain.imports.ruling import Learned
from planner.errors import PlannerError
from planner.storage import snapshot
from planner.storage.store import OpResult, Store, Write
from planner.values import replace


def save(store: Store, rule: ImportRule) -> OpResult[int]:
    """Add a rule with id 0, or replace the one of its id; imports that are recorded already stay as they are.

    Returns:
        The id of the rule.

    Raises:
        PlannerError: ``import_rule.*``; ``loan.unknown`` for an account that is not there.
    """
    rule = replace(rule, party=clean(rule.party), pay=clean(rule.pay), goods=clean(rule.goods))
    with store.write(f"import_rule.{'edit' if rule.id else 'add'}", **_told(rule)) as write:
        if rule.id and not write.keys(ImportRule, id=rule.id):
            raise PlannerError("import_rule.unknown")
        rule.validate()
        if rule.loan_id is not None:
            write.tell(loan=full_name(write.account(rule.loan_id).loan))
        if any(one.id != rule.id and one.place == rule.place for one in snapshot.import_rules(write.connection)):
            raise PlannerError("import_rule.same", field="party")
        key = write.put(rule)
    return write.result(key)


def delete(store: Store, rule: ImportRule) -> OpResult[None]:
    """Remove a rule; what was recorded by it stays. Raises ``import_rule.unknown``."""
    with store.write("import_rule.delete", **_told(rule)) as write:
        if not write.keys(ImportRule, id=rule.id):
            raise PlannerError("import_rule.unknown")
        write.drop(ImportRule, rule.id)
    return write.result(None)


def learn(write: Write, found: Iterable[Learned], opened: Sequence[int]) -> int:
    """Keep the rules that corrections make, in the write that records them; how many there were.

    A rule of the same rows is replaced: what was said last holds.
    """
    there = {rule.place: rule.id for rule in snapshot.import_rules(write.connection)}
    count = 0
    for one in found:
        loan_id = one.rule.loan_id if one.new is None else opened[one.new]
        rule = replace(one.rule, id=there.get(one.rule.place, 0), loan_id=loan_id)
        there[rule.place] = write.put(rule)
        count += 1
    return count


def _told(rule: ImportRule) -> dict[str, object]:
    return {"rows": " · ".join(filter(None, (rule.party, rule.pay, rule.goods)))}
