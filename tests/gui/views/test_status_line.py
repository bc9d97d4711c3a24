import pytest
from PySide6.QtWidgets import QPushButton

from bounce_inspector.core.ledger import Facets
from bounce_inspector.gui.views.status_line import StatusLine


@pytest.fixture
def line(qtbot):
    line = StatusLine()
    qtbot.addWidget(line)
    line.show_counts(Facets(total=3))
    line.show()
    return line


def test_the_line_is_as_high_at_work_as_at_rest(line):
    at_rest = line.sizeHint().height(), line.minimumSizeHint().height()

    line.show_progress(1, 2, "3 messages read")
    at_work = line.sizeHint().height(), line.minimumSizeHint().height()
    line.show_idle()

    assert at_work == at_rest
    assert (line.sizeHint().height(), line.minimumSizeHint().height()) == at_rest


def test_a_stop_can_be_asked_for_only_at_work(line, qtbot):
    button = line.findChild(QPushButton)

    assert not button.isVisible()
    line.show_progress(0, 0, "")
    with qtbot.waitSignal(line.cancel_asked):
        button.click()
    line.show_idle()

    assert not button.isVisible()
