import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QPixmap, QTextDocument
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bounce_inspector.gui import richtext
from bounce_inspector.gui.richtext import Html
from bounce_inspector.gui.safe_text import SafeText


@pytest.fixture
def field(qtbot):
    made = SafeText("Words")
    qtbot.addWidget(made)
    return made


def test_nothing_is_loaded_not_even_from_this_machine(field, tmp_path):
    picture = tmp_path / "seen.png"
    QPixmap(40, 40).save(str(picture))

    for name in (picture.as_uri(), str(picture), ":/icons/x.png", "data:image/png;base64,AAAA"):
        field.show_html(Html(f'<img src="{name}">'))
        field.document().adjustSize()
        loaded = field.document().resource(
            QTextDocument.ResourceType.ImageResource.value, QUrl(name)
        )
        assert loaded.width() == 1, name


def test_styles_and_pages_come_back_empty(field):
    kinds = QTextDocument.ResourceType

    for kind in (kinds.StyleSheetResource, kinds.HtmlResource, kinds.MarkdownResource):
        assert field.document().resource(kind.value, QUrl("https://example.com/x")) == ""


def test_a_link_opens_nothing(field, monkeypatch):
    monkeypatch.setattr(
        "PySide6.QtGui.QDesktopServices.openUrl", lambda url: pytest.fail(f"opened {url}")
    )
    field.show_html(Html('<a href="https://example.com/">there</a>'))

    field.anchorClicked.emit(QUrl("https://example.com/"))

    assert field.toPlainText() == "there"
    assert not field.openLinks()


def test_what_is_copied_is_plain_text(field):
    field.show_html(richtext.paragraph(richtext.bold("550"), " no such user"))
    field.selectAll()

    data = field.createMimeDataFromSelection()

    assert data.text() == "550 no such user"
    assert data.formats() == ["text/plain"]


def test_a_growing_field_is_as_high_as_its_text(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    field = SafeText("Words", grows=True)
    column.addWidget(field)
    column.addStretch()
    holder.resize(300, 400)
    holder.show()
    qtbot.waitExposed(holder)
    field.show_html(richtext.paragraph("short"))
    low = field.height()

    field.show_html(richtext.paragraph("a long line of many words " * 20))

    assert field.height() > 3 * low
    assert field.height() >= field.document().size().height()


def test_a_word_without_end_is_wrapped(qtbot):
    field = SafeText("Words", grows=True)
    qtbot.addWidget(field)
    field.resize(200, 20)
    field.show()
    field.show_html(richtext.paragraph("x" * 500))

    assert field.document().idealWidth() <= 200
