"""Offers of loans with every fee, and wishes to borrow with what was decided about them.

Frozen literals only: nothing of planner is imported here.
"""

from __future__ import annotations

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

OFFER = """
CREATE TABLE offer (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    lender TEXT NOT NULL,
    kind TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    method TEXT NOT NULL,
    terms INTEGER NOT NULL,
    rate TEXT NOT NULL,
    rate_basis TEXT NOT NULL,
    noted_on TEXT NOT NULL,
    institution TEXT NOT NULL,
    name TEXT NOT NULL,
    promised_on TEXT,
    until_on TEXT,
    limit_minor INTEGER,
    disclosed_rate TEXT,
    disclosed_basis TEXT,
    subsidy TEXT NOT NULL,
    subsidy_until TEXT,
    prepayment_fee TEXT,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    promo_terms INTEGER,
    later_rate TEXT,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_offer_lender CHECK (lender <> ''),
    CONSTRAINT ck_offer_kind CHECK (kind IN ('bank', 'consumer_finance', 'micro_lender', 'other_licensed', 'private')),
    CONSTRAINT ck_offer_amount_minor CHECK (amount_minor >= 1),
    CONSTRAINT ck_offer_method CHECK (method IN ('level_payment', 'equal_principal', 'interest_only', 'bullet', 'flat_fee')),
    CONSTRAINT ck_offer_terms CHECK (terms BETWEEN 1 AND 360),
    CONSTRAINT ck_offer_rate CHECK (rate GLOB '[0-9]*' AND rate NOT GLOB '*[^0-9.]*' AND rate NOT GLOB '*.*.*'),
    CONSTRAINT ck_offer_rate_basis CHECK (rate_basis IN ('year', 'month', 'day', 'term', 'total')),
    CONSTRAINT ck_offer_noted_on CHECK (date(noted_on, '+0 days') IS noted_on),
    CONSTRAINT ck_offer_promised_on CHECK (date(promised_on, '+0 days') IS promised_on),
    CONSTRAINT ck_offer_until_on CHECK (date(until_on, '+0 days') IS until_on),
    CONSTRAINT ck_offer_limit_minor CHECK (limit_minor >= 0),
    CONSTRAINT ck_offer_disclosed_rate CHECK (disclosed_rate GLOB '[0-9]*' AND disclosed_rate NOT GLOB '*[^0-9.]*' AND disclosed_rate NOT GLOB '*.*.*'),
    CONSTRAINT ck_offer_disclosed_basis CHECK (disclosed_basis IN ('nominal', 'effective')),
    CONSTRAINT ck_offer_subsidy CHECK (subsidy GLOB '[0-9]*' AND subsidy NOT GLOB '*[^0-9.]*' AND subsidy NOT GLOB '*.*.*'),
    CONSTRAINT ck_offer_subsidy_until CHECK (date(subsidy_until, '+0 days') IS subsidy_until),
    CONSTRAINT ck_offer_prepayment_fee CHECK (prepayment_fee GLOB '[0-9]*' AND prepayment_fee NOT GLOB '*[^0-9.]*' AND prepayment_fee NOT GLOB '*.*.*'),
    CONSTRAINT ck_offer_state CHECK (state IN ('open', 'taken', 'declined')),
    CONSTRAINT ck_offer_promo_terms CHECK (promo_terms BETWEEN 1 AND 360),
    CONSTRAINT ck_offer_later_rate CHECK (later_rate GLOB '[0-9]*' AND later_rate NOT GLOB '*[^0-9.]*' AND later_rate NOT GLOB '*.*.*'),
    CONSTRAINT ck_offer_disclosed CHECK ((disclosed_rate IS NULL) = (disclosed_basis IS NULL))
)
STRICT
"""  # noqa: E501

OFFER_FEE = """
CREATE TABLE offer_fee (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    offer_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    charged TEXT NOT NULL,
    amount_minor INTEGER,
    share TEXT,
    stops INTEGER NOT NULL,
    CONSTRAINT ck_offer_fee_charged CHECK (charged IN ('upfront', 'own_money', 'first_term', 'per_term', 'on_remaining', 'yearly')),
    CONSTRAINT ck_offer_fee_amount_minor CHECK (amount_minor >= 0),
    CONSTRAINT ck_offer_fee_share CHECK (share GLOB '[0-9]*' AND share NOT GLOB '*[^0-9.]*' AND share NOT GLOB '*.*.*'),
    CONSTRAINT ck_offer_fee_stops CHECK (stops IN (0, 1)),
    CONSTRAINT uq_offer_fee_offer_id_position UNIQUE (offer_id, position),
    CONSTRAINT ck_offer_fee_amount_or_share CHECK ((amount_minor IS NULL) <> (share IS NULL)),
    CONSTRAINT fk_offer_fee_offer_id_offer FOREIGN KEY(offer_id) REFERENCES offer (id) ON DELETE CASCADE
)
STRICT
"""  # noqa: E501

WISH = """
CREATE TABLE wish (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    wished_on TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    terms INTEGER NOT NULL,
    rate TEXT,
    decision TEXT NOT NULL,
    decided_on TEXT,
    words TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_wish_wished_on CHECK (date(wished_on, '+0 days') IS wished_on),
    CONSTRAINT ck_wish_amount_minor CHECK (amount_minor >= 1),
    CONSTRAINT ck_wish_purpose CHECK (purpose <> ''),
    CONSTRAINT ck_wish_terms CHECK (terms BETWEEN 1 AND 360),
    CONSTRAINT ck_wish_rate CHECK (rate GLOB '[0-9]*' AND rate NOT GLOB '*[^0-9.]*' AND rate NOT GLOB '*.*.*'),
    CONSTRAINT ck_wish_decision CHECK (decision IN ('open', 'no', 'wait', 'yes')),
    CONSTRAINT ck_wish_decided_on CHECK (date(decided_on, '+0 days') IS decided_on)
)
STRICT
"""


def upgrade() -> None:
    """Tables without rows: nothing of the kind was kept before."""
    for table in (OFFER, OFFER_FEE, WISH):
        op.execute(table)
