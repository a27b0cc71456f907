"""Shorter versions: what length is meant, and what a version leaves out, in words."""

import re

from bot.abridging import PAGE, Abridged, abridged
from bot.compose.tidy import tidy
from bot.desk import Desk
from bot.draft import Draft
from bot.notice.figures import HAN, limit_in, number
from bot.notice.pace import PACE
from bot.outline import Outline

PAGES = re.compile(rf"(\d{{1,2}}|{HAN})\s*页(?:纸)?(?:以?内)?")
MOST = 100_000


def length_wanted(text: str) -> int | None:
    """Read a length as characters: 8分钟 (read out unhurriedly), 3000字, 一页; ``None`` if none is named."""
    pages = PAGES.fullmatch(text.strip())
    if pages:
        return _sensible((number(pages[1]) or 0) * PAGE)
    limit = limit_in(text)
    if limit is None:
        return None
    return _sensible(limit.characters or limit.least or characters_in(limit.minutes or 0))


def characters_in(minutes: float) -> int:
    """Give how many characters can be read out in some minutes by a slow reader."""
    return round(minutes * PACE[0])


def shortened(desk: Desk, outline: Outline, draft: Draft, characters: int) -> Abridged:
    """Cut a draft to a length; the draft itself stays as it is."""
    return abridged(draft, outline, desk.bank, characters)


def version_told(short: Abridged, characters: int) -> str:
    """Say how long a version is, everything that it leaves out, and where it cannot be as short as wanted."""
    if not short.left_out and short.characters <= characters:
        return f"全文约 {short.characters} 字，不超 {characters} 字，一条也不用删。"
    lines = [f"这一版约 {short.characters} 字，要求 {characters} 字以内。"]
    if short.characters > characters:
        more = short.characters - characters
        why = "再删就要丢必写的内容了，请您自己再压几句。"
        lines = [f"最短也有约 {short.characters} 字，比 {characters} 字多 {more} 字：{why}"]
    if short.left_out:
        lines.append(f"这一版没写进去的 {len(short.left_out)} 条（原稿没有动）：")
        lines += [f"・{tidy(point.text)}" for point in short.left_out]
    return "\n".join(lines)


def _sensible(characters: float) -> int | None:
    return round(characters) if 0 < characters <= MOST else None
