"""Bills in archives: names as their writer meant them, passwords, and what is no archive of bills."""

from __future__ import annotations

import sys
from contextlib import suppress
from io import BytesIO

import pytest
import pyzipper
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import PlannerError
from planner.importers.archives import bills_in, is_archive
from tests.make.archives import zipped
from tests.make.workbooks import workbook

NAME, DATA = "支付宝交易明细(20260101-20260331).csv", b"a,b\n1,2\n"


def strong(files: dict[str, bytes], password: str) -> bytes:
    """An archive encrypted by AES, as Alipay sends it."""
    file = BytesIO()
    with pyzipper.AESZipFile(file, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def unpacked(data: bytes, password: str | None = None, most: int = 1 << 20) -> list[tuple[str, bytes]]:
    return [*bills_in(data, password, (".csv", ".xlsx"), most)]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("password", ["", "123456"])
def test_bills_come_out_with_their_names(encoding: str, password: str) -> None:
    inside = {f"导出/{NAME}": DATA, "__MACOSX/._x.csv": b"", "说明.txt": b"read me"}
    data = zipped(inside, password, encoding)
    assert is_archive(data)
    assert unpacked(data, password) == [(NAME, DATA)]


@pytest.mark.parametrize(
    ("data", "password", "code"),
    [
        (zipped({NAME: DATA}, "123456"), None, "import.zip_locked"),
        (zipped({NAME: DATA}, "123456"), "", "import.zip_locked"),
        (zipped({NAME: DATA}, "123456", method=99), "123456", "import.zip_aes"),
        (strong({NAME: DATA}, "123456"), None, "import.zip_locked"),
        (strong({NAME: DATA}, "123456"), "1", "import.zip_password"),
        (strong({NAME: DATA}, "123456")[:-30], "123456", "import.zip_broken"),
        (zipped({"说明.txt": DATA}), None, "import.zip_empty"),
        (zipped({f"{number}.csv": DATA for number in range(201)}), None, "import.zip_many"),
        (zipped({NAME: DATA * 300_000}), None, "import.too_large"),
        (zipped({NAME: DATA})[:-30], None, "import.zip_broken"),
        (zipped({NAME: DATA}).replace(b"PK\x03\x04", b"PK\x03\x05"), None, "import.zip_broken"),
    ],
)
def test_what_cannot_be_unpacked_is_told(data: bytes, password: str | None, code: str) -> None:
    with pytest.raises(PlannerError) as error:
        unpacked(data, password)
    assert error.value.code == code


def test_an_archive_that_is_encrypted_by_aes_is_opened_by_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    data = strong({NAME: DATA, "b.csv": DATA * 2, "c.txt": b""}, "123456")
    assert unpacked(data, "123456") == [(NAME, DATA), ("b.csv", DATA * 2)]
    monkeypatch.setitem(sys.modules, "pyzipper", None)
    with pytest.raises(PlannerError) as error:
        unpacked(data, "123456")
    assert (error.value.code, error.value.params["extra"]) == ("import.zip_extra", "zip")


def test_every_wrong_password_is_told_as_one() -> None:
    data = zipped({NAME: bytes(range(256)) * 20}, "123456")
    for wrong in range(600):  # some of them pass the first check
        with pytest.raises(PlannerError) as error:
            unpacked(data, str(wrong))
        assert error.value.code == "import.zip_password"


def test_a_workbook_is_no_archive() -> None:
    assert not is_archive(workbook([["a"]]))


DAMAGED = (zipped({NAME: DATA * 5, "b.csv": DATA}), zipped({NAME: DATA}, "123456"), strong({NAME: DATA}, "123456"))


@given(st.integers(0, 4_000), st.binary(min_size=1, max_size=4), st.sampled_from(DAMAGED))
def test_a_damaged_archive_gives_files_or_a_named_error(at: int, damage: bytes, data: bytes) -> None:
    at %= len(data)
    with suppress(PlannerError):
        unpacked(data[:at] + damage + data[at + len(damage) :], "123456")
