"""The experiment, undo, permissions, notices and the display clock.

Of Qt only its core and the undo stack; no widgets.
"""
