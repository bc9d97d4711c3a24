"""Read lines of mail logs: Postfix, Sendmail, Exim, qmail.

What a log says beside the reply (recipient, relay, outcome) is kept, but only the reply itself
becomes the diagnostic, so that host names and queue ids of the log are never judged.

    Postfix   to=<a@example.org>, relay=mx[192.0.2.1]:25, dsn=5.1.1, status=bounced (host ... said:
    Postfix   NOQUEUE: reject: RCPT from host[192.0.2.1]: 450 4.7.1 ...; from=<> to=<a@example.org>
    Sendmail  to=<a@example.org>,<b@example.org>, relay=mx. [192.0.2.1], dsn=5.1.1, stat=no user
    Exim      ** a@example.org R=router T=transport H=mx [192.0.2.1]: SMTP error from ...
    Exim      H=host [192.0.2.1] F=<s@example.net> rejected RCPT <a@example.org>: reason
    qmail     delivery 12: failure: 192.0.2.1_does_not_like_recipient./Remote_host_said:_550_...
"""

import re
from collections.abc import Callable, Iterator

from bounce_inspector.core.address import find_all
from bounce_inspector.core.explaining.pasted_failure import failure
from bounce_inspector.core.model import Action, Failure, Stage

_POSTFIX = re.compile(r"\bstatus=(sent|bounced|deferred|expired|undeliverable)\s*\((.*)", re.DOTALL)
_REFUSED = re.compile(r"\breject(?:_warning)?: ([A-Z-]{2,20}) from \S{1,320}: ")
_BEHIND_REFUSAL = "; from=<"
_REFUSED_TO = re.compile(r" to=<([^>\n]{1,320})>")
_SENDMAIL = re.compile(r"\bstat=(\w{1,40})([^\n]*)")
_SENDMAIL_NOTICE = re.compile(r"\]: \w{6,20}: \w{6,20}: (?:DSN|postmaster notify): ([^\n]*)")
_SENDMAIL_REPLY = re.compile(r"[,:] reply=(?=[245]\d\d)")
_EXIM = re.compile(
    r"(?:^|: )\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[^\n]{0,60}? [\w-]{10,40} (\*\*|==|=>|->) (.*)",
    re.DOTALL,
)
_EXIM_HOST = re.compile(r"\bH=(\S{1,255}) \[([0-9A-Fa-f.:]{3,45})\](.*)", re.DOTALL)
_EXIM_SESSION = re.compile(
    r"^(?::\d{1,5})?(?: [A-Z][A-Za-z]{0,7}=(?:\"[^\"\n]{0,500}\"|\S{1,500}))*"
)
_EXIM_LOCAL = re.compile(r"\bT=\S{1,60}(?: defer \(-?\d{1,6}\))?:(.*)", re.DOTALL)
_EXIM_REJECTED = re.compile(
    r" (?:temporarily )?rejected RCPT <?([^\s<>]{1,320})>?: ?(.*)", re.DOTALL
)
_QMAIL = re.compile(r"\bdelivery \d{1,10}: (success|failure|deferral): ([^\n]*)")
_FIELD = re.compile(r"\b(relay|dsn)=(?:<([^<>\s]{1,320})>|([^,\s]{1,320}))")
_TO = re.compile(r"\bto=((?:<[^<>\n]{0,320}>,?|[^,\s<]{1,320},?){1,200})")
_RELAY = re.compile(r"([\w.-]{1,255})\.?\s?\[([0-9A-Fa-f.:]{3,45})\]")
_SENDMAIL_RELAY = re.compile(r"\brelay=([\w.-]{1,255})\.? \[([0-9A-Fa-f.:]{3,45})\]")
_STAGES = {
    "CONNECT": Stage.CONNECT,
    "HELO": Stage.EHLO,
    "EHLO": Stage.EHLO,
    "MAIL": Stage.MAIL,
    "RCPT": Stage.RCPT,
    "DATA": Stage.DATA,
    "END-OF-MESSAGE": Stage.END_OF_DATA,
}
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
    "success": Action.DELIVERED,
    "failure": Action.FAILED,
    "deferral": Action.DELAYED,
}


def failures_in(line: str) -> tuple[Failure, ...]:
    """Return what one line of a log says of each recipient, () if it is no such line."""
    return next(filter(None, (tuple(read(line)) for read in _READERS)), ())


def _postfix(line: str) -> Iterator[Failure]:
    if found := _POSTFIX.search(line):
        said = found[2].rstrip().removesuffix(")")
        yield from _of_fields(line, said, _ACTIONS[found[1]])


def _refused(line: str) -> Iterator[Failure]:
    """Yield what our own server refused to take from another one."""
    if found := _REFUSED.search(line):
        said, _, behind = line[found.end() :].partition(_BEHIND_REFUSAL)
        to = _REFUSED_TO.search(behind)
        yield failure(said, to[1] if to else "", None, stage=_STAGES.get(found[1]))


def _sendmail(line: str) -> Iterator[Failure]:
    if found := _SENDMAIL.search(line):
        action = {"Sent": Action.DELIVERED, "Deferred": Action.DELAYED}.get(found[1], Action.FAILED)
        said = found[2].lstrip(": ") if action is not Action.FAILED else f"{found[1]}{found[2]}"
        reply = _SENDMAIL_REPLY.split(said, maxsplit=1)
        yield from _of_fields(line, reply[-1], action)
    elif found := _SENDMAIL_NOTICE.search(line):
        yield failure(found[1], "", Action.FAILED)


def _exim(line: str) -> Iterator[Failure]:
    found = _EXIM.search(line)
    if not found:
        return
    action, rest = _ACTIONS[found[1]], found[2]
    recipient = rest.partition(" ")[0].rstrip(":")
    if host := _EXIM_HOST.search(rest):
        said = _EXIM_SESSION.sub("", host[3], count=1).lstrip(": ")
        yield failure(said, recipient, action, host=host[1], ip=host[2])
    elif local := _EXIM_LOCAL.search(rest):
        yield failure(local[1].strip(), recipient, action)
    else:
        yield failure(rest.partition(": ")[2] or rest, recipient, action)


def _exim_rejected(line: str) -> Iterator[Failure]:
    if found := _EXIM_REJECTED.search(line):
        yield failure(found[2].strip() or "rejected RCPT", found[1], None, stage=Stage.RCPT)


def _qmail(line: str) -> Iterator[Failure]:
    if found := _QMAIL.search(line):
        said = found[2].replace("_", " ").replace("/", "\n").strip()
        yield failure(said, said, _ACTIONS[found[1]])


def _of_fields(line: str, said: str, action: Action) -> Iterator[Failure]:
    fields = {found[1]: found[2] or found[3] for found in _FIELD.finditer(line)}
    relay = _RELAY.match(fields.get("relay", "")) or _SENDMAIL_RELAY.search(line)
    to = _TO.search(line)
    addresses = [each.address for each in find_all(to[1])] if to else []
    for address in addresses or [said]:
        yield failure(
            said,
            address,
            action,
            host=relay[1] if relay else None,
            ip=relay[2] if relay else None,
            status=fields.get("dsn", ""),
        )


_READERS: tuple[Callable[[str], Iterator[Failure]], ...] = (
    _postfix,
    _refused,
    _exim,
    _sendmail,
    _exim_rejected,
    _qmail,
)
