import pytest

from bounce_inspector.core.details import Attachment, Details, Header, examine
from bounce_inspector.core.model import Inspection, Kind, Original
from bounce_inspector.core.pipeline import inspect
from bounce_inspector.core.problems import Problem
from bounce_inspector.gui.safe_text import SafeText
from bounce_inspector.gui.views.original_view import OriginalView


@pytest.fixture
def view(qtbot):
    made = OriginalView()
    qtbot.addWidget(made)
    return made


def inspection(**values):
    return Inspection("box.mbox", "", 3, 100, 2048, Kind.BOUNCE, **values)


def test_what_is_known_of_the_returned_message_is_shown(view, report):
    view.show_message(inspect(report), examine(report))

    text = view.text()

    assert "Your order" in text
    assert "<1@example.net>" in text
    assert "shop@example.net" in text
    assert "report.pdf" in text
    assert "bounce.eml" in text


def test_values_of_a_mail_are_harmless(view):
    hostile = Original(subject="<img src=http://x.example/>\u202e", sender="<b>a</b>")

    view.show_message(
        inspection(original=hostile),
        Details(
            headers=(Header("<i>X</i>", "<script>"),),
            attachments=(Attachment("<u>.pdf", "application/pdf", 5),),
            defects=("<s>",),
        ),
    )

    html = view.findChild(SafeText).toHtml()
    for tag in ("<img", "<script", "<i>", "<u>", "<s>"):
        assert tag not in html.split("<body", 1)[1]
    assert "<img src=http://x.example/>⟨RLO⟩" in view.text()


def test_a_report_that_says_nothing_about_its_mail_says_so(view):
    view.show_message(inspection(), Details())

    assert "The report says nothing about it." in view.text()


def test_trouble_is_told_once_with_what_to_do(view):
    trouble = Problem("truncated", "The file ends early.", "Save it again.")

    view.show_message(inspection(problems=(trouble,)), Details(problems=(trouble,)))

    assert view.text().count("The file ends early. Save it again.") == 1


def test_a_notice_replaces_the_message(view, report):
    view.show_message(inspect(report), examine(report))

    view.show_notice("The file is gone.")

    assert view.text() == "The file is gone."
