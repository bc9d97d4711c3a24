"""Read a list of subscribers as mailing systems export it: any separator, any charset, any header.

The bytes of each row are kept as they are, so that what is not removed comes out unchanged. Rows
are found by their signs alone: comma, quote and line end mean the same in every charset that
contains ASCII; UTF-16 is decoded first.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bounce_inspector.core.problems import Problem, values

SEPARATORS = ",;\t|"
_SAMPLE_ROWS = 200
_SAMPLE_BYTES = 65_536
_LONGEST_CELL = 50  # lines that one quoted cell may take; more is a quote that stands for itself
_ADDRESS = re.compile(r"[^\s<>\"',;]+@[^\s<>\"',;@]+")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its bytes with the line end, and the address in it ("" where there is none)."""

    raw: bytes
    address: str


@dataclass(frozen=True, slots=True)
class SubscriberList:
    """A list of subscribers. `start` are the bytes before the rows: the mark of UTF-8 or UTF-16.

    `header` is the first row where it names columns; `column` counts from 0. `separator` is "" for
    one address a line.
    """

    start: bytes
    header: bytes
    rows: tuple[Row, ...]
    charset: str
    separator: str
    column: int

    @property
    def addresses(self) -> int:
        """Return how many rows hold an address."""
        return sum(1 for row in self.rows if row.address)


def read_list(path: Path | str, column: str | None = None) -> SubscriberList | Problem:
    """Read a list of subscribers. `column` is the header of the column with the address.

    Without it, the column in which most addresses stand is taken.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as fault:
        return Problem(
            "list-unreadable",
            "The list {file} cannot be read: {reason}.",
            "Check its name and its permissions.",
            values(file=str(path), reason=fault.strerror or type(fault).__name__),
        )
    found = parse_list(data, column)
    if isinstance(found, Problem):
        return found
    if not found.addresses:
        return Problem(
            "list-without-addresses",
            "No e-mail address was found in {file}.",
            "Export the list as CSV or as plain text, with the addresses in one column.",
            values(file=str(path)),
        )
    return found


def parse_list(data: bytes, column: str | None = None) -> SubscriberList | Problem:
    """Return the list that these bytes are."""
    start, charset = _charset(data)
    body = data[len(start) :]
    # Latin-1 gives every byte a letter of its own: the rows come out as they went in.
    carrier = charset if charset.startswith("utf-16") and len(body) % 2 == 0 else "latin-1"
    text = body.decode(carrier, "surrogatepass")
    separator = _separator(text)
    records = list(_records(text, separator))
    sample = [cells(record, separator) for record in records[:_SAMPLE_ROWS]]
    place = _place(sample, column)
    if place is None:
        return Problem(
            "list-without-column",
            "The list has no column {column}.",
            "It has: {columns}." if sample else "It has no rows.",
            values(
                column=column or "",
                columns=", ".join(name.strip() for name in sample[0]) if sample else "",
            ),
        )
    has_header = bool(sample) and (
        column is not None or not _address(sample[0], place, carrier, charset)
    )
    rows = tuple(
        Row(
            record.encode(carrier, "surrogatepass"),
            _address(cells(record, separator), place, carrier, charset),
        )
        for record in records[has_header:]
    )
    header = records[0].encode(carrier, "surrogatepass") if has_header else b""
    return SubscriberList(start, header, rows, charset, separator, place)


def cells(record: str, separator: str) -> list[str]:
    """Return the cells of a record without their quotes."""
    line = record.rstrip("\r\n")
    if not separator:
        return [line]
    if '"' not in line:
        return line.split(separator)
    found = re.findall(
        rf'(?:^|{re.escape(separator)})(?:"((?:[^"]|"")*)"|([^{re.escape(separator)}]*))', line
    )
    return [quoted.replace('""', '"') or plain for quoted, plain in found]


def _charset(data: bytes) -> tuple[bytes, str]:
    """Return the byte order mark, if any, and the charset of the rest."""
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return mark, charset
    sample = data[:_SAMPLE_BYTES]
    if sample[1::2].count(0) * 4 > len(sample):
        return b"", "utf-16-le"
    if sample[::2].count(0) * 4 > len(sample):
        return b"", "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        return b"", _guess(data[max(fault.start - _SAMPLE_BYTES // 2, 0) :][:_SAMPLE_BYTES])
    return b"", "utf-8"


def _guess(sample: bytes) -> str:
    # Loaded here: only lists in old charsets need it, and its models take a while.
    from chardet import detect

    guessed = detect(sample)["encoding"] or "cp1252"
    try:
        codecs.lookup(guessed)
    except LookupError:
        return "cp1252"
    return guessed.lower()


def _separator(text: str) -> str:
    """Return the sign that cuts the first rows into the same number of cells, "" for none."""
    best = (0, 0, "")
    lines = [line for line in _lines(text[:_SAMPLE_BYTES]) if line.strip()][:_SAMPLE_ROWS]
    for separator in SEPARATORS:
        counts = Counter(len(cells(line, separator)) for line in lines)
        for count, rows in counts.most_common(1):
            if count > 1 and rows * 2 > len(lines):
                best = max(best, (rows, count, separator))
    return best[2]


def _lines(text: str) -> list[str]:
    # Not splitlines: that also cuts at signs which are parts of letters in other charsets.
    return [line for line in _LINE.findall(text) if line]


def _records(text: str, separator: str) -> Iterator[str]:
    """Yield rows with their line ends; a quoted cell may go on over several lines."""
    lines = _lines(text)
    at = 0
    while at < len(lines):
        end = at + 1
        if separator and _is_open(lines[at], separator):
            quotes = lines[at].count('"')
            for next_ in range(at + 1, min(at + _LONGEST_CELL, len(lines))):
                quotes += lines[next_].count('"')
                if quotes % 2 == 0:
                    end = next_ + 1
                    break
        yield "".join(lines[at:end])
        at = end


def _is_open(line: str, separator: str) -> bool:
    """Tell whether a line ends inside of a quoted cell."""
    return line.count('"') % 2 == 1 and (line.startswith('"') or f'{separator}"' in line)


def _place(sample: Sequence[Sequence[str]], column: str | None) -> int | None:
    if column is not None:
        names = [name.strip().casefold() for name in sample[0]] if sample else []
        wanted = column.strip().casefold()
        return names.index(wanted) if wanted in names else None
    found = Counter(
        place for row in sample for place, cell in enumerate(row) if _ADDRESS.search(cell)
    )
    return max(found, key=lambda place: (found[place], -place), default=0)


def _address(row: Sequence[str], place: int, carrier: str, charset: str) -> str:
    if place >= len(row):
        return ""
    cell = row[place]
    if carrier == "latin-1" and not cell.isascii():
        cell = cell.encode("latin-1").decode(charset, "replace")
    found = _ADDRESS.search(cell)
    return found[0] if found else ""
