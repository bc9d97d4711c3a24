"""Fonts for scripts that the window's own font lacks: the first letter of each loads its font."""

from collections.abc import Iterator

from PySide6.QtGui import QFont, QFontMetricsF

_LETTERS = "éжλあ漢한"  # Latin with accents, Cyrillic, Greek, Japanese, Chinese, Korean


def load_fonts(font: QFont) -> Iterator[None]:
    """Have the letters of one script after the other ready: each takes half a frame."""
    metrics = QFontMetricsF(font)
    for letter in _LETTERS:
        metrics.horizontalAdvance(letter)
        yield
