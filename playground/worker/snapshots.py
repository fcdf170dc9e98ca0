"""Makes snapshots: from a run, with the values of all observers of its network. No Qt."""

from playground.observers.catalogue import Observers
from playground.observers.snapshot import Snapshot
from playground.observers.view import View
from playground.worker.playback import Playback
from playground.worker.run import Run


class Snapshots:
    """Makes snapshots, with the values that the view asks for.

    Attributes
    ----------
    view : View
    """

    def __init__(self) -> None:
        self.view = View()
        self._observers, self._number = Observers(), 0

    def take(self, ticket: int, run: Run, playback: Playback) -> Snapshot:
        """Return a snapshot that includes the command with this ticket."""
        trainer = run.trainer
        if run.number != self._number:  # colour scales start afresh too: a fresh start always looks the same
            self._observers, self._number = Observers(), run.number
        return Snapshot(
            ticket=ticket,
            run=run.number,
            experiment=trainer.experiment,
            problem=trainer.problem,
            data=trainer.data,
            sizes=trainer.network.sizes,
            epoch=trainer.epoch,
            steps=trainer.steps,
            metrics=run.metrics,
            curves=run.history.curves(),
            diverged=trainer.diverged,
            playing=playback.playing,
            busy=playback.busy,
            speed=playback.speed,
            position=trainer.position,
            sample=trainer.sample,
            by_batch=playback.by_batch,
            learning_rate=trainer.learning_rate,
            stopped=run.rules.stopped,
            restored_at=run.restored_at,
            values=self._observers.observe(
                trainer.progress, trainer.experiment, trainer.data, self.view, busy=playback.busy
            ),
        )
