"""``explain``: say in plain words what a reply, a code or a whole message means."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from bounce_inspector.cli import languages, terminal
from bounce_inspector.cli.codes import ExitCode

if TYPE_CHECKING:
    from bounce_inspector.core.explaining.codebook import Entry
    from bounce_inspector.core.explaining.explanation import Explanation
    from bounce_inspector.core.explaining.knowledge_words import Knowledge

SUMMARY = "say what a reply, a code or a message means and what to do"
DESCRIPTION = (
    "Explain a pasted reply, a bare code, lines of a log, or a whole message: what happened, whose "
    "move it is, and what to do. A word or a provider is looked up in the code book."
)
EXAMPLES = """\
examples:
  bounce-inspector-cli explain "550 5.1.1 <ann@example.com>: User unknown"
  bounce-inspector-cli explain 421 552
  bounce-inspector-cli explain spamhaus
  bounce-inspector-cli explain --format md - < bounce.eml
  tail mail.log | bounce-inspector-cli explain -
"""
FORMATS = ("text", "json", "md")
AUTO = "auto"
OTHERS = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument(
        "text",
        nargs="+",
        metavar="TEXT",
        help="what the server wrote, or codes; - reads a text or a whole message from standard "
        "input",
    )
    languages.add_language(parser, "the explanation; auto: that of the mail")
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="text: for the terminal (default); json: one list; md: Markdown",
    )


def run(options: argparse.Namespace) -> ExitCode:
    """Explain what is given and print it."""
    from bounce_inspector.core.explaining.knowledge import load_knowledge
    from bounce_inspector.core.problems import Problem

    pasted = sys.stdin.buffer.read() if options.text == ["-"] else _joined(options.text)
    language = _guessed(pasted) if options.lang == AUTO else options.lang
    knowledge = load_knowledge(language)
    explanations = _explain(pasted, knowledge)
    if not explanations:
        terminal.complain_of(
            Problem(
                "nothing-to-explain",
                "There is nothing to explain: the text is empty.",
                "Give a reply, a code or a message.",
            ),
            language,
        )
        return ExitCode.USAGE
    pages = _pages(pasted, explanations, knowledge)
    if pages:
        terminal.write(_printed_pages(pages, language, options.format))
    else:
        terminal.write(_printed(explanations, knowledge, options.format))
    return ExitCode.DONE


def _guessed(pasted: bytes) -> str:
    """Return the language of the mail that came back, or of the words of the report."""
    from bounce_inspector.core.explaining.answer_language import Clues, clues_in, guess_language
    from bounce_inspector.core.model import RawMessage
    from bounce_inspector.core.sources.message import is_whole, without_preamble

    data = without_preamble(pasted)
    text = pasted.decode("utf-8", "replace")
    guess = guess_language(clues_in(RawMessage(data)) if is_whole(data) else Clues(report=text))
    return guess.language if guess else "en"


def _joined(words: list[str]) -> bytes:
    return " ".join(words).encode("utf-8", "surrogateescape")


def _explain(pasted: bytes, knowledge: "Knowledge") -> "tuple[Explanation, ...]":
    from bounce_inspector.core.explaining.explain import explain_inspection
    from bounce_inspector.core.explaining.explain_text import explain_text
    from bounce_inspector.core.model import RawMessage
    from bounce_inspector.core.pipeline import inspect
    from bounce_inspector.core.sources.message import is_whole, without_preamble

    data = without_preamble(pasted)
    if is_whole(data):
        return explain_inspection(inspect(RawMessage(data)), knowledge)
    return explain_text(pasted.decode("utf-8", "replace"), knowledge)


def _pages(
    pasted: bytes, explanations: "tuple[Explanation, ...]", knowledge: "Knowledge"
) -> "list[Entry]":
    """Return the entries of the code book for words that no rule knows as a reply."""
    from bounce_inspector.core.explaining.codebook import look_up
    from bounce_inspector.core.model import Category

    if any(each.category is not Category.UNCLASSIFIED or each.code for each in explanations):
        return []
    return look_up(pasted.decode("utf-8", "replace"), knowledge)


def _printed_pages(pages: "list[Entry]", language: str, form: str) -> str:
    """Return the best page, and what else the book has."""
    from bounce_inspector.core.explaining import codebook, codebook_text
    from bounce_inspector.core.messages import load_messages

    if form == "json":
        records = [codebook_text.to_record(entry) for entry in pages]
        return json.dumps(records, ensure_ascii=False, indent=2) + "\n"
    best, *others = pages
    told = codebook.page(best) if form == "md" else codebook_text.to_text(best)
    if others:
        titles = "; ".join(dict.fromkeys(entry.title for entry in others[:OTHERS]))
        told += "\n" + load_messages(language).say("See also: {titles}", titles=titles) + "\n"
    return terminal.visible(told)


def _printed(explanations: "tuple[Explanation, ...]", knowledge: "Knowledge", form: str) -> str:
    from bounce_inspector.core.explaining.explanation_text import to_markdown, to_record, to_text

    if form == "json":
        records = [to_record(explanation) for explanation in explanations]
        return json.dumps(records, ensure_ascii=False, indent=2) + "\n"
    say = to_markdown if form == "md" else to_text
    return terminal.visible("\n\n".join(say(each, knowledge) for each in explanations))
