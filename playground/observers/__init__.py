"""What is computed from a network for the window: a file for each value and its observer.

A panel imports the value, and what asks for it, before the window's first frame. So these files import what
trains inside the functions that need it, and its types for the type checker alone; `catalogue.py` and
`scores.py` do not have to, as they are imported after that frame.

No Qt, no worker.
"""
