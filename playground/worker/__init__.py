"""Training in a thread of its own: commands in, reports out, and what undo needs. No Qt, no session."""
