"""``export``: write the addresses to remove, in the form a mailing system takes."""

import argparse
from typing import TYPE_CHECKING

from bounce_inspector.cli import languages, paths, terminal
from bounce_inspector.cli.codes import ExitCode

if TYPE_CHECKING:
    from bounce_inspector.core.export import Preset, Written
    from bounce_inspector.core.ledger import Ledger
    from bounce_inspector.core.problems import Problem

SUMMARY = "write the addresses to remove, in the form a mailing system takes"
DESCRIPTION = (
    "Read bounces and write the addresses that should go: dead ones, those that failed too often, "
    "and people who complained. What is the sender's own fault never goes into a suppression list. "
    "With --ledger, take what the window or an earlier run has stored instead."
)
EXAMPLES = """\
examples:
  bounce-inspector-cli export bounces.mbox -o remove.csv
  bounce-inspector-cli export bounces/ --preset amazon-ses -o ses.csv
  bounce-inspector-cli export --ledger ledger.sqlite --marked --preset addresses -o gone.txt
  bounce-inspector-cli presets
"""
_LEFT_OUT = {
    "not-dead": "not dead, and not marked by a person: this preset is a suppression list",
    "complaint": "complaints, which this reader takes in a file of their own",
    "no-complaint": "no complaints",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    paths.add_input(parser)
    parser.add_argument(
        "--preset",
        default="removal",
        metavar="NAME",
        help="form of the file (default: removal); the presets command lists them",
    )
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="file to write")
    languages.add_language(parser, "the reasons in the file")
    paths.add_ledger(parser)


def run(options: argparse.Namespace) -> ExitCode:
    """Write the file and say how many addresses it holds."""
    from bounce_inspector.cli.ledgers import ledger_for
    from bounce_inspector.core.export import presets
    from bounce_inspector.core.problems import Problem

    preset = presets().get(options.preset)
    if preset is None:
        known = ", ".join(presets())
        terminal.complain(f"bounce-inspector-cli: No preset {options.preset}. Known are {known}.")
        return ExitCode.USAGE
    with ledger_for(options) as opened:
        if isinstance(opened, Problem):
            terminal.complain_of(opened)
            return paths.code_of(opened)
        written = _write(opened.ledger, preset, options)
        if isinstance(written, Problem):
            terminal.complain_of(written)
            return ExitCode.INCOMPLETE
        _tell(written)
        return ExitCode.DONE if opened.is_complete else ExitCode.INCOMPLETE


def _write(ledger: "Ledger", preset: "Preset", options: argparse.Namespace) -> "Written | Problem":
    from bounce_inspector.core.export import (
        load_reason_words,
        marked_ids,
        proposed_ids,
        rows,
        write,
    )
    from bounce_inspector.core.problems import Problem

    ids = marked_ids(ledger) if options.marked else proposed_ids(ledger)
    words = load_reason_words(options.lang)
    written = write(options.output, rows(ledger, ids, words), preset)
    if options.ledger and not isinstance(written, Problem):
        noted = ledger.record_export(options.output, preset.id, written.ids)
        if isinstance(noted, Problem):
            terminal.complain_of(noted)
    return written


def _tell(written: "Written") -> None:
    names = ", ".join(map(str, written.files))
    terminal.write(terminal.visible(f"Addresses written: {written.addresses} ({names})\n"))
    for why, count in written.left_out.items():
        terminal.write(f"Left out: {count} ({_LEFT_OUT[why.value]})\n")
