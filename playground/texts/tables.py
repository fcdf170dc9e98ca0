"""The words about tables of points: files, the clipboard, the table and the import. No Qt."""

from collections.abc import Sequence

from engine import DataSpec
from playground.texts.names import axis_names
from playground.texts.text import Text

MOST_NAMED = 3  # columns in one sentence

# -- what cannot be read -------------------------------------------------------------------------

NOT_TEXT = Text("{source} is not a text file.")
OLD_WORKBOOK = Text("{source} is an old Excel workbook (.xls): save it as .xlsx or CSV.")
BINARY_WORKBOOK = Text("{source} is a binary Excel workbook (.xlsb): save it as .xlsx or CSV.")
NUMBERS_WORKBOOK = Text("{source} is a Numbers document: export it as Excel or CSV.")
PROTECTED = Text("{source} is protected with a password.")
DAMAGED_WORKBOOK = Text("{source} is a damaged workbook.")
LARGE_WORKBOOK = Text("{source} is a workbook of more than {most:,} bytes when it is unpacked.")
NO_WORKBOOK = Text("{source} is not a workbook.")
NO_WORKSHEET = Text("{source} has no worksheet with a table.")
WEB_PAGE = Text("{source} is a web page or XML: copy the table out of it, or save it as .xlsx or CSV.")
LIBSVM = Text("{source} is in LIBSVM's sparse format, which is not read: save all columns as CSV.")
SPARSE_ARFF = Text("{source} is a sparse ARFF file, which is not read: save all columns.")
NO_DATA = Text("{source} is an ARFF file without @data.")
NO_POINTS = Text("{source} contains no list of points.")
EMPTY = Text("{source} is empty.")
ONE_COLUMN = Text("{source} has only one column.")
ONE_COLUMN_SPLIT = Text("{source} has only one column. Is the separator really a {separator}?")
TOO_MANY_ROWS = Text(
    "Only the first {n:,} rows are read; the rest, from line {line:,} on, is not.",
    one="Only the first row is read; the rest, from line {line:,} on, is not.",
)
TOO_MANY_COLUMNS = Text("Only the first {most:,} columns are read.")
DOTS = Text(
    "Line {line:,}: “…” stands for rows that were left out when the list was printed: they are missing."
)
LIST_ENDS = Text("The list is not closed: it ends in line {line:,}.")
GAVE_UP = Text("Too many lines cannot be read: reading stopped at line {line:,}.")
OPEN_QUOTE = Text("Line {line:,}: a quotation mark is not closed.")
LONG_LINE = Text("Line {line:,} is too long to be split.")
FEW_COLUMNS = Text("Line {line:,} has {n} of {columns} columns.")
EMPTY_CELL = Text("Line {line:,}: column “{name}” is empty.")
NOT_FINITE = Text("Line {line:,}, column “{name}”: “{shown}” is not a finite number.")
TOO_FAR = Text("Line {line:,}, column “{name}”: “{shown}” is beyond ±{most:,.0f}.")
COLUMN = Text("column {k}")
SEPARATORS = {
    "\t": Text("tab"),
    ";": Text("semicolon"),
    "|": Text("bar"),
    ",": Text("comma"),
    " ": Text("space"),
}
DECIMALS = {".": Text("point"), ",": Text("comma")}

ENCODINGS = {
    "utf-8": Text("Unicode (UTF-8)"),
    "utf-16-le": Text("Unicode (UTF-16)"),
    "utf-16-be": Text("Unicode (UTF-16, big-endian)"),
    "utf-32-le": Text("Unicode (UTF-32)"),
    "utf-32-be": Text("Unicode (UTF-32, big-endian)"),
    "cp1252": Text("Western European (Windows-1252)"),
    "gb18030": Text("Chinese, simplified (GB 18030)"),
    "cp932": Text("Japanese (Shift JIS)"),
    "big5": Text("Chinese, traditional (Big5)"),
    "cp949": Text("Korean (CP949)"),
    "euc_jp": Text("Japanese (EUC-JP)"),
    "cp1251": Text("Cyrillic (Windows-1251)"),
    "cp1250": Text("Central European (Windows-1250)"),
    "cp1254": Text("Turkish (Windows-1254)"),
    "cp1253": Text("Greek (Windows-1253)"),
    "cp1255": Text("Hebrew (Windows-1255)"),
    "cp1256": Text("Arabic (Windows-1256)"),
    "cp1257": Text("Baltic (Windows-1257)"),
    "cp1258": Text("Vietnamese (Windows-1258)"),
    "cp874": Text("Thai (Windows-874)"),
    "koi8_r": Text("Russian (KOI8-R)"),
    "koi8_u": Text("Ukrainian (KOI8-U)"),
    "mac_roman": Text("Western European (Mac)"),
    "cp850": Text("Western European (DOS 850)"),
    "cp437": Text("Western European (DOS 437)"),
    "cp852": Text("Central European (DOS 852)"),
    "cp866": Text("Cyrillic (DOS 866)"),
    "iso8859_2": Text("Central European (ISO 8859-2)"),
    "iso8859_5": Text("Cyrillic (ISO 8859-5)"),
    "iso8859_15": Text("Western European (ISO 8859-15)"),
    "mac_cyrillic": Text("Cyrillic (Mac)"),
}

# -- what was guessed ----------------------------------------------------------------------------

ENCODING_GUESSED = Text("Its encoding is guessed: {encoding}.")
NOT_DECODED = Text(
    "{n:,} characters are not {encoding} and are shown as �.",
    one="One character is not {encoding} and is shown as �.",
)
TITLES = Text(
    "The first {n} rows, from line {line:,} on, are above the names of the columns and are left out.",
    one="Line {line:,} is above the names of the columns and is left out.",
)
COUNTING_HEADER = Text("Line {line:,} only counts the columns: it is taken as their names.")
FEW_NAMES = Text(
    "The columns have {n} names, but the rows have {columns} cells: is a comma or point in numbers taken as "
    "the separator?"
)
FORMULAS = Text(
    "{n:,} formulas have no value: open the workbook in a spreadsheet program and save it.",
    one="One formula has no value: open the workbook in a spreadsheet program and save it.",
)
UNITS = Text("Line {line:,} is taken as units and is left out: {units}.")
NAME = Text("“{name}”")
MORE_NAMES = Text("{n:,} more")
EMPTY_COLUMNS = Text(
    "{n} columns are empty and are left out: {names}.", one="Column {names} is empty and is left out."
)
UNITS_BESIDE = Text("{units} beside numbers are left out.", one="{units} beside numbers is left out.")
DECIMAL_GUESSED = Text("“{name}” can be read in two ways: {shown} is read as {value:.9g}.")

# -- what makes no points ------------------------------------------------------------------------

SAME_COLUMN = Text("{x1} and {x2} are the same column: choose two.")
FULL = Text("There are already {n:,} points, the maximum: no more can be added.")
NO_NUMBERS = Text("{source} contains no table of numbers.")
NO_ROWS = Text("No row can be read: choose other columns.")
MANY_LABELS_OF_NUMBERS = Text(
    "“{name}” has {n:,} different labels, but at most {most} can be classes: choose values instead."
)
MANY_LABELS_OF_WORDS = Text(
    "“{name}” has {n:,} different labels, but at most {most} can be classes: choose another column."
)
ALL_TOO_FAR = Text("Every row has a number that is too large for points: tick “{standardise}”.")
MANY_CLASSES = Text("Together with the existing points, that makes {n} classes; at most {most} are possible.")

# -- importing -----------------------------------------------------------------------------------

TITLE = Text("Points from {source}")
UNREADABLE = Text("ROWS THAT CANNOT BE READ")
LABEL_KINDS = {
    "classes": (Text("a class"), Text("Up to six of them.")),
    "values": (Text("a value"), Text("Regression.")),
}
ALL_ONE_CLASS = Text("none: all are {name}")
NO_X2 = Text("none")
NO_TEST = Text("none")
ONE_HOT = Text("{names} (one-hot)")
AS_AXIS = Text("{name} → {use}")
LABEL = Text("label")
TEST = Text("test")
ADD_TO = Text("Add to the {n:,} existing points", one="Add to the one existing point")
ADD = Text("Add")
ADD_FIRST = Text("Add the first {n:,}")
IMPORT = Text("Import")
IMPORT_FIRST = Text("Import the first {n:,}")
MORE_PROBLEMS = Text("… and {n:,} more")
READING = Text("Reading all rows…")
EDITED = Text("The points have been changed since they were imported; importing again undoes that.")
READABLE = Text("<b>{n:,} rows</b> can be read.", one="<b>1 row</b> can be read.")
LEFT_OUT = Text("<b>{n:,} rows</b> cannot, and are left out.", one="<b>1 row</b> cannot, and is left out.")
MOST_POINTS = Text("<b>At most {most:,} points are possible: the first {n:,} are taken.</b>")
CLASS_SIZE = Text("{labels} → {name}: {n:,}")
CLASS_SIZES = Text("<br>{sizes}.")
ADDED_VALUES = Text(
    "<br>They are added to the {n:,} existing points, which have values.",
    one="<br>They are added to the one existing point, which has a value.",
)
ADDED_CLASS = Text(
    "<br>They are added to the {n:,} existing points, of class {classes}.",
    one="<br>They are added to the one existing point, of class {classes}.",
)
ADDED_CLASSES = Text("<br>They are added to the {n:,} existing points, of classes {classes}.")
NEW_STANDARDISED = Text("Only the new ones are standardised, so they may not line up with the others.")
OUTSIDE = Text(
    "<br>{n:,} points lie outside the usual range from −6 to 6; the plot shows them too. Numbers this large "
    "are hard to learn from: tick “{standardise}”.",
    one="<br>One point lies outside the usual range from −6 to 6; the plot shows it too. Numbers this large "
    "are hard to learn from: tick “{standardise}”.",
)
STANDARDISE = Text("Standardise {x1} and {x2}")
STANDARDISE_X1 = Text("Standardise {x1}")  # where it is the only input
STANDARDISE_HOW = Text("{standardise} (mean 0, standard deviation 1)")

# -- what was imported ---------------------------------------------------------------------------

IMPORTED = Text("{n:,} points from {source}", one="1 point from {source}")
ADDED = Text(
    "{n:,} points from {source}, added to the {before:,} existing ones",
    one="1 point from {source}, added to the {before:,} existing ones",
)
CLASS_OF = Text("{label} is {name}")
WITH_CLASSES = Text("{points}: {classes}")
FOR_TESTING = Text("{n:,} for testing")
ROWS_LEFT_OUT = Text("{n:,} rows left out", one="1 row left out")
POINTS_OUTSIDE = Text(
    "{n:,} points lie outside the usual range from −6 to 6",
    one="1 point lies outside the usual range from −6 to 6",
)

# -- the table of points -------------------------------------------------------------------------

POINTS = Text("{n:,} points", one="1 point")
TABLE_TITLE = Text("Points")
NEW_ROW = Text("new")
HINT = Text("Type a number and it is used at once. You can paste cells from a spreadsheet.")
ROW_LACKS = Text("Row {row:,} needs three numbers: {name} is missing.")
TOO_MANY_POINTS = Text("That would make {n:,} points; at most {most:,} are possible.")
ROW_LACKS_OF_TWO = Text("Row {row:,} needs two numbers: {name} is missing.")
NOT_A_CLASS = Text("Row {row:,}: {name} must be a whole number from 0 to {most}, not “{shown}”.")
NOT_A_NAMED_CLASS = Text(
    "Row {row:,}: {name} must be one of {classes}, or a whole number from 0 to {most}, not “{shown}”."
)
NOT_A_NUMBER = Text("Row {row:,}: {name} must be a number from −{most:,.0f} to {most:,.0f}, not “{shown}”.")
PASTED = Text("{n:,} rows pasted.", one="1 row pasted.")
PASTE_AGAIN = Text("The points changed meanwhile: paste again.")
NO_TEXT = Text("There is no text on the clipboard.")


def quoted(names: Sequence[str]) -> str:
    """Return the names of some columns for a sentence."""
    shown = [NAME(name=name) for name in names[:MOST_NAMED]]
    if len(names) > MOST_NAMED:
        shown.append(MORE_NAMES(n=len(names) - MOST_NAMED))
    return ", ".join(shown)


def encoding(name: str) -> str:
    """Return what people call an encoding."""
    return ENCODINGS[name]() if name in ENCODINGS else name


def one_column(source: str, separator: str | None) -> str:
    """Return that a table has one column only, and the separator if there is one."""
    if separator is None:
        return ONE_COLUMN(source=source)
    return ONE_COLUMN_SPLIT(source=source, separator=SEPARATORS[separator]())


def standardise(x2: int | None) -> str:
    """Return what the switch that standardises says; `x2` is the column chosen for x₂, if there is one."""
    names = axis_names(DataSpec())
    return STANDARDISE_X1(x1=names[0]) if x2 is None else STANDARDISE(x1=names[0], x2=names[1])
