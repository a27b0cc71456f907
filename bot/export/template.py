"""An empty document with the page, the styles and the fonts of GB/T 9704-2012, and nothing else.

python-docx's own template brings theme fonts, blue headings, an author and parts that Word doubts; this
one takes its place.
"""

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.export.page import RELATIONSHIPS, SETTINGS, document, footer
from bot.export.profiles import PageLayout, known
from bot.export.styles import LATIN, NAMESPACE, styles_xml

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CORE_TYPE = f"{PACKAGE}/relationships/metadata/core-properties"
DRAWINGML = "http://schemas.openxmlformats.org/drawingml/2006/main"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

PARTS = {  # of the main document, with the name of their content type
    "word/document.xml": "document.main",
    "word/styles.xml": "styles",
    "word/settings.xml": "settings",
    "word/fontTable.xml": "fontTable",
    "word/footer1.xml": "footer",
    "word/footer2.xml": "footer",
}


@lru_cache(maxsize=16)
def template(layout: PageLayout) -> bytes:
    """Give the empty document of a layout as the bytes of a .docx file."""
    return pack(
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relationships(
                (f"{RELATIONSHIPS}/officeDocument", "word/document.xml"), (CORE_TYPE, "docProps/core.xml")
            ),
            "docProps/core.xml": (
                f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
                ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:language>zh-CN</dc:language></cp:coreProperties>'
            ),
            "word/document.xml": document(layout),
            "word/_rels/document.xml.rels": _relationships(
                *(
                    (f"{RELATIONSHIPS}/{name.rstrip('12')}", f"{name}.xml")
                    for name in ("styles", "settings", "footer1", "footer2", "fontTable")
                ),
                (f"{RELATIONSHIPS}/theme", "theme/theme1.xml"),
            ),
            "word/styles.xml": styles_xml(layout),
            "word/settings.xml": SETTINGS,
            "word/fontTable.xml": _font_table(layout),
            "word/theme/theme1.xml": _theme(layout),
            "word/footer1.xml": footer(layout, even=False),
            "word/footer2.xml": footer(layout, even=True),
        }
    )


def pack(members: Mapping[str, str | bytes]) -> bytes:
    """Zip members with one fixed time, so that the same members give the same bytes."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            entry = ZipInfo(name)  # of 1 January 1980
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0  # else it tells the operating system
            archive.writestr(entry, content)
    return buffer.getvalue()


def _content_types() -> str:
    overrides = {f"/{name}": f"{WORD_TYPE}.{kind}+xml" for name, kind in PARTS.items()}
    overrides["/word/theme/theme1.xml"] = "application/vnd.openxmlformats-officedocument.theme+xml"
    overrides["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
        + "</Types>"
    )


def _relationships(*targets: tuple[str, str]) -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(targets, 1)
        )
        + "</Relationships>"
    )


def _font_table(layout: PageLayout) -> str:
    """List the fonts, each Chinese one with the one that a computer without it is likely to have."""
    faces = layout.faces
    used = (faces.body, faces.mark, *faces.headings, faces.number, faces.title, faces.table, faces.table_head)
    stand_ins = {font.name: font.stand_in for font in known().fonts}
    chinese = "".join(
        f'<w:font w:name="{name}">{_alternative(stand_ins.get(name))}<w:charset w:val="86"/></w:font>'
        for name in dict.fromkeys(face.font for face in used)
    )
    latin = f'<w:font w:name="{LATIN}"><w:charset w:val="00"/></w:font>'
    return f'<w:fonts xmlns:w="{NAMESPACE}">{latin}{chinese}</w:fonts>'


def _alternative(stand_in: str | None) -> str:
    return f'<w:altName w:val="{stand_in}"/>' if stand_in else ""


def _theme(layout: PageLayout) -> str:
    """Give the least theme that a validator asks for; no style refers to it."""
    accents = (f"accent{number}" for number in range(1, 7))
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{"FFFFFF" if name.startswith("lt") else "000000"}"/></a:{name}>'
        for name in ("dk1", "lt1", "dk2", "lt2", *accents, "hlink", "folHlink")
    )
    fonts = (
        f'<a:latin typeface="{LATIN}"/><a:ea typeface="{layout.faces.body.font}"/><a:cs typeface="{LATIN}"/>'
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}</a:ln>'
    return (
        f'<a:theme xmlns:a="{DRAWINGML}" name="GB/T 9704"><a:themeElements>'
        f'<a:clrScheme name="黑白">{colours}</a:clrScheme>'
        f'<a:fontScheme name="公文"><a:majorFont>{fonts}</a:majorFont><a:minorFont>{fonts}</a:minorFont>'
        f'</a:fontScheme><a:fmtScheme name="公文"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
