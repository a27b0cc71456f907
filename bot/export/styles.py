"""The styles of GB/T 9704-2012, 5.2 and 7.3, as WordprocessingML.

Word asks for elements in the order of its schema, which the order of the lines here keeps. Every font
attribute is set: where one is missing, Word falls back to a Latin font or to a Japanese one.
"""

from dataclasses import dataclass

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

LATIN = "Times New Roman"
FANGSONG, KAITI, HEITI, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
XIAOBIAOSONG = "方正小标宋简体"

PITCH = 579  # twips, 28.95 pt: 22 lines on the 225 mm of 5.2.3, of which 580 give 21
CHARACTER = 320  # twips, 16 pt (3号)
# 28 characters of 16 pt are wider than the 156 mm of a line. A grid of characters would narrow them too, but
# LibreOffice then gives each of them two cells.
NARROWER = -5
ADVANCE = CHARACTER + NARROWER

PLACEHOLDER = "待补"
LEADS = ("段首标题一", "段首标题二", "段首标题三", "段首标题四")


@dataclass(frozen=True)
class Face:
    """How characters look: fonts, ``size`` in points, ``spacing`` in twips added to each."""

    east_asian: str
    size: int = 16
    spacing: int = NARROWER
    latin: str = LATIN

    def xml(self) -> str:
        """Give the run properties."""
        return (
            f'<w:rFonts w:hint="eastAsia" w:ascii="{self.latin}" w:hAnsi="{self.latin}"'
            f' w:eastAsia="{self.east_asian}" w:cs="{self.latin}"/><w:color w:val="000000"/>'
            f'<w:spacing w:val="{self.spacing}"/>'
            f'<w:sz w:val="{self.size * 2}"/><w:szCs w:val="{self.size * 2}"/>'
        )


BODY = Face(FANGSONG)
HEADINGS = (Face(HEITI), Face(KAITI), BODY, BODY)  # 一、 （一） 1. （1）


@dataclass(frozen=True)
class Style:
    """A paragraph style, under the name Word knows it by; ``level`` is that of a heading.

    ``first_line`` is in characters. They are given as such, which go with the size of the text, and in
    twips for programs that cannot count characters.
    """

    name: str
    face: Face = BODY
    align: str = "both"
    first_line: int = 0
    pitch: int = PITCH
    keep_next: bool = False
    level: int = 0

    def xml(self) -> str:
        """Give the ``w:style`` element."""
        link = f'<w:link w:val="Heading{self.level}Char"/>' if self.level else ""
        return (
            f'<w:style w:type="paragraph" w:styleId="{self.name.title().replace(" ", "")}">'
            f'<w:name w:val="{self.name}"/><w:basedOn w:val="Normal"/><w:next w:val="BodyText"/>{link}'
            f"<w:qFormat/><w:pPr>{''.join(self._properties())}</w:pPr>"
            f"<w:rPr>{self.face.xml()}</w:rPr></w:style>"
        )

    def _properties(self) -> tuple[str, ...]:
        return (
            "<w:keepNext/>" if self.keep_next else "",
            f'<w:spacing w:line="{self.pitch}" w:lineRule="exact"/>',
            _first_line_indent(self.first_line),
            f'<w:jc w:val="{self.align}"/>',
            f'<w:outlineLvl w:val="{self.level - 1}"/>' if self.level else "",
        )


def _first_line_indent(characters: int) -> str:
    return f'<w:ind w:firstLineChars="{characters * 100}" w:firstLine="{characters * CHARACTER}"/>'


PARAGRAPHS = (
    Style("Title", Face(XIAOBIAOSONG, size=22, spacing=0), align="center"),
    Style("Subtitle", Face(KAITI), align="center"),
    *(
        Style(f"heading {level}", face, first_line=2, keep_next=True, level=level)
        for level, face in enumerate(HEADINGS, 1)
    ),
    Style("Body Text", first_line=2),
    Style("Salutation"),
    Style("Signature", align="left", keep_next=True),
    Style("Date", align="left"),
    Style("footer", Face(SONG, size=14, spacing=0, latin=SONG), pitch=364),
)


def styles_xml() -> str:
    """Give the whole styles part."""
    leads = (
        _character_style(f"Heading{level}Char", LEADS[level - 1], face.xml(), f"Heading{level}")
        for level, face in enumerate(HEADINGS, 1)
    )
    shading = '<w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/>'
    return (
        f'<w:styles xmlns:w="{NAMESPACE}">{DEFAULTS}{NORMAL}{PLAIN_CHARACTERS}'
        f"{''.join(style.xml() for style in PARAGRAPHS)}{''.join(leads)}"
        f"{_character_style('Placeholder', PLACEHOLDER, shading)}</w:styles>"
    )


def _character_style(identifier: str, name: str, properties: str, link: str = "") -> str:
    linked = f'<w:link w:val="{link}"/>' if link else ""
    return (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{identifier}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/>{linked}<w:qFormat/><w:rPr>{properties}</w:rPr></w:style>'
    )


LANGUAGE = '<w:lang w:val="{}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
# The language of the document.
DEFAULTS = (
    f"<w:docDefaults><w:rPrDefault><w:rPr>{BODY.xml()}{LANGUAGE.format('zh-CN')}</w:rPr></w:rPrDefault>"
    "</w:docDefaults>"
)
# Two things for LibreOffice 7.4: it reads overflowPunct inverted, and does not draw the marks that it hangs
# into the margin, so that only 1 keeps every mark (to Word, 1 is what it does unasked); and it breaks Latin
# words and numbers anywhere unless their language is a Latin one.
NORMAL = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr>'
    '<w:widowControl w:val="0"/><w:overflowPunct w:val="1"/><w:autoSpaceDE w:val="0"/>'
    '<w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
    f'<w:spacing w:before="0" w:after="0" w:line="{PITCH}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>'
    f"<w:rPr>{BODY.xml()}{LANGUAGE.format('en-US')}</w:rPr></w:style>"
)
PLAIN_CHARACTERS = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
)
