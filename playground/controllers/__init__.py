"""Controllers connect the session with widgets: files, own points, class mode, what the window remembers.

Neither imports them, and they never import `window`.
"""
