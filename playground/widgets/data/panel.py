"""The data panel: the points to learn from, generated or a person's own."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine import MOST_CLASSES, RANGES, DataSpec, Experiment
from engine.data.draw import train_count
from engine.points import FEWEST_TO_TEST
from playground.classroom.catalogue import DATA, EXAMPLES, OWN_POINTS, controls
from playground.classroom.choice import EVERYTHING, Classroom
from playground.classroom.lesson import Lesson
from playground.observers.divergence import hard_values
from playground.observers.snapshot import Snapshot
from playground.style import icons, palette, sizes
from playground.style.palette import Theme
from playground.style.scaling import Slow, fit, fit_gap
from playground.texts import data as texts
from playground.texts.controls import words_of
from playground.texts.numbers import NONE, range_text
from playground.widgets.controls import (
    Button,
    Choice,
    RealNumber,
    Slider,
    Switch,
    WholeNumber,
    caption,
    heading,
    icon_button,
)
from playground.widgets.controls.base import explain
from playground.widgets.controls.fields import Field, Fields
from playground.widgets.controls.panel import Panel
from playground.widgets.controls.scrolled import Scrolled
from playground.widgets.controls.visibility import hide, reveal
from playground.widgets.data.gallery import Gallery

if TYPE_CHECKING:
    from playground.widgets.data.lesson import LessonCard

NOISE_STEP, TEST_STEP, SAMPLES_STEP, IMBALANCE_STEP = 0.05, 0.1, 50, 0.05
SLIDER_SAMPLES = 2000  # as far as the slider reaches; any number can be typed
SLIDER_STEP = 10
SLIDER_NOISE = 0.5
WALK_WIDTH = Slow(26)
TWO_LINES = 34
GENERATED = frozenset({"data.samples", "data.noise", "data.imbalance", "data.classes"})


class DataPanel(Panel):
    """Examples, data set, samples, noise, imbalance, test fraction, seed; and the buttons for own points.

    Signals
    -------
    examples_requested ()
        Show all examples.
    example_requested (int)
        Open the next example, or with -1 the previous one.
    lesson_closed ()
    new_data_requested ()
    draw_toggled (bool)
    table_requested (), columns_requested (), open_requested (), save_requested ()
        Open the table of points; choose columns again; open a CSV file; save one.
    clear_requested ()
    """

    groups = (DATA,)
    examples_requested = Signal()
    example_requested = Signal(int)
    lesson_closed = Signal()
    new_data_requested = Signal()
    draw_toggled = Signal(bool)
    table_requested = Signal()
    columns_requested = Signal()
    open_requested = Signal()
    save_requested = Signal()
    clear_requested = Signal()

    def __init__(self) -> None:
        super().__init__(texts.TITLE())
        self._classroom, self._theme = EVERYTHING, palette.LIGHT
        self._lesson: LessonCard | None = None
        self._make_head()
        self._dataset = Gallery()
        self._dataset.chosen.connect(lambda name: self.ask("data.dataset", "data", dataset=name))
        self._make_numbers()
        self._make_own()
        self._lay_out()

    def _make_head(self) -> None:
        """Put the examples into the row of the heading."""
        self._examples = Button("lesson.examples")
        self._examples.setProperty("role", "slim")
        fit(self._examples.setFixedHeight, sizes.CONTROL_HEIGHT)
        self._examples.clicked.connect(self.examples_requested)
        self.head.addStretch()
        self.head.addWidget(self._examples)
        self._walk = {by: icon_button(f"lesson.{name}") for by, name in ((-1, "previous"), (1, "next"))}
        for by, button in self._walk.items():
            fit(button.setFixedWidth, WALK_WIDTH)
            button.clicked.connect(lambda _=False, by=by: self.example_requested.emit(by))
            self.head.addWidget(button)
        fit(self.head.setContentsMargins, 0, 0, sizes.MARGIN, 0)

    def _make_numbers(self) -> None:
        self._samples = WholeNumber("data.samples", RANGES["samples"])
        self._samples.setSingleStep(SAMPLES_STEP)
        self._samples.edited.connect(lambda n: self.ask("data.samples", "data", samples=n))
        self._noise = _share("noise", NOISE_STEP)
        self._imbalance = _share("imbalance", IMBALANCE_STEP)
        self._test = _share("test_fraction", TEST_STEP)
        for number in (self._noise, self._imbalance, self._test):
            name = number.objectName().partition(".")[2]
            number.edited.connect(lambda v, name=name: self.ask(f"data.{name}", "data", **{name: v}))
        self._classes = WholeNumber("data.classes", RANGES["classes"])
        self._classes.edited.connect(lambda k: self.ask("data.classes", "data", classes=k))
        self._seed = WholeNumber("data.seed", RANGES["seed"])
        self._seed.setGroupSeparatorShown(False)
        self._seed.edited.connect(lambda n: self.ask("data.seed", "experiment", seed=n))
        self._new = Button("data.new_data")
        self._new.clicked.connect(self.new_data_requested)

    def _make_own(self) -> None:
        self._labels = Choice(
            "data.labels",
            {name: (label(most=MOST_CLASSES - 1), hint()) for name, (label, hint) in texts.LABELS.items()},
        )
        self._labels.chosen.connect(lambda name: self.ask("data.labels", "data", labels=name))
        self._one_input = Switch("data.one_input")
        self._one_input.toggled.connect(lambda on: self.ask("data.one_input", "data", one_input=on))
        self._standardise = Switch("data.standardise_values")
        self._standardise.toggled.connect(
            lambda on: self.ask("data.standardise_values", "data", standardise_values=on)
        )
        self._advice = caption("")
        self._advice.setWordWrap(True)
        self._advice.hide()
        self._count = QLabel()
        self._count.setWordWrap(True)
        self._count.setAlignment(Qt.AlignmentFlag.AlignTop)
        fit(self._count.setMinimumHeight, TWO_LINES)
        self._clear = Button("data.clear")
        self._clear.clicked.connect(self.clear_requested)
        self._columns = Button("data.columns")
        self._columns.clicked.connect(self.columns_requested)
        self.show_last_table(False)
        self.draw = Button("data.draw")
        self.draw.setCheckable(True)
        self.draw.toggled.connect(self.draw_toggled)
        self._table = Button("data.table")
        self._table.clicked.connect(self.table_requested)
        self._open = Button("data.open_csv")
        self._open.clicked.connect(self.open_requested)
        self._save = Button("data.save_csv")
        self._save.clicked.connect(self.save_requested)

    # -- placing -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        fit(self.column.setContentsMargins, sizes.MARGIN, sizes.SPACING, 0, sizes.MARGIN)
        inside = QWidget()
        whole = self._whole = _column(inside)
        whole.addWidget(self._dataset)
        self._sliders: dict[str, tuple[Slider, float]] = {}
        self._own_title = heading(texts.OWN_POINTS())
        self._kinds = QStackedWidget()  # both pages have the same height: nothing below them moves
        self._pages = self._generator_page(), self._own_page()
        for page in self._pages:
            self._kinds.addWidget(page)
        whole.addWidget(self._kinds)
        test = self._slid_field(self._test, 0.01, RANGES["test_fraction"].high, TEST_STEP, wide=True)
        self._always = Fields(test, Field(self._seed), self._new)
        whole.addWidget(self._always)
        fit_gap(whole, sizes.TIGHT)
        whole.addWidget(self._own_title)
        buttons = self.draw, self._table, self._open, self._save, self._clear, self._columns
        self._buttons = Fields(*buttons)
        whole.addWidget(self._buttons)
        whole.addStretch(1)  # takes all spare room, so that no page of the stack grows
        self.column.addWidget(Scrolled(inside))

    def _generator_page(self) -> QWidget:
        self._generated = Fields(
            self._slid_field(self._samples, 1.0, SLIDER_SAMPLES, SAMPLES_STEP),
            self._slid_field(self._noise, 0.01, SLIDER_NOISE, 0.05),
            self._slid_field(self._imbalance, 0.01, RANGES["imbalance"].high, 0.1),
            Field(self._classes),
        )
        return self._generated

    def _own_page(self) -> QWidget:
        page = QWidget()
        column = _column(page)
        fit(column.setSpacing, sizes.TIGHT)  # no higher than the other page
        column.addWidget(self._count)
        column.addWidget(Fields(Field(self._labels)))
        column.addWidget(self._one_input)
        column.addWidget(self._standardise)
        column.addWidget(self._advice)
        return page

    def _slid_field(
        self, number: WholeNumber | RealNumber, unit: float, high: float, page: float, wide: bool = False
    ) -> Field:
        """Return a number with its label and its slider."""
        slider = Slider(
            f"{number.objectName()}_slider",
            round(number.minimum() / unit),
            round(high / unit),
            round(page / unit),
        )
        if isinstance(number, WholeNumber):
            slider.setSingleStep(SLIDER_STEP)
        slider.valueChanged.connect(partial(self._slid, number, unit))
        self._sliders[number.objectName().partition(".")[2]] = slider, unit
        return Field(number, slider, wide=wide)

    def _slid(self, number: WholeNumber | RealNumber, unit: float, ticks: int) -> None:
        if isinstance(number, WholeNumber):
            # a slider does not stop at 237
            number.setValue(max(round(ticks / SLIDER_STEP) * SLIDER_STEP, number.minimum()))
        else:
            number.setValue(round(ticks * unit, 2))

    # -- showing -------------------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the settings of an experiment."""
        data = experiment.data
        self._dataset.show_data(data)
        self._kinds.setCurrentIndex(int(data.own))
        self._collapse()
        for button in (self._clear, self._columns):
            reveal(button, data.own)
        self._show_classes(data)
        self._samples.show_value(data.samples)
        self._noise.show_value(data.noise)
        self._imbalance.show_value(data.imbalance)
        for one in (self._imbalance, self._sliders["imbalance"][0]):
            one.setEnabled(data.problem != "regression")
        self._test.show_value(data.test_fraction)
        self._seed.show_value(experiment.seed)
        for name, (slider, unit) in self._sliders.items():
            slider.show_value(round(getattr(data, name) / unit))
        if data.own:
            self._show_own(experiment)

    def _show_classes(self, data: DataSpec) -> None:
        """Show the number of classes, even where it is fixed: a row that comes and goes would leave a gap."""
        fixed = {"binary": "2", "regression": NONE}  # shown instead of the lowest number
        self._classes.setSpecialValueText(fixed.get(data.problem, ""))
        self._classes.setEnabled(data.problem == "multiclass")
        least = self._classes.minimum()
        self._classes.show_value(data.classes if data.problem == "multiclass" else least)

    def _show_own(self, experiment: Experiment) -> None:
        data, train = experiment.data, train_count(experiment)
        self._labels.show_name(data.labels)
        self._one_input.show_checked(data.one_input)
        self._standardise.show_checked(data.standardise_values)
        self._standardise.setEnabled(data.labels == "values")
        self._advice.setVisible((ends := hard_values(data)) is not None)
        if ends is not None:
            low, high = map(range_text, ends)
            self._advice.setText(texts.HARD_VALUES(low=low, high=high))
        self._clear.setEnabled(data.count > 0)
        if data.count and data.test_fraction and not data.is_split:
            self._count.setText(texts.ALL_FOR_TRAINING(n=data.count, least=FEWEST_TO_TEST))
        elif data.count:
            self._count.setText(texts.COUNT(n=data.count, train=train, test=data.count - train))
        else:
            self._count.setText(texts.NO_POINTS())

    def show_last_table(self, kept: bool) -> None:
        """Show whether own points came from a table that is kept."""
        self._columns.setEnabled(kept)
        explain(self._columns, note="" if kept else texts.NO_LAST_TABLE())

    def show_lesson(self, lesson: Lesson) -> None:
        """Show what there is to read, if anything, above the data."""
        if self._lesson is None:
            if not lesson:
                return
            from playground.widgets.data.lesson import LessonCard

            self._lesson = LessonCard()
            self._lesson.close_button.clicked.connect(self.lesson_closed)
            self._lesson.apply_theme(self._theme)
            self._whole.insertWidget(0, self._lesson)
            self.grown.emit()
        self._lesson.show_lesson(lesson)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show own points in the frame that the plots have."""
        self._dataset.show_frame(snapshot.frame)

    def show_drawing(self, on: bool) -> None:
        """Show whether the output plot can be drawn on."""
        self.draw.setChecked(on)
        self.draw.setText(texts.DRAWING() if on else words_of("data.draw").text)

    def show_classroom(self, classroom: Classroom) -> None:
        """Collapse what a choice for a class leaves empty."""
        self._classroom = classroom
        hidden = classroom.hidden
        for fields in (self._generated, self._always, self._buttons):
            fields.show_classroom(classroom)
        hide(self._own_title, {OWN_POINTS, "data.save_csv"} <= hidden)
        hide(self._count, OWN_POINTS in hidden)
        empty = {one.name for one in controls().values() if one.group == DATA} <= hidden | {EXAMPLES}
        hide(self.title, empty)
        hide(self, empty and not classroom.lesson)
        self._collapse()

    def _collapse(self) -> None:
        """Let the page that is not shown take no width; with a choice for a class, no height either."""
        none, usual = QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred
        for page in self._pages:
            now = page is self._kinds.currentWidget()
            page.setSizePolicy(usual if now else none, usual if now or not self._classroom else none)
        own = self._kinds.currentIndex() == 1
        hide(self._kinds, ({OWN_POINTS} if own else GENERATED) <= self._classroom.hidden)

    def apply_theme(self, colours: Theme) -> None:
        """Draw pictures and icons in the theme's colours."""
        self._theme = colours
        self._dataset.apply_theme(colours)
        for by, button in self._walk.items():
            button.setIcon(icons.icon("next" if by > 0 else "previous", colours.text))
        if self._lesson is not None:
            self._lesson.apply_theme(colours)


def _share(name: str, step: float) -> RealNumber:
    return RealNumber(f"data.{name}", RANGES[name], step=step)


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    fit(column.setSpacing, sizes.SPACING)
    return column
