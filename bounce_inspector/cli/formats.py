"""How ``inspect`` prints: JSON Lines, one JSON list, CSV, and words for people."""

import csv
import io
import json
from collections import Counter
from typing import Protocol

from bounce_inspector.cli.terminal import visible
from bounce_inspector.core.formulas import guarded
from bounce_inspector.core.model import Finding, Inspection, Kind
from bounce_inspector.core.record import Record, to_record


class Printer(Protocol):
    """What a format says before, for each message, and after."""

    def begin(self) -> str:
        """Return what stands before the first message."""

    def message(self, inspection: Inspection) -> str:
        """Return what is printed for one message."""

    def end(self) -> str:
        """Return what stands after the last message."""


class JsonLines:
    """One record a line."""

    def __init__(self) -> None:
        self._encode = json.JSONEncoder(ensure_ascii=False).encode

    def begin(self) -> str:
        """Return nothing: each line stands for itself."""
        return ""

    def message(self, inspection: Inspection) -> str:
        """Return the record as one line."""
        return f"{self._encode(to_record(inspection))}\n"

    def end(self) -> str:
        """Return nothing."""
        return ""


class JsonList:
    """One list of all records."""

    def __init__(self) -> None:
        self._encode = json.JSONEncoder(ensure_ascii=False, indent=2).encode
        self._started = False

    def begin(self) -> str:
        """Open the list."""
        return "["

    def message(self, inspection: Inspection) -> str:
        """Return the next item of the list."""
        comma = ",\n" if self._started else "\n"
        self._started = True
        return comma + self._encode(to_record(inspection))

    def end(self) -> str:
        """Close the list."""
        return "\n]\n" if self._started else "]\n"


class Csv:
    """One line for each address reported, RFC 4180; messages that report none have a line too."""

    MESSAGE = ("source", "entry", "index", "kind", "dialect", "date")
    FAILURE = (
        *("recipient", "final_recipient", "action", "status", "reply", "command", "remote_host"),
        *("provider", "category", "permanent", "fault", "advice", "rule", "confidence"),
        "diagnostic",
    )

    def begin(self) -> str:
        """Return the header."""
        return _csv_line([*self.MESSAGE, *self.FAILURE])

    def message(self, inspection: Inspection) -> str:
        """Return the lines of one message."""
        record = to_record(inspection)
        start = [record[name] for name in self.MESSAGE]
        failures = record["failures"] or [{}]
        assert isinstance(failures, list)  # noqa: S101 - for the type checker; to_record makes it
        return "".join(_csv_line([*start, *self._failure(one)]) for one in failures)

    def _failure(self, failure: Record) -> list[object]:
        return [failure.get(name) for name in self.FAILURE]

    def end(self) -> str:
        """Return nothing."""
        return ""


class Text:
    """What a person wants to know: who, what, what to do, and the words that said so."""

    def __init__(self) -> None:
        self._kinds: Counter[str] = Counter()
        self._advice: Counter[str] = Counter()

    def begin(self) -> str:
        """Return nothing."""
        return ""

    def message(self, inspection: Inspection) -> str:
        """Return a heading and a few lines for each address."""
        self._kinds[inspection.kind.value] += 1
        lines = [_heading(inspection)]
        for finding in inspection.findings:
            self._advice[finding.verdict.advice.value] += 1
            lines.extend(_finding_lines(finding))
        lines.extend(f"  ! {visible(problem.sentence())}" for problem in inspection.problems)
        return "\n".join(lines) + "\n\n"

    def end(self) -> str:
        """Return the counts."""
        total = sum(self._kinds.values())
        if not total:
            return "No message was found.\n"
        lines = [f"Messages: {total} ({_counts(self._kinds)})"]
        if self._advice:
            lines.append(f"Addresses: {sum(self._advice.values())} ({_counts(self._advice)})")
        return "\n".join(lines) + "\n"


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counter.most_common())


def _heading(inspection: Inspection) -> str:
    place = inspection.source
    if inspection.entry:
        place += f": {inspection.entry}"
    if inspection.index:
        place += f" (message {inspection.index + 1})"
    dialect = f", worded by {inspection.dialect}" if inspection.dialect else ""
    date = f", {inspection.date:%Y-%m-%d %H:%M}" if inspection.date else ""
    nothing = " (no address named)" if _names_nobody(inspection) else ""
    return visible(f"{place}: {inspection.kind.value}{dialect}{date}{nothing}")


def _names_nobody(inspection: Inspection) -> bool:
    return inspection.kind is not Kind.OTHER and not inspection.findings


def _finding_lines(finding: Finding) -> list[str]:
    failure, verdict = finding.failure, finding.verdict
    code = " ".join(filter(None, (failure.reply, failure.status)))
    provider = f" at {verdict.provider}" if verdict.provider else ""
    # What is no failure has no category: its kind stands in the heading.
    what = "" if failure.action is None else f"{verdict.category.value}{provider}: "
    lines = [
        f"  {failure.recipient or '(address not named)'}",
        f"    {what}{verdict.advice.value}" + (f"  [{code}]" if code else ""),
    ]
    if failure.final_recipient:
        lines.insert(1, f"    went on to {failure.final_recipient}")
    if failure.diagnostic:
        lines.append(f'    "{" ".join(failure.diagnostic.split())}"')
    return [visible(line) for line in lines]


def _csv_line(cells: list[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(_csv_cell(cell) for cell in cells)
    return buffer.getvalue()


def _csv_cell(cell: object) -> object:
    """Return what stands in the table; text that a spreadsheet would run is made text for it."""
    if isinstance(cell, bool):
        return str(cell).lower()
    return guarded(cell) if isinstance(cell, str) else cell


PRINTERS: dict[str, type[Printer]] = {
    "jsonl": JsonLines,
    "json": JsonList,
    "csv": Csv,
    "text": Text,
}
