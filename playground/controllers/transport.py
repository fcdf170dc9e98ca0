"""Play, step, reset and speed; the kind of step is remembered."""

from PySide6.QtCore import QSettings

from playground.controllers import remembered
from playground.session.session import Session
from playground.widgets.transport.panel import Transport

STEP = "step"


def connect_transport(session: Session, transport: Transport, settings: QSettings) -> None:
    """Have the transport's buttons drive a session, and show whether it plays and how fast."""
    transport.play_requested.connect(session.toggle)
    transport.step_requested.connect(session.step)
    transport.reset_requested.connect(session.reset)
    transport.speed_requested.connect(session.set_speed)
    session.playing_changed.connect(transport.show_playing)
    session.speed_changed.connect(transport.show_speed)
    transport.step_chosen.connect(lambda of: settings.setValue(STEP, of))
    transport.step_chosen.connect(transport.show_step)
    transport.show_step(remembered.value(settings, STEP, "epoch"))
