"""Whatever a test starts ends with it, also when the test is killed and can put nothing in order."""

import socket
import subprocess
import sys
from pathlib import Path

import doomed
from commands import ROOT, run
from hands import PATIENCE

CALLS = """
import socket, time
here = socket.create_connection(("127.0.0.1", {}))
end = time.monotonic() + 200.0  # should it not be ended
while time.monotonic() < end: pass
"""
STARTS = "import sys\nsys.path[:0] = {!r}\nfrom commands import run\nrun(cwd={!r}, code={!r})"


def test_a_program_on_a_leash_has_its_words_and_its_own_end(tmp_path):
    done = run("one", 2, cwd=tmp_path, code="import sys\nprint(sys.argv[1:])\nsys.exit(3)")
    assert (done.returncode, done.stdout, done.stderr) == (3, "['one', '2']\n", "")


def test_a_program_that_a_killed_test_had_started_ends(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(PATIENCE)
        folders = [str(ROOT), str(Path(__file__).parent)]
        started = CALLS.format(server.getsockname()[1])
        command = [sys.executable, "-c", STARTS.format(folders, str(tmp_path), started)]
        with subprocess.Popen(command) as test:
            call, _ = server.accept()
            test.kill()
        with call:
            call.settimeout(PATIENCE)
            assert call.recv(1) == b""  # the line is cut when it ends


def test_the_doomed_program_ends_when_its_killer_is_gone(tmp_path):
    process, heard, told = doomed.started(tmp_path)
    assert heard.recv() == ("ready",)
    told.send("live")
    while heard.recv()[0] != "began":
        pass
    told.close()
    process.join(PATIENCE)
    assert process.exitcode == 0
    heard.close()
