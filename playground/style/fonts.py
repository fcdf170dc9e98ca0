"""The program's own font: it has every sign that the program writes, and figures of one width."""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from playground.assets import ASSETS
from playground.style.scaling import px
from playground.style.sizes import FONT

FAMILY = "Playground Sans"


def use(app: QApplication) -> None:
    """Have all texts written in this font, at the text size; other scripts have the system's."""
    _load()
    font = QFont(FAMILY)
    font.setStyleHint(QFont.StyleHint.SansSerif)
    font.setPixelSize(px(FONT))
    app.setFont(font)


@cache
def _load() -> None:
    for path in sorted((ASSETS / "fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(path))
