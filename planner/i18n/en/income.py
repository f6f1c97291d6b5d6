"""Texts: incomes."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
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
    "income.about": "When an income changes, add an entry of the same name from that day on; past ratios keep the income of their time.\n\nWhen it ends, add an entry of the same name with 0.",
    "income.ask_delete": "Delete the income “{name}”, {monthly}?\n\ny deletes, n or Esc keeps it. u undoes a deletion.",
    "income.default_name": "Salary",
    # keys
    "key.add_income": "add an income",
    # operations
    "op.income.add": "add income {monthly} ({name})",
    "op.income.edit": "edit income {monthly} ({name})",
    "op.income.delete": "delete income {monthly} ({name})",
    # errors
    "error.income.unknown": "There is no income number {id}; it may have been deleted",
    "error.income.amount": "{value} cannot be a monthly income; enter 0 or more",
    "error.income.same_day": "“{name}” already has an entry from {from_on}; edit that one or choose another day",
}
