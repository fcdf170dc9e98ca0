"""Dropout in the drawer: a number, and the hidden layers that it applies to."""

from PySide6.QtCore import QSignalBlocker

from engine import RANGES, Experiment, LayerSpec, setting
from playground.texts import training as texts
from playground.texts.names import layer_name
from playground.widgets.controls import Choice, NumberSlider, RealNumber, stops_of
from playground.widgets.controls.base import explain
from playground.widgets.controls.fields import Field
from playground.widgets.training.rows import Ask

FIELD, CONTROL = "dropout", "training.dropout"
LIMITS = RANGES[FIELD]
STOPS = stops_of(LIMITS, setting(LayerSpec, FIELD).typical)
ALL = "all"


class SharedNumber(RealNumber):
    """A number that several layers share; where they differ, it says so until a number is typed."""

    _differs, _typed = False, ""

    def __init__(self) -> None:
        super().__init__(CONTROL, LIMITS, rungs=STOPS)
        self.lineEdit().textEdited.connect(self._note_typing)
        self.editingFinished.connect(self._request_same)

    def show_shared(self, values: tuple[float, ...]) -> None:
        """Show the value that all of them share, or that they differ."""
        differs = len(set(values)) > 1
        if differs != self._differs:
            self._differs = differs
            self.lineEdit().setPlaceholderText(texts.DIFFERS() if differs else "")
            self.lineEdit().setText(self.textFromValue(self.value()))
        self.show_value(values[0] if values else 0.0)

    def textFromValue(self, value: float) -> str:
        return "" if self._differs else super().textFromValue(value)

    def _note_typing(self, text: str) -> None:
        self._typed = text

    def _request_same(self) -> None:
        """Request a number that some layers have already, which is no change to Qt."""
        typed, self._typed = self._typed, ""
        if self._differs and self.read(typed) == self.value():
            self.edited.emit(self.value())


class DropoutRows:
    """The number with its slider, and the list of layers.

    Parameters
    ----------
    ask : callable (control, part, fields)
        Called for a change that the person wants.

    Attributes
    ----------
    number : SharedNumber
    layers : Choice
    fields : tuple of Field
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._hidden: tuple[LayerSpec, ...] = ()
        self.number = SharedNumber()
        self._slider = NumberSlider(self.number, STOPS)
        self.layers = Choice(f"{CONTROL}_of", {})
        self.number.edited.connect(self._edited)
        self.layers.chosen.connect(lambda _: self._show_chosen())
        self.fields = Field(self.number, self._slider), Field(self.layers)

    def _edited(self, value: float) -> None:
        chosen = self.layers.name()
        part = "layers" if chosen == ALL else f"layers/{chosen}"
        self._ask(CONTROL, part, {FIELD: value})

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the dropout of the hidden layers."""
        hidden = experiment.network.hidden
        if len(hidden) != len(self._hidden) or not self.layers.count():
            self._list_layers(experiment)
        self._hidden = hidden
        for one in (self.number, self._slider, self.layers):
            if one.isEnabled() != bool(hidden):
                one.setEnabled(bool(hidden))
                explain(one, note="" if hidden else texts.NO_LAYER_TIP())
        self._show_chosen()

    def _list_layers(self, experiment: Experiment) -> None:
        """Offer the layers; the chosen one stays chosen, as long as it exists."""
        chosen, count = self.layers.name(), len(experiment.network.hidden)
        with QSignalBlocker(self.layers):
            self.layers.clear()
            self.layers.addItem(texts.ALL_LAYERS() if count else texts.NO_LAYER(), ALL)
            for index in range(count):
                self.layers.addItem(layer_name(experiment, index), str(index))
            self.layers.setCurrentIndex(max(self.layers.findData(chosen), 0))

    def _show_chosen(self) -> None:
        chosen = self.layers.name()
        some = self._hidden if chosen == ALL else (self._hidden[int(chosen)],)
        self.number.show_shared(tuple(layer.dropout for layer in some))
