"""What is asked for of the mathematics of a step. No Qt."""

from engine.base.values import dataclass


@dataclass(frozen=True)
class AskLedger:
    """The ledger of the step that is to be made next, with one sample or with a mini-batch.

    Attributes
    ----------
    part : str
        "train" or "test" for one sample, as if it were a mini-batch of its own; "batch" for the mini-batch
        that training takes next.
    index : int
        Of the sample in its part; not used for a mini-batch.
    """

    part: str
    index: int = 0
