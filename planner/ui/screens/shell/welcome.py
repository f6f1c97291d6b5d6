"""The first start: language, income, the day of the weekly review. Everything can be left out and changed later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from planner import i18n, paths
from planner.i18n import t
from planner.i18n.format import weekday
from planner.services import locking
from planner.ui.forms.fields import Field, amount_field
from planner.ui.forms.form import Form

if TYPE_CHECKING:
    from planner.services import OpResult, Store


class Welcome(Form):
    """Three questions, then the app: empty, or with what a command has brought into the file."""

    title_key = "start.title"

    def fields(self) -> Sequence[Field]:
        """Language, income of a month (fen, may stay empty) unless one is known, weekday of the review: the one that
        stands, Sunday first.
        """
        known = self.planner.overview.settings.get("review_day", "")
        first = int(known) if known in map(str, range(7)) else 6
        codes = sorted(i18n.LANGUAGES, key=lambda code: code != i18n.language())
        languages = tuple((code, i18n.own_name(code)) for code in codes)
        return (
            Field("language", t("start.language"), options=languages, hint=t("loan.hint.method")),
            *(
                [amount_field("income", t("start.income"), optional=True, hint=t("start.hint.income"))]
                if not self.planner.overview.book.incomes
                else []
            ),
            Field(
                "review_day",
                t("start.review_day"),
                options=tuple((str(number), weekday(number)) for number in ((first + after) % 7 for after in range(7))),
                hint=t("start.hint.review_day"),
            ),
        )

    def beside(self, texts: dict[str, str]) -> str:
        """Where the data stays, and that each answer can be changed later."""
        kept = "locked" if locking.is_locked(self.planner.path) else "plain"
        about, path = t("start.about", safe=t(f"start.safe.{kept}")), self.planner.path
        if path.absolute() == paths.usual_database():
            return about
        # a slip in the path must not look as if all were lost, nor what is there as if it were not
        return f"{t('start.file_with_data' if self._holds_data() else 'start.new_file', path=path)}\n\n{about}"

    def _holds_data(self) -> bool:
        book = self.planner.overview.book
        return bool(book.accounts or book.incomes) or not book.credit.empty or self.planner.overview.seen[2] > 0

    def edited(self, key: str) -> None:
        """Another language is spoken at once, before anything is saved."""
        if key == "language" and self.texts()["language"] != i18n.language():
            i18n.use(self.texts()["language"])
            self.call_later(self._speak)

    async def _speak(self) -> None:
        """The whole app in the chosen language, at once."""
        await self.planner.retranslate()
        texts = self.texts()
        await self.recompose()
        self.on_mount()
        self.fill({key: text for key, text in texts.items() if text})

    def action_leave(self) -> None:
        """Leaving keeps what is there: the reminders that everybody begins with must exist."""
        self.submit()

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Keep the answers and make the first reminders, in one operation of which nothing is said."""
        today = self.planner.overview.today

        def change(store: Store) -> OpResult[Any]:
            from planner.services import start

            return start.begin(
                store,
                language=values["language"],
                income_minor=values.get("income"),
                income_name=t("income.default_name"),
                review_day=int(values["review_day"]),
                today=today,
            )

        self.planner.write(change, then=done, failed=self.show_error, quiet=True)
