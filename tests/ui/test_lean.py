"""The start leaves out what Textual loads for others, and nothing is missing for whoever asks for it afterwards."""

from __future__ import annotations

import subprocess
import sys

LEFT_OUT = ("ssl", "textual.types", "textual.widgets._tree", "textual.widgets._directory_tree")


def test_what_is_left_out_at_the_start_is_there_when_it_is_asked_for() -> None:
    code = (
        "import sys; from planner.ui import lean; lean.load()\n"
        f"print([name for name in {LEFT_OUT!r} if name in sys.modules])\n"
        "import ssl, textual.types, textual._types, textual.app, textual.widgets\n"
        "print([name for name in textual.types.__all__ if not hasattr(textual.types, name)])\n"
        "print(textual.types.CallbackType is textual._types.CallbackType, textual.widgets.Tree.__name__, bool(ssl))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "[]", "True Tree True"]


def test_where_textual_needs_more_all_of_it_is_loaded() -> None:
    code = (
        "import sys, types, textual; from planner.ui import lean\n"
        "import textual._types as real\n"
        "few = types.ModuleType('textual._types')\n"
        "vars(few).update(vars(real)); del few.IgnoreReturnCallbackType\n"
        "load = lean.import_module\n"
        "lean.import_module = lambda name: few if name == 'textual._types' else load(name)\n"
        "lean.load()\n"
        "import textual.app\n"
        "print(sys.modules['textual.types'].DirEntry.__name__, textual.app.App.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["DirEntry", "App"]
