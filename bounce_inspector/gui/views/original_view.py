"""What is known of the message that came back, and what else the opened one carries."""

from collections.abc import Iterable

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from bounce_inspector.core.details import Details
from bounce_inspector.core.model import Inspection, Original
from bounce_inspector.core.problems import Problem
from bounce_inspector.gui import richtext, words
from bounce_inspector.gui.messages import sentence
from bounce_inspector.gui.moments import moment
from bounce_inspector.gui.richtext import Html
from bounce_inspector.gui.safe_text import SafeText
from bounce_inspector.gui.theme import ROOMY, spacing


class OriginalView(QWidget):
    """Shows the returned message's own data, then headers, attachments and faults of this one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = SafeText(self.tr("The message that came back"))
        self._page.setFrameShape(QFrame.Shape.NoFrame)
        self._page.viewport().setAutoFillBackground(False)
        self._page.document().setDocumentMargin(spacing(self.font(), ROOMY))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)

    def show_message(self, inspection: Inspection, details: Details) -> None:
        """Show what one opened message holds."""
        sections = (
            self._section(self.tr("The message that came back"), self._original(inspection)),
            self._section(self.tr("This report"), self._report(inspection)),
            self._section(self.tr("Attachments"), self._attachments(details)),
            self._section(self.tr("Trouble"), _list([*inspection.problems, *details.problems])),
            self._section(
                self.tr("All headers of this report"),
                _table((header.name, header.value) for header in details.headers),
            ),
            self._section(self.tr("Faults in its form"), richtext.bullets(details.defects))
            if details.defects
            else Html(""),
        )
        self._page.show_html(richtext.join("", sections))

    def show_notice(self, sentence: str) -> None:
        """Show a sentence instead."""
        self._page.show_html(richtext.paragraph(sentence))

    def text(self) -> str:
        """Return what is shown as plain text."""
        return self._page.toPlainText()

    def _section(self, title: str, content: Html) -> Html:
        return richtext.template("<h3>{}</h3>{}", title, content) if content else Html("")

    def _original(self, inspection: Inspection) -> Html:
        known = inspection.original
        if known == Original():
            return richtext.paragraph(self.tr("The report says nothing about it."))
        return _table(
            (
                (self.tr("From"), known.sender),
                (self.tr("To"), known.to),
                (self.tr("Subject"), known.subject),
                (self.tr("Date"), moment(known.date)),
                (self.tr("Message ID"), known.message_id),
                (self.tr("List"), known.list_id),
                (self.tr("Campaign"), known.campaign),
            )
        )

    def _report(self, inspection: Inspection) -> Html:
        return _table(
            (
                (self.tr("What it is"), words.kind_name(inspection.kind)),
                (self.tr("Worded by"), inspection.dialect),
                (self.tr("Subject"), inspection.subject),
                (self.tr("Date"), moment(inspection.date)),
                (self.tr("Message ID"), inspection.message_id),
                (self.tr("File"), inspection.source),
                (self.tr("Inside it"), inspection.entry),
                (self.tr("Size"), QLocale().formattedDataSize(inspection.size)),
            )
        )

    def _attachments(self, details: Details) -> Html:
        return _table(
            (one.name, f"{one.content_type}, {QLocale().formattedDataSize(one.size)}")
            for one in details.attachments
        )


def _list(problems: Iterable[Problem]) -> Html:
    said = dict.fromkeys(map(sentence, problems))
    return richtext.bullets(said) if said else Html("")


def _table(rows: Iterable[tuple[str, str | None]]) -> Html:
    cells = [
        richtext.template(
            '<tr><td style="padding-right:12px"><b>{}</b></td><td>{}</td></tr>',
            name,
            richtext.lines(value),
        )
        for name, value in rows
        if value
    ]
    return richtext.template("<table>{}</table>", richtext.join("", cells)) if cells else Html("")
