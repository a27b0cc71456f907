"""Read a web page that a browser saved into a single file (RFC 2557): the first page of the parts in it."""

from email import message_from_bytes, policy

from phrasebank.encoding import NotTextError, UnknownEncodingError, decode
from phrasebank.formats import webpage
from phrasebank.formats.refusal import BROKEN, RefusedError


def lines(data: bytes) -> list[str]:
    """Read the lines of the page; none is empty. Raises ``RefusedError``."""
    message = message_from_bytes(data, policy=policy.compat32)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    content = page.get_payload(decode=True) if page else None
    if not isinstance(content, bytes):
        raise RefusedError(BROKEN)
    try:
        return webpage.lines(decode(content).encode("utf-8", "replace"))
    except (UnknownEncodingError, NotTextError) as error:
        raise RefusedError(BROKEN) from error
