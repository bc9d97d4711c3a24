import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject

import bounce_inspector.gui
from bounce_inspector.gui.translator import (
    LabelTranslator,
    languages,
    plural_form,
    qt_translator,
)
from bounce_inspector.shipped import read_toml

GUI = Path(bounce_inspector.gui.__file__).parent


@pytest.fixture
def installed(qapp):
    installed = []

    def install(words, language="en"):
        translator = LabelTranslator(language, words)
        QCoreApplication.installTranslator(translator)
        installed.append(translator)
        return translator

    yield install
    for translator in installed:
        QCoreApplication.removeTranslator(translator)


def test_a_word_of_the_class_wins_over_the_word_for_all(installed):
    installed({"QObject": {"Open": "Auf"}, "words": {"Open": "Zu", "Close": "Weg"}}, "de")

    assert QObject().tr("Open") == "Auf"
    assert QObject().tr("Close") == "Weg"


def test_what_the_file_lacks_stays_english(installed):
    installed({"words": {}})

    assert QObject().tr("Mark all proposed") == "Mark all proposed"


def test_a_number_chooses_the_plural(installed):
    installed({"words": {"%n file(s)": {"one": "%n file", "other": "%n files"}}})

    assert QObject().tr("%n file(s)", "", 1) == "1 file"
    assert QObject().tr("%n file(s)", "", 2) == "2 files"


@pytest.mark.parametrize(
    ("language", "number", "form"),
    [
        ("en", 1, "one"),
        ("fr", 0, "one"),
        ("ja", 1, "other"),
        ("ru", 21, "one"),
        ("ru", 12, "many"),
        ("pl", 22, "few"),
        ("pl", 21, "many"),
        ("cs", 4, "few"),
    ],
)
def test_languages_count_in_their_own_way(language, number, form):
    assert plural_form(language, number) == form


def test_qt_brings_its_own_german_words(qapp):
    assert qt_translator("de") is not None
    assert qt_translator("tlh") is None


def _translated_literals():
    for path in sorted(GUI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _is_tr(node.func):
                yield path, node


def _is_tr(function) -> bool:
    return isinstance(function, ast.Attribute) and function.attr in {"tr", "translate"}


def _text_of(call):
    """Return the argument that is the text: `translate` names a context first."""
    return call.args[0 if call.func.attr == "tr" else 1]


def test_no_text_to_translate_is_put_together_before_it_is_looked_up():
    composed = [
        f"{path.name}:{node.lineno}"
        for path, node in _translated_literals()
        if isinstance(_text_of(node), ast.JoinedStr | ast.BinOp)
    ]

    assert composed == []


def test_every_counted_text_has_its_english_plurals():
    words = read_toml("labels", "en.toml")["words"]
    counted = {
        argument.value
        for _, node in _translated_literals()
        for argument in node.args
        if isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
        and any(sign in argument.value for sign in ("%n", "%Ln", "(s)", "(es)"))
    }

    assert counted - set(words) == set()
    assert all({"one", "other"} <= set(words[text]) for text in counted)


def test_english_is_among_the_languages():
    assert "en" in languages()
