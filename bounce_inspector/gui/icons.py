"""Icons by name and colour: the drawings of resources/icons, tinted and rendered for the screen."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from bounce_inspector.shipped import resource

_SIZES = (16, 20, 24, 32, 48)
_APP_SIZES = (16, 24, 32, 48, 64, 128, 256)


def icon(name: str, colour: str) -> QIcon:
    """Return the icon ``resources/icons/<name>.svg`` in a colour (#rrggbb).

    Raise FileNotFoundError where there is no such drawing.
    """
    return _icon(name, colour, _SIZES)


def beside(font: QFont) -> QSize:
    """Return the size of an icon that stands beside words in this font."""
    side = round(QFontMetricsF(font).height())
    return QSize(side, side)


def app_icon() -> QIcon:
    """Return the icon of the program."""
    return _icon("app", "#000000", _APP_SIZES)


def pixmap(name: str, colour: str, side: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a square of `side` device-independent pixels for a screen of that ratio."""
    drawing = _renderer(name, colour)
    made = QPixmap(QSize(round(side * ratio), round(side * ratio)))
    made.fill(Qt.GlobalColor.transparent)
    made.setDevicePixelRatio(ratio)
    painter = QPainter(made)
    drawing.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return made


def paint(painter: QPainter, place: QRectF, name: str, colour: str) -> None:
    """Draw an icon into a rectangle of a painter in use."""
    _renderer(name, colour).render(painter, place)


def names() -> tuple[str, ...]:
    """Return the names of all drawings."""
    found = (entry.name for entry in resource("icons").iterdir())
    return tuple(sorted(name[: -len(".svg")] for name in found if name.endswith(".svg")))


def _icon(name: str, colour: str, sizes: tuple[int, ...]) -> QIcon:
    screen = QGuiApplication.primaryScreen()
    return _rendered(name, colour, sizes, screen is not None and screen.devicePixelRatio() > 1)


@cache
def _rendered(name: str, colour: str, sizes: tuple[int, ...], dense: bool) -> QIcon:
    """Return an icon, rendered once; on a dense screen twice as fine as well."""
    made = QIcon()
    for side in sizes:
        for ratio in (1.0, 2.0) if dense else (1.0,):
            made.addPixmap(pixmap(name, colour, side, ratio))
    return made


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))


def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")
