"""Wording written by hand: what is rejected, reworded or pinned of the mined patterns, and what is added."""
