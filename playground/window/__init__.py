"""The main window: its panels, commands, menu bar, looks and full screen. Only `app` may import it."""
