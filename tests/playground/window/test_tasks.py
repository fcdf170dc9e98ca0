"""Tasks that users of other playgrounds are set, done by hand in the window, each action counted.

An action is a click, a key press, a drag, resting the pointer on something, a file picked, or a number typed
with the key that ends it; to choose from a list takes two. `pytest -s tests/playground/window/test_tasks.py`
prints how many each task took.
"""

import random
from dataclasses import replace
from itertools import combinations

import hands
import numpy as np
from hands import control, neuron_place, notice, until, weight_place
from hands import csv_dialog_of as dialog_of
from person import CTRL, KEY, Person
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel

from engine import Experiment, Trainer
from playground.files.experiments import load_state_document
from playground.observers.field import Field
from playground.observers.neuron_maps import NeuronMaps
from playground.texts.names import capitalised
from playground.texts.numbers import loss_text, weight_text
from playground.widgets.dialogs.report import ReportDialog
from playground.widgets.network.subject import Edge

XOR_GATE = {  # layer, neuron: bias and weights. "or" and "and" of inputs at ±3, then one but not the other
    (0, 0): ("3", "1", "1"),
    (0, 1): ("-3", "1", "1"),
    (1, 0): ("-1", "1", "-1"),
}


def pause_at(person, epochs):
    """Have training pause at an epoch."""
    person.press(KEY.Key_T)
    person.click("training.stop_epochs_on")
    person.type("training.stop_epochs", str(epochs))
    person.press(KEY.Key_T)


def test_five_new_starts_end_in_five_shapes_and_the_same_start_in_the_same(person, within):
    random.seed(7)  # new starts are drawn at random
    pause_at(person, 150)
    pictures, fields = [], []
    for start in range(5):
        if start:
            person.press(KEY.Key_W)
        person.press(KEY.Key_Space)
        assert person.look().epoch == 150
        pictures.append(person.picture())
        fields.append(person.look().get(Field).values.copy())
    weights = person.weights
    person.press(KEY.Key_R)
    assert person.look().epoch == 0
    assert (person.picture() != pictures[-1]).mean() > 0.05
    person.press(KEY.Key_Space)
    assert person.look().epoch == 150
    assert (person.weights == weights).all()
    assert (person.look().get(Field).values == fields[-1]).all()
    assert (person.picture() == pictures[-1]).all()
    for a, b in combinations(range(5), 2):
        assert ((fields[a] > 0.5) != (fields[b] > 0.5)).mean() > 0.02  # another shape
        assert (pictures[a] != pictures[b]).mean() > 0.05  # which is seen
    within("five new starts of 150 epochs, and the last one once more", 15)


def test_the_smallest_network_with_a_test_loss_of_at_most_0_177(person, within):
    """TensorFlow Playground's task on its own terms: XOR, squared error, tanh output; noise 0.1."""
    random.seed(7)
    person.choose("data.dataset", "XOR")
    person.type("data.noise", "0.1")
    person.choose("training.loss", "squared error")
    person.choose("network.output", "tanh")
    person.press(KEY.Key_T)
    for rule, value in (("target_loss", "0.177"), ("patience", "200")):
        person.click(f"training.stop_{rule}_on")
        person.type(f"training.stop_{rule}", value)
    person.press(KEY.Key_T)
    person.click("network.remove_layer")
    person.type("layer0.width", "4")
    reached = {}
    while True:
        person.press(KEY.Key_Space)
        seen = person.look()
        if seen.stopped.reason != "target_loss":
            assert seen.metrics.test_loss > 0.177
            break
        assert seen.metrics.test_loss <= 0.177
        assert "Play continues" in notice(person.window)
        reached[seen.sizes] = seen.metrics.test_loss
        if seen.sizes == (2, 1, 1):
            break
        person.one_neuron_less(0)
        assert person.look().epoch > 0  # it goes on with what the others have learned
    assert min(reached) == (2, 3, 1)
    assert person.look().sizes == (2, 2, 1)
    within("the smallest network for XOR with a test loss of at most 0.177", 24)


def prepare_gate(person):
    """XOR with two hidden neurons."""
    person.choose("data.dataset", "XOR gate")
    person.click("network.remove_layer")
    person.type("layer0.width", "2")
    assert person.look().sizes == (2, 2, 1)
    assert person.look().metrics.train_accuracy < 1.0


def assert_solved(person):
    seen = person.look()
    assert (seen.metrics.train_accuracy, seen.metrics.test_accuracy) == (1.0, 1.0)
    assert (seen.epoch, seen.steps) == (0, 0)
    assert control(person.window, "transport.accuracy").text() == "100.0% / 100.0%"


def test_xor_is_solved_by_hand_line_by_line(person, within):
    prepare_gate(person)
    for (layer, neuron), values in XOR_GATE.items():
        person.click_in_the_network(neuron_place(person.window, layer, neuron))
        person.type_on(values[0], KEY.Key_Return)
        for source, value in enumerate(values[1:]):
            person.click_in_the_network(weight_place(person.window, layer, neuron, source))
            person.type_on(value, KEY.Key_Return)
    assert_solved(person)
    within("XOR solved by weights set by hand, each clicked on", 22)


def test_xor_is_solved_by_hand_number_after_number(person, within):
    prepare_gate(person)
    person.click_in_the_network(neuron_place(person.window, 0, 0))
    for values in XOR_GATE.values():
        for value in values:
            person.type_on(value)
    assert_solved(person)
    within("XOR solved by weights set by hand, typed one after another", 14)


def test_a_learning_rate_of_3_and_twenty_steps(person, within):
    person.type("training.learning_rate", "3")
    for _ in range(20):
        person.click("transport.step")
    seen = person.look()
    first = Experiment()
    trainer = Trainer(replace(first, training=replace(first.training, learning_rate=3.0)))
    trainer.run(20)
    assert (seen.epoch, seen.steps) == (20, trainer.steps)
    assert seen.metrics == trainer.metrics()
    theta = [np.concatenate([layer.W.ravel(), layer.b]) for layer in trainer.network.layers]
    assert (person.weights == np.concatenate(theta)).all()
    assert control(person.window, "transport.epoch").text() == "20"
    within("a learning rate of 3, and Step twenty times", 21)


def test_a_csv_file_is_loaded_and_fitted(person, within, tmp_path, monkeypatch):
    rows = "".join(f"{k / 5 - 3},{k % 7 - 3},{'left' if k < 15 else 'right'}\n" for k in range(30))
    path = tmp_path / "sides.csv"
    path.write_text("x,y,side\n" + rows)

    def pick(*_):
        person.actions += 1
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", pick)
    for task, most in (("a CSV file opened and fitted", 4), ("a CSV file dropped and fitted", 3)):
        person.actions = 0
        if "dropped" in task:
            person.drag_in(path)
        else:
            person.click("data.open_csv")
        person.click("csv.import", dialog_of(person.window))
        hands.bring_to_front(person.window)
        person.press(KEY.Key_Space)
        until(lambda: person.window.session.snapshot.metrics.train_accuracy == 1.0)
        within(task, most)
        person.press(KEY.Key_Space)
        assert person.look().data.train.X.shape[1] == 2


def test_a_class_is_prepared_and_opened_as_a_pupil(person, within, open_window, tmp_path, monkeypatch):
    """A ring, few controls, and a text of the teacher's own; a pupil has the file, and follows the text."""
    path = tmp_path / "ring.json"

    def pick(*_):
        person.actions += 1
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", pick)
    person.choose("data.dataset", "circle")
    person.press(KEY.Key_L, CTRL)
    dialog = until(lambda: person.window.findChild(QDialog, "class"))
    until(dialog.isActiveWindow)
    person.click("class.first_steps", dialog)
    for name, text in (("title", "A ring"), ("line", "Press Play. Then remove neurons: how few will do?")):
        person.type_into(control(dialog, f"class.lesson_{name}"), text)
    person.click("class.ok", dialog)
    until(lambda: person.window.findChild(QDialog, "class") is None)
    hands.bring_to_front(person.window)
    person.press(KEY.Key_S, CTRL)
    until(path.exists)
    within("a class prepared: an experiment, few controls, a title and a line, saved", 9)

    pupil = Person(open_window(Experiment()))
    pupil.drag_in(path)
    pupil.look()
    assert pupil.window.session.experiment.data.dataset == "circle"
    line = pupil.window.findChild(QLabel, "lesson.line")
    assert line.isVisible()
    assert line.text() == "Press Play. Then remove neurons: how few will do?"
    assert not control(pupil.window, "data.noise").isVisible()
    assert control(pupil.window, "layer0.width").isVisible()
    pupil.press(KEY.Key_Space)
    until(lambda: pupil.window.session.snapshot.metrics.test_accuracy > 0.95)
    pupil.one_neuron_less(0)
    pupil.press(KEY.Key_Space)
    person.actions = pupil.actions
    within("a class opened as a pupil: the text followed to the first neuron removed", 4)


def test_an_example_is_opened_from_what_is_in_sight_and_taken_back(person, within):
    before = person.window.session.experiment
    person.click("lesson.next")
    person.press(KEY.Key_Space)
    until(lambda: person.window.session.snapshot.epoch > 0)
    person.click("lesson.next")
    assert person.look().epoch == 0
    for _ in range(2):
        person.press(KEY.Key_Z, CTRL)
    assert person.look().experiment == before
    within("an example watched, the next one opened, and both taken back", 5)


def test_a_table_becomes_a_trained_network_that_is_kept(person, within, tmp_path, monkeypatch):
    """Pupils' hours of sleep and of study in a spreadsheet, copied from there: who passes?"""
    rows = [(study, sleep) for study in range(1, 11) for sleep in range(4, 10)]
    lines = [f"{a}\t{b}\t{'pass' if 2 * a + b > 15 else 'fail'}" for a, b in rows]
    QGuiApplication.clipboard().setText("\n".join(["study\tsleep\tresult", *lines]))
    path = tmp_path / "passes.npstate"

    def pick(*_):
        person.actions += 1
        return str(path), "With the trained weights (*.npstate)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", pick)
    person.press(KEY.Key_V, CTRL)
    person.click("csv.import", dialog_of(person.window))
    hands.bring_to_front(person.window)
    person.press(KEY.Key_Space)
    until(lambda: person.window.session.snapshot.metrics.test_accuracy > 0.9)
    person.press(KEY.Key_Space)
    trained = person.look()
    assert trained.experiment.data.column_names == ("study", "sleep", "result")
    person.press(KEY.Key_S, CTRL)
    until(path.exists)
    _, state = load_state_document(path)
    assert Trainer.restore(state).metrics() == trained.metrics
    within("from a table to a trained network, saved with its weights", 6)


def negative_weight(person):
    """A weight that is drawn orange and dashed: its layer, neuron and source, and its value."""
    parts = person.look().get(NeuronMaps).parts
    layer, part = next((k, part) for k, part in enumerate(parts) if part.weights.min() < -0.5)
    neuron, source = np.unravel_index(part.weights.argmin(), part.weights.shape)
    return (layer, int(neuron), int(source)), part.weights.min()


def test_what_a_line_in_the_network_means_is_found(person, within):
    """The key says what orange and dashed is; pointing at the line, what it joins and how much it weighs."""
    person.press(KEY.Key_Space)
    hands.trained(person.window.session, 100)
    person.press(KEY.Key_Space)
    (layer, neuron, source), value = negative_weight(person)
    person.actions = 0
    key, status = (control(person.window, f"network.{name}") for name in ("key", "status"))
    assert key.isVisible()
    assert key.shown_words()[1].endswith("−")
    person.point(weight_place(person.window, layer, neuron, source))
    assert status.isVisible()
    name = person.window.network.drawing.subject.name_of(Edge(layer, neuron, source))
    assert status.text().startswith(f"{capitalised(name)}: {weight_text(value)}. ")
    within("what a given line in the network means, by pointing at it", 1)


def test_what_a_line_means_is_found_by_keys(person, within):
    for _ in range(2):
        person.press(KEY.Key_F6)
    while QApplication.focusWidget().objectName() != "network.view":
        person.press(KEY.Key_F6)
    person.press(KEY.Key_Right)
    person.press(KEY.Key_Return)  # the card of hidden layer 2, neuron 1
    hands.press(person.window, KEY.Key_Backtab)
    person.actions += 1
    for _ in range(3):
        person.press(KEY.Key_Down)
    assert control(person.window, "neuron.source").currentText() == "from neuron 3"
    person.look()
    value = float(control(person.window, "neuron.value").text())
    assert value == person.look().get(NeuronMaps).parts[1].weights[0, 2]
    within("what a given line in the network means, by keys", 10)


def test_a_report_is_handed_in(person, within, tmp_path, monkeypatch):
    path, note = tmp_path / "report.html", "After fifty epochs the spiral is not found yet."

    def pick(*_):
        person.actions += 1
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", pick)
    person.press(KEY.Key_Space)
    hands.trained(person.window.session, 50)
    person.press(KEY.Key_R, CTRL)
    (dialog,) = until(lambda: [one for one in person.window.findChildren(ReportDialog) if one.isVisible()])
    until(dialog.note_edit.hasFocus)
    person.type_on(note)
    until(lambda: dialog.is_ready)
    person.click("report.save", dialog)
    until(lambda: notice(person.window) == "Saved report.html.")
    page, seen = path.read_text(encoding="utf-8"), person.look()
    assert seen.epoch >= 50
    assert note in page
    assert f"{seen.steps:,} steps" in page
    assert loss_text(seen.metrics.test_loss) in page
    within("a report of a training, with a note, handed in", 5)
