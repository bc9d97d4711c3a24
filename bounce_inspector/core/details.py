"""The one opened message in depth: its headers, the way it took, what is attached or broken.

mail-parser does the reading. It meets hostile input here, so it gets a bounded piece of the
message, and whatever it raises becomes a `Problem`: nothing leaves `examine` but a value.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bounce_inspector.core.decoding.headers import Headers, block_end
from bounce_inspector.core.decoding.mime import Structure, normalise, scan
from bounce_inspector.core.model import RawMessage
from bounce_inspector.core.problems import Problem, values
from bounce_inspector.core.wording.message import Message

if TYPE_CHECKING:
    from mailparser import MailParser  # type: ignore[import-untyped]  # ships no types

MAX_BODY = 1_000_000
MAX_BLOCK = 64_000
MAX_HOPS = 100


@dataclass(frozen=True, slots=True)
class Header:
    """One header field, unfolded and decoded."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Hop:
    """One server on the way, from its Received field (RFC 5321 section 4.4), the first one first.

    `when` is None where the stamp cannot be read. `delay` is in seconds since the hop before, None
    where one of the two times is unknown, negative where the two clocks disagree.
    """

    number: int
    sender: str
    receiver: str
    protocol: str
    recipient: str
    when: datetime | None
    delay: float | None
    raw: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attached file: name and type as the message gives them, size in bytes when decoded."""

    name: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Details:
    """What `examine` finds. `journey` is the way of this message, `returned` of the one inside."""

    headers: tuple[Header, ...] = ()
    journey: tuple[Hop, ...] = ()
    returned: tuple[Hop, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    defects: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def examine(raw: RawMessage) -> Details:
    """Read one message in depth. Never raises; at most 1 MB of the body is looked at."""
    data, problems = _bounded(normalise(raw.data))
    structure = scan(data)
    original = Message(structure).original
    parsed = _parse(data)
    if isinstance(parsed, Problem):
        return Details(
            headers=tuple(_headers(structure.headers)),
            problems=(*raw.problems, *problems, parsed),
        )
    returned = _parse(_received_block(original)) if original else None
    return Details(
        headers=tuple(_in_order(structure.headers, parsed)),
        journey=_hops(parsed, structure.headers),
        returned=()
        if returned is None or isinstance(returned, Problem)
        else _hops(returned, original),
        attachments=tuple(_attachments(parsed.attachments)),
        defects=tuple(_defects(parsed.defects)),
        problems=(*raw.problems, *problems),
    )


def _bounded(data: bytes) -> tuple[bytes, list[Problem]]:
    """Return what may be handed on: long bodies and long header blocks cut, with what was cut."""
    problems = []
    body = block_end(data, 0, len(data))
    if len(data) - body > MAX_BODY:
        data = data[: body + MAX_BODY]
        problems.append(
            Problem(
                "details-body-cut",
                "This message is large: only its headers and the first megabyte were looked at.",
                "Attachments further down are missing from the list; the source shows more.",
            )
        )
    shorter = _without_long_blocks(scan(data, into_messages=True))
    if len(shorter) < len(data):
        problems.append(
            Problem(
                "details-headers-cut",
                "This message has an unusually long header: it was cut after 64 kB.",
                "Look at the raw source to see all of it.",
            )
        )
    return shorter, problems


def _without_long_blocks(structure: Structure) -> bytes:
    """Return the message with each header block cut: mail-parser is quadratic in their length."""
    data, pieces, at = structure.data, [], 0
    for part in structure.parts:
        if part.start - part.header > MAX_BLOCK:
            pieces.append(data[at : part.header + MAX_BLOCK])
            # The cut may fall anywhere; the empty line that ends the block stays.
            pieces.append(b"\n\n")
            at = part.start
    return b"".join(pieces) + data[at:]


def _parse(data: bytes) -> "MailParser | Problem":
    import mailparser

    # What it warns about stands in its defects, which are shown; the log would repeat it.
    logging.getLogger("mailparser").setLevel(logging.CRITICAL)
    try:
        return mailparser.parse_from_bytes(data)
    except Exception as fault:  # noqa: BLE001 - foreign code on hostile input; said, not swallowed
        return Problem(
            "details-unreadable",
            "The inner structure of this message could not be read ({fault}).",
            "The explanation does not depend on it; the source can still be looked at.",
            values(fault=type(fault).__name__),
        )


def _in_order(headers: Headers, parsed: "MailParser") -> Iterator[Header]:
    """Yield the fields in the order of the message, decoded by our own rules for lying charsets."""
    values = {name: iter(headers.all(name)) for name in headers}
    for name, _ in parsed.message.raw_items():
        value = next(values.get(name.lower(), iter(())), None)
        if value is not None:
            yield Header(name, value)


def _headers(headers: Headers) -> Iterator[Header]:
    for name in headers:
        yield from (Header(name.title(), value) for value in headers.all(name))


def _received_block(headers: Headers) -> bytes:
    fields = (f"Received: {value}\n" for value in headers.all("received")[:MAX_HOPS])
    return "".join(fields).encode("utf-8", "replace")[:MAX_BLOCK] + b"\n"


def _hops(parsed: "MailParser", headers: Headers | None) -> tuple[Hop, ...]:
    raw = headers.all("received")[::-1] if headers else []
    found: list[Hop] = []
    before: datetime | None = None
    for number, hop in enumerate(parsed.received[-MAX_HOPS:], start=1):
        when = _moment(hop)
        delay = (when - before).total_seconds() if when and before else None
        found.append(
            Hop(
                number=number,
                sender=_word(hop, "from"),
                receiver=_word(hop, "by"),
                protocol=_word(hop, "with"),
                recipient=_word(hop, "for"),
                when=when,
                delay=delay,
                raw=raw[number - 1] if number <= len(raw) else _word(hop, "raw"),
            )
        )
        before = when or before
    return tuple(found)


def _word(hop: Mapping[str, Any], name: str) -> str:
    value = hop.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _moment(hop: Mapping[str, Any]) -> datetime | None:
    text = hop.get("date_utc")
    return datetime.fromisoformat(text) if isinstance(text, str) else None


def _attachments(found: Iterable[Mapping[str, Any]]) -> Iterator[Attachment]:
    for one in found:
        payload = str(one["payload"])
        if one["binary"]:
            digits = len(payload) - payload.count("\n") - payload.count("\r")
            size = digits * 3 // 4 - payload[-4:].count("=")
        else:
            size = len(payload.encode("utf-8", "replace"))
        yield Attachment(str(one["filename"]), str(one["mail_content_type"]), max(0, size))


def _defects(found: Iterable[Mapping[str, Iterable[str]]]) -> Iterator[str]:
    """Yield each defect once, as the sentence mail-parser or the email package has for it."""
    seen = set()
    for group in found:
        for where, sentences in group.items():
            for sentence in sentences:
                _, _, words = sentence.partition(": ")
                line = f"{where}: {words or sentence}"
                if line not in seen:
                    seen.add(line)
                    yield line
