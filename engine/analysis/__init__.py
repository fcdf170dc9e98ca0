"""What is found out about a training without changing it."""
