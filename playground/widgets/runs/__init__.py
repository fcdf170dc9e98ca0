"""The Runs view: the table of kept runs, runs side by side, and races; it knows no session."""
