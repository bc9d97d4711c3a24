"""Where a bounce stops speaking and the returned message begins."""

import re
from functools import lru_cache

from bounce_inspector.shipped import read_toml

# A run of fields that only a message has; the "To / Subject / Sent" of a summary is none.
_FIELD_RUN = re.compile(
    r"^(?:Return-Path|Received|DKIM-Signature|Delivered-To|ARC-[\w-]+|X-[\w-]+|Message-Id"
    r"|From|Date|MIME-Version|DomainKey-Signature|Content-Type)[ \t]*:[^\n]*\n"
    r"(?:[ \t]+[^\n]*\n|[A-Za-z][\w-]*[ \t]*:[^\n]*(?:\n|\Z)){2,}+",
    re.MULTILINE | re.IGNORECASE,
)
_REAL_HEADER = re.compile(
    r"^(?:received|message-id|mime-version|return-path|dkim-signature)\s*:", re.I | re.M
)
_REPORT_FIELD = re.compile(
    r"^(?:final-recipient|reporting-mta|action|original-recipient)\s*:", re.I | re.M
)
# "This is a copy of the message, including all the headers." is the longest seen.
_MAX_WORDS = 8


def find_cut(text: str) -> int:
    """Return the character at which the returned message begins, else the text's length."""
    cut = len(text)
    for found in _marker().finditer(text):
        if _introduces_original(text, found.end()):
            cut = found.start()
            break
    for run in _FIELD_RUN.finditer(text, 0, cut):
        if _REAL_HEADER.search(run[0]) and not _REPORT_FIELD.search(run[0]):
            return min(cut, run.start())
    return cut


def _introduces_original(text: str, end: int) -> bool:
    """Tell whether what follows a marker is no longer the report itself.

    Mail systems put their marker on a line of its own; the same words inside a sentence, followed
    by a report, do not end it.
    """
    rest_of_line = text[end : text.find("\n", end) if "\n" in text[end:] else len(text)]
    if "@" in rest_of_line or len(rest_of_line.split()) > _MAX_WORDS:
        return False
    following = text[end : end + 1500]
    return not _REPORT_FIELD.search(following.split("\n\n\n")[0][:700])


@lru_cache(maxsize=1)
def _marker() -> re.Pattern[str]:
    phrases = sorted(read_toml("dialects", "original.toml")["phrases"], key=len, reverse=True)
    words = "|".join(re.escape(phrase).replace(r"\ ", r"[ \t]+") for phrase in phrases)
    return re.compile(rf"^[ \t\-=*#|>_~+:]{{0,90}}(?:{words})", re.MULTILINE | re.IGNORECASE)
