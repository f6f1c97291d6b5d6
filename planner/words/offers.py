"""Offers, consolidation and wishes in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.accounts.loan import LenderKind, Prepayment
from planner.domain.accounts.names import full_name
from planner.domain.accounts.terms import DisclosedBasis
from planner.domain.basics.rates import percent
from planner.domain.basics.sources import Fact
from planner.domain.findings.prices import line_of
from planner.domain.offers.alternatives import Alternative
from planner.domain.offers.consolidation import Consolidation
from planner.domain.offers.cost import OfferCost
from planner.domain.offers.effects import Change
from planner.domain.offers.instead import Instead
from planner.domain.offers.offer import Decision, Offer, OfferState, Wish
from planner.domain.offers.plans import PlanEffect
from planner.domain.offers.wishes import Before
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.borrowing import Weighed, subsidy_of
from planner.overview.overview import Overview
from planner.words.credit import said
from planner.words.findings import measure_text


def cost_lines(overview: Overview, offer: Offer, cost: OfferCost) -> list[str]:
    """What an offer costs, with and without the subsidy, and what is wrong with it."""
    yearly = cost.cost
    if yearly.nominal is None or yearly.effective is None:
        lines = [t("offer.cost.none")]
    else:
        advertised = fmt.percent(cost.advertised if offer.disclosed is None else offer.disclosed.rate)
        nominal, effective = fmt.percent(yearly.nominal), fmt.percent(yearly.effective)
        lines = [t("offer.cost", nominal=nominal, effective=effective, advertised=advertised)]
    with_it = cost.subsidised
    if with_it is not None:
        lines.append(
            t(
                "offer.cost.subsidised",
                nominal=fmt.percent(with_it.nominal),
                effective=fmt.percent(with_it.effective),
                amount=fmt.money(cost.subsidy_minor),
            )
        )
    lines.append(
        t(
            "offer.sums",
            payout=fmt.money(cost.payout_minor),
            repaid=fmt.money(cost.repaid_minor),
            ends=fmt.day(cost.ends_on),
            charges=fmt.money(cost.charges_minor),
        )
    )
    if offer.promo_terms is not None and offer.later_rate is not None:
        lines.append(t("offer.promotion", n=offer.promo_terms, rate=f"{percent(offer.later_rate)}%"))
    if cost.kept_minor:
        lines.append(t("offer.kept", amount=fmt.money(cost.kept_minor)))
    if cost.own_minor:
        lines.append(t("offer.own", amount=fmt.money(cost.own_minor)))
    return [*lines, *_doubts(overview, offer, cost)]


def _doubts(overview: Overview, offer: Offer, cost: OfferCost) -> Iterator[str]:
    catalogue, on = overview.catalogue, cost.loan.start_on
    if offer.kind is LenderKind.PRIVATE:
        yield t("offer.unlicensed")
    line = line_of(cost.loan, catalogue, on)
    if line is not None and cost.cost.nominal is not None and cost.cost.nominal > line.value:
        yield t("offer.above", line=fmt.percent(line.value), name=said(line.rule.name))
    stated, table = offer.disclosed, catalogue.rules.at("disclosure_table", on)
    if stated is None:
        if table is not None and offer.kind in table.rule.binds:
            yield t("offer.undisclosed", on=fmt.day(table.rule.from_on))
        return
    ours = cost.cost.nominal if stated.basis is DisclosedBasis.NOMINAL else cost.cost.effective
    if ours is not None and fmt.percent(ours) != fmt.percent(stated.rate):
        yield t("offer.disclosed_other", stated=fmt.percent(stated.rate), ours=fmt.percent(ours))


def verdict_lines(overview: Overview, weighed: Weighed) -> list[str]:
    """What it comes to if an offer repays the chosen debts: plainly, what speaks against it with a sign."""
    made = weighed.chosen
    lines = []
    until = weighed.offer.until_on
    if until is not None and until < overview.today:
        lines.append(t("offer.expired", on=fmt.day(until)))
    lines += _licence(overview, weighed.offer)
    lines += _left_out(overview)
    if not made.chosen:
        return [*lines, _none_chosen(weighed)]
    lines += [_saving(made), *_ends(made), _even(made)]
    lines += [*_cash(made, weighed.cost), *_not_early(made)]
    lines += list(_plan(weighed.plan)) if weighed.planned else [t("offer.plan.working")]
    if made.left_open:
        lines.append(t("offer.lines_open", names=" · ".join(full_name(one.account.loan) for one in made.left_open)))
    if made.assumed:
        lines.append(t("offer.assumed_note"))
    lines.append(_best(weighed))
    return lines


def _left_out(overview: Overview) -> Iterator[str]:
    """The accounts of which nobody knows what is owed: they are in no choice."""
    positions, loans = overview.positions, [one.loan for one in overview.book.accounts]
    unknown = [one for one in loans if one.id in positions and not positions[one.id].known]
    names = [full_name(one) for one in unknown if one.closed_on is None]
    if names:
        yield t("offer.unknown", names=" · ".join(names))


def _none_chosen(weighed: Weighed) -> str:
    """Why no debt is chosen, or how one is."""
    if not weighed.debts:
        return t("offer.no_debts")
    if weighed.best.chosen:
        return t("offer.none_chosen")
    least = min(one.settle_minor for one in weighed.debts)
    if least > weighed.cost.payout_minor:
        return t("offer.best.small", amount=fmt.money(least))
    return t("offer.best.none")


def _not_early(made: Consolidation) -> Iterator[str]:
    """The chosen ones whose contract takes nothing early."""
    loans = [one.account.loan for one in made.chosen]
    names = [full_name(loan) for loan in loans if loan.prepayment is Prepayment.NOT_ALLOWED]
    if names:
        yield t("offer.not_early", names=" · ".join(names))


def _licence(overview: Overview, offer: Offer) -> Iterator[str]:
    """What the name of who funds it says of the licence, where the offer says another; an app is none."""
    names, name = overview.catalogue.institutions, offer.institution or offer.lender
    kind = names.kind_of(name)
    if names.is_app(name):
        yield t("offer.licence.app", name=name)
    elif kind is not None and kind is not offer.kind:
        yield t("offer.licence.other", name=name, kind=t(f"lender_kind.{kind}"), said=t(f"lender_kind.{offer.kind}"))
    elif kind is None and offer.kind is not LenderKind.PRIVATE:
        yield t("offer.licence.unknown", name=name, said=t(f"lender_kind.{offer.kind}"))


def _saving(made: Consolidation) -> str:
    if made.saving_minor > 0:
        return t("offer.saves", amount=fmt.money(made.saving_minor))
    if made.saving_minor == 0:
        return t("offer.saves_even")
    return t("offer.saves_nothing", amount=fmt.money(-made.saving_minor))


def _ends(made: Consolidation) -> list[str]:
    before, after = fmt.day(made.stays_until), fmt.day(made.changes_until)
    if made.months is None:
        return [t("offer.endless")]
    if made.lengthens:
        if not made.months:
            return [t("offer.lengthens", before=before, after=after)]
        return [t("offer.later", n=-made.months, before=before, after=after)]
    if not made.months:
        return [t("offer.same_end", after=after)]
    return [t("offer.sooner", n=made.months, before=before, after=after)]


def _even(made: Consolidation) -> str:
    if made.even.on is not None:
        return t("offer.even", on=fmt.day(made.even.on))
    if made.even.ahead_until is not None:
        return t("offer.even.until", on=fmt.day(made.even.ahead_until))
    return t("offer.even.never")


def _cash(made: Consolidation, cost: OfferCost) -> Iterator[str]:
    before, after = fmt.money(made.payment_before_minor), fmt.money(made.payment_after_minor)
    if made.behind_minor and made.behind_on is not None:
        behind = fmt.money(made.behind_minor)
        yield t("offer.cash", before=before, after=after, behind=behind, on=fmt.day(made.behind_on))
    else:
        yield t("offer.cash.plain", before=before, after=after)
    if made.own_minor > 0:
        yield t("offer.own_needed", amount=fmt.money(made.own_minor))
    elif made.own_minor < 0:
        key = "offer.left_over" if cost.charges_minor else "offer.left_over.free"
        yield t(key, amount=fmt.money(-made.own_minor))


def _plan(plan: PlanEffect | None) -> Iterator[str]:
    if plan is None:
        yield t("offer.plan.none")
    elif plan.saving_minor is None:
        if plan.short_minor is not None:
            yield t("offer.plan.short", amount=fmt.money(plan.short_minor), month=plan.short_month)
    else:
        key = "offer.plan.saves" if plan.saving_minor >= 0 else "offer.plan.costs"
        before, after = fmt.day(plan.before_on), fmt.day(plan.after_on)
        yield t(key, amount=fmt.money(abs(plan.saving_minor)), before=before, after=after)


def _best(weighed: Weighed) -> str:
    made, best = weighed.chosen, weighed.best
    if made.saving_minor > best.saving_minor:  # with own money beside the payout
        return t("offer.best.more", amount=fmt.money(best.saving_minor)) if best.chosen else t("offer.best.own")
    if not best.chosen:
        return _none_chosen(weighed)
    if made.saving_minor < best.saving_minor:
        return t("offer.best.other", amount=fmt.money(best.saving_minor))
    return t("offer.best.exact" if best.exact else "offer.best.found")


def effect_lines(weighed: Weighed) -> list[str]:
    """What an offer does to figures, to the plan, and to every finding."""
    effect = weighed.effect
    before, after = effect.before, effect.after

    def share(key: str, one: object, other: object) -> str:
        return t(key, before=one, after=other)

    lines = [
        t(
            "offer.effects.ratios",
            month=fmt.month_named(effect.due_on),
            before=fmt.percent(effect.due_before.payment_ratio),
            after=fmt.percent(effect.due_after.payment_ratio),
        ),
        share("offer.effects.balance", fmt.percent(before.balance_ratio), fmt.percent(after.balance_ratio)),
        share("offer.effects.utilisation", fmt.percent(before.utilisation), fmt.percent(after.utilisation)),
        t(
            "offer.effects.lenders",
            a=before.lenders.unsettled,
            b=after.lenders.unsettled,
            c=before.lenders.open_lines,
            d=after.lenders.open_lines,
            e=before.lenders.institutions,
            f=after.lenders.institutions,
        ),
        t("offer.effects.inquiries"),
        *(_plan(weighed.plan) if weighed.planned else [t("offer.plan.working")]),
        "",
        _harm_count(effect.harms),
    ]
    return [*lines, *change_lines(effect.changes)]


def _harm_count(harms: Sequence[Change]) -> str:
    return t("offer.effects.harms", n=len(harms)) if harms else t("offer.effects.harmless")


def change_lines(changes: Sequence[Change]) -> list[str]:
    """Each measure before and after; what is made worse is marked and stands first."""
    ordered = sorted(changes, key=lambda one: not one.harms)
    return [("! " if one.harms else "· ") + change_text(one) for one in ordered]


def change_text(one: Change) -> str:
    """A measure before and after, with its state in words."""
    finding, after = t(f"finding.{one.code}"), measure_text(one.after)
    is_now = t(f"finding.state.{one.after.state}")
    if one.before is None:
        return t("offer.effects.new", finding=finding, after=after, is_now=is_now)
    was = t(f"finding.state.{one.before.state}")
    before = measure_text(one.before)
    return t("offer.effects.line", finding=finding, before=before, was=was, after=after, is_now=is_now)


def before_lines(overview: Overview, found: Before, cost: OfferCost) -> list[str]:
    """What is to be known before a wish is followed: what would do no harm, before what it does to each finding."""
    rate = fmt.percent(cost.advertised)
    lines = [t("wish.cost", rate=rate, payment=fmt.money(cost.payment_minor), charges=fmt.money(cost.charges_minor))]
    if not found.harms:
        return [*lines, t("wish.harmless")]
    lines.append(t("wish.harms", n=len(found.harms)))
    if found.day is None:
        lines.append(t("wish.day.none", on=fmt.day(found.looked_until)))
        lines += [f"· {t('wish.still')} {change_text(one)}" for one in found.still]
        lines += [t("wish.no_plan")] if overview.baseline is None else []
    else:
        lines.append(t("wish.day", on=fmt.day(found.day)))
    smaller, terms = found.amount_minor, found.terms
    lines.append(t("wish.smaller.none") if smaller is None else t("wish.smaller", amount=fmt.money(smaller)))
    lines.append(t("wish.terms_none") if terms is None else t("wish.terms_other", terms=terms))
    return lines


def finding_lines(found: Before) -> list[str]:
    """What it does to each finding, if it is asked for and paid out today."""
    hot = [one for one in found.harms if one.before is None and one not in found.effect.changes]
    return [t("offer.effects.findings"), *change_lines([*found.effect.changes, *hot])]


def instead_lines(ways: Sequence[Instead], wanted_minor: int) -> list[str]:
    """What needs no loan, what gives all of it first, then the cheapest."""
    if not ways:
        return [t("wish.instead.none")]
    return [t("wish.instead"), *("· " + _way(one, wanted_minor) for one in ways)]


def _way(one: Instead, wanted_minor: int) -> str:
    gives, costs = fmt.money(one.gives_minor), fmt.money(one.costs_minor)
    told = t(f"wish.instead.{one.way}", gives=gives, costs=costs, about=one.about)
    return told + t("wish.instead.part") if one.gives_minor < wanted_minor else told


EXPLAINED = ("cost", "subsidy", "consolidation", "even", "best", "plan")


def explained() -> str:
    """By which conventions an offer is reckoned."""
    return "\n\n".join([t("offer.explained.title"), *(t(f"offer.explained.{part}") for part in EXPLAINED)])


def offer_name(offer: Offer) -> str:
    """An offer in a list, with what became of it."""
    if offer.state is OfferState.OPEN:
        return offer.title
    return t(f"offer.{offer.state}", name=offer.title)


def wish_text(wish: Wish) -> str:
    """A wish in a line."""
    return t("wish.review", amount=fmt.money(wish.amount_minor), purpose=wish.purpose)


def decided(wish: Wish) -> str:
    """What was decided about a wish, with its day and words."""
    if wish.decision is Decision.OPEN:
        return t("wish.reviewed.open")
    decision = t(f"wish.decision.{wish.decision}")
    return t("wish.reviewed", decision=decision, on=fmt.day(wish.decided_on), words=wish.words)


def alternative_lines(overview: Overview, one: Alternative) -> list[str]:
    """What is publicly known of an alternative and its family, each with its source and day."""
    family, preset = one.family, one.preset
    lines = [
        t("alternative.family", name=said(family.name), about=said(family.about)),
        t("alternative.licence", **_from(family.licence)),
        t(
            "alternative.lender",
            name=said(preset.lender.name),
            kind=t(f"lender_kind.{preset.lender.kind}"),
            **_from(preset.lender.fact),
        ),
    ]
    if family.most_minor is not None:
        lines.append(t("alternative.most", amount=fmt.money(family.most_minor), **_from(family.limits)))
    lines.append(
        t(
            "alternative.price",
            name=said(preset.name),
            low=fmt.percent(one.low.value, 3),
            high=fmt.percent(one.high.value, 3),
            basis=t(f"basis.{one.high.basis}"),
            **_from(preset.fact("rate")),
        )
    )
    if one.months:
        lines.append(t("alternative.terms", months=one.months))
    subsidy = subsidy_of(overview)
    if subsidy is not None:
        points, until = subsidy
        lines.append(t("alternative.subsidy", points=fmt.percent(points), until=fmt.day(until)))
    return lines


def _from(fact: Fact) -> dict[str, str]:
    return {
        "source": said(fact.source),
        "confidence": t(f"confidence.{fact.confidence}"),
        "on": fmt.day(fact.checked_on),
    }
