"""What is known of the message that came back: who wrote it, to whom, for which campaign."""

from functools import lru_cache

from bounce_inspector.core.address import clean
from bounce_inspector.core.decoding.dates import parse_date
from bounce_inspector.core.decoding.headers import Headers
from bounce_inspector.core.model import Original
from bounce_inspector.core.wording.message import Message

_CAMPAIGNS = (
    "x-campaign",
    "x-campaign-id",
    "x-campaignid",
    "x-campaign-name",
    "x-mailing-id",
    "x-mailingid",
    "x-mailgun-tag",
    "x-pm-tag",
    "x-mc-tags",
    "x-job",
    "x-jobid",
    "x-newsletter-id",
    "x-broadcast-id",
    "x-mailchimp-campaign",
    "feedback-id",
)
_ANY_CAMPAIGN = frozenset(_CAMPAIGNS)
_MAX = 998
_USUAL = 200  # characters of a From or To that is remembered: a mailing has one sender


def original_of(message: Message) -> Original:
    """Return the facts of the returned message; every field may be None."""
    headers = message.original
    if headers is None:
        return Original()
    return Original(  # by position: names take twice as long
        _short(headers.get("message-id")),
        _party(headers.get("from")),
        _party(headers.get("to")),
        _short(headers.get("subject")),
        parse_date(headers.get("date")),
        _short(headers.get("list-id")),
        _campaign(headers),
    )


@lru_cache(maxsize=2_000)
def _remembered(value: str) -> str | None:
    return clean(value) or value


def _party(value: str | None) -> str | None:
    """Return the address in a field, or where there is none what stands there."""
    if not value:
        return None
    return _remembered(value) if len(value) <= _USUAL else clean(value) or _short(value)


def _campaign(headers: Headers) -> str | None:
    if not headers.has_any(_ANY_CAMPAIGN):
        return None
    for name in _CAMPAIGNS:
        if name not in headers:
            continue
        value = (headers.get(name) or "").strip()
        if value:
            # Feedback-ID is campaign:customer:kind:sender (Google, "Feedback Loop").
            return _short(value.partition(":")[0] if name == "feedback-id" else value)
    return None


def _short(value: str | None) -> str | None:
    return value[:_MAX] if value else None
