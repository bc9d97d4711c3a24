"""``inspect``: read messages and print what each of them says."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bounce_inspector.cli import paths, terminal
from bounce_inspector.cli.codes import ExitCode

if TYPE_CHECKING:
    from bounce_inspector.cli.formats import Printer
    from bounce_inspector.core.batches import Batch
    from bounce_inspector.core.model import Inspection

SUMMARY = "read bounces and print what each of them says"
DESCRIPTION = (
    "Read messages, mailboxes, archives and folders, and print one record for each message. What "
    "cannot be read is said on standard error; everything else is there."
)
EXAMPLES = """\
examples:
  bounce-inspector-cli inspect --format text bounce.eml
  bounce-inspector-cli inspect bounces.mbox > bounces.jsonl
  bounce-inspector-cli inspect --format csv Maildir/ > bounces.csv
  find . -name '*.eml' | bounce-inspector-cli inspect --files-from - --jobs 4
"""
FORMATS = ("jsonl", "json", "text", "csv")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    paths.add_input(parser)
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="jsonl",
        help="jsonl: one JSON object a line (default); json: one list; text: for people; "
        "csv: one line for each failed address",
    )


def run(options: argparse.Namespace) -> ExitCode:
    """Inspect what is named and print it in the format asked for."""
    from bounce_inspector.cli.formats import PRINTERS

    return each_batch(options, PRINTERS[options.format]())


def each_batch(options: argparse.Namespace, printer: "Printer") -> ExitCode:
    """Print each batch as soon as it is there, and tell of what could not be read."""
    from bounce_inspector.core.problems import Problem

    named = paths.given_paths(options)
    if isinstance(named, Problem):
        terminal.complain_of(named)
        return ExitCode.USAGE
    complete = True
    terminal.write(printer.begin())
    for batch in inspected(named, options.jobs):
        terminal.write("".join(map(printer.message, batch.inspections)))
        terminal.flush()
        terminal.complain_unread(batch.unread)
        complete = complete and not terminal.is_loss(batch.unread)
    terminal.write(printer.end())
    return ExitCode.DONE if complete else ExitCode.INCOMPLETE


def inspected(named: list[str], jobs: int | None) -> "Iterator[Batch[Inspection]]":
    """Yield what is in the files named, in order, read in `jobs` processes or in this one."""
    from bounce_inspector.core.batches import inspect_all
    from bounce_inspector.core.processes import workers

    with workers(named, jobs) as executor:
        yield from inspect_all(named, executor)
