"""The window as a class sees it: what is hidden is gone, what is locked says so, all else is as it was."""

import pytest
from commands import run
from hands import (
    SMALL,
    at_rest,
    click,
    click_at,
    control,
    drag_event,
    files_dragged,
    neuron_place,
    notice,
    places,
    places_at_rest,
    press,
    settled,
    type_in,
    until,
    weight_place,
)
from kept_runs import row
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QMenu,
    QPushButton,
    QSlider,
    QWidget,
)

from engine import DataSpec, Experiment
from playground.classroom.catalogue import EXEMPT, control_of, controls
from playground.classroom.choice import EVERYTHING, Classroom, presets
from playground.controllers.class_view import ClassView
from playground.files.experiments import STATE_SUFFIX, load_document, load_state_document, save
from playground.texts.classroom import LOCKED_CONTROL
from playground.texts.controls import CONTROLS, words_of
from playground.texts.tabs import TABS
from playground.widgets.classroom.locks import LockMark
from playground.widgets.dialogs.shortcuts import commands_of
from playground.widgets.dialogs.weights import WeightsDialog
from playground.widgets.dialogs.worksheet import WorksheetDialog
from playground.widgets.mathematics.panel import PAGES, MathsPanel
from playground.widgets.runs.cells import shown
from playground.widgets.runs.race_dialog import Race
from playground.window.command import Command
from playground.window.commands import COMMANDS

KEY, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
TEXTS = {KEY.Key_7: "7", KEY.Key_Return: "\r"}
GROUPS = {one.group for one in controls().values()}
SOME = Classroom(hidden={"data.noise", "plot.contour"}, locked={"training.learning_rate", "data.samples"})


def names_in(group):
    return [name for name, one in controls().items() if one.group == group]


def everything_built(window):
    """Have the window make all that it makes when it is asked for."""
    if not window.training.more.isChecked():
        window.training.more.click()
    window.network.features.toggle()
    assert window.diagnosis.panel.isHidden()
    window.drawing.draw(True)
    window.drawing.draw(False)
    window.network.cards.open_neuron(0, 0, -1)
    until(lambda: settled(window.session))
    window.network.cards.neuron.finish()
    window.views.show("maths")
    for page in PAGES:
        window.workspace.get(MathsPanel).open_page(page.name)
    for tab in (*window.output.names, "loss"):
        window.output.open(tab)
    window.views.show("runs")
    window.compare.open_side_by_side()
    window.compare.close()
    window.views.show("build")
    QApplication.processEvents()  # handles of what is hidden now disappear


def parts_of(window, name):
    return [one for one in window.findChildren(QWidget) if control_of(one.objectName()) == name]


def state(window):
    """All that a control could change."""
    options = {name: switch.isChecked() for name, switch in window.boundary.options.switches.items()}
    return (
        window.session.experiment, window.session.speed, window.session.playing,
        window.session.snapshot.epoch,
        window.session.snapshot.metrics, options, window.loss.log.isChecked(), window.transport.step_of,
        window.session.undo_stack.index(),
    )  # fmt: skip


def try_hard(widget):
    """Everything that a person can do with a control, by mouse and by keys."""
    place = QPoint(10, widget.height() // 2)
    spin = isinstance(widget, QAbstractSpinBox)
    inside = widget.lineEdit() if spin else widget
    QTest.mouseClick(inside, Qt.MouseButton.LeftButton, NONE, place)
    QTest.mouseDClick(inside, Qt.MouseButton.LeftButton, NONE, place)
    for corner in (QPoint(widget.width() - 6, 6), QPoint(widget.width() - 6, widget.height() - 6)):
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NONE, corner)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (KEY.Key_Up, KEY.Key_PageDown, KEY.Key_End, KEY.Key_7, KEY.Key_Return):
        # no shortcut of the window: those go on meaning what they mean
        QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, NONE, TEXTS.get(key, "")))
    wheel = QWheelEvent(
        QPointF(place), widget.mapToGlobal(QPointF(place)), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, wheel)
    assert QApplication.activePopupWidget() is None


def commands():
    return [one for one in COMMANDS if isinstance(one, Command)]


def commands_with(window, name):
    return [window.menus.actions[one.name] for one in commands() if one.control == name]


# -- every control -------------------------------------------------------------------------------


def test_everything_with_a_name_can_be_chosen_or_stays(window):
    everything_built(window)
    kinds = (QAbstractSpinBox, QComboBox, QCheckBox, QPushButton, QSlider)
    forgotten = [
        one.objectName()
        for one in window.findChildren(QWidget)
        if "." in one.objectName()
        and control_of(one.objectName()) is None
        and one.objectName() not in EXEMPT
        and not one.objectName().startswith(("class.", "card."))
    ]
    assert not forgotten
    nameless = [
        one for one in window.findChildren(QWidget)
        if isinstance(one, kinds) and not one.objectName() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]  # fmt: skip
    assert not nameless
    there = {control_of(one.objectName()) for one in window.findChildren(QWidget)}
    drawn = {"output.probe", *(f"output.{name}" for name in ("loss", "accuracy", "metrics", "hardest"))}
    of_menus = {one.control for one in commands()}
    later = {"features.formula"}  # its card
    assert controls().keys() <= there | drawn | of_menus | later


def test_every_control_has_words_and_all_words_belong_to_a_control(open_window):
    window = open_window(SMALL)
    everything_built(window)
    window.views.show("runs")
    window.compare.start_race(Race("optimizer", ("sgd", "adam")))
    window.compare.ask_race()
    window.runs.files.open_page([shown(row(1))])
    window.kept_runs.delete_all()
    window.worksheets.open()
    window.time.ask_epoch()
    window.films.open()
    window.given_weights.open()
    until(lambda: window.findChild(WorksheetDialog) and window.findChild(WeightsDialog))
    window.documents.open_example("spiral")  # with its lesson
    window.documents.show_examples()
    window.guide.show_user_guide()
    window.guide.show_about()
    window.guide.show_errors()
    window.reports.open()
    window.pictures.open()
    window.class_mode.choose()
    window.own.open_table()
    QGuiApplication.clipboard().setText("x,y,kind\n1,2,a\n3,4,b\n")
    window.own.paste()
    named = [one for one in window.findChildren(QWidget) if "." in one.objectName()]
    there = {one.objectName() for one in named}
    kinds = (QAbstractSpinBox, QComboBox, QAbstractButton, QSlider)
    assert all(words_of(one.objectName()).tip for one in named if isinstance(one, kinds))
    # made when there is something to tell or to ask
    later = {"event.stay", "event.slower", "event.close", "class.sign", "document.restore", "document.forget"}
    later |= {"features.formula", "features.add_formula", "reading.cancel"}
    later |= {"start.watch", "start.examples", "start.everything"}  # at a first start
    assert CONTROLS.keys() <= there | later
    for dialog in window.findChildren(QDialog):
        dialog.close()


def test_every_command_of_the_menus_that_uses_a_control_says_which(window):
    menus = {menu.title().replace("&", ""): menu for menu in window.menuBar().findChildren(QMenu)}
    of = {window.menus.actions[one.name]: one for one in commands()}
    for title in ("Train", "Output plot", "Panel below"):
        for action in menus[title].actions():
            if not action.isSeparator():
                assert of[action].control in controls() or of[action].leads_to, action.text()
    points = [one for one in menus["Edit"].actions() if "points" in one.text().lower()]
    assert len(points) == 5
    assert all(of[one].control in ("data.points", "data.save_csv") for one in points)


def test_the_sheet_of_keys_leaves_out_what_is_hidden(window):
    window.session.gate.show(Classroom(hidden={"transport.step", "plot.log"}))
    texts = [text for _, commands in commands_of(window.menuBar()) for _, text in commands]
    assert texts
    texts.remove(TABS["step"].text)
    assert not [text for text in texts if "Step" in text or "Logarithmic" in text]


@pytest.mark.parametrize("third", range(3))
def test_what_is_locked_is_seen_says_why_and_takes_nothing(window, third):
    everything_built(window)
    for name in [one.name for one in controls().values() if one.lockable][third::3]:
        window.session.gate.show(Classroom(locked={name}))
        before = state(window)
        for widget in parts_of(window, name):
            if widget.isVisible() and not isinstance(widget, QLabel):
                assert LOCKED_CONTROL() in widget.toolTip(), widget.objectName()
                assert LOCKED_CONTROL() in widget.whatsThis()
                assert LOCKED_CONTROL() in widget.accessibleDescription()
                assert not isinstance(widget, QSlider)  # nothing is left to slide
                window.notices.clear()
                try_hard(widget)
                assert notice(window) == LOCKED_CONTROL(), widget.objectName()
        for action in commands_with(window, name):
            assert action.isVisible()
            assert "(locked)" in action.text()
            action.trigger()
            assert notice(window) == LOCKED_CONTROL()
            for keys in action.shortcuts():
                QTest.keySequence(window, keys)
        at_rest(window.session)
        assert state(window) == before, name
    window.session.gate.show(EVERYTHING)
    assert not window.findChildren(LockMark) or not [
        mark for mark in window.findChildren(LockMark) if mark.isVisible()
    ]
    locked = [one.objectName() for one in window.findChildren(QWidget) if LOCKED_CONTROL() in one.toolTip()]
    assert not locked
    assert not [one.text() for one in window.findChildren(QAction) if "(locked)" in one.text()]


def test_what_is_hidden_is_gone_with_its_keys(window):
    everything_built(window)
    seen = {one for one in window.findChildren(QWidget) if one.isVisible()}
    for name in controls():
        window.session.gate.show(Classroom(hidden={name}))
        window.setFocus()
        before = state(window)
        for widget in parts_of(window, name):
            in_use = name.startswith("features.") and widget.isChecked()
            assert not widget.isVisible() or in_use, widget.objectName()
        for action in commands_with(window, name):
            assert not action.isVisible()
            for keys in action.shortcuts():
                QTest.keySequence(window, keys)
        at_rest(window.session)
        assert state(window) == before, name
    window.session.gate.show(EVERYTHING)
    assert {one for one in window.findChildren(QWidget) if one.isVisible()} >= seen


def test_labels_sliders_and_switches_go_with_their_control(window):
    window.training.more.click()
    slider, switch = (
        control(window, "training.weight_decay_slider"),
        control(window, "training.weight_decay_on"),
    )
    label = next(one for one in window.findChildren(QLabel) if one.text() == "Noise")
    window.session.gate.show(Classroom(hidden={"training.weight_decay", "data.noise"}))
    assert not slider.isVisible()
    assert not switch.isVisible()
    assert not label.isVisible()
    window.session.gate.show(EVERYTHING)
    assert slider.isVisible()
    assert switch.isVisible()
    assert label.isVisible()


# -- the rest closes up --------------------------------------------------------------------------


def panels(window):
    return {"data": window.data, "training": window.training, "network": window.network}


@pytest.mark.parametrize(
    ("groups", "panel"),
    [
        (("data",), "data"),
        (("training", "more", "pauses"), "training"),
        (("network",), "network"),
        (("transport", "figures", "mathematics", "runs"), "transport"),
        (("output",), "output"),
    ],
)
def test_a_panel_with_nothing_left_disappears_and_the_others_grow(window, groups, panel):
    shown = {one: getattr(window, one) for one in ("data", "training", "network", "transport")}
    shown["output"] = window.workspace._output
    window.session.gate.show(Classroom(hidden={name for group in groups for name in names_in(group)}))
    assert {one for one, widget in shown.items() if not widget.isVisible()} == {panel}
    window.session.undo_stack.clear()
    window.session.gate.show(EVERYTHING)
    assert all(widget.isVisible() for widget in shown.values())


def test_the_drawing_takes_the_room_of_the_controls_above_it(window):
    top = neuron_place(window, 0, 0).y()
    names = {"network.width", "network.activation", "network.output"}
    window.session.gate.show(Classroom(hidden=names))
    assert neuron_place(window, 0, 0).y() < top - 30
    click(window, "network.add_layer")  # a layer that comes is shown without them, too
    at_rest(window.session)
    assert not control(window, "layer2.width").isVisible()
    window.session.gate.show(EVERYTHING)
    assert control(window, "layer2.width").isVisible()
    assert abs(neuron_place(window, 0, 0).y() - top) <= 2


def test_the_rows_of_the_data_close_up(window):
    place = control(window, "data.seed").mapTo(window, QPoint()).y()
    window.session.gate.show(
        Classroom(hidden={"data.samples", "data.noise", "data.imbalance", "data.classes"})
    )
    until(lambda: control(window, "data.seed").mapTo(window, QPoint()).y() < place - 120)


def test_a_setting_that_stays_is_as_wide_as_it_was(window):
    width = control(window, "training.learning_rate").width()
    strip = names_in("training")
    window.session.gate.show(Classroom(hidden=set(strip) - {"training.learning_rate"}))
    until(lambda: abs(control(window, "training.learning_rate").width() - width) < 0.4 * width)


def test_the_drawer_goes_with_its_last_setting_and_its_headings_with_theirs(window):
    window.training.more.click()
    names = {*names_in("more"), *names_in("pauses")}
    window.session.gate.show(Classroom(hidden=names - {"training.shuffle"}))
    drawer = window.training._drawer
    headings = [one.text() for one in drawer.findChildren(QLabel) if one.isVisible() and one.text().isupper()]
    assert headings == ["NUMBERS"]
    window.session.gate.show(Classroom(hidden=names))
    assert not drawer.isVisible()
    assert not control(window, "training.more").isVisible()
    press(window, KEY.Key_T)
    assert not drawer.isVisible()


def test_the_drawer_opens_by_its_key_where_nothing_reads_what_is_left_in_it(window):
    names = {*names_in("more"), *names_in("pauses")}
    window.session.gate.show(Classroom(hidden=names - {"training.momentum"}))
    press(window, KEY.Key_T)
    assert window.training._drawer.isVisible()
    press(window, KEY.Key_T)
    assert not window.training._drawer.isVisible()


def test_tools_for_classes_that_came_while_they_were_hidden_are_there_again(window):
    window.drawing.draw(True)
    window.session.gate.show(Classroom(hidden={"data.points"}))
    window.session.gate.show(Classroom())
    points = tuple((float(k), 0.0, float(k)) for k in range(6))
    window.session.open(Experiment(data=DataSpec(dataset="own", points=points)))
    window.session.gate.show(Classroom(hidden={"data.points"}))
    window.session.gate.show(Classroom())
    window.drawing.draw(True)
    assert all(control(window, f"data.draw_{k}").isVisible() for k in range(6))
    window.drawing.draw(False)


def test_an_open_tab_that_is_hidden_gives_way_to_the_next(window):
    window.output.open("loss")
    window.session.gate.show(Classroom(hidden={"output.loss", "output.accuracy"}))
    assert window.output.tab == "metrics"
    press(window, KEY.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.output.tab == "metrics"


def test_nothing_is_left_with_the_focus_that_cannot_be_seen(window):
    control(window, "data.noise").setFocus()
    window.session.gate.show(Classroom(hidden={"data.noise"}))
    assert window.focusWidget() in (None, window)
    press(window, KEY.Key_Space)
    assert window.session.playing


# -- other ways in -------------------------------------------------------------------------------


def test_a_locked_control_is_reached_and_left_by_tab(window):
    window.session.gate.show(Classroom(locked={"data.samples"}))
    samples = control(window, "data.samples")
    samples.setFocus()
    assert samples.hasFocus()
    press(window, KEY.Key_Tab)
    assert not samples.hasFocus()


def test_the_windows_keys_work_while_a_locked_control_has_the_focus(window):
    window.session.gate.show(Classroom(locked={"data.dataset"}))
    control(window, "data.dataset").setFocus()
    press(window, KEY.Key_Space)
    assert window.session.playing


def test_weights_are_neither_typed_nor_frozen_where_they_are_locked(window):
    window.session.gate.show(Classroom(locked={"network.weights", "network.width"}))
    click_at(window, neuron_place(window, 0, 0))
    until(lambda: window.network.cards.neuron.isVisible() and settled(window.session))
    before = state(window)
    for name in ("value", "freeze", "silence", "freeze_weight", "silence_weight", "remove"):
        try_hard(control(window, f"neuron.{name}"))
        assert notice(window) == LOCKED_CONTROL()
    window.network.cards.neuron.finish()
    window.network.drawing.setFocus()
    for key in (KEY.Key_Plus, KEY.Key_Minus, KEY.Key_Delete):
        QTest.keyClick(window.network.drawing, key)
        assert notice(window) == LOCKED_CONTROL()
    at_rest(window.session)
    assert state(window) == before


def test_hidden_weights_leave_a_card_without_numbers_and_lines_that_do_nothing(window):
    window.session.gate.show(Classroom(hidden={"network.weights"}))
    click_at(window, weight_place(window, 0, 0, 0))
    assert window.network.cards.neuron is None or not window.network.cards.neuron.isVisible()
    click_at(window, neuron_place(window, 0, 0))
    card = window.network.cards.neuron
    assert card.isVisible()
    assert not card.source.isVisible()
    assert not card.value.isVisible()
    assert card.focus.isVisible()
    assert card.remove.isVisible()


@pytest.mark.parametrize("hidden", ["features.formula", "network.view"])
def test_a_formula_that_is_being_typed_goes_with_what_is_hidden(window, hidden):
    control(window, "network.more_inputs").click()
    control(window, "network.own_formula").click()
    card = window.network.cards.formula
    assert card.isVisible()
    window.session.gate.show(Classroom(hidden={hidden}))
    assert not card.isVisible()


def drop(window, path):
    """Drop a file on the window, welcome or not."""
    data = files_dragged(path)
    for kind in (QDragEnterEvent, QDropEvent):
        QApplication.sendEvent(window, drag_event(kind, QPoint(300, 300), data))


def test_a_card_goes_with_the_network_that_it_is_of(window):
    click_at(window, neuron_place(window, 0, 0))
    until(lambda: window.network.cards.neuron is not None and window.network.cards.neuron.isVisible())
    window.session.gate.show(Classroom(hidden={"network.view"}))
    assert not window.network.cards.neuron.isVisible()


def test_own_points_come_in_by_no_way_where_they_are_locked(window, tmp_path):
    window.drawing.draw(True)
    window.own.open_table()
    window.session.gate.show(Classroom(locked={"data.points"}))
    assert not window.drawing._tools.isVisible()
    assert not window.own._table.isVisible()
    path = tmp_path / "a.csv"
    path.write_text("1,2,0\n3,4,1\n")
    QGuiApplication.clipboard().setText("1\t2\t0\n3\t4\t1\n")
    ways = (
        lambda: drop(window, path),
        lambda: window.drawing.draw(True),
        window.own.open_table,
        window.own.paste,
        window.own.choose_file,
        window.drawing.clear,
    )
    for way in ways:
        window.notices.clear()
        way()
        assert notice(window) == LOCKED_CONTROL()
        assert not window.data.draw.isChecked()
    assert window.session.experiment == SMALL


def test_divergence_offers_no_other_rate_where_it_is_locked(open_window):
    from hands import EXPLOSIVE

    window = open_window(EXPLOSIVE)
    window.session.gate.show(Classroom(locked={"training.learning_rate"}))
    window.session.play()
    until(lambda: window.findChild(QWidget, "event.slower") and not window.session.playing)
    click(window, "event.slower")
    assert notice(window) == LOCKED_CONTROL()
    assert window.session.experiment == EXPLOSIVE
    click(window, "event.stay")


def test_keys_of_the_options_card_do_nothing_to_what_is_closed(window):
    window.session.gate.show(Classroom(locked={"plot.contour"}, hidden={"plot.errors"}))
    click(window, "plot.view")
    card = window.boundary.options
    for key in (KEY.Key_C, KEY.Key_E):
        QTest.keyClick(card, key)
    assert card["contour"]
    assert not card["errors"]
    assert notice(window) == LOCKED_CONTROL()
    card.close()


def test_the_probe_is_off_where_it_is_hidden(window):
    window.session.gate.show(Classroom(hidden={"output.probe"}))
    window.boundary.probe_by_keys()
    window.boundary.prober._point(QPointF(60, 60))
    assert window.boundary.prober.place is None
    assert not window.boundary.prober._rest.isActive()


# -- the sign, files, pictures -------------------------------------------------------------------


def test_a_window_without_a_choice_has_nothing_of_it(window):
    assert window.findChild(ClassView) is None
    assert window.menuBar().cornerWidget() is None


def test_the_sign_says_how_much_and_leads_back(window):
    window.session.gate.show(SOME)
    sign = control(window, "class.sign")
    assert sign.isVisible()
    assert sign.text() == "Class view"
    assert "2 hidden, 2 locked" in sign.toolTip()
    QTest.mouseClick(sign, Qt.MouseButton.LeftButton)
    dialog = until(lambda: window.findChild(QWidget, "class"))
    dialog.reject()
    window.session.gate.show(EVERYTHING)
    assert not sign.isVisible()


@pytest.mark.parametrize("suffix", [".json", STATE_SUFFIX])
def test_a_choice_is_saved_and_opened_with_the_file(window, tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    window.session.gate.choose(SOME)
    done = []
    window.file.save_to(path, lambda: done.append(True))
    until(lambda: done)
    assert window.session.undo_stack.isClean()
    read = load_document(path) if suffix == ".json" else load_state_document(path)[0]
    assert read == (SMALL, SOME)
    window.file.new()
    assert window.session.gate.chosen == EVERYTHING
    assert control(window, "data.noise").isVisible()
    window.file.open(path)
    assert window.session.gate.chosen == SOME
    assert not control(window, "data.noise").isVisible()
    at_rest(window.session)


def test_a_choice_goes_with_the_text_to_share(window):
    window.session.gate.choose(SOME)
    window.documents.copy()
    window.file.new()
    window.documents.paste()
    assert (window.session.experiment, window.session.gate.chosen) == (SMALL, SOME)
    window.session.undo_stack.undo()
    assert (window.session.experiment, window.session.gate.chosen) == (Experiment(), EVERYTHING)


def test_a_choice_alone_is_kept_for_a_crash(window, tmp_path):
    from playground.controllers.autosaver import Autosaver

    autosaver = Autosaver(window, window.file, window.session, tmp_path)
    window.session.gate.choose(SOME)
    autosaver.write()
    assert autosaver._own.file.read()[:2] == (SMALL, SOME)
    autosaver.end()


def test_a_file_that_names_no_control_leaves_all_as_it_is(window, tmp_path):
    path = tmp_path / "a.json"
    save(SMALL, path, SOME)
    path.write_text(path.read_text().replace("data.noise", "data.nose"))
    window.session.gate.choose(SOME)
    window.file.open(path)
    assert "no control called “data.nose”" in notice(window)
    assert window.session.gate.chosen == SOME


@pytest.mark.parametrize("name", presets())
def test_a_window_opens_as_its_class_sees_it_and_nothing_jumps_in_it(settings, name):
    from playground.app import create_window

    chosen = presets()[name]
    window = create_window(SMALL, settings, chosen)
    try:
        until(lambda: settled(window.session))
        assert control(window, "data.noise").isVisible() == ("data.noise" not in chosen.hidden)
        for size in ((1280, 800), (1920, 1080)):
            window.resize(*size)
            until(lambda size=size: window.size().toTuple() == size)
        window.appearance.choose_theme("dark")
        window.session.play(3)
        at_rest(window.session)
        before = places_at_rest(window)
        window.session.play(5)
        at_rest(window.session)
        after = places(window)
        assert {one: (before[one], after.get(one)) for one in before if before[one] != after.get(one)} == {}
    finally:
        window.close()
        window.deleteLater()
        window.session.deleteLater()


def test_nothing_is_done_for_a_frame(window, monkeypatch):
    done = []
    window.session.gate.show(SOME)
    monkeypatch.setattr(ClassView, "show", lambda *_: done.append(True))
    window.session.play(200)
    at_rest(window.session)
    assert not done


def test_a_picture_shows_the_window_as_the_class_sees_it(tmp_path):
    save(SMALL, tmp_path / "all.json")
    save(SMALL, tmp_path / "few.json", presets()["first_steps"])
    for name in ("all", "few"):
        done = run("render", f"{name}.json", "--epochs", "2", "--out", f"{name}.png", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    pictures = [QImage(str(tmp_path / f"{name}.png")) for name in ("all", "few")]
    assert pictures[0].size() == pictures[1].size()
    assert pictures[0] != pictures[1]


def test_the_lock_is_seen_without_colour_and_leaves_words_whole(window):
    window.training.more.click()
    window.session.gate.show(
        Classroom(locked={"training.shuffle", "data.samples", "data.points", "plot.log"})
    )
    places_at_rest(window)
    for name in ("data.samples", "data.draw"):
        marks = control(window, name).findChildren(LockMark)
        assert len(marks) == 1
        assert marks[0].isVisible()
        assert marks[0].accessibleName() == "Locked"
    for name in ("training.shuffle", "plot.log"):
        switch = control(window, name)
        assert not switch.icon().isNull()
        assert switch.width() >= switch.sizeHint().width()
    window.appearance.choose_theme("dark")
    window.session.gate.show(EVERYTHING)
    assert control(window, "plot.log").icon().isNull()


def marks(window):
    """The padlocks that are seen: those of controls, and those of panels by their names."""
    QApplication.processEvents()
    seen = [one for one in window.findChildren(LockMark) if one.isVisible()]
    texts = [one.objectName() for one in window.findChildren(QCheckBox) if not one.icon().isNull()]
    texts = [name for name in texts if "." in name and window.findChild(QCheckBox, name).text()]
    labels = [one for one in window.findChildren(QLabel, "lock") if one.isVisible()]
    return len(seen) + len(texts), sorted(one.parent().text() for one in labels)


def test_a_panel_in_which_all_is_locked_has_one_padlock_and_not_one_at_each_control(window):
    everything_built(window)
    window.session.gate.show(presets()["watch_only"])
    assert marks(window) == (0, ["DATA", "NETWORK", "TRAINING"])
    assert "Everything here is locked for this class" in window.data.title.toolTip()
    assert "Locked for this class" in control(window, "data.noise").toolTip()
    type_in(window, "data.noise", "0.4")
    assert window.session.experiment == SMALL
    window.appearance.choose_theme("dark")
    assert marks(window) == (0, ["DATA", "NETWORK", "TRAINING"])
    locked = presets()["watch_only"].locked
    window.session.gate.show(Classroom(locked=locked - {"data.noise"}))
    count, panels = marks(window)
    assert panels == ["NETWORK", "TRAINING"]
    assert count >= 8  # at the other controls of the data
    window.session.gate.show(Classroom(hidden={"data.noise"}, locked=locked))
    assert marks(window) == (0, ["DATA", "NETWORK", "TRAINING"])
    window.session.gate.show(EVERYTHING)
    assert marks(window) == (0, [])
    assert window.data.title.toolTip() == ""


def test_one_locked_control_of_a_panel_has_a_padlock_of_its_own(window):
    others = {name for name, one in controls().items() if one.group == "data"} - {"data.noise"}
    window.session.gate.show(Classroom(hidden=others, locked={"data.noise"}))
    assert marks(window) == (1, [])


def test_the_sign_says_what_it_is_and_its_tooltip_how_much(window):
    window.session.gate.show(Classroom(hidden={"data.noise", "data.seed"}, locked={"data.samples"}))
    sign = control(window, "class.sign")
    assert sign.text() == "Class view"
    assert sign.accessibleDescription().startswith("2 hidden, 1 locked.")
    assert "2 hidden, 1 locked." in sign.toolTip()


def test_a_layer_that_comes_is_locked_like_the_others(window):
    window.session.gate.show(Classroom(locked={"network.width"}))
    click(window, "network.add_layer")
    at_rest(window.session)
    assert control(window, "layer2.width").findChildren(LockMark)
    click(window, "network.remove_layer")
    at_rest(window.session)
    window.session.gate.show(EVERYTHING)
    window.appearance.choose_theme("dark")


def test_what_a_drawer_or_a_card_shows_when_first_opened_is_locked(window):
    window.session.gate.show(Classroom(locked={"training.shuffle", "network.weights"}))
    window.training.more.click()
    assert LOCKED_CONTROL() in control(window, "training.shuffle").toolTip()
    click_at(window, neuron_place(window, 0, 0))
    assert LOCKED_CONTROL() in control(window, "neuron.freeze").toolTip()


def test_what_a_drawer_hides_stays_hidden_when_another_optimizer_reads_it(window):
    window.training.more.click()
    window.session.gate.show(Classroom(hidden={"training.momentum"}))
    window.session.edit("training.optimizer", "training", optimizer="momentum")
    assert not control(window, "training.momentum").isVisible()
    window.session.gate.show(EVERYTHING)
    assert control(window, "training.momentum").isVisible()


def test_an_input_in_use_stays_in_the_drawing_and_one_that_is_not_goes(window):
    window.session.gate.show(Classroom(hidden={"features.x1", "features.x1_x2"}))
    assert control(window, "features.x1").isVisible()
    assert not control(window, "features.x1_x2").isVisible()
    before = window.session.experiment
    click(window, "features.x1")
    assert window.session.experiment == before


def test_the_hint_names_no_key_that_does_nothing(window):
    hint = window.notices.hint
    usual = hint.text()
    assert "R: reset" in usual
    window.session.gate.show(Classroom(hidden={"transport.reset"}, locked={"transport.step"}))
    assert "R: reset" not in hint.text()
    assert "step" not in hint.text()
    assert "Space: play" in hint.text()
    window.session.gate.show(EVERYTHING)
    assert hint.text() == usual


def named_places(window):
    """Return where everything with a name is, once that stays so."""
    at_rest(window.session)
    return {name: place for (name, _), place in places_at_rest(window).items() if "." in name}


def test_after_any_choices_the_window_is_as_it_was(window):
    import random

    rng, names = random.Random(11), list(controls())
    lockable = [name for name in names if controls()[name].lockable]
    before, high = named_places(window), window.menuBar().height()
    for _ in range(12):
        hidden, locked = rng.sample(names, rng.randrange(80)), rng.sample(lockable, rng.randrange(60))
        window.session.gate.show(Classroom(frozenset(hidden), frozenset(locked)))
        places_at_rest(window)
        assert window.menuBar().height() == high
    window.session.gate.show(Classroom(hidden=frozenset(names)))
    places_at_rest(window)
    window.session.gate.show(EVERYTHING)
    window.output.open("loss")
    window.notices.clear()
    after = named_places(window)
    # what has moved: nothing
    assert {one: (before[one], after.get(one)) for one in before if before[one] != after.get(one)} == {}
