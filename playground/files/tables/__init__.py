"""What tables are made of: encodings, workbooks, lists, lines, names of columns, numbers."""
