"""Training in one thread, observing in another: commands in, reports out, and what undo needs.

No Qt, no session.
"""
