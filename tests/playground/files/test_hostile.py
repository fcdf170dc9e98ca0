"""Whatever is in a file, it is read or refused in one line; `benchmarks/hostile_files.py` tries more."""

import disks
import hostile
import pytest

COUNT = 150


@pytest.mark.parametrize("kind", ["experiments", "states", "texts"])
def test_what_nobody_would_write_is_read_or_refused_in_one_line(kind, tmp_path):
    read = {
        "experiments": lambda rng: hostile.read_experiment(hostile.experiment_file(rng)),
        "states": lambda rng: hostile.read_state(hostile.state_file(rng), tmp_path / "one.npstate"),
        "texts": lambda rng: hostile.read_share(hostile.share_text(rng)),
    }[kind]
    found = {read(hostile.rng_of(10**6 + seed)) for seed in range(COUNT)}
    assert found == {"refused", "opened"}


def test_whatever_call_fails_the_old_file_or_the_new_one_is_there(tmp_path):
    found = [act() for act in disks.faults(tmp_path)]
    assert len(found) > 100
    assert set(found) == {"refused", "saved"}
