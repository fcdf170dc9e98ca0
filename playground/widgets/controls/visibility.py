"""Whether a control is visible: its panel may show it or not, and a choice for a class may hide it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

WANTED, HIDDEN, RETAINED = "wanted", "hidden_for_class", "retained"
EXPLICIT = Qt.WidgetAttribute.WA_WState_ExplicitShowHide


def reveal(widget: QWidget, wanted: bool) -> None:
    """Show a control or not, as its panel wants it; one that is hidden for a class stays hidden."""
    widget.setProperty(WANTED, wanted)
    widget.setVisible(wanted and not widget.property(HIDDEN))


def is_wanted(widget: QWidget) -> bool:
    """Whether a widget is visible wherever what it is in is visible; one that was not yet shown will be."""
    return not (widget.isHidden() and widget.testAttribute(EXPLICIT))


def is_closed(widget: QWidget) -> bool:
    """Whether a widget is hidden for a class."""
    return bool(widget.property(HIDDEN))


def hide(widget: QWidget, hidden: bool) -> None:
    """Hide a control for a class, with the room it takes, or show it again if its panel wants it."""
    if bool(widget.property(HIDDEN)) == hidden:
        return
    policy = widget.sizePolicy()
    if hidden:
        if widget.property(WANTED) is None:
            widget.setProperty(WANTED, is_wanted(widget))
        widget.setProperty(RETAINED, policy.retainSizeWhenHidden())
    widget.setProperty(HIDDEN, hidden)
    policy.setRetainSizeWhenHidden(not hidden and bool(widget.property(RETAINED)))
    widget.setSizePolicy(policy)
    widget.setVisible(not hidden and bool(widget.property(WANTED)))
