"""The run that is chosen in the table: its name, its note, and what can be done with it."""

from playground.classroom.catalogue import RUNS
from playground.texts import runs as texts
from playground.widgets.controls.panel import Panel


class RunDetails(Panel):
    """Stands below the table, in place of the training settings."""

    groups = (RUNS,)

    def __init__(self) -> None:
        super().__init__(texts.DETAILS())
