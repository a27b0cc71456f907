"""Walk through what was learnt, one phrase at a time; every decision is kept at once.

Answers are read a line each, so a review can be piped in; where they end, the next run goes on.
"""

from collections.abc import Callable, Iterable

from phrasebank.corpus import Corpus
from phrasebank.patterns import Pattern, readable, slots_of
from phrasebank.terms import MOVE_NAMES, SECTION_NAMES, SLOT_NAMES

HELP = "回车或 y 采用，n 不要，直接输入新的说法就改成它，u 撤销上一个，q 结束"
ACCEPT, REJECT, UNDO, QUIT = (
    {"", "y", "yes", "是", "采用"},
    {"n", "no", "否", "不要"},
    {"u", "撤销"},
    {"q", "退出"},
)
SHORTEST = 4
KINDS = {f"〔{name}〕": f"{{{kind}}}" for kind, name in SLOT_NAMES.items()}


def review(corpus: Corpus, answers: Iterable[str], say: Callable[[str], None]) -> int:
    """Ask about each phrase in turn, best first, until the answers end; gives the number of decisions."""
    decided = 0
    replies = iter(answers)
    say(f"待审句式 {corpus.undecided()} 条。{HELP}。")
    while pattern := corpus.candidate():
        say(_shown(pattern))
        reply = next(replies, None)
        if reply is None or reply.strip().lower() in QUIT:
            break
        decided += _take(corpus, pattern, reply.strip(), say)
    left = corpus.undecided()
    say(f"审了 {decided} 条，还有 {left} 条。" + ("下次运行 review 会接着来。" if left else "全部审完了。"))
    return decided


def _take(corpus: Corpus, pattern: Pattern, reply: str, say: Callable[[str], None]) -> int:
    """Keep one decision; gives by how much the number of decisions changes."""
    if reply.lower() in ACCEPT:
        corpus.decide(pattern, "accepted")
    elif reply.lower() in REJECT:
        corpus.decide(pattern, "rejected")
    elif reply.lower() in UNDO:
        undone = corpus.undo()
        say("已撤销上一个决定。" if undone else "没有可撤销的决定。")
        return -1 if undone else 0
    else:
        return _reword(corpus, pattern, reply, say)
    return 1


def _reword(corpus: Corpus, pattern: Pattern, reply: str, say: Callable[[str], None]) -> int:
    wording = reply
    for shown, slot in KINDS.items():
        wording = wording.replace(shown, slot)
    try:
        slots_of(wording)
    except ValueError as error:
        say(f"没有改：{error}。请用〔数字〕这样的写法标出空位，再输入一次。")
        return 0
    if len(wording) < SHORTEST:
        say(f"没有听懂“{reply}”。{HELP}。")
        return 0
    corpus.decide(pattern, "accepted", wording)
    return 1


def _shown(pattern: Pattern) -> str:
    place = f"{SECTION_NAMES[pattern.section]}·{MOVE_NAMES[pattern.move]}"
    source = f"{pattern.source.file} 第 {pattern.source.line} 行"
    return f"\n{readable(pattern.text)}\n　{place}，见于 {pattern.documents} 份材料（{source}）"
