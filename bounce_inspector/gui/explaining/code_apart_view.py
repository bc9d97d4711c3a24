"""A code taken apart: its digits large in a row, and under them what each one says."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from bounce_inspector.core.explaining.explanation import CodePiece, Place
from bounce_inspector.gui.explaining.code_digits import WHOLE, CodeDigits
from bounce_inspector.gui.theme import SNUG, TIGHT, machine_font, spacing, tones_of

USUAL = 8  # pieces of a code: a reply and a status, each whole and by its digits
A_STEP = 2  # pieces shown at a time


class CodeApartView(QWidget):
    """Shows the pieces of a code. Pointing at one brings out its meaning, and the other way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pieces: tuple[CodePiece, ...] = ()
        self._rows: list[PieceRow] = []
        self._digits = CodeDigits()
        self._digits.pointed_at.connect(self._bring_out)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._digits)
        self._column.addSpacing(spacing(self.font(), TIGHT))
        for _ in range(USUAL):  # made with the panel: the first code is then shown sooner
            self._add_row().hide()

    def show_pieces(self, pieces: Sequence[CodePiece], provider: str = "") -> Iterator[None]:
        """Show a code, a few of its pieces at each step.

        `provider` is the name to put before what it means by it.
        """
        self._pieces = tuple(pieces)
        self._digits.show_pieces(pieces)
        while len(self._rows) < len(pieces):
            self._add_row()
        for row in self._rows[len(pieces) :]:
            row.hide()
        for number, (row, piece) in enumerate(zip(self._rows, pieces, strict=False)):
            if number % A_STEP == 0:
                yield
            row.show_piece(piece, provider)
            row.show()

    def _add_row(self) -> "PieceRow":
        row = PieceRow(len(self._rows))
        row.pointed_at.connect(self._bring_out)
        self._rows.append(row)
        self._column.addWidget(row)
        return row

    def _bring_out(self, number: int) -> None:
        self._digits.bring_out(self._digits_of(number))
        for row in self._rows:
            row.bring_out(on=row.number == number)

    def _digits_of(self, number: int) -> set[int]:
        """Return the digits that belong to a piece: itself, or all of a whole code."""
        if number < 0 or self._pieces[number].place not in WHOLE:
            return {number}
        family = self._pieces[number].place
        return {
            at
            for at, piece in enumerate(self._pieces)
            if piece.place is not family and piece.place.startswith(family)
        }


class PieceRow(QWidget):
    """One piece and its meaning: a whole code in bold, its digits under it."""

    pointed_at = Signal(int)

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self._on = False
        self._digit = QLabel()
        self._digit.setTextFormat(Qt.TextFormat.PlainText)
        self._digit.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        gap = spacing(self.font(), TIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(gap, gap // 2, gap, gap // 2)
        row.setSpacing(spacing(self.font(), SNUG))
        row.addWidget(self._digit, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def show_piece(self, piece: CodePiece, provider: str) -> None:
        """Show a piece; what the provider means by it stands under what the standard says."""
        whole = piece.place in WHOLE
        font = machine_font(self.font())
        font.setBold(True)
        self._digit.setFont(font)
        self._digit.setText(piece.text)
        self._digit.setFixedWidth(round(QFontMetricsF(font).horizontalAdvance("5.7.266")))
        words = self.font()
        words.setBold(whole)
        self._words.setFont(words)
        lines = [piece.meaning]
        if piece.provider_meaning and piece.place is Place.STATUS:
            own = piece.provider_meaning
            lines.append(f"{provider}: {own}" if provider else own)
        self._words.setText("\n".join(lines))
        self._words.setToolTip(piece.name)
        self._on = False

    def bring_out(self, *, on: bool) -> None:
        """Give the row the ground of the chosen, or take it away."""
        self._on = on
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        super().paintEvent(event)
        if not self._on:
            return
        gap = spacing(self.font(), TIGHT)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tones_of(self).selection))
        painter.drawRoundedRect(QRectF(self.rect()), gap, gap)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell that it is pointed at."""
        super().enterEvent(event)
        self.pointed_at.emit(self.number)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that it is no more."""
        super().leaveEvent(event)
        self.pointed_at.emit(-1)
