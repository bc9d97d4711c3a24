"""What is in a zip archive: by its directory or, where that is lost, by going through it."""

import io
import struct
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

STORED, DEFLATED, BZIP2 = 0, 8, 12

_LOCAL = b"PK\x03\x04"
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_END = b"PK\x05\x06"
_END_WITHIN = 22 + 0xFFFF
_BYTES_AN_ENTRY = 256  # of the directory, generously
_ZIP64 = 0xFFFFFFFF
_BLOCK = 1 << 16
_FAULTS = (OSError, EOFError, ValueError, struct.error, zipfile.BadZipFile, NotImplementedError)


class Entry(NamedTuple):
    """A packed file: `packed` bytes from `start` on, `size` unpacked; None where nobody says."""

    name: str
    method: int
    encrypted: bool
    start: int
    packed: int | None
    size: int | None
    crc: int | None


class _Local(NamedTuple):
    """A local header, APPNOTE.TXT section 4.3.7."""

    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    end: int

    def tells_sizes(self) -> bool:
        """Say whether the sizes stand here and not after the data."""
        return not self.flags & 8 and self.packed != _ZIP64


def listed(file: io.RawIOBase | io.BytesIO, size: int, most: int) -> list[Entry] | None:
    """Return what the directory names, None if it is lost or far longer than `most` entries."""
    try:
        file.seek(max(size - _END_WITHIN, 0))
        tail = file.read(_END_WITHIN) or b""
        end = tail.rfind(_END)
        if end < 0 or len(tail) < end + 22:
            return None
        length = int.from_bytes(tail[end + 12 : end + 16], "little")
        if length != _ZIP64 and length > most * _BYTES_AN_ENTRY:
            return None
        with zipfile.ZipFile(file) as directory:
            return [_of(info) for info in directory.infolist() if not info.is_dir()]
    except _FAULTS:
        return None


def gone_through(file: io.RawIOBase | io.BytesIO, size: int) -> Iterator[Entry]:
    """Yield what the headers before each entry name, the directory being lost."""
    at = _next_header(file, 0, size)
    while at < size:
        local = _local(file, at)
        if local is None or not local.name or local.end > size:
            at = _next_header(file, at + 4, size)
            continue
        known = local.tells_sizes()
        name = local.name.decode("utf-8" if local.flags & 0x800 else "cp437", "replace")
        if not name.endswith("/"):
            yield Entry(
                name,
                local.method,
                bool(local.flags & 1),
                at,
                local.packed if known else None,
                local.size if known else None,
                local.crc if known else None,
            )
        at = _next_header(file, local.end + (local.packed if known else 0), size)


def data_start(file: io.RawIOBase | io.BytesIO, entry: Entry) -> int | None:
    """Return where the packed bytes of an entry start, None if there is no header before them."""
    local = _local(file, entry.start)
    return local.end if local else None


def _local(file: io.RawIOBase | io.BytesIO, at: int) -> _Local | None:
    file.seek(at)
    header = file.read(_LOCAL_HEADER.size) or b""
    if len(header) < _LOCAL_HEADER.size or not header.startswith(_LOCAL):
        return None
    fields = _LOCAL_HEADER.unpack(header)
    _, _, flags, method, _, _, crc, packed, size, name_length, extra = fields
    name = file.read(name_length) or b""
    end = at + _LOCAL_HEADER.size + name_length + extra
    return _Local(name, flags, method, crc, packed, size, end)


def _next_header(file: io.RawIOBase | io.BytesIO, at: int, size: int) -> int:
    """Return where the next local header seems to stand, or the size of the file."""
    while at < size:
        file.seek(at)
        block = file.read(_BLOCK) or b""
        found = block.find(_LOCAL)
        if found >= 0:
            return at + found
        if len(block) < len(_LOCAL):
            break
        at += len(block) - len(_LOCAL) + 1
    return size


def _of(info: zipfile.ZipInfo) -> Entry:
    return Entry(
        info.filename,
        info.compress_type,
        bool(info.flag_bits & 1),
        info.header_offset,
        info.compress_size,
        info.file_size,
        info.CRC,
    )
