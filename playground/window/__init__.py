"""The main window: places the panels, has the commands, the menu bar and the full screen."""
