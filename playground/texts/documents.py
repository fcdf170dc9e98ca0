"""The words about the open file, unsaved changes, examples and the text to share. No Qt."""

from playground.texts.text import Text

# -- the file that is open -----------------------------------------------------------------------

NEW = Text("New experiment.")
OPEN = Text("Open an experiment")
OPENED = Text("Opened {file}.")
CHANGED_MEANWHILE = Text("{file} was not opened: the experiment was changed while it was being read.")
OPENED_PICTURE = Text("Opened the experiment in {file}.")
OPEN_KINDS = Text("Experiments (*.json *{state});;Pictures with an experiment (*{picture});;All files (*)")
SAVE = Text("Save the experiment")
SAVE_KINDS = Text("Experiments (*.json);;With the trained weights (*{state});;All files (*)")
SAVED = Text("Saved {file}.")
SAVED_BUT_BY_HAND = Text(
    "Saved {file}. Weights you set, froze or switched off by hand are not in it: to keep them, use “Save as” "
    "and save with the trained weights (*{state})."
)
SAVED_WEIGHTS = Text("Saved {file} with the trained weights.")

# -- unsaved changes -----------------------------------------------------------------------------

UNSAVED = Text("Unsaved changes")
SAVE_CHANGES = Text("Save the changes to {file}?")
CHANGES_LOST = Text("If you don't, your changes are lost.")
TRAINING_LOST = Text("If you don't, what the network has learned since then is lost.")
SAVE_IT = Text("&Save")
DO_NOT_SAVE = Text("&Don't save")
CANCEL = Text("Cancel")

# -- a file that another program has written to ----------------------------------------------------

REPLACED = Text("Replace the file?")
REPLACE_CHANGED = Text("{file} was changed by another program since you opened or saved it. Replace it?")
REPLACE_GONE = Text("{file} is no longer where you opened or saved it. Save it there again?")
CHANGES_OF_OTHERS_LOST = Text("If you replace it, what the other program saved is lost.")
NOTHING_LOST = Text("It may have been moved or deleted.")
REPLACE_IT = Text("&Replace")
SAVE_AGAIN = Text("&Save again")
SAVE_ELSEWHERE = Text("Save &as…")
NOT_ALL_KEPT = Text("{saved} Could not keep {what}.")

# -- examples ------------------------------------------------------------------------------------

EXAMPLES = Text("Examples")
EXAMPLES_HINT = Text(
    "Each shows one thing. Open one, press Play and watch for what its text describes; then change "
    "something. Undo brings back what is open now."
)
EXAMPLE_OPENED = Text("Example: {title}. Undo goes back to what was open.")

# -- recent files --------------------------------------------------------------------------------

NO_RECENT = Text("No files yet")
RECENT_GONE = Text("{path} is no longer there; it was removed from the list of recent files.")

# -- a text to share -----------------------------------------------------------------------------

COPIED = Text(
    "Copied as text ({n:,} characters). Paste it into a chat or a slide; Ctrl+Shift+V opens it again."
)
COPIED_BUT_BY_HAND = Text(
    "Copied as text ({n:,} characters). Weights you set, froze or switched off by hand are not in it."
)
ALREADY_OPEN = Text("That experiment is already open.")
PASTED = Text("Pasted. Undo goes back.")
PASTE_EXPERIMENT = Text("paste experiment")  # what undo calls it

# -- what was left by a crash --------------------------------------------------------------------

RESTORE = Text("Restore")
RESTORE_IT = Text("&Restore")
DO_NOT_RESTORE = Text("&Don't restore")
LATER = Text("&Later")
LATER_TIP = Text("Leave it for now: it is offered again at the next start.")
FOUND_CHANGES = Text("Found unsaved changes to {file}. Restore them?")
FOUND_CHANGES_OF = Text("Found unsaved changes to {file} ({when}). Restore them?")
FOUND_EXPERIMENT = Text("Found an experiment that was never saved. Restore it?")
FOUND_EXPERIMENT_OF = Text("Found an experiment that was never saved ({when}). Restore it?")
FIRST_KEPT = Text("What you restored before is kept and offered at the next start.")
FILE_NEWER = Text("The file has been saved since then; saving would overwrite that.")
RESTORED = Text("Restored your unsaved changes. Save them to keep them.")
RESTORED_BUT_BY_HAND = Text(
    "Restored your unsaved changes, except weights you set, froze or switched off by hand. Save them to keep "
    "them."
)
RESTORED_UNTRAINED = Text(
    "Restored your unsaved changes, except the trained weights of {file}: training starts at epoch 0. Save "
    "them to keep them."
)
RESTORED_WITHOUT_FILE = Text(
    "Restored your unsaved changes; {file} is no longer there. Save them to keep them."
)
NOT_KEPT = Text("Your changes are not kept in case of a crash: {why}")
SET_ASIDE = Text("Unsaved changes from an earlier session cannot be read. They are kept as {file}. ({why})")
LEFT_THERE = Text("Unsaved changes from an earlier session cannot be read. They stay where they are. ({why})")
TODAY = Text("today, {time}")
YESTERDAY = Text("yesterday, {time}")
DAY = Text("{day} {month}, {time}")
DAY_OF_YEAR = Text("{day} {month} {year}, {time}")

# -- dropping ------------------------------------------------------------------------------------

ONE_FILE = Text("Drop one file at a time.")
