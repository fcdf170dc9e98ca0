"""What a table of points means: its columns, its labels, its rows. No Qt."""
