"""Cut Chinese text into words, the genre's own terms kept whole: the one module that needs jieba.

Nothing that reads, mines or indexes documents cuts words: structure and characters are all it looks at.
Building the dictionary takes about a second, so it happens at the first call and once. jieba's cache file
is neither read nor written: the temporary folder may be read-only, and it would be unmarshalled from where
any other user of the machine may have put it.
"""

import logging
import re
import warnings
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from phrasebank.loading import load

WORD = re.compile(r"\w")


class _Terms(Struct, frozen=True, forbid_unknown_fields=True):
    """Words of the genre that a general dictionary would cut in pieces."""

    words: tuple[str, ...]


def words(text: str) -> tuple[str, ...]:
    """Give the words in their order, without blanks and punctuation."""
    return tuple(word for word in _tokenizer().cut(text) if WORD.search(word))


@cache
def _tokenizer() -> Any:  # noqa: ANN401 - jieba ships no type information
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # importing it warns of pkg_resources and of escapes in its patterns
        import jieba  # noqa: PLC0415 - a second and 100 MB, for who asks for words only
    jieba.setLogLevel(logging.CRITICAL)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word in load(Path(__file__).with_name("words.yaml"), _Terms).words:
        tokenizer.add_word(word)
    return tokenizer
