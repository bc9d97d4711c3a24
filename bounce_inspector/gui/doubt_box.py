"""Ask before a living address is marked for removal: the refusal was the sender's fault."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from bounce_inspector.gui.marking import Doubt


class DoubtBox(QMessageBox):
    """Offers to mark the others only, all, or none. `chosen` gives the ids to mark."""

    chosen = Signal(object)  # array of ids

    def __init__(self, doubt: Doubt, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._doubt = doubt
        doubtful, certain = len(doubt.doubtful), len(doubt.ids) - len(doubt.doubtful)
        self.setIcon(QMessageBox.Icon.Warning)
        self.setWindowTitle(self.tr("Mark to remove"))
        self.setText(self.tr("%Ln of these address(es) are fine.", "", doubtful))
        self.setInformativeText(
            self.tr(
                "Your mail or your server was refused there, not the address. Whoever you remove "
                "now is lost, and the cause stays."
            )
        )
        self._others = None
        if certain:
            text = self.tr("Mark the other %Ln", "", certain)
            self._others = self.addButton(text, QMessageBox.ButtonRole.AcceptRole)
        text = self.tr("Mark anyway") if not certain else self.tr("Mark all anyway")
        self._all = self.addButton(text, QMessageBox.ButtonRole.DestructiveRole)
        self.setDefaultButton(self.addButton(QMessageBox.StandardButton.Cancel))
        self.buttonClicked.connect(self._on_click)

    def _on_click(self, button: QAbstractButton) -> None:
        if button is self._all:
            self.chosen.emit(self._doubt.ids)
        elif self._others is not None and button is self._others:
            self.chosen.emit(self._doubt.certain())
