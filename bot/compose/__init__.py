"""Points become sentences, sentences become paragraphs under parallel headings."""
