"""The map and the how-tos name only what exists: paths, names in files, dotted modules, commits."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOWTO = ROOT / "planner" / "howto"
MAP = ROOT / "planner" / "README.md"
PAGES = [MAP, ROOT / "README.md", ROOT / "findings" / "README.md", *sorted(HOWTO.glob("*.md"))]
KINDS = {
    "repayment-method", "goal", "finding", "record", "loan-field", "importer", "exporter", "page", "text", "migration",
    "lock", "case",
}  # fmt: skip
PATH = re.compile(
    r"(?<![\w/.])"
    r"((?:[\w.-]+/)+(?:[\w-]+\.\w+|(?!\w))|[\w-]+\.(?:py|toml|tcss|txt|sql))"  # a file, or a folder with its stroke
    r"(?::([A-Za-z_][\w.]*))?"  # a name in it
)
DOTTED = re.compile(r"(?<![\w.])planner\.[a-z_]\w*(?:\.\w+)*")
DID_SO = re.compile(r"^Did so: .+?(?=\n\n)", re.M | re.S)
COMMIT = re.compile(r"“([^”\n]+)”")


def code_of(text: str) -> str:
    """What stands in backticks or in a fenced block."""
    return "\n".join(re.findall(r"```\n(.*?)```", text, re.S) + re.findall(r"`([^`\n]+)`", text))


def commits_of(text: str) -> list[str]:
    """The subjects of all commits that a how-to names, in its paragraph that begins with them."""
    told = DID_SO.search(text)
    return COMMIT.findall(told[0]) if told else []


def where(path: str) -> Path | None:
    """The file or folder, from the root or from ``planner/``."""
    return next((base / path for base in (ROOT, ROOT / "planner") if (base / path).exists()), None)


def defines(file: Path, dotted: str) -> bool:
    """Whether a module defines a name, a class its member."""
    nodes: list[ast.stmt] = ast.parse(file.read_text("utf-8")).body
    for part in dotted.split("."):
        found = next((node for node in nodes if part in _named(node)), None)
        if found is None:
            return False
        nodes = found.body if isinstance(found, ast.ClassDef) else []
    return True


def _named(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return {target.id for target in targets if isinstance(target, ast.Name)}


def exists(dotted: str) -> bool:
    """Whether a dotted name is a module, or a name in one."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        base = ROOT.joinpath(*parts[:length])
        file = base.with_suffix(".py") if base.with_suffix(".py").exists() else base / "__init__.py"
        if file.exists():
            return length == len(parts) or defines(file, ".".join(parts[length:]))
    return False


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_page_names_exists(page: Path) -> None:
    code = code_of(page.read_text("utf-8"))
    wrong = []
    for path, name in PATH.findall(code):
        file = where(path)
        if file is None and path.split("/")[0] not in (".venv", "hooks"):
            wrong.append(path)
        elif name and file is not None and not defines(file, name):
            wrong.append(f"{path}:{name}")
    wrong += [dotted for dotted in DOTTED.findall(code) if not dotted.endswith(".db") and not exists(dotted)]
    assert wrong == []


def test_the_map_names_what_it_is_read_for() -> None:
    found = PATH.findall(code_of(MAP.read_text("utf-8")))
    assert len(found) > 60
    assert sum(bool(name) for _, name in found) > 30


def test_there_is_a_page_for_every_kind_of_change() -> None:
    assert {page.stem for page in HOWTO.glob("*.md")} == KINDS
    linked = set(re.findall(r"\(howto/([\w-]+)\.md\)", MAP.read_text("utf-8")))
    assert linked == KINDS
    for page in HOWTO.glob("*.md"):
        lines = page.read_text("utf-8").splitlines()
        assert 10 <= len(lines) <= 40, page.name
        assert commits_of("\n".join(lines)), page.name


def test_the_commits_that_how_tos_name_are_in_the_history() -> None:
    done = subprocess.run(["git", "log", "--format=%s"], cwd=ROOT, capture_output=True, text=True, check=False)
    subjects = set(done.stdout.splitlines())
    if done.returncode or len(subjects) < 100:
        pytest.skip("no history at hand")
    named = {subject for page in HOWTO.glob("*.md") for subject in commits_of(page.read_text("utf-8"))}
    assert len(named) > len(KINDS)  # some name a second one
    assert named - subjects == set()
