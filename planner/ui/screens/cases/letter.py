"""The letter of a round: what it takes, the draft in a field of many lines, the file that it is written to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from planner import i18n
from planner.domain.cases.file import CaseFile
from planner.domain.cases.letter import LANGUAGES, Letter, Wish, wishes
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.letter import changes_of, known_of, letter_of
from planner.ui.base import PlannerScreen
from planner.ui.dialogs.confirm import Confirm
from planner.ui.forms.fields import Field, Texts, option_texts
from planner.ui.forms.form import Form
from planner.ui.host import Host
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.text import wrap
from planner.values import replace
from planner.words import letter as words

if TYPE_CHECKING:
    from planner.overview.overview import Overview

_MOST = 5  # lines above the draft in the smallest window


def open_letter(app: Host, file: CaseFile) -> None:
    """The draft of the round that the case is in; where there is none, the form that begins one."""
    if fmt.masked():  # a letter is read as it will be sent
        app.toast(t("letter.masked"))
        return
    found = letter_of(app.overview, file)
    app.push_screen(LetterForm(file) if found is None else LetterScreen(file.case.id))


class LetterForm(Form):
    """What is asked for, in which language, by whom; beside it what is not on record, before anything is written."""

    enter_saves = False

    def __init__(self, file: CaseFile) -> None:
        super().__init__()
        self.file = file
        self.draft_key = f"letter-{file.case.id}-{file.current.number}"

    def heading(self) -> str:
        """Of which case."""
        return t("letter.form", title=self.file.case.title)

    def fields(self) -> Sequence[Field]:
        """What is asked for, where that is a choice; the language; who signs it."""
        asked = wishes(self.file.case.kind)
        return (
            Field("language", t("letter.field.language"), options=option_texts("letter.field.language", LANGUAGES)),
            Field(
                "wish",
                t("letter.field.wish"),
                options=option_texts("letter.field.wish", asked),
                shown=lambda _: len(asked) > 1,
            ),
            Field("signed", t("letter.field.signed"), optional=True, hint=t("letter.hint.signed")),
            Field("contact", t("letter.field.contact"), optional=True, hint=t("letter.hint.contact")),
        )

    def start(self) -> Texts:
        """In the language of the screen."""
        return {"language": i18n.language(), "wish": wishes(self.file.case.kind)[0].value}

    def beside(self, texts: Texts) -> str:
        """What the letter will lack, and where it is entered."""
        known = known_of(self.planner.overview, self.file, Wish(texts["wish"]), texts["signed"].strip())
        needs = words.need_lines(known.needs)
        told = [t("letter.needs"), *(f"· {one}" for one in needs)] if needs else [t("letter.no_needs")]
        return "\n".join(line for one in (*told, "", t("letter.never")) for line in wrap(one, self.room_beside))

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Draft it, keep it with the round, and show it."""
        from planner.services import letters

        app, file = self.planner, self.file
        wish = Wish(values["wish"] or Wish.NONE)
        signed, contact = values["signed"] or "", values["contact"] or ""
        made = words.draft(app.overview, file, wish, values["language"], signed, contact)

        def drafted() -> None:
            done()
            app.push_screen(LetterScreen(file.case.id))

        app.write(lambda store: letters.keep(store, made), then=drafted, failed=self.show_error)


class LetterScreen(PlannerScreen):
    """The draft: edited, confirmed place by place, kept with its round, written to a file."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "keep", "key.letter_keep", priority=True),
        Binding("f5", "next_mark", "key.letter_next", priority=True),
        Binding("f6", "confirm", "key.letter_confirm", priority=True),
        Binding("f7", "redraft", "key.letter_redraft", priority=True),
        Binding("f8", "out", "key.letter_out", priority=True),
        Binding("escape", "leave", "key.back", priority=True),
        Binding("f1", "app.help", "key.help", show=False),
    ]

    def __init__(self, case_id: int) -> None:
        super().__init__()
        self.case_id = case_id
        self._shown: Letter | None = None  # as it was last kept
        self._asked = ""  # the text with which it was asked whether to leave

    def compose(self) -> ComposeResult:
        """The title, what is to be confirmed or has changed, the draft, the keys."""
        yield Plain("", id="loan-title", classes="title")
        yield Plain("", id="letter-told", classes="facts")
        yield TextArea(id="rows", soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """The draft has the focus."""
        super().on_mount()
        self.query_one(TextArea).focus()

    @property
    def file(self) -> CaseFile | None:
        """The case as it is now."""
        return next((one for one in self.planner.overview.cases if one.case.id == self.case_id), None)

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.query_one(TextArea).text

    def show(self, overview: Overview) -> None:
        """The draft as it is kept; what is typed stays where it was changed elsewhere, too. Closes once it is gone."""
        file = self.file
        letter = None if file is None else letter_of(overview, file)
        if file is None or letter is None:
            self.close_gone()
            return
        untouched = self._shown is None or self.text == self._shown.text
        if self._shown != letter and untouched:
            self.query_one(TextArea).load_text(letter.text)
        self._shown = letter
        self.query_one("#loan-title", Plain).show(" " + t("letter.title", title=file.case.title))
        self._tell()

    @on(TextArea.Changed)
    def _changed(self) -> None:
        self._tell()

    def _tell(self) -> None:
        file, letter = self.file, self._shown
        if file is None or letter is None:
            return
        open_marks = words.marks(self.text)
        lines = [t("letter.marks", n=open_marks) if open_marks else t("letter.no_marks")]
        changed = words.change_lines(changes_of(self.planner.overview, file, letter))
        if changed:
            lines += [t("letter.changes"), *(f"· {one}" for one in changed)]
            lines.insert(1, t("letter.redraft_hint"))
        self._say(lines)

    def _say(self, lines: Sequence[str]) -> None:
        width, height = self.size.width or 80, self.size.height or 24
        found = [" " + part for line in lines for part in wrap(line, max(20, width - 2))]
        self.query_one("#letter-told", Plain).show("\n".join(found[: max(_MOST, height // 3)]))

    def explained(self) -> str:
        """How a letter is made, what it lacks, and what has changed since."""
        file, letter = self.file, self._shown
        if file is None or letter is None:
            return ""
        overview = self.planner.overview
        needs = words.need_lines(known_of(overview, file, letter.wish, letter.signed, letter.contact).needs)
        changed = words.change_lines(changes_of(overview, file, letter))
        told = [t("letter.needs"), *needs] if needs else [t("letter.no_needs")]
        return "\n".join([*told, "", *([t("letter.changes"), *changed, ""] if changed else []), t("letter.never")])

    # -- keys ------------------------------------------------------------------------------------------------------

    def _mark(self) -> tuple[int, int] | None:
        """The next place to be confirmed behind the cursor, the first one after the last: where it begins and ends."""
        area, text = self.query_one(TextArea), self.text
        here = _index(text, area.cursor_location)
        found = sorted((at, at + len(mark)) for mark in words.mark_texts() for at in _places(text, mark))
        return next((one for one in found if one[0] >= here), found[0] if found else None)

    def action_next_mark(self) -> None:
        """To the next place that is to be confirmed; it is selected."""
        found, area = self._mark(), self.query_one(TextArea)
        if found is not None and area.selected_text.strip() in words.mark_texts():
            area.move_cursor(_location(self.text, found[1]))
            found = self._mark()
        if found is None:
            self._say([t("letter.no_marks")])
            return
        begin, end = (_location(self.text, one) for one in found)
        area.move_cursor(end)
        area.move_cursor(begin, select=True, center=True)

    def action_confirm(self) -> None:
        """The sentence behind the next mark is right: the mark goes."""
        found, area = self._mark(), self.query_one(TextArea)
        if found is None:
            self._say([t("letter.no_marks")])
            return
        begin, end = found
        end += self.text[end : end + 1] == " "
        places = [_location(self.text, one) for one in (begin, end)]
        area.replace("", *places)
        area.move_cursor(places[0])

    def action_keep(self) -> None:
        """Keep what stands in the field with the round."""
        self._keep(lambda: self.planner.toast(t("letter.kept")))

    def _keep(self, then: Callable[[], None]) -> None:
        from planner.services import letters

        if self._shown is None:
            return
        letter, seen = replace(self._shown, text=self.text), self._shown
        self.planner.write(lambda store: letters.keep(store, letter), then=then, failed=self._failed, seen=seen)

    def action_redraft(self) -> None:
        """Ask, then write it anew by the records of today."""
        from planner.services import letters

        app, file, letter = self.planner, self.file, self._shown
        if file is None or letter is None:
            return
        made = words.draft(app.overview, file, letter.wish, letter.language, letter.signed, letter.contact)

        def done() -> None:
            self.query_one(TextArea).load_text(made.text.strip())

        def answered(yes: bool | None) -> None:
            if yes:
                app.write(lambda store: letters.keep(store, made), then=done, failed=self._failed, seen=letter)

        app.push_screen(Confirm(t("letter.ask_redraft")), answered)

    def action_out(self) -> None:
        """Keep it, then ask for the format and the file."""
        if self._shown is not None and self.text != self._shown.text:
            self._keep(self._out)
        else:
            self._out()

    def _out(self) -> None:
        if self.file is not None:
            self.planner.push_screen(OutForm(self.file))

    def _failed(self, error: PlannerError) -> None:
        self._say(["! " + fmt.error(error.code, error.params)])

    def action_leave(self) -> None:
        """Where something is not kept it says so first; once more closes."""
        if self._shown is not None and self.text != self._shown.text and self._asked != self.text:
            self._asked = self.text
            self._say([t("letter.leave")])
            return
        self.dismiss(None)


def _places(text: str, mark: str) -> list[int]:
    found, at = [], text.find(mark)
    while at >= 0:
        found.append(at)
        at = text.find(mark, at + 1)
    return found


def _index(text: str, place: tuple[int, int]) -> int:
    """How many characters stand before a row and column."""
    row, column = place
    return sum(len(line) + 1 for line in text.split("\n")[:row]) + column


def _location(text: str, at: int) -> tuple[int, int]:
    """The row and column of a character."""
    before = text[:at].split("\n")
    return len(before) - 1, len(before[-1])


class OutForm(Form):
    """The file that a letter is written to; what is said at its top while something is to be confirmed."""

    enter_saves = True

    def __init__(self, file: CaseFile) -> None:
        super().__init__()
        self.file = file
        self._named = ""

    def heading(self) -> str:
        """Of which case."""
        return t("letter.out", title=self.file.case.title)

    def fields(self) -> Sequence[Field]:
        """The format, and the path."""
        from planner.takeout.letter import kinds

        return (
            Field("as", t("letter.field.as"), options=option_texts("letter.field.as", kinds())),
            Field("path", t("letter.field.path"), goes_on=True, hint=t("letter.hint.path")),
        )

    def start(self) -> Texts:
        """As a page to print, beside the database."""
        self._named = self._beside("html")
        return {"as": "html", "path": self._named}

    def _beside(self, kind: str) -> str:
        from planner.takeout.formats import beside

        app = self.planner
        return str(beside(app.path, app.overview.today, f".{kind}", f"letter-{self.file.case.id}"))

    def edited(self, key: str) -> None:
        """Another format: the proposed file is called by it."""
        texts = self.body.texts()
        if key == "as" and texts["path"] == self._named:
            self._named = self._beside(texts["as"])
            self.fill({"path": self._named})

    def beside(self, texts: Texts) -> str:
        """What is not confirmed or has changed."""
        overview = self.planner.overview
        letter = letter_of(overview, self.file)
        if letter is None:
            return ""
        open_marks, changed = words.marks(letter.text), len(changes_of(overview, self.file, letter))
        lines = [t("letter.out_marks", n=open_marks)] if open_marks else []
        lines += [t("letter.out_changed", n=changed)] if changed else []
        return "\n\n".join("\n".join(wrap(line, self.room_beside)) for line in lines)

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Write it in a thread; a file that is there is asked about."""
        from planner.ui.screens.imports.picking import typed_path

        target, kind = typed_path(values["path"]), values["as"]
        asked = target.exists()

        def answered(yes: bool | None) -> None:
            if yes:
                self.run_worker(self._write(target, kind, asked, done), exit_on_error=False)
            else:
                self.busy = False

        if asked:
            self.planner.push_screen(Confirm(t("letter.ask_write", path=target)), answered)
        else:
            answered(True)

    async def _write(self, target: Path, kind: str, over: bool, done: Callable[[], None]) -> None:
        from planner.services import exports
        from planner.takeout.letter import written

        app, overview = self.planner, self.planner.overview
        letter = letter_of(overview, self.file)
        if letter is None:
            self.show_error(PlannerError("case.unknown"))
            return
        pieces = written(letter, words.notices(overview, self.file, letter), kind)
        try:
            path = await asyncio.to_thread(lambda: exports.write(app.path, target, pieces, over=over))
        except PlannerError as error:
            self.show_error(error)
        else:
            app.toast(t("cli.exported", path=path))
            done()
