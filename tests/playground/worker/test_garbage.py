"""Garbage is collected on the window's thread: the worker must not destroy what is Qt's."""

import gc
import threading

from hands import until

from playground.worker import garbage


def test_the_worker_collects_no_garbage(window):
    threads = set()

    def note(phase, info):  # noqa: ARG001 - as gc calls it
        threads.add(threading.current_thread())

    gc.callbacks.append(note)
    try:
        window.session.play()
        until(lambda: window.session.snapshot.epoch > 300)
        window.session.pause()
        until(lambda: not window.session.snapshot.busy)
    finally:
        gc.callbacks.remove(note)
    assert threads <= {threading.main_thread()}


def test_what_is_due_is_collected():
    class Ring:
        pass

    rings = []
    for _ in range(garbage.EVERY[0] + 100):
        ring = Ring()
        ring.itself = ring
        rings.append(ring)
    del rings, ring
    garbage.collect(paused=False)
    assert gc.get_count()[0] < garbage.EVERY[0]
