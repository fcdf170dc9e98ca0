"""The train samples laid out in mini-batches, in a new order every epoch."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from engine.calls import Array, Recipe

PAGE = 256  # mini-batches laid out and bound to their calls at a time

Bind = Callable[[Array, Array], Recipe]


class Batches:
    """Binds the calls of a training step to every mini-batch of an epoch.

    Samples are copied, in the epoch's order, into pages of at most 256 mini-batches. The calls of a step
    are bound once to each place on the page: turning a page is one gather for the inputs and one for the
    targets, and a step itself copies nothing.

    Parameters
    ----------
    rows : ndarray, (N, inputs + 1)
    targets : ndarray, (N, outputs)
    size : int
        Samples in a mini-batch; the last one of an epoch has what is left.
    rng : Generator or None
        Draws the order of each epoch; None keeps the order of the samples.
    bind : callable (X (inputs + 1, n), Y (outputs, n)) -> Recipe
    """

    def __init__(
        self, rows: Array, targets: Array, size: int, rng: np.random.Generator | None, bind: Bind
    ) -> None:
        self.size = min(size, len(rows))
        self.count = -(-len(rows) // self.size)
        self._rows, self._targets = rows, targets
        # the order of a full batch makes no difference: it is read where it lies
        self._rng = rng if self.count > 1 else None
        self._order = np.arange(len(rows))
        length = min(self.count, PAGE) * self.size
        self._in_place = self._rng is None and self.count <= PAGE
        self._page_rows = rows if self._in_place else np.empty_like(rows, shape=(length, rows.shape[1]))
        self._page_targets = (
            targets if self._in_place else np.empty_like(targets, shape=(length, targets.shape[1]))
        )
        full = len(rows) // self.size
        self._full = [self._bound(k, self.size, bind) for k in range(min(full, PAGE))]
        rest = len(rows) - full * self.size
        self._last_page = (self.count - 1) // PAGE
        last = self._full[: full - self._last_page * PAGE]
        self._last = [*last, self._bound(full % PAGE, rest, bind)] if rest else last

    def _bound(self, place: int, n: int, bind: Bind) -> Recipe:
        part = slice(place * self.size, place * self.size + n)
        return bind(self._page_rows[part].T, self._page_targets[part].T)

    def from_batch(self, batch: int) -> Iterator[Recipe]:
        """Yield the calls of each mini-batch of an epoch, from number `batch` to its end.

        Batch 0 draws a new order; a later one goes on with the order that was drawn.
        """
        if batch == 0 and self._rng is not None:
            self._rng.shuffle(self._order)
        page, place = divmod(batch, PAGE)
        while page <= self._last_page:
            if not self._in_place:
                self._lay_out(page)
            yield from (self._last if page == self._last_page else self._full)[place:]
            page, place = page + 1, 0

    def _lay_out(self, page: int) -> None:
        start = page * PAGE * self.size
        order = self._order[start : start + len(self._page_rows)]
        n = len(order)
        # mode="clip" lets take() write straight into `out`
        np.take(self._rows, order, axis=0, out=self._page_rows[:n], mode="clip")
        np.take(self._targets, order, axis=0, out=self._page_targets[:n], mode="clip")
