import pytest

from bounce_inspector.gui.models import address_model, message_model
from bounce_inspector.gui.views.column_widths import fitted

TABLES = pytest.mark.parametrize("columns", [address_model.COLUMNS, message_model.COLUMNS])


@TABLES
@pytest.mark.parametrize("available", [130, 145, 170, 300])
def test_the_columns_fill_the_table_exactly(columns, available):
    assert sum(fitted(columns, available)) == pytest.approx(available)


@TABLES
def test_a_narrow_table_scrolls_rather_than_hide_words(columns):
    assert fitted(columns, 10) == [column.least for column in columns]


@TABLES
def test_what_is_left_goes_to_one_column(columns):
    widths = dict(zip([column.key for column in columns], fitted(columns, 300), strict=True))
    grown = {column.key for column in columns if widths[column.key] > column.width}

    assert grown == {next(column.key for column in columns if column.fills)}


@TABLES
def test_every_width_is_at_least_the_least(columns):
    assert all(column.width >= column.least > 0 for column in columns)
