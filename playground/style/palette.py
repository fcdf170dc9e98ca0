"""Every colour of the program, by name; light and dark."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication

from engine.base.values import dataclass

# One marker shape for each class, as pyqtgraph names them: colour alone never tells classes apart.
MARKERS = ("o", "s", "t", "d", "p", "star")


BLUE, ORANGE = 0.58, 1.07  # hues


@dataclass(frozen=True, eq=False)
class Theme:
    """The named colours of one appearance. There is one object of each: what is kept for it is found at once.

    Points are seen at 3:1 and more on every shade of a field: in the light theme they are dark on pale
    fields, in the dark theme pale on dark ones. Points and fields of two classes are told apart under the
    common colour-blindnesses, those of two values in greyscale too; a class has one hue in both themes.
    Tests measure it.
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
    lanes: tuple[str, ...]


LIGHT = Theme(
    name="light",
    window="#eef1f4",
    panel="#ffffff",
    control="#ffffff",
    border="#c3ccd5",
    edge="#7d8a97",
    text="#17212b",
    muted="#4c5966",
    accent="#0a66b0",
    accent_text="#ffffff",
    warning="#8a5300",
    error="#a51f19",
    field_middle="#f4f4f2",
    contour="#17212b",
    train_line="#0a66b0",
    test_line="#b8500a",
    outline="#ffffff",
    negative="#8a4b00",
    positive="#04307c",
    field_negative="#fed2a1",
    field_positive="#7fb0f9",
    weight_negative="#c26a00",
    weight_positive="#0862b0",
    # orange, blue, green, yellow, pink, purple
    classes=("#894c03", "#0f39c7", "#004301", "#242100", "#550b3e", "#542a8d"),
    class_fields=("#ec9a6b", "#7fb0f9", "#b7f7cf", "#fff680", "#c2a6b4", "#dfe0ff"),
    # blue, orange, green, magenta, purple, olive, teal, red
    lanes=("#0a66b0", "#b8500a", "#1c7438", "#b0246f", "#5b3bb5", "#6b6000", "#00747c", "#b3201a"),
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
    error="#ff958c",
    field_middle="#2a3038",
    contour="#ffffff",
    train_line="#6fbcf5",
    test_line="#ffab57",
    outline="#10151a",
    negative="#ffdea9",
    positive="#80b4ff",
    field_negative="#8a4c10",
    field_positive="#0a3076",
    weight_negative="#fdc077",
    weight_positive="#4aa3e8",
    classes=("#fbbd84", "#a1baff", "#a6fac9", "#ffff88", "#fc8bb7", "#ddd3ff"),
    class_fields=("#8b4807", "#0e59b8", "#3c5140", "#2a2300", "#3e0223", "#301474"),
    lanes=("#6fbcf5", "#ffab57", "#74d48c", "#f58cc0", "#b7a2ff", "#d8cb52", "#4fd0d0", "#ff8f86"),
)
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}


def named(name: str) -> Theme:
    """Return a theme by its name; any other name means the one that the desktop asks for."""
    return THEMES[name] if name in THEMES else system_theme()


def system_theme() -> Theme:
    """Return the appearance the desktop asks for."""
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return DARK if dark else LIGHT


def class_colour(theme: Theme, problem: str, k: int) -> str:
    """Return the colour of class k's points: two classes have the two colours of a field."""
    if problem == "binary":
        return (theme.negative, theme.positive)[k]
    return theme.classes[k % len(theme.classes)]


def layer_colour(theme: Theme, k: int, count: int) -> str:
    """Return the colour of a layer's curve: from blue for the first, by purple, to orange for the last."""
    share = k / (count - 1) if count > 1 else 0.0
    hue, lightness = (BLUE + share * (ORANGE - BLUE)) % 1.0, 0.36 if theme.name == "light" else 0.7
    return QColor.fromHslF(hue, 0.8, lightness).name()


def lane_colour(theme: Theme, k: int) -> str:
    """Return the colour of the k-th of several runs shown together; its letter tells it apart too."""
    return theme.lanes[k % len(theme.lanes)]


def value_colour(theme: Theme, value: float) -> str:
    """Return the colour of a point whose value is from −1 to 1: at 0 a grey that is seen on the field."""
    middle = np.array(rgb(theme.muted))
    end = np.array(rgb(theme.negative if value < 0.0 else theme.positive))
    strength = min(abs(value), 1.0)
    red, green, blue = (middle + strength * (end - middle)).round().astype(int)
    return f"#{red:02x}{green:02x}{blue:02x}"


def rgb(colour: str) -> tuple[int, int, int]:
    """Return the red, green and blue of a colour, from 0 to 255."""
    one = QColor(colour)
    return one.red(), one.green(), one.blue()
