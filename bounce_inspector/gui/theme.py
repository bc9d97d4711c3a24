"""Colours and distances of the window: two palettes on Fusion, following the system or the user.

Views never name a colour. They ask `tones_of(self)` for the set that fits the palette they are
shown in, and `spacing` for distances that grow with the font.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from bounce_inspector.shipped import resource

# Distances as parts of the font's height.
TIGHT = 0.25
SNUG = 0.5
ROOMY = 1.0
WIDE = 1.5


class Scheme(StrEnum):
    """What the user chose. The values are those of the setting."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Tone:
    """Ink that is readable on this fill and on every surface of the same palette (WCAG AA)."""

    ink: str
    fill: str


@dataclass(frozen=True, slots=True)
class Tones:
    """One palette: colours as #rrggbb.

    `raised` is the surface of cards, `border` decorates, `edge` bounds what can be operated, `mark`
    is the fill behind the deciding words. `buckets` are keyed by the ledger's bucket values.
    """

    dark: bool
    window: str
    base: str
    raised: str
    text: str
    muted: str
    border: str
    edge: str
    accent: str
    on_accent: str
    selection: str
    mark: str
    buckets: dict[str, Tone]

    def bucket(self, name: str) -> Tone:
        """Return the tone of a bucket; of an unheard one, that of unknown."""
        return self.buckets.get(name, self.buckets["unknown"])


LIGHT = Tones(
    dark=False,
    window="#f5f6f8",
    base="#ffffff",
    raised="#ffffff",
    text="#1b1f24",
    muted="#565f6a",
    border="#d9dee5",
    edge="#818b97",
    accent="#2457c5",
    on_accent="#ffffff",
    selection="#dbe6fb",
    mark="#ffe59a",
    buckets={
        "remove": Tone("#b3261e", "#fce8e6"),
        "watch": Tone("#855000", "#fff0d9"),
        "keep": Tone("#1b6b3a", "#e1f3e7"),
        "your-side": Tone("#6b3fa0", "#f0e8fa"),
        "complaint": Tone("#a3195b", "#fce5ef"),
        "not-bounce": Tone("#4b5563", "#e9edf2"),
        "unknown": Tone("#0d616e", "#ddf2f5"),
    },
)

DARK = Tones(
    dark=True,
    window="#1c1f24",
    base="#15171b",
    raised="#23272d",
    text="#e6e9ee",
    muted="#a7b0bc",
    border="#3a4049",
    edge="#7c8692",
    accent="#85acff",
    on_accent="#0d1422",
    selection="#2b3f66",
    mark="#5c4a08",
    buckets={
        "remove": Tone("#ffb4ab", "#4a1f1b"),
        "watch": Tone("#f3c26e", "#42300f"),
        "keep": Tone("#8fd8a8", "#173824"),
        "your-side": Tone("#cfb6ff", "#372a50"),
        "complaint": Tone("#ffb0d1", "#4a1b33"),
        "not-bounce": Tone("#c3cad4", "#333942"),
        "unknown": Tone("#86d6e3", "#113b43"),
    },
)


def tones_of(widget: QWidget) -> Tones:
    """Return the tones that fit the palette a widget is shown in."""
    ground = widget.window().palette().color(QPalette.ColorRole.Window)
    if ground.alpha() < 255:
        # The stylesheet made this widget itself transparent, and it has no window yet.
        ground = QApplication.palette().color(QPalette.ColorRole.Window)
    return DARK if ground.lightness() < 128 else LIGHT


def spacing(font: QFont, amount: float) -> int:
    """Return a distance in pixels: a part of the font's height, never 0."""
    return max(1, round(QFontMetricsF(font).height() * amount))


def machine_font(font: QFont) -> QFont:
    """Return the type for a machine's words, in the size of a font: the system's own may differ."""
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    made.setPointSizeF(font.pointSizeF())
    return made


class Theme(QObject):
    """Dresses the application and keeps it dressed when the system turns light or dark."""

    changed = Signal(object)

    def __init__(self, app: QApplication, scheme: Scheme = Scheme.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self._scheme = scheme
        self._tones: Tones | None = None
        app.styleHints().colorSchemeChanged.connect(self._refresh)
        self.use(scheme)

    @property
    def tones(self) -> Tones:
        """The tones in use."""
        return DARK if self._is_dark() else LIGHT

    def use(self, scheme: Scheme) -> None:
        """Follow the system, or stay light or dark whatever it says."""
        self._scheme = scheme
        # Also tells the system, so that title bars and native dialogs agree with the window.
        self._app.styleHints().setColorScheme(_COLOUR_SCHEMES[scheme])
        self._refresh()

    def _refresh(self) -> None:
        tones = self.tones
        if tones is self._tones:
            return
        self._tones = tones
        self._app.setPalette(palette(tones))
        self._app.setStyleSheet(stylesheet(tones, self._app.font()))
        self.changed.emit(tones)

    def _is_dark(self) -> bool:
        if self._scheme is Scheme.SYSTEM:
            return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._scheme is Scheme.DARK


_COLOUR_SCHEMES = {
    Scheme.SYSTEM: Qt.ColorScheme.Unknown,
    Scheme.LIGHT: Qt.ColorScheme.Light,
    Scheme.DARK: Qt.ColorScheme.Dark,
}


def palette(tones: Tones) -> QPalette:
    """Return a palette for Fusion in these tones."""
    made = QPalette()
    roles = QPalette.ColorRole
    for role, colour in {
        roles.Window: tones.window,
        roles.WindowText: tones.text,
        roles.Base: tones.base,
        roles.AlternateBase: tones.window,
        roles.Text: tones.text,
        roles.Button: tones.raised,
        roles.ButtonText: tones.text,
        roles.BrightText: tones.buckets["remove"].ink,
        roles.ToolTipBase: tones.raised,
        roles.ToolTipText: tones.text,
        roles.PlaceholderText: tones.muted,
        roles.Highlight: tones.selection,
        roles.HighlightedText: tones.text,
        roles.Accent: tones.accent,
        roles.Link: tones.accent,
        roles.LinkVisited: tones.accent,
        roles.Light: tones.raised,
        roles.Midlight: tones.border,
        roles.Mid: tones.border,
        roles.Dark: tones.edge,
    }.items():
        made.setColor(role, QColor(colour))
    faded = _between(tones.muted, tones.window)
    for role in (roles.WindowText, roles.Text, roles.ButtonText, roles.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, role, faded)
    return made


def stylesheet(tones: Tones, font: QFont) -> str:
    """Return the one stylesheet of the program, from resources/style.qss and these tones."""
    text = resource("style.qss").read_text(encoding="utf-8")
    values = {
        "window": tones.window,
        "base": tones.base,
        "raised": tones.raised,
        "text": tones.text,
        "muted": tones.muted,
        "border": tones.border,
        "edge": tones.edge,
        "accent": tones.accent,
        "on-accent": tones.on_accent,
        "selection": tones.selection,
        "pressed": _between(tones.selection, tones.edge).name(),
        "faded": _between(tones.muted, tones.window).name(),
        "tight": f"{spacing(font, TIGHT)}px",
        "snug": f"{spacing(font, SNUG)}px",
        "roomy": f"{spacing(font, ROOMY)}px",
        "corner": f"{spacing(font, TIGHT)}px",
        "dot": f"{2 * (spacing(font, ROOMY) // 3)}px",
        "half-dot": f"{spacing(font, ROOMY) // 3 + 1}px",  # the border counts
        "bullet": (
            "qradialgradient(cx:0.5, cy:0.5, radius:0.5, fx:0.5, fy:0.5, "
            f"stop:0.5 {tones.accent}, stop:0.6 {tones.base})"
        ),
    }
    return re.sub(r"@([a-z-]+)", lambda name: values[name[1]], text)


def _between(one: str, other: str) -> QColor:
    a, b = QColor(one), QColor(other)
    return QColor(
        (a.red() + b.red()) // 2, (a.green() + b.green()) // 2, (a.blue() + b.blue()) // 2
    )
