"""The dialog in which a teacher chooses for a class, and the locks on what is locked."""
