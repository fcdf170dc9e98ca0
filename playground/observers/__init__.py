"""What is computed from a network for the window: a file for each value and its observer.

No Qt, no worker.
"""
