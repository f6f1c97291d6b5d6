"""Which accounts a row may go to, and why one of them cannot take it."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account
from planner.domain.basics.money import YUAN
from planner.domain.book import Book
from planner.domain.imports.candidates import Products, candidates, card_tails
from planner.domain.imports.dues import AccountDues
from planner.domain.imports.file import CARD, CreditAccount, FileEntry, Kind, Meaning
from planner.domain.imports.prepared import Prepared
from planner.values import replace

_START_DAYS = 3  # between the day money is paid out and the start of the loan as entered
_DUE_DAYS = 31  # how far a payment may be from the due date whose amount it has


class Targets:
    """The accounts of the book as the rows of a file may mean them; a due or a loan is given to one row only."""

    def __init__(self, prepared: Prepared, book: Book, products: Products) -> None:
        self.prepared, self.book, self.products = prepared, book, products
        self.accounts = {account.loan.id: account for account in book.accounts}
        self.dues = AccountDues(prepared.last_on)
        self.taken: set[str] = set()  # dues and loans that a row has been given
        self.found: dict[CreditAccount, tuple[Account, ...]] = {}
        loans = (account.loan for account in book.accounts)
        self.open = {
            loan.id for loan in loans if loan.currency == YUAN and loan.closed_on is None and not loan.method.scheduled
        }  # take everything but instalments

    def candidates(self, named: CreditAccount | None) -> tuple[Account, ...]:
        """The accounts that ``named`` may be; none where the row names none."""
        if named is None:
            return ()
        if named not in self.found:
            self.found[named] = candidates(named, self.book, self.products)
        return self.found[named]

    def obstacle(self, entry: FileEntry, account: Account) -> str:
        """Why the account cannot take the row; empty if it can."""
        loan, on = account.loan, entry.row.on or date.min
        if loan.id in self.open and not entry.meaning.terms:
            return ""  # as most are; said first, because it is asked of every row
        if loan.currency != YUAN:
            return "foreign"  # a file tells yuan
        if loan.closed_on and on > loan.closed_on:
            return "after_closed"
        if entry.meaning.terms and loan.method is not Method.CARD:
            return "no_card"
        if not loan.method.scheduled:
            return ""  # also before its start: people enter a line on the day they begin to keep records
        if on < loan.start_on:
            return "before_start"
        if entry.meaning.kind is not Kind.REPAYMENT:
            return "instalment_loan"
        if loan.settled_on and on > loan.settled_on:
            return "after_settled"
        return "covered" if on <= self.dues.covered_until(account) else ""

    def cleared(self, meaning: Meaning) -> bool:
        """Whether what the person has entered settles the doubt about a row."""
        if meaning.account is None:
            return False
        found = self.candidates(meaning.account)
        if meaning.reason == "maybe_debit":
            in_file = meaning.account.tail in self.prepared.tails.get(meaning.account.name, ())
            return in_file or any(meaning.account.tail in card_tails(account.loan) for account in found)
        return meaning.reason == "unclear" and len(found) == 1

    def may_be_another(self, named: CreditAccount) -> bool:
        """Whether a card that is named by its bank alone may be one that the file names and nobody has entered."""
        if named.product != CARD or named.tail:
            return False
        return any(not self.candidates(replace(named, tail=tail)) for tail in self.prepared.tails.get(named.name, ()))

    def best_due(self, entry: FileEntry, found: tuple[Account, ...]) -> int | None:
        """The account with an unpaid due of exactly the row's amount, nearest in time; None if that is not one."""
        row = entry.row
        if entry.meaning.kind is not Kind.REPAYMENT or row.on is None:
            return None
        near = [
            (distance, due)
            for account in found
            for due in self.dues.payable(account).get(row.amount_minor or 0, ())
            if due.key not in self.taken and (distance := abs((due.due_on - row.on).days)) <= _DUE_DAYS
        ]
        least = min((distance for distance, _ in near), default=0)
        nearest = [due for distance, due in near if distance == least]
        if len({due.loan_id for due in nearest}) != 1:
            return None
        self.taken.add(nearest[0].key)
        return nearest[0].loan_id

    def start_of(self, entry: FileEntry, found: tuple[Account, ...]) -> int | None:
        """The instalment loan of ``found`` that began with money paid out as the row says it; None if none did."""
        on = entry.row.on
        for loan in (account.loan for account in found):
            near = on is not None and abs((loan.start_on - on).days) <= _START_DAYS
            name = f"loan:{loan.id}"
            if near and loan.principal_minor == entry.row.amount_minor and name not in self.taken:
                self.taken.add(name)
                return loan.id
        return None
