"""Outcome measures: what is measured, how exactly, and when a change means something (specification 4.1, 4.2)."""
