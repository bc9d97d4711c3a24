"""The message itself: its parts decoded, the deciding words highlighted; or as it came."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from bounce_inspector.core.model import Evidence, RawMessage, Role
from bounce_inspector.gui.theme import SNUG, TIGHT, machine_font, spacing, tones_of
from bounce_inspector.gui.views.find_bar import FindBar
from bounce_inspector.gui.views.source_text import SourceText, Stretch, readable, unchanged


class SourceView(QWidget):
    """Shows one message as text. Ctrl+F finds in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._raw: RawMessage | None = None
        self._evidence: Evidence | None = None
        self._shown = SourceText("")
        self._as_it_came = QPushButton(self.tr("As it came"))
        self._as_it_came.setCheckable(True)
        self._as_it_came.setProperty("look", "quiet")
        self._as_it_came.setToolTip(self.tr("Show the message undecoded, byte for byte"))
        self._as_it_came.toggled.connect(self._rebuild)
        self._to_evidence = QPushButton(self.tr("Deciding words"))
        self._to_evidence.setProperty("look", "quiet")
        self._to_evidence.setToolTip(self.tr("Scroll to the words that decided"))
        self._to_evidence.clicked.connect(self.show_evidence)
        self._search = QPushButton(self.tr("Find"))
        self._search.setProperty("look", "quiet")
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(self.tr("Source of the message"))
        self._text.setFont(machine_font(self.font()))
        self._text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._notice = QLabel()
        self._notice.setTextFormat(Qt.TextFormat.PlainText)
        self._notice.setWordWrap(True)
        self._notice.setProperty("look", "muted")
        self._find_bar = FindBar(self._text, self)
        self._search.clicked.connect(self._find_bar.enter)
        self._lay_out()
        self.clear()

    def show_message(self, raw: RawMessage, evidence: Evidence | None) -> None:
        """Show a message and scroll to the words that decided."""
        self._raw, self._evidence = raw, evidence
        self._rebuild()

    def show_notice(self, sentence: str) -> None:
        """Show a sentence instead of a message that could not be read again."""
        self.clear()
        self._notice.setText(sentence)
        self._notice.show()

    def clear(self) -> None:
        """Show nothing."""
        self._raw = self._evidence = None
        self._rebuild()

    def show_evidence(self) -> None:
        """Scroll to the deciding words, some lines above them in sight."""
        if self._shown.evidence is None:
            return
        cursor = self._text.textCursor()
        cursor.setPosition(self._shown.evidence.start)
        self._text.setTextCursor(cursor)
        self._text.centerCursor()

    def event(self, event: QEvent) -> bool:
        """Claim the keys for finding before the window's own commands get them."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(self._find_bar.handles(event))
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Find."""
        if self._find_bar.handles(event):
            self._find_bar.press(event)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change between light and dark."""
        if event.type() is QEvent.Type.PaletteChange:
            self._highlight()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        tight = spacing(self.font(), TIGHT)
        bar = QHBoxLayout()
        bar.setContentsMargins(tight, tight, tight, tight)
        for button in (self._to_evidence, self._as_it_came, self._search):
            bar.addWidget(button)
        bar.addStretch()
        self._notice.setMargin(spacing(self.font(), SNUG))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._find_bar)
        column.addWidget(self._notice)
        column.addWidget(self._text, 1)

    def _rebuild(self) -> None:
        raw = self._raw
        if raw is None:
            self._shown = SourceText("")
        elif self._as_it_came.isChecked():
            self._shown = unchanged(raw)
        else:
            self._shown = readable(raw, self._evidence, self._role_names())
        for button in (self._as_it_came, self._search):
            button.setEnabled(raw is not None)
        self._to_evidence.setEnabled(self._shown.evidence is not None)
        self._notice.setVisible(self._shown.cut)
        self._notice.setText(
            self.tr("This message is long: only a part of it is shown here.")
            if self._shown.cut
            else ""
        )
        self._text.setPlainText(self._shown.text)
        self._highlight()
        self._find_bar.refresh()
        self.show_evidence()

    def _role_names(self) -> dict[Role, str]:
        return {
            Role.EXPLANATION: self.tr("Explanation"),
            Role.REPORT: self.tr("Report for machines"),
            Role.ORIGINAL: self.tr("The message that came back"),
            Role.ATTACHMENT: self.tr("Attachment"),
            Role.CONTAINER: self.tr("Headers"),
        }

    def _highlight(self) -> None:
        tones = tones_of(self)
        heading = QTextCharFormat()
        heading.setForeground(QColor(tones.muted))
        heading.setBackground(QColor(tones.window))
        heading.setProperty(QTextFormat.Property.FullWidthSelection.value, True)
        words = QTextCharFormat()
        words.setBackground(QColor(tones.mark))
        words.setForeground(QColor(tones.text))
        found = [self._selection(place, heading) for place in self._shown.headings]
        if self._shown.evidence is not None:
            found.append(self._selection(self._shown.evidence, words))
        self._text.setExtraSelections(found)

    def _selection(self, place: Stretch, form: QTextCharFormat) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self._text.document())
        cursor.setPosition(place.start)
        cursor.setPosition(place.end, QTextCursor.MoveMode.KeepAnchor)
        made.cursor = cursor
        made.format = form
        return made
