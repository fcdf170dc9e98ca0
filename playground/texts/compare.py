"""Two runs side by side, and a race, in words; the words of their controls stand in `controls`. No Qt."""

from collections.abc import Sequence

from playground.texts.numbers import field_text
from playground.texts.text import ControlWords, Text

# of the tabs beside that of the table
SIDE_BY_SIDE = ControlWords("Two runs side by side", "Two runs on one clock, and what differs.", text="A | B")
RACE = ControlWords("Race", "Several runs on one clock, and which is first.")
LETTERS = "ABCDEFGH"  # of runs that are shown together
OUTPUT = Text("output")
LAYER = Text("{n:,} {activation}")
LAYER_SHORT = Text("{n:,}")

# -- what is compared

IN_HAND = Text("The open run")
BEFORE = Text("The run that was open")
KEPT = Text("{name} · epoch {epoch:,}")
WITH = Text("with")
AS_IT_IS = Text("nothing changed")
DIFFERS_ONLY = Text("Differs: {label} only ({first} | {second})")
DIFFERS = Text("Differs: {what}")
DIFFERS_NOT = Text("No difference: both are the same run")
MORE = Text("{n:,} more settings", one="one more setting")
LIST = Text("{first}, {second}")
AND = Text("{first} and {second}")
MOST_NAMED = 3
ALIKE = Text("Both start from the same weights.")
ALIKE_IN_PART = Text("The same starting weights where the shapes allow.")
UNLIKE = Text("No starting weights can be the same: the shapes differ.")
LEFT_OUT = Text("Changes made while {letters} trained are left out.")
IMPOSSIBLE = Text("This cannot be compared")

# -- the clock and the figures

AT_EPOCH = Text("epoch {epoch:,}")
AT_SECONDS = Text("{time} of training each")
LONG = Text("{seconds:,.1f} s")
SHORT = Text("{milliseconds:.3g} ms")
SECONDS = Text("seconds of training")
EPOCHS_CLOCK = Text("Epochs")
EPOCHS_TIP = Text("The runs have always trained the same number of epochs.")
SECONDS_CLOCK = Text("Seconds")
SECONDS_TIP = Text("The runs have always trained for the same time: one whose epochs take longer gets fewer.")
FIGURES = (  # the longest first
    Text("training loss {train} · test loss {test}"),
    Text("train {train} · test {test}"),
    Text("loss {train} / {test}"),
    Text("test {test}"),
)
FIGURES_TRAIN = Text("training loss {train}"), Text("loss {train}")
EPOCH_AND_LOSS = (
    Text("epoch {epoch:,} · {part} {loss}"),
    Text("epoch {epoch:,} · loss {loss}"),
    Text("loss {loss}"),
)
PREPARING = Text("Preparing…")
NO_POINTS = Text("No points to learn from: add some in Build.")
DIVERGED = Text("Diverged at epoch {epoch:,}")
APPEARS = Text("Press Play all: the losses appear here")
TRAIN_OF = Text("{letter} train")
TEST_OF = Text("{letter} test")
PART_OF = {"test": Text("test loss"), "train": Text("training loss")}
GOAL = Text("goal {loss}")

# -- the race

PLACES = (
    Text("1st"),
    Text("2nd"),
    Text("3rd"),
    Text("4th"),
    Text("5th"),
    Text("6th"),
    Text("7th"),
    Text("8th"),
)
RACE_TO = Text("{what}: which is first with a {part} below {loss}?")
RACE_OF = Text("{what}")
FIRST = Text("First: {letter} {name}, at epoch {epoch:,} ({time})")
SHARED = Text("First together: {letters}, at epoch {epoch:,}")
NOBODY = Text("None is there yet")
FIRST_MARK = Text("1st: {name}")
TILE = Text("{name}: {state}")
KINDS = {
    "optimizer": Text("Optimisers"),
    "learning_rate": Text("Learning rates"),
    "initializer": Text("Initialisers"),
}
KIND_TIPS = {
    "optimizer": Text("How the weights follow the gradient."),
    "learning_rate": Text("How large each step is."),
    "initializer": Text("How the starting weights are drawn."),
}
RACE_TITLE = Text("Race")
RACE_INTRO = Text(
    "The same data, the same starting weights, one setting different. All train at once on one clock."
)
CHOSEN_VALUES = Text("{n:,} of at most {most:,} runs", one="One run: choose at least two")
TOO_MANY = Text("{n:,} chosen: at most {most:,} can race")
TOO_FEW = Text("Choose at least two")
NOT_A_RATE = Text("“{text}” is not a learning rate: type numbers above 0 and at most {high:g}")


def kept_name(name: str, epoch: int) -> str:
    """Return what a kept run is called among those to choose from."""
    return KEPT(name=name, epoch=epoch)


def differs(differences: Sequence[tuple[str, str, str]]) -> str:
    """Return in what two runs differ: one setting with both values, several by their names.

    Parameters
    ----------
    differences : sequence of (label, first, second)
    """
    if not differences:
        return DIFFERS_NOT()
    if len(differences) == 1:
        label, first, second = differences[0]
        return DIFFERS_ONLY(label=label, first=first, second=second)
    names = [label for label, *_ in differences]
    if len(names) > MOST_NAMED:
        names = [*names[: MOST_NAMED - 1], MORE(n=len(names) - MOST_NAMED + 1)]
    return DIFFERS(what=listed(names))


def alike_words(layers: Sequence[bool]) -> str:
    """Return what of the starting weights is the same, from whether each layer's are."""
    if layers and all(layers):
        return ALIKE()
    return ALIKE_IN_PART() if any(layers) else UNLIKE()


def start_words(shared: Sequence[bool] | None, changed: Sequence[str]) -> str:
    """Return what is to be known of how two runs start, both at epoch 0.

    Parameters
    ----------
    shared : sequence of bool or None
        Of each layer, whether its starting weights are the same; None where that was not asked for.
    changed : sequence of str
        The letters of the runs that were changed while they trained: here, they start without that.
    """
    said = [] if shared is None else [alike_words(shared)]
    if changed:
        said.append(LEFT_OUT(letters=listed(changed)))
    return " ".join(said)


def race_title(what: str, loss: float | None, tested: bool) -> str:
    """Return what a race is about: a setting, and the loss to be reached, of test points if there are any."""
    kind = KINDS[what]()
    if loss is None:
        return RACE_OF(what=kind)
    part = PART_OF["test" if tested else "train"]()
    return RACE_TO(what=kind, part=part, loss=field_text(loss))


def first_words(letters: Sequence[str], names: Sequence[str], epoch: int, seconds: float) -> str:
    """Return who is first in a race, and when; several are said by their letters."""
    if len(names) == 1:
        return FIRST(letter=letters[0], name=names[0], epoch=epoch, time=seconds_text(seconds))
    return SHARED(letters=listed(letters), epoch=epoch)


def clock_text(time: float, by_seconds: bool) -> str:
    """Return what the clock of several runs shows."""
    return AT_SECONDS(time=seconds_text(time)) if by_seconds else AT_EPOCH(epoch=round(time))


def seconds_text(seconds: float) -> str:
    """Return a time of training: of less than a second, in milliseconds."""
    return LONG(seconds=seconds) if seconds >= 1.0 else SHORT(milliseconds=1000.0 * seconds)


def listed(names: Sequence[str]) -> str:
    """Return names as a list that a person reads."""
    text = names[0]
    for one in names[1:-1]:
        text = LIST(first=text, second=one)
    return AND(first=text, second=names[-1]) if len(names) > 1 else text


def place_text(place: int) -> str:
    """Return a place in a race."""
    return PLACES[min(place, len(PLACES)) - 1]()
