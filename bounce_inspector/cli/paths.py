"""Where the input comes from: paths on the command line and lists of paths."""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bounce_inspector.cli.codes import ExitCode

if TYPE_CHECKING:
    from bounce_inspector.core.problems import Problem


_USAGE = frozenset({"no-paths", "list-unreadable", "ledger-and-paths", "marked-without-ledger"})


def add_input(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that name files to read, and with how many processes."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="a message, a mailbox, an archive, or a folder of them; the kind is told by content",
    )
    add_reading(parser)


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say how bounces are read."""
    parser.add_argument(
        "--files-from",
        metavar="FILE",
        help="read more paths from FILE, one a line; - is standard input",
    )
    parser.add_argument(
        "--jobs",
        type=_at_least_one,
        metavar="N",
        help="processes to read with; 1 reads in this one (default: one per processor)",
    )


def add_ledger(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that name a ledger instead of files to read."""
    parser.add_argument(
        "--ledger", metavar="FILE", help="take addresses from this ledger instead of reading PATHs"
    )
    parser.add_argument(
        "--marked",
        action="store_true",
        help="only addresses marked for removal, instead of what is proposed (with --ledger)",
    )


def code_of(problem: "Problem") -> ExitCode:
    """Return the exit code for what kept a command from beginning."""
    return ExitCode.USAGE if problem.code in _USAGE else ExitCode.INCOMPLETE


def given_paths(options: argparse.Namespace) -> "list[str] | Problem":
    """Return the paths of the command line and of its list, or what is wrong with them."""
    from bounce_inspector.core.problems import Problem, values

    paths = list(options.paths)
    if options.files_from is not None:
        try:
            paths.extend(_listed(options.files_from))
        except OSError as fault:
            return Problem(
                "list-unreadable",
                "The list of files {file} cannot be read: {reason}.",
                "Check its name, or use - to read the list from standard input.",
                values(file=options.files_from, reason=fault.strerror or str(fault)),
            )
    if not paths and options.files_from is None:
        return Problem("no-paths", "No file is named.", "Name at least one file or folder to read.")
    return paths


def _listed(name: str) -> Iterator[str]:
    content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    separator = b"\0" if b"\0" in content else b"\n"
    for line in content.split(separator):
        path = line if separator == b"\0" else line.removesuffix(b"\r")
        if path:
            yield os.fsdecode(path)


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number
