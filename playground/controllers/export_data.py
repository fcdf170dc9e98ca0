"""Curves, weights and other data as files, in the formats of the catalogue."""

from functools import partial

from PySide6.QtCore import QObject

from playground.controllers.export_files import ExportFiles
from playground.session.session import Session


class ExportData(QObject):
    """Writes what training has come to, as it is when it is asked for.

    Parameters
    ----------
    session : Session
    files : ExportFiles
    """

    def __init__(self, session: Session, files: ExportFiles) -> None:
        super().__init__(files)
        self._session, self._files = session, files

    def save(self, name: str) -> None:
        """Ask for a file, and write one of `EXPORTS` to it; training continues."""
        from playground.exports.catalogue import EXPORTS, Trained

        one = EXPORTS[name]
        path = self._files.choose(name, one.title(), {one.suffix: one.kind})
        if path is None:
            return

        def write(state: bytes) -> None:
            snapshot = self._session.snapshot
            if state and snapshot is not None:  # if not, it failed, which has been reported
                self._files.write(path, partial(one.write, Trained(snapshot.curves, state)))

        self._session.keep_state(write)
