"""Every word of the window asks for its translation: in a made-up language each one shows it."""

import re

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QTabBar, QWidget

from bounce_inspector.core.explaining.knowledge import load_knowledge
from bounce_inspector.core.ledger import Ledger
from bounce_inspector.gui.main_window import MainWindow

DIALOGS = ("answer", "export", "codes", "preferences", "shortcuts", "about", "explain", "unread")
# Names, addresses, codes, paths, and examples of what a person types.
NO_WORDS = re.compile(
    r"Bounce Inspector.*|[\w.+-]+@\S+|[\d. ]+|/.*|News \d|autumn|monday\.mbox|[a-z]+-[a-z-]+|"
    r"Deutsch|English|Español|Français|Português|example\.com, example\.org|"
    r"550 5\.1\.1 <ann@example\.org>: User unknown|[\w-]+\.\w+",
    re.DOTALL,
)


class MadeUp(QTranslator):
    """Answers every text with a mark; what the core says it leaves to Japanese."""

    def isEmpty(self):
        return False

    def translate(self, context, source, disambiguation=None, n=-1):
        return "ja" if context == "Language" else f"⟦{source}⟧"


@pytest.fixture
def window(qtbot, five, settings):
    made_up = MadeUp()
    QCoreApplication.installTranslator(made_up)
    window = MainWindow(five, Ledger.open(five.ledger), settings, lambda: load_knowledge("ja"))
    window.show()
    qtbot.waitUntil(lambda: not window.browsing.is_busy())
    qtbot.waitUntil(lambda: window.panels.detail.count() == 4)
    qtbot.waitUntil(lambda: window.panels.detail._tabs().why.occurrence is not None)
    yield window
    window.close()
    window.deleteLater()
    QCoreApplication.removeTranslator(made_up)


def english(top):
    """List the words on a widget, and below it, that no translation was asked for."""
    found = {text for widget in [top, *top.findChildren(QWidget)] for text in _words_of(widget)}
    found |= {action.text() for action in top.findChildren(QAction)}
    return sorted(text for text in found - {""} if text.isascii() and not NO_WORDS.fullmatch(text))


def _words_of(widget):
    yield from (widget.accessibleName(), widget.windowTitle())
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    elif hasattr(widget, "text"):
        yield widget.text()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))
    if isinstance(widget, QTabBar):
        yield from (widget.tabText(tab) for tab in range(widget.count()))


def dialogs():
    return [one for one in QApplication.topLevelWidgets()
            if isinstance(one, QDialog) and one.isVisible()]  # fmt: skip


def test_every_word_of_the_window_asks_for_its_translation(window, qtbot):
    for view in ("addresses", "messages", "overview"):
        window.actions_[view].trigger()
        qtbot.waitUntil(lambda: not window.browsing.is_busy())
        assert english(window) == []


@pytest.mark.parametrize("name", DIALOGS)
def test_every_word_of_a_dialog_asks_for_its_translation(window, qtbot, name):
    window.actions_[name].trigger()
    qtbot.waitUntil(lambda: bool(dialogs()))
    for dialog in dialogs():
        assert english(dialog) == []
        dialog.close()


def test_a_word_that_asks_for_none_is_found(qtbot):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.setWindowTitle("Forgotten words")

    assert english(dialog) == ["Forgotten words"]
