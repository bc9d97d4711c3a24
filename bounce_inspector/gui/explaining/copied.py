"""Tell on a button that it has copied something, for as long as it takes to notice."""

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

NOTICED_MS = 1600


def copy_and_tell(button: QPushButton, text: str) -> None:
    """Put text on the clipboard; the button says so and then takes its words back."""
    QGuiApplication.clipboard().setText(text)
    tell_copied(button)


def tell_copied(button: QPushButton) -> None:
    """Say on the button that something was copied, and then take its words back."""
    if button.property("words") is None:
        button.setProperty("words", button.text())
    button.setText(QCoreApplication.translate("Copied", "Copied"))
    QTimer.singleShot(NOTICED_MS, button, lambda: _take_back(button))


def _take_back(button: QPushButton) -> None:
    words = button.property("words")
    if words is not None:
        button.setText(words)
        button.setProperty("words", None)
