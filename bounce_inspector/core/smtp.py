"""What a server's words say in the terms of RFC 5321 and RFC 3463: codes, stage, hosts."""

import re
from dataclasses import dataclass

from bounce_inspector.core.model import Stage

# Not part of an IP address, a version or a longer number.
STATUS = re.compile(r"(?<![\d.\w])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)(?![\w-]*\.\w+\.\w)")
_REPLY = re.compile(
    r"(?<![\w.@/+-])([45]\d\d)(?=[- ]#?[245]\.\d{1,3}\.\d|[ \t-]|[:;,)\]>.](?:\s|$)|[:;>]|$)"
)
_REPLY_WITH_STATUS = re.compile(
    r"(?<![\w.@/+-])([45]\d\d)[- ]\(?#?([245]\.\d{1,3}\.\d{1,3})(?![.\d])"
)
_SAID = re.compile(
    r"(?i)(?:said|replied|response(?: was)?|error|erreur|fehler|code|smtp|status|rejected|reply)"
    r"[^\n\d]{0,12}[:;=#\s(\[]\s*([45]\d\d)(?![\d.])"
)
_LINE_START = re.compile(r"(?m)^[\s<>|*#('\"-]{0,12}([45]\d\d)[ \t:;-](?!\d{1,2}:\d\d)")
_STAGES = (
    (
        Stage.END_OF_DATA,
        re.compile(
            r"(?i)end of data|final data|after (?:i sent|sending"
            r"|transmitting) (?:the )?(?:message|data)|after message data"
            r"|step: data send|after pipelined end|eom\b|dot\b.{0,10}command|message content"
            r"|\[data_end\]"
        ),
    ),
    (
        Stage.RCPT,
        re.compile(
            r"(?i)\brcpt[ _]?to\b|\brcpt:|\[rcpt_to\]|does not like recipient|after rcpt\b"
            r"|step: rcpt"
        ),
    ),
    (
        Stage.MAIL,
        re.compile(
            r"(?i)\bmail[ _]?from\b|\[mail_from\]|does not like sender|after mail\b|step: mail"
        ),
    ),
    (
        Stage.DATA,
        re.compile(
            r"(?i)\bafter data\b|\bto data command|>>> data\b|\[data\]|(?:like"
            r"|performing) (?:our )?data\b|did not like our data"
        ),
    ),
    (
        Stage.STARTTLS,
        re.compile(
            r"(?i)\bstarttls command|after starttls|tls (?:handshake|negotiation)|>>> starttls"
        ),
    ),
    (Stage.AUTH, re.compile(r"(?i)\bauth command|after auth\b|>>> auth\b")),
    (Stage.EHLO, re.compile(r"(?i)\b(?:ehlo|helo)\b")),
    (
        Stage.CONNECT,
        re.compile(
            r"(?i)initial connection|after connect(?:ion)?\b"
            r"|connected to [^\n]{3,90} but (?:greeting failed|sender was)"
            r"|while (?:receiving|reading) (?:the )?(?:initial )?(?:server )?greeting"
            r"|refused to talk to me|banner"
        ),
    ),
)
_IP = r"(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})"
_NAME = r"[A-Za-z0-9_](?:[\w-]{0,62}\.){1,12}[A-Za-z][\w-]{1,62}"
_HOSTS = (
    re.compile(rf"(?i)\bhosts?:?\s+({_NAME})\.?\s?[\[(]({_IP})[\])]"),
    re.compile(rf"(?i)\bhosts?\s+({_NAME})\.?\s+(?:said|says|refused|rejected|returned)"),
    re.compile(rf"(?im)\bhost:[ \t]+({_NAME})\.?[ \t]*$"),
    re.compile(rf"(?i)while talking to\s+\[?({_NAME})\.?\]?:"),
    re.compile(
        rf"(?i)server(?:\s+for the recipient domain\s+\S{{1,255}}\s+by"
        rf"|:)?\s+({_NAME})\.?[ ,]*\[?({_IP})?\]?"
    ),
    re.compile(
        rf"(?i)\b(?:by|from|to|connect to|mailer|mx|remote mta|serveur"
        rf"|mta)[:\s]+({_NAME})\.?\s?[\[(:]+({_IP})[\])]?"
    ),
    re.compile(rf"(?im)^[ \t]*+<?({_NAME})\.?>?\s+\[({_IP})\]"),
    re.compile(
        rf"(?im)^[ \t]*+({_NAME})\.?\s+(?:rejected your message|gave this error"
        rf"|(?:r)?emote server returned)"
    ),
    re.compile(rf"(?im)^[ \t]*+({_NAME})\s+#?(?:#|<)[^\n]{{0,6}}[245]\d\d"),
    re.compile(rf"(?i)connected to\s+({_NAME}|)\.?\s?\[?({_IP})\]?"),
)
_LONE_IP = re.compile(
    rf"(?i)(?:remote host|giving up on|connected to|host|server)[:\s]+\[?({_IP})\]?"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found in a server's words; None where it is not said."""

    reply: str | None = None
    status: str | None = None
    stage: Stage | None = None
    remote_host: str | None = None
    remote_ip: str | None = None


def find_status(text: str) -> str | None:
    """Return the first enhanced status code (RFC 3463) of class 4 or 5, else of class 2."""
    success = None
    for found in STATUS.finditer(text):
        if found[1][0] != "2":
            return found[1]
        success = success or found[1]
    return success


def find_reply(text: str) -> str | None:
    """Return the reply code (RFC 5321 section 4.2) that stands where a reply code stands."""
    for pattern in (_REPLY_WITH_STATUS, _SAID, _LINE_START, _REPLY):
        found = pattern.search(text)
        if found:
            return found[1]
    return None


def find_codes(text: str) -> tuple[str | None, str | None]:
    """Return reply and enhanced code; a pair that stands together wins over two far apart."""
    pair = _REPLY_WITH_STATUS.search(text)
    if pair:
        return pair[1], pair[2]
    return find_reply(text), find_status(text)


def find_stage(text: str) -> Stage | None:
    """Return where in the dialogue the words say the refusal came."""
    for stage, pattern in _STAGES:
        if pattern.search(text):
            return stage
    return None


def find_host(text: str) -> tuple[str | None, str | None]:
    """Return name and IP address of the server that spoke, as far as they are said."""
    for pattern in _HOSTS:
        found = pattern.search(text)
        if found and found[1]:
            ip = found[2] if pattern.groups > 1 else None
            return found[1].rstrip(".").lower(), ip or None
    lone = _LONE_IP.search(text)
    return None, lone[1] if lone else None


def read_facts(text: str) -> Facts:
    """Return everything a diagnostic says of codes, stage and server."""
    reply, status = find_codes(text)
    host, ip = find_host(text)
    return Facts(reply, status, find_stage(text), host, ip)
