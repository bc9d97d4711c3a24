"""``clean``: take the addresses that should go out of a list of subscribers."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bounce_inspector.cli import languages, paths, terminal
from bounce_inspector.cli.codes import ExitCode

if TYPE_CHECKING:
    from bounce_inspector.core.audience import Cleaned, CleanFiles
    from bounce_inspector.core.ledger import Ledger
    from bounce_inspector.core.messages import Messages

SUMMARY = "take the addresses that should go out of a list of subscribers"
DESCRIPTION = (
    "Read a list of subscribers (CSV with any separator, or one address a line, any charset) and "
    "the bounces of a mailing, and write the list without the addresses that should go. Rows that "
    "stay are not changed by a byte. Beside the cleaned list stand the rows taken out "
    "(NAME-removed) and who bounced but is not on the list (NAME-not-on-list)."
)
EXAMPLES = """\
examples:
  bounce-inspector-cli clean subscribers.csv --with bounces.mbox -o clean.csv
  bounce-inspector-cli clean list.csv --column "E-Mail" --with Maildir/ more.eml -o clean.csv
  bounce-inspector-cli clean list.csv --ledger ledger.sqlite --marked -o clean.csv
"""
SEPARATORS = {"": "one address a line", "\t": "tab"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("list", metavar="LIST", help="the list of subscribers")
    parser.add_argument(
        "--with",
        dest="paths",
        nargs="+",
        default=[],
        metavar="PATH",
        help="bounces: messages, mailboxes, archives or folders of them",
    )
    paths.add_reading(parser)
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="cleaned list")
    parser.add_argument(
        "--column",
        metavar="NAME",
        help="header of the column with the address (default: where most addresses stand)",
    )
    languages.add_language(parser, "what it says and of the reasons in NAME-not-on-list")
    paths.add_ledger(parser)


def run(options: argparse.Namespace) -> ExitCode:
    """Write the cleaned list and say what was taken out."""
    from bounce_inspector.cli.ledgers import ledger_for
    from bounce_inspector.core.audience import clean, files_beside, write_cleaned
    from bounce_inspector.core.messages import load_messages
    from bounce_inspector.core.problems import Problem
    from bounce_inspector.core.subscriber_list import read_list

    subscribers = read_list(options.list, options.column)
    if isinstance(subscribers, Problem):
        terminal.complain_of(subscribers, options.lang)
        return ExitCode.INCOMPLETE
    with ledger_for(options) as opened:
        if isinstance(opened, Problem):
            terminal.complain_of(opened, options.lang)
            return paths.code_of(opened)
        cleaned = clean(subscribers, _going(opened.ledger, options))
        files = files_beside(Path(options.output))
        problem = write_cleaned(cleaned, files)
        if problem:
            terminal.complain_of(problem, options.lang)
            return ExitCode.INCOMPLETE
        _tell(cleaned, files, load_messages(options.lang))
        return ExitCode.DONE if opened.is_complete else ExitCode.INCOMPLETE


def _going(ledger: "Ledger", options: argparse.Namespace) -> dict[str, str]:
    from bounce_inspector.core.export import load_reason_words, marked_ids, proposed_ids, rows

    ids = marked_ids(ledger) if options.marked else proposed_ids(ledger)
    words = load_reason_words(options.lang)
    return {row.address.address: row.reason for row in rows(ledger, ids, words)}


def _tell(cleaned: "Cleaned", files: "CleanFiles", messages: "Messages") -> None:
    source, say = cleaned.source, messages.say
    separator = SEPARATORS.get(source.separator, source.separator)
    lines = [
        say(
            "Addresses on the list: {count} ({charset}, separator: {separator})",
            count=source.addresses,
            charset=source.charset,
            separator=separator,
        ),
        say("Rows kept: {count} ({file})", count=len(cleaned.kept), file=str(files.cleaned)),
        say("Rows removed: {count} ({file})", count=len(cleaned.removed), file=str(files.removed)),
        say(
            "Bounced but not on the list: {count} ({file})",
            count=len(cleaned.missing),
            file=str(files.missing),
        ),
    ]
    alike = sum(1 for one in cleaned.missing if one.looks_like)
    if alike:
        lines.append(
            say(
                "Of these, {count} look like an address on the list: see the column 'Looks like'.",
                count=alike,
            )
        )
    terminal.write(terminal.visible("\n".join(lines)) + "\n")
