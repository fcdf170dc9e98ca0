"""Names of columns and classes that a person brings: shown everywhere, as they are, and nothing gives way."""

from dataclasses import replace

import pytest
from hands import SMALL, at_rest, click, control, until
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from engine import DataSpec
from playground.texts.text import escaped

LONG = "a name that somebody has exported from a questionnaire and that was never made any shorter than that"
ODD = ("<b>x</b> & R&D 😀", "שלום עולם", LONG[:100])
POINTS = tuple((k * 0.5 - 2.0, (k * k) % 5 - 2.0, float(k % 3)) for k in range(12))
PLAIN = replace(SMALL, data=DataSpec(dataset="own", points=POINTS))
NAMED = replace(PLAIN, data=replace(PLAIN.data, column_names=ODD, class_names=ODD))
TABS = ("loss", "accuracy", "metrics", "hardest")


@pytest.fixture
def window(open_window):
    return open_window(NAMED)


def test_axes_legend_and_inputs_have_them_and_none_is_read_as_html(window):
    plot, x1 = window.boundary.plot, control(window, "features.x1")
    assert escaped(ODD[0]) in plot.axes["bottom"].labelText
    assert plot.axes["left"].labelText == ODD[1]
    legend = window.boundary._legend
    assert all(name in legend.accessibleName() for name in ODD)
    assert escaped(ODD[0]) in legend.toolTip()
    assert x1.accessibleName() == f"Input {ODD[0]}"
    assert escaped(ODD[0]) in x1.toolTip()
    assert x1.text() == "x₁"  # formulas call it so


def test_a_window_gets_no_wider_for_long_names_and_still_fits_on_a_small_screen(open_window, window):
    plain = open_window(PLAIN)
    for tab in TABS:
        for one in (window, plain):
            one.output.open(tab)
        assert window.minimumSizeHint().width() == plain.minimumSizeHint().width()
        assert window.minimumSizeHint().height() <= 600  # the legend has up to three lines
    for one in (window, plain):
        click(one, "data.draw")
    until(lambda: control(window, "data.tools").isVisible())
    assert window.minimumSizeHint().width() == plain.minimumSizeHint().width()


def test_no_label_of_the_window_takes_a_name_for_markup(window):
    window.boundary.plot.setFocus()
    window.network.drawing.point_at("x1")
    rich = [
        one.text()
        for one in window.findChildren(QLabel)
        if ODD[0] in one.text() and one.textFormat() is not one.textFormat().PlainText
    ]
    assert not rich
    assert ODD[0] in control(window, "network.status").text()


def test_the_table_names_columns_and_classes_and_takes_them_back(window):
    click(window, "data.table")
    table = window.own._table
    until(table.isActiveWindow)
    model = table.model
    heads = [model.headerData(k, table.view.horizontalHeader().orientation()) for k in range(3)]
    assert heads == list(ODD)
    assert model.data(model.index(0, 2)) == ODD[0]
    table.view.selectAll()
    table.copy()
    copied = QGuiApplication.clipboard().text()
    assert model.setData(model.index(0, 2), ODD[1])
    assert window.session.experiment.data.points[0][2] == 1.0
    table.view.setCurrentIndex(model.index(0, 0))
    table.paste()
    assert window.session.experiment.data.points == POINTS
    assert copied.count("\n") == len(POINTS)
    assert not model.setData(model.index(0, 2), "nobody")
    assert table.message.text().startswith("Row 1: ")


def test_a_cell_of_the_confusion_matrix_says_whole_names(window):
    window.output.open("metrics")
    at_rest(window.session)
    panel = control(window, "plot.metrics")
    until(lambda: panel._cells)
    said = [text for _, text in panel._cells]
    assert LONG[:100] in said, "a row's name, which is cut short"
    assert any(ODD[0] in text and ODD[1] in text for text in said)
    assert sum("predicted as" in text for text in said) >= 9
