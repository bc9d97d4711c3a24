"""Invent bounces for the bench: those of tests/bounces, in any size and as other people's.

Recipients and the message's own id are exchanged.

So every dialect that has a sample is measured, and a new one joins by itself. The same seed gives
the same bytes.
"""

import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench_headers import returned_fields
from steps import StopError

from bounce_inspector.core.decoding.mime import Structure, scan
from bounce_inspector.core.model import RawMessage, Role
from bounce_inspector.core.pipeline import inspect
from bounce_inspector.core.wording.message import Message

VOCABULARY = (
    "account address amount answer april autumn balance basket bridge button calendar campaign"
    " catalogue customer delivery discount envelope garden holiday invoice journal kitchen letter"
    " market member message newsletter notice number offer order parcel payment picture price"
    " product question receipt reminder season service shipment signature station subscription"
    " summer ticket travel update village weather window winter workshop yesterday"
)
WORDS = tuple(VOCABULARY.split())
# Up to where the message's own id begins; no server gives one twice.
OWN_ID = re.compile(rb"\A(?:[^\n]+\n)*?Message-ID:\s*<", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Template:
    """A sample, and the addresses in it that are exchanged for others.

    `returns` tells whether it brings the message back that failed, `is_standard` whether it is a
    report of RFC 3464, as nearly all servers of today write them. `header` is where the header of
    the returned message begins, in bytes, if it is a part of its own.
    """

    name: str
    data: bytes
    recipients: tuple[str, ...]
    returns: bool = True
    is_standard: bool = False
    header: int | None = None


def read_templates(folder: Path) -> tuple[Template, ...]:
    """Return the samples below a folder that name what must come out of them, in a fixed order.

    Raise StopError where there are none.
    """
    found = []
    for path in sorted(folder.rglob("*.eml")):
        expected = path.with_suffix(".toml")
        if not expected.exists():
            continue
        failures = tomllib.loads(expected.read_text(encoding="utf-8")).get("failure", [])
        recipients = tuple(failure["recipient"] for failure in failures if "recipient" in failure)
        name = path.relative_to(folder).as_posix()
        data = path.read_bytes().replace(b"\r\n", b"\n")
        message = Message(scan(data))
        found.append(
            Template(
                name,
                data,
                recipients,
                returns=message.original is not None and _is_told_of_original(data),
                is_standard=bool(message.report_parts("delivery-status")),
                header=returned_header(message.structure),
            )
        )
    if not found:
        raise StopError(f"There are no samples to make messages from in {folder}.")
    return tuple(found)


def _is_told_of_original(data: bytes) -> bool:
    """Tell whether a message comes back, also where the bounce was forwarded in another message.

    Text added to one that returns none would be the server's own words.
    """
    return any(inspect(RawMessage(data)).original)


def returned_header(structure: Structure) -> int | None:
    """Return where the header of the returned message begins, where more fields can be put in."""
    for part in structure.parts:
        if part.role is Role.ORIGINAL and part.encoding in {"", "7bit", "8bit"}:
            return part.start
    return None


def invent(template: Template, number: int, size: int, dice: random.Random) -> bytes:
    """Return a bounce after the template, with recipients of its own, of at least `size` bytes.

    What is added goes where servers put it: into the returned message, over its header where that
    is asked to grow, and at its end. A bounce that returns none keeps its size: no server explains
    at such length.
    """
    data = template.data
    if template.header is not None and size > len(data):
        data = data[: template.header] + returned_fields(dice) + data[template.header :]
    for recipient in template.recipients:
        name = f"{dice.choice(WORDS)}.{dice.choice(WORDS)}{number}"
        domain = recipient.rpartition("@")[2]
        data = data.replace(recipient.encode(), f"{name}@{domain}".encode())
    data = f"X-Bench-Number: {number}\n".encode() + OWN_ID.sub(rb"\g<0>%d." % number, data, count=1)
    lacking = size - len(data) if template.returns else 0
    return grow(data, filler(lacking, dice)) if lacking > 0 else data


def grow(data: bytes, addition: bytes) -> bytes:
    """Return the message with text added to its last part, before the boundary that closes it."""
    end = data.rstrip()
    line = end.rfind(b"\n") + 1
    if end[line:].startswith(b"--") and end.endswith(b"--"):
        return data[:line].rstrip(b"\n") + b"\n\n" + addition + b"\n" + data[line:]
    return data.rstrip(b"\n") + b"\n\n" + addition


def filler(size: int, dice: random.Random) -> bytes:
    """Return about `size` bytes of text that says nothing, in lines of a letter's length."""
    lines = []
    while size > 0:
        line = " ".join(dice.choices(WORDS, k=9))
        lines.append(line)
        size -= len(line) + 1
    return "\n".join(lines).encode() + b"\n"


def messages(
    templates: Sequence[Template], count: int, size: int, seed: int
) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of `count` bounces: all templates in turn, each time another order."""
    dice = random.Random(seed)  # noqa: S311 - the same numbers each time are the point
    order: list[Template] = []
    for number in range(count):
        if not order:
            order = dice.sample(templates, len(templates))
        template = order.pop()
        yield template.name, invent(template, number, size, dice)


def write_mbox(path: Path, bounces: Iterator[tuple[str, bytes]]) -> int:
    """Write an mbox, quoted as mboxrd, and return its size in bytes."""
    with path.open("wb") as file:
        for _, data in bounces:
            file.write(b"From MAILER-DAEMON Mon Nov 23 08:00:00 2026\n")
            lines = data.rstrip(b"\n").split(b"\n")
            file.writelines(
                b">" + line + b"\n" if line.lstrip(b">").startswith(b"From ") else line + b"\n"
                for line in lines
            )
            file.write(b"\n")
    return path.stat().st_size
