from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication


class Resizes(QObject):
    """Counts how often a widget gets another size."""

    def __init__(self, widget):
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        self.count += event.type() == QEvent.Type.Resize
        return False


def test_the_columns_are_laid_out_once_when_they_take_the_place_of_the_start(window):
    panels = window.panels
    panels.show_start(start=True)
    QApplication.processEvents()
    resizes = Resizes(panels.columns)

    panels.show_start(start=False)
    QApplication.processEvents()

    assert panels.pages.currentWidget() is panels.columns
    assert resizes.count <= 1
    assert panels.columns.size() == panels.pages.size()
