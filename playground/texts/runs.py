"""The words of the Runs view: the table of kept runs, and what can be done with them. No Qt."""

from playground.texts.text import ControlWords, Text

HEADING = Text("RUNS")
DETAILS = Text("RUN")
TABLE_TAB = ControlWords("Table of runs", "All runs that are kept.", text="Table")
NO_RUNS = Text("Runs appear here as you train.")
