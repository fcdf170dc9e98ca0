"""Print the other supported Pythons of this machine, one of each version: `python3 .ci/pythons.py`.

They are looked for where shells look, as python3.12 and the like, and among those that pyenv has installed.
"""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
NEWEST = 14  # for later ones not all that is needed has wheels yet
PYENV = Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser()
# what pyenv puts on PATH may lead nowhere, and Debian leaves out what makes virtual environments
CHECK = "import ensurepip, sys, venv; assert sys.version_info[:2] == (3, {})"


def supported():
    """Return the supported minor versions, but for the one that runs this."""
    required = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["requires-python"]
    oldest = re.fullmatch(r">=3\.(\d+)", required)
    assert oldest, f"requires-python is {required}: this reads >=3.N only"
    return [minor for minor in range(int(oldest[1]), NEWEST + 1) if minor != sys.version_info.minor]


def candidates(minor):
    name = f"python3.{minor}"
    folders = [Path(folder) for folder in os.get_exec_path()]
    return [*(folder / name for folder in folders), *PYENV.glob(f"versions/3.{minor}.*/bin/{name}")]


def works(python, minor):
    if not python.exists():
        return False
    command = [python, "-c", CHECK.format(minor)]
    return subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0


for minor in supported():
    one = next((python for python in candidates(minor) if works(python, minor)), None)
    if one is not None:
        print(one)
