"""The chooser of what is explained: a number that no point has chooses none."""

import pytest
from hands import key_in

from playground.observers.ledger import AskLedger
from playground.widgets.mathematics.chooser import Chooser


@pytest.fixture
def chooser(show):
    made = show(Chooser())
    made.show_counts(50, 10)
    made.show_choice(AskLedger("train", 6))
    return made


@pytest.mark.parametrize("text", ["0", "-3", "51", "12345678901", "1e999", "2.5", "-", ""])
@pytest.mark.parametrize("part", ["train", "batch"])
def test_a_number_that_no_point_has_chooses_none(chooser, part, text):
    chosen = []
    chooser.show_choice(AskLedger(part, 6 if part == "train" else 0))
    chooser.chosen.connect(chosen.append)
    chooser.column_chosen.connect(chosen.append)
    before = chooser.number.value()
    chooser.number.selectAll()
    key_in(chooser.number, text)
    chooser.number.interpretText()
    assert chosen == []
    assert chooser.number.value() == before
    assert chooser.number.text() == str(before)


def test_a_number_that_is_typed_chooses_its_point(chooser):
    chosen = []
    chooser.chosen.connect(chosen.append)
    chooser.number.selectAll()
    key_in(chooser.number, "50")
    chooser.number.interpretText()
    assert chosen == [AskLedger("train", 49)]
