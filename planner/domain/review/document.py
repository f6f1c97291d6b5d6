"""A review as JSON values and back: the summary, which is never edited after it was saved, and the progress.

Amounts are fen, ratios decimal strings or null, dates ISO, as everywhere on the command line.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from planner.domain.figures.ratios import LenderCounts, Ratios
from planner.domain.ledger.on_time import OnTime
from planner.domain.payoff.adopted import movement
from planner.domain.review.items import Action, ActionCode, Kept, Outcome, Progress, Reply, Stage
from planner.domain.review.summary import AccountFigures, FindingLine, Summary


def as_json(saved: Summary) -> dict[str, Any]:
    """The summary as JSON values; ``from_json`` reads it back to an equal summary."""
    ratios, lenders, punctual = saved.ratios, saved.ratios.lenders, saved.ratios.on_time
    return {
        "week": saved.week.isoformat(),
        "saved_at": saved.saved_at,
        "ratios": {
            "as_of": ratios.as_of.isoformat(),
            "debt_minor": ratios.debt_minor,
            "due_minor": ratios.due_minor,
            "income_minor": ratios.income_minor,
            "payment_ratio": _text(ratios.payment_ratio),
            "balance_ratio": _text(ratios.balance_ratio),
            "utilisation": _text(ratios.utilisation),
        },
        "lenders": {
            "unsettled": lenders.unsettled,
            "open_lines": lenders.open_lines,
            "institutions": lenders.institutions,
        },
        "institutions_unknown": lenders.unnamed,
        "on_time": {
            "on_time": punctual.on_time,
            "late": punctual.late,
            "missed": punctual.missed,
            "pending": punctual.pending,
            "rate": _text(punctual.rate),
            "streak": punctual.streak,
        },
        "findings": [
            {
                "code": one.code,
                "reason": one.reason,
                "state": one.state,
                "clears_on": one.clears_on.isoformat() if one.clears_on else None,
            }
            for one in saved.findings
        ],
        "commitments": [_action_json(action) for action in saved.commitments],
        "kept": [{**_action_json(kept.action), "done": kept.done} for kept in saved.kept],
        "counts": {
            "checked": saved.checked,
            "lenders_open": saved.lenders_open,
            "dues_paid": saved.dues_paid,
            "dues_open": saved.dues_open,
        },
        "accounts": [
            {
                "loan_id": account.loan_id,
                "loan": account.loan,
                "lender": account.lender,
                "owed_minor": account.owed_minor,
                "state": account.state,
            }
            for account in saved.accounts
        ],
        "streak": saved.streak,
        "notes": saved.notes,
        "debt_free": movement.as_json(saved.movement),
    }


def from_json(data: Mapping[str, Any]) -> Summary:
    """The summary that ``as_json`` wrote.

    Raises:
        KeyError, TypeError, ValueError, ArithmeticError: the text was not written by ``as_json``.
    """
    _check(data)
    ratios, counts = data["ratios"], data["counts"]
    return Summary(
        week=date.fromisoformat(data["week"]),
        saved_at=data["saved_at"],
        ratios=Ratios(
            as_of=date.fromisoformat(ratios["as_of"]),
            debt_minor=ratios["debt_minor"],
            due_minor=ratios["due_minor"],
            income_minor=ratios["income_minor"],
            payment_ratio=_decimal(ratios["payment_ratio"]),
            balance_ratio=_decimal(ratios["balance_ratio"]),
            utilisation=_decimal(ratios["utilisation"]),
            lenders=LenderCounts(**data["lenders"], unnamed=data.get("institutions_unknown")),
            on_time=OnTime(**{**data["on_time"], "rate": _decimal(data["on_time"]["rate"])}),
        ),
        commitments=tuple(_action(item) for item in data["commitments"]),
        kept=tuple(Kept(_action(item), item["done"]) for item in data["kept"]),
        accounts=tuple(AccountFigures(**item) for item in data["accounts"]),
        dues_paid=counts["dues_paid"],
        dues_open=counts["dues_open"],
        checked=counts["checked"],
        lenders_open=counts["lenders_open"],
        streak=data["streak"],
        notes=data["notes"],
        findings=tuple(
            FindingLine(one["code"], one["reason"], one["state"], _date(one["clears_on"])) for one in data["findings"]
        ),
        movement=movement.from_json(data.get("debt_free")),  # a review saved before it was told has none
    )


def progress_json(progress: Progress) -> dict[str, Any]:
    """The progress as JSON values; ``progress_from`` reads it back."""
    return {
        "started_on": progress.started_on.isoformat(),
        "replies": {
            key: {
                "outcome": reply.outcome.value,
                "left_minor": reply.left_minor,
                "until_on": reply.until_on.isoformat() if reply.until_on else None,
                "reason": reply.reason,
            }
            for key, reply in progress.replies.items()
        },
        "passed": [stage.value for stage in progress.passed],
        "chosen": None if progress.chosen is None else list(progress.chosen),
        "own": list(progress.own),
        "asked": list(progress.asked),
    }


def progress_from(week: date, data: Mapping[str, Any]) -> Progress:
    """The progress that ``progress_json`` wrote for ``week``; a field that is missing counts as nothing answered."""
    picked = data.get("chosen")
    return Progress(
        week=week,
        started_on=date.fromisoformat(data["started_on"]) if data.get("started_on") else week,
        replies={
            key: Reply(Outcome(reply["outcome"]), reply["left_minor"], _date(reply["until_on"]), reply["reason"])
            for key, reply in data.get("replies", {}).items()
        },
        passed=tuple(Stage(stage) for stage in data.get("passed", ())),
        chosen=None if picked is None else tuple(picked),
        own=tuple(data.get("own", ())),
        asked=tuple(data.get("asked", ())),
    )


def _action_json(action: Action) -> dict[str, Any]:
    return {
        "key": action.key,
        "code": action.code.value,
        "loan_id": action.loan_id,
        "loan": action.loan,
        "on": action.on.isoformat() if action.on else None,
        "amount_minor": action.amount_minor,
        "text": action.text,
    }


_OPEN = frozenset(
    [
        "income_minor",
        "payment_ratio",
        "balance_ratio",
        "utilisation",
        "rate",
        "institutions_unknown",
        "clears_on",
        "loan_id",
        "on",
        "amount_minor",
        "done",
        "debt_free",
        "since_week",
        "since_adoption",
        "saved",
        "in_all_minor",
    ]
)  # may be null
_COUNTS = frozenset(
    [
        "unsettled",
        "open_lines",
        "institutions",
        "institutions_unknown",
        "late",
        "missed",
        "pending",
        "streak",
        "loan_id",
        "checked",
        "lenders_open",
        "dues_paid",
        "dues_open",
        "days",
        "count",
    ]
)
_PARTS = frozenset(
    [
        "ratios",
        "lenders",
        "on_time",
        "findings",
        "commitments",
        "kept",
        "counts",
        "accounts",
        "debt_free",
        "since_week",
        "since_adoption",
        "saved",
        "parts",
        "part",
    ]
)  # that hold others


def _check(value: object, name: str = "part") -> None:
    """Each value is of the kind that stands under its name.

    Raises:
        TypeError: names it.
    """
    if isinstance(value, Mapping) and name in _PARTS:
        for key, inner in value.items():
            _check(inner, "part" if name == "parts" else "count" if name == key == "on_time" else key)
    elif isinstance(value, list) and name in _PARTS:
        for inner in value:
            _check(inner, "part")
    elif value is None:
        if name not in _OPEN:
            raise TypeError(name)
    else:
        whole = name.endswith("_minor") or name in _COUNTS
        if type(value) is not (bool if name in ("done", "endless") else int if whole else str):
            raise TypeError(name)


def _action(item: Mapping[str, Any]) -> Action:
    code = ActionCode(item["code"])
    if code is ActionCode.PAY and None in (item["on"], item["amount_minor"]):
        raise ValueError(f"{code} without its day or amount")
    return Action(
        key=item["key"],
        code=code,
        loan_id=item["loan_id"],
        loan=item["loan"],
        on=_date(item["on"]),
        amount_minor=item["amount_minor"],
        text=item["text"],
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
