"""A product picked from the list: how it is called, and what it fills in."""

from __future__ import annotations

from decimal import Decimal

from planner.domain.accounts.loan import Lender, Loan, Prepayment
from planner.domain.basics.rates import Rate
from planner.domain.reference.products import Preset, PresetTerms, loan_terms
from planner.i18n import language
from planner.ui.forms.fields import Texts
from planner.ui.screens.loans.loan_field import BLANK, usual_texts
from planner.ui.screens.loans.loan_fields import LOAN_FIELDS
from planner.ui.widgets.text import fit, width
from planner.values import replace

_LEAST = 8  # cells of a lender's name that still tell something


def preset_title(preset: Preset, cells: int) -> str:
    """Lender and product in exactly ``cells`` cells; where both take more, it is the lender's name that is cut."""
    lender, product = preset.lender.name.text(language()), preset.name.text(language())
    both = product if lender in product else f"{lender} {product}"
    if width(both) > cells:
        own = product.replace(lender, "").strip()
        room = cells - width(own) - 1
        both = f"{fit(lender, room)} {own}" if room >= _LEAST else own or product
    return fit(both, cells)


def preset_texts(preset: Preset) -> Texts:
    """What picking a product fills in: its usual terms, the rate to be confirmed; none where none is published."""
    terms = loan_terms(preset, language())
    texts = usual_texts(LOAN_FIELDS, _offered(terms))
    asked = {} if terms.rate else {"rate": ""}
    if terms.prepayment is Prepayment.FEE_SHARE and not terms.prepayment_fee:
        asked["prepayment_fee"] = ""  # there is one, and nobody knows how much
    return texts | asked


def _offered(terms: PresetTerms) -> Loan:
    """A loan as the product offers it, at a rate of 0 where none is published."""
    return replace(
        BLANK,
        lender=Lender(0, terms.lender_name, terms.lender_kind, terms.institution),
        name=terms.name,
        method=terms.method,
        rate=terms.rate or Rate(Decimal(0), terms.rate_basis),
        rate_confirmed=False,
        terms=terms.terms,
        every=terms.every,
        day_count=terms.day_count,
        statement_day=terms.statement_day,
        due_day=terms.due_day,
        grace_days=terms.grace_days,
        prepayment=terms.prepayment,
        prepayment_fee=terms.prepayment_fee,
    )
