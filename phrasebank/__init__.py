"""Text and wording: read a report, drop its noise, parse its structure, mine patterns and find them."""
