"""What can go wrong with a corpus, apart from it, so that saying so loads no database."""


class CorpusError(Exception):
    """The corpus cannot be used; the message is one Chinese sentence that says what to do."""
