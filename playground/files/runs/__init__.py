"""The library of runs as SQLite: its tables, what goes in and comes out, its budget, its failures.

No Qt, no session; `files/run_library.py` is its front door.
"""
