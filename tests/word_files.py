"""Word documents written as raw XML, with whatever a test puts into them."""

from tests.packages import packed

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def word_file(body: str, **parts: str) -> bytes:
    """Pack a body, and the insides of other parts by name (``styles``, ``numbering``, ``footnotes``)."""
    roots = {name: f"{HEAD}<w:{name} {NAMESPACES}>{inside}</w:{name}>" for name, inside in parts.items()}
    document = f"{HEAD}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    return packed(
        {
            "[Content_Types].xml": f"{HEAD}<Types/>",
            "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
            "word/_rels/document.xml.rels": relations({name: f"{name}.xml" for name in parts}),
            "word/document.xml": document,
            **{f"word/{name}.xml": root for name, root in roots.items()},
        }
    )


def relations(targets: dict[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{place}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets.items())
    )
    return f'{HEAD}<Relationships xmlns="{RELATIONS}">{rows}</Relationships>'


def p(text: str = "", properties: str = "") -> str:
    """Write a paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text) if text else ''}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Write a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(text: str, depth: int = 0, identity: int = 1) -> str:
    """Write a paragraph of a list."""
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{identity}"/></w:numPr>')


def lists(*levels: tuple[str, str], more: str = "") -> str:
    """Write numbering with one list, number 1, of levels given by form and text."""
    rows = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="0">{rows}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}'
    )
