"""Motion: how long it takes when things come and go, and whether there is any. All that moves asks here."""

from PySide6.QtGui import QGuiApplication

MILLISECONDS = 120
UNSEEN = ("offscreen", "minimal")  # platforms without a screen, where nobody sees a motion

_wanted: bool | None = None


def reduce(wanted: bool | None) -> None:
    """Set whether the person wants less motion; None means as the desktop has it."""
    global _wanted
    _wanted = wanted


def prefers_less() -> bool:
    """Whether the person, or else the desktop, asks for less motion."""
    if _wanted is not None:
        return _wanted
    style = QGuiApplication.styleHints()  # kept: PySide6 6.12 lets go of what it gives with it
    preference = getattr(style.accessibility(), "motionPreference", None)  # Qt tells from 6.12 on
    return preference is not None and preference().name == "ReducedMotion"


def reduced() -> bool:
    """Whether everything appears in its place at once."""
    return prefers_less() or QGuiApplication.platformName() in UNSEEN
