"""The session is a room of its own: no widgets, and no class that does everything."""

import subprocess
import sys
from importlib import import_module
from inspect import getmembers, isclass, isfunction
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

import playground.session as package
from engine import Experiment
from playground.classroom.catalogue import controls
from playground.classroom.permissions import OF_LAYER
from playground.session.session import Session
from playground.texts import undo

ROOM = Path(package.__file__).parent
MODULES = sorted(path.stem for path in ROOM.glob("*.py") if path.stem != "__init__")


def test_no_widgets_are_imported():
    code = (
        "import sys\n"
        + "".join(f"import playground.session.{name}\n" for name in MODULES)
        + "sys.exit('PySide6.QtWidgets' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", MODULES)
def test_no_class_does_everything(name):
    module = import_module(f"playground.session.{name}")
    for _, kind in getmembers(module, isclass):
        if kind.__module__ == module.__name__:
            own = [one for one, _ in getmembers(kind, isfunction) if one in vars(kind)]
            assert len([one for one in own if not one.startswith("_")]) <= 25


def test_the_session_has_few_public_members():
    session = Session()
    public = {name for name in dir(session) if not name.startswith("_")} - set(dir(QObject()))
    assert session.close()
    assert len(public) <= 33, sorted(public)


def test_every_control_that_changes_an_experiment_has_a_name_in_undo():
    areas = ("data.", "network.", "training.")
    named = {name for name, one in controls().items() if one.lockable and name.startswith(areas)}
    by_layer = {"network.width", "network.activation", "network.weights"}
    labels = [undo.label(Experiment(), name) for name in sorted(named - by_layer)]
    assert all(labels)
    assert undo.label(Experiment(), "training.learning_rate") == "learning rate η"
    assert undo.label(Experiment(), "training.l1") == "L1"
    assert undo.label(Experiment(), "training.huber_delta") == "Huber δ"
    assert undo.label(Experiment(), "features.x1_squared") == "input x₁²"
    assert set(OF_LAYER) == set(undo.OF_LAYER)
