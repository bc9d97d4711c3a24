"""Take a code such as 550 5.7.26 apart: three digits and three numbers, each with its meaning."""

import re
from collections.abc import Iterator

from bounce_inspector.core.explaining.explanation import CodePiece, Place
from bounce_inspector.core.explaining.knowledge_words import Knowledge
from bounce_inspector.core.explaining.provider_notes import meaning_of

_REPLY = re.compile(r"(?<![\d.])([1-6]\d\d)(?![\d.])")
_STATUS = re.compile(r"(?<![\d.])([0-9Xx]\.\d{1,3}\.\d{1,3})(?![\d.])")


def code_apart(
    text: str, knowledge: Knowledge, *, provider: str | None = None
) -> tuple[CodePiece, ...]:
    """Return the pieces of the codes in a short `text` such as ``550 5.7.26``."""
    reply, status = _REPLY.search(text), _STATUS.search(text)
    return take_apart(
        reply[1] if reply else None,
        status[1].replace("x", "X") if status else None,
        knowledge,
        provider=provider,
    )


def take_apart(
    reply: str | None, status: str | None, knowledge: Knowledge, *, provider: str | None = None
) -> tuple[CodePiece, ...]:
    """Return each code as a whole, followed by its digits or numbers."""
    pieces: list[CodePiece] = []
    if reply and len(reply) == 3:
        pieces += _reply_pieces(reply, knowledge)
    if status and status.count(".") == 2:
        pieces += _status_pieces(status, knowledge, provider)
    return tuple(pieces)


def _reply_pieces(reply: str, knowledge: Knowledge) -> Iterator[CodePiece]:
    facts = knowledge.facts.replies.get(reply)
    words = knowledge.replies.get(reply)
    wild = knowledge.facts.wild_with(reply)
    if facts and words:
        meaning, name = words.title, facts.name
    elif wild:
        meaning, name = knowledge.wild[wild.id].title, ""
    else:
        meaning, name = _unknown_reply(reply, knowledge), ""
    yield CodePiece(reply, Place.REPLY, meaning, name)
    for digit, place, fallback in (
        (reply[0], Place.REPLY_CLASS, "reply-class.other"),
        (reply[1], Place.REPLY_GROUP, "reply-group.other"),
    ):
        yield CodePiece(digit, place, knowledge.phrase_or(f"{place}.{digit}", fallback))
    yield CodePiece(reply[2], Place.REPLY_DETAIL, knowledge.phrase("reply-detail.any"))


def _unknown_reply(reply: str, knowledge: Knowledge) -> str:
    if reply[0] in "23":
        return knowledge.phrase("code.success-title")
    return knowledge.phrase("code.unknown-title")


def _status_pieces(status: str, knowledge: Knowledge, provider: str | None) -> Iterator[CodePiece]:
    facts = knowledge.facts.enhanced_with(status)
    own = meaning_of(status, provider, knowledge)
    unknown = knowledge.phrase("status-detail.unknown")
    meaning = knowledge.enhanced[facts.code].title if facts else unknown
    name = facts.name if facts else ""
    yield CodePiece(status, Place.STATUS, meaning, name, own)
    level, subject, detail = status.split(".")
    yield CodePiece(
        level,
        Place.STATUS_CLASS,
        knowledge.phrase_or(f"status-class.{level}", "status-class.other"),
    )
    yield CodePiece(
        subject,
        Place.STATUS_SUBJECT,
        knowledge.phrase_or(f"status-subject.{subject}", "status-subject.other"),
    )
    said = knowledge.enhanced[facts.code].happened[-1] if facts else unknown
    yield CodePiece(detail, Place.STATUS_DETAIL, said)
