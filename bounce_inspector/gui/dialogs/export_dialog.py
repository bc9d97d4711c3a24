"""Export addresses: which, in which form, where to; what will be in the file and what stays out."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
)
from PySide6.QtWidgets import QWidget as Widget
from shiboken6 import isValid

from bounce_inspector.core import export
from bounce_inspector.core.export import DEFAULT, Outlook, Preset, presets, worded
from bounce_inspector.core.ledger import Filter, Ledger
from bounce_inspector.core.problems import Problem
from bounce_inspector.gui import richtext
from bounce_inspector.gui.dialogs import export_words
from bounce_inspector.gui.dialogs.export_preview import SHOWN_ROWS, ExportPreview
from bounce_inspector.gui.dialogs.export_request import (
    Choice,
    ExportDone,
    ExportRequest,
    carry_out,
    ids_of,
    suggested_name,
)
from bounce_inspector.gui.dialogs.window import Window
from bounce_inspector.gui.explaining.section import Section
from bounce_inspector.gui.messages import messages, sentence, window_language
from bounce_inspector.gui.theme import ROOMY, SNUG, TIGHT, spacing

EVERYTHING = Filter()
# Enough rows to fill the preview although the guards keep some out.
_LOOKED_AT = 20 * SHOWN_ROWS

Work = Callable[[Ledger], ExportDone | Problem]
Ask = Callable[[Work, Callable[[ExportDone | Problem], None]], None]


class ExportDialog(Window):
    """Writes a list. `request` is all that a click on Export would do."""

    exported = Signal(object)  # ExportDone

    def __init__(
        self,
        ledger: Ledger,
        parent: Widget | None = None,
        *,
        shown: Filter = EVERYTHING,
        folder: str = "",
        preset: str = DEFAULT,
        ask: Ask | None = None,
    ) -> None:
        """`shown` is the table's filter; `ask` runs the writing in another thread."""
        super().__init__("", columns=112, lines=40, parent=parent)
        self.setWindowTitle(self.tr("Export addresses"))
        self._ledger = ledger
        self._shown = shown
        self._folder = Path(folder) if folder else Path.home()
        self._ask: Ask = ask or partial(_at_once, ledger)
        self._agreed: Path | None = None
        self._done: ExportDone | None = None
        self.add_heading(self.tr("Export addresses"))
        self._make_form(preset)
        self._outlook = self.add_note("")
        self._preview = ExportPreview()
        self.column.addWidget(self._preview, 1)
        self._question = Section(self.tr("Question"), notice="warning")
        self._result = Section(self.tr("Result"), notice="keep")
        for notice in (self._question, self._result):
            notice.hide()
            self.column.addWidget(notice)
        self._add_buttons()
        self._choose_first_filled()
        self._on_preset()

    def request(self) -> ExportRequest:
        """Return what is asked for at this moment."""
        path = Path(self._path.text().strip()).expanduser()
        if not path.is_absolute():
            path = self._folder / path
        return ExportRequest(self._choice(), self._preset(), path, self._shown, window_language())

    def export(self) -> None:
        """Write the file; ask before one that exists is replaced."""
        wanted = self.request()
        if wanted.path.exists() and self._agreed != wanted.path:
            self._agreed = wanted.path
            name = wanted.path.name
            self._warn(self.tr("{0} exists already. Replace it?").format(name))
            self._export.setText(self.tr("Replace the file"))
            return
        self._export.setEnabled(False)
        self._export.setText(self.tr("Writing…"))
        self._ask(lambda ledger: carry_out(ledger, wanted), self._on_written)

    # -- parts -------------------------------------------------------------------------------------

    def _make_form(self, preset: str) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(spacing(self.font(), SNUG))
        form.setHorizontalSpacing(spacing(self.font(), ROOMY))
        form.addRow(self.tr("Addresses"), self._choices())
        self._presets = QComboBox()
        self._presets.setAccessibleName(self.tr("Form of the list"))
        for each in presets().values():
            self._presets.addItem(worded(each, messages()).name, each.id)
        self._presets.setCurrentIndex(max(0, self._presets.findData(preset)))
        self._presets.currentIndexChanged.connect(self._on_preset)
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        self._hint.setProperty("look", "muted")
        what = QVBoxLayout()
        what.setSpacing(spacing(self.font(), TIGHT))
        what.addWidget(self._presets)
        what.addWidget(self._hint)
        form.addRow(self.tr("Form"), what)
        self._path = QLineEdit()
        self._path.setAccessibleName(self.tr("File"))
        self._path.textChanged.connect(self._on_path)
        browse = QPushButton(self.tr("Choose…"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._ask_path)
        row = QHBoxLayout()
        row.setSpacing(spacing(self.font(), SNUG))
        row.addWidget(self._path, 1)
        row.addWidget(browse)
        form.addRow(self.tr("File"), row)
        self.column.addLayout(form)

    def _choices(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(spacing(self.font(), TIGHT))
        self._group = QButtonGroup(self)
        self._numbers: dict[Choice, int] = {}
        for number, choice in enumerate(Choice):
            count = len(ids_of(self._ledger, choice, self._shown))
            self._numbers[choice] = count
            button = QRadioButton(export_words.choice_words(choice, count))
            self._group.addButton(button, number)
            column.addWidget(button)
        self._group.idToggled.connect(self._on_choice)
        return column

    def _add_buttons(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        self._export = QPushButton(self.tr("Export"))
        self._export.setProperty("look", "primary")
        self._export.setDefault(True)
        self._export.clicked.connect(self.export)
        self._open_folder = QPushButton(self.tr("Show in folder"))
        self._open_folder.clicked.connect(self._show_in_folder)
        self._open_folder.hide()
        buttons.addButton(self._open_folder, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self._export, QDialogButtonBox.ButtonRole.ActionRole)
        self.column.addWidget(buttons)

    # -- what is chosen ----------------------------------------------------------------------------

    def _choose_first_filled(self) -> None:
        """Choose what was marked; without marks, what is proposed; else what is shown."""
        filled = [choice for choice in Choice if self._numbers[choice]]
        wanted = filled[0] if filled else Choice.MARKED
        self._group.button(list(Choice).index(wanted)).setChecked(True)

    def choose(self, choice: Choice) -> None:
        """Choose which addresses go out."""
        self._group.button(list(Choice).index(choice)).setChecked(True)

    def _choice(self) -> Choice:
        return list(Choice)[max(0, self._group.checkedId())]

    def _preset(self) -> Preset:
        return worded(presets()[self._presets.currentData()], messages())

    def _on_choice(self) -> None:
        self._refresh()

    def _on_preset(self) -> None:
        preset = self._preset()
        self._hint.setText(preset.hint)
        name = suggested_name(preset, datetime.now(UTC).astimezone().date())
        folder = self.request().path.parent if self._path.text() else self._folder
        self._path.setText(str(folder / name))
        self._refresh()

    def _on_path(self) -> None:
        self._start_over()

    def _refresh(self) -> None:
        """Show what the file will hold, and what stays out of it."""
        self._start_over()
        preset = self._preset()
        ids = ids_of(self._ledger, self._choice(), self._shown)
        outlook = export.outlook(self._ledger, ids, preset)
        self._outlook.setText(export_words.outlook_words(outlook))
        words = export.load_reason_words(window_language())
        rows = export.rows(self._ledger, ids[:_LOOKED_AT], words)
        self._preview.show_rows(rows, preset)
        self._show_enabled(outlook)

    def _start_over(self) -> None:
        self._agreed = None
        self._done = None
        self._export.setText(self.tr("Export"))
        self._export.show()
        self._open_folder.hide()
        self._question.hide()
        self._result.hide()

    def _show_enabled(self, outlook: Outlook) -> None:
        self._export.setEnabled(bool(outlook.written + outlook.apart))

    # -- writing -----------------------------------------------------------------------------------

    def _ask_path(self) -> None:
        dialog = QFileDialog(self, self.tr("Export to"), str(self.request().path))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # The question is asked once, by this window.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.selectFile(str(self.request().path))
        dialog.fileSelected.connect(self._path.setText)
        dialog.open()

    def _on_written(self, result: ExportDone | Problem) -> None:
        if not isValid(self):
            return  # closed while the file was being written
        self._export.setEnabled(True)
        self._export.setText(self.tr("Export"))
        self._agreed = None
        if isinstance(result, Problem):
            self._warn(sentence(result))
            return
        self._done = result
        self._question.hide()
        self._result.show_html("", richtext.lines(export_words.done_words(result)))
        self._export.hide()
        self._open_folder.show()
        self._open_folder.setFocus()
        self.exported.emit(result)

    def _warn(self, sentence: str) -> None:
        self._question.show_html("", richtext.lines(sentence))

    def _show_in_folder(self) -> None:
        if self._done is not None:
            folder = self._done.written.files[0].parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _at_once(ledger: Ledger, work: Work, answered: Callable[[ExportDone | Problem], None]) -> None:
    """Write in this thread. A method would tie the dialog to itself for ever."""
    answered(work(ledger))
