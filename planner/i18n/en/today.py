"""Texts: today."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "today.welcome": "Welcome. Add your loans and this page shows what you owe, what falls due and what to do.",
    "today.empty": "No loans yet. Press a to add the first, or ctrl+o to import a bill. To look around first, quit and run planner --demo.",
    "today.awaited": "The figures of {n} loans are being worked out from all that is recorded; they appear here once all are complete.",
    "today.awaited.list": "What falls due is listed once all of them are worked out. A part of them is not shown: it would look like all.",
    "today.quiet": "Nothing falls due in the next 30 days and there are no reminders.",
    "today.debt": "Owed {debt}    Due this month {due}, unpaid {unpaid}",
    "today.unknown": "Unknown balances: {n}, so at least this is owed; open the account and press b",
    "today.carried": (
        "{n} earlier bill, of which nothing tells whether it was paid: the {left} left of it is counted in later ones. Open the account and press b to record its balance, which settles that",
        "{n} earlier bills, of which nothing tells whether they were paid: the {left} left of them is counted in later ones. Open the account and press b to record its balance, which settles that",
    ),
    "today.carried.cli": (
        "{n} earlier bill, of which nothing tells whether it was paid: the {left} left of it is counted in later ones. Record the balance under Loans in the app, which settles that",
        "{n} earlier bills, of which nothing tells whether they were paid: the {left} left of them is counted in later ones. Record the balance under Loans in the app, which settles that",
    ),
    "today.undated": "No bill day or due day is entered for {names}, so nobody can tell when that is to be paid: open the account and press e",
    "today.undated.cli": "No bill day or due day is entered for {names}, so nobody can tell when that is to be paid: enter it in the app under Loans",
    "today.undated.more": " and {n} more",
    "today.quiet_known": "Of the accounts whose days are known nothing falls due in the next 30 days, and there are no reminders.",
    "today.unknown.cli": "Unknown balances: {n}, so at least this is owed; the app asks for them under Loans, on each account",
    "today.ratios": "Payment ratio {payment}    Balance ratio {balance}    Utilisation {used}",
    "today.lenders": "Lenders owed {lenders}, with open lines {lines}    On time {rate}, streak {streak}",
    "today.no_income": "Without an income there are no ratios: go to 4 Trend and press i.",
    "today.no_income.cli": "Without an income there are no ratios: enter it in the app under Trend.",
    "today.case_over": "The last day for an answer is over, and none is recorded: {names}",
    "today.case_last": "Today is the last day for an answer: {names}",
    "today.case_unsure": "{name} (unless that was a day off)",
    "today.overdue": "Overdue {overdue}: deal with this first.",
    "today.late_unknown": (
        " Not counted: {n} penalty not entered.",
        " Not counted: {n} penalties not entered.",
    ),
    "today.unrecorded": "Not recorded yet: {amount} that fell due. Was it paid? y on the day, t today, p otherwise, n no.",
    "today.unrecorded.cli": "Not recorded yet: {amount} that fell due. Was it paid? Say so in the app on Today.",
    "today.col.what": "What",
    "today.col.amount": "Due (least / all)",
    "today.col.reminder": "Reminder",
    # which instalment of how many: "3/12"
    "today.instalment": "{number}/{terms}",
    "today.bill": "bill",
    "today.least_paid": "paid",
    "today.refresh_late": "To refresh: {title}",
    "today.review_late": ("Weekly review {n} day late", "Weekly review {n} days late"),
    "today.plan_settles": "plan: ends {on}",
    "today.snoozed": "snoozed to {on}",
    "key.cash": "cash",
    "key.paid_when_due": "paid when due",
}
