"""The field in the output plot: the output of the network or a neuron, as colours, lines and hatching."""

import numpy as np

from engine import Problem
from playground.observers.close_up import CloseUp
from playground.observers.field import Field
from playground.style import palette
from playground.style.palette import Theme
from playground.widgets.output.options import Options
from playground.widgets.output.picture import Hatch, SmoothImage, colours_of, doubt, rectangle_of, shaded
from playground.widgets.plots.bold_lines import BOLD, Lines
from playground.widgets.plots.plot import Plot


class FieldPicture:
    """What lies below the points: `image`, `hatch` where the network is unsure, `contour` the boundary."""

    def __init__(self, plot: Plot) -> None:
        self._theme = palette.LIGHT
        self.image, self.hatch, self.contour = SmoothImage(), Hatch(), Lines(BOLD)
        for item in (self.image, self.hatch, self.contour):
            plot.add(item)

    def show_field(
        self, field: Field, problem: Problem, options: Options, scale: tuple[float, float]
    ) -> None:
        """Show the network's output, with the options that are on; values on a scale, see `scale_of`."""
        discrete = options["discrete"]
        self.image.smooth = not discrete
        rectangle = rectangle_of(field.area, field.values.shape[-1])
        picture = colours_of(field, problem, self._theme, discrete, scale)
        self.image.setImage(picture, rect=rectangle, levels=None)
        lines = field.contours if options["contour"] else ()
        self.contour.show_lines([(line[:, 0], line[:, 1]) for line in lines])
        self.hatch.show_doubt(doubt(field, problem) if options["uncertainty"] else None, field.area)

    def show_close_up(self, close_up: CloseUp) -> None:
        """Show one neuron, or an input, instead of the output."""
        places = np.nan_to_num((close_up.values - close_up.middle) / close_up.reach)
        rectangle = rectangle_of(close_up.area, close_up.values.shape[0])
        self.image.smooth = True
        self.image.setImage(shaded(places, self._theme), rect=rectangle, levels=None)
        self.contour.show_lines([])
        self.hatch.show_doubt(None)

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours; the image follows when it is next shown."""
        self._theme = colours
        self.hatch.apply_theme(colours)
        self.contour.set_colour(colours.contour)
