"""Choosing what a class sees: by mouse and by keys, seen at once, put back by Cancel, undone by Undo."""

from dataclasses import replace

import pytest
from hands import SMALL, bring_to_front, click, control, press, settled, until
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QStyle, QStyleOptionViewItem

from playground.classroom.catalogue import controls
from playground.classroom.choice import EVERYTHING, Classroom, presets
from playground.classroom.lesson import LONGEST_LINE, LONGEST_TITLE, Lesson
from playground.controllers.autosaver import Autosaver
from playground.files.experiments import load_document
from playground.widgets.classroom.dialog import LOCKED, NAME, SHOWN, ClassDialog

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
DATA = [name for name, one in controls().items() if one.group == "data"]


@pytest.fixture
def dialog(window):
    return opened(window)


def opened(window):
    press(window, KEY.Key_L, CTRL)
    dialog = until(lambda: window.findChild(ClassDialog))
    until(dialog.isActiveWindow)
    return dialog


def walk_to(dialog, name):
    """Walk by the arrow keys to a row, or to the heading of a group."""
    tree, row = dialog.tree, dialog._rows.get(name) or dialog._groups[name]
    QTest.keyClick(tree, KEY.Key_Home)
    for _ in range(200):
        if tree.currentItem() is row:
            return
        QTest.keyClick(tree, KEY.Key_Down)
    raise AssertionError(f"there is no way to {name}")


def tick(dialog, name, column):
    """Click on a box."""
    tree, item = dialog.tree, dialog._rows.get(name) or dialog._groups[name]
    tree.scrollToItem(item)
    index, option = tree.indexFromItem(item, column), QStyleOptionViewItem()
    tree.itemDelegate().initStyleOption(option, index)
    option.rect = tree.visualRect(index)
    box = tree.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, tree)
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, box.center())


def done(window):
    until(lambda: window.findChild(ClassDialog) is None and settled(window.session))
    bring_to_front(window)


def test_by_keys_alone_a_control_is_hidden_another_locked_and_both_kept(window, dialog):
    assert dialog.tree.hasFocus()
    walk_to(dialog, "data.noise")
    QTest.keyClick(dialog.tree, KEY.Key_Space)
    assert not control(window, "data.noise").isVisible()  # at once
    walk_to(dialog, "data.seed")
    QTest.keyClick(dialog.tree, KEY.Key_L)
    chosen = Classroom(hidden={"data.noise"}, locked={"data.seed"})
    assert window.session.gate.shown == dialog.classroom == chosen
    assert window.session.undo_stack.isClean()  # nothing is kept yet
    QTest.keyClick(dialog.tree, KEY.Key_Return)
    done(window)
    assert window.session.gate.shown == chosen
    assert window.isWindowModified()
    press(window, KEY.Key_Z, CTRL)
    assert window.session.gate.shown == EVERYTHING
    assert control(window, "data.noise").isVisible()


def test_keys_pressed_again_take_it_back(window, dialog):
    for key in (KEY.Key_Space, KEY.Key_L):
        walk_to(dialog, "transport.speed")
        QTest.keyClick(dialog.tree, key)
        assert window.session.gate.shown
        QTest.keyClick(dialog.tree, key)
        assert window.session.gate.shown == EVERYTHING
    dialog.reject()


@pytest.mark.parametrize("column", [SHOWN, LOCKED])
def test_boxes_are_clicked(window, dialog, column):
    tick(dialog, "network.layers", column)
    chosen = window.session.gate.shown
    assert (chosen.hidden if column == SHOWN else chosen.locked) == {"network.layers"}
    tick(dialog, "network.layers", column)
    assert window.session.gate.shown == EVERYTHING
    click(dialog, "class.cancel")
    done(window)


def test_a_heading_stands_for_its_whole_group(window, dialog):
    tick(dialog, "data", SHOWN)
    assert window.session.gate.shown.hidden == set(DATA)
    assert not window.data.isVisible()
    tick(dialog, "data.noise", SHOWN)
    assert dialog._groups["data"].checkState(SHOWN) == Qt.CheckState.PartiallyChecked
    assert control(window, "data.noise").isVisible()
    tick(dialog, "data", SHOWN)
    assert window.session.gate.shown == EVERYTHING
    walk_to(dialog, "data")
    QTest.keyClick(dialog.tree, KEY.Key_L)
    assert window.session.gate.shown.locked == {name for name in DATA if controls()[name].lockable}
    dialog.reject()


def test_what_only_shows_something_has_no_box_to_lock_it(window, dialog):
    walk_to(dialog, "plot.boundary")
    QTest.keyClick(dialog.tree, KEY.Key_L)
    assert window.session.gate.shown == EVERYTHING
    assert dialog._rows["plot.boundary"].data(LOCKED, Qt.ItemDataRole.CheckStateRole) is None
    dialog.reject()


@pytest.mark.parametrize("name", presets())
def test_a_choice_that_is_ready_is_taken_and_cancel_puts_back(window, dialog, name):
    click(dialog, f"class.{name.lower().replace(' ', '_')}")
    assert window.session.gate.shown == presets()[name]
    assert dialog.isVisible()
    QTest.keyClick(dialog, KEY.Key_Escape)
    done(window)
    assert window.session.gate.shown == EVERYTHING
    assert window.session.undo_stack.count() == 0


def test_the_same_choice_again_is_no_change(window, dialog):
    click(dialog, "class.ok")
    done(window)
    assert window.session.undo_stack.isClean()


def test_what_was_chosen_is_ticked_when_it_is_opened_again(window):
    chosen = Classroom(hidden={"data.noise"}, locked={"data.seed"})
    window.session.gate.choose(chosen)
    window.class_mode.choose()
    dialog = window.findChild(ClassDialog)
    off, on = Qt.CheckState.Unchecked, Qt.CheckState.Checked
    assert dialog._rows["data.noise"].checkState(SHOWN) == off
    assert dialog._rows["data.seed"].checkState(SHOWN) == on
    assert dialog._rows["data.seed"].checkState(LOCKED) == on
    assert control(dialog, "class.said").text() == "1 hidden, 1 locked"
    click(dialog, "class.everything")
    click(dialog, "class.ok")
    done(window)
    assert window.session.gate.shown == EVERYTHING
    window.session.undo_stack.undo()
    assert window.session.gate.shown == chosen


def test_it_says_what_it_is_for_who_does_not_see_it(dialog):
    assert dialog.tree.accessibleName() == "Controls"
    assert "Space" in dialog.tree.accessibleDescription()
    tick(dialog, "data.noise", SHOWN)
    described = Qt.ItemDataRole.AccessibleDescriptionRole
    assert dialog._rows["data.noise"].data(NAME, described) == "hidden"
    assert dialog._rows["data.seed"].data(NAME, described) == "shown"
    shown = len(DATA) - 1
    assert (
        dialog._groups["data"].data(NAME, described) == f"{shown} of {len(DATA)} shown, 0 of {shown} locked"
    )
    assert [dialog._rows[name].text(NAME) for name in controls()] == [
        one.label for one in controls().values()
    ]
    dialog.reject()


def test_a_window_shows_the_choice_while_training_goes_on(window, dialog):
    window.session.play()
    until(lambda: window.session.snapshot.epoch > 3)
    click(dialog, "class.first_steps")
    assert not control(window, "data.noise").isVisible()
    epoch = window.session.snapshot.epoch
    until(lambda: window.session.snapshot.epoch > epoch)
    window.session.pause()
    click(dialog, "class.cancel")
    done(window)
    assert window.session.experiment == SMALL


def test_another_file_opened_meanwhile_keeps_its_own_choice(window, dialog):
    tick(dialog, "data.noise", SHOWN)
    window.session.open(SMALL, classroom=presets()["watch_only"])
    dialog.reject()
    done(window)
    assert window.session.gate.shown == presets()["watch_only"]


def test_a_window_closed_beside_the_dialog_keeps_what_was_chosen_before(window, tmp_path):
    Autosaver(window, window.file, window.session, tmp_path)
    window.session.edit("seed", "experiment", seed=5)  # something to keep
    tick(opened(window), "data.noise", SHOWN)
    window.close()
    assert window.session.gate.shown == EVERYTHING
    kept = load_document(tmp_path / "autosave-0.json")
    assert (kept.experiment.seed, kept.classroom) == (5, EVERYTHING)


def test_the_dialog_opens_beside_the_network(window, dialog):
    right = window.mapToGlobal(QPoint(window.width(), 0)).x()
    right = min(right, window.screen().availableGeometry().right())
    assert abs(dialog.frameGeometry().right() - right) < 60


@pytest.mark.parametrize("percent", [100, 200])
def test_the_dialog_is_on_the_screen_however_large_text_is(open_window, percent):
    window = open_window(SMALL, percent)
    window.class_mode.choose()
    dialog = window.findChild(ClassDialog)
    assert window.screen().availableGeometry().contains(dialog.geometry())
    dialog.reject()


# -- what there is to read ---------------------------------------------------------------------------


def read(window):
    return [window.findChild(QLabel, f"lesson.{name}").text() for name in ("title", "line")]


def test_a_title_and_a_line_are_typed_read_at_once_and_undone_in_one_step(window, dialog):
    control(dialog, "class.lesson_title").setFocus()
    QTest.keyClicks(control(dialog, "class.lesson_title"), "Two rings")
    QTest.keyClick(control(dialog, "class.lesson_title"), KEY.Key_Tab)
    assert control(dialog, "class.lesson_line").hasFocus()
    QTest.keyClicks(control(dialog, "class.lesson_line"), "Press Play.")
    QTest.keyClick(control(dialog, "class.lesson_line"), KEY.Key_Return)  # a break is a space
    QTest.keyClicks(control(dialog, "class.lesson_line"), "What bends?")
    assert read(window) == ["Two rings", "Press Play. What bends?"]
    assert window.session.undo_stack.isClean()  # nothing is kept yet
    click(dialog, "class.first_steps")
    click(dialog, "class.ok")
    done(window)
    lesson = Lesson("Two rings", "Press Play. What bends?")
    assert window.session.gate.chosen == replace(presets()["first_steps"], lesson=lesson)
    press(window, KEY.Key_Z, CTRL)
    assert window.session.gate.chosen == EVERYTHING
    assert not window.findChild(QLabel, "lesson.line").isVisible()


def test_cancel_puts_back_what_was_to_be_read(window):
    window.session.gate.choose(Classroom(lesson=Lesson("Rings", "Look.")))
    dialog = opened(window)
    assert control(dialog, "class.lesson_title").text() == "Rings"
    assert control(dialog, "class.lesson_line").toPlainText() == "Look."
    QTest.keyClicks(control(dialog, "class.lesson_line"), "Do not ")
    click(dialog, "class.cancel")
    done(window)
    assert read(window) == ["Rings", "Look."]


def test_a_text_too_long_ends_where_it_must(dialog):
    control(dialog, "class.lesson_line").insertPlainText("word " * 500)
    QTest.keyClicks(control(dialog, "class.lesson_title"), "t" * 100)
    assert len(dialog.classroom.lesson.line) <= LONGEST_LINE
    assert len(dialog.classroom.lesson.title) == LONGEST_TITLE
    dialog.reject()


def test_what_an_example_asks_for_stays_open_and_the_row_says_so(window):
    window.documents.open_example("zeros")
    dialog = opened(window)
    click(dialog, "class.first_steps")
    row = dialog._rows["training.initializer"]
    assert row.text(NAME) == "Initialiser (the text asks for it)"
    assert row.checkState(SHOWN) == Qt.CheckState.Checked
    assert control(window, "training.initializer").isVisible()
    for column in (SHOWN, LOCKED):
        tick(dialog, "training.initializer", column)
    assert not window.session.gate.shown.closed("training.initializer")
    QTest.keyClicks(control(dialog, "class.lesson_title"), "My ")  # it still is the line of the example
    assert not window.session.gate.shown.closed("training.initializer")
    line = control(dialog, "class.lesson_line")
    line.selectAll()
    QTest.keyClicks(line, "Watch.")
    assert window.session.gate.shown.closed("training.initializer")  # a line of one's own asks for nothing
    assert row.text(NAME) == "Initialiser"
    dialog.reject()


def test_a_class_sees_a_lesson_though_it_sees_no_data(window):
    hidden = frozenset(DATA)
    window.session.gate.choose(Classroom(hidden, lesson=Lesson("Rings", "Look.")))
    assert window.findChild(QLabel, "lesson.line").isVisible()
    assert not window.data.title.isVisible()
    assert not control(window, "lesson.close").isVisible()
    window.session.gate.choose(Classroom(hidden))
    assert not window.data.isVisible()


@pytest.mark.parametrize(
    "word", ["W" * 80, "https://example.org/" + "a" * 60, "é" * 80, "\N{BRAIN}" * 40], ids="abcd"
)
def test_a_lesson_of_one_long_word_is_wrapped_within_the_column(window, word):
    window.resize(1024, 768)
    widths = []
    for lesson in (Lesson("Rings", "Look."), Lesson(word, f"{word} {word}")):
        window.session.gate.choose(Classroom(lesson=lesson))
        until(control(window, "lesson.line").isVisible)
        QApplication.processEvents()
        widths.append(control(window, "data.samples").width())
    assert widths[0] == widths[1]
    card = control(window, "lesson")
    for name in ("lesson.title", "lesson.line", "lesson.close"):
        one = control(window, name)
        assert one.visibleRegion().boundingRect().width() == one.width()
        assert card.rect().contains(one.geometry())


@pytest.mark.parametrize("size", [100, 200])
def test_it_is_on_the_screen_in_full_screen_too(open_window, size):
    window = open_window(SMALL, size)
    for full in (False, True):
        if full:
            press(window, KEY.Key_F11)
        dialog = opened(window)
        screen = window.screen().availableGeometry()
        title = dialog.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
        assert screen.contains(dialog.geometry().adjusted(0, 0, 0, title))
        dialog.reject()
        done(window)
    press(window, KEY.Key_F11)
