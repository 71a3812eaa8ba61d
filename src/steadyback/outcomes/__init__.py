"""Scores of outcome measures and their change. Empty for now."""
