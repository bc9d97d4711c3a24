"""A scanned message as the dialects see it: what speaks, what reports, what came back."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from bounce_inspector.core.address import find_all, key, plain_field
from bounce_inspector.core.decoding.charsets import FewGuesses, decode
from bounce_inspector.core.decoding.headers import Headers, block_end
from bounce_inspector.core.decoding.mime import Structure, normalise
from bounce_inspector.core.decoding.part_types import ORIGINALS
from bounce_inspector.core.decoding.text import part_text, transfer_decoded
from bounce_inspector.core.folding import fold
from bounce_inspector.core.model import Part, Role
from bounce_inspector.core.wording.once import once
from bounce_inspector.core.wording.original_cut import find_cut
from bounce_inspector.core.wording.voice import topics_in, topics_of

MAX_SPEECH = 300_000  # characters of all texts of a message
MAX_TEXTS = 100
OPENING = 700
"""Characters in which a report says that it is one."""
_MAX_ADDRESSES = 1_000
_MOST_GUESSES = 5  # of the charset of a text or a reply
_MOST_OF_FIELD = 10_000  # characters of a subject or a sender; a line of a header has 998 at most
_UNICODE = frozenset({"", "us-ascii", "utf-8"})
_ESCAPE = 0x1B
_EXPLANATION, _REPORT, _ORIGINAL = Role.EXPLANATION, Role.REPORT, Role.ORIGINAL
_RECIPIENT_FIELDS = ("to", "cc", "bcc", "x-envelope-to", "x-rcpt-to", "envelope-to", "resent-to")
_CORRESPONDENT_FIELDS = ("to", "from", "delivered-to", "x-original-to", "reply-to")


class Passage(NamedTuple):
    """Decoded text of one part. The report speaks in text[:stop]; behind it the original begins."""

    part: int
    text: str
    stop: int

    @property
    def words(self) -> str:
        """Return the text that speaks."""
        return self.text[: self.stop]


class Message:
    """Decodes on demand and remembers; everything here is derived from the structure."""

    # Of the class, because hardly any message has another value.
    has_more_texts = False  # than are read
    _room = MAX_SPEECH  # characters of texts

    def __init__(self, structure: Structure, room: int = MAX_SPEECH) -> None:
        """Take a scanned message, and how many characters of its texts are read."""
        self.structure = structure
        if room != MAX_SPEECH:
            self._room = room
        self.headers = structure.headers
        self.subject = (self.headers.get("subject") or "")[:_MOST_OF_FIELD]
        self.sender = (self.headers.get("from") or "")[:_MOST_OF_FIELD]
        self.is_cut = False  # of the texts, not all was read
        self.is_cut_short = False  # of long replies to many recipients, not all was read
        # Counted and remembered by `machine`: they are asked for several times.
        self.author_score: int | None = None
        self.machine_score: int | None = None

    @once
    def passages(self) -> tuple[Passage, ...]:
        """The texts that explain, plain before HTML; the same words are not given twice."""
        texts = [part for part in self.structure.parts if part.role is _EXPLANATION]
        if not texts:
            texts = [part for part in self.structure.parts if _may_explain(part)][:1]
        if len(texts) == 1:
            chosen = self._passages_of(texts)
        else:
            chosen = self._passages_of([part for part in texts if part.content_type != "text/html"])
            if not any(map(_speaks, chosen)):
                marked_up = [part for part in texts if part.content_type == "text/html"]
                chosen = self._passages_of(marked_up) or chosen
        return tuple([passage for passage in chosen if passage.text and not passage.text.isspace()])

    @once
    def reports(self) -> tuple[Passage, ...]:
        """The machine-readable parts (RFC 3464, 5965, 8098) as text."""
        found: list[Passage] = []
        for part in self.structure.parts:
            if part.role is _REPORT:
                text = self.text_of(part)
                if text:
                    found.append(Passage(part.number, text, len(text)))
        return tuple(found)

    @once
    def report_types(self) -> str:
        """The content types of these parts."""
        parts = self.structure.parts
        return " ".join([parts[passage.part].content_type for passage in self.reports])

    @once
    def words(self) -> str:
        """All that speaks, one passage after the other."""
        passages = self.passages
        if len(passages) == 1:
            return passages[0].words
        return "\n\n".join(passage.words for passage in passages)

    @once
    def folded_words(self) -> str:
        """What speaks, folded for phrases."""
        return fold(self.words)

    @once
    def heard(self) -> int:
        """The topics (see voice) of what speaks."""
        return topics_in(self.folded_words)

    @once
    def heard_in_opening(self) -> int:
        """The topics of the first words that speak."""
        if len(self.words) <= OPENING:
            return self.heard
        return topics_in(fold(self.words[:OPENING]))

    @once
    def return_path(self) -> str:
        """The Return-Path field as it stands, "" for none: "<>" is something else."""
        return self.headers.get("return-path") or ""

    @once
    def heard_in_subject(self) -> int:
        """The topics of the subject."""
        return topics_of(self.subject)

    @once
    def heard_in_sender(self) -> int:
        """The topics of the From field."""
        return topics_of(self.sender)

    def heard_in(self, passage: Passage) -> int:
        """Return the topics of what speaks in one passage."""
        return self.heard if len(self.passages) == 1 else topics_in(self.folded(passage))

    def folded(self, passage: Passage) -> str:
        """Return what speaks in one passage, folded for phrases; remembered."""
        if len(self.passages) == 1:
            return self.folded_words
        return self._folded_passages[passage.part]

    @once
    def _folded_passages(self) -> dict[int, str]:
        return {passage.part: fold(passage.words) for passage in self.passages}

    @once
    def raw_words(self) -> str:
        """The bodies of the texts with their markup, for what flattened text no longer shows."""
        parts = (part for part in self.structure.parts if part.role is _EXPLANATION)
        return "\n".join(
            decode(
                transfer_decoded(self.structure.body(part), part.encoding),
                part.charset,
                self.guess_charset,
            )
            for part in parts
        )

    @once
    def original(self) -> Headers | None:
        """The header fields of the message that came back, wherever they stand."""
        for part in self.structure.parts:
            if part.role is _ORIGINAL:
                headers = self._enclosed_headers(part)
                if headers is not None:
                    return headers
        for passage in self.passages:
            headers = _headers_behind(passage)
            if headers is not None:
                return headers
        return None

    @once
    def original_recipients(self) -> dict[str, str]:
        """The addresses that the returned message was sent to, by key."""
        return _addresses(self.original, _RECIPIENT_FIELDS) if self.original else {}

    @once
    def correspondents(self) -> dict[str, str]:
        """The addresses of who wrote the report and who got it, by key."""
        return _addresses(self.headers, _CORRESPONDENT_FIELDS)

    def report_parts(self, kind: str) -> list[tuple[Part, Passage]]:
        """Return the report parts whose content type contains `kind`, with their text."""
        if kind not in self.report_types:
            return []
        parts = self.structure.parts
        return [
            (parts[passage.part], passage)
            for passage in self.reports
            if kind in parts[passage.part].content_type
        ]

    def guess_charset(self, content: bytes) -> str:
        """Return the charset of a text or a reply; of many they are taken to have the same."""
        return self._guesses(content)

    @once
    def _guesses(self) -> FewGuesses:
        return FewGuesses(_MOST_GUESSES)

    def text_of(self, part: Part) -> str:
        """Return the decoded text of a part."""
        return part_text(self.structure, part, self.guess_charset)

    def _passages_of(self, parts: list[Part]) -> list[Passage]:
        """Return the texts of these parts, of all together no more than may speak."""
        chosen: list[Passage] = []
        room = self._room
        for part in parts:
            if room <= 0:
                self.is_cut = True
                break
            if len(chosen) == MAX_TEXTS:
                self.has_more_texts = True
                break
            passage = self._passage(part, room)
            chosen.append(passage)
            room -= passage.stop
        return chosen

    def _passage(self, part: Part, room: int) -> Passage:
        whole = self.text_of(part)
        text = whole[:room]
        stop = find_cut(text)
        if stop == len(text) < len(whole):
            self.is_cut = True  # what was returned may be as long as it likes
        return Passage(part.number, text, stop)

    def _enclosed_headers(self, part: Part) -> Headers | None:
        head = self.structure.heads[part.number]
        if head.is_received or head.is_message:
            return self.structure.part_headers(part)
        data = self.structure.data
        start, end = part.start, part.end
        if part.encoding in {"base64", "quoted-printable"}:
            return Headers(self._encoded_block(part))
        if data.startswith(b"\n", start):
            start = end - len(data[start:end].lstrip(b"\n"))
        if data.startswith((b"From ", b">From "), start):
            start = data.find(b"\n", start) + 1 or end
        headers, _ = Headers.read(data, start, end)
        return headers if headers.names() else None

    def _encoded_block(self, part: Part) -> bytes:
        """Return the header of a returned message in a transfer encoding, in UTF-8."""
        if part.content_type in ORIGINALS and part.charset.lower() in _UNICODE:
            # What stands behind it may be anything, and take long to decode.
            block = _first_block(
                normalise(transfer_decoded(self.structure.body(part), part.encoding))
            )
            if _is_utf_8(block):
                return block
        return _first_block(self.text_of(part).encode("utf-8"))


def _first_block(content: bytes) -> bytes:
    return content[: block_end(content, 0, len(content))]


def _is_utf_8(block: bytes) -> bool:
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return _ESCAPE not in block


def _addresses(headers: Headers, names: tuple[str, ...]) -> dict[str, str]:
    found = islice(_each_address(headers, names), _MAX_ADDRESSES)
    return {key(address): address for address in found}


def _each_address(headers: Headers, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        if name not in headers:
            continue
        for value in headers.all(name):
            plain = plain_field(value)
            if plain is not None:
                yield plain
            else:
                yield from (one.address for one in find_all(value))


def _speaks(passage: Passage) -> bool:
    words = passage.words
    return words != "" and not words.isspace()


def _may_explain(part: Part) -> bool:
    return part.content_type.startswith("text/") and part.role is Role.ATTACHMENT


def _headers_behind(passage: Passage) -> Headers | None:
    """Return the fields that follow the cut within the next few lines."""
    if passage.stop >= len(passage.text):
        return None
    tail = passage.text[passage.stop : passage.stop + 60_000]
    content = tail.encode("utf-8")
    at = 0
    for _ in range(12):
        end = block_end(content, at, len(content))
        if end > at:
            headers = Headers(content[at:end])
            if len(headers.names()) > 1:
                return headers
        at = content.find(b"\n", at) + 1
        if at == 0:
            return None
    return None
