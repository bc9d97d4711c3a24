"""Read replies out of a pasted text: bare replies and lines of a mail log.

What a log says beside the reply (recipient, relay, outcome) is kept, but only the reply itself
becomes the diagnostic, so that host names and queue ids of the log are never judged.
"""

import re
from collections.abc import Iterator

from bounce_inspector.core.address import clean, find_first
from bounce_inspector.core.model import Action, Failure
from bounce_inspector.core.smtp import read_facts

# Each line is read this far; a server's reply is far shorter (RFC 5321 section 4.5.3.1.5).
_LONGEST_LINE = 20_000

_POSTFIX = re.compile(r"\bstatus=(sent|bounced|deferred|expired|undeliverable)\s*\((.*)", re.DOTALL)
_SENDMAIL = re.compile(r"\bstat=(\w{1,40})([^\n]*)")
_EXIM = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[^\n]{0,60}? [\w-]{10,40} (\*\*|==|=>|->) (.*)", re.DOTALL
)
_EXIM_HOST = re.compile(r"\bH=(\S{1,255}) \[([0-9A-Fa-f.:]{3,45})\](.*)", re.DOTALL)
_EXIM_LOCAL = re.compile(r"\bT=\S{1,60}(?: defer \(-?\d{1,6}\))?:(.*)", re.DOTALL)
_EXCHANGE_LOG = re.compile(r"\{LED=(.*)", re.DOTALL)
_EXCHANGE = re.compile(
    r"(?i)remote server (?:\S{1,255} )?returned ['\"\u2018\u201c](.*)", re.DOTALL
)
_FIELD = re.compile(r"\b(to|relay|dsn)=(?:<([^<>\s]{1,320})>|([^,\s]{1,320}))")
_RELAY = re.compile(r"([\w.-]{1,255})\.?\s?\[([0-9A-Fa-f.:]{3,45})\]")
_REPLY_LINE = re.compile(r"[\s<>*'\"(]{0,8}[2-6]\d\d(?: |-|$)")
_CONTINUED = re.compile(r"[\s<>*'\"(]{0,8}[2-6]\d\d-")
# Codes that smtp.read_facts leaves out, as no bounce of a mail server has them.
_OTHER_REPLY = re.compile(r"\s{0,8}([26]\d\d)[ -]")
_LOGS = (_POSTFIX, _SENDMAIL, _EXIM, _EXCHANGE_LOG)
_ACTIONS = {
    "sent": Action.DELIVERED,
    "bounced": Action.FAILED,
    "expired": Action.FAILED,
    "undeliverable": Action.FAILED,
    "deferred": Action.DELAYED,
    "**": Action.FAILED,
    "==": Action.DELAYED,
    "=>": Action.DELIVERED,
    "->": Action.DELIVERED,
}


def replies_in(text: str) -> Iterator[Failure]:
    """Yield what each reply or log line in `text` says about a recipient.

    `action` is None where the text does not say whether the delivery failed, was put off or worked.
    Time is linear in the text.
    """
    lines = text.splitlines()
    from_log = any(map(_is_log, lines))
    for block in _log_lines(lines) if from_log else _replies(lines):
        yield _failure(block[:_LONGEST_LINE])


def _is_log(line: str) -> bool:
    return any(log.search(line[:_LONGEST_LINE]) for log in _LOGS)


def _log_lines(lines: list[str]) -> Iterator[str]:
    """Yield each line of a log with the indented ones behind it; lines about other things go."""
    block: list[str] = []
    for line in lines:
        if _is_log(line):
            if block:
                yield "\n".join(block)
            block = [line]
        elif block and line[:1] in {" ", "\t"}:
            block.append(line)
    if block:
        yield "\n".join(block)


def _replies(lines: list[str]) -> Iterator[str]:
    """Yield each reply; a text without a second one is one reply as a whole."""
    block: list[str] = []
    complete = False
    for line in lines:
        if complete and _REPLY_LINE.match(line):
            yield "\n".join(block)
            block, complete = [], False
        block.append(line)
        if _REPLY_LINE.match(line):
            complete = not _CONTINUED.match(line)
    if any(line.strip() for line in block):
        yield "\n".join(block)


def _failure(block: str) -> Failure:
    fields = {found[1]: found[2] or found[3] for found in _FIELD.finditer(block)}
    said, action, host, ip = _spoken(block)
    facts = read_facts(said)
    relay = _RELAY.match(fields.get("relay", ""))
    other = _OTHER_REPLY.match(said)
    address = clean(fields.get("to", ""))
    if address is None:
        found = find_first(block)
        address = found.address if found else ""
    return Failure(
        recipient=address,
        action=action,
        status=facts.status or fields.get("dsn"),
        reply=facts.reply or (other[1] if other else None),
        stage=facts.stage,
        diagnostic=said,
        remote_host=facts.remote_host or host or (relay[1].lower() if relay else None),
        remote_ip=facts.remote_ip or ip or (relay[2] if relay else None),
    )


def _spoken(block: str) -> tuple[str, Action | None, str | None, str | None]:
    """Return the reply within `block`, what became of the mail, host name and IP address."""
    if found := _POSTFIX.search(block):
        return found[2].rstrip().removesuffix(")"), _ACTIONS[found[1]], None, None
    if found := _EXIM.search(block):
        action, rest = _ACTIONS[found[1]], found[2]
        if host := _EXIM_HOST.search(rest):
            return host[3].lstrip(": "), action, host[1].lower(), host[2]
        if local := _EXIM_LOCAL.search(rest):
            return local[1].strip(), action, None, None
        return rest.partition(": ")[2] or rest, action, None, None
    if found := _SENDMAIL.search(block):
        action = {"Sent": Action.DELIVERED, "Deferred": Action.DELAYED}.get(found[1], Action.FAILED)
        said = found[2].lstrip(": ") if action is not Action.FAILED else f"{found[1]}{found[2]}"
        return said, action, None, None
    if found := _EXCHANGE_LOG.search(block) or _EXCHANGE.search(block):
        return found[1].strip().rstrip("'\"\u2019\u201d"), None, None, None
    return block.strip(), None, None, None
