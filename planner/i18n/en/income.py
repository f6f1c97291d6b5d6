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
    "income.day": "Comes on day",
    "income.shift": "On a day off",
    "income.shift.none": "stays",
    "income.shift.previous": "working day before",
    "income.shift.next": "working day after",
    "income.certain": "How sure",
    "income.certain.yes": "certain",
    "income.certain.no": "expected",
    "income.hint.day": "The day of the month on which it comes, 1 to 31; cash needs it",
    "income.hint.shift": "Where it goes when that day is a day off",
    "income.hint.certain": "Only certain income counts in the balance of cash",
    "income.hint.monthly": "What you take home in a month",
    "income.hint.from_on": "From this day on; earlier months keep their figure",
    "income.hint.name": "A later entry of the same name replaces the earlier (a raise); different names add up",
    "income.about": "When an income changes, add an entry of the same name from that day on; past ratios keep the income of their time.\n\nWhen it ends, add an entry of the same name with 0.\n\nPaid twice a month: two entries with different names, such as “Salary” and “Salary, second half”.",
    "income.doubt.twice": "“{name}” comes on day {day} so far, this makes it day {new}. Paid twice a month? Give it another name; or save once more",
    "income.ask_delete": "Delete the income “{name}”, {monthly}?\n\ny deletes, n or Esc keeps it. u undoes a deletion.",
    "income.default_name": "Salary",
    # keys
    "key.add_income": "add an income",
    # operations
    "op.income.add": "add income {monthly} ({name})",
    "op.income.edit": "edit income {monthly} ({name})",
    "op.income.delete": "delete income {monthly} ({name})",
    # errors
    "error.income.unknown": "This income is not there any more; it may have been deleted in another window",
    "error.income.amount": "{value} cannot be a monthly income; enter 0 or more",
    "error.income.day": "There is no day {value} in a month; enter 1 to 31",
    "error.income.same_day": "“{name}” already has an entry from {from_on}; edit that one, choose another day, or another name if it comes twice a month",
}
