"""Controllers connect the session with widgets: files, own points, class mode, what the window remembers.

Neither imports them, and they never import `window`.

What the window's first frame does not show is imported in the function that first needs it, and right after
that frame anyway (`app.LATER`), so that no click waits for it.
"""
