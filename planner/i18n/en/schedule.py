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
    "due.replaced": "missed, replaced",
    "due.partly": "(partly paid)",
    "schedule.left": "Left",
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
