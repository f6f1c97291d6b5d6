"""Where in an exported document stands what makes a loan impossible: table, row, field and value."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from planner.domain.accounts.loan import Loan
from planner.domain.basics.rates import percent
from planner.errors import PlannerError
from planner.importers.dump import Dump, Table

# what tells a row of a loan from its others, by table: a parameter of the error, and the column that has its value
_OF_LOAN = {
    "loan_fee": ("name", "name"),
    "pinned_instalment": ("number", "number"),
    "rate_change": ("from_on", "from_on"),
}
_BELOW = {  # the table and column of what is no term of the loan itself, by the code of the error
    "loan.fee_form": ("loan_fee", "amount_minor"),
    "loan.fee_amount": ("loan_fee", "amount_minor"),
    "loan.fee_share": ("loan_fee", "share"),
    "loan.fee_remaining": ("loan_fee", "share"),
    "loan.fee_days": ("loan_fee", "until_on"),
    "loan.pinned_number": ("pinned_instalment", "number"),
    "loan.pinned_date": ("pinned_instalment", "due_on"),
    "loan.pinned_negative": ("pinned_instalment", "principal_minor"),
    "loan.rate_change_start": ("rate_change", "from_on"),
    "loan.rate_change_day": ("rate_change", "from_on"),
}
_OF_A_CHANGE = ("loan.rate_high", "loan.rate_negative", "loan.rate_is_fee")  # said of a loan's own rate alike


def place_of(given: Dump, loan: Loan, error: PlannerError) -> str:
    """``loan 2: first_due_on 2026-01-01``: rows are counted from 1, as in every complaint about a document.

    Only as far as it can be told: an older document may not have that field yet.
    """
    name, column = _BELOW.get(error.code, ("loan", str(error.field)))
    if error.code in _OF_A_CHANGE and error.params.get("percent") != percent(loan.rate.value):
        name = "rate_change"
    table = given.table(name)
    number = _row(name, table, loan, error)
    if number is None:
        return f"loan {loan.id}"
    columns = (column, f"{column}_minor", f"{column}_rate")  # the field of a form, as its column is called
    found = next((one for one in columns if one in table.columns), None)
    if found is None:
        return f"{name} {number}"
    value = table.rows[number - 1][table.columns.index(found)]
    return f"{name} {number}: {found} {'null' if value is None else value}"


def _row(name: str, table: Table, loan: Loan, error: PlannerError) -> int | None:
    for number, row in enumerate(table.rows, 1):
        values = dict(zip(table.columns, row, strict=False))
        if name == "loan":
            if values.get("id") == loan.id:
                return number
            continue
        if values.get("loan_id") != loan.id:
            continue
        param, column = _OF_LOAN[name]
        if param in error.params:
            if str(values.get(column)) == str(error.params[param]):
                return number
        elif _percent(values.get("rate")) == error.params.get("percent"):
            return number
    return None


def _percent(rate: object) -> str:
    try:
        return percent(Decimal(str(rate)))
    except InvalidOperation:
        return ""
