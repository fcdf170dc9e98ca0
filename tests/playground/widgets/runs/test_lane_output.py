"""The picture of what one of several networks says, with its points."""

import pytest
from PySide6.QtWidgets import QApplication
from snapshots import snapshot_of

from playground.style import scaling
from playground.widgets.runs.lane_output import LaneOutput


@pytest.fixture
def usual_size():
    yield
    scaling.change(scaling.USUAL)


def pictured(output):
    return output.grab().toImage()


@pytest.mark.usefixtures("usual_size")
def test_points_follow_the_text_size_in_a_picture_that_stays_as_large_as_it_is():
    snapshot, outputs = snapshot_of(), []
    for percent in (100, 150, 200):
        scaling.change(percent)
        QApplication.processEvents()
        outputs.append(LaneOutput())
        outputs[-1].setFixedSize(200, 200)
        outputs[-1].show_snapshot(snapshot)
        assert pictured(outputs[0]) == pictured(outputs[-1]), f"{percent} %"
