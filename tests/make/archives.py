"""Zip archives as apps send them: with the old kind of password, names that do not say how they are written."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

_TABLE = [0] * 256
for _number in range(256):
    _value = _number
    for _ in range(8):
        _value = _value >> 1 ^ (0xEDB88320 if _value & 1 else 0)
    _TABLE[_number] = _value


def zipped(files: Mapping[str, bytes], password: str = "", encoding: str = "utf-8", method: int = 8) -> bytes:
    """The files as an archive. ``method``: as it is written in; 99 says that it is encrypted by AES."""
    body, directory = b"", b""
    for name, data in files.items():
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = packer.compress(data) + packer.flush()
        check = zlib.crc32(data)
        if password:
            packed = _locked(bytes(11) + struct.pack("<L", check)[3:] + packed, password.encode())
        raw = name.encode(encoding)
        flags = int(bool(password)) | (0x800 if encoding == "utf-8" else 0)
        head = struct.pack("<HHHHHLLLHH", 20, flags, method, 0, 33, check, len(packed), len(data), len(raw), 0)
        directory += b"PK\x01\x02\x14\x00" + head + struct.pack("<HHHLL", 0, 0, 0, 0, len(body)) + raw
        body += b"PK\x03\x04" + head + raw + packed
    end = struct.pack("<HHHHLLH", 0, 0, len(files), len(files), len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def _locked(data: bytes, password: bytes) -> bytes:
    keys = [0x12345678, 0x23456789, 0x34567890]
    for char in password:
        _turn(keys, char)
    locked = bytearray()
    for char in data:
        mixed = keys[2] | 2
        locked.append(char ^ ((mixed * (mixed ^ 1)) >> 8 & 0xFF))
        _turn(keys, char)
    return bytes(locked)


def _turn(keys: list[int], char: int) -> None:
    keys[0] = keys[0] >> 8 ^ _TABLE[(keys[0] ^ char) & 0xFF]
    keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
    keys[2] = keys[2] >> 8 ^ _TABLE[(keys[2] ^ keys[1] >> 24) & 0xFF]
