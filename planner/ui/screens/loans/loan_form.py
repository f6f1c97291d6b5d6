"""Entering a loan: the lender picked by a part of its name, the terms filled in, schedule and cost beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from textual.content import Content

from planner.domain.accounts.loan import Every, Lender, LenderKind, Loan, Method, usual_day_count
from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import PLAIN_CARD, Fee, fees_changed_on
from planner.domain.basics.rates import RateBasis
from planner.domain.basics.typed import rate_basis_told
from planner.domain.ledger.agreed import fees_settled_until
from planner.domain.ledger.card_bills import latest_bill
from planner.domain.reference.products import Preset, search, usual_minimum
from planner.domain.schedule.instalments import check_payment, instalments
from planner.domain.what_if.prepay import settling
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.forms.fields import Field, Texts
from planner.ui.forms.form import Form
from planner.ui.screens.loans.card_terms import from_line
from planner.ui.screens.loans.loan_field import BLANK, Scene, fields_of, loan_with, texts_of
from planner.ui.screens.loans.loan_fields import LOAN_FIELDS, informal, line, scheduled
from planner.ui.screens.loans.loan_preview import preview
from planner.ui.screens.loans.presets import preset_texts, preset_title
from planner.ui.widgets.text import fit, width, wrap
from planner.values import replace

GRACE = "grace_days"

Doubt = Callable[[Any, dict[str, Any]], str]


def _per_term(per: RateBasis, every: str | None) -> bool:
    return per is RateBasis.MONTH and every == Every.MONTH


class LoanForm(Form):
    """A new loan, or an edited one (``loan`` given); what a line owes is asked of a new one only."""

    draft_key = "loan"
    repeats = True
    follows_focus = True  # presets are offered while the name is typed
    like = BLANK  # what a new loan is where no field says otherwise

    def __init__(self, loan: Loan | None = None, *, given: Texts | None = None) -> None:
        super().__init__()
        self.loan = loan
        self.given = given or {}
        self.preset: Preset | None = None
        self.matches: Sequence[Preset] = ()
        self.match = 0
        self._flat = False  # whether the rate in its field is a fee on the original principal
        self._other_rate = ""  # the one that stood there while it was the other way round
        self._per: RateBasis | None = None  # what the rate was typed to be per
        if loan is not None:
            self.draft_key = f"loan-{loan.id}"
            self.repeats = False
        if self.given:
            self.draft_key, self.repeats = "", False

    def heading(self) -> str:
        """Whether a loan is added or changed; of a changed one its own name."""
        return t("loan.form.add") if self.loan is None else t("loan.form.edit", name=self.loan.name)

    def fields(self) -> Sequence[Field]:
        """The table of loan fields; which are shown follows from the method that is chosen."""
        overview = self.planner.overview
        place = None if self.loan is None else overview.positions.get(self.loan.id)
        owed = 0 if place is None else place.principal_minor
        own: dict[str, Callable[[Field], Field]] = {
            GRACE: lambda one: replace(one, renamed=self._grace_label),
            "lender": lambda one: replace(one, doubt=self._unnamed),
            "rate": lambda one: replace(one, doubt=self._rate_doubt(one.doubt)),
        }
        fields = fields_of(LOAN_FIELDS, Scene(overview.today, self.loan, owed))
        return tuple(own[one.key](one) if one.key in own else one for one in fields)

    def _unnamed(self, name: str, values: dict[str, Any]) -> str:
        """Of a new loan that an app sold it is asked once under which name the institution that lends reports."""
        if self.loan is not None or values.get("institution"):
            return ""
        lender = Lender(0, name, LenderKind(values.get("kind") or LenderKind.BANK))
        names = self.planner.overview.catalogue.institutions
        return t("loan.doubt.unnamed", name=name) if names.unnamed(replace(BLANK, lender=lender)) else ""

    def _rate_doubt(self, usual: Doubt | None) -> Doubt:
        """A rate by the day is no fee on the original principal; all else as of any rate."""

        def doubt(value: Decimal, values: dict[str, Any]) -> str:
            if self._is_flat() and self._per is not None and not _per_term(self._per, values["every"]):
                return t("loan.doubt.flat_rate", basis=t(f"basis.{self._per}"))
            return usual(value, values) if usual is not None else ""

        return doubt

    def _grace_label(self, texts: Texts) -> str:
        """Days of grace that came with a product and were not changed are not confirmed, and say so."""
        usual = self.preset is not None and texts[GRACE] == str(self.preset.grace_days or "")
        return t("loan.grace_unconfirmed" if usual and GRACE not in self.touched else "loan.grace_days")

    def start(self) -> Texts:
        """As recorded; a new loan is paid in equal monthly payments. What was ``given`` stands there instead."""
        if self.loan is None:
            return {"method": Method.LEVEL_PAYMENT, "every": Every.MONTH} | self.given
        return texts_of(LOAN_FIELDS, self.loan) | self.given

    def first_field(self) -> str:
        """Of a loan that was known what is ``given`` is what the form was opened for."""
        given = (spec.key for spec in self.specs if spec.key in self.given) if self.loan is not None else iter(())
        return next(given, super().first_field())

    def on_mount(self) -> None:
        """As in every form; what the rate that it opens with is a share of is known."""
        super().on_mount()
        self._flat = self._is_flat()

    def fill(self, texts: Texts) -> None:
        """As in every form; a method comes with its own rate."""
        super().fill(texts)
        if "method" in texts:
            self._flat, self._other_rate = self._is_flat(), ""

    def _is_flat(self) -> bool:
        return self.input("method").text == Method.FLAT_FEE

    # -- picking a lender ------------------------------------------------------------------------------------------

    def _picking(self) -> bool:
        return self.focused is self.input("lender")

    def edited(self, key: str) -> None:
        """What follows from a field is suggested anew, until the person says otherwise."""
        if key == "lender":
            from planner.storage.shipped import products

            if self.preset is not None and "institution" not in self.touched:
                self.fill({"institution": ""})  # it was that of the lender picked before
            self.preset = None
            self.match = 0
            text = self.input("lender").text
            self.matches = search(products.load().presets, text, 12) if text.strip() else ()
        elif key == "rate":
            self._per = rate_basis_told(self.input("rate").text)
            self.fill({"confirmed": "yes"})
        elif key == "method":
            self._suit_rate()
            self._suggest_principal()
        if key in ("method", "basis", "rate"):
            self._suggest_days()
        if key in ("start_on", "first_due_on", "terms", "interest_only_terms", "method", "every", "principal", "rate"):
            self._suggest_paid()
        if key in ("statement_day", "due_day", "owed", "billed"):
            self._suggest_bill()

    def _suit_rate(self) -> None:
        """A rate of the balance is no fee on the original principal: it goes, and is there again with its method."""
        if self._is_flat() != self._flat:
            self._flat = not self._flat
            other, self._other_rate = self._other_rate, self.input("rate").text
            super().fill({"rate": other})
            self._per = None

    def _suggest_principal(self) -> None:
        """What a line was drawn on its first day is what a loan in its place was paid out as."""
        if self.loan is None or not scheduled(self.texts()) or self.input("principal").text.strip():
            return
        draws = self.planner.overview.accounts[self.loan.id].draws
        drawn = sum(draw.amount_minor for draw in draws)
        if drawn and all(draw.on == self.loan.start_on for draw in draws):
            self.fill({"principal": fmt.plain_money(drawn)})

    def _suggest_days(self) -> None:
        """Days as products of this kind count them, unless the preset or the person says."""
        if self.loan is not None or "day_count" in self.touched:
            return
        texts = self.texts()
        told = self.preset.day_count if self.preset else None
        self.fill({"day_count": told or usual_day_count(Method(texts["method"]), RateBasis(texts["basis"]))})

    def _suggest_bill(self) -> None:
        """When the bill that is already cut falls due, where the days of the card tell."""
        if self.loan is not None or "billed_due_on" in self.touched:
            return
        days = self.known(self.texts())
        try:
            due_on = latest_bill(days["statement_day"], days["due_day"], self.planner.overview.today)[1]
        except ValueError:  # no day of a month: told when it is saved
            due_on = None
        self.fill({"billed_due_on": "" if due_on is None else due_on.isoformat()})

    def _suggest_paid(self) -> None:
        """What fell due before today was usually paid: suggest that count until the person says otherwise."""
        if self.loan is not None or "paid_terms" in self.touched:
            return
        loan = self._loan(self.texts() | {"paid_terms": ""})
        if loan is not None and loan.method.scheduled:
            today = self.planner.overview.today
            passed = sum(1 for row in instalments(loan) if row.due_on < today)
            self.fill({"paid_terms": str(passed) if passed else ""})

    def action_step(self, step: int) -> None:
        """Up and down choose among the products while a lender is typed."""
        if self._picking() and self.matches:
            self.match = (self.match + step) % len(self.matches)
            self.show_beside()
        else:
            super().action_step(step)

    def action_field(self, step: int) -> None:
        """Going on without a choice keeps the name as it was typed."""
        if self._picking():
            self.matches = ()
        super().action_field(step)

    def action_next(self) -> None:
        """Take the product in hand, then go on."""
        if self._picking() and self.matches:
            self._take(self.matches[self.match])
        super().action_next()

    def _take(self, preset: Preset) -> None:
        self.preset = preset
        self.matches = ()
        self.touched.add("lender")
        self.fill(preset_texts(preset))
        self.call_after_refresh(self._suggest_paid)
        self.call_after_refresh(self._suggest_bill)

    # -- what stands beside ----------------------------------------------------------------------------------------

    def beside(self, texts: Texts) -> Content | str:
        """The products that fit what is typed, or what the loan costs and asks for."""
        if self._picking() and self.matches:
            return self._match_list()
        if self.preset is not None and self.focused is self.input(GRACE):
            told = from_line(self.preset.fact(GRACE), t("terms.usual.grace_days", n=self.preset.grace_days))
            return Content("\n".join(wrap(told, self.room_beside)))
        loan, why = self._read(texts)
        if loan is None:
            if why is not None:
                return Content("\n".join(wrap(fmt.error(why.code, why.params), self.room_beside)))
            kind = "_informal" if informal(texts) else "_line" if line(texts) else ""
            return Content(t(f"loan.preview.incomplete{kind}"))
        known = self.planner.overview.accounts.get(loan.id)
        hint = ""
        if known is not None and self.loan is not None and not loan.method.scheduled:
            hint = t("loan.balance_kept" if self.loan.method.scheduled else "loan.balance_elsewhere")
        account = replace(known, loan=loan) if known is not None else Account(loan)
        return preview(account, self.room_beside, settling(account, self.planner.overview.today), hint)

    def _match_list(self) -> Content:
        lines = [t("loan.pick"), ""]
        methods = [t(f"method.{preset.methods[0]}") for preset in self.matches]
        room = self.room_beside - 3  # without the mark and the blanks
        cells = max(room // 2, room - max(map(width, methods)))
        for index, (preset, method) in enumerate(zip(self.matches, methods, strict=True)):
            mark = ">" if index == self.match else " "
            lines.append(f"{mark} {preset_title(preset, cells)} {fit(method, room - cells)}".rstrip())
        return Content("\n".join(lines))

    def _loan(self, texts: Texts) -> Loan | None:
        """The loan as typed so far, or None while something needed is missing or wrong."""
        return self._read(texts)[0]

    def _read(self, texts: Texts) -> tuple[Loan | None, PlannerError | None]:
        """The same; where everything is typed but does not fit together, why."""
        try:
            return self._typed_loan(self.known(texts)), None
        except PlannerError as error:
            return None, error
        except (TypeError, ValueError, KeyError):
            return None, None

    def _typed_loan(self, values: dict[str, Any]) -> Loan:
        """The loan that the values describe.

        Raises:
            TypeError: while a needed value is still None.
            PlannerError: when the terms do not fit each other.
        """
        if informal(values):
            values = values | {"rate": Decimal(0), "confirmed": "yes"}
            if self.preset is not None and values["name"]:
                values["lender"] = values["name"]  # each of them lends for himself
        loan = loan_with(LOAN_FIELDS, self.loan or self.like, values)
        if self.preset is not None:
            loan = replace(loan, product=self.preset.code)
            if loan.method is Method.CARD and loan.card == PLAIN_CARD:
                loan = replace(loan, card=usual_minimum(self.preset))
        if self.loan is not None and loan.fees != self.loan.fees:
            loan = replace(loan, fees=self._fees_by_day(self.loan, loan))
        loan.validate()
        check_payment(loan)
        return loan

    def _fees_by_day(self, before: Loan, after: Loan) -> tuple[Fee, ...]:
        """Once something is paid, another fee holds from now on: what was paid in full stays so."""
        overview = self.planner.overview
        known = overview.accounts.get(before.id)
        settled = None if known is None else fees_settled_until(known, overview.today)
        return after.fees if settled is None else fees_changed_on(before.fees, after.fees, settled + timedelta(1))

    # -- saving ----------------------------------------------------------------------------------------------------

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Add the loan with what it owes (fen; left empty, 0), or replace its terms unless another window changed them.

        Raises:
            PlannerError: ``loan.*`` when the terms do not fit each other.
        """
        from planner.services import loans

        loan = self._typed_loan(values)
        owed, seen, drawn = values["owed"] or 0, self.loan, informal(values)
        today = self.planner.overview.today
        if self.loan is None:
            self.planner.write(
                lambda store: loans.add(
                    store,
                    loan,
                    opening_minor=0 if drawn else owed,
                    drawn_minor=owed if drawn else 0,
                    billed_minor=values["billed"] or 0,
                    billed_due_on=values["billed_due_on"],
                    today=today,
                ),
                then=done,
                failed=self.show_error,
            )
        else:
            self.planner.write(
                lambda store: loans.edit(store, loan, seen, today=today), then=done, failed=self.show_error
            )

    def aside(self) -> Texts:
        """A draft keeps the product that was picked, and the rate of the other kind of method."""
        kept = {"other_rate": self._other_rate} if self._other_rate else {}
        return kept | ({"product": self.preset.code} if self.preset else {})

    def restore(self, draft: Texts) -> None:
        """The product that was picked, unless it is no longer known."""
        from planner.storage.shipped import products

        self.preset = products.load().preset(draft.get("product", ""))
        self._other_rate = draft.get("other_rate", "")

    def again(self) -> None:
        """The next loan begins without the product of this one."""
        self.preset = None
        super().again()
