"""The only place where a session meets widgets: files, own points, a class, what the window remembers.

Never the window's own layout.
"""
