"""The styles of GB/T 9704-2012, 5.2 and 7.3, as WordprocessingML.

Word asks for elements in the order of its schema, which the order of the lines here keeps. Every font
attribute is set: where one is missing, Word falls back to a Latin font or to a Japanese one.
"""

from dataclasses import dataclass
from typing import Any

from bot.export.profiles import TWIPS, Face, PageLayout

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

LATIN = "Times New Roman"
TABLE_PITCH, FOOTER_PITCH = 400, 364  # twips, of the rows of a table and of the page number
TITLE_LEADING = 1.25

PLACEHOLDER = "待补"
LEADS = ("段首标题一", "段首标题二", "段首标题三", "段首标题四")


def _run_properties(face: Face, spacing: int, latin: str = LATIN) -> str:
    """Give the run properties of a face; ``spacing`` in twips is added to each character."""
    bold = "<w:b/><w:bCs/>" if face.bold else ""
    half_points = round(face.size * 2)
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:hAnsi="{latin}"'
        f' w:eastAsia="{face.font}" w:cs="{latin}"/>{bold}<w:color w:val="000000"/>'
        f'<w:spacing w:val="{spacing}"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    )


@dataclass(frozen=True)
class Style:
    """A paragraph style, under the name Word knows it by; ``level`` is that of a heading.

    ``first_line`` is in characters. They are given as such, which go with the size of the text, and in
    twips for programs that cannot count characters.
    """

    name: str
    face: Face
    pitch: int
    spacing: int = 0
    align: str = "both"
    first_line: int = 0
    keep_next: bool = False
    level: int = 0
    latin: str = LATIN

    def xml(self) -> str:
        """Give the ``w:style`` element."""
        link = f'<w:link w:val="Heading{self.level}Char"/>' if self.level else ""
        return (
            f'<w:style w:type="paragraph" w:styleId="{self.name.title().replace(" ", "")}">'
            f'<w:name w:val="{self.name}"/><w:basedOn w:val="Normal"/><w:next w:val="BodyText"/>{link}'
            f"<w:qFormat/><w:pPr>{''.join(self._properties())}</w:pPr>"
            f"<w:rPr>{_run_properties(self.face, self.spacing, self.latin)}</w:rPr></w:style>"
        )

    def _properties(self) -> tuple[str, ...]:
        return (
            "<w:keepNext/>" if self.keep_next else "",
            f'<w:spacing w:line="{self.pitch}" w:lineRule="exact"/>',
            self._first_line_indent(),
            f'<w:jc w:val="{self.align}"/>',
            f'<w:outlineLvl w:val="{self.level - 1}"/>' if self.level else "",
        )

    def _first_line_indent(self) -> str:
        twips = round(self.first_line * self.face.size * TWIPS)
        return f'<w:ind w:firstLineChars="{self.first_line * 100}" w:firstLine="{twips}"/>'


def _paragraphs(layout: PageLayout) -> tuple[Style, ...]:
    faces, pitch = layout.faces, layout.pitch_twips

    def style(name: str, face: Face, **rest: Any) -> Style:  # noqa: ANN401 - the fields of a style
        return Style(name, face, pitch, _spacing(layout, face), **rest)

    # A line of a title larger than the pitch would be cut off at the top.
    title_pitch = max(pitch, round(faces.title.size * TWIPS * TITLE_LEADING))
    return (
        Style("Title", faces.title, title_pitch, align="center"),
        style("Subtitle", faces.mark, align="center"),
        *(
            style(f"heading {level}", face, first_line=2, keep_next=True, level=level)
            for level, face in enumerate(faces.headings, 1)
        ),
        style("Body Text", faces.body, first_line=2),
        style("Salutation", faces.body),
        style("Signature", faces.body, align="left", keep_next=True),
        style("Date", faces.body, align="left"),
        style("附件", faces.headings[0], align="left"),
        Style("表头", faces.table_head, TABLE_PITCH, align="center"),
        Style("表文", faces.table, TABLE_PITCH, align="left"),
        Style("footer", faces.number, FOOTER_PITCH, latin=faces.number.font),
    )


def styles_xml(layout: PageLayout) -> str:
    """Give the whole styles part."""
    leads = (
        _character_style(
            f"Heading{level}Char",
            LEADS[level - 1],
            _run_properties(face, _spacing(layout, face)),
            f"Heading{level}",
        )
        for level, face in enumerate(layout.faces.headings, 1)
    )
    shading = '<w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/>'
    return (
        f'<w:styles xmlns:w="{NAMESPACE}">{_defaults(layout)}{PLAIN_CHARACTERS}'
        f"{''.join(style.xml() for style in _paragraphs(layout))}{''.join(leads)}"
        f"{_character_style('Placeholder', PLACEHOLDER, shading)}{REMARKS}</w:styles>"
    )


def _spacing(layout: PageLayout, face: Face) -> int:
    """Give what is added to each character of a face: only lines in the size of the body are squeezed."""
    return layout.squeeze_twips if face.size == layout.faces.body.size else 0


def _character_style(identifier: str, name: str, properties: str, link: str = "") -> str:
    linked = f'<w:link w:val="{link}"/>' if link else ""
    return (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{identifier}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/>{linked}<w:qFormat/><w:rPr>{properties}</w:rPr></w:style>'
    )


def _defaults(layout: PageLayout) -> str:
    """Give what holds for the whole document, and the style that all others are based on.

    Two things for LibreOffice 7.4: it reads overflowPunct inverted, and does not draw the marks that it
    hangs into the margin, so that only 1 keeps every mark (to Word, 1 is what it does unasked); and it breaks
    Latin words and numbers anywhere unless their language is a Latin one.
    """
    body = _run_properties(layout.faces.body, layout.squeeze_twips)
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{body}{LANGUAGE.format('zh-CN')}</w:rPr></w:rPrDefault>"
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:widowControl w:val="0"/><w:overflowPunct w:val="1"/><w:autoSpaceDE w:val="0"/>'
        '<w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0"'
        f' w:line="{layout.pitch_twips}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>'
        f"<w:rPr>{body}{LANGUAGE.format('en-US')}</w:rPr></w:style>"
    )


LANGUAGE = '<w:lang w:val="{}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
PLAIN_CHARACTERS = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
)
# What comments refer to; a reader finds them only in a copy that has comments.
REMARKS = (
    '<w:style w:type="paragraph" w:styleId="CommentText"><w:name w:val="annotation text"/>'
    '<w:basedOn w:val="Normal"/><w:uiPriority w:val="99"/><w:semiHidden/><w:pPr>'
    '<w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="left"/></w:pPr><w:rPr><w:spacing w:val="0"/>'
    '<w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
    '<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/><w:semiHidden/>'
    '<w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>'
)
