"""The words of the controls of kept runs, and of runs side by side. No Qt."""

from playground.texts.text import ControlWords

RUNS: dict[str, ControlWords] = {
    # -- runs
    "runs.table": ControlWords("Runs", "All runs that are kept."),
    "runs.filter": ControlWords(
        "Filter",
        "Show only runs that have all of these words: in their name, their note, or what was set, such as "
        "adam or 0.03.",
    ),
    "runs.only_starred": ControlWords("With a star only", "Show only runs that have a star.", text="Starred"),
    "runs.sort": ControlWords("Sort runs", "Which run is at the top. A click on a heading sorts by it, too."),
    "runs.name": ControlWords(
        "Name", "What you call this run. Without a name, it is named after its data and layers."
    ),
    "runs.note": ControlWords("Note", "What you expected, and what you saw."),
    "runs.star": ControlWords("Star", "A run with a star is never removed to make room. (*)", text="Star"),
    "runs.open": ControlWords(
        "Open run", "Open this run as it was, to train on or look at. Undo goes back. (Enter)", text="Open"
    ),
    "runs.as_a": ControlWords(
        "Compare as A", "Train this run side by side with another one, as A.", text="As A"
    ),
    "runs.as_b": ControlWords(
        "Compare as B", "Train this run side by side with another one, as B.", text="As B"
    ),
    "runs.pin": ControlWords(
        "Pin curves",
        "Show the loss of the selected runs over that of the present one in the loss plot.",
        text="Pin curves",
    ),
    "runs.delete": ControlWords(
        "Delete runs", "Delete the selected runs. Undo brings them back.", text="Delete"
    ),
    "runs.more": ControlWords(
        "More about runs",
        "Make a page, a table or one file of the selected runs; without a selection, of all that are listed. "
        "Add runs from a file.",
        text="More",
    ),
    "runs_page.title": ControlWords("Title", "The heading of the page."),
    "runs_page.page": ControlWords("Page", "The first page, as it will be."),
    "runs_page.save": ControlWords("Save the page", "Save the page as a PDF or as a web page.", text="Save…"),
    "runs_page.print": ControlWords("Print the page", "Choose a printer and print the page.", text="Print…"),
    "runs_page.cancel": ControlWords("Cancel", "Close without saving."),
    "runs.side_by_side": ControlWords(
        "Side by side",
        "Train two runs on one clock, each with its boundary and its network, and see what differs.",
        text="Side by side…",
    ),
    "runs.race": ControlWords(
        "Race",
        "One start under up to eight optimisers, learning rates or initialisers: which learns first?",
        text="Race…",
    ),
    "runs.pages": ControlWords("Table or comparison", "What the Runs view shows."),
    # -- kept runs
    "runs.delete_all": ControlWords(
        "Delete all",
        "Delete every kept run, starred ones too, with its curves, weights, name and note.",
    ),
    "runs.keep_all": ControlWords("Keep them", "Delete nothing."),
    # -- compare
    "compare.play": ControlWords(
        "Play all",
        "Train all the runs shown here on one clock; the open run waits. (Space)",
        text="Play all",
    ),
    "compare.step": ControlWords(
        "Step all", "Train each of the runs shown here by one epoch. (→)", text="Step"
    ),
    "compare.reset": ControlWords(
        "Reset all", "Take all the runs shown here back to their starting weights. (R)", text="Reset"
    ),
    "compare.clock": ControlWords(
        "Clock",
        "What the runs share at every moment: the number of epochs, or the time they have trained.",
    ),
    "compare.log": ControlWords(
        "Logarithmic loss axis", "Show small losses as clearly as large ones. (L)", text="Log"
    ),
    "compare.alike": ControlWords(
        "Same starting weights",
        "Both runs start from the same weights wherever their shapes allow, so that only what differs in "
        "their settings can make a difference.",
    ),
    "compare.close": ControlWords("Back to the runs", "Close this and show the table of runs. (Escape)"),
    "compare.loss": ControlWords(
        "Losses of the runs",
        "The losses of all the runs on one clock; the letter at the end of a curve says which run it is.",
    ),
    "compare.readout": ControlWords("Readout", "The losses of all the runs at one moment."),
    # -- race
    "race.what": ControlWords("What is raced", "The one setting in which the runs of the race differ."),
    "race.rates": ControlWords("Learning rates", "The rates to race, separated by spaces: one run for each."),
    "race.with_goal": ControlWords(
        "Goal",
        "The first run whose test loss is this low wins; without test points, the training loss counts. "
        "Without a goal, the runs train until you pause them.",
        text="First with a loss below",
    ),
    "race.goal": ControlWords("Loss of the goal", "How low the loss has to be."),
    "race.clock": ControlWords(
        "Clock", "By epochs, all runs have trained equally often; by seconds, equally long."
    ),
    "race.start": ControlWords("Start the race", "Train all of them at once; the open run waits."),
    "race.cancel": ControlWords("Cancel", "Leave everything as it is."),
    "race.again": ControlWords("Another race", "Choose what is raced, and the goal.", text="Another race…"),
}
