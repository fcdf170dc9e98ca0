"""What is computed of a network for the window: a value class and what fills it, a file each.

No Qt, no worker.
"""
