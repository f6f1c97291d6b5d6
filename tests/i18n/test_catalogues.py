"""Both languages say the same things: same keys, same placeholders; and no sentence hides outside the catalogues."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from planner import i18n
from planner.i18n import Text, catalogue

ROOT = Path(__file__).resolve().parents[2] / "planner"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SENTENCE = re.compile(r"[\u4e00-\u9fff]{2,}[，。；！？]+[\u4e00-\u9fff]*")


def placeholders(text: Text) -> set[str]:
    forms = (text,) if isinstance(text, str) else text
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}


def keys_of(language: str, room: str) -> list[str]:
    """The keys of one file, in its order."""
    text = (ROOT / "i18n" / language / f"{room}.py").read_text("utf-8")
    return re.findall(r'^    "([^"]+)":', text, re.M)


# What the keys of a room begin with; its errors and operations have the same words after ``error.`` and ``op.``. The
# longest fitting one decides.
SUBJECTS = {
    "journals": "journal",
    "agenda": "agenda",
    "offers": "offer wish alternative",
    "shell": "app nav page log backups chore palette toast help table",
    "forms": "form field",
    "basics": "span weekday month yes list amount money count date rate factor",
    "accounts": (
        "method basis every day_count prepayment excess lender_kind state rounding remainder penalty penalty_on part"
        " disclosed minimum card_interest on_rate_change currency terms due_shift"
    ),
    "loans": "loan loans line institution lender closing closeout close",
    "rates": "rates loan.rate_change",
    "costs": "cost fee loan.fee",
    "schedule": "schedule due explain",
    "what_if": "what_if prepay prepay_on",
    "cards": "card_plan statement",
    "agreements": "agreement move",
    "records": "record repayment allowance take_back mended marred draw purchase balance",
    "figures": "ratio working trend",
    "income": "income",
    "cash": "cash",
    "credit": "credit account_kind application behaviour inquiry_class negative_kind profile_state",
    "findings": "finding measure evidence missing warning why",
    "cases": "case",
    "calls": "call",
    "letters": "letter",
    "difference": "difference",
    "reference": "confidence term",
    "plan": "payoff goal plan",
    "short": "short",
    "reminders": "reminder repeat",
    "review": "review",
    "imports": "import",
    "report": "report",
    "start": "start",
    "today": "today",
    "locking": "locking passphrase",
    "storage": "check os settings store dump restore row",
    "takeout": "export",
    "cli": "cli unexpected",
}
ROOM_OF = {subject: room for room, subjects in SUBJECTS.items() for subject in subjects.split()}
# The rooms whose keys are named by the screens of a folder; what screens of several folders name is the shell's.
ROOMS_OF_SCREENS = {
    "loans": {"loans", "accounts", "rates", "costs", "schedule", "what_if", "cards", "agreements", "records"},
    "trend": {"figures"},
    "shell": {"shell"},
}


def room_of(key: str) -> str | None:
    """The room of a key that is none of the keyboard's."""
    about = re.sub(r"^(error|op)\.", "", key)
    fitting = [subject for subject in ROOM_OF if re.match(rf"{re.escape(subject)}(\.|_|$)", about)]
    return ROOM_OF[max(fitting, key=len)] if fitting else None


def screens_of(keys: set[str]) -> dict[str, set[str]]:
    """Where in ``ui`` each key of the keyboard is named: a folder of screens, or another part of it."""
    found: dict[str, set[str]] = {key: set() for key in keys}
    for path in (ROOT / "ui").rglob("*.py"):
        parts = path.relative_to(ROOT / "ui").parts
        place = parts[1] if parts[0] == "screens" else parts[0]
        for key in keys & set(re.findall(r'"(key\.[a-z_]+)"', path.read_text("utf-8"))):
            found[key].add(place)
    return found


def test_every_language_has_the_same_files() -> None:
    for language in i18n.LANGUAGES:
        files = {path.stem for path in (ROOT / "i18n" / language).glob("*.py")}
        assert files == {"__init__", *i18n.ROOMS}, language
    assert set(SUBJECTS) == set(i18n.ROOMS)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_text_stands_in_the_file_of_its_room(language: str) -> None:
    for room in i18n.ROOMS:
        keys = [key for key in keys_of(language, room) if not key.startswith("key.")]
        assert {key: room_of(key) for key in keys if room_of(key) != room} == {}, room


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_key_of_the_keyboard_stands_in_the_room_of_its_screens(language: str) -> None:
    home = {key: room for room in i18n.ROOMS for key in keys_of(language, room) if key.startswith("key.")}
    for key, places in screens_of(set(home)).items():
        assert places, f"nobody names {key}"
        only = next(iter(places)) if len(places) == 1 else "shell"
        rooms = ROOMS_OF_SCREENS.get(only, {only} if only in i18n.ROOMS else {"shell"})
        assert home[key] in rooms, key


def test_both_languages_have_the_same_keys() -> None:
    assert set(catalogue("zh")) == set(catalogue("en"))


def test_both_languages_use_the_same_placeholders() -> None:
    zh, en = catalogue("zh"), catalogue("en")
    assert {key for key in zh if placeholders(zh[key]) != placeholders(en[key])} == set()


def test_no_text_is_empty_and_no_key_is_given_twice() -> None:
    for language in i18n.LANGUAGES:
        keys: list[str] = []
        for room in i18n.ROOMS:
            keys += keys_of(language, room)
        assert len(keys) == len(set(keys)), sorted({key for key in keys if keys.count(key) > 1})
        assert all(
            form.strip()
            for text in catalogue(language).values()
            for form in ([text] if isinstance(text, str) else text)
        )


# What an English text may hold in Chinese: names and examples of what can be typed.
QUOTED = ("借呗", "花呗", "备用金", "万", "中文", "语言", "支付宝", "昨天", "元")


def test_english_texts_hold_chinese_only_as_names_and_examples() -> None:
    def rest(text: Text) -> str:
        shown = str(text)
        for quoted in QUOTED:
            shown = shown.replace(quoted, "")
        return shown

    assert {key for key, text in catalogue("en").items() if CHINESE.search(rest(text))} == set()


def literal_keys() -> set[str]:
    """Every key that the code asks for by a literal."""
    keys: set[str] = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t" and node.args:
                first = node.args[0]
                branches = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                keys |= {b.value for b in branches if isinstance(b, ast.Constant) and isinstance(b.value, str)}
    return keys


def raised_codes() -> set[str]:
    """Every code that a PlannerError is raised with by a literal."""
    codes: set[str] = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "PlannerError":
                first = node.args[0] if node.args else None
                branches = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                codes |= {b.value for b in branches if isinstance(b, ast.Constant) and isinstance(b.value, str)}
    return codes


def test_every_text_the_code_asks_for_exists() -> None:
    assert literal_keys() - set(catalogue("en")) == set()


def test_every_error_has_a_sentence() -> None:
    assert {f"error.{code}" for code in raised_codes()} - set(catalogue("en")) == set()


def test_chinese_sentences_stand_in_the_catalogues_only() -> None:
    allowed = {"importers", "i18n"}
    for path in ROOT.rglob("*.py"):
        if set(path.relative_to(ROOT).parts) & allowed:
            continue
        text = path.read_text("utf-8")
        if not SENTENCE.search(text):
            continue
        tree = ast.parse(text)
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                assert not SENTENCE.search(node.value), f"{path.name}:{node.lineno}"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_plural_forms_follow_n(language: str) -> None:
    i18n.use(language)
    assert i18n.t("span.overdue", n=1) != i18n.t("span.overdue", n=2)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_everything_that_findings_name_has_a_text(language: str) -> None:
    """Codes are put together from what the domain names, so no key stands in the code: they are read from it here."""
    from planner.domain.findings.kinds import CODES
    from planner.domain.findings.model import State, Way
    from planner.domain.findings.why import REASONS

    texts = catalogue(language)
    source = "".join(path.read_text("utf-8") for path in (ROOT / "domain" / "findings").glob("*.py"))
    named = {f"evidence.{code}" for code in re.findall(r'Evidence\(\s*"([a-z_.]+)"', source)}
    named |= {f"missing.{code}" for code in re.findall(r'unknown\("[a-z_0-9]+", "([a-z]+)"', source)}
    named |= {f"measure.{code}" for code in re.findall(r'(?:Measure|unknown)\(\s*"([a-z_0-9]+)"', source)}
    named |= {f"measure.{name}_{days}" for name in ("hard", "applied") for days in (30, 90, 180, 365)}
    named |= {f"finding.{code}" for code in CODES} | {f"finding.short.{code}" for code in CODES}
    named |= {f"finding.state.{state}" for state in State} | {f"finding.sign.{state}" for state in State}
    named |= {f"finding.clears.{way}" for way in Way} | {f"why.way.{way}" for way in Way}
    named |= {f"why.reason.{code}" for code in REASONS}
    named |= {f"warning.{code}" for code in re.findall(r'Caution\("([a-z_]+)"', source)}
    assert len(named) > 90
    assert named <= texts.keys()
