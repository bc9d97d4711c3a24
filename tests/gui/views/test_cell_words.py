import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter

from bounce_inspector.gui.views.cell_words import CellWords

ADDRESS = "firstname.lastname@a-long-name.example.org"


@pytest.fixture
def font(qapp):
    return QFont(qapp.font())


def _painted(words, text, room, *, right=False):
    image = QImage(600, 40, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    (words.draw_at_right if right else words.draw)(painter, text, 10, 20, room)
    painter.end()
    return image


def _inked_columns(image):
    white = image.pixel(0, 0)
    return [
        x
        for x in range(image.width())
        if any(image.pixel(x, y) != white for y in range(image.height()))
    ]


@pytest.mark.parametrize("text", [ADDRESS, "Postfach voll, später", "受信者が不明です"])
def test_words_stand_where_they_stood_when_they_are_painted_again(font, text):
    words = CellWords(font)

    first, second, third = (_painted(words, text, 200) for _ in range(3))

    assert first == second == third
    assert _inked_columns(first)


@pytest.mark.parametrize("room", [20, 60, 120, 200])
def test_long_words_end_within_their_room(font, room):
    columns = _inked_columns(_painted(CellWords(font), ADDRESS, room))

    assert columns[-1] <= 10 + room + 1


def test_no_more_is_left_out_than_must_be(font):
    room = round(QFontMetricsF(font).horizontalAdvance(ADDRESS)) - 1

    columns = _inked_columns(_painted(CellWords(font), ADDRESS, room))

    assert columns[-1] >= 10 + room * 0.9


def test_words_at_the_right_end_at_the_right(font):
    columns = _inked_columns(_painted(CellWords(font), "1,234", 200, right=True))

    assert 200 <= columns[-1] <= 211
    assert columns[0] > 100


def test_words_of_several_lines_stand_in_one(font):
    image = _painted(CellWords(font), "one\ntwo", 200)

    assert (
        len({y for x in range(40, 60) for y in range(40) if image.pixel(x, y) != image.pixel(0, 0)})
        < 20
    )
