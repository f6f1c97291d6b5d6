"""The first start: what the person answered, and the reminders every person begins with, in one step."""

from __future__ import annotations

from datetime import date

from planner.domain.basics.text import clean
from planner.domain.book import Income
from planner.services import checks, income, reminders, settings
from planner.storage.store import OpResult, Store


def begin(
    store: Store, *, language: str, income_minor: int | None, income_name: str, review_day: int, today: date
) -> OpResult[None]:
    """Keep the answers of the first start.

    Args:
        store: the database.
        language: ``zh`` or ``en``.
        income_minor: fen a month from the first of this month on, or None when left open.
        income_name: the name under which the income is kept.
        review_day: 0 = Monday … 6 = Sunday.
        today: the person's day.

    Raises:
        PlannerError: ``income.amount``.
    """
    with store.write("start.begin") as write:
        settings.put_all(write, {"language": language, "review_day": str(review_day)})
        if income_minor is not None:
            checks.amount("income", income_minor, least=0, field="income")
            income.insert(write, Income(0, clean(income_name), today.replace(day=1), income_minor))
        reminders.insert_defaults(write, review_day, today)
    return write.result(None)
