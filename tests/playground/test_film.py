"""Each picture of a film is what the window shows at that epoch."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from hands import EXPLOSIVE, PATIENCE, SMALL, at_rest, settled, until
from PIL import Image, ImageChops

from engine import StopSpec
from playground.classroom.catalogue import TIME
from playground.classroom.choice import EVERYTHING, Classroom, presets
from playground.exports.film import MOST_PIXELS, Stretch
from playground.files.atomic import FileError
from playground.files.run_library import RunLibrary
from playground.files.runs.exchange import INDEX, export_runs
from playground.film import CAPTION, Look, film
from playground.render import render
from playground.worker.commands import Open, Step
from playground.worker.training import Training

SIZE = (320, 280)
LOOK = Look("output", SIZE, "light", 20.0)


def made(source, tmp_path, stretch, look=LOOK, end=6, classroom=EVERYTHING):
    done = []
    out = tmp_path / "f.apng"
    film(source, out, stretch, look, end, classroom, progress=lambda *one: done.append(one))
    with Image.open(out) as one:
        frames = []
        for k in range(getattr(one, "n_frames", 1)):
            one.seek(k)
            frames.append(one.convert("RGB"))
    return frames, done


def same(one, other):
    return ImageChops.difference(one, other).getbbox() is None


def part_of(frame):
    return frame.crop((0, 0, frame.width, frame.height - CAPTION))


@pytest.mark.parametrize("what", ["output", "network"])
def test_each_picture_is_that_of_its_epoch(tmp_path, what):
    frames, done = made(SMALL, tmp_path, Stretch(0, None, 4), replace(LOOK, what=what), end=5)
    assert done == [(k, 3) for k in range(4)]
    for frame, epoch in zip(frames, (0, 4, 5), strict=True):
        assert frame.size == SIZE
        picture = tmp_path / "p.png"
        render(SMALL, epoch, picture, (SIZE[0], SIZE[1] - CAPTION), "light", what=what)
        assert same(part_of(frame), Image.open(picture).convert("RGB"))


def test_the_window_is_filmed_as_large_as_it_is_asked_for(tmp_path):
    frames, _ = made(SMALL, tmp_path, Stretch(2, 4, 1), Look("window", (1280, 800), "dark", 10.0))
    assert [frame.size for frame in frames] == [(1280, 800)] * 3
    with pytest.raises(ValueError, match="too small"):
        made(SMALL, tmp_path, Stretch(), Look("window", (300, 200), "dark", 10.0))


@pytest.mark.parametrize(
    ("classroom", "what", "size", "below"),
    [
        (presets()["first_steps"], "window", (1280, 800), 0),
        (Classroom(locked={TIME}), "output", SIZE, CAPTION),
    ],
    ids=["hidden", "locked"],
)
def test_a_class_that_cannot_go_back_in_time_has_a_film_of_what_it_sees(
    tmp_path, classroom, what, size, below
):
    assert classroom.closed(TIME)
    look = replace(LOOK, what=what, size=size)
    frames, _ = made(SMALL, tmp_path, Stretch(0, None, 3), look, end=3, classroom=classroom)
    assert len(frames) == 2
    assert not same(*frames)
    width, height = size
    render(SMALL, 3, tmp_path / "p.png", (width, height - below), "light", classroom, what=what)
    last = frames[-1].crop((0, 0, width, height - below))
    assert same(last, Image.open(tmp_path / "p.png").convert("RGB"))


@pytest.mark.parametrize(
    ("stretch", "epochs"),
    [
        (Stretch(), [*range(0, 1000, 8), 1000]),
        (Stretch(0, 30), [*range(31)]),
        (Stretch(10, None, 400), [10, 410, 810, 1000]),
        (Stretch(990, 5000, 7), [990, 997, 1000]),
        (Stretch(7, 7), [7]),
    ],
)
def test_the_last_epoch_of_a_stretch_is_shown(stretch, epochs):
    assert stretch.epochs(0, 1000) == epochs


def test_the_stretch_begins_where_the_run_does():
    assert Stretch(0, None, 50).epochs(900, 1000) == [900, 950, 1000]


def test_a_stretch_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="ends at epoch 1,000, before it begins at epoch 2,000"):
        Stretch(2000).epochs(0, 1000)


def test_where_training_ends_the_film_ends(tmp_path):
    frames, _ = made(replace(SMALL, stop=StopSpec(epochs=3)), tmp_path, Stretch(0, 8, 1), end=8)
    assert len(frames) == 4
    frames, _ = made(EXPLOSIVE, tmp_path, Stretch(0, 8, 1), end=8)
    assert 1 <= len(frames) <= 9


def test_a_film_that_is_too_large_is_refused_before_it_is_begun(tmp_path):
    count = MOST_PIXELS // (SIZE[0] * SIZE[1]) + 1
    with pytest.raises(ValueError, match=f"{count:,} pictures of 320×280 is too large"):
        made(SMALL, tmp_path, Stretch(0, count - 1, 1), end=count)
    assert not list(tmp_path.iterdir())


def test_a_kept_run_is_shown_as_it_was_with_what_was_changed_while_it_trained(tmp_path, window):
    session = window.session
    session.play(3)
    at_rest(session)
    session.change(training=replace(SMALL.training, learning_rate=0.3))
    session.play(3)
    at_rest(session)
    until(lambda: settled(session) and session.keeping.get(session.snapshot.key) is not None)
    assert session.keeping.finish(PATIENCE)
    library = RunLibrary(None)
    library.put(session.keeping.get(session.snapshot.key))
    export_runs(library, [session.snapshot.key], tmp_path / "r.nprun")
    library.close()
    # a class that may not open another run sees one as well
    classroom = presets()["watch_only"]
    frames, _ = made(tmp_path / "r.nprun", tmp_path, Stretch(0, None, 3), classroom=classroom)
    assert len(frames) == 3
    from playground.controllers.pictures import How, picture_of

    now = picture_of(window, "output", How(SIZE[0], SIZE[1] - CAPTION, "light", "png", 1))
    assert same(part_of(frames[-1]), Image.open(BytesIO(now)).convert("RGB"))
    render(SMALL, 3, tmp_path / "p.png", (SIZE[0], SIZE[1] - CAPTION), "light", what="output")
    assert same(part_of(frames[1]), Image.open(tmp_path / "p.png").convert("RGB"))


def test_a_file_without_runs_or_with_a_damaged_one_is_told_of(tmp_path):
    empty, damaged = tmp_path / "empty.nprun", tmp_path / "damaged.nprun"
    with ZipFile(empty, "w") as archive:
        archive.writestr(INDEX, '{"format": 1, "runs": 0}')
    with pytest.raises(FileError, match=r"there is no run in .*empty\.nprun"):
        made(empty, tmp_path, Stretch())
    training = Training()
    training.answer(1, Open(SMALL))
    training.answer(2, Step("batch"))
    run = replace(training.run.copied().packed(), timeline=b"of another program")
    library = RunLibrary(None)
    library.put(run)
    export_runs(library, [run.row.key], damaged)
    library.close()
    with pytest.raises(ValueError, match="what is kept of this run is damaged"):
        made(damaged, tmp_path, Stretch())
