"""What stands in an Outlook item: its properties by number, leniently.

MS-OXMSG says how they are stored, MS-OXPROPS what their numbers mean. python-oxmsg takes the file
apart; the values are read here, for a property that cannot be decoded must not cost the others.
"""

import codecs
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from oxmsg.storage import Storage

OF_A_MESSAGE, OF_AN_EMBEDDED_MESSAGE, OF_A_PART = 32, 24, 8
"""Bytes before the table of fixed properties (MS-OXMSG section 2.4.1)."""

_UNICODE, _STRING8, _BINARY, _OBJECT = "001F", "001E", "0102", "000D"
_INTEGER, _TIME = 0x0003, 0x0040
_INTERNET_CODEPAGE, _MESSAGE_CODEPAGE = 0x3FDE, 0x3FFD
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_CODEPAGES = {
    20127: "ascii",
    20866: "koi8-r",
    20932: "euc-jp",
    21866: "koi8-u",
    28591: "latin-1",
    50220: "iso-2022-jp",
    50221: "iso-2022-jp",
    50222: "iso-2022-jp",
    51932: "euc-jp",
    51949: "euc-kr",
    54936: "gb18030",
    65000: "utf-7",
    65001: "utf-8",
}


class Item:
    """A message, an attachment or a recipient."""

    def __init__(self, storage: Storage, header: int) -> None:
        self._storage = storage
        self._streams = {stream.name: stream.bytes_ for stream in storage.streams}
        self._fixed = dict(_fixed(self._streams.get("__properties_version1.0", b""), header))

    def text(self, *numbers: int) -> str:
        """Return the first of these properties that is there as text, or an empty string."""
        for number in numbers:
            if (wide := self._stream(number, _UNICODE)) is not None:
                return _clean(wide.decode("utf-16-le", "replace"))
            if (narrow := self._stream(number, _STRING8)) is not None:
                return _clean(narrow.decode(self.encoding(), "replace"))
        return ""

    def binary(self, number: int) -> bytes:
        """Return a property of bytes, or none."""
        return self._stream(number, _BINARY) or b""

    def integer(self, number: int) -> int | None:
        """Return a property that is a number."""
        value = self._fixed.get((number, _INTEGER))
        return None if value is None else int(struct.unpack_from("<i", value)[0])

    def time(self, number: int) -> datetime | None:
        """Return a property that is a time, in UTC."""
        value = self._fixed.get((number, _TIME))
        if value is None:
            return None
        try:
            return _EPOCH + timedelta(microseconds=struct.unpack("<Q", value)[0] // 10)
        except OverflowError:
            return None

    def encoding(self) -> str:
        """Return Python's name for the code page of the 8-bit texts."""
        for number in (_INTERNET_CODEPAGE, _MESSAGE_CODEPAGE):
            page = self.integer(number)
            if page is not None and (name := codec_of(page)):
                return name
        return "cp1252"

    def attachments(self) -> Iterator["Item"]:
        """Yield the attachments in their order."""
        for storage in self._storage.iter_attachment_storages():
            yield Item(storage, OF_A_PART)

    def recipients(self) -> Iterator["Item"]:
        """Yield the recipients in their order."""
        for storage in self._storage.iter_recipient_storages():
            yield Item(storage, OF_A_PART)

    def embedded(self) -> "Item | None":
        """Return the message that an attachment is, None if it is a file."""
        name = f"__substg1.0_3701{_OBJECT}"
        for storage in self._storage.storages:
            if storage.name == name:
                return Item(storage, OF_AN_EMBEDDED_MESSAGE)
        return None

    def _stream(self, number: int, kind: str) -> bytes | None:
        return self._streams.get(f"__substg1.0_{number:04X}{kind}")


def codec_of(page: int) -> str:
    """Return Python's name for a Windows code page, or an empty string."""
    name = _CODEPAGES.get(page) or (
        f"iso-8859-{page - 28590}" if 28590 < page < 28606 else f"cp{page}"
    )
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def _fixed(table: bytes, header: int) -> Iterator[tuple[tuple[int, int], bytes]]:
    """Yield number, type and value of each row of the table (MS-OXMSG section 2.4.2)."""
    for at in range(header, len(table) - 15, 16):
        kind, number = struct.unpack_from("<HH", table, at)
        yield (number, kind), table[at + 8 : at + 16]


def _clean(text: str) -> str:
    return text.rstrip("\0").replace("\r\n", "\n").replace("\r", "\n")
