"""The page of a Word document: paper, text area, page numbers (GB/T 9704-2012, 5.1, 5.2.1, 7.5)."""

from bot.export.profiles import NumberPlace, PageLayout, twips
from bot.export.styles import NAMESPACE

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ALIGNED: dict[NumberPlace, tuple[str, str]] = {
    "outer": ("right", "left"),
    "center": ("center", "center"),
    "left": ("left", "left"),
    "right": ("right", "right"),
    "none": ("", ""),
}
"""Where the number stands on odd and on even pages, empty for nowhere."""


def document(layout: PageLayout) -> str:
    """Give the main part, without text."""
    return (
        f'<w:document xmlns:w="{NAMESPACE}" xmlns:r="{RELATIONSHIPS}"><w:body>{_section(layout)}</w:body>'
        "</w:document>"
    )


def _section(layout: PageLayout) -> str:
    page = layout.page
    return (
        '<w:sectPr><w:footerReference w:type="even" r:id="rId4"/>'
        '<w:footerReference w:type="default" r:id="rId3"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="{twips(page.top)}" w:right="{twips(page.right)}" w:bottom="{twips(page.bottom)}"'
        f' w:left="{twips(page.left)}" w:header="851" w:footer="{twips(layout.footer_mm)}" w:gutter="0"/>'
        f'<w:cols w:space="720"/><w:docGrid w:type="lines" w:linePitch="{layout.pitch_twips}"/></w:sectPr>'
    )


SETTINGS = (
    f'<w:settings xmlns:w="{NAMESPACE}"><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
    ' w:val="15"/></w:compat></w:settings>'
)

RUN = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{}</w:r>'
PAGE_NUMBER = "".join(
    RUN.format(content)
    for content in (
        '<w:t xml:space="preserve">— </w:t>',
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        '<w:t xml:space="preserve"> —</w:t>',
    )
)


def footer(layout: PageLayout, *, even: bool) -> str:
    """Give the footer of odd or of even pages; a number at a side stands one character in."""
    side = ALIGNED[layout.page.number][even]
    chars = f'<w:ind w:{side}Chars="100" w:{side}="{round(layout.faces.number.size * 20)}"/>'
    indent = chars if side in {"left", "right"} else ""
    aligned = f'{indent}<w:jc w:val="{side}"/>' if side else ""
    return (
        f'<w:ftr xmlns:w="{NAMESPACE}"><w:p><w:pPr><w:pStyle w:val="Footer"/>{aligned}</w:pPr>'
        f"{PAGE_NUMBER if side else ''}</w:p></w:ftr>"
    )
