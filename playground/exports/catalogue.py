"""Every format in which data leave the program, by name: a line here, and its words in `texts.exports`."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.base.values import dataclass
from playground.exports.curves import curves_table
from playground.exports.weights import weights_table
from playground.texts import exports as words
from playground.texts.text import Text

if TYPE_CHECKING:
    from engine import State
    from playground.observers.curves import Curves


@dataclass(frozen=True, eq=False)
class Trained:
    """What training has come to: all that a format may write.

    Attributes
    ----------
    curves : Curves
    content : bytes
        The training state as a file has it.
    """

    curves: "Curves"
    content: bytes

    @property
    def state(self) -> "State":
        """The experiment, its weights and all else."""
        from engine import State  # here: see `engine.later`

        return State.from_bytes(self.content)


@dataclass(frozen=True)
class DataFormat:
    """A format of a file.

    Parameters
    ----------
    title : Text
        The title of the dialog that asks for a file.
    suffix : str
        Of the file.
    kind : Text
        The kind of file, as the dialog says it.
    write : callable (Trained) -> bytes
    """

    title: Text
    suffix: str
    kind: Text
    write: Callable[[Trained], bytes]


EXPORTS = {
    "curves": DataFormat(words.CURVES, ".csv", words.CSV, lambda of: curves_table(of.curves)),
    "weights": DataFormat(words.WEIGHTS, ".csv", words.CSV, lambda of: weights_table(of.state)),
}
