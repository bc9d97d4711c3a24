from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QLabel, QPushButton

from bounce_inspector.gui import theme
from bounce_inspector.gui.theme import DARK, LIGHT, Scheme, Theme, Tones

SURFACES = ("window", "base", "raised")
BUCKETS = tuple(LIGHT.buckets)


def luminance(colour):
    def linear(channel):
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    seen = QColor(colour)
    return (
        0.2126 * linear(seen.redF())
        + 0.7152 * linear(seen.greenF())
        + 0.0722 * linear(seen.blueF())
    )


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def dressed(qapp):
    yield qapp
    qapp.styleHints().setColorScheme(Qt.ColorScheme.Unknown)
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())


def test_the_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *product(("text", "muted", "accent"), SURFACES),
        ("on_accent", "accent"),
        ("text", "selection"),
        ("text", "mark"),
    ],
)
def test_words_are_readable_on_every_surface(tones, ink, ground):
    assert contrast(getattr(tones, ink), getattr(tones, ground)) >= 4.5


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_is_readable_on_its_fill_and_on_every_surface(tones, name):
    tone = tones.bucket(name)
    grounds = [tone.fill, tones.selection, *(getattr(tones, surface) for surface in SURFACES)]

    assert min(contrast(tone.ink, ground) for ground in grounds) >= 4.5


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
def test_what_can_be_operated_has_a_visible_edge(tones):
    assert min(contrast(tones.edge, getattr(tones, surface)) for surface in SURFACES) >= 3
    assert min(contrast(tones.accent, getattr(tones, surface)) for surface in SURFACES) >= 3


def test_both_palettes_know_the_same_buckets():
    assert set(LIGHT.buckets) == set(DARK.buckets)


def test_an_unheard_bucket_looks_unknown():
    assert LIGHT.bucket("brand-new") == LIGHT.buckets["unknown"]


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
def test_the_stylesheet_has_no_hole_left(qapp, tones: Tones):
    assert "@" not in theme.stylesheet(tones, QFont()).split("*/", 1)[1]


def test_distances_grow_with_the_font(qapp):
    small, large = QFont(), QFont()
    small.setPointSize(9)
    large.setPointSize(18)

    assert theme.spacing(large, theme.ROOMY) > 1.7 * theme.spacing(small, theme.ROOMY)
    assert theme.spacing(small, 0.0001) == 1


def test_a_choice_of_colours_beats_the_system(dressed, qtbot):
    label = QLabel("x")
    qtbot.addWidget(label)
    dress = Theme(dressed, Scheme.LIGHT)

    with qtbot.waitSignal(dress.changed) as heard:
        dress.use(Scheme.DARK)

    assert heard.args == [DARK]
    assert theme.tones_of(label) is DARK
    assert dressed.palette().color(QPalette.ColorRole.Window).name() == DARK.window


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_a_transparent_widget_is_on_the_ground_of_the_application(dressed, qtbot, scheme):
    dress = Theme(dressed, scheme)
    button = QPushButton("x")
    button.setProperty("look", "quiet")
    qtbot.addWidget(button)
    button.show()

    assert theme.tones_of(button) is dress.tones


def test_choosing_the_same_colours_again_changes_nothing(dressed, qtbot):
    dress = Theme(dressed, Scheme.DARK)

    with qtbot.assertNotEmitted(dress.changed):
        dress.use(Scheme.DARK)


def test_the_system_is_followed_when_asked_to(dressed):
    dress = Theme(dressed, Scheme.SYSTEM)
    is_dark = dressed.styleHints().colorScheme() is Qt.ColorScheme.Dark

    assert dress.tones is (DARK if is_dark else LIGHT)
