"""Writes the dump of today's revision, with rows in every table: ``python -m tests.storage.make_dump``.

The dumps stay for good: the tests of upgrades bring each of them to the revision of the code.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from planner import clock
from planner.domain.accounts.loan import LenderKind, Method, PinnedInstalment, Prepayment, RateChange
from planner.domain.accounts.records import (
    Allowance,
    AllowanceKind,
    Arrangement,
    ArrangementKind,
    ArrangementState,
    CardPlan,
    Denial,
    Move,
    MoveKind,
    PlanSource,
    Split,
)
from planner.domain.accounts.terms import Disclosed, DueShift, Fee, FeeWhen, Part, PrepayDay, PrepaymentStep
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.basics.recurrence import daily
from planner.domain.book import CashReading, LivingCost, SingleIncome
from planner.domain.offers.offer import Decision, FeeAt, Offer, OfferFee, Wish
from planner.services import cash, draws, income, loans, rates, readings, repayments, settings
from planner.storage import schema
from planner.storage.rows.records import CARD_PLANS
from planner.storage.store import Store, Write
from tests.make import databases
from tests.make.databases import TODAY

FOLDER = Path(__file__).parent / "dumps"


def fill(store: Store) -> None:
    """Rows in every table, some of them hostile."""
    line_id = loans.add(store, databases.line(lender=databases.HOSTILE[1]), today=TODAY).value
    card_id = loans.add(store, databases.card(), opening_minor=200_000, today=date(2026, 10, 20)).value
    level = databases.level(databases.HOSTILE[0])
    pinned = PinnedInstalment(1, date(2026, 7, 16), 95_000, 12_000)
    fee = Fee("保险费", FeeWhen.PER_TERM, share=Decimal("0.001"), from_on=date(2026, 9, 15), on_remaining=True)
    level = replace(level, fees=(*level.fees, fee), line_id=line_id, auto_debit=True, offset_minor=1)
    steps = (PrepaymentStep(12, Decimal("0.03")), PrepaymentStep(24, months_interest=Decimal(1)))
    level = replace(level, prepayment=Prepayment.FEE_SHARE, prepayment_steps=steps)
    level = replace(level, prepay_on=PrepayDay.WITH_INSTALMENT)
    level_id = loans.add(store, replace(level, pinned=(pinned,), note=databases.HOSTILE[-1])).value
    rates.add(
        store, level_id, RateChange(date(2027, 1, 1), Rate(Decimal("0.0355"), RateBasis.YEAR), databases.HOSTILE[1])
    )
    settings.put(store, language="zh", review_day="6")
    income.add(store, name="工资", from_on=date(2026, 1, 1), monthly_minor=1_250_000)
    moved: dict[str, Any] = {"day": 10, "shift": DueShift.PREVIOUS, "certain": False}
    income.add(store, name=databases.HOSTILE[0], from_on=date(2026, 1, 1), monthly_minor=200_000, **moved)
    cash.save(store, CashReading(0, databases.HOSTILE[1], TODAY, 250_000, databases.HOSTILE[2]), today=TODAY)
    cash.save(store, SingleIncome(0, "退税", date(2027, 3, 1), 60_000, certain=False), today=TODAY)
    cash.save(store, LivingCost(0, "房租", 5, 180_000, date(2026, 1, 1), date(2027, 12, 31)), today=TODAY)
    for day in (1, 2, 3):
        draws.draw(store, line_id, date(2026, 2, day), 100_000, today=TODAY, note=databases.HOSTILE[2])
    repayments.record(store, line_id, date(2026, 3, 1), 50_000, today=TODAY, split=Split(48_000, 2_000))
    repayments.record(store, level_id, date(2026, 7, 15), 120_000, today=TODAY, note=databases.HOSTILE[1])
    repayments.record(store, line_id, TODAY, 1_000, today=TODAY)  # after cash was counted
    readings.read_balance(store, line_id, date(2026, 4, 1), 250_000, today=TODAY)
    readings.statement(store, card_id, date(2026, 11, 1), date(2026, 11, 10), 150_000, 15_000, today=TODAY)
    _in_trouble(store, line_id, card_id, level_id)
    with store.write("import.bill") as write:
        plan = CardPlan(0, date(2026, 11, 2), 90_000, 3, Decimal("0.025"), RateBasis.TOTAL, note=databases.HOSTILE[1])
        plan = replace(plan, source=PlanSource.UNBILLED)
        write.add("card_plan", loan_id=card_id, entered_at="", **CARD_PLANS.to_row(plan))
        batch = write.add(
            "import_batch", file_name="账单.csv", sha256="ab", format="alipay", imported_at="", row_count=2
        )
        row = {"batch_id": batch, "outcome": "used"}
        write.add("import_line", **row, source_key="k1", row_number=1, draw_id=1)
        write.add("import_line", **row, source_key="k2", row_number=2, repayment_id=1)
        rule = {"pay": "", "goods": "", "says": "repayment"}
        write.add("import_rule", **rule, party=databases.HOSTILE[0], loan_id=line_id)
        write.add("import_rule", **{**rule, "says": "none"}, party="早饭")
        write.add("payoff_plan", version=1, adopted_on="2026-11-23", goal="least_cost", document='{"months": 3}')
        write.add("scenario", name=databases.HOSTILE[1], document="{}")
        _credit(write, line_id)
        _cases(write, line_id)
        _offers(write)
        review = write.add("review", week_on="2026-11-23", started_at="", progress='{"stage": 1}')
        write.add("commitment", review_id=review, position=1, text="还掉", loan_id=line_id)
        about = f"loan:{line_id}"
        write.add("reminder_rule", code="custom", about=about, lead_days="7,3,1,0", rrule=daily(TODAY))
        write.add("reminder_mark", key="k", rule="due", about=about, occurs_on="2026-11-20", state="done", at="")
    readings.confirm_balance(store, level_id, TODAY, today=TODAY)
    settings.put(store, review_day="5")
    store.undo()


def _in_trouble(store: Store, line_id: int, card_id: int, level_id: int) -> None:
    hostile, day = databases.HOSTILE[1], date(2026, 10, 1)
    with store.write("loan.edit") as write:
        (paid,) = write.account(level_id).repayments
        write.put(replace(paid, split=Split(95_000, 25_200), discount_minor=200, assigned_on=date(2026, 7, 15)))
        plan = CardPlan(0, day, 60_000, 12, source=PlanSource.PURCHASE, own_limit=True)
        write.put(plan, of=card_id)
        write.put(Allowance(0, day, 576, AllowanceKind.WAIVER, Part.PENALTY, date(2026, 8, 15), hostile), of=level_id)
        write.put(Allowance(0, day, 5_000, AllowanceKind.REFUND), of=card_id)
        rows = (PinnedInstalment(1, date(2027, 1, 15), 50_000, 700), PinnedInstalment(2, date(2027, 2, 15), 50_000, 0))
        agreed = Arrangement(
            0,
            ArrangementKind.NEW_INSTALMENTS,
            ArrangementState.AGREED,
            day,
            day,
            None,
            hostile,
            "95533",
            hostile,
            date(2027, 1, 15),
            terms=2,
            rate=Rate(Decimal("0.06"), RateBasis.YEAR),
            rows=rows,
            note=hostile,
        )
        write.put(agreed, of=level_id)
        write.put(Move(0, day, MoveKind.SOLD, hostile, 250_000, hostile), of=line_id)
        write.put(Denial(0, day, date(2026, 9, 15)), of=level_id)


def _offers(write: Write) -> None:
    hostile, day = databases.HOSTILE[1], date(2026, 11, 20)
    fees = (
        OfferFee(hostile, FeeAt.KEPT_BACK, share=Decimal("0.01")),
        OfferFee("", FeeAt.OWN_MONEY, 20_000, stops=False),
    )
    offer = Offer(
        0,
        hostile,
        LenderKind.CONSUMER_FINANCE,
        3_000_000,
        Method.LEVEL_PAYMENT,
        24,
        Rate(Decimal("0.0005"), RateBasis.DAY),
        day,
        hostile,
        "置换",
        fees,
        day,
        date(2026, 12, 31),
        4_000_000,
        Disclosed(Decimal("0.18")),
        Decimal("0.01"),
        date(2026, 12, 31),
        Decimal("0.02"),
        note=hostile,
        promo_terms=3,
        later_rate=Decimal("0.0006"),
    )
    write.put(offer)
    write.put(Wish(0, day, 800_000, hostile, 12, Decimal("0.12"), Decision.WAIT, day, hostile))


def _credit(write: Write, loan_id: int) -> None:
    hostile = databases.HOSTILE[1]
    series = write.add("score_series", code="sesame", name="芝麻分", low=350, high=950, target=650)
    write.add("score", series_id=series, noted_on="2026-11-06", value=612)
    write.add("profile_entry", platform="alipay", item="identity", noted_on="2026-11-01", state="complete", months=6)
    check = write.add("report_check", checked_on="2026-10-02", channel="online", accounts=9, overdue_accounts=1)
    account = {"check_id": check, "institution": hostile, "kind": "line", "loan_id": loan_id}
    write.add("report_account", **account, limit_minor=2_000_000, balance_minor=100_000)
    read = {"business": "其他个人消费贷款", "state": "open", "opened_on": "2025-03-07", "as_of": "2026-09-30"}
    counts = {"overdue": 1, "overdue_minor": 12_300, "overdue_months": 6, "over_90_months": 0, "amount_minor": 900_000}
    grid = {"months": "NN1C", "months_until": "2026-09-30", "rating": "attention"}
    write.add("report_account", **account, **read, **counts, **grid)
    write.add("report_point", check_id=check, code="missing", about=hostile, state="objection", decided_on="2026-10-03")
    began = {"institution": hostile, "kind": "overdue", "began_on": "2024-02-01", "ended_on": "2024-02-29"}
    write.add("negative_entry", **began, amount_minor=80_000, worst_days=28, loan_id=loan_id, check_id=check)
    write.add("inquiry", made_on="2026-09-30", institution=hostile, reason="loan_approval", check_id=check, unknown=1)
    write.add("behaviour", done_on="2026-11-20", kind="limit_check", times=2, about="借呗")
    write.add("asset", name=hostile, noted_on="2026-11-01", value_minor=30_000_000)
    write.add("wanted_line", name=hostile, platform="bank", series_id=series, score_least=700)


def _cases(write: Write, loan_id: int) -> None:
    hostile = databases.HOSTILE[1]
    case = {"title": hostile, "opened_on": "2026-10-01", "institution": hostile, "loan_id": loan_id}
    held = write.add("case_file", kind="objection", **case, facts=hostile, asks=hostile, point="missing:loan:1")
    first = write.add("case_round", case_id=held, number=1, channel="lender", began_on="2026-10-01")
    again = write.add("case_round", case_id=held, number=2, channel="bureau", began_on="2026-11-02", word=hostile)
    sent = write.add("case_event", round_id=first, happened_on="2026-10-02", kind="submitted", word=hostile)
    write.add("case_event", round_id=first, happened_on="2026-10-03", kind="submitted", word=hostile, corrects=sent)
    ended = {"happened_on": "2026-11-01", "kind": "answered", "outcome": "refused", "until_on": "2026-11-20"}
    write.add("case_event", round_id=first, word=hostile, **ended)
    write.add("case_event", round_id=again, happened_on="2026-11-02", kind="received", word=hostile)
    closing = write.add("case_file", kind="closeout", **case)
    part = write.add("case_round", case_id=closing, number=1, channel="", began_on="2026-10-01")
    write.add("case_event", round_id=part, happened_on="2026-10-09", kind="step", step="certificate", word=hostile)
    paper = {"case_id": held, "title": hostile, "added_on": "2026-10-02"}
    write.add("case_evidence", **paper, item="identity", path="/tmp/[b", sha256="ab" * 32, size=2_000_000_000)
    write.add("case_evidence", **paper, note=hostile)
    call = {"called_on": "2026-11-20", "lender": hostile, "means": "phone", "reached": "me", "loan_id": loan_id}
    write.add("collector_call", **call, called_at="22:00", caller=hostile, said=hostile, case_id=held)
    write.add("collector_call", **call, promised_on="2026-12-05", promised_minor=50_000)
    told = json.dumps({"loan.0.owed": ["money", "123456"]})
    letter = {"language": "zh", "made_on": "2026-11-20", "text": f"# {hostile}\n\n{hostile}", "told": told}
    write.add("case_letter", round_id=again, **letter, wish="none", signed=hostile)


def dump(path: Path) -> str:
    """The whole database as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump()) + "\n"


if __name__ == "__main__":
    clock.fix(TODAY)
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "planner.db")
        fill(store)
        store.close()
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / f"{schema.HEAD}.sql").write_text(dump(store.path), "utf-8")
