"""Drive a window as people do: drag and drop, keys, and waiting until all is answered."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from bounce_inspector.core.ledger import Filter

COPY = Qt.DropAction.CopyAction
LONG = 15_000


def files(folder: Path, *reports: bytes) -> list[Path]:
    paths = []
    for number, data in enumerate(reports):
        path = folder / f"bounce-{number}.eml"
        path.write_bytes(data)
        paths.append(path)
    return paths


def mime_of(paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drop(window, mime, actions=COPY | Qt.DropAction.MoveAction):
    """Drag over the window and let go, as Qt tells it."""
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 300), actions, mime, buttons, keys)
    QApplication.sendEvent(window, enter)
    event = QDropEvent(QPointF(300, 300), actions, mime, buttons, keys)
    event.setDropAction(Qt.DropAction.MoveAction)
    QApplication.sendEvent(window, event)
    return enter, event


def settled(window):
    return lambda: not (window.opening.is_running() or window.browsing.is_busy())


def decisions(window):
    rows = window.ledger.address_rows(window.ledger.address_ids(Filter()))
    return {row.address.split("@")[0]: row.decision for row in rows}


def press(qtbot, table, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(table, key, modifier)
