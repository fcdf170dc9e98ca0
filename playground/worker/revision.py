"""A change of the experiment, as one value."""

from engine import Experiment
from engine.base.values import dataclass


@dataclass(frozen=True)
class Revision:
    """Continue with a changed experiment; start again if its weights cannot be kept.

    Attributes
    ----------
    experiment : Experiment
    keep : bool
        Carry over the weights of a network that has learned, or been edited.
    number : int
        Identifies the change when it is undone; 0 for one that cannot be.
    undone : tuple of int
        The numbers of the changes that this one undoes: what they removed comes back, and so does a
        run that they discarded, if it is still kept.
    since : int
        The first of the changes that are undone together with this one; 0 if there is none.
    drawn : bool
        Whether points were drawn by hand: their frame then stays where it is.
    afresh : bool
        Start again in any case, paused at epoch 0: what was opened has nothing to do with what was there.
    message : str
        The notice when it has taken effect, instead of what has changed.
    """

    experiment: Experiment
    keep: bool = False
    number: int = 0
    undone: tuple[int, ...] = ()
    since: int = 0
    drawn: bool = False
    afresh: bool = False
    message: str = ""
