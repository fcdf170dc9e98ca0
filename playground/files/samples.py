"""The sample tables that come with the program, as CSV files. No Qt."""

from dataclasses import replace
from functools import cache

from engine import DataSpec
from playground.assets import ASSETS
from playground.files.points_table import import_points, read, with_points

TABLES = ASSETS / "tables"


def names() -> list[str]:
    """Return the names of all tables: those of their files, without the suffix."""
    return sorted(path.stem for path in TABLES.glob("*.csv"))


@cache
def sample(name: str) -> DataSpec:
    """Return the points of a table, read as any other; values are standardised."""
    table = read((TABLES / f"{name}.csv").read_bytes(), f"{name}.csv")
    choice = table.guess.choice
    taken = import_points(table.sheet, replace(choice, standardise_values=choice.values))
    return with_points(DataSpec(), taken)
