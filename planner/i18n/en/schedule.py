"""Texts: schedules and how the figures of a loan come about."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "schedule.number": "No.",
    "schedule.due_on": "Due on",
    "schedule.amount": "Due",
    "schedule.paid": "Paid",
    "schedule.status": "Status",
    "due.covered": "paid before records",
    "due.on_time": "on time",
    "due.late": "paid late",
    "due.missed": "missed",
    "due.pending": "pending",
    "due.days_late": ("{n} day", "{n} days"),
    "due.partly": "(partly paid)",
    "schedule.left": "Left",
    # the lender's own rows
    "schedule.rows_title": "The lender's schedule · {loan}",
    "schedule.rows_none_yet": "All rows are computed from the terms. Where the lender's schedule says otherwise, press e to correct a row or a to paste the whole table; what you paste counts.",
    "schedule.rows_told": (
        "{n} row is the lender's, the others are computed; “by terms” is what the terms alone would ask.",
        "{n} rows are the lender's, the others are computed; “by terms” is what the terms alone would ask.",
    ),
    "schedule.whose": "From",
    "schedule.by_lender": "lender",
    "schedule.by_terms": "terms",
    "schedule.computed": "By terms",
    "schedule.row_computed": "This row is computed from the terms already",
    "schedule.ask_drop": (
        "Take the lender's row away and compute it from the terms?\n\ny confirms, n or Esc goes back.",
        "Take all {n} rows of the lender away and compute them from the terms?\n\ny confirms, n or Esc goes back.",
    ),
    "schedule.row_form": "Instalment {number} as the lender has it · {loan}",
    "schedule.hint.due_on": "The lender's due date; if it moves past the next one, give those after it, too",
    "schedule.hint.principal": "The lender's principal; where only a total is known, take interest and fees from it",
    "schedule.hint.interest": "The lender's interest; 0 for none",
    "schedule.hint.fee": "The lender's fee; empty for none",
    "schedule.paste_title": "Paste the lender's schedule · {loan}",
    "schedule.paste_about": (
        " One row a line: number, due date, principal, interest, then a fee or the total; a total alone will do.\n"
        " Part them by tabs, spaces or commas; a heading is fine. Rows of the same number are replaced."
    ),
    "schedule.paste_read": (
        "{n} row read (number {first}), {total} in all. ctrl+s saves it.",
        "{n} rows read (numbers {first} to {last}), {total} in all. ctrl+s saves them.",
    ),
    "op.schedule.put": (
        "take {n} row from the lender's schedule ({loan})",
        "take {n} rows from the lender's schedule ({loan})",
    ),
    "op.schedule.drop": (
        "compute {n} row from the terms again ({loan})",
        "compute {n} rows from the terms again ({loan})",
    ),
    "error.schedule.rows_none": "Nothing there yet; one row a line: number, due date, principal, interest",
    "error.schedule.row_columns": "Line {line}: cannot tell the columns of “{text}”; give number, due date, principal and interest, parted by tabs or spaces",
    "error.schedule.row_number": "Line {line}: the number “{text}” should be 1 to {terms}",
    "error.schedule.row_twice": "Line {line} gives row {number} again; keep one line for each",
    "error.schedule.row_date": "Line {line}: cannot read the due date “{text}”; give year, month and day, for example 2026-11-20",
    "error.schedule.row_order": "Line {line}: row {number} is due on {due_on}; it must be after {after}, when the row before it is due",
    "error.schedule.row_amount": "Line {line}: cannot read the amount “{text}”; give a number, for example 1,234.56",
    "error.schedule.row_after_payout": "Row {number} is due after the further payout of {on}, from which on rows are computed anew; where they differ, check the balance instead",
    "error.schedule.row_total": "Line {line} does not add up: its total is {total}, its parts come to {sum}",
    # keys
    "key.printed": "the lender's schedule",
    "key.save_rows": "save the rows",
    "key.paste_rows": "paste many",
    "key.drop_row": "compute this row",
    "key.drop_rows": "compute all rows",
    "explain.title": "How the figures of this loan come about",
    "explain.settlement": "Settling today {total} = principal {principal} + interest and fees due and unpaid {due} + interest up to today and charges for settling {grown}.",
    "explain.interest": "Interest: {rate}, day count {day_count}. y shows the working of the yearly cost.",
    # {parts} are texts part.* with their amounts
    "explain.overdue": "Overdue {total} = {parts} (what is unpaid of each).",
    # {order} are texts part.*, first things first
    "explain.application": "Payments: what fell due first is paid first; inside one instalment {order}.",
    "explain.penalty_times": "Penalty {amount}: {on} × contract rate × {rate} × actual days, from the day after the due date.",
    "explain.penalty_day": "Penalty {amount}: {on} × {rate} a day × actual days, from the day after the due date.",
    "explain.rounding": "Rounding: {rounding}; {remainder} takes the odd fen.",
    "explain.card.none": "Interest of bills: no rule entered; bills and confirmed balances tell. o enters one.",
    "explain.card.full": "Interest (whole bill): if a bill is not paid in full, every purchase on it bears daily interest from its posting date; what was paid in time, up to the day of that payment.",
    "explain.card.unpaid": "Interest: what stays unpaid bears daily interest from its posting date.",
    "explain.card.after_due": "Interest: what stays unpaid bears daily interest from the day after the due date.",
    "explain.tolerance": "{days} days of grace and {amount} of tolerance still count as paid in full.",
    "explain.minimum.none": "Minimum payment: no rule entered; only what a bill prints counts.",
    "explain.minimum.share": "Minimum payment = {share} of purchases + all of plans, cash, fees and interest, at least {least}.",
    "explain.minimum.fixed": "Minimum payment = {least}, or the bill if that is less.",
    "explain.minimum.interest_share": "Minimum payment = interest and fees + {share} of the balance, at least {least}.",
    "explain.late_fee": "Late fee = {share} of what is missing from the minimum, at least {least}, on the next bill.",
    "explain.plans": "Instalment plans: principal on no bill yet uses the limit, too; each part and its fee come with a bill. i shows them.",
}
