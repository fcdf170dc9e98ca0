"""The thread that trains: a handle, the loop, and what undo needs of it. No Qt, no session."""
