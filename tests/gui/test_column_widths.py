import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from bounce_inspector.gui.models.address_model import AddressModel
from bounce_inspector.gui.models.message_model import MessageModel
from bounce_inspector.gui.views.column_widths import Room, fitted
from bounce_inspector.gui.views.table_view import TableView

ROOMS = [
    Room(40),
    Room(100, share=3),
    Room(60, share=2),
    Room(50, gives_way=2),
    Room(70, gives_way=1),
]


@pytest.mark.parametrize("available", [150, 200, 260, 320, 900])
def test_the_columns_fill_the_table_exactly(available):
    assert sum(fitted(ROOMS, available)) == pytest.approx(available)


def test_what_is_left_is_shared():
    assert fitted(ROOMS, 420) == [40, 160, 100, 50, 70]


def test_the_least_wanted_column_goes_first():
    assert fitted(ROOMS, 319)[4] == 0
    assert fitted(ROOMS, 319)[3] == 50
    assert fitted(ROOMS, 249)[3:] == [0, 0]


def test_in_a_tiny_table_only_the_long_columns_give_way():
    assert fitted(ROOMS, 150) == [40, 70, 40, 0, 0]


@pytest.fixture(params=[AddressModel, MessageModel])
def table(request, qtbot):
    table = TableView(request.param(lambda ids: []))
    qtbot.addWidget(table)
    table.resize(690, 300)
    table.show()
    return table


def _shown(table):
    return [n for n in range(table.model().columnCount()) if not table.isColumnHidden(n)]


@pytest.mark.parametrize("width", [414, 690, 820, 1600])
def test_no_title_is_clipped_and_nothing_has_to_be_scrolled(table, width):
    table.resize(width, 300)

    metrics = QFontMetricsF(table.font())
    for number in _shown(table):
        title = table.model().headerData(number, Qt.Orientation.Horizontal)
        assert metrics.horizontalAdvance(title) < table.columnWidth(number)
    assert table.horizontalHeader().length() <= table.viewport().width()
    assert not table.horizontalScrollBar().isVisible()


def test_a_column_that_gave_way_comes_back_with_the_room(table):
    table.resize(1600, 300)
    every = _shown(table)
    table.resize(414, 300)
    few = _shown(table)
    table.resize(1600, 300)

    assert len(few) < len(every) == table.model().columnCount()
    assert _shown(table) == every


def test_the_menu_on_the_header_shows_and_hides_a_column(table):
    table.resize(1600, 300)
    menu = table._menu.menu()

    menu.actions()[3].trigger()

    assert table.isColumnHidden(3)
    assert not table.header_state().isEmpty()


def test_fitting_the_columns_undoes_what_a_person_arranged(table):
    table.resize(1600, 300)
    table.horizontalHeader().moveSection(2, 4)
    table._menu.menu().actions()[3].trigger()

    table._menu.menu().actions()[-1].trigger()

    assert _shown(table) == list(range(table.model().columnCount()))
    assert table.horizontalHeader().visualIndex(2) == 2
    assert table.header_state().isEmpty()
