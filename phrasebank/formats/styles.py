"""Word's styles: what a paragraph or a run has through its style and the styles that one is based on."""

from collections.abc import Iterator, Mapping

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no type information

from phrasebank.formats.markup import child, children, flag, number, value

MOST_ANCESTORS = 20


class Styles:
    """The styles of a document, by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default = ""
        for style in children(root, "style"):
            identity = value(style, "styleId") or ""
            self._styles.setdefault(identity, style)
            if value(style, "type") == "paragraph" and value(style, "default") in {"1", "true", "on"}:
                self._default = identity

    def of_paragraph(self, properties: etree._Element | None) -> str:
        """Give the id of a paragraph's style."""
        return value(child(properties, "pStyle")) or self._default

    def is_hidden(self, style: str) -> bool:
        """Tell a style whose text is hidden (``w:vanish``)."""
        switches = (flag(child(each, "rPr", "vanish")) for each in self._chain(style))
        return next((switch for switch in switches if switch is not None), False)

    def alignment(self, style: str) -> str | None:
        """Give the alignment of a style: ``center``, ``both``, …."""
        found = (value(child(each, "pPr", "jc")) for each in self._chain(style))
        return next((jc for jc in found if jc), None)

    def numbering(self, style: str) -> tuple[int | None, int | None]:
        """Give the list and the level of a style, each from the nearest style that sets it."""
        lists, levels = (
            [number(child(each, "pPr", "numPr", part)) for each in self._chain(style)]
            for part in ("numId", "ilvl")
        )
        return _first(lists), _first(levels)

    def _chain(self, style: str) -> Iterator[etree._Element]:
        return chain(self._styles, style)


def chain(styles: Mapping[str, etree._Element], style: str) -> Iterator[etree._Element]:
    """Give a style and those it is based on, nearest first; a circle ends too."""
    for _ in range(MOST_ANCESTORS):
        if style not in styles:
            return
        yield styles[style]
        style = value(child(styles[style], "basedOn")) or ""


def _first(numbers: list[int | None]) -> int | None:
    return next((each for each in numbers if each is not None), None)
