"""What separates the messages of an mbox: the ``From `` line, and what only looks like one."""

import re

LOOK = 1024
"""Bytes from the ``From `` on within which everything that decides stands."""
_LONGEST_LINE = 600

_DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_ZONE = rb"(?:[ \t]+(?:[A-Z]{1,5}|[+-]\d{4})){0,2}"
_CLOCK = rb"\d{1,2}:\d{1,2}(?::\d{1,2})?"
_LINE_END = rb"(?:\r\n|\r|\n)"

# C's asctime as RFC 4155 has it, with the zones that Takeout and others put around the year.
_STRICT = re.compile(
    rb"From (?P<sender>[^\r\n]{0,320}?)[ \t]*"
    + _DAY + rb",?[ \t]+(?:" + _MONTH + rb"[ \t]+\d{1,2}|\d{1,2}[ \t]+" + _MONTH + rb")"
    rb"(?:[ \t]+" + _CLOCK + _ZONE + rb"[ \t]+\d{2,4}|[ \t]+\d{4}[ \t]+" + _CLOCK + rb")"
)  # fmt: skip
_DATED = re.compile(
    rb"From (?P<sender>[^\r\n]{0,320}?)[ \t]*(?:\b(?:19|20)\d\d\b[^\r\n]{0,40}?\b\d{1,2}:\d\d"
    rb"|\b\d{1,2}:\d\d[^\r\n]{0,40}?\b(?:19|20)\d\d\b)"
)
_BARE = re.compile(rb"From (?P<sender>-?|[^\s@]{1,128}@[^\s@]{1,254})[ \t]*[\r\n]")
_HEADER = re.compile(rb"(?:>From [^\r\n]{0,300}" + _LINE_END + rb")?[!-9;-~]{1,76}[ \t]*:")
_MAIL_HEADER = re.compile(
    rb"(?i)(?:X-[!-9;-~]{1,70}|Received|Return-Path|Delivered-To|From|To|Cc|Subject|Date|Sender"
    rb"|Reply-To|Message-ID|MIME-Version|Content-[A-Za-z-]{1,40}|Status|DKIM-Signature"
    rb"|Authentication-Results|ARC-[A-Za-z-]{1,40})[ \t]*:"
)
# An attached message may start with a From line of its own; that one separates nothing.
_ATTACHED = re.compile(
    rb"(?i)[\r\n]--[^\r\n]{1,100}" + _LINE_END + rb"(?:[!-9;-~]{1,76}:[^\r\n]*" + _LINE_END
    + rb"(?:[ \t][^\r\n]*" + _LINE_END + rb")*){1,20}\Z"
)  # fmt: skip
_MESSAGE_TYPE = re.compile(rb"(?i)content-type:[ \t]*(?:message|text)/rfc822")
_FIRST_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_NO_SENDERS = frozenset((b"", b"-", b"()", b"<>", b"???@???"))


def starts_mailbox(head: bytes) -> bool:
    """Say whether a file that starts with `head` is an mbox."""
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if _STRICT.match(head) or _DATED.match(head):
        return True
    return bool(_BARE.match(head) and _HEADER.match(head, line_end(head, 0)))


def separates(data: bytes | bytearray, at: int) -> bool:
    """Say whether the ``From `` at the start of a line at `at` starts a message.

    `data` holds LOOK bytes after `at` unless the file ends. A strict line needs an empty line
    before or a header after it, a tolerant one both.
    """
    blank = _blank_before(data, at)
    after = line_end(data, at)
    if after - at > _LONGEST_LINE:
        return False
    if _STRICT.match(data, at, after):
        likely = blank > 0 or bool(_HEADER.match(data, after))
    elif not blank:
        return False
    elif _DATED.match(data, at, after):
        likely = bool(_HEADER.match(data, after))
    else:
        likely = bool(_BARE.match(data, at, after) and _MAIL_HEADER.match(data, after))
    return likely and not (blank and _is_attached(data, at - blank))


def line_end(data: bytes | bytearray, at: int) -> int:
    """Return where the line after the one at `at` starts."""
    line = _FIRST_LINE.match(data, at)
    return line.end() if line else len(data)


def sender(line: bytes) -> str:
    """Return the envelope sender that a ``From `` line names, or an empty string."""
    found = _STRICT.match(line) or _DATED.match(line) or _BARE.match(line)
    name = found["sender"].strip() if found else line[5:].split(b" ")[0].strip()
    if name in _NO_SENDERS or name.endswith(b"@xxx"):  # Takeout puts its own number there
        return ""
    return name.strip(b"<>").decode("utf-8", "replace")


def _blank_before(data: bytes | bytearray, at: int) -> int:
    """Return how many line end bytes stand before `at` if they make an empty line, else 0."""
    before = data[max(at - 4, 0) : at]
    if before.endswith((b"\n\n", b"\r\r")):
        return 2
    if before.endswith(b"\n\r\n"):
        return len(before)
    return 0


def _is_attached(data: bytes | bytearray, end: int) -> bool:
    """Say whether the lines up to `end` are the headers of a part that is a message."""
    start = max(end - LOOK, 0)
    last = max(data.rfind(b"\n", start, end), data.rfind(b"\r", start, end), start)
    if data.find(b":", last, end) < 0 and data[last + 1 : last + 2] not in (b" ", b"\t"):
        return False
    before = bytes(data[start:end]) + b"\n"
    return bool(_MESSAGE_TYPE.search(before) and _ATTACHED.search(before))
