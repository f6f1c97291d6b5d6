"""Texts: trend."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "trend.empty": "No loans yet, so there is no trend. Press 2 for Loans, then a to add one.",
    "trend.headline": "{view} · last {months} months (the last point is today)",
    "trend.view.ratios": "Debt ratios",
    "trend.view.debt": "Debt and what falls due",
    "trend.view.lenders": "Number of lenders",
    "trend.col.month": "As of",
    "ratio.payment": "payment ratio",
    "ratio.balance": "balance ratio",
    "ratio.utilisation": "utilisation",
    "ratio.payment.short": "Payment",
    "ratio.balance.short": "Balance",
    "ratio.utilisation.short": "Used",
    "ratio.lenders.short": "O/L/R",
    "ratio.debt": "Owed",
    "ratio.due": "Due",
    "ratio.income": "Income",
    "ratio.unsettled": "with a balance",
    "ratio.open_lines": "with an open line",
    "ratio.institutions": "reporting institutions",
    "income.title": "Incomes",
    "income.empty": "No income yet. Press a to add what you take home a month; the debt ratios need it.",
    "income.form.add": "Add an income",
    "income.form.edit": "Edit an income",
    "income.monthly": "Per month",
    "income.from_on": "From",
    "income.name": "Name",
    "income.hint.monthly": "What you take home in a month",
    "income.hint.from_on": "From this day on; earlier months keep their figure",
    "income.hint.name": "A later entry of the same name replaces the earlier (a raise); different names add up",
    "income.about": "When an income changes, add an entry of the same name from that day on; past ratios keep the income of their time.\n\nWhen it ends, add an entry of the same name with 0.",  # noqa: E501
    "income.ask_delete": "Delete the income “{name}”, {monthly}?\n\ny deletes, n or Esc keeps it. u undoes a deletion.",
}
