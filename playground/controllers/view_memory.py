"""Remembers between starts how the output is shown: the plot's options, the tab, the log axis."""

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QCheckBox

from playground.classroom.choice import Classroom
from playground.controllers import remembered
from playground.session.session import Session
from playground.widgets.output.boundary_plot import BoundaryPlot
from playground.widgets.output.loss_plot import LossPlot
from playground.widgets.output.tabs import OutputTabs

GROUP = "output"
VIEW = "view"  # its key in the settings


class ViewMemory(QObject):
    """Restores the controls, and remembers every change.

    This belongs to the person and to no file. A class sees the defaults of what it cannot change, whatever
    was chosen before; what is chosen in class mode is not remembered.

    Parameters
    ----------
    parent : QObject
    session : Session
        Signals when something is hidden or locked for a class.
    settings : QSettings
    plot : BoundaryPlot
    tabs : OutputTabs
    """

    def __init__(
        self, parent: QObject, session: Session, settings: QSettings, plot: BoundaryPlot, tabs: OutputTabs
    ) -> None:
        super().__init__(parent)
        self._session, self._settings, self._tabs = session, settings, tabs
        self._switches = _switches(plot, tabs)
        self._defaults = {name: switch.isChecked() for name, switch in self._switches.items()}
        self.restore()
        for name, switch in self._switches.items():
            switch.toggled.connect(lambda on, name=name: self._keep(name, on))
        tabs.bar.currentChanged.connect(lambda _: self._keep("tab", tabs.tab))
        session.gate.changed.connect(self._restore)

    def restore(self) -> None:
        """Show the output as it was last: also the tab of a view that has come since."""
        self._restore(self._session.gate.shown)

    def _restore(self, classroom: Classroom) -> None:
        for name, switch in self._switches.items():
            default = self._defaults[name]
            if classroom.closed(f"plot.{name}"):
                switch.setChecked(default)
            elif not classroom:
                switch.setChecked(remembered.value(self._settings, f"{GROUP}/{name}", default))
        tab = remembered.value(self._settings, f"{GROUP}/tab", "loss")
        if not classroom and tab in self._tabs.names:
            self._tabs.open(tab)

    def _keep(self, name: str, value: bool | str) -> None:
        if not self._session.gate.shown:
            self._settings.setValue(f"{GROUP}/{name}", value)


def as_shown(plot: BoundaryPlot, tabs: OutputTabs) -> dict[str, bool | str]:
    """Return how the output is shown now, by the keys of the settings."""
    on = {f"{GROUP}/{name}": switch.isChecked() for name, switch in _switches(plot, tabs).items()}
    return {**on, f"{GROUP}/tab": tabs.tab}


def _switches(plot: BoundaryPlot, tabs: OutputTabs) -> dict[str, QCheckBox]:
    loss = tabs.get(LossPlot)
    return {**plot.options.switches, **({} if loss is None else {"log": loss.log})}
