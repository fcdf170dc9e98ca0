"""Shows why training diverged, in a panel that is made the first time."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from playground.classroom.catalogue import PLAY
from playground.observers.divergence import Diagnosis
from playground.session.session import Session
from playground.style import palette
from playground.style.palette import Theme
from playground.widgets.network.panel import NetworkPanel
from playground.widgets.transport.panel import Transport

if TYPE_CHECKING:
    from playground.widgets.transport.divergence_panel import DivergencePanel


class Divergence(QObject):
    """Connects the panel and its two buttons with the session.

    Parameters
    ----------
    session : Session
    transport : Transport
        Comes before the panel in the tab order.
    network : NetworkPanel
        The panel lies over its foot.
    """

    def __init__(self, session: Session, transport: Transport, network: NetworkPanel) -> None:
        super().__init__(transport)
        self._session, self._transport, self._network = session, transport, network
        self._theme = palette.LIGHT
        self._panel: DivergencePanel | None = None
        session.notices.diverged.connect(self._show)

    def _show(self, what: Diagnosis | None) -> None:
        if what is not None:
            self._panel = self._panel or self._make_panel()
            self._panel.show_diagnosis(what)
        elif self._panel is not None:
            self._panel.hide()

    def _make_panel(self) -> "DivergencePanel":
        from playground.widgets.transport.divergence_panel import DivergencePanel

        panel = DivergencePanel(self._transport, self._network, partial(end_of_inputs, self._network))
        panel.stay_requested.connect(self._session.notices.stay)
        panel.slower_requested.connect(self._continue_slower)
        panel.apply_theme(self._theme)
        last: QWidget = self._transport.speed
        for one in (panel.stay, panel.slower, panel.close_button):  # tab order follows the eye
            QWidget.setTabOrder(last, one)
            last = one
        return panel

    def _continue_slower(self) -> None:
        """Halve the learning rate, and train on from the last good weights."""
        session = self._session
        halved = session.experiment.training.learning_rate / 2.0
        if session.gate.allows(PLAY) and session.edit("training.halved", "training", learning_rate=halved):
            session.play()

    def apply_theme(self, colours: Theme) -> None:
        """Draw the panel in the theme's colours."""
        self._theme = colours
        if self._panel is not None:
            self._panel.apply_theme(colours)


def end_of_inputs(network: NetworkPanel) -> int:
    """Return where the column of inputs ends, in pixels from the left edge of the panel."""
    nodes = [one for one in network.drawing.inputs.nodes if one.isVisible()]
    return max((one.mapTo(network, QPoint(one.width(), 0)).x() for one in nodes), default=0)
