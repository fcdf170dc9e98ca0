"""Every sentence that a person reads, and the names of inputs, classes and neurons. No Qt, no session."""
