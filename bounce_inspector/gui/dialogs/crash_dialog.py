"""A fault of our own: what happened, with everything a developer needs, ready to copy."""

import platform
import traceback
from types import TracebackType

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QCoreApplication, QSysInfo, QThread, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QPlainTextEdit, QPushButton, QWidget

from bounce_inspector import __version__
from bounce_inspector.gui import richtext
from bounce_inspector.gui.dialogs.window import Window
from bounce_inspector.gui.explaining.copied import copy_and_tell
from bounce_inspector.gui.theme import machine_font


def crash_report(
    kind: type[BaseException], fault: BaseException, trace: TracebackType | None
) -> str:
    """Return an exception as the text that the dialog shows and people send."""
    return "".join(traceback.format_exception(kind, fault, trace)).rstrip()


def versions() -> str:
    """Return what runs here: program, Python, Qt and system, a line each."""
    return "\n".join(
        (
            f"Bounce Inspector {__version__}",
            f"Python {platform.python_version()} ({platform.python_implementation()})",
            f"Qt {qVersion()}, PySide6 {pyside_version}",
            f"{platform.system()} {platform.release()}, {platform.machine()}",
            f"{QGuiApplication.platformName()}, {QSysInfo.prettyProductName()}",
        )
    )


class CrashDialog(Window):
    """Shows faults of the program. A further fault joins the open dialog through `add`."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        app = QCoreApplication.instance()
        if app is None or QThread.currentThread() != app.thread():
            raise RuntimeError("the crash dialog belongs into the thread of the window")
        super().__init__("", columns=96, lines=28, parent=parent)
        self.setWindowTitle(self.tr("A fault in Bounce Inspector"))
        self._reports: list[str] = []
        self._heading = self.add_heading(self.tr("Something went wrong in the program"))
        self.add_note(
            self.tr(
                "This is our fault, not yours. Your marks are saved. You can go on working, or "
                "close the program and start it again. If it happens once more, send us the text "
                "below. Read it before you send it: it may name a file or an address."
            )
        )
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setAccessibleName(self.tr("Report"))
        self._text.setTabChangesFocus(True)
        self._text.setFont(machine_font(self.font()))
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.column.addWidget(self._text)
        buttons = QDialogButtonBox()
        self._copy = QPushButton(self.tr("Copy report"))
        self._copy.setProperty("look", "primary")
        self._copy.clicked.connect(self._copy_report)
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        go_on = buttons.addButton(self.tr("Go on"), QDialogButtonBox.ButtonRole.RejectRole)
        go_on.clicked.connect(self.close)
        self.column.addWidget(buttons)
        self.add(report)

    def add(self, report: str) -> None:
        """Show one more fault; one that was shown already only counts."""
        self._reports.append(report)
        if len(self._reports) > 1:
            self._heading.setText(
                self.tr("Something went wrong in the program, %n time(s)", "", len(self._reports))
            )
        self._text.setPlainText(richtext.visible(self.text()))

    def text(self) -> str:
        """Return the whole report: versions, then each different fault once."""
        return "\n\n".join((versions(), *dict.fromkeys(self._reports)))

    def _copy_report(self) -> None:
        copy_and_tell(self._copy, self.text())
