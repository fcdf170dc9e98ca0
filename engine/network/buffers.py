"""Buffers: one array for each layer, all cut from a single slab."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.base.recipes import Array


class Stack:
    """One array for each layer, (fan_out, n), all cut from a single slab, with a row of ones below each.

    One call can then handle consecutive layers with the same activation.
    """

    def __init__(self, widths: tuple[int, ...], n: int, dtype: np.dtype[Any]) -> None:
        stops = np.cumsum([width + 1 for width in widths])
        self._starts = stops - [width + 1 for width in widths]
        self._stops = stops
        self.slab = np.ones((int(stops[-1]), n), dtype=dtype)
        # Made once: if operand and result are the same object, numpy knows at once that working in place is
        # safe; for two views of the same memory it takes 200 ns to find out.
        self._with_ones = [self.slab[i:j] for i, j in zip(self._starts, stops, strict=True)]
        self._layers = [rows[:-1] for rows in self._with_ones]

    def with_ones(self, layer: int) -> Array:
        """The array of a layer with the row of ones below it."""
        return self._with_ones[layer]

    def __getitem__(self, layer: int) -> Array:
        return self._layers[layer]

    def span(self, first: int, last: int) -> Array:
        """The rows from layer `first` to layer `last`, with the rows of ones between them."""
        return self.slab[self._starts[first] : self._stops[last] - 1]

    def block(self, first: int, count: int, with_ones: bool = False) -> Array:
        """Consecutive layers of equal width as one array, (count, width or width + 1, n)."""
        rows, (down, along) = self._with_ones[first], self.slab.strides
        height, n = rows.shape
        shape = (count, height if with_ones else height - 1, n)
        return np.lib.stride_tricks.as_strided(rows, shape, (height * down, down, along))
