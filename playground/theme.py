"""Every colour, font, size and colour map of the program, by name; light and dark."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from playground.assets import ASSETS

SPACING = 8
MARGIN = 12
ICON = QSize(20, 20)
SHADES = 256
CONTROL_HEIGHT = 28

# One marker shape for each class, as pyqtgraph names them: colour alone never tells classes apart.
MARKERS = ("o", "s", "t", "d", "p", "star")


@dataclass(frozen=True)
class Theme:
    """The named colours of one appearance.

    Points are seen at 3:1 and more on every shade of a field: in the light theme they are dark on pale
    fields, in the dark theme pale on dark ones. Classes are told apart under the common colour-blindnesses
    and, by their lightness, in greyscale; tests measure it.
    """

    name: str
    window: str
    panel: str
    control: str
    border: str
    text: str
    muted: str
    accent: str
    accent_text: str
    warning: str
    error: str
    field_middle: str
    contour: str
    train_line: str
    test_line: str
    outline: str
    negative: str
    positive: str
    field_negative: str
    field_positive: str
    weight_negative: str
    weight_positive: str
    classes: tuple[str, ...]
    class_fields: tuple[str, ...]


LIGHT = Theme(
    name="light",
    window="#eef1f4",
    panel="#ffffff",
    control="#ffffff",
    border="#c3ccd5",
    text="#17212b",
    muted="#566472",
    accent="#0a66b0",
    accent_text="#ffffff",
    warning="#8a5300",
    error="#b3261e",
    field_middle="#f4f4f2",
    contour="#17212b",
    train_line="#0a66b0",
    test_line="#b8500a",
    outline="#ffffff",
    negative="#a45f0c",
    positive="#044680",
    field_negative="#fed2a1",
    field_positive="#9fcefe",
    weight_negative="#c26a00",
    weight_positive="#0862b0",
    # orange, blue, green, teal, pink, purple
    classes=("#9f4c00", "#014f91", "#00441b", "#01798d", "#860257", "#7d19d6"),
    class_fields=("#fed1b6", "#a0ccff", "#a1f3b2", "#5cdffc", "#fec4de", "#d4beff"),
)
DARK = Theme(
    name="dark",
    window="#14191f",
    panel="#1c232b",
    control="#262f39",
    border="#3b4754",
    text="#e8edf2",
    muted="#a3b0bd",
    accent="#5ab0f0",
    accent_text="#0b1218",
    warning="#f0b352",
    error="#ff8a80",
    field_middle="#2a3038",
    contour="#ffffff",
    train_line="#6fbcf5",
    test_line="#ffab57",
    outline="#10151a",
    negative="#ffc47e",
    positive="#53a5fd",
    field_negative="#5b3506",
    field_positive="#014c8b",
    weight_negative="#fdc077",
    weight_positive="#4aa3e8",
    # orange, blue, green, yellow, pink, sky
    classes=("#ffb78b", "#80bcff", "#11b455", "#ffe78b", "#fe7fc0", "#79e5ff"),
    class_fields=("#773b0d", "#0c4072", "#165a2c", "#4c3e02", "#6f2f50", "#015361"),
)
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}


def named(name: str) -> Theme:
    """Return a theme by its name; any other name means the one that the desktop asks for."""
    return THEMES[name] if name in THEMES else system_theme()


def system_theme() -> Theme:
    """Return the appearance the desktop asks for."""
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return DARK if dark else LIGHT


def apply(app: QApplication, theme: Theme) -> None:
    """Give the whole application a theme: Fusion with a palette of its own, as no desktop may offer one."""
    if not app.property("fusion"):  # under a style sheet, the style itself no longer tells its name
        app.setStyle("fusion")
        app.setProperty("fusion", True)
    if app.property("theme") == theme.name:  # to set it again would polish every widget again
        return
    app.setProperty("theme", theme.name)
    app.setPalette(_palette(theme))
    app.setStyleSheet(_style_sheet(theme))


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.control,
        role.AlternateBase: theme.panel,
        role.Text: theme.text,
        role.Button: theme.control,
        role.ButtonText: theme.text,
        role.ToolTipBase: theme.panel,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.muted,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.accent_text,
        role.Link: theme.accent,
        role.Light: theme.border,
        role.Mid: theme.border,
        role.Dark: theme.border,
    }
    palette = QPalette()
    for one, colour in colours.items():
        palette.setColor(one, QColor(colour))
    for one in (role.Text, role.ButtonText, role.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(theme.muted))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(theme.border))
    return palette


def _style_sheet(theme: Theme) -> str:
    return f"""
    QFrame#panel {{ background: {theme.panel}; border: 1px solid {theme.border}; border-radius: 6px; }}
    QLabel[role="heading"] {{ color: {theme.muted}; font-weight: 600; letter-spacing: 1px; }}
    QLabel[role="caption"] {{ color: {theme.muted}; }}
    QLabel[role="figure"] {{ font-size: 17px; font-weight: 600; }}
    QPushButton {{
        background: {theme.control}; border: 1px solid {theme.border}; border-radius: 5px; padding: 5px 11px;
    }}
    QPushButton:hover {{ border-color: {theme.accent}; }}
    QPushButton:pressed {{ background: {theme.border}; }}
    QPushButton:disabled {{ color: {theme.muted}; }}
    QPushButton[role="primary"] {{
        background: {theme.accent}; color: {theme.accent_text}; border-color: {theme.accent};
        font-weight: 600;
    }}
    QPushButton:focus, QPushButton[role="primary"]:focus {{
        border: 2px solid {theme.text}; padding: 4px 10px;
    }}
    QFrame#event {{ background: {theme.panel}; border: 2px solid {theme.warning}; border-radius: 6px; }}
    QLabel[role="strong"] {{ font-weight: 600; }}
    QFrame#drawer {{ background: {theme.panel}; border: 2px solid {theme.accent}; border-radius: 6px; }}
    QPushButton:checked {{ border-color: {theme.accent}; background: {theme.border}; }}
    QFrame#notice {{ background: transparent; }}
    QFrame#notice[level="warning"], QFrame#notice[level="error"] {{
        background: {theme.panel}; border: 2px solid {theme.warning}; border-radius: 5px;
    }}
    QFrame#notice[level="error"] {{ border-color: {theme.error}; }}
    QPushButton[role="small"], QPushButton[role="small"]:focus {{ padding: 1px; font-size: 11px; }}
    QSpinBox[role="neurons"] {{
        background: {theme.control}; border: 1px solid {theme.border}; border-radius: 4px; font-size: 12px;
    }}
    QSpinBox[role="neurons"]:focus, QFrame#card {{ border: 2px solid {theme.accent}; }}
    QSpinBox[role="neurons"]::up-button {{
        subcontrol-origin: border; subcontrol-position: center right; width: 17px; height: 26px; border: none;
    }}
    QSpinBox[role="neurons"]::down-button {{
        subcontrol-origin: border; subcontrol-position: center left; width: 17px; height: 26px; border: none;
    }}
    QFrame#card {{ background: {theme.panel}; border-radius: 6px; }}
    QTabBar[role="figures"]::tab {{
        background: transparent; color: {theme.muted}; border: none; border-bottom: 2px solid transparent;
        padding: 4px 7px; margin-right: 2px;
    }}
    QTabBar[role="figures"]::tab:hover {{ color: {theme.text}; border-bottom-color: {theme.border}; }}
    QTabBar[role="figures"]::tab:selected {{ color: {theme.text}; border-bottom-color: {theme.accent}; }}
    QTabBar[role="figures"]:focus {{ border: 1px solid {theme.accent}; }}
    QTableView {{ border: 1px solid {theme.border}; }}
    QToolTip {{
        background: {theme.panel}; color: {theme.text}; border: 1px solid {theme.border}; padding: 4px;
    }}
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
    """


def icon(name: str, colour: str) -> QIcon:
    """Return one of the program's icons, drawn in a colour."""
    source = (ASSETS / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    result = QIcon()
    for scale in (1, 2):
        pixmap = QPixmap(ICON * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        result.addPixmap(pixmap)
    return result


def app_icon() -> QIcon:
    """Return the program's own icon."""
    return QIcon(str(ASSETS / "icons" / "app.svg"))


Shades = NDArray[np.uint8]


@cache
def shades(theme: Theme) -> Shades:
    """Return the colours of a field from −1 to 1: orange, the middle, blue; (SHADES, 4) RGBA."""
    middle = np.array(_rgb(theme.field_middle))
    value = np.linspace(-1.0, 1.0, SHADES)[:, None]
    end = np.where(value < 0.0, _rgb(theme.field_negative), _rgb(theme.field_positive))
    return _rgba(middle + np.abs(value) * (end - middle))


def argb(shades: Shades) -> NDArray[np.uint32]:
    """Return RGBA colours (…, 4) as the numbers 0xAARRGGBB that a QImage holds."""
    red, green, blue, alpha = np.moveaxis(shades.astype(np.uint32), -1, 0)
    return np.asarray(alpha << 24 | red << 16 | green << 8 | blue, dtype=np.uint32)


def class_colour(theme: Theme, problem: str, k: int) -> str:
    """Return the colour of class k's points: two classes have the two colours of a field."""
    if problem == "binary":
        return (theme.negative, theme.positive)[k]
    return theme.classes[k % len(theme.classes)]


def value_colour(theme: Theme, value: float) -> str:
    """Return the colour of a point whose value is from −1 to 1: at 0 a grey that is seen on the field."""
    middle = np.array(_rgb(theme.muted))
    end = np.array(_rgb(theme.negative if value < 0.0 else theme.positive))
    strength = min(abs(value), 1.0)
    red, green, blue = (middle + strength * (end - middle)).round().astype(int)
    return f"#{red:02x}{green:02x}{blue:02x}"


@cache
def class_shades(theme: Theme) -> Shades:
    """Return the colours of each class from none to full certainty; (classes, SHADES, 4) RGBA."""
    middle = np.array(_rgb(theme.field_middle))
    certainty = np.linspace(0.0, 1.0, SHADES)[:, None]
    return np.stack(
        [_rgba(middle + certainty * (np.array(_rgb(colour)) - middle)) for colour in theme.class_fields]
    )


def _rgb(colour: str) -> tuple[int, int, int]:
    one = QColor(colour)
    return one.red(), one.green(), one.blue()


def _rgba(rgb: NDArray[Any]) -> Shades:
    alpha = np.full((len(rgb), 1), 255.0)
    return np.concatenate([rgb, alpha], axis=1).round().astype(np.uint8)
