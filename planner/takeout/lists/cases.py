"""The cases in their order, each with how far it is and what comes next."""

from __future__ import annotations

from planner.domain.cases.file import Kind
from planner.exporters.sheets import Sheet, Value
from planner.exporters.sheets import sheet as made
from planner.i18n import t
from planner.takeout.asked import Asked
from planner.takeout.lists.columns import count, day, names, text
from planner.words import cases as words


def sheet(asked: Asked) -> Sheet:
    """A row a case, close-outs too; the day of an answer is there only where it is certain, the rest says why."""
    columns = (
        text("kind", 12),
        text("case", 32),
        text("case_against", 24),
        *names(),
        day("case_opened_on"),
        count("case_round"),
        text("case_channel", 24),
        text("state", 16),
        day("case_answer_by"),
        text("case_deadline", 40),
        text("case_next", 32),
        day("case_next_on"),
        text("note", 24),
    )
    overview = asked.overview
    lists = overview.case_lists
    rows: list[dict[str, Value]] = []
    for file in overview.cases:
        case, stand = file.case, overview.stands[file.case.id]
        account = overview.accounts.get(case.loan_id or 0)
        closing = case.kind is Kind.CLOSEOUT
        rows.append(
            {
                "kind": t(f"case.kind.{case.kind}"),
                "case": case.title,
                "case_against": case.institution,
                "lender": None if account is None else account.loan.lender.name,
                "loan": None if account is None else account.loan.named,
                "case_opened_on": case.opened_on,
                "case_round": file.current.number,
                "case_channel": None if closing else words.channel_text(lists, file.current.channel),
                "state": words.status_text(stand),
                "case_answer_by": stand.deadline.on if stand.deadline.sure else None,
                "case_deadline": " ".join(words.deadline_lines(stand, overview.today)),
                "case_next": "" if stand.over else words.next_text(stand),
                "case_next_on": stand.next_on,
                "note": case.note,
            }
        )
    return made("cases", t("export.list.cases"), columns, rows)
