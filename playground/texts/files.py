"""What files are called, and why one cannot be read or written. No Qt."""

from playground.texts.text import Text

UNTITLED = Text("untitled")

# -- reading and writing -------------------------------------------------------------------------

CANNOT_READ = Text("{path}: cannot be read, {why}")
TOO_LARGE = Text("{path}: cannot be read, it is larger than {most:,} bytes")
CANNOT_WRITE = Text("{path}: cannot be written, {why}")
NO_FOLDER = Text("{path}: cannot be created, {why}")
TOO_MANY_ASIDE = Text("there are {n} like it already")
STANDARD_OUTPUT = Text("standard output")
CLOSED = Text("it is closed")
NOTHING_COMES = Text("nothing comes out of it")
NO_REGULAR_FILE = Text("it is not a regular file")

# what could not be kept when a file was saved again
ITS_GROUP = Text("its group")
ITS_OWNER = Text("its owner")
ITS_PERMISSIONS = Text("its permissions")
ITS_ATTRIBUTES = Text("its extended attributes")
ITS_SAFETY = Text("its safety from a power cut")
ITS_OTHER_NAMES = Text("its other names (hard links still have the old contents)")

NO_TEXT = Text("{source} is not a text file: it is {kind}.")
NO_TABLE = Text("{source} is {kind}, not a table.")
PICTURE = Text("a picture")
PICTURE_WITHOUT = Text("{source} is a picture without an experiment in it.")
PICTURE_DAMAGED = Text("{source}: the experiment in this picture is damaged.")
PDF = Text("a PDF document")
DOCUMENT = Text("a text document")
ARCHIVE = Text("an archive")
DAMAGED_ARCHIVE = Text("a damaged archive or workbook")
NUMPY = Text("a NumPy file")
PICKLE = Text("a pickle, which may run code and is never opened")
HDF = Text("an HDF5 file")
PARQUET = Text("a Parquet file")
DATABASE = Text("a database")
PROGRAM = Text("a program")
SOUND = Text("a sound")
FILM = Text("a film")
MATLAB = Text("a MATLAB file")
IS_FOLDER = Text("{file} is a folder: drop one file at a time.")
NO_WEB_ADDRESS = Text("A web address cannot be opened: save the file first, then drop it.")

# -- experiments ---------------------------------------------------------------------------------

IN_FILE = Text("{source}: {what}")
NO_EXPERIMENT = Text("{source}: not an experiment file, {why}")
TOO_MANY_PARTS = Text("it has too many parts")
NO_OBJECT = Text("it does not contain an object")
NO_FORMAT = Text("it has no “format”")
WRONG_FORMAT = Text("“format” must be {format}, got {got!r}")
NO_SUCH_POINT = Text("data.test_points: there is no point {index}; points count from 0, and there are {n:,}")
UNKNOWN_NAME = Text("“{name}” is not known: choose {known}. Was the file made with a newer version?")
SAMPLES_OF_A_PROGRAM = Text("it contains samples that a program passed in, which the window cannot show")
NO_MEMORY = Text("too large for the available memory")
CLASS_DAMAGED = Text("its class view is damaged")
WITH_POINT = Text("a number with a decimal point, {value!r}")
# what the parser of JSON calls things, and what people do
KINDS = {
    "int": Text("a whole number"),
    "float": Text("a number"),
    "str": Text("text"),
    "bool": Text("true or false"),
    "array": Text("a list"),
    "object": Text("an object"),
    "null": Text("nothing"),
}

# -- a text to share -----------------------------------------------------------------------------

CLIPBOARD = Text("The clipboard")
READING = Text("Reading {source}…")
STOPPED = Text("Stopped reading {source}.")
WRITING = Text("Saving {file}…")
NOTHING_SHARED = Text("There is no experiment on the clipboard: copy a text that contains “{mark}…”.")
SHARED_DAMAGED = Text("The experiment on the clipboard is damaged or incomplete: copy the whole text again.")
TOO_LONG_TO_SHARE = Text(
    "{points:,} points are too many for a text to share: save the experiment, and send the file instead."
)
SHARED_TOO_LONG = Text("The text on the clipboard is too long to be an experiment.")
