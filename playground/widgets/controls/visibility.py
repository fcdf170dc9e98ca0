"""Whether a control is in sight: its panel may want it or not, and a class may not be meant to see it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

WANTED, AWAY, RETAINED = "wanted", "away", "retained"


def reveal(widget: QWidget, wanted: bool) -> None:
    """Show a control or not, as its panel wants it; one that was put away stays away."""
    widget.setProperty(WANTED, wanted)
    widget.setVisible(wanted and not widget.property(AWAY))


def hide(widget: QWidget, away: bool) -> None:
    """Take a control out of the window, with its room, or bring it back if its panel wants it."""
    if bool(widget.property(AWAY)) == away:
        return
    policy = widget.sizePolicy()
    if away:
        if widget.property(WANTED) is None:
            # what nobody has shown or hidden yet will be shown with its window
            asked = widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
            widget.setProperty(WANTED, not (asked and widget.isHidden()))
        widget.setProperty(RETAINED, policy.retainSizeWhenHidden())
    widget.setProperty(AWAY, away)
    policy.setRetainSizeWhenHidden(not away and bool(widget.property(RETAINED)))
    widget.setSizePolicy(policy)
    widget.setVisible(not away and bool(widget.property(WANTED)))
