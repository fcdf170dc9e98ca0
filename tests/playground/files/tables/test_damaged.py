"""Damaged tables are read, or refused in one line; tests/benchmarks/hostile_files.py tries more."""

import pytest
from hostile import rng_of
from hostile_tables import read_table, table_file


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_table_is_read_or_refused_in_one_line(seed):
    assert read_table(table_file(rng_of(seed))) in ("read", "refused", "without points")
