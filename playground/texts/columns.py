"""What is said about the columns of a table of points: what was guessed, and what became of labels. No Qt."""

from playground.texts.text import Text

# -- what was guessed ----------------------------------------------------------------------------

FEW_VALUES = Text(
    "“{name}” is taken as the label: it holds only {n} different whole numbers.",
    one="“{name}” is taken as the label: it holds only one number.",
)
FEW_WORDS = Text(
    "“{name}” is taken as the label: it holds only {n} different words.",
    one="“{name}” is taken as the label: it holds only one word.",
)
LAST_VALUES = Text("“{name}”, the last column, is taken as the value to predict.")
ONE_INPUT = Text("“{target}” is taken as the value to predict from “{name}” alone ({x2}: none).")
ONE_PLACE = Text("“{name}” is the only column of numbers besides the label ({x2}: none).")
ONE_HOT = Text("{names} are taken as one label (one-hot): the column that holds 1 names the class.")
TOO_MANY_LABELS = Text(
    "“{name}” has {n:,} different labels, but at most {most} can be classes: they are taken as values."
)
TRUTHS = Text("{names}: true is 1, false is 0.")
TOO_MANY_WORDS = Text(
    "“{name}” has {n:,} different labels; at most {most} can be classes, so it is not the label."
)
TEST_COLUMN = Text("“{name}” is taken to say which points are for testing.")
COUNTERS = Text(
    "{names} only count or name the rows: they are offered last.",
    one="{names} only counts or names the rows: it is offered last.",
)

# -- what was made of it -------------------------------------------------------------------------

FOLDED = Text("{labels} are taken as one label, “{name}”.")
X2_IS_0 = Text("{x2} is 0 for every point.")
TEST_POINTS = Text(
    "{n:,} points are for testing, as “{name}” says.", one="1 point is for testing, as “{name}” says."
)
NO_TEST_POINTS = Text("“{name}” marks no point for testing: they are drawn by the test fraction.")
ONLY_TEST_POINTS = Text("“{name}” marks every point for testing: none would be left to train on.")
HARD_VALUES = Text(
    "Values from {low} to {high} are hard to learn: tick “Standardise the values”. They are still "
    "shown in their own units."
)
LABEL_MISSING = Text("Line {line:,}, column “{name}”: “{shown}” is not a label.")
NO_SINGLE_1 = Text("Line {line:,}: exactly one of {names} must be 1, and the others 0.")
NOT_TRAIN_OR_TEST = Text("Line {line:,}, column “{name}”: “{shown}” says neither training nor test.")
TOO_FAR = Text("Numbers that are too large for points can be imported: tick “{standardise}”.")
