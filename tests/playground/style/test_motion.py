"""Whether there is motion: the person decides, or else the desktop; without a screen there is none."""

from enum import Enum
from types import SimpleNamespace

import pytest

from playground.style import motion


class Preference(Enum):
    """As `Qt.MotionPreference` of Qt 6.12."""

    NoPreference = 0
    ReducedMotion = 1


@pytest.fixture
def desktop(monkeypatch):
    """A desktop with a screen, of which Qt tells what is asked of it."""

    def has(hints, platform="xcb"):
        style_hints = SimpleNamespace(accessibility=lambda: SimpleNamespace(**hints))
        application = SimpleNamespace(styleHints=lambda: style_hints, platformName=lambda: platform)
        monkeypatch.setattr(motion, "QGuiApplication", application)

    yield has
    motion.reduce(None)


ASKS_FOR_LESS = {"motionPreference": lambda: Preference.ReducedMotion}
ASKS_FOR_NOTHING = {"motionPreference": lambda: Preference.NoPreference}


@pytest.mark.parametrize(
    ("hints", "wanted", "reduced"),
    [
        ({}, None, False),  # an older version of Qt does not tell
        (ASKS_FOR_NOTHING, None, False),
        (ASKS_FOR_LESS, None, True),
        (ASKS_FOR_LESS, False, False),
        (ASKS_FOR_NOTHING, True, True),
        ({}, True, True),
    ],
)
def test_the_person_decides_or_else_the_desktop(desktop, hints, wanted, reduced):
    desktop(hints)
    motion.reduce(wanted)
    assert motion.prefers_less() is motion.reduced() is reduced


def test_without_a_screen_nothing_moves(desktop):
    for platform in ("offscreen", "minimal"):
        desktop(ASKS_FOR_NOTHING, platform)
        assert motion.reduced()
        assert not motion.prefers_less()


def test_a_motion_takes_120_milliseconds():
    assert motion.MILLISECONDS == 120
