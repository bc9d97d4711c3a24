import pytest
from PySide6.QtGui import QColor, QFont

from bounce_inspector.gui import icons
from bounce_inspector.gui.theme import DARK
from bounce_inspector.shipped import resource


def inked(pixmap):
    image = pixmap.toImage()
    return [
        image.pixelColor(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    ]


@pytest.mark.parametrize("name", icons.names())
def test_every_drawing_renders_in_the_colour_asked_for(qapp, name):
    pixels = inked(icons.pixmap(name, "#123456", 48))

    assert len(pixels) > 10
    if name != "app":
        assert {pixel.name() for pixel in pixels} == {QColor("#123456").name()}


@pytest.mark.parametrize("name", icons.names())
def test_a_drawing_leaves_a_margin(qapp, name):
    if name == "app":
        pytest.skip("fills its square")
    image = icons.pixmap(name, "#000000", 48).toImage()

    assert all(image.pixelColor(0, y).alpha() == 0 for y in range(48))
    assert all(image.pixelColor(47, y).alpha() == 0 for y in range(48))


@pytest.mark.parametrize("name", icons.names())
def test_a_drawing_loads_nothing_from_elsewhere(name):
    text = resource("icons", f"{name}.svg").read_text(encoding="utf-8")

    assert "href" not in text
    assert text.count("http") == 1, "only the name space"


def test_every_bucket_has_an_icon():
    assert set(DARK.buckets) <= set(icons.names())


def test_an_icon_is_sharp_on_a_dense_screen(qapp):
    assert icons.pixmap("copy", "#000000", 16, 2.0).width() == 32
    assert icons.icon("copy", "#000000").pixmap(16, 16).width() == 16


def test_an_unknown_name_is_an_error(qapp):
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such", "#000000")


def test_the_program_has_an_icon_for_every_size(qapp):
    assert len(icons.app_icon().availableSizes()) >= 7


def test_an_icon_beside_words_is_as_high_as_they_are(qapp):
    small, large = QFont(), QFont()
    small.setPointSize(9)
    large.setPointSize(18)

    assert icons.beside(large).height() > 1.7 * icons.beside(small).height()
