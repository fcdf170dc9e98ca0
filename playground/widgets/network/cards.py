"""The cards that open over the network: the numbers of a neuron, and a formula to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from engine.features import needs_x2
from playground.classroom.catalogue import FORMULA, VIEW, WEIGHTS
from playground.classroom.choice import EVERYTHING, Classroom
from playground.mathematics.place import Place
from playground.observers.plane import is_line
from playground.texts.names import capitalised, input_name
from playground.texts.network import ALREADY_AN_INPUT, NO_X2
from playground.widgets.network.inputs import FormulaCard
from playground.widgets.network.subject import Spot
from playground.widgets.network.view import NetworkView

if TYPE_CHECKING:
    from playground.widgets.network.neuron_card import NeuronCard


class NetworkCards(QObject):
    """Makes the cards when they are first opened, and passes on what is requested in them.

    Parameters
    ----------
    panel : QWidget
        A neuron's card stays to the left of its right edge, so that the output plot stays visible.
    drawing : NetworkView
        The canvas whose neurons the cards show.

    Signals
    -------
    parameter_set (int, int, int, float, float)
        Layer, neuron, source, the new value and the old one.
    mask_asked (str, int, int, object, bool)
        "freeze" or "silence", layer, neuron, source or None, on or off.
    removal_asked (int, int)
        Layer, and the neuron to remove.
    curve_asked (Place)
        The neuron whose curve is to be shown.
    formula_wanted (str)
    changed ()
        A card opened or closed, or another neuron is pinned.
    grown ()
        New controls were made.

    Attributes
    ----------
    neuron : NeuronCard or None
    formula : FormulaCard or None
    """

    parameter_set = Signal(int, int, int, float, float)
    mask_asked = Signal(str, int, int, object, bool)
    removal_asked = Signal(int, int)
    curve_asked = Signal(object)
    formula_wanted = Signal(str)
    changed = Signal()
    grown = Signal()

    def __init__(self, panel: QWidget, drawing: NetworkView) -> None:
        super().__init__(panel)
        self._panel, self._drawing = panel, drawing
        self._classroom = EVERYTHING
        self.neuron: NeuronCard | None = None
        self.formula: FormulaCard | None = None
        drawing.opened.connect(self.open_neuron)

    @property
    def spot(self) -> Spot | None:
        """The neuron whose card is open."""
        return self.neuron.spot if self.neuron is not None else None

    def show_row(self) -> None:
        """Show the current numbers of the open neuron, where they are known."""
        if self.neuron is not None and self.neuron.isVisible():
            self.neuron.show_row(self._drawing.subject.row)

    def show_pinned(self) -> None:
        """Show whether the open neuron is pinned in the output plot."""
        if self.neuron is not None and self.neuron.spot is not None:
            self.neuron.show_pinned(self._drawing.pinned == self.neuron.spot)

    def show_classroom(self, classroom: Classroom) -> None:
        """Leave out what a class does not see."""
        self._classroom = classroom
        if self.neuron is not None:
            self.neuron.show_classroom(classroom)
        if self.formula is not None and classroom.hidden & {FORMULA, VIEW}:
            self.formula.hide()

    def finish(self) -> None:
        """Close the neuron's card, as its neuron may have changed."""
        if self.neuron is not None:
            self.neuron.finish()

    def hide(self) -> None:
        """Hide the cards, as they are no longer in their place."""
        for card in (self.neuron, self.formula):
            if card is not None and card.isVisible():
                card.hide()

    # -- a neuron's card ---------------------------------------------------------------------

    def open_neuron(self, layer: int, neuron: int, source: int) -> None:
        """Open a neuron's card beside it, at one of its weights, or for −1 its bias."""
        if source >= 0 and WEIGHTS in self._classroom.hidden:
            return  # a weight cannot be set
        if self.neuron is None:
            self.neuron = self._make_neuron_card()
            self.grown.emit()
        card = self.neuron
        subject, window = self._drawing.subject, self._panel.window()
        title = capitalised(subject.name_of((layer, neuron)))
        pinned = self._drawing.pinned == (layer, neuron)
        hidden = layer < len(subject.hidden)
        card.open_for((layer, neuron), title, subject.sources(layer), source, hidden, pinned)
        # the output plot shows the effect: it stays visible
        right = self._panel.mapTo(window, self._panel.rect().bottomRight()).x()
        place = self._drawing.rectangle_of((layer, neuron))
        card.move_beside(place.translated(self._drawing.mapTo(window, QPoint())), right)
        self.changed.emit()
        card.show_row(subject.row)  # known already if this neuron's card was open

    def _make_neuron_card(self) -> NeuronCard:
        from playground.widgets.network.neuron_card import NeuronCard

        card = NeuronCard(self._panel.window())
        card.parameter_set.connect(self._set_parameter)
        card.mask_asked.connect(self._mask)
        card.focus_asked.connect(self._pin)
        card.curve_asked.connect(self._show_curve)
        card.removal_asked.connect(self._remove)
        card.next_asked.connect(self._open_next)
        card.closed.connect(self._closed)
        card.show_classroom(self._classroom)
        return card

    def _open_next(self) -> None:
        """Open the card of the neuron after the one that is open, or stay with the last."""
        if self.neuron is None or self.neuron.spot is None:
            return
        layer, neuron = self.neuron.spot
        widths = self._drawing.widths
        layer, neuron = (layer, neuron + 1) if neuron + 1 < widths[layer] else (layer + 1, 0)
        if layer < len(widths):
            self._drawing.go_to((layer, neuron))
            self.open_neuron(layer, neuron, -1)
        else:
            self.neuron.focusNextPrevChild(True)

    def _closed(self) -> None:
        self._drawing.update()
        self.changed.emit()

    def _set_parameter(self, source: int, value: float, before: float) -> None:
        if self.spot is not None:
            self.parameter_set.emit(*self.spot, source, value, before)

    def _mask(self, kind: str, source: int | None, on: bool) -> None:
        if self.spot is not None:
            self.mask_asked.emit(kind, *self.spot, source, on)

    def _pin(self, on: bool) -> None:
        self._drawing.pinned = self.spot if on else None
        self._drawing.update()
        self.changed.emit()

    def _show_curve(self) -> None:
        spot = self.spot
        if spot is not None:
            self.finish()
            self.curve_asked.emit(Place(*spot))

    def _remove(self) -> None:
        spot = self.spot
        if spot is not None:
            self.finish()
            self.removal_asked.emit(*spot)

    # -- a formula's card --------------------------------------------------------------------

    def open_formula(self, button: QWidget) -> None:
        """Open the card for a formula above the button that was clicked."""
        window = self._panel.window()
        if self.formula is None:
            self.formula = FormulaCard(window, self._refuse)
            self.formula.wanted.connect(self.formula_wanted)
        line = is_line(self._drawing.subject.experiment.data)
        self.formula.open_above(button.mapTo(window, QPoint(0, -4)), line)

    def _refuse(self, formula: str) -> str:
        subject = self._drawing.subject
        name = input_name(subject.experiment, formula)
        if is_line(subject.experiment.data) and needs_x2(formula):
            return NO_X2(name=name)
        return ALREADY_AN_INPUT(name=name) if formula in subject.features else ""
