"""What ``planner import --json`` prints of a file: what becomes of each row, and what recording it does."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from planner.cli.output import exact
from planner.domain.accounts.names import full_name
from planner.domain.imports.effect import Effect
from planner.domain.imports.file import FileEntry, PaymentFile
from planner.domain.imports.proposal import Double, PlanFee, Unused, Used
from planner.domain.imports.stated import differences
from planner.domain.ledger.on_time import OnTime
from planner.overview.preview import Preview


def effect_document(effect: Effect) -> dict[str, Any]:
    """What the import does to what is owed and was on time: of the accounts that it touches, of all dues."""
    return {
        "owed_before_minor": effect.sum("owed_before_minor"),
        "owed_after_minor": effect.sum("owed_after_minor"),
        "overdue_before_minor": effect.sum("overdue_before_minor"),
        "overdue_after_minor": effect.sum("overdue_after_minor"),
        "on_time_before": _on_time(effect.before),
        "on_time_after": _on_time(effect.after),
        "accounts": [
            {
                "loan": full_name(account.loan),
                "late": [on.isoformat() for on in account.late],
                "asked": account.asked,
                "favour": account.favour
                and {
                    "amount_minor": account.favour.amount_minor,
                    "from_on": account.favour.from_on.isoformat(),
                    "until_on": account.favour.until_on and account.favour.until_on.isoformat(),
                },
            }
            for account in effect.accounts
        ],
    }


def _on_time(figures: OnTime) -> dict[str, Any]:
    return {"rate": exact(figures.rate), "on_time": figures.on_time, "late": figures.late, "missed": figures.missed}


def _made(make: Callable[[Any], dict[str, Any]], of: Collection[Any]) -> list[Any]:
    return [make(one) for one in of]


def document(
    preview: Preview, listed: Callable[[Callable[[Any], dict[str, Any]], Collection[Any]], list[Any]] = _made
) -> dict[str, Any]:
    """What ``--json`` prints: amounts in fen, days ISO, rows by their line in the file; ``listed`` makes its lists."""
    proposal = preview.proposal
    return {
        "file": preview.file,
        "format": proposal.file.format,
        "layout": proposal.file.layout,
        "rows": len(proposal.file.entries),
        "stated": proposal.file.declared,
        "printed": _printed(proposal.file),
        "used": listed(partial(_used, preview), proposal.used),
        "doubles": listed(_double, proposal.doubles),
        "unused": listed(_unused, proposal.unused),
        "earlier_starts": [
            {"loan_id": loan_id, "start_on": start_on.isoformat()} for loan_id, start_on in proposal.earlier_starts
        ],
        "plan_fees": [_fee(preview, fee) for fee in proposal.fees],
        "plan_fees_asked": [[_fee(preview, fee) for fee in fees] for fees in proposal.fees_asked],
        "plan_fees_refused": [_fee(preview, fee) for fee in proposal.fees_left],
        "opened": [
            {
                "loan": full_name(loan),
                "lender": loan.lender.name,
                "product": loan.product,
                "method": str(loan.method),
                "start_on": loan.start_on.isoformat(),
            }
            for loan in proposal.new_loans
        ],
    }


def _fee(preview: Preview, fee: PlanFee) -> dict[str, Any]:
    """What may be the fee of each instalment of a plan: a row of the file, or one that is recorded."""
    return {
        "loan": full_name(preview.loan(fee)),
        "row": fee.line,
        "plan_id": fee.plan_id,
        "on": fee.on.isoformat(),
        "principal_minor": fee.principal_minor,
        "terms": fee.terms,
        "fee_minor": fee.fee_minor,
        "times": fee.times,
    }


def _printed(file: PaymentFile) -> dict[str, Any] | None:
    """What a bill in a PDF prints beside its rows, and which of its sums these do not come to; None of other files."""
    if file.printed is None:
        return None
    found, stated = differences(file), file.printed.stated
    days = ("billed_on", "due_on", "from_on", "to_on")
    sums = ("owed_minor", "least_minor", "before_minor", "paid_minor", "new_minor")
    return {
        **{name: on.isoformat() if (on := getattr(stated, name)) else None for name in days},
        **{name: getattr(stated, name) for name in sums},
        "compared": found is not None,
        "differences": [
            {"of": one.what, "stated_minor": one.stated_minor, "read_minor": one.read_minor} for one in found or ()
        ],
        "aside": file.printed.aside,
        "unseen": file.printed.unseen,
        "lost": file.printed.lost,
        "guessed": file.printed.guessed,
    }


def _used(preview: Preview, use: Used) -> dict[str, Any]:
    shown = _row(use.entry) | {
        "loan": full_name(preview.loan(use)),
        "loan_id": use.loan_id,
        "new": use.new is not None,
    }
    shown |= {"rule_id": preview.ruled[use.entry.row.line].id} if preview.by_rule(use.entry.row.line) else {}
    shown |= {"refunded_minor": use.refunded_minor} if use.refunded_minor else {}
    return shown | ({"terms": use.entry.meaning.terms} if use.entry.meaning.terms else {})


def _double(double: Double) -> dict[str, Any]:
    return _row(double.entry) | {"of": double.of, "loan_id": double.loan_id, "certain": double.certain}


def _row(entry: FileEntry) -> dict[str, Any]:
    row = entry.row
    on = row.on.isoformat() if row.on else None
    return {"row": row.line, "kind": str(entry.meaning.kind), "on": on, "amount_minor": row.amount_minor}


def _unused(unused: Unused) -> dict[str, Any]:
    return (
        _row(unused.entry)
        | {"reason": unused.reason, "choosable": unused.choosable}
        | ({"of": unused.of} if unused.of else {})
    )
