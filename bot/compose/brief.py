"""What a problem or a measure is called in a few words, for headings, lists and 针对“…”问题."""

import re

from phrasebank.remembering import remembered

CLAUSE = re.compile(r"[，。；：！？,;:!?\n]")
LONGEST = 36
LEAST = 4
MASK_MARK = re.compile("[*＊XxＸｘ×✕○◯〇_某]")
GAP = "【待补：名称】"
FAULT = re.compile(
    r"不|缺|薄弱|老旧|陈旧|破旧|欠|单一|滞后|差(?!异)|偏少|较少|很少|弱|空白|老化|流于|走过场|偏[大高低]|松散|松懈|松软|慢|淡|脱节|少$|难$|有限"
    r"|短板|差距|温差|漏洞|乏力|反弹|弱化|虚化|滑坡|隐患|形式主义|两张皮|参差|有待|还需|仍需|尚需|亟待|亟需|需要?(?:进一步|强化|加强|改进|提高|提升)|打折扣|粗放|局限|没有|没人|未能|突出$|盲区|断档"
)
EFFECT = re.compile(r"^(?:导致|致使|使得?|造成|从而|进而|因此|没有起到)")
CONCESSION = re.compile(r"^(?:虽然|虽|尽管|作为|由于|因为|在.{2,20}[中下时]$)")
OPENING = re.compile(
    r"^(?:(?:还有|再有|再|另外)(?:一个|一点)?就是|主要(?:表现|体现)(?:在|为)|(?:还|仍|也)?存在着?|有时|有时候|还有|同时|此外|另外|但是?|而且|且|尤其是|特别是|比如|如(?!何)"
    r"|主要是|主要原因是|近年来|一年来|目前|当前)+"
)
SELF = re.compile(r"^(?:我本人|本人|我们?(?![县市区镇乡村局院校])|自身)(?=.{4})")
ABOUT = re.compile(r"^对于?(?![外内口标接策照象待上下手党比应付答抗])(?=.{4})")
TOWARDS = re.compile(r"^对.+不(?:够|太|甚)?(?:高度)?(?:重视|了解|熟悉|清楚|关心|满意|适应|掌握|深刻)")
WHERE = re.compile(r"^在.{1,8}(?:上|方面|中)$")
ENDING = re.compile(r"(?:的|等)*(?:问题|现象|情况|倾向|情形)$")
INTENT = re.compile(
    r"^(?:下一步|下步|今后|明年|来年|新的一年|接下来|20\d\d年)*(?:我们|我|本人|支部(?!书记|班子|委员|党员))?(?:将|要(?![求素点])|拟|计划|打算)?(?:继续)?"
)


@remembered(4096)
def problem_named(text: str) -> str:
    """Call a problem by the first clause that owns up to something, else by its first words.

    What has no figure is preferred. Quotation marks inside become ‘ and ’, since the name is quoted
    (GB/T 15834-2011, 4.8.3.2).
    """
    clauses = [clause for clause in map(_bare, CLAUSE.split(text)) if len(clause) >= LEAST]
    faulty = [clause for clause in clauses if FAULT.search(clause) and not EFFECT.match(clause)]
    plain = [clause for clause in faulty or clauses if not re.search(r"\d", clause)] or faulty or clauses
    return _quotable(next((c for c in plain if not _masked(c)), plain[0] if plain else text))


@remembered(4096)
def plan_named(text: str) -> str:
    """Call a measure by its heading or first clause."""
    first = re.split("[。；：\n]", text, maxsplit=1)[0]
    clauses = [INTENT.sub("", clause) for clause in CLAUSE.split(first)]
    clauses = [clause for clause in clauses if len(clause) >= LEAST and not WHERE.match(clause)] or [first]
    whole = "，".join(clauses)
    short = whole if len(whole) <= LONGEST and not re.search(r"\d", whole) else clauses[0]
    return _quotable(short if not _masked(short) else next((c for c in clauses if not _masked(c)), short))


def _bare(clause: str) -> str:
    clause = SELF.sub("", OPENING.sub("", clause.strip("　 、")))
    clause = clause if TOWARDS.match(clause) else ABOUT.sub("", clause)
    if CONCESSION.match(clause):
        return ""
    shorter = ENDING.sub("", clause)
    return shorter if len(shorter) >= LEAST else clause


def _masked(text: str) -> bool:
    return bool(_masks(text))


def _masks(text: str) -> set[str]:
    """Give what stands for something blotted out."""
    if not MASK_MARK.search(text):
        return set()
    from phrasebank.masks import masks_in  # noqa: PLC0415 - few texts need its expressions

    return {mask for mask, _, _ in masks_in(text)}


def _quotable(text: str) -> str:
    """Cut to what can be quoted, and show what was blotted out as missing."""
    for mask in _masks(text):
        text = text.replace(mask, GAP)
    if len(text) > LONGEST:
        cut = max(text.rfind("、", 0, LONGEST), text.rfind("，", 0, LONGEST))
        text = text[: cut if cut >= LEAST else LONGEST]
    text = text.replace("“", "‘").replace("”", "’")
    return text if text.count("‘") == text.count("’") else text.replace("‘", "").replace("’", "")
