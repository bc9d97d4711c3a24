"""A message of RFC 5322 made of an Outlook item."""

import base64
import io
import re
from collections.abc import Iterator
from email.utils import format_datetime
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import quote

from olefile import OleFileIO  # type: ignore[import-untyped]  # it has no types
from oxmsg.storage import Storage

from bounce_inspector.core.sources import message, rtf
from bounce_inspector.core.sources.outlook_properties import OF_A_MESSAGE, Item
from bounce_inspector.core.sources.outlook_report import delivery_status

_TRANSPORT_HEADERS = 0x007D
_SUBJECT, _MESSAGE_ID, _IN_REPLY_TO, _TO = 0x0037, 0x1035, 0x1042, 0x0E04
_SENDER_NAMES, _SENDER_ADDRESSES = (0x0C1A, 0x0042), (0x5D01, 0x5D02, 0x0C1F, 0x0065)
_TIMES = (0x0039, 0x0E06)
_BODY, _REPORT_TEXT, _HTML, _RTF = 0x1000, 0x1001, 0x1013, 0x1009
_FILE_NAMES, _MIME_TAG, _DATA = (0x3707, 0x3704), 0x370E, 0x3701
_MOST_RTF = 16 << 20

_STATUS = "message/delivery-status"
_REPORT_TYPES = {
    _STATUS: "delivery-status",
    "message/global-delivery-status": "delivery-status",
    "message/disposition-notification": "disposition-notification",
    "message/feedback-report": "feedback-report",
}
# Written anew, for they describe parts that Outlook has taken apart.
_DESCRIBING = re.compile(
    r"(?im)^(?:content-(?:type|transfer-encoding|disposition|id|description)|mime-version)[ \t]*:"
    r".*\n(?:[ \t].*\n)*"
)
_HEADER = re.compile(r"[!-9;-~]+[ \t]*:")
_STATUS_FIELD = re.compile(rb"(?i)\A\s*(?:original-envelope-id:.{0,400}\n)?reporting-mta[ \t]*:")
_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,80}")


class NotAMessage(Exception):  # noqa: N818  # an answer, not an error
    """Raised for a compound file that is something else, say an old Word document."""


class _Part(NamedTuple):
    type: str
    headers: str
    body: bytes


def rebuilt(data: bytes, *, nesting: int) -> bytes:
    """Return the message in a .msg file. Raises what olefile and python-oxmsg raise on bad ones."""
    with OleFileIO(io.BytesIO(data)) as compound:
        storage = Storage.from_ole(compound)
    if not any(stream.name == "__properties_version1.0" for stream in storage.streams):
        raise NotAMessage
    return _written(Item(storage, OF_A_MESSAGE), nesting)


def _written(item: Item, nesting: int) -> bytes:
    attached = list(_attachments(item, nesting))
    status = delivery_status(item)
    if status and not any(part.type in _REPORT_TYPES for part in attached):
        attached.insert(0, _part(_STATUS, status.encode()))
    parts = [_text(item), *attached]
    reports = [_REPORT_TYPES[part.type] for part in attached if part.type in _REPORT_TYPES]
    if reports:
        whole = _together(f"multipart/report; report-type={reports[0]}", parts)
    else:
        whole = _together("multipart/mixed", parts) if attached else parts[0]
    headers = _headers(item) + "MIME-Version: 1.0\n" + whole.headers
    return headers.encode("utf-8", "replace") + b"\n" + whole.body


def _headers(item: Item) -> str:
    """Return the headers as they came, or where Outlook has none, those it knows otherwise."""
    sent = item.text(_TRANSPORT_HEADERS).strip("\n").partition("\n\n")[0]
    if sent and not _HEADER.match(sent):
        sent = sent.partition("\n")[2]  # "Microsoft Mail Internet Headers Version 2.0"
    if sent:
        return _DESCRIBING.sub("", sent + "\n")
    times = (time for number in _TIMES if (time := item.time(number)))
    known = {
        "From": _sender(item),
        "To": _encoded(item.text(_TO)),
        "Subject": _encoded(item.text(_SUBJECT)),
        "Date": next(map(format_datetime, times), ""),
        "Message-ID": _encoded(item.text(_MESSAGE_ID)),
        "In-Reply-To": _encoded(item.text(_IN_REPLY_TO)),
    }
    return "".join(f"{name}: {value}\n" for name, value in known.items() if value)


def _sender(item: Item) -> str:
    addresses = (item.text(number) for number in _SENDER_ADDRESSES)
    address = next((one for one in addresses if "@" in one), "")
    name = _encoded(item.text(*_SENDER_NAMES))
    return f"{name} <{_encoded(address)}>" if address and name != address else name


def _text(item: Item) -> _Part:
    """Return the body: what was written, in each form that Outlook has, else what its RTF says."""
    plain = item.text(_BODY, _REPORT_TEXT)
    html, encoding = item.binary(_HTML), item.encoding()
    if not html and (text := item.text(_HTML)):
        html, encoding = text.encode("utf-8", "replace"), "utf-8"
    if not plain and not html:
        plain = rtf.to_text(rtf.decompress(item.binary(_RTF), _MOST_RTF).decode("latin-1"))
    written = _part('text/plain; charset="utf-8"', plain.encode("utf-8", "replace"))
    if not html:
        return written
    marked = _part(f'text/html; charset="{encoding}"', html)
    return _together("multipart/alternative", [written, marked]) if plain else marked


def _attachments(item: Item, nesting: int) -> Iterator[_Part]:
    for attachment in item.attachments():
        embedded = attachment.embedded()
        if embedded is None:
            yield _file(attachment)
        elif nesting > 0:
            yield _part("message/rfc822", _written(embedded, nesting - 1))


def _file(attachment: Item) -> _Part:
    """Return an attached file: readable where it speaks, in base64 where it does not."""
    data = attachment.binary(_DATA)
    kind = attachment.text(_MIME_TAG).lower()
    if not _TYPE.fullmatch(kind) or kind == "application/octet-stream":
        kind = "application/octet-stream"
        if message.is_whole(data[: 1 << 16]):
            kind = "message/rfc822"
    if kind not in _REPORT_TYPES and _STATUS_FIELD.match(data):
        kind = _STATUS
    if kind.startswith("message/") or kind == "text/rfc822-headers":
        return _part(kind, data)
    name = attachment.text(*_FILE_NAMES)
    disposition = f"attachment; filename*=utf-8''{quote(name, errors='replace')}"
    headers = (
        f"Content-Type: {kind}\nContent-Disposition: {disposition}\n"
        "Content-Transfer-Encoding: base64\n"
    )
    return _Part(kind, headers, base64.encodebytes(data))


def _part(kind: str, body: bytes) -> _Part:
    encoding = "" if body.isascii() else "Content-Transfer-Encoding: 8bit\n"
    return _Part(kind, f"Content-Type: {kind}\n{encoding}", body)


def _together(kind: str, parts: list[_Part]) -> _Part:
    """Return a multipart whose boundary no part can have in it: it is made of them all."""
    digest = blake2b(digest_size=12)
    for part in parts:
        digest.update(part.body)
    boundary = f"=_{digest.hexdigest()}"
    pieces = [
        b"--%b\n%b\n%b\n" % (boundary.encode(), part.headers.encode(), part.body) for part in parts
    ]
    body = b"".join(pieces) + b"--%b--\n" % boundary.encode()
    return _Part(kind, f'Content-Type: {kind};\n boundary="{boundary}"\n', body)


def _encoded(text: str) -> str:
    """Return a header's value on one line, as encoded words (RFC 2047) if need be."""
    line = " ".join(text.split())
    if line.isascii():
        return line
    words = (line[at : at + 12] for at in range(0, len(line), 12))
    return "\n ".join(
        f"=?utf-8?b?{base64.b64encode(word.encode('utf-8', 'replace')).decode()}?="
        for word in words
    )
