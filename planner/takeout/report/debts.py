"""The debts in a report: what is owed and what it costs, on which terms, and what was agreed with lenders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.accounts.records import Account, ArrangementState
from planner.domain.ledger.state import AccountState, Position
from planner.exporters.pages import Block, Heading, Lines
from planner.exporters.sheets import Column, Sheet, Value, sheet
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.takeout.lists.columns import amount, day, names, share, state, text
from planner.takeout.report.naming import Naming
from planner.words.agreements import agreed_text


def totalled(columns: Sequence[Column], rows: Sequence[dict[str, Value]], name: str) -> Sheet:
    """A table with a last row that adds up its amounts."""
    return sheet(name, "", columns, rows, total=t("export.report.total"))


def _listed(overview: Overview) -> Iterator[tuple[Account, Position]]:
    """Every account on which something is owed, or that is open, or of which nobody knows."""
    for account in overview.book.accounts:
        place = overview.positions[account.loan.id]
        if place.owed_minor or place.state not in (AccountState.SETTLED, AccountState.CLOSED):
            yield account, place


def debts(overview: Overview, naming: Naming) -> Iterator[Block]:
    """What is owed, what of it is overdue, what it costs: amounts in yuan, so that they add up."""
    columns = (
        *names(),
        text("method"),
        amount("owed"),
        amount("overdue"),
        share("nominal"),
        share("effective"),
        text("state"),
    )
    rows, unknown, unconfirmed, foreign = [], 0, 0, False
    for account, place in _listed(overview):
        loan, cost = account.loan, overview.costs[account.loan.id]
        unknown += not place.known
        unconfirmed += not loan.rate_confirmed
        foreign |= loan.yuan_rate is not None
        row: dict[str, Value] = {
            "method": t(f"method.{loan.method}"),
            "owed": loan.in_yuan(place.owed_minor) if place.known or place.owed_minor else None,
            "overdue": loan.in_yuan(overview.overdue_minor(loan.id)),
            "nominal": cost.nominal,
            "effective": cost.effective,
            "state": _state(place),
        }
        rows.append(naming.cells(loan) | row)
    yield Heading(t("export.report.debts"))
    if not rows:
        yield Lines((t("export.report.no_debts"),))
        return
    yield totalled(columns, rows, "debts")
    notes = [t("export.report.cost_note")]
    notes += [t("export.report.unknown", n=unknown)] if unknown else []
    notes += [t("export.report.unconfirmed", n=unconfirmed)] if unconfirmed else []
    notes += [t("export.report.foreign")] if foreign else []
    yield Lines(tuple(notes))


def _state(place: Position) -> str:
    """How it stands, and where more may be owed than is known, that."""
    return f"{state(place)} · {t('export.least')}" if place.owed_minor and not place.known else state(place)


def terms(overview: Overview, naming: Naming) -> Iterator[Block]:
    """On which terms money was borrowed, how many instalments are open, when the last one falls due; in yuan."""
    columns = (
        *names(),
        day("start_on"),
        amount("borrowed"),
        amount("limit"),
        text("open_instalments"),
        amount("next_due"),
        day("last_on"),
    )
    rows = [naming.cells(account.loan) | _terms(account, place) for account, place in _listed(overview)]
    if rows:
        yield Heading(t("export.report.terms"))
        yield sheet("terms", "", columns, rows)


def _terms(account: Account, place: Position) -> dict[str, Value]:
    loan, due = account.loan, place.next_due
    dues = [one for one in place.dues if one.unpaid_minor > 0] if loan.terms else []
    numbers = len({one.number for one in dues})
    limit = loan.limit_minor
    return {
        "start_on": loan.start_on,
        "borrowed": loan.in_yuan(loan.principal_minor) if loan.principal_minor else None,
        "limit": None if limit is None else loan.in_yuan(limit),
        "open_instalments": f"{numbers}/{max(one.number for one in place.dues)}" if dues else None,
        "next_due": loan.in_yuan(due.asked_minor) if due else None,
        "last_on": max(one.due_on for one in dues) if dues else None,
    }


def agreements(overview: Overview, naming: Naming) -> Iterator[Block]:
    """What was agreed with lenders and holds, and what they were asked for; the section is missing without any."""
    lines = []
    for account, _ in _listed(overview):
        for one in account.arrangements:
            on = one.agreed_on if one.state is ArrangementState.AGREED else one.asked_on
            if one.state in (ArrangementState.ASKED, ArrangementState.AGREED) and on is not None:
                told = {"lender": naming.lender(account.loan), "loan": naming.loan(account.loan)}
                what = agreed_text(one)
                lines.append(t(f"export.report.agreement.{one.state}", on=fmt.day(on), what=what, **told))
    if lines:
        yield Heading(t("export.report.agreements"))
        yield Lines(tuple(lines))
