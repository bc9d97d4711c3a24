"""What a server's words say in the terms of RFC 5321 and RFC 3463: codes, stage, hosts."""

import re
from itertools import islice
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
_SAYS = (
    r"(?:said|replied|response(?: was)?|error|erreur|fehler|code|smtp|status|rejected|reply)"
    r"[^\n\d]{0,12}[:;=#\s(\[]\s*"
)
_SAID = re.compile(rf"{_SAYS}([45]\d\d)(?![\d.])")
_SAID_BEFORE = re.compile(rf"{_SAYS}\Z")
_REACH = 40  # characters of a word that says a code, and of what may stand between
_FEW = 20
_REPLY_DIGITS = re.compile(r"[45]\d\d")
_SAYABLE = re.compile(r"[45]\d\d(?![\d.])")
_LINE_START = re.compile(r"(?m)^[\s<>|*#('\"-]{0,12}([45]\d\d)[ \t:;-](?!\d{1,2}:\d\d)")


class _Telling(NamedTuple):
    """What tells a stage: one of these phrases, or what one of the patterns finds.

    One of the `signs` stands in all of them. A pattern begins with plain letters and only then asks
    what stands in front: so it is found as quickly as a phrase.
    """

    stage: Stage
    signs: tuple[str, ...]
    phrases: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]


_STAGES = (
    _Telling(
        Stage.END_OF_DATA,
        ("data", "transmitting", "message content", "i sent", "sending", "pipelined", "eom", "dot"),
        (
            *("end of data", "final data", "after message data", "step: data send"),
            *("after pipelined end", "message content", "[data_end]"),
            *(
                f"after {did} {what}"
                for did in ("i sent", "sending", "transmitting")
                for what in ("message", "data", "the message", "the data")
            ),
        ),
        (re.compile(r"eom\b"), re.compile(r"dot\b.{0,10}command")),
    ),
    _Telling(
        Stage.RCPT,
        ("rcpt", "does not like recipient"),
        ("[rcpt_to]", "does not like recipient", "step: rcpt"),
        (re.compile(r"rcpt(?<!\wrcpt)(?:[ _]?to\b|:)"), re.compile(r"after rcpt\b")),
    ),
    _Telling(
        Stage.MAIL,
        ("mail from", "mail_from", "mailfrom", "does not like sender", "after mail", "step: mail"),
        ("[mail_from]", "does not like sender", "step: mail"),
        (re.compile(r"mail(?<!\wmail)[ _]?from\b"), re.compile(r"after mail\b")),
    ),
    _Telling(
        Stage.DATA,
        ("data",),
        ("[data]", "did not like our data"),
        (
            re.compile(r"after data(?<!\wafter data)\b"),
            re.compile(r"to data command(?<!\wto data command)"),
            re.compile(r">>> data\b"),
            re.compile(r"like (?:our )?data\b"),
            re.compile(r"performing (?:our )?data\b"),
        ),
    ),
    _Telling(
        Stage.STARTTLS,
        ("tls",),
        ("after starttls", "tls handshake", "tls negotiation", ">>> starttls"),
        (re.compile(r"starttls command(?<!\wstarttls command)"),),
    ),
    _Telling(
        Stage.AUTH,
        ("auth",),
        (),
        (
            re.compile(r"auth command(?<!\wauth command)"),
            re.compile(r"after auth\b"),
            re.compile(r">>> auth\b"),
        ),
    ),
    _Telling(
        Stage.EHLO,
        ("ehlo", "helo"),
        (),
        (re.compile(r"ehlo(?<!\wehlo)\b"), re.compile(r"helo(?<!\whelo)\b")),
    ),
    _Telling(
        Stage.CONNECT,
        ("connect", "greeting", "refused to talk to me", "banner"),
        ("initial connection", "refused to talk to me", "banner"),
        (
            re.compile(r"after connect(?:ion)?\b"),
            re.compile(r"connected to [^\n]{3,90} but (?:greeting failed|sender was)"),
            re.compile(r"while (?:receiving|reading) (?:the )?(?:initial )?(?:server )?greeting"),
        ),
    ),
)
_IP = r"(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})"
_NAME = r"[a-z0-9_](?:[\w-]{0,62}\.){1,12}[a-z][\w-]{1,62}"
# What an address holds, found quickly.
_FOUR_NUMBERS = re.compile(r"\.\d{1,3}\.\d{1,3}\.\d")
_COLONS = re.compile(r":[0-9a-f]{0,4}:")
# Each with words of which one must stand there, and whether an address must.
_HOSTS: tuple[tuple[tuple[str, ...], bool, re.Pattern[str]], ...] = (
    (("host",), True, re.compile(rf"host(?<!\whost)s?:?\s+({_NAME})\.?\s?[\[(]({_IP})[\])]")),
    (
        ("host",),
        False,
        re.compile(rf"host(?<!\whost)s?\s+({_NAME})\.?\s+(?:said|says|refused|rejected|returned)"),
    ),
    (("host:",), False, re.compile(rf"(?m)host:(?<!\whost:)[ \t]+({_NAME})\.?[ \t]*$")),
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
            r"(?:b(?<!\wb)y|f(?<!\wf)rom|t(?<!\wt)o|c(?<!\wc)onnect to|m(?<!\wm)(?:ailer|x|ta)"
            r"|r(?<!\wr)emote mta|s(?<!\ws)erveur)"
            rf"[:\s]+({_NAME})\.?\s?[\[(:]+({_IP})[\])]?"
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
    said = _said_reply(low) if _has_any(_SAYING, low) else None
    if said:
        return said
    found = _LINE_START.search(text) or _REPLY.search(text)
    return found[1] if found else None


def _said_reply(low: str) -> str | None:
    """Return the first code behind a word that says one.

    Between the two is no digit, so the words are looked for in front of the codes: those are few.
    """
    codes = list(islice(_SAYABLE.finditer(low), _FEW))
    if len(codes) == _FEW:
        found = _SAID.search(low)
        return found[1] if found else None
    for code in codes:
        place = code.start()
        begin = len(low[:place].rstrip()) - _REACH
        if _SAID_BEFORE.search(low, max(0, begin), place):
            return code[0]
    return None


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
    for told in _STAGES:
        for sign in told.signs:
            if sign in low:
                if _is_told(told, low):
                    return told.stage
                break
    return None


def _is_told(told: _Telling, low: str) -> bool:
    return _has_any(told.phrases, low) or any(each.search(low) for each in told.patterns)


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
