"""A report on one page: what was set, what came out, the pictures, and a note by hand. No Qt."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from engine import parameter_count
from playground import __version__
from playground.exports.document import Block, Columns, Document, Heading, Note, Paragraph, Picture, Table
from playground.exports.settings_list import settings_of
from playground.observers.r_squared import TargetVariances, r2_text
from playground.observers.snapshot import Snapshot
from playground.texts import divergence, numbers
from playground.texts import report as texts
from playground.texts.events import event_line
from playground.texts.names import capitalised, loss_name

ROWS = ((("network", 1.0),), (("output", 0.5), ("curves", 0.5)))  # of pictures, with their shares
MOST_CHANGES = 8
SET, CAME_OUT = 0.56, 0.44  # shares of the two tables


def report(
    snapshot: Snapshot,
    title: str,
    note: str = "",
    pictures: Mapping[str, bytes] | None = None,
    when: str = "",
    task: str = "",
) -> Document:
    """Return a report on what training has come to.

    Parameters
    ----------
    snapshot : Snapshot
    title : str
    note : str
        What a person has written.
    pictures : mapping of str to bytes
        PNG or SVG files, by names in `texts.report.PICTURES`; those that are not there are left out.
    when : str
        The date, in words.
    task : str
        What there was to do and to watch for.
    """
    made = (texts.MADE if when else texts.MADE_SOMETIME)(version=__version__, when=when)
    blocks: list[Block] = [Paragraph(made, small=True), *([Paragraph(task)] if task else [])]
    was_set, rest = _was_set(snapshot)
    blocks.append(Columns((was_set, tuple(_came_out(snapshot))), (SET, CAME_OUT)))
    blocks += _pictures(pictures or {})
    if note.strip():
        blocks += [Heading(texts.NOTE()), Note(note.strip("\n"))]
    blocks += rest
    return Document(title, tuple(blocks), one_page=True)


def _was_set(snapshot: Snapshot) -> tuple[tuple[Block, ...], list[Block]]:
    """Return what differs from the defaults; and for the end of the page, what does not."""
    entries = settings_of(snapshot.experiment)
    changed = [(one.label, one.value, one.default) for one in entries if one.differs]
    alike = [
        texts.OF_SETTING(label=one.label, value=one.value)
        for one in entries
        if not (one.differs or one.is_off)
    ]
    header = texts.SETTING(), texts.VALUE(), texts.BY_DEFAULT()
    table = Table(tuple(changed), header) if changed else Paragraph(texts.ALL_BY_DEFAULT())
    rest: list[Block] = []
    if alike:
        rest.append(Paragraph(texts.REST(settings=texts.BETWEEN().join(alike)), small=True))
    return (Heading(texts.WAS_SET()), table, *_changes(snapshot)), rest


def _changes(snapshot: Snapshot) -> Iterator[Block]:
    """Yield what was done during training, the latest last; of many changes, the last ones."""
    events = snapshot.curves.events
    last = [(numbers.count_text(int(one.epoch)), event_line(one.kind.name, one.arguments)) for one in events]
    if last:
        yield Table(tuple(last[-MOST_CHANGES:]), (texts.AT_EPOCH(), texts.CHANGE()))
    if more := len(last[:-MOST_CHANGES]):
        yield Paragraph(texts.MORE_CHANGES(n=more), small=True)


def _came_out(snapshot: Snapshot) -> Iterator[Block]:
    metrics, data = snapshot.metrics, snapshot.data
    rows = [
        (
            capitalised(loss_name(snapshot.experiment.data)),
            *map(numbers.loss_text, (metrics.train_loss, metrics.test_loss)),
        )
    ]
    variances = TargetVariances().of(snapshot)
    if variances is not None:
        losses = metrics.train_loss, metrics.test_loss
        rows.append((texts.R2(), *(r2_text(loss, one) for loss, one in zip(losses, variances, strict=True))))
    elif metrics.train_accuracy is not None:
        shares = metrics.train_accuracy, metrics.test_accuracy
        rows.append((texts.ACCURACY(), *map(numbers.share_text, shares)))
    counts = len(data.train), len(data.test)
    rows.append((texts.POINTS(), *map(numbers.count_text, counts)))
    yield Heading(texts.CAME_OUT())
    yield Table(tuple(rows), ("", texts.TRAINING(), texts.TEST()), frozenset({1, 2}))
    yield from map(Paragraph, _facts(snapshot))


def _facts(snapshot: Snapshot) -> Iterator[str]:
    """Yield how long it was trained, when it was best, and why it ended."""
    steps, weights = snapshot.steps, parameter_count(snapshot.sizes)
    done, *_ = snapshot.position
    if not steps:
        yield texts.UNTRAINED()
    elif done:
        yield texts.WITHIN(epoch=snapshot.epoch + 1, steps=steps, weights=weights)
    else:
        yield texts.AFTER(n=snapshot.epoch, steps=steps, weights=weights)
    best = snapshot.curves.best
    if best is not None and steps and math.isfinite(best[1]):
        said = {"loss": numbers.loss_text(best[1]), "epoch": best[0]}
        held_out = bool(len(snapshot.data.test))
        if since := snapshot.curves.best_since:
            yield (texts.BEST_TEST_SINCE if held_out else texts.BEST_TRAINING_SINCE)(**said, since=since)
        else:
            yield (texts.BEST_TEST if held_out else texts.BEST_TRAINING)(**said)
    if snapshot.diverged is not None:
        yield divergence.headline(snapshot.diverged)
        yield divergence.BACK(weights=divergence.kept_weights(snapshot.diverged))
    elif snapshot.stopped is not None and snapshot.stopped.by_rule:
        yield snapshot.stopped.message


def _pictures(pictures: Mapping[str, bytes]) -> Iterator[Block]:
    """Yield pictures in rows; one that is alone in its row stays as large as it would be beside another."""
    for row in ROWS:
        there = [(name, share) for name, share in row if name in pictures]
        columns = tuple(
            (Picture(pictures[name], texts.PICTURES[name](), caption=texts.PICTURES[name]()),)
            for name, _ in there
        )
        if there:
            yield Columns(columns, tuple(share for _, share in there))
