"""A line of figures that takes no room of its own, and says as much as fits; why a run has none."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from playground.observers.lanes import Lane
from playground.texts import compare as texts


class Figures(QLabel):
    """Shows the longest of several forms that there is room for; the whole is its tooltip."""

    _forms: Sequence[str] = ()  # Qt tells of the font before all is made

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "caption")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_forms(self, *forms: str) -> None:
        """Show one of these, the longest first."""
        if forms != self._forms:
            self._forms = forms
            self.setToolTip(forms[0])
            self.setAccessibleName(forms[0])
            self._fit()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        fitting = (one for one in self._forms if metrics.horizontalAdvance(one) <= self.width())
        self.setText(next(fitting, self._forms[-1] if self._forms else ""))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def why_none(lane: Lane | None) -> str:
    """Return why a run has no figures: "" where it has some."""
    if lane is None:
        return texts.PREPARING()
    if lane.snapshot.diverged is not None:
        return texts.DIVERGED(epoch=lane.snapshot.diverged.epoch)
    return "" if len(lane.snapshot.data.train) else texts.NO_POINTS()
