"""How long it takes to compare a report with the ledger: ``python -m tests.bench.bench_report``.

60 accounts and 100 inquiries, ten years of payments on 50 of the loans; the same with nobody having said which loan
each account is; and the changes since an earlier report of the same size. The last column is the time over that of
judging the same book without its report, which is a part of each comparison.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from planner.domain.book import Book
from planner.domain.credit.file import AccountKind, CreditFile, Inquiry, ReportAccount
from planner.domain.findings.difference import differences
from planner.domain.findings.judge import facts_on, findings
from planner.domain.findings.since import changes
from planner.storage.shipped import catalogue
from tests.bench import bench_ledger
from tests.bench.bench_findings import best
from tests.make.reported import look, reported

TODAY = bench_ledger.TODAY
INQUIRIES = 100
ACCOUNTS = 60


def with_report(book: Book, *, linked: bool) -> Book:
    """The book with a report of so many accounts, some of nobody's, and so many inquiries."""
    check = look(TODAY - timedelta(3))
    file = reported(book, check, linked=linked).credit
    lacking = ACCOUNTS - len(file.report_accounts)
    strange = tuple(
        ReportAccount(1_000 + number, 1, f"某某{number}消费金融有限公司", AccountKind.LOAN, True, balance_minor=100_000)
        for number in range(lacking)
    )
    asked = tuple(
        Inquiry(number, TODAY - timedelta(5 * number + 4), f"银行{number}", "loan_approval", 1, unknown=number % 7 == 0)
        for number in range(INQUIRIES)
    )
    return replace(book, credit=replace(file, report_accounts=(*file.report_accounts, *strange), inquiries=asked))


def second(book: Book) -> CreditFile:
    """The file with the same report once more, a year before."""
    check = look(TODAY - timedelta(370), number=2)
    earlier = tuple(replace(one, id=one.id + 5_000, check_id=2) for one in book.credit.report_accounts)
    return replace(
        book.credit,
        checks=(check, *book.credit.checks),
        report_accounts=(*book.credit.report_accounts, *earlier),
    )


def main() -> None:
    """Print each in milliseconds and as a ratio."""
    rules, plain = catalogue.load(), bench_ledger.book()
    books = {linked: with_report(plain, linked=linked) for linked in (True, False)}
    both = second(books[True])
    base = best(partial(facts_on, plain, rules, TODAY))
    (check,) = books[True].credit.checks
    lines: dict[str, Callable[[], object]] = {
        "compared, loans known": partial(differences, books[True], rules, check, TODAY),
        "compared, loans suggested": partial(differences, books[False], rules, check, TODAY),
        "changes since the first": partial(changes, both, both.checks[0], check),
        "findings with a report": partial(findings, books[True], rules, TODAY),
        "findings without one": partial(findings, plain, rules, TODAY),
    }
    sys.stdout.write(f"{len(books[True].credit.report_accounts)} accounts, {INQUIRIES} inquiries\n")
    for what, run in lines.items():
        taken = best(run)
        sys.stdout.write(f"{what:28} {taken * 1000:8.1f} ms {taken / base:6.2f}\n")


if __name__ == "__main__":
    main()
