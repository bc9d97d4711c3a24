"""What a server's words say in the terms of RFC 5321 and RFC 3463: codes, stage, hosts."""

import re
from typing import NamedTuple

from bounce_inspector.core.model import Stage

# What must not stand in front is asked behind the first digit: so only digits are looked at.
# Not part of an IP address, a version or a longer number.
STATUS = re.compile(r"([245](?<![\d.\w][245])\.\d{1,3}\.\d{1,3})(?!\.?\d)(?![\w-]*\.\w+\.\w)")
_REPLY = re.compile(
    r"([45](?<![\w.@/+-][45])\d\d)"
    r"(?=[- ]#?[245]\.\d{1,3}\.\d|[ \t-]|[:;,)\]>.](?:\s|$)|[:;>]|$)"
)
_REPLY_WITH_STATUS = re.compile(
    r"([45](?<![\w.@/+-][45])\d\d)[- ]\(?#?([245]\.\d{1,3}\.\d{1,3})(?![.\d])"
)
# Everything below is looked for in lower-case text: to ignore case takes thrice as long.
_SAYING = ("said", "repl", "response", "err", "fehler", "code", "smtp", "status", "rejected")
_SAID = re.compile(
    r"(?:said|replied|response(?: was)?|error|erreur|fehler|code|smtp|status|rejected|reply)"
    r"[^\n\d]{0,12}[:;=#\s(\[]\s*([45]\d\d)(?![\d.])"
)
_REPLY_DIGITS = re.compile(r"[45]\d\d")
_LINE_START = re.compile(r"(?m)^[\s<>|*#('\"-]{0,12}([45]\d\d)[ \t:;-](?!\d{1,2}:\d\d)")
# Each with words of which one must stand in the text: looking for those costs a tenth.
_STAGES: tuple[tuple[Stage, tuple[str, ...], re.Pattern[str]], ...] = (
    (
        Stage.END_OF_DATA,
        ("data", "transmitting", "message content", "i sent", "sending", "pipelined", "eom", "dot"),
        re.compile(
            r"end of data|final data|after (?:i sent|sending"
            r"|transmitting) (?:the )?(?:message|data)|after message data"
            r"|step: data send|after pipelined end|eom\b|dot\b.{0,10}command|message content"
            r"|\[data_end\]"
        ),
    ),
    (
        Stage.RCPT,
        ("rcpt", "does not like recipient"),
        re.compile(
            r"\brcpt[ _]?to\b|\brcpt:|\[rcpt_to\]|does not like recipient|after rcpt\b|step: rcpt"
        ),
    ),
    (
        Stage.MAIL,
        ("mail from", "mail_from", "mailfrom", "does not like sender", "after mail", "step: mail"),
        re.compile(r"\bmail[ _]?from\b|\[mail_from\]|does not like sender|after mail\b|step: mail"),
    ),
    (
        Stage.DATA,
        ("data",),
        re.compile(
            r"\bafter data\b|\bto data command|>>> data\b|\[data\]|(?:like"
            r"|performing) (?:our )?data\b|did not like our data"
        ),
    ),
    (
        Stage.STARTTLS,
        ("tls",),
        re.compile(r"\bstarttls command|after starttls|tls (?:handshake|negotiation)|>>> starttls"),
    ),
    (Stage.AUTH, ("auth",), re.compile(r"\bauth command|after auth\b|>>> auth\b")),
    (Stage.EHLO, ("ehlo", "helo"), re.compile(r"\b(?:ehlo|helo)\b")),
    (
        Stage.CONNECT,
        ("connect", "greeting", "refused to talk to me", "banner"),
        re.compile(
            r"initial connection|after connect(?:ion)?\b"
            r"|connected to [^\n]{3,90} but (?:greeting failed|sender was)"
            r"|while (?:receiving|reading) (?:the )?(?:initial )?(?:server )?greeting"
            r"|refused to talk to me|banner"
        ),
    ),
)
_IP = r"(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})"
_NAME = r"[a-z0-9_](?:[\w-]{0,62}\.){1,12}[a-z][\w-]{1,62}"
# What an address holds, found quickly.
_FOUR_NUMBERS = re.compile(r"\d\.\d{1,3}\.\d{1,3}\.\d")
_COLONS = re.compile(r":[0-9a-f]{0,4}:")
# Each with words of which one must stand there, and whether an address must.
_HOSTS: tuple[tuple[tuple[str, ...], bool, re.Pattern[str]], ...] = (
    (("host",), True, re.compile(rf"\bhosts?:?\s+({_NAME})\.?\s?[\[(]({_IP})[\])]")),
    (
        ("host",),
        False,
        re.compile(rf"\bhosts?\s+({_NAME})\.?\s+(?:said|says|refused|rejected|returned)"),
    ),
    (("host:",), False, re.compile(rf"(?m)\bhost:[ \t]+({_NAME})\.?[ \t]*$")),
    (("while talking to",), False, re.compile(rf"while talking to\s+\[?({_NAME})\.?\]?:")),
    (
        ("server",),
        False,
        re.compile(
            rf"server(?:\s+for the recipient domain\s+\S{{1,255}}\s+by"
            rf"|:)?\s+({_NAME})\.?[ ,]*\[?({_IP})?\]?"
        ),
    ),
    (
        ("[", "(", ":"),
        True,
        re.compile(
            rf"\b(?:by|from|to|connect to|mailer|mx|remote mta|serveur"
            rf"|mta)[:\s]+({_NAME})\.?\s?[\[(:]+({_IP})[\])]?"
        ),
    ),
    (("[",), True, re.compile(rf"(?m)^[ \t]*+<?({_NAME})\.?>?\s+\[({_IP})\]")),
    (
        ("rejected your message", "gave this error", "emote server returned"),
        False,
        re.compile(
            rf"(?m)^[ \t]*+({_NAME})\.?\s+(?:rejected your message|gave this error"
            rf"|(?:r)?emote server returned)"
        ),
    ),
    (("#", "<"), False, re.compile(rf"(?m)^[ \t]*+({_NAME})\s+#?(?:#|<)[^\n]{{0,6}}[245]\d\d")),
    (
        ("connected to",),
        False,
        re.compile(rf"connected to\s+({_NAME}|)\.?\s?\[?({_IP})\]?"),
    ),
)
_LONE_SIGNS = ("remote host", "giving up on", "connected to", "host", "server")
_LONE_IP = re.compile(rf"(?:remote host|giving up on|connected to|host|server)[:\s]+\[?({_IP})\]?")


class Facts(NamedTuple):
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


def find_codes(text: str) -> tuple[str | None, str | None]:
    """Return reply and enhanced code; a pair that stands together wins over two far apart."""
    pair = _REPLY_WITH_STATUS.search(text)
    if pair:
        return pair[1], pair[2]
    return _lone_reply(text), find_status(text)


def _lone_reply(text: str) -> str | None:
    """Return the reply code (RFC 5321 section 4.2) that stands where a reply code stands."""
    if not _REPLY_DIGITS.search(text):
        return None
    low = _lower(text)
    said = _SAID.search(low) if _has_any(_SAYING, low) else None
    found = said or _LINE_START.search(text) or _REPLY.search(text)
    return found[1] if found else None


def _lower(text: str) -> str:
    """Return the text in small letters, as many as it has: the Turkish İ alone would become two."""
    return (text.replace("İ", "i") if "İ" in text else text).lower()


def _has_any(words: tuple[str, ...], low: str) -> bool:
    for word in words:  # noqa: SIM110 - a generator costs as much as the search itself
        if word in low:
            return True
    return False


def find_stage(text: str) -> Stage | None:
    """Return where in the dialogue the words say the refusal came."""
    low = _lower(text)
    for stage, words, pattern in _STAGES:
        for word in words:
            if word in low:
                if pattern.search(low):
                    return stage
                break
    return None


def find_host(text: str) -> tuple[str | None, str | None]:
    """Return name and IP address of the server that spoke, as far as they are said."""
    low = _lower(text)
    names_address = bool(_FOUR_NUMBERS.search(low) or _COLONS.search(low))
    for words, wants_address, pattern in _HOSTS:
        if wants_address and not names_address:
            continue
        for word in words:
            if word in low:
                found = pattern.search(low)
                if found and found[1]:
                    return found[1].rstrip("."), _as_written(text, found, 2)
                break
    if not names_address or not _has_any(_LONE_SIGNS, low):
        return None, None
    return None, _as_written(text, _LONE_IP.search(low), 1)


def _as_written(text: str, found: re.Match[str] | None, group: int) -> str | None:
    """Return what a group found in the lower-case text, in the letters of the text."""
    if found is None or found.re.groups < group:
        return None
    return text[found.start(group) : found.end(group)] or None


def read_facts(text: str) -> Facts:
    """Return everything a diagnostic says of codes, stage and server."""
    reply, status = find_codes(text)
    host, ip = find_host(text)
    return Facts(reply, status, find_stage(text), host, ip)
