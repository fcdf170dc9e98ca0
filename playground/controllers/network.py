"""Connects the network's panel with the session."""

from playground.session.session import Session
from playground.widgets.network.panel import NetworkPanel


def connect_network(session: Session, network: NetworkPanel) -> None:
    """Connect what the network's panel requests, beyond changes of the experiment."""

    def edit_layer(index: int, fields: dict[str, object]) -> None:
        session.edit(f"layer{index}.{next(iter(fields))}", f"layers/{index}", **fields)

    network.layer_edited.connect(edit_layer)
    network.parameter_set.connect(session.by_hand.set_parameter)
    network.mask_asked.connect(session.by_hand.set_mask)
    network.neuron_removed.connect(session.remove_neuron)
