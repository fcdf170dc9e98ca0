"""A change of the experiment, as one value."""

from dataclasses import dataclass

from engine import Experiment


@dataclass(frozen=True)
class Revision:
    """Train on with a changed experiment; from the start, where its weights cannot be kept.

    Attributes
    ----------
    experiment : Experiment
    keep : bool
        Carry over the weights of a network that has learned, or been edited.
    number : int
        Identifies the change when it is undone; 0 for one that cannot be.
    undone : tuple of int
        The numbers of the changes that this one undoes: what they removed comes back, and so does a
        run that they discarded, where it is still kept.
    since : int
        The first of the changes that are undone together with this one; 0 where there is none.
    message : str
        What people are told when it has taken effect, where that is not what has changed.
    """

    experiment: Experiment
    keep: bool = False
    number: int = 0
    undone: tuple[int, ...] = ()
    since: int = 0
    message: str = ""
