"""A field that shows our HTML: selectable, reachable by keyboard, and deaf to everything remote."""

import math

from PySide6.QtCore import QMimeData, QSizeF, Qt, QUrl
from PySide6.QtGui import QPixmap, QTextDocument, QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from bounce_inspector.gui.richtext import Html
from bounce_inspector.gui.theme import ROOMY, SNUG, spacing


class SafeText(QTextBrowser):
    """Shows `Html`. No link opens, nothing is loaded, and long words of a machine are wrapped.

    With `grows` it has no scroll bar of its own but is as high as its text: for texts that stand
    among others in a scrolling panel.
    """

    def __init__(self, name: str, parent: QWidget | None = None, *, grows: bool = False) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setIndentWidth(spacing(self.font(), ROOMY))
        self.document().setDocumentMargin(spacing(self.font(), SNUG))
        if grows:
            self._grow()

    def show_html(self, text: Html) -> None:
        """Replace what is shown."""
        self.setHtml(text)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Answer every request for a picture, style or page with nothing to see.

        Not with None: for a picture Qt would then open the file of that name itself.
        """
        del name
        if kind == QTextDocument.ResourceType.ImageResource.value:
            return _nothing()
        return ""

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy plain text: it is pasted into mails and tickets."""
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText())
        return data

    def _grow(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def _fit(self, size: QSizeF) -> None:
        self.setFixedHeight(max(1, math.ceil(size.height())))


def _nothing() -> QPixmap:
    made = QPixmap(1, 1)
    made.fill(Qt.GlobalColor.transparent)
    return made
