"""Files and texts that hold experiments or points, read with care and written atomically.

No Qt, no session.
"""
