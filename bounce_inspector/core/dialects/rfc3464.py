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

from bounce_inspector.core.address import clean, key
from bounce_inspector.core.decoding.encoded_words import decode_words
from bounce_inspector.core.model import Action, Evidence, Failure
from bounce_inspector.core.smtp import find_codes, find_host, find_stage, find_status
from bounce_inspector.core.wording.address_blocks import MAX_DIAGNOSTIC
from bounce_inspector.core.wording.message import Message, Passage
from bounce_inspector.core.wording.report import Report
from bounce_inspector.core.wording.status_report import Fields, is_marked, read_report

NAME = "rfc3464"
MAX_SERVER = 300
"""Characters of a field in which a server is looked for; a host name has 255 at most."""
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
    for passage in passages:
        about, groups = read_report(passage.text)
        for group in groups:
            failure = _failure(group, about, passage)
            if failure is not None:
                failures.append(failure)
    if not failures:
        return None
    return Report(NAME, tuple(failures))


def _failure(group: Fields, about: Fields, passage: Passage) -> Failure | None:
    original = _address(group.get("original-recipient"))
    final = _address(group.get("final-recipient"))
    actual = _address(group.get("x-actual-recipient"))
    if original and final and key(decoded := _from_xtext(original)) == key(final):
        original = decoded
    recipient = original or final or actual
    final_word = actual or final or _word(group.get("final-recipient"))
    if recipient is None and not final_word:
        return None
    status_words = group.get("status")
    status = status_words if _BARE_STATUS.fullmatch(status_words) else find_status(status_words)
    diagnostic = group.value("diagnostic-code") or group.value("localized-reason")
    words = _untyped(diagnostic.text)[:MAX_DIAGNOSTIC] if diagnostic else ""
    if "=?" in words:
        words = decode_words(words)
    if diagnostic and words.isdecimal():
        words = diagnostic.text  # "X-Unix; 77": the type says what the number means
    reply, told = find_codes(words)
    if told and (status is None or _GENERAL.fullmatch(status)):
        status = told
    comment = status_words.partition("(")[2].rstrip(") ")
    span = diagnostic or group.value("status") or group.value("final-recipient")
    host, ip = _remote(group, words)
    return Failure(
        recipient=recipient or "",
        final_recipient=final_word
        if final_word and key(final_word) != key(recipient or "")
        else None,
        action=_action(group.get("action"), status),
        status=status,
        reply=reply,
        stage=find_stage(words),
        diagnostic=words or comment,
        context=comment,
        remote_host=host,
        remote_ip=ip,
        reporting_mta=_server(about.get("reporting-mta")[:MAX_SERVER])[0],
        span=Evidence(passage.part, span.start, span.end) if span else None,
    )


def _address(value: str) -> str | None:
    """Return the address of a recipient field: ``rfc822; user@host``, ``utf-8; user@host``."""
    if not value:
        return None
    content = _untyped(value)
    if value.lower().startswith(("utf-8", "utf8")):
        content = _UNITEXT.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF)), content)
    if "+40" in content:
        content = _from_xtext(content)
    return clean(content)


def _untyped(value: str) -> str:
    """Return the value of a field without the type in front: ``dns; mx.example.org``."""
    found = _TYPED.match(value) if ";" in value else None
    return value[found.end() :] if found else value


def _from_xtext(value: str) -> str:
    """Return the value with the hexadecimal signs of RFC 3461 section 4 decoded."""
    return _XTEXT.sub(lambda found: chr(int(found[1], 16)), value)


def _word(value: str) -> str:
    return _untyped(value).strip(" <>\"'")


def _action(value: str, status: str | None) -> Action:
    known = _ACTIONS.get(value)
    if known is not None:
        return known
    word = _ACTION.search(value.lower())
    if word and word[0] in _ACTIONS:
        return _ACTIONS[word[0]]
    return Action.DELIVERED if status and status.startswith("2") else Action.FAILED


def _remote(group: Fields, words: str) -> tuple[str | None, str | None]:
    value = group.get("remote-mta")
    host, ip = _server(value[:MAX_SERVER]) if value else (None, None)
    return (host, ip) if host or ip else find_host(words)


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
