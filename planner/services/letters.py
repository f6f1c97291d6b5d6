"""Drafts of letters: one with each round of a case, kept as the person left it."""

from __future__ import annotations

from planner.domain.basics.text import MOST_KEPT, clean
from planner.domain.cases.file import Case, Round
from planner.domain.cases.letter import Letter
from planner.errors import PlannerError
from planner.storage.store import OpResult, Store, Write
from planner.values import replace


def keep(store: Store, letter: Letter) -> OpResult[int]:
    """Keep a draft with its round, in the place of the one that is there.

    Returns:
        Its id.

    Raises:
        PlannerError: ``case.unknown``, ``letter.empty``, ``letter.long``.
    """
    text = "\n".join(line.rstrip() for line in clean(letter.text, lines=True).split("\n")).strip()
    letter = replace(letter, text=text, signed=clean(letter.signed), contact=clean(letter.contact))
    if not text:
        raise PlannerError("letter.empty", field="text")
    if len(text) > MOST_KEPT:
        raise PlannerError("letter.long", field="text", n=len(text), most=MOST_KEPT)
    with store.write("letter.keep") as write:
        write.tell(title=_title(write, letter.round_id))
        key = next(iter(write.keys(Letter, round_id=letter.round_id)), 0)
        key = write.put(replace(letter, id=key))
    return write.result(key)


def drop(store: Store, letter_id: int) -> OpResult[None]:
    """Let a draft go. Raises ``case.unknown``."""
    with store.write("letter.drop") as write:
        found = write.find(Letter, id=letter_id)
        if not found:
            raise PlannerError("case.unknown")
        write.tell(title=_title(write, found[0].round_id))
        write.drop(Letter, letter_id)
    return write.result(None)


def _title(write: Write, round_id: int) -> str:
    found = write.find(Round, id=round_id)
    cases = write.find(Case, id=found[0].case_id) if found else ()
    if not cases:
        raise PlannerError("case.unknown")
    return cases[0].title
