"""The gallery of data sets, and the data panel for own points."""

from dataclasses import replace

import pytest
from hands import SMALL, at_rest, choose, click, control, notice, press, settled, type_in, until
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest

from engine import DATASETS, DataSpec
from playground.style import palette
from playground.widgets.data import gallery
from playground.widgets.plots.thumbnails import own_thumbnail

KEY = Qt.Key
OWN = replace(
    SMALL, data=DataSpec(dataset="own", points=((1.0, 2.0, 0.0), (-3.0, 2.0, 1.0), (0.0, 0.0, 1.0)))
)


def opened(window):
    """The gallery, opened by a click."""
    click(window, "data.dataset")
    view = control(window, "data.dataset").view()
    assert QTest.qWaitForWindowExposed(view.window())
    return view


def name_at(window, view):
    return control(window, "data.dataset").itemData(view.currentIndex().row())


def leave(window, view):
    QTest.keyClick(view, KEY.Key_Escape)
    until(lambda: not view.isVisible() and window.isActiveWindow())


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_every_data_set_is_in_sight_at_once_within_the_screen(window, size):
    window.resize(*size)
    view = opened(window)
    rects = [view.visualRect(view.model().index(i, 0)) for i in range(view.model().rowCount())]
    assert len(rects) == len(DATASETS) + 1
    assert all(view.viewport().rect().contains(rect) for rect in rects)
    assert not any(a.intersects(b) for i, a in enumerate(rects) for b in rects[:i])
    assert window.screen().availableGeometry().contains(view.window().geometry())
    headings = [rect for rect, _ in view._headings]
    assert len(headings) == 4
    assert not any(heading.intersects(rect) for heading in headings for rect in rects)
    leave(window, view)


@pytest.mark.parametrize("text", [100, 200])
def test_every_name_fits_its_cell_and_all_cells_fit_a_small_screen(window, text):
    window.appearance.choose_size(text)
    view = opened(window)
    combo = control(window, "data.dataset")
    room = gallery.cell_size().width() - 6
    assert all(view.fontMetrics().horizontalAdvance(combo.itemText(i)) <= room for i in range(combo.count()))
    whole = view.whole_size()
    assert whole.width() <= 1270
    assert whole.height() <= 780
    leave(window, view)
    window.appearance.choose_size(100)


def test_each_problem_has_its_cells_together(window):
    view = opened(window)
    tops = {}
    for i, (name, one) in enumerate(DATASETS.items()):
        tops.setdefault(one.problem, []).append((view.visualRect(view.model().index(i, 0)), name))
    for cells in tops.values():
        region = [rect for rect, _ in cells]
        whole = region[0]
        for rect in region:
            whole = whole.united(rect)
        others = [rect for key, more in tops.items() if more is not cells for rect, _ in more]
        assert not any(whole.contains(rect) for rect in others)
    leave(window, view)


def test_a_picture_is_clicked(window, application):
    usual = application.doubleClickInterval()
    application.setDoubleClickInterval(0)  # for so long a click that opens is not one that chooses
    view = opened(window)
    place = view.visualRect(view.model().index(list(DATASETS).index("moons"), 0)).center()
    QTest.mouseMove(view.viewport(), place)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    until(lambda: window.session.experiment.data.dataset == "moons")
    assert control(window, "data.dataset").name() == "moons"
    until(window.isActiveWindow)
    application.setDoubleClickInterval(usual)


def test_arrows_go_where_they_point(window):
    view = opened(window)
    walk = [
        (KEY.Key_Home, "circle"),
        (KEY.Key_Right, "xor"),
        (KEY.Key_Down, "sine"),
        (KEY.Key_Down, "spirals"),
        (KEY.Key_Left, "blobs"),
        (KEY.Key_Up, "heart"),
        (KEY.Key_Up, "circle"),
        (KEY.Key_Up, "circle"),
        (KEY.Key_Left, "circle"),
        (KEY.Key_End, "own"),
        (KEY.Key_Down, "own"),
        (KEY.Key_Right, "own"),
    ]
    for key, name in walk:
        QTest.keyClick(view, key)
        assert name_at(window, view) == name
    leave(window, view)
    assert window.session.experiment.data.dataset == "gaussian"


def test_letters_go_to_the_data_set_that_begins_with_them(window):
    view = opened(window)
    QTest.keyClicks(view, "sad")
    assert name_at(window, view) == "saddle"
    QTest.keyClick(view, KEY.Key_Return)
    until(lambda: window.session.experiment.data.dataset == "saddle")
    until(window.isActiveWindow)


def test_closed_it_is_a_list_like_any_other(window):
    combo = control(window, "data.dataset")
    combo.setFocus()
    press(window, KEY.Key_Down)
    assert window.session.experiment.data.dataset == "spiral"
    press(window, KEY.Key_Up)
    assert window.session.experiment.data.dataset == "gaussian"


def test_only_the_picture_in_sight_is_drawn_before_it_is_opened(open_window, monkeypatch):
    drawn = []
    monkeypatch.setattr(
        gallery, "thumbnail", lambda name, *_: drawn.append(name) or own_thumbnail(OWN.data, *_)
    )
    window = open_window(SMALL)
    assert set(drawn) == {"gaussian"}
    view = opened(window)
    until(lambda: set(drawn) == set(DATASETS))
    leave(window, view)


@pytest.mark.parametrize("name", palette.THEMES)
def test_it_is_painted_in_every_theme(window, name):
    window.appearance.choose_theme(name)
    view = opened(window)
    image = view.grab().toImage()
    colours, cell = palette.THEMES[name], view.visualRect(view.currentIndex())
    assert image.pixelColor(1, 1).name() == colours.panel
    assert image.pixelColor(cell.center().x(), cell.top() + 4).name() == colours.accent
    assert window.palette().highlight().color().name() == colours.accent, "as in every other list"
    leave(window, view)


# -- own points in the panel -------------------------------------------------------------------


@pytest.mark.parametrize(("labels", "third"), [("classes", 2.0), ("values", 0.5)])
@pytest.mark.usefixtures("application")
def test_own_points_keep_their_picture_whatever_else_is_learned(labels, third):
    own = replace(OWN.data, labels=labels, points=(*OWN.data.points, (2.0, 2.0, third)))
    size = gallery.picture_size()
    picture = own_thumbnail(own, size, palette.LIGHT).toImage()
    for dataset in DATASETS:
        beside = replace(own, dataset=dataset)
        assert own_thumbnail(beside, size, palette.LIGHT).toImage() == picture


def test_the_gallery_opens_beside_own_points_of_three_classes(open_window):
    points = (*OWN.data.points, (2.0, 2.0, 2.0))
    window = open_window(replace(SMALL, data=replace(OWN.data, points=points, dataset="circle")))
    choose(window, "data.dataset", "own points")
    assert window.session.experiment.data.points == points


def test_own_points_are_chosen_like_any_data_set_and_ask_to_be_drawn(window):
    choose(window, "data.dataset", "own points")
    assert window.session.experiment.data.dataset == "own"
    assert at_rest(window.session).data.train.X.shape == (0, 2)
    until(lambda: "No points yet" in notice(window))
    assert control(window, "data.draw").isChecked()
    assert control(window, "data.tools").isVisible()
    click(window, "transport.play")
    assert "Nothing to learn" in notice(window)
    assert not window.session.playing
    click(window, "transport.step")
    assert at_rest(window.session).epoch == 0


def test_a_generator_has_its_numbers_and_own_points_have_theirs(open_window):
    window = open_window(OWN)
    for name in ("samples", "noise", "imbalance"):
        assert not control(window, f"data.{name}").isVisible()
    for name in ("labels", "clear", "test_fraction", "seed", "new_data", "draw", "table", "open_csv"):
        assert control(window, f"data.{name}").isVisible()
    assert window.data._count.text().startswith("3 points: ")
    choose(window, "data.dataset", "circle")
    for name in ("samples", "noise", "imbalance"):
        assert control(window, f"data.{name}").isVisible()
    assert not control(window, "data.clear").isVisible()


def test_what_is_below_does_not_move_when_the_data_set_changes(window):
    places = set()
    for label in ("circle", "blobs", "plane", "own points"):
        choose(window, "data.dataset", label)
        until(lambda: settled(window.session))
        places.add(control(window, "data.test_fraction").mapTo(window, QPoint(0, 0)).toTuple())
    assert len(places) == 1


def test_imbalance_is_typed(window):
    type_in(window, "data.imbalance", "0.8")
    assert window.session.experiment.data.imbalance == 0.8
    y = at_rest(window.session).data.train.y
    assert (y == 0).sum() > 2 * (y == 1).sum()
    choose(window, "data.dataset", "plane")
    assert not control(window, "data.imbalance").isEnabled()


def test_own_points_become_values_and_classes_again(open_window):
    window = open_window(OWN)
    choose(window, "data.labels", "values")
    assert at_rest(window.session).problem.kind == "regression"
    choose(window, "data.labels", "classes (0–5)")
    assert at_rest(window.session).problem.kind == "binary"


def test_values_that_are_no_classes_stay_values_and_it_is_said_why(open_window):
    data = replace(OWN.data, labels="values", points=((0.0, 0.0, 0.5), (1.0, 0.0, -0.5)))
    window = open_window(replace(OWN, data=data))
    choose_refused = control(window, "data.labels")
    choose_refused.setCurrentText("classes")
    assert "must be a whole number from 0 to 5" in notice(window)
    assert choose_refused.name() == "values"


def test_all_points_are_cleared_and_come_back(open_window):
    window = open_window(OWN)
    click(window, "data.clear")
    assert window.session.experiment.data.points == ()
    assert not control(window, "data.clear").isEnabled()
    until(lambda: "No points yet" in notice(window))
    press(window, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.experiment.data == OWN.data
    until(lambda: len(window.session.snapshot.data.train) > 0)


def test_new_data_holds_out_others_of_the_own_points(open_window):
    many = replace(OWN.data, points=tuple((float(k), 0.0, float(k % 2)) for k in range(20)))
    for data, said in (
        (many, "Different test points"),
        (OWN.data, "With fewer than 20 points, all are for training"),
    ):
        window = open_window(replace(OWN, data=data))
        click(window, "data.new_data")
        assert window.session.experiment.data == data
        until(lambda window=window, said=said: said in notice(window))


def test_few_points_have_dots_that_are_seen():
    def inked(count):
        """How many pixels of the picture each of so many points covers."""
        points = tuple((float(k % 2), float(k // 2 % 2), 0.0) for k in range(count))
        image = own_thumbnail(replace(OWN.data, points=points), QSize(40, 40), palette.LIGHT).toImage()
        every = [image.pixelColor(i, j).alpha() for i in range(80) for j in range(80)]
        return sum(alpha > 0 for alpha in every)

    assert inked(4) > 2 * inked(80)  # the same four places
