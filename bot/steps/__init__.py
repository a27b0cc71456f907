"""The steps of the talk: what is asked, and what an answer does to the draft."""
