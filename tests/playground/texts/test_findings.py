"""Each cause has a line, a reason and, where a change of the experiment helps, a button."""

import pytest

from engine import Experiment, NetworkSpec
from engine.analysis.causes import Cause, Finding
from engine.analysis.remedies import Change, Remedy, Trial
from playground.texts import findings

EVIDENCE = {
    "epoch": 12, "zero": True, "layer": 0, "share": 0.5, "size": 300.0, "norm": 1e4, "first": 1e-7,
    "last": 1e-2, "swing": 0.3, "loss": 0.69, "train": 0.1, "test": 0.6, "best": 0.3, "points": 20,
    "class": 1, "recall": 0.25,
}  # fmt: skip


@pytest.mark.parametrize("cause", list(Cause))
def test_every_cause_has_its_words(cause):
    found = Finding(cause, EVIDENCE)
    line = findings.line(found)
    assert line.endswith(".")
    assert len(line) <= 80, "a line at the foot of a narrow window holds it"
    assert findings.reason(found) != line


@pytest.mark.parametrize("change", list(Change))
def test_every_change_has_a_button(change):
    assert len(findings.remedy(Remedy(change, Experiment()))) <= 45


def test_layers_count_from_one_and_shares_are_percentages():
    assert findings.line(Finding(Cause.DEAD_UNITS, {"layer": 1, "share": 0.75})).startswith(
        "75.0% of the neurons of hidden layer 2"
    )


def test_a_trial_is_told_with_its_remedy_and_its_loss():
    remedied = Experiment(network=NetworkSpec(initializer="he_normal"))
    found = Finding(Cause.ZERO_GRADIENTS, EVIDENCE, Remedy(Change.START, remedied), Trial(0.25, 1))
    assert "after 1 epoch with “He normal starting weights” its training loss is 0.25" in findings.reason(
        found
    )


def test_where_no_setting_helps_it_says_what_would():
    assert "More points of that class" in findings.reason(Finding(Cause.CLASS_IMBALANCE, EVIDENCE))
    assert "More points would help" in findings.reason(Finding(Cause.TOO_FEW_POINTS, EVIDENCE))


@pytest.mark.parametrize(
    ("cause", "evidence", "part"),
    [
        (Cause.INPUTS_TOO_LARGE, {"size": 12_345.6}, "about 12,300 in size"),
        (Cause.TARGETS_TOO_LARGE, {"size": 2.5e6}, "about 2,500,000 in size"),
        (Cause.EXPLODING_GRADIENTS, {"norm": 3.21e15}, "about 3.2e15 times"),
        (Cause.VANISHING_GRADIENTS, {"last": 0.0123, "first": 3.4e-9}, "1.2e−2 in the last layer and 3.4e−9"),
    ],
)
def test_evidence_is_written_without_the_marks_of_a_program(cause, evidence, part):
    said = findings.reason(Finding(cause, evidence, None))
    assert part in said
    assert "e+" not in said
