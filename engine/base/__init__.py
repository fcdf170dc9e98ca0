"""What the rest of the engine is built on: values, recipes, checks, settings and limits."""
