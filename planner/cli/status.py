"""``planner status``: debt, ratios, lenders, on-time rate, findings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner import clock, i18n
from planner.cli.output import exact, of_one_moment, say, written
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.domain.basics.text import clean, escaped
from planner.domain.findings.model import Finding
from planner.domain.ledger.state import Position
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.storage import answers
from planner.words.agreements import move_text
from planner.words.figures import institutions_line
from planner.words.findings import counted
from planner.words.headline import carried, headline, unanswered, undated, unrecorded

if TYPE_CHECKING:
    import argparse

    from planner.domain.figures.spans import Span


def arguments(command: argparse.ArgumentParser) -> None:
    """Its options."""
    from planner.cli.arguments import as_json  # loads argparse, which ``plain`` spares it

    as_json(command)


def run(options: argparse.Namespace, path: Path) -> int:
    """Print the document or the text; returns the exit status. Of a demo it is kept, for the next time that day."""
    answer: dict[str, Any] | str
    if options.json:
        answer = of_one_moment(path, document)
        say(answer)
    else:
        answer = of_one_moment(path, text)
        print(answer)
    if options.demo:
        from planner.demo import cached  # of the demo alone

        form = answers.DOCUMENT if options.json else answers.TEXT
        cached.keep_told(printed(answer), options.made, clock.today().isoformat(), i18n.language(), form)
    return 0


def printed(answer: dict[str, Any] | str) -> str:
    """A document or a text as it is printed, to the end of the last line."""
    return (clean(answer, lines=True) if isinstance(answer, str) else escaped(written(answer))) + "\n"


def text(overview: Overview) -> str:
    """The standing in a few lines."""
    lines = [headline(overview, keys=False)]
    if overview.book.accounts:
        lines.append(institutions_line(overview.now_counted.lenders))
    if overview.book.accounts or not overview.book.credit.empty:
        lines.append(counted(overview.judged))
    for account, place in _moved(overview):
        what = t("list.and").join(move_text(move) for move in place.claim.standing)
        lines.append(t("move.status", loan=full_name(account.loan), what=what, owed=fmt.money(place.owed_minor)))
    return "\n".join(lines)


def document(overview: Overview) -> dict[str, Any]:
    """What ``--json`` prints: amounts in fen, ratios as decimal text or null, dates ISO."""
    from planner.cli.cash import headline as headline_of_cash
    from planner.cli.difference import document as difference_document

    now, timely, spans = overview.now, overview.now.on_time, overview.spans
    return {
        "as_of": overview.today.isoformat(),
        "currency": "CNY",
        "debt_minor": now.debt_minor,
        "unknown_balances": now.unknown,
        "due_this_month_minor": now.due_minor,
        "unrecorded_minor": unrecorded(overview),
        "unrecorded_earlier": dict(zip(("bills", "left_minor"), carried(overview), strict=True)),
        "without_due_day": [loan.id for loan in undated(overview)],
        "income_minor": now.income_minor,
        "payment_ratio": exact(now.payment_ratio),
        "balance_ratio": exact(now.balance_ratio),
        "utilisation": exact(now.utilisation),
        "lenders": {
            "unsettled": now.lenders.unsettled,
            "open_lines": now.lenders.open_lines,
            "institutions": now.lenders.institutions,
        },
        "institutions_unknown": len(overview.unnamed_lenders),
        "on_time": {
            "rate": exact(timely.rate),
            "streak": timely.streak,
            "months": {str(one.months): exact(one.on_time.rate) for one in spans},
        },
        "months": {str(one.months): _span(one) for one in spans},
        "assets_minor": sum(asset.value_minor for asset in overview.assets) if overview.assets else None,
        "asset_ratio": exact(overview.asset_ratio),
        "cash": None if overview.cash is None else headline_of_cash(overview.cash),
        "moves": _moves(overview),
        "cases": _cases(overview),
        "findings": _findings(overview.findings),
        "credit_report": difference_document(overview),
    }


def _span(one: Span) -> dict[str, Any]:
    """Several months together: the ratios of the sums, and what of the months they are made of."""
    return {
        "known_months": one.known,
        "due_minor": one.due_minor,
        "all_due_minor": one.all_due_minor,
        "income_minor": one.income_minor,
        "payment_ratio": exact(one.payment_ratio),
        "balance_ratio": exact(one.balance_ratio),
        "utilisation": exact(one.utilisation),
    }


def _moved(overview: Overview) -> list[tuple[Account, Position]]:
    """The accounts of whose claim something became, and on which something is owed."""
    places = ((account, overview.positions[account.loan.id]) for account in overview.book.accounts if account.moves)
    return [(account, place) for account, place in places if place.claim.standing and place.owed_minor]


def _moves(overview: Overview) -> list[dict[str, Any]]:
    return [
        {
            "loan": full_name(account.loan),
            "owed_minor": place.owed_minor,
            "creditor": place.claim.creditor or account.loan.lender.name,
            "standing": [{"kind": move.kind.value, "on": move.on.isoformat()} for move in place.claim.standing],
        }
        for account, place in _moved(overview)
    ]


def _cases(overview: Overview) -> dict[str, Any]:
    """How many are open, and the ids of those whose last day for an answer is over or today."""
    over, last = unanswered(overview)
    return {
        "open": sum(not stand.over for stand in overview.stands.values()) if overview.cases else 0,
        "answer_overdue": [file.case.id for file in over],
        "answer_due_today": [file.case.id for file in last],
    }


def _findings(found: tuple[Finding, ...]) -> list[dict[str, Any]]:
    """Codes, dates ISO, numbers as decimal text."""
    return [
        {
            "code": one.code,
            "reason": one.reason,
            "state": one.state.value,
            "clears_on": None if one.clears_on is None else one.clears_on.isoformat(),
            "eases_on": None if one.eases_on is None else one.eases_on.isoformat(),
            "missing": list(one.missing),
            "measures": [
                {
                    "code": measure.code,
                    "state": measure.state.value,
                    "value": None if measure.value is None else str(measure.value),
                    "limits": [
                        {
                            "rule": limit.code,
                            "value": f"{limit.value:f}",
                            "own": limit.own is not None,
                            "confidence": limit.rule.fact.confidence.value,
                        }
                        for limit in measure.limits
                    ],
                }
                for measure in one.measures
            ],
        }
        for one in found
    ]
