"""The data panel: which points are to be learned."""

import random
from functools import partial

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from engine import DATASETS, RANGES, Experiment
from playground.theme import Theme
from playground.widgets.controls import (
    Button,
    Choice,
    RealNumber,
    Slider,
    WholeNumber,
    caption,
    labelled,
)
from playground.widgets.panel import Panel
from playground.widgets.thumbnails import thumbnail

THUMBNAIL = QSize(40, 40)
LATER_MS = 200  # after the first frame
NOISE_STEP, TEST_STEP, SAMPLES_STEP = 0.05, 0.1, 50
SLIDER_SAMPLES = 2000  # the slider reaches so far; any number can be typed
SLIDER_STEP = 10
SLIDER_NOISE = 0.5


class DataPanel(Panel):
    """Data set, samples, noise, test share, seed, new data."""

    def __init__(self) -> None:
        super().__init__("DATA")
        self._dataset = Choice(
            "data.dataset",
            "Data set",
            "The problem to learn. Changing it starts training again.",
            {name: (one.label, one.hint) for name, one in DATASETS.items()},
        )
        self._dataset.setIconSize(THUMBNAIL)
        self._dataset.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._dataset.chosen.connect(lambda name: self.ask("data.dataset", "data", dataset=name))
        self._classes = WholeNumber(
            "data.classes",
            "Classes",
            "How many classes to tell apart; each gets one output.",
            RANGES["classes"],
        )
        self._classes.edited.connect(lambda k: self.ask("data.classes", "data", classes=k))
        self._samples = WholeNumber(
            "data.samples",
            "Samples",
            "Train and test points together. Few points are easily learned by heart: watch the test loss.",
            RANGES["samples"],
        )
        self._samples.setSingleStep(SAMPLES_STEP)
        self._samples.edited.connect(lambda n: self.ask("data.samples", "data", samples=n))
        self._noise = RealNumber(
            "data.noise",
            "Noise",
            "0 to 1: how far points stray, or labels mix. With much noise a perfect fit is overfitting.",
            RANGES["noise"],
            step=NOISE_STEP,
        )
        self._noise.edited.connect(lambda v: self.ask("data.noise", "data", noise=v))
        self._test = RealNumber(
            "data.test_fraction",
            "Test fraction",
            "The share of the points that is held out: never learned from, only tested on.",
            RANGES["test_fraction"],
            step=TEST_STEP,
        )
        self._test.edited.connect(lambda v: self.ask("data.test_fraction", "data", test_fraction=v))
        self._seed = WholeNumber(
            "data.seed",
            "Seed",
            "Draws the data, the first weights and the order of the samples: the same seed, the same run.",
            RANGES["seed"],
        )
        self._seed.setGroupSeparatorShown(False)
        self._seed.edited.connect(lambda n: self.ask("data.seed", "experiment", seed=n))
        self._new = Button(
            "data.new_data",
            "New data",
            "New data",
            "Draw other points of the same kind, and other first weights: a new seed. (N)",
        )
        self._new.clicked.connect(self.ask_new_data)
        self._lay_out()

    def _lay_out(self) -> None:
        self.column.addWidget(self._dataset)
        self._classes_row = QWidget()
        row = QHBoxLayout(self._classes_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(caption("Classes", self._classes))
        row.addStretch()
        row.addWidget(self._classes)
        self.column.addWidget(self._classes_row)
        self._sliders = {
            "samples": self._add_slider("Samples", self._samples, 1.0, SLIDER_SAMPLES, SAMPLES_STEP),
            "noise": self._add_slider("Noise", self._noise, 0.01, SLIDER_NOISE, 0.05),
            "test_fraction": self._add_slider(
                "Test fraction", self._test, 0.01, RANGES["test_fraction"].high, TEST_STEP
            ),
        }
        bottom = QHBoxLayout()
        bottom.addLayout(labelled("Seed", self._seed), 1)
        self.column.addLayout(bottom)
        self.column.addWidget(self._new)
        self.column.addStretch()

    def _add_slider(
        self, text: str, number: WholeNumber | RealNumber, unit: float, high: float, page: float
    ) -> tuple[Slider, float]:
        """Add a row with label and number, and a slider below it; return the slider and its unit."""
        row = QHBoxLayout()
        row.addWidget(caption(text, number))
        row.addStretch()
        number.setMinimumWidth(86)
        row.addWidget(number)
        low = number.minimum()
        slider = Slider(
            f"{number.objectName()}_slider",
            f"{text} slider",
            number.toolTip(),
            round(low / unit),
            round(high / unit),
            round(page / unit),
        )
        if isinstance(number, WholeNumber):
            slider.setSingleStep(SLIDER_STEP)
        slider.valueChanged.connect(partial(self._slid, number, unit))
        self.column.addLayout(row)
        self.column.addWidget(slider)
        return slider, unit

    def _slid(self, number: WholeNumber | RealNumber, unit: float, ticks: int) -> None:
        if isinstance(number, WholeNumber):
            # a slider is no place for 237
            number.setValue(max(round(ticks / SLIDER_STEP) * SLIDER_STEP, number.minimum()))
        else:
            number.setValue(round(ticks * unit, 2))

    def ask_new_data(self) -> None:
        """Ask for a seed that is not the present one."""
        seed = self._seed.value()
        while seed == self._seed.value():
            seed = random.randrange(10_000)
        self.ask("data.new_data", "experiment", seed=seed)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the settings of an experiment."""
        data = experiment.data
        self._dataset.show_name(data.dataset)
        self._classes.show_value(data.classes)
        self._classes_row.setVisible(DATASETS[data.dataset].problem == "multiclass")
        self._samples.show_value(data.samples)
        self._noise.show_value(data.noise)
        self._test.show_value(data.test_fraction)
        self._seed.show_value(experiment.seed)
        for name, (slider, unit) in self._sliders.items():
            slider.show_value(round(getattr(data, name) / unit))

    def apply_theme(self, colours: Theme) -> None:
        """Draw the thumbnails in the theme's colours: the one in sight now, the others a little later."""
        self._draw_thumbnail(self._dataset.currentIndex(), colours)
        QTimer.singleShot(LATER_MS, self, partial(self._draw_thumbnails, colours))

    def _draw_thumbnails(self, colours: Theme) -> None:
        for i in range(self._dataset.count()):
            self._draw_thumbnail(i, colours)

    def _draw_thumbnail(self, i: int, colours: Theme) -> None:
        self._dataset.setItemIcon(i, QIcon(thumbnail(str(self._dataset.itemData(i)), THUMBNAIL, colours)))
