"""Problems, rules and bounds as plain JSON documents and back: for the proof's own process and for what is kept."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from planner.domain.basics.money import Rounding
from planner.domain.payoff.engine.bears import Bears
from planner.domain.payoff.engine.carried import Carried
from planner.domain.payoff.engine.lump import Lump
from planner.domain.payoff.engine.model import Debt, Reducing, Row, Scheduled, Settling
from planner.domain.payoff.engine.parted import Keeps, Parted, Term
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.walk import Rule
from planner.domain.payoff.search.evidence import Bound
from planner.domain.payoff.search.orders import Order, Phases, Script
from planner.values import fields

Document = dict[str, Any]
_OF_LUMPS = ("over", "grown", "before_minor", "row_fee_minor", "kept_minor")


def problem_to_json(problem: Problem) -> Document:
    """All of a problem; decimals as text."""
    budget, bears = problem.budget, problem.bears
    cards = [debt for debt in problem.debts if isinstance(debt, Carried)]  # whose fees are not written down
    return {
        "debts": [_debt_to_json(debt) for debt in problem.debts],
        "budget": {
            "monthly_minor": list(budget.monthly_minor),
            "lumps_minor": [list(lump) for lump in budget.lumps_minor],
            "carry": budget.carry,
            "spent_minor": budget.spent_minor,
        },
        "charged_minor": problem.charged_minor,
        "fees_minor": problem.fees_minor + sum(one.fees_until(problem.sure_until) for one in cards),
        "bears": None if bears is None else [bears.required, bears.days],
    }


def problem_from_json(document: Document) -> Problem:
    """The inverse of ``problem_to_json``."""
    budget, bears = document["budget"], document["bears"]
    return Problem(
        tuple(_debt_from_json(debt) for debt in document["debts"]),
        Budget(
            tuple(budget["monthly_minor"]),
            tuple((month, amount) for month, amount in budget["lumps_minor"]),
            budget["carry"],
            budget["spent_minor"],
        ),
        document["charged_minor"],
        None if bears is None else _bears_from_json(*bears),
        document["fees_minor"],
    )


def _bears_from_json(required: list[list[int]], days: list[list[list[int]]]) -> Bears:
    made = tuple(tuple((debt, on, most) for debt, on, most in month) for month in days)
    return Bears(tuple(tuple(month) for month in required), made)


def _debt_to_json(debt: Debt) -> Document:
    if isinstance(debt, Carried):
        debt = debt.plain
    if isinstance(debt, Reducing):
        return _reducing_to_json(debt) | (_lump_to_json(debt) if isinstance(debt, Lump) else {})
    if isinstance(debt, Parted):
        return _parted_to_json(debt)
    return {
        "id": debt.id,
        "lender": debt.lender,
        "rows": [[row.principal_minor, row.interest_minor, row.fee_minor] for row in debt.rows],
        "settle": [None if one is None else [one.principal_minor, one.charges_minor] for one in debt.settle],
        "fees": [[month, list(asked), cut_in] for month, asked, cut_in in debt.fees],
    }


def _reducing_to_json(debt: Reducing) -> Document:
    return {
        "id": debt.id,
        "lender": debt.lender,
        "balance_minor": debt.balance_minor,
        "rates": [str(rate) for rate in debt.rates],
        "minimum_minor": debt.minimum_minor,
        "minimum_share": str(debt.minimum_share),
        "interest_and": None if debt.interest_and is None else str(debt.interest_and),
        "fee": str(debt.fee),
        "early_from": debt.early_from,
        "ends": debt.ends,
        "first_interest_minor": debt.first_interest_minor,
        "first_required_minor": debt.first_required_minor,
        "named_rate": None if debt.named_rate is None else str(debt.named_rate),
        "first": debt.first,
        "fees": [str(fee) for fee in debt.fees],
        "rounding": debt.rounding.value,
        "grown_minor": debt.grown_minor,
        "several": [[month, [list(part) for part in parts]] for month, parts in debt.several],
        "empty": list(debt.empty),
    }


def _lump_to_json(debt: Lump) -> Document:
    return {name: getattr(debt, name) for name in _OF_LUMPS} | {"early": list(debt.early), "marks": list(debt.marks)}


def _parted_to_json(debt: Parted) -> Document:
    return {
        "id": debt.id,
        "lender": debt.lender,
        "terms": [[getattr(term, name) for name in Term.__slots__] for term in debt.terms],
        "keeps": debt.keeps.value,
        "early": list(debt.early),
        "fees": [str(fee) for fee in debt.fees],
        "shorter": debt.shorter,
        "stays": debt.stays,
        "follows": debt.follows,
        "first_takes": debt.first_takes,
        "rounding": debt.rounding.value,
        "spare": debt.spare,
        "named_rate": None if debt.named_rate is None else str(debt.named_rate),
    }


def _term_from_json(values: list[Any]) -> Term:
    named = dict(zip(Term.__slots__, values, strict=True))
    steady = named["steady"]
    return Term(
        **named
        | {
            "rate": tuple(named["rate"]),
            "level": tuple(named["level"]),
            "steady": None if steady is None else tuple(steady),
            "shares": tuple(tuple(share) for share in named["shares"]),
        }
    )


def _parted_from_json(document: Document) -> Parted:
    named = document["named_rate"]
    return Parted(
        document["id"],
        document["lender"],
        tuple(_term_from_json(term) for term in document["terms"]),
        Keeps(document["keeps"]),
        tuple(document["early"]),
        tuple(Decimal(fee) for fee in document["fees"]),
        document["shorter"],
        document["stays"],
        document["follows"],
        document["first_takes"],
        Rounding(document["rounding"]),
        None if named is None else Decimal(named),
        document["spare"],
    )


def _debt_from_json(document: Document) -> Debt:
    if "terms" in document:
        return _parted_from_json(document)
    if "rows" in document:
        return Scheduled(
            document["id"],
            document["lender"],
            tuple(Row(*row) for row in document["rows"]),
            tuple(None if one is None else Settling(*one) for one in document["settle"]),
            fees=tuple((month, tuple(asked), cut_in) for month, asked, cut_in in document["fees"]),
        )
    share, named = document["interest_and"], document["named_rate"]
    made = Reducing(
        document["id"],
        document["lender"],
        document["balance_minor"],
        tuple(Decimal(rate) for rate in document["rates"]),
        document["minimum_minor"],
        Decimal(document["minimum_share"]),
        None if share is None else Decimal(share),
        Decimal(document["fee"]),
        document["early_from"],
        document["ends"],
        document["first_interest_minor"],
        document["first_required_minor"],
        None if named is None else Decimal(named),
        document["first"],
        tuple(Decimal(fee) for fee in document["fees"]),
        Rounding(document["rounding"]),
        document["grown_minor"],
        tuple((month, tuple((top, bottom) for top, bottom in parts)) for month, parts in document["several"]),
        tuple(document["empty"]),
    )
    if "marks" not in document:
        return made
    of_it = {name: document[name] for name in _OF_LUMPS}
    known = {one.name: getattr(made, one.name) for one in fields(Reducing)}
    return Lump(**known, **of_it, early=tuple(document["early"]), marks=tuple(document["marks"]))


def rule_to_json(rule: Rule) -> Document:
    """A rule of this package; ``kind`` says which."""
    if isinstance(rule, Order):
        return {
            "kind": "order",
            "order": list(rule.order),
            "wait": sorted(rule.wait),
            "keen": sorted(rule.keen),
            "since": _pairs(rule.since),
            "until": _pairs(rule.until),
            "on": _pairs(rule.on),
            "reserve": rule.reserve,
            "leave": _pairs(rule.leave),
            "by": _pairs(rule.by),
            "at": _pairs(rule.at),
            "freely": rule.freely,
        }
    if isinstance(rule, Phases):
        return {"kind": "phases", "phases": [[month, rule_to_json(order)] for month, order in rule.phases]}
    if isinstance(rule, Script):
        return {
            "kind": "script",
            "extras": [_pairs(wishes) for wishes in rule.extras],
            "settles": [sorted(ending) for ending in rule.settles],
            "holds": list(rule.holds),
            "after": rule_to_json(rule.after),
        }
    raise TypeError(rule)


def rule_from_json(document: Document) -> Order | Phases | Script:
    """The inverse of ``rule_to_json``."""
    if document["kind"] == "order":
        return _order(document)
    if document["kind"] == "phases":
        return Phases(tuple((month, _order(order)) for month, order in document["phases"]))
    return Script(
        tuple(dict(wishes) for wishes in document["extras"]),
        tuple(frozenset(ending) for ending in document["settles"]),
        tuple(document["holds"]),
        _order(document["after"]),
    )


def _order(document: Document) -> Order:
    return Order(
        tuple(document["order"]),
        frozenset(document["wait"]),
        frozenset(document["keen"]),
        dict(document["since"]),
        dict(document["until"]),
        dict(document["on"]),
        document["reserve"],
        dict(document["leave"]),
        dict(document["by"]),
        dict(document["at"]),
        document.get("freely", False),  # plans that were kept before there was such a thing
    )


def _pairs(values: Any) -> list[list[int]]:
    return [[index, value] for index, value in values.items()]


def bound_to_json(bound: Bound) -> Document:
    """One bound."""
    return {
        "at_most": bound.at_most,
        "month": bound.month,
        "cost_minor": bound.cost_minor,
        "final": bound.final,
    }


def bound_from_json(document: Document) -> Bound:
    """The inverse of ``bound_to_json``."""
    return Bound(document["at_most"], document["month"], document["cost_minor"], document["final"])
