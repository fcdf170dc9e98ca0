"""The training settings: the strip, the drawer above it, and their rows."""
