"""Clean a list of subscribers: take out who should go, and say who bounced but is not on it.

Rows that stay keep their bytes. Who bounced under another spelling (a plus-tag, dots of Gmail) is
only suggested: whether they are the same person is for people to say.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bounce_inspector.core.export.whole_files import WholeFiles, problem_of
from bounce_inspector.core.formulas import guarded
from bounce_inspector.core.problems import Problem
from bounce_inspector.core.subscriber_list import Row, SubscriberList

_GMAIL = frozenset({"gmail.com", "googlemail.com"})
_NOT_ON_LIST = ("Address", "Reason", "Looks like")


@dataclass(frozen=True, slots=True)
class Missing:
    """An address that should go but is not on the list, and those on it that look like it."""

    address: str
    reason: str
    looks_like: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A list divided: who stays, who goes, and who should go but is not there."""

    source: SubscriberList
    kept: tuple[Row, ...]
    removed: tuple[Row, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class CleanFiles:
    """The files of a cleaned list: without those who go; these; those that were not on it."""

    cleaned: Path
    removed: Path
    missing: Path


def clean(subscribers: SubscriberList, going: Mapping[str, str]) -> Cleaned:
    """Divide a list. `going` gives the reason for each address to take out.

    Letters' case makes no difference. Rows without an address stay.
    """
    reasons = {address.lower(): reason for address, reason in going.items()}
    kept: list[Row] = []
    removed: list[Row] = []
    for row in subscribers.rows:
        goes = row.address.lower() in reasons if row.address else False
        (removed if goes else kept).append(row)
    there = {row.address.lower() for row in removed}
    absent = [address for address in going if address.lower() not in there]
    alike = _alike(kept, {plain(address) for address in absent})
    missing = tuple(
        Missing(address, going[address], alike.get(plain(address), ())) for address in absent
    )
    return Cleaned(subscribers, tuple(kept), tuple(removed), missing)


def plain(address: str) -> str:
    """Return an address without what providers ignore: a plus-tag, and dots at Gmail."""
    name, _, domain = address.lower().rpartition("@")
    name = name.partition("+")[0] or name
    if domain in _GMAIL:
        return f"{name.replace('.', '')}@gmail.com"
    return f"{name}@{domain}"


def files_beside(cleaned: Path) -> CleanFiles:
    """Return the files that are written along with a cleaned list."""
    return CleanFiles(
        cleaned,
        cleaned.with_stem(f"{cleaned.stem}-removed"),
        cleaned.with_stem(f"{cleaned.stem}-not-on-list").with_suffix(".csv"),
    )


def write_cleaned(cleaned: Cleaned, files: CleanFiles) -> Problem | None:
    """Write all three files, or none of them."""
    source = cleaned.source
    head = source.start + source.header
    contents = (
        (files.cleaned, head + _joined(cleaned.kept)),
        (files.removed, head + _joined(cleaned.removed)),
        (files.missing, _missing_table(cleaned.missing).encode("utf-8-sig", "backslashreplace")),
    )
    target = files.cleaned
    try:
        with WholeFiles() as whole:
            for target, content in contents:
                whole.begin(target).write(content)
            whole.settle()
    except OSError as fault:
        return problem_of(target, fault)
    return None


def _joined(rows: Iterable[Row]) -> bytes:
    return b"".join(row.raw for row in rows)


def _alike(rows: Iterable[Row], wanted: set[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        key = plain(row.address)
        if key in wanted:
            found[key] = (*found.get(key, ()), row.address)
    return found


def _missing_table(missing: Iterable[Missing]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(_NOT_ON_LIST)
    for one in missing:
        cells = (one.address, one.reason, " ".join(one.looks_like))
        writer.writerow(guarded(cell) for cell in cells)
    return buffer.getvalue()
