"""What was typed into forms and not saved, so that quitting or a crash loses at most the last moment of it."""

from __future__ import annotations

from pathlib import Path

from planner.storage import drafts


class Drafts:
    """The drafts beside one database, read at the first question."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: drafts.Drafts | None = None
        self._unwritten = False

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
            self._unwritten = True

    def drop(self, form: str) -> None:
        """Forget the draft of a form, in the file too."""
        if self._all().pop(form, None) is not None:
            self._unwritten = True
            self.flush()

    def flush(self) -> None:
        """Write the file, whole, if it does not hold what is kept."""
        if self._unwritten:
            self._unwritten = False
            drafts.write(self._path, self._all())
