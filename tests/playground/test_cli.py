import json
import os
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from commands import AS_A_MODULE, png_size, run, shell
from hands import EXPLOSIVE, SMALL
from PIL import Image
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from engine import DataSpec, Experiment, StopSpec, Trainer
from playground import __version__, system
from playground.cli import EPOCHS, main
from playground.exports.weights import weights_table
from playground.files.experiments import save
from playground.observers.cost import Cost
from playground.render import PARTS, WINDOW
from playground.texts.numbers import loss_text

COMMANDS = [
    [],
    ["train", "small.json"],
    ["render", "small.json", "--out", "p.png"],
    ["report", "small.json", "--out", "r.html"],
    ["film", "small.json", "--out", "f.gif"],
]
FIGURES, PICTURE = "playground-result.json", "playground-result.png"


@pytest.fixture
def file(tmp_path):
    save(SMALL, tmp_path / "small.json")
    return str(tmp_path / "small.json")


@pytest.fixture
def opened(monkeypatch):
    """What would have been opened in a window."""
    paths = []
    monkeypatch.setattr("playground.app.run", lambda path=None: paths.append(path) or 0)
    return paths


@pytest.fixture
def lacking(monkeypatch):
    """Make Qt lack a library."""
    monkeypatch.setitem(system.QT_LIBRARIES, "libnowhere.so.7", "libnowhere7")


def one_line(text):
    """Return the only line of a text."""
    (line,) = text.splitlines()
    assert text.endswith("\n")
    return line


def raise_(error):
    raise error


def figures(text):
    """Read JSON as a strict reader does: it knows no NaN."""

    def refuse(constant):
        raise AssertionError(f"{constant} is not JSON")

    return json.loads(text, parse_constant=refuse)


# -- the window ------------------------------------------------------------------------------


def test_without_a_command_the_window_opens(opened, capsys):
    assert main([]) == 0
    assert opened == [None]
    assert capsys.readouterr() == ("", "")


def test_with_a_file_the_window_opens_with_it(opened, file):
    assert main([file]) == 0
    assert [str(path) for path in opened] == [file]


def test_a_file_that_cannot_be_read_opens_no_window(opened, tmp_path, capsys):
    assert main([str(tmp_path / "none.json")]) == 2
    assert opened == []
    assert "no such file" in one_line(capsys.readouterr().err)


@pytest.mark.usefixtures("lacking")
def test_missing_libraries_are_told_with_the_command_that_installs_them(opened, capsys):
    assert main([]) != 0
    assert opened == []
    assert one_line(capsys.readouterr().err).endswith("apt-get install --no-install-recommends libnowhere7")


def test_version_and_help_are_printed(capsys):
    assert main(["--version"]) == 0
    assert one_line(capsys.readouterr().out) == f"playground {__version__}"
    for words in (
        ["--help"],
        ["train", "--help"],
        ["render", "--help"],
        ["report", "--help"],
        ["film", "--help"],
    ):
        assert main(words) == 0
        assert capsys.readouterr().out.startswith("usage: playground")


# -- bad input -------------------------------------------------------------------------------

BAD = [
    (["none.json"], "no such file"),
    (["--nonsense"], "--nonsense"),
    (["small.json", "other.json"], "other.json"),
    (["broken.json"], "not an experiment file"),
    (["train"], "file"),
    (["train", "none.json"], "no such file"),
    (["train", "broken.json"], "not an experiment file"),
    (["train", "small.json", "--epochs"], "--epochs"),
    (["train", "small.json", "--epochs", "many"], "'many'"),
    (["train", "small.json", "--epochs", "-1"], "0 to 1,000,000,000"),
    (["train", "small.json", "--epochs", "1.5"], "whole number"),
    (["train", "small.json", "--seed", "-1"], "0 to 2,147,483,647"),
    (["train", "small.json", "--seed", str(2**31)], "0 to 2,147,483,647"),
    (["train", "small.json", "--jsn"], "--jsn"),
    (["render", "small.json"], "--out"),
    (["render", "none.json", "--out", "p.png"], "no such file"),
    (["render", "small.json", "--out", "p.png", "--size", "wide"], "1280x800"),
    (["render", "small.json", "--out", "p.png", "--size", "1280x0"], "height"),
    (["render", "small.json", "--out", "p.png", "--size", "99999x800"], "width"),
    (["render", "small.json", "--out", "p.png", "--size", "640x480"], "at least"),
    (["render", "small.json", "--out", "p.png", "--theme", "pink"], "dark"),
    (["render", "small.json", "--out", "none/p.png", "--epochs", "1"], "no such file or directory"),
    (["render", "small.json", "--out", ".", "--epochs", "1"], "is a directory"),
    (["render", "small.json", "--out", "small.json/p.png"], "not a directory"),
    (["render", "small.json", "--out", os.devnull], "not a regular file"),
    (["render", "small.json", "--out", "p.jpg"], "png, svg, pdf"),
    (["render", "small.json", "--out", "p.svg", "--what", "brain"], "network"),
    (["render", "small.json", "--out", "p.png", "--scale", "0"], "1 to 4"),
    (["render", "small.json", "--out", "p.png", "--what", "output", "--size", "99x400"], "width"),
    (["render", "small.json", "--out", "p.png", "--size", "7680x4320", "--scale", "4"], "21,845 × 12,288"),
    (["report", "small.json"], "--out"),
    (["report", "none.json", "--out", "r.pdf"], "no such file"),
    (["report", "small.json", "--out", "r.docx"], ".html, .htm, .pdf"),
    (["report", "small.json", "--out", "r"], ".html, .htm, .pdf"),
    (["report", "small.json", "--out", "none/r.html", "--epochs", "1"], "no such file or directory"),
    (["film", "small.json"], "--out"),
    (["film", "none.json", "--out", "f.gif"], "no such file"),
    (["film", "none.nprun", "--out", "f.apng"], "no such file"),
    (["film", "small.json", "--out", "f.avi"], ".gif, .apng, .png, .mp4"),
    (["film", "small.json", "--out", "f"], ".gif, .apng, .png, .mp4"),
    (["film", "small.json", "--out", "none/f.gif"], "no such file or directory"),
    (["film", "small.json", "--out", "f.gif", "--fps", "51"], "0.1 to 50"),
    (["film", "small.json", "--out", "f.gif", "--every", "0"], "1 to 1,000,000,000"),
    (["film", "small.json", "--out", "f.apng", "--from", "9", "--to", "3"], "before it begins at epoch 9"),
    (["film", "small.json", "--out", "f.apng", "--what", "brain"], "network"),
    (["film", "small.json", "--out", "f.apng", "--class", "none.json"], "no such file"),
    (["film", "small.json", "--out", "f.apng", "--settings", "none.ini"], "no such file"),
    (["train", "small.json", "--epochs", "1", "--weights", "none/w.csv"], "no such file or directory"),
    (["train", "small.json", "--epochs", "1", "--curves", "."], "is a directory"),
    *(
        ([*command, "--threads", wrong], "1 to 1,024")
        for command in COMMANDS
        for wrong in ("0", "two", "1025")
    ),
]


@pytest.mark.parametrize(("words", "named"), BAD, ids=[" ".join(words) for words, _ in BAD])
def test_bad_input_gets_one_line_and_code_2(words, named, tmp_path, monkeypatch, capsys):
    save(SMALL, tmp_path / "small.json")
    (tmp_path / "broken.json").write_text('{"format": 1,')
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    line = one_line(told.err)
    assert line.startswith("playground: ")
    assert named in line
    assert sorted(one.name for one in tmp_path.iterdir()) == ["broken.json", "small.json"]


@pytest.mark.parametrize("words", [["none.json"], ["train", "--epochs", "x", "f"], ["render", "f"]])
def test_bad_input_at_the_shell_gives_no_traceback(words, tmp_path):
    done = run(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert one_line(done.stderr).startswith("playground: ")


def test_an_interruption_is_told_in_one_line(file, monkeypatch, capsys):
    def interrupt(*_args, **_kw):
        raise KeyboardInterrupt

    monkeypatch.setattr(Trainer, "run", interrupt)
    assert main(["train", file]) == 130
    assert one_line(capsys.readouterr().err) == "playground: interrupted"


# -- streams that lead nowhere ---------------------------------------------------------------

ENDS = {
    "a full disk": (">/dev/full", "no space left on device"),
    "a pipe that nobody reads": ("| true", "broken pipe"),
    "a closed output": (">&-", "it is closed"),
}


@pytest.mark.skipif(sys.platform != "linux", reason="there is no such device")
@pytest.mark.usefixtures("file")
@pytest.mark.parametrize(("end", "why"), ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("words", ["train small.json --epochs 1", "train small.json --epochs 1 --json"])
def test_a_result_that_cannot_be_written_gets_one_line(words, end, why, tmp_path):
    done = shell(f"{words} {end}", cwd=tmp_path)
    assert one_line(done.stderr) == f"playground: standard output: cannot be written, {why}"
    assert done.returncode == 1


@pytest.mark.skipif(sys.platform != "linux", reason="there is no such device")
@pytest.mark.parametrize("words", ["--version", "--help", "train --help"])
def test_help_that_cannot_be_written_gets_one_line(words, tmp_path):
    done = shell(f"{words} >/dev/full", cwd=tmp_path)
    assert "no space left on device" in one_line(done.stderr)
    assert done.returncode == 1


@pytest.mark.skipif(sys.platform != "linux", reason="there is no such device")
@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("ends", ["2>/dev/full", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_without_anybody_to_tell_the_code_is_right(ends, tmp_path):
    assert shell(f"train small.json --epochs 1 {ends}", cwd=tmp_path).returncode == 0
    assert shell(f"train none.json {ends}", cwd=tmp_path).returncode == 2


@pytest.mark.skipif(os.name != "posix", reason="there are no such limits")
def test_a_picture_that_does_not_fit_on_the_disk_gets_one_line(file, tmp_path):
    (tmp_path / "p.png").write_text("the old one")
    # nor would the compiled modules fit: Python would leave them cut short for whoever comes next
    limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))"
    limited = f"import resource, sys\nsys.dont_write_bytecode = True\n{limit}\n" + AS_A_MODULE
    done = run("render", file, "--epochs", "1", "--out", "p.png", cwd=tmp_path, code=limited)
    assert "p.png: cannot be written, file too large" in one_line(done.stderr)
    assert done.returncode == 1
    assert sorted(one.name for one in tmp_path.iterdir()) == ["p.png", "small.json"]
    assert (tmp_path / "p.png").read_text() == "the old one"


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
@pytest.mark.parametrize("out", ["loop.png", "loop.png/p.png"])
def test_a_loop_of_links_is_told(out, file, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("loop.png").symlink_to("loop.png")
    assert main(["render", file, "--epochs", "1", "--out", out]) == 2
    assert "too many levels of symbolic links" in one_line(capsys.readouterr().err)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), MemoryError()])
def test_what_the_machine_cannot_do_gets_one_line(error, file, monkeypatch, capsys):
    monkeypatch.setattr(Trainer, "run", lambda *_, **_kw: raise_(error))
    assert main(["train", file]) == 1
    assert one_line(capsys.readouterr().err).startswith("playground: ")


def test_a_window_that_cannot_open_says_so_in_a_dialog_where_nobody_reads_the_shell(monkeypatch):
    told = []
    monkeypatch.setattr("sys.stderr", None)
    monkeypatch.setattr("sys.stdout", None)

    def close():
        dialog = QApplication.activeModalWidget()
        told.append(dialog.text())
        dialog.close()

    QTimer.singleShot(0, close)
    assert main(["none.json"]) == 2
    assert told == ["none.json: cannot be read, no such file or directory"]
    assert main(["train", "none.json"]) == 2  # nobody may be there to close a dialog


def test_what_a_large_network_costs_is_told_before_it_trains(file, monkeypatch, capsys):
    monkeypatch.setattr("playground.observers.cost.cost_of", lambda *_: Cost(12.3, 4_500_000_000))
    assert main(["train", file, "--epochs", "1", "--json"]) == 0
    assert "about 12 s an epoch, 4.5 GB of memory" in one_line(capsys.readouterr().err)


def test_threads_that_come_too_late_are_told(file, monkeypatch, capsys):
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    assert main(["train", file, "--epochs", "1", "--threads", "7"]) == 0
    assert "--threads 7 has no effect" in one_line(capsys.readouterr().err)


def test_threads_are_asked_for_at_the_shell(file, tmp_path):
    done = run("train", file, "--epochs", "1", "--json", "--threads", "2", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


# -- train -----------------------------------------------------------------------------------


def test_train_prints_what_the_trainer_gives(file, capsys):
    assert main(["train", file, "--epochs", "30", "--json"]) == 0
    said = capsys.readouterr()
    told = figures(said.out)
    trainer = Trainer(SMALL)
    trainer.run(epochs=30)
    assert told["metrics"] == asdict(trainer.metrics())
    assert (told["epoch"], told["steps"], told["diverged"]) == (30, trainer.steps, None)
    assert said.err == ""


def test_the_result_holds_the_experiment_as_a_file_would(file, tmp_path, capsys):
    main(["train", file, "--epochs", "1", "--json"])
    (tmp_path / "again.json").write_text(json.dumps(figures(capsys.readouterr().out)["experiment"]))
    assert main(["train", str(tmp_path / "again.json"), "--epochs", "1", "--json"]) == 0
    assert figures(capsys.readouterr().out)["epoch"] == 1


def test_another_seed_is_another_run(file, capsys):
    main(["train", file, "--epochs", "5", "--seed", "7", "--json"])
    told = figures(capsys.readouterr().out)
    trainer = Trainer(replace(SMALL, seed=7))
    trainer.run(epochs=5)
    assert told["metrics"] == asdict(trainer.metrics())
    assert told["experiment"]["seed"] == 7


def test_train_prints_a_table_for_people(file, capsys):
    assert main(["train", file, "--epochs", "30"]) == 0
    said = capsys.readouterr().out
    trainer = Trainer(SMALL)
    trainer.run(epochs=30)
    assert "gaussian, epoch 30" in said
    assert f"{trainer.metrics().train_loss:.4g}" in said
    assert f"{trainer.metrics().test_accuracy:.1%}" in said


def test_regression_has_no_accuracy_and_no_test_samples_have_no_figures(tmp_path, capsys):
    data = DataSpec(dataset="plane", samples=60, test_fraction=0.0)
    save(Experiment(data=data), tmp_path / "plane.json")
    assert main(["train", str(tmp_path / "plane.json"), "--epochs", "1"]) == 0
    said = capsys.readouterr().out
    assert "accuracy" not in said
    assert "–" in said


def test_divergence_is_told_and_the_figures_are_numbers(tmp_path, capsys):
    save(EXPLOSIVE, tmp_path / "high.json")
    assert main(["train", str(tmp_path / "high.json"), "--json"]) == 0
    assert figures(capsys.readouterr().out)["diverged"]["epoch"] >= 1
    assert main(["train", str(tmp_path / "high.json")]) == 0
    assert "lower learning rate" in one_line(capsys.readouterr().err)


def test_why_training_stopped_is_told(tmp_path, capsys):
    experiment = replace(SMALL, stop=StopSpec(epochs=7))
    path = tmp_path / "stops.json"
    save(experiment, path)
    assert main(["train", str(path), "--epochs", "30", "--json"]) == 0
    told = figures(capsys.readouterr().out)
    assert (told["epoch"], told["stopped"]["reason"]) == (7, "epochs")
    assert main(["train", str(path), "--epochs", "30"]) == 0
    assert capsys.readouterr().err == "playground: Stopped at epoch 7, as requested.\n"


def test_a_progress_bar_changes_nothing(file, monkeypatch, capsys):
    main(["train", file, "--epochs", "40", "--json"])
    plain = capsys.readouterr().out
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["train", file, "--epochs", "40", "--json"]) == 0
    assert capsys.readouterr().out == plain


def test_train_writes_curves_and_weights_as_tables(file, tmp_path, capsys):
    curves, weights = tmp_path / "c.csv", tmp_path / "w.csv"
    assert main(["train", file, "--epochs", "4", "--curves", str(curves), "--weights", str(weights)]) == 0
    trainer = Trainer(SMALL)
    trainer.run(4)
    assert weights.read_bytes() == weights_table(trainer.state())
    rows = curves.read_text(encoding="utf-8").splitlines()
    assert [row.split(",")[0] for row in rows] == ["epoch", "0", "1", "2", "3", "4"]
    assert rows[-1].split(",")[1] == repr(trainer.metrics().train_loss)
    assert "loss" in capsys.readouterr().out


def test_train_needs_no_qt(file, tmp_path):
    code = (
        f"import sys; from playground.cli import main; code = main(['train', {file!r}, '--epochs', '2'])\n"
        "imported = {name.split('.')[0] for name in sys.modules}\n"
        "sys.exit(sorted(imported & {'PySide6', 'shiboken6', 'pyqtgraph', 'superqt'}) or code)"
    )
    done = run(cwd=tmp_path, code=code)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_same_command_prints_the_same_in_another_process(file, tmp_path, capsys):
    main(["train", file, "--epochs", "30", "--json"])
    done = run("train", file, "--epochs", "30", "--json", cwd=tmp_path)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", capsys.readouterr().out)


# -- render ----------------------------------------------------------------------------------


def test_render_writes_a_picture_of_the_size_asked_for(file, tmp_path, capsys):
    picture = tmp_path / "p.png"
    words = ["render", file, "--epochs", "3", "--out", str(picture), "--size", "1300x820", "--theme", "dark"]
    assert main(words) == 0
    assert png_size(picture) == (1300, 820)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("what", [WINDOW, *PARTS])
@pytest.mark.parametrize(("name", "beginning"), [("p.svg", b"<?xml"), ("p.PDF", b"%PDF"), ("p", b"\x89PNG")])
def test_render_writes_the_format_that_the_name_says_of_what_is_asked_for(
    file, tmp_path, what, name, beginning
):
    picture = tmp_path / name
    assert main(["render", file, "--epochs", "3", "--out", str(picture), "--what", what]) == 0
    assert picture.read_bytes().startswith(beginning)


def test_render_of_a_part_has_the_size_and_the_pixels_asked_for(file, tmp_path):
    words = ["render", file, "--epochs", "0", "--out", str(tmp_path / "p.png"), "--what", "output"]
    assert main(words) == 0
    assert png_size(tmp_path / "p.png") == (800, 600)
    assert main([*words, "--size", "300x200", "--scale", "3"]) == 0
    assert png_size(tmp_path / "p.png") == (900, 600)


@pytest.mark.parametrize("what", [WINDOW, "curves"])
def test_a_picture_can_be_trained_and_pictured_again(file, tmp_path, capsys, what):
    first, second = (str(tmp_path / name) for name in ("first.png", "second.png"))
    assert main(["render", file, "--epochs", "3", "--out", first, "--what", what]) == 0
    assert main(["render", first, "--epochs", "3", "--out", second, "--what", what]) == 0
    assert Path(first).read_bytes() == Path(second).read_bytes()
    assert main(["train", first, "--epochs", "30", "--json"]) == main(
        ["train", file, "--epochs", "30", "--json"]
    )
    printed = capsys.readouterr().out
    assert printed[: len(printed) // 2] == printed[len(printed) // 2 :]


@pytest.mark.parametrize("command", [[], ["train"]])
def test_a_picture_of_something_else_is_no_experiment(tmp_path, capsys, command):
    picture = str(tmp_path / "p.png")
    QImage(8, 8, QImage.Format.Format_RGB32).save(picture)
    assert main([*command, picture]) == 2
    assert "a picture without an experiment" in one_line(capsys.readouterr().err)


def test_render_at_the_shell_needs_no_display(file, tmp_path):
    done = run("render", file, "--epochs", "3", "--out", "p.png", cwd=tmp_path, display=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert png_size(tmp_path / "p.png") == (1280, 800)


@pytest.mark.parametrize(("name", "beginning"), [("r.html", b"<!DOCTYPE html>"), ("r.PDF", b"%PDF")])
def test_report_writes_the_format_that_the_name_says(file, tmp_path, name, beginning):
    assert main(["report", file, "--epochs", "2", "--out", str(tmp_path / name)]) == 0
    assert (tmp_path / name).read_bytes().startswith(beginning)


def test_a_report_says_what_the_trainer_gives(file, tmp_path):
    out = tmp_path / "r.html"
    words = ["--title", "Seen <here>", "--note", "one\n two"]
    assert main(["report", file, "--epochs", "7", "--out", str(out), *words]) == 0
    trainer, page = Trainer(SMALL), out.read_text(encoding="utf-8")
    trainer.run(7)
    for figure in (trainer.metrics().train_loss, trainer.metrics().test_loss):
        assert loss_text(figure) in page
    assert "<h1>Seen &lt;here&gt;</h1>" in page
    assert "one\n two</p>" in page
    assert page.count("<img ") == 3


def test_a_report_is_called_after_its_file(file, tmp_path):
    out = tmp_path / "r.html"
    assert main(["report", file, "--epochs", "0", "--out", str(out)]) == 0
    assert "<h1>small</h1>" in out.read_text(encoding="utf-8")


def test_a_film_has_its_pictures_at_its_pace_and_tells_how_far_it_is(file, tmp_path, capsys):
    out = tmp_path / "f.gif"
    words = ["--epochs", "4", "--every", "2", "--fps", "10", "--size", "200x180", "--progress"]
    assert main(["film", file, "--out", str(out), *words]) == 0
    assert capsys.readouterr().out.splitlines() == ["0 3", "1 3", "2 3", "3 3"]
    with Image.open(out) as film:
        assert (film.format, film.n_frames, film.size, film.info["duration"]) == ("GIF", 3, (200, 180), 100)


def test_a_film_without_what_it_needs_says_what_to_install(file, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("playground.exports.film.find_spec", lambda _: None)
    assert main(["film", file, "--out", str(tmp_path / "f.mp4")]) == 1
    assert "pip install 'neural-playground[mp4]'" in one_line(capsys.readouterr().err)
    assert not (tmp_path / "f.mp4").exists()


def test_report_at_the_shell_needs_no_display(file, tmp_path):
    done = run("report", file, "--epochs", "2", "--out", "r.pdf", cwd=tmp_path, display=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.usefixtures("lacking")
def test_render_tells_missing_libraries(file, tmp_path, capsys):
    assert main(["render", file, "--out", str(tmp_path / "p.png")]) != 0
    assert "apt-get install" in one_line(capsys.readouterr().err)


# -- without a display -----------------------------------------------------------------------


def test_without_a_display_it_trains_and_leaves_figures_and_a_picture(tmp_path):
    done = run(cwd=tmp_path, display=False)
    assert done.returncode == 0
    assert "no display" in one_line(done.stderr)
    trainer = Trainer(Experiment())
    trainer.run(EPOCHS)
    assert figures((tmp_path / FIGURES).read_text())["metrics"] == asdict(trainer.metrics())
    assert png_size(tmp_path / PICTURE) == (1280, 800)
    assert sorted(one.name for one in tmp_path.iterdir()) == [FIGURES, PICTURE]


def test_without_a_display_a_bad_file_is_told_and_nothing_is_left(tmp_path):
    done = run("none.json", cwd=tmp_path, display=False)
    assert done.returncode == 2
    assert "no such file" in one_line(done.stderr)
    assert list(tmp_path.iterdir()) == []


def test_a_display_that_does_not_answer_is_told(tmp_path):
    save(SMALL, tmp_path / "small.json")
    done = run("small.json", cwd=tmp_path, display=False, env={"DISPLAY": ":4711"})
    assert done.returncode == 0
    assert ":4711" in one_line(done.stderr)
    assert (tmp_path / PICTURE).exists()


@pytest.mark.usefixtures("lacking")
def test_without_a_display_and_without_libraries_the_figures_are_left(monkeypatch, tmp_path, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    save(SMALL, tmp_path / "small.json")
    assert main(["small.json"]) != 0
    assert capsys.readouterr().err.endswith("libnowhere7\n")
    assert figures((tmp_path / FIGURES).read_text())["epoch"] == EPOCHS
    assert not (tmp_path / PICTURE).exists()


# -- trained weights -------------------------------------------------------------------------


@pytest.fixture
def trained(tmp_path):
    """A file with trained weights, and the trainer that goes on from there."""
    trainer = Trainer(SMALL)
    trainer.run(epochs=3)
    path = tmp_path / "small.npstate"
    path.write_bytes(trainer.state().to_bytes())
    return str(path), trainer


def test_a_file_with_trained_weights_is_opened_in_the_window(opened, trained):
    assert main([trained[0]]) == 0
    assert [str(one) for one in opened] == [trained[0]]


@pytest.mark.parametrize("content", [b"", b"{}", b"PK"])
def test_trained_weights_that_cannot_be_read_open_no_window(opened, tmp_path, capsys, content):
    (tmp_path / "bad.npstate").write_bytes(content)
    assert main([str(tmp_path / "bad.npstate")]) == 2
    assert "not the state of a training run" in one_line(capsys.readouterr().err)
    assert opened == []


def test_large_weights_are_left_to_the_window(opened, trained, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("playground.cli.LARGE", 0)
    monkeypatch.setattr("engine.Trainer.restore", lambda _: raise_(AssertionError()))
    assert main([trained[0]]) == 0
    assert main([str(tmp_path / "none.npstate")]) == 2
    assert "no such file" in one_line(capsys.readouterr().err)
    assert len(opened) == 1


def test_train_continues_where_the_weights_were_saved_unless_the_seed_is_another(trained, capsys):
    path, trainer = trained
    trainer.run(epochs=2)
    assert main(["train", path, "--epochs", "2", "--json"]) == 0
    found = figures(capsys.readouterr().out)
    assert found["epoch"] == 5
    assert found["metrics"] == asdict(trainer.metrics())
    assert main(["train", path, "--epochs", "2", "--seed", "0", "--json"]) == 0
    assert figures(capsys.readouterr().out)["epoch"] == 2


def test_render_continues_where_the_weights_were_saved(trained, tmp_path):
    out = tmp_path / "p.png"
    plain, more = (
        (main(["render", file, "--epochs", epochs, "--out", str(out)]), out.read_bytes())
        for file, epochs in ((trained[0], "2"), (trained[0], "0"))
    )
    assert plain[0] == more[0] == 0
    assert plain[1] != more[1]
