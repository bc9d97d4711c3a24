import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from bounce_inspector.core.ledger import Bucket, Filter
from bounce_inspector.gui.dialogs.crash_dialog import CrashDialog
from bounce_inspector.gui.language_menu import LanguageMenu
from bounce_inspector.gui.session import Session
from bounce_inspector.gui.settings import LANGUAGE, OUR_DOMAINS, domains
from bounce_inspector.gui.translator import languages, spoken
from tests.gui.driving import LONG, files, settled
from tests.gui.invented import report

TRANSLATED = [language for language in languages() if language != "en"]


@pytest.fixture
def session(qtbot, qapp, folder, settings):
    settings.set(LANGUAGE, "en")
    session = Session(qapp, folder, settings)
    session.window.show()
    qtbot.waitUntil(lambda: not session.window.browsing.is_busy())
    yield session
    settings.set(LANGUAGE, "en")
    session.use_language()
    session.window.close()
    session.window.deleteLater()
    for translator in session._translators:
        QCoreApplication.removeTranslator(translator)
    session.deleteLater()


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_new_language_is_spoken_at_once(qtbot, session, language):
    before = session.window
    english = before.actions_["open"].text()

    with qtbot.waitSignal(session.opened):
        session.window.settings.set(LANGUAGE, language)

    assert session.window is not before
    assert session.window.isVisible()
    assert session.window.actions_["open"].text() != english


@pytest.mark.parametrize("language", languages())
def test_every_dialog_opens_in_every_language(qtbot, session, language):
    if language != "en":
        with qtbot.waitSignal(session.opened):
            session.window.settings.set(LANGUAGE, language)
    window = session.window
    window.opening.open_text(report(1, "ada@example.org").decode())
    qtbot.waitUntil(lambda: window.panels.addresses.model().rowCount() == 1, timeout=LONG)
    qtbot.waitUntil(settled(window), timeout=LONG)
    qtbot.waitUntil(lambda: window.panels.detail._tabs().why.occurrence is not None)

    for name in ("explain", "codes", "export", "answer", "preferences", "unread", "shortcuts",
                 "about", "forget", "open", "open_folder"):  # fmt: skip
        window.actions_[name].trigger()
        (dialog,) = [
            one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not window
        ]
        assert dialog.windowTitle() or name == "forget"
        dialog.close()
        dialog.deleteLater()


def test_the_menu_offers_every_language_and_that_of_the_system(qtbot, settings):
    menu = LanguageMenu(settings)
    qtbot.addWidget(menu)
    offered = [action.data() for action in menu.actions() if action.data()]

    menu.actions()[-1].trigger()

    assert set(offered) == {"system", *languages()}
    assert settings.get(LANGUAGE) == menu.actions()[-1].data()


def test_an_unknown_language_is_english():
    assert spoken("tlh") == "en"
    assert spoken("en") == "en"
    assert spoken("system") in languages()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", set()),
        ("Example.com, news@example.org", {"example.com", "example.org"}),
        ("example.net.;\n example.com", {"example.net", "example.com"}),
    ],
)
def test_domains_are_read_as_people_write_them(written, meant):
    assert domains(written) == meant


@pytest.mark.parametrize(
    ("ours", "bucket"),
    [("example.com", Bucket.REMOVE), ("elsewhere.example", Bucket.KEEP), ("", Bucket.REMOVE)],
)
def test_a_bounce_of_mail_that_is_not_ours_proposes_nothing(qtbot, session, tmp_path, ours, bucket):
    session.window.settings.set(OUR_DOMAINS, ours)
    paths = files(tmp_path, report(1, "ada@example.org"))  # of a mail from example.com
    with qtbot.waitSignal(session.window.opening.finished, timeout=LONG):
        session.window.opening.open_paths(paths)
    qtbot.waitUntil(settled(session.window), timeout=LONG)

    ledger = session.window.ledger
    (row,) = ledger.address_rows(ledger.address_ids(Filter()))
    assert row.bucket is bucket


def test_a_fault_while_the_first_window_is_made_is_shown_once(
    qtbot, qapp, folder, settings, monkeypatch
):
    made, shown = [], []
    monkeypatch.setattr(Session, "_make", made.append)
    monkeypatch.setattr(CrashDialog, "exec", lambda dialog: shown.append(dialog.windowTitle()))
    session = Session(qapp, folder, settings)

    session.crash("Traceback: no window could be made")

    assert (made, len(shown)) == ([], 1)
    session.deleteLater()
