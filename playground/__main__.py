"""The program's entry: settings that must be made before numpy is imported, then the command line."""

import gc
import os
import sys

from playground.blas import limit_threads


def main() -> int:
    """Run the command line; return its exit code."""
    limit_threads(sys.argv[1:])
    os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
    gc.disable()
    from playground.cli import main as command_line
    from playground.files.streams import drop_unwritten, fill

    gc.freeze()  # what is imported stays: looking for garbage in it takes 10 ms
    gc.enable()
    fill()
    code = command_line(sys.argv[1:])
    drop_unwritten()
    return code


if __name__ == "__main__":
    sys.exit(main())
