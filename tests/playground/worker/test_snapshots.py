from hands import SMALL

from playground.worker.commands import Open, Reset, SetMask
from playground.worker.snapshots import Snapshots
from playground.worker.training import Training


def test_a_copy_is_not_taken_for_that_of_another_run_with_other_masks():
    training, snapshots = Training(), Snapshots()

    def masks_after(*commands):
        for ticket, command in enumerate(commands, 1):
            training.answer(ticket, command)
        state = snapshots.take(1, training.run, training.playback, evaluating=False).state
        assert (state.frozen == training.run.trainer.frozen).all()
        assert (state.silenced == training.run.trainer.silenced).all()

    for kind in ("freeze", "silence"):
        masks_after(Open(SMALL), SetMask("freeze", 0, 0, 0, True))
        masks_after(Reset(), SetMask(kind, 0, 1, 2, True))
