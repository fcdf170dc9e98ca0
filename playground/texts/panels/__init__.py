"""The words of controls, a file for each part of the window; `controls` has all of them. No Qt."""
