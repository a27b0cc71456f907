"""Files packed into one, as in a .docx or a .zip."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile


def packed(parts: dict[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """Give the files by name; raises ``BadZipFile`` where one is not whole."""
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def texts_in(data: bytes) -> dict[str, str]:
    """Give the files by name, which are all text."""
    return {name: content.decode() for name, content in unpacked(data).items()}
