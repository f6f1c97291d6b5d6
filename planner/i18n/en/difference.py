"""Texts: where a credit report and the ledger differ."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "difference.same": "Nothing found on which report and ledger differ.",
    "difference.col.what": "What differs",
    "difference.col.about": "Account",
    "difference.col.here": "Ledger",
    "difference.col.there": "Report",
    "difference.col.decision": "Decided",
    "difference.head": "Report of {on}: {open} to check, {done} decided; enter adopts",
    "difference.head.part": "This report is not whole (a part, or something not understood): nothing is called missing.",
    "difference.head.unknown": "Not on the report, and nobody knows whether the lender reports: {names}",
    "difference.head.before": "; last, what changed since {on}",
    # {name} is a loan that an account looks like, though nobody said so
    "difference.suggested": "{name} (probably)",
    "difference.account": "{name} · {kind}",
    "difference.since": "changed: {what}",
    "difference.balance_month": "The report names no month for it; the ledger has this balance on no day since the end of the month before.",
    "difference.limit_since": "The limit here is today's, and since when is not recorded: one changed after the report differs, too.",
    "difference.in_yuan": "Compared in yuan at the rate that you gave, {rate}.",
    "difference.code.overdue_there": "reported overdue now",
    "difference.code.months_there": "reported overdue months",
    "difference.code.more_months": "more months reported",
    "difference.code.not_here": "an account never entered",
    "difference.code.unclear": "which loan is it",
    "difference.code.inquiry": "an unknown inquiry",
    "difference.code.closed_here": "closed here, open there",
    "difference.code.closed_there": "ended on the report",
    "difference.code.balance": "another balance",
    "difference.code.limit": "another limit",
    "difference.code.overdue_here": "own overdue now",
    "difference.code.months_here": "own overdue months",
    "difference.code.fewer_months": "fewer months reported",
    "difference.code.not_there": "not on the report",
    "difference.code.institution": "who really lends",
    "difference.told.overdue_there_unsaid": (
        "{name}: overdue now by the report (no amount), not by the ledger on {on}. Adopt: a negative entry, filled in."
    ),
    "difference.told.overdue_there": (
        "{name}: overdue now by the report ({there}), not by the ledger on {on}. Adopt: a negative entry, filled in."
    ),
    "difference.told.months_there": (
        "{name}: the report has {months} overdue, the ledger has not. Adopt: a negative entry, filled in."
    ),
    "difference.told.more_months": (
        "{name}: {there} overdue in five years by the report, {here} known here; it does not say which. Adopt: a"
        " negative entry, filled in."
    ),
    "difference.told.not_here": (
        "{name}: open on the report, {there} on {on}, and none of your loans. Adopt: a loan, filled in; object if it is"
        " not yours."
    ),
    "difference.told.unclear": "{name}: may be {loans}. Adopt: say which.",
    "difference.told.inquiry": (
        "{name} asked on {on} ({reason}); you marked it as unknown. Object if you never agreed to it; take the mark away"
        " if you remember."
    ),
    "difference.told.closed_here": (
        "{name}: settled or closed here, open on the report on {on} ({there}). Ask the lender whether it is closed."
    ),
    "difference.told.closed_there": (
        "{name}: ended on the report, {here} in the ledger on {on}. Adopt: a balance reading of 0.00, filled in."
    ),
    "difference.told.closed_there_line": "{name}: ended on the report, its line still open here. Adopt: the loan.",
    "difference.told.balance": (
        "{name}: {there} on {on} by the report, {here} by the ledger. Adopt: a balance reading, filled in."
    ),
    "difference.told.limit": "{name}: limit {there} on the report, {here} here. Adopt: the loan with that limit.",
    "difference.told.overdue_here": (
        "{name}: {here} overdue in the ledger on {on}, nothing on the report. Adopt: the loan; is a payment missing?"
    ),
    "difference.told.months_here": (
        "{name}: {months} overdue in the ledger, not on the report. Adopt: the loan; are the days paid right?"
    ),
    "difference.told.fewer_months": (
        "{name}: {here} overdue in five years by the ledger, {there} on the report. Adopt: the loan; are the days right?"
    ),
    "difference.told.not_there": (
        "{name}: {here} owed on {on}, and not on the whole report. Adopt: the name under which the lender reports."
    ),
    "difference.told.institution": (
        "{name} only passes it on; the report names {institution}. Adopt: that name, as the one it reports under."
    ),
    "difference.col.case": "Objection",
    "difference.objection_is": "The objection to it: {status} (page 6)",
    "difference.decision.noted": "noted",
    "difference.decision.objection": "objection",
    "difference.changed.overdue": "overdue now",
    "difference.changed.months": "overdue months",
    "difference.changed.new_account": "a new account",
    "difference.changed.closed": "settled or closed",
    "difference.changed.balance": "balance",
    "difference.changed.limit": "limit",
    "difference.changed.inquiry": "a new inquiry",
}
