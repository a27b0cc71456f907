"""Generated pattern files, written by ``python -m phrasebank mine`` and never edited by hand."""
