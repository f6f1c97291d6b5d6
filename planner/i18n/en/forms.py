"""Texts: forms."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "form.draft_restored": "What you had typed last time is back; F6 starts afresh",
    "form.saved_next": "Saved. Fill in the next one, or Esc to go back",
    "form.leave": "Something is not saved. Esc once more leaves; just go on typing to stay",
    "form.leave_keeps_draft": "Something is not saved. Esc once more leaves; what you typed is kept as a draft",
    # keys
    "key.next_field": "next field",
    "key.previous_field": "previous field",
    "key.next_option": "next option",
    "key.previous_option": "previous option",
    "key.discard_draft": "start afresh",
    "key.save": "save",
    # errors
    "error.field.long": "{label}: {n} characters are too long; at most {most} are kept",
    "error.field.empty": "Fill in “{label}”",
}
