"""The field that searches addresses, replies and subjects while one types."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

PAUSE_MS = 60  # a search that is overtaken by the next letter is broken off


class SearchBox(QLineEdit):
    """Tells what to search for once the typing pauses."""

    searched = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.setPlaceholderText(self.tr("Search addresses, replies, subjects"))
        self.setAccessibleName(self.tr("Search"))
        self.setClearButtonEnabled(True)
        self.setAcceptDrops(False)  # a file dropped here is to be opened, not typed
        self.textChanged.connect(self._wait)
        self.returnPressed.connect(self._tell)

    def show_text(self, text: str) -> None:
        """Show what is searched for already, without searching again."""
        if text != self.text().strip():
            self._told = text
            self.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear with Escape."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._tell()
            return
        super().keyPressEvent(event)

    def _wait(self, _text: str) -> None:
        self._pause.start()

    def _tell(self) -> None:
        self._pause.stop()
        text = self.text().strip()
        if text != self._told:
            self._told = text
            self.searched.emit(text)
