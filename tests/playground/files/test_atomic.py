"""Whole files or none, whatever the disk does, and what of the old file is kept."""

import errno
import os
import stat
import threading

import pytest

from playground.files import atomic
from playground.files.atomic import FileError, read_bytes, write_atomically
from playground.texts import files as texts

posix = pytest.mark.skipif(os.name != "posix", reason="permissions, links and pipes are POSIX's")


@pytest.fixture
def target(tmp_path):
    path = tmp_path / "one.json"
    path.write_bytes(b"old")
    return path


@pytest.fixture
def umask():
    """The umask that a school sets: nobody else may do anything."""
    old = os.umask(0o077)
    yield
    os.umask(old)


def failing(times, code, real):
    """A function that fails so many times with an error, and then does what the real one does."""
    calls = []

    def fail(*arguments, **named):
        calls.append(arguments)
        if len(calls) <= times:
            raise OSError(code, os.strerror(code))
        return real(*arguments, **named)

    fail.calls = calls
    return fail


# -- another program holds the file ------------------------------------------------------------


@pytest.mark.parametrize("code", [errno.EACCES, errno.EPERM, errno.EBUSY])
def test_a_file_that_is_held_for_a_moment_is_waited_for(target, monkeypatch, code):
    held = failing(3, code, os.replace)
    monkeypatch.setattr(atomic.os, "replace", held)
    monkeypatch.setattr(atomic, "PAUSE_SECONDS", 0.0)
    assert write_atomically(target, b"new") == ()
    assert target.read_bytes() == b"new"
    assert len(held.calls) == 4
    assert [*target.parent.iterdir()] == [target]


def test_a_file_that_is_held_on_is_given_up_after_two_seconds_and_stays(target, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(atomic.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(atomic.time, "sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    held = failing(10**6, errno.EBUSY, os.replace)
    monkeypatch.setattr(atomic.os, "replace", held)
    with pytest.raises(FileError, match="busy"):
        write_atomically(target, b"new")
    assert 2.0 <= now[0] < 2.2
    assert target.read_bytes() == b"old"
    assert [*target.parent.iterdir()] == [target]


def test_what_will_not_change_is_not_waited_for(target, monkeypatch):
    full = failing(10**6, errno.ENOSPC, os.replace)
    monkeypatch.setattr(atomic.os, "replace", full)
    with pytest.raises(FileError, match="no space left"):
        write_atomically(target, b"new")
    assert len(full.calls) == 1


# -- what is kept ------------------------------------------------------------------------------


@posix
@pytest.mark.usefixtures("umask")
def test_the_umask_holds_for_a_new_file(tmp_path):
    write_atomically(tmp_path / "new", b"")
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o600


@posix
@pytest.mark.usefixtures("umask")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664, 0o777, 0o400])
def test_an_old_file_keeps_its_mode(target, mode):
    target.chmod(mode)
    assert write_atomically(target, b"new") == ()
    assert stat.S_IMODE(target.stat().st_mode) == mode


@posix
def test_an_old_file_keeps_its_group_where_that_is_permitted(target):
    groups = [one for one in (*os.getgroups(), 12345) if one != target.stat().st_gid]
    group = groups[-1] if os.geteuid() == 0 else groups[0]
    os.chown(target, -1, group)
    assert write_atomically(target, b"new") == ()
    assert target.stat().st_gid == group


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give a file away")
def test_a_group_that_cannot_be_kept_is_told_and_gets_no_more_than_others(target, monkeypatch):
    target.chmod(0o664)
    os.chown(target, -1, 12345)
    monkeypatch.setattr(atomic.os, "chown", failing(10, errno.EPERM, os.chown))
    assert write_atomically(target, b"new") == (texts.ITS_GROUP(),)
    assert stat.S_IMODE(target.stat().st_mode) == 0o644
    assert target.read_bytes() == b"new"


@posix
@pytest.mark.parametrize("name", ["chmod", "chown"])
def test_permissions_that_cannot_be_given_do_not_refuse_a_save(target, monkeypatch, name):
    monkeypatch.setattr(atomic.os, name, failing(10, errno.EPERM, getattr(os, name)))
    lost = write_atomically(target, b"new")
    assert lost == ((texts.ITS_PERMISSIONS(),) if name == "chmod" else ())
    assert target.read_bytes() == b"new"


@posix
def test_other_names_of_a_file_are_told_of(target, tmp_path):
    os.link(target, tmp_path / "two.json")
    assert write_atomically(target, b"new") == (texts.ITS_OTHER_NAMES(),)
    assert (tmp_path / "two.json").read_bytes() == b"old"


@posix
def test_the_folder_is_synced_after_the_file_is_in_its_place(target, monkeypatch):
    seen, fsync = [], os.fsync

    def note(handle):
        seen.append((stat.S_ISDIR(os.fstat(handle).st_mode), target.read_bytes()))
        fsync(handle)

    monkeypatch.setattr(atomic.os, "fsync", note)
    write_atomically(target, b"new")
    assert seen == [(False, b"old"), (True, b"new")]


@posix
@pytest.mark.parametrize(("code", "lost"), [(errno.EINVAL, ()), (errno.EIO, (texts.ITS_SAFETY(),))])
def test_a_folder_that_cannot_be_synced_loses_nothing(target, monkeypatch, code, lost):
    fsync = os.fsync

    def fail(handle):
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(code, os.strerror(code))
        fsync(handle)

    monkeypatch.setattr(atomic.os, "fsync", fail)
    assert write_atomically(target, b"new") == lost
    assert target.read_bytes() == b"new"


# -- links and other things that are no file -----------------------------------------------------


@posix
def test_a_chain_of_links_stays_and_its_target_is_written(target, tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to("one.json")
    write_atomically(tmp_path / "a", b"new")
    assert (tmp_path / "a").is_symlink()
    assert (tmp_path / "b").is_symlink()
    assert target.read_bytes() == b"new"


@posix
def test_a_link_to_nothing_is_written_through(tmp_path):
    (tmp_path / "link").symlink_to("new.json")
    write_atomically(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "new.json").read_bytes() == b"new"


@posix
def test_a_loop_of_links_is_one_line_and_stays(tmp_path):
    a, b = tmp_path / "a.json", tmp_path / "b.json"
    a.symlink_to(b)
    b.symlink_to(a)
    for act in (lambda: write_atomically(a, b"new"), lambda: read_bytes(a, 100)):
        with pytest.raises(FileError, match="too many levels of symbolic links") as caught:
            act()
        assert str(caught.value).isprintable()
    assert a.is_symlink()
    assert b.is_symlink()


@posix
@pytest.mark.parametrize("writer", [False, True])
def test_a_pipe_is_neither_replaced_nor_waited_for(tmp_path, monkeypatch, writer):
    monkeypatch.setattr(atomic, "SILENCE_SECONDS", 0.05)
    path = tmp_path / "pipe"
    os.mkfifo(path)
    handle = os.open(path, os.O_RDWR) if writer else None
    with pytest.raises(FileError, match="not a regular file"):
        write_atomically(path, b"new")
    if writer:
        with pytest.raises(FileError, match="nothing comes out of it"):
            read_bytes(path, 100)
        os.close(handle)
    else:
        assert read_bytes(path, 100) == b""
    assert stat.S_ISFIFO(path.stat().st_mode)


@posix
def test_what_comes_through_a_pipe_is_read_to_its_end(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    keeps_open = os.open(path, os.O_RDWR)

    def write():
        with open(path, "wb") as file:
            file.write(b"x" * 200_000)
        os.close(keeps_open)

    thread = threading.Thread(target=write)
    thread.start()
    assert read_bytes(path, 10**6) == b"x" * 200_000
    thread.join()


# -- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["x" * 255, "ü" * 127, "x" * 250 + ".json", "🙂" * 63])
def test_names_to_255_bytes_are_written_and_what_was_left_is_swept(tmp_path, name):
    path = tmp_path / name
    left = tmp_path / f".{atomic._stem(path)}.999999999-abc"
    left.write_bytes(b"half")
    for content in (b"first", b"second"):
        write_atomically(path, content)
        assert path.read_bytes() == content
        assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize("name", ["x" * 256, "ü" * 128, "a\0b", "x" * 10**5])
def test_names_that_cannot_be_are_one_short_line(tmp_path, name):
    for act in (lambda: write_atomically(tmp_path / name, b""), lambda: read_bytes(tmp_path / name, 10)):
        with pytest.raises(FileError, match=r"cannot be (written|read)") as caught:
            act()
        assert str(caught.value).isprintable()
        assert len(str(caught.value)) < 1000
    assert [*tmp_path.iterdir()] == []


@posix
def test_a_name_that_is_not_unicode_is_written_and_read(tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9.json")
    write_atomically(path, b"new")
    assert read_bytes(path, 10) == b"new"
    path.unlink()
    with pytest.raises(FileError) as caught:
        read_bytes(path, 10)
    assert "caf\N{REPLACEMENT CHARACTER}.json" in str(caught.value)
