"""Class mode: the catalogue of controls, the choice of what is hidden or locked, and what it permits.

No Qt, no session.
"""
