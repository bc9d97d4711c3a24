"""The line at the bottom: how many addresses, how many to remove, and work with a stop."""

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from bounce_inspector.core.ledger import Bucket, Decision, Facets
from bounce_inspector.gui.theme import ROOMY, SNUG, TIGHT, spacing, tones_of


class StatusLine(QWidget):
    """Shows counts on the left and progress on the right."""

    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facets = Facets()
        self.setProperty("look", "status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        gap = spacing(self.font(), SNUG)
        row.setContentsMargins(gap, spacing(self.font(), TIGHT), gap, spacing(self.font(), TIGHT))
        row.setSpacing(gap)
        self._counts = QLabel()
        self._counts.setTextFormat(Qt.TextFormat.RichText)
        row.addWidget(self._counts)
        row.addStretch()
        self._doing = QLabel()
        self._doing.setProperty("look", "muted")
        row.addWidget(self._doing)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.setFixedSize(spacing(self.font(), 12), spacing(self.font(), 0.5))
        row.addWidget(self._bar)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setAccessibleName(self.tr("Stop reading"))
        self._cancel.setProperty("look", "quiet")
        self._cancel.clicked.connect(self.cancel_asked)
        # The line stays as high as it is, and nothing above it moves when work begins or ends.
        policy = self._cancel.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._cancel.setSizePolicy(policy)
        row.addWidget(self._cancel)
        row.setSpacing(spacing(self.font(), ROOMY))
        self.show_idle()

    def show_counts(self, everything: Facets) -> None:
        """Show how many addresses there are, how many to remove, and what was decided."""
        self._facets = everything
        number = QLocale().toString
        to_remove = everything.buckets.get(Bucket.REMOVE, 0)
        removed = everything.decisions.get(Decision.REMOVE, 0)
        kept = everything.decisions.get(Decision.KEEP, 0)
        parts = [
            self.tr("%Ln address(es)", "", everything.total),
            self._dotted("remove", self.tr("{} to remove").format(number(to_remove))),
            self._dotted("unknown", self.tr("{} marked").format(number(removed))),
            self._dotted("keep", self.tr("{} kept").format(number(kept))),
        ]
        self._counts.setText("&nbsp;&nbsp;&nbsp;".join(parts))

    def show_counted(self, *, counted: bool) -> None:
        """Show the counts, or nothing where there is nothing to count."""
        self._counts.setVisible(counted)
        self.setVisible(counted)

    def counts(self) -> str:
        """Return the counts as plain words."""
        return self._counts.text()

    def show_progress(self, done: int, total: int, doing: str) -> None:
        """Show how far the work is, in any unit; without a total, only that it goes on."""
        self._bar.setRange(0, 1000 if total else 0)
        if total:
            self._bar.setValue(min(1000, done * 1000 // total))
        self._doing.setText(doing)
        for widget in (self._bar, self._doing, self._cancel):
            widget.show()

    def show_idle(self) -> None:
        """Show that nothing is being done."""
        for widget in (self._bar, self._doing, self._cancel):
            widget.hide()

    def changeEvent(self, event: QEvent) -> None:
        """Colour the dots anew when light turns dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.show_counts(self._facets)

    def _dotted(self, tone: str, text: str) -> str:
        ink = tones_of(self).bucket(tone).ink
        return f'<span style="color:{ink}">●</span> {text}'
