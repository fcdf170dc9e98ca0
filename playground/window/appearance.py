"""The theme, the text size and whether there is motion, all remembered, and the format of numbers."""

from PySide6.QtCore import QLocale, QObject, QSettings, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from playground.controllers import remembered
from playground.style import motion, palette, scaling, style_sheet
from playground.style.palette import THEMES, Theme
from playground.style.scaling import TEXT_SIZES, USUAL
from playground.texts.numbers import ENGLISH, Format
from playground.widgets.controls.base import wrap_again

SYSTEM = "system"
REDUCED_MOTION = "reduced_motion"  # in the settings, once it was chosen
NARROW_SPACE = "\u202f"  # between groups of digits, where a locale has no mark for them


class Appearance(QObject):
    """The looks that all widgets share.

    Signals
    -------
    changed (Theme)
        Everything is to be drawn again: in these colours, or at another size.

    Attributes
    ----------
    theme : str
        "light", "dark", or as the "system" is.
    colours : Theme
        The colours in use.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject, settings: QSettings) -> None:
        super().__init__(parent)
        self._settings = settings
        self.theme = remembered.value(settings, "theme", SYSTEM)
        self.colours = palette.named(self.theme)
        chosen = settings.contains(REDUCED_MOTION)
        motion.reduce(remembered.value(settings, REDUCED_MOTION, False) if chosen else None)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    def choose_theme(self, name: str) -> None:
        """Show the window "light", "dark", or as the "system" is."""
        self.theme = name if name in THEMES else SYSTEM
        self._settings.setValue("theme", self.theme)
        self._apply(palette.named(self.theme))

    def _follow_system(self) -> None:
        if self.theme == SYSTEM:
            self._apply(palette.system_theme())

    def _apply(self, colours: Theme) -> None:
        self.colours = colours
        style_sheet.apply(_application(), colours)
        self.changed.emit(colours)

    # -- motion ------------------------------------------------------------------------------

    @property
    def reduces_motion(self) -> bool:
        """Whether things appear in their place at once."""
        return motion.prefers_less()

    def toggle_motion(self) -> None:
        """Reduce motion, or not; from then on the desktop's wish no longer counts."""
        self._settings.setValue(REDUCED_MOTION, not self.reduces_motion)
        motion.reduce(not self.reduces_motion)

    # -- the text size -----------------------------------------------------------------------

    @property
    def percent(self) -> int:
        """The text size, in per cent of the usual one."""
        return round(scaling.scale() * USUAL)

    def choose_size(self, percent: int) -> None:
        """Set the text size, and with it all other sizes."""
        changed = scaling.change(percent)
        self._settings.setValue("text_size", self.percent)
        if changed:
            style_sheet.apply(_application(), self.colours)  # the font, before it is measured
            scaling.refit()
            for widget in QApplication.allWidgets():
                wrap_again(widget)
            self._apply(self.colours)

    def step_size(self, by: int) -> None:
        """Go to the next larger or smaller size."""
        at = TEXT_SIZES.index(self.percent) + by
        self.choose_size(TEXT_SIZES[min(max(at, 0), len(TEXT_SIZES) - 1)])


def format_of(locale: QLocale) -> Format:
    """Return how numbers are written where a locale is used; in English where that has digits of its own."""
    decimal, group = locale.decimalPoint(), locale.groupSeparator()
    if decimal not in (".", ","):
        return ENGLISH
    known = group.isspace() or group in ".,'’"
    return Format(decimal, group if group and group != decimal and known else NARROW_SPACE)


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
