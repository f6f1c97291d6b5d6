"""The form of a repayment: what it pays and how it is divided, before it is recorded and when it is corrected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from planner.domain.accounts.loan import Method
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account, Repayment, Split
from planner.domain.basics.money import share
from planner.domain.ledger.printed_days import named_among
from planner.domain.ledger.split import Payments, filled
from planner.domain.ledger.state import AccountState, Due, DueStatus, Position
from planner.domain.ledger.unrecorded import debited_by
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.forms.fields import Field, Texts, amount_field, date_field, option_texts
from planner.ui.forms.form import Form
from planner.ui.screens.loans.assigned import assigned_field, assigned_on
from planner.ui.screens.loans.closeout import offer_close_out
from planner.ui.screens.loans.repayment_texts import due_lines, split_lines, texts_of
from planner.ui.screens.loans.same_day import included_field, included_text

if TYPE_CHECKING:
    from planner.services import OpResult, Store


_JUST_SHORT = Decimal("0.05")  # of what is due; more than that is hardly a discount


class RepaymentForm(Form):
    """A repayment: opens with the amount due and today, so that enter alone records it."""

    enter_saves = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "discount", "key.discount", priority=True),
        Binding("f8", "due_day", "key.due_day"),
        Binding("f5", "this_one", "key.this_one", priority=True),
        Binding("f7", "least_or_all", "key.least_or_all", priority=True),
    ]

    def __init__(
        self,
        account: Account,
        *,
        due: Due | None = None,
        settle: bool = False,
        edit: Repayment | None = None,
        given: Texts | None = None,
    ):
        """``due``: pays this one; ``settle``: ends the loan; ``edit``: changes this one; ``given``: opens so."""
        super().__init__()
        self.account = account
        self.due = due
        self.settle = settle
        self.repayment = edit
        self.given = given or {}
        self._offered = 0  # what may have been a discount, while that is asked
        self._twice: tuple[date, int] | None = None  # what it was said of that it is recorded already
        self._told = 0  # the amount of which it was said that it does not settle
        self._day: date | None = None  # the day of which the amount is that the form filled in
        which = f"edit-{edit.id}" if edit else f"due-{due.due_on}" if due else "settle" if settle else ""
        self.draft_key = f"repayment-{account.loan.id}-{which}" if given is None else ""

    def heading(self) -> str:
        """Whether it is added, changed, or ends the loan; and of which loan."""
        which = "edit" if self.repayment else "settle" if self.settle else "add"
        return t(f"repayment.form.{which}", loan=full_name(self.account.loan))

    def fields(self) -> Sequence[Field]:
        """Amounts in fen. A balance or parts may be given; with neither, the ledger divides it."""
        today = self.planner.overview.today
        asked = self.repayment is None and "amount" in self.start()
        hint = t("repayment.hint.amount" if asked else "loan.hint.amount")
        return (
            amount_field("amount", t("repayment.amount"), hint=hint),
            date_field("on", t("repayment.on"), today, hint=t("loan.hint.date")),
            assigned_field(self._payable, today, asked=self._asks_which, debited=self._debited is not None),
            amount_field("discount", t("repayment.discount"), optional=True, hint=t("repayment.hint.discount")),
            amount_field("balance", t("repayment.balance"), optional=True, hint=t("repayment.hint.balance")),
            amount_field("principal", t("repayment.principal"), optional=True, hint=t("repayment.hint.split")),
            amount_field("interest", t("repayment.interest"), optional=True, hint=t("repayment.hint.split")),
            amount_field("fee", t("repayment.fee"), optional=True, hint=t("repayment.hint.split")),
            Field(
                "settles",
                t("repayment.settles"),
                options=option_texts("yes", ["no", "yes"]),
                hint=t("repayment.hint.settles"),
            ),
            included_field(self.account, today),
            Field("note", t("loan.note"), optional=True),
        )

    def start(self) -> Texts:
        """What the repayment says, or today and what is due, or what ends the loan."""
        if self.repayment is not None:
            return texts_of(self.repayment, self._named) | included_text(self.account, self.repayment)
        today = self.planner.overview.today
        texts = {"on": today.isoformat(), "settles": "yes" if self.settle else "no", "assigned": self._beside_debit}
        return texts | self._amount_text(today) | self.given

    @property
    def _place(self) -> Position:
        """How the account stands today."""
        return self.planner.overview.positions[self.account.loan.id]

    def _amount_text(self, on: date) -> Texts:
        """What a new repayment of a day opens with in the field of its amount."""
        amount = self._asked_on(on)
        return {"amount": fmt.plain_money(amount)} if amount else {}

    def _asked_on(self, on: date) -> int:
        """What is to be paid if it is paid on that day, fen; 0 where nothing is asked for."""
        amount = self._payments.place(on).settlement_minor if self.settle else 0
        due = self.due or self._place.next_due
        asked = _asked(due) - self._grown_since(due, on) if due else 0
        return amount or self._plan_minor or asked or self._place.short_minor

    @property
    def _plan_minor(self) -> int:
        """What the adopted plan pays with the due, where that is more; 0 for nothing more."""
        due = self.due or self._place.next_due
        more = None if due is None or self.repayment is not None else self.planner.overview.planned_with(due)
        return 0 if more is None else more.amount_minor

    def _grown_since(self, due: Due, on: date) -> int:
        """What of the penalty interest that is open of a due has grown after a day, fen; below 0 for a day to come."""
        if not due.penalty_minor or on == self.planner.overview.today:
            return 0
        then = next((one for one in self._payments.place(on).dues if one.due_on == due.due_on), None)
        return due.penalty_minor - (then.penalty_minor if then else 0)

    def on_mount(self) -> None:
        """The day of which the amount is that it opens with."""
        self._day = self.known(self.texts())["on"]

    def edited(self, key: str) -> None:
        """Another day: an amount that the form filled in becomes what is asked on that day."""
        if key == "on":
            on = self.known(self.texts())["on"]
            if on is not None:
                self.fill(self._amount_of(on))

    def _amount_of(self, on: date) -> Texts:
        """What the amount becomes on another day; nothing where it is the person's own."""
        if self.repayment is not None or self._day is None:
            return {}
        before, self._day = self._day, on
        same = self._amount_text(before).get("amount") == self.texts()["amount"]
        return self._amount_text(on) if same else {}

    @cached_property
    def _payable(self) -> Sequence[Due]:
        """The dues that it can be for, the oldest first.

        Of a debit that is taken for made only the one it is for, and so of one that a balance showed as paid: nothing
        is left to pay of it.
        """
        on = self.repayment.on if self.repayment else self.planner.overview.today
        undated = _undated(self._payments.place(on).dues)
        this = None if self.due is None else self.due.due_on
        debit = None if self._debited is None else self._debited[0]
        dues = self._payments.payable(on)
        return [
            due
            for due in dues
            if due is debit or due.due_on == this or (due.unpaid_minor and due.due_on not in undated)
        ]

    @cached_property
    def _debited(self) -> tuple[Due, Due] | None:
        """What a debit is taken to have paid before it, and the next due: it may be for either."""
        on = self.repayment.on if self.repayment else self.planner.overview.today
        found = debited_by(self._payments.payable(on), on)
        return None if found is None or (self.due is not None and self.due.due_on == found[0].due_on) else found

    @property
    def _beside_debit(self) -> str:
        """The next due date, where it was opened for what is paid beside an assumed debit: for that due, by a plan."""
        if self._debited is None:
            return ""
        beside = self.due is not None or "amount" in self.given
        return self._debited[1].due_on.isoformat() if beside else ""

    @property
    def _named(self) -> date | None:
        """The due date that the repayment names, as it now is; one of which nothing is left as it was told."""
        told = None if self.repayment is None else self.repayment.assigned_on
        due = None if told is None else named_among(self.account.loan, told, self._payable)
        return told if due is None else due.due_on

    @property
    def _newer(self) -> bool:
        """Whether it was opened for a due that is not the oldest which it can be for."""
        return self.due is not None and any(due.due_on == self.due.due_on for due in self._payable[1:])

    @property
    def _asks_which(self) -> bool:
        new = self.repayment is None
        return self._newer or (self._debited is not None and new) or (not new and self._named is not None)

    def action_this_one(self) -> None:
        """From the oldest first to the due for which the form was opened, and back."""
        if self.due is not None and self._newer:
            this = self.due.due_on.isoformat()
            self.fill({"assigned": "" if self.texts()["assigned"] == this else this})

    def _meant(self, texts: Texts) -> Due | None:
        """The due that it is for: which the field says, else for which the form was opened."""
        said = next((due for due in self._payable[1:] if due.due_on.isoformat() == texts["assigned"]), None)
        return self.due if said is None else said

    def action_least_or_all(self) -> None:
        """On to the next of what may be paid: the minimum of the bill, all that is due, what the plan pays."""
        texts = [fmt.plain_money(amount) for amount in self._choices]
        now = self.input("amount").text
        self.fill({"amount": texts[(texts.index(now) + 1) % len(texts)] if now in texts else texts[0]})

    @property
    def _choices(self) -> list[int]:
        """The amounts that may be paid of the due, fen, rising; one of them is the amount that it opens with."""
        if self.due is None:
            return []
        found = {self.due.least_minor, self.due.unpaid_minor, self._plan_minor}
        return sorted(amount for amount in found if amount)

    def beside(self, texts: Texts) -> str:
        """Which instalment it is for, what older ones still ask, and how it is divided."""
        known, lines = self.known(texts), []
        if self.repayment is None and self._is_settled:
            lines.append(t("repayment.settled_already"))
        creditor = self._place.claim.creditor
        if creditor and self.repayment is None:
            lines += [t("repayment.owed_to", creditor=creditor), ""]
        due = self._meant(texts)
        dated, missed = self._dates(known, texts), self._not_debited(texts)
        if dated is not None:
            lines += [t("repayment.for_named", on=fmt.day(dated.due_on)), "", t("repayment.dates"), ""]
        elif missed is not None:
            lines += [t("repayment.for_named", on=fmt.day(missed.due_on)), ""]
        elif due is not None:
            lines += self._lines_of(due, texts)
        if known["amount"] and known["on"]:
            try:
                split = self._divided(known)
                lines += split_lines(split)
                lines += self._credit_lines(known, split)
            except PlannerError as error:
                lines.append(fmt.error(error.code, error.params))
        return "\n".join(lines)

    def _lines_of(self, due: Due, texts: Texts) -> list[str]:
        """For which due it is, on which days it may have been paid, what a plan pays with it, what an offset does."""
        lines: list[str] = []
        if self._passed(due):
            lines += [t("repayment.which_day", on=fmt.day(due.due_on)), ""]
        new = self.repayment is None
        lines += due_lines(
            due,
            self._place.dues if new else self._payable,
            self.planner.overview.today if new else None,
            named=bool(texts["assigned"]),
            asked=self._newer and due is self.due,
        )
        if self._plan_minor and self.due is not None and due.due_on == self.due.due_on:
            lines += [t("repayment.by_plan", plan=fmt.money(self._plan_minor), due=fmt.money(_asked(due))), ""]
        offset = min(self.account.loan.offset_minor, due.amount_minor)
        if offset:
            own = fmt.money(due.amount_minor - offset)
            lines += [t("repayment.offset", offset=fmt.money(offset), own=own), ""]
        return lines

    def _dates(self, known: dict[str, Any], texts: Texts) -> Due | None:
        """What was paid on a day that nobody recorded, where a payment of an earlier day would be that of it."""
        on = known["on"]
        if self.repayment is not None or on is None or texts["assigned"] or on >= self.planner.overview.today:
            return None
        oldest = next(iter(self._payments.payable(on)), None)
        return oldest if oldest is not None and oldest.due_on in _undated(self._place.dues) else None

    def _not_debited(self, texts: Texts) -> Due | None:
        """The due of which it is said that its debit was not made: it is for that one."""
        if self._debited is None or self.repayment is not None or texts["settles"] == "yes" or texts["assigned"]:
            return None
        return self._debited[0]

    @property
    def _is_settled(self) -> bool:
        return self.account.loan.method.scheduled and self._place.state is AccountState.SETTLED

    def _passed(self, due: Due | None) -> bool:
        """Whether it is for a due whose day has passed, so that two days are likely: that one and today."""
        return self.due is not None and due is not None and due.due_on < self.planner.overview.today

    def action_due_day(self) -> None:
        """It was paid on its due date; once more: today."""
        due = self._meant(self.texts())
        if due is not None and self._passed(due):
            due_on, today = due.due_on, self.planner.overview.today
            on = today if self.texts()["on"] == due_on.isoformat() else due_on
            self.fill({"on": on.isoformat()} | self._amount_of(on))

    def _credit_lines(self, known: dict[str, Any], split: Split) -> list[str]:
        """What is paid on a card beyond what is owed."""
        over = _counted(known) - split.principal_minor - split.interest_minor - split.fee_minor
        card = self.account.loan.method is Method.CARD
        return ["", t("repayment.credit", credit=fmt.money(over))] if over > 0 and card else []

    def _divided(self, known: dict[str, Any]) -> Split:
        """The split that the person gave, or how the ledger would divide it.

        Raises:
            PlannerError: when the parts do not add up, or the balance cannot be right.
        """
        split = self._split(known)
        if split is None:
            settles, after = known["settles"] == "yes", known["included"] == "no"
            named = assigned_on(known["assigned"])
            return self._payments.split(known["on"], _counted(known), settles, after_reading=after, assigned_on=named)
        split.validate(_counted(known))
        return split

    @cached_property
    def _payments(self) -> Payments:
        """The ledger without the repayment that is edited; its state of today is known where nothing is left out."""
        if self.repayment is not None:
            return Payments(self.account.without(self.repayment.id))
        overview, loan_id = self.planner.overview, self.account.loan.id
        same = overview.accounts.get(loan_id) == self.account
        return Payments(self.account, overview.positions[loan_id] if same else None)

    def _split(self, values: dict[str, Any]) -> Split | None:
        """The split that the person gave, or None when it is to be derived. Its sum is checked when it is recorded.

        Raises:
            PlannerError: when the balance cannot be right.
        """
        on, amount, balance = values["on"], _counted(values), values["balance"]
        if balance is not None:
            after, named = values["included"] == "no", assigned_on(values["assigned"])
            return self._payments.from_balance(on, amount, balance, after_reading=after, assigned_on=named)
        return filled(amount, values["principal"], values["interest"], values["fee"])

    def _short(self, values: dict[str, Any]) -> bool:
        """Whether a settlement is less than what it needs, and that has not been said yet for this amount."""
        amount = _counted(values)
        if values["settles"] != "yes" or self._told == amount:
            return False
        needed = self._payments.place(values["on"]).settlement_minor
        if amount >= needed:
            return False
        self._told = amount
        told = t("repayment.short", needed=fmt.plain_money(needed), missing=fmt.plain_money(needed - amount))
        self.say(told, "amount")
        return True

    def _missing(self, values: dict[str, Any]) -> int:
        """What a new payment is just short of its due, which may be a discount; 0 where that is not to be asked."""
        given = any(values[name] is not None for name in ("discount", "balance", "principal", "interest", "fee"))
        if self.repayment is not None or values["settles"] == "yes" or given or self._told == values["amount"]:
            return 0
        due = self._meant(self.texts()) or self._payments.place(values["on"]).next_due
        if due is None or self.account.loan.method is Method.CARD:
            return 0
        asked = due.unpaid_minor - self._grown_since(due, values["on"])
        missing = asked - values["amount"]
        return missing if self.account.loan.tolerance_minor < missing <= share(asked, _JUST_SHORT) else 0

    def action_discount(self) -> None:
        """What the payment is short of its due was a discount: filled in, to be saved."""
        if self._offered:
            self.fill(self.texts() | {"discount": fmt.plain_money(self._offered)})
            self._offered = 0
            self.say("", "amount")
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Each key is there while it says something: a discount offered, a due date passed, another amount."""
        if action == "due_day":
            return self._passed(self.due)
        if action == "this_one":
            return self._newer
        if action == "least_or_all":
            return self.is_mounted and len(self._choices) > 1
        return bool(self._offered) if action == "discount" else super().check_action(action, parameters)

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Record or change it. A settlement that falls short is said once for an amount; again it is recorded as it is.

        When a new one leaves nothing owed on a loan, what is left to do with the lender is offered as reminders.

        Raises:
            PlannerError: when the balance cannot be right.
        """
        paid = Repayment(
            self.repayment.id if self.repayment else 0,
            values["on"],
            values["amount"],
            self._split(values),
            values["settles"] == "yes",
            values["note"] or "",
            after_reading=values["included"] == "no",
            discount_minor=values["discount"] or 0,
            assigned_on=assigned_on(values["assigned"]),
        )
        if self._short(values):
            self.busy = False
            return
        self._offered = self._missing(values)
        if self._offered:
            self._told, self.busy = values["amount"], False
            self.say(t("repayment.discount.ask", missing=fmt.plain_money(self._offered)), "amount")
            self.refresh_bindings()
            return
        loan, balance, today = self.account.loan, values["balance"], self.planner.overview.today

        def saved() -> None:
            done()
            if not paid.id and (paid.settles or loan.method.scheduled):
                offer_close_out(self.planner, loan.id)

        twice = self._twice == (paid.on, paid.amount_minor)
        self.planner.write(
            lambda store: _recorded(store, loan.id, paid, balance, today, twice),
            then=saved,
            failed=self._refused,
            seen=self.repayment,
        )

    def _refused(self, error: PlannerError) -> None:
        """One of the same day and amount is recorded, perhaps a moment ago in another window: asked once."""
        if error.code != "repayment.twice":
            self.show_error(error)
            return
        values = self.known(self.texts())
        self._twice, self.busy = (values["on"], values["amount"]), False
        self.say(t("repayment.twice_form", told=fmt.error(error.code, error.params)), "amount")


def _counted(values: dict[str, Any]) -> int:
    """What the lender counted as paid."""
    return int(values["amount"]) + (values["discount"] or 0)


def _undated(dues: Iterable[Due]) -> set[date]:
    """The due dates of what was paid on a day that nobody recorded."""
    return {due.due_on for due in dues if due.status is DueStatus.UNDATED}


def _asked(due: Due) -> int:
    """What a due asks for: of a bill the minimum while it is not paid, of an assumed debit all."""
    return due.offered_minor or due.amount_minor


def _recorded(
    store: Store, loan_id: int, paid: Repayment, balance_minor: int | None, today: date, twice: bool
) -> OpResult[int]:
    """Record a repayment, a new one with the balance after it, if that was given and it does not settle; or change it.

    ``paid.after_reading`` is what the person said, or False where it was not asked.
    """
    from planner.services import repayments

    after, note, discount, named = paid.after_reading, paid.note, paid.discount_minor, paid.assigned_on
    if not paid.id and balance_minor is not None and not paid.settles:
        return repayments.record_with_balance(
            store,
            loan_id,
            paid.on,
            paid.amount_minor,
            balance_minor,
            today=today,
            note=note,
            after_reading=after,
            discount_minor=discount,
            assigned_on=named,
            twice=twice,
        )
    change = (
        partial(repayments.edit, store, paid.id) if paid.id else partial(repayments.record, store, loan_id, twice=twice)
    )
    return change(
        paid.on,
        paid.amount_minor,
        today=today,
        split=paid.split,
        settles=paid.settles,
        note=note,
        after_reading=after,
        discount_minor=discount,
        assigned_on=named,
    )
