"""Which of several reports about one address is explained: a compact list, the newest first."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QWidget,
)

from bounce_inspector.core.ledger import Occurrence
from bounce_inspector.gui import icons, words
from bounce_inspector.gui.moments import moment
from bounce_inspector.gui.richtext import visible
from bounce_inspector.gui.showing import MOST
from bounce_inspector.gui.theme import TIGHT, spacing, tones_of


class _Reports(QComboBox):
    """Shortens the middle of what is chosen where it is too long: both ends tell."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field as usual, with the words that fit."""
        del event
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        margin = spacing(self.font(), TIGHT)
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideMiddle, room.width() - margin
        )
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


class OccurrenceChooser(QWidget):
    """Shows when and with which code; hidden where there is nothing to choose."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counted = ""  # how the number of the one chosen is told
        self._list = _Reports()
        self._list.setAccessibleName(self.tr("Reports about this address"))
        self._list.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._list.setMinimumContentsLength(12)
        self._list.currentIndexChanged.connect(self._changed)
        self._newer = self._button(self.tr("Newer report"))
        self._newer.clicked.connect(self._go_newer)
        self._older = self._button(self.tr("Older report"))
        self._older.clicked.connect(self._go_older)
        self._count = QLabel()
        self._count.setProperty("look", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(spacing(self.font(), TIGHT))
        row.addWidget(self._list, 1)
        row.addWidget(self._count)
        row.addWidget(self._newer)
        row.addWidget(self._older)
        self._tint()
        self.hide()

    @property
    def chosen_row(self) -> int:
        """The number of the report that is chosen, -1 if there is none."""
        return self._list.currentIndex()

    def show_occurrences(
        self, occurrences: Sequence[Occurrence], *, by_recipient: bool = False, chosen: int = 0
    ) -> None:
        """List reports, one of them chosen, by date or by recipient. Nothing is emitted.

        Of more than MOST only as many are listed, and that is told.
        """
        blocker = QSignalBlocker(self._list)
        self._list.clear()
        self._list.addItems(
            [self._line(one, by_recipient=by_recipient) for one in occurrences[:MOST]]
        )
        self._list.setCurrentIndex(min(chosen, self._list.count() - 1))
        blocker.unblock()
        self._counted = self.tr("{0} of {1}")
        if len(occurrences) > MOST:
            first, latest = self.tr("{0} of the first {1}"), self.tr("{0} of the latest {1}")
            self._counted = first if by_recipient else latest
        self.setVisible(len(occurrences) > 1)
        self._update()

    def _line(self, occurrence: Occurrence, *, by_recipient: bool) -> str:
        failure = occurrence.finding.failure
        code = " ".join(filter(None, (failure.reply, failure.status)))
        name = moment(occurrence.date) or self.tr("without a date")
        if by_recipient:
            name = failure.recipient or self.tr("without an address")
        return visible(" · ".join((name, code or words.kind_name(occurrence.kind))))

    def _changed(self, row: int) -> None:
        self._update()
        self.chosen.emit(row)

    def _update(self) -> None:
        row, count = self._list.currentIndex(), self._list.count()
        self._newer.setEnabled(row > 0)
        self._older.setEnabled(row < count - 1)
        self._list.setToolTip(self._list.currentText())
        self._count.setText(self._counted.format(row + 1, count))

    def _go_newer(self) -> None:
        self._list.setCurrentIndex(self._list.currentIndex() - 1)

    def _go_older(self) -> None:
        self._list.setCurrentIndex(self._list.currentIndex() + 1)

    def _button(self, name: str) -> QToolButton:
        made = QToolButton()
        made.setProperty("look", "quiet")
        made.setIconSize(icons.beside(made.font()))
        made.setAccessibleName(name)
        made.setToolTip(name)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change between light and dark."""
        if event.type() is QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        ink = tones_of(self).text
        self._newer.setIcon(icons.icon("up", ink))
        self._older.setIcon(icons.icon("down", ink))
