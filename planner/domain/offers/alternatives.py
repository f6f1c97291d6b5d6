"""Whom else one could ask: two families of lenders at published prices, ranked by the person's own numbers alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from planner.domain.accounts.loan import LenderKind, Method
from planner.domain.basics.calendar import months_and_days
from planner.domain.basics.rates import Rate
from planner.domain.basics.sources import Fact, Named
from planner.domain.offers.consolidation import charges_of
from planner.domain.offers.cost import cost_of_offer
from planner.domain.offers.offer import Offer
from planner.domain.offers.staying import Staying
from planner.domain.reference.products import Preset
from planner.values import dataclass


@dataclass(frozen=True)
class Family:
    """Lenders of one licence: what is publicly known of them.

    ``licence``: where it is published who holds it. ``most_minor`` fen and ``most_months`` are the most that one person
    is lent, None where that was not found; ``limits`` where that is from.
    """

    code: str
    name: Named
    about: Named
    kind: LenderKind
    licence: Fact
    limits: Fact
    most_minor: int | None
    most_months: int | None
    products: tuple[str, ...]


@dataclass(frozen=True)
class Alternative:
    """A product at its published prices, against what is owed; amounts in fen of yuan.

    Attributes:
        family: whose it is.
        preset: the product with the sources of what is said of it.
        low: the lowest published price as a rate; None where one price alone is published.
        high: the highest.
        low_cost: what a year costs at the former, nominal, by cash flows; None where that gives no rate.
        high_cost: the same at the latter.
        amount_minor: what ends the debts that it is cheaper than at its highest price, else at its lowest; 0 for none.
        count: how many debts these are.
        months: the number of terms that was reckoned with: the least published that lasts as long as they do.
        saving_high_minor: what repaying them with it saves at its highest price; below 0 it costs more.
        saving_low_minor: the same at its lowest.
        known: whether something is owed to this lender already, so that it makes no further one.
    """

    family: Family
    preset: Preset
    low: Rate
    high: Rate
    low_cost: Decimal | None
    high_cost: Decimal | None
    amount_minor: int
    count: int
    months: int
    saving_high_minor: int
    saving_low_minor: int
    known: bool


def alternatives(
    families: Iterable[Family],
    presets: Iterable[Preset],
    debts: Sequence[tuple[Staying, Decimal | None]],
    today: date,
    halted: Callable[[], bool] = lambda: False,
) -> tuple[Alternative, ...]:
    """All products of the families, what saves most at its highest published price first.

    Nobody knows what a lender will ask of this person: what saves only at its lowest price stands behind what saves at
    any; of what saves the same the cheaper one stands first. ``debts``: each with its own yearly cost, nominal.
    """
    by_code = {one.code: one for one in presets}
    found = list(_each(families, by_code, debts, today, halted))
    return tuple(
        sorted(
            found,
            key=lambda one: (
                -one.saving_high_minor,
                -one.saving_low_minor,
                not one.known,
                one.high_cost is None,
                one.high_cost or Decimal(0),
                one.preset.rank,
            ),
        )
    )


def _each(
    families: Iterable[Family],
    presets: Mapping[str, Preset],
    debts: Sequence[tuple[Staying, Decimal | None]],
    today: date,
    halted: Callable[[], bool],
) -> Iterator[Alternative]:
    for family in families:
        for code in family.products:
            preset = presets[code]
            if halted() or preset.rate is None:
                continue
            high = Rate(preset.rate_high or preset.rate, preset.rate_basis)
            low = Rate(preset.rate_low or preset.rate, preset.rate_basis)
            yield _against(family, preset, low, high, debts, today)


def _against(
    family: Family,
    preset: Preset,
    low: Rate,
    high: Rate,
    debts: Sequence[tuple[Staying, Decimal | None]],
    today: date,
) -> Alternative:
    names = {*preset.lender.name.texts.values(), preset.lender.institution} - {""}
    known = any(names & {one.account.loan.lender.name, *one.account.loan.institutions} for one, _ in debts)
    low_cost, high_cost = _yearly(preset, low), _yearly(preset, high)
    chosen: list[Staying] = []
    for cost in (high_cost, low_cost):
        chosen = chosen or _dearer(cost, debts, family)
    if not chosen:
        return Alternative(family, preset, low, high, low_cost, high_cost, 0, 0, 0, 0, 0, known)
    amount = sum(one.settle_minor for one in chosen)
    months = _months(preset, family, chosen, today)
    saves = sum(one.saving_minor for one in chosen)
    at_high, at_low = (
        saves - charges_of(cost_of_offer(_offer(preset, price, amount, months, today), today)) for price in (high, low)
    )
    return Alternative(
        family, preset, low, high, low_cost, high_cost, amount, len(chosen), months, at_high, at_low, known
    )


def _yearly(preset: Preset, price: Rate) -> Decimal | None:
    """What 10,000.00 cost a year at a price, over twelve months."""
    offer = _offer(preset, price, 1_000_000, 12, date(2025, 1, 1))
    return cost_of_offer(offer, offer.noted_on).cost.nominal


def _dearer(cost: Decimal | None, debts: Sequence[tuple[Staying, Decimal | None]], family: Family) -> list[Staying]:
    """The debts that cost more a year than that, the dearest first, as far as the most that is lent goes."""
    if cost is None:
        return []
    found: list[Staying] = []
    room = family.most_minor
    for one, own in sorted(debts, key=lambda each: -(each[1] or Decimal(0))):
        if own is None or own <= cost or one.saving_minor <= 0:
            continue
        if room is None or sum(each.settle_minor for each in found) + one.settle_minor <= room:
            found.append(one)
    return found


def _months(preset: Preset, family: Family, chosen: Sequence[Staying], today: date) -> int:
    """The least published number of months that lasts as long as the debts do, else the most there is."""
    ends = max((one.ends_on or today for one in chosen), default=today)
    whole, days = months_and_days(today, ends)
    lasts = whole + bool(days)
    terms = sorted(preset.terms) or [12]
    return next((one for one in terms if one >= lasts), terms[-1])


def _offer(preset: Preset, price: Rate, amount_minor: int, months: int, on: date) -> Offer:
    method = next((one for one in preset.methods if one.scheduled), Method.LEVEL_PAYMENT)
    return Offer(0, preset.lender.name.text("zh") or "…", preset.lender.kind, amount_minor, method, months, price, on)
