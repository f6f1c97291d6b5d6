"""The tables of pages and places name what there is."""

from __future__ import annotations

from importlib import import_module

import pytest
from textual.screen import Screen

from planner.domain.cases.file import Kind
from planner.i18n.zh import findings
from planner.storage.shipped import catalogue
from planner.ui.base import Page
from planner.ui.forms.form import Form
from planner.ui.pages import PAGES, PageEntry
from planner.ui.places import PLACES, Place
from planner.ui.screens.cases.page import VIEWS as CASES
from planner.ui.screens.credit.page import VIEWS
from planner.ui.screens.credit.views.record import RecordView

OTHER_FORM = {"profile"}  # its form adds an asset; what is not known of a profile is noted on the item's own row
CASES_WITH_FORM = {"cases", "offers", "calls", *Kind}  # of page 6: a kind of case is the form of a new one
REMINDER = "reminder"  # done outside the app: a reminder is made instead of going anywhere


def found(named: str) -> object:
    module, name = named.split(":")
    return getattr(import_module(module), name)


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.id)
def test_every_page_is_where_the_table_says(entry: PageEntry) -> None:
    page = found(entry.place)
    assert isinstance(page, type)
    assert issubclass(page, Page)


def test_the_catalogue_sends_nobody_where_there_is_nothing() -> None:
    opened = {action.opens for action in catalogue.load().actions} - {"", REMINDER}
    missing = {key.removeprefix("missing.") for key in findings.TEXTS if key.startswith("missing.")}
    assert opened | missing <= PLACES.keys()


@pytest.mark.parametrize("place", PLACES.values())
def test_every_place_is_a_page_with_its_view_or_a_screen_with_its_form(place: Place) -> None:
    added = {view.name for view in VIEWS if isinstance(view, RecordView) and view.adds is not None} - OTHER_FORM
    views = {"credit": {view.name for view in VIEWS}, "cases": {view.name for view in CASES} | set(Kind)}
    if place.page:
        assert place.page in {entry.id for entry in PAGES}
        assert not place.view or place.view in views[place.page]
        with_form = place.view in added | CASES_WITH_FORM
        assert place.has_form == with_form or place == PLACES["report_months"]
    else:
        for named, kind in ((place.screen, Screen), (place.form, Form)):
            screen = found(named)
            assert isinstance(screen, type)
            assert issubclass(screen, kind)
