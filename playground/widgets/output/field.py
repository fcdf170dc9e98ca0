"""The field in the output plot: the output of the network or a neuron, as colours, lines and hatching.

With one input it is a curve.
"""

from collections.abc import Iterator

import numpy as np

from engine import Problem
from playground.observers.close_up import CloseUp
from playground.observers.field import Field
from playground.observers.view import Area, Floats
from playground.style import palette
from playground.style.palette import Theme
from playground.widgets.output.folds import Curve
from playground.widgets.output.options import Options
from playground.widgets.output.picture import Hatch, SmoothImage, colours_of, doubt, rectangle_of, shaded
from playground.widgets.plots.bold_lines import BOLD, Lines
from playground.widgets.plots.plot import Plot

FAR = 4.0  # heights of the plot beyond which a curve is cut off
ROOM = 1.1  # of a neuron's curve in the plot, as a multiple of its scale


class FieldPicture:
    """What lies below the points: `image`, `hatch` where the network is unsure, `contour` the boundary.

    A curve is shown by `contour` too, above the points.

    Attributes
    ----------
    curve : (ndarray, ndarray) or None
        The x₁ and the heights of the curve; None for a plane.
    """

    def __init__(self, plot: Plot) -> None:
        self._theme = palette.LIGHT
        self.image, self.hatch, self.contour = SmoothImage(), Hatch(), Lines(BOLD)
        self.curve: Curve | None = None
        for item in (self.image, self.hatch, self.contour):
            plot.add(item)

    def show_field(
        self,
        field: Field,
        problem: Problem,
        options: Options,
        scale: tuple[float, float],
    ) -> None:
        """Show the network's output, with the options that are on; values on a scale, see `scale_of`."""
        if field.values.shape[1] == 1:
            self._show_curve(field.values[0, 0], field.area)
            return
        self.curve = None
        self.contour.setZValue(0.0)
        discrete = options["discrete"]
        self.image.smooth = not discrete
        rectangle = rectangle_of(field.area, field.values.shape[-1])
        picture = colours_of(field, problem, self._theme, discrete, scale)
        self.image.setImage(picture, rect=rectangle, levels=None)
        lines = field.contours if options["contour"] else ()
        self.contour.show_lines([(line[:, 0], line[:, 1]) for line in lines])
        self.hatch.show_doubt(doubt(field, problem) if options["uncertainty"] else None, field.area)

    def show_close_up(self, close_up: CloseUp, units: tuple[float, float]) -> None:
        """Show one neuron, or an input, instead of the output; a curve in units as `units_of` returns."""
        if close_up.values.shape[0] == 1:
            origin, unit = units
            self._show_curve((close_up.values[0] - origin) / unit, close_up.area)
            return
        self.curve = None
        self.contour.setZValue(0.0)
        places = np.nan_to_num((close_up.values - close_up.middle) / close_up.reach)
        rectangle = rectangle_of(close_up.area, close_up.values.shape[0])
        self.image.smooth = True
        self.image.setImage(shaded(places, self._theme), rect=rectangle, levels=None)
        self.contour.show_lines([])
        self.hatch.show_doubt(None)

    def _show_curve(self, heights: Floats, area: Area) -> None:
        """Show a curve over x₁, above the points: there may be too many to see it below them."""
        if self.image.image is not None:
            self.image.clear()
        self.hatch.show_doubt(None)
        self.contour.setZValue(1.0)
        left, right, bottom, top = area
        far = FAR * (top - bottom)  # Qt cannot draw to any distance
        heights = np.clip(heights.astype(np.float64), bottom - far, top + far)
        x1 = np.linspace(left, right, len(heights))
        self.curve = x1, heights
        self.contour.show_lines([(x1[part], heights[part]) for part in _known(heights)])

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours; the image follows when it is next shown."""
        self._theme = colours
        self.hatch.apply_theme(colours)
        self.contour.set_colour(colours.contour)


def units_of(close_up: CloseUp, frame: Area) -> tuple[float, float]:
    """Return what the axis of a neuron's curve shows at 0, and for a length of 1, to fill a frame."""
    *_, bottom, top = frame
    unit = ROOM * 2.0 * close_up.reach / (top - bottom)
    return close_up.middle - unit * 0.5 * (bottom + top), unit


def _known(heights: Floats) -> Iterator[slice]:
    """Yield the parts of a curve between places where it is not a number."""
    ends = np.flatnonzero(np.diff(np.isnan(heights), prepend=True, append=True))
    return (slice(*pair) for pair in ends.reshape(-1, 2))
