"""Facts in the user's own words: numbers with their units and what they count, dates, documents."""
