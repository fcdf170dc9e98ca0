"""The ledger: its rows, what they open to, how they follow training, the drawing and the explained step."""

import pytest
from ledgers import ledger_of, trainer_of
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine import LayerSpec
from playground.mathematics.meanings import meanings
from playground.mathematics.moments import Moment, Phase
from playground.mathematics.place import BIAS, Place
from playground.observers.ledger import AskLedger
from playground.texts import mathematics as texts
from playground.texts.numbers import ENGLISH, Format, use_format
from playground.widgets.mathematics import ledger_model
from playground.widgets.mathematics.ledger import LedgerView
from playground.widgets.mathematics.ledger_blocks import FormulaBlock, Terms, _rows
from playground.widgets.mathematics.ledger_entries import How, Mode
from playground.widgets.mathematics.ledger_matrices import Matrices
from playground.widgets.mathematics.ledger_meanings import Meanings
from playground.widgets.mathematics.ledger_words import Quoted
from playground.widgets.mathematics.panel import MathsPanel

GRADIENT, UPDATE = Moment(Phase.GRADIENT), Moment(Phase.UPDATE)
FIRST = Moment(Phase.FORWARD, 0)


@pytest.fixture(scope="module")
def trainer():
    return trainer_of()


@pytest.fixture
def view():
    widget = LedgerView()
    widget.resize(420, 500)
    widget.show()
    yield widget
    widget.close()
    widget.deleteLater()


@pytest.fixture
def tree(view, trainer):
    view.show_step(ledger_of(trainer), None, None)
    view.tree.setFocus()
    QApplication.processEvents()
    return view.tree


def titles(tree, row=None):
    contents = tree.contents
    return [contents.title(one) for one in contents.rows_in(row) if one.line is None]


def row_of(tree, moment, place=None):
    found = tree.contents.find(moment, place)
    assert found is not None
    return found


def open_row(tree, moment, place=None):
    row = row_of(tree, moment, place)
    one = row
    while one is not None:
        tree.expand(tree.contents.index_of(one))
        one = one.parent
    QApplication.processEvents()
    return row


def entries(tree, moment, place=None):
    return tree.contents.entries_of(open_row(tree, moment, place))


def area(tree, row):
    return tree.visualRect(tree.contents.index_of(row))


def in_sight(tree, row):
    return tree.viewport().rect().intersects(area(tree, row))


def click(tree, place):
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def press(tree, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(tree, key, modifier)


# -- rows ------------------------------------------------------------------------------------


def test_a_step_is_its_moments_and_all_are_closed_at_first(tree):
    assert titles(tree) == [
        "Sample",
        "Forward: hidden layer 1",
        "Forward: hidden layer 2",
        "Forward: output",
        "Loss",
        "Backward: output",
        "Backward: hidden layer 2",
        "Backward: hidden layer 1",
        "Gradient",
        "Update",
    ]
    assert not any(tree.isExpanded(tree.contents.index_of(row)) for row in tree.contents.rows_in(None))


def test_a_layer_opens_to_its_neurons_and_a_neuron_to_its_full_sum(tree):
    layer = open_row(tree, FIRST, Place(0))
    assert titles(tree, layer) == ["Neuron 1", "Neuron 2", "Neuron 3", "Neuron 4"]
    z, a = entries(tree, FIRST, Place(0, 2))
    assert len(z.terms) == 2 + 1
    assert a.working.target == "a₃"
    value = tree.contents.ledger.layers[0].z[2, 0]
    assert z.line.value == value
    assert tree.contents.summary(row_of(tree, FIRST, Place(0, 2))).startswith(
        f"z₃ = {value:z.3f}".replace("-", "−")
    )


def test_gradient_and_update_open_to_layers_neurons_and_weights(tree):
    for moment in (GRADIENT, UPDATE):
        assert titles(tree, open_row(tree, moment)) == ["Hidden layer 1", "Hidden layer 2", "Output"]
        neuron = open_row(tree, moment, Place(0, 1))
        assert titles(tree, neuron) == ["From x₁", "From x₂", "Bias"]
        assert entries(tree, moment, Place(0, 1, BIAS))


def test_a_heading_says_what_its_rows_come_to(tree):
    ledger = tree.contents.ledger
    assert tree.contents.summary(row_of(tree, Moment(Phase.LOSS))) == f"L = {ledger.loss:.3f}"
    weight = row_of(tree, UPDATE, Place(0, 1, 0))
    assert tree.contents.summary(weight).endswith(f"{ledger.update.after[3]:z.3f}".replace("-", "−"))


def test_a_click_or_enter_opens_and_closes_a_row(tree):
    row = row_of(tree, FIRST, Place(0))
    index = tree.contents.index_of(row)
    click(tree, area(tree, row).center())
    assert tree.isExpanded(index)
    press(tree, Qt.Key.Key_Return)
    assert not tree.isExpanded(index)


# -- following training ------------------------------------------------------------------------


def test_new_numbers_move_no_row(view, tree):
    for place in (Place(0, 1), Place(0, 3)):
        open_row(tree, FIRST, place)
    open_row(tree, GRADIENT, Place(1, 0, 2))
    places = [(row.number, area(tree, row)) for row in tree.contents.made]
    top = tree.verticalScrollBar().value()
    other = trainer_of(epochs=40)
    before = tree.contents.said(row_of(tree, FIRST, Place(0, 1)))
    view.show_step(ledger_of(other), None, None)
    QApplication.processEvents()
    assert tree.contents.said(row_of(tree, FIRST, Place(0, 1))) != before
    assert [(row.number, area(tree, row)) for row in tree.contents.made] == places
    assert tree.verticalScrollBar().value() == top


def test_a_changed_network_leaves_open_what_is_still_there(view, tree):
    open_row(tree, FIRST, Place(0, 1))
    open_row(tree, Moment(Phase.FORWARD, 2), Place(2, 0))
    view.show_step(ledger_of(trainer_of(hidden=(LayerSpec(5),))), None, None)
    contents = tree.contents
    assert tree.isExpanded(contents.index_of(row_of(tree, FIRST, Place(0, 1))))
    assert [row.key[:2] for row in contents.made if tree.isExpanded(contents.index_of(row))] == [
        (FIRST, Place(0)),
        (FIRST, Place(0, 1)),
    ]


def test_a_line_comes_and_goes_with_what_a_step_does(view, tree):
    """L1 stops a weight at 0 in some steps and not in others."""
    trainer = trainer_of(epochs=0, l1=0.1)
    place, counts = Place(0, 1, 0), []
    view.show_step(ledger_of(trainer), None, None)
    row = open_row(tree, UPDATE, place)
    tree.scrollTo(tree.contents.index_of(row), tree.ScrollHint.PositionAtTop)
    for weight in (0.5, 1e-6, 0.5):
        trainer.network.layers[0].W[1, 0] = weight
        view.show_step(ledger_of(trainer), None, None)
        lines = [one for one in tree.contents.rows_in(row) if one.line is not None]
        assert (
            len(lines)
            == len(tree.contents.entries_of(row))
            == tree.contents.rowCount(tree.contents.index_of(row))
        )
        assert [one.at for one in lines] == list(range(len(lines)))
        counts.append(len(lines))
    assert counts[0] == counts[2] == counts[1] - 1


def test_without_a_step_there_are_no_rows(view, tree):
    view.show_step(None, None, None)
    assert tree.contents.rowCount() == 0


def test_only_what_is_in_sight_is_computed(view, tree, monkeypatch):
    trainer = trainer_of(hidden=(LayerSpec(60, "tanh"),))
    view.show_step(ledger_of(trainer), None, None)
    open_row(tree, FIRST, Place(0))
    tree.grab()
    asked = []
    monkeypatch.setattr(ledger_model, "lines", lambda *args: asked.append(args) or lines(*args))
    view.show_step(ledger_of(trainer), None, None)
    tree.grab()
    assert 3 < len(asked) < 40


lines = ledger_model.lines


# -- what is chosen ----------------------------------------------------------------------------


def test_a_neuron_that_is_chosen_elsewhere_comes_into_sight(view, tree):
    view.show_step(tree.contents.ledger, None, Place(1, 2))
    row = row_of(tree, Moment(Phase.FORWARD, 1), Place(1, 2))
    assert in_sight(tree, row)
    assert tree.isExpanded(tree.contents.index_of(row))
    assert tree.rows.is_chosen(row)


def test_a_weight_that_is_chosen_elsewhere_comes_into_sight_and_its_terms_are_marked(view, tree):
    place = Place(1, 2, 3)
    view.show_step(tree.contents.ledger, None, place)
    assert in_sight(tree, row_of(tree, GRADIENT, place))
    neuron = open_row(tree, Moment(Phase.FORWARD, 1), Place(1, 2))
    z, _ = tree.contents.rows_in(neuron)[:2]
    assert tree.rows.chosen_term(z) == 3
    behind = open_row(tree, Moment(Phase.BACKWARD, 0), Place(0, 3))
    assert tree.rows.chosen_term(tree.contents.rows_in(behind)[0]) == 2


def test_a_weight_at_a_moment_of_the_step_is_shown_where_it_is_used(view, tree):
    view.show_step(tree.contents.ledger, Moment(Phase.FORWARD, 1), Place(1, 2, 3))
    assert in_sight(tree, row_of(tree, Moment(Phase.FORWARD, 1), Place(1, 2)))
    view.show_step(tree.contents.ledger, UPDATE, Place(1, 2, 3))
    assert in_sight(tree, row_of(tree, UPDATE, Place(1, 2, 3)))


def test_walking_through_the_rows_chooses_what_they_are_about(view, tree):
    open_row(tree, FIRST, Place(0))
    chosen = []
    view.place_chosen.connect(chosen.append)
    tree.setCurrentIndex(tree.contents.index_of(row_of(tree, FIRST, Place(0))))
    for _ in range(3):
        press(tree, Qt.Key.Key_Down)
    assert chosen[-1] == Place(0, 0)
    press(tree, Qt.Key.Key_Home)
    assert chosen[-1] is None


def test_what_is_chosen_here_does_not_scroll_away(view, tree):
    open_row(tree, GRADIENT, Place(0, 1, 0))
    row = row_of(tree, GRADIENT, Place(0, 1, 0))
    tree.scrollTo(tree.contents.index_of(row))
    before = area(tree, row)
    view.place_chosen.connect(lambda place: view.show_step(tree.contents.ledger, None, place))
    click(tree, QPoint(60, before.center().y()))
    assert area(tree, row) == before


def test_a_click_on_a_term_chooses_its_weight(view, tree):
    neuron = open_row(tree, Moment(Phase.FORWARD, 1), Place(1, 2))
    z = tree.contents.rows_in(neuron)[0]
    tree.scrollTo(tree.contents.index_of(z))
    chosen = []
    view.place_chosen.connect(chosen.append)
    for k, place in ((1, Place(1, 2, 1)), (4, Place(1, 2, BIAS))):
        click(tree, tree.rows.term_place(z, k).toPoint() + area(tree, z).topLeft())
        assert chosen[-1] == place


# -- the explained step ------------------------------------------------------------------------


def test_each_moment_opens_at_the_top_and_the_one_before_closes(view, tree):
    view.resize(420, 220)
    ledger = tree.contents.ledger
    for moment in (Moment(Phase.FORWARD, 0), Moment(Phase.FORWARD, 1), Moment(Phase.LOSS)):
        view.show_step(ledger, moment, None)
        QApplication.processEvents()
        row = row_of(tree, moment)
        assert tree.isExpanded(tree.contents.index_of(row))
        assert area(tree, row).top() == 0
        assert [
            one for one in tree.contents.rows_in(None) if tree.isExpanded(tree.contents.index_of(one))
        ] == [row]


def test_a_row_that_a_person_opened_stays_open(view, tree):
    click(tree, area(tree, row_of(tree, Moment(Phase.LOSS))).center())
    for moment in (Moment(Phase.LOSS), Moment(Phase.BACKWARD, 2)):
        view.show_step(tree.contents.ledger, moment, None)
    assert tree.isExpanded(tree.contents.index_of(row_of(tree, Moment(Phase.LOSS))))


# -- what of a line is shown -------------------------------------------------------------------


def kinds(entry, mode):
    return [type(block) for block in entry.blocks(How(mode))]


def test_terms_matrices_and_symbols(tree):
    z, *_ = entries(tree, FIRST, Place(0, 2))
    layer, *_ = entries(tree, FIRST, Place(0))
    assert kinds(z, Mode.TERMS) == kinds(z, Mode.MATRICES) == [FormulaBlock, Terms]
    assert kinds(layer, Mode.TERMS) == kinds(layer, Mode.MATRICES) == [FormulaBlock, Matrices]
    assert kinds(z, Mode.SYMBOLS) == kinds(layer, Mode.SYMBOLS) == [FormulaBlock, Meanings]
    short, long = (list(layer.blocks(How(mode)))[1].parts for mode in (Mode.TERMS, Mode.MATRICES))
    assert len(short) < len(long)


def test_symbols_say_what_they_mean(tree):
    z, *_ = entries(tree, FIRST, Place(0, 2))
    _, said = z.blocks(How(Mode.SYMBOLS))
    assert said.pairs == meanings("z.first")


def test_the_code_of_a_line_is_there_on_demand(view, tree):
    z, a = entries(tree, FIRST, Place(0, 2))
    assert kinds(z, Mode.TERMS) == [FormulaBlock, Terms]
    row = tree.contents.rows_in(row_of(tree, FIRST, Place(0, 2)))[0]
    before = area(tree, row).height()
    QTest.mouseClick(view.code, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert area(tree, row).height() > before
    blocks = list(a.blocks(How(code=True)))
    assert [type(block) for block in blocks[2:]] == [Quoted, Quoted]
    assert "np.tanh" in blocks[2].code
    assert blocks[3].code == "a = torch.tanh(z)"


@pytest.mark.parametrize("code", [False, True])
@pytest.mark.parametrize("mode", list(Mode))
def test_every_line_can_be_painted_in_every_way(view, tree, mode, code):
    for row in tree.contents.rows_in(None):
        tree.expandRecursively(tree.contents.index_of(row), 2)
    view.resize(420, 4000)
    tree.show_mode(mode)
    tree.show_code(code)
    assert not tree.grab().isNull()


@pytest.mark.parametrize("decimals", [2, 6, None])
def test_numbers_have_the_decimals_that_are_chosen(view, tree, decimals):
    view.show_decimals(decimals)
    z, *_ = entries(tree, FIRST, Place(0, 2))
    value = float(tree.contents.ledger.layers[0].z[2, 0])
    text = repr(value) if decimals is None else f"{value:.{decimals}f}"
    assert z.working.result == text.replace("-", "−")


def test_where_a_comma_is_the_decimal_mark_none_stands_between_numbers(tree):
    try:
        use_format(Format(",", "."))
        tree.contents.show_decimals(3)
        summary = tree.contents.summary(row_of(tree, Moment(Phase.SAMPLE)))
        x = tree.contents.ledger.X[0]
        assert summary.startswith(
            "x = (" + "; ".join(f"{one:.3f}" for one in x).replace(".", ",").replace("-", "−")
        )
        numbers = entries(tree, Moment(Phase.FORWARD, 1), Place(1, 0))[1].working.numbers
        assert numbers.startswith("max(0; ")
    finally:
        use_format(ENGLISH)


# -- mini-batches ------------------------------------------------------------------------------


def test_of_a_mini_batch_the_numbers_of_one_sample_are_shown(view, trainer):
    view.show_step(ledger_of(trainer, "batch"), None, None)
    for column in (0, 1, 9):
        view.show_column(column)
        z, *_ = entries(view.tree, FIRST, Place(0, 2))
        assert z.line.value == view.tree.contents.ledger.layers[0].z[2, column]


def test_the_arrows_choose_another_sample_of_the_mini_batch(trainer):
    panel = MathsPanel()
    panel.show()
    panel.chooser.show_choice(AskLedger("batch"))
    ledger = ledger_of(trainer, "batch")
    panel.show_step(ledger, None, None)
    tree = panel.page.tree
    for key, column in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Left, 0), (Qt.Key.Key_Left, 9)):
        press(tree, key)
        z, *_ = entries(tree, FIRST, Place(0, 2))
        assert z.line.value == ledger.layers[0].z[2, column]
        assert panel.chooser.number.value() == column + 1
    panel.show_step(ledger_of(trainer, "train", 5), None, None)
    assert entries(tree, FIRST, Place(0, 2))[0].line.value == tree.contents.ledger.layers[0].z[2, 0]
    panel.close()
    panel.deleteLater()


# -- for those who cannot see it, and for those who take it along ------------------------------


def test_a_screen_reader_says_the_formula_in_words_and_then_the_numbers(tree):
    neuron = open_row(tree, FIRST, Place(0, 2))
    index = tree.contents.index_of(tree.contents.rows_in(neuron)[0])
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    shown = tree.contents.entry_of(tree.contents.rows_in(neuron)[0]).working
    assert said.startswith("z sub i equals the sum over j of")
    assert shown.numbers in said
    assert said.endswith(shown.result)


def test_a_line_is_copied_as_text_latex_and_numbers(tree):
    neuron = open_row(tree, FIRST, Place(0, 2))
    line = tree.contents.rows_in(neuron)[0]
    tree.setCurrentIndex(tree.contents.index_of(line))
    board, entry = QGuiApplication.clipboard(), tree.contents.entry_of(line)
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    press(tree, Qt.Key.Key_C, control)
    assert board.text() == entry.line.text(3)
    press(tree, Qt.Key.Key_L, control | shift)
    assert board.text() == entry.line.latex(3)
    press(tree, Qt.Key.Key_N, control | shift)
    assert float(board.text()) == tree.contents.ledger.layers[0].z[2, 0]
    press(tree, Qt.Key.Key_K, control | shift)
    assert board.text().endswith("# PyTorch\nz = F.linear(x, W, b)")


def test_a_row_is_copied_with_all_that_it_opens_to(tree):
    tree.setCurrentIndex(tree.contents.index_of(row_of(tree, FIRST, Place(0, 2))))
    press(tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    z, a = entries(tree, FIRST, Place(0, 2))
    assert QGuiApplication.clipboard().text() == f"{z.line.text(3)}\n{a.line.text(3)}"


def test_the_menu_offers_the_same(tree):
    tree.setCurrentIndex(tree.contents.index_of(row_of(tree, Moment(Phase.LOSS))))
    menu = tree.copy_menu()
    assert [action.text() for action in menu.actions()] == [text() for text in texts.COPY_AS.values()]
    menu.actions()[2].trigger()
    assert float(QGuiApplication.clipboard().text()) == tree.contents.ledger.loss
    menu.deleteLater()


def test_what_is_open_is_open_again_when_the_step_comes_back(view, tree, trainer):
    place = Place(0, 1)
    open_row(tree, FIRST, place)
    for _ in range(2):
        view.show_step(None, None, None)
    view.show_step(ledger_of(trainer), None, None)
    assert tree.isExpanded(tree.contents.index_of(row_of(tree, FIRST, place)))
    assert not tree.isExpanded(tree.contents.index_of(row_of(tree, UPDATE)))


def test_a_long_product_is_broken_behind_its_signs_and_no_number_is(view):
    metrics, text = view.fontMetrics(), "−0.0230478·0.1341427·(−0.7870015)·2.5·10⁻⁴ + 0.5"
    rows = _rows(QFontMetricsF(metrics), text, metrics.horizontalAdvance("0.1341427·(−0.7870015)·"))
    assert rows == ["−0.0230478·0.1341427·", "(−0.7870015)·2.5·10⁻⁴ +", "0.5"]


@pytest.mark.parametrize("width", [200.0, 320.0, 420.0])
def test_no_term_is_wider_than_the_ledger(tree, width):
    tree.show_decimals(None)
    z, _ = entries(tree, FIRST, Place(0, 1))
    terms = next(one for one in z.blocks(How(Mode.TERMS)) if isinstance(one, Terms))
    assert all(cell.right() <= width for cell in terms.cells(tree.rows.look, width))


def test_the_section_of_a_moment_still_closes_when_the_step_was_away_meanwhile(view, tree, trainer):
    loss, last = Moment(Phase.LOSS), Moment(Phase.FORWARD, 2)
    view.show_step(tree.contents.ledger, last, None)
    view.show_step(None, None, None)
    view.show_step(ledger_of(trainer), last, None)
    assert tree.isExpanded(tree.contents.index_of(row_of(tree, last)))
    view.show_step(tree.contents.ledger, loss, None)
    assert not tree.isExpanded(tree.contents.index_of(row_of(tree, last)))
    assert tree.isExpanded(tree.contents.index_of(row_of(tree, loss)))


def test_a_heading_writes_whole_numbers_as_many_as_there_is_room_for(tree):
    rows, row = tree.itemDelegate(), row_of(tree, FIRST)
    figures = tree.contents.summary(row).split("   ")
    assert len(figures) == 2
    width_of = rows.look.metrics.horizontalAdvance
    whole = tree.contents.summary(row)
    assert rows.summary_in(row, width_of(whole)) == whole
    for room in range(round(width_of(whole)), 0, -7):
        text = rows.summary_in(row, room)
        for one in text.split("   "):
            shown = one.removesuffix(", …)").removesuffix(")")
            full = next(figure for figure in figures if figure.startswith(one[:1])).removesuffix(")")
            assert full == shown or full.startswith(f"{shown}, ")
    assert text.startswith("a = ("), "what comes out is said in the least room"
