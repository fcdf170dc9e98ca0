"""Dialogs that belong to no panel: the examples, and the sheet of shortcuts."""
