"""What the program says about runs that are kept. No Qt."""

from playground.texts.text import Text

KEPT_NOW = Text("Runs are kept on this computer from now on.")
KEPT_NO_LONGER = Text(
    "Runs are no longer kept on this computer: new ones go when the window closes. Those kept before stay "
    "until you delete them."
)
NOT_KEPT = Text("A run could not be kept: {why}.")
DELETE_ALL = Text("Delete all kept runs")
DELETE_ALL_ASKED = Text("Delete all runs that are kept on this computer?")
DELETE_ALL_MEANS = Text(
    "Starred runs, names and notes go as well, and undo can't bring back runs from before. The run that is "
    "open stays open. This can't be undone."
)
DELETED_ALL = Text("All kept runs are deleted.")
FULL = Text(
    "The library of runs is full, so the {n:,} oldest without a star were deleted. Star what is to stay.",
    one="The library of runs is full, so the oldest without a star was deleted. Star what is to stay.",
)
KEPT_IN = Text("Runs kept in")
IN_FILE = Text("{path} (up to {runs:,} runs, {megabytes:,} MB)")
IN_MEMORY = Text("memory, until this window closes")
