"""Text as nobody means to type it, and somebody does."""

from hypothesis import strategies as st

SURROGATES = st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF)
QUERIES = st.one_of(
    st.text(),
    st.text(st.one_of(st.characters(), SURROGATES)),
    st.text("党建廉政学习问题 “”《》()*:\"'-^{}[]\\%+ANDORNEAR\x00"),
)
