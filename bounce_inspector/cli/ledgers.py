"""The ledger a command works on: one that exists, or one made for this run from what is read."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bounce_inspector.cli import paths, terminal
from bounce_inspector.core.ledger import Ledger
from bounce_inspector.core.ledger.importing import import_paths
from bounce_inspector.core.ledger.progress import Progress
from bounce_inspector.core.problems import Problem, values


@dataclass(frozen=True, slots=True)
class Opened:
    """A ledger, and whether everything that was named could be read into it."""

    ledger: Ledger
    is_complete: bool


@contextmanager
def ledger_for(options: argparse.Namespace) -> Iterator[Opened | Problem]:
    """Provide the ledger named by ``--ledger``, or a passing one with what the paths hold."""
    if options.marked and not options.ledger:
        yield Problem(
            "marked-without-ledger",
            "Marks are in a ledger, and none is named.",
            "Add --ledger FILE.",
        )
        return
    if options.ledger:
        with _existing(options) as opened:
            yield opened
        return
    named = paths.given_paths(options)
    if isinstance(named, Problem):
        yield named
        return
    with (
        TemporaryDirectory(prefix="bounce-inspector-") as folder,
        _read(Path(folder) / "ledger.sqlite", named, options) as opened,
    ):
        yield opened


@contextmanager
def _existing(options: argparse.Namespace) -> Iterator[Opened | Problem]:
    if options.paths or options.files_from:
        yield Problem(
            "ledger-and-paths",
            "Both a ledger and files to read are named.",
            "Name one of them.",
        )
        return
    if not Path(options.ledger).is_file():
        yield Problem(
            "ledger-missing",
            "There is no ledger {file}.",
            "Check its name; Help, About in the window says where its ledger is.",
            values(file=options.ledger),
        )
        return
    ledger = Ledger.open(options.ledger)
    if isinstance(ledger, Problem):
        yield ledger
        return
    with ledger:
        yield Opened(ledger, is_complete=True)


@contextmanager
def _read(path: Path, named: list[str], options: argparse.Namespace) -> Iterator[Opened | Problem]:
    progress = import_paths(path, named, jobs=options.jobs, report=_show)
    _show_nothing()
    if progress.problem:
        yield progress.problem
        return
    ledger = Ledger.open(path)
    if isinstance(ledger, Problem):
        yield ledger
        return
    with ledger:
        unread = ledger.unread()
        terminal.complain_unread(unread, options.lang)
        yield Opened(ledger, is_complete=not terminal.is_loss(unread))


def _show(progress: Progress) -> None:
    """Say on a terminal how far it is; nothing where standard error goes into a file."""
    if sys.stderr.isatty():
        share = progress.bytes_done / max(progress.bytes_total, 1)
        sys.stderr.write(f"\r{share:4.0%}  {progress.messages + progress.known} messages ")
        sys.stderr.flush()


def _show_nothing() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
