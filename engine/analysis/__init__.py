"""What can be found out about a training without changing it."""
