"""What a person does in the drawing of the network, and what is seen of it."""

from playground.session.session import Session
from playground.widgets.network.panel import NetworkPanel


def connect_network(session: Session, network: NetworkPanel) -> None:
    """Ask a session for what the network's panel requests beyond changes of the experiment."""
    network.layer_edited.connect(lambda index, fields: session.edit_layer(index, **fields))
    network.parameter_set.connect(session.set_parameter)
    network.held.connect(session.set_mask)
    network.neuron_removed.connect(session.remove_neuron)
