"""Connects the output plot with the panels beside it."""

from playground.session.session import Session
from playground.widgets.network.panel import NetworkPanel
from playground.widgets.output.boundary_plot import BoundaryPlot
from playground.widgets.output.tabs import OutputTabs


def connect_output(session: Session, plot: BoundaryPlot, tabs: OutputTabs, network: NetworkPanel) -> None:
    """Mark in the output plot what is chosen in other panels; refuse its locked options."""
    tabs.chosen.connect(plot.mark)
    network.output_highlighted.connect(plot.show_range)
    plot.options.refused.connect(session.gate.allows_widget)
