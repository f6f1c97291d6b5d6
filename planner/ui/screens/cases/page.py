"""Cases: objections, appeals, arrangements, complaints; what is left after paying off; offers of loans; calls."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from planner.domain.cases.calls import Call
from planner.domain.cases.file import CaseFile, Kind
from planner.domain.offers.offer import Offer
from planner.overview.overview import Overview
from planner.ui.base import Listing
from planner.ui.screens.cases.asking import ask_delete
from planner.ui.screens.cases.views import calls, cases, closeouts
from planner.ui.screens.offers import asking
from planner.ui.screens.offers import view as offers
from planner.ui.views import View, ViewsPage
from planner.ui.widgets.table import Table
from planner.words import calls as call_words
from planner.words import cases as words
from planner.words import offers as offer_words

VIEWS: tuple[View[Overview], ...] = (cases.VIEW, closeouts.VIEW, calls.VIEW, offers.VIEW)
_OF_OFFERS = ("add_offer", "wishes", "alternatives")
_OF_CALLS = ("add_call", "complain")


class CasesPage(ViewsPage[Overview]):
    """Page 6."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,v,f8", "view(1)", "key.view_next"),
        Binding("left", "view(-1)", "key.view_previous", show=False),
        Binding("a,ctrl+n", "add", "key.add_case"),
        Binding("a,ctrl+n", "add_offer", "key.add_offer"),
        Binding("a,ctrl+n", "add_call", "key.add_call"),
        Binding("x,f7", "complain", "key.complain"),
        Binding("b,f3", "wishes", "key.wishes"),
        Binding("f,f4", "alternatives", "key.alternatives"),
        Binding("e,f2", "edit", "key.edit"),
        Binding("d,delete", "delete", "key.delete", show=False),
    ]

    views = VIEWS
    keys_first = True

    @property
    def sight(self) -> Overview:
        """The figures of the app."""
        return self.planner.overview

    @property
    def listing(self) -> Listing:
        """All cases, close-outs too; of the view of offers the offers."""
        return Listing("offers" if self.in_sight is offers.VIEW else "cases")

    def open_at(self, view: str, *, form: bool = False) -> None:
        """Turn to the view of that name; with ``form`` open the form that adds to it.

        Instead of a view a kind of case may be named: the form is that of a new one of the kind.
        """
        kinds = set(Kind)
        self.turn_to(cases.VIEW.name if view in kinds else view)
        if form and self.in_sight is offers.VIEW:
            self.action_add_offer()
        elif form and self.in_sight is calls.VIEW:
            self.action_add_call()
        elif form:
            self._begin({"kind": view} if view in kinds else {})

    def show(self, overview: Overview) -> None:
        """Fill the view that was turned to."""
        self.fill()

    def headline(self, head: str, about: str) -> str:
        """Which view this is, how many there are, and of the row under the cursor by when it is answered."""
        return "\n".join(part for part in (self.named("case.view"), head, about) if part)

    def explained(self) -> str:
        """How rounds, events and deadlines work; of offers how one is reckoned, of calls how they are counted."""
        if self.in_sight is offers.VIEW:
            return offer_words.explained()
        if self.in_sight is calls.VIEW:
            return call_words.explained(self.planner.overview)
        return words.explained(self.planner.overview)

    # -- keys ------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Editing and deleting need a case under the cursor; one is opened where they stand."""
        if not self.is_mounted:
            return True
        item = self._item()
        if action in _OF_OFFERS:
            return self.in_sight is offers.VIEW
        if action in _OF_CALLS:
            return self.in_sight is calls.VIEW and (action == "add_call" or isinstance(item, Call))
        if action == "edit":
            return isinstance(item, Offer | Call) or (
                isinstance(item, CaseFile) and item.case.kind is not Kind.CLOSEOUT
            )
        if action == "delete":
            return isinstance(item, CaseFile | Offer | Call)
        return self.in_sight is cases.VIEW if action == "add" else True

    def _item(self) -> Any:
        row = self.query_one(Table).current
        return None if row is None else row.data

    def action_view(self, step: int) -> None:
        """Each view begins at its first row."""
        self.query_one(Table).cursor = 0
        super().action_view(step)

    def action_add(self) -> None:
        """The form of a new case."""
        self._begin({})

    def _begin(self, given: dict[str, str]) -> None:
        from planner.ui.screens.cases.forms import CaseForm

        self.planner.push_screen(CaseForm(given=given))

    def action_edit(self) -> None:
        """Describe the case, the offer or the call under the cursor anew."""
        from planner.ui.screens.cases.forms import CaseForm

        item = self._item()
        if isinstance(item, CaseFile):
            self.planner.push_screen(CaseForm(item))
        elif isinstance(item, Offer):
            offers.edit(self.planner, item)
        elif isinstance(item, Call):
            calls.opens(self.planner, self.planner.overview, item)

    def action_delete(self) -> None:
        """Ask, then delete the case, the offer or the call under the cursor."""
        item = self._item()
        if isinstance(item, CaseFile):
            ask_delete(self.planner, item)
        elif isinstance(item, Offer):
            asking.ask_delete(self.planner, item)
        elif isinstance(item, Call):
            from planner.ui.screens.cases.calls import ask_delete as ask_delete_call

            ask_delete_call(self.planner, item)

    def action_add_call(self) -> None:
        """The form of a new call."""
        from planner.ui.screens.cases.calls import CallForm

        self.planner.push_screen(CallForm())

    def action_complain(self) -> None:
        """A complaint about the call under the cursor, with those like it."""
        from planner.ui.screens.cases.calls import complain

        item = self._item()
        if isinstance(item, Call):
            complain(self.planner, item)

    def action_add_offer(self) -> None:
        """The form of a new offer."""
        offers.add(self.planner)

    def action_wishes(self) -> None:
        """What is asked before one borrows."""
        offers.wishes(self.planner)

    def action_alternatives(self) -> None:
        """Whom else one could ask."""
        offers.alternatives(self.planner)
