"""Someone before the window, and how many actions their tasks take."""

import pytest
from person import Person

from engine import Experiment


@pytest.fixture
def person(open_window):
    """Someone before the window as it first opens."""
    return Person(open_window(Experiment()))


@pytest.fixture(scope="module")
def counted():
    """Print how many actions each task took."""
    counts = {}
    yield counts
    print("\n\nactions  at most  task")
    for task, (actions, most) in counts.items():
        print(f"{actions:7}  {most:7}  {task}")


@pytest.fixture
def within(person, counted):
    """Say how many actions a task took, and that they were not too many."""

    def note(task, most):
        counted[task] = person.actions, most
        assert person.actions <= most

    return note
