"""What is said of the library of runs, where it cannot do what it is for. No Qt."""

from playground.texts.text import Text

CANNOT_USE = Text("The library of runs, {path}, cannot be used: {why}")
ONLY_HERE = Text("Runs are kept only until the program closes: {why}")

# why
LOCKED = Text("another program is using it")
DISK_FULL = Text("the disk is full")
READ_ONLY = Text("it may not be changed")
NOT_OPENED = Text("it cannot be opened")
DISK_FAILS = Text("the disk reports an error")
DAMAGED = Text("it is damaged")
NEWER = Text("a newer version of this program has made it")
TOO_BIG = Text("one of the runs is too large")

SET_ASIDE = Text(
    "The library of runs was damaged: {n:,} runs were saved into a new one. The old one is now {aside}.",
    one="The library of runs was damaged: 1 run was saved into a new one. The old one is now {aside}.",
)
NOTHING_READ = Text("The library of runs was damaged: a new one was begun. The old one is now {aside}.")

# -- runs as one file ----------------------------------------------------------------------------

NO_RUNS = Text("{source}: this file contains no runs, {why}")
NO_ARCHIVE = Text("it is no file that this program has exported")
OF_NEWER = Text("it was made by a newer version of this program")
TOO_MUCH = Text("it contains more than a library can hold")
NO_SENSE = Text("what is said of it makes no sense")
MISSING = Text("{name} is missing")
DAMAGED_RUN = Text("{source}: run {n:,} is damaged, {why}")
NONE_TO_EXPORT = Text("None of these runs is in the library any more.")
TOO_MANY_TO_EXPORT = Text("So many runs do not fit into one file: choose at most {most:,}, or one gigabyte.")
