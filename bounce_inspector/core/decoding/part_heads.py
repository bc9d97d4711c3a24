"""What the header of a part says of its body, RFC 2045 section 2 and RFC 2183.

Mail systems write the same few headers over each part of each report: what was read once is
remembered by its bytes.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bounce_inspector.core.decoding.encoded_words import decode_words
from bounce_inspector.core.decoding.headers import Headers
from bounce_inspector.core.decoding.parameters import content_type, parameters
from bounce_inspector.core.decoding.part_types import role_of_type
from bounce_inspector.core.model import Role

_REMEMBERED = 1_000  # bytes of the longest header, or of its fields, that is
_BOUNDARY = re.compile(rb';\s*+boundary="?([!#-:<-\[\]-~]++)"?\s*+(?=;|\Z)', re.IGNORECASE)
_ATTACHMENT = b"attachment"


@dataclass(frozen=True, slots=True)
class PartHead:
    """The facts of one part's header.

    `boundary` is None where it stands apart, see `head_of`. `is_attached` and `filename` come from
    Content-Disposition. `is_message` tells of fields that only a whole message has, `is_received`
    of a Received field. `role` is what such a part is there for wherever it stands, None for texts.
    """

    content_type: str
    charset: str
    encoding: str
    boundary: str | None
    filename: str
    is_attached: bool
    is_message: bool
    is_received: bool
    is_multipart: bool
    role: Role | None


def part_head(data: bytes, start: int, end: int, default: str) -> tuple[PartHead, bytes, int]:
    """Return the facts of the header that begins at `start`, its boundary and where it ends.

    The body begins behind the end, or behind the empty line there. `default` is the content type
    where the header names none.
    """
    blank = data.find(b"\n\n", start, start + _REMEMBERED)
    if 0 <= blank < end:
        head, boundary, length = _remembered_block(data[start : blank + 1], default)
        return head, boundary, start + length
    headers, after = Headers.read(data, start, end)
    return *head_of(headers, default), after


def head_of(headers: Headers, default: str) -> tuple[PartHead, bytes]:
    """Return the facts that the fields of a header tell, and the boundary.

    Only the boundary differs from message to message: the rest is remembered without it.
    """
    raw = headers.raw("content-type")
    encoding = headers.raw("content-transfer-encoding")
    disposition = headers.raw("content-disposition")
    facts = (encoding, disposition, default, headers.outline.signs)
    if len(raw) + len(encoding) + len(disposition) > _REMEMBERED:
        head = _head(raw, *facts)
        return head, _as_bytes(head.boundary)
    found = _BOUNDARY.search(raw)
    if found is not None and raw.count(b'"', 0, found.start()) % 2 == 0:
        head = _remembered_head(raw[: found.start()] + raw[found.end() :], *facts)
        if head.boundary is None:
            return head, found[1]
    head = _remembered_head(raw, *facts)
    return head, _as_bytes(head.boundary)


def _as_bytes(boundary: str | None) -> bytes:
    return (boundary or "").encode("utf-8", "surrogateescape")


@lru_cache(maxsize=5_000)
def _remembered_block(block: bytes, default: str) -> tuple[PartHead, bytes, int]:
    headers, length = Headers.read(block, 0, len(block))
    return *head_of(headers, default), length


def _head(
    raw: bytes, encoding: bytes, disposition: bytes, default: str, signs: tuple[bool, bool]
) -> PartHead:
    kind, about = content_type(raw, default)
    name = parameters(disposition).get("filename", "") if disposition else ""
    return PartHead(
        content_type=kind,
        charset=about.get("charset", ""),
        encoding=encoding.strip().lower().decode("latin-1"),
        boundary=about.get("boundary"),
        filename=decode_words(name or about.get("name", "")),
        is_attached=disposition[: len(_ATTACHMENT)].lower() == _ATTACHMENT,
        is_message=signs[0],
        is_received=signs[1],
        is_multipart=kind.startswith("multipart/"),
        role=role_of_type(kind),
    )


_remembered_head = lru_cache(maxsize=1_000)(_head)
