"""The score against its thresholds, and the profile whose items grow old."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.credit.file import (
    CreditFile,
    ProfileEntry,
    ProfileState,
    Score,
    Series,
)
from planner.domain.findings import profile
from planner.domain.findings.model import State
from tests.make.accounts import day
from tests.make.findings import CATALOGUE, SESAME, TODAY, measure, of

# -- score -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "state"),
    [(599, State.AGAINST), (600, State.WATCH), (649, State.WATCH), (650, State.CLEAR)],
)
def test_the_score_stands_against_both_thresholds(value: int, state: State) -> None:
    found = of(CreditFile(series=(SESAME,), scores=(Score(1, 1, day("11-07"), value),)), "score")
    assert (found.state, found.clears_on) == (state, None)  # no score is predicted
    assert found.measures[0].value == value


def test_a_score_of_62_days_ago_says_nothing_of_today() -> None:
    file = CreditFile(series=(SESAME,), scores=(Score(1, 1, day("09-01"), 700),))
    assert of(file, "score", day("11-01")).state is State.CLEAR
    old = of(file, "score", day("11-02"))
    assert (old.state, old.missing) == (State.UNKNOWN, ("score",))
    assert of(file, "score", day("08-31")).state is State.UNKNOWN  # it was not noted yet


def test_another_score_is_not_measured_by_the_thresholds_of_sesame() -> None:
    other = Series(1, "", "百行", 300, 900)
    assert of(CreditFile(series=(other,), scores=(Score(1, 1, TODAY, 310),)), "score").state is State.UNKNOWN


# -- profile -----------------------------------------------------------------------------------------------------------


def everything(state: ProfileState = ProfileState.COMPLETE, on: str = "11-01") -> tuple[ProfileEntry, ...]:
    items = CATALOGUE.items_of("alipay")
    return tuple(ProfileEntry(number, "alipay", item.code, day(on), state) for number, item in enumerate(items, 1))


def test_a_complete_profile_is_clear_until_its_first_item_grows_old() -> None:
    file = CreditFile(profile=everything())
    assert of(file, "profile").state is State.CLEAR
    # occupation and residence are to be looked at after six months
    assert of(file, "profile", day("2027-04-30")).state is State.CLEAR
    stale = of(file, "profile", day("2027-05-01"))
    assert stale.state is State.WATCH
    assert measure(stale, "profile_essential").value == 1


def test_missing_acts_against_only_where_it_is_essential() -> None:
    whole = everything()
    occupation = replace(whole[1], state=ProfileState.MISSING)
    contact = replace(whole[3], state=ProfileState.MISSING)
    assert (occupation.item, contact.item) == ("occupation", "contact")
    assert of(CreditFile(profile=(whole[0], occupation, *whole[2:])), "profile").state is State.AGAINST
    assert of(CreditFile(profile=(*whole[:3], contact, *whole[4:])), "profile").state is State.WATCH


def test_one_item_that_was_never_noted_keeps_the_profile_from_being_clear() -> None:
    found = of(CreditFile(profile=everything()[:-1]), "profile")
    assert (found.state, found.missing) == (State.UNKNOWN, ("profile",))
    owned = replace(everything()[-1], state=ProfileState.NOT_MINE)
    assert of(CreditFile(profile=(*everything()[:-1], owned)), "profile").state is State.CLEAR


def test_what_is_next_goes_by_effect() -> None:
    whole = everything()
    file = CreditFile(
        profile=(whole[0], replace(whole[2], state=ProfileState.PARTIAL), replace(whole[3], state=ProfileState.MISSING))
    )
    codes = [item.code for item in profile.next_items(CATALOGUE, file, "alipay", TODAY)]
    # partial and missing first by the order of effect, then what was never noted
    assert codes[:3] == ["residence", "contact", "occupation"]


def test_the_latest_entry_of_an_item_holds_and_the_past_keeps_its_own() -> None:
    first, later = everything(ProfileState.MISSING, "09-01"), everything(ProfileState.COMPLETE, "11-01")
    file = CreditFile(profile=(*first, *(replace(one, id=one.id + 100) for one in later)))
    assert of(file, "profile", day("10-31")).state is State.AGAINST
    assert of(file, "profile").state is State.CLEAR
