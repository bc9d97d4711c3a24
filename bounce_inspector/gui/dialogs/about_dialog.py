"""What this program is, its version, its licence and what it is built on."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QHBoxLayout, QLabel, QPushButton, QWidget

from bounce_inspector import __version__
from bounce_inspector.gui import icons
from bounce_inspector.gui.dialogs.crash_dialog import versions
from bounce_inspector.gui.dialogs.window import Window
from bounce_inspector.gui.explaining.copied import copy_and_tell
from bounce_inspector.gui.richtext import visible
from bounce_inspector.gui.theme import ROOMY, spacing


class AboutDialog(Window):
    """Shows name, version, promise and licences."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        """`folder` is where the program keeps what it remembers."""
        super().__init__("", columns=64, lines=14, parent=parent)
        self.setWindowTitle(self.tr("About Bounce Inspector"))
        row = QHBoxLayout()
        row.setSpacing(spacing(self.font(), ROOMY))
        picture = QLabel()
        side = spacing(self.font(), 4)
        picture.setPixmap(icons.pixmap("app", "#000000", side, self.devicePixelRatioF()))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.add_heading(f"Bounce Inspector {__version__}"), 1)
        self.column.addLayout(row)
        self.add_note(
            self.tr(
                "Reads bounced mail, explains every rejection in plain words, and exports the "
                "addresses to remove. It opens no network connection: your mail stays here."
            )
        )
        self.add_note(
            self.tr(
                "Free software under the MIT licence. Built on Qt and PySide6 (LGPL 3), "
                "mail-parser (Apache 2), chardet, python-oxmsg, ahocorasick_rs and platformdirs."
            )
        )
        self.add_note(self.tr("What it remembers is kept in {}").format(visible(str(folder))))
        self._versions = self.add_note(versions())
        self._versions.setProperty("look", "muted")
        self._versions.setAccessibleName(self.tr("Versions"))
        self.column.addStretch()
        buttons = QDialogButtonBox()
        self._copy = QPushButton(self.tr("Copy versions"))
        self._copy.clicked.connect(self._copy_versions)
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton(QDialogButtonBox.StandardButton.Close)
        close.clicked.connect(self.close)
        close.setDefault(True)
        self.column.addWidget(buttons)

    def _copy_versions(self) -> None:
        copy_and_tell(self._copy, self._versions.text())
