"""Watching along: landmarks and the state of a session from a person to those whom they let watch, and words back.

Never pictures, and nothing is kept: a frame lives until it was sent or a newer one took its place.
"""
