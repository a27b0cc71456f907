"""Turns: an event and the state after it, within a transaction; history, versions and drafts."""
