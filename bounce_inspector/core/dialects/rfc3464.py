"""Delivery status notifications, RFC 3464, and their internationalised form, RFC 6533.

Reporting-MTA: dns; mx.example.org

Original-Recipient: rfc822; user@example.com
Final-Recipient: rfc822; user@example.net
Action: failed
Status: 5.1.1
Remote-MTA: dns; mail.example.net
Diagnostic-Code: smtp; 550 5.1.1 No such user
"""

import re
from functools import lru_cache
from typing import NamedTuple

from bounce_inspector.core.address import clean, key
from bounce_inspector.core.decoding.charsets import Guess
from bounce_inspector.core.decoding.encoded_words import decode_words
from bounce_inspector.core.model import Action, Evidence, Failure, Stage
from bounce_inspector.core.smtp import find_codes, find_host, find_stage, find_status
from bounce_inspector.core.wording.address_blocks import MAX_DIAGNOSTIC
from bounce_inspector.core.wording.message import Message
from bounce_inspector.core.wording.report import MAX_RECIPIENTS, Report
from bounce_inspector.core.wording.status_report import Fields, is_marked, read_report

NAME = "rfc3464"
_USUAL = 400  # characters of a diagnostic that is remembered
MAX_WHOLE = 40_000
"""Characters of all replies together behind which long ones are cut."""
MAX_SERVER = 300
"""Characters of a field in which a server is looked for; a host name has 255 at most."""
MAX_SHORT = 300
"""Characters that are read of a reply behind that."""
_BARE_STATUS = re.compile(r"[45]\.\d{1,3}\.\d{1,3}")
_TYPED = re.compile(r"\s*[\w./+-]{1,30}\s*;\s*")
_XTEXT = re.compile(r"\+([0-9A-F]{2})")
_UNITEXT = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")
_HOST = re.compile(r"[A-Za-z0-9_](?:[\w-]{0,62}\.){1,12}[\w-]{1,63}")
_IP = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b|\b[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{0,4}){2,7}")
_ACTION = re.compile(r"[a-z]+")
_GENERAL = re.compile(r"[245]\.0\.0")
# Other words seen where one of the five actions of RFC 3464 section 2.3.3 belongs.
_ACTIONS = {
    "failed": Action.FAILED,
    "failure": Action.FAILED,
    "fail": Action.FAILED,
    "expired": Action.FAILED,
    "deliverable": Action.FAILED,
    "undeliverable": Action.FAILED,
    "rejected": Action.FAILED,
    "error": Action.FAILED,
    "bounced": Action.FAILED,
    "delayed": Action.DELAYED,
    "delay": Action.DELAYED,
    "deferred": Action.DELAYED,
    "delivered": Action.DELIVERED,
    "success": Action.DELIVERED,
    "relayed": Action.RELAYED,
    "relay": Action.RELAYED,
    "expanded": Action.EXPANDED,
}


def read(message: Message) -> Report | None:
    """Return what the report parts say, or what stands in their form within the text."""
    passages = [passage for _, passage in message.report_parts("delivery-status")]
    if not passages:
        passages = [p for p in message.passages if is_marked(p.text)]
    failures: list[Failure] = []
    read = unread = 0
    room = MAX_WHOLE
    for passage in passages:
        report = read_report(passage.text, MAX_RECIPIENTS - read)
        read += len(report.recipients)
        unread += report.unread
        reporter = _server(report.about.get("reporting-mta")[:MAX_SERVER])[0]
        for group in report.recipients:
            most = MAX_DIAGNOSTIC if room > 0 else MAX_SHORT
            failure = _failure(group, reporter, passage.part, most, message.guess_charset)
            if failure is not None:
                failures.append(failure)
                room -= len(failure.diagnostic)
                if most < MAX_DIAGNOSTIC and len(failure.diagnostic) == most:
                    message.is_cut_short = True
    if not failures:
        return None
    return Report(NAME, tuple(failures), unread=unread)


def _failure(
    group: Fields, reporter: str | None, part: int, most: int, guess: Guess
) -> Failure | None:
    """Return what is said of a recipient, of the reply no more than `most` characters."""
    recipient, final = _recipients(group)
    if not recipient and not final:
        return None
    facts = group.get("action"), group.get("status"), group.get("remote-mta")
    told_facts = _facts if sum(map(len, facts)) <= _USUAL else _read_facts
    action, status, comment, host, ip = told_facts(*facts)
    told_in = "diagnostic-code" if "diagnostic-code" in group.places else "localized-reason"
    diagnostic = group.value(told_in, most)
    words = _words(diagnostic.text, most, guess) if diagnostic else ""
    reply, told, stage = _told(words) if len(words) <= _USUAL else _read_told(words)
    if told and (status is None or _GENERAL.fullmatch(status)):
        status = told
    if action is None:
        action = Action.DELIVERED if status and status.startswith("2") else Action.FAILED
    if not (host or ip):
        host, ip = _speaker(words) if len(words) <= _USUAL else find_host(words)
    span = diagnostic or group.value("status") or group.value("final-recipient")
    return Failure(
        recipient,
        final,
        action,
        status,
        reply,
        stage,
        words or comment,
        comment,
        host,
        ip,
        reporter,
        Evidence(part, span.start, span.end) if span else None,
    )


class _Facts(NamedTuple):
    """What the short fields about a recipient say; `comment` stands in brackets behind a status."""

    action: Action | None
    status: str | None
    comment: str
    host: str | None
    ip: str | None


def _read_facts(action: str, status: str, remote: str) -> _Facts:
    """Return what the values of Action, Status and Remote-MTA say."""
    host, ip = _server(remote[:MAX_SERVER]) if remote else (None, None)
    return _Facts(_action(action), *_status(status), host, ip)


# Few servers report, and few refuse most mail.
_facts = lru_cache(maxsize=2_000)(_read_facts)


def _recipients(group: Fields) -> tuple[str, str | None]:
    """Return the address that was written to, "" for none, and where it was sent on another."""
    final_value, original_value = group.get("final-recipient"), group.get("original-recipient")
    final = _address(final_value)
    original = final
    if original_value != final_value and not _is_same(original_value, final_value):
        original = _address(original_value)
    actual = _address(group.get("x-actual-recipient"))
    if original and final and "+" in original and original != final:
        decoded = _from_xtext(original)
        original = decoded if key(decoded) == key(final) else original
    recipient = original or final or actual or ""
    word = actual or final or _untyped(final_value).strip(" <>\"'")
    if word == recipient or key(word) == key(recipient):
        return recipient, None
    return recipient, word or None


def _is_same(value: str, other: str) -> bool:
    """Tell whether two fields name the same, one of them with a blank behind the type."""
    return value.replace("; ", ";", 1) == other.replace("; ", ";", 1)


def _status(words: str) -> tuple[str | None, str]:
    """Return the code of a Status field, and the comment in brackets behind it."""
    if _BARE_STATUS.fullmatch(words):
        return words, ""
    return find_status(words), words.partition("(")[2].rstrip(") ")


def _words(value: str, most: int, guess: Guess) -> str:
    """Return what the server said, from the value of a Diagnostic-Code field."""
    words = _untyped(value)[:most]
    if "=?" in words:
        words = decode_words(words, guess)
    # "X-Unix; 77": the type says what the number means.
    return value if words.isdecimal() else words


def _read_told(words: str) -> tuple[str | None, str | None, Stage | None]:
    return *find_codes(words), find_stage(words)


# Servers say the same to many, as long as they name nobody.
_told = lru_cache(maxsize=5_000)(_read_told)
_speaker = lru_cache(maxsize=5_000)(find_host)


def _address(value: str) -> str | None:
    """Return the address of a recipient field: ``rfc822; user@host``, ``utf-8; user@host``."""
    if not value:
        return None
    content = _untyped(value)
    if value[0] in "uU" and value.lower().startswith(("utf-8", "utf8")):
        pieces = _UNITEXT.split(content)
        pieces[1::2] = map(_letter, pieces[1::2])
        content = "".join(pieces)
    if "+40" in content:
        content = _from_xtext(content)
    return clean(content)


@lru_cache(maxsize=5_000)
def _letter(digits: str) -> str:
    return chr(min(int(digits, 16), 0x10FFFF))


def _untyped(value: str) -> str:
    """Return the value of a field without the type in front: ``dns; mx.example.org``."""
    if value.startswith(("rfc822;", "dns;", "smtp;")):
        return value[value.index(";") + 1 :].lstrip()
    found = _TYPED.match(value) if ";" in value else None
    return value[found.end() :] if found else value


def _from_xtext(value: str) -> str:
    """Return the value with the hexadecimal signs of RFC 3461 section 4 decoded."""
    return _XTEXT.sub(lambda found: chr(int(found[1], 16)), value)


def _action(value: str) -> Action | None:
    known = _ACTIONS.get(value)
    if known is not None:
        return known
    word = _ACTION.search(value.lower())
    return _ACTIONS.get(word[0]) if word else None


@lru_cache(maxsize=2_000)
def _server(value: str) -> tuple[str | None, str | None]:
    """Return host name and IP address in a field; few servers report and refuse most mail."""
    ip = _IP.search(_untyped(value))
    return _host(value), ip[0] if ip else None


def _host(value: str) -> str | None:
    found = _HOST.search(_untyped(value))
    if not found or _IP.fullmatch(found[0]):
        return None
    return found[0].lower()
