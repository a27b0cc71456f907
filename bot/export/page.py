"""The page of GB/T 9704-2012: A4, a text area of 156 by 225 mm (5.2.1) and page numbers below it (7.5)."""

from bot.export.styles import NAMESPACE, PITCH

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

# Twips. Margins of 37, 26, 35 and 28 mm; the footer stands so that the dash is 7 mm below the text area.
SECTION = (
    '<w:sectPr><w:footerReference w:type="even" r:id="rId4"/>'
    '<w:footerReference w:type="default" r:id="rId3"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="1378"'
    ' w:gutter="0"/>'
    f'<w:cols w:space="720"/><w:docGrid w:type="lines" w:linePitch="{PITCH}"/></w:sectPr>'
)
DOCUMENT = (
    f'<w:document xmlns:w="{NAMESPACE}" xmlns:r="{RELATIONSHIPS}"><w:body>{SECTION}</w:body></w:document>'
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


def footer(side: str) -> str:
    """Give the footer of the pages whose number stands ``left`` or ``right``, one character (14 pt) in."""
    return (
        f'<w:ftr xmlns:w="{NAMESPACE}"><w:p><w:pPr><w:pStyle w:val="Footer"/>'
        f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/></w:pPr>'
        f"{PAGE_NUMBER}</w:p></w:ftr>"
    )
