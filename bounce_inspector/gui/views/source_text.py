"""A message as one text to look through, and where in it the deciding words stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bounce_inspector.core.decoding.headers import Headers
from bounce_inspector.core.decoding.mime import Structure, scan
from bounce_inspector.core.decoding.text import part_text
from bounce_inspector.core.model import Evidence, Part, RawMessage, Role
from bounce_inspector.gui.richtext import visible

MAX_PART = 400_000
MAX_TEXT = 1_200_000
MAX_PARTS = 200
MAX_HEADERS = 200_000
LONGEST_LINE = 2_000
_NEXT_FIELD = re.compile(rb"\n(?![ \t])")


@dataclass(frozen=True, slots=True)
class Stretch:
    """From where to where, in UTF-16 units as Qt's text documents count."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SourceText:
    """What the source view shows: the text, and in it the lines between the parts.

    `cut` tells whether there is more in the message than here.
    """

    text: str
    headings: tuple[Stretch, ...] = ()
    evidence: Stretch | None = None
    cut: bool = False


class _Builder:
    """Puts pieces one behind the other and knows how far it got."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.size = 0
        self.cut = False

    def add(self, text: str) -> Stretch:
        shown = _short_lines(visible(text))
        self.pieces.append(shown)
        start = self.length
        self.length += _units(shown)
        self.size += len(shown)
        return Stretch(start, self.length)

    def add_limited(self, text: str) -> None:
        room = max(0, MAX_TEXT - self.size)
        self.cut = self.cut or len(text) > room
        self.add(text[:room])


def readable(raw: RawMessage, evidence: Evidence | None, names: dict[Role, str]) -> SourceText:
    """Return headers and parts decoded, with the evidence's place. `names` are words for roles.

    Attachments are named only. Of long parts the beginning is shown, or what stands around the
    evidence.
    """
    structure = scan(raw.data)
    built = _Builder()
    headings: list[Stretch] = []
    found: Stretch | None = None
    for part in structure.parts:
        if part.role is Role.CONTAINER and part.number:
            continue
        if len(headings) == MAX_PARTS:
            built.cut = True
            break
        headings.append(built.add(_heading(part, names)))
        built.add("\n")
        if part.number == 0:
            built.add_limited("\n".join(_fields(structure, part)) + "\n\n")
        if part.role not in {Role.ATTACHMENT, Role.CONTAINER}:
            mine = evidence if evidence is not None and evidence.part == part.number else None
            found = _add_part(built, structure, part, mine) or found
            built.add("\n\n")
    return SourceText("".join(built.pieces), tuple(headings), found, built.cut)


def unchanged(raw: RawMessage) -> SourceText:
    """Return the message as it came; bytes that are no UTF-8 as their hexadecimal numbers."""
    cut = len(raw.data) > MAX_TEXT
    text = raw.data[:MAX_TEXT].decode("utf-8", "backslashreplace")
    return SourceText(_short_lines(visible(text)), cut=cut)


def deciding_words(raw: RawMessage, evidence: Evidence | None) -> str:
    """Return the words that decided as they stand in the message, "" if they cannot be found."""
    if evidence is None:
        return ""
    structure = scan(raw.data)
    if not 0 <= evidence.part < len(structure.parts):
        return ""
    return _text_of(structure, structure.parts[evidence.part])[evidence.start : evidence.end]


def _text_of(structure: Structure, part: Part) -> str:
    # Four bytes a character and the worst transfer encoding: enough for MAX_PART characters.
    shorter = part._replace(end=min(part.end, part.start + 12 * MAX_PART))
    return part_text(structure, shorter).rstrip("\n")


def _add_part(
    built: _Builder, structure: Structure, part: Part, evidence: Evidence | None
) -> Stretch | None:
    text = _text_of(structure, part)
    if evidence is None or not 0 <= evidence.start < evidence.end <= len(text):
        built.cut = built.cut or len(text) > MAX_PART
        built.add_limited(text[:MAX_PART])
        return None
    first = max(0, evidence.start - MAX_PART // 2)
    last = min(len(text), evidence.end + MAX_PART // 2)
    built.cut = built.cut or first > 0 or last < len(text)
    built.add(text[first : evidence.start])
    found = built.add(text[evidence.start : evidence.end])
    built.add(text[evidence.end : last])
    return found


def _heading(part: Part, names: dict[Role, str]) -> str:
    name = f" · {part.filename}" if part.filename else ""
    size = f" · {part.end - part.start:,} B" if part.role is Role.ATTACHMENT else ""
    return f"{names.get(part.role, part.role)} · {part.content_type}{name}{size}".replace("\n", " ")


def _fields(structure: Structure, part: Part) -> Iterator[str]:
    """Yield the header fields in the order of the message, unfolded and decoded."""
    block = structure.data[part.header : min(part.start, part.header + MAX_HEADERS)].strip(b"\n")
    for field in _NEXT_FIELD.split(block):
        name = field.partition(b":")[0].strip().decode("ascii", "replace")
        value = Headers(field).get(name.lower())
        yield f"{name}: {value}" if value is not None else field.decode("utf-8", "replace")


def _short_lines(text: str) -> str:
    """Break lines that would take Qt seconds to lay out."""
    if len(text) <= LONGEST_LINE:
        return text
    return "\n".join(
        piece
        for line in text.split("\n")
        for piece in (
            [line]
            if len(line) <= LONGEST_LINE
            else [line[at : at + LONGEST_LINE] for at in range(0, len(line), LONGEST_LINE)]
        )
    )


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
