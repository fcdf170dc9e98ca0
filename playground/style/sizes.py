"""Sizes in pixels at the usual text size; `scaling` makes them larger."""

from PySide6.QtCore import QSize

from playground.style.scaling import Slow, px

SPACING = Slow(8)
MARGIN = Slow(12)
TIGHT = Slow(4)
ICON = QSize(20, 20)
BUTTON_ICON = QSize(16, 16)
CONTROL_HEIGHT = Slow(28)
SMALL_CONTROL = Slow(24)  # the height of the controls above the columns of the network
RADIUS = 4  # of the corners of all that is pressed, typed or chosen in; panels and cards have twice as much
HEADING = CONTROL_HEIGHT  # of the row of a panel's heading: all share one baseline
# the four sizes of text: details, all that is usual, what stands above the rest, the figures of training
SMALL_FONT = 11
FONT = 13
LARGE_FONT = 15
FIGURE_FONT = 18
TIP_WIDTH = 340  # of a tooltip, with its frame
TIP_TEXT = 316  # of the text in it


def side() -> int:
    """Return the width of the column on the left in pixels: it grows a quarter as fast as text.

    Its fields have two columns where text is small, and one where it is large.
    """
    return 96 + px(Slow(144))
