"""The line above the table: what the rows are filtered by, each with a cross to take it away."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from bounce_inspector.core.ledger import Filter, View
from bounce_inspector.gui import icons, richtext, words
from bounce_inspector.gui.models.cells import provider_name
from bounce_inspector.gui.theme import SNUG, TIGHT, spacing, tones_of

_LONGEST = 40


class FilterBar(QWidget):
    """Shows how many rows there are and why not more."""

    changed = Signal(object)  # the Filter without what was clicked

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        gap = spacing(self.font(), SNUG)
        tight = spacing(self.font(), TIGHT)
        self._row.setContentsMargins(gap, gap, gap, tight)
        self._row.setSpacing(gap)
        self._count = QLabel()
        self._count.setProperty("look", "muted")
        self._row.addWidget(self._count)
        self._selected = QLabel()
        self._row.addWidget(self._selected)
        self._row.addStretch()
        self._chips: list[QToolButton] = []
        self.setMinimumHeight(spacing(self.font(), 2.6))  # the same with and without a chip

    def show_filter(self, conditions: Filter, view: View, shown: int, total: int | None) -> None:
        """Show the conditions and how many rows they leave; `total` None where it is not known."""
        self._count.setText(self._sentence(view, shown, total))
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(*pair) for pair in self._conditions(conditions)]
        if len(self._chips) > 1:
            self._chips.append(self._chip(self.tr("Clear all"), Filter(), icon=""))
        for place, chip in enumerate(self._chips, start=1):
            self._row.insertWidget(place + 1, chip)

    def show_selected(self, number: int) -> None:
        """Show how many rows the next command is about; one goes without saying."""
        self._selected.setVisible(number > 1)
        self._selected.setText(self.tr("{} selected").format(QLocale().toString(number)))

    def _sentence(self, view: View, shown: int, total: int | None) -> str:
        number = QLocale().toString(shown)
        if total is not None and total != shown:
            number = self.tr("{} of {}").format(number, QLocale().toString(total))
        if view is View.ADDRESSES:
            return self.tr("{} address(es)", "", shown if total in {None, shown} else 2).format(
                number
            )
        return self.tr("{} message(s)", "", shown if total in {None, shown} else 2).format(number)

    def _conditions(self, conditions: Filter) -> Iterator[tuple[str, Filter]]:
        """Yield what each condition is called, and the filter without it."""
        for tray in sorted(conditions.buckets):
            rest = conditions.buckets - {tray}
            yield words.tray_name(tray), replace(conditions, buckets=rest)
        if conditions.decision is not None:
            yield words.decision_name(conditions.decision), replace(conditions, decision=None)
        if conditions.category is not None:
            yield words.category_name(conditions.category), replace(conditions, category=None)
        if conditions.provider is not None:
            name = provider_name(conditions.provider) or self.tr("Provider not recognised")
            yield name, replace(conditions, provider=None)
        if conditions.campaign is not None:
            yield conditions.campaign or self.tr("No campaign"), replace(conditions, campaign=None)
        if conditions.source is not None:
            yield PurePath(conditions.source).name, replace(conditions, source=None)
        if conditions.text:
            yield f"“{conditions.text}”", replace(conditions, text="")

    def _chip(self, text: str, without: Filter, icon: str = "close") -> QToolButton:
        shown = richtext.visible(text)
        if len(shown) > _LONGEST:
            shown = f"{shown[: _LONGEST - 1]}…"
        chip = QToolButton()
        chip.setText(shown)
        chip.setProperty("look", "chip" if icon else "quiet")
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        if icon:
            chip.setIcon(icons.icon(icon, tones_of(self).muted))
            chip.setAccessibleName(self.tr("Remove the filter {}").format(shown))
            chip.setToolTip(self.tr("Show this again"))
        else:
            chip.setAccessibleName(shown)
        chip.clicked.connect(lambda: self.changed.emit(without))
        return chip
