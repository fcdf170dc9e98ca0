"""The curves of training as a table: a row for each epoch at which a curve has a point. No Qt."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from playground.exports.table import to_csv
from playground.texts.events import event_line

if TYPE_CHECKING:
    from playground.observers.curves import Curves

NAMES = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")


def curves_table(curves: Curves) -> bytes:
    """Return the curves as a CSV file.

    A long training keeps the lowest and the highest value of each stretch of epochs: where a curve has no
    point at an epoch, the cell is empty. A curve without points has no column. Where something was done to
    the run, a last column says what, at the last epoch that was complete by then.
    """
    every = (curves.train, curves.test, curves.train_accuracy, curves.test_accuracy)
    there = {name: curve for name, curve in zip(NAMES, every, strict=True) if len(curve.epochs)}
    done = _events(curves)
    epochs = np.unique(np.concatenate([[*done], *(one.epochs for one in there.values())])).astype(int)
    cells = np.full((len(epochs), len(there)), np.nan)
    for k, curve in enumerate(there.values()):
        cells[np.searchsorted(epochs, curve.epochs), k] = curve.values
    rows: list[list[object]] = []
    for epoch, values in zip(epochs.tolist(), cells.tolist(), strict=True):
        rows.append([epoch, *("" if math.isnan(value) else value for value in values)])
        if done:
            rows[-1].append("; ".join(done.get(epoch, ())))
    return to_csv(("epoch", *there, *(["event"] if done else ())), rows)


def _events(curves: Curves) -> dict[int, list[str]]:
    """Return what was done, by the last epoch that was complete by then."""
    done: dict[int, list[str]] = {}
    for one in curves.events:
        done.setdefault(int(one.epoch), []).append(event_line(one.kind.name, one.arguments))
    return done
