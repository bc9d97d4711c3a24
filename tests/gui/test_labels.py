"""Every word of the window stands in every language, and nothing else does.

The English is the key, so a label whose English changed shows as one that nobody asks for, and its
English as one that is missing.
"""

import ast
import re
from itertools import chain
from pathlib import Path

import pytest

import bounce_inspector.gui
from bounce_inspector.gui import actions, marking, menus, moments, settings, words
from bounce_inspector.gui.dialogs import export_words, preferences_dialog
from bounce_inspector.gui.explaining import answer
from bounce_inspector.gui.models import address_model, facet_model, message_model
from bounce_inspector.gui.translator import languages
from bounce_inspector.shipped import read_toml

GUI = Path(bounce_inspector.gui.__file__).parent
TRANSLATED = [language for language in languages() if language != "en"]
# Some languages write a date as English does.
AS_IN_ENGLISH = {"d MMM yyyy", "d MMM yyyy, HH:mm:ss", "d MMM"}
QT = "QCoreApplication"
PLACE = re.compile(r"\{\w*\}|%L?n")
# Where words come out of a table; the tables are gathered in `tables`.
FROM_TABLES = {
    "answer.py",
    *("actions.py", "export_words.py", "preferences_dialog.py", "marking.py", "menus.py"),
    *("facet_model.py", "ledger_model.py", "column_widths.py", "moments.py", "words.py"),
}


def calls():
    """Yield path and text of each call of tr() and translate()."""
    for path in sorted(GUI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr == "tr" and node.args:
                    yield path, node.args[0]
                elif node.func.attr == "translate" and ast.unparse(node.func.value) == QT:
                    yield path, node.args[1]
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_tr", "_counted"}:
                yield path, node.args[0]


def tables():
    """Yield the words that are looked up from a table."""
    for command in actions.COMMANDS.values():
        yield from (command.text, command.tip, command.short)
    for table in (words.BUCKETS, words.TRAYS, words.BUCKET_HINTS, words.REASONS, words.DECISIONS):
        yield from table.values()
    yield from chain(words.CATEGORIES.values(), words.KINDS.values(), menus.MENUS)
    for setting in settings.EVERY:
        yield from (setting.label, setting.note)
    yield from preferences_dialog._CHOICES.values()
    yield from chain(export_words._CHOICES.values(), export_words._LEFT_OUT.values())
    yield from chain((text for _, text, _ in moments._STEPS), moments._EXACT.values())
    yield from facet_model._TITLES.values()
    yield from (each.title for each in (*address_model.COLUMNS, *message_model.COLUMNS))
    yield from chain(marking.DECIDED.values(), answer.GUESSED.values())


def asked():
    """Return every English text that the window asks for."""
    literals = {text.value for _, text in calls() if isinstance(text, ast.Constant)}
    return (literals | set(tables())) - {""}


def labels(language):
    """Yield each English text of a language with its translations: one, or one a plural form."""
    for table in read_toml("labels", f"{language}.toml").values():
        for english, entry in table.items():
            forms = [entry] if isinstance(entry, str) else list(entry.values())
            yield english, forms


def test_every_text_is_a_literal_or_stands_in_a_table_that_is_known_here():
    loose = {
        f"{path.name}:{text.lineno}"
        for path, text in calls()
        if not isinstance(text, ast.Constant) and path.name not in FROM_TABLES
    }

    assert not loose, "gather its table in `tables` of this file"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_language_has_every_word_of_the_window(language):
    missing = asked() - AS_IN_ENGLISH - {english for english, _ in labels(language)}

    assert sorted(missing) == []


@pytest.mark.parametrize("language", languages())
def test_a_language_has_no_word_whose_english_is_gone(language):
    leftover = {english for english, _ in labels(language)} - asked()

    assert sorted(leftover) == []


@pytest.mark.parametrize("language", languages())
def test_a_label_has_the_places_of_its_english(language):
    """The form for one may write the number out: "One of these addresses"."""
    differing = [
        english
        for english, forms in labels(language)
        for form in forms
        if not _same_places(english, form, spare="%Ln" if len(forms) > 1 else "")
    ]

    assert differing == []


def _same_places(english, form, spare):
    wanted, given = sorted(PLACE.findall(english)), sorted(PLACE.findall(form))
    return given in (wanted, [place for place in wanted if place != spare])


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_counted_label_has_the_plural_forms_of_english(language):
    english = {text: len(forms) for text, forms in labels("en")}
    counted = {text: len(forms) for text, forms in labels(language) if text in english}
    least = 1 if language == "ja" else 2

    assert counted.keys() == english.keys()
    assert [text for text, forms in counted.items() if forms < least] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_command_keeps_its_letter(language):
    lost = [
        english
        for english, forms in labels(language)
        if re.search(r"&\w", english) and not all(re.search(r"&\w", form) for form in forms)
    ]

    assert lost == []


@pytest.mark.parametrize("language", languages())
def test_no_menu_has_one_letter_twice(language):
    table = {english: forms[0] for english, forms in labels(language)}

    def letters(texts):
        return [letter for text in texts for letter in re.findall(r"&(\w)", table.get(text, text))]

    shown = {title: [actions.COMMANDS[name].text for name in names if name]
             for title, names in menus.MENUS.items()}  # fmt: skip
    shown["&View"].append("Lan&guage")
    shown["the bar"] = list(menus.MENUS)
    for title, texts in shown.items():
        found = [letter.lower() for letter in letters(texts)]
        assert len(found) == len(set(found)), (title, found)
