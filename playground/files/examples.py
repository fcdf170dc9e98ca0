"""The examples and sample tables that come with the program. No Qt."""

import json
from functools import cache

from engine import Experiment
from engine.base.values import dataclass
from playground.assets import ASSETS
from playground.classroom.lesson import Lesson
from playground.files import experiments

PRESETS = ASSETS / "presets"
TABLES = ASSETS / "tables"  # CSV files; the examples called "table-…" have their points
INDEX = "index.json"


@dataclass(frozen=True)
class Preset:
    """An example: its file's name without the suffix, and what there is to read in its lesson."""

    name: str
    lesson: Lesson

    @property
    def title(self) -> str:
        return self.lesson.title

    @property
    def line(self) -> str:
        """What to look for."""
        return self.lesson.line


@cache
def presets() -> tuple[Preset, ...]:
    """Return all examples, in the order in which they teach."""
    index = json.loads((PRESETS / INDEX).read_text(encoding="utf-8"))
    return tuple(Preset(one.pop("name"), Lesson(**one)) for one in index)


@cache
def preset(name: str) -> Experiment:
    """Return the experiment of an example."""
    return experiments.load(PRESETS / f"{name}.json")
