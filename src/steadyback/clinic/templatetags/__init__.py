"""Template tags of a clinic."""
