collect_ignore_glob = ["*.py"]  # scripts that measure: nothing here is asserted
