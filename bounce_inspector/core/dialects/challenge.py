"""Challenge and response: the recipient's system asks the writer to confirm by hand."""

import re
from functools import lru_cache

from bounce_inspector.core.address import clean
from bounce_inspector.core.decoding.headers import Headers
from bounce_inspector.core.model import Failure, Kind
from bounce_inspector.core.wording.message import Message
from bounce_inspector.core.wording.report import Report
from bounce_inspector.core.wording.voice import (
    CHALLENGE,
    CHALLENGE_DOMAINS,
    CHALLENGE_SUBJECTS,
    topics_of,
)
from bounce_inspector.shipped import read_toml

NAME = "challenge"
_FIELDS = frozenset(
    {"x-bluebottle-request", "x-tmda-fingerprint", "x-boxbe", "x-spamarrest", "x-sa-challenge"}
)
_AGENTS = frozenset({"x-delivery-agent", "x-mailer"})


def read(message: Message) -> Report | None:
    """Return the request, naming the address that asks; it never marks anybody."""
    if not _asks(message):
        return None
    replies = clean(message.headers.get("reply-to") or "")
    asks_itself = not _is_asker(message.sender)
    address = clean(message.sender) if asks_itself else replies or clean(message.sender)
    failures = (Failure(recipient=address, action=None),) if address else ()
    return Report(NAME, failures, Kind.CHALLENGE)


def _is_asker(sender: str) -> bool:
    return bool(topics_of(sender) & CHALLENGE_DOMAINS) and _domains().search(sender) is not None


@lru_cache(maxsize=1)
def _domains() -> re.Pattern[str]:
    domains = read_toml("dialects", "voice.toml")["challenge"]["domains"]
    return re.compile(rf"(?i)@(?:[\w.-]+\.)?(?:{'|'.join(map(re.escape, domains))})\b")


def _is_tmda(headers: Headers) -> bool:
    return any("tmda" in (headers.get(name) or "").lower() for name in _AGENTS)


def _asks(message: Message) -> bool:
    headers = message.headers
    if headers.has_any(_FIELDS):
        return True
    if headers.has_any(_AGENTS) and _is_tmda(headers) and message.heard & CHALLENGE:
        return True
    if message.heard_in_sender & CHALLENGE_DOMAINS and _is_asker(message.sender):
        return True
    path = message.return_path
    if "@" in path and _is_asker(path):
        return True
    asked = message.heard_in_subject & CHALLENGE_SUBJECTS
    return bool(asked and message.heard & CHALLENGE)
