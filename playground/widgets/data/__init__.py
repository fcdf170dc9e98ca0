"""The data: their panel and gallery, and a person's own points, drawn, typed or read from a table."""
