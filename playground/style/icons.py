"""Icons, in the colours of the theme."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from playground.assets import ASSETS
from playground.style.scaling import area
from playground.style.sizes import ICON


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
