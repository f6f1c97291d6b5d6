"""What ends an account on a day, part by part: the working behind ``Position.settlement_minor``."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from planner.domain.accounts.records import Account
from planner.domain.ledger.position import replay


class Ending(NamedTuple):
    """The parts of what ends an account, fen, none below 0; what was paid ``ahead`` is taken off the sum of the others.

    ``due_minor`` is interest, fees and penalty interest due and unpaid, ``grown_minor`` interest of the running period
    up to the day, paid or not, ``charges_minor`` what is asked for besides: fees for settling, or that do not stop.
    ``ahead_minor`` was paid towards what falls due later, or is a balance in the person's favour.
    """

    principal_minor: int
    due_minor: int
    grown_minor: int
    charges_minor: int
    ahead_minor: int

    @property
    def total_minor(self) -> int:
        """``Position.settlement_minor``."""
        return self.principal_minor + self.due_minor + self.grown_minor + self.charges_minor - self.ahead_minor


def ending(account: Account, as_of: date) -> Ending:
    """What ends an account at the end of a day, and of what it is made."""
    ledger = replay(account)
    ledger.advance(as_of)
    place = ledger.position(as_of)
    grown, ahead = ledger.running.grown_and_ahead(as_of)
    due = place.owed_minor - place.principal_minor
    charges = place.settlement_minor - place.owed_minor - grown + ahead
    if charges < 0:  # something of it is left over: a balance in favour, or paid ahead by less than was saved
        ahead, charges = ahead - charges, 0
    if not place.settlement_minor:  # nothing more is asked for, whatever was paid ahead
        ahead, charges = place.owed_minor + grown, 0
    return Ending(place.principal_minor, due, grown, charges, ahead)
