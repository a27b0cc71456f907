"""Adapters translate, nothing more: events in, replies out."""
