collect_ignore = ["oracles"]  # a script that needs PyTorch, and what it wrote
