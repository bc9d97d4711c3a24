"""The code book: every code, provider and block list we know, to search, read, copy and print."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from bounce_inspector.core.explaining import codebook
from bounce_inspector.core.explaining.codebook import Entry
from bounce_inspector.core.explaining.knowledge_words import Knowledge
from bounce_inspector.gui import richtext
from bounce_inspector.gui.dialogs.window import Window
from bounce_inspector.gui.explaining.copied import copy_and_tell
from bounce_inspector.gui.richtext import Html
from bounce_inspector.gui.safe_text import SafeText
from bounce_inspector.gui.theme import LIGHT, SNUG, TIGHT, Tones, spacing, tones_of


class CodeBook(Window):
    """Searches as one types. The best hit is open at once."""

    def __init__(self, knowledge: Knowledge, parent: QWidget | None = None) -> None:
        super().__init__("", columns=130, lines=42, parent=parent)
        self.setWindowTitle(self.tr("Code book"))
        self._knowledge = knowledge
        self._entries: Sequence[Entry] = ()
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("A code, a word or a provider: 552, 5.7.26, Gmail"))
        self._search.setAccessibleName(self.tr("Search the code book"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self.search)
        self._count = QLabel()
        self._count.setProperty("look", "muted")
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Entries"))
        self._list.setWordWrap(True)
        self._list.setSpacing(spacing(self.font(), TIGHT) // 2)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self._list.currentRowChanged.connect(self._show)
        self._page = SafeText(self.tr("Page of the code book"))
        self.column.addWidget(self._search)
        self.column.addWidget(self._body(), 1)
        self._add_buttons()
        self.search("")

    def search(self, query: str) -> None:
        """Show the entries that hold every word of a query, the best first."""
        if self._search.text() != query:
            self._search.setText(query)
            return
        self._entries = codebook.search(query, self._knowledge)
        self._list.blockSignals(True)
        self._list.clear()
        for entry in self._entries:
            item = QListWidgetItem(_name(entry))
            item.setToolTip(entry.label)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.blockSignals(False)
        self._count.setText(self.tr("%Ln entries", "", len(self._entries)))
        self._show(0)

    @property
    def entry(self) -> Entry | None:
        """The entry that is open."""
        row = self._list.currentRow()
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def showEvent(self, event: QShowEvent) -> None:
        """Be ready to type."""
        super().showEvent(event)
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _body(self) -> QSplitter:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, spacing(self.font(), SNUG), 0)
        column.addWidget(self._list, 1)
        column.addWidget(self._count)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self._page)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        splitter.setSizes([2 * self.width() // 5, 3 * self.width() // 5])
        return splitter

    def _add_buttons(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        self._copy = QPushButton(self.tr("Copy as Markdown"))
        self._copy.clicked.connect(self._copy_page)
        self._print = QPushButton(self.tr("Print…"))
        self._print.clicked.connect(self._ask_printer)
        for button in (self._copy, self._print):
            button.setAutoDefault(False)
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setAutoDefault(False)
        self.column.addWidget(buttons)

    def _show(self, row: int) -> None:
        found = 0 <= row < len(self._entries)
        for button in (self._copy, self._print):
            button.setEnabled(found)
        if found:
            self._page.show_html(page_html(self._entries[row], tones_of(self)))
        else:
            self._page.show_html(
                richtext.paragraph(
                    self.tr("Nothing in the book holds all these words. Try fewer or shorter ones.")
                )
            )

    def _copy_page(self) -> None:
        if self.entry is not None:
            copy_and_tell(self._copy, codebook.page(self.entry))

    def _ask_printer(self) -> None:
        dialog = QPrintDialog(QPrinter(QPrinter.PrinterMode.HighResolution), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.accepted.connect(self._on_printer)
        dialog.show()

    def _on_printer(self) -> None:
        dialog = self.sender()
        if isinstance(dialog, QPrintDialog):
            self.print_page(dialog.printer())

    def print_page(self, printer: QPrinter) -> None:
        """Print the open page, dark on white whatever the screen looks like."""
        if self.entry is not None:
            document = QTextDocument()
            document.setHtml(page_html(self.entry, LIGHT))
            document.print_(printer)


def page_html(entry: Entry, tones: Tones) -> Html:
    """Return an entry as a page to read."""
    pieces = [
        richtext.coloured(entry.label, tones.muted),
        richtext.template('<h2 style="margin-top:0">{}</h2>', _name(entry)),
    ]
    for paragraph in entry.paragraphs:
        pieces.append(
            richtext.template(
                '<p style="margin-bottom:0"><span style="color:{}">{}</span></p>',
                tones.muted,
                paragraph.heading,
            )
        )
        if len(paragraph.texts) == 1:
            pieces.append(richtext.template("<div>{}</div>", richtext.lines(paragraph.texts[0])))
        else:
            pieces.append(richtext.bullets(paragraph.texts))
    return richtext.join("", pieces)


def _name(entry: Entry) -> str:
    return f"{', '.join(entry.codes)}  {entry.title}" if entry.codes else entry.title
