"""The words of the Runs view: the table of kept runs, and what can be done with them. No Qt."""

from playground.texts.text import ControlWords, Text

HEADING = Text("RUNS")
DETAILS = Text("RUN")
TABLE_TAB = ControlWords("Table of runs", "All runs that are kept.", text="Table")
COUNT = Text("{n:,} runs", one="1 run")
FOUND = Text("{n:,} of {all:,} runs")
ONLY_HERE = Text("{runs}, kept until the window closes")
ONLY_HERE_WHY = Text("“Keep runs” in the Edit menu is off.")
SELECTED = Text("{n:,} selected")
FILTER = Text("Filter: name, note or setting")

# -- the run that is selected
SIDE_BY_SIDE_SHORT = Text("A | B…")
NONE_SELECTED = Text("Select a run in the table.")
NAME_HERE = Text("Name")
NOTE_HERE = Text("What I expected, what I saw")
EPOCHS = Text("{n:,} epochs", one="1 epoch")
FIGURES_LINE = Text("{title}: {epochs}, test loss {test}, accuracy {accuracy}")
R2_LINE = Text("{title}: {epochs}, test loss {test}, R² {r2}")
LOSS_LINE = Text("{title}: {epochs}, training loss {train}, test loss {test}")

# -- where there is nothing
NO_RUNS = Text("Runs appear here as you train.")
NO_RUNS_WHY = Text("Each is kept with its settings, curves and weights, to compare or to open again.")
NOTHING_FOUND = Text("No run has all of these words.")
NO_STARS = Text("No starred run found.")
READING = Text("Reading the runs…")
UNREADABLE = Text("made by a newer version")

# -- the columns
NAME, NAME_TIP = Text("Run"), Text("Its name; without one, the data and the hidden layers.")
CURVE = Text("Curve")
CURVE_TIP = Text("Training loss, and test loss dashed, by epoch, on a logarithmic axis of its own.")
STAR_TIP = Text("A run with a star is never removed to make room.")
PICTURE_TIP = Text("The output at the end of the run.")
WHEN, WHEN_TIP = Text("Began"), Text("When training began.")
DIFFERS_TIP = Text("{label}: it differs between these runs.")
ALIKE_TIP = Text("{label}: the same in all these runs.")
FIGURES = {
    "test_loss": (Text("Test loss"), Text("Average loss on the test points at the end of the run.")),
    "test_accuracy": (
        Text("Accuracy"),
        Text(
            "The share of test points classified correctly at the end of the run;"
            " for regression, R²: the share of the variance that is explained."
        ),
    ),
    "best_loss": (
        Text("Best"),
        Text("The lowest test loss, and its epoch; the training loss where no points are held out."),
    ),
    "epoch": (Text("Epochs"), Text("How long it was trained.")),
}
DIVERGED = Text("diverged")
R2 = Text("R² {r2}")
BEST_AT = Text("{loss} at {epoch:,}")
STARRED = Text("starred")
DATA_AND_LAYERS = Text("{data}, {layers}")
BETWEEN = Text(" · ")
OPEN_NOW = Text("open now")
PINNED = Text("pinned")
BEGAN_AT = Text("{title}, {when}")
UNPIN = Text("Unpin")
UNPIN_CURVES = Text("Unpin curves")
UNPIN_TIP = Text("Take the curves of the selected runs out of the loss plot.")
UNPIN_IN_MENU = Text("Unp&in curves")
MOST_PINNED = Text("At most {most} runs can be pinned.")
NO_CURVES = Text("{run} has no curves to pin.")

# -- groups
STARTS = Text("{n:,} starts", one="1 start")
WORKED = Text("worked {worked:,} of {n:,}")
WORKED_TIP = Text("A start has worked if its {goal}.")
BEST_OF_STARTS = {  # what a group shows in a column of figures
    "test_loss": Text("The lowest of these starts."),
    "test_accuracy": Text("The highest of these starts."),
    "best_loss": Text("The lowest of these starts, and its epoch."),
    "epoch": Text("The longest of these starts."),
}
GOALS = {
    "LOSS": Text("test loss is at most {value}"),
    "ACCURACY": Text("test accuracy is at least {value}"),
    "R2": Text("test R² is at least {value}"),
}

# -- when
TIME = Text("{hour}:{minute:02}")
DAY = Text("{day} {month}, {time}")
DAY_OF_YEAR = Text("{day} {month} {year}")
MONTHS = (
    Text("Jan"),
    Text("Feb"),
    Text("Mar"),
    Text("Apr"),
    Text("May"),
    Text("Jun"),
    Text("Jul"),
    Text("Aug"),
    Text("Sep"),
    Text("Oct"),
    Text("Nov"),
    Text("Dec"),
)

# -- how they are sorted
SORTS = {
    "began": (Text("newest first"), Text("The latest run is at the top.")),
    "test_loss": (
        Text("lowest test loss"),
        Text("The run with the lowest test loss at its end is at the top."),
    ),
    "test_accuracy": (
        Text("highest accuracy"),
        Text("The run with the highest test accuracy, or R², is at the top."),
    ),
    "best_loss": (Text("lowest best loss"), Text("The run that reached the lowest loss is at the top.")),
    "epoch": (Text("longest"), Text("The run that was trained for the most epochs is at the top.")),
    "name": (Text("name"), Text("By name, from A to Z; runs without a name come last.")),
}
SORT = Text("Sort")
SORTED_BY = Text("by {column}")
TWO_LINES = Text("{first}\n{second}")

# -- what is done
DELETED = Text("{n:,} runs deleted. Undo brings them back.", one="Run deleted. Undo brings it back.")

# -- files and pages
SAVE_TABLE = Text("Save runs as a table")
SAVE_RUNS = Text("Save runs as one file")
OPEN_RUNS = Text("Open a file of runs")
RUNS_FILES = Text("Runs (*.nprun)")
SAVED_RUNS = Text("Saved {n:,} runs in {file}.", one="Saved 1 run in {file}.")
IMPORTED = Text("{n:,} runs added from {file}.", one="1 run added from {file}.")
NONE_IMPORTED = Text("Nothing added: all {known:,} runs of {file} are here already.")
PAGE_TITLE = Text("Page about runs")
RUNS_TITLE = Text("Runs")
SAVE_PAGE = Text("Save the page")
MORE_RUNS = Text("{n:,} more runs are not listed.", one="1 more run is not listed.")

# -- what more can be done
MENU = {
    "runs.page": Text("&Page about these runs…"),
    "runs.csv": Text("Save as &table (CSV)…"),
    "runs.file": Text("Save as one &file…"),
    "runs.import": Text("&Add runs from a file…"),
}
ROW_MENU = {
    "open": Text("&Open as it was"),
    "star": Text("&Star"),
    "pin": Text("P&in curves"),
    "as_a": Text("Compare as &A"),
    "as_b": Text("Compare as &B"),
    "delete": Text("&Delete"),
}
