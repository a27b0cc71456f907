"""Set a problem of last year and what was done about it in the genre's frame, 针对“…”问题，…."""

import re

from bot.compose.tidy import tidy

NAMED = re.compile(
    r"^针对(?P<before>[^“，：；]{0,20}?)“(?P<problem>[^”]+)”(?P<after>[^，：]{0,6}?)(?:的)?问题[，：；](?P<done>.+)$"
)
BARE = re.compile(r"^针对(?P<problem>[^“”，：；]{2,40}?)的?问题[，：；](?P<done>.+)$")
LABELLED = re.compile(
    r"^(?:上?年?度?问题|反馈问题)[：，](?P<problem>[^，；。：]{2,40})[，；。](?:整改|措施|做法|整改情况|整改措施)[：，](?P<done>.+)$"
)
PAIRED = re.compile(r"^(?:关于)?(?P<problem>[^“”，：；—]{2,40}?)(?:的?问题)?(?:：|——)(?P<done>.+)$")


def rectified(text: str) -> str:
    """Frame a rectification, without final 。; words that name no problem stay as they are."""
    plain = tidy(text)
    if NAMED.match(plain):
        return plain
    for form in (LABELLED, BARE, PAIRED):
        match = form.match(plain)
        if match:
            return f"针对“{match['problem']}”问题，{_done(match['done'])}"
    return plain


def answers_a_problem(text: str) -> bool:
    """Whether a statement says by its form, such as 针对…问题，that it answers a problem."""
    plain = tidy(text)
    return bool(NAMED.match(plain) or BARE.match(plain) or LABELLED.match(plain))


def _done(text: str) -> str:
    return re.sub(r"^(?:整改|措施|做法|整改情况|整改措施)[：，]", "", text)
