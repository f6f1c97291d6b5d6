"""A form that asks for a file: its path, with the entries of its folder beside."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path

from textual.content import Content

from planner import paths
from planner.i18n import t
from planner.ui.forms.fields import Field
from planner.ui.forms.form import Form


def typed_path(text: str) -> Path:
    """The path that a person means: what was dragged in or pasted may stand in quotes, or behind the folder shown.

    ``/root//home/a.csv`` and ``/root/~/a.csv`` begin anew at the second stroke and at the tilde, as file prompts do.
    """
    text = text.strip()
    for quote in "\"'":
        head, mark, rest = text.partition(quote)
        if mark and rest.endswith(quote) and (not head or head.endswith("/")):
            text = rest.removesuffix(quote)
    text = "/" + text.rsplit("//", 1)[1] if "//" in text else text
    text = "~/" + text.rsplit("/~/", 1)[1] if "/~/" in text else text
    return paths.expanded(text)


def typed_paths(text: str) -> list[Path]:
    """The paths that a person means: one; several in quotes, as they are dragged in; of ``folder/*`` the folder."""
    one = typed_path(text)
    if one.name == "*":
        return [one.parent]
    if os.path.exists(one) or text.count("/") < 2:
        return [one]
    try:
        several = [paths.expanded(part) for part in shlex.split(text)]
    except ValueError:  # a quote that is not closed
        return [one]
    return several if len(several) > 1 and all(map(os.path.isfile, several)) else [one]


def candidates(text: str, endings: Sequence[str], limit: int = 14) -> list[Path]:
    """Folders, and files with these endings, that the typed path may mean: entries that begin like its last part."""
    typed = typed_path(text) if text.strip() else _start_folder()
    folder, beginning = (typed, "") if text.endswith(("/", "\\")) or not text.strip() else (typed.parent, typed.name)
    try:
        entries = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
        shown = [e for e in entries if e.name.lower().startswith(beginning.lower()) and _fits(e, endings)]
        return sorted(shown, key=lambda entry: (entry.is_dir(), entry.name.lower()))[:limit]
    except (OSError, ValueError):  # the latter of a sign that no path has
        return []


def _fits(entry: Path, endings: Sequence[str]) -> bool:
    return entry.is_dir() or entry.suffix.lower() in endings


def _start_folder() -> Path:
    downloads = Path.home() / "Downloads"
    return downloads if downloads.is_dir() else Path.home()


class PickForm(Form):
    """The path of a file, with the entries of its folder beside; arrows choose, enter goes into a folder or reads."""

    endings: Sequence[str] = ()  # of the files that are offered
    none_key = ""  # what is said where there is none

    def __init__(self) -> None:
        super().__init__()
        self.place = 0
        self.found: list[Path] = []

    def fields(self) -> Sequence[Field]:
        """One path, for which the arrows choose among the entries beside."""
        return (Field("path", t("import.path"), pick=True, goes_on=True, hint=t("import.hint.path")),)

    def start(self) -> dict[str, str]:
        """The folder of downloads, or the person's own folder where there is none."""
        return {"path": str(_start_folder()) + "/"}

    def edited(self, key: str) -> None:
        """Another path: the first entry is the chosen one again."""
        self.place = 0

    def beside(self, texts: dict[str, str]) -> Content | str:
        """The entries that the path may mean, the chosen one marked; keeps them in ``found``."""
        self.found = candidates(texts["path"], self.endings)
        if not self.found:
            return t(self.none_key)
        lines = []
        for index, entry in enumerate(self.found):
            mark = ">" if index == self.place else " "
            lines.append(f"{mark} {entry.name}{'/' if entry.is_dir() else ''}")
        return Content("\n".join(lines))

    def action_step(self, step: int) -> None:
        """Up and down choose among the entries; after the last comes the first."""
        if self.found:
            self.place = (self.place + step) % len(self.found)
            self.show_beside()

    def action_next(self) -> None:
        """Enter: read the file if the path is one; else the chosen entry goes into the path."""
        typed = typed_path(self.texts()["path"])
        if os.path.isfile(typed):  # of a name that no system takes the method of Path raises
            self.submit()
        elif self.found:
            chosen = self.found[self.place]
            self.place = 0
            self.fill({"path": str(chosen) + ("/" if chosen.is_dir() else "")})
            self.call_after_refresh(self._to_end)
        else:
            self.submit()

    def _to_end(self) -> None:
        field = self.input("path")
        field.action_end()  # type: ignore[union-attr]
