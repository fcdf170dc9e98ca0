import sys
from types import SimpleNamespace

import pytest
from commands import run

from playground import blas


@pytest.fixture
def process(monkeypatch):
    """A process whose environment says nothing of threads, and that has not imported numpy."""
    one = SimpleNamespace(environ={}, modules={})
    monkeypatch.setattr(blas, "os", one)
    monkeypatch.setattr(blas, "sys", one)
    return one


def test_the_program_uses_one_thread(process):
    blas.limit_threads(["train", "file.json"])
    assert process.environ == dict.fromkeys(blas.NAMES, "1")


@pytest.mark.parametrize("words", [["--threads", "3"], ["--threads=3"], ["train", "f", "--thr", "3"]])
def test_the_command_line_asks_for_more(process, words):
    process.environ["OMP_NUM_THREADS"] = "2"
    blas.limit_threads(words)
    assert set(process.environ.values()) == {"3"}
    assert blas.is_limited_to(3)


@pytest.mark.parametrize("name", blas.NAMES)
def test_what_the_environment_says_is_left_alone(process, name):
    process.environ[name] = "2"
    blas.limit_threads([])
    assert process.environ == {name: "2"}


@pytest.mark.parametrize("wrong", ["0", "-1", "1.5", "many", "", "1025", "9" * 5000])
def test_a_number_that_is_none_is_left_to_the_command_that_says_so(process, wrong):
    blas.limit_threads(["--threads", wrong])
    assert set(process.environ.values()) == {"1"}
    blas.limit_threads(["--threads"])


def test_a_process_that_has_imported_numpy_is_left_alone(process):
    process.modules["numpy"] = None
    blas.limit_threads(["--threads", "3"])
    assert process.environ == {}


SAY = """
import sys
from playground.__main__ import main
main()
import ctypes, glob, os, numpy
(library,) = glob.glob(os.path.join(os.path.dirname(numpy.__file__), "..", "numpy.libs", "*openblas*"))
print(ctypes.CDLL(library).scipy_openblas_get_num_threads64_())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the library has another name")
def test_numpy_does_as_the_program_says(tmp_path):
    for words, threads in (([], 1), (["--threads", "2"], 2)):
        without = {"env": dict.fromkeys(blas.NAMES, "")}
        done = run("train", "none.json", *words, cwd=tmp_path, code=SAY, **without)
        assert int(done.stdout) == threads
