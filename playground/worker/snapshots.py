"""Where a snapshot is filled: from the run, and by all that computes pictures of its network. No Qt."""

from dataclasses import replace

from playground.observers.field import Fields
from playground.observers.neuron_maps import NeuronMaps
from playground.observers.points import Answerer
from playground.observers.snapshot import Snapshot
from playground.observers.view import Questions, View
from playground.worker.playback import Playback
from playground.worker.run import Run


class Snapshots:
    """Makes snapshots of what the window looks at.

    Attributes
    ----------
    view : View
    """

    def __init__(self) -> None:
        self.view = View()
        self._fields, self._maps, self._answerer = Fields(), NeuronMaps(), Answerer()
        self._last: Snapshot | None = None  # as long as nothing has changed since
        self._pictured = View()  # what its pictures were made for

    def forget(self, masks: bool = False) -> None:
        """Training has moved on; or something was changed, perhaps the masks too."""
        self._last = None
        if masks:
            self._maps.holds_known = False

    def take(self, ticket: int, run: Run, playback: Playback) -> Snapshot:
        """Return a snapshot that includes the command with this ticket."""
        busy, trainer = playback.busy, run.trainer
        metrics = run.metrics
        answers = self._answerer.answer(trainer, self.view.questions, in_a_hurry=busy)
        pictured = replace(self.view, questions=Questions(area=self.view.questions.area))
        if self._last is not None and pictured == self._pictured:  # only something else is asked for
            self._last = replace(self._last, ticket=ticket, answers=answers)
            return self._last
        self._pictured = pictured
        close_up = self._maps.close_up(trainer, self.view, in_a_hurry=busy)
        self._last = Snapshot(
            ticket=ticket,
            run=run.number,
            experiment=trainer.experiment,
            problem=trainer.problem,
            data=trainer.data,
            sizes=trainer.network.sizes,
            epoch=trainer.epoch,
            steps=trainer.steps,
            metrics=metrics,
            curves=run.history.curves(),
            field=None if close_up else self._fields.compute(trainer, self.view, in_a_hurry=busy),
            diverged=trainer.diverged,
            playing=playback.playing,
            busy=busy,
            speed=playback.speed,
            place=trainer.position,
            sample=trainer.sample,
            by_batch=playback.by_batch,
            learning_rate=trainer.learning_rate,
            stopped=run.rules.stopped,
            back=run.back,
            drawn=self._maps.compute(trainer, self.view, in_a_hurry=busy),
            close_up=close_up,
            answers=answers,
        )
        return self._last
