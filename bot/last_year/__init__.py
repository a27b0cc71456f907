"""Last year's report, read for what this year's has to answer: its problems, their causes and its plans."""
