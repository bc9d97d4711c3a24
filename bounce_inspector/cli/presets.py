"""``presets``: list the forms in which addresses can be exported."""

import argparse
import json

from bounce_inspector.cli import languages, terminal
from bounce_inspector.cli.codes import ExitCode

SUMMARY = "list the forms in which addresses can be exported"
DESCRIPTION = "List the presets of the export command: their names, and what takes such files."
EXAMPLES = """\
examples:
  bounce-inspector-cli presets
  bounce-inspector-cli presets --format json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="text: for the terminal (default); json: one list",
    )
    languages.add_language(parser, "the names and hints")


def run(options: argparse.Namespace) -> ExitCode:
    """Print the presets."""
    from bounce_inspector.core.export import presets, worded
    from bounce_inspector.core.messages import load_messages

    messages = load_messages(options.lang)
    known = [worded(each, messages) for each in presets().values()]
    if options.format == "json":
        records = [{"id": each.id, "name": each.name, "hint": each.hint} for each in known]
        terminal.write(json.dumps(records, ensure_ascii=False, indent=2) + "\n")
        return ExitCode.DONE
    width = max(len(each.id) for each in known)
    for each in known:
        terminal.write(f"{each.id:{width}}  {each.name}\n{'':{width}}  {each.hint}\n")
    return ExitCode.DONE
