from array import array

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QTextEdit, QWidget

from bounce_inspector.core.ledger import Bucket, View
from bounce_inspector.gui.models import paging
from bounce_inspector.gui.settings import ADDRESS_SORT, TABLE_VIEW
from bounce_inspector.gui.views.bar_chart import BarChart
from tests.gui.driving import settled
from tests.gui.invented import DEAD, OURS, bounce, fill


def test_an_empty_window_shows_where_to_drop(make_window, folder):
    window = make_window(folder)

    assert window.panels.drop_area.isVisible()
    assert not window.panels.addresses.isVisible()
    labels = [button.text() for button in window.panels.drop_area.findChildren(QPushButton)]
    assert labels == ["Open files…", "Paste an error text…", "Try with examples"]


def test_what_was_read_before_is_shown_at_the_start(window):
    assert window.panels.addresses.isVisible()
    assert window.panels.addresses.model().rowCount() == 5
    assert "5 addresses" in window.panels.status.counts()
    assert "3 to remove" in window.panels.status.counts()


def test_searching_filters_and_escape_shows_all_again(qtbot, window):
    qtbot.keyClicks(window.panels.search, "cleo")
    qtbot.waitUntil(lambda: window.panels.addresses.model().rowCount() == 1)

    qtbot.keyClick(window.panels.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.panels.addresses.model().rowCount() == 5)


def test_a_search_without_a_hit_says_so_and_leads_back(qtbot, window):
    with qtbot.waitSignal(window.showing.cleared):  # no row is left to be explained
        qtbot.keyClicks(window.panels.search, "nobody at all")
    qtbot.waitUntil(window.panels.nothing.isVisible)

    everything = window.panels.nothing.findChildren(QPushButton)[0]
    everything.click()
    qtbot.waitUntil(lambda: window.panels.addresses.model().rowCount() == 5)

    assert window.panels.search.text() == ""


def test_a_click_on_a_facet_filters_and_another_one_shows_all(qtbot, window):
    facets = window.panels.facets
    row = next(
        number
        for number in range(facets.model().rowCount())
        if facets.model().facet(number).value is Bucket.REMOVE
    )
    spot = facets.visualRect(facets.model().index(row)).center()

    qtbot.mouseClick(facets.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.waitUntil(lambda: window.panels.addresses.model().rowCount() == 3)
    qtbot.mouseClick(facets.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.waitUntil(lambda: window.panels.addresses.model().rowCount() == 5)


def test_facets_are_reached_and_chosen_by_keyboard(qtbot, window):
    facets = window.panels.facets
    facets.setFocus()

    qtbot.keyClick(facets, Qt.Key.Key_Home)
    qtbot.keyClick(facets, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.panels.addresses.model().rowCount() == 3)


def test_a_bar_of_the_overview_leads_to_its_rows(qtbot, window):
    window.actions_["overview"].trigger()
    chart = next(
        chart
        for chart in window.panels.overview.findChildren(BarChart)
        if chart.accessibleName() == "By verdict"
    )

    qtbot.keyClick(chart, Qt.Key.Key_Return)
    qtbot.waitUntil(settled(window))

    assert window.panels.addresses.isVisible()
    assert window.browsing.conditions.buckets == {chart.bars()[0].value}


def test_a_click_on_a_header_sorts_and_is_remembered(qtbot, window, make_window, settings, five):
    header = window.panels.addresses.horizontalHeader()
    spot = QPoint(header.sectionViewportPosition(1) + 20, header.height() // 2)

    for _ in range(2):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.waitUntil(settled(window))
    first = window.panels.addresses.model().index(0, 1).data()
    window.close()
    again = make_window(five)

    assert first == "eve@example.org"
    assert settings.get(ADDRESS_SORT) == "address down"
    assert again.panels.addresses.model().index(0, 1).data() == "eve@example.org"


def test_size_columns_and_view_are_remembered(qtbot, make_window, five, settings):
    window = make_window(five)
    window.resize(800, 700)
    window.panels.addresses.setColumnWidth(1, 222)
    window.actions_["messages"].trigger()
    window.close()

    again = make_window(five)

    assert (again.width(), again.height()) == (800, 700)
    assert again.panels.addresses.columnWidth(1) == 222
    assert settings.get(TABLE_VIEW) == "messages"
    assert again.browsing.view is View.MESSAGES


def test_the_current_row_stays_current_when_the_order_changes(qtbot, window, table):
    table.selectRow(1)
    ben = table.current_id()

    table.show_sort("address", descending=True)
    qtbot.waitUntil(settled(window))

    assert table.current_id() == ben
    assert list(table.selected_ids()) == [ben]


def test_the_current_row_is_found_again_among_many(qtbot, monkeypatch, window, table):
    monkeypatch.setattr(paging, "PIECE", 1)  # of the ids that are looked through at a time
    table.selectRow(3)
    dan = table.current_id()

    table.show_sort("address", descending=True)
    qtbot.waitUntil(settled(window))

    qtbot.waitUntil(lambda: table.current_id() == dan)
    assert list(table.selected_ids()) == [dan]
    assert table.currentIndex().row() == 1


def test_a_row_chosen_while_the_former_one_is_looked_for_stays_chosen(
    qtbot, monkeypatch, window, table
):
    monkeypatch.setattr(paging, "PIECE", 1)
    table.selectRow(0)
    table.show_ids(array("q", [5, 4, 3, 2, 1]))

    table.selectRow(2)

    QTest.qWait(100)
    assert table.current_id() == 3


def test_a_message_whose_file_is_gone_is_still_explained(qtbot, window, table):
    with qtbot.waitSignal(window.showing.missing) as missing:
        table.selectRow(1)

    assert missing.args[0]
    assert window.panels.detail.isVisible()


def test_a_tab_that_is_opened_later_says_the_same_of_the_row(qtbot, window, table):
    with qtbot.waitSignal(window.showing.missing) as missing:
        table.selectRow(1)
    detail = window.panels.detail

    for number in (1, 2, 3):
        detail.setCurrentIndex(number)
        page = detail.currentWidget()
        said = [label.text() for label in page.findChildren(QLabel)]
        said += [text.toPlainText() for text in page.findChildren(QTextEdit)]
        assert missing.args[0] in said


def test_every_widget_that_takes_the_focus_has_a_name(window):
    for name in ("messages", "overview", "addresses"):
        window.actions_[name].trigger()
    nameless = [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in window.findChildren(QWidget)
        if widget.window() is window
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]

    assert nameless == []


def test_every_action_has_a_place_in_a_menu(window):
    in_menus = {
        action.objectName()
        for menu in window.menuBar().actions()
        for action in menu.menu().actions()
        if not (action.isSeparator() or action.menu())
    }

    from bounce_inspector.gui.actions import COMMANDS

    assert in_menus == set(COMMANDS)


def test_no_two_actions_share_a_key(window):
    from bounce_inspector.gui.actions import COMMANDS

    keys = [window.actions_[name].shortcut().toString() for name in COMMANDS]

    assert len([key for key in keys if key]) == len({key for key in keys if key})


def test_the_report_that_decided_is_explained_first(qtbot, make_window, folder):
    dead, later = bounce(1, "ada@example.org", DEAD), bounce(2, "ada@example.org", OURS)
    fill(folder.ledger, [dead, later]).close()

    window = make_window(folder)
    with qtbot.waitSignal(window.showing.found) as found:
        window.showing.refresh()

    findings = found.args[0]
    assert findings.occurrences[0].finding == later.findings[0]
    assert findings.occurrences[findings.first].finding == dead.findings[0]


def test_a_click_that_comes_before_the_counts_keeps_what_was_searched_for(qtbot, window):
    facets = window.panels.facets

    window.browsing.search("example")
    with qtbot.waitSignal(facets.chosen) as chosen:
        facets.setCurrentIndex(facets.model().index(1))
        qtbot.keyClick(facets, Qt.Key.Key_Return)

    assert chosen.args[0].text == "example"
