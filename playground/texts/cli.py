"""What the program says around its window: on the command line, and about an unexpected error. No Qt."""

from playground.texts.text import Text

LINE = Text("playground: {what}")
INTERRUPTED = Text("playground: interrupted")
USAGE = Text("{what} (see {program} --help)")
VERSION = Text("playground {version}")

# -- help ----------------------------------------------------------------------------------------

WINDOW = Text("See a neural network learn.")
COMMANDS = Text(
    "commands: playground train FILE, playground render FILE, playground report FILE, playground film FILE; "
    "each has its own --help"
)
FILE_TO_OPEN = Text("an experiment file to open, with or without trained weights")
FILE = Text("an experiment file; with trained weights (.npstate), training continues there")
TRAIN = Text("Train without a window, and print the result.")
EPOCHS = Text("epochs to train (default {epochs:,})")
SEED = Text("a seed other than the file's")
EXPORT = Text("also write the {what} to this file, {suffix}")
JSON = Text("print the result as JSON")
RENDER = Text("Make a picture of the window, or of a part of it, after training.")
OUT = Text("the picture to write: .png, .svg or .pdf")
REPORT = Text("Make a report on one page after training.")
REPORT_OUT = Text("the report to write: .html or .pdf")
REPORT_TITLE = Text("its title (default: the lesson's title, or else the name of the file)")
REPORT_NOTE = Text("a note at its end")
FILM = Text(
    "Make a film of a training, or of the first run of a file of runs (.nprun), then with all that was "
    "changed while it trained."
)
FILM_OUT = Text("the film to write: .gif, .apng, .png or .mp4")
FILM_FROM = Text("the epoch of its first picture (default 0)")
FILM_TO = Text("the epoch of its last picture (default: all epochs that are trained, or the end of the run)")
FILM_EVERY = Text("epochs between two pictures (default: so many that there are about 120 pictures)")
FILM_FPS = Text("pictures a second, at most {most:g} (default {rate:g})")
FILM_WHAT = Text("what it shows (default output)")
FILM_SIZE = Text("WIDTHxHEIGHT (default 1280x800 for the window, {width}x{height} for a part of it)")
FILM_CLASS = Text(
    "an experiment file: show only what its class sees (default: that of FILE; a run has no class)"
)
FILM_SETTINGS = Text("an INI file: show the window with these settings, such as text_size=150")
FILM_PROGRESS = Text("print the pictures that are taken, and how many there will be, a line each time")
WHAT = Text("what it shows (default window)")
SIZE = Text("WIDTHxHEIGHT (default 1280x800 for the window, 800x600 for a part of it)")
SCALE = Text("PNG only: how many times as many pixels along each side, from 1 to 4 (default 1)")
THEME = Text("its colours (default light)")
THREADS = Text(
    "processor threads for matrix products (default 1, or what the environment says); with another number, "
    "the same seed need not give the same bits"
)

# -- training ------------------------------------------------------------------------------------

WITHOUT_WINDOW = Text("{obstacle}: training without a window, for {epochs:,} epochs")
FIGURES = Text("results: {file}")
PICTURE = Text("picture: {file}")
# what stands in double braces is filled in by the progress bar
BAR_EPOCH = Text("epoch {{task.completed:,.0f}}/{{task.total:,.0f}}")
BAR_LOSSES = Text("train {{task.fields[train]}} test {{task.fields[test]}}")
TABLE = Text("{dataset}, epoch {epoch:,}")
TRAIN_COLUMN = Text("train")
TEST_COLUMN = Text("test")
LOSS = Text("loss")
ACCURACY = Text("accuracy")
DIVERGED = Text(
    "playground: {message} These results are for the last good weights. A lower learning rate would help."
)

COST = Text("playground: a large network: about {seconds:.2g} s an epoch, {memory:.2g} GB of memory")

# -- bad input -----------------------------------------------------------------------------------

NO_POINTS = Text("{file}: data.points is empty: draw points in the window first, and save them")
NOT_WHOLE = Text("{name} must be a whole number from {low:,.0f} to {high:,.0f}, got {got!r}")
TOO_LATE = Text("numpy is loaded already: --threads {threads} has no effect")
NO_PICTURE_FORMAT = Text("a picture can be one of {known}, got {got!r}")
NO_REPORT_FORMAT = Text("a report can be one of {known}, got {got!r}")
NO_FILM_FORMAT = Text("a film can be one of {known}, got {got!r}")
NOT_A_RATE = Text("fps must be a number from {low:g} to {high:g}, got {got!r}")
NOT_A_SIZE = Text("size must be like 1280x800, got {got!r} ({why})")
TOO_SMALL = Text("size {width}x{height} is too small for the window: choose at least {least}")

# -- the window ----------------------------------------------------------------------------------

PROGRAM = Text("Neural Playground")
WENT_WRONG = Text("Something went wrong: {kind}: {error}. Training and your settings are kept.")
