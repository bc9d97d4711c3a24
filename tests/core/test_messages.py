"""Every sentence the program says of its own work stands in every language, and nothing else does.

The English is the key, so a translation whose English changed shows as one that nobody asks for,
and its English as one that is missing.
"""

import ast
import errno
import os
import re

import pytest

from bounce_inspector.cli import clean, export
from bounce_inspector.core.explaining.knowledge import languages
from bounce_inspector.core.export import presets, whole_files
from bounce_inspector.core.messages import Messages, load_messages, message_languages
from bounce_inspector.core.problems import Problem, values
from bounce_inspector.core.sources import faults, other_files, zipped
from tests.architecture.source_tree import place, python_files, tree

TRANSLATIONS = [language for language in message_languages() if language != "en"]
PLACE = re.compile(r"\{[a-z_]+\}")
# What the system says most often; other reasons stay in the system's own words.
REASONS = (
    *(errno.EACCES, errno.ENOENT, errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.ENOSPC),
    *(errno.EDQUOT, errno.EROFS, errno.EIO, errno.ENAMETOOLONG, errno.EBUSY, errno.EPERM),
    *(errno.EMFILE, errno.ETIMEDOUT),
)
# Where a sentence comes out of a table or a row: the tables are added below.
FROM_TABLES = {"whole_files.py", "faults.py", "problem_rows.py"}


def literals(node):
    """Return the texts that an argument can be, None where it is no literal."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [*literals(node.body), *literals(node.orelse)]
    return None


def said():
    """Yield each call that makes a problem or says a sentence, with its English arguments."""
    for path in python_files("bounce_inspector"):
        for call in ast.walk(tree(path)):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if name == "Problem":
                yield path, call, call.args[1:3]
            elif name == "say" and call.args and isinstance(call.args[0], ast.Constant):
                yield path, call, call.args[:1]


def sentences():
    """Return every English sentence that is said."""
    found = {text for _, _, args in said() for arg in args for text in literals(arg) or ()}
    found |= {*whole_files._REMEDIES.values(), whole_files._REMEDY}
    found |= {remedy for _, _, remedy in other_files._UNSUPPORTED}
    found |= {text for each in presets().values() for text in (each.name, each.hint)}
    return found - {""}


def worded_values():
    """Return every value that has words of its own."""
    found = {what for _, what in other_files._KINDS}
    found |= {what for _, what, _ in other_files._UNSUPPORTED}
    found |= {"a binary file", "another Office document", *zipped._DOCUMENTS.values()}
    found |= {os.strerror(number) for number in REASONS}
    return found | {*clean.SEPARATORS.values(), *export.LEFT_OUT.values()}


def columns():
    """Return the names of columns in files that people read."""
    return {column.header for each in presets().values() if each.guard for column in each.columns}


def test_a_sentence_stands_whole_where_it_is_said():
    torn = [
        place(path, call.lineno)
        for path, call, args in said()
        if path.name not in FROM_TABLES and any(literals(arg) is None for arg in args)
    ]

    assert not torn, "write the sentence with {places} and hand over values(...)"


def test_messages_speak_every_language_that_explanations_speak():
    assert message_languages() == languages()


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_language_has_every_sentence_and_none_whose_english_is_gone(language):
    messages = load_messages(language)

    assert sorted(sentences() - messages.sentences.keys()) == []
    assert sorted(messages.sentences.keys() - sentences()) == []
    assert sorted(worded_values() - messages.values.keys()) == []
    assert sorted(messages.values.keys() - worded_values()) == []
    assert sorted(messages.columns.keys() ^ columns()) == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translated_sentence_has_the_places_of_its_english(language):
    messages = load_messages(language)
    differing = [
        english
        for english, text in (*messages.sentences.items(), *messages.values.items())
        if sorted(PLACE.findall(english)) != sorted(PLACE.findall(text))
    ]

    assert differing == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_only_names_are_the_same_in_another_language(language):
    messages = load_messages(language)
    same = [english for english, text in messages.sentences.items() if english == text]

    assert [text for text in same if not text.startswith("Mailgun:")] == []


def test_a_problem_is_said_with_the_numbers_of_the_language():
    problem = faults.message_too_large(64 << 20, 1_200 << 20)

    assert "1,200 MB; its first 64 MB" in problem.sentence()
    assert "1.200 MB groß; gelesen wurden die ersten 64 MB" in load_messages("de").text(problem)
    assert "1\u202f200 Mo" in load_messages("fr").text(problem)


def test_a_value_with_words_of_its_own_is_said_in_the_language():
    assert load_messages("de").text(faults.not_mail("a PDF document")) == (
        "Das ist ein PDF-Dokument, keine E-Mail."
    )
    assert "accès refusé" in load_messages("fr").text(faults.cannot_read("Permission denied"))


def test_a_value_that_looks_like_a_place_is_not_filled_again():
    problem = Problem("x", "{file} is gone.", "", values(file="{reason}", reason="no"))

    assert problem.sentence() == "{reason} is gone."
    assert load_messages("de").sentence(problem) == "{reason} is gone."


def test_what_a_language_lacks_and_what_has_no_places_stays_as_it_is():
    problem = Problem("x", "A {thing} nobody knows.", "Look.")

    assert (
        load_messages("de").sentence(problem)
        == problem.sentence()
        == ("A {thing} nobody knows. Look.")
    )


def test_japanese_puts_nothing_between_two_sentences():
    assert load_messages("ja").sentence(faults.empty_file()).count(" ") == 0


@pytest.mark.parametrize("code", ["tlh", "en", "en-GB"])
def test_a_language_without_messages_speaks_english(code):
    assert load_messages(code).language == "en"


@pytest.mark.parametrize("code", ["pt-BR", "pt_BR", "PT"])
def test_a_region_speaks_the_language(code):
    assert load_messages(code).language == "pt"


def test_messages_of_no_language_are_english():
    assert Messages().say("{count} rows", count=1234) == "1,234 rows"
