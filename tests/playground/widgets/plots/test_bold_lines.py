import numpy as np
import pyqtgraph as pg
import pytest
from hands import corners

from playground.style.palette import LIGHT
from playground.widgets.plots.bold_lines import BOLD, MEDIUM, Lines
from playground.widgets.plots.plot import Plot

ACROSS = (np.array([0.0, 10.0]), np.array([5.0, 5.0]))
UP = (np.array([5.0, 5.0]), np.array([0.0, 10.0]))


@pytest.fixture
def plot(show):
    one = show(Plot("plot.loss", "x", "y", 40))
    one.apply_theme(LIGHT)
    one.parentWidget().resize(400, 300)
    one.view_box.setRange(xRange=(0, 10), yRange=(0, 10), padding=0)
    return one


def thickness(plot, lines):
    """How many pixels of a column through the plot's middle some lines cover, more than half, in red."""
    lines.set_colour("#ff0000")
    plot.add(lines)
    image = plot.grab().toImage()
    middle = plot.mapFromScene(plot.view_box.mapViewToScene(pg.Point(5.0, 5.0)))
    column = [image.pixelColor(middle.x(), middle.y() + dy) for dy in range(-8, 9)]
    return sum(pixel.red() > 128 and pixel.green() < 128 for pixel in column)


@pytest.mark.parametrize(("shifts", "least", "most"), [(MEDIUM, 1, 2), (BOLD, 2, 3)])
def test_a_line_has_its_width(plot, shifts, least, most):
    lines = Lines(shifts)
    lines.show_lines([ACROSS])
    assert least <= thickness(plot, lines) <= most


def test_nothing_is_drawn_without_lines(plot):
    lines = Lines(BOLD)
    for none in ([], [(np.empty(0), np.empty(0))]):
        lines.show_lines([ACROSS])
        lines.show_lines(none)
        assert corners(lines) == []
    assert thickness(plot, lines) == 0


def test_lines_are_drawn_apart(plot):
    lines = Lines(BOLD)
    lines.show_lines([ACROSS, UP])
    assert corners(lines) == [[(0.0, 5.0), (10.0, 5.0)], [(5.0, 0.0), (5.0, 10.0)]]
    plot.add(lines)
    plot.grab()


def test_the_bounds_hold_every_line():
    lines = Lines(MEDIUM)
    lines.show_lines([UP, (np.array([1.0, 2.0]), np.array([-3.0, 4.0]))])
    bounds = lines.boundingRect()
    assert (bounds.left(), bounds.right(), bounds.top(), bounds.bottom()) == (1.0, 5.0, -3.0, 10.0)


@pytest.mark.parametrize(("shifts", "dashed"), [(MEDIUM, True), (MEDIUM, False), (BOLD, False)])
def test_a_single_point_is_drawn_without_complaint(plot, shifts, dashed):
    lines = Lines(shifts, dashed)
    lines.show_lines([(np.array([0.0]), np.array([1.0]))])
    plot.add(lines)
    plot.grab()
    assert corners(lines) == [[(0.0, 1.0)]]
