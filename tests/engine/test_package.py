import doctest
import subprocess
import sys
from pathlib import Path

import engine

ROOT = Path(__file__).parents[2]


def test_it_imports_nothing_but_numpy_and_the_standard_library():
    code = (
        "import sys, numpy, numpy.random; before = set(sys.modules); import engine;"
        "print(*{name.split('.')[0] for name in set(sys.modules) - before})"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    imported = set(told.stdout.split())
    assert "engine" in imported
    assert imported - set(sys.stdlib_module_names) <= {"engine", "numpy"}


def test_it_says_nothing_when_it_is_imported():
    told = subprocess.run([sys.executable, "-c", "import engine"], cwd=ROOT, capture_output=True, check=True)
    assert (told.stdout, told.stderr) == (b"", b"")


def test_every_public_name_is_there_and_listed_in_order():
    assert all(hasattr(engine, name) for name in engine.__all__)
    constants = [name for name in engine.__all__ if name.isupper()]
    classes = [name for name in engine.__all__ if name[0].isupper() and not name.isupper()]
    functions = [name for name in engine.__all__ if name[0].islower()]
    assert engine.__all__ == sorted(constants) + sorted(classes) + sorted(functions)


def test_every_line_the_page_on_the_mathematics_quotes_is_in_the_source():
    page = (ROOT / "engine" / "README.md").read_text()
    source = " ".join(" ".join(path.read_text().split()) for path in (ROOT / "engine").rglob("*.py"))
    quoted = [
        piece
        for line in page.splitlines()
        if line.startswith("| ") and not line.startswith("| To")
        for piece in line.split("|")[-2].split("`")[1::2]
    ]
    assert len(quoted) > 12
    assert [piece for piece in quoted if piece not in source and not (ROOT / "engine" / piece).exists()] == []


def test_the_page_on_the_mathematics_is_true_when_it_is_run():
    results = doctest.testfile(str(ROOT / "engine" / "README.md"), module_relative=False)
    assert results.attempted > 4
    assert results.failed == 0
