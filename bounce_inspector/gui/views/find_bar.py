"""The strip that finds words in a text field: as one types, both directions, with a count."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)

from bounce_inspector.gui import icons
from bounce_inspector.gui.theme import TIGHT, spacing, tones_of

MOST_COUNTED = 10_000


class FindBar(QWidget):
    """Finds in one text field. It goes on Escape; when it comes is for its parent to say.

    The parent hands over its key presses through `handles` and `press`: a shortcut of its own would
    compete with the window's Ctrl+F, and Qt then runs neither.
    """

    def __init__(self, field: QPlainTextEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._words = QLineEdit()
        self._words.setPlaceholderText(self.tr("Find in this source"))
        self._words.setAccessibleName(self.tr("Find in this source"))
        self._words.setClearButtonEnabled(True)
        self._words.textChanged.connect(self._find_from_start)
        self._words.installEventFilter(self)
        self._keys: dict[QKeySequence.StandardKey, Callable[[], object]] = {
            QKeySequence.StandardKey.Find: self.enter,
            QKeySequence.StandardKey.FindNext: self.find_next,
            QKeySequence.StandardKey.FindPrevious: self.find_previous,
        }
        self._count = QLabel()
        self._count.setAccessibleName(self.tr("Number of finds"))
        self._previous = self._button(self.tr("Find the one before"))
        self._previous.clicked.connect(self.find_previous)
        self._next = self._button(self.tr("Find the next one"))
        self._next.clicked.connect(self.find_next)
        self._close = self._button(self.tr("Close the search"))
        self._close.clicked.connect(self.leave)
        row = QHBoxLayout(self)
        margin = spacing(self.font(), TIGHT)
        row.setContentsMargins(margin, margin, margin, margin)
        row.setSpacing(margin)
        row.addWidget(self._words, 1)
        for widget in (self._count, self._previous, self._next, self._close):
            row.addWidget(widget)
        self._tint()
        self.hide()

    def handles(self, event: QKeyEvent) -> bool:
        """Tell whether a key is one of those for finding."""
        return any(event.matches(key) for key in self._keys)

    def press(self, event: QKeyEvent) -> None:
        """Do what a key for finding asks for."""
        for key, act in self._keys.items():
            if event.matches(key):
                act()

    def enter(self) -> None:
        """Show the strip, ready to type, with the selected words if there are any."""
        selected = self._field.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self._words.setText(selected)
        self.show()
        self._words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._words.selectAll()

    def leave(self) -> None:
        """Hide the strip and go back to the text."""
        self.hide()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def find_next(self) -> bool:
        """Go to the next place, from the end on to the first; tell whether there is one."""
        return self._find(QTextDocument.FindFlag(0), QTextCursor.MoveOperation.Start)

    def find_previous(self) -> bool:
        """Go to the place before, from the start back to the last; tell whether there is one."""
        return self._find(QTextDocument.FindFlag.FindBackward, QTextCursor.MoveOperation.End)

    def refresh(self) -> None:
        """Count again: the text has changed."""
        words = self._words.text().casefold()
        found = self._field.toPlainText().casefold().count(words) if words else 0
        if found > MOST_COUNTED:
            self._count.setText(self.tr("more than %n", "", MOST_COUNTED))
        else:
            self._count.setText(self.tr("%n found", "", found) if words else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Return, Shift+Return and Escape work while typing."""
        if watched is self._words and isinstance(event, QKeyEvent) and self._handle(event):
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change between light and dark."""
        if event.type() is QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _handle(self, event: QKeyEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress:
            return False
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.find_previous()
            else:
                self.find_next()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return True
        return False

    def _find_from_start(self) -> None:
        self.refresh()
        cursor = self._field.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self._field.setTextCursor(cursor)
        if self._words.text():
            self.find_next()

    def _find(self, flag: QTextDocument.FindFlag, restart: QTextCursor.MoveOperation) -> bool:
        words = self._words.text()
        if not words:
            return False
        if self._field.find(words, flag):
            return True
        before = self._field.textCursor()
        self._field.moveCursor(restart)
        if self._field.find(words, flag):
            return True
        self._field.setTextCursor(before)
        return False

    def _button(self, name: str) -> QToolButton:
        made = QToolButton()
        made.setProperty("look", "quiet")
        made.setIconSize(icons.beside(made.font()))
        made.setAccessibleName(name)
        made.setToolTip(name)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    def _tint(self) -> None:
        ink = tones_of(self).text
        self._previous.setIcon(icons.icon("up", ink))
        self._next.setIcon(icons.icon("down", ink))
        self._close.setIcon(icons.icon("close", ink))
