"""The lesson: what an example, or a teacher, says of the experiment; a card above the data."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel

from playground.classroom.lesson import Lesson
from playground.style import icons, sizes
from playground.style.palette import Theme
from playground.style.scaling import Slow, fit
from playground.texts.classroom import LESSON
from playground.widgets.controls import icon_button
from playground.widgets.controls.labels import show_wrapped
from playground.widgets.controls.visibility import reveal

CLOSE = Slow(20), Slow(20)


class LessonCard(QFrame):
    """A title, a line below it, and a button that closes them."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lesson")
        self._title, self._line = QLabel(), QLabel()
        for label, name in ((self._title, "lesson.title"), (self._line, "lesson.line")):
            label.setObjectName(name)
            label.setTextFormat(Qt.TextFormat.PlainText)  # a file may come from anywhere
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._title.setProperty("role", "strong")
        self.close_button = icon_button("lesson.close")
        self.close_button.setFlat(True)
        fit(self.close_button.setFixedSize, *CLOSE)
        grid = QGridLayout(self)
        fit(grid.setContentsMargins, sizes.SPACING, sizes.SPACING, sizes.TIGHT, sizes.SPACING)
        fit(grid.setSpacing, sizes.TIGHT)
        grid.addWidget(self._title, 0, 0)
        grid.addWidget(self.close_button, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._line, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)

    def show_lesson(self, lesson: Lesson) -> None:
        """Show a lesson, or nothing where there is nothing to read."""
        show_wrapped(self._title, lesson.title)
        show_wrapped(self._line, lesson.line)
        reveal(self._line, bool(lesson.line))
        self.setAccessibleName(LESSON(title=lesson.title, line=lesson.line))
        reveal(self, bool(lesson))

    def apply_theme(self, colours: Theme) -> None:
        """Draw the cross in the theme's colours."""
        self.close_button.setIcon(icons.icon("close", colours.muted))
