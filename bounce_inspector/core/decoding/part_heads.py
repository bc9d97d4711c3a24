"""What the header of a part says of its body, RFC 2045 section 2 and RFC 2183.

Mail systems write the same few headers over each part of each report: what was read once is
remembered by its bytes.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bounce_inspector.core.decoding.charsets import decode
from bounce_inspector.core.decoding.encoded_words import decode_words
from bounce_inspector.core.decoding.headers import Headers, block_end
from bounce_inspector.core.decoding.parameters import content_type, parameters

_REMEMBERED = 1_000  # bytes of the longest header that is
_BOUNDARY = re.compile(rb';\s*+boundary="?([^"\\;\s]++)"?\s*+(?=;|\Z)', re.IGNORECASE)
_ATTACHMENT = b"attachment"


@dataclass(frozen=True, slots=True)
class PartHead:
    """The facts of one part's header.

    `is_attached` and `filename` come from Content-Disposition. `is_message` tells of fields that
    only a whole message has, `is_received` of a Received field.
    """

    content_type: str
    charset: str
    encoding: str
    boundary: str
    report_type: str
    filename: str
    is_attached: bool
    is_message: bool
    is_received: bool


def part_head(data: bytes, start: int, end: int, default: str) -> tuple[PartHead, int]:
    """Return the facts of the header that begins at `start` and where it ends.

    The body begins behind the end, or behind the empty line there. `default` is the content type
    where the header names none.
    """
    blank = data.find(b"\n\n", start, min(end, start + _REMEMBERED))
    if blank < 0:
        after = block_end(data, start, end)
        return head_of(Headers(data[start:after]), default), after
    head, length = _remembered(data[start : blank + 1], default)
    return head, start + length


@lru_cache(maxsize=5_000)
def _remembered(block: bytes, default: str) -> tuple[PartHead, int]:
    length = block_end(block, 0, len(block))
    return head_of(Headers(block[:length]), default), length


@lru_cache(maxsize=1_000)
def _remembered_type(raw: bytes, default: str) -> tuple[str, dict[str, str]]:
    return content_type(raw, default)


def _type_and_boundary(raw: bytes, default: str) -> tuple[str, dict[str, str], str]:
    """Return type, parameters and boundary; only the boundary differs from message to message."""
    found = _BOUNDARY.search(raw) if len(raw) <= _REMEMBERED else None
    if found is not None and raw.count(b'"', 0, found.start()) % 2 == 0:
        kind, about = _remembered_type(raw[: found.start()] + raw[found.end() :], default)
        if "boundary" not in about:
            return kind, about, decode(found[1])
    kind, about = content_type(raw, default)
    return kind, about, about.get("boundary", "")


def head_of(headers: Headers, default: str) -> PartHead:
    """Return the facts that the fields of a header tell."""
    kind, about, boundary = _type_and_boundary(headers.raw("content-type"), default)
    disposition = headers.raw("content-disposition")
    name = parameters(disposition).get("filename", "") if disposition else ""
    return PartHead(
        content_type=kind,
        charset=about.get("charset", ""),
        encoding=headers.raw("content-transfer-encoding").strip().lower().decode("latin-1"),
        boundary=boundary,
        report_type=about.get("report-type", ""),
        filename=decode_words(name or about.get("name", "")),
        is_attached=disposition[: len(_ATTACHMENT)].lower() == _ATTACHMENT,
        is_message="from" in headers and "date" in headers,
        is_received="received" in headers,
    )
