"""Pictures of parts of the window: of any size, in either theme, of shapes where the screen shows shapes."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hands import SMALL, at_rest, click_at, control, neuron_place, trained, until
from lane_states import race, side_by_side
from PySide6.QtCore import QByteArray, QEvent, QObject, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine import DataSpec, LayerSpec, NetworkSpec
from playground import render
from playground.classroom.choice import Classroom
from playground.controllers import pictures, sheets
from playground.controllers.doubles import DOUBLES
from playground.controllers.pictures import How, picture_of, take
from playground.controllers.sheets import SHEETS
from playground.files.experiments import decode_document
from playground.files.pictures import experiment_in
from playground.style.palette import THEMES
from playground.texts.numbers import short_text
from playground.widgets.mathematics.panel import MathsPanel
from playground.widgets.output.points import MOST_SHAPES

BEGINNINGS = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
SVG = How(format="svg")


def image_of(window, what, how):
    return QImage.fromData(picture_of(window, what, how))


def svg_of(window, what, how=SVG):
    return picture_of(window, what, how).decode()


def words_in(svg):
    return [word.strip() for word in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


def greys(image):
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    lines = np.frombuffer(grey.constBits(), np.uint8).reshape(image.height(), -1)
    return lines[:, : image.width()].astype(int)


def tops():
    return set(QApplication.topLevelWidgets())


@pytest.mark.parametrize("what", DOUBLES)
def test_a_picture_can_be_taken_of_each_part_in_each_format(window, what):
    before = tops()
    for kind in SHEETS:
        assert picture_of(window, what, How(format=kind)).startswith(BEGINNINGS[kind])
        QApplication.sendPostedEvents(None, 52)  # of what is to be deleted
        assert tops() == before, kind


@pytest.mark.parametrize("what", DOUBLES)
def test_a_picture_has_the_size_and_the_ground_asked_for(window, what):
    window.appearance.choose_theme("dark")
    for theme, colours in THEMES.items():
        image = image_of(window, what, How(900, 500, theme, scale=2))
        assert image.size().toTuple() == (1800, 1000)
        ground = colours.window if what == "window" else colours.panel
        assert image.pixelColor(3, 3) == image.pixelColor(1797, 997) == QColor(ground), theme


@pytest.mark.parametrize("what", DOUBLES)
def test_a_picture_is_the_same_whatever_the_theme_of_the_window(window, what):
    how = How(1280, 800)
    before = image_of(window, what, how)
    window.appearance.choose_theme("dark")
    assert (np.abs(greys(image_of(window, what, how)) - greys(before)) > 40).mean() < 0.001


@pytest.mark.parametrize("what", DOUBLES)
def test_nothing_in_the_window_moves_while_a_picture_is_taken(window, what):
    at_rest(window.session)
    before = window.grab().toImage()
    picture_of(window, what, How(1500, 300, "dark"))
    at_rest(window.session)
    assert window.grab().toImage() == before


def test_a_picture_is_handed_over_while_training_goes_on(window):
    taken = []
    window.session.play()
    take(window, "output", How(), taken.append)
    assert not taken
    until(lambda: taken)
    assert window.session.playing
    trained(window.session)
    assert not QImage.fromData(taken[0]).isNull()


def test_a_window_that_is_closed_meanwhile_takes_no_picture(open_window):
    window, taken = open_window(SMALL), []
    take(window, "output", How(), taken.append)
    window.close()
    window.deleteLater()
    QApplication.processEvents()
    assert not taken


def test_pictures_in_turn_are_all_handed_over(window):
    taken = []
    for what in DOUBLES:
        take(window, what, How(), lambda content, what=what: taken.append((what, content)))
    until(lambda: len(taken) == len(DOUBLES))
    for what, content in taken:
        now = image_of(window, what, How())
        assert (np.abs(greys(QImage.fromData(content)) - greys(now)) > 40).mean() < 0.001


@pytest.mark.parametrize("act", [side_by_side, race("sgd", "adam")], ids=["side by side", "race"])
def test_a_picture_of_the_window_shows_the_runs_that_are_compared(window, act):
    window.views.show("runs")
    table = greys(image_of(window, "window", How()))
    act(window)
    page = window.compare.page
    compared = greys(image_of(window, "window", How()))
    assert (np.abs(compared - table) > 40).mean() > 0.02
    assert window.compare.page is page
    assert page.isVisible()


@pytest.mark.parametrize("what", DOUBLES)
def test_a_picture_taken_at_once_is_the_same_as_one_taken_in_turns(window, what):
    taken = []
    take(window, what, How(), taken.append)
    until(lambda: taken)
    now = image_of(window, what, How())
    assert (np.abs(greys(QImage.fromData(taken[0])) - greys(now)) > 40).mean() < 0.001


def test_a_picture_of_the_window_shows_the_view_that_is_in_sight(window):
    build = greys(image_of(window, "window", How()))
    window.views.show("maths")
    until(lambda: window.mathematics.ledger is not None)
    maths = greys(image_of(window, "window", How()))
    assert (np.abs(maths - build) > 40).mean() > 0.05
    assert window.mathematics._panel is window.workspace.get(MathsPanel)
    window.views.show("build")
    assert (np.abs(greys(image_of(window, "window", How())) - build) > 40).mean() < 0.001


@pytest.mark.parametrize("what", DOUBLES)
def test_no_window_comes_up_meanwhile(window, what):
    shown = []

    class Watch(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Show and watched.isWidgetType() and watched.isWindow():
                shown.append(watched.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen))
            return False

    watch = Watch()
    QApplication.instance().installEventFilter(watch)
    picture_of(window, what, How())
    QApplication.instance().removeEventFilter(watch)
    assert all(shown)
    assert window.isActiveWindow()


@pytest.mark.parametrize("what", DOUBLES)
def test_a_list_that_is_open_stays_open_meanwhile(window, what):
    combo = control(window, "network.output")
    QTest.mouseClick(combo, Qt.MouseButton.LeftButton)
    until(combo.view().isVisible)
    picture_of(window, what, How())
    assert combo.view().isVisible()
    combo.hidePopup()


# -- what they show ------------------------------------------------------------------------------


def test_the_output_is_in_the_middle(window):
    image = image_of(window, "output", How(1200, 400, scale=1))
    ground = QColor(THEMES["light"].panel)
    marked = [x for x in range(1200) if any(image.pixelColor(x, y) != ground for y in range(100, 300, 9))]
    assert abs(marked[0] - (1199 - marked[-1])) < 80


def test_the_output_shows_what_the_window_shows(window):
    plain = picture_of(window, "output", How())
    window.boundary.options.switches["train"].setChecked(False)
    without_points = picture_of(window, "output", How())
    window.boundary.zoom(0.5)
    at_rest(window.session)
    assert len({plain, without_points, picture_of(window, "output", How())}) == 3


def test_a_pinned_neuron_is_shown(window):
    before = picture_of(window, "output", How())
    click_at(window, neuron_place(window, 0, 1))
    control(window, "neuron.focus").click()
    window.network.cards.neuron.close()
    at_rest(window.session)
    assert picture_of(window, "output", How()) != before


@pytest.mark.parametrize("what", ["network", "window"])
def test_lines_show_what_they_show_in_the_window(window, what):
    before = image_of(window, what, How())
    window.network.layers.lines.setCurrentText("gradients")
    until(lambda: window.network.drawing.subject.step.flow is not None)
    at_rest(window.session)
    gradients = image_of(window, what, How())
    assert gradients != before
    window.network.layers.lines.setCurrentText("weights")
    assert image_of(window, what, How()) == before


def test_in_the_maths_view_neurons_have_their_numbers_in_a_picture(window):
    at_rest(window.session)
    usual = words_in(svg_of(window, "network"))
    window.resize(1300, 800)
    window.views.show("maths")
    until(lambda: window.network.drawing.subject.step.flow is not None)
    shown = words_in(svg_of(window, "network"))
    numbers = window.network.drawing.subject.step.numbers(1)
    assert {short_text(float(one)) for one in numbers} <= set(shown)
    assert not {short_text(float(one)) for one in numbers} & set(usual)


def test_the_curves_are_those_of_the_open_tab(window):
    assert "loss" in words_in(svg_of(window, "curves"))
    window.output.open("accuracy")
    assert "accuracy" in words_in(svg_of(window, "curves"))
    window.output.open("metrics")
    assert "loss" in words_in(svg_of(window, "curves"))


def test_no_picture_shows_buttons_or_inputs_that_are_not_used(window):
    words = [word for what in render.PARTS for word in words_in(svg_of(window, what))]
    assert "x₁" in words
    assert not {"View", "more inputs", "x₁x₂", "sin x₁"} & set(words)


def test_a_picture_with_more_room_than_the_window_shows_more_neurons(open_window):
    window = open_window(replace(SMALL, network=NetworkSpec(hidden=(LayerSpec(20),))))
    counts = [
        len(re.findall("<image", svg_of(window, "network", How(800, height, format="svg"))))
        for height in (500, 1600)
    ]
    assert counts[0] < counts[1]


def test_a_network_that_is_wider_than_the_picture_is_drawn_smaller(open_window):
    window = open_window(replace(SMALL, network=NetworkSpec(hidden=tuple(LayerSpec(2) for _ in range(9)))))
    whole = picture_of(window, "network", How(400, 300, format="svg")).decode()
    assert 'viewBox="0 0 400 ' not in whole
    assert image_of(window, "network", How(400, 300)).size().toTuple() == (800, 600)


def test_what_a_class_does_not_see_is_in_no_picture(window):
    window.session.gate.choose(Classroom(hidden=frozenset({"network.activation"})))
    assert "tanh" not in words_in(svg_of(window, "network"))


@pytest.mark.parametrize("dataset", ["spirals", "plane", "circle"])
def test_every_task_can_be_pictured(open_window, dataset):
    window = open_window(replace(SMALL, data=DataSpec(dataset=dataset, samples=50)))
    trained(window.session, 0)
    for what in DOUBLES:
        assert not image_of(window, what, How()).isNull(), what


# -- shapes --------------------------------------------------------------------------------------


def test_points_lines_axes_and_words_are_shapes_and_the_field_is_a_picture(window):
    svg = svg_of(window, "output")
    assert len(re.findall("<image", svg)) == 2  # the field, and the colour bar
    assert len(re.findall("<path", svg)) >= len(window.session.snapshot.data.train)
    assert {"x₁", "x₂", "class 0", "−4"} <= set(words_in(svg))


def test_weights_are_lines_and_neuron_maps_pictures(window):
    svg = svg_of(window, "network")
    lines = re.findall("<polyline|<line", svg)
    assert len(lines) >= 2 * 4 + 4 * 3 + 3
    assert len(re.findall("<image", svg)) < 40


def test_curves_are_lines(window):
    window.session.play(5)
    at_rest(window.session)
    svg = svg_of(window, "curves")
    assert "<image" not in svg
    assert "<polyline" in svg


def test_very_many_points_are_one_picture_in_a_file_of_shapes(open_window):
    window = open_window(replace(SMALL, data=DataSpec(samples=2 * MOST_SHAPES)))
    svg = svg_of(window, "output")
    assert len(re.findall("<path", svg)) < MOST_SHAPES
    assert len(re.findall("<image", svg)) == 3


@pytest.mark.parametrize("what", DOUBLES)
def test_shapes_look_as_pixels_do(window, what):
    window.session.play(20)
    at_rest(window.session)
    how = How(800, 600)
    pixels = image_of(window, what, replace(how, scale=1))
    drawn = QImage(pixels.size(), QImage.Format.Format_RGB32)
    painter = sheets.QPainter(drawn)
    QSvgRenderer(QByteArray(picture_of(window, what, replace(how, format="svg")))).render(painter)
    painter.end()
    assert (np.abs(greys(pixels) - greys(drawn)) > 60).mean() < 0.05


def test_what_is_out_of_view_is_not_written(window):
    everything = len(re.findall("<path", svg_of(window, "output")))
    window.boundary.zoom(0.2)
    at_rest(window.session)
    assert len(re.findall("<path", svg_of(window, "output"))) < everything


def test_a_file_of_shapes_names_fonts_for_programs_that_lack_ours(window):
    assert "sans-serif" in svg_of(window, "curves")


# -- pieces --------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", DOUBLES)
def test_a_large_picture_is_painted_in_pieces_of_no_more_pixels_than_a_window_has(window, monkeypatch, what):
    pieces = []
    paint = pictures.QWidget.render
    monkeypatch.setattr(
        pictures,
        "paint_part",
        lambda widget, painter, place, part, flag: (
            pieces.append(part.boundingRect()),
            paint(widget, painter, place, part, flag),
        ),
    )
    picture_of(window, what, How(1600, 1200, scale=3))
    largest = max(one.width() * one.height() for one in pieces) * 3 * 3
    assert largest <= sheets.PIECE_PIXELS
    assert sum(one.width() * one.height() for one in pieces) >= 1600 * 1200


def test_pieces_together_are_the_whole(window, monkeypatch):
    in_pieces = image_of(window, "output", How(scale=3))
    monkeypatch.setattr(sheets, "PIECE_PIXELS", 10**9)
    assert image_of(window, "output", How(scale=3)) == in_pieces


def test_the_window_answers_between_two_pieces(window):
    picture = pictures._Picture(window, "network", How(1600, 1200, scale=2))
    assert sum(1 for _ in picture.pieces) > 20


# -- the experiment in it ------------------------------------------------------------------------


@pytest.mark.parametrize("what", DOUBLES)
def test_a_png_carries_its_experiment(window, what):
    chosen = Classroom(locked=frozenset({"data.noise"}))
    window.session.gate.choose(chosen)
    content = experiment_in(picture_of(window, what, How()), "it")
    assert decode_document(content, "it") == (SMALL, chosen)


def test_the_command_line_knows_what_can_be_pictured():
    assert (render.WINDOW, *render.PARTS) == tuple(DOUBLES)
    assert list(render.FORMATS) == list(SHEETS)
