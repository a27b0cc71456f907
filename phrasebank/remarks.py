"""Remarks: the comments that reviewers left in a document."""

from msgspec import Struct


class Remark(Struct, frozen=True):
    """A comment: its text, who wrote it, and the words it is about; each on one line."""

    text: str
    author: str = ""
    about: str = ""
