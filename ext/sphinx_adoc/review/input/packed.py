"""An input as it comes: unpacked, and with each ASCII character as one byte."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from typing import Final

LARGEST: Final = 20_000_000  # bytes of input, packed or not
_GZIP: Final = b"\x1f\x8b"
_PACKED: Final = (
    (b"\xfd7zXZ\x00", "xz"), (b"PK\x03\x04", "zip"), (b"\x28\xb5\x2f\xfd", "zstd"), (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
)  # fmt: skip
_BZIP: Final = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_UTF_8: Final = b"\xef\xbb\xbf"


class PatchError(ValueError):
    """An input that holds no patch, or a damaged one; the text says where and what to do."""


def unpacked(data: bytes) -> bytes:
    """Return the data itself, or what is packed in it by gzip, as archives of lists send it; raise PatchError for what
    is damaged, too large, or packed otherwise. Shells that save a patch as UTF-16 are understood.
    """
    if len(data) > LARGEST:
        raise PatchError(_too_large())
    if data.startswith(_GZIP):
        data = _gunzipped(data)
        if data.startswith(_GZIP):
            raise PatchError("it is packed by gzip twice; unpack it once")
    name = next((name for start, name in _PACKED if data.startswith(start)), "bzip2" if _BZIP.match(data) else "")
    if name:
        raise PatchError(f"it is packed by {name}; unpack it first")
    if data.startswith(_UTF_16):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data.removeprefix(_UTF_8)


def is_gzip(data: bytes) -> bool:
    """Return whether data is packed by gzip."""
    return data.startswith(_GZIP)


def _gunzipped(data: bytes) -> bytes:
    """What all members of a file hold."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            unpacked_data = packed.read(LARGEST + 1)
    except EOFError as error:
        raise PatchError("it is packed by gzip, and cut off: the end is missing") from error
    except (OSError, zlib.error) as error:
        raise PatchError(f"it is packed by gzip, and damaged: {error}") from error
    if len(unpacked_data) > LARGEST:
        raise PatchError(_too_large())
    return unpacked_data


def _too_large() -> str:
    return f"the input is larger than {LARGEST // 1_000_000} MB"
