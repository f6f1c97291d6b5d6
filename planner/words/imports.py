"""What an import does, in sentences: the same above the rows of a file and on the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from planner.domain.accounts.names import full_name
from planner.domain.imports.effect import AccountEffect, Effect
from planner.domain.imports.file import PAGE, PaymentFile, Stated
from planner.domain.imports.proposal import GUESSED, HELD, LEFT, NOT_OWED, PlanFee, Proposal
from planner.domain.imports.rules import ImportRule, Says
from planner.domain.imports.stated import differences
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.preview import Preview

_NAMED = 6  # days that a sentence names
_SHOWN = 8  # rows of a file that are shown as they are read


def effect_lines(effect: Effect) -> list[str]:
    """What is owed and overdue, the on-time rate and the number late, before → after; then what is to be known of each.

    That is what becomes late, a balance in the person's favour, dues of which nobody knows whether they were paid.
    Nothing where no account is touched.
    """
    if not effect.accounts:
        return []
    before, after = effect.before, effect.after
    lines = [
        t(
            "import.effect",
            owed=_turn(fmt.money(effect.sum("owed_before_minor")), fmt.money(effect.sum("owed_after_minor"))),
            overdue=_turn(fmt.money(effect.sum("overdue_before_minor")), fmt.money(effect.sum("overdue_after_minor"))),
            rate=_turn(fmt.percent(before.rate, 1), fmt.percent(after.rate, 1)),
            late=_turn(str(before.late + before.missed), str(after.late + after.missed)),
        )
    ]
    for account in effect.accounts:
        lines += _account_lines(account)
    return lines


def _turn(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _account_lines(account: AccountEffect) -> Iterator[str]:
    name = full_name(account.loan)
    if account.late:
        days = t("list.and").join(fmt.day(on) for on in account.late[:_NAMED])
        yield t("import.effect.late", loan=name, n=len(account.late), days=days)
    favour = account.favour
    if favour is not None:
        amount, since = fmt.money(favour.amount_minor), fmt.day(favour.from_on)
        if favour.until_on is None:
            yield t("import.effect.favour", loan=name, amount=amount, since=since)
        else:
            yield t("import.effect.favour_used", loan=name, amount=amount, since=since, until=fmt.day(favour.until_on))
    if account.asked:
        yield t("import.effect.asked", loan=name, n=account.asked)


def file_lines(file: PaymentFile) -> list[str]:
    """What the file says of itself and what of it does not agree with its rows; nothing where it says nothing."""
    lines = []
    if file.missing:
        lines.append(t("import.fewer", stated=file.declared or 0, n=len(file.entries), missing=file.missing))
    if file.gaps:
        lines.append(t("import.gaps", n=file.gaps))
    printed = file.printed
    if printed is None:
        return lines
    lines += _sum_lines(file)
    if printed.guessed:
        lines.append(t("import.printed.guessed"))
    for name in ("aside", "unseen", "lost"):
        if n := getattr(printed, name):
            lines.append(t(f"import.printed.{name}", n=n))
    says = _says(printed.stated)
    if says:
        lines.append(t("import.printed.says", what=t("list.and").join(says)))
    return lines


def _sum_lines(file: PaymentFile) -> list[str]:
    found = differences(file)
    if not found:
        return [t("import.printed.unchecked" if found is None else "import.printed.agrees")]
    return [
        t(
            "import.printed.differs",
            what=t(f"import.printed.sum.{one.what}"),
            stated=fmt.money(one.stated_minor),
            read=fmt.money(one.read_minor),
            gap=fmt.money(abs(one.stated_minor - one.read_minor)),
        )
        for one in found
    ]


def _says(stated: Stated) -> list[str]:
    days = (("billed_on", stated.billed_on), ("due_on", stated.due_on))
    amounts = (("owed", stated.owed_minor), ("least", stated.least_minor))
    return [t(f"import.printed.{name}", on=fmt.day(on)) for name, on in days if on] + [
        t(f"import.printed.{name}", amount=fmt.money(minor)) for name, minor in amounts if minor is not None
    ]


def row_place(file: PaymentFile, line: int) -> str:
    """Where a row stands in its file."""
    if file.printed is None:
        return str(line)
    return t("import.place", page=line // PAGE, line=line % PAGE)


def fee_plan(fee: PlanFee) -> str:
    """Which purchase in instalments a fee may be of."""
    told = {"on": fmt.day(fee.on), "principal": fmt.money(fee.principal_minor), "terms": fee.terms}
    return t("import.fee.plan", **told, note=fmt.brief(fee.note)).strip()


def fee_question(preview: Preview, fees: Sequence[PlanFee]) -> str:
    """What is paid too much each time on an account, of whose plans several may have it as their fee."""
    fee = fees[0]
    return t("import.fee.which", loan=full_name(preview.loan(fee)), fee=fmt.money(fee.fee_minor), times=fee.times)


def fee_lines(preview: Preview) -> list[str]:
    """What repayments tell of the fees of purchases in instalments, what it counts as, what is to be said of it."""
    proposal = preview.proposal
    lines = _fees_taken(preview)
    for fees in proposal.fees_asked:
        lines.append(t("import.effect.fee_asked", question=fee_question(preview, fees), n=len(fees)))
    refused = [fee for fee in proposal.fees_left if not preview.fees.refuses(fee)]
    lines += [t("import.effect.fee_left", plan=fee_plan(fee), fee=fmt.money(fee.fee_minor)) for fee in refused]
    return lines


def _fees_taken(preview: Preview) -> list[str]:
    return [
        t(
            "import.effect.plan_fee",
            loan=full_name(preview.loan(fee)),
            principal=fmt.money(fee.principal_minor),
            terms=fee.terms,
            fee=fmt.money(fee.fee_minor),
            times=fee.times,
        )
        for fee in preview.proposal.fees
    ]


def tried_lines(file: PaymentFile) -> list[str]:
    """What a map of columns makes of the beginning of a file: how many rows, and the first of them as they are read."""
    unread = sum(bool(entry.row.problem) for entry in file.entries)
    lines = [t("import.map.tried", n=len(file.entries), unread=unread)]
    for entry in file.entries[:_SHOWN]:
        row, kind = entry.row, entry.meaning.kind
        means = t(f"import.reason.{entry.meaning.reason}") if entry.meaning.reason else t(f"import.map.is.{kind}")
        amount = "?" if row.amount_minor is None else fmt.money(row.amount_minor)
        on = "?" if row.on is None else row.on.isoformat()
        lines.append(f"{row.line}  {on}  {row.direction}  {amount}  {row.counterparty or row.goods}  {means}")
    return lines


def map_sort(entry: Mapping[str, Any]) -> str:
    """What files a map of columns is for, with the bank where it names one."""
    sort = t(f"import.map.sort.{entry['sort']}")
    return t("import.maps.of_bank", sort=sort, bank=entry["bank"]) if entry.get("bank") else sort


def map_columns(entry: Mapping[str, Any]) -> str:
    """Which column of a file says what."""
    pairs = ((t(f"import.map.col.{field}"), names[0]) for field, names in entry["columns"].items())
    return " · ".join(what if what == name else t("import.maps.pair", what=what, name=name) for what, name in pairs)


def rule_line(rule: ImportRule, loan: str) -> str:
    """What a rule makes of which rows; ``loan``: the name of its account, empty where the file names it."""
    return t("import.rule.line", rows=rule_rows(rule), what=says(rule, loan))


def rule_rows(rule: ImportRule) -> str:
    """Which rows a rule speaks of."""
    texts = [(name, getattr(rule, name)) for name in ("party", "pay", "goods")]
    return t("list.and").join(t(f"import.rule.{name}", text=fmt.brief(text)) for name, text in texts if text)


def says(rule: ImportRule, loan: str) -> str:
    """What a rule says that its rows are, and where they go."""
    kind = t("import.as.instalments", terms=rule.terms) if rule.terms else t(f"import.says.{rule.says}")
    if rule.says is Says.NONE:
        return kind
    return t("import.rule.what", kind=kind, loan=loan or t("import.rule.as_named"))


def learned_lines(preview: Preview) -> list[str]:
    """The rules that hold from now on once this is recorded."""
    lines = []
    for one in preview.learned():
        if one.new is not None:
            loan = full_name(preview.proposal.new_loans[one.new])
        else:
            loan = "" if one.rule.loan_id is None else full_name(preview.accounts[one.rule.loan_id].loan)
        lines.append(t("import.rule.learned", rule=rule_line(one.rule, loan)))
    return lines


def held_lines(proposal: Proposal, if_taken: Effect | None, *, brief: bool = False) -> list[str]:
    """How many rows stay out because they would undo what counts as settled, and what they would do.

    ``brief``: without how to record them all the same.
    """
    if if_taken is None:
        return []
    reasons = [unused.reason for unused in proposal.unused]
    counted = (("held", HELD), ("not_owed", NOT_OWED), ("left", LEFT), ("guessed", GUESSED))
    lines = [t(f"import.effect.{name}", n=reasons.count(reason)) for name, reason in counted if reason in reasons]
    if not brief:
        lines.append(t("import.effect.take_held"))
    told = (account for account in if_taken.accounts if account.late or account.favour)
    return lines + [t("import.effect.then", what=next(_account_lines(account))) for account in told]
