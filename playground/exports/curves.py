"""The curves of training as a table: a row for each epoch at which a curve has a point. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.exports.table import to_csv

if TYPE_CHECKING:
    from playground.observers.curves import Curves

NAMES = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")


def curves_table(curves: Curves) -> bytes:
    """Return the curves as a CSV file.

    A long training keeps the lowest and the highest value of each stretch of epochs: where a curve has no
    point at an epoch, the cell is empty. A curve that there is not has no column.
    """
    every = (curves.train, curves.test, curves.train_accuracy, curves.test_accuracy)
    there = {name: curve for name, curve in zip(NAMES, every, strict=True) if len(curve.epochs)}
    epochs = np.unique(np.concatenate([np.empty(0), *(one.epochs for one in there.values())]))
    cells = np.full((len(epochs), len(there)), np.nan)
    for k, curve in enumerate(there.values()):
        cells[np.searchsorted(epochs, curve.epochs), k] = curve.values
    rows = (
        (int(epoch), *("" if np.isnan(value) else float(value) for value in row))
        for epoch, row in zip(epochs.tolist(), cells, strict=True)
    )
    return to_csv(("epoch", *there), rows)
