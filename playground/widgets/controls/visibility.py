"""Whether a control is visible: its panel may show it or not, and a choice for a class may hide it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

WANTED, HIDDEN, RETAINED = "wanted", "hidden_for_class", "retained"


def reveal(widget: QWidget, wanted: bool) -> None:
    """Show a control or not, as its panel wants it; one that is hidden for a class stays hidden."""
    widget.setProperty(WANTED, wanted)
    widget.setVisible(wanted and not widget.property(HIDDEN))


def hide(widget: QWidget, hidden: bool) -> None:
    """Hide a control for a class, with the room it takes, or show it again if its panel wants it."""
    if bool(widget.property(HIDDEN)) == hidden:
        return
    policy = widget.sizePolicy()
    if hidden:
        if widget.property(WANTED) is None:
            # a widget that was never shown or hidden explicitly will be shown with its window
            explicit = widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
            widget.setProperty(WANTED, not (explicit and widget.isHidden()))
        widget.setProperty(RETAINED, policy.retainSizeWhenHidden())
    widget.setProperty(HIDDEN, hidden)
    policy.setRetainSizeWhenHidden(not hidden and bool(widget.property(RETAINED)))
    widget.setSizePolicy(policy)
    widget.setVisible(not hidden and bool(widget.property(WANTED)))
