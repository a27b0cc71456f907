"""How much is taken at once, in characters."""

LONGEST_MESSAGE = 100_000
LONGEST_FILE = 200_000
LARGEST_DRAFT = 200_000
"""All that is told in a draft."""
