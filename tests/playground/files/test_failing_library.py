"""A library on a disk that fails, locked, newer, damaged or gone: nothing that was kept is lost."""

import random
import shutil
import sqlite3
import threading
from contextlib import closing, suppress

import pytest
from kept_runs import keys, run, same

from playground.files.run_library import LibraryError, RunLibrary, RunQuery
from playground.files.runs import connections, database, salvage


@pytest.fixture(autouse=True)
def short_waits(monkeypatch):
    monkeypatch.setattr(database, "SYNCHRONOUS", "OFF")
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.05)
    monkeypatch.setattr(connections, "RETRY_SECONDS", 0.0)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kept" / "runs.sqlite"


@pytest.fixture
def told():
    return []


@pytest.fixture
def library(path, told):
    library = RunLibrary(path, told=told.append)
    yield library
    library.close()


def of_two(path):
    """Make a library of two runs."""
    library = RunLibrary(path)
    library.put(run(1, name="mine", starred=True))
    library.put(run(2))
    library.close()


def of_the_first_version(path):
    """Make that library as the first version of the program did."""
    of_two(path)
    sql(path, "ALTER TABLE run DROP COLUMN test_r2", "PRAGMA user_version = 1")


def sql(path, *statements):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return [connection.execute(statement).fetchall() for statement in statements]


def read_only(patch):
    """Let files be opened for reading alone, whoever runs the test."""
    made = database.connect

    def connect(path):
        if path is None:
            return made(None)
        connection = made(path)
        connection.close()
        return sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
        )

    patch.setattr(database, "connect", connect)


def test_a_full_disk_loses_nothing_and_is_said_once(library, path, told, monkeypatch):
    library.put(run(1))
    library.update("run-1", name="mine")
    library.close()
    prepare = database._prepare

    def almost_full(connection):
        prepare(connection)
        connection.execute("PRAGMA max_page_count = 1")  # SQLite takes the present size if that is more

    with monkeypatch.context() as patch:
        patch.setattr(database, "_prepare", almost_full)
        for k in (1, 2, 3):
            library.put(run(k, size=20_000, epoch=50 + k))
        assert told == ["Runs are kept only until the program closes: the disk is full"]
        assert library.problem == told[0]
        assert keys(library) == ["run-3", "run-2", "run-1"]
        assert same(library.get("run-2"), run(2, size=20_000, epoch=52))
        assert (library.get("run-1").row.epoch, library.get("run-1").row.name) == (51, "mine")
        assert keys(library, RunQuery("mine")) == ["run-1"]
        library.delete(["run-3"])
        assert keys(library) == ["run-2", "run-1"]
        library._there._close_file()  # as when the disk has room again
    library.put(run(4))
    assert library.problem == ""
    assert len(told) == 1
    library.close()
    again = RunLibrary(path)
    assert keys(again) == ["run-4", "run-2", "run-1"]
    assert same(again.get("run-2"), run(2, size=20_000, epoch=52))
    assert (again.get("run-1").row.epoch, again.get("run-1").row.name) == (51, "mine")
    again.close()


def test_a_library_that_another_program_writes_is_read_and_written_later(library, path, told):
    of_two(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert keys(library) == ["run-2", "run-1"]
        library.put(run(3))
        assert told == ["Runs are kept only until the program closes: another program is using it"]
        assert keys(library) == ["run-3", "run-2", "run-1"]
        with pytest.raises(LibraryError, match=r"runs\.sqlite, cannot be used: another program is using it"):
            library.delete(["run-1"])
        assert len(library.find()) == 3
        other.execute("ROLLBACK")
    library.put(run(4))
    library.close()
    assert sql(path, "SELECT count(*) FROM run") == [[(4,)]]


def test_a_library_that_another_program_begins_to_write_loses_nothing(library, path, told):
    library.put(run(1))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        library.put(run(2))
        assert told == ["Runs are kept only until the program closes: another program is using it"]
        assert keys(library) == ["run-2", "run-1"]
    library.close()  # writes it at last
    assert sql(path, "SELECT key FROM run ORDER BY key") == [[("run-1",), ("run-2",)]]


def test_a_library_that_another_program_has_for_itself_is_read_later(library, path, told):
    of_two(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        assert library.find() == []
        library.put(run(3))
        assert keys(library) == ["run-3"]
        assert told == ["Runs are kept only until the program closes: another program is using it"]
    assert keys(library) == ["run-3", "run-2", "run-1"]
    library.put(run(3))
    library.close()
    assert sql(path, "SELECT count(*) FROM run") == [[(3,)]]


def test_a_library_that_may_not_be_changed_is_read(path, told, monkeypatch):
    of_two(path)
    before = path.read_bytes()
    read_only(monkeypatch)
    library = RunLibrary(path, told=told.append)
    assert keys(library) == ["run-2", "run-1"]
    library.put(run(3))
    library.update("run-3", name="new")
    assert keys(library) == ["run-3", "run-2", "run-1"]
    assert keys(library, RunQuery("new")) == ["run-3"]
    assert told == ["Runs are kept only until the program closes: it may not be changed"]
    with pytest.raises(LibraryError, match="may not be changed"):
        library.update("run-1", name="other")
    library.close()
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_said(tmp_path, told):
    (tmp_path / "file").write_text("")
    library = RunLibrary(tmp_path / "file" / "runs.sqlite", told=told.append)
    library.put(run(1))
    assert same(library.get("run-1"), run(1))
    (line,) = told
    assert line.startswith("Runs are kept only until the program closes: ")


def test_a_library_of_a_newer_version_stays_as_it_is(library, path, told):
    of_two(path)
    sql(path, "PRAGMA user_version = 99", "ALTER TABLE run ADD COLUMN more TEXT")
    before = path.read_bytes()
    library.put(run(3))
    assert keys(library) == ["run-3"]
    assert told == [
        "Runs are kept only until the program closes: a newer version of this program has made it"
    ]
    library.close()
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"no database at all"),
        lambda path: path.write_bytes(path.read_bytes()[:100]),
        lambda path: path.write_bytes(bytes(len(path.read_bytes()))),
        lambda path: (path.unlink(), sql(path, "CREATE TABLE of_others (x)")),
    ],
    ids=["text", "its beginning", "zeros", "a database of others"],
)
def test_what_is_no_library_is_set_aside_and_a_new_one_begun(library, path, told, damage):
    of_two(path)
    damage(path)
    before = path.read_bytes()
    library.put(run(3))
    assert keys(library) == ["run-3"]
    (line,) = told
    aside = path.parent / "unreadable-runs-1.sqlite"
    assert line == f"The library of runs was damaged: a new one was begun. The old one is now {aside.name}."
    assert aside.read_bytes() == before
    assert library.problem == ""
    library.close()
    again = RunLibrary(path)
    assert keys(again) == ["run-3"]
    again.close()


def damaged(path, chance, pages):
    """Overwrite some pages of a library with noise, but not the first one."""
    content = bytearray(path.read_bytes())
    for _ in range(pages):
        page = chance.randrange(1, len(content) // 8192) * 8192
        content[page : page + 8192] = chance.randbytes(8192)
    path.write_bytes(content)


@pytest.mark.parametrize("seed", range(6))
def test_what_can_be_read_of_a_damaged_library_is_brought_over(library, path, told, seed):
    chance = random.Random(seed)
    first = RunLibrary(path)
    kept = [run(k, size=300, name=f"run {k}", note="n" * 1000) for k in range(60)]
    for one in kept:
        first.put(one)
    first.close()
    damaged(path, chance, 4)
    for one in kept:  # until the damage is met
        library.put(one)
        library.get(one.row.key)
    rest = library.rows([one.row.key for one in kept])
    assert len(rest) == 60
    for row in rest:
        assert row in [one.row for one in kept]
    assert len(told) == (path.parent / "unreadable-runs-1.sqlite").exists()


def test_most_of_a_library_with_one_damaged_page_is_found_again(path, told):
    first = RunLibrary(path)
    for k in range(200):
        first.put(run(k, size=300, name=f"run {k}", note="n" * 1000))
    first.close()
    damaged(path, random.Random(3), 1)
    library = RunLibrary(path, told=told.append)
    readable = 0
    for k in range(200):
        kept = library.get(f"run-{k}")
        if kept is not None and kept.state:
            assert same(kept, run(k, size=300, name=f"run {k}", note="n" * 1000))
            readable += 1
    assert readable > 150
    library.close()


def test_a_damaged_character_hides_no_run(library, path):
    of_two(path)
    sql(path, "UPDATE run SET name = CAST(x'ff41' AS TEXT) WHERE key = 'run-1'")
    assert keys(library) == ["run-2", "run-1"]
    assert library.rows(["run-1"])[0].name == "\N{REPLACEMENT CHARACTER}A"


def test_a_run_of_settings_that_this_version_does_not_know_is_left_out_and_stays(library, path):
    of_two(path)
    sql(
        path,
        """UPDATE run SET experiment = replace(experiment, '"sgd"', '"of tomorrow"') WHERE key = 'run-1'""",
    )
    assert library.rows(["run-1", "run-2"]) == [run(2).row]
    assert library.get("run-1") is None
    library.close()
    assert sql(path, "SELECT count(*) FROM run") == [[(2,)]]


def test_a_library_that_was_removed_while_it_is_open_is_made_again(library, path, told):
    library.put(run(1))
    shutil.rmtree(path.parent)
    library.put(run(2))
    library.close()
    again = RunLibrary(path)
    assert keys(again) == ["run-2"]
    again.close()
    assert told == []


def test_a_library_that_another_program_makes_just_now_is_not_taken_for_a_damaged_one(
    library, path, told, monkeypatch
):
    number = database._number
    path.parent.mkdir()
    path.touch()  # as the other one did

    def then_the_other(connection, name):
        found = number(connection, name)
        if name == "application_id":
            monkeypatch.setattr(database, "_number", number)
            with suppress(LibraryError):  # it comes too late, and waits
                database.open_to_write(path).close()
        return found

    monkeypatch.setattr(database, "_number", then_the_other)
    library.put(run(1))
    assert not told
    assert keys(library) == ["run-1"]
    assert not list(path.parent.glob("unreadable*"))


def test_two_programs_that_meet_a_damaged_library_set_it_aside_once(path):
    of_two(path)
    lines = []
    one, other = (RunLibrary(path, told=lines.append) for _ in range(2))
    assert len(one.find()) == len(other.find()) == 2
    with path.open("r+b") as file:
        file.truncate(9000)
    for k, library in enumerate((one, other, one, other)):
        library.put(run(10 + k))
    assert {"run-10", "run-11", "run-12", "run-13"} <= set(keys(one))
    assert keys(one) == keys(other)
    assert len(lines) == 1
    assert sorted(each.name for each in path.parent.glob("*.sqlite")) == [
        "runs.sqlite",
        "unreadable-runs-1.sqlite",
    ]
    one.close()
    other.close()


def test_two_threads_that_meet_a_damaged_library_set_it_aside_once(library, told):
    library.put(run(1))
    before = library._there._identity
    for _ in range(2):  # both have read the old file
        library._there._renew(before)
    assert len(told) == 1
    assert keys(library) == ["run-1"]


def test_no_more_than_five_are_set_aside(path, told):
    for _ in range(7):
        path.parent.mkdir(exist_ok=True)
        path.write_text("no database at all")
        library = RunLibrary(path, told=told.append)
        library.put(run(1))
        assert keys(library) == ["run-1"]
        library.close()
    assert len(list(path.parent.glob("unreadable-*"))) == 5
    assert told[-1] == "Runs are kept only until the program closes: it is damaged"
    assert path.read_text() == "no database at all"


# -- versions ------------------------------------------------------------------------------------


def next_version(patch):
    """Let the program be the next one, whose tables have one column more."""
    patch.setattr(database, "STEPS", (*database.STEPS, "ALTER TABLE run ADD COLUMN more TEXT DEFAULT 'x'"))
    patch.setattr(database, "VERSION", database.VERSION + 1)


def test_a_library_of_an_earlier_version_is_brought_up_to_date(path, monkeypatch):
    of_two(path)
    next_version(monkeypatch)
    library = RunLibrary(path)
    assert keys(library) == ["run-2", "run-1"]
    assert same(library.get("run-1"), run(1, name="mine", starred=True))
    library.put(run(3))
    library.close()
    assert sql(path, "PRAGMA user_version", "SELECT more FROM run") == [
        [(database.VERSION,)],
        [("x",), ("x",), ("x",)],
    ]


def test_a_library_of_the_first_version_gets_what_came_later(path):
    of_the_first_version(path)
    library = RunLibrary(path)
    library.put(run(1, test_r2=0.5))
    assert [row.test_r2 for row in library.rows(["run-1", "run-2"])] == [0.5, None]
    library.close()


def test_a_library_of_the_first_version_that_may_not_be_changed_is_read(path, told, monkeypatch):
    of_the_first_version(path)
    before = path.read_bytes()
    read_only(monkeypatch)
    library = RunLibrary(path, told=told.append)
    accuracy = RunQuery(sort="test_accuracy")
    assert keys(library) == keys(library, accuracy) == ["run-2", "run-1"]
    assert library.get("run-1").row.name == "mine"
    library.put(run(3))
    assert keys(library) == keys(library, accuracy) == ["run-3", "run-2", "run-1"]
    assert told == ["Runs are kept only until the program closes: it may not be changed"]
    library.close()
    assert path.read_bytes() == before


def test_what_can_be_read_of_a_library_of_the_first_version_is_brought_over(path, tmp_path):
    of_the_first_version(path)
    with closing(database.open_to_write(tmp_path / "new.sqlite")) as writer:
        assert salvage.bring_over(path, writer) == 2
    library = RunLibrary(tmp_path / "new.sqlite")
    assert same(library.get("run-1"), run(1, name="mine", starred=True))
    library.close()


def test_four_programs_bring_a_library_up_to_date_at_once(path, monkeypatch):
    monkeypatch.setattr(database, "WAIT_SECONDS", 20.0)
    of_the_first_version(path)
    libraries = [RunLibrary(path) for _ in range(4)]
    threads = [threading.Thread(target=one.put, args=(run(10 + k),)) for k, one in enumerate(libraries)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.problem for one in libraries] == [""] * 4
    for one in libraries:
        one.close()
    assert sql(path, "SELECT count(*) FROM run", "PRAGMA user_version") == [[(6,)], [(2,)]]


def test_a_step_that_fails_leaves_the_library_as_it_was(path, told, monkeypatch):
    of_two(path)
    next_version(monkeypatch)
    monkeypatch.setattr(
        database, "STEPS", (*database.STEPS[:-1], "ALTER TABLE run ADD COLUMN more; UPDATE run SET key = 'x'")
    )
    library = RunLibrary(path, told=told.append)
    library.put(run(3))
    library.close()
    assert len(told) == 1
    assert sql(path, "PRAGMA user_version", "SELECT count(*) FROM run") == [[(database.VERSION - 1,)], [(2,)]]


def test_a_program_writes_no_more_once_a_newer_one_has_changed_the_tables(library, path, told, monkeypatch):
    library.put(run(1))
    with monkeypatch.context() as patch:
        next_version(patch)
        newer = RunLibrary(path)
        newer.put(run(2))
        newer.close()
    library.put(run(3))
    assert told == [
        "Runs are kept only until the program closes: a newer version of this program has made it"
    ]
    assert keys(library) == ["run-3", "run-2", "run-1"]
    library.close()
    assert sql(path, "SELECT count(*) FROM run") == [[(2,)]]
