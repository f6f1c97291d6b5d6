"""From the records to the question: the debts of a book as the planner sees them, with what is missing to plan them.

Whatever falls due within a budget month (``months.Months``) belongs to it, and what is overdue to the first. What has
fallen due and is not recorded yet is taken as paid. Who pays nothing in the first month any more, because the due date
of that month has passed, pays from the next due date on.

A line is a reducing debt. A loan by instalments that takes a part early is followed instalment by instalment, to the
fen as its ledger follows it, and takes extra money with an instalment that is not overdue: paid before, it would first
be that instalment. One repaid all at once takes a part on the last day of any month before, after the interest grown by
then. Both go by the terms in force: those of the contract, or what was agreed since. Every other loan keeps to its
schedule until it is settled; the instalment plans of a card are debts of their own. Where the interest of a line grows
by the day, it is that of the days between due dates for three years, later that of a twelfth of a year. A card whose
terms say what carrying a balance costs and what has to be paid is followed bill by bill (``carried``), to the fen as
its ledger follows it, a payment being for the bill that falls due on its day, but for some fen where it is in another
currency; its months are twelfths of a year where its bills are not known. Any other card is paid in full as its bills
fall due. A card that is paid off, or owes nothing today, pays its yearly fees while the plan lasts; its lender is none
of those who are owed. Interest that no bill holds yet is owed though nothing else is. Amounts of accounts in another
currency are brought into yuan at the person's own rate, so that what is computed anew after an extra payment may be a
fen off there. A loan of whose instalments something else than cash pays a part keeps to its schedule, and what is paid
so is money beside the budget.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from planner.domain.accounts.loan import Excess, Loan, Method, Prepayment
from planner.domain.accounts.moves import claim_of
from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import PrepayDay
from planner.domain.book import Book
from planner.domain.ledger.agreed_due import settled_by
from planner.domain.ledger.card_ledger import minimum_to_come, plans_of, standing_of
from planner.domain.ledger.instalments import RunningLoan
from planner.domain.ledger.position import replay
from planner.domain.ledger.replay import Replay
from planner.domain.ledger.state import Position
from planner.domain.ledger.unrecorded import taken_as_paid, unsaid
from planner.domain.payoff.debts.months import Months, Part, open_dues
from planner.domain.payoff.debts.owed_lines import card, carries, line, still_charges, waits
from planner.domain.payoff.debts.owed_loans import (
    between_dues,
    ends_between,
    for_less,
    instalments,
    schedule,
    takes_parts,
)
from planner.domain.payoff.engine.model import Debt, Reducing, Scheduled
from planner.domain.payoff.engine.parted import Parted
from planner.values import dataclass, field, replace

CARD_PLANS = 1_000_000  # ids of debts that are instalment plans of cards begin above those of loans
CREDITORS = -1_000_000  # numbers of creditors who took over a claim and lend nothing themselves go down from here


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the plan needs and the records do not say.

    ``code``: ``balance`` (what is owed is not known: the account is left out), ``rate`` (it is unconfirmed), ``card``
    (what a carried balance costs or the minimum is not stated: bills are planned in full), ``penalty`` (it is overdue,
    and what that costs beside interest is not stated), ``future`` (it is paid out after the day of the question: it is
    left out).
    """

    loan_id: int
    code: str


@dataclass(frozen=True)
class Owed:
    """The debts of a book on the day on which ``months`` start; ``parts`` says of each debt id what it is.

    The id of a debt is that of its loan, so that an order of debts means the same tomorrow. ``beside``: by month,
    rising, what of the instalments something else than the budget pays (``Loan.offset_minor``), fen. ``whole``: ids of
    loans that take a part of the principal early, and that the plan nevertheless only settles whole: a plan that pays a
    part of them may be better than any that is found or proven here. ``spaced``: ids of loans that take money any day,
    and that the plan pays early with an instalment only: those with terms longer than a month, and lines whose next due
    date is in a later month and that cannot be followed to the fen before it. ``endable``: ids of loans that can be
    ended in the first month, in which no instalment of theirs falls due, so that the plan pays nothing early on them;
    each with what ends it today. ``agreed``: ids of loans with an open settlement for less: the plan rests on its sum
    being paid by its day. ``unsaid_minor`` is what fell due, is not recorded yet, and is taken as paid.
    ``charged_minor`` is what the balances of the debts are above their principal (``principal_of``): interest and fees
    due and unpaid, or grown. ``repaid_minor`` is the cash, in yuan, that was paid to lenders in the running month, up
    to and on the day of the question; what is taken as paid is part of it.
    """

    months: Months
    debts: tuple[Debt, ...]
    parts: dict[int, Part]
    gaps: tuple[Gap, ...]
    beside: tuple[tuple[int, int], ...] = ()
    whole: tuple[int, ...] = ()
    unsaid_minor: int = 0
    repaid_minor: int = 0
    spaced: tuple[int, ...] = ()
    charged_minor: int = 0
    endable: tuple[tuple[int, int], ...] = ()
    agreed: tuple[int, ...] = ()

    @property
    def start_on(self) -> date:
        """The day of the question."""
        return self.months.start_on

    def month_end(self, month: int) -> date:
        """The last day of a budget month (1 …)."""
        return self.months.end(month)


def owed(book: Book, today: date, payday: int = 1) -> Owed:
    """Everything owed in the book, as the planner sees it on that day; the months begin on day ``payday``."""
    months = Months(today, payday)
    debts: list[Debt] = []
    parts: dict[int, Part] = {}
    gaps: list[Gap] = []
    beside: Counter[int] = Counter()
    named = _Named()
    unsaid_minor = repaid_minor = charged_minor = 0
    creditors = {loan_id: number for loan_id, (number, _) in creditors_of(book, today).items()}
    owes = False
    for account in book.accounts:
        ledger = replay(account)
        ledger.advance(today)
        place = ledger.position(today)
        unsaid_minor += account.loan.in_yuan(sum(amount_minor for _, amount_minor in unsaid(place)))
        counted = taken_as_paid(account, place)
        if counted is not account:
            account, ledger = counted, replay(counted)
            ledger.advance(today)
            place = ledger.position(today)
        if place.known:
            repaid_minor += _repaid(account, place, months)
        gaps += _gaps(account.loan, place)
        if account.loan.start_on > today:
            gaps.append(Gap(account.loan.id, "future"))
        if not place.known or not (place.owed_minor or still_charges(account.loan, place)):
            continue
        owes = owes or place.owed_minor > 0
        if account.loan.offset_minor:
            beside.update(_beside(account.loan, place, months))
        lender = creditors.get(account.loan.id, account.loan.lender.id)
        charged_minor -= principal_of(account.loan, place)
        for debt, part in _debts(account, place, months, ledger):
            number = part.loan_id if part.plan_id is None else CARD_PLANS + part.plan_id
            debts.append(replace(debt, id=number, lender=lender))
            charged_minor += debt.balance_minor
            named.look(account.loan, debt, place, months)
            parts[number] = part
    if not owes:  # a fee or interest to come alone is no plan
        debts, parts, charged_minor = [], {}, 0
    offset = tuple(sorted(beside.items()))
    return Owed(
        months,
        tuple(debts),
        parts,
        tuple(gaps),
        offset,
        tuple(named.whole),
        unsaid_minor,
        repaid_minor,
        tuple(named.spaced),
        charged_minor,
        tuple(named.endable),
        tuple(named.agreed),
    )


@dataclass
class _Named:
    """The loans that the plan pays early in fewer ways than they allow: see ``Owed``."""

    whole: list[int] = field(default_factory=list)
    spaced: list[int] = field(default_factory=list)
    endable: list[tuple[int, int]] = field(default_factory=list)
    agreed: list[int] = field(default_factory=list)

    def look(self, loan: Loan, debt: Debt, place: Position, months: Months) -> None:
        """Name a loan, if it is one of them."""
        if settled_by(place) is not None:
            self.agreed.append(loan.id)
        elif isinstance(debt, Scheduled) and len(debt.rows) > 1 and _takes_a_part(loan):
            self.whole.append(loan.id)
        between = isinstance(debt, Parted) and between_dues(loan)
        if between or (isinstance(debt, Reducing) and waits(loan, debt, months)):
            self.spaced.append(loan.id)
        elif isinstance(debt, Parted) and ends_between(loan, debt, months):
            self.endable.append((loan.id, loan.in_yuan(place.settlement_minor)))


def principal_of(loan: Loan, place: Position) -> int:
    """The principal that is owed on an account, fen of yuan; of a card less a balance in the person's favour.

    What is paid beyond it from that day on is cost: the one measure of every plan, found, adopted or foreseen. While a
    settlement for less is open it is no more than what that still asks for: a plan rests on its being kept.
    """
    if (agreed := settled_by(place)) is not None:
        return loan.in_yuan(min(agreed.unpaid_minor, place.principal_minor))
    credit = place.credit_minor if loan.method is Method.CARD else 0
    return loan.in_yuan(max(place.principal_minor - credit, 0))


def _repaid(account: Account, place: Position, months: Months) -> int:
    """The cash paid on an account since the running month began, in yuan; what was taken back since is none."""
    loan, opened, today = account.loan, months.opened_on, months.start_on
    cash = sum(
        paid.amount_minor
        for paid in account.repayments
        if opened <= paid.on <= today and (paid.reversed_on is None or paid.reversed_on > today)
    )
    if cash and loan.offset_minor:
        answered = [min(loan.offset_minor, due.paid_minor) for due in place.dues if opened <= due.due_on <= today]
        cash = max(cash - sum(answered), 0)
    return loan.in_yuan(cash)


def _takes_a_part(loan: Loan) -> bool:
    """Whether principal can be paid in part before it is due, and interest on it then stops."""
    takes = loan.prepayment in (Prepayment.FREE, Prepayment.FEE_SHARE)
    if loan.method is Method.BULLET and loan.prepay_on is PrepayDay.WITH_INSTALMENT:
        return False  # its only instalment is all of it
    return loan.method.scheduled and takes and loan.excess is not Excess.NEXT_INSTALMENT


def _beside(loan: Loan, place: Position, months: Months) -> dict[int, int]:
    """By budget month what of its instalments is not paid with cash, fen."""
    found: Counter[int] = Counter()
    for due in open_dues(place):
        if due.agreed:
            continue  # that is paid with cash
        found[months.of(due.due_on)] += loan.in_yuan(min(loan.offset_minor, due.unpaid_minor))
    return found


def creditors_of(book: Book, today: date) -> dict[int, tuple[int, str]]:
    """Who is owed in the lender's place: number and name, by loan id. A creditor who also lends is that lender."""
    found: dict[int, tuple[int, str]] = {}
    numbers = {account.loan.lender.name: account.loan.lender.id for account in book.accounts}
    for account in book.accounts:
        name = claim_of(account, today).creditor
        if name:
            found[account.loan.id] = numbers.setdefault(name, CREDITORS - account.loan.id), name
    return found


def _gaps(loan: Loan, place: Position) -> Iterator[Gap]:
    if not place.known:
        yield Gap(loan.id, "balance")
    elif place.owed_minor:
        if not loan.rate_confirmed:
            yield Gap(loan.id, "rate")
        if loan.method is Method.CARD and not carries(loan):
            yield Gap(loan.id, "card")
        elif place.overdue_minor and not loan.late_cost_known:
            yield Gap(loan.id, "penalty")


def _debts(account: Account, place: Position, months: Months, ledger: Replay) -> Iterator[tuple[Debt, Part]]:
    loan, today = account.loan, months.start_on
    if (agreed := settled_by(place)) is not None:
        yield for_less(loan, agreed, months)
    elif loan.method is Method.REVOLVING:
        yield line(account, place, months)
    elif loan.method is Method.CARD:
        stands, coming = standing_of(ledger, today), minimum_to_come(ledger, today)
        assert stands is not None
        yield from card(account, place, months, list(plans_of(ledger).values()), stands, coming)
    elif isinstance(ledger.running, RunningLoan) and takes_parts(account, ledger.running.loan, today):
        yield instalments(account, ledger.running, place, months)
    else:
        yield schedule(account, place, months)
