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


def test_both_languages_have_the_same_keys() -> None:
    assert set(catalogue("zh")) == set(catalogue("en"))


def test_both_languages_use_the_same_placeholders() -> None:
    zh, en = catalogue("zh"), catalogue("en")
    assert {key for key in zh if placeholders(zh[key]) != placeholders(en[key])} == set()


def test_no_text_is_empty_and_no_key_is_given_twice() -> None:
    for language in i18n.LANGUAGES:
        keys: list[str] = []
        for area in i18n.AREAS:
            keys += re.findall(r'^    "([^"]+)":', (ROOT / "i18n" / language / f"{area}.py").read_text("utf-8"), re.M)
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
        tree = ast.parse(path.read_text("utf-8"))
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
