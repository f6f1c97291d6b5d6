"""What was typed into forms and not saved: kept at once, so that quitting or a crash loses none of it."""

from __future__ import annotations

from pathlib import Path

from planner.storage import drafts


class Drafts:
    """The drafts beside one database, read at the first question."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: drafts.Drafts | None = None

    def _all(self) -> drafts.Drafts:
        if self._kept is None:
            self._kept = drafts.read(self._path)
        return self._kept

    def get(self, form: str) -> dict[str, str]:
        """The texts of a form by field; empty when there is no draft of it."""
        return dict(self._all().get(form, {}))

    def put(self, form: str, texts: dict[str, str]) -> None:
        """Keep the texts of a form; a form without a name has no draft."""
        if form and self.get(form) != texts:
            self._all()[form] = dict(texts)
            drafts.write(self._path, self._all())

    def drop(self, form: str) -> None:
        """Forget the draft of a form."""
        if self._all().pop(form, None) is not None:
            drafts.write(self._path, self._all())
