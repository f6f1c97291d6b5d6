"""What was typed into forms and not saved, so that quitting or a crash loses at most the last moment of it."""

from __future__ import annotations

from pathlib import Path

from planner.errors import PlannerError
from planner.storage import drafts


class Drafts:
    """The drafts beside one database, read at the first question.

    ``unkept``: why the file does not hold what was to be kept at the last ``flush``; None where it does.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: drafts.Drafts | None = None
        self._unwritten: set[str] = set()  # forms
        self._own: set[str] = set()  # forms whose draft is of this window
        self.unkept: PlannerError | None = None

    def _all(self) -> drafts.Drafts:
        if self._kept is None:
            self._kept = drafts.read(self._path)
        return self._kept

    def get(self, form: str) -> dict[str, str]:
        """The texts of a form by field; empty when there is no draft of it."""
        return dict(self._all().get(form, {}))

    def put(self, form: str, texts: dict[str, str]) -> None:
        """Keep the texts of a form, in the file once ``flush`` is called; a form without a name has no draft."""
        if form and self.get(form) != texts:
            self._all()[form] = dict(texts)
            self._unwritten.add(form)
            self._own.add(form)

    def drop(self, form: str) -> None:
        """Forget the draft of a form, in the file too."""
        if self._all().pop(form, None) is not None:
            self._unwritten.add(form)
            self.flush()

    def flush(self) -> None:
        """Write what the file does not hold yet, beside what another window keeps there; without room it is unkept."""
        if self._own and not drafts.file_of(self._path).exists():  # somebody took it away, maybe with its folder
            self._unwritten |= self._own & self._all().keys()
        if not self._unwritten:
            return
        mine = self._all()
        there = {form: texts for form, texts in drafts.read(self._path).items() if form not in self._unwritten}
        try:
            drafts.write(self._path, there | {form: mine[form] for form in self._unwritten if form in mine})
        except PlannerError as error:
            self.unkept = error
            self._unwritten |= mine.keys()  # the file may hold none of them any more
        else:
            self._unwritten, self.unkept = set(), None
