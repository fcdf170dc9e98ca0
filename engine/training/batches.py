"""The training samples laid out in mini-batches, in a new order every epoch."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from engine.base.recipes import Array, Recipe

PAGE = 256  # mini-batches laid out and bound to their calls at a time

Bind = Callable[[Array, Array, Array], Recipe]


class Batches:
    """Binds the calls of a training step to every mini-batch of an epoch.

    Samples are copied, in the epoch's order, into pages of at most 256 mini-batches. On a page each
    mini-batch lies in columns, and its inputs in rows as well. The calls of a step are bound once to each
    place on the page: filling a page takes two gathers and two copies, and a step itself copies nothing.

    Parameters
    ----------
    rows : ndarray, (N, inputs + 1)
    targets : ndarray, (N, outputs)
    size : int
        Samples in a mini-batch; the last mini-batch of an epoch has those that are left.
    rng : Generator or None
        Draws the order of each epoch; None keeps the order of the samples.
    bind : callable (X (inputs + 1, n), Y (outputs, n), XT (n, inputs + 1)) -> Recipe
    order : ndarray of int, (N,)
        The order of the current epoch; shuffled in place for the next one.
    at_end : Recipe, optional
        Calls that follow those of the last mini-batch of every epoch.

    Attributes
    ----------
    layout : tuple of (int, int, bool)
        As returned by the function `layout`.
    size, count : int
        Samples in a mini-batch, except for a smaller last one, and mini-batches in an epoch.
    """

    def __init__(
        self,
        rows: Array,
        targets: Array,
        size: int,
        rng: np.random.Generator | None,
        bind: Bind,
        order: NDArray[np.intp],
        at_end: Recipe | None = None,
    ) -> None:
        self.layout = layout(len(rows), size, rng is not None)
        self.size, self.count, shuffled = self.layout
        self._rng = rng if shuffled else None
        self.order = order
        self._rows, self._targets = rows, targets
        self._laid_out: int | None = None  # the page that the arrays hold
        self._last_page = (self.count - 1) // PAGE
        length = min(self.count, PAGE) * self.size
        self._in_rows = np.empty_like(rows, shape=(length, rows.shape[1]))
        self._targets_in_rows = np.empty_like(targets, shape=(length, targets.shape[1]))
        self._in_columns = np.empty_like(rows, shape=length * rows.shape[1])
        # a single column looks the same in columns as in rows
        self._targets_in_columns = (
            self._targets_in_rows.reshape(-1)
            if targets.shape[1] == 1
            else np.empty_like(targets, shape=length * targets.shape[1])
        )
        full = len(rows) // self.size
        self._full = [bind(*self._place(k, self.size)) for k in range(min(full, PAGE))]
        self._rest = len(rows) - full * self.size
        last = self._full[: full - self._last_page * PAGE]
        self._last = [*last, bind(*self._place(full % PAGE, self._rest))] if self._rest else last
        if self._last and at_end:
            self._last[-1] = [*self._last[-1], *at_end]

    def _place(self, place: int, n: int) -> tuple[Array, Array, Array]:
        """Return X, Y and XT of the n samples that begin at a place on the page."""
        start = place * self.size
        rows = self._in_rows[start : start + n]
        return (
            _columns(self._in_columns, start, n, rows.shape[1]),
            _columns(self._targets_in_columns, start, n, self._targets.shape[1]),
            rows,
        )

    def begin(self) -> None:
        """Draw the order of a new epoch."""
        if self._rng is not None:
            self._rng.shuffle(self.order)
            self._laid_out = None

    def from_batch(self, batch: int) -> Iterator[Recipe]:
        """Yield the calls of each mini-batch of the current epoch, from mini-batch `batch` to the last."""
        page, place = divmod(batch, PAGE)
        while page <= self._last_page:
            self._lay_out(page)
            yield from (self._last if page == self._last_page else self._full)[place:]
            page, place = page + 1, 0

    def columns(self, batch: int) -> tuple[Array, Array]:
        """Return views of the inputs (inputs + 1, n) and targets (outputs, n) of one mini-batch."""
        page, place = divmod(batch, PAGE)
        self._lay_out(page)
        X, Y, _ = self._place(place, self.samples_in(batch))
        return X, Y

    def samples_in(self, batch: int) -> int:
        """Return how many samples a mini-batch has; the last one may be smaller."""
        return min(self.size, len(self._rows) - batch * self.size)

    def _lay_out(self, page: int) -> None:
        if self._laid_out == page:
            return
        start = page * PAGE * self.size
        order = self.order[start : start + len(self._in_rows)]
        n = len(order)
        for source, rows, columns in (
            (self._rows, self._in_rows, self._in_columns),
            (self._targets, self._targets_in_rows, self._targets_in_columns),
        ):
            # mode="clip" lets take() write straight into `out`
            source.take(order, axis=0, out=rows[:n], mode="clip")
            if rows.shape[1] > 1:
                self._transpose(rows, columns, n)
        self._laid_out = page

    def _transpose(self, rows: Array, columns: Array, n: int) -> None:
        """Copy the first n rows into columns, mini-batch by mini-batch."""
        width, full = rows.shape[1], n // self.size
        length = full * self.size
        upright = columns[: length * width].reshape(full, width, self.size)
        np.copyto(upright, rows[:length].reshape(full, self.size, width).transpose(0, 2, 1))
        if length < n:
            np.copyto(_columns(columns, length, n - length, width), rows[length:n].T)


def layout(samples: int, size: int, shuffle: bool) -> tuple[int, int, bool]:
    """Return how an epoch is laid out.

    Parameters
    ----------
    samples, size : int
        Training samples, and the requested batch size.
    shuffle : bool

    Returns
    -------
    size : int
        Samples in a mini-batch.
    count : int
        Mini-batches in an epoch, 0 where there are no samples.
    shuffled : bool
        Whether an order is drawn; for a full batch the order makes no difference.
    """
    size = max(min(size, samples), 1)
    count = -(-samples // size)
    return size, count, shuffle and count > 1


def _columns(flat: Array, start: int, n: int, width: int) -> Array:
    """Return the view (width, n) of the samples start … start + n − 1 that lie in columns."""
    return flat[start * width : (start + n) * width].reshape(width, n)
