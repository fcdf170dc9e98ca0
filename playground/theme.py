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
from playground.sizes import Slow, area, px, scale

# in pixels at the usual text size: see `sizes`
SPACING = Slow(8)
MARGIN = Slow(12)
TIGHT = Slow(4)
ICON = QSize(20, 20)
BUTTON_ICON = QSize(16, 16)
CONTROL_HEIGHT = Slow(28)
SMALL_FONT = 11
TINY_FONT = 10
FIGURE_FONT = 17

SHADES = 256

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
    edge: str
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
    edge="#7d8a97",
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
    edge="#6f7e8d",
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


def prepare(app: QApplication, theme: Theme) -> None:
    """Give the application a theme, all but the style sheet: best done before there are widgets.

    It is Fusion with a palette of its own, as no desktop may offer one.
    """
    if not app.property("fusion"):  # under a style sheet, the style itself no longer tells its name
        app.setStyle("fusion")
        app.setProperty("fusion", True)
    if app.property("palette") != _look(theme):
        app.setProperty("palette", _look(theme))
        _set_font(app)
        app.setPalette(_palette(theme))


def apply(app: QApplication, theme: Theme) -> None:
    """Give the whole application a theme, its style sheet as well: best done when all widgets are made.

    While there is a style sheet, a widget that comes into another is styled anew, with all that is inside it.
    """
    prepare(app, theme)
    if app.property("sheet") != _look(theme):  # to set it again would polish every widget again
        app.setProperty("sheet", _look(theme))
        app.setStyleSheet(_style_sheet(theme))


def _look(theme: Theme) -> str:
    return f"{theme.name} {scale()}"


def _set_font(app: QApplication) -> None:
    """Give the application the desktop's font, as large as text is to be."""
    usual = app.property("points")
    if usual is None:
        usual = app.font().pointSizeF()
        app.setProperty("points", usual)
    font = app.font()
    if abs(font.pointSizeF() - usual * scale()) > 0.01:
        font.setPointSizeF(usual * scale())
        app.setFont(font)


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
    QFrame#panel {{ background: {theme.panel}; border: 1px solid {theme.border}; border-radius: {px(6)}px; }}
    QLabel[role="heading"] {{ color: {theme.muted}; font-weight: 600; letter-spacing: {px(1)}px; }}
    QLabel[role="caption"] {{ color: {theme.muted}; }}
    QLabel[role="figure"] {{ font-size: {px(FIGURE_FONT)}px; font-weight: 600; }}
    QPushButton {{
        background: {theme.control}; border: 1px solid {theme.border}; border-radius: {px(5)}px;
        padding: {px(Slow(5))}px {px(Slow(11))}px;
    }}
    QPushButton:hover {{ border-color: {theme.accent}; }}
    QPushButton:pressed {{ background: {theme.border}; }}
    QPushButton:disabled {{ color: {theme.muted}; }}
    QPushButton[role="primary"] {{
        background: {theme.accent}; color: {theme.accent_text}; border-color: {theme.accent};
        font-weight: 600;
    }}
    QPushButton:focus, QPushButton[role="primary"]:focus {{
        border: 2px solid {theme.text}; padding: {px(Slow(5)) - 1}px {px(Slow(11)) - 1}px;
    }}
    QPushButton[role="icon"] {{ padding: {px(2)}px; }}
    QPushButton[role="slim"] {{ padding: {px(2)}px {px(8)}px; }}
    QPushButton[role="slim"]:focus {{ padding: {px(2) - 1}px {px(8) - 1}px; }}
    QPushButton[role="icon"]:focus {{ padding: {px(2) - 1}px; }}
    QFrame#event {{
        background: {theme.panel}; border: 2px solid {theme.warning}; border-radius: {px(6)}px;
    }}
    QLabel[role="strong"] {{ font-weight: 600; }}
    QFrame#drawer {{
        background: {theme.panel}; border: 2px solid {theme.accent}; border-radius: {px(6)}px;
    }}
    QPushButton:checked {{ border-color: {theme.accent}; background: {theme.border}; }}
    QFrame#notice {{ background: transparent; }}
    QFrame#notice[level="warning"], QFrame#notice[level="error"] {{
        background: {theme.panel}; border: 2px solid {theme.warning}; border-radius: {px(5)}px;
    }}
    QFrame#notice[level="error"] {{ border-color: {theme.error}; }}
    QPushButton[role="small"], QPushButton[role="small"]:focus {{
        padding: 1px; font-size: {px(SMALL_FONT)}px;
    }}
    QSpinBox[role="neurons"] {{
        background: {theme.control}; border: 1px solid {theme.border}; border-radius: {px(4)}px;
        font-size: {px(12)}px;
    }}
    QSpinBox[role="neurons"]:focus, QFrame#card {{ border: 2px solid {theme.accent}; }}
    QSpinBox[role="neurons"]::up-button {{
        subcontrol-origin: border; subcontrol-position: center right; width: {px(17)}px;
        height: {px(CONTROL_HEIGHT) - 2}px;
        border: none;
    }}
    QSpinBox[role="neurons"]::down-button {{
        subcontrol-origin: border; subcontrol-position: center left; width: {px(17)}px;
        height: {px(CONTROL_HEIGHT) - 2}px;
        border: none;
    }}
    QFrame#card {{ background: {theme.panel}; border-radius: {px(6)}px; }}
    QTabBar[role="figures"]::tab {{
        background: transparent; color: {theme.muted}; border: none; border-bottom: 2px solid transparent;
        padding: {px(TIGHT)}px {px(Slow(7))}px; margin-right: {px(2)}px;
    }}
    QTabBar[role="figures"]::tab:hover {{ color: {theme.text}; border-bottom-color: {theme.border}; }}
    QTabBar[role="figures"]::tab:selected {{ color: {theme.text}; border-bottom-color: {theme.accent}; }}
    QTabBar[role="figures"]::tab:selected:focus {{ background: {theme.border}; }}
    QTabBar[role="figures"]:focus {{ border: 2px solid {theme.accent}; }}
    QTableView, QTreeWidget, QListWidget, QPlainTextEdit {{ border: 1px solid {theme.border}; padding: 1px; }}
    QTableView:focus, QTreeWidget:focus, QListWidget:focus, QPlainTextEdit:focus {{
        border: 2px solid {theme.accent}; padding: 0;
    }}
    QToolTip {{
        background: {theme.panel}; color: {theme.text}; border: 1px solid {theme.border}; padding: {px(4)}px;
    }}
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
    QLineEdit[objectName="features.formula"] {{
        background: {theme.control}; border: 1px solid {theme.border}; border-radius: {px(3)}px;
        padding: {px(3)}px;
    }}
    QLineEdit[objectName="features.formula"]:focus {{
        border: 2px solid {theme.accent}; padding: {px(3) - 1}px;
    }}
    QAbstractScrollArea::corner {{ background: transparent; border: none; }}
    QScrollBar {{ background: transparent; }}
    QScrollBar:vertical {{ width: {px(11)}px; }}
    QScrollBar:horizontal {{ height: {px(11)}px; }}
    QScrollBar::handle {{ background: {theme.muted}; border-radius: {px(3)}px; margin: {px(2)}px; }}
    QScrollBar::handle:vertical {{ min-height: {px(24)}px; }}
    QScrollBar::handle:horizontal {{ min-width: {px(24)}px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QSlider::groove:horizontal {{
        height: {px(4)}px; background: {theme.window}; border: 1px solid {theme.border};
        border-radius: {px(4) // 2 + 1}px;
    }}
    QSlider::sub-page:horizontal {{
        background: {theme.accent}; border: 1px solid {theme.accent}; border-radius: {px(4) // 2 + 1}px;
    }}
    QSlider::handle:horizontal {{
        width: {px(12)}px; height: {px(12)}px; margin: {-px(5)}px 0; background: {theme.control};
        border: 1px solid {theme.muted}; border-radius: {px(12) // 2 + 1}px;
    }}
    QSlider::handle:horizontal:hover {{ border-color: {theme.accent}; }}
    QSlider::sub-page:horizontal:disabled {{ background: {theme.border}; border-color: {theme.border}; }}
    QSlider::handle:horizontal:disabled {{ background: {theme.window}; border-color: {theme.border}; }}
    {_larger_boxes() if scale() != 1.0 else ""}
    """


def _larger_boxes() -> str:
    """The boxes that are ticked: the style has but one size for them."""
    size = f"width: {px(13)}px; height: {px(13)}px;"
    return f"QCheckBox::indicator, QTableView::indicator, QMenu::indicator {{ {size} }}"


def icon(name: str, colour: str) -> QIcon:
    """Return one of the program's icons, drawn in a colour."""
    source = (ASSETS / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    result = QIcon()
    for sharp in (1, 2):
        pixmap = QPixmap(area(ICON) * sharp)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        pixmap.setDevicePixelRatio(sharp)
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
