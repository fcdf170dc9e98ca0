"""The program's entry: settings that must be made before numpy is imported, then the command line."""

import gc
import os
import sys


def main() -> int:
    """Run the command line; return its exit code."""
    # A second BLAS thread makes small products slower, and takes the core that the window needs.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
    gc.disable()
    from playground.cli import main as command_line

    gc.freeze()  # what is imported stays: looking for garbage in it takes 10 ms
    gc.enable()
    return command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
