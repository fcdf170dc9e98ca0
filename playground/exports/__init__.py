"""What leaves the program: documents and data, a format a file. No Qt, no session."""
