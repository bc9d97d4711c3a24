"""What happened at a glance: incidents on top, then bars by verdict, category and provider."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bounce_inspector.core.ledger import Bucket, Facets, Filter
from bounce_inspector.core.model import Category
from bounce_inspector.gui import icons, richtext, words
from bounce_inspector.gui.models.cells import count, named_first, provider_or_other
from bounce_inspector.gui.theme import ROOMY, SNUG, spacing, tones_of
from bounce_inspector.gui.views.bar_chart import Bar, BarChart

if TYPE_CHECKING:
    from bounce_inspector.core.incidents import Incident

_SHOWN = 12
_SHOWN_CAUSES = 20


class Overview(QScrollArea):
    """Shows the facets as pictures. Choosing a bar filters by it."""

    chosen = Signal(object)  # the new Filter

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conditions = Filter()
        self._facets = Facets()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        self._column = QVBoxLayout(page)
        gap = spacing(self.font(), SNUG)
        self._column.setContentsMargins(gap, gap, gap, gap)
        self._column.setSpacing(spacing(self.font(), SNUG))
        self._incidents = QVBoxLayout()
        self._column.addLayout(self._incidents)
        self._verdicts = BarChart(self.tr("By verdict"))
        self._categories = BarChart(self.tr("By what happened"))
        self._providers = BarChart(self.tr("By provider"))
        self._column.addLayout(self._charts())
        self._column.addStretch()
        self.setWidget(page)
        self._verdicts.chosen.connect(self._choose_verdict)
        self._categories.chosen.connect(self._choose_category)
        self._providers.chosen.connect(self._choose_provider)

    def show_facets(self, facets: Facets, conditions: Filter) -> None:
        """Show these counts."""
        self._facets, self._conditions = facets, conditions
        if self.isVisible():
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while nobody looked: it takes the rules, which take their time to load."""
        self._fill()
        super().showEvent(event)

    def _fill(self) -> None:
        facets = self._facets
        self._verdicts.show_bars(
            [
                Bar(words.tray_name(tray), number, tray, tray.value)
                for tray, number in facets.buckets.items()
                if number
            ]
        )
        self._categories.show_bars(
            [
                Bar(words.category_name(category), number, category, self._tone(category))
                for category, number in list(facets.categories.items())[:_SHOWN_CAUSES]
            ]
        )
        self._providers.show_bars(
            [
                Bar(
                    richtext.visible(provider_or_other(provider)),
                    number,
                    provider,
                    "" if provider else Bucket.NOT_BOUNCE.value,
                )
                for provider, number in named_first(_largest(facets.providers)).items()
            ]
        )
        # Loaded here: it leads to the rules, and the empty window has nothing to show of them.
        from bounce_inspector.core.incidents import incidents

        self._show_incidents(incidents(facets.categories))

    def _charts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(spacing(self.font(), SNUG))
        left = QVBoxLayout()
        left.addWidget(_card(self.tr("Verdict"), self._verdicts))
        left.addWidget(_card(self.tr("Provider"), self._providers))
        left.addStretch()
        right = QVBoxLayout()
        right.addWidget(_card(self.tr("What happened"), self._categories))
        right.addStretch()
        for place, column in enumerate((left, right)):
            column.setSpacing(grid.spacing())
            grid.addLayout(column, 0, place)
            grid.setColumnStretch(place, 1)
        return grid

    def _tone(self, category: Category) -> str:
        """Return the tray's colours for a cause: ours in that of "your side"."""
        from bounce_inspector.core.incidents import is_ours

        return Bucket.YOUR_SIDE.value if is_ours(category) else ""

    def _show_incidents(self, found: "tuple[Incident, ...]") -> None:
        while (item := self._incidents.takeAt(0)) is not None:
            card = item.widget()
            if card is not None:
                card.deleteLater()
        for incident in found:
            self._incidents.addWidget(self._incident_card(incident))

    def _incident_card(self, incident: "Incident") -> QFrame:
        card = QFrame()
        card.setProperty("look", "card")
        row = QHBoxLayout(card)
        margin = spacing(self.font(), ROOMY)
        row.setContentsMargins(
            margin, spacing(self.font(), SNUG), margin, spacing(self.font(), SNUG)
        )
        row.setSpacing(margin)
        picture = QLabel()
        side = spacing(self.font(), 1.8)
        ink = tones_of(self).bucket("your-side").ink
        picture.setPixmap(icons.pixmap("your-side", ink, side, self.devicePixelRatioF()))
        row.addWidget(picture)
        text = QLabel(
            self.tr(
                "{}: {} address(es) were refused because of this. "
                "These people are fine, do not remove them. Repair the cause first.",
                "",
                incident.addresses,
            ).format(words.category_name(incident.category), count(incident.addresses))
        )
        text.setWordWrap(True)
        row.addWidget(text, 1)
        button = QPushButton(self.tr("Show them"))
        button.setAccessibleName(
            self.tr("Show the addresses: {}").format(words.category_name(incident.category))
        )
        category = incident.category
        button.clicked.connect(lambda: self._choose_category(category))
        row.addWidget(button)
        return card

    def _choose_verdict(self, tray: Bucket) -> None:
        self.chosen.emit(replace(self._conditions, buckets=frozenset({tray})))

    def _choose_category(self, category: Category) -> None:
        self.chosen.emit(replace(self._conditions, category=category))

    def _choose_provider(self, provider: str) -> None:
        self.chosen.emit(replace(self._conditions, provider=provider))


def _largest(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(list(counts.items())[:_SHOWN])


def _card(title: str, content: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("look", "card")
    column = QVBoxLayout(card)
    margin = spacing(card.font(), ROOMY)
    column.setContentsMargins(margin, margin, margin, margin)
    column.setSpacing(spacing(card.font(), SNUG))
    heading = QLabel(title)
    font = heading.font()
    font.setBold(True)
    heading.setFont(font)
    column.addWidget(heading)
    column.addWidget(content)
    return card
