"""What all controls share: their names and help, and the keys they keep from the window's shortcuts."""

import re
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QPainter,
    QPen,
    Qt,  # that of QtCore has no mightBeRichText
)
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QWidget

from playground.style import sizes
from playground.style.scaling import Slow, fit, px, real
from playground.texts.controls import more_of, words_of
from playground.texts.text import ControlWords, escaped

LETTERS = range(Qt.Key.Key_A, Qt.Key.Key_Z + 1)
HOME = "home"  # a property of overlays that Escape closes while they have the focus
ARROW, STROKE = Slow(7), Slow(3)  # the width of the arrow of a list or of a number, and of two of its lines
FOCUS = 2.0  # the width of the frame of a control that has the focus
HELP = ("name", "lock", "tip", "formula", "note", "more")  # the parts of a control's explanation
ONE_LINE = 44  # letters; longer paragraphs are wrapped
WIDE = "\N{CJK RADICAL REPEAT}"  # the first of the letters that are as wide as capitals
LONGEST_WORD = 24  # letters; one such as a path has no room in a tooltip
LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")
TABLE = "<table width='{width}' cellspacing='0' cellpadding='0'><tr><td>{html}</td></tr></table>"
PARAGRAPH = "<p style='margin:0 0 4px 0{nowrap}'>{text}</p>"
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


def prepare(widget: QWidget, name: str, words: ControlWords | None = None, **parts: str) -> None:
    """Give a control its object name, its accessible name, its tooltip and What's This.

    Parameters
    ----------
    widget : QWidget
    name : str
        Its object name, `area.control`, by which its words are looked up.
    words : ControlWords, optional
        Words to use instead, where they are only known at run time.
    **parts : str
        As in `explain`.
    """
    shown = words or words_of(name)
    widget.setObjectName(name)
    widget.setAccessibleName(shown.label)
    known = {"name": shown.label, "tip": shown.tip, "formula": shown.formula}
    explain(widget, **{**known, "more": more_of(name) if words is None else "", **parts})
    if isinstance(widget, (QAbstractSpinBox, QComboBox)):
        fit(widget.setMinimumHeight, sizes.CONTROL_HEIGHT)


def explain(widget: QWidget, **parts: str) -> None:
    """Replace some parts of a control's tooltip, What's This and accessible description.

    Parameters
    ----------
    widget : QWidget
    **parts : str
        `name`, what it is called; `lock`, why it cannot be used; `tip`, what it does to learning;
        `formula`, which computes that; `note`, what applies at the moment; `more`, HTML that only
        What's This shows below all these. Parts that are not given stay; "" removes one.
    """
    said = _said_of(widget) | parts
    widget.setProperty("help", list(said.values()))
    shown = explanation(*(said[part] for part in HELP[:-1]))
    widget.setToolTip(shown)
    widget.setWhatsThis(shown + said["more"])
    widget.setAccessibleDescription("\n".join(filter(None, (said["lock"], said["tip"], said["note"]))))


def explanation(name: str, *paragraphs: str) -> str:
    """Return a tooltip: a name in bold, and paragraphs below it, wrapped to the width of tooltips."""
    lines = [line for text in paragraphs for line in text.split("\n") if line]
    wraps = _wraps((name, *lines))
    # Qt would make a short text a square: a table keeps its width, and a line that fits is not broken
    nowrap = "" if wraps else ";white-space:nowrap"
    rows = [f"<b>{_broken(name)}</b>"] * bool(name) + [_broken(line) for line in lines]
    html = "".join([PARAGRAPH.format(nowrap=nowrap, text=row) for row in rows])
    return TABLE.format(width=px(sizes.TIP_TEXT), html=html) if wraps else html


def _wraps(lines: Iterable[str]) -> bool:
    """Whether any of these lines is too long for a tooltip; capitals count twice."""
    return any(
        len(line) > ONE_LINE or (2 * len(line) > ONE_LINE and len(line) + sum(map(_is_wide, line)) > ONE_LINE)
        for line in lines
    )


def _is_wide(letter: str) -> bool:
    return letter.isupper() or letter >= WIDE


def _broken(text: str) -> str:
    """Return a text as HTML that shows it as it is, with places at which a long word may be broken."""
    if len(max(text.split(" "), key=len)) > LONGEST_WORD:
        text = LONG_WORD.sub("\\g<0>\N{ZERO WIDTH SPACE}", text)
    return escaped(text)


def wrap_again(widget: QWidget) -> None:
    """Wrap the tooltip of a control to the width that it has at the current text size."""
    if widget.property("help"):
        explain(widget)


def literal(text: str) -> str:
    """Return a text as a tooltip that shows it as it is, wrapped.

    Qt wraps nothing but HTML; and what looks like HTML it takes for HTML.
    """
    wraps = _wraps(text.split("\n"))
    if not wraps and not Qt.mightBeRichText(text):
        return text
    html = f"<p style='margin:0;white-space:pre-wrap'>{_broken(text)}</p>"
    return TABLE.format(width=px(sizes.TIP_TEXT), html=html) if wraps else html


def explain_alike(widget: QWidget, control: QWidget) -> None:
    """Give the label beside a control the same explanation as the control."""
    explain(widget, **{part: text for part, text in _said_of(control).items() if part != "lock"})


def _said_of(widget: QWidget) -> dict[str, str]:
    """Return the parts of a control's explanation."""
    return dict(zip(HELP, widget.property("help") or [""] * len(HELP), strict=True))


def home_of(widget: QWidget) -> QWidget:
    """Return where the focus goes when a control no longer needs it: the overlay it is in, or the window."""
    one: QWidget | None = widget
    while one is not None and not one.property(HOME):
        one = one.parentWidget()
    return one or widget.window()


def mark_focus(widget: QWidget) -> None:
    """Draw a clear frame inside a control that has the focus, over what its style has drawn."""
    if not widget.hasFocus():
        return
    half = real(FOCUS) / 2.0
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(widget.palette().highlight().color(), 2.0 * half))
    round_ = real(sizes.RADIUS) - half
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(half, half, -half, -half), round_, round_)
    painter.end()


def draw_field(widget: QWidget) -> None:
    """Draw the ground and the frame of what is typed or chosen in: flat, with the corners of a button.

    A style sheet would draw it as well, but takes 20 ms until the first frame.
    """
    painter, palette = QPainter(widget), widget.palette()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    near = widget.underMouse() and widget.isEnabled()
    painter.setPen((palette.highlight() if near else palette.mid()).color())
    painter.setBrush(palette.base())
    radius = real(sizes.RADIUS)
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.end()
    mark_focus(widget)


def draw_arrow(widget: QWidget, place: QRect, up: bool, enabled: bool = True) -> None:
    """Draw the arrow of a list or of a number, in the middle of a place."""
    painter, palette = QPainter(widget), widget.palette()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = (palette.placeholderText() if enabled else palette.mid()).color()
    painter.setPen(QPen(colour, 0.5 * real(STROKE), c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
    middle, wide = QRectF(place).center(), 0.5 * real(ARROW)
    high = 0.5 * wide if up else -0.5 * wide
    painter.drawPolyline([middle + QPointF(x, y) for x, y in ((-wide, high), (0.0, -high), (wide, high))])
    painter.end()


def announce(widget: QWidget, text: str, urgent: bool) -> None:
    """Have a screen reader say a text, wherever the focus is; what is urgent, at once."""
    event, how = QAccessibleAnnouncementEvent(widget, text), QAccessible.AnnouncementPoliteness
    event.setPoliteness(how.Assertive if urgent else how.Polite)
    QAccessible.updateAccessibility(event)


def commit_typing() -> None:
    """Commit a number that is being typed, as the next action may depend on it."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QAbstractSpinBox):
        focus.interpretText()


def is_override(event: QEvent, keys: Iterable[int]) -> bool:
    """Whether a shortcut is about to take one of these keys."""
    return (
        isinstance(event, QKeyEvent)  # checked first: it is quick, and hardly any event is one
        and event.type() == QEvent.Type.ShortcutOverride
        and event.modifiers() == Qt.KeyboardModifier.NoModifier
        and event.key() in keys
    )


def is_typing(event: QEvent) -> bool:
    """Whether a shortcut is about to take what a person may be typing: a letter, a digit, a sign."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    plain = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    return not event.modifiers() & ~plain and bool(event.text().strip()) and event.text().isprintable()


def is_undo(event: QEvent) -> bool:
    """Whether the window is about to undo or redo a change."""
    return (
        isinstance(event, QKeyEvent)
        and event.type() == QEvent.Type.ShortcutOverride
        and event.key() in (Qt.Key.Key_Z, Qt.Key.Key_Y)
        and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    )
