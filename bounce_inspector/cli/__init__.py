"""The command line: inspect, explain, export, presets and clean, without a window and without Qt.

Each command has a module of its own here. What it needs is loaded when it runs, so that ``--help``
answers at once.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from textwrap import fill

from bounce_inspector import __version__
from bounce_inspector.cli.codes import ExitCode

COMMANDS = ("inspect", "explain", "export", "presets", "clean")

_WIDTH = 79
_DESCRIPTION = "Read e-mail bounces, explain them, and make the list of addresses to remove."
_EPILOG = """\
exit codes:
  0  everything was read
  1  something could not be read or written; it is said on standard error, the rest is there
  2  the command line was not understood

examples:
  bounce-inspector-cli inspect --format text bounces.mbox
  bounce-inspector-cli explain "550 5.1.1 User unknown"
  bounce-inspector-cli export bounces/ --preset removal -o remove.csv
  bounce-inspector-cli COMMAND --help
"""


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="bounce-inspector-cli",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"Bounce Inspector {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in COMMANDS:
        module = import_module(f"bounce_inspector.cli.{name}")
        command = commands.add_parser(
            name,
            help=module.SUMMARY,
            description=fill(module.DESCRIPTION, _WIDTH),
            epilog=module.EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. A reader that closes the pipe ends it quietly."""
    options = build_parser().parse_args(arguments)
    try:
        code = int(options.run(options))
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still in the buffer has nowhere to go; without this Python complains at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    return code
