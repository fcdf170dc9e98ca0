"""Play, step, reset and speed; the figures beside them; what there is to say."""
