"""Readers for files that are more than plain text, one module a format.

Each reader takes bytes and gives lines, or raises ``RefusedError``; none opens a file named in the document
or a connection. Nobody calls them directly but the child process (``__main__``) that ``isolation`` starts.
"""
