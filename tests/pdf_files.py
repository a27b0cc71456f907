"""Small PDFs written by hand, with a Chinese font that is named and not embedded."""

import zlib
from collections.abc import Iterable, Sequence

Placed = tuple[float, float, float, str]
"""Left edge and base line in points, size, text; every character is as wide as the size."""

FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts["
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/ItalicAngle 0/Ascent 880"
    b"/Descent -120/CapHeight 700/StemV 80/FontBBox[0 -120 1000 880]>>>>]>>"
)


def pdf_file(pages: Iterable[Sequence[Placed]]) -> bytes:
    return with_contents([b"\n".join(_shown(*placed) for placed in page) for page in pages])


def with_contents(contents: Sequence[bytes], filters: str = "/FlateDecode", trailer: str = "") -> bytes:
    """Write a PDF with a page for each stream of content; its objects are one to three and three a page."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(contents)}/Kids[{kids}]>>".encode(),
        FONT,
    ]
    for number, content in enumerate(contents):
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {5 + 2 * number} 0 R"
        objects.append(f"{page}/Resources<</Font<</F 3 0 R>>>>>>".encode())
        deflated = zlib.compress(content)
        head = f"<</Filter{filters}/Length {len(deflated)}>>\nstream\n".encode()
        objects.append(head + deflated + b"\nendstream")
    return _numbered(objects, trailer)


def _shown(left: float, base: float, size: float, text: str) -> bytes:
    code = text.encode("utf-16-be").hex()
    return f"BT /F {size} Tf 1 0 0 1 {left} {base} Tm <{code}> Tj ET".encode()


def _numbered(objects: Sequence[bytes], trailer: str) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    end += f"<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + end.encode()
