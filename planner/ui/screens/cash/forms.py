"""Forms of cash: what is at hand, income that comes once, a living cost, the buffer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from planner.domain.book import CashReading, LivingCost, SingleIncome
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.cash import BILL_SHARE, BUFFER, bill_share_of, buffer_of
from planner.storage.seen import SeenSetting
from planner.ui.forms.fields import (
    Field,
    Texts,
    amount_field,
    any_count_field,
    date_field,
    option_texts,
    rate_text,
    share_field,
)
from planner.ui.forms.form import Form

if TYPE_CHECKING:
    from planner.services.cash import Record

YES, NO = "yes", "no"


class CashForm(Form):
    """Base: saves the record that ``record`` makes of the values; what it means stands beside the fields."""

    repeats = True
    kind: ClassVar[str] = ""

    def __init__(self, old: Any = None) -> None:
        super().__init__()
        self.old = old
        self.repeats = old is None
        self.draft_key = f"cash-{self.kind}-{self.number}"

    @property
    def today(self) -> date:
        """The person's day."""
        return self.planner.overview.today

    @property
    def number(self) -> int:
        """The id of the known record, 0 for a new one."""
        return 0 if self.old is None else int(self.old.id)

    def heading(self) -> str:
        """What is entered."""
        return t(f"cash.form.{self.kind}")

    def beside(self, texts: Texts) -> str:
        """What it means, and what does not belong here."""
        return t(f"cash.about.{self.kind}")

    def record(self, values: dict[str, Any]) -> Record:
        """The record of the values; its id is that of the known one, or 0."""
        raise NotImplementedError

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Add the record or replace the known one."""
        from planner.services import cash

        record, today = self.record(values), self.today
        self.planner.write(
            lambda store: cash.save(store, record, today=today), then=done, failed=self.show_error, seen=self.old
        )

    def note_field(self) -> Field:
        """A note in the person's words."""
        return Field("note", t("cash.note"), optional=True)


class ReadingForm(CashForm):
    """How much is at hand in one place after a day: an amount is enough, today and the only place are filled in."""

    kind = "reading"

    def __init__(self, old: CashReading | None = None, *, place: str = "") -> None:
        super().__init__(old)
        self.place = place

    def fields(self) -> Sequence[Field]:
        """Amount in fen, its day, where it lies."""
        return (
            amount_field("amount", t("cash.amount"), hint=t("cash.hint.amount")),
            date_field("on", t("cash.on"), self.today, hint=t("cash.hint.on")),
            Field("name", t("cash.account"), hint=t("cash.hint.account")),
            self.note_field(),
        )

    def start(self) -> Texts:
        """A new one is of today, and of the place under the cursor or the only one there is."""
        if self.old is None:
            places = {one.name for one in self.planner.overview.book.household.readings}
            name = self.place or (places.pop() if len(places) == 1 else "" if places else t("cash.default_name"))
            return {"on": self.today.isoformat(), "name": name}
        amount = fmt.plain_money(self.old.amount_minor)
        return {"amount": amount, "on": self.old.on.isoformat(), "name": self.old.name, "note": self.old.note}

    def record(self, values: dict[str, Any]) -> CashReading:
        """The reading as it stands in the fields."""
        return CashReading(self.number, values["name"], values["on"], values["amount"], values["note"] or "")


class SingleForm(CashForm):
    """Income that comes once, certain or expected."""

    kind = "single"

    def fields(self) -> Sequence[Field]:
        """Amount in fen, the day on which it comes, what it is, how sure it is."""
        return (
            amount_field("amount", t("cash.amount")),
            date_field("on", t("cash.comes_on"), self.today, ahead=True),
            Field("name", t("cash.name"), hint=t("cash.hint.single")),
            certain_field("cash.certain", hint=t("cash.hint.certain")),
            self.note_field(),
        )

    def start(self) -> Texts:
        """A known one begins with what was noted."""
        if self.old is None:
            return {}
        return {
            "amount": fmt.plain_money(self.old.amount_minor),
            "on": self.old.on.isoformat(),
            "name": self.old.name,
            "certain": YES if self.old.certain else NO,
            "note": self.old.note,
        }

    def record(self, values: dict[str, Any]) -> SingleIncome:
        """The income as it stands in the fields."""
        certain = values["certain"] == YES
        return SingleIncome(self.number, values["name"], values["on"], values["amount"], certain, values["note"] or "")


class LivingForm(CashForm):
    """What living costs every month on a day."""

    kind = "living"

    def fields(self) -> Sequence[Field]:
        """Amount in fen, the day of the month, what it is, from when and until when."""
        return (
            amount_field("monthly", t("cash.monthly"), hint=t("cash.hint.living")),
            any_count_field("day", t("cash.day"), hint=t("cash.hint.day")),
            Field("name", t("cash.name"), hint=t("cash.hint.living")),
            date_field("from_on", t("cash.from_on"), self.today),
            date_field(
                "until_on", t("cash.until_on"), self.today, ahead=True, optional=True, hint=t("cash.hint.until")
            ),
            self.note_field(),
        )

    def start(self) -> Texts:
        """A new one begins with this month."""
        if self.old is None:
            return {"from_on": self.today.replace(day=1).isoformat()}
        until = self.old.until_on
        return {
            "monthly": fmt.plain_money(self.old.monthly_minor),
            "day": str(self.old.day),
            "name": self.old.name,
            "from_on": self.old.from_on.isoformat(),
            "until_on": "" if until is None else until.isoformat(),
            "note": self.old.note,
        }

    def record(self, values: dict[str, Any]) -> LivingCost:
        """The cost as it stands in the fields."""
        days = values["from_on"], values["until_on"]
        return LivingCost(self.number, values["name"], values["day"], values["monthly"], *days, values["note"] or "")


class BufferForm(CashForm):
    """What is not to be spent."""

    kind = "buffer"
    repeats = False

    def __init__(self) -> None:
        super().__init__()
        self.repeats = False

    def fields(self) -> Sequence[Field]:
        """An amount in fen."""
        return (amount_field("buffer", t("cash.form.buffer"), hint=t("cash.hint.buffer")),)

    def start(self) -> Texts:
        """What is kept now."""
        kept = buffer_of(self.planner.overview.settings)
        return {"buffer": fmt.plain_money(kept)} if kept else {}

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Keep it."""
        from planner.services import cash

        amount = values["buffer"]
        seen = SeenSetting(BUFFER, self.planner.overview.settings.get(BUFFER))
        self.planner.write(lambda store: cash.set_buffer(store, amount), then=done, failed=self.show_error, seen=seen)


class BillShareForm(CashForm):
    """How much of a card's limit a bill may show."""

    kind = "bill_share"
    repeats = False

    def __init__(self) -> None:
        super().__init__()
        self.repeats = False

    def fields(self) -> Sequence[Field]:
        """A share of a limit; empty for the threshold of the finding."""
        hint = t("cash.hint.bill_share")
        return (share_field("bill_share", t("cash.form.bill_share"), optional=True, hint=hint),)

    def start(self) -> Texts:
        """What is kept now."""
        share = bill_share_of(self.planner.overview.settings)
        return {} if share is None else {"bill_share": rate_text(share)}

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Keep it."""
        from planner.services import cash

        share = values["bill_share"]
        seen = SeenSetting(BILL_SHARE, self.planner.overview.settings.get(BILL_SHARE))
        self.planner.write(
            lambda store: cash.set_bill_share(store, share), then=done, failed=self.show_error, seen=seen
        )


def certain_field(label: str, **more: Any) -> Field:
    """Whether an income is certain or expected; ``label`` is the key of its texts."""
    return Field("certain", t(label), options=option_texts(label, (YES, NO)), **more)
