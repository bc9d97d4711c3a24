"""The left column: what was found, counted; a click shows only that, another click all again."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget

from bounce_inspector.core.ledger import Facets, Filter
from bounce_inspector.gui.models.facet_model import FacetModel, Section, facet_lines, toggled
from bounce_inspector.gui.views.facet_delegate import FacetDelegate, line_width

Index = QModelIndex | QPersistentModelIndex


class FacetsView(QListView):
    """Shows the facets of the rows and lets people filter by them."""

    chosen = Signal(object)  # the new Filter

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conditions = Filter()
        self._facets = Facets()
        self._opened: frozenset[Section] = frozenset()
        self._model = FacetModel(self)
        self.setModel(self._model)
        self.setItemDelegate(FacetDelegate(self))
        self.setAccessibleName(self.tr("Filters"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setProperty("look", "facets")

    def sizeHint(self) -> QSize:
        """Ask for room for a name and a count."""
        return QSize(line_width(self), super().sizeHint().height())

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Paint lines again; another count needs no other room, but Qt would lay all out."""
        if QAccessible.isActive():
            super().dataChanged(first, last, roles)
            return
        for row in range(first.row(), last.row() + 1):
            self.update(self._model.index(row))

    def show_facets(self, facets: Facets, conditions: Filter) -> None:
        """Show these counts, and mark what the filter has chosen."""
        self._facets = facets
        self._conditions = conditions
        row = self.currentIndex().row()
        self._model.show(facet_lines(facets, conditions, self._opened))
        if row >= 0 and not self.currentIndex().isValid():
            self.setCurrentIndex(self._model.index(min(row, self._model.rowCount() - 1)))

    def use_conditions(self, conditions: Filter) -> None:
        """Let the next click change this filter; its counts come later."""
        self._conditions = conditions

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Space or Enter what the arrows lead to."""
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            together = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._choose(self.currentIndex(), together=together)
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what is clicked; Control adds a verdict to those chosen."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            together = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._choose(self.indexAt(event.position().toPoint()), together=together)

    def _choose(self, index: QModelIndex, *, together: bool) -> None:
        facet = self._model.facet(index.row()) if index.isValid() else None
        if facet is None or facet.heading or facet.section is None:
            return
        if facet.more:
            self._opened = self._opened | {facet.section}
            self.show_facets(self._facets, self._conditions)
            return
        self.chosen.emit(toggled(self._conditions, facet, together=together))
