"""No word of the window is cut off at its usual size, in any language."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
)

from bounce_inspector.core.explaining.knowledge import load_knowledge
from bounce_inspector.core.ledger import Ledger
from bounce_inspector.gui.main_window import MainWindow
from bounce_inspector.gui.theme import Scheme, Theme
from bounce_inspector.gui.translator import LabelTranslator, languages, qt_translator
from tests.gui.invented import DEAD, FULL, OURS, bounce, fill

SIZE = (1280, 800)
DIALOGS = ("answer", "export", "codes", "preferences", "shortcuts", "about", "explain", "unread")


@pytest.fixture
def spoken(request, qapp, monkeypatch):
    """Speak a language until the test ends."""
    language = request.param
    before = QLocale()
    QLocale.setDefault(QLocale(language))
    translators = [qt_translator(language), LabelTranslator.load_language(language)]
    for each in filter(None, translators):
        QCoreApplication.installTranslator(each)
    yield language
    for each in filter(None, translators):
        QCoreApplication.removeTranslator(each)
    QLocale.setDefault(before)


@pytest.fixture
def window(qtbot, folder, settings, spoken, qapp):
    folder.path.mkdir(parents=True, exist_ok=True)
    fill(
        folder.ledger,
        (bounce(n, f"name{n}@example.org", cause) for n, cause in enumerate((DEAD, FULL, OURS))),
    ).close()
    theme = Theme(qapp, Scheme.LIGHT)
    ledger = Ledger.open(folder.ledger)
    window = MainWindow(folder, ledger, settings, lambda: load_knowledge(spoken))
    window.resize(*SIZE)
    window.show()
    qtbot.waitUntil(lambda: not window.browsing.is_busy())
    qtbot.waitUntil(lambda: window.panels.detail.count() == 4)
    qtbot.waitUntil(lambda: window.panels.detail._tabs().why.explanation is not None)
    yield window
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.deleteLater()


def cut_off(top):
    """List the visible words below a widget for which there is no room."""
    found = [f"label {one.text()!r}" for one in seen(top, QLabel) if not _has_room(one)]
    found += [
        f"button {one.text()!r}"
        for one in seen(top, QAbstractButton)
        if one.text() and one.sizeHint().width() > one.width()
    ]
    found += [
        f"choice {one.currentText()!r}"
        for one in seen(top, QComboBox)
        if one.fontMetrics().horizontalAdvance(one.currentText()) > _inside(one)
    ]
    found += [
        f"tabs {[one.tabText(n) for n in range(one.count())]}"
        for one in seen(top, QTabBar)
        if one.sizeHint().width() > one.width()
    ]
    return found + [text for one in seen(top, QHeaderView) for text in _narrow_sections(one)]


def still_cut_off(top, qtbot):
    """List the same once the layout has settled."""
    for _ in range(20):
        qtbot.wait(20)
        if not (found := cut_off(top)):
            break
    return found


def seen(top, kind):
    """Return the widgets of a kind that are shown and not scrolled away."""
    return [one for one in top.findChildren(kind) if one.isVisible() and one.width() > 0]


def _has_room(label):
    if not label.text() or label.pixmap().width():
        return True
    if label.wordWrap():
        return label.heightForWidth(label.width()) <= label.height() + 1
    return label.sizeHint().width() <= label.width()


def _inside(choice):
    return choice.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, _option(choice), QStyle.SubControl.SC_ComboBoxEditField,
        choice,
    ).width()  # fmt: skip


def _option(choice):
    option = QStyleOptionComboBox()
    choice.initStyleOption(option)
    return option


def _narrow_sections(header):
    if header.orientation() is not Qt.Orientation.Horizontal or header.model() is None:
        return
    for section in range(header.count()):
        if header.isSectionHidden(section):
            continue
        title = header.model().headerData(section, Qt.Orientation.Horizontal) or ""
        if header.fontMetrics().horizontalAdvance(title) > header.sectionSize(section):
            yield f"header {title!r}"


def dialogs():
    return [one for one in QApplication.topLevelWidgets()
            if isinstance(one, QDialog) and one.isVisible()]  # fmt: skip


@pytest.mark.parametrize("spoken", languages(), indirect=True)
def test_the_window_has_room_for_its_words(window, qtbot):
    found = {}
    for view in ("addresses", "messages", "overview"):
        window.actions_[view].trigger()
        qtbot.waitUntil(lambda: not window.browsing.is_busy())
        found[view] = still_cut_off(window, qtbot)

    assert {where: cut for where, cut in found.items() if cut} == {}


@pytest.mark.parametrize("spoken", languages(), indirect=True)
def test_the_dialogs_have_room_for_their_words(window, qtbot):
    found = {}
    for name in DIALOGS:
        window.actions_[name].trigger()
        qtbot.waitUntil(lambda: bool(dialogs()))
        for dialog in dialogs():
            found[name] = still_cut_off(dialog, qtbot)
            dialog.close()

    assert {where: cut for where, cut in found.items() if cut} == {}


@pytest.mark.parametrize("spoken", languages(), indirect=True)
def test_the_empty_window_has_room_for_its_words(window, qtbot):
    window.panels.pages.setCurrentIndex(0)

    assert still_cut_off(window, qtbot) == []


def test_a_word_that_is_cut_off_is_found(qtbot):
    label = QLabel("A sentence that needs more room than it has got")
    qtbot.addWidget(label)
    parent = QDialog()
    qtbot.addWidget(parent)
    label.setParent(parent)
    label.setFixedWidth(40)
    label.move(QPoint(0, 0))
    parent.show()

    assert len(cut_off(parent)) == 1
