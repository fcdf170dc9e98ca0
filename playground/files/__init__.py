"""Files and shared texts that hold experiments or points: read with care, written atomically.

No Qt, no session.
"""
