"""The ledger of one account: its records told to it in order, and the state they add up to.

A repayment that was taken back (``reversed_on``) counts up to the day before and from then on never happened: the
replay begins again without it, so that what was paid with it is unpaid, and late. So it does without an agreement
from the day on which that was broken.

A replay only moves forward. ``advance`` to a day, ask, advance further: one pass over the records answers for any
number of days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from planner.domain.accounts.moves import claim_of
from planner.domain.accounts.records import Account, Repayment
from planner.domain.ledger import answers
from planner.domain.ledger.agreed_due import replaced_since, with_settlement
from planner.domain.ledger.events import Event, events_of, kind_of
from planner.domain.ledger.on_time import Verdict
from planner.domain.ledger.running import Running
from planner.domain.ledger.state import Figures, Position
from planner.domain.ledger.timeline import Timeline
from planner.values import replace


class Replay:
    """The ledger of one account, from its beginning up to the day last advanced to.

    ``running`` is the account as it stands. It is another object once a repayment has been taken back.
    """

    def __init__(self, account: Account, begin: Callable[[Account], Running]) -> None:
        """``begin``: makes the account before its first event; it is asked again for each repayment taken back."""
        self.loan = account.loan
        self._begin = begin
        self._reversals = sorted(
            paid.reversed_on for paid in account.repayments if paid.reversed_on and not paid.failed
        )
        if account.arrangements:
            broken = [agreed.broken_on for agreed in account.arrangements if agreed.counts and agreed.broken_on]
            self._reversals = sorted([*self._reversals, *broken])
        self._start(account)

    def _start(self, account: Account) -> None:
        self._account = account
        self._known_since = account.known_since
        self._timeline = Timeline(events_of(account))
        self.running = self._begin(account)

    def advance(self, to: date) -> None:
        """Let everything up to the end of ``to`` happen."""
        if self._reversals and self._reversals[0] <= to:
            self._take_back(to)
        self._timeline.advance(self.running, to)

    def add(self, paid: Repayment) -> None:
        """Record a repayment of a day that it has not been advanced to yet; it is never taken back."""
        self._account = replace(self._account, repayments=(*self._account.repayments, paid))
        self._timeline.add(Event(paid.on, kind_of(paid), paid.id, paid))

    def _take_back(self, on: date) -> None:
        """Begin again without the repayments taken back, and the agreements broken, by the end of ``on``."""
        self._reversals = [day for day in self._reversals if day > on]
        kept = [paid for paid in self._account.repayments if paid.reversed_on is None or paid.reversed_on > on]
        agreed = [one for one in self._account.arrangements if one.broken_on is None or one.broken_on > on]
        self._start(replace(self._account, repayments=tuple(kept), arrangements=tuple(agreed)))

    def begun(self, as_of: date) -> bool:
        """Whether the account exists: from its start, or from the first thing drawn on it."""
        return answers.begun(self.running, as_of)

    def known(self, as_of: date) -> bool:
        """Whether the records tell all that is owed."""
        return self._known_since is not None and self._known_since <= as_of

    def position(self, as_of: date) -> Position:
        """The whole state on ``as_of``, the day last advanced to."""
        place = answers.state_of(self.running, as_of, known=self.known(as_of))
        if self._account.arrangements:
            place = with_settlement(self._account, place)
        if not self._account.moves:
            return place
        claim = claim_of(self._account, as_of)
        left = 0 if claim.barred_by is not None and place.limit_left_minor is not None else place.limit_left_minor
        return replace(place, claim=claim, limit_left_minor=left)

    def figures(self, as_of: date) -> Figures:
        """The few numbers of the state on ``as_of``, the day last advanced to."""
        return answers.figures_of(self.running, as_of, known=self.known(as_of))

    def replaced_since(self, as_of: date) -> date | None:
        """From which day on a settlement for less stands for the dues: see ``agreed_due``."""
        return replaced_since(self._account, as_of) if self._account.arrangements else None

    def verdicts(self) -> Iterator[Verdict]:
        """Every due that counts for on-time figures."""
        return answers.verdicts_of(self.running)

    def outside(self) -> Iterator[tuple[int, date, bool]]:
        """Every due that no verdict is on: its loan, its due date, whether a debit is assumed (else it is covered)."""
        loan = self._account.loan
        return answers.outside_of(self.running) if loan.paid_terms or loan.auto_debit else iter(())
