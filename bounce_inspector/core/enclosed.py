"""Bounces inside other mail: attached to a forwarded letter, pasted into it, returned in a bounce.

A letter is opened only where a person hands a bounce on ("here is what I got"): an attached
message, a forward by its subject or its marker line, a short note above one quoted report. Lists
and replies that quote a bounce are talk about it, and stay closed.
"""

import re
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from bounce_inspector.core.decoding.headers import block_end
from bounce_inspector.core.decoding.mime import Structure, scan
from bounce_inspector.core.decoding.text import transfer_decoded
from bounce_inspector.core.model import Evidence, Failure, Kind, Part, Role
from bounce_inspector.core.reading import read
from bounce_inspector.core.wording.machine import (
    FORWARD_PREFIX,
    is_list_mail,
    is_program_mail,
    is_reply,
)
from bounce_inspector.core.wording.message import MAX_SPEECH, Message, Passage
from bounce_inspector.core.wording.report import Report

# Evidence in an enclosed message: STEP * (number of the enclosing part + 1) + number within.
STEP = 100_000
MAX_ENCLOSED = 20
MAX_DEPTH = 3
_BOUNCE, _OTHER = Kind.BOUNCE, Kind.OTHER  # looked up once: it takes four times as long
_REPORTS = (_BOUNCE, Kind.DELAY)
_MESSAGE_TYPES = frozenset({"message/rfc822", "message/global"})
_REAL_HEADER = re.compile(rb"(?im)^(?:received|return-path|message-id)[ \t]*:")
_MARKER = re.compile(
    r"(?im)^[ \t>]*(?:-{2,}[ \t]*(?:original message|forwarded message|original-nachricht"
    r"|ursprüngliche nachricht"
    r"|weitergeleitete nachricht|message d'origine|message transféré|mensaje original"
    r"|mensaje reenviado|messaggio originale"
    r"|messaggio inoltrato|mensagem original|mensagem encaminhada|oorspronkelijk bericht"
    r"|doorgestuurd bericht|пересылаемое сообщение"
    r"|原始邮件|转发的邮件|元のメッセージ|転送メッセージ)[^\n]{0,40}"
    r"|begin forwarded message:?|anfang der weitergeleiteten (?:nachricht|e-mail):?"
    r"|début du message (?:réexpédié|transféré)[ ]?:?)[ \t]*$"
)
_QUOTE = re.compile(r"(?m)^[ \t]*>[ ]?")
_FIRST_SIGN = re.compile(r"(?m)^[^\S\n]*+(\S)")  # of a line that has words
_FIELD = re.compile(r"[ \t]*\*?([^\W\d][\w -]{1,24}?)\*?[ \t]*[:：]\*?[ \t]*([^\n]*)\n?")
_FROM = frozenset(
    {
        "from",
        "von",
        "de",
        "da",
        "van",
        "od",
        "от",
        "från",
        "fra",
        "差出人",
        "发件人",
        "寄件者",
        "보낸 사람",
        "kimden",
    }
)
_SUBJECT = frozenset(
    {
        "subject",
        "betreff",
        "objet",
        "asunto",
        "oggetto",
        "assunto",
        "onderwerp",
        "temat",
        "тема",
        "ämne",
        "emne",
        "件名",
        "主题",
        "主旨",
        "제목",
        "konu",
    }
)
_MAX_NOTE_LINES = 8
_certain = attrgetter("certain")


class Opened(NamedTuple):
    """The report that counts, who speaks in it, and where its parts are numbered from.

    `limits` names what was hit where no enclosed message reports: "enclosed" or "text".
    """

    report: Report
    speaker: Message
    base: int = 0
    limits: frozenset[str] = frozenset()


class _Allowance:
    """How much of all enclosed messages together is read, however they stand in each other."""

    def __init__(self) -> None:
        """Begin with all of it."""
        self.messages = MAX_ENCLOSED
        self.characters = MAX_SPEECH
        self.limits: set[str] = set()

    def takes_one(self) -> bool:
        """Tell whether one more message may be opened."""
        if self.messages <= 0:
            self.limits.add("enclosed")
        elif self.characters <= 0:
            self.limits.add("text")
        else:
            self.messages -= 1
            return True
        return False

    def spend(self, message: Message) -> None:
        """Note what was read of a message."""
        self.characters -= sum(passage.stop for passage in message.passages)
        if message.is_cut:
            self.limits.add("text")


def open_enclosed(message: Message, report: Report) -> Opened:
    """Return the report of an enclosed bounce where the message itself reports nothing."""
    if report.kind is not _OTHER and any(map(_certain, report.failures)):
        return Opened(report, message)  # as nearly all do
    allowance = _Allowance()
    opened = _opened(message, report, 0, allowance)
    if opened.speaker is message and allowance.limits:
        return opened._replace(limits=frozenset(allowance.limits))
    return opened


def _opened(message: Message, report: Report, depth: int, allowance: _Allowance) -> Opened:
    hands_on = report.kind is _OTHER and not is_list_mail(message)
    names_nobody = report.kind is _BOUNCE and not any(map(_certain, report.failures))
    if not (hands_on or names_nobody) or depth >= MAX_DEPTH:
        return Opened(report, message)
    for part in _messages(message.structure):
        if not allowance.takes_one():
            break
        body = transfer_decoded(message.structure.body(part), part.encoding)
        inner = Message(scan(body), allowance.characters)
        told = read(inner)
        allowance.spend(inner)
        found = _opened(inner, told, depth + 1, allowance)
        if found.report.kind in _REPORTS and found.report.failures:
            base = STEP * (part.number + 1)
            return Opened(_renumbered(found.report, base), found.speaker, base + found.base)
    if hands_on:
        return _pasted(message) or Opened(report, message)
    return Opened(report, message)


def text_of(data: bytes, number: int) -> str | None:
    """Return the decoded text of the part that evidence names, enclosed messages included."""
    message = Message(scan(data))
    while number >= STEP:
        outer, number = _outermost(number)
        if outer >= len(message.structure.parts):
            return None
        part = message.structure.parts[outer]
        body = transfer_decoded(message.structure.body(part), part.encoding)
        message = Message(scan(body))
    if number >= len(message.structure.parts):
        return None
    return message.text_of(message.structure.parts[number])


def _outermost(number: int) -> tuple[int, int]:
    power = STEP
    while number >= power * STEP:
        power *= STEP
    return number // power - 1, number % power


def _messages(structure: Structure) -> Iterator[Part]:
    for part in structure.parts:
        enclosed = part.role is Role.ORIGINAL and part.content_type in _MESSAGE_TYPES
        if enclosed or part.filename.lower().endswith(".eml"):
            yield part


def _renumbered(report: Report, base: int) -> Report:
    return report._replace(failures=tuple(_moved(failure, base) for failure in report.failures))


def _moved(failure: Failure, base: int) -> Failure:
    span = failure.span
    if span is None:
        return failure
    # A report two levels down is numbered from within: its own base stands in front already.
    part = span.part + (base * STEP if span.part >= STEP else base)
    return failure._replace(span=Evidence(part, span.start, span.end))


def _pasted(message: Message) -> Opened | None:
    """Return the report that a person pasted into a letter."""
    if is_reply(message) or is_program_mail(message):
        return None
    for passage in message.passages:
        pasted = _handed_on(message, passage)
        if pasted is None:
            continue
        speaker = Message(scan(_as_message(pasted)))
        report = read(speaker)
        if report.kind in _REPORTS and report.failures:
            # The text was unquoted: places in it are not places in the letter.
            failures = tuple(failure._replace(span=None) for failure in report.failures)
            return Opened(report._replace(failures=failures), speaker)
    return None


def _handed_on(message: Message, passage: Passage) -> str | None:
    text = passage.text
    marker = _MARKER.search(text)
    if marker:
        return _unquoted(text[marker.end() :].lstrip("\n"))
    if FORWARD_PREFIX.match(message.subject):
        return _unquoted(text)
    lines = [line for line in text.split("\n") if line.strip()]
    quoted = [line for line in lines if line.lstrip().startswith(">")]
    if len(quoted) >= 3 and len(lines) - len(quoted) <= _MAX_NOTE_LINES:
        return _unquoted(
            "\n".join(line for line in text.split("\n") if line.lstrip().startswith(">"))
        )
    return None


def _unquoted(text: str) -> str:
    for _ in range(3):
        first_signs = _FIRST_SIGN.findall(text)
        if not first_signs or first_signs.count(">") * 2 < len(first_signs):
            return text
        text = _QUOTE.sub("", text)
    return text


def _as_message(text: str) -> bytes:
    """Return the pasted text as a message, its summary of header fields turned into real ones."""
    source = text.lstrip("\n").encode("utf-8", "replace")
    if _REAL_HEADER.search(source, 0, block_end(source, 0, len(source))):
        return source  # the whole source was pasted: its header is the header
    at = 0
    fields = ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"]
    text = text.lstrip("\n")
    while True:
        found = _FIELD.match(text, at)
        if not found:
            break
        name = found[1].strip().casefold()
        if name in _FROM:
            fields.append(f"From: {found[2]}")
        elif name in _SUBJECT:
            fields.append(f"Subject: {found[2]}")
        at = found.end()
    head = "\n".join(fields)
    return f"{head}\n\n{text[at:] if len(fields) > 2 else text}".encode("utf-8", "replace")
