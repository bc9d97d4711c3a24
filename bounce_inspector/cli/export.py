"""``export``: write the addresses to remove, in the form a mailing system takes."""

import argparse
from typing import TYPE_CHECKING

from bounce_inspector.cli import languages, paths, terminal
from bounce_inspector.cli.codes import ExitCode

if TYPE_CHECKING:
    from bounce_inspector.core.export import Preset, Written
    from bounce_inspector.core.ledger import Ledger
    from bounce_inspector.core.messages import Messages
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
LEFT_OUT = {
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
    languages.add_language(parser, "what it says and of the reasons in the file")
    paths.add_ledger(parser)


def run(options: argparse.Namespace) -> ExitCode:
    """Write the file and say how many addresses it holds."""
    from bounce_inspector.cli.ledgers import ledger_for
    from bounce_inspector.core.export import presets, worded
    from bounce_inspector.core.messages import load_messages
    from bounce_inspector.core.problems import Problem, values

    preset = presets().get(options.preset)
    if preset is None:
        known = ", ".join(presets())
        terminal.complain_of(
            Problem(
                "no-such-preset",
                "There is no preset {name}.",
                "Known are {known}.",
                values(name=options.preset, known=known),
            ),
            options.lang,
        )
        return ExitCode.USAGE
    with ledger_for(options) as opened:
        if isinstance(opened, Problem):
            terminal.complain_of(opened, options.lang)
            return paths.code_of(opened)
        messages = load_messages(options.lang)
        written = _write(opened.ledger, worded(preset, messages), options)
        if isinstance(written, Problem):
            terminal.complain_of(written, options.lang)
            return ExitCode.INCOMPLETE
        _tell(written, messages)
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
            terminal.complain_of(noted, options.lang)
    return written


def _tell(written: "Written", messages: "Messages") -> None:
    names = ", ".join(map(str, written.files))
    lines = [
        messages.say("Addresses written: {count} ({files})", count=written.addresses, files=names)
    ]
    lines += [
        messages.say("Left out: {count} ({why})", count=count, why=LEFT_OUT[why.value])
        for why, count in written.left_out.items()
    ]
    terminal.write(terminal.visible("\n".join(lines)) + "\n")
