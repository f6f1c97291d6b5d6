"""Adding a paper: which file, or that it is on paper only; its checksum is worked out in a thread that esc stops."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event
from typing import Any

from planner.domain.cases.file import CaseFile, Evidence
from planner.domain.imports.work import Stopped
from planner.errors import PlannerError
from planner.i18n import t
from planner.ui.computing import halting, work_for
from planner.ui.forms.fields import Field, Texts, option_texts
from planner.ui.forms.form import Form
from planner.ui.screens.imports.picking import PickForm, typed_path
from planner.ui.screens.imports.progress import LOOK, Progress
from planner.values import replace
from planner.words.cases import paper_name

_FILE, _PAPER = "file", "paper"


class PaperForm(PickForm):
    """A paper of a case: of the list of what it needs, or another with a name of its own."""

    endings = (
        *(".pdf", ".jpg", ".jpeg", ".png", ".heic", ".webp", ".txt", ".md", ".html", ".htm", ".csv", ".xlsx", ".docx"),
        *(".zip", ".mp3", ".m4a", ".amr", ".wav", ".mp4"),
    )
    none_key = "case.no_files"
    _stop: Callable[[], None]
    """Let the file be that is being read."""

    def __init__(self, file: CaseFile, item: str = "", edit: Evidence | None = None) -> None:
        super().__init__()
        self.file, self.item, self.edit = file, edit.item if edit else item, edit

    def heading(self) -> str:
        """Which paper."""
        name = self.edit.title if self.edit else paper_name(self.planner.overview.case_lists, self.item)
        return t("case.form.paper_edit" if self.edit else "case.form.paper", paper=name or t("case.option.other_paper"))

    def fields(self) -> Sequence[Field]:
        """A file with its path, or where the paper is kept; a name for one that is not on the list."""
        (path,) = super().fields()
        hint = "case.hint.path_kept" if self.edit and self.edit.path else "case.hint.path"
        other = not paper_name(self.planner.overview.case_lists, self.item)
        return (
            Field("title", t("case.field.paper"), shown=lambda _: other),
            Field("has_file", t("case.field.has_file"), options=option_texts("case.field.has_file", [_FILE, _PAPER])),
            replace(path, label=t("case.field.path"), hint=t(hint), shown=_is_file),
            Field("note", t("case.field.note"), optional=True),
        )

    def first_field(self) -> str:
        """Its name, where it has to be given one; else the path."""
        return "title" if not paper_name(self.planner.overview.case_lists, self.item) else "path"

    def start(self) -> Texts:
        """A new one is a file; one that is changed is as it was recorded."""
        if self.edit is None:
            return {**super().start(), "has_file": _FILE}
        one = self.edit
        path = one.path or super().start()["path"]
        return {"title": one.title, "has_file": _FILE if one.path else _PAPER, "path": path, "note": one.note}

    def first_field_is_path(self) -> bool:
        """Whether the field in hand is the path: there the arrows choose among files."""
        return self.body.focused is self.input("path")

    def action_step(self, step: int) -> None:
        """Up and down choose among the files from the path, else go from field to field."""
        if self.first_field_is_path():
            super().action_step(step)
        else:
            self.action_field(step)

    def action_next(self) -> None:
        """Enter on the path goes into a folder or takes the file; elsewhere to the next field."""
        if self.first_field_is_path():
            super().action_next()
        else:
            Form.action_next(self)

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Work its checksum out in a thread where it is a file, then record it."""
        name = paper_name(self.planner.overview.case_lists, self.item) or values.get("title") or ""
        paper = Evidence(
            self.edit.id if self.edit else 0,
            self.file.case.id,
            self.item,
            name,
            self.planner.overview.today,
            note=values["note"] or "",
        )
        known = self.edit
        if known is not None and known.path and values["has_file"] == _FILE and _same(known.path, values["path"]):
            # what it was when it was added is what counts, also where its file is gone or another by now
            self._record(replace(known, title=name, note=paper.note), done)
            return
        if values["has_file"] == _PAPER:
            self._record(paper, done)
            return
        stopped = Event()
        self._stop = stopped.set
        work_for(self, "hashing", self._read, paper, values["path"], done, stopped)

    async def _read(self, paper: Evidence, text: str, done: Callable[[], None], stopped: Event) -> None:
        from planner.overview import papers

        progress = Progress()
        self.notice.message(t("case.hashing", percent=0))
        looking = self.set_interval(LOOK, lambda: self.notice.message(t("case.hashing", percent=percent(progress))))
        try:
            path = papers.kept_path(typed_path(text))
            found, size = await halting(
                lambda dropped: papers.digest(typed_path(path), progress.work(lambda: stopped.is_set() or dropped()))
            )
        except PlannerError as error:
            self.show_error(error)
        except Stopped:
            self.show_error(PlannerError("case.stopped"))
        else:
            self._record(replace(paper, path=path, sha256=found, size=size), done)
        finally:
            looking.stop()

    def _record(self, paper: Evidence, done: Callable[[], None]) -> None:
        from planner.services import cases

        today = self.planner.overview.today
        self.planner.write(
            lambda store: cases.add_evidence(store, paper, today=today),
            then=done,
            failed=self.show_error,
            seen=self.edit,
        )

    def action_leave(self) -> None:
        """Esc: a file that is being read is let be, and the form stays; else close."""
        if self.busy:
            self._stop()
        else:
            super().action_leave()


def _same(known: str, text: str) -> bool:
    """Whether a path as it is typed is the one that is kept."""
    from planner.overview import papers

    try:
        return papers.kept_path(typed_path(text)) == known
    except (PlannerError, ValueError):
        return False


def _is_file(texts: Texts) -> bool:
    return texts["has_file"] == _FILE


def percent(progress: Progress) -> int:
    """How far it has come."""
    _, done, of = progress.told
    return 100 * done // max(of, 1)
