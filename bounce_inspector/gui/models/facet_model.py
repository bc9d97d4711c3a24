"""The facets as a flat list: headings, and below each the values with their counts."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from bounce_inspector.core.ledger import Bucket, Decision, Facets, Filter
from bounce_inspector.core.model import Category
from bounce_inspector.gui import richtext, words
from bounce_inspector.gui.models.cells import named_first, provider_or_other

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
FACET_ROLE = Qt.ItemDataRole.UserRole + 1
SHORT = 8


class Section(StrEnum):
    """The headings, in the order shown."""

    VERDICT = "verdict"
    DECISION = "decision"
    CATEGORY = "category"
    PROVIDER = "provider"
    CAMPAIGN = "campaign"
    SOURCE = "source"


_TITLES = {
    Section.VERDICT: "Verdict",
    Section.DECISION: "Marks",
    Section.CATEGORY: "What happened",
    Section.PROVIDER: "Provider",
    Section.CAMPAIGN: "Campaign",
    Section.SOURCE: "File",
}
_TRAY_ORDER = (
    Bucket.REMOVE,
    Bucket.WATCH,
    Bucket.KEEP,
    Bucket.YOUR_SIDE,
    Bucket.COMPLAINT,
    Bucket.NOT_BOUNCE,
    Bucket.UNKNOWN,
)

Value = Bucket | Decision | Category | str | None


@dataclass(frozen=True, slots=True)
class Facet:
    """One line. A heading has no value; `more` counts the values that a "more" line stands for."""

    section: Section | None
    label: str
    value: Value = None
    count: int = 0
    active: bool = False
    heading: bool = False
    more: int = 0
    tip: str = ""


def toggled(conditions: Filter, facet: Facet, *, together: bool) -> Filter:
    """Return the filter after a click on a facet; `together` adds a tray to those chosen."""
    value: Any = None if facet.active else facet.value
    match facet.section:
        case Section.VERDICT:
            return replace(conditions, buckets=_trays(conditions.buckets, facet, together=together))
        case Section.DECISION:
            return replace(conditions, decision=value)
        case Section.CATEGORY:
            return replace(conditions, category=value)
        case Section.PROVIDER:
            return replace(conditions, provider=value)
        case Section.CAMPAIGN:
            return replace(conditions, campaign=value)
        case Section.SOURCE:
            return replace(conditions, source=value)
        case _:
            return Filter(text=conditions.text)


def _trays(chosen: frozenset[Bucket], facet: Facet, *, together: bool) -> frozenset[Bucket]:
    tray = Bucket(str(facet.value))
    if together:
        return chosen ^ {tray}
    return frozenset() if chosen == {tray} else frozenset({tray})


def facet_lines(facets: Facets, conditions: Filter, opened: frozenset[Section]) -> Iterator[Facet]:
    """Yield the lines to show: nothing empty, the chosen values always, the tail behind "more"."""
    for section, values in _sections(facets, conditions):
        if not values:
            continue
        yield Facet(section, QCoreApplication.translate("Facets", _TITLES[section]), heading=True)
        shown = values if section in opened else _head(values)
        yield from shown
        if len(shown) < len(values):
            label = QCoreApplication.translate("Facets", "%Ln more", "", len(values) - len(shown))
            yield Facet(section, label, more=len(values) - len(shown))


def _head(values: list[Facet]) -> list[Facet]:
    """Return the first values and any chosen one behind them; a tail of one is not worth hiding."""
    if len(values) <= SHORT + 1:
        return values
    return values[:SHORT] + [facet for facet in values[SHORT:] if facet.active]


def _sections(facets: Facets, conditions: Filter) -> Iterator[tuple[Section, list[Facet]]]:
    trays = {tray: facets.buckets[tray] for tray in _TRAY_ORDER if facets.buckets.get(tray)}
    yield (
        Section.VERDICT,
        _values(
            Section.VERDICT,
            trays,
            conditions.buckets,
            words.tray_name,
            words.bucket_hint,
        ),
    )
    yield Section.DECISION, _decisions(facets, conditions)
    yield (
        Section.CATEGORY,
        _values(
            Section.CATEGORY, facets.categories, _chosen(conditions.category), words.category_name
        ),
    )
    yield (
        Section.PROVIDER,
        _unless_one_unnamed(
            _values(
                Section.PROVIDER,
                named_first(facets.providers),
                _chosen(conditions.provider),
                provider_or_other,
            )
        ),
    )
    yield (
        Section.CAMPAIGN,
        _unless_one_unnamed(
            _values(Section.CAMPAIGN, facets.campaigns, _chosen(conditions.campaign), _campaign)
        ),
    )
    sources = _values(Section.SOURCE, facets.sources, _chosen(conditions.source), _file, str)
    yield Section.SOURCE, sources if len(sources) > 1 or conditions.source is not None else []


def _decisions(facets: Facets, conditions: Filter) -> list[Facet]:
    """Return the marks, once there are any."""
    taken = {
        decision: facets.decisions[decision]
        for decision in (Decision.REMOVE, Decision.KEEP, Decision.CLEARED)
        if facets.decisions.get(decision)
    }
    if set(taken) <= {Decision.CLEARED} and conditions.decision is None:
        return []
    return _values(Section.DECISION, taken, _chosen(conditions.decision), words.decision_name)


def _values(
    section: Section,
    counts: Mapping[Any, int],
    chosen: Iterable[Any],
    name: Callable[[Any], str],
    tip: Callable[[Any], str] | None = None,
) -> list[Facet]:
    """Return a line for each value, those chosen too where nothing is left of them."""
    chosen = list(chosen)
    every = {**counts, **{value: 0 for value in chosen if value not in counts}}
    return [
        Facet(
            section,
            richtext.visible(name(value)),
            value,
            count,
            active=value in chosen,
            tip=tip(value) if tip else "",
        )
        for value, count in every.items()
    ]


def _chosen(value: Value) -> tuple[Value, ...]:
    return () if value is None else (value,)


def _unless_one_unnamed(values: list[Facet]) -> list[Facet]:
    return [] if [facet.value for facet in values] == [""] and not values[0].active else values


def _campaign(campaign: str) -> str:
    return campaign or QCoreApplication.translate("Facets", "None named")


def _file(source: str) -> str:
    return PurePath(source).name or source


class FacetModel(QAbstractListModel):
    """The lines as a Qt model; `FACET_ROLE` gives the `Facet`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Facet, ...] = ()

    def show(self, lines: Iterable[Facet]) -> None:
        """Show these lines. Where only the counts differ, the view stays where it is."""
        new = tuple(lines)
        same = [(line.section, line.value, line.heading, line.more > 0) for line in new] == [
            (line.section, line.value, line.heading, line.more > 0) for line in self._lines
        ]
        if same:
            old, self._lines = self._lines, new
            for number, (before, after) in enumerate(zip(old, new, strict=True)):
                if before != after:
                    self.dataChanged.emit(self.index(number), self.index(number))
            return
        self.beginResetModel()
        self._lines = new
        self.endResetModel()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def facet(self, number: int) -> Facet | None:
        """Return one line, None where there is none."""
        return self._lines[number] if 0 <= number < len(self._lines) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own
        """Return what a line shows, says to a screen reader, and its facet."""
        facet = self.facet(index.row()) if index.isValid() else None
        if facet is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return facet.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(facet)
        if role == Qt.ItemDataRole.ToolTipRole and not facet.heading:
            said = (facet.label, facet.tip) if facet.tip else (facet.label,)
            return richtext.join("", map(richtext.paragraph, said))
        if role == FACET_ROLE:
            return facet
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let everything but the headings be reached by keyboard."""
        facet = self.facet(index.row()) if index.isValid() else None
        if facet is None or facet.heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _spoken(facet: Facet) -> str:
    if facet.heading or facet.more:
        return facet.label
    text = f"{facet.label}: {QLocale().toString(facet.count)}"
    if facet.active:
        return QCoreApplication.translate("Facets", "{}, chosen").format(text)
    return text
