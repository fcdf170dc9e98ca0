"""Play, step, reset and speed; the figures beside them; notices."""
