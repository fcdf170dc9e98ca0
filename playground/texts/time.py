"""What the window says of the past of a run: where it stands, and what Play does there. No Qt."""

from playground.texts.text import Text

# -- beside the cursor, and in the figures

AT_OF = Text("epoch {epoch:,} of {end:,}")
OF = Text("{epoch} / {end}")
PAST_EPOCH = Text("Back at epoch")
PLAY_BRANCHES = Text(
    "Epoch {epoch:,} of {end:,}: training from here starts a branch. The line to {end:,} stays."
)
CLICK_TO_GO = Text("click: go there")
LEFT_AT = Text("left at {epoch:,.0f}")

# -- notices

IN_THE_PAST = Text("Epoch {epoch:,} of {end:,}. Play starts a branch here; the old line stays, paler.")
AT_THE_END = Text("Back at the end: epoch {epoch:,}.")
RETURNED = Text("Undone: back at epoch {epoch:,}. What was trained after epoch {since:,.0f} stays, paler.")
BACK_AT = Text("Undone: back at epoch {epoch:,}.")
BRANCHED = Text(
    "Branched at epoch {since:,.0f}. The old line, to epoch {end:,}, stays, paler; undo goes back to it."
)
OTHER_LINE = Text("Now on the line to epoch {end:,}. The other one stays, paler.")
NO_BEST = Text("There is no best loss yet: train first.")
NO_DIVERGENCE = Text("This run has not diverged.")
STILL = Text("Still at epoch {epoch:,}.")

# -- training again

TRAINING_AGAIN = Text("Training again to epoch {epoch:,}")
SECONDS_LEFT = Text("{n:,} s", one="1 s")

PLAY_BACK_SHORT = Text("Play back")
PAUSE = Text("Pause")

# -- lines that were left, and the paces of playing back, in menus

LEFT_LINE = Text("&{k}  left at epoch {since:,.0f}, trained to {end:,}")
NO_LEFT_LINES = Text("None")
PACES = {
    "epoch": Text("&1 epoch a second"),
    "epochs": Text("1&0 epochs a second"),
    "brisk": Text("100 &epochs a second"),
    "quick": Text("1,000 epochs a &second"),
    "whole": Text("&All of it in 20 seconds"),
}

# -- the question for an epoch

EPOCH_TITLE = Text("Go to epoch")
EPOCH_RANGE = Text("From {first:,} to {end:,}. The window shows the run as it was there.")
