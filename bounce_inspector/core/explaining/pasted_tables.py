"""Read rows of tables: PowerMTA's accounting file, Exchange's message tracking and protocol logs.

All are tables of commas. A header line, where one was pasted, names the columns; without one they
stand in the order that the makers ship:

    PowerMTA  type,timeLogged,timeQueued,orig,rcpt,orcpt,dsnAction,dsnStatus,dsnDiag,dsnMta,...
    Exchange  ...,source,event-id,internal-message-id,message-id,...,recipient-address,
              recipient-status,total-bytes,...

Columns of Exchange are found from the event on: versions differ in what stands before it and
behind the message's id. Subjects stand in these tables; nothing but the named columns is taken.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bounce_inspector.core.address import find_all
from bounce_inspector.core.explaining.pasted_failure import failure
from bounce_inspector.core.model import Action, Failure

_POWERMTA = (
    *("type", "timeLogged", "timeQueued", "orig", "rcpt", "orcpt", "dsnAction", "dsnStatus"),
    *("dsnDiag", "dsnMta", "bounceCat"),
)
_POWERMTA_ROW = re.compile(r"(?:b|rb|t|d|f),\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[^,\n]{0,12},")
_POWERMTA_HEAD = re.compile(r"type,time\w+,")
_POWERMTA_TYPES = {
    "b": Action.FAILED,
    "rb": Action.FAILED,
    "t": Action.DELAYED,
    "d": Action.DELIVERED,
}
_EXCHANGE_ROW = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^,\n]{0,10},")
_EXCHANGE_EVENTS = {
    "FAIL": Action.FAILED,
    "BADMAIL": Action.FAILED,
    "DEFER": Action.DELAYED,
    "DELIVER": Action.DELIVERED,
    "SEND": Action.RELAYED,
    "SENDEXTERNAL": Action.RELAYED,
    "EXPAND": Action.EXPANDED,
}
_EXCHANGE_SOURCES = frozenset({
    "SMTP", "STOREDRIVER", "DNS", "AGENT", "ROUTING", "DSN", "QUEUE", "GATEWAY", "POISONMESSAGE",
    "TRANSPORT", "APPROVAL", "MAILBOXRULE", "REDUNDANCY", "ADMIN", "PUBLICRECORD",
})  # fmt: skip
# date-time, connector, session, number, own address, the other's address, direction, data
_EXCHANGE_DIALOGUE = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^,\n]{0,10},(?:[^,\n]{0,255},){5}<,\"?([45]\d\d[ -][^\n]*)"
)
_LAST_ERROR, _BEHIND_ERROR = "{LED=", "};{"
_LAST_HOST = re.compile(r"\{FQDN=([\w.-]{1,255})\}")
_LAST_IP = re.compile(r"\{IP=([0-9A-Fa-f.:]{3,45})\}")
_HOST = re.compile(r"([\w.-]{1,255}) \(([0-9A-Fa-f.:]{3,45})\)")


def failures_in(line: str, columns: Sequence[str] = ()) -> tuple[Failure, ...]:
    """Return what one row says of each recipient, () if it is no such row.

    `columns` are the names of a PowerMTA file's header, where that was pasted with it.
    """
    if _POWERMTA_ROW.match(line):
        return tuple(_powermta(_cells(line), columns or _POWERMTA))
    if _is_exchange(line):
        return tuple(_exchange(_cells(line)))
    if spoken := _EXCHANGE_DIALOGUE.match(line):
        said = spoken[1].rstrip(',"')
        return (failure(said, said, None),)
    return ()


def columns_of(line: str) -> tuple[str, ...]:
    """Return the names in the header line of a PowerMTA file, () if it is none."""
    return tuple(_cells(line)) if _POWERMTA_HEAD.match(line) else ()


def _is_exchange(line: str) -> bool:
    return bool(_EXCHANGE_ROW.match(line)) and _event(line.split(",")) is not None


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line.replace("\0", "")]), [])
    except csv.Error:
        return line.split(",")


def _powermta(cells: list[str], columns: Sequence[str]) -> Iterator[Failure]:
    row = dict(zip(columns, cells, strict=False))
    action = _POWERMTA_TYPES.get(row.get("type", ""))
    if action is None:
        return
    host = _HOST.match(row.get("dsnMta", ""))
    category = row.get("bounceCat", "")
    yield failure(
        row.get("dsnDiag", "").removeprefix("smtp;").strip(),
        row.get("rcpt", ""),
        action,
        host=host[1] if host else None,
        ip=host[2] if host else None,
        status=row.get("dsnStatus", ""),
        context=f"powermta/{category}" if category else "",
    )


def _event(cells: Sequence[str]) -> int | None:
    """Return where the event stands: behind the name of its source."""
    pairs = pairwise(cells)
    places = (
        number
        for number, (source, event) in enumerate(pairs, start=1)
        if source in _EXCHANGE_SOURCES and event in _EXCHANGE_EVENTS
    )
    return next(places, None)


def _exchange(cells: list[str]) -> Iterator[Failure]:
    event = _event(cells)
    if event is None:
        return
    action = _EXCHANGE_EVENTS[cells[event]]
    behind = cells[event + 1 :]
    is_address = (number for number, cell in enumerate(behind) if "@" in cell and cell[0] != "<")
    place = next(is_address, None)
    if place is None:
        return
    status = behind[place + 1] if place + 1 < len(behind) else ""
    error = status.partition(_LAST_ERROR)[2].partition(_BEHIND_ERROR)[0]
    host, ip = _LAST_HOST.search(status), _LAST_IP.search(status)
    said = error.rstrip("}]") or status.strip("'[]")
    for found in find_all(behind[place]):
        yield failure(
            said,
            found.address,
            action,
            host=host[1] if host else None,
            ip=ip[1] if ip else None,
        )
