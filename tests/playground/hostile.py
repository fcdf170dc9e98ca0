"""Files, texts and settings as nobody would write them, and what must hold whatever is in them."""

import base64
import gc
import io
import json
import os
import random
import shutil
import stat
import struct
import zipfile
import zlib

import numpy as np

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, State, Trainer, TrainSpec
from playground.classroom.choice import EVERYTHING, Classroom
from playground.files import experiments, share
from playground.files.atomic import FileError
from playground.files.examples import preset, presets

LONGEST = 1000  # characters of a refusal
MOST_ODD = 20  # copies of one odd value
NESTED = ("[" * 3000 + "]" * 3000, '{"a":' * 3000 + "0" + "}" * 3000, "[" * 200_000)
# texts of JSON that stand where another value is expected; not all of them are JSON
ODD = (
    "null", "true", "false", "0", "-1", "1", "1.5", "-0.0", "1e308", "1e-320", "1e400", "-1e400", "NaN",
    "Infinity", "9" * 30, "9" * 400, "9" * 5000, "-" + "9" * 400, "0." + "1" * 5000, '""', '"x"', '"a\\nb"',
    '"\\u0000"', '"\\ud800"', '"\\u202e"', '"' + "x" * 5000 + '"', '"own"', '"spiral"', '"=log(x1+7)"',
    '"=1/x1"', '"=exp(exp(x1))"', "[]", "{}", "[1,2,3]", "[[]]", '{"a":1}', "[null]", '["x1","x1"]',
    "[[0,0,0]]", "[[1e308,1e308,1]]", "[[1,2,1e300],[2,3,-1e300]]", "2147483648", "-2147483649", "100000",
    "10000000", '"2020-01-01"', *NESTED,
)  # fmt: skip
POINTS = tuple((0.7 * k % 5 - 2.0, 1.3 * k % 7 - 3.0, float(k % 3)) for k in range(40))


def good_experiments():
    """Experiments of every kind that a file can hold."""
    yield from (preset(one.name) for one in presets())
    yield Experiment(
        DataSpec(
            dataset="own", points=POINTS, test_points=(1, 5, 9),
            column_names=("length", "width", "kind"), class_names=("a", "b", "c"),
        ),
        NetworkSpec(features=("x1", "=sin(x1*x2)"), hidden=(LayerSpec(3, "relu", 0.2),)),
        TrainSpec(optimizer="adam", schedule="exponential", weight_decay=0.1, dtype="float32"),
    )  # fmt: skip
    yield Experiment(DataSpec(dataset="own", points=POINTS, labels="values", standardise_values=True))


GOOD = tuple(good_experiments())
CLASSROOM = Classroom(hidden={"data.noise"}, locked={"training.l1"})


def places(value, above=()):
    """Every place in a document: keys and indices from its top."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in pairs:
        yield (*above, key)
        yield from places(part, (*above, key))


def put(document, place, value):
    """Put a value at a place of a document."""
    for key in place[:-1]:
        document = document[key]
    document[place[-1]] = value


NAMES = (
    "auto", "own", "spiral", "spirals", "blobs", "plane", "classes", "values", "relu", "tanh", "softmax",
    "sigmoid", "linear", "squared", "adam", "sgd", "float32", "exponential", "plateau", "he_normal", "x1",
    "x2", "=x1*x2", "=log(x1+7)", "=log(x1-1)", "=1/x1", "huber", "elu", "sine",
)  # fmt: skip


def another(rng, value):
    """Return a value that could stand in the place of another."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return rng.choice((0, 1, value + 1, value * 2, value * 10, -value, float(value)))
    if isinstance(value, float):
        return rng.choice((0.0, value / 3, value * 2, value * 1e5, -value, float(f"{value:.0f}"), 1e-300))
    return rng.choice(NAMES) if isinstance(value, str) else value


def odd_document(rng, content):
    """Return the text of a document in which a few values are odd, missing, or have another name."""
    document = json.loads(content)
    marks = {}
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        spots = [*places(document)]
        if not spots:
            break
        place = rng.choice(spots)
        holder = document
        for key in place[:-1]:
            holder = holder[key]
        what = rng.randrange(9)
        if what == 0:
            del holder[place[-1]]
        elif what == 1 and isinstance(holder, dict):
            holder[rng.choice(["", "x", "x" * 3000, "\0", "format", "autosave", "data"])] = holder.pop(
                place[-1]
            )
        elif what == 2 and isinstance(holder, list):
            holder.extend(holder[:1] * rng.choice((1, 10, 3000)))
        elif rng.random() < 0.6:
            holder[place[-1]] = another(rng, holder[place[-1]])
        else:
            mark = f"@{len(marks)}@"
            marks[f'"{mark}"'] = rng.choice(ODD)
            holder[place[-1]] = mark
    text = json.dumps(document, indent=rng.choice((None, 2)))
    for mark, odd in marks.items():
        text = text.replace(mark, odd, MOST_ODD)
    return text.encode()


def odd_bytes(rng, content):
    """Return bytes that were cut, turned over, doubled, or replaced by others."""
    content = bytearray(content)
    for _ in range(rng.choice((1, 1, 3, 20))):
        k = rng.randrange(len(content) + 1)
        what = rng.randrange(7)
        if what == 0:
            del content[k:]
        elif what == 1:
            content[k : k + 1] = bytes([rng.randrange(256)])
        elif what == 2:
            content[k:k] = content[rng.randrange(len(content) + 1) :][: rng.choice((1, 30, 3000))]
        elif what == 3:
            del content[k : k + rng.choice((1, 5, 200))]
        elif what == 4:
            content[k:k] = rng.choice(
                (b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"{", b"[" * 5000, b"9" * 5000)
            )
        elif what == 5 and content:
            content[k % len(content)] ^= 1 << rng.randrange(8)
        else:
            content[k:k] = rng.choice(ODD).encode()[:10_000]
    return bytes(content)


# -- files with experiments ------------------------------------------------------------------------


def experiment_file(rng, beside=None):
    """Return the contents of an experiment file."""
    good = experiments.encode(rng.choice(GOOD), rng.choice((EVERYTHING, CLASSROOM)), beside)
    what = rng.randrange(10)
    if rng.random() < 0.005:
        piece = rng.choice((b"[],", b"0,", b'{"a":', b'"', b"1", b" ", b"\n", b'{"b":[]},', b"[1,2,0],"))
        return b'{"format": 1, "data": {"points": [' + piece * (experiments.LARGEST_FILE // len(piece) - 20)
    if what < 6:
        return odd_document(rng, good)
    if what < 9:
        return odd_bytes(rng, good)
    return rng.choice(
        (
            b"",
            b"{}",
            b"[]",
            b"null",
            rng.randbytes(300),
            good.decode().encode("utf-16"),
            *map(str.encode, NESTED),
        )
    )


def read_experiment(content):
    """Read it, as much as is ever read of a file; return what became of it, once all holds that must."""
    content = content[: experiments.LARGEST_FILE]
    try:
        document = experiments.decode_document(content, "one.json")
    except FileError as error:
        return one_line(error)
    again = experiments.decode_document(experiments.encode(*document), "one.json")
    assert again == document, "it is another after it was saved"
    try:
        experiments.refuse_untrainable(document.experiment)
    except FileError as error:
        return one_line(error)
    return "opened"


def one_line(error):
    """What a refusal must be."""
    text = str(error)
    assert text.isprintable(), text
    assert 0 < len(text) < LONGEST, f"{len(text)} characters"
    return "refused"


# -- state files -----------------------------------------------------------------------------------


def good_states():
    for experiment in (GOOD[0], GOOD[-2], GOOD[-1]):
        trainer = Trainer(experiment)
        trainer.run(epochs=1)
        trainer.step()
        yield trainer.state()


STATES = tuple(good_states())


def zipped(members, method):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def odd_array(rng, array):
    """Return an array that holds other numbers, or other ones than the one that is expected."""
    array = array.copy()
    what = rng.randrange(7)
    if what == 0 and array.dtype.kind == "f" and array.size:
        array.flat[rng.randrange(array.size)] = rng.choice((np.nan, np.inf, -np.inf, 1e38, 1e30))
    elif what == 1:
        return array[:-1]
    elif what == 2:
        return array.astype(rng.choice(("float32", "float64", "int64", "bool", "int8", "uint64", "float16")))
    elif what == 3:
        return np.concatenate([array, array])
    elif what == 4:
        return array.reshape(-1, 1)
    elif what == 5 and array.size:
        array.flat[rng.randrange(array.size)] = array.dtype.type(rng.choice((0, 1, 7)))
    else:
        return np.zeros(rng.choice(((0,), (3, 0), (10**6,), ())), array.dtype)
    return array


def state_file(rng):
    """Return the contents of a file with trained weights."""
    state = rng.choice(STATES)
    what = rng.randrange(10)
    if what < 4:
        facts = odd_document(rng, json.dumps({"format": 1, **state.facts}).encode())
        members = {"facts.npy": saved(np.frombuffer(facts, dtype=np.uint8))}
        members |= {f"{name}.npy": saved(array) for name, array in state.arrays.items()}
        return zipped(members, rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))
    if what < 7:
        arrays = dict(state.arrays)
        name = rng.choice([*arrays])
        arrays[name] = odd_array(rng, arrays[name])
        if rng.random() < 0.2:
            arrays[rng.choice(("other", "moment_x", "../x", "train_X", ""))] = arrays.pop(name)
        return State(state.facts, arrays).to_bytes()
    if what < 9:
        return odd_bytes(rng, state.to_bytes())
    return bomb(rng)


def saved(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def bomb(rng):
    """Return a small file that unpacks, or says that it unpacks, to much."""
    size = rng.choice((10**7, 5 * 10**7))
    long = saved(np.zeros(size // 8)) if rng.random() < 0.5 else (b"[]," * (size // 3))
    names = ["facts", "parameters", "order", "moment_a", "other", *(f"moment_{k}" for k in range(5))]
    members = {f"{name}.npy": long for name in rng.sample(names, rng.randrange(1, 4))}
    content = bytearray(zipped(members, zipfile.ZIP_DEFLATED))
    if rng.random() < 0.5:  # it says that it is small
        at = content.rindex(b"PK\x01\x02")
        content[at + 24 : at + 28] = struct.pack("<I", rng.choice((0, 100, 2**32 - 2)))
    return bytes(content)


def read_state(content, path):
    """Read it as a file; return what became of it, once all holds that must."""
    path.write_bytes(content)
    try:
        document, state = experiments.load_state_document(path)
    except FileError as error:
        return one_line(error)
    trainer = Trainer.restore(state)
    again = Trainer.restore(State.from_bytes(trainer.state().to_bytes()))
    assert again.experiment == trainer.experiment == document.experiment
    with np.errstate(all="ignore"):
        trainer.step()
        again.step()
    assert trainer.network.parameters.tobytes() == again.network.parameters.tobytes()
    return "opened"


# -- texts to share --------------------------------------------------------------------------------


def share_text(rng):
    """Return a text that somebody may have on the clipboard."""
    good = share.to_text(rng.choice(GOOD), rng.choice((EVERYTHING, CLASSROOM)))
    what = rng.randrange(10)
    if what < 3:
        return odd_bytes(rng, good.encode()).decode(
            errors=rng.choice(("replace", "ignore", "surrogateescape"))
        )
    if what < 7:  # packed as ours, with odd contents
        short = experiments.encode(rng.choice(GOOD))
        document = odd_document(rng, b"{%s" % short.split(b",", 1)[1])
        content = document if rng.random() < 0.8 else odd_bytes(rng, document)
        if rng.random() < 0.1:
            content += b" " * rng.choice((10**6, 10**7))
        packed = base64.urlsafe_b64encode(zlib.compress(content)).decode().rstrip("=")
        return share.MARK + packed
    if what == 7:
        piece = rng.choice(
            (share.MARK, share.MARK + "a ", good, "\n> " + share.MARK, share.MARK * 2 + good[:50], "\u200b")
        )
        return (piece * 200_000)[: rng.choice((1000, 100_000, share.LONGEST_TEXT, share.LONGEST_TEXT + 1))]
    if rng.random() < 0.05:
        long = share.MARK + base64.urlsafe_b64encode(zlib.compress(b"[" + b"[]," * (10**6) + b"0]")).decode()
        return (long + " ") * (share.LONGEST_TEXT // len(long))
    if what == 8:
        return experiment_file(rng).decode(errors="surrogateescape")
    return rng.choice(
        ("", " ", "\0", "{", "NP1", "NP1:", "NP2:abc", good[::-1], f"> {good[:30]}\n> {good[30:]}", "\ud800")
    )


def read_share(text):
    """Read it; return what became of it, once all holds that must."""
    try:
        document = share.document_from_text(text)
    except FileError as error:
        return one_line(error)
    assert share.document_from_text(share.to_text(*document)) == document
    return "opened"


# -- what a program finds at its start ---------------------------------------------------------------


BESIDE = (
    {"written": 10**400}, {"path": "x" * 10**5}, {"path": "a\0b"}, {"written": -1e308, "path": "/"},
    {"path": "bytes:00"}, {"path": "<b>bold</b>.json", "written": 1e9},
    {"path": "bytes:" + "ff" * 300, "digest": "x"}, [], None, "x", 10**400,
    {"by_hand": "yes", "path": "/dev/zero", "digest": [1]}, {"path": "no/such/file.json"},
)  # fmt: skip


def leave_autosave(rng, path):
    """Leave something in the place of an autosave."""
    what = rng.randrange(8) if os.name == "posix" else 7
    if what == 0:
        os.mkfifo(path)
    elif what == 1:
        path.mkdir()
        (path / "in it").write_text("")
    elif what == 2:
        path.symlink_to(rng.choice((path, "/dev/zero", "/dev/null", path.parent, "nowhere")))
    elif what == 3:
        beside = rng.choice(BESIDE)
        good = json.loads(experiments.encode(rng.choice(GOOD)))
        path.write_text(json.dumps({**good, experiments.BESIDE: beside}))
    else:
        path.write_bytes(experiment_file(rng, {"path": "/mine.json", "written": 1e9}))


KEYS = (
    "text_size",
    "theme",
    "recent",
    "geometry",
    "folder",
    "step",
    "output/tab",
    "output/log",
    "output/test",
    "class",
)
VALUES = (
    "9" * 400, "-1", "0", "1e999", "nan", "@Invalid()", "@ByteArray(\\x0\\xff)",
    "@Variant(\\0\\0\\0\\x7f\\0)", "@Size(1 1)", "@Rect(0 0 99999999 99999999)", '"a\\0b"', '"\\xd800"',
    "a, b, c", '"' + "x" * 10**5 + '"', "true", "@@x", "%", "", "=", "@DateTime(x)",
    "@ByteArray(\\x1\\xd9\\xd0\\xcb\\0\\x3\\0\\0\\xff\\xff\\xff\\xff)",
    '"/tmp/\\x0", "bytes:zz", "bytes:00"',
)  # fmt: skip


def leave_settings(rng, path):
    """Leave something in the place of the settings."""
    what = rng.randrange(8)
    if what == 0:
        path.mkdir()
    elif what == 1:
        path.write_bytes(rng.randbytes(rng.choice((0, 1, 5000))))
    else:
        lines = [f"{key.split('/')[-1]}={rng.choice(VALUES)}" for key in rng.sample(KEYS, 5)]
        path.write_text("\n".join(("[General]", *lines, "[output]", *lines)), errors="replace")
        if what == 2:
            path.chmod(0o400)


def start(rng, folder):
    """Open a window where settings and an autosave are odd; return what became of the autosave."""
    from PySide6.QtCore import QEvent, QSettings
    from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

    from playground.app import create_window
    from playground.controllers.autosaver import Autosaver

    for one in folder.iterdir():
        shutil.rmtree(one) if one.is_dir() and not one.is_symlink() else one.unlink()
    state = folder / "state"
    state.mkdir()
    left = state / "autosave-0.json"
    leave_autosave(rng, left)
    before = content_of(left)
    leave_settings(rng, folder / "settings.ini")
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    window = create_window(None, settings)
    window.session.begin()
    try:
        Autosaver(window, window.file, window.session, state)
        box = window.findChild(QMessageBox, "document.restore_offer")
        if box is not None:
            box.findChild(QPushButton, "document.restore").click()
        QApplication.processEvents()
        restored = box is not None and window.isWindowModified()
    finally:
        window.close()
        QApplication.processEvents()
        window.deleteLater()
        window.session.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        gc.collect()  # as the program does between snapshots; there are none here
    if restored:
        document = experiments.decode_document(before, "before")
        after = experiments.decode_document(left.read_bytes(), "after")
        assert after == document, "what was restored is lost"
        return "restored"
    if before is None:
        return "nothing to restore"
    assert before in [content_of(one) for one in state.iterdir()], "what could not be read is lost"
    return "kept aside"


def content_of(path):
    """What is kept at a place, whatever it is; None for nothing."""
    if path.is_symlink():
        return None if not path.exists() else os.readlink(path).encode()
    kind = stat.S_IFMT(path.lstat().st_mode)
    return path.read_bytes() if kind == stat.S_IFREG else str((kind, path.lstat().st_ino)).encode()


def rng_of(seed):
    """Return the chance of one case."""
    return random.Random(seed)
