"""Makes snapshots of a run, for observers to complete. No Qt."""

from dataclasses import replace

from playground.observers.budget import Budget
from playground.observers.network_state import NetworkState
from playground.observers.snapshot import Snapshot
from playground.observers.view import View
from playground.worker.playback import Playback
from playground.worker.replay import Replay
from playground.worker.request import Sight
from playground.worker.run import Run

SHARE_OF_TRAINING = 0.05  # of its time that copies of the network may take


class Snapshots:
    """Makes snapshots, with copies of the network; those of a large one come less often.

    Attributes
    ----------
    view : View
    """

    def __init__(self) -> None:
        self.view = View()
        self._budget = Budget(share=SHARE_OF_TRAINING)
        self._state: NetworkState | None = None

    def is_due(self) -> bool:
        """Whether there may be another one while training continues."""
        return self._budget.is_due(busy=True)

    def take(
        self, ticket: int, run: Run, playback: Playback, evaluating: bool, replay: Replay | None = None
    ) -> Sight:
        """Return a snapshot that includes the command with this ticket, and what is to be observed for it.

        Parameters
        ----------
        ticket : int
        run : Run
        playback : Playback
        evaluating : bool
            Whether an evaluation is under way: while training continues, another does not begin.
        replay : Replay, optional
            What is trained again meanwhile.
        """
        with self._budget.spend():
            state = self._copy(run)
        if playback.busy:
            evaluate = None if evaluating else run.take_ended_epoch()
        else:
            evaluate = None if run.is_evaluated or replay is not None else state
        snapshot = self._snapshot(ticket, run, playback)
        return Sight(snapshot if replay is None else _going(snapshot, replay), state, self.view, evaluate)

    def _copy(self, run: Run) -> NetworkState:
        """Return a copy of the network; the last one, if nothing has changed since."""
        whole, known = self.view.of_progress, self._state
        if known is None or not run.is_still(known) or (whole and known.progress is None):
            self._state = known = run.state(whole)
        return known

    def _snapshot(self, ticket: int, run: Run, playback: Playback) -> Snapshot:
        trainer = run.trainer
        return Snapshot(
            ticket=ticket,
            run=run.number,
            key=run.key,
            experiment=trainer.experiment,
            problem=trainer.problem,
            data=trainer.data,
            frame=run.frame,
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
            last_sample=run.last_sample,
            by_batch=playback.by_batch,
            learning_rate=trainer.learning_rate,
            stopped=run.rules.stopped,
            restored_at=run.restored_at,
            evaluated=run.is_evaluated,
            complete=run.is_evaluated,
            timeline=run.lines.timeline(trainer.epoch),
        )


def _going(snapshot: Snapshot, replay: Replay) -> Snapshot:
    """Return the snapshot that says where one goes, and how far that is; the moment itself follows."""
    timeline = replace(snapshot.timeline, going_to=replay.epoch, share=replay.share, seconds=replay.left)
    return replace(snapshot, timeline=timeline, complete=False)
