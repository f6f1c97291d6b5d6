"""Offers of loans and wishes to borrow: nothing of them changes what is owed."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.names import full_name
from planner.domain.basics.text import clean
from planner.domain.offers.offer import Decision, Offer, OfferFee, OfferState, Wish
from planner.errors import PlannerError
from planner.services import loans
from planner.storage.store import OpResult, Store, Write
from planner.values import replace


def save(store: Store, offer: Offer) -> OpResult[int]:
    """Add an offer with id 0, or replace the one of its id with its fees.

    Returns:
        The id of the offer.

    Raises:
        PlannerError: ``offer.*``, ``loan.*``; ``offer.unknown`` for one that is not there.
    """
    made = _cleaned(offer)
    with store.write(f"offer.{'edit' if made.id else 'add'}", offer=made.title) as write:
        if made.id:
            _known(write, made.id)
        made.validate()
        key = write.put(made)
    return write.result(key)


def settle(store: Store, offer_id: int, state: OfferState) -> OpResult[None]:
    """Say what became of an offer. Raises ``offer.unknown``."""
    with store.write(f"offer.{state.value}") as write:
        offer = _known(write, offer_id)
        write.tell(offer=offer.title)
        write.put(replace(offer, state=state))
    return write.result(None)


def take(store: Store, offer_id: int, loan: Loan, today: date) -> OpResult[int]:
    """Record the loan that an offer has become, and that it was taken: one step of undo.

    Returns:
        The id of the loan.

    Raises:
        PlannerError: ``loan.*`` when the terms do not fit each other; ``offer.unknown``.
    """
    made = loans.counted(loans.checked(loan), None, today)
    with store.write("offer.take") as write:
        offer = _known(write, offer_id)
        write.tell(offer=offer.title, loan=full_name(made))
        loan_id = loans.insert(write, made)
        write.put(replace(offer, state=OfferState.TAKEN))
    return write.result(loan_id)


def delete(store: Store, offer_id: int) -> OpResult[None]:
    """Remove an offer with its fees. Raises ``offer.unknown``."""
    with store.write("offer.delete") as write:
        offer = _known(write, offer_id)
        write.tell(offer=offer.title)
        write.drop_all(OfferFee, of=offer_id)
        write.drop(Offer, offer_id)
    return write.result(None)


def save_wish(store: Store, wish: Wish) -> OpResult[int]:
    """Add a wish with id 0, or replace the one of its id; a decision has its day and words.

    Returns:
        The id of the wish.

    Raises:
        PlannerError: ``wish.*``; ``wish.unknown`` for one that is not there.
    """
    made = replace(wish, purpose=clean(wish.purpose), words=clean(wish.words))
    decided = made.decision is not Decision.OPEN
    made = made if decided else replace(made, decided_on=None)
    code = "decide" if decided else "edit" if made.id else "add"
    with store.write(f"wish.{code}", purpose=made.purpose, amount_minor=made.amount_minor) as write:
        if made.id and not write.keys(Wish, id=made.id):
            raise PlannerError("wish.unknown")
        made.validate()
        key = write.put(made)
    return write.result(key)


def delete_wish(store: Store, wish: Wish) -> OpResult[None]:
    """Remove a wish. Raises ``wish.unknown``."""
    with store.write("wish.delete", purpose=wish.purpose, amount_minor=wish.amount_minor) as write:
        if not write.keys(Wish, id=wish.id):
            raise PlannerError("wish.unknown")
        write.drop(Wish, wish.id)
    return write.result(None)


def _known(write: Write, offer_id: int) -> Offer:
    found = write.find(Offer, id=offer_id)
    if not found:
        raise PlannerError("offer.unknown")
    return found[0]


def _cleaned(offer: Offer) -> Offer:
    fees = tuple(replace(fee, name=clean(fee.name)) for fee in offer.fees)
    return replace(
        offer,
        lender=clean(offer.lender),
        institution=clean(offer.institution),
        name=clean(offer.name),
        note=clean(offer.note),
        fees=fees,
    )
