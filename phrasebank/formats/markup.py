"""Small readings of WordprocessingML (ECMA-376), in the transitional as in the strict namespaces."""

from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no type information

OFF = {"0", "false", "off", "none"}


def name(element: etree._Element) -> str:
    """Give the name of an element without its namespace; what is no element (an entity) has none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Go down a path of names, by the first of each; ``None`` where it leads nowhere."""
    for step in path:
        if element is None:
            return None
        element = next((each for each in element if name(each) == step), None)
    return element


def children(element: etree._Element | None, wanted: str) -> Iterator[etree._Element]:
    """Give the children of a name."""
    return (each for each in (() if element is None else element) if name(each) == wanted)


def value(element: etree._Element | None, attribute: str = "val") -> str | None:
    """Give an attribute of whatever namespace; ``None`` where there is none."""
    for key, text in () if element is None else element.items():
        if key.rpartition("}")[2] == attribute:
            return str(text)
    return None


def number(element: etree._Element | None, attribute: str = "val") -> int | None:
    """Give an attribute as a number; ``None`` where it is none that Word would take."""
    text = value(element, attribute) or ""
    return int(text) if text.isascii() and text.removeprefix("-").isdigit() and len(text) <= 9 else None  # noqa: PLR2004 - 32 bits


def flag(element: etree._Element | None) -> bool | None:
    """Read a switch such as ``w:vanish``; ``None`` where it is not set at all."""
    if element is None:
        return None
    return (value(element) or "1").lower() not in OFF
