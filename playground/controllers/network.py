"""Connects the network's panel with the session."""

from PySide6.QtCore import QSettings

from playground.classroom.catalogue import LINES
from playground.classroom.choice import Classroom
from playground.controllers import remembered
from playground.mathematics.edges import CHOICES, Quantity
from playground.session.session import Session
from playground.widgets.network.panel import NetworkPanel

SHOWN_LINES = "network/lines"  # a key of the settings


def connect_network(session: Session, network: NetworkPanel, settings: QSettings) -> None:
    """Connect what the network's panel requests, beyond changes of the experiment."""

    def edit_layer(index: int, fields: dict[str, object]) -> None:
        session.edit(f"layer{index}.{next(iter(fields))}", f"layers/{index}", **fields)

    network.layer_edited.connect(edit_layer)
    network.parameter_set.connect(session.by_hand.set_parameter)
    network.mask_asked.connect(session.by_hand.set_mask)
    network.neuron_removed.connect(session.remove_neuron)
    _remember_lines(session, network, settings)


def _remember_lines(session: Session, network: NetworkPanel, settings: QSettings) -> None:
    """Remember between starts what the lines show; a class that cannot choose sees weights."""
    names = [one.value for one in CHOICES]

    def restore(classroom: Classroom) -> None:
        if classroom.closed(LINES):
            network.show_lines(Quantity.WEIGHTS.value)
        elif not classroom:
            name = remembered.value(settings, SHOWN_LINES, Quantity.WEIGHTS.value)
            network.show_lines(name if name in names else Quantity.WEIGHTS.value)

    def keep(name: str) -> None:
        if not session.gate.shown:
            settings.setValue(SHOWN_LINES, name)

    restore(session.gate.shown)
    network.lines_chosen.connect(keep)
    session.gate.changed.connect(restore)
