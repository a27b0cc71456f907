"""Characters that PDFs give for others: fonts draw a radical and the character it looks like alike.

⺠ and ⽇ are then copied where 民 and 日 were written. The first block is Unicode's own compatibility
mapping; the rest is EquivalentUnifiedIdeograph.txt for the simplified radicals.
"""

import unicodedata

KANGXI = range(0x2F00, 0x2FD6)
SUPPLEMENT = (
    "⺁厂⺃乚⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋㔾⺌小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺨犭⺩王⺫目⺬示⺭礻⺮竹⺯糸⺰纟"
    "⺱网⺲罒⺳网⺶羊⺷羊⺸羊⺹老⺻聿⺼月⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风"
    "⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟"
)
WRITTEN = {
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in KANGXI},
    **dict(zip(map(ord, SUPPLEMENT[::2]), SUPPLEMENT[1::2], strict=True)),
}


def written(text: str) -> str:
    """Put the characters that were written in the place of radicals."""
    return text.translate(WRITTEN)
