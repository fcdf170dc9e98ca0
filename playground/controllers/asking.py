"""Questions in a box, asked without blocking: training continues meanwhile."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

ROLE = QMessageBox.ButtonRole


class Reply(NamedTuple):
    """One of the answers: its name, the words on its button, and what kind of button that is."""

    name: str
    words: str
    role: QMessageBox.ButtonRole


def ask(
    window: QWidget,
    name: str,
    title: str,
    question: str,
    besides: str,
    replies: Sequence[Reply],
    answered: Callable[[str], None],
) -> None:
    """Ask, one question of a name at a time; the first reply is that of Return, the last that of Escape.

    Parameters
    ----------
    window : QWidget
        The box is its child, with the object name `document.NAME`.
    name : str
    title, question, besides : str
        Plain texts.
    replies : sequence of Reply
    answered : callable (str) -> None
        Called with the name of the reply.
    """
    if window.findChild(QMessageBox, f"document.{name}") is not None:
        return
    box = QMessageBox(window)
    box.setObjectName(f"document.{name}")
    box.setTextFormat(Qt.TextFormat.PlainText)  # names of files come from outside
    box.setWindowTitle(title)
    box.setText(question)
    box.setInformativeText(besides)
    buttons: dict[QPushButton, str] = {}
    for reply in replies:
        button = box.addButton(reply.words, reply.role)
        button.setObjectName(f"document.{reply.name}")
        buttons[button] = reply.name
    first, *_, last = buttons
    box.setDefaultButton(first)
    box.setEscapeButton(last)

    def done(_code: int) -> None:
        clicked = box.clickedButton()
        answer = next((name for button, name in buttons.items() if button is clicked), replies[-1].name)
        box.setObjectName("")  # it may be asked again before the box is gone
        box.deleteLater()
        answered(answer)

    box.finished.connect(done)
    box.open()
