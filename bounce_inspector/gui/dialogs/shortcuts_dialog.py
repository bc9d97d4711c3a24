"""All commands that have a key, by group, with a field to find one."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from bounce_inspector.gui.actions import without_letter
from bounce_inspector.gui.dialogs.window import Window

Groups = Sequence[tuple[str, Sequence[QAction]]]


class ShortcutsDialog(Window):
    """Shows what can be done by keyboard. The groups are title and actions, as in the menus."""

    def __init__(self, groups: Groups, parent: QWidget | None = None) -> None:
        super().__init__("", columns=64, lines=30, parent=parent)
        self.setWindowTitle(self.tr("Keyboard"))
        self.add_heading(self.tr("Everything by keyboard"))
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Find a command or a key"))
        self._search.setAccessibleName(self.tr("Find a command or a key"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self.column.addWidget(self._search)
        self._tree = QTreeWidget()
        self._tree.setAccessibleName(self.tr("Commands and their keys"))
        self._tree.setHeaderLabels([self.tr("Command"), self.tr("Key")])
        self._tree.setRootIsDecorated(False)
        self._tree.setIndentation(0)
        self._tree.setUniformRowHeights(True)
        self._tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._tree.header().setStretchLastSection(False)
        self._items: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        self.column.addWidget(self._tree)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        self.column.addWidget(buttons)
        self._fill(groups)

    def _fill(self, groups: Groups) -> None:
        for title, actions in groups:
            rows = list(_rows(actions))
            if not rows:
                continue
            group = QTreeWidgetItem(self._tree, [title])
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            group.setFirstColumnSpanned(True)
            font = group.font(0)
            font.setBold(True)
            group.setFont(0, font)
            self._items.append((group, [QTreeWidgetItem(group, list(row)) for row in rows]))
        self._tree.expandAll()

    def _filter(self, text: str) -> None:
        wanted = text.casefold()
        for group, items in self._items:
            hits = [wanted in f"{item.text(0)} {item.text(1)}".casefold() for item in items]
            for item, hit in zip(items, hits, strict=True):
                item.setHidden(not hit)
            group.setHidden(not any(hits))


def _rows(actions: Iterable[QAction]) -> Iterable[tuple[str, str]]:
    for action in actions:
        keys = ", ".join(
            sequence.toString(QKeySequence.SequenceFormat.NativeText)
            for sequence in action.shortcuts()
        )
        if keys:
            yield without_letter(action.text()), keys
